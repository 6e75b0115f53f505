"""Classes that are wrong as a whole are told once, with the place the amounts come from."""

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

# Hourly pay in cents; biweekly pay is 80 times, yearly pay 2,088 times as much.
LADDERS = {"1207-1": (2113, 2231, 2355, 2487), "1207-2": (2480, 2618, 2764, 2918), "1211": (3004, 3172, 3349, 3536)}
TIMES = {"HR": 1, "BW": 80, "YR": 2088}
EXACT = (100, 102, 103, 101)
"""Percent of the date before, for each of four dates, rounded to cents by half-up."""

Ladder = dict[int, int]
Schedule = dict[tuple[str, str], Ladder]


def schedule(raises: tuple[int, ...] = EXACT, uneven: int = 0) -> Schedule:
    """Hourly cents by step of each appendix and class; ``uneven`` cents keep the raises from being exact."""
    found: Schedule = {}
    ladders = {code: dict(enumerate(ladder, 1)) for code, ladder in LADDERS.items()}
    for letter, percent in zip("ABCD", raises, strict=False):
        for at, (code, ladder) in enumerate(ladders.items()):
            raised = {step: (cents * percent + 50) // 100 for step, cents in ladder.items()}
            moved = {step: cents + uneven * ((step + at) % 2) for step, cents in raised.items()}
            found[letter, code] = ladders[code] = moved if percent != 100 else dict(ladder)
    return found


def rates_of(found: Schedule, codes: Schedule | None = None) -> tuple[Rate, ...]:
    rates = [
        Rate("d", period, cents * times, f"{cents * times / 100:,.2f}", str(step), step, appendix=letter,  # type: ignore[arg-type]
             operative_date=date(2020 + "ABCD".index(letter), 7, 1), class_code=code, class_title=f"Clerk {code}",
             range_code=str(codes[letter, code][1]) if codes else None)
        for (letter, code), ladder in found.items() for step, cents in ladder.items() for period, times in TIMES.items()
    ]  # fmt: skip
    return key_rates(rates)


def judge(found: Schedule, codes: Schedule | None = None) -> tuple[list[Finding], set[tuple[str, str]]]:
    """The findings, and the appendices and classes whose amounts are in doubt."""
    rates = rates_of(found, codes)
    judged, findings = judge_rates(rates, infer_rules(rates))
    doubted = {(r.appendix or "", r.class_code or "") for r in judged if r.status == "suspect"}
    assert all(r.status == "ok" for r in judged if (r.appendix, r.class_code) not in doubted)
    return list(findings), doubted


def test_raises_that_are_exact_or_nearly_so_say_nothing() -> None:
    for found in (schedule(), schedule(uneven=1), schedule((100, 102))):
        assert judge(found) == ([], set())
        assert judge(found, found) == ([], set())


# 1207-2 in B is 24.80 x 1.02 = 25.30 (25.296), in C 26.06 (26.059), in D 26.32 (26.3206).
@pytest.mark.parametrize(
    ("letter", "source", "expected"),
    [("B", "A", "25.30"), ("C", "B", "26.06"), ("B", "C", "25.30"), ("C", "A", "26.06"), ("D", "B", "26.32"),
     ("A", "C", None)],
)  # fmt: skip
def test_a_class_with_the_amounts_of_another_date(letter: str, source: str, expected: str | None) -> None:
    found = schedule()
    found[letter, "1207-2"] = found[source, "1207-2"]
    [told], doubted = judge(found)
    assert (told.check, told.severity, told.column, told.origin) == ("class_increase", "error", "amount", "printed")
    assert told.key == f"d/{letter}/{2020 + 'ABCD'.index(letter)}-07-01/1207-2/base/1/HR"
    assert (told.expected, told.proposed) == (expected, Decimal(expected) if expected else None)
    assert f"amounts of appendix {source} in appendix {letter}" in told.message
    assert doubted == {(letter, "1207-2")}


@pytest.mark.parametrize(("letter", "source"), [("D", "C"), ("A", "B")])
def test_a_class_that_may_have_been_frozen_is_no_error(letter: str, source: str) -> None:
    clean = schedule()
    found = {**clean, (letter, "1207-2"): clean[source, "1207-2"]}
    [told], doubted = judge(found)
    assert (told.check, told.severity, told.proposed, doubted) == ("class_increase", "warning", None, set())
    assert f"amounts of appendix {source} in appendix {letter}" in told.message
    [told], doubted = judge(found, clean)  # its range code is that of a raise
    assert (told.severity, told.expected) == ("error", f"{clean[letter, '1207-2'][1] / 100:.2f}")
    assert doubted == {(letter, "1207-2")}


@pytest.mark.parametrize("letter", ["A", "B", "D"])
def test_two_classes_with_each_others_amounts_are_one_finding(letter: str) -> None:
    found = schedule(uneven=1)
    one, two = (letter, "1207-1"), (letter, "1211")
    found[one], found[two] = found[two], found[one]
    [told], doubted = judge(found)
    assert (told.severity, told.printed) == ("error", f"{found[one][1] / 100:.2f}")
    assert told.expected == f"{found[two][1] / 100:.2f}"
    assert doubted == {one, two}


@pytest.mark.parametrize(("letter", "severity"), [("B", "error"), ("C", "error"), ("D", "warning")])
@pytest.mark.parametrize("by", [1, -1])
def test_a_class_whose_steps_are_shifted(letter: str, severity: str, by: int) -> None:
    # from the first date, or to the last, a class may have got another first step
    found = schedule()
    ladder = found[letter, "1211"]
    found[letter, "1211"] = {step: ladder[step + by] for step in ladder if step + by in ladder}
    [told], doubted = judge(found)
    assert (told.check, told.severity) == ("class_increase", severity)
    assert f"the amount of the {'next' if by == 1 else 'previous'} one" in told.message
    assert doubted == ({(letter, "1211")} if severity == "error" else set())


def test_the_range_code_tells_which_of_two_dates_is_wrong() -> None:
    clean = schedule((100, 102), uneven=1)
    for letter, other in (("A", "B"), ("B", "A")):
        found = {**clean, (letter, "1211"): clean[other, "1211"]}
        [told], doubted = judge(found, clean)
        assert (told.severity, told.expected) == ("error", f"{clean[letter, '1211'][1] / 100:.2f}")
        assert doubted == {(letter, "1211")}
        [told], doubted = judge(found)  # without codes it may have been frozen
        assert (told.expected, doubted) == (None, set())


def test_a_class_with_a_raise_of_its_own_is_no_error() -> None:
    own = schedule()
    for letter in "CD":  # 4% more from July 2022 on
        own[letter, "1211"] = {step: (cents * 104 + 50) // 100 for step, cents in own[letter, "1211"].items()}
    assert {f.severity for f in judge(own)[0]} <= {"warning"}
    frozen = schedule()
    frozen["C", "1211"] = frozen["B", "1211"]
    frozen["D", "1211"] = {step: (cents * 101 + 50) // 100 for step, cents in frozen["C", "1211"].items()}
    [told], doubted = judge(frozen)
    assert (told.severity, doubted) == ("warning", set())


def test_a_raise_of_its_own_at_the_last_date_is_told_where_the_others_agree() -> None:
    own = schedule()
    own["D", "1211"] = {step: (cents * 1015 + 500) // 1000 for step, cents in own["C", "1211"].items()}
    [told], doubted = judge(own)  # 1.5%, not 1%
    assert (told.check, told.severity, doubted) == ("class_increase", "warning", set())
    assert told.key == "d/D/2023-07-01/1211/base/1/HR"
    assert "1.5" in told.message
    assert "the other classes by 1.0" in told.message


def test_an_appendix_under_the_date_of_another_year_is_one_finding() -> None:
    rates = [
        replace(rate, operative_date=date(2019, 7, 1)) if rate.appendix == "C" else rate
        for rate in rates_of(schedule())
    ]
    [told] = [
        finding for finding in judge_rates(key_rates(rates), infer_rules(rates))[1] if "less than" in finding.message
    ]
    assert (told.check, told.column, told.severity) == ("class_increase", "operative_date", "warning")
    assert "appendix A (2020-07-01) pays every class less than appendix C" in told.message


def test_a_wrong_amount_in_a_class_is_no_wrong_class() -> None:
    rates = list(rates_of(schedule()))
    at = next(
        i for i, r in enumerate(rates) if (r.appendix, r.class_code, r.step, r.period) == ("C", "1211", "2", "BW")
    )
    wrong = rates[at].having()
    rates[at] = Rate(**{**{n: getattr(wrong, n) for n in wrong.__slots__}, "amount": 271520, "amount_orig": "2,715.20"})
    [told] = judge_rates(rates, infer_rules(rates))[1]
    assert (told.check, told.key) == ("period_identity", wrong.rate_id)


def one_date(*grades: str, exchanged: tuple[str, str] | None = None) -> list[Finding]:
    """Grades of one class at one date, each paid 10% more than the one before; two of them may be exchanged."""
    ladders = {grade: [2000 * 11**at // 10**at + 90 * step for step in range(4)] for at, grade in enumerate(grades)}
    if exchanged:
        ladders[exchanged[0]], ladders[exchanged[1]] = ladders[exchanged[1]], ladders[exchanged[0]]
    rates = [
        Rate("d", period, cents * times, f"{cents * times / 100:,.2f}", str(step), step, appendix="A",  # type: ignore[arg-type]
             class_code=f"{1300 + at}", class_title=f"Harbor Clerk {grade}")
        for at, (grade, ladder) in enumerate(ladders.items()) for step, cents in enumerate(ladder, 1)
        for period, times in TIMES.items()
    ]  # fmt: skip
    return list(judge_rates(key_rates(rates), infer_rules(key_rates(rates)))[1])


def test_a_higher_grade_that_is_paid_less_at_the_only_date() -> None:
    assert one_date("I", "II", "III", "IV") == []
    assert one_date("4", "3", "2", "1") == []  # 1 is the highest: all fall, and that is the custom of the house
    [found] = one_date("I", "II", "III", exchanged=("II", "III"))
    assert (found.check, found.severity, found.key) == ("class_order", "warning", "d/A/-/1302/base/1/HR")


def test_a_date_that_prints_the_amounts_of_the_one_before_for_all_classes_is_a_warning() -> None:
    found, doubted = judge(schedule((100, 102, 100)))
    assert [(f.check, f.severity, f.key) for f in found] == [
        ("class_increase", "warning", "d/C/2022-07-01/1207-1/base/1/HR")
    ]
    assert doubted == set()


@pytest.mark.parametrize("letter", ["A", "B", "D"])
def test_of_two_classes_the_sound_one_is_never_an_error(letter: str) -> None:
    found = {place: ladder for place, ladder in schedule(uneven=1).items() if place[1] != "1207-1"}
    clean = dict(found)
    ladder = found[letter, "1211"]
    found[letter, "1211"] = {step: ladder[step + 1] for step in ladder if step + 1 in ladder}
    told, doubted = judge(found)
    assert {f.severity for f in told} == {"warning"}
    assert doubted == set()
    if letter == "B":
        found = clean | {("B", "1211"): clean["A", "1211"]}
        [error], doubted = judge(found)
        assert (error.severity, doubted) == ("error", {("B", "1211")})
