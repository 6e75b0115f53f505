from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.models import Word
from pipeline.normalize.salary import joins, tokens
from tests.words import draw_words


@given(st.integers(0, 99_999_999), st.booleans(), st.sampled_from(["", "$", "$ "]))
def test_a_printed_amount_reads_back(cents: int, thousands: bool, sign: str) -> None:
    whole = f"{cents // 100:,}" if thousands else str(cents // 100)
    printed = f"{sign}{whole}.{cents % 100:02d}"
    assert tokens.parse_money(printed) == cents


@pytest.mark.parametrize("text", ["1.368584", "12.5", "3%", "A12", "", "1,23.45", "07/01/2020", "(25.00)"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert tokens.parse_money(text) is None


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Step 1", "1"),
        ("STEP 07", "07"),
        ("IV", "IV"),
        ("A", "A"),
        ("Minimum", "Minimum"),
        ("HR", None),
        ("2244", None),
    ],
)
def test_steps(text: str, step: str | None) -> None:
    assert tokens.parse_step(text) == step


@given(st.integers(1, 15), st.integers(1, 15))
def test_steps_keep_their_order_in_every_numbering(first: int, second: int) -> None:
    roman = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]
    for names in ([str(n) for n in range(1, 16)], [f"{n:02d}" for n in range(1, 16)], roman):
        one, two = tokens.step_rank(names[first - 1]), tokens.step_rank(names[second - 1])
        assert one is not None
        assert two is not None
        assert (one < two) == (first < second)


@pytest.mark.parametrize("text", ["2244-1", "2251", "A123", "3183-2", "S454"])
def test_codes(text: str) -> None:
    assert tokens.is_code(text)


def test_percent_only_where_there_is_one() -> None:
    assert tokens.parse_percent("Bilingual Premium - 2.5%") == Decimal("2.5")
    assert tokens.parse_percent("3% and 2%") is None


def test_amounts_glued_to_one_another_and_to_labels_are_parted() -> None:
    glued = [Word("1,839.201,909.60", 0, 0, 96, 10), Word("$207,568.08Range", 100, 0, 196, 10)]
    parted = list(joins.split_glued(glued))
    assert [word.text for word in parted] == ["1,839.20", "1,909.60", "$207,568.08", "Range"]
    assert parted[0].x1 == pytest.approx(parted[1].x0)


def test_a_sign_above_its_digits_joins_them() -> None:
    words = [Word("$", 10, 0, 16, 10), Word("45.60", 4, 14, 34, 24)]
    assert [word.text for word in joins.join_currency(words)] == ["$45.60"]


def test_a_name_of_a_period_broken_over_two_lines_stands_on_the_row_of_its_amounts() -> None:
    broken = [Word("Bi-", 0, 0, 18, 10), Word("Weekly", 0, 12, 36, 22)]
    for top in (0.0, 6.0, 12.0):
        joined = joins.join_periods([*broken, Word("1,234.56", 60, top, 108, top + 10)])
        name = next(word for word in joined if word.text == "Bi-Weekly")
        assert name.top == top


def test_a_head_over_a_currency_sign_is_no_broken_name() -> None:
    words = [Word("Monthly", 0, 0, 42, 10), Word("$", 10, 12, 16, 22)]
    assert joins.join_periods(words) == words


def test_words_of_prose_are_left_alone() -> None:
    words = draw_words("paid $25.00/hr or 3.5% more")
    assert tuple(joins.split_glued(words)) == words
