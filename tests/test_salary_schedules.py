"""Schedules that only their titles tell apart, and titles whose date is broken over two lines."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.models import Page
from pipeline.normalize.salary import read_salary
from pipeline.validate.shape.labels import check_duplicates
from tests.words import draw_page

ROWS = (
    "Class Code   Class Title    Step 1   Step 2",
    "2244-1       Plumber         20.00    21.00",
    "2251-1       Electrician     30.00    31.50",
)
OTHER_ROWS = (ROWS[0], "2244-1       Plumber         22.00    23.10", "2251-1       Electrician     33.00    34.65")


def _page(number: int, *rows: str, title: tuple[str, ...]) -> Page:
    return draw_page(*title, "", "Hourly Salary", *rows, number=number)


def test_titles_of_two_schedules_of_one_date_are_their_conditions() -> None:
    titles = [(f"SALARY SCHEDULE, {hours}-HOUR WEEK", "Effective July 1, 2024") for hours in (40, 56)]
    pages = [_page(1, *ROWS, title=titles[0]), _page(2, *OTHER_ROWS, title=titles[1])]
    rates = read_salary("doc", pages).rates
    assert [(rate.condition, rate.amount) for rate in rates if rate.class_title == "Plumber" and rate.step == "1"] == [
        ("SALARY SCHEDULE, 40-HOUR WEEK Effective July 1, 2024", 2000),
        ("SALARY SCHEDULE, 56-HOUR WEEK Effective July 1, 2024", 2200),
    ]
    assert check_duplicates(rates) == []


def test_a_schedule_printed_twice_under_one_title_stays_a_duplicate() -> None:
    titles = [(f"SALARY SCHEDULE Page {number} of 2", "Effective July 1, 2024") for number in (1, 2)]
    pages = [_page(1, *ROWS, title=titles[0]), _page(2, *OTHER_ROWS, title=titles[1])]
    rates = read_salary("doc", pages).rates
    assert {rate.condition for rate in rates} == {None}
    assert len(check_duplicates(rates)) == 4


def test_titles_of_schedules_of_different_classes_are_no_conditions() -> None:
    others = [row.replace("22", "33") for row in OTHER_ROWS]
    titles = [(f"SALARY SCHEDULE, {group}", "Effective July 1, 2024") for group in ("TRADES", "CRAFTS")]
    pages = [_page(1, *ROWS, title=titles[0]), _page(2, *others, title=titles[1])]
    assert {rate.condition for rate in read_salary("doc", pages).rates} == {None}


@pytest.mark.parametrize(
    "broken",
    [
        ("SCHEDULE OF PAY - Effective", "July 1, 2024"),
        ("SCHEDULE OF PAY - Effective July", "1, 2024"),
        ("SCHEDULE OF PAY - Effective July 1,", "2024"),
    ],
)
def test_a_date_broken_over_two_lines_of_a_title_is_operative(broken: tuple[str, str]) -> None:
    rates = read_salary("doc", [_page(1, *ROWS, title=broken)]).rates
    assert {rate.operative_date for rate in rates} == {date(2024, 7, 1)}


@pytest.mark.parametrize(
    "captions",
    [
        ("40-hour work week", "56-hour work week"),
        ("Hired before January 1, 2013", "Hired on or after January 1, 2013"),
        ("Day shift", "Night shift"),
    ],
)
def test_two_schedules_under_one_title_are_told_apart_by_their_captions(captions: tuple[str, str]) -> None:
    lines = ["Hourly Salary Schedule", "Effective July 1, 2024", ""]
    for number, caption in enumerate(captions):
        lines += [caption, "Classification     Step 1      Step 2"]
        lines += [
            f"Planner            3{number}.00       4{number}.00",
            f"Custodian          2{number}.00       2{number}.50",
        ]
        lines += ["", ""]
    rates = read_salary("doc", [draw_page(*lines)]).rates
    assert [(rate.class_title, rate.amount, rate.condition) for rate in rates if rate.step == "1"] == [
        ("Planner", 3000, captions[0]), ("Custodian", 2000, captions[0]),
        ("Planner", 3100, captions[1]), ("Custodian", 2100, captions[1]),
    ]  # fmt: skip
