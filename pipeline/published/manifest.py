"""``datapackage.json``: what a published set holds, with counts, sizes and digests.

A Frictionless data package, so that others can read it and ``frictionless validate`` passes. Of every
file it says ``rows``, ``fileBytes`` and ``hash`` (of the file, for whoever copies it) and
``valuesDigest`` (of the values, whatever the encoding): a table written anew by another tool with equal
values passes with a warning, one changed value does not. The standard's own name for the size, ``bytes``, is a check
that frictionless fails on every Parquet file, whose bytes it does not count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

from pipeline.errors import PublishedSetError
from pipeline.schemas import TABLE_NAMES, load_schema

MANIFEST = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class Part:
    """What the manifest says of one file of a table."""

    table: str
    path: str
    """In the set: ``<table>.parquet``, or a file right under a folder of that name."""
    rows: int
    bytes: int
    sha256: str
    """Of the file."""
    values_digest: str
    """Of the values; see ``pipeline.published.digest``."""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What the manifest says of one table: one file, or, where it was written in shards, several."""

    name: str
    parts: tuple[Part, ...]
    """At least one."""


def format_manifest(parts: Iterable[Part]) -> str:
    """Text of ``datapackage.json``: every table with its files.

    Holds no date and no path of this machine: equal sets, equal text.
    """
    by_table: dict[str, list[Part]] = {name: [] for name in TABLE_NAMES}
    for part in parts:
        by_table[part.table].append(part)
    package = {
        "$schema": _PROFILE,
        "name": "pay-agreements",
        "title": "Pay agreements as tables whose every number is proved",
        "resources": [_format_resource(name, sorted(own, key=_path)) for name, own in by_table.items()],
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


_path = attrgetter("path")


def _format_resource(name: str, parts: Sequence[Part]) -> dict[str, Any]:
    schema = load_schema(name)
    files = [_format_part(part) for part in parts]
    whole = [part.path for part in parts] == [f"{name}.parquet"]
    total = {"rows": sum(part.rows for part in parts), "fileBytes": sum(part.bytes for part in parts), "parts": files}
    return {
        "name": name,
        "title": schema.title,
        "path": parts[0].path if whole else [part.path for part in parts],
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **(files[0] if whole else total),
        "schema": {
            **schema.declaration,
            "missingValues": [],
            "fields": [_format_field(field) for field in schema.declaration["fields"]],
        },
    }


def _format_part(part: Part) -> dict[str, Any]:
    return {
        "rows": part.rows,
        "fileBytes": part.bytes,
        "hash": f"sha256:{part.sha256}",
        "valuesDigest": f"sha256:{part.values_digest}",
    }


def _format_field(field: Mapping[str, Any]) -> dict[str, Any]:
    """The field as declared; Parquet has a null of its own, so that no text means "missing".

    Readers that go by way of pandas, frictionless too, see the null of a number as nan.
    """
    may_be_nan = field["type"] in {"integer", "number"} and not field.get("constraints", {}).get("required")
    return {**field, "missingValues": ["nan"]} if may_be_nan else dict(field)


def _parse_resource(resource: Mapping[str, Any]) -> TableEntry:
    name = str(resource["name"])
    paths = [resource["path"]] if isinstance(resource["path"], str) else resource["path"]
    told = resource.get("parts", [resource])
    parts = tuple(_parse_part(name, path, part) for path, part in zip(paths, told, strict=True))
    if not parts:
        raise ValueError(f"{name} has no file")
    return TableEntry(name, parts)


def _parse_part(name: str, path: str, told: Mapping[str, Any]) -> Part:
    folder, _, file = path.partition("/")
    if folder != f"{name}.parquet" or "/" in file or file.startswith("."):
        raise ValueError(f"{path} is no file of the table {name}")
    return Part(
        table=name,
        path=path,
        rows=int(told["rows"]),
        bytes=int(told["fileBytes"]),
        sha256=str(told["hash"]).removeprefix("sha256:"),
        values_digest=str(told["valuesDigest"]).removeprefix("sha256:"),
    )
