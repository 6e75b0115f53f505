"""A bonus whose label states a wrong percentage: the label is named, not every amount beside it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.ladder import ReadConfig, read_document
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


def test_a_label_that_is_wrong_in_every_row_is_one_finding() -> None:
    rates = [*officers("3202-1", 1111), *officers("3202-2")]
    for code in ("3202-1", "3202-2"):
        rates = labelled(rates, code, "Basic POST - 3%", "5")
    judged, findings = judge_rates(rates, infer_rules(rates))
    [found] = findings
    assert (found.check, found.column, found.printed, found.proposed) == ("bonus_percent", "percent", "5", 3)
    assert "20 amounts of the 2 rows" in found.message
    assert {rate.status for rate in judged} == {"ok"}


def test_the_only_bonus_of_a_table_has_no_sister_that_tells_how_it_is_rounded() -> None:
    alone = [rate for rate in officers("3202-2") if rate.component_name in ("Regular Pay", "Basic POST - 3%")]
    assert judge_rates(alone, infer_rules(alone))[1] == ()
    wrong = labelled(alone, "3202-2", "Basic POST - 3%", "4")
    [found] = judge_rates(wrong, infer_rules(wrong))[1]
    assert (found.column, found.printed, found.expected) == ("percent", "4", "3")


def test_prose_that_states_the_right_percentage_is_not_blamed_for_a_wrong_label() -> None:
    rows = ["APPENDIX A", "Operative July 1, 2020", "", "\t\tStep 1\tStep 2\tStep 3\tStep 4"]
    for code, base in (("1207", (2000, 2110, 2230, 2350)), ("1208", (2600, 2740, 2890, 3050))):
        for name, percent in ((f"{code} Clerk\tRegular Pay", 100), ("\tDive Bonus - 4%", 3), ("\tBoat Bonus - 2%", 2)):
            cents = [(each * percent + 50) // 100 for each in base]
            for period, times, label in (("HR", 1, name), ("BW", 80, "\t")):
                rows.append("\t".join([label, period, *(f"{each * times / 100:,.2f}" for each in cents)]))
    text = "\n".join(
        ["SECTION 1 PAY", "", "A Diver shall receive a Dive Bonus of three percent (3%) of pay.", "", *rows]
    )
    result = read_document(text.encode(), "d", "d", "0", ReadConfig(ocr=False))
    found = [f for f in result.findings if f.severity == "error"]
    assert [(f.check, f.column, f.printed, f.expected) for f in found] == [("bonus_percent", "percent", "4", "3")]
