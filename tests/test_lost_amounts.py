"""An amount that a row lacks is named, with the amount it must be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.models import Rate
from pipeline.validate.arithmetic.checks import check_tables
from pipeline.validate.arithmetic.rules import infer_rules

# MOU 28, appendix A: hourly pay; biweekly pay is 80 times, yearly pay 2,088 times as much.
HOURLY = {"3183-1": (3301, 3485, 3680, 3885), "3183-2": (3885, 4101, 4330, 4571)}
TIMES = {"HR": 1, "BW": 80, "YR": 2088}


def clerks() -> list[Rate]:
    return [
        Rate("d", period, cents * factor, str(cents * factor), str(step), step, appendix="A", class_code=code,
             rate_id=f"{code} {step} {period}")  # type: ignore[arg-type]
        for code, ladder in HOURLY.items()
        for step, cents in enumerate(ladder, 1)
        for period, factor in TIMES.items()
    ]  # fmt: skip


def lost(*keys: str) -> list[tuple[str, str | None, str | None]]:
    rates = [rate for rate in clerks() if rate.rate_id not in keys]
    found = check_tables(rates, infer_rules(rates))
    return [(f.key, f.column, f.expected) for f in found if f.severity == "error"]


def test_whole_rows_lack_nothing() -> None:
    assert lost() == []


@pytest.mark.parametrize(
    ("gone", "beside", "expected"), [("YR", "BW", "76,838.40"), ("BW", "HR", "2,944.00"), ("HR", "BW", "36.80")]
)
def test_a_lost_amount_is_told_from_another_period_of_its_step(gone: str, beside: str, expected: str) -> None:
    assert lost(f"3183-1 3 {gone}") == [(f"3183-1 3 {beside}", gone, expected)]


def test_a_step_without_any_amount_lacks_no_period() -> None:
    assert lost(*(f"3183-1 1 {period}" for period in TIMES)) == []


def test_a_row_printed_for_one_step_in_four_is_no_row_with_holes() -> None:
    assert lost(*(f"{code} {step} YR" for code in HOURLY for step in (2, 3, 4))) == []


def test_an_origin_is_that_of_the_text() -> None:
    rates = [replace(rate, reader="text") for rate in clerks() if rate.rate_id != "3183-2 2 YR"]
    [found] = [f for f in check_tables(rates, infer_rules(rates)) if f.severity == "error"]
    assert (found.check, found.origin) == ("missing_amount", "printed")
