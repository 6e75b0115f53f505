"""The long lists of the report: findings, and quantities of the prose with their clauses."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pipeline.report.columns import pack_rows
from pipeline.validate.published import PublishedSet

_CLAUSE_BUDGET = 1_000_000
"""Characters of clauses a report carries; beyond it the sentence of each term must do."""
_FINDING = ("id", "doc", "check", "severity", "origin", "key", "rate", "column", "printed", "expected", "proposed",
            "page", "box", "message", "waived", "reason")  # fmt: skip
_TERM = ("doc", "where", "title", "kind", "value", "per", "printed", "date", "sentence", "clause", "page")


def pack_findings(published: PublishedSet, places: Mapping[str, int]) -> dict[str, Any]:
    """All findings, the grave ones first.

    Args:
        published: The set.
        places: Place of each rate in the report's list, by ``rate_id``.
    """
    rank = {"error": 0, "warning": 1, "info": 2}
    rows = sorted(published.rows("findings"), key=lambda row: (row["waived"], rank.get(row["severity"], 3)))
    return pack_rows((_finding(row, places) for row in rows), _FINDING)


def _finding(row: Mapping[str, Any], places: Mapping[str, int]) -> dict[str, Any]:
    edges = [row[name] for name in ("x0", "top", "x1", "bottom")]
    rate = places.get(row["key"], -1)
    plain = f"{row['check']}:{row['key']}" + (f":{row['column']}" if row["column"] else "")
    return {
        "id": None if row["finding_id"] == plain else row["finding_id"],
        "doc": row["document_id"],
        "check": row["check"],
        "severity": row["severity"],
        "origin": row["origin"],
        "key": row["key"],
        "rate": rate,
        "column": row["column"],
        "printed": row["printed"],
        "expected": row["expected"],
        "proposed": None if row["proposed"] is None else format_number(row["proposed"]),
        "page": row["page_number"],
        "box": edges if rate < 0 and None not in edges else None,
        "message": row["message"],
        "waived": row["waived"],
        "reason": row["waiver_reason"],
    }


def pack_terms(published: PublishedSet) -> dict[str, Any]:
    """All quantities of the prose, with the words of their clauses by number."""
    articles = {(row["document_id"], row["article_id"]): row for row in published.rows("articles")}
    clauses = {(row["document_id"], row["clause_id"]): row for row in published.rows("clauses")}
    texts: dict[str, int] = {}
    rows = [_term(row, clauses, articles, texts) for row in published.rows("terms")]
    kept = list(texts) if sum(map(len, texts)) <= _CLAUSE_BUDGET else []
    return pack_rows(rows, _TERM) | {"clauses": kept}


def _term(
    row: Mapping[str, Any],
    clauses: Mapping[tuple[str, str], Mapping[str, Any]],
    articles: Mapping[tuple[str, str], Mapping[str, Any]],
    texts: dict[str, int],
) -> dict[str, Any]:
    clause = clauses.get((row["document_id"], row["clause_id"]))
    article = articles.get((row["document_id"], clause["article_id"])) if clause else None
    path = clause["path"] if clause else None
    return {
        "doc": row["document_id"],
        "where": " ".join(part for part in (row["article_number"], path) if part),
        "title": article["title"] if article else None,
        "kind": row["kind"].replace("_", " "),
        "value": _term_value(row),
        "per": row["per"],
        "printed": row["value_orig"],
        "date": row["effective_date"].isoformat() if row["effective_date"] else None,
        "sentence": row["sentence"],
        "clause": texts.setdefault(clause["text"], len(texts)) if clause else -1,
        "page": row["page_number"],
    }


def _term_value(row: Mapping[str, Any]) -> str:
    """A value as it is read: dates are numbers in ``terms.value``, 20250629, 202506 or 0629."""
    if row["kind"] != "date":
        return format_number(row["value"])
    digits = str(int(row["value"]))
    if len(digits) == 8:
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    if len(digits) == 6:
        return f"{digits[:4]}-{digits[4:]}"
    day_of_year = digits.zfill(4)
    return f"{day_of_year[:2]}-{day_of_year[2:]}" if int(digits) <= 1231 else digits


def format_number(value: Decimal) -> str:
    """A decimal without the zeros its column pads it with, thousands apart: 1017.5100 -> 1,017.51."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    whole, _, part = text.partition(".")
    return f"{whole}.{part}0" if len(part) == 1 else text
