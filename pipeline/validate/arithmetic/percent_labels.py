"""Bonuses whose label states a wrong percentage: all amounts of the row ask for another one.

The label is at fault, and not every amount beside it: that is one finding. For the other checks the row then
counts under the label it must have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import NamedTuple

from pipeline.models import PayRule, Rate
from pipeline.validate.arithmetic.factors import ROUNDINGS, Pair, count_rounded
from pipeline.validate.arithmetic.identities import Rounding, round_fraction
from pipeline.validate.arithmetic.vectors import PayTable, Vector, build_tables, build_vectors

_LEAST = 3
"""Steps that must agree on a percentage that no other label of the component states."""
_UNITS = (Fraction(1), Fraction(1, 2), Fraction(1, 4), Fraction(1, 20), Fraction(1, 100))
"""Percentages are multiples of these, the simplest first."""


class Mislabelled(NamedTuple):
    """A bonus of a class whose label is wrong."""

    rate: Rate
    """Its first amount."""
    percent: Decimal
    """What the label must state."""
    is_told: bool
    """Whether the same component states this percentage elsewhere."""
    renamed: Mapping[str, str]
    """The name its amounts must have, by ``rate_id``."""


def find_mislabelled(rates: Sequence[Rate], rules: Sequence[PayRule]) -> list[Mislabelled]:
    """Every bonus row that holds at no step by the percentage it states, and at every step by another one."""
    if all(rate.percent is None for rate in rates):
        return []
    names: dict[tuple[str, str], dict[Decimal, str]] = defaultdict(dict)
    for rate in rates:
        if rate.component == "bonus" and rate.percent is not None:
            names[rate.document_id, _stem(rate)].setdefault(rate.percent, rate.component_name or "")
    by_table = {(rule.document_id, rule.table_key): rule for rule in rules}
    found: list[Mislabelled] = []
    for table in build_tables(build_vectors(rates)):
        rule = by_table.get((table.document_id, table.table_key))
        if rule and rule.primary_period:
            roundings = [rule.bonus_rounding] if rule.bonus_rounding else ROUNDINGS
            for row, pairs in _rows(table, rule):
                found += list(_judge_row(row, pairs, roundings, names))
    return found


def group_alike(found: Sequence[Mislabelled]) -> list[list[Mislabelled]]:
    """The rows of a document whose labels state the same wrong percentage of the same bonus, together."""
    groups: dict[tuple[object, ...], list[Mislabelled]] = defaultdict(list)
    for each in found:
        groups[each.rate.document_id, _stem(each.rate), each.rate.percent, each.percent].append(each)
    return list(groups.values())


def rename(rates: Sequence[Rate], mislabelled: Sequence[Mislabelled]) -> list[Rate]:
    """The rates, those of a wrong label with the name and percentage it must have."""
    new = {key: (name, each.percent) for each in mislabelled for key, name in each.renamed.items()}
    return [
        replace(rate, component_name=new[rate.rate_id][0], percent=new[rate.rate_id][1])
        if rate.rate_id in new
        else rate
        for rate in rates
    ]


def _stem(rate: Rate) -> str:
    """A component's name without its figures: "Basic POST - 3%" and "Basic POST - 5%" are one."""
    return "".join(char for char in (rate.component_name or "").casefold() if char.isalpha())


def _rows(table: PayTable, rule: PayRule) -> Iterator[tuple[list[Vector], list[Pair]]]:
    """The bonuses of each class with their (base, bonus) on the primary period."""
    primary = rule.primary_period
    bases = {
        (vector.owner, vector.step): vector.rates[primary].amount
        for vector in table.vectors
        if primary and vector.component == "base" and primary in vector.rates
    }
    rows: dict[tuple[object, ...], list[Vector]] = defaultdict(list)
    for vector in table.vectors:
        if vector.component == "bonus":
            rows[vector.owner, vector.component_name].append(vector)
    for row in rows.values():
        pairs = [
            (bases[vector.owner, vector.step], vector.rates[primary].amount)
            for vector in row
            if primary in vector.rates and (vector.owner, vector.step) in bases
        ]
        if primary and pairs:
            yield row, pairs


def _judge_row(
    row: Sequence[Vector],
    pairs: Sequence[Pair],
    roundings: Sequence[Rounding],
    names: Mapping[tuple[str, str], Mapping[Decimal, str]],
) -> Iterator[Mislabelled]:
    """The row where its label is wrong; ``roundings`` are all there are where no bonus of the table tells its own."""
    first = min((rate for vector in row for rate in vector.rates.values()), key=lambda rate: rate.step_order)
    if first.percent is None or any(_count(first.percent, each, pairs) for each in roundings):
        return
    known = names[first.document_id, _stem(first)]
    options = [percent for percent in known if _count(percent, roundings[0], pairs) == len(pairs)]
    other = (
        options[0] if len(options) == 1 else next(filter(None, (_simplest(pairs, each) for each in roundings)), None)
    )
    if other is None:
        return
    name = known.get(other) or (first.component_name or "").replace(_show(first.percent), _show(other), 1)
    keys = [rate.rate_id for vector in row for rate in vector.rates.values()]
    yield Mislabelled(first, other, other in known, dict.fromkeys(keys, name))


def _count(percent: Decimal, rounding: Rounding, pairs: Sequence[Pair]) -> int:
    return count_rounded(Fraction(percent) / 100, rounding, pairs)


def _simplest(pairs: Sequence[Pair], rounding: Rounding) -> Decimal | None:
    """The simplest percentage that gives every bonus, where enough of them say so."""
    if len(set(pairs)) < _LEAST or not all(base for base, _ in pairs):
        return None
    about = median(Fraction(bonus, base) for base, bonus in pairs) * 100
    for unit in _UNITS:
        times = round_fraction(about * unit.denominator / unit.numerator, "half_up")
        if times and count_rounded(times * unit / 100, rounding, pairs) == len(pairs):
            return (Decimal((times * unit).numerator) / Decimal((times * unit).denominator)).normalize()
    return None


def _show(percent: Decimal) -> str:
    return f"{percent.normalize():f}"
