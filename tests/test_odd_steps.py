"""A step that does not move like the other steps of its class is named itself, with about what it must be."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.normalize.keys import key_rates
from pipeline.validate.arithmetic.checks import judge_rates
from pipeline.validate.arithmetic.rules import infer_rules

# Hourly cents of one class at four dates, each about 3 percent more than the one before, no two raises alike.
LADDER = {
    "A": (3004, 3172, 3349, 3536, 3733),
    "B": (3095, 3266, 3451, 3642, 3843),
    "C": (3189, 3363, 3556, 3751, 3956),
    "D": (3284, 3465, 3661, 3864, 4076),
}


def judge(wrong: dict[tuple[str, int], int], letters: str = "ABCD") -> list[Finding]:
    """Findings where the hourly amount of an appendix and step is another, and biweekly pay 80 times as much."""
    rates = [
        Rate("d", period, cents * times, f"{cents * times / 100:,.2f}", str(step), step, appendix=letter,  # type: ignore[arg-type]
             operative_date=date(2020 + at, 7, 1), class_code="1211")
        for at, letter in enumerate(letters)
        for step, right in enumerate(LADDER[letter], 1)
        for cents in [wrong.get((letter, step), right)]
        for period, times in {"HR": 1, "BW": 80}.items()
    ]  # fmt: skip
    keyed = key_rates(rates)
    return list(judge_rates(keyed, infer_rules(keyed))[1])


@pytest.mark.parametrize("letters", ["ABC", "ABCD"])
def test_what_moves_by_about_one_percentage_is_not_odd(letters: str) -> None:
    assert judge({}, letters) == []


@pytest.mark.parametrize("letters", ["ABC", "ABCD"])
@pytest.mark.parametrize(
    ("letter", "step", "printed"), [("A", 1, 3024), ("A", 3, 3369), ("B", 2, 3206), ("C", 5, 3986), ("B", 4, 3692)]
)
def test_one_step_is_named_and_its_neighbours_are_not(letters: str, letter: str, step: int, printed: int) -> None:
    [found] = judge({(letter, step): printed}, letters)
    assert (found.check, found.severity) == ("ladder", "warning")
    assert found.key.startswith(f"d/{letter}/")
    assert (found.key.split("/")[-2], found.printed) == (str(step), f"{printed / 100:.2f}")
    assert abs(round(float(found.expected or 0) * 100) - LADDER[letter][step - 1]) <= 4


def test_a_step_below_the_one_before_is_an_error_of_the_step_that_is_wrong() -> None:
    [found] = judge({("B", 2): 3866})  # step 3 is 34.51
    assert (found.severity, found.key) == ("error", "d/B/2021-07-01/1211/base/2/HR")
    assert found.expected in {"32.66", "32.67"}


def test_of_two_dates_neither_is_named_alone() -> None:
    found = judge({("B", 3): 3851}, "AB")
    assert {finding.key.split("/")[1] for finding in found} == {"A", "B"}
