"""Columns in Arrow's layout: what pyarrow itself would make of the values, and the values back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SchemaError
from pipeline.published.blocks import build_block, rows_in, values_in
from pipeline.published.layout import (
    Column,
    day_of,
    days_since_epoch,
    pack_column,
    pack_days,
    pack_texts,
    unpack_column,
)
from pipeline.published.message import format_message, parse_message
from pipeline.schemas import Field, TableSchema


def declare(type_: str, precision: int | None = None, scale: int | None = None) -> Field:
    return Field("x", type_, "", "", precision=precision, scale=scale)


KINDS: dict[Field, tuple[pa.DataType, st.SearchStrategy[Any]]] = {
    declare("string"): (pa.string(), st.text(st.characters(exclude_categories=["Cs"]))),
    declare("integer"): (pa.int64(), st.integers(-(2**63), 2**63 - 1)),
    declare("number"): (pa.float64(), st.floats(allow_nan=False)),
    declare("boolean"): (pa.bool_(), st.booleans()),
    declare("date"): (pa.date32(), st.dates(date(1, 1, 1), date(9999, 12, 31))),
    declare("number", 12, 2): (pa.decimal128(12, 2), st.decimals("-9999999999.99", "9999999999.99", places=2)),
}


def build_array(column: Column, rows: int, kind: pa.DataType) -> pa.Array:
    buffers = [None if buffer is None else pa.py_buffer(buffer) for buffer in column.buffers]
    return pa.Array.from_buffers(kind, rows, buffers, null_count=column.nulls)


def some_values(field: Field) -> st.SearchStrategy[tuple[Field, list[Any]]]:
    """Values of a column: any, or the same ones over and over, as most columns have them."""
    any_value = st.none() | KINDS[field][1]
    few = st.lists(any_value, min_size=1, max_size=2).flatmap(lambda found: st.lists(st.sampled_from(found)))
    return st.tuples(st.just(field), st.lists(any_value) | few)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(list(KINDS)).flatmap(some_values))
def test_columns_are_laid_out_as_arrow_does(case: tuple[Field, list[Any]]) -> None:
    field, values = case
    kind = KINDS[field][0]
    column = pack_column(values, field)
    array = build_array(column, len(values), kind)
    array.validate(full=True)
    assert array.to_pylist() == values
    assert array.equals(pa.array(values, kind))
    assert unpack_column(column, len(values), field) == values


@settings(deadline=None)
@given(st.lists(st.none() | st.dates()), st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]))))
def test_days_and_texts_have_a_way_of_their_own(days: list[date | None], texts: list[str | None]) -> None:
    counted = [None if day is None else days_since_epoch(day) for day in days]
    assert [None if day is None else day_of(day) for day in counted] == days
    assert build_array(pack_days(counted), len(days), pa.date32()).equals(pa.array(days, pa.date32()))
    assert build_array(pack_texts(texts), len(texts), pa.string()).equals(pa.array(texts, pa.string()))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_messages_are_read_by_arrow_and_back(data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=6))
    rows = data.draw(st.integers(0, 20))
    values = [data.draw(st.lists(st.none() | KINDS[field][1], min_size=rows, max_size=rows)) for field in kinds]
    fields = tuple(replace(field, name=f"c{place}") for place, field in enumerate(kinds))
    columns = {field.name: pack_column(told, field) for field, told in zip(fields, values, strict=True)}
    message = format_message(columns, rows)
    arrow = pa.schema([(field.name, KINDS[kind][0]) for field, kind in zip(fields, kinds, strict=True)])
    batch = pa.ipc.read_record_batch(pa.py_buffer(message), arrow)
    batch.validate(full=True)
    assert [column.to_pylist() for column in batch.columns] == values
    schema = TableSchema("t", "", "", "", fields, (), (), (), {})
    back = parse_message(message, schema)
    assert [unpack_column(back[field.name], rows, field) for field in fields] == values


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (declare("string"), 3),
        (declare("string"), "half a \ud800 pair"),
        (declare("integer"), "3"),
        (declare("integer"), 2**63),
        (declare("boolean"), 1),
        (declare("date"), "2022-01-01"),
        (declare("number", 12, 2), "1"),
        (declare("number", 4, 2), Decimal("123.45")),
    ],
)
@pytest.mark.parametrize("times", [1, 3])
def test_values_of_another_type_are_refused(field: Field, value: object, times: int) -> None:
    with pytest.raises((TypeError, AttributeError, OverflowError, UnicodeEncodeError)):
        pack_column([value] * times, field)


def test_decimals_with_too_many_places_are_rounded_half_up() -> None:
    field, values = declare("number", 12, 2), [Decimal("0.125"), Decimal("-0.125"), None, Decimal(7)]
    assert unpack_column(pack_column(values, field), 4, field) == [Decimal("0.13"), Decimal("-0.13"), None, Decimal(7)]


RULE = {
    "appendix": None,
    "class_codes": "",
    "periods": "HR",
    "primary_period": None,
    "hours_per_biweekly": None,
    "biweekly_per_year": None,
    "rounding": None,
    "bonus_rounding": None,
    "total_of": None,
    "derivations": "",
    "supporting": 1,
    "breaking": 0,
}


def test_blocks_are_in_the_order_of_their_table() -> None:
    keys = ["B", "\U0001f600", "a", "\uffff", "A/x", "A"]
    block = build_block("pay_rules", [RULE | {"document_id": "d", "table_key": key} for key in keys])
    assert values_in(block, "table_key") == sorted(keys, key=lambda key: key.encode())
    assert (block.first[-1], block.last[-1]) == ("A", "\U0001f600")
    [row] = rows_in(block, ("table_key", "supporting"), where=[2])
    assert row == {"table_key": "B", "supporting": 1}


@pytest.mark.parametrize("change", [{"table_key": 3}, {"table_key": None}, {"supporting": "1"}, {"more": 1}])
def test_rows_that_are_not_as_declared_are_refused(change: dict[str, object]) -> None:
    row = RULE | {"document_id": "d", "table_key": "A"}
    with pytest.raises(SchemaError, match=f"pay_rules.*{next(iter(change))}|pay_rules.*order"):
        build_block("pay_rules", [row, row | change])
    with pytest.raises(SchemaError, match="pay_rules"):
        build_block("pay_rules", [row, {name: value for name, value in row.items() if name != "breaking"}])
