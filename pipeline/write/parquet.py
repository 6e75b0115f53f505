"""Rows -> Arrow tables -> Parquet files that depend on the rows alone.

No timestamp, no path and no order of arrival gets into a file: the same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import SchemaError
from pipeline.published.manifest import Part, digest_values
from pipeline.published.rows import Row
from pipeline.schemas import TABLE_NAMES, arrow_schema, load_schema
from pipeline.write.columns import build_array

if TYPE_CHECKING:
    import pyarrow as pa

_BATCH = 16_384
"""Rows turned into Arrow at a time: dictionaries cost ten times what columns do."""
_ROW_GROUP = 131_072


def build_tables(parts: Iterable[Mapping[str, Sequence[Row]]]) -> dict[str, pa.Table]:
    """Every table of the contract, sorted, from the rows of the documents; some may have no rows.

    Raises:
        SchemaError: a row has other columns, or values of other types, than its table declares.
    """
    waiting: dict[str, list[Row]] = {name: [] for name in TABLE_NAMES}
    batches: dict[str, list[pa.RecordBatch]] = {name: [] for name in TABLE_NAMES}
    for part in parts:
        for name, rows in part.items():
            if name not in waiting:
                raise SchemaError(f"no table {name!r} is declared under schemas/")
            waiting[name].extend(rows)
            if len(waiting[name]) >= _BATCH:
                batches[name].append(_build_batch(name, waiting[name]))
                waiting[name] = []
    return {name: _sort_table(name, [*batches[name], _build_batch(name, waiting[name])]) for name in TABLE_NAMES}


def write_table(table: pa.Table, name: str, folder: Path) -> Part:
    """Write one table as zstd Parquet, synced to disk.

    Returns:
        What the manifest says of it.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 (an unchanged run writes nothing and starts without it)

    path = folder / f"{name}.parquet"
    with path.open("w+b") as stream:
        pq.write_table(table, stream, compression="zstd", row_group_size=_ROW_GROUP, store_schema=False)
        stream.flush()
        os.fsync(stream.fileno())
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Part(name, path.name, table.num_rows, path.stat().st_size, sha256, digest_values(table, name))


def _build_batch(name: str, rows: Sequence[Row]) -> pa.RecordBatch:
    import pyarrow as pa  # noqa: PLC0415

    schema = arrow_schema(name)
    names = frozenset(schema.names)
    if undeclared := next((row.keys() - names for row in rows if len(row) > len(names)), None):
        raise SchemaError(f"{name}: schemas/{name}.json does not declare {sorted(undeclared)}")
    columns = []
    for column, kind in zip(schema.names, schema.types, strict=True):
        try:
            columns.append(build_array([row[column] for row in rows], kind))
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise SchemaError(f"{name}.{column}: {error!r} is not as schemas/{name}.json declares") from error
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _sort_table(name: str, batches: Sequence[pa.RecordBatch]) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    table = pa.Table.from_batches(batches, arrow_schema(name))
    for field in arrow_schema(name):
        if not field.nullable and table.column(field.name).null_count:
            raise SchemaError(f"{name}.{field.name} is required but null in {table.column(field.name).null_count} rows")
    return table.sort_by([(column, "ascending") for column in load_schema(name).sorted_by]).combine_chunks()
