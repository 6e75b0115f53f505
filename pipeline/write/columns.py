"""Python values -> Arrow arrays, without ``pyarrow.array``.

``pyarrow.array`` imports pandas on its first call, wherever pandas is installed, to see whether it
was given a series (``pandas-shim.pxi``): half a second of a command that takes one. The Arrow layout
of our six types is a validity bitmap and one or two buffers, so we fill those.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_EPOCH = date(1970, 1, 1).toordinal()


def build_array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """One column.

    Args:
        values: ``None`` is null. Decimals with more places than the column has are rounded half-up.
        kind: string, int64, float64, bool, date32 or decimal128.

    Raises:
        TypeError, AttributeError: a value of another type.
        OverflowError: a number that does not fit.
    """
    import pyarrow as pa  # noqa: PLC0415 (an unchanged run starts without it)

    present = [value is not None for value in values]
    missing = present.count(False)
    validity = _pack_bits(present) if missing else None
    if pa.types.is_decimal(kind):
        data = [_decimal_bytes(values, kind.precision, kind.scale)]
    else:
        data = _BUFFERS[str(kind)](values)
    buffers = [None if part is None else pa.py_buffer(part) for part in (validity, *data)]
    return pa.Array.from_buffers(kind, len(values), buffers, null_count=missing)


def _text_buffers(values: Sequence[Any]) -> list[Any]:
    texts = ["" if value is None else value for value in values]
    joined = "".join(texts)
    parts = texts if joined.isascii() else [text.encode() for text in texts]
    return [array("i", accumulate(map(len, parts), initial=0)), joined.encode()]


def _integer_buffers(values: Sequence[Any]) -> list[Any]:
    return [array("q", [0 if value is None else value for value in values])]


def _float_buffers(values: Sequence[Any]) -> list[Any]:
    return [array("d", [0.0 if value is None else value for value in values])]


def _boolean_buffers(values: Sequence[Any]) -> list[Any]:
    if not {type(value) for value in values} <= {bool, type(None)}:
        raise TypeError("neither true nor false")
    return [_pack_bits([bool(value) for value in values])]


def _date_buffers(values: Sequence[Any]) -> list[Any]:
    return [array("i", [0 if value is None else value.toordinal() - _EPOCH for value in values])]


_BUFFERS: dict[str, Callable[[Sequence[Any]], list[Any]]] = {
    "string": _text_buffers,
    "int64": _integer_buffers,
    "double": _float_buffers,
    "bool": _boolean_buffers,
    "date32[day]": _date_buffers,
}


def _decimal_bytes(values: Sequence[Decimal | None], precision: int, scale: int) -> bytes:
    limit = 10**precision
    parts = []
    for value in values:
        scaled = Decimal(0) if value is None else value.scaleb(scale)
        units = int(scaled)
        if units != scaled:
            units = int(scaled.to_integral_value(ROUND_HALF_UP))
        if abs(units) >= limit:
            raise OverflowError(f"{value} has more than {precision - scale} digits before the point")
        parts.append(units.to_bytes(16, sys.byteorder, signed=True))
    return b"".join(parts)


def _pack_bits(bits: Sequence[bool]) -> bytes:
    """Eight to a byte, the first in the lowest bit."""
    if not bits:
        return b""
    digits = "".join("1" if bit else "0" for bit in reversed(bits))
    return int(digits, 2).to_bytes((len(bits) + 7) // 8, "little")
