"""Ranges, halves and shifts in prose, keyed by hand from sentences written for this; and amounts that are none."""

from __future__ import annotations

import pytest

from pipeline.models import Clause, Term
from pipeline.normalize.terms import read_terms
from pipeline.validate.stated.misprints import check_misprints

Stated = tuple[str, str, str, str | None]
"""Printed, value, unit, base."""


def clause(text: str) -> Clause:
    return Clause("d", "a/A", "a", "A", 1, "", text, 3, 0, len(text))


def read(text: str) -> list[Stated]:
    terms: tuple[Term, ...] = read_terms("d", [], [clause(text)])
    for term in terms:
        assert text[term.char_start : term.char_end] == term.value_orig
    return [(term.value_orig, f"{term.value:f}", term.unit, term.per) for term in terms]


DAYS: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("July 1-15, 2024", [("July 1", "20240701", "date"), ("15, 2024", "20240715", "date")]),
    ("July 1 \u2013 15, 2024", [("July 1", "20240701", "date"), ("15, 2024", "20240715", "date")]),
    ("July 1st through 15th, 2024", [("July 1st", "20240701", "date"), ("15th, 2024", "20240715", "date")]),
    ("July 1 through 15, 2024", [("July 1", "20240701", "date"), ("15, 2024", "20240715", "date")]),
    ("July 5 and 19, 2024", [("July 5", "20240705", "date"), ("19, 2024", "20240719", "date")]),
    ("Sept. 3 to the 9th, 2024", [("Sept. 3", "20240903", "date"), ("9th, 2024", "20240909", "date")]),
    ("July 1-15", [("July 1", "701", "month_day"), ("15", "715", "month_day")]),
    ("June 28-31, 2024", [("June 28", "628", "month_day")]),
    ("12.31.2025", [("12.31.2025", "20251231", "date")]),
    ("1.5.2025", [("1.5.2025", "20250105", "date")]),
    ("13.31.2025", []),
    ("Section 12.31.2025", []),
    ("12.31.25", []),
]


@pytest.mark.parametrize(("printed", "expected"), DAYS, ids=lambda case: case if isinstance(case, str) else "")
def test_days_of_one_month_and_dates_with_points(printed: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(f"Bids are taken by {printed}.") == [(*day, None) for day in expected]


RANGES: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("June 28 to July 4, 2024", [("June 28", "20240628", "date"), ("July 4, 2024", "20240704", "date")]),
    ("June 28th-July 4th, 2024", [("June 28th", "20240628", "date"), ("July 4th, 2024", "20240704", "date")]),
    ("Dec. 28 through Jan. 4, 2025", [("Dec. 28", "20241228", "date"), ("Jan. 4, 2025", "20250104", "date")]),
    (
        "July 1 up to and including June 30, 2025",
        [("July 1", "20240701", "date"), ("June 30, 2025", "20250630", "date")],
    ),
    (
        "between December 20 and January 5, 2025",
        [("December 20", "20241220", "date"), ("January 5, 2025", "20250105", "date")],
    ),
    (
        "July 4, August 1 and December 25, 2024",
        [("July 4", "20240704", "date"), ("August 1", "20240801", "date"), ("December 25, 2024", "20241225", "date")],
    ),
    (
        "December 25 and January 1, 2025",
        [("December 25", "1225", "month_day"), ("January 1, 2025", "20250101", "date")],
    ),
    ("March 1 if July 4, 2024", [("March 1", "301", "month_day"), ("July 4, 2024", "20240704", "date")]),
    ("February 29 to March 4, 2023", [("February 29", "229", "month_day"), ("March 4, 2023", "20230304", "date")]),
    ("January 1, 2024 to June 30", [("January 1, 2024", "20240101", "date"), ("June 30", "630", "month_day")]),
    ("28 June to 4 July 2024", [("28 June", "20240628", "date"), ("4 July 2024", "20240704", "date")]),
    (
        "July 1 of 2024 to June 30 of 2025",
        [("July 1 of 2024", "20240701", "date"), ("June 30 of 2025", "20250630", "date")],
    ),
    (
        "the first day of July through the thirtieth day of June, 2025",
        [("first day of July", "20240701", "date"), ("thirtieth day of June, 2025", "20250630", "date")],
    ),
    ("7/1/2024-6/30/2025", [("7/1/2024", "20240701", "date"), ("6/30/2025", "20250630", "date")]),
    ("7/1/24-6/30/25", [("7/1/24", "20240701", "date"), ("6/30/25", "20250630", "date")]),
    ("2024-07-01-2025-06-30", []),
    ("12/28 to 1/4/2025", [("12/28", "20241228", "date"), ("1/4/2025", "20250104", "date")]),
    ("6/28-7/4/2024", [("6/28", "20240628", "date"), ("7/4/2024", "20240704", "date")]),
    ("1/2 to 3/4", []),
    ("July through September 2024", [("July", "202407", "month"), ("September 2024", "202409", "month")]),
    ("between November and February 2025", [("November", "202411", "month"), ("February 2025", "202502", "month")]),
    ("May and October 2024", [("May", "202405", "month"), ("October 2024", "202410", "month")]),
    ("no member may, or October 2024", [("October 2024", "202410", "month")]),
]


