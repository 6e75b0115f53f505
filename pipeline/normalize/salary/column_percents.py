"""Columns that pay a percentage more than the base pay on their left ("Base", "2.5%", "5%")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.layouts import pay
from pipeline.models import Component
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.column_rows import DataLine
from pipeline.normalize.salary.heads import AmountColumn

_MOSTLY = 0.9
_CENTS = 100


def name_percents(named: Sequence[AmountColumn], rows: Sequence[DataLine]) -> tuple[AmountColumn, ...]:
    """Say of base pay and of the columns of percentages beside it what part of pay they hold.

    The arithmetic must tell it: a column of "5%" holds either the base and 5 percent of it, or these alone.
    """
    found = list(named)
    base: int | None = None
    for index, column in enumerate(named):
        percent = tokens.parse_percent(column.text) if column.step is None and column.period is None else None
        if percent is None:
            base = index if _is_base(column) else None
        elif base is not None and (part := _part_of(rows, base, index, percent)) is not None:
            found[base] = found[base]._replace(part="base")
            found[index] = column._replace(part=part, period=named[base].period)
    return tuple(found)


def _is_base(column: AmountColumn) -> bool:
    if column.step is not None or column.add_on or column.day is not None:
        return False
    folded = tokens.fold(column.text)
    return column.period is not None or folded == "base" or folded in pay.BASE_NAMES


def _part_of(rows: Sequence[DataLine], base: int, index: int, percent: Decimal) -> Component | None:
    pairs = []
    for row in rows:
        cents = {column: tokens.parse_money(word.text) or 0 for column, word in row.amounts}
        if base in cents and index in cents:
            pairs.append((cents[base], cents[index]))
    whole = all(cents % _CENTS == 0 for pair in pairs for cents in pair)
    slack = _CENTS if whole else 1
    parts: tuple[tuple[Component, Decimal], ...] = (("total", 1 + percent / 100), ("bonus", percent / 100))
    for part, share in parts:
        held = sum(abs(paid - share * cents) <= slack for cents, paid in pairs)
        if pairs and held >= _MOSTLY * len(pairs):
            return part
    return None
