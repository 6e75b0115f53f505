"""Lines of a table -> cells in columns, by white space, common left edges and ruled lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.models import Edge, Word
from pipeline.normalize.lines import TextLine

TOLERANCE = 1.5
"""Points within which two left edges are one."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of one line that stand in one column."""

    column: int
    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table, split into cells from left to right."""

    cells: tuple[Cell, ...]
    top: float
    bottom: float


def split_lines(lines: Sequence[TextLine], edges: Sequence[Edge] = ()) -> tuple[tuple[Line, ...], tuple[float, ...]]:
    """Split lines into the cells of common columns.

    A column begins where two lines begin a cell after white space; a cell glued to its neighbour
    ("Days Hours" three points apart) is cut at the column's edge all the same.

    Returns:
        The lines, and the left edge of every column.
    """
    rules = tuple(sorted(edge.x0 for edge in edges if abs(edge.x1 - edge.x0) < 1 and edge.bottom - edge.top > 4))
    spread = [_split(line.words, (), rules) for line in lines]
    starts = _common_starts(spread)
    parts = [_split(line.words, starts, rules) for line in lines]
    columns = _find_columns(parts)
    return tuple(_make_line(line, part, columns) for line, part in zip(lines, parts, strict=True)), columns


def _split(words: Sequence[Word], starts: Sequence[float], rules: Sequence[float]) -> list[list[Word]]:
    """Runs of words that no wide space, column edge or ruled line parts."""
    runs = [[words[0]]]
    for left, right in pairwise(words):
        ruled = any(left.x1 - 1 <= rule <= right.x0 + 1 for rule in rules)
        aligned = any(abs(right.x0 - start) <= TOLERANCE for start in starts)
        if ruled or aligned or right.x0 - left.x1 > wide_space(left):
            runs.append([right])
        else:
            runs[-1].append(right)
    return runs


def wide_space(word: Word) -> float:
    """The least distance of two cells, in points: a little more than the height of the type."""
    return max(1.1 * (word.bottom - word.top), 9.0)


def _common_starts(spread: Sequence[Sequence[Sequence[Word]]]) -> tuple[float, ...]:
    """Left edges at which two lines begin a cell; the first cell of a line counts for the second column on."""
    edges = sorted(run[0].x0 for runs in spread for run in runs)
    groups = _group(edges)
    return tuple(sum(group) / len(group) for group in groups[1:] if len(group) >= 2)


def _group(edges: Sequence[float]) -> list[list[float]]:
    groups: list[list[float]] = []
    for edge in edges:
        if groups and edge - groups[-1][-1] <= TOLERANCE:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups


def _find_columns(parts: Sequence[Sequence[Sequence[Word]]]) -> tuple[float, ...]:
    """Left edge of every column: the extents of the cells of the fullest lines, merged where they overlap."""
    most = max(len(runs) for runs in parts)
    full = [runs for runs in parts if len(runs) >= max(2, most - 1)] or list(parts)
    extents = sorted((run[0].x0, run[-1].x1) for runs in full for run in runs)
    merged: list[list[float]] = []
    widths: list[tuple[float, float]] = [extent for runs in parts if len(runs) == most for extent in _extents(runs)]
    for x0, x1 in sorted(widths) or extents:
        if merged and x0 < merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], x1)
        else:
            merged.append([x0, x1])
    return _add_missing(merged, extents)


def _extents(runs: Sequence[Sequence[Word]]) -> list[tuple[float, float]]:
    return [(run[0].x0, run[-1].x1) for run in runs]


def _add_missing(columns: list[list[float]], extents: Sequence[tuple[float, float]]) -> tuple[float, ...]:
    """Columns that stand free between the others in lines that are not the fullest."""
    for x0, x1 in extents:
        if all(x1 < column[0] or x0 > column[1] for column in columns):
            columns.append([x0, x1])
            columns.sort()
    return tuple(column[0] for column in columns)


def _make_line(line: TextLine, runs: Sequence[Sequence[Word]], columns: Sequence[float]) -> Line:
    cells: list[Cell] = []
    for run in runs:
        column = _column_of(run, columns)
        text = _join(run)
        if cells and cells[-1].column == column:
            last = cells.pop()
            cells.append(Cell(column, f"{last.text} {text}", last.x0, run[-1].x1))
        else:
            cells.append(Cell(column, text, run[0].x0, run[-1].x1))
    return Line(tuple(cells), line.top, line.bottom)


def _column_of(run: Sequence[Word], columns: Sequence[float]) -> int:
    """The last column that begins at or before the middle of the run's first word."""
    word = run[0]
    middle = min((word.x0 + word.x1) / 2, word.x0 + 12)
    return max((index for index, x0 in enumerate(columns) if x0 <= middle + TOLERANCE), default=0)


def _join(run: Sequence[Word]) -> str:
    """Words with a space between; an ordinal's raised "st" joins its number again: "January 1st)"."""
    text = " ".join(word.text for word in run)
    return re.sub(r"(?<=\d) (st|nd|rd|th)\b ?(?=\)|$| )", r"\1", text).replace("( ", "(").replace(" )", ")")
