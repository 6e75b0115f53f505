"""``pay_history`` over all documents of a set; the rules stand in ``pipeline.history``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.history.increases import increase_rows
from pipeline.history.lines import Naming, class_of, fold, group_documents, line_of
from pipeline.history.timeline import Rank, Span, Telling, rank_document, span_line

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
"""Rows of one document by table."""

_SHARED = (
    "document_id",
    "class_code",
    "class_title",
    "bargaining_unit",
    "range_code",
    "component",
    "component_name",
    "step",
    "step_order",
    "period",
    "amount",
    "appendix",
    "condition",
    "status",
)
"""Columns a row has in common with the rate it is made of."""


class PayHistory:
    """Knows of the classes that stand in several documents; each document's own it finds when asked.

    Args:
        documents: Rows of each document by its id. Read up to twice, one document at a time: only
            what concerns classes told more than once is kept.
    """

    def __init__(self, documents: Mapping[str, Rows]) -> None:
        self._groups = _group_classes(documents)
        self._spans = _span_groups(documents, self._groups) if self._groups else {}

    def rows_of(self, document_id: str, rows: Rows) -> dict[str, list[dict[str, object]]]:
        """Rows of ``pay_history`` and ``increases`` of one document; tables without rows are left out."""
        dated = dated_rates(rows)
        if not dated:
            return {}
        rank = _rank(rows, dated)
        lines = _Lines()
        for rate in dated:
            if (document_id, class_of(rate)) not in self._groups:
                lines.add(class_of(rate), rate, rank)
        own = lines.spans()
        history = [_history_row(rate, own.get(rate["rate_id"]) or self._spans[rate["rate_id"]]) for rate in dated]
        increases = increase_rows(dated, rows.get("pay_rules", ()), rows.get("terms", ()))
        return {"pay_history": history} | ({"increases": increases} if increases else {})


def dated_rates(rows: Rows) -> list[Row]:
    """Amounts that say from when they are paid, of a class that is named; the others have no history."""
    rates = rows.get("salary_rates", ())
    return [rate for rate in rates if rate["operative_date"] and (rate["class_code"] or rate["class_title"])]


class _Lines:
    """Gathers amounts by line."""

    def __init__(self) -> None:
        self._lines: defaultdict[tuple[object, ...], list[Telling]] = defaultdict(list)

    def add(self, subject: object, rate: Row, rank: Rank) -> None:
        """One amount of a class."""
        telling = Telling(rate["operative_date"], fold(rate["condition"]), rank, rate["rate_id"])
        self._lines[subject, line_of(rate)].append(telling)

    def spans(self) -> dict[str, Span]:
        """The span of every amount by its ``rate_id``."""
        return {rate_id: span for line in self._lines.values() for rate_id, span in span_line(line).items()}


def _group_classes(documents: Mapping[str, Rows]) -> dict[tuple[str, str], tuple[str, str]]:
    """For each document and class that another document tells too: the class, named by its first document."""
    namings: defaultdict[str, dict[str, Naming]] = defaultdict(dict)
    for document_id, rows in documents.items():
        employer = fold(_document(rows)["employer"])
        for code, title in {(class_of(rate), fold(rate["class_title"])) for rate in dated_rates(rows)}:
            naming = namings[code].setdefault(document_id, Naming(document_id, employer))
            naming.titles |= {title} - {""}
    return {
        (document_id, code): (group[0], code)
        for code, told in namings.items()
        for group in group_documents(told.values())
        if len(group) > 1
        for document_id in group
    }


def _span_groups(documents: Mapping[str, Rows], groups: Mapping[tuple[str, str], tuple[str, str]]) -> dict[str, Span]:
    """Spans of the amounts of classes that stand in several documents."""
    sharing = {document_id for document_id, _ in groups}
    lines = _Lines()
    for document_id in sharing:
        rows = documents[document_id]
        dated = dated_rates(rows)
        rank = _rank(rows, dated)
        for rate in dated:
            subject = groups.get((document_id, class_of(rate)))
            if subject is not None:
                lines.add(subject, rate, rank)
    return lines.spans()


def _rank(rows: Rows, dated: Iterable[Row]) -> Rank:
    return rank_document(_document(rows), (rate["operative_date"] for rate in dated))


def _document(rows: Rows) -> Row:
    return rows["documents"][0]


def _history_row(rate: Row, span: Span) -> dict[str, object]:
    row: dict[str, object] = {"history_id": rate["rate_id"]} | {name: rate[name] for name in _SHARED}
    return row | {
        "valid_from": rate["operative_date"],
        "valid_to": span.valid_to,
        "superseded_by": span.superseded_by,
    }
