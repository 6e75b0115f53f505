"""Salary tables with one row for each pay period and one column for each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mode

from pipeline.models import Page
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, labels, tokens
from pipeline.normalize.salary.blocks import Block, build_blocks
from pipeline.normalize.salary.columns import Span
from pipeline.normalize.salary.drifting_rows import drifts, place_drifting
from pipeline.normalize.salary.label_cells import collect_cells
from pipeline.normalize.salary.placed import Carried, PlacedBlock, PlacedComponent, PlacedRow, SalaryTable
from pipeline.normalize.salary.placement import place_rows
from pipeline.normalize.salary.row_periods import mend_periods
from pipeline.normalize.salary.rows import PayRow, find_rows, group_periods

_LEAST_ROWS = 2


def read_period_tables(page: Page, lines: Sequence[TextLine], carried: Carried) -> Iterator[SalaryTable]:
    """Read the tables of a page, top to bottom. Updates ``carried``."""
    rows = find_rows(lines)
    goes_on = carried.steps and carried.page_number == page.page_number - 1
    if len(rows) < (1 if goes_on else _LEAST_ROWS) or not any(
        tokens.is_cents(word.text) for row in rows for word in row.amounts
    ):
        return
    first = 0
    for band in _cut_bands(rows, lines):
        yield _read_band(page, lines, band, first, carried)
        first = band[-1].line + 1


def _cut_bands(rows: Sequence[PayRow], lines: Sequence[TextLine]) -> Iterator[list[PayRow]]:
    """Part the rows of a page where a heading or step heads stand between them."""
    band = [rows[0]]
    for upper, lower in pairwise(rows):
        between = lines[upper.line + 1 : lower.line]
        if lower.label.top < upper.label.top or any(
            headings.is_heading(line) or _is_step_line(line, lower) for line in between
        ):
            yield band
            band = []
        band.append(lower)
    yield band


def _is_step_line(line: TextLine, below: PayRow) -> bool:
    """Whether a line heads the amounts of the row below; a lone step is a head only of a lone amount under it."""
    steps = columns.read_steps([word for word in line.words if word.x0 >= below.label.x1 - 1])
    if len(steps) != 1:
        return len(steps) > 1
    left = [word for word in line.words if word.x0 < below.label.x1 - 1]
    if len(below.amounts) > 1 or not all(labels.head_role(cell.text) for cell in labels.cut_segments(left, 0)):
        return False
    amount = below.amounts[0]
    return min(amount.x1, steps[0].x1) > max(amount.x0, steps[0].x0)


def _read_band(page: Page, lines: Sequence[TextLine], rows: list[PayRow], first: int, carried: Carried) -> SalaryTable:
    rows = mend_periods(rows, carried.periods)
    has_columns = not drifts(page, rows)
    zone = min(row.label.x1 for row in rows) if has_columns else 0.0
    lengths = [len(row.amounts if has_columns else row.cells) for row in rows]
    most = max(lengths) if has_columns else mode(lengths)
    head = columns.find_steps(lines[first:], rows[0].line - first, Span(zone, float("inf")), most)
    if head is not None:
        head = head._replace(line=head.line + first)
    context, top = headings.read_context(
        lines,
        first,
        head.line if head else rows[0].line,
        carried.context,
        same_page=carried.page_number == page.page_number,
    )
    steps = head.columns if head else ()
    goes_on = top is None and carried.page_number == page.page_number - 1
    carried.context, carried.page_number = context, page.page_number
    steps = carried.steps = steps or carried.steps
    cells = collect_cells(page, lines, rows, first, head, known=carried.row_labels if goes_on else ())
    carried.row_labels = cells.heads
    cuts = [*cells.separators, *(cell.middle for cell in cells.above)]
    groups, carried.periods = group_periods(rows, cuts, carried.periods)
    blocks, names = build_blocks(groups, cells, carried.names)
    carried.names |= names
    placed = None if has_columns else place_drifting(groups, steps)
    if placed is None:
        placed = {id(row): found for row, found in zip(rows, place_rows(rows, steps), strict=True)}
    return SalaryTable(
        page=page,
        context=context,
        blocks=tuple(_place_block(block, cells.heads, placed) for block in blocks),
        first_line=min(index for index in (top, head.line if head else None, rows[0].line) if index is not None),
        last_line=rows[-1].line,
        body_line=head.line if head else rows[0].line,
    )


def _as_printed(row: PayRow, found: PlacedRow) -> PlacedRow:
    """A row with its amounts, those finer than cents left unread."""
    found = replace(found, amounts=tuple(amount for amount in found.amounts if not tokens.is_fine(amount.word.text)))
    return replace(found, printed=row.label.text) if row.is_misprinted else found


def _place_block(block: Block, heads: tuple[labels.LabelHead, ...], placed: dict[int, PlacedRow]) -> PlacedBlock:
    components = tuple(
        PlacedComponent(
            labels.component_kind(group.component),
            group.component,
            tuple(_as_printed(row, placed[id(row)]) for row in group.rows),
        )
        for group in block.groups
    )
    hourly = [row.amounts[0] for group in block.groups for row in group.rows if row.period == "HR" and row.amounts]
    cents = tokens.parse_money(hourly[0].text) if hourly else None
    return PlacedBlock(labels.parse_class_label(block.label, heads, str(cents) if cents else None), components)
