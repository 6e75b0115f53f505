"""A pay period misprinted before a row is told once; no amount is blamed, and none moves to another class."""

from __future__ import annotations

import pytest

from pipeline.ladder import ReadConfig, read_document
from pipeline.normalize.salary import read_salary
from tests.words import draw_page

# 20.00 an hour is 1,600.00 in two weeks of 80 hours, 3,480.00 a month and 41,760.00 a year of 2,088 hours.
HOURLY = {"1207": (2000, 2100), "1208": (2500, 2600), "1209": (3000, 3150)}
TIMES = {"HR": 1, "BW": 80, "MO": 174, "YR": 2088}
Change = tuple[str, str, str]
"""Code of a class, its right pay period, and what is printed for it."""


def schedule(*changes: Change, periods: tuple[str, ...] = ("HR", "BW", "MO", "YR")) -> list[str]:
    printed = {(code, period): instead for code, period, instead in changes}
    lines = ["APPENDIX A", "Operative July 1, 2020", "", "Code  Title                 1           2"]
    for code, ladder in HOURLY.items():
        for at, period in enumerate(periods):
            label = f"{code}  Harbor Clerk" if at == 0 else ""
            amounts = "".join(f"{cents * TIMES[period] / 100:>12,.2f}" for cents in ladder)
            lines.append(f"{label:<20}{printed.get((code, period), period)}{amounts}")
    return lines


def told(lines: list[str]) -> tuple[list[tuple[str, str | None, str | None]], set[str]]:
    result = read_document("\n".join(lines).encode(), "d", "d", "0", ReadConfig(ocr=False))
    found = [f for f in result.findings if f.check != "coverage"]
    assert {(f.check, f.severity, f.column, f.origin) for f in found} <= {
        ("period_label", "error", "period", "printed")
    }
    assert len(result.rates) == sum(line.count(".") for line in lines)
    return [(f.key, f.printed, f.expected) for f in found], {rate.status for rate in result.rates}


@pytest.mark.parametrize("code", ["1207", "1208", "1209"])
@pytest.mark.parametrize("period", ["HR", "BW", "MO", "YR"])
@pytest.mark.parametrize("instead", ["HR", "BW", "MO", "YR"])
def test_the_label_is_named_and_its_amounts_are_right(code: str, period: str, instead: str) -> None:
    found, statuses = told(schedule((code, period, instead)))
    key = f"d/A/2020-07-01/{code}/base/1/{period}"
    assert found == ([] if period == instead else [(key, instead, period)])
    assert statuses == {"ok"}


def test_two_labels_in_each_others_place() -> None:
    found, _ = told(schedule(("1208", "BW", "MO"), ("1208", "MO", "BW")))
    assert [(printed, expected) for _, printed, expected in found] == [("MO", "BW"), ("BW", "MO")]


@pytest.mark.parametrize("periods", [("BW", "YR"), ("YR", "MO", "BW", "HR"), ("HR", "MO")])
def test_other_orders_of_pay_periods(periods: tuple[str, ...]) -> None:
    assert told(schedule(periods=periods))[0] == []
    found, _ = told(schedule(("1208", periods[-1], periods[0]), periods=periods))
    assert found == [(f"d/A/2020-07-01/1208/base/1/{periods[-1]}", periods[0], periods[-1])]


def test_a_label_on_a_page_of_a_pdf() -> None:
    rates = read_salary("d", [draw_page(*schedule(("1208", "MO", "BW")))]).rates
    assert [(r.class_code, r.step, r.amount) for r in rates if r.period_orig] == [
        ("1208", "1", 435000), ("1208", "2", 452400)
    ]  # fmt: skip
    assert {r.period for r in rates if r.period_orig} == {"MO"}


def test_wrong_amounts_are_not_taken_for_a_wrong_label() -> None:
    lines = [line.replace("4,350.00", "2,000.00") for line in schedule()]
    result = read_document("\n".join(lines).encode(), "d", "d", "0", ReadConfig(ocr=False))
    assert {f.check for f in result.findings if f.severity == "error"} == {"period_identity"}
    assert not any(rate.period_orig for rate in result.rates)
