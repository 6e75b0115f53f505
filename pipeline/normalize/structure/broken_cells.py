"""Lines under and over the rows of a table that hold nothing but pieces of cells broken over lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import inf

from pipeline.normalize.structure.markers import read_marker
from pipeline.normalize.structure.records import BodyLine

ALIGNED = 2.0
"""Points by which left edges of one column may differ."""
FARTHEST = 2.2
"""Heights of type from one line of a table to the next."""
OVERLAPPING = 0.9
"""Heights of type: a line that begins before the one above it ends is of the same row."""

Starts = Callable[[int], Sequence[float]]
"""Left edges of the cells of the line at an index."""


@dataclass(frozen=True, slots=True)
class _Body:
    """The lines of a document and what is known of them."""

    lines: Sequence[BodyLine]
    starts: Starts
    found: frozenset[int]
    closed: frozenset[int]


def find_broken_cells(
    found: frozenset[int], lines: Sequence[BodyLine], starts: Starts, closed: frozenset[int]
) -> set[int]:
    """Lines next to table lines, that line up with their columns and keep inside them.

    Args:
        found: Indexes of the lines known to be of tables.
        lines: Lines of the document.
        starts: Left edges of the cells of a line.
        closed: Indexes that are no table's: headings, contents, furniture; and lines of pay tables, which are left
            as they are.
    """
    body = _Body(lines, starts, found, closed)
    more: set[int] = set()
    order = sorted(found - closed)
    for _, group in groupby(enumerate(order), lambda item: item[1] - item[0]):
        run = [index for _, index in group]
        if columns := _columns_of(run, starts):
            more.update(_walk(run[-1], 1, columns, body), _walk(run[0], -1, columns, body))
    return more


def _columns_of(run: Sequence[int], starts: Starts) -> tuple[float, ...]:
    """Left edges at which two lines of a run begin a cell; empty where they are fewer than two, or lines differ."""
    edges = sorted(edge for index in run for edge in starts(index) if len(starts(index)) > 1)
    groups: list[list[float]] = []
    for edge in edges:
        if groups and edge - groups[-1][-1] <= ALIGNED:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    columns = tuple(group[0] for group in groups if len(group) >= 2)
    return columns if len(columns) >= 2 and len(columns) >= len(groups) - 1 else ()


def _walk(end: int, step: int, columns: Sequence[float], body: _Body) -> list[int]:
    """Lines from the end of a run on, as far as they fit; the last of them is no text of the first column alone."""
    lines, passed = body.lines, [end]
    index = _step(end, step, body)
    while index is not None:
        far = _distance(lines[passed[-1]], lines[index]) > FARTHEST * lines[index].line.height
        if far or not _fits(lines[index], body.starts(index), columns):
            break
        passed.append(index)
        index = _step(index, step, body)
    while passed[-1] not in body.found and _is_alone(body.starts(passed[-1]), columns):
        near, last = lines[passed[-2]], lines[passed[-1]]
        if 0 < _distance(near, last) < OVERLAPPING * near.line.height:
            break
        passed.pop()
    return [index for index in passed if index not in body.found]


def _step(index: int, step: int, body: _Body) -> int | None:
    """The next line of the page, or over page numbers and running heads the one that starts the next page."""
    after, lines, closed = index + step, body.lines, body.closed
    if step > 0 and after in closed:
        while after < len(lines) and after in closed:
            after += 1
        if after < len(lines) and not lines[after].starts_page:
            return None
    return after if 0 <= after < len(lines) and after not in closed else None


def _distance(before: BodyLine, item: BodyLine) -> float:
    """How far one line stands from the other; nought over the end of a page."""
    return abs(item.line.top - before.line.top) if item.source_page == before.source_page else 0.0


def _fits(item: BodyLine, edges: Sequence[float], columns: Sequence[float]) -> bool:
    """Whether each cell begins at a column and ends before the next one."""
    if read_marker(item.text) is not None:
        return False
    words = item.line.words
    for left, right in zip(edges, [*edges[1:], inf], strict=True):
        column = next((place for place, edge in enumerate(columns) if abs(left - edge) <= ALIGNED), None)
        if column is None:
            return False
        limit = columns[column + 1] if column + 1 < len(columns) else inf
        end = max(word.x1 for word in words if left <= word.x0 < right)
        if end > limit:
            return False
    return True


def _is_alone(edges: Sequence[float], columns: Sequence[float]) -> bool:
    """Whether the line stands in the first column alone, as the text after the table does."""
    return len(edges) == 1 and abs(edges[0] - columns[0]) <= ALIGNED
