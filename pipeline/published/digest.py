"""The digest of a table's values, whatever the file's encoding and the order of its rows.

sha256 of a line for each column, in the schema's order: its name, its type, and the sha256 of three
streams over the rows in the table's order:

- one byte for each value, 1, or 0 for a null;
- the values in Arrow's layout, little-endian: 8 bytes of an integer or float, 4 of a date (days since 1970),
  16 of a decimal (without its point), one byte of a truth value; of a text the number of its bytes, in 8.
  A null is all zeros;
- the bytes of the texts.

No value becomes a Python object, and how rows are cut into chunks makes no difference.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pipeline.schemas import arrow_schema, load_schema

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


def digest_values(table: pa.Table, name: str) -> str:
    """Digest of the values of a table.

    Args:
        table: With the columns of its schema, in whatever order and of whatever encoding.
        name: Of the schema.

    Raises:
        pyarrow.ArrowException: A value is not as the schema declares.
    """
    table = table.select(arrow_schema(name).names).cast(_nullable(name))
    digest = TableDigest(name)
    digest.update(table.sort_by([(column, "ascending") for column in load_schema(name).sorted_by]))
    return digest.hexdigest()


class TableDigest:
    """The digest of a table that comes in pieces, in the table's order and of the schema's types."""

    def __init__(self, name: str) -> None:
        self._schema = arrow_schema(name)
        self._streams = [tuple(hashlib.sha256() for _ in range(3)) for _ in self._schema]

    def update(self, table: pa.Table) -> None:
        """Add the next rows."""
        for (present, values, texts), column in zip(self._streams, table.columns, strict=True):
            for chunk in filter(len, column.chunks):
                valid, content, text = _canonical(chunk)
                present.update(valid)
                values.update(content)
                texts.update(text)

    def hexdigest(self) -> str:
        """The digest of all rows so far."""
        lines = (
            f"{field.name} {field.type} {' '.join(stream.hexdigest() for stream in streams)}\n"
            for field, streams in zip(self._schema, self._streams, strict=True)
        )
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def _nullable(name: str) -> pa.Schema:
    import pyarrow as pa  # noqa: PLC0415 (brought by who has a table)

    return pa.schema([field.with_nullable(True) for field in arrow_schema(name)])


def _canonical(chunk: pa.Array) -> tuple[Any, Any, Any]:
    """The three streams of an array."""
    import numpy as np  # noqa: PLC0415 (pyarrow brings it)
    import pyarrow as pa  # noqa: PLC0415

    rows, start = len(chunk), chunk.offset
    buffers = chunk.buffers()
    valid = np.ones(rows, np.uint8) if chunk.null_count == 0 else _bits(buffers[0], start, rows)
    if pa.types.is_string(chunk.type):
        return (valid, *_canonical_text(chunk, valid))
    if pa.types.is_boolean(chunk.type):
        return valid, _bits(buffers[1], start, rows) * valid, b""
    width = chunk.type.bit_width // 8
    content = np.frombuffer(buffers[1], np.uint8)[start * width : (start + rows) * width]
    return valid, content if valid.all() else content.reshape(rows, width) * valid[:, np.newaxis], b""


def _canonical_text(chunk: pa.Array, valid: np.ndarray[Any, Any]) -> tuple[Any, Any]:
    """Lengths and bytes of the texts; bytes that lie under a null are left out."""
    import numpy as np  # noqa: PLC0415

    _, ends, text = chunk.buffers()
    offsets = np.frombuffer(ends, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1].astype(np.int64)
    lengths = np.diff(offsets) * valid
    if lengths.sum() < offsets[-1] - offsets[0]:
        whole = chunk.drop_null()
        return lengths, _canonical_text(whole, np.ones(len(whole), np.uint8))[1]
    return lengths, memoryview(text or b"")[offsets[0] : offsets[-1]]


def _bits(buffer: pa.Buffer, start: int, rows: int) -> np.ndarray[Any, Any]:
    """Bits as bytes of 0 and 1."""
    import numpy as np  # noqa: PLC0415

    return np.unpackbits(np.frombuffer(buffer, np.uint8), bitorder="little")[start : start + rows]
