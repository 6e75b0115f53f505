"""Quantities of single sentences: kind, value, unit, base, words, effective date."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import Clause, Term
from pipeline.normalize.structure import Paragraph
from pipeline.normalize.terms import read_terms


def read(text: str) -> tuple[Term, ...]:
    return read_terms("d", [], [Clause("d", "a/A", "a", "A", 1, "A.", text, 3, 0, len(text))])


MONEY = [
    ("$1,017.51per month for Fiscal Year 2019-2020", "1017.51", "month", None),
    ("at fifty-six and one half cents (56.5¢) per mile", "0.565", "mile", "0.565"),
    ("at fifty-six and one half cents (56.5c) per mile", "0.565", "mile", "0.565"),
    ("56.5 cents per mile", "0.565", "mile", None),
    ("A fee of nine cents ($.09) per deduction", "0.09", "deduction", "0.09"),
    ("costs of $200 million are paid", "200000000", None, None),
    ("altered to six dollars per hour", "6", "hour", None),
    ("one dollar and fifty cents ($1.50) for each day", "1.5", "day", "1.5"),
    ("one-thousand twenty-five dollars ($1,025) annually to members", "1025", "year", "1025"),
    ("a sum of $100 monthly which is", "100", "month", None),
    ("a monthly subsidy not to exceed $84", "84", "month", None),
    ("in the amount of $ 75 per month", "75", "month", None),
    ("taken $22 out of each paycheck", "22", "paycheck", None),
    ("rounded to the nearest tenth of a dollar", "0.1", None, None),
    ("a stipend of twenty-five (25) dollars per shift", "25", "shift", "25"),
    ("$1,000 (one thousand dollars) per year", "1000", "year", "1000"),
    ("fifteen ($15) dollars per shift", "15", "shift", "15"),
    ("an allowance of $5K per year", "5000", "year", None),
    ("$13,000 in February of each fiscal year", "13000", "fiscal_year", None),
]


@pytest.mark.parametrize(("text", "value", "per", "words"), MONEY)
def test_money(text: str, value: str, per: str | None, words: str | None) -> None:
    (term,) = [term for term in read(text) if term.kind == "money"]
    assert (term.value, term.unit, term.per) == (Decimal(value), "USD", per)
    assert term.words_value == (Decimal(words) if words else None)
    assert text[term.char_start : term.char_end] == term.value_orig


@pytest.mark.parametrize(
    ("text", "values", "words"),
    [
        ("increase of 2.75%", ["2.75"], [None]),
        ("at least a five (5) percent increase", ["5"], ["5"]),
        ("two premium level rates (5.5%)", ["5.5"], [None]),
        ("one and one-half percent (1.5%) of", ["1.5"], ["1.5"]),
        ("at 100%, 75% or 50% pay", ["100", "75", "50"], [None] * 3),
        ("of 5 or 10 percent", ["5", "10"], [None] * 2),
        ("5% (five percent) of pay", ["5"], ["5"]),
        ("five (5%) percent of pay", ["5"], ["5"]),
        ("in year two (3%) and year three (4%)", ["3", "4"], [None] * 2),
        ("two-thirds (66.67%) of the cost", ["66.67"], [None]),
        ("one-half of one percent", ["0.5"], [None]),
        ("six-percent contribution", ["6"], [None]),
    ],
)
def test_percent(text: str, values: list[str], words: list[str | None]) -> None:
    terms = [term for term in read(text) if term.kind == "percent"]
    assert [term.value for term in terms] == [Decimal(value) for value in values]
    assert [term.words_value for term in terms] == [Decimal(word) if word else None for word in words]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a minimum of 8, 9, 10, or 12 hours per shift", [("hours", 8), ("hours", 9), ("hours", 10), ("hours", 12)]),
        ("the 12- and 9-hour shifts", [("hours", 12), ("hours", 9)]),
        ("one and a half hours", [("hours", Decimal("1.5"))]),
        ("ten days (10)", [("days", 10)]),
        ("two thousand (2000) hours", [("hours", 2000)]),
        ("the year nineteen ninety-five (1995)", []),
        ("two weeks (14) of leave", [("weeks", 2)]),
        ("a five-day/40-hour work week", [("days", 5), ("hours", 40)]),
        ("a suspension of one to 22 days", [("days", 1), ("days", 22)]),
        ("two and one-half (2.5) hours", [("hours", Decimal("2.5"))]),
        ("8 hours and 40 minutes", [("hours", 8), ("hours", 40)]),
        ("nine [9] pay periods", [("pay_periods", 9)]),
        ("thirteen (13) additional paid vacation days per annum", [("days", 13)]),
        ("10 or more years of service", [("years", 10)]),
        ("must work 14 or 16 10-hour shifts", [("hours", 10)]),
        ("time and one-half (1½) in cash", [("multiple", Decimal("1.5"))]),
        ("at 1 1/2 times the regular rate", [("multiple", Decimal("1.5"))]),
        ("paid double time", [("multiple", 2)]),
        ("one half of the hours worked", [("multiple", Decimal("0.5"))]),
        ("retire at age 55, or the age of sixty-two", [("years", 55), ("years", 62)]),
        ("must qualify twice a year", [("multiple", 2)]),
        ("on any two (2) occasions", [("multiple", 2)]),
        ("hold five (5) office hours on campus", [("hours", 5)]),
        ("MADE THIS 12TH DAY OF JUNE, 2023", [("date", 20230612)]),
        ("counts as three-quarters (0.75) of the load", [("multiple", Decimal("0.75"))]),
    ],
)
def test_durations_and_multiples(text: str, expected: list[tuple[str, object]]) -> None:
    assert [(term.kind, term.value) for term in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "pursuant to Section 4.1003 (a) of the Code",
        "on Form General 41, Form 15.2 and Form 1.88.1",
        "at 2359 hours and prior to 0001",
        "call 213-485-3835 or (213) 485-3835",
        "Article 35, Step 6, Tier 1 and Class Code 3183-3",
        "as provided in Sections 19 and 20",
        "a 5/40 work schedule or a 48/96 schedule",
        "pay period 6, 12, 19, and 26 (or 27 when a 27th pay period falls)",
        "LAAC Section 4.865 a.(4), the decision",
        "29 U.S.C. §207(k) and 106 S. Ct. 1066",
        "in any one calendar year",
        "from one calendar year to the next",
        "(1) claims of loss or (2) claims of treatment",
        "once a decision is made",
        "a serial 123456789012345",
    ],
)
def test_references_codes_telephones_and_clock_times_are_no_quantities(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("on June 19, 2022 at the latest", 20220619, "date"),
        ("this 20th of March, 2024", 20240320, "date"),
        ("in July 2020 for", 202007, "month"),
        ("on December 31st of each year", 1231, "month_day"),
        ("signed 1/9/2024", 20240109, "date"),
        ("Date 6-19-2013", 20130619, "date"),
    ],
)
def test_dates(text: str, value: int, unit: str) -> None:
    (term,) = read(text)
    assert (term.kind, term.value, term.unit) == ("date", value, unit)


def test_the_year_that_heads_the_next_list_is_not_of_the_last_date() -> None:
    dates = [
        (term.value, term.value_orig) for term in read("Labor Day, May 1\nNew Year, December 30\n2022:\nMay 2,\n2023")
    ]
    assert dates == [(501, "May 1"), (1230, "December 30"), (20230502, "May 2,\n2023")]


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert [term for term in read("on February 30, 2022") if term.unit == "date"] == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Operative July 1, 2020 or later, the City will pay $86.", date(2020, 7, 1)),
        ("not to exceed $1,305.86 per month beginning January 1, 2013.", date(2013, 1, 1)),
        ("2% effective July 1, 2012", date(2012, 7, 1)),
        ("Effective July 2020, members may cash out 135 hours.", date(2020, 7, 1)),
        ("It shall be effective at 12:01 a.m. on July 1, 2010, at $5.", date(2010, 7, 1)),
        ("For the fiscal year beginning July 1, 2022, the amount is $5.", None),
        ("Rules which became effective January 16, 2009, cap it at 100%.", None),
        ("Employees who retired after July 1, 1988 receive $75.", None),
    ],
)
def test_effective_dates(text: str, day: date | None) -> None:
    (term,) = [term for term in read(text) if term.kind != "date"]
    assert term.effective_date == day


def test_each_amount_takes_the_date_of_its_own_sentence() -> None:
    text = "Operative July 1, 2019, it is $84 per month. Operative July 1, 2020, it is $86. It then is $90."
    amounts = [term for term in read(text) if term.kind == "money"]
    assert [term.effective_date for term in amounts] == [date(2019, 7, 1), date(2020, 7, 1), None]


def test_items_go_on_with_the_sentence_that_introduces_them() -> None:
    head = "Effective December 31, 2023, the pay will be as follows:"
    items = [
        Clause("d", "a/C", "a", "C", 1, "C.", head, 1, 0, len(head)),
        Clause("d", "a/C.1", "a", "C.1", 2, "1.", "Members receive $100 biweekly.", 1, 60, 90),
        Clause("d", "a/D", "a", "D", 1, "D.", "Others receive $5 biweekly.", 1, 91, 118),
    ]
    money = [term for term in read_terms("d", [], items) if term.kind == "money"]
    assert [(term.value, term.effective_date) for term in money] == [(100, date(2023, 12, 31)), (5, None)]


def test_text_outside_articles_is_read_with_offsets_into_its_paragraph() -> None:
    (term,) = read_terms("d", [], [], [Paragraph("Costs total $10 million.", 2)])
    assert (term.clause_id, term.article_number, term.page_number, term.term_id) == (None, None, 2, "body/1/12")
    assert (term.char_start, term.char_end) == (12, 23)


@given(st.text(alphabet=st.sampled_from("aeno fivten dolrs percnt$%()[].,-/½0123456789\n"), max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    for term in read(text):
        assert text[term.char_start : term.char_end] == term.value_orig
        assert 0 <= term.value < 10**10


def test_identifiers_are_unique() -> None:
    terms = read("five (5) days, 5 days, $5 and 5% of $5")
    assert len({term.term_id for term in terms}) == len(terms) == 5


def test_the_number_of_a_clause_is_no_quantity() -> None:
    clause = Clause("d", "a/1.1", "a", "1.1", 1, "1.1", "1.1 Days off are granted within 5 days.", 1, 0, 38)
    assert [(term.value, term.unit, term.char_start) for term in read_terms("d", (), [clause])] == [(5, "days", 32)]


@pytest.mark.parametrize(
    ("text", "unit"), [("twelve (12) paid holidays", "holidays"), ("two (2) additional uniforms each", "uniforms")]
)
def test_a_count_is_of_the_thing_counted(text: str, unit: str) -> None:
    (term,) = read(f"They get {text}.")
    assert (term.kind, term.unit) == ("multiple", unit)


STYLES = [
    ("1.5 x the base hourly rate", "multiple", "1.5", "times", None, None),
    ("twice the hourly rate", "multiple", "2", "times", None, None),
    ("half hour", "hours", "0.5", "hours", None, None),
    ("ten (10) work days", "days", "10", "working days", None, "10"),
    ("ten school days", "days", "10", "school days", None, None),
    ("ten(10) calendar-days", "days", "10", "calendar days", None, "10"),
    ("62 years of age", "years", "62", "years of age", None, None),
    ("$150/mo. toward premiums", "money", "150", "USD", "month", None),
    ("$2.00/hr. more", "money", "2", "USD", "hour", None),
    ("USD 500 once", "money", "500", "USD", None, None),
    ("$45.00 per employee per month", "money", "45", "USD", "month", None),
    ("one day per calendar month", "days", "1", "days", "month", None),
    ("three and 25/100 percent (3.25%)", "percent", "3.25", "percent", None, "3.25"),
    ("three point five percent (3.5%)", "percent", "3.5", "percent", None, "3.5"),
]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style[0])
def test_styles_of_other_agreements(style: tuple[str, str, str, str, str | None, str | None]) -> None:
    text, kind, value, unit, per, words = style
    (term,) = read(f"They get {text}.")
    assert (term.kind, term.value, term.unit, term.per) == (kind, Decimal(value), unit, per)
    assert term.words_value == (None if words is None else Decimal(words))


def test_both_ends_of_a_range_have_its_base() -> None:
    assert [term.per for term in read("They get between $400 and $600 per month.")] == ["month", "month"]
    assert [term.per for term in read("They get $400-$600 per month.")] == ["month", "month"]


@pytest.mark.parametrize("text", ["a 5/40 workweek", "a 9/80 work week"])
def test_a_schedule_is_no_fraction(text: str) -> None:
    assert read(f"They work {text}.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Effective the first full pay period on or after July 1, 2031, wages rise 3%.",
        "Effective with the pay period that includes July 1, 2031, wages rise 3%.",
        "EFFECTIVE JULY 1, 2031: 3%.",
        "July 1, 2031: wages rise 3%.",
        "Effective 2031-07-01 wages rise 3%.",
        "Effective Jul. 1, 2031 wages rise 3%.",
    ],
)
def test_when_a_raise_takes_effect(text: str) -> None:
    day, raise_ = read(text)
    assert (day.kind, day.value, raise_.value) == ("date", 20310701, 3)
    assert raise_.effective_date == date(2031, 7, 1)


D23, D24, D25 = date(2023, 7, 1), date(2024, 7, 1), date(2025, 7, 1)


@pytest.mark.parametrize(
    "text",
    [
        "Effective July 1, 2023: 3%; effective July 1, 2024: 4%; and effective July 1, 2025: 2%.",
        "Effective July 1, 2023, 3%, effective July 1, 2024, 4% and effective July 1, 2025, 2%.",
        "Effective 7/1/2023 - 3%\nEffective 7/1/2024 - 4%\nEffective 7/1/2025 - 2%",
        "July 1, 2023 - 3%; July 1, 2024 - 4%; July 1, 2025 - 2%",
        "3% effective July 1, 2023, 4% effective July 1, 2024, and 2% effective July 1, 2025.",
        "3% (effective July 1, 2023), 4% (effective July 1, 2024), 2% (effective July 1, 2025)",
        "Wages rise by a 3% increase on July 1, 2023, 4% on July 1, 2024 and 2% on July 1, 2025.",
        "Wages rise by 3% as of July 1, 2023, 4% as of July 1, 2024 and 2% as of July 1, 2025.",
    ],
)
def test_each_raise_of_a_list_takes_its_own_date(text: str) -> None:
    raises = [(term.value, term.effective_date) for term in read(text) if term.kind == "percent"]
    assert raises == [(3, D23), (4, D24), (2, D25)]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("$75 semi-monthly", "semimonthly"),
        ("a semi-monthly amount of $75", "semimonthly"),
        ("$75 semimonthly", "semimonthly"),
        ("$300 semi-annually", "half_year"),
        ("a semi-annual stipend of $300", "half_year"),
        ("$75 bimonthly", "bimonthly"),
        ("$2,000 per school year", "school_year"),
        ("13.33 hrs. per month", "month"),
    ],
)
def test_half_a_period_is_no_whole_one(text: str, per: str) -> None:
    assert [term.per for term in read(f"They get {text}.")] == [per]


def test_a_minimum_shares_the_base_of_its_maximum() -> None:
    assert [term.per for term in read("Not less than $50 nor more than $75 per month.")] == ["month", "month"]


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("double time and one-half (2-1/2)", "2.5", "2.5"),
        ("double-time and a half", "2.5", None),
        ("two thousand, five hundred dollars ($2,500)", "2500", "2500"),
        ("one thousand, two hundred fifty hours", "1250", None),
        ("$0.50 (fifty cents)", "0.5", "0.5"),
        ("1.5x, as agreed", "1.5", None),
        ("sixty-day (60-day)", "60", "60"),
        ("two- (2) hour", "2", "2"),
        ("fifteenth day of March 2023", "20230315", None),
        ("twenty-first of June, 2024", "20240621", None),
        ("thirty-first day of May", "531", None),
    ],
)
def test_one_quantity_said_in_several_words(text: str, value: str, words: str | None) -> None:
    (term,) = read(f"It is {text}.")
    assert (term.value, term.words_value) == (Decimal(value), words and Decimal(words))


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Overtime is paid at one and one-half times the rate for time over eight in a day.", None),
        ("They receive 5.6% of their salary paid biweekly.", None),
        ("Rates rise by 2% annually.", "year"),
        ("They are paid 61\u00a2 per kilometre.", "kilometre"),
        ("They are paid 61\u00a2/km.", "kilometre"),
    ],
)
def test_what_a_quantity_is_counted_per_is_its_own(text: str, per: str | None) -> None:
    assert [term.per for term in read(text)][:1] == [per]


def test_digits_of_a_fraction_in_words_are_one() -> None:
    (term,) = read("It counts as three-quarters (0.75) of the load.")
    assert (term.value, term.unit) == (Decimal("0.75"), "fraction")


def test_a_date_in_brackets_is_not_of_the_amount_before_them() -> None:
    terms = read("The rate is $25.00 ($26.00 effective July 1, 2025) per hour.")
    assert [term.effective_date for term in terms[:2]] == [None, date(2025, 7, 1)]


def test_numbers_of_years_are_no_quantities_of_the_list_after_them() -> None:
    terms = read("Vacation accrues at 10 hours per month for years 1-5 and 13.33 hours per month thereafter.")
    assert [(term.value, term.per) for term in terms] == [(10, "month"), (Decimal("13.33"), "month")]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("The fund receives $0.15 per compensated hour.", "hour"),
        ("The deductible is $500 per family.", "family"),
        ("They receive $50 for each holiday.", "holiday"),
        ("They receive $50, and each student reads.", None),
    ],
)
def test_bases_with_an_adjective_and_of_families(text: str, per: str | None) -> None:
    assert [term.per for term in read(text)] == [per]
