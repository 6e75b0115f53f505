"""A table that proves nothing says so: no false error, and no silence that passes for proof."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.models import Rate
from pipeline.validate.arithmetic.checks import judge_rates
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.arithmetic.unproved import find_unproved

# MOU 30, appendix A, biweekly base pay: 3202-1 at step 4, 3202-2 at steps 2 to 6. Yearly pay is 26.1 times as much.
BIWEEKLY = (224560, 252080, 265920, 280720, 296480, 312960)


def officers() -> list[Rate]:
    rates = []
    for step, cents in enumerate(BIWEEKLY, 1):
        for period, amount in (("BW", cents), ("YR", (cents * 261 + 5) // 10)):
            rate = Rate("d", period, amount, str(amount), str(step), step, appendix="A", class_code="3202")  # type: ignore[arg-type]
            rates.append(replace(rate, rate_id=f"{step} {period}"))
    return rates


def spoiled(*keys: str) -> list[Rate]:
    return [replace(rate, amount=rate.amount + 1000) if rate.rate_id in keys else rate for rate in officers()]


def test_a_proved_table_has_nothing_unproved() -> None:
    assert find_unproved(officers(), infer_rules(officers())) == []


def test_one_wrong_amount_is_named_and_the_table_stays_proved() -> None:
    rates = spoiled("3 YR")
    assert find_unproved(rates, infer_rules(rates)) == []


@pytest.mark.parametrize("keys", [("2 BW", "3 YR"), ("2 YR", "4 YR"), ("1 BW", "3 BW", "5 YR")])
def test_too_many_wrong_amounts_to_name_one_are_a_warning(keys: tuple[str, ...]) -> None:
    rates = spoiled(*keys)
    judged, findings = judge_rates(rates, infer_rules(rates))
    assert [f.severity for f in findings if f.check == "pay_rule"] == ["warning"]
    assert not [f for f in findings if f.severity == "error"]
    assert {rate.status for rate in judged} == {"unverified"}


def test_the_warning_names_the_first_amount_off_the_rule() -> None:
    rates = spoiled("2 BW", "3 YR")
    [(rate, why)] = find_unproved(rates, infer_rules(rates))
    assert rate.rate_id == "2 YR"
    assert "YR = BW x 26.1 holds for 4 of 6 amounts" in why


def test_a_lone_period_is_no_broken_rule() -> None:
    rates = [rate for rate in officers() if rate.period == "BW"]
    assert find_unproved(rates, infer_rules(rates)) == []


def test_one_wrong_monthly_amount_does_not_move_the_primary_period_to_the_month() -> None:
    """An hourly rate divided out of a monthly salary absorbs 8,470.08 for 8,470.80; multiplied into it, it does not."""
    rates = []
    for step, hourly in enumerate(range(4154, 5054, 30), 1):
        months = (hourly * 2080 * 2 + 12) // 24
        for period, cents in (("HR", hourly), ("BW", hourly * 80), ("MO", months), ("YR", hourly * 2080)):
            wrong = 72 if (step, period) == (25, "MO") else 0
            rate = Rate("d", period, cents - wrong, "", str(step), step, appendix="A", class_code="7965")  # type: ignore[arg-type]
            rates.append(replace(rate, rate_id=f"{step} {period}"))
    _, findings = judge_rates(rates, infer_rules(rates))
    assert [f.key for f in findings if f.severity == "error"] == ["25 MO"]


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("period", ["HR", "BW", "MO"])
def test_one_slip_in_a_table_of_four_rates_moves_no_primary_period(period: str, at: int) -> None:
    # monthly pay is 174 times as much: divided by it, a slip of ten cents would vanish in the rounding
    rates = [
        replace(Rate("d", name, cents * times, "", str(step), step, appendix="A"), rate_id=f"{step} {name}")  # type: ignore[arg-type]
        for step, cents in enumerate((10618, 11223, 11863, 12539))
        for name, times in (("HR", 1), ("BW", 80), ("MO", 174))
    ]
    wrong = [replace(rate, amount=rate.amount + 1) if rate.rate_id == f"{at} {period}" else rate for rate in rates]
    [found] = judge_rates(wrong, infer_rules(wrong))[1]
    truth = {rate.rate_id: rate.amount for rate in rates}
    assert found.key == f"{at} {period}"
    assert found.proposed in (None, Decimal(truth[found.key]) / 100)
