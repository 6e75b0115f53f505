"""Amounts a row must print and does not: the step has its other periods, and the rule tells the one that is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.models import PayRule, Period, Rate
from pipeline.validate.arithmetic.factors import Link, predictor
from pipeline.validate.arithmetic.system import believe, choose_rule
from pipeline.validate.arithmetic.vectors import PayTable, Vector, build_tables, build_vectors

Lost = tuple[Rate, Period, int, str]
"""An amount of the same step that is printed, the period that is not, its cents, and the formula that gives them."""


def find_lost(rates: Sequence[Rate], rules: Sequence[PayRule]) -> Iterator[Lost]:
    """Every amount that is missing from a row of amounts, and what it must be.

    A row that lacks most of its steps may well be printed so; one that has no amount at all is a missing
    row, no missing amount.
    """
    holed = [table for table in build_tables(build_vectors(rates)) if _is_holed(table)]
    if not holed:
        return
    believed = believe(rules)
    for table in holed:
        own = [
            rule
            for rule in rules
            if rule.document_id == table.document_id and rule.table_key.partition("#")[0] == table.table_key
        ]
        for vector, period in _holes(table) if own else ():
            links = believed[table.document_id, choose_rule(vector, own, believed).table_key]
            told = next(_derive(vector, period, links), None)
            if told:
                yield told


def _is_holed(table: PayTable) -> bool:
    """Whether some step prints fewer periods than its table."""
    return any(len(vector.rates) < len(table.periods) for vector in table.vectors)


def _holes(table: PayTable) -> Iterator[tuple[Vector, Period]]:
    """Steps without a period that at least half of the steps of their row print."""
    rows: dict[tuple[object, ...], list[Vector]] = defaultdict(list)
    for vector in table.vectors:
        rows[vector.owner, vector.component, vector.component_name].append(vector)
    for row in rows.values():
        for period in table.periods:
            holes = [vector for vector in row if period not in vector.rates]
            if 0 < 2 * len(holes) <= len(row):
                yield from ((vector, period) for vector in holes)


def _derive(vector: Vector, period: Period, links: Sequence[Link]) -> Iterator[Lost]:
    """What a link gives for the period from one that is printed, forwards or backwards."""
    for link in links:
        if link.target == period and link.source in vector.rates:
            source = vector.rates[link.source]
            yield source, period, predictor(link)(source.amount), link.formula
        elif link.source == period and link.target in vector.rates:
            target = vector.rates[link.target]
            cents = round(target.amount / link.weight)
            if predictor(link)(cents) == target.amount:
                yield target, period, cents, link.formula
