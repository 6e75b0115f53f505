"""Lines of wrapped labels given to the amounts they are level with, where one way of setting cells explains all.

A row of a table sets its labels and its amounts at its top, its middle or its foot, and all rows do the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from pipeline.layouts.titles import ROLES
from pipeline.normalize.salary.labels import Segment
from pipeline.normalize.salary.tokens import fold, is_code, step_rank

_SEVERAL = 2
_EVEN = 1.08
"""How much further apart than the closest lines of a column even ones stand."""
_LEVEL = 0.15
"""Heights of type by which a line may stand off the row it is level with."""

_left = attrgetter("x0")
_middle = attrgetter("middle")


class Extent(NamedTuple):
    """Middles of the first and the last row of amounts of a class."""

    first: float
    last: float


def place_level_lines(cells: Sequence[Segment], groups: Sequence[Extent]) -> dict[Segment, int] | None:
    """The group of each cell of labels; nothing where no way of setting them explains all, or several as well.

    A column that tells, as that of titles, tells for the others too: a code stands within the lines of its title.

    Args:
        cells: cells of labels, on the lines of the rows and between them.
        groups: where the amounts of each class stand, top to bottom.
    """
    slack = _LEVEL * min(cell.height for cell in cells)
    first = [Extent(group.first, group.first) for group in groups]  # the cell of a label may be that of its first row
    placed: dict[Segment, int] = {}
    others: list[Segment] = []
    for column in _part_columns(cells):
        column.sort(key=_middle)
        ways = [way(column, own, slack) for own in (groups, first) for way in (_from_top, _from_foot, _around_middle)]
        chosen = _choose(column, [owners for owners in ways if owners])
        placed.update(zip(column, chosen, strict=False))
        others += [] if chosen else column
    if not placed:
        return None
    within = _stretch(groups, placed)
    for cell in others:
        own = [n for n, group in enumerate(within) if group.first - slack <= cell.middle <= group.last + slack]
        if len(own) != 1:
            return None
        placed[cell] = own[0]
    return placed


def _choose(column: Sequence[Segment], ways: Sequence[list[int]]) -> list[int]:
    """The way that explains a column; of several in even lines the one after which most titles end as titles do."""
    different = [way for number, way in enumerate(ways) if way not in ways[:number]]
    if len(different) < _SEVERAL:
        return different[0] if different else []
    gaps = [lower.middle - upper.middle for upper, lower in pairwise(column)]
    if max(gaps) > _EVEN * min(gaps) or any(is_code(cell.words[0].text) for cell in column):
        return []  # distances or codes tell
    scores = [_count_ends(column, way) for way in different]
    best = max(scores)
    return different[scores.index(best)] if scores.count(best) == 1 else []


def _count_ends(column: Sequence[Segment], owners: Sequence[int]) -> int:
    """How many labels end with the word of a role, or with one and a number."""
    ends = [column[at].words for at in range(len(owners)) if at + 1 == len(owners) or owners[at + 1] != owners[at]]
    return sum(_ends_title([fold(word.text) for word in words]) for words in ends)


def _ends_title(words: Sequence[str]) -> bool:
    numbered = len(words) > 1 and step_rank(words[-1]) is not None
    return words[-2 if numbered else -1] in ROLES


def _stretch(groups: Sequence[Extent], placed: Mapping[Segment, int]) -> list[Extent]:
    """From the first to the last line of each group, be it of amounts or of its label."""
    heights = [[group.first, group.last] for group in groups]
    for cell, number in placed.items():
        heights[number].append(cell.middle)
    return [Extent(min(own), max(own)) for own in heights]


def _part_columns(cells: Sequence[Segment]) -> list[list[Segment]]:
    columns: list[list[Segment]] = []
    reach = float("-inf")
    for cell in sorted(cells, key=_left):
        if cell.x0 >= reach:
            columns.append([])
        columns[-1].append(cell)
        reach = max(reach, cell.x1)
    return columns


def _from_top(column: Sequence[Segment], groups: Sequence[Extent], slack: float) -> list[int] | None:
    """Cells that begin with their first row of amounts."""
    owners = [sum(group.first <= cell.middle + slack for group in groups) - 1 for cell in column]
    return _checked(column, groups, owners, lambda block, group: abs(block.first - group.first) <= slack, slack)


def _from_foot(column: Sequence[Segment], groups: Sequence[Extent], slack: float) -> list[int] | None:
    """Cells that end with their last row of amounts."""
    owners = [sum(group.last < cell.middle - slack for group in groups) for cell in column]
    return _checked(column, groups, owners, lambda block, group: abs(block.last - group.last) <= slack, slack)


def _around_middle(column: Sequence[Segment], groups: Sequence[Extent], slack: float) -> list[int] | None:
    """Cells whose labels and amounts have one middle."""
    owners: list[int] = []
    for number, group in enumerate(groups):
        start = len(owners)
        if start == len(column) or column[start].middle > group.last + slack:
            return None
        end = start
        mirrored = group.first + group.last - column[start].middle  # where the last line must stand
        inside = column[start].middle > group.first + slack
        while end < len(column) and column[end].middle <= (group.last if inside else mirrored) + slack:
            end += 1
        owners += [number] * (end - start)
    same = lambda block, group: abs(block.first + block.last - group.first - group.last) <= 2 * slack  # noqa: E731
    return _checked(column, groups, owners, same, slack) if len(owners) == len(column) else None


def _checked(
    column: Sequence[Segment],
    groups: Sequence[Extent],
    owners: list[int],
    is_set: Callable[[Extent, Extent], bool],
    slack: float,
) -> list[int] | None:
    """The owners of lines if each group has some, and each label is set so, or is less high than its amounts."""
    if sorted(set(owners)) != list(range(len(groups))):
        return None
    gaps = [lower.middle - upper.middle for upper, lower in pairwise(column)]
    inside = [gap for gap, (upper, lower) in zip(gaps, pairwise(owners), strict=True) if upper == lower]
    if inside and max(inside) > _EVEN * min(inside):
        return None  # lines of one label stand evenly
    for number, group in enumerate(groups):
        own = [cell.middle for cell, owner in zip(column, owners, strict=True) if owner == number]
        block = Extent(own[0], own[-1])
        within = group.first - slack <= block.first and block.last <= group.last + slack
        if not (within and block.last - block.first < group.last - group.first) and not is_set(block, group):
            return None
    return owners
