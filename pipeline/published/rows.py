"""Records as rows of the published tables: dictionaries of column -> value.

Pure and without files: rows can be kept in a cache and published again, and a published row can be
turned back into its record (``pipeline.published.readback``). Columns are those of ``schemas/``; a test holds
both together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from functools import cache
from operator import attrgetter

from pipeline.findings import Finding
from pipeline.models import Article, BBox, Cents, Clause, Derivation, PayRule, Rate, Table, TableCell, Term
from pipeline.published.steps import pivot_steps
from pipeline.results import DocumentResult
from pipeline.schemas import load_schema

ACCEPTED = ("accepted_amount", "accepted_reason")
"""Columns of ``salary_rates`` that ``pipeline.corrections`` fills when the set is published."""
Row = dict[str, object]
"""Values are ``str``, ``int``, ``float``, ``bool``, ``Decimal``, ``date`` or ``None``."""


def rows_of(result: DocumentResult) -> dict[str, list[Row]]:
    """All rows of one document, by table; tables without rows are left out."""
    return fit_rows(plain_rows(result))


def plain_rows(result: DocumentResult) -> dict[str, list[Row]]:
    """The same without a look at each value: some may not fit their columns."""
    rates = [rate_row(rate) for rate in result.rates]
    rows = {
        "documents": [document_row(result)],
        "articles": [_plain_row(article, Article) for article in result.articles],
        "clauses": [_plain_row(clause, Clause) for clause in result.clauses],
        "terms": [_plain_row(term, Term) for term in result.terms],
        "salary_rates": rates,
        "salary_steps": pivot_steps(rates),
        "pay_rules": [rule_row(rule) for rule in result.pay_rules],
        "tables": [_plain_row(table, Table, leave_out=("cells",)) for table in result.tables],
        "table_cells": [_plain_row(cell, TableCell) for table in result.tables for cell in table.cells],
        "findings": finding_rows(result.findings),
    }
    return {name: table_rows for name, table_rows in rows.items() if table_rows}


def fit_rows(rows: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Rows that fit their columns: those with a number too large are dropped, with a finding; text is UTF-8."""
    overflows = [finding for name, table_rows in rows.items() for finding in _fit_table(name, table_rows)]
    told = {**rows, "findings": [*rows.get("findings", ()), *finding_rows(overflows)]}
    return {name: table_rows for name, table_rows in told.items() if table_rows}


def document_row(result: DocumentResult) -> Row:
    """The row of ``documents``: what the file is, and what it says of itself."""
    document, facts = result.document, result.facts
    return {
        "document_id": document.document_id,
        "source_path": document.source_path,
        "sha256": document.sha256,
        "media_type": document.media_type,
        "bytes": document.size,
        "pages": document.page_count,
        "kind": facts.kind,
        "mou_number": facts.mou_number,
        "title": facts.title,
        "unit_name": facts.unit_name,
        "employer": facts.employer,
        "employee_organization": facts.employee_organization,
        "term_start": facts.term_start,
        "term_end": facts.term_end,
        "text_origin": document.text_origin,
        "status": document.status,
        "message": document.message,
    }


def rate_row(rate: Rate) -> Row:
    """The row of ``salary_rates``: cents become dollars."""
    row = _plain_row(rate, Rate, leave_out=("bbox", "score", "period_orig", "step_orig"))
    row["amount"] = dollars(rate.amount)
    return row | box_columns(rate.bbox) | dict.fromkeys(ACCEPTED)


def rule_row(rule: PayRule) -> Row:
    """The row of ``pay_rules``; lists become text a person reads."""
    roundings = dict.fromkeys(derivation.rounding for derivation in rule.derivations)
    return {
        "document_id": rule.document_id,
        "table_key": rule.table_key,
        "appendix": rule.appendix,
        "class_codes": ", ".join(rule.class_codes),
        "periods": "-".join(rule.periods),
        "primary_period": rule.primary_period,
        "hours_per_biweekly": rule.hours_per_biweekly,
        "biweekly_per_year": rule.biweekly_per_year,
        "rounding": ", ".join(roundings) or None,
        "bonus_rounding": rule.bonus_rounding,
        "total_of": "; ".join(rule.total_of) or None,
        "derivations": "; ".join(format_derivation(derivation) for derivation in rule.derivations),
        "supporting": rule.supporting,
        "breaking": rule.breaking,
    }


def format_derivation(derivation: Derivation) -> str:
    """``BW = HR x 80``, ``MO = HR x 2080 / 12``, ``HR = BW / 80 (up)``."""
    rounding = "" if derivation.rounding == "half_up" else f" ({derivation.rounding})"
    return derivation.formula + rounding


def finding_rows(findings: Iterable[Finding]) -> list[Row]:
    """Rows of ``findings``; of several with one id the second and later ones get ``#2``, ``#3``."""
    seen: dict[tuple[str, str], int] = {}
    rows = []
    for finding in findings:
        key = (finding.document_id, finding.finding_id)
        seen[key] = seen.get(key, 0) + 1
        rows.append(finding_row(finding, "" if seen[key] == 1 else f"#{seen[key]}"))
    return rows


def finding_row(finding: Finding, suffix: str = "") -> Row:
    """The row of ``findings``."""
    row = _plain_row(finding, Finding, leave_out=("bbox",))
    return {"finding_id": finding.finding_id + suffix} | row | box_columns(finding.bbox)


def box_columns(bbox: BBox | None) -> Row:
    """``x0, top, x1, bottom`` in points; hundredths are finer than any printing."""
    if bbox is None:
        return dict.fromkeys(BBox._fields)
    return {name: round(float(value), 2) for name, value in zip(BBox._fields, bbox, strict=True)}


def dollars(cents: Cents) -> Decimal:
    """Cents as dollars with two places: 3301 -> 33.01."""
    return Decimal(cents).scaleb(-2)


def _plain_row(record: object, kind: type, leave_out: tuple[str, ...] = ()) -> Row:
    """The record's own fields, for records whose fields are named like the columns."""
    names, values_of = _columns(kind, leave_out)
    return dict(zip(names, values_of(record), strict=True))


@cache
def _columns(kind: type, leave_out: tuple[str, ...]) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    names = tuple(field.name for field in fields(kind) if field.name not in leave_out)
    return names, attrgetter(*names)


def _fit_table(table: str, rows: list[Row]) -> list[Finding]:
    """Drop rows that hold a number too large for its column, and say so; make all text UTF-8.

    One absurd number of one document must not take the run down.
    """
    limits = _limits(table)
    findings = []
    for row in list(rows):
        for name, value in row.items():
            if isinstance(value, str) and not value.isascii():
                row[name] = value.encode("utf-8", "replace").decode("utf-8")
            elif isinstance(value, Decimal) and not abs(value) < limits[name]:
                findings.append(_overflow(table, row, name))
                rows.remove(row)
                break
    return findings


def _overflow(table: str, row: Row, column: str) -> Finding:
    return Finding(
        document_id=str(row["document_id"]),
        check="value_range",
        severity="error",
        table=table,
        key=load_schema(table).key_of(row),
        column=column,
        printed=str(row[column]),
        message=f"{column} {row[column]} does not fit the column; the row is left out",
        origin="reading",
    )


@cache
def _limits(table: str) -> dict[str, Decimal]:
    """Per decimal column the first power of ten that does not fit."""
    return {
        field.name: Decimal(10) ** (field.precision - (field.scale or 0))
        for field in load_schema(table).fields
        if field.precision is not None
    }
