"""Blocks -> Arrow tables, over the bytes as they lie in memory.

``pyarrow.array`` is not used: it imports pandas on its first call, wherever pandas is installed, to see
whether it was given a series (``pandas-shim.pxi``), which is half a second of a command that takes one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.published.blocks import Block
from pipeline.published.layout import Column
from pipeline.schemas import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa


def build_table(block: Block) -> pa.Table:
    """The rows of a block."""
    import pyarrow as pa  # noqa: PLC0415 (an unchanged run starts without it)

    schema, columns = arrow_schema(block.table), block.load()
    arrays = [build_array(columns[field.name], block.rows, field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def build_array(column: Column, rows: int, kind: pa.DataType) -> pa.Array:
    """One column: string, int64, float64, bool, date32 or decimal128."""
    import pyarrow as pa  # noqa: PLC0415

    buffers = [None if buffer is None else pa.py_buffer(buffer) for buffer in column.buffers]
    return pa.Array.from_buffers(kind, rows, buffers, null_count=column.nulls)
