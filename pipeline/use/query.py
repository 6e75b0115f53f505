"""``mou query``: SQL over the tables of a published set, and over nothing else.

The tables are handed to DuckDB as Arrow datasets, so that it needs no file itself: access to files
and the network is switched off and the configuration locked before the first word of the query is
looked at. Only statements that read are run.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.published.tables import find_set, open_tables
from pipeline.schemas import TABLE_NAMES

if TYPE_CHECKING:
    import duckdb

READING = ("SELECT", "EXPLAIN")
"""Kinds of statement that change nothing; SELECT covers WITH, VALUES, FROM, DESCRIBE, SHOW and SUMMARIZE."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives: typed rows (``str``, ``int``, ``Decimal``, ``date``, ``bool``, ``None``, ...)."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def query(sql: str, directory: Path | str | None = None) -> Answer:
    """Ask a published set a question.

    Args:
        sql: One statement of DuckDB's SQL; the tables have the names of the data dictionary.
        directory: Folder of the set; by default ``normalized``, here or in the project.

    Raises:
        UsageError: It is no SQL, several statements, or one that would change something.
        PublishedSetError: There is no set, or it is damaged.
    """
    import duckdb  # noqa: PLC0415 (the command line starts without it)

    connection = connect(find_set(directory))
    try:
        statements = duckdb.extract_statements(sql)
        _check_statements([statement.type.name for statement in statements])
        connection.execute(statements[0])
        columns = tuple(column[0] for column in connection.description or ())
        return Answer(columns, connection.fetchall())
    except duckdb.Error as error:
        raise UsageError(_say(error), f"tables: {', '.join(TABLE_NAMES)}; columns: docs/data-dictionary.md") from error
    finally:
        connection.close()


def connect(directory: Path) -> duckdb.DuckDBPyConnection:
    """A connection that sees the tables of a set, no file and no network.

    Raises:
        PublishedSetError: There is no set, or it is damaged.
    """
    import duckdb  # noqa: PLC0415

    tables = open_tables(directory)
    connection = duckdb.connect(":memory:")
    connection.execute("SET enable_progress_bar = false")
    for name, table in tables.items():
        connection.register(name, table)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _check_statements(kinds: Sequence[str]) -> None:
    if len(kinds) != 1:
        raise UsageError(f"{len(kinds)} statements", "give one SELECT")
    if kinds[0] not in READING:
        raise UsageError(f"{kinds[0]} is not run: a published set is only read", "give a SELECT")


def _say(error: Exception) -> str:
    """What DuckDB says, without the query again and without tables of its own that are none of ours."""
    told = str(error).partition("\n\nLINE ")[0]
    return re.sub(r'\s*Did you mean "(\w+)"\?', lambda found: found[0] if found[1] in TABLE_NAMES else "", told)


def format_table(answer: Answer) -> str:
    """Columns side by side under their names, numbers to the right; nothing where a value is null."""
    texts = [tuple(_plain(value) for value in row) for row in answer.rows]
    widths = [max(map(len, column)) for column in zip(answer.columns, *texts, strict=True)]
    right = [all(_is_number(row[place]) for row in answer.rows) for place in range(len(answer.columns))]
    lines = [answer.columns, tuple("-" * width for width in widths), *texts]
    return "".join(_format_line(line, widths, right) + "\n" for line in lines)


def _format_line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        cell.rjust(width) if numeric else cell.ljust(width)
        for cell, width, numeric in zip(cells, widths, right, strict=True)
    ]
    return "  ".join(padded).rstrip()


def format_csv(answer: Answer) -> str:
    """Comma separated, with a header; nothing where a value is null."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([_exact(value) for value in row] for row in answer.rows)
    return stream.getvalue()


def format_json(answer: Answer) -> str:
    """A list of objects, one to a line. Decimals are numbers with all their digits: 2640.80."""
    lines = [
        "{"
        + ", ".join(f"{json.dumps(name)}: {_json(value)}" for name, value in zip(answer.columns, row, strict=True))
        + "}"
        for row in answer.rows
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


FORMATS: dict[str, Callable[[Answer], str]] = {"table": format_table, "csv": format_csv, "json": format_json}


def _json(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else "null"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {_json(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_json(part) for part in value) + "]"
    return json.dumps(value, default=str, ensure_ascii=False)


def _exact(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return format(value, "f") if isinstance(value, Decimal) else value


def _plain(value: Any) -> str:
    """One line without control characters: text of a document must not drive the terminal."""
    if value is None:
        return ""
    text = value.isoformat() if isinstance(value, date) else str(_exact(value))
    return "".join(char if char.isprintable() else " " for char in text)


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool))
