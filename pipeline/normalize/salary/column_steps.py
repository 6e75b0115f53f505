"""Steps that columns of amounts hold whose heads do not say so: longevity beyond the last step, and "low - high"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layouts import pay
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.column_rows import DataLine
from pipeline.normalize.salary.heads import AmountColumn

_PAIR = 2
_MOSTLY = 0.9


def name_late_steps(named: Sequence[AmountColumn], rows: Sequence[DataLine]) -> tuple[AmountColumn, ...]:
    """Let a column of longevity pay be a step of its own name, where it pays more than the last step.

    A column that pays less is an amount on top of the steps, and stays unread.
    """
    steps = [index for index, column in enumerate(named) if column.step]
    if len(steps) < _PAIR:
        return tuple(named)
    found = list(named)
    for index in range(steps[-1] + 1, len(named)):
        column = named[index]
        if column.step is None and column.period is None and _is_late(column.text) and _pays_more(rows, index):
            found[index] = column._replace(step=column.text)
    return tuple(found)


def name_low_and_high(named: Sequence[AmountColumn], rows: Sequence[DataLine]) -> tuple[AmountColumn, ...]:
    """Call the two amounts of "4,500.00 - 6,000.00" under each head by what they are."""
    if len(named) % _PAIR or any(column.step or column.day or column.period is None for column in named):
        return tuple(named)
    texts = [column.text for column in named]
    if texts[::_PAIR] != texts[1::_PAIR] or len(set(texts)) * _PAIR != len(texts):
        return tuple(named)
    if not all(_pays_more(rows, high) for high in range(1, len(named), _PAIR)):
        return tuple(named)
    return tuple(column._replace(step=pay.LOW_AND_HIGH[index % _PAIR]) for index, column in enumerate(named))


def _is_late(name: str) -> bool:
    words = {tokens.fold(word) for word in name.split()}
    return bool(words & pay.LATE_STEP_WORDS) or tokens.names_late_step(name)


def _pays_more(rows: Sequence[DataLine], index: int) -> bool:
    """Whether a column pays at least what the one on its left does, in nearly every row that has both."""
    pairs = [(cents[index - 1], cents[index]) for row in rows if {index - 1, index} <= (cents := _cents(row)).keys()]
    return bool(pairs) and sum(low <= high for low, high in pairs) >= _MOSTLY * len(pairs)


def _cents(row: DataLine) -> dict[int, int]:
    return {column: tokens.parse_money(word.text) or 0 for column, word in row.amounts}
