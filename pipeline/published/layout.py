"""Columns as Arrow lays them out in memory, made of Python values and read back, without pyarrow.

A worker builds the columns of its document and keeps them as they are; publishing puts them together
without looking at a value. The layout of our six types is a validity bitmap (bit 0 first, set where
there is a value) and one or two buffers: the data, or offsets and text. Nulls hold zeros.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, TypeAlias

from pipeline.schemas import Field

Buffer: TypeAlias = "bytes | memoryview"

_EPOCH = date(1970, 1, 1).toordinal()
_DECIMAL_BYTES = 16
_ZERO = Decimal(0)


class Column(NamedTuple):
    """One column in Arrow's layout."""

    nulls: int
    buffers: tuple[Buffer | None, ...]
    """Validity (``None`` where there is no null), then data, or offsets and text."""


def pack_column(values: Sequence[Any], field: Field) -> Column:
    """Lay out the values of a column.

    Args:
        values: ``None`` is null. Decimals with more places than the column has are rounded half-up.
        field: Declares the type.

    Raises:
        TypeError, AttributeError: A value of another type.
        OverflowError: A number that does not fit.
        UnicodeEncodeError: Text that is no Unicode.
    """
    rows = len(values)
    if rows and values[0] == values[-1] and (rows == 1 or values.count(values[0]) == rows):
        return _repeat(values[0], rows, field)  # many are empty, or of the document
    return Column(values.count(None), (_validity(values), *_PACK[_kind(field)](values, field)))


def unpack_column(column: Column, rows: int, field: Field) -> list[Any]:
    """The values of a column, ``None`` where there is none."""
    validity, *data = column.buffers
    values = _UNPACK[_kind(field)](data, rows, field)
    if validity is None:
        return values
    return [value if bit else None for value, bit in zip(values, _unpack_bits(validity, rows), strict=True)]


def _repeat(value: Any, rows: int, field: Field) -> Column:
    """A column of one value."""
    if value is None:
        return _repeat_null(rows, field.type, field.precision is None)
    if field.type == "string":
        text = value.encode()
        return Column(0, (None, _offsets(rows, len(text)), text * rows))
    if field.type == "boolean":
        return Column(0, (None, *_pack_booleans([value] * rows, field)))
    (data,) = _PACK[_kind(field)]([value], field)
    return Column(0, (None, bytes(data) * rows))


