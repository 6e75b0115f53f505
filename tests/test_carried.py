"""A misprint carried into the periods computed from it: the rate is told once, with what each period must be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.normalize.keys import key_rates
from pipeline.validate.arithmetic.checks import judge_rates
from pipeline.validate.arithmetic.rules import infer_rules

# Hourly pay in cents; biweekly pay is 80 times, monthly 174 times, yearly pay 2,088 times as much.
LADDERS = {
    "1207-1": (2113, 2231, 2355, 2487, 2627),
    "1211": (3004, 3172, 3349, 3536, 3733),
    "1219": (4001, 4225, 4462, 4711, 4975),
}
TIMES = {"HR": 1, "BW": 80, "MO": 174, "YR": 2088}
# 3 percent each year to the cent; or about 3 percent, a cent more or less, as where each class is rounded by itself.
EXACT, UNEVEN = (0, 0, 0, 0, 0), (1, -1, 2, 0, -2)


def schedule(
    noise: tuple[int, ...], wrong: Mapping[tuple[str, str, int, str], int], *, codes: bool = True
) -> list[Rate]:
    """Three years of three classes; ``wrong`` holds the hourly cents that a period was computed from."""
    rates: list[Rate] = []
    for code, ladder in LADDERS.items():
        hourly = list(ladder)
        for year, letter in enumerate("ABC"):
            if year:
                hourly = [(cents * 103 + 50) // 100 + more for cents, more in zip(hourly, noise, strict=True)]
            for step, right in enumerate(hourly, 1):
                for period, times in TIMES.items():
                    amount = times * wrong.get((letter, code, step, period), right)
                    rates.append(
                        Rate("d", period, amount, f"{amount / 100:,.2f}", str(step), step, appendix=letter,  # type: ignore[arg-type]
                             operative_date=date(2020 + year, 7, 1), class_code=code,
                             range_code=str(hourly[0]) if codes else None)
                    )  # fmt: skip
    return list(key_rates(rates))


def judge(rates: list[Rate]) -> tuple[list[Finding], set[str]]:
    judged, findings = judge_rates(rates, infer_rules(rates))
    return list(findings), {rate.rate_id for rate in judged if rate.status == "suspect"}


def carry(letter: str, code: str, step: int, hourly: int, periods: str) -> dict[tuple[str, str, int, str], int]:
    return {(letter, code, step, period): hourly for period in periods.split()}


@pytest.mark.parametrize("noise", [EXACT, UNEVEN])
@pytest.mark.parametrize(("letter", "step", "wrong"), [("A", 3, 3849), ("B", 2, 3566), ("C", 4, 3251)])
def test_the_one_period_that_was_not_computed_from_it_is_right(
    noise: tuple[int, ...], letter: str, step: int, wrong: int
) -> None:
    clean = {rate.rate_id: rate for rate in schedule(noise, {})}
    rates = schedule(noise, carry(letter, "1211", step, wrong, "HR BW MO"))
    [found], suspects = judge(rates)
    changed = [rate for rate in rates if rate.amount != clean[rate.rate_id].amount]
    assert suspects == {rate.rate_id for rate in changed}
    assert (found.severity, found.key) == ("error", changed[0].rate_id)
    assert found.proposed == Decimal(clean[found.key].amount) / 100
    assert all(f"{rate.period} {clean[rate.rate_id].amount_orig} for {rate.amount_orig}" in found.message
               for rate in changed)  # fmt: skip


@pytest.mark.parametrize(("letter", "step", "wrong"), [("A", 3, 3347), ("B", 2, 3257), ("C", 4, 3757), ("B", 1, 3004)])
def test_a_rate_wrong_in_all_periods_breaks_an_exact_increase(letter: str, step: int, wrong: int) -> None:
    clean = {rate.rate_id: rate for rate in schedule(EXACT, {})}
    rates = schedule(EXACT, carry(letter, "1211", step, wrong, "HR BW MO YR"))
    findings, suspects = judge(rates)
    assert suspects == {rate.rate_id for rate in rates if rate.amount != clean[rate.rate_id].amount}
    [error] = [finding for finding in findings if finding.severity == "error"]
    assert error.expected == clean[error.key].amount_orig
    assert (error.key in suspects, error.proposed) == (True, Decimal(clean[error.key].amount) / 100)


def test_a_first_step_that_differs_from_its_range_code_and_from_its_other_dates_is_wrong() -> None:
    rates = schedule(UNEVEN, carry("B", "1211", 1, 3005, "HR BW MO YR"))  # 30.95 meant
    findings, suspects = judge(rates)
    assert ("30.95" in {finding.expected for finding in findings}, len(suspects)) == (True, 4)


def test_a_wrong_range_code_makes_no_amount_wrong() -> None:
    rates = schedule(UNEVEN, {})
    wrong = [replace(r, range_code="3095") if (r.appendix, r.class_code) == ("A", "1211") else r for r in rates]
    findings, suspects = judge(list(key_rates(wrong)))
    assert [(f.check, f.column, f.expected) for f in findings] == [("range_code", "range_code", "3004")]
    assert suspects == set()


def test_a_yearly_amount_alone_is_wrong_where_the_others_fit_the_other_dates() -> None:
    for noise in (EXACT, UNEVEN):
        clean = {rate.rate_id: rate for rate in schedule(noise, {})}
        [found], suspects = judge(schedule(noise, carry("B", "1211", 3, 3549, "YR")))
        assert suspects == {found.key}
        assert found.proposed == Decimal(clean[found.key].amount) / 100
