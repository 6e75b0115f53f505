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


Extent = tuple[float, float]
"""Left and right edge, in points."""


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
    bold: bool = False
    """All of it: the head of a table often is."""


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
    found = tuple(_make_line(line, part, columns) for line, part in zip(lines, parts, strict=True))
    return found, tuple(left for left, _ in columns)


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


def _find_columns(parts: Sequence[Sequence[Sequence[Word]]]) -> tuple[Extent, ...]:
    """Extents of the columns: of the cells of the fullest lines, merged where they overlap.

    A column that only shorter lines fill stands free between those.
    """
    most = max(len(runs) for runs in parts)
    columns: list[Extent] = []
    for x0, x1 in sorted(extent for runs in parts if len(runs) == most for extent in _extents(runs)):
        if columns and x0 < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    for x0, x1 in sorted(extent for runs in parts if 2 <= len(runs) == most - 1 for extent in _extents(runs)):
        if all(x1 < left or x0 > right for left, right in columns):
            columns.append((x0, x1))
            columns.sort()
    return tuple(columns)


def _extents(runs: Sequence[Sequence[Word]]) -> list[Extent]:
    return [(run[0].x0, run[-1].x1) for run in runs]


def _make_line(line: TextLine, runs: Sequence[Sequence[Word]], columns: Sequence[Extent]) -> Line:
    cells: list[Cell] = []
    for run in runs:
        column = _column_of(run, columns)
        text = _join(run)
        if cells and cells[-1].column >= column:
            last = cells.pop()
            cells.append(Cell(last.column, f"{last.text} {text}", last.x0, run[-1].x1))
        else:
            cells.append(Cell(column, text, run[0].x0, run[-1].x1))
    return Line(tuple(cells), line.top, line.bottom, all(word.bold for word in line.words))


def _column_of(run: Sequence[Word], columns: Sequence[Extent]) -> int:
    """The first column that the run overlaps; where it overlaps none, the last one that begins before it."""
    x0, x1 = run[0].x0, run[-1].x1
    for index, (left, right) in enumerate(columns):
        if min(x1, right) - max(x0, left) > TOLERANCE:
            return index
    return max((index for index, (left, _) in enumerate(columns) if left <= x0 + TOLERANCE), default=0)


def _join(run: Sequence[Word]) -> str:
    """Words with a space between; an ordinal's raised "st" joins its number again: "January 1st)"."""
    text = " ".join(word.text for word in run)
    return re.sub(r"(?<=\d) (st|nd|rd|th)\b ?(?=\)|$| )", r"\1", text).replace("( ", "(").replace(" )", ")")
