"""Which label belongs to which rows.

Labels stand on the first row of a block, centred on it, or spread over its rows, and a block may run
on over a page break.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.normalize.salary import labels, tokens
from pipeline.normalize.salary.label_cells import LabelCells
from pipeline.normalize.salary.labels import LabelHead, Segment
from pipeline.normalize.salary.level_lines import Extent, place_level_lines
from pipeline.normalize.salary.rows import PayRow

_EVEN = 1.08
"""How much further apart than the closest lines of labels the lines of one label may stand."""
_TALL = 3
"""Lines of a title that make a row much taller."""
_ON_ROW = 0.3
"""Heights of a line by which a line of a label may miss the row it stands on."""


class Group(NamedTuple):
    """Rows of one class and one component: one amount per pay period and step."""

    rows: tuple[PayRow, ...]
    component: str | None


class Block(NamedTuple):
    """The groups of one class, with the cells of its label."""

    groups: tuple[Group, ...]
    label: tuple[Segment, ...]


def build_blocks(
    groups: Sequence[Sequence[PayRow]], cells: LabelCells, known: frozenset[str] = frozenset()
) -> tuple[list[Block], frozenset[str]]:
    """Give every label cell to a component or a class, and every group to a class.

    Args:
        groups: rows of one class and component each, top to bottom.
        cells: label cells of the table.
        known: texts of cells that named components in earlier tables of the document.

    Returns:
        The classes, and the texts of the cells that name components.
    """
    names, classes = _part_components(cells.beside, cells.heads, len(groups), known)
    by_group = _assign(names, [_heights(group) for group in groups], cells.rules)
    named = [
        Group(tuple(rows), labels.join_broken([cell.text for cell in own]) or None)
        for rows, own in zip(groups, by_group, strict=True)
    ]
    blocks = _part_classes(named, [cell.middle for cell in cells.above])
    heights = [_heights([row for group in block for row in group.rows]) for block in blocks]
    by_block = _level(classes, heights, cells)
    if by_block is None:
        by_block = _assign(classes, heights, cells.rules)
        for cell in cells.above:
            following = next((index for index, own in enumerate(heights) if own[0] > cell.middle), None)
            if following is not None:
                by_block[following].append(cell)
    return [
        Block(tuple(block), tuple(sorted(own, key=lambda cell: (cell.line, cell.x0))))
        for block, own in zip(blocks, by_block, strict=True)
    ], frozenset(cell.text for cell in names)


def _heights(rows: Sequence[PayRow]) -> tuple[float, ...]:
    """Middles of the rows, top to bottom."""
    return tuple(row.middle for row in rows)


def _part_components(
    segments: Sequence[Segment], heads: Sequence[LabelHead], groups: int, known: frozenset[str]
) -> tuple[list[Segment], list[Segment]]:
    """Part label cells into names of components and labels of classes.

    A table has components only where several cells are named like one, or one by the name of a
    component of an earlier page, or, after such pages, one that stands right of a class. Cells in a column that holds
    mostly components are components, unless they print a class code or stand left of a component.
    """
    like = [
        labels.head_of(segment, heads) == "component"
        or segment.text in known
        or (labels.is_component(segment.text) and not _has_code(segment))
        for segment in segments
    ]
    again = any(
        segment.text in known
        or labels.head_of(segment, heads) == "component"
        or (known and is_like and _is_beside(segment, segments))
        for segment, is_like in zip(segments, like, strict=True)
    )
    if not again and (sum(like) < 2 or groups < 2 or not _names_components(segments, like)):
        return [], list(segments)
    names: list[Segment] = []
    classes: list[Segment] = []
    for segment, is_like in zip(segments, like, strict=True):
        column = [
            alike
            for other, alike in zip(segments, like, strict=True)
            if min(other.x1, segment.x1) > max(other.x0, segment.x0)
        ]
        mostly = sum(column) * 2 > len(column)
        beside = any(_is_beside(other, [segment]) for other in segments)
        headed = labels.head_of(segment, heads) in ("code", "title", "range", "unit")
        is_name = is_like or (mostly and not beside and not _has_code(segment))
        (names if is_name and not headed else classes).append(segment)
    return names, classes


def _is_beside(segment: Segment, segments: Sequence[Segment]) -> bool:
    """Whether a cell stands right of another one on its line."""
    return any(other.line == segment.line and other.x1 < segment.x0 for other in segments)


def _names_components(segments: Sequence[Segment], like: Sequence[bool]) -> bool:
    """Whether the table prints base pay or percentages: class titles may hold words such as "post"."""
    texts = [segment.text for segment, is_like in zip(segments, like, strict=True) if is_like]
    return any("%" in text or labels.component_kind(text) != "bonus" for text in texts)


def _has_code(segment: Segment) -> bool:
    return any(tokens.is_code(word.text.strip("()")) for word in segment.words) or "code" in segment.text.lower()


def _part_classes(groups: Sequence[Group], above: Sequence[float]) -> list[list[Group]]:
    """Part groups into classes.

    A class begins under a label that stands above its rows (heights ``above``); otherwise every group
    is a class, or, where components are named, every group of base pay.
    """
    unnamed = not any(group.component for group in groups)
    has_base = any(labels.component_kind(group.component) == "base" for group in groups if group.component)
    blocks: list[list[Group]] = []
    for group in groups:
        name = group.component
        last = blocks[-1][-1].rows[-1].middle if blocks else 0.0
        labelled = any(last < height < group.rows[0].middle for height in above)
        if has_base:
            begins = name is not None and labels.component_kind(name) == "base"
        else:
            begins = name == groups[0].component or (bool(blocks) and any(name == own.component for own in blocks[-1]))
        if not blocks or labelled or unnamed or begins:
            blocks.append([])
        blocks[-1].append(group)
    return blocks


def _level(
    classes: Sequence[Segment], heights: Sequence[tuple[float, ...]], cells: LabelCells
) -> list[list[Segment]] | None:
    """Cells of each block, top to bottom, where all rows of a table are set in one way and no ruled lines part them."""
    if cells.rules or not classes:
        return None
    ordered = sorted((*classes, *cells.above), key=lambda cell: (cell.line, cell.x0))
    placed = place_level_lines(ordered, [Extent(own[0], own[-1]) for own in heights])
    if placed is None:
        return None
    return [[cell for cell in ordered if placed[cell] == number] for number in range(len(heights))]


def _assign(
    segments: Sequence[Segment], heights: Sequence[tuple[float, ...]], rules: Sequence[float]
) -> list[list[Segment]]:
    """Cells of each block, top to bottom; heights are the middles of a block's rows."""
    cuts = [_cut(above, below, segments, rules) for above, below in pairwise(heights)]
    assigned: list[list[Segment]] = [[] for _ in heights]
    for segment in sorted(segments, key=lambda cell: (cell.line, cell.x0)):
        assigned[sum(cut < segment.middle for cut in cuts)].append(segment)
    return assigned


