"""Tables that stand side by side are read one after the other, left to right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.models import Word
from pipeline.normalize.lines import TextLine, group_lines
from pipeline.normalize.salary import columns, headings, notes
from pipeline.normalize.salary.rows import PayRow, find_rows

_LINES_AROUND = 4
"""Lines over the first row (heads, a label) and under the last one that a table side by side may have."""
_GUTTER = 1.5
"""Line heights from which a gap parts tables."""
_NEAR = 2.5
"""Line heights between such lines."""


def order_lines(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Lines of a page top to bottom; where pay tables stand side by side, those of each table together."""
    ordered: list[TextLine] = []
    done = 0
    for tables in _find_beside(lines):
        gutters = [_gutter(left, right, lines) for left, right in pairwise(tables)]
        first, last = _extent([row.line for table in tables for row in table], gutters, lines, done)
        columns: list[list[Word]] = [[] for _ in tables]
        for word in (word for line in lines[first : last + 1] for word in line.words):
            columns[sum(gutter < word.x0 for gutter in gutters)].append(word)
        ordered += lines[done:first]
        ordered += [line for column in columns for line in group_lines(column)]
        done = last + 1
    return (*ordered, *lines[done:])


def _find_beside(lines: Sequence[TextLine]) -> list[list[list[PayRow]]]:
    """Groups of tables that stand side by side: one over the whole page, or some between headings."""
    rows = find_rows(lines)
    if len({row.line for row in rows}) == len(rows) and not _overlapping(part_tables(rows)):
        return []
    runs = [rows] if _overlapping(part_tables(rows)) else _runs(rows, lines)
    return [tables for run in runs if _overlapping(tables := part_tables(run))]


def _overlapping(tables: Sequence[Sequence[PayRow]]) -> bool:
    """Whether there are several tables, and each shares lines of the page with its neighbour."""
    return len(tables) > 1 and all(
        min(row.line for row in left) <= max(row.line for row in right)
        and min(row.line for row in right) <= max(row.line for row in left)
        for left, right in pairwise(tables)
    )


def _runs(rows: Sequence[PayRow], lines: Sequence[TextLine]) -> list[list[PayRow]]:
    """Rows parted where a heading or a line of step heads stands between them."""
    runs = [[rows[0]]]
    for upper, lower in pairwise(rows):
        between = lines[upper.line + 1 : lower.line]
        if any(headings.names_table(line) or len(columns.read_steps(line.words)) > 1 for line in between):
            runs.append([])
        runs[-1].append(lower)
    return runs


def part_tables(rows: Sequence[PayRow]) -> list[list[PayRow]]:
    """Part rows at the abscissas where all amounts end before other rows' period names begin, left to right.

    (In OCR markup period names of one table stand in two columns, but its amounts reach beyond both.)
    """
    tables: list[list[PayRow]] = []
    reach = 0.0
    for row in sorted(rows, key=lambda row: row.label.x0):
        if not tables or row.label.x0 > reach:
            tables.append([])
        tables[-1].append(row)
        reach = max(reach, row.amounts[-1].x1)
    return tables


def _gutter(left: Sequence[PayRow], right: Sequence[PayRow], lines: Sequence[TextLine]) -> float:
    """The middle of the gap between two tables: the first wide one right of the amounts of the left table."""
    reach = max(row.amounts[-1].x1 for row in left)
    start = min(row.label.x0 for row in right)
    taken = {row.line for row in (*left, *right)}
    spans = sorted(
        (word.x0, word.x1)
        for line in lines[max(0, min(taken) - 1) : max(taken) + 1]
        for word in line.words
        if word.x1 > reach and word.x0 < start and word.x1 - word.x0 < start - reach
    )
    gaps: list[tuple[float, float]] = []
    end = reach
    for x0, x1 in [*spans, (start, start)]:
        gaps.append((x0 - end, (x0 + end) / 2))
        end = max(end, x1)
    wide = _GUTTER * left[0].height
    return next((middle for width, middle in gaps if width > wide), max(gaps)[1])


def _extent(taken: Sequence[int], gutters: Sequence[float], lines: Sequence[TextLine], done: int) -> tuple[int, int]:
    """Indices of the first (not before ``done``) and the last line that stand side by side."""
    first, last = min(taken), max(taken)
    for index in range(first - 1, max(done - 1, first - 1 - _LINES_AROUND), -1):
        if not _is_beside(lines[index], lines[index + 1], gutters):
            break
        first = index
    for index in range(last + 1, min(len(lines), last + 1 + _LINES_AROUND)):
        if not _is_beside(lines[index], lines[index - 1], gutters) or notes.is_sentence(lines[index]):
            break
        last = index
    return first, last


def _is_beside(line: TextLine, neighbour: TextLine, gutters: Sequence[float]) -> bool:
    """Whether a line keeps the gutters free and stands close to its neighbour."""
    distance = max(line.top - neighbour.bottom, neighbour.top - line.bottom)
    if distance > _NEAR * line.height or headings.names_table(line):
        return False
    for gutter in gutters:
        left = max((word.x1 for word in line.words if word.x0 <= gutter), default=0.0)
        right = min((word.x0 for word in line.words if word.x0 > gutter), default=float("inf"))
        if left > gutter or right - left < line.height:
            return False
    return True
