"""By how much pay rises from one operative date to the next: classes down, dates across."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from pipeline.validate.published import PublishedSet


def build_increases(published: PublishedSet) -> list[dict[str, Any]]:
    """One matrix per document that has increases, for the template."""
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in published.rows("increases"):
        by_document[row["document_id"]].append(row)
    return [_matrix(name, rows) for name, rows in sorted(by_document.items())]


def _matrix(document_id: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    moves = sorted({_move(row) for row in rows}, key=lambda move: (str(move[3]), str(move[2]), move[1] or ""))
    classes: dict[tuple[str, str], dict[Any, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        classes[row["class_title"] or "", row["class_code"] or ""][_move(row)] = _cell(row)
    most = max((abs(row["percent_implied"]) for row in rows if row["percent_implied"] is not None), default=Decimal(1))
    return {
        "document_id": document_id,
        "most": most or Decimal(1),
        "moves": [{"from": move[0], "to": move[1], "date_from": move[2], "date_to": move[3]} for move in moves],
        "classes": [
            {"title": title, "code": code, "cells": [cells.get(move) for move in moves]}
            for (title, code), cells in sorted(classes.items(), key=lambda item: item[0][1])
        ],
    }


def _move(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["appendix_from"], row["appendix_to"], row["date_from"], row["date_to"]


def _cell(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("percent_implied", "percent_stated", "rates_compared", "exact")}
