"""Soft identities of a document: what an amount should about be, by its neighbours.

General increases that hold only within a cent or two, and the ladder of steps. They prove nothing;
they tell a shifted decimal point in the yearly amount from two shifted ones in the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median

from pipeline.models import PayRule, Rate
from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.localise.hints import ROUGHLY
from pipeline.validate.shape.rosters import ClassTable, Roster, call_roll

_HALF = Fraction(1, 2)
_ENOUGH = 3
"""The median of so many increases is not moved by one wrong amount among them."""

Pair = tuple[Rate, Rate]
"""The same class and step in one appendix and in the next."""


def build_hints(rates: Sequence[Rate], rules: Sequence[PayRule]) -> list[Identity]:
    """Hints over the base amounts in the primary period, by ``rate_id``; all of them soft."""
    hints: list[Identity] = []
    for roster in call_roll(rates, rules):
        hints += _increases(roster)
        hints += (hint for tables in roster.tables.values() for table in tables.values() for hint in _ladder(table))
    return hints


def _increases(roster: Roster) -> Iterator[Identity]:
    """Each class rises by about one percentage from appendix to appendix, and not quite unlike the other classes."""
    for before, after in pairwise(roster.appendices):
        old, new = roster.tables[before], roster.tables[after]
        raised = {label: pairs for label in new if label in old and (pairs := _pairs(old[label], new[label]))}
        for label, pairs in raised.items():
            others = [pair for other, found in raised.items() if other != label for pair in found]
            yield from _class_increases(pairs, others)


def _class_increases(pairs: Sequence[Pair], others: Sequence[Pair]) -> Iterator[Identity]:
    """What the other steps of the class say of each step; where there are none, what the other classes say.

    A class of one step would vouch for its own wrong amount (MOU 28 has two of them).
    """
    for pair in pairs:
        witnesses = pairs if len(pairs) >= _ENOUGH else [other for other in pairs if other is not pair]
        old, new = pair
        if witnesses:
            yield _hint("general_increase", new, ((old, _median_ratio(witnesses)),), "about the class's increase")
        elif others:
            yield _hint("general_increase", new, ((old, _median_ratio(others)),), ROUGHLY)


def _median_ratio(pairs: Sequence[Pair]) -> Fraction:
    """The median increase, to five decimals."""
    return Fraction(round(100_000 * median(new.amount / old.amount for old, new in pairs)), 100_000)


def _pairs(old: ClassTable, new: ClassTable) -> list[Pair]:
    """The amounts of the steps both tables print, in the same period."""
    steps = (step for step in sorted(new.primary) if step in old.primary)
    pairs = ((old.primary[step], new.primary[step]) for step in steps)
    return [(a, b) for a, b in pairs if a.amount and a.period == b.period]


def _ladder(table: ClassTable) -> Iterator[Identity]:
    """A step stands about halfway between its neighbours."""
    row = [table.primary[step] for step in sorted(table.primary)]
    for low, middle, high in zip(row, row[1:], row[2:], strict=False):
        yield _hint("ladder", middle, ((low, _HALF), (high, _HALF)), "about halfway between its neighbours")


def _hint(check: str, output: Rate, terms: Sequence[tuple[Rate, Fraction]], formula: str) -> Identity:
    """A soft identity."""
    keyed = tuple((rate.rate_id, weight) for rate, weight in terms)
    return Identity(check, output.rate_id, keyed, formula, hard=False)