@pytest.mark.parametrize(("printed", "expected"), RANGES, ids=lambda case: case if isinstance(case, str) else "")
def test_the_first_date_of_a_range_has_the_year_of_the_last(printed: str, expected: list[tuple[str, str, str]]) -> None:
    """A range that runs over New Year began in the year before; days that are listed are of one year in their order."""
    assert read(f"Bids are taken from {printed}.") == [(*day, None) for day in expected]


MONEY: list[tuple[str, list[Stated]]] = [
    ("$12-15 per hour", [("$12", "12", "USD", "hour"), ("15", "15", "USD", "hour")]),
    ("$12.50 \u2013 15.75 an hour", [("$12.50", "12.5", "USD", "hour"), ("15.75", "15.75", "USD", "hour")]),
    ("$12 to 15 per hour", [("$12", "12", "USD", "hour"), ("15", "15", "USD", "hour")]),
    ("$12 or 15 an hour", [("$12", "12", "USD", "hour"), ("15", "15", "USD", "hour")]),
    ("$100-200", [("$100", "100", "USD", None), ("200", "200", "USD", None)]),
    ("$100 to 5 trainees", [("$100", "100", "USD", None)]),
    ("$100 - 3 trainees share it", [("$100", "100", "USD", None)]),
    ("$100 - 8 hours", [("$100", "100", "USD", None), ("8 hours", "8", "hours", None)]),
    ("$2-5 million", [("$2", "2000000", "USD", None), ("5 million", "5000000", "USD", None)]),
]


@pytest.mark.parametrize(("printed", "expected"), MONEY, ids=lambda case: case if isinstance(case, str) else "")
def test_both_ends_of_an_amount(printed: str, expected: list[Stated]) -> None:
    assert read(f"They get {printed}.") == expected


HALVES: list[tuple[str, list[Stated]]] = [
    ("half an hour", [("half an hour", "0.5", "hours", None)]),
    ("half a day", [("half a day", "0.5", "days", None)]),
    ("one-half of an hour", [("one-half of an hour", "0.5", "hours", None)]),
    ("a quarter of an hour", [("a quarter of an hour", "0.25", "hours", None)]),
    ("three-quarters of an hour", [("three-quarters of an hour", "0.75", "hours", None)]),
    ("an hour and a half", [("an hour and a half", "1.5", "hours", None)]),
    ("one hour and a half", [("one hour and a half", "1.5", "hours", None)]),
    ("two (2) years and a half", [("two (2) years and a half", "2.5", "years", None)]),
    ("two hours and a half hour", [("two hours", "2", "hours", None), ("half hour", "0.5", "hours", None)]),
    ("one half of the hours", [("one half", "0.5", "fraction", None)]),
]


@pytest.mark.parametrize(("printed", "expected"), HALVES, ids=lambda case: case if isinstance(case, str) else "")
def test_halves_of_a_time(printed: str, expected: list[Stated]) -> None:
    assert read(f"Lunch lasts {printed}.") == expected


SHIFTS = [
    ("$100 per 24-hour shift", "shift"),
    ("$100 per twenty-four (24) hour shift", "shift"),
    ("$100 for each 24-hour shift", "shift"),
    ("$100 for every 10 hour watch", "shift"),
    ("$100 per eight-hour day", "day"),
    ("$100 a 40-hour week", "week"),
    ("$100 per 24-hour emergency", None),
    ("$100 per shift", "shift"),
]


