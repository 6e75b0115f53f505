"""A bonus whose label states a wrong percentage: the label is named, not every amount beside it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.models import Rate
from pipeline.validate.arithmetic.checks import judge_rates
from pipeline.validate.arithmetic.rules import infer_rules

# MOU 30, appendix A, steps 2 to 6: 3202-2 biweekly, its bonuses rounded up to the cent (domain.md).
BIWEEKLY = (252080, 265920, 280720, 296480, 312960)
BONUSES = {"Basic POST - 3%": 3, "Intermediate POST - 1%": 1, "Advanced POST - 2%": 2}


def officers(code: str, more: int = 0, last: int = 5) -> list[Rate]:
    rates = []
    for step, cents in enumerate(BIWEEKLY[:last], 1):
        base = cents + more
        parts = {"Regular Pay": base} | {name: -(-base * percent // 100) for name, percent in BONUSES.items()}
        for name, amount in (parts | {"All": sum(parts.values())}).items():
            for period, value in (("BW", amount), ("YR", (amount * 261 + 5) // 10)):
                rate = Rate("d", period, value, f"{value / 100:.2f}", str(step), step, appendix="A", class_code=code)  # type: ignore[arg-type]
                kind = {"Regular Pay": "base", "All": "total"}.get(name, "bonus")
                percent = Decimal(BONUSES[name]) if name in BONUSES else None
                key = f"{code}/{name}/{step}/{period}"
                rates.append(replace(rate, component=kind, component_name=name, percent=percent, rate_id=key))  # type: ignore[arg-type]
    return rates


def labelled(rates: list[Rate], code: str, name: str, percent: str) -> list[Rate]:
    new = f"{name.split(' - ', maxsplit=1)[0]} - {percent}%"
    return [
        replace(rate, component_name=new, percent=Decimal(percent))
        if rate.class_code == code and rate.component_name == name
        else rate
        for rate in rates
    ]


@pytest.mark.parametrize(("name", "wrong"), [("Basic POST - 3%", "5"), ("Advanced POST - 2%", "3.5")])
@pytest.mark.parametrize("last", [1, 5])
def test_the_label_is_named_once_with_the_percentage_it_must_state(name: str, wrong: str, last: int) -> None:
    rates = labelled([*officers("3202-1", 1111), *officers("3202-2", last=last)], "3202-2", name, wrong)
    judged, findings = judge_rates(rates, infer_rules(rates))
    [found] = findings
    assert (found.check, found.severity, found.column, found.printed) == ("bonus_percent", "error", "percent", wrong)
    assert (found.key, found.proposed) == (f"3202-2/{name}/1/BW", BONUSES[name])
    assert {rate.status for rate in judged} == {"ok"}
    assert [(rate.component_name, rate.percent) for rate in judged] == [(r.component_name, r.percent) for r in rates]


def test_a_percentage_no_other_label_states_is_expected_and_not_proposed() -> None:
    rates = labelled(officers("3202-2"), "3202-2", "Basic POST - 3%", "5")
    [found] = judge_rates(rates, infer_rules(rates))[1]
    assert (found.expected, found.proposed) == ("3", None)


def test_two_wrong_bonuses_are_amounts_and_no_label() -> None:
    rates = [
        replace(rate, amount=rate.amount + 100) if rate.rate_id.startswith("3202-2/Basic POST - 3%/2") else rate
        for rate in officers("3202-2")
    ]
    assert all(found.column == "amount" for found in judge_rates(rates, infer_rules(rates))[1])
