"""Rows of a table without rules whose cells are broken over lines: a row stands off the next by more than a line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.normalize.tables.columns import Line
from pipeline.normalize.tables.values import is_value

WIDER = 1.12
"""Times the distance of two lines of a cell: so far, or farther, the first line of the next row stands."""
LEAST_GAIN = 0.1
"""Share of the groups: so many more must be whole than of the lines."""
MOST_PITCH = 1.6
"""Heights of a line: lines of a cell stand no farther apart."""


def group_wrapped(lines: Sequence[Line], columns: int) -> list[list[Line]]:
    """Lines of each row; empty where every line is a row.

    The distance that parts rows is the one that makes most of them whole: a row has a cell in each column, though
    none of its lines need have (a cell of one line stands at the middle of its row).
    """
    if columns < 2 or len(lines) < 4:
        return []
    singles = [[line] for line in lines]
    best = alone = _share_whole(singles, columns)
    found: list[list[Line]] = []
    pitches = sorted({round(below.top - above.top, 1) for above, below in pairwise(lines)})
    tallest = max(line.bottom - line.top for line in lines)
    for near, far in pairwise(pitches):
        if near > MOST_PITCH * tallest:
            break
        if far < WIDER * near:
            continue
        groups = _part(lines, (near + far) / 2)
        share = _share_whole(groups, columns)
        if len(groups) > 2 and share > best and share >= LEAST_GAIN + alone and not _hold_rows(groups, columns):
            best, found = share, groups
    return found


def _part(lines: Sequence[Line], distance: float) -> list[list[Line]]:
    """Lines that stand nearer than ``distance`` together."""
    groups = [[lines[0]]]
    for above, below in pairwise(lines):
        if below.top - above.top > distance:
            groups.append([below])
        else:
            groups[-1].append(below)
    return groups


def _hold_rows(groups: Sequence[Sequence[Line]], columns: int) -> bool:
    return any(_holds_rows(group, columns, first=not place) for place, group in enumerate(groups))


def _share_whole(groups: Sequence[Sequence[Line]], columns: int) -> float:
    """Share of the groups that have a cell in each column; one that begins in the midst of a phrase is no row."""
    whole = [group for group in groups if len({cell.column for line in group for cell in line.cells}) == columns]
    return sum(not _goes_on(group[0]) for group in whole) / len(groups)


def _goes_on(line: Line) -> bool:
    """Whether all its cells begin in lower case."""
    return all(cell.text[:1].islower() for cell in line.cells)


def _holds_rows(group: Sequence[Line], columns: int, *, first: bool) -> bool:
    """Whether lines of a group are rows of their own: two values in a column, or two whole lines that begin anew.

    Over the ``first`` one a title may stand, close as a broken label would.
    """
    values = [cell.column for line in group for cell in line.cells if cell.column and is_value(cell.text)]
    anew = [len(line.cells) == columns and not any(cell.text[:1].islower() for cell in line.cells) for line in group]
    return len(values) > len(set(values)) or sum(anew) > 1 or (first and any(anew[1:]))
