"""Lines of wrapped labels given to the amounts they are level with, where one way of setting cells explains all.

A row of a table sets its labels and its amounts at its top, its middle or its foot, and all rows do the same.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
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

_TYPED = 0.3
"""The same in lines of labels, where half a line is between two of them."""
_WHOLE = 0.02
"""How far from a whole number of lines two lines of text typed under one another may stand apart."""

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
    middles = {cell: cell.middle for cell in cells}
    placed = _place(middles, groups, _LEVEL * cells[0].height)
    if placed is None and (
        pitch := _find_pitch([*middles.values(), *(height for group in groups for height in group)])
    ):
        scale = _count_lines(cells, groups, pitch)
        among = [Extent(scale(group.first), scale(group.last)) for group in groups]
        placed = _place({cell: scale(cell.middle) for cell in cells}, among, _TYPED)
    return placed


def _find_pitch(heights: Sequence[float]) -> float | None:
    """The distance of lines that stand whole numbers of it apart, as in text typed line under line; else none."""
    lines = sorted(set(heights))
    gaps = [lower - upper for upper, lower in pairwise(lines) if lower - upper > 1]
    pitch = min(gaps, default=None)
    return pitch if pitch and all(abs(gap / pitch - round(gap / pitch)) < _WHOLE for gap in gaps) else None


def _count_lines(cells: Sequence[Segment], groups: Sequence[Extent], pitch: float) -> Callable[[float], float]:
    """Heights counted in lines of the longest labels: amounts typed between two of them stand half a line off.

    Such text puts what stood between two lines of a title on a line of its own; a blank line is one too.
    """
    longest = {cell.middle for cell in max(_part_columns(cells), key=len)}
    taken = {round(cell.middle / pitch) for cell in cells}
    taken.update(at for group in groups for at in range(round(group.first / pitch), round(group.last / pitch) + 1))
    blank = {(min(longest) / pitch % 1 + at) * pitch for at in range(min(taken), max(taken)) if at not in taken}
    lines = sorted(longest | blank)

    def count(height: float) -> float:
        at = bisect_left(lines, height)
        return float(at) if at < len(lines) and lines[at] == height else at - 0.5

    return count


def _place(middles: Mapping[Segment, float], groups: Sequence[Extent], slack: float) -> dict[Segment, int] | None:
    firsts, lasts = [group.first for group in groups], [group.last for group in groups]
    rows = [(firsts, lasts), (firsts, firsts)]  # the cell of a label may be that of its first row
    placed: dict[Segment, int] = {}
    others: list[Segment] = []
    codes = [cell for cell in middles if is_code(cell.words[0].text)]
    for column in _part_columns(list(middles)):
        column.sort(key=_middle)
        lines = [middles[cell] for cell in column]
        several = rows if firsts != lasts else rows[:1]
        found = (way(lines, *own, slack) for own in several for way in (_from_top, _from_foot, _around_middle))
        coded = [at for at, cell in enumerate(column) if cell in codes]
        beside = [middles[cell] for cell in codes if cell not in column]
        ways = [way for way in found if way and _share_codes(way, coded, _stretch(groups, lines, way), beside)]
        chosen = _choose(column, lines, ways)
        placed.update(zip(column, chosen, strict=False))
        others += [] if chosen else column
    if not placed:
        return None
    within = _stretch(groups, [middles[cell] for cell in placed], list(placed.values()))
    for cell in others:
        own = [n for n, group in enumerate(within) if group.first - slack <= middles[cell] <= group.last + slack]
        if len(own) != 1:
            return None
        placed[cell] = own[0]
    return placed


def _choose(column: Sequence[Segment], lines: Sequence[float], ways: Sequence[list[int]]) -> list[int]:
    """The way that explains a column; of several in even lines the one after which most titles end as titles do."""
    codes = [is_code(cell.words[0].text) for cell in column]
    different = [way for number, way in enumerate(ways) if way not in ways[:number]]
    if len(different) < _SEVERAL:
        return different[0] if different else []
    gaps = [lower - upper for upper, lower in pairwise(lines)]
    if max(gaps) > _EVEN * min(gaps) or any(codes):
        return []  # distances or codes tell
    scores = [_count_ends(column, way) - _SEVERAL * _count_small(column, way) for way in different]
    best = max(scores)
    return different[scores.index(best)] if scores.count(best) == 1 else []


def _share_codes(way: Sequence[int], coded: Sequence[int], within: Sequence[Extent], beside: Sequence[float]) -> bool:
    """Whether no class is given two codes while another has none: ``coded`` lines, or codes ``beside`` its lines."""
    own = Counter(way[at] for at in coded)
    counts = [
        own[number] + sum(extent.first <= code <= extent.last for code in beside)
        for number, extent in enumerate(within)
    ]
    return max(counts) < _SEVERAL or min(counts) > 0


def _count_ends(column: Sequence[Segment], owners: Sequence[int]) -> int:
    """How many labels end with the word of a role, or with one and a number."""
    ends = [column[at].words for at in range(len(owners)) if at + 1 == len(owners) or owners[at + 1] != owners[at]]
    return sum(_ends_title([fold(word.text) for word in words]) for words in ends)


def _count_small(column: Sequence[Segment], owners: Sequence[int]) -> int:
    """How many labels begin with a small letter, as only the rest of one does."""
    begins = [column[at].text for at in range(len(owners)) if at == 0 or owners[at - 1] != owners[at]]
    return sum(text[0].islower() for text in begins)


def _ends_title(words: Sequence[str]) -> bool:
    numbered = len(words) > 1 and step_rank(words[-1]) is not None
    return words[-2 if numbered else -1] in ROLES


def _stretch(groups: Sequence[Extent], lines: Sequence[float], owners: Sequence[int]) -> list[Extent]:
    """From the first to the last line of each group, be it of amounts or of its label."""
    heights = [[group.first, group.last] for group in groups]
    for middle, number in zip(lines, owners, strict=True):
        heights[number].append(middle)
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
