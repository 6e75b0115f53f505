"""Classes that print several pay periods in rows under one another without naming them on the rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.models import Period
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.column_rows import DataLine

_RATIOS: tuple[tuple[float, float, Period, Period], ...] = (
    (70, 115, "HR", "BW"), (150, 245, "HR", "MO"), (1800, 2950, "HR", "YR"),
    (2.15, 2.19, "BW", "MO"), (25.9, 26.2, "BW", "YR"), (11.95, 12.05, "MO", "YR"),
)  # fmt: skip
"""How many of a pay period one of a longer one holds."""
_MOST = 4
_SAME = 0.004
"""Share by which the ratio of two rows may differ from class to class, from rounding."""
_MOSTLY = 0.8
_LEAST = 2
_OFTEN = 3


def read_stacks(rows: Sequence[DataLine]) -> tuple[Period, ...]:
    """The pay periods of the rows of each class, where the arithmetic tells them; empty where it does not.

    Every class prints as many rows, and the amounts of its rows stand in the ratio of two pay periods.
    """
    for size in range(2, _MOST + 1):
        if len(rows) % size or len(rows) < _LEAST * size:
            continue
        stacks = [rows[start : start + size] for start in range(0, len(rows), size)]
        periods = [_periods_of(stacks, place) for place in range(1, size)]
        if None not in periods:
            chained = [pair for pair in periods if pair is not None]
            if len({first for first, _ in chained}) == 1:
                return (chained[0][0], *(later for _, later in chained))
    return ()


def alternates(rows: Sequence[DataLine]) -> bool:
    """Whether neighbouring rows jump between pay periods, so that one period cannot hold for all."""
    jumps = sum(_jump(upper, lower) for upper, lower in pairwise(rows))
    return jumps * _OFTEN > len(rows)


def _jump(upper: DataLine, lower: DataLine) -> bool:
    ratios = _ratios(upper, lower)
    middle = median(ratios) if ratios else 0.0
    rising = max(middle, 1 / middle) if middle else 0.0
    return any(least <= rising <= most for least, most, _, _ in _RATIOS)


def _periods_of(stacks: Sequence[Sequence[DataLine]], place: int) -> tuple[Period, Period] | None:
    """The pay periods of the first row of all stacks and of the one at ``place``; a few misprints change nothing."""
    each = [_ratios(stack[0], stack[place]) for stack in stacks]
    ratios = [ratio for own in each for ratio in own]
    if not all(each):
        return None
    middle = median(ratios)
    if sum(abs(ratio - middle) <= _SAME * middle for ratio in ratios) < _MOSTLY * len(ratios):
        return None
    rising = max(middle, 1 / middle)
    pair = next(((first, later) for least, most, first, later in _RATIOS if least <= rising <= most), None)
    return pair[::-1] if pair and middle < 1 else pair


def _ratios(upper: DataLine, lower: DataLine) -> list[float]:
    """How many times each amount of the lower row is the one above it; none where their columns differ."""
    above = {column: tokens.parse_money(word.text) or 0 for column, word in upper.amounts}
    below = {column: tokens.parse_money(word.text) or 0 for column, word in lower.amounts}
    if above.keys() != below.keys() or not all(above.values()):
        return []
    return [below[column] / above[column] for column in above]
