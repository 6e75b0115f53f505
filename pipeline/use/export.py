"""``mou export``: a published set for who has no use for Parquet: CSV files, a workbook, a DuckDB file."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.published.tables import open_tables
from pipeline.schemas import TABLE_NAMES, load_schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow.dataset as ds

MAX_EXCEL_ROWS = 1_048_576
MAX_EXCEL_TEXT = 32_767
"""Excel holds no more rows in a sheet and no more characters in a cell."""
_CUT = " [cut]"


def export(directory: Path | str, to: str, out: Path | str) -> list[Path]:
    """Write a published set in another form.

    Args:
        directory: Folder of the set.
        to: csv (a folder with a file for each table), xlsx (a workbook with a sheet for each) or duckdb
            (a database file whose tables and columns carry their meaning as comments).
        out: Folder or file to write; a file that is there is replaced.

    Returns:
        The files written.

    Raises:
        UsageError: Another form, a place that cannot be written, or a table too long for Excel.
        PublishedSetError: There is no set, or it is damaged.
    """
    if to not in FORMS:
        raise UsageError(f"no form {to}", f"one of: {', '.join(FORMS)}")
    tables = open_tables(Path(directory))
    try:
        return FORMS[to]({name: tables[name] for name in TABLE_NAMES if name in tables}, Path(out))
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror or error}", "give --out another place") from error


Tables = dict[str, "ds.FileSystemDataset"]


def _export_csv(tables: Tables, out: Path) -> list[Path]:
    out.mkdir(parents=True, exist_ok=True)
    written = []
    with _database(":memory:") as connection:
        for name, table in tables.items():
            connection.register("source", table)
            with _replacing(out / f"{name}.csv") as path:
                connection.execute(f"COPY (FROM source) TO {_quote(path)} (FORMAT csv, HEADER)")
            written.append(out / f"{name}.csv")
    return written


def _export_duckdb(tables: Tables, out: Path) -> list[Path]:
    with _replacing(out) as path, _database(path) as connection:
        for name, table in tables.items():
            connection.register("source", table)
            connection.execute(f'CREATE TABLE "{name}" AS FROM source')
            connection.unregister("source")
            _comment_table(connection, name)
    return [out]


def _comment_table(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Comments from the schema, as ``SELECT comment FROM duckdb_columns()`` shows them."""
    schema = load_schema(name)
    connection.execute(f'COMMENT ON TABLE "{name}" IS {_quote(schema.row_meaning)}')
    for field in schema.fields:
        text = f"{field.description} [{field.unit}]" if field.unit else field.description
        connection.execute(f'COMMENT ON COLUMN "{name}"."{field.name}" IS {_quote(text)}')


def _export_xlsx(tables: Tables, out: Path) -> list[Path]:
    for name, table in tables.items():
        rows = table.count_rows()
        if rows >= MAX_EXCEL_ROWS:
            raise UsageError(f"{name} has {rows} rows, a sheet of Excel fewer", "export --to csv or --to duckdb")
    with _replacing(out) as path:
        _write_book(tables, path)
    return [out]


def _write_book(tables: Tables, path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 (needed here alone)

    book = Workbook(write_only=True)
    about = book.create_sheet("columns")
    for line in _describe_columns(list(tables)):
        about.append(line)
    for name, table in tables.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.append(table.schema.names)
        for batch in table.to_batches():
            for row in batch.to_pylist():
                sheet.append([_cell(sheet, value) for value in row.values()])
    book.save(path)


def _describe_columns(names: list[str]) -> Iterator[tuple[str, str, str, str]]:
    yield "table", "column", "unit", "meaning"
    for name in names:
        schema = load_schema(name)
        yield name, "", "", schema.row_meaning
        for field in schema.fields:
            yield name, field.name, field.unit or "", field.description


def _cell(sheet: Any, value: Any) -> Any:
    """A value as Excel takes it: text is never a formula, characters that XML cannot hold are left out."""
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    text = text if len(text) <= MAX_EXCEL_TEXT else text[: MAX_EXCEL_TEXT - len(_CUT)] + _CUT
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell


FORMS: dict[str, Callable[[Tables, Path], list[Path]]] = {
    "csv": _export_csv,
    "xlsx": _export_xlsx,
    "duckdb": _export_duckdb,
}


@contextmanager
def _database(path: Path | str) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb  # noqa: PLC0415 (the command line starts without it)

    connection = duckdb.connect(str(path))
    try:
        connection.execute("SET enable_progress_bar = false")
        yield connection
    finally:
        connection.close()


@contextmanager
def _replacing(path: Path) -> Iterator[Path]:
    """A new name beside ``path`` that takes its place when the block ends well."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        raise UsageError(f"{path} is a folder", "give --out a file")
    folder = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        yield folder / path.name
        os.replace(folder / path.name, path)
    finally:
        for leftover in folder.iterdir():
            leftover.unlink()
        folder.rmdir()


def _quote(text: str | Path) -> str:
    """A literal of SQL."""
    return "'" + str(text).replace("'", "''") + "'"
