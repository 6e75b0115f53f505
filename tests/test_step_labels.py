"""A step misprinted over a table is told once, and its amounts keep their column."""

from __future__ import annotations

import pytest

from pipeline.extract.text import read_text_pages
from pipeline.findings import Finding
from pipeline.ladder import ReadConfig, read_document
from pipeline.normalize.salary import read_salary

# 20.00 an hour is 1,600.00 in two weeks of 80 hours.
HOURLY = {"1207": (2000, 2110, 2226, 2348), "1208": (2500, 2637, 2782, 2935)}


def schedule(heads: dict[str, str], word: str = "Step ") -> str:
    lines: list[str] = []
    for at, letter in enumerate("ABC"):
        steps = heads.get(letter, "1 2 3 4").split()
        lines += [
            f"APPENDIX {letter}",
            f"Operative July 1, {2020 + at}",
            "",
            "\t".join(["", "", *(word + s for s in steps)]),
        ]
        for code, ladder in HOURLY.items():
            raised = [(cents * (100 + 3 * at) + 50) // 100 for cents in ladder]
            for period, times, label in (("HR", 1, f"{code} Harbor Clerk"), ("BW", 80, "")):
                lines.append("\t".join([label, period, *(f"{cents * times / 100:,.2f}" for cents in raised)]))
        lines.append("")
    return "\n".join(lines)


def told(heads: dict[str, str], word: str = "Step ") -> list[Finding]:
    result = read_document(schedule(heads, word).encode(), "d", "d", "0", ReadConfig(ocr=False))
    assert {rate.status for rate in result.rates} == {"ok"}
    return [f for f in result.findings if f.check != "coverage"]


@pytest.mark.parametrize("word", ["Step ", ""])
@pytest.mark.parametrize(
    ("heads", "printed", "expected"),
    [("1 2 3 3", "3", "4"), ("1 2 2 4", "2", "3"), ("1 2 4 4", "4", "3"), ("2 2 3 4", "2", "1"), ("1 9 3 4", "9", "2"),
     ("1 2 3 5", "5", "4")],
)  # fmt: skip
@pytest.mark.parametrize("letter", ["A", "B"])
def test_a_wrong_head_is_one_finding(letter: str, heads: str, printed: str, expected: str, word: str) -> None:
    [found] = told({letter: heads}, word)
    assert (found.check, found.severity, found.column) == ("step_label", "error", "step")
    assert (found.printed, found.expected, found.origin) == (printed, expected, "printed")
    assert found.key.startswith(f"d/{letter}/{2020 + 'ABC'.index(letter)}-07-01/1207/base/")


def test_right_heads_say_nothing() -> None:
    assert told({}) == []
    assert told({}, "") == []
    assert told({"A": "2 3 4 5", "B": "2 3 4 5", "C": "2 3 4 5"}) == []


def test_amounts_stand_under_the_step_that_is_meant() -> None:
    rates = read_salary("d", read_text_pages(schedule({"B": "1 2 2 4"}).encode())).rates
    assert [rate.step for rate in rates if rate.appendix == "B" and rate.period == "HR"] == ["1", "2", "3", "4"] * 2
    assert [(r.step, r.amount) for r in rates if r.step_orig and r.period == "HR"] == [("3", 2293), ("3", 2865)]


def test_numbers_that_are_no_heads_are_left_alone() -> None:
    rows = ["Employees\t7\t7\t8\t9", *schedule({}).splitlines()]
    assert not any(rate.step_orig for rate in read_salary("d", read_text_pages("\n".join(rows).encode())).rates)
