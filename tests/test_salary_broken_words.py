"""Heads and titles that a narrow cell breaks inside a word, without a hyphen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.models import SalaryReading
from pipeline.normalize.salary import read_salary
from tests.words import draw_page

HEAD = ("APPENDIX A", "Operative July 1, 2020", "", "Hourly Salary")


def _read(*rows: str) -> SalaryReading:
    return read_salary("doc", [draw_page(*HEAD, *rows)])


HEADS = (
    ("Class Title      Code   Rang   Step 1   Step 2", "                        e"),
    ("Class Title      Code   Gra    Step 1   Step 2", "                        de"),
    ("                        R", "Class Title      Code   an     Step 1   Step 2", "                        ge"),
    ("                        RAN", "CLASS TITLE      CODE   GE     STEP 1   STEP 2"),
)


@pytest.mark.parametrize("heads", HEADS)
def test_a_head_broken_inside_a_word_heads_its_column(heads: tuple[str, ...]) -> None:
    found = _read(
        *heads,
        "Accountant I     1201   12      25.00    26.25",
        "Zoo Curator      1310   14      30.00    31.50",
    )
    assert {(rate.class_title, rate.class_code, rate.range_code) for rate in found.rates} == {
        ("Accountant I", "1201", "12"),
        ("Zoo Curator", "1310", "14"),
    }
    assert not found.unread


def test_the_first_line_of_a_wrapped_title_is_no_end_of_a_head() -> None:
    found = _read(
        "Class            Code   Range   Step 1   Step 2",
        "Zoo",
        "Curator          1310   14      30.00    31.50",
        "Accountant I     1201   12      25.00    26.25",
    )
    assert {rate.class_title for rate in found.rates} == {"Zoo Curator", "Accountant I"}


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("Telecommunicati", "ons Supervisor   1201   12      25.00    26.25"), "Telecommunications Supervisor"),
        (("Superintendent", "of Parks         1201   12      25.00    26.25"), "Superintendent of Parks"),
    ],
)
def test_a_title_broken_inside_a_word_is_whole_again(lines: tuple[str, ...], title: str) -> None:
    found = _read(
        "Class Title      Code   Range   Step 1   Step 2",
        "Zoo Curator      1310   14      30.00    31.50",
        "",
        *lines,
    )
    assert {rate.class_title for rate in found.rates} == {"Zoo Curator", title}


def test_titles_without_capitals_keep_their_words_apart() -> None:
    found = _read(
        "Class Title      Code   Range   Step 1   Step 2",
        "Zoo curator      1310   14      30.00    31.50",
        "",
        "Water",
        "treatment lead   1201   12      25.00    26.25",
    )
    assert {rate.class_title for rate in found.rates} == {"Zoo curator", "Water treatment lead"}


def test_a_title_beside_rows_of_pay_periods_is_whole_again() -> None:
    found = read_salary(
        "doc",
        [
            draw_page(
                "APPENDIX A",
                "Operative July 1, 2020",
                "                      1         2",
                "Telecommunicati HR  30.00     31.50",
                "ons Supervisor  BW 2,400.00  2,520.00",
                "Zoo Curator     HR  40.00     41.50",
                "1310            BW 3,200.00  3,320.00",
            )
        ],
    )
    assert {rate.class_title for rate in found.rates} == {"Telecommunications Supervisor", "Zoo Curator"}


@pytest.mark.parametrize(("score", "title"), [(None, "Zoo Counsel"), (0.8, "Zoo Counse l")])
def test_strokes_that_a_recogniser_reads_are_no_end_of_a_word_but_a_number(score: float | None, title: str) -> None:
    page = draw_page(
        "APPENDIX A",
        "Operative July 1, 2020",
        "                1        2",
        "Zoo Counse  HR  30.00    31.50",
        "l           BW 2,400.00 2,520.00",
    )
    words = tuple(word._replace(score=score) for word in page.words)
    found = read_salary("doc", [replace(page, words=words)])
    assert {rate.class_title for rate in found.rates} == {title}


def test_step_over_its_number_under_each_date_is_no_table_beside_another() -> None:
    found = _read(
        "Class Title         7/1/2024               7/1/2025",
        "                Step      Step         Step      Step",
        "                 1         2            1         2",
        "Accountant I    25.00     26.25        25.75     27.04",
        "Zoo Curator     30.00     31.50        30.90     32.45",
    )
    assert not found.unread
    assert sorted(
        (rate.class_title, str(rate.operative_date), rate.step, rate.amount) for rate in found.rates
    ) == sorted(
        (title, day, step, cents)
        for title, rows in (("Accountant I", (2500, 2625, 2575, 2704)), ("Zoo Curator", (3000, 3150, 3090, 3245)))
        for (day, step), cents in zip(
            [(day, step) for day in ("2024-07-01", "2025-07-01") for step in "12"], rows, strict=True
        )
    )


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("ADMINIS", "TRATIVE ANALYST  1201   12      25.00    26.25"), "ADMINISTRATIVE ANALYST"),
        (("SENIOR ADMINIST", "RATOR            1201   12      25.00    26.25"), "SENIOR ADMINISTRATOR"),
        (("SUPERIN", "TENDENT, PARKS   1201   12      25.00    26.25"), "SUPERINTENDENT, PARKS"),
        (("ADMINISTRATIVE", "ANALYST          1201   12      25.00    26.25"), "ADMINISTRATIVE ANALYST"),
        (("ADMIN", "ANALYST          1201   12      25.00    26.25"), "ADMIN ANALYST"),
        (("FIRE", "FIGHTER          1201   12      25.00    26.25"), "FIRE FIGHTER"),
    ],
)
@pytest.mark.parametrize("reader", ["pdfium", "text"])
def test_a_title_in_capitals_broken_inside_a_word_is_whole_again(
    lines: tuple[str, ...], title: str, reader: str
) -> None:
    page = draw_page(
        *HEAD,
        "CLASS TITLE      CODE   RANGE   STEP 1   STEP 2",
        "ZOO CURATOR      1310   14      30.00    31.50",
        "",
        *lines,
        reader=reader,
    )
    assert {rate.class_title for rate in read_salary("doc", [page]).rates} == {"ZOO CURATOR", title}
