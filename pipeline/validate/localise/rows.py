"""Rows that are wrong as a whole: at nearly every step the one amount that could be wrong stands in one row.

A yearly row of last year, or a bonus computed from another base, breaks an identity at each step. Step by step there
may be several amounts that explain it; over all steps there is one row that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.models import PERIODS, Rate
from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.localise import find_components
from pipeline.validate.localise.preimage import Constraint, compile_identity, only_value
from pipeline.validate.localise.repairs import group_by_key

_LEAST = 3
"""Steps that must be wrong."""
_SHARE = 0.75
"""Of the steps of a row: so many must be wrong, for a wrong figure of a small bonus may be right by chance."""


@dataclass(frozen=True, slots=True)
class WrongLine:
    """Amounts of one line that are wrong together: a row step by step, or one step in several periods."""

    rates: tuple[Rate, ...]
    """Its wrong amounts, in the order of the steps or periods."""
    expected: tuple[int, ...]
    """The cents each must be."""
    broken: tuple[Identity, ...]
    rivals: tuple[WrongLine, ...] = ()
    """Other lines that may as well be the wrong one."""
    sure: bool = True
    """Whether it is proved what they must be, but for the rivals."""

    @property
    def options(self) -> list[WrongLine]:
        """This line and its rivals, each alone."""
        return [replace(self, rivals=()), *self.rivals]


def find_wrong_rows(
    rates: Sequence[Rate], values: Mapping[str, int], identities: Sequence[Identity]
) -> list[WrongLine]:
    """Every row that alone explains what is broken at its steps.

    Args:
        rates: the amounts.
        values: cents by key.
        identities: of the document; the hard ones count.
    """
    hard = [compile_identity(identity) for identity in identities if identity.hard]
    broken = [constraint for constraint in hard if not constraint.holds(values)]
    if len(broken) < _LEAST:
        return []
    rows: dict[tuple[object, ...], list[Rate]] = defaultdict(list)
    for rate in rates:
        rows[_row_of(rate)].append(rate)
    by_key = {rate.rate_id: rate for rate in rates}
    touching = group_by_key(hard)
    chances: dict[tuple[object, ...], dict[int, tuple[Rate, int]]] = defaultdict(dict)
    components = find_components(broken)
    for number, component in enumerate(components):
        for key in sorted(frozenset.intersection(*(frozenset(each.keys) for each in component))):
            cents = only_value(touching[key], values, key)
            if key in by_key and cents is not None and cents != values[key]:
                chances[_row_of(by_key[key])][number] = by_key[key], cents
    whole = [
        found
        for row, found in chances.items()
        if len(found) >= _LEAST and len(found) >= _SHARE * len({rate.step for rate in rows[row]})
    ]
    return _settle(whole, components)


def _row_of(rate: Rate) -> tuple[object, ...]:
    """What is the same along a printed row."""
    return (
        rate.document_id,
        rate.appendix,
        rate.operative_date,
        rate.class_code,
        rate.class_title,
        rate.range_code,
        rate.bargaining_unit,
        rate.condition,
        rate.component_name,
        rate.component,
        rate.period,
    )


def _place(found: Mapping[int, tuple[Rate, int]]) -> int:
    """Place of the row's period among all."""
    return PERIODS.index(next(iter(found.values()))[0].period)


def _settle(
    whole: Sequence[Mapping[int, tuple[Rate, int]]], components: Sequence[Sequence[Constraint]]
) -> list[WrongLine]:
    """One row for each set of steps; of several that explain it equally well, that of the longest period."""
    found: list[WrongLine] = []
    left = sorted(whole, key=lambda found: (len(found), _place(found)), reverse=True)
    while left:
        best, *left = left
        rivals = [other for other in left if len(other) == len(best) and not best.keys().isdisjoint(other)]
        left = [other for other in left if best.keys().isdisjoint(other)]
        broken = tuple(each.identity for number in sorted(best) for each in components[number])
        one, *others = (_as_row(each, broken) for each in (best, *rivals))
        found.append(replace(one, rivals=tuple(others)))
    return found


def _as_row(found: Mapping[int, tuple[Rate, int]], broken: tuple[Identity, ...]) -> WrongLine:
    ordered = sorted(found.values(), key=lambda each: each[0].step_order)
    return WrongLine(tuple(rate for rate, _ in ordered), tuple(cents for _, cents in ordered), broken)
