"""Columns as one Arrow IPC message, a record batch, written and read without pyarrow.

pyarrow reads such a message where it lies, in one call whatever the number of columns. The metadata is a
flatbuffer (``Message`` of ``RecordBatch`` in Arrow's ``Message.fbs``), which for our columns has always the same
form: two tables, the length and number of nulls of each column, the place and length of each buffer.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from struct import Struct
from typing import TypeAlias

from pipeline.published.layout import Buffer, Column
from pipeline.schemas import TableSchema

Columns: TypeAlias = Mapping[str, Column]
"""Every column of a table, in the schema's order."""

_ALIGN = 8
_HEAD = Struct("<II I 6H iHBxqI4x 5H2x iqII4x I")
"""Mark and size of the metadata; where its root is; the layout and fields of ``Message``; those of ``RecordBatch``;
the number of columns. Numbers of 8 bytes stand at multiples of 8, and tables point with what is between them."""
_PAIR = Struct("<qq")
_COUNT = Struct("<4xI")
_MARK, _VERSION_5, _RECORD_BATCH = 0xFFFFFFFF, 4, 3


def format_message(columns: Columns, rows: int) -> bytes:
    """The message of columns; equal buffers lie in it once."""
    places: dict[Buffer, tuple[int, int]] = {b"": (0, 0)}
    body: list[Buffer] = []
    end = 0
    for column in columns.values():
        for buffer in column.buffers:
            if buffer is not None and buffer not in places:
                places[buffer] = (end, len(buffer))
                padding = bytes(-len(buffer) % _ALIGN)
                body += (buffer, padding)
                end += len(buffer) + len(padding)
    nodes = [number for column in columns.values() for number in (rows, column.nulls)]
    buffers = [number for column in columns.values() for buffer in column.buffers for number in places[buffer or b""]]
    head = _format_head(rows, len(nodes) // 2, len(buffers) // 2, end)
    count = _COUNT.pack(len(buffers) // 2)
    return b"".join((head, array("q", nodes).tobytes(), count, array("q", buffers).tobytes(), *body))


def parse_message(content: Buffer, schema: TableSchema) -> Columns:
    """The columns of a message of ``format_message``; buffers are views of it."""
    view = memoryview(content)
    begin = _HEAD.size
    nodes = list(_PAIR.iter_unpack(view[begin : begin + _PAIR.size * len(schema.fields)]))
    begin += _PAIR.size * len(nodes)
    (count,) = _COUNT.unpack_from(view, begin)
    begin += _COUNT.size
    body = begin + _PAIR.size * count
    buffers = [view[body + at : body + at + length] for at, length in _PAIR.iter_unpack(view[begin:body])]
    return _share_out(nodes, buffers, schema)


def _share_out(nodes: Sequence[tuple[int, ...]], buffers: Sequence[Buffer], schema: TableSchema) -> Columns:
    columns, taken = {}, iter(buffers)
    for field, (_, nulls) in zip(schema.fields, nodes, strict=True):
        validity = next(taken)
        data = [next(taken) for _ in range(2 if field.type == "string" else 1)]
        columns[field.name] = Column(nulls, (validity if nulls else None, *data))
    return columns


def _format_head(rows: int, columns: int, buffers: int, body: int) -> bytes:
    size = _HEAD.size + _PAIR.size * (columns + buffers) + _COUNT.size - 8
    message = (12, 20, 4, 6, 16, 8), (12, _VERSION_5, _RECORD_BATCH, body, 20)
    batch = (10, 20, 4, 12, 16), (12, rows, 12, _PAIR.size * (columns + 1))
    return _HEAD.pack(_MARK, size, 16, *message[0], *message[1], *batch[0], *batch[1], columns)
