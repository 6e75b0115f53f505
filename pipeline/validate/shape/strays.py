"""Rows that stand in a table and belong to no class or component of it: printed twice, or their label lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.validate.shape.rosters import find

Row = list[Rate]


def check_strays(rates: Sequence[Rate]) -> list[Finding]:
    """An error for each row without a label among rows that have one, and which row it repeats."""
    tables: dict[tuple[object, ...], Row] = defaultdict(list)
    for rate in rates:
        tables[rate.document_id, rate.appendix].append(rate)
    findings: list[Finding] = []
    for table in tables.values():
        if not all(map(_class_of, table)) and any(map(_class_of, table)):
            findings += _without_class(table)
        findings += _without_component(table)
    return findings


def _class_of(rate: Rate) -> str:
    return rate.class_code or rate.class_title or rate.range_code or rate.bargaining_unit or ""


def _without_class(table: Row) -> Iterator[Finding]:
    rows = _rows_of(table)
    named = {_amounts(row): row[0] for row in reversed(rows) if _class_of(row[0])}
    for row in rows:
        if not _class_of(row[0]):
            twin = named.get(_amounts(row))
            why = f"it repeats that of class {_class_of(twin)}" if twin else "its label is lost, or it is printed twice"
            message = f"this {row[0].period} row stands beside no class; {why}"
            yield find(row[0], "class_label", "error", message, "class_code")


def _without_component(table: Row) -> Iterator[Finding]:
    """Rows of a class and period whose component has no name, where another row of the same has one."""
    rows = _rows_of(table)
    named = {_place(row[0]): row[0] for row in rows if row[0].component_name}
    for row in rows:
        twin = None if row[0].component_name else named.get(_place(row[0]))
        if twin:
            message = f"this {row[0].period} row has no label; that of {twin.component_name} is printed too"
            yield find(row[0], "class_label", "error", message, "component_name")


def _rows_of(table: Row) -> list[Row]:
    """The rates row by row, in the order printed."""
    rows: dict[tuple[object, ...], Row] = defaultdict(list)
    for rate in table:
        rows[_place(rate), rate.component_name].append(rate)
    return list(rows.values())


def _place(rate: Rate) -> tuple[object, ...]:
    return rate.class_code, rate.class_title, rate.range_code, rate.bargaining_unit, rate.component, rate.period


def _amounts(row: Row) -> tuple[object, ...]:
    return row[0].period, tuple((rate.step, rate.amount) for rate in row)
