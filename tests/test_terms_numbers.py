"""Numbers in words and digits."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.terms.number_words import parse_digits, parse_words
from pipeline.normalize.terms.numbers import find_numbers, lower

LOW = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
HIGH = "_ _ twenty thirty forty fifty sixty seventy eighty ninety"
ONES = (LOW + "seventeen eighteen nineteen").split()
TENS = HIGH.split()


def spell(number: int) -> str:
    """As a clerk writes it; the test's own speller."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" {spell(number % 100)}" if number % 100 else ""
        return f"{ONES[number // 100]} hundred{rest}"
    rest = f" {spell(number % 1000)}" if number % 1000 else ""
    return f"{spell(number // 1000)} thousand{rest}"


@given(st.integers(min_value=1, max_value=999_999))
def test_every_spelled_number_reads_back(number: int) -> None:
    (found,) = find_numbers(spell(number))
    assert (found.value, found.end) == (number, len(spell(number)))


@given(st.integers(min_value=1, max_value=9_999_999), st.integers(min_value=0, max_value=99))
def test_every_printed_number_reads_back(whole: int, cents: int) -> None:
    printed = f"{whole:,}.{cents:02d}"
    assert parse_digits(printed) == Decimal(whole) + Decimal(cents) / 100


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("fifty-six and one half", "56.5"),
        ("two and one-half", "2.5"),
        ("one-half", "0.5"),
        ("three quarters", "0.75"),
        ("five and one-half", "5.5"),
        ("one hundred twenty", "120"),
        ("one-thousand twenty-five", "1025"),
        ("two hundred and fifty thousand", "250000"),
        ("a hundred", "100"),
        ("one million two hundred thousand", "1200000"),
        ("twelve hundred", "1200"),
    ],
)
def test_words(text: str, value: str) -> None:
    assert parse_words(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1½", "1.5"), ("1 ½", "1.5"), ("½", "0.5"), ("1 1/2", "1.5"), ("1-1/2", "1.5"), ("1/4", "0.25"), (".09", "0.09")],
)
def test_digits_with_fractions(text: str, value: str) -> None:
    assert parse_digits(text) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("four ten-hour shifts", [4, 10]),
        ("nine [9] pay periods", [9]),
        ("the twentieth of often stones", []),
        ("COVID-19 and B2B", []),
        ("Section 4.1003", [Decimal("4.1003")]),
    ],
)
def test_numbers_stand_alone(text: str, numbers: list[int]) -> None:
    assert [found.value for found in find_numbers(lower(text))] == numbers


def test_both_values_of_a_pair_are_kept() -> None:
    (pair,) = find_numbers("eighteen (19)")
    assert (pair.value, pair.words_value) == (19, 18)
    (pair,) = find_numbers("10 (ten)")
    assert (pair.value, pair.words_value) == (10, 10)


def test_words_that_are_no_number_are_refused() -> None:
    with pytest.raises(ValueError, match="no number"):
        parse_words("half")
