"""Salary tables with one row for each pay period and one column for each step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.models import Page
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, labels, tokens
from pipeline.normalize.salary.blocks import Block, build_blocks
from pipeline.normalize.salary.columns import Span
from pipeline.normalize.salary.label_cells import Zone, collect_cells
from pipeline.normalize.salary.placed import Carried, PlacedBlock, PlacedComponent, PlacedRow, SalaryTable
from pipeline.normalize.salary.placement import place_rows
from pipeline.normalize.salary.rows import PayRow, find_rows, group_periods, side_by_side

_LEAST_ROWS = 2


def read_period_tables(page: Page, lines: Sequence[TextLine], carried: Carried) -> Iterator[SalaryTable]:
    """Read the tables of a page, top to bottom. Updates ``carried``."""
    rows = find_rows(lines)
    if len(rows) < _LEAST_ROWS or not any(tokens.is_cents(word.text) for row in rows for word in row.amounts):
        return
    taken = {row.line for row in rows}
    tables = side_by_side(rows)
    ends: dict[int, int] = {}
    for place, table in enumerate(tables):
        left = max((row.amounts[-1].x1 for row in tables[place - 1]), default=0.0) if place else 0.0
        after = (
            min((row.labels[0].x0 if row.labels else row.label.x0 for row in tables[place + 1]), default=page.width)
            if place + 1 < len(tables)
            else float("inf")
        )
        for band in _cut_bands(table, lines, taken):
            first = ends.get(place, 0)
            yield _read_band(page, lines, band, (left, after, first), carried)
            ends[place] = band[-1].line + 1


def _cut_bands(rows: Sequence[PayRow], lines: Sequence[TextLine], taken: set[int]) -> Iterator[list[PayRow]]:
    """Part the rows of a page where a heading or step heads stand between them."""
    band = [rows[0]]
    right = max(row.label.x1 for row in rows)
    for upper, lower in pairwise(rows):
        between = [lines[index] for index in range(upper.line + 1, lower.line) if index not in taken]
        if any(headings.is_heading(line) or _is_step_line(line, right) for line in between):
            yield band
            band = []
        band.append(lower)
    yield band


def _is_step_line(line: TextLine, right: float) -> bool:
    return len(columns.read_steps([word for word in line.words if word.x0 >= right - 1])) > 1


def _read_band(
    page: Page, lines: Sequence[TextLine], rows: list[PayRow], bounds: tuple[float, float, int], carried: Carried
) -> SalaryTable:
    left, after, first = bounds
    zone = min(row.label.x1 for row in rows)
    most = max(len(row.amounts) for row in rows)
    if page.reader == "text" and most == 1:
        zone = 0.0  # text without tabs has lines, but no columns
    head = columns.find_steps(lines[first:], rows[0].line - first, Span(zone, after), most)
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
    placed = place_rows(rows, steps or carried.steps)
    carried.context, carried.page_number = context, page.page_number
    carried.steps = steps or carried.steps
    cells = collect_cells(page, lines, rows, Zone(left, first, head))
    groups = group_periods(rows, [*cells.separators, *(cell.middle for cell in cells.above)])
    blocks = build_blocks(groups, cells)
    by_line = {id(row): placed_row for row, placed_row in zip(rows, placed, strict=True)}
    return SalaryTable(
        page=page,
        context=context,
        blocks=tuple(_place_block(block, cells.heads, by_line) for block in blocks),
        first_line=min(index for index in (top, head.line if head else None, rows[0].line) if index is not None),
        last_line=rows[-1].line,
        body_line=head.line if head else rows[0].line,
    )


def _place_block(block: Block, heads: tuple[labels.LabelHead, ...], placed: dict[int, PlacedRow]) -> PlacedBlock:
    components = tuple(
        PlacedComponent(
            labels.component_kind(group.component), group.component, tuple(placed[id(row)] for row in group.rows)
        )
        for group in block.groups
    )
    hourly = [row.amounts[0] for group in block.groups for row in group.rows if row.period == "HR" and row.amounts]
    cents = tokens.parse_money(hourly[0].text) if hourly else None
    return PlacedBlock(labels.parse_class_label(block.label, heads, str(cents) if cents else None), components)
