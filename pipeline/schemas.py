"""Tables of the published set as ``schemas/*.json`` declare them: the only declaration of a column.

Each file is a Frictionless Table Schema with a few properties of ours: ``rowMeaning`` and ``source``
of the table, ``sortedBy`` (default: the primary key), ``optionalForeignKeys`` (keys that may be
null), and of a field ``unit``, ``example``, and ``precision`` and ``scale`` of a decimal. Arrow
schemas, expectations and the data dictionary derive from it. Nothing is read before it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import SchemaError

if TYPE_CHECKING:
    import pyarrow as pa

SCHEMA_FOLDER = Path(__file__).resolve().parents[1] / "schemas"
TABLE_NAMES = (
    "documents",
    "articles",
    "clauses",
    "terms",
    "salary_rates",
    "salary_steps",
    "pay_rules",
    "increases",
    "pay_history",
    "tables",
    "table_cells",
    "findings",
)
"""In the order of the data contract."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column."""

    name: str
    type: str
    """string, integer, number, boolean, date."""
    description: str
    example: object
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: float | None = None
    precision: int | None = None
    """Digits of a decimal; ``None`` where a number is a float (a coordinate)."""
    scale: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that name a row of another table."""

    fields: tuple[str, ...]
    table: str
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table of the published set."""

    name: str
    title: str
    row_meaning: str
    source: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    sorted_by: tuple[str, ...]
    """Columns the rows are sorted by; the primary key breaks ties."""
    foreign_keys: tuple[ForeignKey, ...]
    """Those that may be null included: a row with a null in its key points nowhere."""
    declaration: Mapping[str, Any]
    """The file as it is, for ``datapackage.json``."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(field.name for field in self.fields)

    @property
    def required(self) -> tuple[str, ...]:
        """Columns that are never null: the declared ones."""
        return tuple(field.name for field in self.fields if field.required)

    def key_of(self, row: Mapping[str, object]) -> str:
        """The row's key as findings name it: values of the primary key, joined by ``/``."""
        return "/".join(str(row.get(column)) for column in self.primary_key)


@cache
def load_schema(name: str) -> TableSchema:
    """Read ``schemas/<name>.json``.

    Raises:
        SchemaError: the file is missing, malformed, or names a column it does not declare.
    """
    path = SCHEMA_FOLDER / f"{name}.json"
    try:
        declaration = json.loads(path.read_text(encoding="utf-8"))
        schema = _build_schema(declaration)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SchemaError(f"{path}: not a table schema: {error!r}", "restore the file from the repository") from error
    _check_schema(schema, path)
    return schema


@cache
def arrow_schema(name: str) -> pa.Schema:
    """Arrow schema of a table: text, int64, float64, bool, date32, decimal128."""
    import pyarrow as pa  # noqa: PLC0415 (the command line starts without it)

    plain = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32()}

    def arrow_type(field: Field) -> pa.DataType:
        if field.type == "number":
            return pa.float64() if field.precision is None else pa.decimal128(field.precision, field.scale or 0)
        return plain[field.type]

    return pa.schema(
        [pa.field(field.name, arrow_type(field), nullable=not field.required) for field in load_schema(name).fields]
    )


@cache
def load_suite(name: str) -> tuple[Mapping[str, Any], ...]:
    """Expectations of ``schemas/expectations/<name>.json``: those a column constraint cannot express.

    Raises:
        SchemaError: the file is malformed.
    """
    path = SCHEMA_FOLDER / "expectations" / f"{name}.json"
    if not path.is_file():
        return ()
    try:
        return tuple(json.loads(path.read_text(encoding="utf-8"))["expectations"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SchemaError(f"{path}: not an expectation suite: {error!r}") from error


def _build_schema(declaration: Mapping[str, Any]) -> TableSchema:
    primary_key = tuple(declaration["primaryKey"])
    sorted_by = tuple(declaration.get("sortedBy", ()))
    keys = (*declaration.get("foreignKeys", ()), *declaration.get("optionalForeignKeys", ()))
    return TableSchema(
        name=declaration["name"],
        title=declaration["title"],
        row_meaning=declaration["rowMeaning"],
        source=declaration["source"],
        fields=tuple(_build_field(field) for field in declaration["fields"]),
        primary_key=primary_key,
        sorted_by=sorted_by + tuple(column for column in primary_key if column not in sorted_by),
        foreign_keys=tuple(
            ForeignKey(tuple(key["fields"]), key["reference"]["resource"], tuple(key["reference"]["fields"]))
            for key in keys
        ),
        declaration=declaration,
    )


def _build_field(field: Mapping[str, Any]) -> Field:
    constraints = field.get("constraints", {})
    return Field(
        name=field["name"],
        type=field["type"],
        description=field["description"],
        example=field["example"],
        required=constraints.get("required", False),
        enum=tuple(constraints.get("enum", ())),
        pattern=constraints.get("pattern"),
        minimum=constraints.get("minimum"),
        precision=field.get("precision"),
        scale=field.get("scale"),
        unit=field.get("unit"),
    )


def _check_schema(schema: TableSchema, path: Path) -> None:
    columns = set(schema.columns)
    used = {*schema.primary_key, *schema.sorted_by, *(name for key in schema.foreign_keys for name in key.fields)}
    if path.stem != schema.name:
        raise SchemaError(f"{path}: declares the table {schema.name!r}")
    if len(columns) != len(schema.fields) or used - columns:
        raise SchemaError(f"{path}: doubled columns, or a key of undeclared columns: {sorted(used - columns)}")
    if not set(schema.primary_key) <= set(schema.required):
        raise SchemaError(f"{path}: a column of the primary key may be null")
