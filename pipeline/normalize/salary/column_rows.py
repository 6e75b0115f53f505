"""Lines with amounts under columns -> their cells, step and amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline.models import Page, Word
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import labels, tokens
from pipeline.normalize.salary.heads import AmountColumn
from pipeline.normalize.salary.labels import LabelHead, Segment
from pipeline.normalize.salary.rate_suffixes import period_of_print
from pipeline.normalize.salary.untold import is_pay_number

_RANGE_STEP = re.compile(
    r"(?P<range>[A-Z]{0,2}\d{1,4}|[A-Z]{1,2})\s?(?:[-/]\s?(?P<step>[A-Z]|\d{1,2})|(?P<letter>[A-Z]))"
)
"""A cell under "Range/Step": "20A", "20-3"."""
_OFF_ROW = 0.6
"""Line heights by which amounts of one row may stand off its line."""


def drop_other_periods(rows: Sequence[DataLine], named: Sequence[AmountColumn]) -> list[DataLine]:
    """The rows without amounts that print another pay period than that of their column ("$17.11/hr" among annual)."""
    kept = [row._replace(amounts=tuple(a for a in row.amounts if _is_of(a[1], named[a[0]]))) for row in rows]
    return [row for row in kept if row.amounts]


def _is_of(word: Word, column: AmountColumn) -> bool:
    printed = period_of_print(word.as_read) if word.as_read else None
    return printed is None or column.period is None or printed == column.period


class DataLine(NamedTuple):
    """A line with amounts."""

    line: int
    cells: tuple[Segment, ...]
    """Label cells left of the amounts, without the step."""
    step: str | None
    amounts: tuple[tuple[int, Word], ...]
    """(column, word)."""
    middle: float

    def of_day(self, day: date | None, named: Sequence[AmountColumn]) -> DataLine:
        """The line with only the amounts that hold from a date."""
        return self._replace(amounts=tuple(amount for amount in self.amounts if named[amount[0]].day == day))

    def under(self, condition: str | None, named: Sequence[AmountColumn]) -> DataLine:
        """The line with only the amounts under a condition."""
        return self._replace(
            amounts=tuple(amount for amount in self.amounts if named[amount[0]].condition == condition)
        )


def column_of(word: Word, named: Sequence[AmountColumn]) -> int:
    """Index of the column a word stands in, or nearest to."""
    middle = (word.x0 + word.x1) / 2
    return min(range(len(named)), key=lambda index: max(named[index].span.x0 - middle, middle - named[index].span.x1))


def read_line(
    line: TextLine, index: int, named: Sequence[AmountColumn], label_heads: Sequence[LabelHead], page: Page
) -> DataLine:
    """Part a line into label cells, its step and its amounts with their columns."""
    amounts = _place(line.words, named)
    first = min((word.x0 for _, word in amounts), default=line.x1)
    height = labels.label_height(line.words)
    left = [
        word
        for word in line.words
        if not labels.is_mark(word, height)
        and word.x0 < first
        and not is_pay_number(word.text)
        and word.text not in tokens.SIGNS
        and not _is_blank(word, named)
    ]
    cells = labels.cut_segments(left, index, labels.find_verticals(page.edges), label_heads)
    step: str | None = None
    kept: list[Segment] = []
    for cell in cells:
        found, rest = _take_step(cell, label_heads)
        step = found or step
        if rest:
            kept.append(Segment(tuple(rest), index))
    kept += _cells_right(line.words, index, label_heads, max((word.x1 for _, word in amounts), default=line.x1))
    return DataLine(index, tuple(kept), step, amounts, (line.top + line.bottom) / 2)


def _cells_right(words: Sequence[Word], index: int, label_heads: Sequence[LabelHead], last: float) -> list[Segment]:
    """The codes and ranges of a line that stand right of its amounts, which end at ``last``, under their heads."""
    heads = [head for head in label_heads if head.role in labels.NUMBERED and head.x0 >= last]
    return [
        Segment((word,), index)
        for word in words
        if not tokens.is_blank(word.text) and any(head.x0 < word.x1 and word.x0 < head.x1 for head in heads)
    ]


def join_raised(rows: Sequence[DataLine], height: float) -> list[DataLine]:
    """Give amounts that stand a little off their row, as beside the mark of a footnote, back to it."""
    joined: list[DataLine] = []
    for row in rows:
        before = joined[-1] if joined else None
        near = before is not None and abs(row.middle - before.middle) < _OFF_ROW * height
        if before is None or not near or (row.cells and before.cells) or _columns(row) & _columns(before):
            joined.append(row)
            continue
        full = row if row.cells else before
        amounts = tuple(sorted((*before.amounts, *row.amounts), key=lambda amount: amount[0]))
        joined[-1] = full._replace(step=before.step or row.step, amounts=amounts)
    return joined


def _columns(row: DataLine) -> set[int]:
    return {column for column, _ in row.amounts}


def _place(words: Sequence[Word], named: Sequence[AmountColumn]) -> tuple[tuple[int, Word], ...]:
    """The amounts of a line with their columns: by order where there is one for each column, else by place."""
    figures = [word for word in words if is_pay_number(word.text)]
    full = len(figures) == len(named)
    return tuple(
        (order if full else column_of(word, named), word)
        for order, word in enumerate(figures)
        if tokens.is_amount(word.text)
    )


def _is_blank(word: Word, named: Sequence[AmountColumn]) -> bool:
    """Whether a word stands for an amount that is not paid, in a column of amounts."""
    return tokens.is_blank(word.text) and word.x1 > named[0].span.x0


def _take_step(cell: Segment, label_heads: Sequence[LabelHead]) -> tuple[str | None, list[Word]]:
    """The step a cell names, and the words of the cell that are no step."""
    words = list(cell.words)
    role = nearest_head(cell, label_heads)
    if role == "range step" and (both := _RANGE_STEP.fullmatch(cell.text)):
        return both["step"] or both["letter"], [words[0]._replace(text=both["range"])]
    if role == "step" and (step := tokens.parse_step(cell.text) or _years_of(cell.text)):
        return step, []
    stepped = any(head.role == "step" for head in label_heads)
    for size in (3, 2) if stepped else ():  # a title may run on to the length of service beside it
        tail = " ".join(word.text for word in words[-size:])
        if len(words) > size and tokens.names_service(tail):
            return tail, words[:-size]
    for size in (2, 1):
        tail = " ".join(word.text for word in words[-size:])
        if tail.lower().startswith("step") and (step := tokens.parse_step(tail)):
            return step, words[:-size]
    for index, word in enumerate(words):  # a long title may be printed over the column of steps
        if word.text.lower().startswith("step") and (step := tokens.parse_step(word.text)):
            return step, words[:index] + words[index + 1 :]
    return None, words


def _years_of(text: str) -> str | None:
    return text if tokens.names_years(text) or tokens.names_late_step(text) else None


def nearest_head(cell: Segment, label_heads: Sequence[LabelHead]) -> str | None:
    """Role of the head a cell stands under, or of the nearest one where it stands under none."""
    role = labels.head_of(cell, label_heads)
    if role is None and label_heads:
        middle = (cell.x0 + cell.x1) / 2
        role = min(label_heads, key=lambda head: abs((head.x0 + head.x1) / 2 - middle)).role
    return role
