"""Salary tables with one column for each pay period (a row per step), or for each step (a row per range)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.models import PERIODS, Component, Page, Period, Word
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, heads, labels, notes, tokens
from pipeline.normalize.salary.columns import Span
from pipeline.normalize.salary.heads import AmountColumn
from pipeline.normalize.salary.labels import LabelHead, Segment
from pipeline.normalize.salary.placed import (
    Carried,
    PlacedAmount,
    PlacedBlock,
    PlacedComponent,
    PlacedRow,
    SalaryTable,
)

_HOURS: tuple[tuple[float, float, Period], ...] = ((60, 120, "BW"), (125, 267, "MO"), (1500, 3200, "YR"))
"""Hours a pay period can hold: tells the period of a column that has none in its head from the hourly one."""

_AMOUNTS: dict[Period, tuple[int, int]] = {
    "HR": (5, 600), "BW": (300, 30_000), "MO": (600, 70_000), "YR": (8_000, 900_000)
}  # fmt: skip
"""Dollars a pay period can pay: a title may name a year and mean the fiscal one."""
_NO_PERIOD = re.compile(r"\b(?:fiscal|calendar|school|contract)\s+years?\b", re.IGNORECASE)
_TITLE_LINES = 5
_TITLE_WORDS = 12
_WORD_STEP = 24.0
"""Points that the word "Step" may stand left of the amounts under it."""


class DataLine(NamedTuple):
    """A line with amounts."""

    line: int
    cells: tuple[Segment, ...]
    """Label cells left of the amounts, without the step."""
    step: str | None
    amounts: tuple[tuple[int, Word], ...]
    """(column, word)."""
    middle: float


def read_column_tables(
    page: Page, lines: Sequence[TextLine], taken: frozenset[int], carried: Carried
) -> Iterator[SalaryTable]:
    """Read the tables of a page, top to bottom; ``taken`` are lines other tables hold. Updates ``carried``."""
    floor = 0
    for band in _find_bands(lines, taken):
        table = _read_band(page, lines, band, floor, carried)
        if table:
            yield table
            floor = band[-1] + 1


def _find_bands(lines: Sequence[TextLine], taken: frozenset[int]) -> list[list[int]]:
    """Runs of lines with amounts, parted where heads or headings stand between them."""
    rows = [
        index
        for index, line in enumerate(lines)
        if index not in taken
        and sum(tokens.is_amount(word.text) for word in line.words)
        and not notes.is_sentence(line)
    ]
    bands: list[list[int]] = []
    for index in rows:
        between = lines[bands[-1][-1] + 1 : index] if bands else ()
        left = next(word.x0 for word in lines[index].words if tokens.is_amount(word.text))
        if not bands or any(headings.is_heading(line) or _is_head(line, left) for line in between):
            bands.append([])
        bands[-1].append(index)
    return bands


def _is_head(line: TextLine, left: float = 0.0) -> bool:
    """Whether a line heads columns: it names two pay periods, or two steps over amounts that begin at ``left``."""
    cells = labels.cut_segments(line.words, 0)
    periods = [period for cell in cells if (period := heads.parse_period(cell.text))]
    if len(periods) > 1 or len(columns.read_steps(line.words)) > 1:
        return True
    return len(columns.read_steps([word for word in line.words if left and word.x1 >= left - _WORD_STEP])) > 1


def _read_band(
    page: Page, lines: Sequence[TextLine], band: list[int], floor: int, carried: Carried
) -> SalaryTable | None:
    spans = columns.find_columns(
        [[(word.x0, word.x1) for word in lines[index].words if tokens.is_amount(word.text)] for index in band]
    )
    above = heads.find_head_lines(lines, band[0], floor)
    left = min(span.x0 for span in spans)
    if above:
        verticals = labels.find_verticals(page.edges)
        named = heads.read_columns([lines[index] for index in above], spans, _left_edge(spans), verticals)
        label_heads = labels.read_label_heads([lines[index] for index in above], left, verticals)
    elif carried.columns and (matched := _carry(carried.columns, spans)):
        named, label_heads = matched, carried.labels
    else:
        return None
    top = above[0] if above else band[0]
    context, heading = headings.read_context(
        lines, floor, top, carried.context, same_page=carried.page_number == page.page_number
    )
    named = _complete_periods(named, lines, band, lines[max(floor, top - _TITLE_LINES) : band[0]])
    rows = [_read_line(lines[index], index, named, label_heads, page) for index in band]
    rows = [row for row in rows if row.amounts]
    if not _is_salary_table(named, rows):
        return None
    carried.context, carried.page_number = context, page.page_number
    carried.columns, carried.labels = named, label_heads
    by_step = any(column.step for column in named)
    loose = _label_lines(lines, band, left, page)
    blocks = (
        _matrix_blocks(rows, named, label_heads, loose) if by_step else _step_blocks(rows, named, label_heads, loose)
    )
    first = min(index for index in (heading, top) if index is not None)
    return SalaryTable(page, context, tuple(blocks), first, band[-1], top)


def _left_edge(spans: Sequence[Span]) -> float:
    """Where the heads of amounts begin: half a column left of the first one."""
    pitch = min((b.x0 - a.x0 for a, b in pairwise(spans)), default=40.0)
    return spans[0].x0 - pitch / 2


def _carry(known: Sequence[AmountColumn], spans: Sequence[Span]) -> tuple[AmountColumn, ...] | None:
    """Heads of an earlier page for as many columns, or for columns that stand in the same places."""
    if len(spans) == len(known):
        return tuple(column._replace(span=span) for column, span in zip(known, spans, strict=True))
    matched = []
    for span in spans:
        middle = (span.x0 + span.x1) / 2
        column = min(known, key=lambda head: abs((head.span.x0 + head.span.x1) / 2 - middle))
        if min(column.span.x1, span.x1) <= max(column.span.x0, span.x0):
            return None
        matched.append(column._replace(span=span))
    return tuple(matched) if len({column.span for column in matched}) == len(matched) else None


def _is_salary_table(named: Sequence[AmountColumn], rows: Sequence[DataLine]) -> bool:
    """Whether the columns say what they are, and the rows or columns are steps."""
    periods = {column.period for column in named if column.period}
    if not periods or len(rows) < 1 or not _rises_with_period(named, rows):
        return False
    steps = {column.step for column in named if column.step}
    by_row = sum(row.step is not None for row in rows) * 2 > len(rows)
    return len(steps) > 1 or by_row or len(periods) > 1


def _rises_with_period(named: Sequence[AmountColumn], rows: Sequence[DataLine]) -> bool:
    """Whether longer pay periods pay more: accruals in hours.minutes do not."""
    order = [PERIODS.index(column.period) if column.period else None for column in named]
    rises: list[bool] = []
    for row in rows:
        cents = {column: tokens.parse_money(word.text) or 0 for column, word in row.amounts if not named[column].add_on}
        for left, right in pairwise(sorted(cents)):
            first, second = order[left], order[right]
            if first is not None and second is not None and first != second and named[left].step == named[right].step:
                longer, shorter = (left, right) if first > second else (right, left)
                rises.append(cents[longer] > 1.9 * cents[shorter])
    return sum(rises) * 5 >= len(rises) * 4


def _complete_periods(
    named: Sequence[AmountColumn], lines: Sequence[TextLine], band: Sequence[int], titles: Sequence[TextLine]
) -> tuple[AmountColumn, ...]:
    """Find the period of columns whose heads name a step alone: from the title, or from the hourly column beside."""
    if all(column.period or not column.step for column in named):
        return tuple(named)
    period = _period_by_ratio(named, lines, band) or _period_of_title(titles, lines, band)
    return tuple(
        column._replace(period=period) if column.step and column.period is None else column for column in named
    )


def _period_of_title(titles: Sequence[TextLine], lines: Sequence[TextLine], band: Sequence[int]) -> Period | None:
    """The period that the nearest title over a table names, if its amounts can be of such a period."""
    cents = [tokens.parse_money(word.text) or 0 for index in band for word in lines[index].words]
    amount = median([value for value in cents if value] or [0]) / 100
    for line in reversed(titles):
        text = _NO_PERIOD.sub("", line.text)
        period = heads.parse_period(text) if len(line.words) <= _TITLE_WORDS else None
        if period:
            low, high = _AMOUNTS[period]
            return period if low <= amount <= high else None
    return None


def _period_by_ratio(named: Sequence[AmountColumn], lines: Sequence[TextLine], band: Sequence[int]) -> Period | None:
    """The period whose hours fit the ratio of a column to the hourly column of the same step."""
    ratios: list[float] = []
    for index in band:
        cents: dict[int, int] = {}
        for word in lines[index].words:
            if tokens.is_amount(word.text):
                cents[_column_of(word, named)] = tokens.parse_money(word.text) or 0
        for number, other in pairwise(range(len(named))):
            if named[number].period is None and named[other].period == "HR" and cents.get(other) and number in cents:
                ratios.append(cents[number] / cents[other])
    if not ratios:
        return None
    hours = median(ratios)
    return next((period for low, high, period in _HOURS if low <= hours <= high), None)


def _column_of(word: Word, named: Sequence[AmountColumn]) -> int:
    middle = (word.x0 + word.x1) / 2
    return min(range(len(named)), key=lambda index: max(named[index].span.x0 - middle, middle - named[index].span.x1))


def _read_line(
    line: TextLine, index: int, named: Sequence[AmountColumn], label_heads: Sequence[LabelHead], page: Page
) -> DataLine:
    amounts = tuple((_column_of(word, named), word) for word in line.words if tokens.is_amount(word.text))
    first = min((word.x0 for _, word in amounts), default=line.x1)
    left = [
        word
        for word in line.words
        if word.x0 < first and not tokens.is_amount(word.text) and word.text not in tokens.SIGNS
    ]
    cells = labels.cut_segments(left, index, labels.find_verticals(page.edges), label_heads)
    step: str | None = None
    kept: list[Segment] = []
    for cell in cells:
        found, rest = _take_step(cell, label_heads)
        step = found or step
        if rest:
            kept.append(Segment(tuple(rest), index))
    return DataLine(index, tuple(kept), step, amounts, (line.top + line.bottom) / 2)


def _take_step(cell: Segment, label_heads: Sequence[LabelHead]) -> tuple[str | None, list[Word]]:
    """The step a cell names, and the words of the cell that are no step."""
    words = list(cell.words)
    if nearest_head(cell, label_heads) == "step" and (step := tokens.parse_step(cell.text)):
        return step, []
    for size in (2, 1):
        tail = " ".join(word.text for word in words[-size:])
        if tail.lower().startswith("step") and (step := tokens.parse_step(tail)):
            return step, words[:-size]
    return None, words


def nearest_head(cell: Segment, label_heads: Sequence[LabelHead]) -> str | None:
    """Role of the head a cell stands under, or of the nearest one where it stands under none."""
    role = labels.head_of(cell, label_heads)
    if role is None and label_heads:
        middle = (cell.x0 + cell.x1) / 2
        role = min(label_heads, key=lambda head: abs((head.x0 + head.x1) / 2 - middle)).role
    return role


def _label_lines(lines: Sequence[TextLine], band: Sequence[int], left: float, page: Page) -> list[Segment]:
    """Cells of lines between the rows that hold labels alone: wrapped titles."""
    rows = set(band)
    found: list[Segment] = []
    for index in range(band[0] - 1, band[-1] + 2):
        inside = 0 <= index < len(lines) and index not in rows and lines[index].x1 <= left
        close = inside and any(
            abs(lines[index].top - lines[row].top) < 1.6 * lines[index].height
            for row in (index - 1, index + 1)
            if row in rows
        )
        if inside and (close or band[0] < index < band[-1]) and not _is_head(lines[index]):
            found.extend(labels.cut_segments(lines[index].words, index, labels.find_verticals(page.edges)))
    return [cell for cell in found if heads.parse_period(cell.text) is None]


def _matrix_blocks(
    rows: Sequence[DataLine], named: Sequence[AmountColumn], label_heads: Sequence[LabelHead], loose: Sequence[Segment]
) -> Iterator[PlacedBlock]:
    """One class or range a line, one column a step."""
    steps = list(dict.fromkeys(column.step for column in named if column.step))
    cells = _share([[row] for row in rows], loose)
    for row, own in zip(rows, cells, strict=True):
        by_period: dict[Period, list[PlacedAmount]] = {}
        unplaced: list[Word] = []
        pair = [column for column, _ in row.amounts if named[column].step is None and named[column].period == "YR"]
        for column, word in row.amounts:
            step, period = named[column].step, named[column].period
            if step is None and len(pair) == 2 and steps:
                step = steps[0] if column == pair[0] else steps[-1]
            if step is None or period is None:
                unplaced.append(word)
            else:
                by_period.setdefault(period, []).append(PlacedAmount(word, step, steps.index(step) + 1))
        placed = [PlacedRow(period, tuple(amounts)) for period, amounts in by_period.items()]
        if placed:
            label = labels.parse_class_label(own, label_heads, None)
            yield PlacedBlock(label, (PlacedComponent("base", None, tuple(placed)),))


def _step_blocks(
    rows: Sequence[DataLine], named: Sequence[AmountColumn], label_heads: Sequence[LabelHead], loose: Sequence[Segment]
) -> Iterator[PlacedBlock]:
    """One step a line, one column a pay period."""
    groups = _part_classes(rows, label_heads)
    parts = _components(named, rows)
    for group, own in zip(groups, _share(groups, loose), strict=True):
        placed: dict[tuple[Component, str | None, Period], list[PlacedAmount]] = {}
        for order, row in enumerate(group, 1):
            for column, word in row.amounts:
                part = parts[column]
                if part:
                    placed.setdefault(part, []).append(PlacedAmount(word, row.step or str(order), order))
        components: dict[tuple[Component, str | None], list[PlacedRow]] = {}
        for (kind, name, period), amounts in placed.items():
            components.setdefault((kind, name), []).append(PlacedRow(period, tuple(amounts)))
        yield PlacedBlock(
            labels.parse_class_label(_once(own), label_heads, None),
            tuple(PlacedComponent(kind, name, tuple(found)) for (kind, name), found in components.items()),
        )


def _components(
    named: Sequence[AmountColumn], rows: Sequence[DataLine]
) -> list[tuple[Component, str | None, Period] | None]:
    """What each column is: base pay, or, beside an add-on, base, bonus and total."""
    adds = next((index for index, column in enumerate(named) if column.add_on), None)
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


def _part_classes(rows: Sequence[DataLine], label_heads: Sequence[LabelHead]) -> list[list[DataLine]]:
    """A class begins where steps start again, or another code, grade or (on every row) title stands."""
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


def _role(cell: Segment, label_heads: Sequence[LabelHead]) -> str:
    return nearest_head(cell, label_heads) or "title"


def _rank(row: DataLine) -> int | None:
    return tokens.step_rank(row.step) if row.step else None


def _share(groups: Sequence[Sequence[DataLine]], loose: Sequence[Segment]) -> list[list[Segment]]:
    """Label cells of each group: those of its rows, and of label lines that stand nearest to its rows."""
    shared = [[cell for row in group for cell in row.cells] for group in groups]
    for cell in loose:
        nearest = min(range(len(groups)), key=lambda n: min(abs(row.middle - cell.middle) for row in groups[n]))
        shared[nearest].append(cell)
    return [sorted(cells, key=lambda cell: (cell.line, cell.x0)) for cells in shared]


def _once(cells: Sequence[Segment]) -> list[Segment]:
    """Cells without repetitions: a label may be printed on every row."""
    seen: set[tuple[str, int]] = set()
    kept: list[Segment] = []
    for cell in cells:
        mark = (cell.text, round(cell.x0 / 8))
        if mark not in seen:
            seen.add(mark)
            kept.append(cell)
    return kept
