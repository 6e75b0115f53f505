"""How the classes of a document move from one appendix to the next, and which of them do not follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import median

from pipeline.models import Rate
from pipeline.validate.arithmetic import factors
from pipeline.validate.arithmetic.identities import round_fraction
from pipeline.validate.shape.rosters import ClassTable, Roster

CENTS = 4
"""What rounding alone can move an amount predicted from three printed ones."""
_SPAN = Decimal("1.0001"), Decimal("1.5")
_LEAST_RAISES = 5
_EXACT_SHARE = 0.9
"""Of the amounts of a class: so many follow a factor to the cent where it is the factor of the class."""
_UNEVEN = 3
"""How many times further than its sisters a class must be from the usual raise."""
_SHARE = 0.0005
"""Of the amount: how far a class may always be from the usual raise."""
_AGREE, _AGREE_EXACTLY = 3, 2
"""So many other classes must agree before one that does not is told."""
_FAR = 5
"""How many times further than they from each other it must be."""
_FEW = 50
"""Of more classes no single one moves the median."""

Pair = tuple[int, int]
"""Cents of one step before and after."""
Steps = Mapping[int, Rate]


@dataclass(frozen=True, slots=True)
class Usual:
    """The raise of the classes other than one."""

    ratio: float
    spread: float
    """How far the others lie from it, relative to the amounts."""
    classes: int
    """How many others there are."""
    factor: Fraction | None = None
    """Where it is exact to the cent."""

    def fits(self, pairs: Iterable[Pair]) -> list[bool]:
        """Which pairs follow the raise: to the cent where it is exact."""
        return [self._holds(old, new) for old, new in pairs]

    def leaves(self, pairs: Iterable[Pair]) -> bool:
        """Whether hardly a pair follows the raise."""
        held = self.fits(pairs)
        return 2 * sum(held) < len(held)

    def _holds(self, old: int, new: int) -> bool:
        if self.factor is not None:
            return round_fraction(old * self.factor, "half_up") == new
        return abs(new - old * self.ratio) <= CENTS + self.slack * old

    def then(self, later: Usual) -> Usual:
        """This raise and a later one as one; two exact ones are not exact to the cent."""
        spread = self.spread + later.spread
        return Usual(self.ratio * later.ratio, spread, min(self.classes, later.classes))

    @property
    def slack(self) -> float:
        """Share of an amount within which the raise says nothing."""
        return _SHARE + _UNEVEN * self.spread


@dataclass(frozen=True, slots=True)
class Raise:
    """The classes that two neighbouring appendices print."""

    before: str
    after: str
    pairs: Mapping[str, tuple[Pair, ...]]
    """By class: the cents of the steps both print, in the primary period."""
    ratios: Mapping[str, float]
    factor: Fraction | None
    followers: frozenset[str]
    """Classes that follow the factor to the cent."""
    middle: float
    """The raise of the middle class."""
    spread: float
    """How far the others lie from it."""

    def usual(self, *labels: str) -> Usual | None:
        """The raise of the classes other than these; ``None`` where there are none."""
        if len(self.ratios) > _FEW:
            spread = self.spread if self.factor is None else 0.0
            return Usual(self.middle, spread, len(self.ratios) - 1, self.factor)
        others = [ratio for label, ratio in self.ratios.items() if label not in labels]
        if not others:
            return None
        followers = self.followers.difference(labels)
        if self.factor is not None and _count_pairs(self.pairs, followers) >= _LEAST_RAISES:
            return Usual(float(self.factor), 0.0, len(followers), self.factor)
        return Usual(*_middle(others), len(others))

    def leaves_alone(self, label: str) -> bool:
        """Whether a class moves unlike all others, most of which agree with each other to the cent or nearly so."""
        usual = self.usual(label) if self.pairs.get(label) else None
        if usual is None or usual.classes < (_AGREE if usual.factor is None else _AGREE_EXACTLY):
            return False
        own, others = self.ratios[label], (ratio for name, ratio in self.ratios.items() if name != label)
        if any(abs(own / other - 1) <= _SHARE for other in others):
            return False
        return abs(own / usual.ratio - 1) > _FAR * usual.spread and usual.leaves(self.pairs[label])


def _middle(ratios: Sequence[float]) -> tuple[float, float]:
    """The middle ratio, and how far three quarters of the others lie from it at most."""
    middle = median(ratios)
    misses = sorted(abs(ratio / middle - 1) for ratio in ratios)
    return middle, misses[(len(misses) - 1) * 3 // 4] if len(misses) > 2 else misses[-1]


def list_raises(roster: Roster) -> list[Raise]:
    """The raise from each appendix of a document to the next."""
    return [_make_raise(roster, before, after) for before, after in pairwise(roster.appendices)]


def _make_raise(roster: Roster, before: str, after: str) -> Raise:
    old, new = roster.tables[before], roster.tables[after]
    pairs = {label: found for label in new if label in old and (found := pair_steps(old[label], new[label].primary))}
    ratios = {label: median(b / a for a, b in found) for label, found in pairs.items()}
    factor = _common_factor(list(pairs.values()))
    followers = frozenset[str]()
    if factor is not None:
        followers = frozenset(label for label, found in pairs.items() if _follows(found, factor))
    if 2 * len(followers) < len(pairs):
        factor, followers = None, frozenset[str]()
    middle, spread = _middle(list(ratios.values())) if ratios else (1.0, 0.0)
    return Raise(before, after, pairs, ratios, factor, followers, middle, spread)


def pair_steps(old: ClassTable, new: Steps, shift: int = 0) -> tuple[Pair, ...]:
    """Cents of each step of ``old`` and of the step that is ``shift`` columns before it in ``new``, in one period."""
    return tuple(
        (rate.amount, new[step - shift].amount)
        for step, rate in sorted(old.primary.items())
        if step - shift in new and new[step - shift].period == rate.period and rate.amount
    )


def _count_pairs(pairs: Mapping[str, Sequence[Pair]], labels: Iterable[str]) -> int:
    """How many different pairs the classes have, counted no further than needed."""
    found: set[Pair] = set()
    for label in labels:
        found.update(pairs[label])
        if len(found) >= _LEAST_RAISES:
            break
    return len(found)


def _common_factor(found: Sequence[Sequence[Pair]]) -> Fraction | None:
    cents = sorted({pair for pairs in found for pair in pairs})
    if len(cents) < _LEAST_RAISES:
        return None
    factor = factors.stab_factor(cents, divides=False, span=_SPAN)
    return None if factor is None else Fraction(factor)


def _follows(pairs: Sequence[Pair], factor: Fraction) -> bool:
    return factors.count_rounded(factor, "half_up", pairs) >= _EXACT_SHARE * len(pairs)
