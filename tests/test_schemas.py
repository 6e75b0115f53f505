"""The schemas declare what the data contract asks for, and nothing contradicts them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from sample_set import sample_results

from pipeline.errors import SchemaError
from pipeline.published.rows import rows_of
from pipeline.schemas import SCHEMA_FOLDER, TABLE_NAMES, arrow_schema, load_schema, load_suite

# Columns of the data contract, as the design gives them; "?" = may be null.
CONTRACT = {
    "documents": "document_id source_path sha256 media_type bytes pages? kind mou_number? title? unit_name? employer? "
    "employee_organization? term_start? term_end? text_origin? status message?",
    "articles": "article_id kind number? title parent_id? order page_first? page_last? toc_title? toc_page? "
    "toc_status? text",
    "clauses": "clause_id article_id path depth marker text page_number? char_start char_end",
    "terms": "term_id clause_id? article_number? kind value unit per? value_orig words_value? effective_date? sentence "
    "page_number? char_start char_end",
    "salary_rates": "rate_id mou_number? appendix? operative_date? class_code? class_title? bargaining_unit? "
    "range_code? component component_name? percent? step step_order period amount amount_orig status condition? reader "
    "page_number? x0? top? x1? bottom?",
    "salary_steps": "hourly? biweekly? monthly? yearly? status class_code? component step",
    "pay_rules": "primary_period? hours_per_biweekly? biweekly_per_year? rounding? bonus_rounding? supporting breaking",
    "increases": "appendix_from? appendix_to? date_from date_to class_code? percent_stated? percent_implied "
    "rates_compared exact",
    "pay_history": "valid_from valid_to? amount document_id appendix? condition? class_code? component step period",
    "tables": "title? article_id? page_number? header_rows",
    "table_cells": "row column row_span column_span text number? unit?",
    "findings": "finding_id check severity table key column? printed? expected? proposed? origin page_number? x0? top? "
    "x1? bottom? message waived waiver_reason?",
}


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_table_has_the_columns_of_the_contract(name: str) -> None:
    schema = load_schema(name)
    required = {field.name: field.required for field in schema.fields}
    wanted = {column.rstrip("?"): not column.endswith("?") for column in f"document_id {CONTRACT[name]}".split()}
    assert {column: required.get(column) for column in wanted} == wanted


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_every_example_is_a_value_of_its_column(name: str) -> None:
    for field in load_schema(name).fields:
        text = str(field.example)
        assert field.description.endswith("."), field.name
        assert not field.enum or text in field.enum, field.name
        assert not field.pattern or re.fullmatch(field.pattern, text), field.name
        assert field.minimum is None or float(text) >= field.minimum, field.name
        if field.type == "date":
            assert date.fromisoformat(text).isoformat() == text
        if field.precision is not None:
            assert re.fullmatch(rf"\d{{1,{field.precision - (field.scale or 0)}}}\.\d{{{field.scale}}}", text), (
                field.name
            )


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_money_is_exact_and_coordinates_are_the_only_floats(name: str) -> None:
    floats = {field.name for field in arrow_schema(name) if str(field.type) == "double"}
    assert floats <= {"x0", "top", "x1", "bottom"}


def test_no_schema_or_suite_is_without_a_table() -> None:
    assert {path.stem for path in SCHEMA_FOLDER.glob("*.json")} == set(TABLE_NAMES)
    assert {path.stem for path in (SCHEMA_FOLDER / "expectations").glob("*.json")} <= set(TABLE_NAMES)


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_suites_and_foreign_keys_speak_of_declared_columns(name: str) -> None:
    columns = set(load_schema(name).columns)
    for expectation in load_suite(name):
        named = {value for key, value in expectation["kwargs"].items() if key.startswith("column")}
        assert named <= columns
        assert expectation["meta"]["rule"]
    for key in load_schema(name).foreign_keys:
        assert set(key.target) == set(load_schema(key.table).primary_key)


def test_rows_have_exactly_the_declared_columns() -> None:
    tables = set()
    for result in sample_results():
        for name, rows in rows_of(result).items():
            tables.add(name)
            assert all(set(row) == set(load_schema(name).columns) for row in rows), name
    assert set(TABLE_NAMES) - tables == {"increases", "pay_history"}, "these are derived from all documents together"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"primaryKey": ["nowhere"]}, "undeclared"),
        ({"primaryKey": ["message"]}, "may be null"),
        ({"name": "other"}, "declares the table"),
        ({"fields": [{"name": "x"}]}, "not a table schema"),
    ],
)
def test_a_schema_that_contradicts_itself_is_refused(
    change: dict[str, object], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declaration = json.loads((SCHEMA_FOLDER / "documents.json").read_text("utf-8")) | change
    (tmp_path / "documents.json").write_text(json.dumps(declaration), "utf-8")
    monkeypatch.setattr("pipeline.schemas.SCHEMA_FOLDER", tmp_path)
    with pytest.raises(SchemaError, match=message):
        load_schema.__wrapped__("documents")
