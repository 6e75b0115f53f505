"""Two pay plans of one appendix and date pay the same classes: each is judged by itself, and none is doubted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.ladder import ReadConfig, read_document
from pipeline.results import DocumentResult

# 20.00 an hour is 1,600.00 in two weeks of 80 hours and 41,760.00 a year of 2,088 hours.
HOURLY = {"1207": (2000, 2110, 2226, 2348), "1208": (2500, 2637, 2782, 2935)}
TIMES = {"HR": 1, "BW": 80, "YR": 2088}
ALL = ("HR", "BW", "YR")
PARTS = {"Regular Pay": 100, "Dive Bonus - 3%": 3, "Boat Bonus - 2%": 2}


def table(percent: int, periods: Sequence[str], parts: dict[str, int], codes: Sequence[str]) -> list[str]:
    lines = ["\t".join(["", "", "Step 1", "Step 2", "Step 3", "Step 4"])]
    for code in codes:
        for name, share in parts.items():
            for period in periods:
                first = period == periods[0]
                label = [f"{code} Harbor Clerk" if first and share == 100 else ""]
                label += [name if first else ""] if len(parts) > 1 else []
                cents = [((c * percent + 50) // 100 * share + 50) // 100 * TIMES[period] for c in HOURLY[code]]
                lines.append("\t".join([*label, period, *(f"{each / 100:,.2f}" for each in cents)]))
    return lines


def two_plans(
    captions: tuple[str, str],
    second: Sequence[str] = ALL,
    parts: dict[str, int] | None = None,
    codes: Sequence[str] = tuple(HOURLY),
) -> str:
    lines: list[str] = []
    for letter, year, percent in (("A", 2020, 100), ("B", 2021, 103), ("C", 2022, 106)):
        plans = [(captions[0], percent, ALL, tuple(HOURLY)), (captions[1], percent - 9, second, codes)]
        lines += [f"APPENDIX {letter}", f"Operative July 1, {year}", ""]
        for caption, share, periods, paid in plans if letter != "B" else plans[::-1]:
            lines += [caption, "", *table(share, periods, parts or {"": 100}, paid), ""]
    return "\n".join(lines)


def read(text: str) -> DocumentResult:
    return read_document(text.encode(), "d", "d", "0", ReadConfig(ocr=False))


def findings_of(result: DocumentResult) -> list[str]:
    return [f"{f.check} {f.key} {f.expected}" for f in result.findings if f.check != "coverage"]


@pytest.mark.parametrize(
    "captions",
    [("Old Pay Plan", "New Pay Plan"), ("Tier 1", "Tier 2"), ("Hired before July 2015", "Hired after June 2015")],
)
@pytest.mark.parametrize("parts", [None, PARTS])
def test_right_amounts_of_both_plans_are_ok(captions: tuple[str, str], parts: dict[str, int] | None) -> None:
    result = read(two_plans(captions, parts=parts))
    assert {rate.condition for rate in result.rates} == set(captions)
    assert findings_of(result) == []
    assert {rate.status for rate in result.rates} == {"ok"}


def test_a_plan_that_prints_fewer_periods_or_classes_takes_none_of_the_other() -> None:
    for text in (
        two_plans(("Old Pay Plan", "New Pay Plan"), second=("BW", "YR")),
        two_plans(("Old Pay Plan", "New Pay Plan"), parts=PARTS, codes=("1208",)),
    ):
        result = read(text)
        assert [found for found in findings_of(result) if not found.startswith("missing_row")] == []
        assert {rate.status for rate in result.rates} == {"ok"}


def test_a_wrong_amount_of_one_plan_is_named_with_the_amount_of_that_plan() -> None:
    # New plan of appendix A: 22.26 x 0.91 is 20.26 an hour, 1,620.80 in two weeks.
    text = two_plans(("Old Pay Plan", "New Pay Plan"))
    assert text.count("1,620.80") == 1
    result = read(text.replace("1,620.80", "1,602.80"))
    assert findings_of(result) == ["period_identity d/A/2020-07-01/1207/base/3/BW#2 1,620.80"]


def test_two_plans_that_nothing_tells_apart_are_one_warning_a_class() -> None:
    lines = ["APPENDIX A", "Operative July 1, 2020", ""]
    result = read(
        "\n".join(
            [*lines, *table(100, ALL, {"": 100}, ("1207", "1208")), "", *table(91, ALL, {"": 100}, ("1207", "1208"))]
        )
    )
    told = [f for f in result.findings if f.check != "coverage"]
    assert [(f.check, f.severity) for f in told] == [("duplicate_rate", "warning")] * 2
    assert {rate.status for rate in result.rates} == {"ok"}
