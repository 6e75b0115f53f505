"""Totals of tables that are no salary tables: days add across, hours.minutes add in base 60."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.findings import Finding
from pipeline.layouts.tables import TOTAL_HEADS
from pipeline.models import Table, TableCell

Cells = dict[int, TableCell]


def check_table_sums(document_id: str, tables: Sequence[Table]) -> tuple[tuple[Finding, ...], int]:
    """Every row whose last column of a group is headed "Total" must add up.

    Returns:
        Findings, and the number of totals that are the sum of their parts.
    """
    findings: list[Finding] = []
    held = 0
    for table in tables:
        rows = _rows(table)
        for parts, total in _total_columns(table, rows):
            for row in sorted(rows):
                finding = _check_row(table, rows[row], parts, total)
                if finding is None:
                    continue
                held += finding is True
                if isinstance(finding, Finding):
                    findings.append(finding)
    return tuple(findings), held


def add_hours_minutes(values: Sequence[Decimal]) -> Decimal:
    """Sum of times printed as hours.minutes: 7.20 + 8.40 = 16.00 (seven twenty and eight forty are sixteen hours)."""
    minutes = sum(int(value) * 60 + int((value % 1) * 100) for value in values)
    return Decimal(minutes // 60) + Decimal(minutes % 60) / 100


def _rows(table: Table) -> dict[int, Cells]:
    rows: dict[int, Cells] = {}
    for cell in table.cells:
        if cell.row > table.header_rows:
            rows.setdefault(cell.row, {})[cell.column] = cell
    return rows


def _total_columns(table: Table, rows: dict[int, Cells]) -> Iterator[tuple[tuple[int, ...], int]]:
    """Columns headed "Total" with the columns they add: those under the same head, else those of the same unit."""
    heads = [cell for cell in table.cells if cell.row <= table.header_rows]
    groups = [(cell.column, cell.column + cell.column_span) for cell in heads if 1 < cell.column_span < table.columns]
    units = {cell.column: cell.unit for cells in rows.values() for cell in cells.values() if cell.number is not None}
    for head in heads:
        if head.text.strip().lower().split(" ")[0] not in TOTAL_HEADS or head.column_span > 1:
            continue
        total = head.column
        first = next((start for start, end in groups if start < total < end), 1)
        parts: list[int] = []
        for column in range(total - 1, first - 1, -1):
            if column not in units or units[column] != units.get(total):
                break
            parts.insert(0, column)
        if len(parts) >= 2:
            yield tuple(parts), total


def _check_row(table: Table, cells: Cells, parts: Sequence[int], total: int) -> Finding | bool | None:
    """``True`` where the row adds up, ``None`` where it has no total."""
    printed = cells.get(total)
    values = [cells[column].number for column in parts if column in cells]
    if printed is None or printed.number is None or len(values) < len(parts) or None in values:
        return None
    numbers = [value for value in values if value is not None]
    base60 = printed.unit == "hours.minutes"
    expected = add_hours_minutes(numbers) if base60 else sum(numbers, Decimal(0))
    if expected == printed.number:
        return True
    formula = " + ".join(cells[column].text for column in parts)
    return Finding(
        table.document_id,
        "table_sum",
        "error",
        "table_cells",
        f"{table.table_id}/{printed.row}/{printed.column}",
        f"{formula} = {expected} {printed.unit or ''}, the total printed is {printed.text}".replace("  ", " "),
        column="number",
        printed=printed.text,
        expected=f"{expected:.2f}" if base60 else str(expected),
        proposed=expected,
        origin="printed",
        page_number=table.page_number,
    )
