"""``datapackage.json``: what a published set holds, with counts, sizes and digests.

A Frictionless data package, so that others can read it and ``frictionless validate`` passes. Of every
file it says ``rows``, ``fileBytes`` and ``hash`` (of the file, for whoever copies it) and
``valuesDigest`` (of the values, whatever the encoding): a table written anew by another tool with equal
values passes, one changed value does not. The standard's own name for the size, ``bytes``, is a check
that frictionless fails on every Parquet file, whose bytes it does not count.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import PublishedSetError
from pipeline.schemas import load_schema

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_SLICE = 65_536
"""Values hashed at a time: bounds memory, and is part of the digest's definition."""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What the manifest says of one table."""

    name: str
    path: str
    rows: int
    bytes: int
    sha256: str
    """Of the file."""
    values_digest: str
    """Of the values; see ``digest_values``."""


def digest_values(table: pa.Table, name: str) -> str:
    """sha256 over the values of a table, whatever the file's encoding and the order of its rows.

    The rows are put in the schema's order, then each column is hashed as JSON text (decimals and
    dates as they are written), by name.
    """
    schema = load_schema(name)
    table = table.sort_by([(column, "ascending") for column in schema.sorted_by])
    digest = hashlib.sha256()
    for column in schema.columns:
        digest.update(f"\n{column}\n".encode())
        values = table.column(column)
        for start in range(0, len(values), _SLICE):
            text = json.dumps(values.slice(start, _SLICE).to_pylist(), default=str, separators=(",", ":"))
            digest.update(text.encode())
    return digest.hexdigest()


def format_manifest(entries: Mapping[str, TableEntry]) -> str:
    """Text of ``datapackage.json``. Holds no date and no path of this machine: equal sets, equal text."""
    package = {
        "$schema": _PROFILE,
        "name": "pay-agreements",
        "title": "Pay agreements as tables whose every number is proved",
        "resources": [_format_resource(entry) for entry in entries.values()],
    }
    return json.dumps(package, indent=2, ensure_ascii=False) + "\n"


def read_manifest(directory: Path) -> dict[str, TableEntry]:
    """Entries of the set's manifest by table name.

    Raises:
        PublishedSetError: there is none, or it is cut short or malformed.
    """
    path = directory / MANIFEST
    try:
        resources = json.loads(path.read_text(encoding="utf-8"))["resources"]
        return {resource["name"]: _parse_resource(resource) for resource in resources}
    except FileNotFoundError as error:
        hint = "publish it with: mou extract INPUT --out DIR"
        raise PublishedSetError(f"{directory}: no {MANIFEST}", hint) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishedSetError(f"{path}: cut short or malformed", "publish the set again") from error


def _format_resource(entry: TableEntry) -> dict[str, Any]:
    schema = load_schema(entry.name)
    return {
        "name": entry.name,
        "title": schema.title,
        "path": entry.path,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "rows": entry.rows,
        "fileBytes": entry.bytes,
        "hash": f"sha256:{entry.sha256}",
        "valuesDigest": f"sha256:{entry.values_digest}",
        "schema": {
            **schema.declaration,
            "missingValues": [],
            "fields": [_format_field(field) for field in schema.declaration["fields"]],
        },
    }


def _format_field(field: Mapping[str, Any]) -> dict[str, Any]:
    """The field as declared; Parquet has a null of its own, so that no text means "missing".

    Readers that go by way of pandas, frictionless too, see the null of a number as nan.
    """
    may_be_nan = field["type"] in {"integer", "number"} and not field.get("constraints", {}).get("required")
    return {**field, "missingValues": ["nan"]} if may_be_nan else dict(field)


def _parse_resource(resource: Mapping[str, Any]) -> TableEntry:
    return TableEntry(
        name=resource["name"],
        path=resource["path"],
        rows=int(resource["rows"]),
        bytes=int(resource["fileBytes"]),
        sha256=str(resource["hash"]).removeprefix("sha256:"),
        values_digest=str(resource["valuesDigest"]).removeprefix("sha256:"),
    )
