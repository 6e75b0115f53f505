"""Blocks: the rows one document has in one table, as columns, in the order of the table.

Blocks are what is kept of a document and what a table is put together of. A block says where it begins
and ends in the order of its table, so that blocks in a row need no sorting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from pipeline.errors import SchemaError
from pipeline.published.layout import Buffer, Column, pack_column, unpack_column
from pipeline.published.message import Columns, format_message, parse_message
from pipeline.schemas import TABLE_NAMES, Field, TableSchema, load_schema

Key: TypeAlias = "tuple[Any, ...]"
"""Place of a row in the order of its table; nulls come last, as Arrow sorts them."""


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one table, sorted."""

    table: str
    rows: int
    """At least one."""
    first: Key
    last: Key
    load: Callable[[], Buffer]
    """The columns as a message (``pipeline.published.message``), from wherever it is kept."""


def build_block(table: str, rows: Sequence[Mapping[str, Any]]) -> Block:
    """Rows, of which there is at least one, as columns.

    Raises:
        SchemaError: A row has other columns, or values of other types, than its table declares.
    """
    schema = load_schema(table)
    _check_columns(schema, rows)
    rows = _sort_rows(schema, rows)
    try:
        return lay_out(table, {name: [row[name] for row in rows] for name in _fields(table)})
    except KeyError as error:
        raise SchemaError(f"{table}: a row has no {error}, which schemas/{table}.json declares") from error


def lay_out(table: str, values: Mapping[str, Sequence[Any]]) -> Block:
    """Values by column, in the order of the table, as a block.

    Raises:
        SchemaError: They are of other types than the table declares, or null where it allows none.
    """
    schema = load_schema(table)
    columns = {field.name: _build_column(table, field, values[field.name]) for field in schema.fields}
    first, last = ([values[name][place] for name in schema.sorted_by] for place in (0, -1))
    rows = len(values[schema.sorted_by[0]])
    message = format_message(columns, rows)
    return Block(table, rows, _key(first), _key(last), lambda: message)


def build_blocks(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Block]:
    """The blocks of a document by table; tables without rows are left out.

    Raises:
        SchemaError: There is no such table, or its rows are not as it declares.
    """
    if unknown := sorted(set(tables) - set(TABLE_NAMES)):
        raise SchemaError(f"no table {unknown[0]!r} is declared under schemas/")
    return {table: build_block(table, rows) for table, rows in tables.items() if rows}


def columns_in(block: Block) -> Columns:
    """The columns of a block, as they are laid out."""
    return parse_message(block.load(), load_schema(block.table))


def values_in(block: Block, name: str) -> list[Any]:
    """The values of one column."""
    return unpack_column(columns_in(block)[name], block.rows, _fields(block.table)[name])


def rows_in(
    block: Block, names: Iterable[str] | None = None, where: Sequence[int] | None = None
) -> list[dict[str, Any]]:
    """Rows of a block.

    Args:
        block: Where they are.
        names: The columns to give; by default all.
        where: Numbers of the rows to give; by default all.
    """
    fields, loaded = _fields(block.table), columns_in(block)
    columns = {name: unpack_column(loaded[name], block.rows, fields[name]) for name in names or fields}
    if where is not None:
        columns = {name: [values[row] for row in where] for name, values in columns.items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@cache
def _fields(table: str) -> Mapping[str, Field]:
    return {field.name: field for field in load_schema(table).fields}


def _check_columns(schema: TableSchema, rows: Sequence[Mapping[str, Any]]) -> None:
    names = _fields(schema.name).keys()
    if undeclared := next((row.keys() - names for row in rows if len(row) > len(names)), None):
        raise SchemaError(f"{schema.name}: schemas/{schema.name}.json does not declare {sorted(undeclared)}")


def _build_column(table: str, field: Field, values: Sequence[Any]) -> Column:
    try:
        column = pack_column(values, field)
    except (TypeError, ValueError, AttributeError, OverflowError) as error:
        raise SchemaError(f"{table}.{field.name}: {error!r} is not as schemas/{table}.json declares") from error
    if field.required and column.nulls:
        raise SchemaError(f"{table}.{field.name} is required but null in {column.nulls} rows")
    return column


def _sort_rows(schema: TableSchema, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    if len(rows) == 1:
        return rows
    columns = []
    try:
        for name in schema.sorted_by:
            values = [row[name] for row in rows]
            if values.count(values[0]) < len(values):  # most have one document, appendix, unit
                columns.append([(value is None, value) for value in values] if None in values else values)
        keys = list(zip(*columns, strict=True))
        return [rows[place] for place in sorted(range(len(keys)), key=keys.__getitem__)] if keys else rows
    except (KeyError, TypeError) as error:
        raise SchemaError(
            f"{schema.name}: {error!r} in its order is not as schemas/{schema.name}.json declares"
        ) from error


def _key(values: Sequence[Any]) -> Key:
    """Of texts and numbers only, so that it can be kept as JSON: dates as they are written, which sorts alike."""
    parts: list[Any] = []
    for value in values:
        parts += (value is None, value.isoformat() if isinstance(value, date) else value)
    return tuple(parts)
