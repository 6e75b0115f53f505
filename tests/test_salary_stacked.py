"""Rows of several pay periods under one another, not named on the rows, over a page break inside a class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from pipeline.models import Page, Word
from pipeline.normalize.salary import read_salary
from tests.words import draw_page, draw_words

HEAD = ("APPENDIX A", "Operative July 1, 2020", "", "Hourly, biweekly and annual rates")
STEPS = "Code   Class Title          Step 1       Step 2"
FACTORS = (("HR", 1), ("BW", 80), ("YR", 2088))


def _rows(count: int, size: int, place: int, growth: float) -> Iterator[tuple[str, list[tuple[str, str, str, int]]]]:
    """Each printed row with what it pays: code, period, step, cents."""
    for number in range(count):
        hourly = [round(2000 * growth**number), round(2100 * growth**number)]
        for index, (period, factor) in enumerate(FACTORS[:size]):
            code = str(1200 + number)
            label = f"{code}   Zoo Curator {'ABCDEFGHIJ'[number]}" if index == place else ""
            cents = [factor * value for value in hourly]
            printed = "".join(f"{value / 100:>13,.2f}" for value in cents)
            yield f"{label:22}{printed}", [(code, period, step, value) for step, value in zip("12", cents, strict=True)]


@pytest.mark.parametrize("cut", range(7, 15))
@pytest.mark.parametrize(("size", "place"), [(2, 0), (3, 0), (3, 1)])
@pytest.mark.parametrize("growth", [1.025, 1.07])
@pytest.mark.parametrize("again", [True, False])
def test_a_page_break_stands_inside_a_class(cut: int, size: int, place: int, growth: float, again: bool) -> None:
    rows = list(_rows(9 if size == 2 else 7, size, place, growth))
    texts = [text for text, _ in rows]
    pages: Sequence[Sequence[str]] = (
        (*HEAD, STEPS, *texts[:cut]),
        (*([STEPS] if again else []), *texts[cut:]),
    )
    found = read_salary("doc", [draw_page(*page, number=number) for number, page in enumerate(pages, 1)])
    assert sorted((rate.class_code, rate.period, rate.step, rate.amount) for rate in found.rates) == sorted(
        amount for _, paid in rows for amount in paid
    )
    assert not found.unread


TALL = (
    ("Senior", "Zoo", "Services", "Curator"),
    ("Clerk",),
    ("Principal", "Harbor", "Inspector"),
    ("Planner",),
    ("Water", "Treatment", "Plant", "Lead"),
)
LEADING = 10.5


def _set(lines: Sequence[str], x0: float, top: float, place: float, height: float) -> Iterator[Word]:
    """Lines of a cell at its top (0), middle (0.5) or foot (1)."""
    top += place * (height - LEADING * len(lines))
    for number, line in enumerate(lines):
        level = top + LEADING * number
        yield Word(line, x0, level, x0 + 5 * len(line), level + 10)


@pytest.mark.parametrize("begin", [0, 1])
@pytest.mark.parametrize("gap", [0.0, 1.5, 6.0])
@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize(("label", "amounts"), [(0, 0), (0.5, 0.5), (0, 1), (0.5, 0), (1, 1), (0, 0.5)])
def test_titles_of_many_lines_beside_stacked_amounts_stay_whole(
    begin: int, gap: float, size: int, label: float, amounts: float
) -> None:
    words = list(draw_words("Operative July 1, 2020", "", "", "Code   Title            Step 1      Step 2"))
    top, paid = 50.0, set()
    for number, title in enumerate(TALL[begin:]):
        height = LEADING * max(len(title), size)
        words += _set((str(1200 + number),), 0, top, label, height)
        words += _set(title, 42, top, label, height)
        for step in (1, 2):
            cents = [factor * (2000 + 200 * number + 100 * step) for _, factor in FACTORS[:size]]
            words += _set([f"{value / 100:,.2f}" for value in cents], 72 * step + 65, top, amounts, height)
            paid |= {(" ".join(title), str(1200 + number), str(step), value) for value in cents}
        top += height + gap
    found = read_salary("doc", [Page(1, 612.0, 792.0, tuple(words), "pdfium", ())])
    assert {(rate.class_title, rate.class_code, rate.step, rate.amount) for rate in found.rates} == paid


@pytest.mark.parametrize("gap", [0.0, 1.5, 6.0])
@pytest.mark.parametrize(("label", "amounts"), [(0, 0), (0.5, 0.5), (1, 1), (0, 0.5), (0.5, 0)])
def test_titles_of_many_lines_beside_named_rows_stay_whole(gap: float, label: float, amounts: float) -> None:
    """The name of a period may stand half a line off its amounts, where a title makes both rows taller."""
    words = list(draw_words("Operative July 1, 2020", "", "", "Title                     Step 1      Step 2"))
    words = [word._replace(bold=True) for word in words]
    top, paid = 47.0 + gap, set()
    for number, title in enumerate(TALL):
        height = LEADING * max(len(title), 2)
        words += _set(title, 0, top, label, height)
        for row, (name, period, factor) in enumerate((("Hourly", "HR", 1), ("Annual", "YR", 2080))):
            own = top + row * height / 2
            words += _set((name,), 75, own, label, height / 2)
            for step in (1, 2):
                cents = factor * (2000 + 200 * number + 100 * step)
                words += _set((f"{cents / 100:,.2f}",), 72 * step + 77, own, amounts, height / 2)
                paid.add((" ".join(title), str(step), period, cents))
        top += height + gap
    found = read_salary("doc", [Page(1, 612.0, 792.0, tuple(words), "pdfium", ())])
    assert {(rate.class_title, rate.step, rate.period, rate.amount) for rate in found.rates} == paid


SHORT = (("Public", "Information", "Officer"), ("Senior Civil", "Engineer"), ("Human", "Resources", "Manager"))


@pytest.mark.parametrize("gap", [0.0, 6.0])
@pytest.mark.parametrize("label", [0, 0.5, 1])
def test_titles_of_as_many_lines_as_steps_are_no_titles_of_their_own(gap: float, label: float) -> None:
    """Two steps beside three lines: the first and the last line of each title may be level with a row."""
    words = list(draw_words("Operative July 1, 2020", "", "", "Title             Step      Hourly      Annual"))
    words = [word._replace(bold=True) for word in words]
    top, paid = 47.0 + gap, set()
    for number, title in enumerate(SHORT):
        height = LEADING * max(len(title), 2)
        words += _set(title, 0, top, label, height)
        for row, step in enumerate("AB"):
            own = top + row * height / 2
            cents = 2000 + 200 * number + 100 * row
            words += _set((step,), 108, own, label, height / 2)
            words += _set((f"{cents / 100:,.2f}",), 180, own, label, height / 2)
            words += _set((f"{2080 * cents / 100:,.2f}",), 240, own, label, height / 2)
            paid |= {(" ".join(title), step, "HR", cents), (" ".join(title), step, "YR", 2080 * cents)}
        top += height + gap
    found = read_salary("doc", [Page(1, 612.0, 792.0, tuple(words), "pdfium", ())])
    assert {(rate.class_title, rate.step, rate.period, rate.amount) for rate in found.rates} == paid
