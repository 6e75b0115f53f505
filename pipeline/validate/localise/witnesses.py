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
from pipeline.validate.shape.rosters import ClassTable, Roster, call_roll

_HALF = Fraction(1, 2)


def build_hints(rates: Sequence[Rate], rules: Sequence[PayRule]) -> list[Identity]:
    """Hints over the base amounts in the primary period, by ``rate_id``; all of them soft."""
    hints: list[Identity] = []
    for roster in call_roll(rates, rules):
        hints += _increases(roster)
        hints += (hint for tables in roster.tables.values() for table in tables.values() for hint in _ladder(table))
    return hints


def _increases(roster: Roster) -> Iterator[Identity]:
    """Each class rises by about one percentage from appendix to appendix."""
    for before, after in pairwise(roster.appendices):
        for label, table in roster.tables[after].items():
            old = roster.tables[before].get(label)
            pairs = _pairs(old, table) if old else []
            if pairs:
                factor = Fraction(round(100_000 * median(b.amount / a.amount for a, b in pairs)), 100_000)
                for a, b in pairs:
                    yield _hint("general_increase", b, ((a, factor),), "about the class's increase")


def _pairs(old: ClassTable, new: ClassTable) -> list[tuple[Rate, Rate]]:
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
