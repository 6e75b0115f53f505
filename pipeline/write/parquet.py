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

if TYPE_CHECKING:
    import pyarrow as pa

_ROW_GROUP = 131_072
_BATCHES = 512


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


def _in_order(name: str, blocks: Iterable[Block]) -> Iterator[pa.RecordBatch]:
    """Rows in the table's order: the blocks as they are, or, where documents mix, all their rows sorted."""
    import pyarrow as pa  # noqa: PLC0415

    ordered = sorted(blocks, key=_first)
    batches = map(read_block, ordered)
    if all(one.last <= other.first for one, other in pairwise(ordered)):
        return batches
    order = [(column, "ascending") for column in load_schema(name).sorted_by]
    return iter(pa.Table.from_batches(batches, arrow_schema(name)).sort_by(order).to_batches())


def read_block(block: Block) -> pa.RecordBatch:
    """The rows of a block, over its bytes as they lie in memory.

    ``pyarrow.array`` is not used: it imports pandas on its first call, wherever pandas is installed, to see
    whether it was given a series (``pandas-shim.pxi``), which is half a second of a command that takes one.
    """
    import pyarrow as pa  # noqa: PLC0415

    return pa.ipc.read_record_batch(pa.py_buffer(block.load()), arrow_schema(block.table))


def _group_rows(batches: Iterable[pa.RecordBatch], name: str) -> Iterator[pa.Table]:
    """The same rows in row groups; the last one, or the only one of a table without rows, may be smaller."""
    import pyarrow as pa  # noqa: PLC0415

    waiting = pa.Table.from_batches([], arrow_schema(name))  # no empty_table(): it imports pandas
    written = False
    for gathered in _gather(batches):
        several = pa.Table.from_batches(gathered, arrow_schema(name))
        waiting = pa.concat_tables([waiting, several.combine_chunks() if len(gathered) == _BATCHES else several])
        while waiting.num_rows >= _ROW_GROUP:
            yield waiting.slice(0, _ROW_GROUP).combine_chunks()
            waiting, written = waiting.slice(_ROW_GROUP), True
    if waiting.num_rows or not written:
        yield waiting.combine_chunks()


def _gather(batches: Iterable[pa.RecordBatch]) -> Iterator[list[pa.RecordBatch]]:
    """Batches until they fill a row group, or are so many that what holds them takes more memory than they do."""
    gathered: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        gathered.append(batch)
        rows += batch.num_rows
        if rows >= _ROW_GROUP or len(gathered) == _BATCHES:
            yield gathered
            gathered, rows = [], 0
    yield gathered


_first = attrgetter("first")