@lru_cache(maxsize=1024)
def _repeat_null(rows: int, type_: str, floating: bool) -> Column:
    """A column without a value."""
    bits = bytes((rows + 7) // 8)
    if type_ == "string":
        return Column(rows, (bits, _offsets(rows, 0), b""))
    if type_ == "boolean":
        return Column(rows, (bits, bits))
    width = {"date": 4, "integer": 8}.get(type_, 8 if floating else _DECIMAL_BYTES)
    return Column(rows, (bits, bytes(width * rows)))


def _offsets(rows: int, length: int) -> bytes:
    """Where texts of one length begin and end."""
    return array("i", range(0, rows * length + 1, length)).tobytes() if length else bytes(4 * (rows + 1))


def pack_days(days: Sequence[int | None]) -> Column:
    """A column of dates that are told as days since 1970."""
    return Column(days.count(None), (_validity(days), array("i", [day or 0 for day in days]).tobytes()))


def pack_texts(texts: Sequence[str | None]) -> Column:
    """A column of text."""
    return Column(texts.count(None), (_validity(texts), *_text_buffers(texts)))


def days_since_epoch(day: date) -> int:
    """Days since 1970, as Arrow counts a date."""
    return day.toordinal() - _EPOCH


def day_of(days: int) -> date:
    """The date so many days after the first of 1970."""
    return date.fromordinal(days + _EPOCH)


def _validity(values: Sequence[Any]) -> Buffer | None:
    return _pack_bits([value is not None for value in values]) if None in values else None


def _kind(field: Field) -> str:
    return "float" if field.type == "number" and field.precision is None else field.type


def _pack_texts(values: Sequence[Any], _: Field) -> tuple[Buffer, ...]:
    return _text_buffers(values)


def _text_buffers(values: Sequence[Any]) -> tuple[Buffer, ...]:
    texts = ["" if value is None else value for value in values] if None in values else values
    joined = "".join(texts)
    text = joined.encode()
    parts = texts if len(text) == len(joined) else [part.encode() for part in texts]
    return array("i", accumulate(map(len, parts), initial=0)).tobytes(), text


def _pack_integers(values: Sequence[Any], _: Field) -> tuple[Buffer, ...]:
    return (array("q", [0 if value is None else value for value in values]).tobytes(),)


def _pack_floats(values: Sequence[Any], _: Field) -> tuple[Buffer, ...]:
    return (array("d", [0.0 if value is None else value for value in values]).tobytes(),)


def _pack_booleans(values: Sequence[Any], _: Field) -> tuple[Buffer, ...]:
    if not {type(value) for value in values} <= {bool, type(None)}:
        raise TypeError("neither true nor false")
    return (_pack_bits([bool(value) for value in values]),)


def _pack_dates(values: Sequence[Any], _: Field) -> tuple[Buffer, ...]:
    return (array("i", [0 if value is None else days_since_epoch(value) for value in values]).tobytes(),)


def _pack_decimals(values: Sequence[Any], field: Field) -> tuple[Buffer, ...]:
    """Each number without its point: 33.01 at scale 2 is 3301."""
    scale, limit = field.scale or 0, 10 ** (field.precision or 0)
    scaled = [_ZERO if value is None else value.scaleb(scale) for value in values]
    units = list(map(int, scaled))
    if units != scaled:
        units = [int(number.to_integral_value(ROUND_HALF_UP)) for number in scaled]
    if units and not -limit < min(units) <= max(units) < limit:
        value = next(value for value, unit in zip(values, units, strict=True) if not -limit < unit < limit)
        raise OverflowError(f"{value} has more than {(field.precision or 0) - scale} digits before the point")
    return (b"".join([unit.to_bytes(_DECIMAL_BYTES, sys.byteorder, signed=True) for unit in units]),)


def _unpack_texts(data: Sequence[Buffer], rows: int, _: Field) -> list[Any]:
    ends = pairwise(memoryview(data[0]).cast("i")[: rows + 1])
    text = str(data[1], "utf-8")
    if len(text) == len(data[1]):
        return [text[start:end] for start, end in ends]
    return [str(data[1][start:end], "utf-8") for start, end in ends]


def _unpack_integers(data: Sequence[Buffer], rows: int, _: Field) -> list[Any]:
    return memoryview(data[0]).cast("q")[:rows].tolist()


def _unpack_floats(data: Sequence[Buffer], rows: int, _: Field) -> list[Any]:
    return memoryview(data[0]).cast("d")[:rows].tolist()


def _unpack_booleans(data: Sequence[Buffer], rows: int, _: Field) -> list[Any]:
    return _unpack_bits(data[0], rows)


def _unpack_dates(data: Sequence[Buffer], rows: int, _: Field) -> list[Any]:
    return [day_of(day) for day in memoryview(data[0]).cast("i")[:rows]]


def _unpack_decimals(data: Sequence[Buffer], rows: int, field: Field) -> list[Any]:
    scale, size = field.scale or 0, _DECIMAL_BYTES
    units = (int.from_bytes(data[0][at : at + size], sys.byteorder, signed=True) for at in range(0, rows * size, size))
    return [Decimal(unit).scaleb(-scale) for unit in units]


_PACK: dict[str, Callable[[Sequence[Any], Field], tuple[Buffer, ...]]] = {
    "string": _pack_texts,
    "integer": _pack_integers,
    "float": _pack_floats,
    "boolean": _pack_booleans,
    "date": _pack_dates,
    "number": _pack_decimals,
}
_UNPACK: dict[str, Callable[[Sequence[Any], int, Field], list[Any]]] = {
    "string": _unpack_texts,
    "integer": _unpack_integers,
    "float": _unpack_floats,
    "boolean": _unpack_booleans,
    "date": _unpack_dates,
    "number": _unpack_decimals,
}


def _pack_bits(bits: Sequence[bool]) -> bytes:
    """Eight to a byte, the first in the lowest bit."""
    if not bits:
        return b""
    digits = "".join(["1" if bit else "0" for bit in reversed(bits)])
    return int(digits, 2).to_bytes((len(bits) + 7) // 8, "little")


def _unpack_bits(buffer: Buffer, rows: int) -> list[bool]:
    return [digit == "1" for digit in reversed(f"{int.from_bytes(buffer, 'little'):0{rows}b}")] if rows else []
