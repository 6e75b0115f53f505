"""Tables with a row for each step and a column for each range, class or lane of education, as schools print them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.layouts import pay
from pipeline.normalize.salary.column_rows import DataLine
from pipeline.normalize.salary.heads import AmountColumn
from pipeline.normalize.salary.labels import ClassLabel, LabelHead, parse_class_label
from pipeline.normalize.salary.periods import parse_period
from pipeline.normalize.salary.placed import PlacedAmount, PlacedBlock, PlacedComponent, PlacedRow
from pipeline.normalize.salary.tokens import fold, names_late_step, step_rank

_LEAST = 2
_LONG_WORD = 5
_RATE_WORDS = frozenset({"rate", "rates", "salary", "pay", "wage", "wages"})
_LONG_LANE = 14
"""Characters from which a head is the title of a class and not the name of a lane or range."""


def heads_lanes(named: Sequence[AmountColumn], rows: Sequence[DataLine], label_heads: Sequence[LabelHead]) -> bool:
    """Whether the rows are steps and nothing else, and the columns lanes, be it with several pay periods each."""
    if len(named) < _LEAST or len(rows) < _LEAST or any(row.cells for row in rows):
        return False
    if [head.role for head in label_heads if head.role != "other"] not in ([], ["step"]):
        return False
    if any(column.day or column.add_on or column.part for column in named):
        return False
    lanes = [_lane(column) for column in named]
    of_periods = {column.period for column in named}
    columns = {(lane, column.period) for lane, column in zip(lanes, named, strict=True)}
    if None in lanes or len(columns) < len(named) or (None in of_periods and len(of_periods) > 1):
        return False
    if None not in of_periods and len(set(lanes)) < _LEAST:
        return False
    return rises([row.step for row in rows])


def rises(steps: Sequence[str | None]) -> bool:
    """Whether every row has a step, each higher than the last; those of long service follow the others."""
    ranked = list(steps)
    while len(ranked) > _LEAST and ranked[-1] and step_rank(ranked[-1]) is None and names_late_step(ranked[-1]):
        ranked.pop()
    ranks = [step_rank(step) if step else None for step in ranked]
    return all(upper is not None and lower is not None and upper < lower for upper, lower in pairwise(ranks))


def lane_blocks(rows: Sequence[DataLine], named: Sequence[AmountColumn]) -> Iterator[PlacedBlock]:
    """A block for each lane that holds amounts; a step keeps its number where a lane prints no amount."""
    lanes = [_lane(column) for column in named]
    for lane in dict.fromkeys(lanes):
        placed: list[PlacedRow] = []
        for index, column in enumerate(named):
            amounts = tuple(
                PlacedAmount(word, row.step or str(order), order)
                for order, row in enumerate(rows, 1)
                for number, word in row.amounts
                if number == index
            )
            if amounts and column.period and lanes[index] == lane:
                placed.append(PlacedRow(column.period, amounts))
        if placed:
            yield PlacedBlock(_label(lane or ""), (PlacedComponent("base", None, tuple(placed)),))


def _lane(column: AmountColumn) -> str | None:
    """What a head says beside the pay period; ``None`` where it says no more."""
    text = column.text or column.step or ""
    if parse_period(text) is not None:
        text = " ".join(word for word in text.split() if parse_period(word) is None and fold(word) not in _RATE_WORDS)
    return text or None


def _label(text: str) -> ClassLabel:
    """A short head names a range or lane as printed ("Range 25", "BA+30"), a long one or a plain word the class."""
    label = parse_class_label((), (), None) if not text else ClassLabel(range_code=text)
    return ClassLabel(title=text) if len(text) > _LONG_LANE or _is_title(text) else label


def _is_title(text: str) -> bool:
    """Whether a short head is the title of a class ("Librarian", "Zoo Curator")."""
    words = [fold(word) for word in text.split()]
    plain = not any(char.isdigit() for char in text) and not set(words) & pay.LANE_WORDS
    return plain and any(len(word) >= _LONG_WORD for word in words)
