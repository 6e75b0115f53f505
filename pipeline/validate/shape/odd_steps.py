"""Single steps that do not move like the other steps of their class: which one it is, and about what it must be.

The amounts of a class by date and step are, within cents, a raise for each date times a ratio for each step, so that
any two dates and two steps tell one amount from three. A wrong amount breaks all such squares that it is part of, and
its neighbours only those they share with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from pipeline.models import Rate
from pipeline.validate.localise.misprints import misprints_of
from pipeline.validate.shape.rosters import Roster

CENTS = 4
"""What rounding alone can move an amount predicted from three printed ones."""
SHARE = 0.002
"""Of the amount: how unevenly agreements really raise the steps of one class."""
_USUAL = 6
"""So many times the middle miss of the squares of a class is more than chance."""
_FEW = 4
"""At most one in so many amounts of a class may be odd: where more are, its ladder was changed."""
_NEAR = 5
"""With so many later dates each date is compared."""

Cell = tuple[str, int]
"""Appendix and step."""
Square = tuple[Cell, Cell, Cell, Cell]


@dataclass(frozen=True, slots=True)
class OddStep:
    """An amount that its class's other dates and steps contradict."""

    rate: Rate
    about: int
    """Cents they ask for."""
    meant: int | None
    """The only amount near that which one misprint turns into the printed one."""


def find_odd_steps(roster: Roster, label: str, doubted: frozenset[str]) -> list[OddStep] | None:
    """The odd amounts of a class in its primary period; ``None`` where squares do not tell which they are.

    Args:
        roster: of the document.
        label: of the class.
        doubted: keys of amounts that are told to be wrong already.
    """
    rates = {
        (appendix, order): rate
        for appendix in roster.appendices
        if label in roster.tables[appendix]
        for order, rate in roster.tables[appendix][label].primary.items()
        if rate.amount and rate.rate_id not in doubted
    }
    cents = {cell: rate.amount for cell, rate in rates.items()}
    misses = _measure(rates)
    share = min(SHARE, _USUAL * median(misses.values())) if misses else SHARE
    broken = [square for square, miss in misses.items() if miss > share + CENTS / min(cents[cell] for cell in square)]
    odd: list[Cell] = []
    while broken:
        counts = Counter(cell for square in broken for cell in square).most_common()
        most = [cell for cell, count in counts if count == counts[0][1]]
        if len(most) > 1 or _FEW * (len(odd) + 1) > len(cents):
            return None
        odd += most
        broken = [square for square in broken if most[0] not in square]
    found = [_tell(rates[cell], _predict(cell, cents, odd), share) for cell in odd]
    return [each for each in found if each]


def _measure(rates: Mapping[Cell, Rate]) -> dict[Square, float]:
    """How far each square of two dates and two steps is from fitting, as a share of its amounts."""
    steps: dict[str, dict[int, Rate]] = {}
    for (appendix, order), rate in rates.items():
        steps.setdefault(appendix, {})[order] = rate
    misses = {}
    names = list(steps)
    for one, two in ((one, two) for at, one in enumerate(names) for two in names[at + 1 : at + 1 + _NEAR]):
        common = [order for order in steps[one] if order in steps[two]]
        alike = [order for order in common if steps[one][order].period == steps[two][order].period]
        ratios = {order: steps[two][order].amount / steps[one][order].amount for order in alike}
        for low, high in combinations(alike, 2):
            misses[(one, low), (one, high), (two, low), (two, high)] = abs(ratios[high] / ratios[low] - 1)
    return misses


def _predict(cell: Cell, cents: Mapping[Cell, int], odd: Sequence[Cell]) -> float | None:
    """What the other dates and steps ask for."""
    appendix, step = cell
    others = {other for other, order in cents if order == step and other != appendix and (other, order) not in odd}
    found = [
        cents[appendix, order] * cents[other, step] / cents[other, order]
        for name, order in cents
        if name == appendix and order != step and (name, order) not in odd
        for other in others
        if (other, order) in cents and (other, order) not in odd
    ]
    return median(found) if found else None


def _tell(rate: Rate, about: float | None, share: float) -> OddStep | None:
    slack = CENTS + share * rate.amount
    if about is None or abs(rate.amount - about) <= slack:
        return None
    near = [cents for cents in misprints_of(rate.amount) if abs(cents - about) <= slack]
    return OddStep(rate, round(about), near[0] if len(near) == 1 else None)
