"""Columns beside titles that say nothing of a class, amounts that name their own period, steps named in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.models import Page, SalaryReading
from pipeline.normalize.salary import read_salary
from tests.words import draw_page

HEAD = ("City of Elm", "Effective July 1, 2024", "")


def _read(*rows: str) -> SalaryReading:
    return read_salary("doc", [draw_page(*HEAD, *rows)])


def test_a_column_whose_head_names_no_label_is_no_part_of_the_title() -> None:
    found = _read(
        "Monthly Salary",
        "Job Title       FLSA   Grade   Minimum    Maximum",
        "Zoo Curator     E      P-14    3,000.00   4,000.00",
        "Fire Captain    N      P-15    3,100.00   4,100.00",
        "Clerk           N      P-16    3,200.00   4,200.00",
    )
    assert [(rate.class_title, rate.range_code, rate.amount) for rate in found.rates if rate.step == "Minimum"] == [
        ("Zoo Curator", "P-14", 300000), ("Fire Captain", "P-15", 310000), ("Clerk", "P-16", 320000)
    ]  # fmt: skip


def test_the_number_of_a_row_is_no_part_of_the_title() -> None:
    found = _read(
        "Hourly Rates",
        "No.   Title          Step 1   Step 2",
        "1     Zoo Curator     20.00    21.00",
        "2     Fire Captain    30.00    31.00",
        "3     Clerk           40.00    41.00",
    )
    assert [rate.class_title for rate in found.rates if rate.step == "1"] == ["Zoo Curator", "Fire Captain", "Clerk"]


@pytest.mark.parametrize(("head", "mark"), [("Range/Step", ""), ("Range/Step", "-"), ("Grade-Step", "/")])
def test_a_range_with_its_step_is_both(head: str, mark: str) -> None:
    found = _read(
        f"Title          {head}   Hourly       Annual",
        f"Zoo Curator    20{mark}A           20.00    41,600.00",
        f"Zoo Curator    20{mark}B           21.00    43,680.00",
        f"Fire Captain   21{mark}A           30.00    62,400.00",
        f"Fire Captain   21{mark}B           31.00    64,480.00",
    )
    paid = [(rate.class_title, rate.range_code, rate.step, rate.amount) for rate in found.rates if rate.period == "HR"]
    assert paid == [
        ("Zoo Curator", "20", "A", 2000), ("Zoo Curator", "20", "B", 2100),
        ("Fire Captain", "21", "A", 3000), ("Fire Captain", "21", "B", 3100),
    ]  # fmt: skip


@pytest.mark.parametrize(("suffix", "period"), [("/hr", "HR"), ("/Hour", "HR"), ("/mo.", "MO"), ("/yr", "YR")])
def test_amounts_that_name_their_period_are_read(suffix: str, period: str) -> None:
    found = _read(
        "Job Title       Step 1        Step 2",
        f"Zoo Curator     $20.00{suffix}     $21.00{suffix}",
        f"Fire Captain    $30.00{suffix}     $31.00{suffix}",
    )
    assert [(rate.step, rate.period, rate.amount) for rate in found.rates] == [
        ("1", period, 2000), ("2", period, 2100), ("1", period, 3000), ("2", period, 3100)
    ]  # fmt: skip
    assert found.rates[0].amount_orig == f"$20.00{suffix}"


def test_amounts_of_several_periods_in_one_column_are_told() -> None:
    found = _read(
        "Job Title       Pay Rate",
        "Zoo Curator     $20.00/hr",
        "Fire Captain    $62,400.00/yr",
        "Clerk           $22.00/hr",
    )
    assert not found.rates
    assert [word.text for word in found.unread] == ["$20.00/hr", "$62,400.00/yr", "$22.00/hr"]


def test_ranges_of_several_periods_have_a_low_and_a_high_end_each() -> None:
    found = _read(
        "Title           Hourly             Annual",
        "Zoo Curator     $20.00 - $26.00    $41,600 - $54,080",
        "Fire Captain    $30.00 - $39.00    $62,400 - $81,120",
    )
    assert [(rate.step, rate.period, rate.amount) for rate in found.rates][:4] == [
        ("Minimum", "HR", 2000), ("Maximum", "HR", 2600), ("Minimum", "YR", 4160000), ("Maximum", "YR", 5408000)
    ]  # fmt: skip


HEADS = (
    ("Title            1st     2nd     3rd", ["1st", "2nd", "3rd"]),
    ("Title          Step One  Step Two  Step Three", ["One", "Two", "Three"]),
    ("Title            0-4     5-9     10+", ["0-4", "5-9", "10+"]),
)


@pytest.mark.parametrize(("heads", "steps"), HEADS)
def test_steps_are_named_by_ordinals_words_and_spans_of_years(heads: str, steps: list[str]) -> None:
    found = _read(
        "Hourly Rates",
        *(["                 Years of Service"] if "+" in heads else []),
        heads,
        "Zoo Curator      20.00   21.00   22.00",
        "Fire Captain     30.00   31.00   32.00",
    )
    assert [(rate.step, rate.amount) for rate in found.rates if rate.class_title == "Zoo Curator"] == list(
        zip(steps, (2000, 2100, 2200), strict=True)
    )


def test_a_star_behind_a_title_is_the_mark_of_a_footnote() -> None:
    found = _read(
        "Hourly Rates",
        "Title            Step 1   Step 2",
        "Zoo Curator*      20.00    21.00",
        "Fire Captain**    30.00    31.00",
    )
    assert {rate.class_title for rate in found.rates} == {"Zoo Curator", "Fire Captain"}


@pytest.mark.parametrize("label", ["Zoo Curator (1201)", "1201 - Zoo Curator"])
def test_a_code_beside_its_title_in_one_cell_is_the_code(label: str) -> None:
    found = _read("Hourly Rates", "Title                Step 1   Step 2", f"{label:22}20.00    21.00")
    assert {(rate.class_title, rate.class_code) for rate in found.rates} == {("Zoo Curator", "1201")}
    assert not found.unread


@pytest.mark.parametrize("mark", ["*", "**", "\u2020"])
def test_a_mark_behind_the_head_of_a_step_is_no_part_of_it(mark: str) -> None:
    found = _read(
        "Hourly Rates", f"Title         Step 1   Step 2{mark}  Step 3", "Zoo Curator    20.00    21.00    22.00"
    )
    assert [(rate.step, rate.amount) for rate in found.rates] == [("1", 2000), ("2", 2100), ("3", 2200)]


def _raise(page: Page, marks: frozenset[str]) -> SalaryReading:
    """The words ``marks`` as small ones that stand raised behind the word before."""
    words = list(page.words)
    for at, word in enumerate(words):
        if word.text in marks:
            last = words[at - 1]
            words[at] = word._replace(x0=last.x1 + 0.5, x1=last.x1 + 5, top=last.top - 1, bottom=last.top + 4.5)
    return read_salary("doc", [replace(page, words=tuple(words))])


def test_a_raised_letter_is_the_mark_of_a_footnote() -> None:
    page = draw_page(
        *HEAD,
        "Hourly Rates",
        "Title            Step 1    Step 2",
        "Zoo Curator a     20.00     21.00 b",
        "Fire Captain      30.00 a   31.00",
    )
    found = _raise(page, frozenset("ab"))
    assert [(rate.class_title, rate.step, rate.amount) for rate in found.rates] == [
        ("Zoo Curator", "1", 2000), ("Zoo Curator", "2", 2100), ("Fire Captain", "1", 3000), ("Fire Captain", "2", 3100)
    ]  # fmt: skip


def test_raised_figures_behind_whole_dollars_are_their_cents() -> None:
    page = draw_page(
        *HEAD,
        "Hourly Rates",
        "Title            Step 1     Step 2",
        "Zoo Curator       $20 50     $21 75",
        "Fire Captain      $30 50     $31 75",
    )
    found = _raise(page, frozenset({"50", "75"}))
    assert [rate.amount for rate in found.rates] == [2050, 2175, 3050, 3175]
    assert found.rates[0].amount_orig == "$2050"


def test_the_pay_of_some_hours_is_no_rate_of_a_class() -> None:
    found = _read(
        "Title          Hourly Rate   Overtime Hourly Rate   Annual",
        "Zoo Curator          20.00                  30.00   41,600.00",
        "Fire Captain         30.00                  45.00   62,400.00",
    )
    assert [(rate.period, rate.amount) for rate in found.rates if rate.class_title == "Zoo Curator"] == [
        ("HR", 2000), ("YR", 4160000)
    ]  # fmt: skip
    assert [word.text for word in found.unread] == ["30.00", "45.00"]


def test_dots_from_a_title_to_its_amounts_are_no_part_of_it() -> None:
    found = _read(
        "Hourly Rates",
        "Title                  Step 1   Step 2",
        "Asst. Curator........   20.00    21.00",
        "Fire Captain . . . . .  30.00    31.00",
    )
    assert {rate.class_title for rate in found.rates} == {"Asst. Curator", "Fire Captain"}


def test_lanes_beside_steps_without_a_head_and_with_several_pay_periods() -> None:
    found = _read(
        "Hourly Rates",
        "              Cook   Custodian   Bus Driver",
        "Step 1       18.00       19.00        20.00",
        "Step 2       18.50       19.50        20.50",
        "Step 3       18.75       19.75        20.75",
    )
    assert [(rate.class_title or rate.range_code, rate.step, rate.amount) for rate in found.rates][:4] == [
        ("Cook", "1", 1800), ("Cook", "2", 1850), ("Cook", "3", 1875), ("Custodian", "1", 1900)
    ]  # fmt: skip
    found = _read(
        "             Teacher               Counselor",
        "Step    Hourly      Annual    Hourly      Annual",
        "1        30.00   62,400.00     31.00   64,480.00",
        "2        32.00   66,560.00     33.00   68,640.00",
    )
    assert [(rate.class_title, rate.step, rate.period, rate.amount) for rate in found.rates] == [
        ("Teacher", "1", "HR", 3000), ("Teacher", "2", "HR", 3200),
        ("Teacher", "1", "YR", 6240000), ("Teacher", "2", "YR", 6656000),
        ("Counselor", "1", "HR", 3100), ("Counselor", "2", "HR", 3300),
        ("Counselor", "1", "YR", 6448000), ("Counselor", "2", "YR", 6864000),
    ]  # fmt: skip


def test_heads_of_overtime_a_space_apart_hold_no_rate_of_a_class() -> None:
    found = _read(
        "Title         Hourly Rate Overtime Hourly Rate Double Time Hourly Rate    Annual",
        "Zoo Curator         20.00                30.00                   40.00 41,600.00",
        "Fire Captain        30.00                45.00                   60.00 62,400.00",
    )
    assert [(rate.period, rate.amount) for rate in found.rates if rate.class_title == "Zoo Curator"] == [
        ("HR", 2000), ("YR", 4160000)
    ]  # fmt: skip
    assert len(found.unread) == 4


def test_a_title_over_a_table_is_no_head_that_parts_titles() -> None:
    found = _read(
        "City",
        "Hourly Rates",
        "              Title     Step 1   Step 2",
        "Accountant I             20.00    21.00",
        "Fire Captain             30.00    31.00",
    )
    assert {rate.class_title for rate in found.rates} == {"Accountant I", "Fire Captain"}
