"""A row that is wrong as a whole is told once, with what each of its steps must be."""

from __future__ import annotations

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
    "1220": (4401, 4647, 4908, 5182, 5472),
}
TIMES = {"HR": 1, "BW": 80, "MO": 174, "YR": 2088}
BONUS = {"Base": 100, "Dive - 3%": 3, "Boat - 2%": 2}


def schedule(periods: tuple[str, ...] = ("HR", "BW", "MO", "YR"), letters: str = "A") -> list[Rate]:
    rates: list[Rate] = []
    for at, letter in enumerate(letters):
        for code, ladder in LADDERS.items():
            for name, percent in BONUS.items():
                for step, hourly in enumerate(ladder, 1):
                    base = hourly if at == 0 else (hourly * 103 + 50) // 100
                    cents = (base * percent + 50) // 100
                    for period in periods:
                        amount = cents * TIMES[period]
                        rates.append(
                            Rate("d", period, amount, f"{amount / 100:.2f}", str(step), step, appendix=letter,  # type: ignore[arg-type]
                                 operative_date=date(2020 + at, 7, 1), class_code=code, component_name=name,
                                 component="base" if percent == 100 else "bonus",
                                 percent=None if percent == 100 else Decimal(percent))
                        )  # fmt: skip
    return list(key_rates(rates))


def spoil(rates: list[Rate], name: str, period: str, percent: int, appendix: str = "A") -> list[Rate]:
    """One row of class 1211 in one appendix at so many percent."""

    def one(rate: Rate) -> Rate:
        if (rate.class_code, rate.component_name, rate.period, rate.appendix) != ("1211", name, period, appendix):
            return rate
        amount = (rate.amount * percent + 50) // 100
        return replace(rate, amount=amount, amount_orig=f"{amount / 100:.2f}")

    return [one(rate) for rate in rates]


def judge(rates: list[Rate]) -> tuple[list[Finding], list[str]]:
    judged, findings = judge_rates(rates, infer_rules(rates))
    return list(findings), [rate.rate_id for rate in judged if rate.status == "suspect"]


@pytest.mark.parametrize("percent", [97, 102, 110])
@pytest.mark.parametrize("period", ["HR", "BW", "MO", "YR"])
@pytest.mark.parametrize("name", ["Base", "Dive - 3%"])
def test_one_row_of_one_class(name: str, period: str, percent: int) -> None:
    clean = schedule()
    rates = spoil(clean, name, period, percent)
    truth = {rate.rate_id: rate.amount for rate in clean}
    [found], suspects = judge(rates)
    changed = [rate for rate in rates if rate.amount != truth[rate.rate_id]]
    assert suspects == [rate.rate_id for rate in changed]
    assert (found.severity, found.column, found.key) == ("error", "amount", changed[0].rate_id)
    assert found.proposed == Decimal(truth[found.key]) / 100
    assert all(f"step {rate.step} {truth[rate.rate_id] / 100:,.2f} for " in found.message for rate in changed)


def test_of_two_rows_the_other_date_tells_which_is_wrong() -> None:
    clean = [rate for rate in schedule(("BW", "YR"), "AB") if rate.component_name == "Base"]
    for period in ("BW", "YR"):
        [found], suspects = judge(spoil(clean, "Base", period, 103, "B"))
        assert (found.key, len(suspects)) == (f"d/B/2021-07-01/1211/Base/1/{period}", 5)
        assert found.proposed == Decimal(found.expected.replace(",", "") if found.expected else 0)


def test_of_two_rows_without_another_date_either_may_be_wrong() -> None:
    clean = [rate for rate in schedule(("BW", "YR")) if rate.component_name == "Base"]
    [found], suspects = judge(spoil(clean, "Base", "BW", 103))
    assert (found.proposed, len(suspects)) == (None, 10)
    assert "or the row Base BW is wrong" in found.message
    [found], suspects = judge(spoil(clean, "Base", "YR", 103))  # 64,605.23 is 26.1 times no amount of cents
    assert (found.proposed, len(suspects)) == (Decimal("62723.52"), 5)


def test_a_class_may_be_paid_by_other_hours_but_not_by_another_year() -> None:
    shifts = [
        replace(rate, amount=rate.amount * 112 // 80) if rate.class_code == "1211" and rate.period != "HR" else rate
        for rate in schedule(("HR", "BW", "YR"))
    ]
    assert {f.severity for f in judge(shifts)[0]} == {"warning"}
    assert judge(shifts)[1] == []
    year = spoil(schedule(("HR", "BW", "YR")), "Base", "YR", 102)
    assert [f.severity for f in judge(year)[0]] == ["error"]


@pytest.mark.parametrize("periods", [("HR", "BW"), ("BW", "YR"), ("HR", "BW", "YR"), ("HR", "BW", "MO", "YR")])
@pytest.mark.parametrize("name", ["Base", "Dive - 3%"])
def test_two_rows_in_each_others_place_are_one_finding(periods: tuple[str, ...], name: str) -> None:
    clean = schedule(periods)
    truth = {rate.rate_id: rate.amount for rate in clean}
    one, two = periods[-2:]
    home = {one: two, two: one}
    rates = [
        replace(rate, amount=moved, amount_orig=f"{moved / 100:.2f}")
        if (rate.class_code, rate.component_name) == ("1211", name) and rate.period in home
        else rate
        for rate in clean
        for moved in [truth[f"{rate.rate_id.rpartition('/')[0]}/{home.get(rate.period, rate.period)}"]]
    ]
    [found], suspects = judge(rates)
    assert set(suspects) == {rate.rate_id for rate in rates if rate.amount != truth[rate.rate_id]}
    assert f"the {one} and {two} rows of {name} stand in each other's place" in found.message
    assert (found.severity, found.proposed) == ("error", Decimal(truth[found.key]) / 100)
