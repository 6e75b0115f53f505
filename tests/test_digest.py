"""The digest of a table depends on its values alone, and on every one of them."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sample_set import sample_results

from pipeline.published.digest import digest_values
from pipeline.schemas import TABLE_NAMES, arrow_schema
from pipeline.write import publish


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("digest") / "set"
    publish(sample_results(), out)
    return out


def read(published: Path, name: str) -> pa.Table:
    return pq.read_table(published / f"{name}.parquet")


LOOSE = {pa.string(): pa.large_string(), pa.int64(): pa.int32(), pa.date32(): pa.date64()}


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_encoding_and_order_make_no_difference(published: Path, tmp_path: Path, name: str) -> None:
    table = read(published, name)
    digest = digest_values(table, name)
    loose = table.cast(pa.schema([field.with_type(LOOSE.get(field.type, field.type)) for field in table.schema]))
    pq.write_table(
        table.take(pa.array(range(len(table) - 1, -1, -1), pa.int64())),
        tmp_path / "again.parquet",
        compression="snappy",
    )
    in_pieces = pa.concat_tables([table.slice(0, 1), table.slice(1, 9), table.slice(10)])
    for other in (loose, pq.read_table(tmp_path / "again.parquet"), in_pieces, table.select(table.column_names[::-1])):
        assert digest_values(other, name) == digest


def test_words_in_a_dictionary_are_the_same_words(published: Path) -> None:
    table = read(published, "salary_rates")
    place = table.column_names.index("period")
    coded = table.set_column(place, "period", table["period"].dictionary_encode())
    assert digest_values(coded, "salary_rates") == digest_values(table, "salary_rates")


def test_what_lies_under_a_null_makes_no_difference(published: Path) -> None:
    """Other tools leave there what they like."""
    table = read(published, "salary_rates")
    shown = [row % 2 == 1 for row in range(len(table))]
    validity = pa.array(shown).buffers()[1]
    for column in ("rate_id", "step_order", "operative_date", "amount"):
        place, whole = table.column_names.index(column), table[column].combine_chunks()
        hidden = pa.Array.from_buffers(whole.type, len(whole), [validity, *whole.buffers()[1:]])
        values = [value if there else None for there, value in zip(shown, whole.to_pylist(), strict=True)]
        plain = pa.array(values, whole.type)
        assert hidden.equals(plain)
        digests = {digest_values(table.set_column(place, column, each), "salary_rates") for each in (hidden, plain)}
        assert len(digests) == 1


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_each_changed_value_is_told(published: Path, name: str) -> None:
    table = read(published, name)
    digest, told = digest_values(table, name), set()
    for place, field in enumerate(table.schema if len(table) else ()):
        values = table[field.name].to_pylist()
        other = {"string": "?", "int64": 77, "double": 0.125, "bool": False, "date32[day]": date(1970, 1, 2)}
        values[-1] = None if values[-1] is not None else other.get(str(field.type), Decimal(1))
        column = pa.array(values, field.type)
        told.add(digest_values(table.set_column(place, field.with_nullable(True), column), name))
    assert digest not in told
    assert len(told) == (len(table.schema) if len(table) else 0)


def test_it_is_what_its_definition_says() -> None:
    """By hand, of one row of the smallest table: a text, numbers, nulls."""
    name = "tables"
    row = {"document_id": "d", "table_id": "t1", "title": None, "article_id": "\u20ac", "page_number": None}
    row |= {"header_rows": 1, "rows": 2, "columns": 259}
    lines = ""
    for field in arrow_schema(name):
        value = row[field.name]
        content = len(value.encode()) if isinstance(value, str) else value or 0
        text = value if isinstance(value, str) else ""
        streams = (bytes([value is not None]), int(content).to_bytes(8, "little"), text.encode())
        lines += f"{field.name} {field.type} {' '.join(hashlib.sha256(part).hexdigest() for part in streams)}\n"
    table = pa.Table.from_pylist([row], arrow_schema(name))
    assert digest_values(table, name) == hashlib.sha256(lines.encode()).hexdigest()
