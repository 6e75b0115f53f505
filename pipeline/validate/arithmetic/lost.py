"""Amounts a row must print and does not: the step has its other periods, and the rule tells the one that is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.models import PayRule, Period, Rate, UnreadNumber
from pipeline.validate.arithmetic.factors import Link, predictor
from pipeline.validate.arithmetic.system import believe, choose_rule
from pipeline.validate.arithmetic.vectors import PayTable, Vector, build_tables, build_vectors

_ALIKE = 0.7
"""Share of its figures that a misread amount keeps."""


class Lost(NamedTuple):
    """An amount that is not printed."""

    beside: Rate
    """An amount of the same step that is."""
    rate: Rate
    """The lost one, as it must be."""
    formula: str | None
    """What gives it; ``None`` where the amounts beside it are wrong themselves, so that nothing does."""


def find_lost(rates: Sequence[Rate], rules: Sequence[PayRule], doubted: frozenset[str] = frozenset()) -> Iterator[Lost]:
    """Every amount that is missing from a row of amounts, and what it must be.

    A row that lacks most of its steps may well be printed so; one that has no amount at all is a missing
    row, no missing amount.

    Args:
        rates: of the tables.
        rules: of the tables.
        doubted: keys of wrong amounts, from which nothing follows.
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
            told = list(_derive(vector, period, links))
            sure = [lost for lost in told if lost.beside.rate_id not in doubted]
            yield from sure[:1] or [lost._replace(formula=None) for lost in told[:1]]


def pair_misread(lost: Sequence[Lost], unread: Sequence[UnreadNumber]) -> dict[int, UnreadNumber]:
    """What was read in the place of lost amounts, by their index: the number of the page that is most like it."""
    pairs = sorted(
        (
            (_likeness(number.text, each.rate.amount), at, index)
            for at, each in enumerate(lost)
            for index, number in enumerate(unread)
            if (number.page_number or 1) == (each.beside.page_number or 1)
        ),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    found: dict[int, int] = {}
    for likeness, at, index in pairs:
        if likeness >= _ALIKE and at not in found and index not in found.values():
            found[at] = index
    return {at: unread[index] for at, index in found.items()}


def _likeness(text: str, cents: int) -> float:
    """The share of figures that a number as read and an amount have in common; "####" may stand for any amount."""
    read = "".join(char for char in text if char.isdigit())
    if not read:
        return _ALIKE
    return SequenceMatcher(None, read, str(cents), autojunk=False).ratio()


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
            yield _lose(source, period, predictor(link)(source.amount), link.formula)
        elif link.source == period and link.target in vector.rates:
            target = vector.rates[link.target]
            cents = round(target.amount / link.weight)
            if predictor(link)(cents) == target.amount:
                yield _lose(target, period, cents, link.formula)


def _lose(beside: Rate, period: Period, cents: int, formula: str) -> Lost:
    shown = f"{cents // 100:,}.{cents % 100:02d}"
    key = f"{beside.rate_id.rpartition('/')[0]}/{period}#lost"
    rate = replace(beside, rate_id=key, period=period, amount=cents, amount_orig=shown, bbox=None)
    return Lost(beside, rate, formula)