def _cut(
    above: tuple[float, ...], below: tuple[float, ...], segments: Sequence[Segment], rules: Sequence[float]
) -> float:
    """The height that parts the labels of two neighbouring blocks.

    A ruled line decides. Without one the middle between the blocks' rows does, unless a wider gap
    between label lines, or a line that begins a label, stands near it. Where every row has its line
    of a label, there is nothing to move.
    """
    for height in rules:
        if above[-1] < height < below[0]:
            return height
    middle = (above[-1] + below[0]) / 2
    low, high = (above[0] + above[-1]) / 2, (below[0] + below[-1]) / 2
    lines = sorted({round(cell.middle, 1) for cell in segments if low - 1 <= cell.middle <= high + 1})
    if len(lines) < 2 or not segments or _fill_rows(segments, (*above, *below)):
        return middle
    if (edge := _edge_of_stack(above, below, segments, lines)) is not None:
        return edge
    height = segments[0].height
    best, cost = middle, float("inf")
    for upper, lower in pairwise(lines):
        between = (upper + lower) / 2
        price = abs(between - middle) / height - 1.2 * (lower - upper) / height
        if _begins_label(segments, upper, lower):
            price -= 1.5
        if not above[-1] - 0.2 * height < between < below[0] + 0.2 * height:
            price += 0.2  # a line of a label that stands on a row is seldom of the block beside it
        if price < cost:
            best, cost = between, price
    return middle if _on_one_side(lines, middle) else best


def _edge_of_stack(
    above: tuple[float, ...], below: tuple[float, ...], segments: Sequence[Segment], lines: Sequence[float]
) -> float | None:
    """The height over or under a title of many lines that stands between two blocks and on rows of only one of them.

    A row is made taller by its title, which may begin nearer to the row over it than to its own.
    """
    cells = [cell for cell in segments if lines[0] - 1 <= cell.middle <= lines[-1] + 1]
    own = max(([cell for cell in cells if cell.x0 < one.x1 and one.x0 < cell.x1] for one in cells), key=len)
    column = sorted(cell.middle for cell in segments if cell.x0 < own[0].x1 and own[0].x0 < cell.x1)
    leading = _EVEN * min((lower - upper for upper, lower in pairwise(column) if lower - upper > 1), default=0.0)
    stacks: list[list[float]] = []
    for middle in column:
        if not stacks or middle - stacks[-1][-1] > leading:
            stacks.append([])
        stacks[-1].append(middle)
    stack = next(found for found in stacks if found[-1] >= own[0].middle)
    slack = _ON_ROW * own[0].height
    holds = [any(stack[0] - slack < row < stack[-1] + slack for row in rows) for rows in (above, below)]
    if len(stack) < _TALL or stack[-1] < max(cell.middle for cell in own) or holds[0] == holds[1]:
        return None
    return stack[-1] + slack if holds[0] else stack[0] - slack


def _fill_rows(segments: Sequence[Segment], rows: Sequence[float]) -> bool:
    """Whether each row of two blocks has one line of labels on it, and no line stands elsewhere among them."""
    slack = _ON_ROW * segments[0].height
    lines = {cell.line for cell in segments if rows[0] - slack <= cell.middle <= rows[-1] + slack}
    filled = [row for row in rows if any(abs(cell.middle - row) <= slack for cell in segments)]
    return len(filled) == len(rows) == len(lines)


def _on_one_side(lines: Sequence[float], middle: float) -> bool:
    """Whether all label lines stand on one side of the middle: then nothing is to be parted there."""
    return lines[0] > middle or lines[-1] < middle


def _begins_label(segments: Sequence[Segment], upper: float, lower: float) -> bool:
    """Whether a title line follows a line with a code or range: the form of a new label."""
    over = " ".join(cell.text for cell in segments if abs(cell.middle - upper) < 0.2)
    under = " ".join(cell.text for cell in segments if abs(cell.middle - lower) < 0.2)
    ends = any(char.isdigit() for char in over) and not over[:1].islower()
    return ends and not any(char.isdigit() for char in under)