@pytest.mark.parametrize(("printed", "per"), SHIFTS)
def test_a_shift_has_its_hours_before_it(printed: str, per: str | None) -> None:
    assert read(f"They get {printed}.")[0] == ("$100", "100", "USD", per)


COUNTS = [
    ("one (1) Eight-hour shift", "shift"),
    ("one (1) 30-minute break", "break"),
    ("one (1) eight (8) hour shift", "shift"),
    ("two (2) ten-hour shifts", "shifts"),
    ("one (1) additional 30-minute break", "break"),
    ("three (3) meals", "meals"),
]


@pytest.mark.parametrize(("printed", "unit"), COUNTS)
def test_a_count_before_hours_counts_what_has_them(printed: str, unit: str) -> None:
    assert read(f"They get {printed}.")[0][2] == unit


MISPRINTED = [
    *("$10,00", "$1,0000", "$1,50", "$ 12,5", "$1.234,50", "$1,000,00", "$1,2345.67", "$1234,567", "$,500"),
    *("$10.000", "$1.000.000", "$ 12.500", "$250.000"),
    *("$ 1 000", "$1 000", "$1 000.50", "$12 345 678", "$1,000 000", "$1\u202f250", "$1'000", "$1\u2019000"),
    *("$1, 000", "$1 ,500", "$10 .50", "$1,000.5", "$5.00.00"),
    *("$1O.50", "$1,00O.00", "$l,000.00", "$ l0.00", "$1O", "$5O0"),
    *("10,00 dollars", "10.000 dollars", "1 000 dollars", "1,0000 dollars"),
    *("3,5%", "3,5 percent", "12,25 per cent", "12,5 cents", "37,5 hours", "1 000 hours", "2 080 hours"),
]


@pytest.mark.parametrize("printed", MISPRINTED)
def test_an_amount_that_is_none_is_told_not_read(printed: str) -> None:
    """Is "$10,00" ten or a thousand dollars, "$10.000" ten or ten thousand? No term says so, and a finding tells."""
    text = f"The fee is {printed} per month, and $5 more."
    assert read(text) == [("$5", "5", "USD", None)]
    (finding,) = check_misprints("d", [clause(text)])
    assert (finding.check, finding.table, finding.key) == ("misprinted_amount", "clauses", "a/A")
    assert (finding.printed, finding.page_number, finding.severity) == (printed, 3, "warning")


def test_a_misprint_in_no_article_is_told_of_the_document() -> None:
    (finding,) = check_misprints("d", [], [("A raise of $5.", 1), ("It costs $10.000 in all.", 2)])
    assert (finding.table, finding.key, finding.printed, finding.page_number) == ("documents", "d", "$10.000", 2)


def test_words_beside_a_misprint_are_read() -> None:
    text = "It is five thousand dollars ($5.000) and three (3,5) percent."
    assert read(text)[0] == ("five thousand dollars", "5000", "USD", None)
    assert [finding.printed for finding in check_misprints("d", [clause(text)])] == ["$5.000", "3,5) percent"]


@pytest.mark.parametrize(
    "text",
    [
        "It is $1,000, 5 more and $10.",
        "It was $1,000,2024 being over.",
        "They get $5,10,15 or $1,000,000.",
        "$50.00,",
        "It is $0.585 or $.585 per mile, $1.125 an hour.",
        "A rate of $25.125, or $10.5, of $1.5 million and $1,000.5 thousand.",
        "It is $2.250 per hour or $1.500 each mile.",
        "A $50 401(k) match, a $100 457 plan, $100 125 plan premium.",
        "It costs $10. 50 of them are $500.00. 12 others are $5.00.2 says so.",
        "They get $5K, $10M or $3m.",
        "Lists of 5,10,15 percent, 3% or 4%; 1,000 hours, 12.500%, 1,000 dollars, 100.50 dollars.",
        "Section 4 100 hours apart.",
    ],
)
def test_well_printed_amounts_are_not_told(text: str) -> None:
    assert check_misprints("d", [clause(text)]) == ()


def test_amounts_with_three_decimals_are_rates_of_small_things() -> None:
    assert read("They get $1.125 an hour and $0.650 per mile.") == [
        ("$1.125", "1.125", "USD", "hour"),
        ("$0.650", "0.65", "USD", "mile"),
    ]
