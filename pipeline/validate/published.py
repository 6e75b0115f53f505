"""Read a published set back, as it lies on disk.

A set that is not whole (a file is missing, cut short or of another schema) is an error, exit code 4.
A set that is whole but was changed is read, and ``pipeline.validate.integrity`` names the change. A
file that another tool wrote anew (pandas, DuckDB, polars) is accepted when its columns are those of
the schema, its values convert without loss, what was decimal still is, and only text is text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PublishedSetError
from pipeline.findings import Finding
from pipeline.models import PayRule, Rate
from pipeline.published.manifest import Part, TableEntry, read_manifest
from pipeline.published.readback import finding_of, rate_of, rule_of
from pipeline.schemas import TABLE_NAMES, arrow_schema, load_schema

if TYPE_CHECKING:
    import pyarrow as pa

AnyRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """The tables of one published set, with what its manifest says of them."""

    directory: Path
    entries: Mapping[str, TableEntry]
    parts: Mapping[str, Sequence[pa.Table]]
    """Each table as its files hold it, in the order of its entry."""
    tables: Mapping[str, pa.Table]
    _rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict, repr=False)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Rows of a table, as they lie in the file."""
        if table not in self._rows:
            self._rows[table] = self.tables[table].to_pylist()
        return self._rows[table]

    def whole_rows(self, table: str) -> list[dict[str, Any]]:
        """Rows that hold all their table requires; the others are named by the expectations."""
        fields = load_schema(table).fields
        required = [column.name for column in fields if column.required]
        enums = [(column.name, {*column.enum, None}) for column in fields if column.enum]
        return [
            row
            for row in self.rows(table)
            if all(row[name] is not None for name in required) and all(row[name] in values for name, values in enums)
        ]

    def rates(self) -> tuple[Rate, ...]:
        """Every rate of the set."""
        return tuple(rate_of(row) for row in self.whole_rows("salary_rates"))

    def findings(self) -> tuple[Finding, ...]:
        """Every finding as it was published."""
        return tuple(finding_of(row) for row in self.whole_rows("findings"))

    def pay_rules(self) -> tuple[PayRule, ...]:
        """Every pay rule; one that was made unreadable by hand is left out (its digest tells)."""
        rules = []
        for row in self.whole_rows("pay_rules"):
            try:
                rules.append(rule_of(row))
            except ValueError:
                continue
        return tuple(rules)

    def hashes(self) -> dict[str, str]:
        """sha256 of each document by its id."""
        return {row["document_id"]: row["sha256"] for row in self.whole_rows("documents")}


def read_published(directory: Path) -> PublishedSet:
    """Read a published set.

    Raises:
        PublishedSetError: there is none, or a file is missing, cut short or of another schema.
    """
    if not directory.is_dir():
        raise PublishedSetError(f"{directory}: no such folder", "publish it with: mou extract INPUT --out DIR")
    entries = read_manifest(directory)
    absent = [name for name in TABLE_NAMES if name not in entries]
    if absent:
        raise PublishedSetError(f"{directory}: the manifest knows no table {', '.join(absent)}", _HINT)
    parts = {name: [_read_part(directory, part) for part in entries[name].parts] for name in TABLE_NAMES}
    return PublishedSet(directory, entries, parts, {name: _join_parts(name, parts[name]) for name in TABLE_NAMES})


_HINT = "it was published by another version or changed by hand; publish it again with: mou extract"


def _join_parts(name: str, parts: Sequence[pa.Table]) -> pa.Table:
    """The table in its order, which its parts have each for itself."""
    import pyarrow as pa  # noqa: PLC0415

    if len(parts) == 1:
        return parts[0]
    return pa.concat_tables(parts).sort_by([(column, "ascending") for column in load_schema(name).sorted_by])


def _read_part(directory: Path, part: Part) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415 (the command line starts without it)
    import pyarrow.parquet as pq  # noqa: PLC0415

    name, path = part.table, directory / part.path
    try:
        with pq.ParquetFile(path) as file:
            table = file.read()
    except FileNotFoundError as error:
        raise PublishedSetError(f"{path}: missing", _HINT) from error
    except (OSError, pa.ArrowException) as error:
        raise PublishedSetError(f"{path}: cut short or damaged", _HINT) from error
    schema = pa.schema([column.with_nullable(True) for column in arrow_schema(name)])
    if sorted(table.column_names) != sorted(schema.names):
        other = sorted(set(table.column_names) ^ set(schema.names)) or ["doubled ones"]
        raise PublishedSetError(f"{path}: other columns than schemas/{name}.json: {', '.join(other)}", _HINT)
    _refuse_loose_types(path, table.schema, schema)
    try:
        return table.select(schema.names).cast(schema)
    except (pa.ArrowException, ValueError) as error:
        raise PublishedSetError(f"{path}: other types than schemas/{name}.json: {error}", _HINT) from error


def _refuse_loose_types(path: Path, found: pa.Schema, declared: pa.Schema) -> None:
    """Refuse columns that convert back but are no longer what who loads the file counts on.

    A float is near what was published; text is no number and no date.
    """
    loose = [name for name in declared.names if _is_decimal(declared, name) and not _is_decimal(found, name)]
    texts = [name for name in declared.names if _is_text(found, name) and not _is_text(declared, name)]
    for names, what in ((loose, "numbers that are no decimals any more"), (texts, "dates or numbers that became text")):
        if names:
            told = ", ".join(f"{name} is {found.field(name).type}" for name in names)
            raise PublishedSetError(f"{path}: {what}: {told}", _HINT)


def _is_decimal(schema: pa.Schema, name: str) -> bool:
    """Whether the column is exact, or holds nothing."""
    import pyarrow as pa  # noqa: PLC0415

    return bool(pa.types.is_decimal(schema.field(name).type) or pa.types.is_null(schema.field(name).type))


def _is_text(schema: pa.Schema, name: str) -> bool:
    """Whether the column holds text, in whatever encoding."""
    import pyarrow as pa  # noqa: PLC0415

    kind = schema.field(name).type
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    return any(test(kind) for test in tests)
