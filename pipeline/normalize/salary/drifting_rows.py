"""Rows of text without columns: the place of an amount that is missing is found by the rows around it.

Such text parts the amounts of a row by single spaces, so that nothing stands under a head and an amount that
is lost moves all after it. The other pay periods of the class tell which one it was: they are
about as many times as much in every step, and in every class.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import log
from statistics import median

from pipeline.models import Page, Period, Word
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.columns import StepColumn
from pipeline.normalize.salary.placed import PlacedAmount, PlacedRow
from pipeline.normalize.salary.rows import PayRow

_WORST = 0.3
"""What an amount in the wrong place costs at most: a misprinted one must not move the others."""
_MOST_SURPLUS = 3
"""Cells more or fewer than steps that are looked for."""

Ladder = tuple[float, ...]
"""Logarithms of the amounts of a row, step by step."""


def drifts(page: Page, rows: Sequence[PayRow]) -> bool:
    """Whether the rows have no columns: text without tabs, each row from the left margin on."""
    return page.reader == "text" and not any(row.label.x0 for row in rows)


def place_drifting(groups: Sequence[Sequence[PayRow]], steps: Sequence[StepColumn]) -> dict[int, PlacedRow] | None:
    """Give every amount its step, where most rows print one for every step.

    Args:
        groups: rows of one class and component each.
        steps: heads of the columns; where there are none, or not as many as amounts, steps are numbered.

    Returns:
        Rows by the ``id`` of the row they were; ``None`` where rows have so many lengths that nothing tells
        the steps.
    """
    rows = [row for group in groups for row in group]
    counts = Counter(len(row.cells) for row in rows)
    width, most = counts.most_common(1)[0]
    if 2 * most <= len(rows) or all(len(row.amounts) == width for row in rows):
        return None
    if len(steps) != width:
        steps = [StepColumn(str(number), 0.0, 0.0) for number in range(1, width + 1)]
    times = _times(groups, width)
    shapes = [ladder for row in rows if (ladder := _ladder(row, width))]
    placed: dict[int, PlacedRow] = {}
    for group in groups:
        for row in group:
            columns = _columns(row, width, list(_expected(row, group, times, width)), shapes)
            placed[id(row)] = _place(row, columns, steps)
    return placed


def _ladder(row: PayRow, width: int) -> Ladder | None:
    """The row as logarithms; ``None`` where it does not print an amount for every step."""
    cents = [tokens.parse_money(word.text) or 0 for word in row.cells]
    return tuple(map(log, cents)) if len(cents) == width and all(cents) else None


def _times(groups: Sequence[Sequence[PayRow]], width: int) -> Mapping[tuple[Period, Period], float]:
    """How many times as much one period is as another, as a logarithm: the median over all classes and steps."""
    found: dict[tuple[Period, Period], list[float]] = defaultdict(list)
    for group in groups:
        ladders = {row.period: ladder for row in group if (ladder := _ladder(row, width))}
        for one, low in ladders.items():
            for two, high in ladders.items():
                found[one, two] += [b - a for a, b in zip(low, high, strict=True)]
    return {pair: median(values) for pair, values in found.items()}


def _expected(
    row: PayRow, group: Sequence[PayRow], times: Mapping[tuple[Period, Period], float], width: int
) -> Iterator[Ladder]:
    """What each other period of the class says the row should be."""
    for other in group:
        ladder = _ladder(other, width) if other is not row else None
        factor = times.get((other.period, row.period))
        if ladder and factor is not None:
            yield tuple(value + factor for value in ladder)


def _columns(row: PayRow, width: int, expected: Sequence[Ladder], shapes: Sequence[Ladder]) -> list[int | None]:
    """The column of each cell of a row, in order; ``None`` for a cell too many."""
    size = len(row.cells)
    if size == width or abs(size - width) > _MOST_SURPLUS:
        return [index if index < width else None for index in range(size)]
    cents = [tokens.parse_money(word.text) for word in row.cells]
    values = [log(amount) if amount else None for amount in cents]
    ladder = tuple(map(median, zip(*expected, strict=True))) if expected else _scaled(values, shapes, width)
    if size < width:
        best = min(combinations(range(width), size), key=lambda columns: _cost(values, columns, ladder))
        return [*best]
    every = range(width)
    kept = min(combinations(range(size), width), key=lambda cells: _cost([values[at] for at in cells], every, ladder))
    return [kept.index(cell) if cell in kept else None for cell in range(size)]


def _cost(values: Sequence[float | None], columns: Sequence[int], ladder: Ladder) -> float:
    """How badly the values fit the columns; a cell that is no amount fits anywhere, but an amount fits better."""
    return sum(
        _WORST if value is None else min(_WORST, abs(value - ladder[column]))
        for value, column in zip(values, columns, strict=True)
    )


def _scaled(values: Sequence[float | None], shapes: Sequence[Ladder], width: int) -> Ladder:
    """The usual ladder of the table, on the level at which most of the values fit it best."""
    if not shapes:
        return (0.0,) * width
    usual = [median(shape[column] - shape[0] for shape in shapes) for column in range(width)]
    known = [value for value in values if value is not None]
    levels = [value - step for value in known for step in usual] or [0.0]

    def misfit(level: float) -> float:
        return sum(min(_WORST, *(abs(value - level - step) for step in usual)) for value in known)

    best = min(levels, key=misfit)
    return tuple(best + step for step in usual)


def _place(row: PayRow, columns: Sequence[int | None], steps: Sequence[StepColumn]) -> PlacedRow:
    amounts: list[PlacedAmount] = []
    unplaced: list[Word] = []
    for word, column in zip(row.cells, columns, strict=True):
        if tokens.parse_money(word.text) is None:
            continue
        if column is None:
            unplaced.append(word)
        else:
            amounts.append(PlacedAmount(word, steps[column].step, column + 1, steps[column].printed))
    return PlacedRow(row.period, tuple(amounts), tuple(unplaced))
