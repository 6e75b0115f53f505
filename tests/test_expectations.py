"""Great Expectations finds each kind of broken rule and names the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sample_set import sample_results

from pipeline.schemas import TABLE_NAMES, arrow_schema, load_schema, load_suite
from pipeline.validate.expectations import declare_expectations, run_expectations
from pipeline.validate.published import PublishedSet, read_published
from pipeline.write import publish

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> PublishedSet:
    out = tmp_path_factory.mktemp("published") / "set"
    publish(sample_results(), out)
    return read_published(out)


def changed(published: PublishedSet, table: str, changes: Mapping[str, Any], row: int = 1) -> dict[str, pa.Table]:
    """One table with one row changed."""
    rows = [dict(old) for old in published.rows(table)]
    rows[row] |= changes
    schema = pa.schema([field.with_nullable(True) for field in arrow_schema(table)])
    return {table: pa.Table.from_pylist(rows, schema)}


def test_a_clean_set_meets_every_expectation(published: PublishedSet) -> None:
    findings, held = run_expectations(published.tables)
    assert findings == []
    filled = [name for name in TABLE_NAMES if published.tables[name].num_rows]
    assert len(held) == sum(len(declare_expectations(load_schema(name))) for name in filled)


@pytest.mark.parametrize(
    ("table", "changes", "check", "column"),
    [
        ("salary_rates", {"reader": None}, "expect_column_values_to_not_be_null", "reader"),
        ("salary_rates", {"status": "great"}, "expect_column_values_to_be_in_set", "status"),
        ("salary_rates", {"amount": Decimal(-1)}, "expect_column_values_to_be_between", "amount"),
        ("documents", {"sha256": "abc"}, "expect_column_values_to_match_regex", "sha256"),
        ("salary_rates", {"x0": 900.0}, "expect_column_pair_values_a_to_be_greater_than_b", "x1"),
        ("salary_steps", {"hourly": Decimal(9999)}, "expect_column_pair_values_a_to_be_greater_than_b", "biweekly"),
        ("documents", {"term_end": date(1990, 1, 1), "term_start": date(1991, 1, 1)}, None, "term_end"),
        ("documents", {"status": "damaged"}, "expect_column_values_to_not_be_null", "message"),
        ("findings", {"waived": True}, "expect_column_values_to_not_be_null", "waiver_reason"),
    ],
)
def test_a_broken_rule_names_its_row(
    published: PublishedSet, table: str, changes: dict[str, Any], check: str | None, column: str
) -> None:
    tables = changed(published, table, changes)
    [finding] = run_expectations(tables)[0]
    row = tables[table].to_pylist()[1]
    assert finding.check == check or check is None
    assert (finding.table, finding.column, finding.severity) == (table, column, "error")
    assert (finding.key, finding.document_id) == (load_schema(table).key_of(row), row["document_id"])


def test_a_bonus_without_a_name_is_found_by_its_row_condition(published: PublishedSet) -> None:
    number = next(n for n, row in enumerate(published.rows("salary_rates")) if row["component"] == "bonus")
    [finding] = run_expectations(changed(published, "salary_rates", {"component_name": None}, number))[0]
    assert finding.key == published.rows("salary_rates")[number]["rate_id"]


@pytest.mark.parametrize("table", ["salary_rates", "table_cells"])
def test_a_doubled_key_is_found(published: PublishedSet, table: str) -> None:
    first = published.rows(table)[0]
    key = {column: first[column] for column in load_schema(table).primary_key}
    findings, _ = run_expectations(changed(published, table, key))
    assert {finding.key for finding in findings} == {load_schema(table).key_of(first)}


def declared() -> Iterator[tuple[str, Any]]:
    for name in TABLE_NAMES:
        yield from ((name, expectation) for expectation in load_suite(name))


def test_every_suite_is_run_somewhere() -> None:
    assert {name for name, _ in declared()} <= set(TABLE_NAMES)
    assert len(list(declared())) >= 15


def test_nothing_is_written_and_nobody_is_told(published: PublishedSet, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("a connection was opened"))
    run_expectations({"documents": published.tables["documents"]})
    assert not list(tmp_path.iterdir())
