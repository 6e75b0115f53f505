"""Right tables under the rules of other employers say nothing, and a wrong amount in them gets its true one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest

from pipeline.models import Period, Rate
from pipeline.normalize.keys import key_rates
from pipeline.validate.arithmetic.checks import judge_rates
from pipeline.validate.arithmetic.rules import infer_rules

Derive = Callable[[Decimal], dict[Period, Decimal]]


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def dollars(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), ROUND_HALF_UP)


def biweekly_26_0893(bw: Decimal) -> dict[Period, Decimal]:
    year = cents(bw * Decimal("26.0893"))
    return {"BW": bw, "HR": cents(bw / 80), "YR": year, "MO": cents(year / 12)}


def hourly_75(hr: Decimal) -> dict[Period, Decimal]:
    return {"HR": hr, "BW": hr * 75, "YR": hr * 75 * 26, "MO": cents(hr * 75 * 26 / 12)}


def yearly_in_dollars(hr: Decimal) -> dict[Period, Decimal]:
    return {"HR": hr, "YR": dollars(hr * 2080)}


def table(derive: Derive, first: str, bonuses: tuple[str, ...] = (), *, is_total: bool = False) -> tuple[Rate, ...]:
    """Six classes of seven steps, each 4.5% above the one before, rounded to cents."""
    rates: list[Rate] = []
    for number in range(6):
        base = cents(Decimal(first) * (1 + Decimal(number) / 7))
        for step in range(1, 8):
            parts = {"Regular Pay": base} | {f"Bonus {p} - {p}%": cents(base * Decimal(p) / 100) for p in bonuses}
            parts |= {"Regular Pay plus all": sum(parts.values(), Decimal(0))} if is_total else {}
            for name, amount in parts.items():
                kind = "bonus" if "%" in name else "total" if "plus" in name else "base"
                percent = Decimal(name.split(" - ")[1].rstrip("%")) if "%" in name else None
                rates += [
                    Rate("d", period, int(value * 100), f"{value:,.2f}", str(step), step, component=kind,  # type: ignore[arg-type]
                         component_name=name, percent=percent, appendix="A", class_code=f"{1200 + number}")
                    for period, value in derive(amount).items()
                ]  # fmt: skip
            base = cents(base * Decimal("1.045"))
    return key_rates(rates)


TABLES = {
    "26.0893": table(biweekly_26_0893, "1807.43"),
    "26.0893 with bonuses": table(biweekly_26_0893, "2411.87", ("2.75", "5.5")),
    "26.0893 and a yearly amount that gives the hourly one nearly always": table(
        biweekly_26_0893, "1274.66", ("3", "1", "2")
    ),
    "75 hours": table(hourly_75, "23.17", ("5.5", "2.75"), is_total=True),
    "whole dollars": table(yearly_in_dollars, "23.17", ("3", "1", "2"), is_total=True),
}


@pytest.mark.parametrize("name", TABLES)
def test_right_amounts_are_ok(name: str) -> None:
    judged, findings = judge_rates(TABLES[name], infer_rules(TABLES[name]))
    assert findings == ()
    assert {rate.status for rate in judged} == {"ok"}


@pytest.mark.parametrize("name", [name for name in TABLES if name != "whole dollars"])
@pytest.mark.parametrize("at", range(7, 160, 19))
def test_a_wrong_digit_gets_its_true_amount(name: str, at: int) -> None:
    rates = list(TABLES[name])
    right = rates[at % len(rates)]
    wrong = right.amount + (300 if right.amount // 100 % 10 < 7 else -300)
    rates[at % len(rates)] = replace(right, amount=wrong, amount_orig=f"{wrong / 100:,.2f}")
    [found] = judge_rates(rates, infer_rules(rates))[1]
    assert (found.key, found.proposed) == (right.rate_id, Decimal(right.amount) / 100)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "whole dollars"])
@pytest.mark.parametrize("at", range(0, 120, 17))
def test_the_amount_of_the_next_step_is_told_with_the_one_that_belongs_there(name: str, at: int) -> None:
    rates = list(TABLES[name])
    rows = {(r.class_code, r.component_name, r.period, r.step_order): r for r in rates}
    right = rates[at % len(rates)]
    near = rows.get((right.class_code, right.component_name, right.period, right.step_order % 7 + 1), right)
    rates[at % len(rates)] = replace(right, amount=near.amount, amount_orig=near.amount_orig)
    found = [f for f in judge_rates(rates, infer_rules(rates))[1] if f.severity == "error"]
    assert [(f.key, f.expected) for f in found] == [(right.rate_id, f"{right.amount / 100:,.2f}")]
    assert found[0].proposed in (None, Decimal(right.amount) / 100)
