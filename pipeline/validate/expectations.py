"""Great Expectations over a published set: what a column, or a row by itself, must look like.

Expectations of one column (required, enum, pattern, minimum, unique key) derive from
``schemas/*.json``; those of several columns stand in ``schemas/expectations/*.json``. Great
Expectations takes seconds to import, so only this module does, inside its functions, and it runs in
memory alone: an ephemeral context, no files, no statistics sent to anyone.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pipeline.findings import Finding
from pipeline.schemas import Field, TableSchema, load_schema, load_suite
from pipeline.validate.report import HeldCheck

if TYPE_CHECKING:
    import pyarrow as pa

Declared = Mapping[str, Any]
"""``type``, ``kwargs`` and ``meta`` of one expectation, as in ``schemas/expectations``."""


def run_expectations(tables: Mapping[str, pa.Table]) -> tuple[list[Finding], list[HeldCheck]]:
    """Check every table that has rows.

    Returns:
        One finding, an error, per row and broken expectation; and per table and expectation that
        held the number of rows it looked at.
    """
    context = _open_context()
    findings: list[Finding] = []
    held: list[HeldCheck] = []
    for name, table in tables.items():
        if table.num_rows == 0:
            continue
        for declared, outcome in _run_suite(context, load_schema(name), table):
            found = list(_find_rows(load_schema(name), declared, outcome))
            findings += found
            if not found:
                held.append(HeldCheck(f"{name}: {declared['meta']['rule']}", "", table.num_rows))
    return findings, held


def declare_expectations(schema: TableSchema) -> tuple[Declared, ...]:
    """All expectations of a table: those its columns imply, then its suite."""
    declared = [expectation for field in schema.fields for expectation in _imply(field)]
    return (*declared, _declare_key(schema.primary_key), *load_suite(schema.name))


def _declare_key(columns: Sequence[str]) -> Declared:
    rule = f"one row per {', '.join(columns)}"
    if len(columns) == 1:
        return _declare("expect_column_values_to_be_unique", {"column": columns[0]}, rule)
    return _declare("expect_compound_columns_to_be_unique", {"column_list": list(columns)}, rule)


def _imply(field: Field) -> Iterator[Declared]:
    column = {"column": field.name}
    if field.required:
        yield _declare("expect_column_values_to_not_be_null", column, rule=f"{field.name} is never null")
    if field.enum:
        allowed = column | {"value_set": list(field.enum)}
        yield _declare("expect_column_values_to_be_in_set", allowed, rule=f"{field.name} is {' or '.join(field.enum)}")
    if field.pattern:
        shape = column | {"regex": field.pattern}
        yield _declare("expect_column_values_to_match_regex", shape, rule=f"{field.name} matches {field.pattern}")
    if field.minimum is not None:
        least = column | {"min_value": field.minimum}
        yield _declare("expect_column_values_to_be_between", least, rule=f"{field.name} >= {field.minimum:g}")


def _declare(kind: str, kwargs: Mapping[str, Any], rule: str) -> Declared:
    return {"type": kind, "kwargs": dict(kwargs), "meta": {"rule": rule}}


def _open_context() -> Any:
    """An ephemeral context that neither reports home nor draws progress bars."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx  # noqa: PLC0415 (takes seconds)

    context: Any = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    return context


def _run_suite(context: Any, schema: TableSchema, table: pa.Table) -> Iterator[tuple[Declared, Any]]:
    """Each expectation of the table with its outcome."""
    from great_expectations import ExpectationSuite  # noqa: PLC0415
    from great_expectations.expectations.registry import get_expectation_impl  # noqa: PLC0415

    asset = context.data_sources.add_pandas(schema.name).add_dataframe_asset(schema.name)
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": table.to_pandas()})
    declared = declare_expectations(schema)
    suite = ExpectationSuite(name=schema.name)
    for number, item in enumerate(declared):
        expectation = get_expectation_impl(item["type"])
        suite.add_expectation(expectation(**item["kwargs"], meta=dict(item["meta"]) | {"number": number}))
    columns = list(dict.fromkeys((*schema.primary_key, "document_id")))
    naming = {"result_format": "COMPLETE", "unexpected_index_column_names": columns}
    for outcome in batch.validate(suite, result_format=naming).results:
        yield declared[outcome.expectation_config.meta["number"]], outcome


def _find_rows(schema: TableSchema, declared: Declared, outcome: Any) -> Iterator[Finding]:
    """Findings of one outcome: one per failing row, or one for the table when no row can be named."""
    if outcome.success:
        return
    rows = outcome.result.get("unexpected_index_list") or []
    column = declared["kwargs"].get("column") or declared["kwargs"].get("column_A")
    for row in rows:
        yield Finding(
            document_id=_text(row.get("document_id")) or "",
            check=declared["type"],
            severity="error",
            table=schema.name,
            key=schema.key_of(row),
            column=column,
            printed=_text(row.get(column)),
            message=f"{schema.name}: {declared['meta']['rule']}",
        )
    if not rows:
        message = f"{schema.name}: {declared['meta']['rule']}: {_trouble(outcome)}"
        yield Finding("", declared["type"], "error", schema.name, schema.name, message, column=column)


def _trouble(outcome: Any) -> str:
    """Why no row can be named: what the engine raised, which may be one report per metric."""
    info = outcome.exception_info or {}
    reports = [info] if "exception_message" in info else list(info.values())
    raised = [str(report["exception_message"]) for report in reports if report.get("exception_message")]
    return raised[0] if raised else "fails"


def _text(value: Any) -> str | None:
    """A value of a data frame as text; its NaN is null."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    return str(value)
