"""Random pay that obeys the arithmetic of an agreement exactly: whole cents, fractions, no float."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tools.typeset.model import PERIODS, Component, Kind, Line, Period

Ladder = tuple[int | None, ...]
"""Cents of the primary period, one for each step of the table."""


@dataclass(frozen=True, slots=True)
class PayPlan:
    """How one period becomes the others."""

    name: str
    primary: Period
    hours: Fraction
    """Hours of a biweekly period."""
    per_year: Fraction
    """Biweekly periods of a year."""
    subsets: tuple[tuple[Period, ...], ...]
    """Sets of periods such a table prints."""


HOURLY_SUBSETS: tuple[tuple[Period, ...], ...] = (
    ("HR", "BW", "MO", "YR"), ("HR", "BW", "YR"), ("HR", "BW"), ("HR", "MO", "YR"), ("HR", "YR"), ("HR", "BW", "MO"),
    ("HR", "MO"),
)  # fmt: skip
PLANS = {
    plan.name: plan
    for plan in (
        PayPlan("80 x 26.1", "HR", Fraction(80), Fraction(261, 10), HOURLY_SUBSETS),
        PayPlan("75 x 26", "HR", Fraction(75), Fraction(26), HOURLY_SUBSETS),
        PayPlan("80 x 26", "HR", Fraction(80), Fraction(26), HOURLY_SUBSETS),
        PayPlan("biweekly", "BW", Fraction(80), Fraction(261, 10), (("BW", "YR"), ("BW", "MO", "YR"))),
        PayPlan("monthly 2080", "MO", Fraction(80), Fraction(26), (("HR", "BW", "MO", "YR"), ("MO", "YR"))),
    )
}


def half_up(value: Fraction) -> int:
    """Round a positive amount to whole cents."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def round_up(value: Fraction) -> int:
    """Round a positive amount up to whole cents."""
    return -(-value.numerator // value.denominator)


def derive(plan: PayPlan, cents: int) -> dict[Period, int]:
    """Every period of a rate from its primary amount, each rounded half-up from the one before."""
    if plan.primary == "MO":  # YR = MO x 12, BW = YR / 26, HR = YR / 2080
        year = cents * 12
        biweekly = half_up(year / plan.per_year)
        return {"HR": half_up(year / (plan.hours * plan.per_year)), "BW": biweekly, "MO": cents, "YR": year}
    biweekly = half_up(cents * plan.hours) if plan.primary == "HR" else cents
    hour = cents if plan.primary == "HR" else half_up(cents / plan.hours)
    year = half_up(biweekly * plan.per_year)
    return {"HR": hour, "BW": biweekly, "MO": half_up(Fraction(year, 12)), "YR": year}


def make_ladder(plan: PayPlan, rng: Random, steps: int, blank_front: int, blank_back: int) -> Ladder:
    """Rising amounts of the primary period; the first and last steps may be blank."""
    hourly = rng.randint(1700, 11500)
    starts = {"HR": hourly, "BW": hourly * 80 + rng.randint(0, 79), "MO": hourly * 173 // 100 * 100}
    cents = starts[plan.primary]
    growth = Fraction(rng.randint(1025, 1070), 1000)
    amounts: list[int | None] = []
    for _ in range(steps - blank_front - blank_back):
        amounts.append(cents)
        raised = half_up(cents * growth)
        cents = raised - raised % 100 if plan.primary == "MO" else raised
    return (None,) * blank_front + tuple(amounts) + (None,) * blank_back


def raise_ladder(ladder: Ladder, percent: Fraction) -> Ladder:
    """A general increase, exact on the primary period."""
    return tuple(None if cents is None else half_up(cents * (1 + percent / 100)) for cents in ladder)


def make_component(
    plan: PayPlan,
    ladder: Ladder,
    periods: Sequence[Period],
    *,
    kind: Kind = "base",
    name: str | None = None,
    percent: str | None = None,
) -> Component:
    """The printed lines of amounts given on the primary period."""
    derived = [None if cents is None else derive(plan, cents) for cents in ladder]
    lines = tuple(
        Line(period, tuple(None if rate is None else rate[period] for rate in derived))
        for period in PERIODS
        if period in periods
    )
    return Component(kind, name, percent, lines)


def make_components(
    plan: PayPlan,
    base: Ladder,
    periods: Sequence[Period],
    *,
    base_name: str,
    bonuses: Sequence[tuple[str, str]],
    total_name: str,
) -> tuple[Component, ...]:
    """Base, bonuses (name, percent) and their total.

    A bonus is percent x base on the primary period, half-up where that is HR, up where it is BW; the
    total adds base and bonuses on the primary period (MOU 30, appendices A to F).
    """
    rounded = half_up if plan.primary == "HR" else round_up
    components = [make_component(plan, base, periods, name=base_name)]
    total = list(base)
    for name, percent in bonuses:
        bonus = tuple(None if cents is None else rounded(cents * Fraction(percent) / 100) for cents in base)
        total = [None if cents is None else cents + (more or 0) for cents, more in zip(total, bonus, strict=True)]
        components.append(make_component(plan, bonus, periods, kind="bonus", name=name, percent=percent))
    if total_name:
        components.append(make_component(plan, tuple(total), periods, kind="total", name=total_name))
    return tuple(components)
