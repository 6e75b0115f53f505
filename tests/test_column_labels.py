"""A head misprinted over a column is told once, and the column has the pay period or step that is meant."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.ladder import ReadConfig, read_document
from pipeline.results import DocumentResult

# 20.00 an hour is 1,600.00 in two weeks of 80 hours, 3,480.00 a month and 41,760.00 a year of 2,088 hours.
HOURLY = {"1207": (2000, 2110, 2226, 2348), "1208": (2500, 2637, 2782, 2935), "1209": (3100, 3270, 3450, 3640)}
TIMES = {"Hourly": 1, "Biweekly": 80, "Monthly": 174, "Annual": 2088}
HEAD = ["SALARY SCHEDULE", "Effective July 1, 2020"]


def read(lines: Sequence[str]) -> DocumentResult:
    return read_document("\n".join(lines).encode(), "d", "d", "0", ReadConfig(ocr=False))


def by_period(heads: Sequence[str]) -> DocumentResult:
    lines = [*HEAD, "", "Code  Title            Step" + "".join(f"{head:>13}" for head in heads)]
    for code, ladder in HOURLY.items():
        for step, cents in enumerate(ladder, 1):
            amounts = "".join(f"{cents * times / 100:>13,.2f}" for times in TIMES.values())
            lines.append(f"{code}  Harbor Clerk     {step}   {amounts}")
    return read(lines)


def by_step(heads: Sequence[str]) -> DocumentResult:
    lines = [*HEAD, "Monthly Salary", "", "Code  Title           " + "".join(f"{head:>13}" for head in heads)]
    for code, ladder in HOURLY.items():
        lines.append(f"{code}  Harbor Clerk    " + "".join(f"{cents * 174 / 100:>13,.2f}" for cents in ladder))
    return read(lines)


def told(result: DocumentResult) -> list[tuple[str, str, str | None, str | None]]:
    found = [f for f in result.findings if f.check != "coverage"]
    return [(f.check, f.key, f.printed, f.expected) for f in found]


def test_right_heads_say_nothing() -> None:
    assert told(by_period(list(TIMES))) == []
    assert told(by_step("1234")) == []
    assert told(by_step("2345")) == []


@pytest.mark.parametrize(("at", "wrong", "meant"), [(2, "Biweekly", "MO"), (2, "Annual", "MO"), (1, "Hourly", "BW")])
def test_a_pay_period_that_heads_two_columns(at: int, wrong: str, meant: str) -> None:
    heads = list(TIMES)
    heads[at] = wrong
    result = by_period(heads)
    assert told(result) == [("period_label", f"d/-/2020-07-01/1207/base/1/{meant}", wrong, meant)]
    assert {rate.status for rate in result.rates} == {"ok"}
    assert len(result.rates) == 48


@pytest.mark.parametrize(("heads", "printed", "meant"), [("1224", "2", "3"), ("1244", "4", "3"), ("1134", "1", "2")])
@pytest.mark.parametrize("word", ["Step ", ""])
def test_a_step_that_heads_two_columns(heads: str, printed: str, meant: str, word: str) -> None:
    result = by_step([word + head for head in heads])
    assert told(result) == [("step_label", f"d/-/2020-07-01/1207/base/{meant}/MO", printed, meant)]
    assert [rate.step for rate in result.rates] == list("1234") * 3
