"""A line of heads cut into the heads of single columns, however close they stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.layouts import pay
from pipeline.models import Edge, Word
from pipeline.normalize.dates import find_dates
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, tokens
from pipeline.normalize.salary.columns import Span
from pipeline.normalize.salary.labels import CLASS_ROLES, Segment, cut_segments, head_role
from pipeline.normalize.salary.periods import names_period

_SEVERAL = 2
_LABEL_WORDS = 3
_STEP_NAMES = frozenset(name for name, role in (*pay.COLUMN_HEADS, *pay.WHOLE_HEADS) if role == "step") - pay.STEP_HEADS
_CLOSE = 0.6
"""Line heights that part heads of single words, at least."""


def cut_head_cells(
    line: TextLine, number: int, spans: Sequence[Span], verticals: Sequence[Edge], left: float
) -> list[Segment]:
    """Cells of a head line; "Step" and its number stay together, two steps, pay periods or like heads do not.

    "Step" over the labels left of the amounts heads the steps of the rows.
    """
    words = line.words[1:] if _heads_rows(line.words, len(spans), left) else line.words
    cells: list[Segment] = []
    for cell in (part for whole in cut_segments(words, number, verticals) for part in _part_label(whole, spans[0])):
        for part in (again for step in columns.split_steps(cell.words) for again in _split_again(step)):
            for piece in _split_dates(part) or _split_service(part) or _split_periods(part, spans):
                cells += [Segment(tuple(own), number) for own in _split_alike(piece, spans)]
    return cells


def _part_label(cell: Segment, first: Span) -> list[Segment]:
    """A cell without the head of labels that stands a space left of the first head of amounts: "Range Hourly"."""
    for size in range(min(_LABEL_WORDS, len(cell.words) - 1), 0, -1):
        name, rest = Segment(cell.words[:size], cell.line), Segment(cell.words[size:], cell.line)
        role = head_role(name.text)
        several = len(rest.words) > 1 or size > 1
        known = role in CLASS_ROLES if size == 1 else False
        known = known or (several and tokens.fold(name.text) in _STEP_NAMES)
        if known and name.x1 <= first.x0 and rest.x0 < first.x1 and first.x0 < rest.x1:
            return [name, rest]
    return [cell]


def _heads_rows(words: Sequence[Word], columns_under: int, left: float) -> bool:
    """Whether "Step" at the beginning of a line heads the steps of the rows, and not the first column of amounts."""
    if len(words) <= 1 or tokens.fold(words[0].text) not in pay.STEP_HEADS:
        return False
    if (words[0].x0 + words[0].x1) / 2 < left or tokens.parse_step(words[1].text) is None:
        return tokens.fold(words[1].text) not in pay.STEP_HEADS
    return columns_under == len(words) - 1 > 1 and all(tokens.parse_step(word.text) for word in words[1:])


def _split_again(words: Sequence[Word]) -> list[list[Word]]:
    """Part "Longevity 10 Yrs Longevity 20 Yrs" before each word that is the first one, where the parts are as long."""
    begins = [index for index, word in enumerate(words) if word.text == words[0].text]
    share = len(words) // len(begins)
    if share < _SEVERAL or begins != list(range(0, len(words), share)):
        return [list(words)]
    return [list(words[start : start + share]) for start in begins]


def _split_alike(words: Sequence[Word], spans: Sequence[Span]) -> list[list[Word]]:
    """Part heads that stand close: "Column A Column B", which begin alike, and "BA MA", a word over each column."""
    again = [index for index, word in enumerate(words) if word.text == words[0].text]
    if len(again) < _SEVERAL:
        over = [nearest_column(Segment((word,), 0), spans) for word in words]
        wide = all(right.x0 - left.x1 > _CLOSE * (left.bottom - left.top) for left, right in pairwise(words))
        each = over == list(range(over[0], over[0] + len(words))) and all(
            word.x0 < spans[index].x1 and spans[index].x0 < word.x1 for word, index in zip(words, over, strict=True)
        )
        again = list(range(len(words))) if len(words) > 1 and wide and each else [0]
    return [list(words[start:end]) for start, end in zip(again, [*again[1:], len(words)], strict=True)]


def _split_dates(words: Sequence[Word]) -> list[list[Word]]:
    """Part "Effective 7/1/2024 Effective 7/1/2025" after each date; empty where the words hold fewer than two."""
    text = " ".join(word.text for word in words)
    ends = [end for _, _, end in find_dates(text)]
    if len(ends) < _SEVERAL:
        return []
    parts: list[list[Word]] = [[]]
    place = 0
    for word in words:
        if len(parts) < len(ends) and place >= ends[len(parts) - 1]:
            parts.append([])
        parts[-1].append(word)
        place += len(word.text) + 1
    return parts


def _split_service(words: Sequence[Word]) -> list[list[Word]]:
    """Part "6 Months 12 Months" into steps named by service; empty where the words are not several of them."""
    parts: list[list[Word]] = []
    while words:
        sizes = (size for size in (3, 2, 1) if tokens.names_service(" ".join(word.text for word in words[:size])))
        size = next(sizes, 0)
        if not size:
            return []
        parts.append(list(words[:size]))
        words = words[size:]
    return parts if len(parts) > 1 else []


def _split_periods(words: Sequence[Word], spans: Sequence[Span]) -> list[list[Word]]:
    """Part "Monthly Rate Annual Rate" where it names several periods: before each name, or between columns.

    Before each name, if the parts then stand over neighbouring columns; else where the next word stands over another.
    """
    if sum(names_period(word.text) for word in words) < _SEVERAL:
        return [list(words)]
    begins = [_begin_of_name(words, index) for index, word in enumerate(words) if names_period(word.text)]
    named = [list(words[start:end]) for start, end in zip(begins, [*begins[1:], len(words)], strict=True)]
    over = [nearest_column(Segment(tuple(part), 0), spans) for part in named]
    if begins[0] == 0 and over == list(range(over[0], over[0] + len(over))):
        return named
    parts: list[list[Word]] = []
    before = -1
    for word in words:
        index = nearest_column(Segment((word,), 0), spans)
        if index != before:
            parts.append([])
        parts[-1].append(word)
        before = index
    return parts


def _begin_of_name(words: Sequence[Word], index: int) -> int:
    """Where the head of a pay period begins: "Overtime Hourly" before its first word."""
    texts = [tokens.fold(word.text) for word in words[:index]]
    if texts[-2:] == ["double", "time"]:
        return index - 2
    return index - 1 if texts and texts[-1] in pay.OTHER_RATES else index


def join_broken_heads(parted: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """Heads that a narrow cell breaks into lines that mean something else alone: "2" and "Years", "Minimu" and "m"."""
    lines = [list(cells) for cells in parted]
    for number, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            for below in lines[number + 1 :]:
                rest = next((other for other in below if other.x0 < cell.x1 and cell.x0 < other.x1), None)
                whole = _whole_head(cell, rest) if rest else None
                if rest and whole:
                    cells[place] = whole
                    below.remove(rest)
                    break
    return lines


def _whole_head(cell: Segment, rest: Segment) -> Segment | None:
    """A head and the next line of it as one, where only both together name a step."""
    if rest.text.islower() and cell.text.lower() + rest.text in pay.NAMED_STEPS:
        left, right = cell.words[0], rest.words[0]
        return Segment((left._replace(text=left.text + right.text, bottom=right.bottom),), cell.line)
    if tokens.names_service(f"{cell.text} {rest.text}") and not tokens.names_service(cell.text):
        return Segment((*cell.words, *rest.words), cell.line)
    return None


def nearest_column(cell: Segment, spans: Sequence[Span]) -> int:
    """Index of the column whose span the middle of a head stands in, or nearest to."""
    middle = (cell.x0 + cell.x1) / 2
    return min(range(len(spans)), key=lambda index: max(spans[index].x0 - middle, middle - spans[index].x1))
