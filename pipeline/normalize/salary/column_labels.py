"""Columns whose head is misprinted: the columns beside it and their amounts show which step or pay period is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.models import PERIODS
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.column_rows import DataLine
from pipeline.normalize.salary.columns import mend_order
from pipeline.normalize.salary.heads import AmountColumn
from pipeline.normalize.salary.row_periods import are_of_periods

_LEAST_ROWS = 3


def mend_heads(named: tuple[AmountColumn, ...], rows: Sequence[DataLine]) -> tuple[AmountColumn, ...]:
    """The columns, one that repeats another's step or pay period with the one its place or its amounts ask for."""
    heads = Counter((column.step, column.period, column.day, column.part) for column in named)
    if max(heads.values()) == 1 or any(column.add_on for column in named):
        return named
    if all(column.step for column in named):
        return _mend_steps(named)
    return _mend_period(named, rows) if not any(column.step or column.day or column.part for column in named) else named


def _mend_steps(named: tuple[AmountColumn, ...]) -> tuple[AmountColumn, ...]:
    if len({(column.period, column.day) for column in named}) > 1:
        return named
    meant = mend_order([column.step for column in named])
    return (
        named
        if not meant
        else tuple(
            column if column.step == step else column._replace(step=step, printed=column.step)
            for column, step in zip(named, meant, strict=True)
        )
    )


def _mend_period(named: tuple[AmountColumn, ...], rows: Sequence[DataLine]) -> tuple[AmountColumn, ...]:
    """One of two columns of one pay period, with the period that all amounts of it are of."""
    counts = Counter(column.period for column in named)
    table = [dict(row.amounts) for row in rows if len(dict(row.amounts)) == len(named)]
    if counts[None] or len(counts) != len(named) - 1 or len(table) < _LEAST_ROWS:
        return named
    cents = [[tokens.parse_money(row[at].text) or 0 for row in table] for at in range(len(named))]
    found = []
    for at, column in enumerate(named):
        for period in PERIODS if counts[column.period] > 1 else ():
            order = [period if at == other else each.period for other, each in enumerate(named)]
            known = [each for each in order if each]
            if period not in counts and are_of_periods(known, cents):
                found.append((at, period))
    if len(found) != 1:
        return named
    at, period = found[0]
    wrong = named[at]._replace(period=period, printed=named[at].text)
    return tuple(wrong if other == at else column for other, column in enumerate(named))
