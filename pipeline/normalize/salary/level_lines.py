"""Lines of wrapped labels given to the amounts they are level with, where one way of setting cells explains all.

A row of a table sets its labels and its amounts at its top, its middle or its foot, and all rows do the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
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
    slack = _LEVEL * cells[0].height
    firsts, lasts = [group.first for group in groups], [group.last for group in groups]
    rows = [(firsts, lasts), (firsts, firsts)]  # the cell of a label may be that of its first row
    placed: dict[Segment, int] = {}
    others: list[Segment] = []
    for column in _part_columns(cells):
        column.sort(key=_middle)
        lines = [cell.middle for cell in column]
        several = rows if firsts != lasts else rows[:1]
        ways = [way(lines, *own, slack) for own in several for way in (_from_top, _from_foot, _around_middle)]
        chosen = _choose(column, lines, [owners for owners in ways if owners])
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


def _choose(column: Sequence[Segment], lines: Sequence[float], ways: Sequence[list[int]]) -> list[int]:
    """The way that explains a column; of several in even lines the one after which most titles end as titles do."""
    codes = [is_code(cell.words[0].text) for cell in column]
    different = [way for number, way in enumerate(ways) if way not in ways[:number] and _share_codes(way, codes)]
    if len(different) < _SEVERAL:
        return different[0] if different else []
    gaps = [lower - upper for upper, lower in pairwise(lines)]
    if max(gaps) > _EVEN * min(gaps) or any(codes):
        return []  # distances or codes tell
    scores = [_count_ends(column, way) for way in different]
    best = max(scores)
    return different[scores.index(best)] if scores.count(best) == 1 else []


def _share_codes(way: Sequence[int], codes: Sequence[bool]) -> bool:
    """Whether no class is given two codes while another has none."""
    counts = Counter(dict.fromkeys(way, 0))
    counts.update(owner for owner, code in zip(way, codes, strict=True) if code)
    return max(counts.values()) < _SEVERAL or min(counts.values()) > 0


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


def _from_top(
    lines: Sequence[float], firsts: Sequence[float], lasts: Sequence[float], slack: float
) -> list[int] | None:
    """Cells that begin with their first row of amounts."""
    owners = [bisect_right(firsts, line + slack) - 1 for line in lines]
    blocks = _part(lines, owners, firsts, lasts, slack)
    level = blocks and all(
        block is None or abs(block.first - own) <= slack for block, own in zip(blocks, firsts, strict=True)
    )
    return owners if level else None


def _from_foot(
    lines: Sequence[float], firsts: Sequence[float], lasts: Sequence[float], slack: float
) -> list[int] | None:
    """Cells that end with their last row of amounts."""
    owners = [bisect_left(lasts, line - slack) for line in lines]
    blocks = _part(lines, owners, firsts, lasts, slack)
    level = blocks and all(
        block is None or abs(block.last - own) <= slack for block, own in zip(blocks, lasts, strict=True)
    )
    return owners if level else None


def _around_middle(
    lines: Sequence[float], firsts: Sequence[float], lasts: Sequence[float], slack: float
) -> list[int] | None:
    """Cells whose labels and amounts have one middle."""
    owners: list[int] = []
    for number, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        start = len(owners)
        if start == len(lines) or lines[start] > last + slack:
            return None
        end = start
        foot = last if lines[start] > first + slack else first + last - lines[start]
        while end < len(lines) and lines[end] <= foot + slack:
            end += 1
        owners += [number] * (end - start)
    blocks = _part(lines, owners, firsts, lasts, slack) if len(owners) == len(lines) else None
    middles = [first + last for first, last in zip(firsts, lasts, strict=True)]
    level = blocks and all(
        block is None or abs(block.first + block.last - own) <= 2 * slack
        for block, own in zip(blocks, middles, strict=True)
    )
    return owners if level else None


def _part(
    lines: Sequence[float], owners: Sequence[int], firsts: Sequence[float], lasts: Sequence[float], slack: float
) -> list[Extent | None] | None:
    """The lines of each group, ``None`` for a label less high than its amounts and among them, however it is set.

    Nothing where a group has no line, or the lines of labels do not stand evenly.
    """
    if not owners or (owners[0], owners[-1]) != (0, len(firsts) - 1):
        return None
    blocks: list[Extent | None] = []
    gaps: list[float] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at < len(lines) and owners[at] == owners[start]:
            gaps.append(lines[at] - lines[at - 1])
            continue
        if owners[start] != len(blocks):
            return None
        block, first, last = Extent(lines[start], lines[at - 1]), firsts[len(blocks)], lasts[len(blocks)]
        among = first - slack <= block.first and block.last <= last + slack
        blocks.append(None if among and block.last - block.first < last - first else block)
        start = at
    return None if gaps and max(gaps) > _EVEN * min(gaps) else blocks
