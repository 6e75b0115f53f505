"""Rows of tables with columns -> classes, components and steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.layouts import pay
from pipeline.models import Component, Period
from pipeline.normalize.salary import labels, tokens
from pipeline.normalize.salary.column_rows import DataLine, nearest_head
from pipeline.normalize.salary.columns import mend_order
from pipeline.normalize.salary.heads import AmountColumn
from pipeline.normalize.salary.labels import LabelHead, Segment
from pipeline.normalize.salary.level_lines import Extent, place_level_lines
from pipeline.normalize.salary.placed import PlacedAmount, PlacedBlock, PlacedComponent, PlacedRow
from pipeline.normalize.salary.stacked_rows import Stacks, part_stacks

_SEVERAL = 2
_LETTERS = 3
"""Letters that are no Roman number in the name of a department set in capitals."""
_ALIGNED = 3.0
"""Points by which lines of one cell may stand off one edge or middle."""
_APART = 1.05
"""Line heights between the middles of two rows, at least."""
_BLANK_ROW = 2
"""Cells of a line without amounts that is a row of its own, at least."""
_SAME_PLACE = 8.0
"""Points within which a label that is printed on every row begins; a scan moves it by a point or two."""
_LEVEL = 0.03
"""Share of the distance of rows within which two distances are the same."""
_LEADING = 1.08
"""How much further apart than the closest lines of labels the lines of one wrapped label may stand."""


def matrix_blocks(
    rows: Sequence[DataLine],
    named: Sequence[AmountColumn],
    label_heads: Sequence[LabelHead],
    loose: Sequence[Segment],
    stacks: Stacks = Stacks(),  # noqa: B008 (a tuple)
) -> Iterator[PlacedBlock]:
    """One class or range a line, one column a step; columns of the same step and period are left unread.

    Where a class prints a line for each pay period without naming it, ``stacks`` tell the periods of its lines.
    """
    parted: Sequence[tuple[Sequence[DataLine], Sequence[Period | None]]] = (
        list(part_stacks(rows, stacks)) if stacks.periods else [((row,), (None,)) for row in rows]
    )
    shared = _share([group for group, _ in parted], loose)
    for (group, periods), own in zip(parted, shared, strict=True):
        by_period: dict[Period, list[PlacedAmount]] = {}
        for row, stacked in zip(group, periods, strict=True):
            for period, amount in _place_line(row, named, stacked):
                by_period.setdefault(period, []).append(amount)
        placed = [PlacedRow(period, tuple(amounts)) for period, amounts in by_period.items()]
        if placed:
            label = labels.parse_class_label(own, label_heads, None)
            yield PlacedBlock(label, (PlacedComponent("base", None, tuple(placed)),))


def _place_line(
    row: DataLine, named: Sequence[AmountColumn], stacked: Period | None
) -> Iterator[tuple[Period, PlacedAmount]]:
    """The amounts of a line with their steps and pay periods; those whose column tells neither are left out."""
    steps = list(dict.fromkeys(column.step for column in named if column.step))
    heads = Counter((column.step, column.period, column.day, column.condition) for column in named)
    pair = [column for column, _ in row.amounts if named[column].step is None and named[column].period == "YR"]
    for column, word in row.amounts:
        head = named[column]
        step, period = head.step, stacked or head.period
        doubtful = step is not None and heads[step, head.period, head.day, head.condition] > 1
        if step is None and len(pair) == 2 and steps:
            step = steps[0] if column == pair[0] else steps[-1]
        if step is not None and period is not None and not doubtful:
            yield period, PlacedAmount(word, step, steps.index(step) + 1, head.printed)


def step_blocks(
    rows: Sequence[DataLine], named: Sequence[AmountColumn], label_heads: Sequence[LabelHead], loose: Sequence[Segment]
) -> Iterator[PlacedBlock]:
    """One step a line, one column a pay period."""
    groups = _part_classes(rows, label_heads, loose)
    parts = _components(named, rows)
    misprinted = {column.period: column.printed for column in named if column.printed}
    for group, own in zip(groups, _share(groups, loose), strict=True):
        placed: dict[tuple[Component, str | None, Period], list[PlacedAmount]] = {}
        for order, (row, step) in enumerate(zip(group, _steps_meant(group), strict=True), 1):
            for column, word in row.amounts:
                part = parts[column]
                if part:
                    printed = row.step if row.step != step else None
                    placed.setdefault(part, []).append(PlacedAmount(word, step or str(order), order, printed))
        components: dict[tuple[Component, str | None], list[PlacedRow]] = {}
        for (kind, name, period), amounts in placed.items():
            row_of = PlacedRow(period, tuple(amounts), printed=misprinted.get(period))
            components.setdefault((kind, name), []).append(row_of)
        parted = tuple(PlacedComponent(kind, name, tuple(found)) for (kind, name), found in components.items())
        if parted:
            yield PlacedBlock(labels.parse_class_label(_once(own), label_heads, None), parted)


def _steps_meant(rows: Sequence[DataLine]) -> Sequence[str | None]:
    """The step of each row of a class; one that is printed twice has the number its place asks for."""
    printed = [row.step for row in rows]
    return printed if len(set(printed)) == len(printed) else mend_order(printed) or printed


def _components(
    named: Sequence[AmountColumn], rows: Sequence[DataLine]
) -> list[tuple[Component, str | None, Period] | None]:
    """What each column is: base pay, or, beside an add-on or percentages, base, bonus and total."""
    adds = next((index for index, column in enumerate(named) if column.add_on), None)
    if any(column.part for column in named):
        return [
            (column.part or "base", column.text if column.part else None, column.period) if column.period else None
            for column in named
        ]
    if adds is None:
        return [("base", None, column.period) if column.period else None for column in named]
    base = [column.period for column in named[:adds] if column.period]
    parts: list[tuple[Component, str | None, Period] | None] = []
    for index, column in enumerate(named):
        kind: Component = "base" if index < adds else "bonus" if index == adds else "total"
        period = column.period or (base[-1] if index == adds and base and _adds_up(rows, adds) else None)
        parts.append((kind, column.text, period) if period else None)
    return parts


def _adds_up(rows: Sequence[DataLine], adds: int) -> bool:
    """Whether the column left of the add-on and the add-on make the column right of it."""
    sums = [{column: tokens.parse_money(word.text) or 0 for column, word in row.amounts} for row in rows]
    whole = [cents for cents in sums if all(adds + offset in cents for offset in (-1, 0, 1))]
    held = sum(cents[adds - 1] + cents[adds] == cents[adds + 1] for cents in whole)
    return bool(whole) and held * 2 > len(whole)


def _part_classes(
    rows: Sequence[DataLine], label_heads: Sequence[LabelHead], loose: Sequence[Segment] = ()
) -> list[list[DataLine]]:
    """A class begins where steps start again, or another code, grade or (on every row) title stands."""
    if loose and (alike := _part_by_steps(rows, loose)):
        return alike
    groups: list[list[DataLine]] = []
    titled = sum(any(_role(cell, label_heads) == "title" for cell in row.cells) for row in rows)
    roles = {"code", "range", "unit"} | ({"title"} if titled > 0.9 * len(rows) else set())
    current: dict[str, str] = {}
    for row in rows:
        printed = {role: cell.text for cell in row.cells if (role := _role(cell, label_heads)) in roles}
        changed = any(current.get(role, text) != text for role, text in printed.items())
        rank, before = _rank(row), _rank(groups[-1][-1]) if groups else None
        again = rank is None or before is None or rank <= before
        if not groups or changed or again:
            groups.append([])
            current = {}
        current.update(printed)
        groups[-1].append(row)
    return groups


def _part_by_steps(rows: Sequence[DataLine], loose: Sequence[Segment]) -> list[list[DataLine]]:
    """Classes of as many steps each, whose labels go on from row to row over a line between them; else none.

    The lines of such a label may each be level with a row, and be no titles of their own.
    """
    groups: list[list[DataLine]] = []
    for row in rows:
        before = _rank(groups[-1][-1]) if groups else None
        if (rank := _rank(row)) is None:
            return []
        if before is None or rank <= before:
            groups.append([])
        groups[-1].append(row)
    if len({len(group) for group in groups}) > 1 or len(groups[0]) < _SEVERAL or len(groups) < _SEVERAL:
        return []
    lines = {cell.line for cell in loose}
    inside = any(number in lines for group in groups for number in range(group[0].line, group[-1].line))
    return groups if inside and not any(map(_prints_several, groups)) else []


def _prints_several(group: Sequence[DataLine]) -> bool:
    """Whether rows print a label again, or several codes."""
    texts = [cell.text for row in group for cell in row.cells]
    codes = [text for text in texts if any(char.isdigit() for char in text)]
    return len(set(texts)) < len(texts) or len(codes) > 1


def _role(cell: Segment, label_heads: Sequence[LabelHead]) -> str:
    return (nearest_head(cell, label_heads) or "title").removesuffix(" step")


def _rank(row: DataLine) -> int | None:
    return tokens.step_rank(row.step) if row.step else None


def _share(groups: Sequence[Sequence[DataLine]], loose: Sequence[Segment]) -> list[list[Segment]]:
    """Label cells of each group: those of its rows, and of wrapped labels that stand around its rows or nearest."""
    shared = [[cell for row in group for cell in row.cells] for group in groups]
    printed = [list(cells) for cells in shared]
    loose = _without_blank_rows(groups, loose)
    if level := _level(groups, printed, loose):
        for cell in loose:
            shared[level[cell]].append(cell)
        return [sorted(cells, key=lambda cell: (cell.line, cell.x0)) for cells in shared]
    if turn := _turn_of_wide_lines(groups, loose):
        for cell in loose:
            above = sum(group[0].middle < cell.middle for group in groups) - 1
            shared[min(max(0, above if turn > 0 else above + 1), len(groups) - 1)].append(cell)
        return [sorted(cells, key=lambda cell: (cell.line, cell.x0)) for cells in shared]
    for stack in _stack([*(cell for cells in shared for cell in cells), *loose]):
        top, bottom = min(_top(cell) for cell in stack), max(_top(cell) + cell.height for cell in stack)
        own = [number for number, group in enumerate(groups) if any(top < row.middle < bottom for row in group)]
        for cell in (cell for cell in stack if cell in loose):
            number = own[0] if own else _nearest(groups, (top + bottom) / 2)
            if len(own) > 1 or (own and _as_near(cell, stack, groups)):
                number = _owner(cell, groups, printed, [other for other in stack if other in loose])
            shared[number].append(cell)
    return [sorted(cells, key=lambda cell: (cell.line, cell.x0)) for cells in shared]


def _level(
    groups: Sequence[Sequence[DataLine]], printed: Sequence[Sequence[Segment]], loose: Sequence[Segment]
) -> dict[Segment, int] | None:
    """The group of each line of labels, where the cells of all rows are set in one way, which tells it."""
    if not loose:
        return None
    extents = [Extent(group[0].middle, group[-1].middle) for group in groups]
    placed = place_level_lines([*loose, *(cell for cells in printed for cell in cells)], extents)
    on_rows = placed and all(placed[cell] == number for number, cells in enumerate(printed) for cell in cells)
    return placed if on_rows else None


def _turn_of_wide_lines(groups: Sequence[Sequence[DataLine]], loose: Sequence[Segment]) -> int:
    """Where the lines of a label stand further apart than rows do: 1 if labels go on downwards, -1 if upwards.

    The last line of such a label is a row's distance from the next row, and its first one more than that
    from its own. 0 where the distances do not tell.
    """
    rows = [row.middle for group in groups for row in group]
    lines = sorted({round(cell.middle, 1) for cell in loose})
    pitch = min((lower[0].middle - upper[-1].middle for upper, lower in pairwise(groups)), default=0.0)
    turns: list[int] = []
    for middle in lines:
        above = max((row for row in rows if row < middle), default=None)
        below = min((row for row in rows if row > middle), default=None)
        if above is None or below is None or any(above < other < below for other in lines if other != middle):
            continue
        up, down = middle - above, below - middle
        as_row, wide = _LEVEL * pitch, (1 + _LEVEL) * pitch
        turns.append(1 if abs(down - pitch) < as_row and up > wide else 0)
        turns[-1] -= 1 if abs(up - pitch) < as_row and down > wide else 0
    return turns[0] if turns and len(set(turns)) == 1 else 0


def _without_blank_rows(groups: Sequence[Sequence[DataLine]], loose: Sequence[Segment]) -> list[Segment]:
    """Lines of labels without those of classes that print no amounts: they fill the columns their neighbours fill."""
    by_line: dict[int, list[Segment]] = {}
    for cell in loose:
        by_line.setdefault(cell.line, []).append(cell)
    kept: list[Segment] = []
    for line, cells in by_line.items():
        around = [group[-1] for group in groups if group[-1].line < line][-1:]
        around += [group[0] for group in groups if group[0].line > line][:1]
        if _is_department(cells, around):
            continue
        coded = [cell for cell in cells if len(cell.words) == 1 and tokens.is_code(cell.words[0].text)]
        if len(cells) < _BLANK_ROW or not coded or not all(_fills(row, cells) for row in around):
            kept += cells
    return kept


def _is_department(cells: Sequence[Segment], around: Sequence[DataLine]) -> bool:
    """Whether a line between rows that print titles names what stands under it, and goes on with no title.

    It is set in capitals, ends in a word such as "Department", or stands neither under the edge nor under
    the middle of a title.
    """
    titles = [[cell for cell in row.cells if any(char.islower() for char in cell.text)] for row in around]
    text = " ".join(cell.text for cell in cells)
    if not any(titles) or any(char.isdigit() for char in text):
        return False
    if _is_row_of_its_own(cells, around):
        return True
    named = len(text.split()) > 1 and tokens.fold(text.split()[-1]) in pay.DEPARTMENT_WORDS  # "Office" begins a title
    if named or (text.isupper() and sum(char.isalpha() and char not in "IVX" for char in text) >= _LETTERS):
        return True
    line = cells[0]
    if len(cells) > 1 or not all(titles):
        return False
    return not any(
        min(abs(line.x0 - cell.x0), abs(line.x0 + line.x1 - cell.x0 - cell.x1) / 2) < _ALIGNED
        for row in around
        for cell in row.cells
    )


def _is_row_of_its_own(cells: Sequence[Segment], around: Sequence[DataLine]) -> bool:
    """Whether a line is bold among rows that are not, and as far from those around it as rows are from one another."""
    line = cells[0]
    if not around or not all(word.bold for cell in cells for word in cell.words):
        return False
    if any(word.bold for row in around for cell in row.cells for word in cell.words):
        return False
    return all(abs(row.middle - line.middle) > _APART * line.height for row in around)


def _fills(row: DataLine, cells: Sequence[Segment]) -> bool:
    return all(any(_over(cell, other) for other in row.cells) for cell in cells)


def _owner(
    cell: Segment,
    groups: Sequence[Sequence[DataLine]],
    printed: Sequence[Sequence[Segment]],
    loose: Sequence[Segment],
) -> int:
    """The group a line of a label is of, where lines stand as close between the groups as inside them.

    A group that prints nothing of this label on its rows has it around them; two such groups share the
    lines between them; two others wrap their labels downwards.
    """
    below = next((number for number, group in enumerate(groups) if group[0].middle > cell.middle), len(groups))
    if below in (0, len(groups)) or groups[below - 1][-1].middle > cell.middle:
        return max(0, below - 1)
    above = below - 1
    has = [any(_over(cell, other) for other in printed[number]) for number in (above, below)]
    if has[0] != has[1]:
        return below if has[0] else above
    if has[0]:
        return above
    low, high = groups[above][-1].middle, groups[below][0].middle
    between = sorted(other.middle for other in loose if low < other.middle < high and _over(cell, other))
    before = sum(middle < cell.middle for middle in between)
    return above if 2 * before + 1 < len(between) else below


def _as_near(cell: Segment, stack: Sequence[Segment], groups: Sequence[Sequence[DataLine]]) -> bool:
    """Whether a line of a label stands no nearer to the other lines of its stack than to a row outside it."""
    inside = [abs(other.middle - cell.middle) for other in stack if other is not cell]
    low, high = stack[0].middle, stack[-1].middle
    outside = [
        abs(row.middle - cell.middle) for group in groups for row in group if not low - 1 <= row.middle <= high + 1
    ]
    return bool(inside) and bool(outside) and min(outside) <= _LEADING * min(inside)


def _over(cell: Segment, other: Segment) -> bool:
    return cell.x0 < other.x1 and other.x0 < cell.x1


def _stack(cells: Sequence[Segment]) -> list[list[Segment]]:
    """Lines of one cell: those under one another that stand no further apart than the closest ones of the table."""
    columns: list[list[Segment]] = []
    for cell in sorted(cells, key=lambda cell: cell.middle):
        column = next((own for own in columns if cell.x0 < own[-1].x1 and own[-1].x0 < cell.x1), None)
        if column is None:
            columns.append([cell])
        else:
            column.append(cell)
    pitches = [lower.middle - upper.middle for column in columns for upper, lower in pairwise(column)]
    leading = _LEADING * min((pitch for pitch in pitches if pitch > 1), default=0.0)
    stacks: list[list[Segment]] = []
    for column in columns:
        stacks.append([column[0]])
        for upper, lower in pairwise(column):
            if lower.middle - upper.middle > leading:
                stacks.append([])
            stacks[-1].append(lower)
    return stacks


def _top(cell: Segment) -> float:
    return cell.middle - cell.height / 2


def _nearest(groups: Sequence[Sequence[DataLine]], middle: float) -> int:
    return min(range(len(groups)), key=lambda number: min(abs(row.middle - middle) for row in groups[number]))


def _once(cells: Sequence[Segment]) -> list[Segment]:
    """Cells without repetitions: a label may be printed on every row."""
    kept: list[Segment] = []
    for cell in cells:
        if not any(cell.text == other.text and abs(cell.x0 - other.x0) < _SAME_PLACE for other in kept):
            kept.append(cell)
    return kept
