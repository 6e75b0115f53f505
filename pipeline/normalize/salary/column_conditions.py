"""Columns of one pay period that the rest of their heads tells apart: "Hourly (40 hr)" beside "Hourly (56 hr)"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from datetime import date

from pipeline.normalize.salary.column_rows import DataLine
from pipeline.normalize.salary.dated_rows import part_dates
from pipeline.normalize.salary.heads import AmountColumn
from pipeline.normalize.salary.periods import parse_period
from pipeline.normalize.salary.tokens import fold

_RATE_WORDS = frozenset({"rate", "rates", "salary", "pay", "wage", "wages", "of"})


def tell_columns_apart(named: tuple[AmountColumn, ...]) -> tuple[AmountColumn, ...]:
    """The columns, those of one step and pay period with what their heads say beside it as their condition."""
    if any(column.add_on for column in named):
        return named  # what is left and right of an addition is the base and the total
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for index, column in enumerate(named):
        if column.period:
            alike[column.step, column.period, column.day, column.part].append(index)
    conditions = {
        index: said
        for indices in alike.values()
        if len(indices) > 1
        for index, said in _tell_apart([named[index].text for index in indices], indices)
    }
    return tuple(column._replace(condition=conditions.get(index)) for index, column in enumerate(named))


def _tell_apart(heads: Sequence[str], indices: Sequence[int]) -> list[tuple[int, str | None]]:
    """What each head says beside its pay period; nothing where two say the same."""
    said = [_beside_period(head) for head in heads]
    if len(set(map(fold, said))) < len(said) or any(parse_period(head) is None for head in heads):
        return []
    return [(index, text or None) for index, text in zip(indices, said, strict=True)]


def _beside_period(head: str) -> str:
    kept = [word for word in head.split() if parse_period(word) is None and fold(word) not in _RATE_WORDS]
    return " ".join(kept).strip("() ")


def part_alternatives(
    rows: Sequence[DataLine], named: Sequence[AmountColumn]
) -> Iterator[tuple[date | None, str | None, Sequence[DataLine]]]:
    """The rows of each operative date and under each condition that heads print."""
    for day, own in _part_days(rows, named):
        for condition in dict.fromkeys(column.condition for column in named):
            yield day, condition, [row.under(condition, named) for row in own]


def _part_days(
    rows: Sequence[DataLine], named: Sequence[AmountColumn]
) -> Iterator[tuple[date | None, Sequence[DataLine]]]:
    """The rows of each operative date, where heads or rows print one; else all of them."""
    if any(column.day for column in named):
        for day in dict.fromkeys(column.day for column in named):
            yield day, [row.of_day(day, named) for row in rows]
    else:
        dated = part_dates(rows)
        yield from [(None, rows)] if dated is None else dated.items()
