"""Classes that print several pay periods in rows under one another without naming them on the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.models import Period
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.column_rows import DataLine

_RATIOS: tuple[tuple[float, float, Period, Period], ...] = (
    (70, 115, "HR", "BW"), (150, 245, "HR", "MO"), (1800, 2950, "HR", "YR"),
    (2.15, 2.19, "BW", "MO"), (25.9, 26.2, "BW", "YR"), (11.95, 12.05, "MO", "YR"),
)  # fmt: skip
"""How many of a pay period one of a longer one holds."""
_MOST = 4
_EXACT = 0.001
"""Share by which the ratio of two rows may differ from class to class, from rounding alone."""
_MOSTLY = 0.8
_LEAST = 2
_OFTEN = 3
_LIKE = (0.5, 2.0)
"""How many times the amounts of a cut class may be those of the class beside it."""


class Stacks(NamedTuple):
    """How the rows of a table stand under one another."""

    periods: tuple[Period, ...] = ()
    """The pay periods of the rows of each class; empty where each row is a class."""
    first: int = 0
    """Rows before the first whole class: the rest of one that a page break has cut."""
    place: int | None = None
    """The row of a class on which its label stands; ``None`` where labels stand between rows, or on all."""


def read_stacks(rows: Sequence[DataLine], known: Stacks | None = None) -> Stacks:
    """The pay periods of the rows of each class, where the arithmetic tells them; none where it does not.

    Every class prints as many rows, and the amounts of its rows stand in the ratio of two pay periods. A page
    break may stand inside a class: the rows on which labels stand tell where the next one begins.

    Args:
        rows: the rows of a table, top to bottom.
        known: how the rows stood on the page before, where the table goes on; ``None`` where it begins.
    """
    goes_on = known is not None and bool(known.periods)
    sizes = (len(known.periods),) if known is not None and known.periods else range(2, _MOST + 1)
    for size in sizes:
        labelled = {number % size for number, row in enumerate(rows) if row.cells}
        place = labelled.pop() if len(labelled) == 1 else None
        first = 0
        if known is not None and place is not None:
            first = (place - (known.place or 0)) % size
        stacks = [rows[start : start + size] for start in range(first, len(rows) - size + 1, size)]
        if (place is None and len(rows) % size) or len(stacks) < (1 if goes_on else _LEAST):
            continue
        periods = _periods_of_all(stacks, size)
        if periods and (known is None or not goes_on or periods == known.periods):
            return Stacks(periods, first, None if place is None else (place - first) % size)
    return Stacks()


def part_stacks(rows: Sequence[DataLine], stacks: Stacks) -> Iterator[tuple[Sequence[DataLine], tuple[Period, ...]]]:
    """The rows of each class with their pay periods, and those of a cut class at each end if they are like a whole one.

    What else stands at the ends is left out.
    """
    size, first = len(stacks.periods), stacks.first
    whole = [rows[start : start + size] for start in range(first, len(rows) - size + 1, size)]
    begun, ended = rows[:first], rows[first + size * len(whole) :]
    if begun and _are_part(begun, whole[0], size - first, stacks.place):
        yield begun, stacks.periods[size - first :]
    for stack in whole:
        yield stack, stacks.periods
    if ended and _are_part(ended, whole[-1], 0, stacks.place):
        yield ended, stacks.periods[: len(ended)]


def alternates(rows: Sequence[DataLine]) -> bool:
    """Whether neighbouring rows jump between pay periods, so that one period cannot hold for all."""
    jumps = sum(_jump(upper, lower) for upper, lower in pairwise(rows))
    return jumps * _OFTEN > len(rows)


def _jump(upper: DataLine, lower: DataLine) -> bool:
    ratios = _ratios(upper, lower)
    middle = median(ratios) if ratios else 0.0
    rising = max(middle, 1 / middle) if middle else 0.0
    return any(least <= rising <= most for least, most, _, _ in _RATIOS)


def _periods_of_all(stacks: Sequence[Sequence[DataLine]], size: int) -> tuple[Period, ...]:
    """The pay periods of the rows of classes; empty where their ratios are not those of pay periods."""
    pairs = [pair for place in range(1, size) if (pair := _periods_of(stacks, place)) is not None]
    if len(pairs) < size - 1 or len({first for first, _ in pairs}) > 1:
        return ()
    return (pairs[0][0], *(later for _, later in pairs))


def _periods_of(stacks: Sequence[Sequence[DataLine]], place: int) -> tuple[Period, Period] | None:
    """The pay periods of the first row of all stacks and of the one at ``place``; a few misprints change nothing."""
    each = [_ratios(stack[0], stack[place]) for stack in stacks]
    ratios = [ratio for own in each for ratio in own]
    if not all(each):
        return None
    middle = median(ratios)
    if sum(abs(ratio - middle) <= _EXACT * middle for ratio in ratios) < _MOSTLY * len(ratios):
        return None
    rising = max(middle, 1 / middle)
    pair = next(((first, later) for least, most, first, later in _RATIOS if least <= rising <= most), None)
    return pair[::-1] if pair and middle < 1 else pair


def _are_part(rows: Sequence[DataLine], whole: Sequence[DataLine], start: int, place: int | None) -> bool:
    """Whether rows are those of a cut class from its row ``start`` on: labels and amounts are as those of another."""
    others = whole[start : start + len(rows)]
    labelled = [number for number, row in enumerate(rows, start) if row.cells]
    pairs = [ratio for row, other in zip(rows, others, strict=True) for ratio in _ratios(row, other) or [0.0]]
    return all(number == place for number in labelled) and all(_LIKE[0] <= ratio <= _LIKE[1] for ratio in pairs)


def _ratios(upper: DataLine, lower: DataLine) -> list[float]:
    """How many times each amount of the lower row is the one above it; none where their columns differ."""
    above = {column: tokens.parse_money(word.text) or 0 for column, word in upper.amounts}
    below = {column: tokens.parse_money(word.text) or 0 for column, word in lower.amounts}
    if above.keys() != below.keys() or not all(above.values()):
        return []
    return [below[column] / above[column] for column in above]
