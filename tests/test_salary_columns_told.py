"""Columns as schools, counties, transit and fire districts print them: every amount under its own head and label."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.models import Page, Rate, SalaryReading, Word
from pipeline.normalize.salary import read_salary
from pipeline.normalize.salary.marks import drop_marks
from tests.words import draw_page, draw_words

HEAD = ("APPENDIX A", "Operative July 1, 2020", "")


def _pages(*pages: tuple[str, ...]) -> list[Page]:
    return [draw_page(*rows, number=number) for number, rows in enumerate(pages, 1)]


def _read(*rows: str) -> SalaryReading:
    return read_salary("doc", _pages((*HEAD, *rows)))


def _paid(rates: tuple[Rate, ...]) -> set[tuple[str | None, str, str, int]]:
    return {(rate.class_title or rate.range_code, rate.step, rate.period, rate.amount) for rate in rates}


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            ("Range Hourly  Range Hourly", "10      15.00 12      17.00", "11      16.00 13      18.00"),
            id="heads stand a space apart",
        ),
        pytest.param(
            (
                "Range   Hourly               Range   Hourly",
                "10                  15.00    12                  17.00",
                "11                  16.00    13                  18.00",
            ),
            id="the gutter lies right of the amounts of the left one",
        ),
    ],
)
def test_two_tables_beside_one_another(rows: tuple[str, ...]) -> None:
    found = _read(*rows)
    assert not found.unread
    assert _paid(found.rates) == {(str(10 + n), "1", "HR", 1500 + 100 * n) for n in range(4)}


def test_signs_above_digits_do_not_make_a_range_the_mark_of_a_note() -> None:
    found = _read(
        "Hourly Rates",
        "Range     Step 1    Step 2",
        "              $         $",
        "10        15.00     16.00",
        "              $         $",
        "11        17.00     18.00",
    )
    assert _paid(found.rates) == {
        ("10", "1", "HR", 1500), ("10", "2", "HR", 1600), ("11", "1", "HR", 1700), ("11", "2", "HR", 1800)
    }  # fmt: skip


@pytest.mark.parametrize(
    "heads",
    [
        ("          A         B         C", "Step      BA        BA+15     BA+30"),
        ("          A         B         C", "Step", "          BA        BA+15     BA+30"),
    ],
)
def test_lanes_of_two_lines_beside_steps(heads: tuple[str, ...]) -> None:
    found = _read(
        "Annual Salary",
        *heads,
        "1         50,000    52,000    54,000",
        "2         51,000    53,000    55,000",
    )
    assert not found.unread
    lanes = ("A BA", "B BA+15", "C BA+30")
    assert _paid(found.rates) == {
        (lane, str(1 + row), "YR", 100 * (50_000 + 2_000 * place + 1_000 * row))
        for place, lane in enumerate(lanes)
        for row in range(2)
    }


STEPS = {
    "number below": (
        "Rank            Step    Monthly      Annual",
        "Captain         Step",
        "                1      5,000.00   60,000.00",
        "                Step",
        "                2      6,000.00   72,000.00",
    ),
    "number above": (
        "Rank            Step    Monthly      Annual",
        "Captain         Step   5,000.00   60,000.00",
        "                1",
        "                Step   6,000.00   72,000.00",
        "                2",
    ),
}


@pytest.mark.parametrize("rows", STEPS.values(), ids=STEPS)
def test_a_step_broken_over_two_lines_is_no_part_of_the_title(rows: tuple[str, ...]) -> None:
    found = _read(*rows)
    assert _paid(found.rates) == {
        ("Captain", step, period, cents)
        for step, values in (("1", (500_000, 6_000_000)), ("2", (600_000, 7_200_000)))
        for period, cents in zip(("MO", "YR"), values, strict=True)
    }


@pytest.mark.parametrize(
    "rows",
    [
        (
            "Operator     Start         20.00      21.00",
            "             6 Months      22.00      23.00",
            "             13-24 months  24.00      25.00",
        ),
        (
            "Operator     Start         20.00      21.00",
            "             6",
            "             Months        22.00      23.00",
            "             13-24",
            "             months        24.00      25.00",
        ),
    ],
)
def test_lengths_of_service_are_steps(rows: tuple[str, ...]) -> None:
    found = _read("Hourly Rates", "Class        Step       7/1/2020   7/1/2021", *rows)
    assert [(rate.class_title, rate.step) for rate in found.rates if str(rate.operative_date) == "2020-07-01"] == [
        ("Operator", "Start"), ("Operator", rows[1].split()[0] + " Months"), ("Operator", "13-24 months")
    ]  # fmt: skip
    assert sorted(rate.amount for rate in found.rates) == [2000, 2100, 2200, 2300, 2400, 2500]


def test_classes_in_columns_whose_numbers_stand_on_a_line_of_their_own() -> None:
    found = _read(
        "Hourly Rates",
        "Years of Service   RN I   RN II     RN",
        "                                    III",
        "0 years           40.00   45.00   50.00",
        "1 year            41.00   46.00   51.00",
    )
    assert not found.unread
    assert _paid(found.rates) == {
        (title, step, "HR", 4000 + 500 * place + 100 * row)
        for place, title in enumerate(("RN I", "RN II", "RN III"))
        for row, step in enumerate(("0 years", "1 year"))
    }


def test_labels_flush_left_under_heads_flush_right() -> None:
    found = _read(
        "                  Class Title          Range           Step       Monthly        Annual",
        "Captain                       20             1                   5,000.00     60,000.00",
        "                                             2                   6,000.00     72,000.00",
        "Engineer                      21             1                   7,000.00     84,000.00",
        "                                             2                   8,000.00     96,000.00",
    )
    monthly = [rate for rate in found.rates if rate.period == "MO"]
    assert {(rate.class_title, rate.range_code, rate.step, rate.amount) for rate in monthly} == {
        ("Captain", "20", "1", 500_000), ("Captain", "20", "2", 600_000),
        ("Engineer", "21", "1", 700_000), ("Engineer", "21", "2", 800_000),
    }  # fmt: skip


def test_heads_flush_left_over_amounts_flush_right() -> None:
    found = _read(
        "Class Title   Range   Step   Annual                    Hourly",
        "Captain       20      1                  41,600.00                20.00",
        "              20      2                  43,680.00                21.00",
    )
    assert {(rate.period, rate.amount) for rate in found.rates} == {
        ("YR", 4_160_000), ("YR", 4_368_000), ("HR", 2000), ("HR", 2100)
    }  # fmt: skip


def test_a_last_row_on_the_next_page_under_the_same_heads() -> None:
    heads = "Class        Step       7/1/2020   7/1/2021"
    rows = ("Operator     Start         20.00      21.00", "             6 Months      22.00      23.00")
    found = read_salary("doc", _pages((*HEAD, "Hourly Rates", heads, *rows), (heads, rows[1])))
    assert [rate.amount for rate in found.rates if rate.page_number == 2] == [2200, 2300]


def test_a_title_may_begin_with_the_last_word_of_a_department() -> None:
    found = _read(
        "Monthly Salary",
        "Classification    Step 1      Step 2",
        "Office",
        "Assistant       3,000.00    3,100.00",
        "Zoo Curator     4,000.00    4,100.00",
    )
    assert {rate.class_title for rate in found.rates} == {"Office Assistant", "Zoo Curator"}


def test_percentages_beside_base_pay_are_totals_where_the_arithmetic_tells_it() -> None:
    found = _read(
        "Hourly Rates",
        "Classification     Base     2.5%       5%",
        "Zoo Curator       20.00    20.50    21.00",
        "Captain           30.00    30.75    31.50",
    )
    assert [(rate.component, rate.component_name, str(rate.percent), rate.amount) for rate in found.rates][:3] == [
        ("base", "Base", "None", 2000), ("total", "2.5%", "2.5", 2050), ("total", "5%", "5", 2100)
    ]  # fmt: skip


def test_percentages_that_are_none_of_the_base_are_told() -> None:
    found = _read(
        "Hourly Rates",
        "Classification     Base     2.5%",
        "Zoo Curator       20.00    24.10",
        "Captain           30.00    37.75",
        "Engineer          40.00    46.00",
    )
    assert not any(rate.component == "total" for rate in found.rates)
    assert {"24.10", "37.75", "46.00"} <= {word.text for word in found.unread}


@pytest.mark.parametrize("head", ["Step 1", "Hourly"])
def test_a_lone_column_of_ranges_or_of_one_step(head: str) -> None:
    found = _read("Hourly Rates", f"Range       {head}", "10          15.00", "11          16.00")
    assert _paid(found.rates) == {("10", "1", "HR", 1500), ("11", "1", "HR", 1600)}


def test_a_bold_line_among_rows_that_are_not_names_a_department() -> None:
    (page,) = _pages(
        (
            *HEAD,
            "Monthly Salary",
            "Class Title       Code    Step 1      Step 2",
            "Finance",
            "Accountant        1201  3,000.00    3,100.00",
            "Library Services",
            "Zoo Curator       1310  4,000.00    4,100.00",
        )
    )
    words = tuple(word._replace(bold=word.text in ("Finance", "Library", "Services")) for word in page.words)
    rates = read_salary("doc", [replace(page, words=words)]).rates
    assert {rate.class_title for rate in rates} == {"Accountant", "Zoo Curator"}


def test_the_end_of_a_title_is_no_line_of_steps() -> None:
    found = _read(
        "Monthly Salary",
        "Class Title         Code    Step 1      Step 2",
        "Equipment Mechanic  1201  3,000.00    3,100.00",
        "I B",
        "",
        "Zoo Curator         1310  4,000.00    4,100.00",
    )
    assert {rate.class_title for rate in found.rates} == {"Equipment Mechanic I B", "Zoo Curator"}


def test_longevity_columns_a_space_apart() -> None:
    found = _read(
        "Monthly Salary",
        "Classification     Step 1     Step 2     Longevity 10 Yrs Longevity 20 Yrs",
        "Zoo Curator       3,000.00   3,100.00      3,200.00          3,300.00",
        "Captain           4,000.00   4,100.00      4,200.00          4,300.00",
    )
    assert [rate.step for rate in found.rates][:4] == ["1", "2", "Longevity 10 Yrs", "Longevity 20 Yrs"]


def test_heads_of_steps_a_space_apart_head_the_steps_of_rows() -> None:
    found = _read(
        "1500 Groundskeeper",
        "Step Hourly Biweekly",
        "1     20.00 1,600.00",
        "2     21.00 1,680.00",
        "",
        "1501 Zoo Curator",
        "Step Hourly Biweekly",
        "1     30.00 2,400.00",
        "2     31.00 2,480.00",
    )
    assert {(rate.class_code, rate.step) for rate in found.rates} == {
        (code, step) for code in ("1500", "1501") for step in "12"
    }


def test_a_raised_star_is_dropped_and_a_star_alone_in_its_cell_stays() -> None:
    words = draw_words("Curator   *   3,150.00")
    raised = Word("*", words[0].x1, -2.0, words[0].x1 + 3, 4.0)
    assert tuple(drop_marks((*words, raised))) == words


def test_a_raised_figure_behind_a_word_or_cents_is_dropped_but_never_the_cents_of_whole_dollars() -> None:
    words = draw_words("Curator 3,150.00 3,150")
    raised = [Word("1", word.x1, -2.0, word.x1 + 3, 4.0) for word in words]
    assert tuple(drop_marks((*words, *raised))) == (*words, raised[2])


def test_steps_at_the_left_of_wide_cells_head_amounts_at_the_right() -> None:
    found = _read(
        "Hourly Rates",
        "Range   Step A          Step B          Step C",
        "20      $         18.00 $         19.00 $         20.00",
        "21      $         19.00 $         20.00 $         21.00",
    )
    assert _paid(found.rates) == {
        (str(20 + row), step, "HR", 1800 + 100 * (row + place)) for row in range(2) for place, step in enumerate("ABC")
    }


def test_a_line_of_labels_with_blanks_is_of_the_row_over_it() -> None:
    found = _read(
        "Monthly Salary",
        "Code   Class Title       Step 1    Step 2    Step 3",
        "       Traffic Signal  3,000.00  3,100.00",
        "1100   Technician                                 -",
        "",
        "1101   Zoo Curator     4,000.00  4,100.00  4,200.00",
    )
    assert {(rate.class_code, rate.class_title) for rate in found.rates} == {
        ("1100", "Traffic Signal Technician"), ("1101", "Zoo Curator")
    }  # fmt: skip
