"""Rows of several pay periods under one another, not named on the rows, over a page break inside a class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from pipeline.normalize.salary import read_salary
from tests.words import draw_page

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
