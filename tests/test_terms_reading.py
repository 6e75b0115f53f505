"""Bases that stand far or before, nouns behind adjectives, and sentences that a paragraph ends. Written for this."""

from __future__ import annotations

import pytest

from pipeline.models import Clause
from pipeline.normalize.terms import read_terms

Stated = tuple[str, str, str, str | None]
"""Printed, value, unit, base."""


def read(text: str) -> list[Stated]:
    terms = read_terms("d", [], [Clause("d", "a/A", "a", "A", 1, "", text, 3, 0, len(text))])
    return [(term.value_orig, f"{term.value:f}", term.unit, term.per) for term in terms]


FAR_BASES: list[tuple[str, str, str | None]] = [
    ("No more than 80 hours of pay count toward the growth of the annual leave in any pay period.", "80", "pay_period"),
    ("No more than 80 hours of pay are to be counted toward the growth of the annual leave.", "80", None),
    ("They are lent 80 hours so that nobody who is ill must go without monthly dues.", "80", None),
    ("They get two days in any calendar year.", "2", "calendar_year"),
    ("They get two days in any one workweek.", "2", "week"),
    ("They get two days in every month.", "2", "month"),
    ("The most that is paid in one fiscal year shall be $500.", "500", "fiscal_year"),
    ("What an officer gets in any calendar year will not exceed $750.", "750", "calendar_year"),
    ("What is due per month is $20.", "20", "month"),
    ("In a fiscal year of growth the fund may hold $500.", "500", None),
]


@pytest.mark.parametrize(("text", "value", "per"), FAR_BASES)
def test_a_base_that_stands_far_or_before(text: str, value: str, per: str | None) -> None:
    assert [(term[1], term[3]) for term in read(text)] == [(value, per)]


COUNTS: list[tuple[str, list[str]]] = [
    ("two (2) separate increments", ["increments"]),
    ("three (3) written reprimands", ["reprimands"]),
    ("two (2) step increases", ["increases"]),
    ("one (1) step increase", ["step"]),
    ("five (5) people in need of rooms", ["people"]),
    ("two (2) or more departments", ["departments"]),
    ("one (1), two (2) or three (3) steps", ["steps", "steps", "steps"]),
    ("one (1) or two (2) to speak", ["number", "number"]),
    ("four (4) members of boards", ["members"]),
    ("three (3) which boards", ["number"]),
    ("two (2) unless others", ["number"]),
]


@pytest.mark.parametrize(("printed", "units"), COUNTS)
def test_a_count_counts_the_noun_behind_its_adjectives(printed: str, units: list[str]) -> None:
    assert [term[2] for term in read(f"There are {printed}.")] == units


@pytest.mark.parametrize(
    "printed",
    [
        "20 years of continuous regular full-time service",
        "20 years' credited service",
        "20 years of uninterrupted district service",
        "20 years of service",
        "20 years or more of regular service",
    ],
)
def test_years_of_service_whatever_they_are_called(printed: str) -> None:
    assert [term[1:3] for term in read(f"They have {printed}.")] == [("20", "years of service")]


def sentences(text: str) -> list[str]:
    terms = read_terms("d", [], [Clause("d", "a/A", "a", "A", 1, "", text, 3, 0, len(text))])
    return [term.sentence for term in terms]


def test_a_paragraph_ends_a_sentence_that_has_no_stop() -> None:
    text = "Notice of Leave\nAsk 30 days before\nKing Day, 8 hours\nLabor Day, 9 hours"
    assert sentences(text) == ["Ask 30 days before", "King Day, 8 hours", "Labor Day, 9 hours"]


@pytest.mark.parametrize(
    "text", ["Ask for 30 days of\nLeave", "Ask for 30 days,\nJuly included", "Ask for 30 days and\nfor more"]
)
def test_a_line_that_goes_on_is_of_the_sentence(text: str) -> None:
    assert sentences(text) == [" ".join(text.split())]


