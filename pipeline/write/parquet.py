"""Blocks -> Parquet files that depend on the rows alone.

No timestamp, no path and no order of arrival gets into a file: the same rows give the same bytes. A row
group at a time is held in memory, however many documents there are.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.published.blocks import Block
from pipeline.published.digest import TableDigest
from pipeline.published.manifest import Part
from pipeline.schemas import arrow_schema, load_schema
from pipeline.write.arrays import build_table

if TYPE_CHECKING:
    import pyarrow as pa

_ROW_GROUP = 131_072


def write_table(name: str, blocks: Iterable[Block], folder: Path) -> Part:
    """Write one table as zstd Parquet, synced to disk.

    Args:
        name: Of the table.
        blocks: Its rows, those of each document, in any order.
        folder: Where the file goes.

    Returns:
        What the manifest says of it.
    """
    import pyarrow.parquet as pq  # noqa: PLC0415 (an unchanged run writes nothing and starts without it)

    path = folder / f"{name}.parquet"
    digest, rows = TableDigest(name), 0
    with path.open("w+b") as stream:
        with pq.ParquetWriter(stream, arrow_schema(name), compression="zstd", store_schema=False) as writer:
            for group in _group_rows(_in_order(name, blocks), name):
                writer.write_table(group, row_group_size=_ROW_GROUP)
                digest.update(group)
                rows += group.num_rows
        stream.flush()
        os.fsync(stream.fileno())
        stream.seek(0)
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return Part(name, path.name, rows, path.stat().st_size, sha256, digest.hexdigest())


def _in_order(name: str, blocks: Iterable[Block]) -> Iterator[pa.Table]:
    """Tables that follow each other: the blocks as they are, or, where documents mix, all their rows sorted."""
    import pyarrow as pa  # noqa: PLC0415

    ordered = sorted(blocks, key=_first)
    tables = map(build_table, ordered)
    if all(one.last <= other.first for one, other in pairwise(ordered)):
        return tables
    return iter([pa.concat_tables(tables).sort_by([(column, "ascending") for column in load_schema(name).sorted_by])])


def _group_rows(tables: Iterable[pa.Table], name: str) -> Iterator[pa.Table]:
    """The same rows in row groups; the last one, or the only one of a table without rows, may be smaller."""
    import pyarrow as pa  # noqa: PLC0415

    waiting = pa.Table.from_batches([], arrow_schema(name))  # no empty_table(): it imports pandas
    written = False
    for group in _gather(tables):
        waiting = pa.concat_tables([waiting, *group])
        while waiting.num_rows >= _ROW_GROUP:
            yield waiting.slice(0, _ROW_GROUP).combine_chunks()
            waiting, written = waiting.slice(_ROW_GROUP), True
    if waiting.num_rows or not written:
        yield waiting.combine_chunks()


def _gather(tables: Iterable[pa.Table]) -> Iterator[list[pa.Table]]:
    """Tables until they fill a row group."""
    gathered: list[pa.Table] = []
    rows = 0
    for table in tables:
        gathered.append(table)
        rows += table.num_rows
        if rows >= _ROW_GROUP:
            yield gathered
            gathered, rows = [], 0
    yield gathered


_first = attrgetter("first")