NEAR_BASES: list[tuple[str, list[tuple[str, str | None]]]] = [
    ("They are paid up to 40 hrs. per FY.", [("40", "fiscal_year")]),
    ("A stipend of $75 biweekly ends then.", [("75", "biweekly")]),
    ("They get a $300 annual allowance.", [("300", "year")]),
    ("They get a $90 monthly subsidy.", [("90", "month")]),
    ("They get an annual $300 allowance.", [("300", "year")]),
    ("They get $100. Monthly dues are due.", [("100", None)]),
    ("They get 120 hours annual leave.", [("120", None)]),
    ("They get $125 twice a month.", [("125", "semimonthly"), ("2", "month")]),
    ("They get $125 twice per year.", [("125", "half_year"), ("2", "year")]),
    ("They get $600 every other year.", [("600", "two_years")]),
    ("They get $600 every two (2) years.", [("600", "two_years"), ("2", None)]),
    ("They get $300 every six (6) months.", [("300", "half_year"), ("6", None)]),
    ("They get $300 every two weeks.", [("300", "biweekly"), ("2", None)]),
    ("They meet for an hour in two years.", [("2", None)]),
    (
        "It pays $50.00 per month for one, $75.00 for two and $90.00 for a family.",
        [("50", "month"), ("75", "month"), ("90", "month")],
    ),
    ("It pays $50 a month for one person and $75 for a pair.", [("50", "month"), ("75", "month")]),
    ("It pays $50 a month for one person and $75 to a pair.", [("50", "month"), ("75", None)]),
    ("It pays $50 a month for one person, and lends $75 for a year's books.", [("50", "month"), ("75", None)]),
    ("It pays $50 a month for one person; $75 for a desk.", [("50", "month"), ("75", None)]),
]


@pytest.mark.parametrize(("text", "expected"), NEAR_BASES)
def test_a_base_that_stands_beside(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = [(term[1].removesuffix(".00"), term[3]) for term in read(text)]
    assert [item for item in found if item != ("1", None)] == expected


@pytest.mark.parametrize("printed", ["11+ years", "11 + years", "11 or more years", "11 years"])
def test_years_and_more(printed: str) -> None:
    assert read(f"Those with {printed} get it.") == [(printed, "11", "years", None)]


DATED: list[tuple[str, list[str | None]]] = [
    ("Effective July 1, 2024 and July 1, 2025, pay is raised by 3% and 2.5%, respectively.", ["2024", "2025"]),
    ("Effective July 1, 2024, 2025 and 2026 pay is raised by 3%.", ["2024"]),
    ("Pay is raised by 3%, 2% and 1% effective May 1, 2024, May 1, 2025 and May 1, 2026, respectively.",
     ["2024", "2025", "2026"]),
    ("Commencing with the pay period beginning on July 6, 2024, pay is raised two percent.", ["2024"]),
    ("On the 1st of July 2024 pay rises by 2%.", ["2024"]),
    ("Pay rises: 3% - July 1, 2024; 2% (July 1, 2025).", ["2024", "2025"]),
    ("The year beginning July 1, 2024 counts for 2%.", [None]),
    ("Effective the first day of the pay period that begins after July 1, 2025, pay rises by 3%.", ["2025"]),
    ("Effective the pay period in which July 1, 2025 falls, pay rises by 3%.", ["2025"]),
    ("Effective the first full biweekly pay period commencing on or after July 1, 2025, pay rises by 3%.", ["2025"]),
    ("Effective at the start of the pay period immediately following July 1, 2025, pay rises by 3%.", ["2025"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "years"), DATED)
def test_the_date_from_which_a_percentage_holds(text: str, years: list[str | None]) -> None:
    terms = read_terms("d", [], [Clause("d", "a/A", "a", "A", 1, "", text, 3, 0, len(text))])
    dates = [term.effective_date for term in terms if term.kind == "percent"]
    assert [str(day.year) if day else None for day in dates] == years
