"""What one document tells of pay over time, as if there were no other.

Worked out where the document is read, and kept with its rows: bringing thousands of documents together
then looks only at the lines of classes that several of them tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from pipeline.history.increases import increase_rows
from pipeline.history.lines import class_of, fold, line_of
from pipeline.history.timeline import Shape, Span, span_shapes
from pipeline.history.told import Line, Rank, Told
from pipeline.published.layout import day_of, days_since_epoch

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
"""Rows of one document by table."""
_TEXT_QUALITY = ("ocr", "mixed", "text", "text_layer")
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


@dataclass(frozen=True, slots=True)
class History:
    """What one document tells of pay over time."""

    told: Told
    lines: tuple[Line, ...]
    pay: Mapping[str, Sequence[object]]
    """``pay_history`` by column, in its order, as if there were no other document."""
    increases: Sequence[dict[str, object]]
    """Rows of ``increases``."""


def tell_history(rows: Rows) -> History | None:
    """The history one document tells; ``None`` where it has no amounts that say from when they are paid."""
    dated = dated_rates(rows)
    if not dated:
        return None
    document = rows["documents"][0]
    titles: defaultdict[str, set[str]] = defaultdict(set)
    for rate in {(rate["class_code"], rate["class_title"]): rate for rate in dated}.values():
        titles[class_of(rate)] |= {fold(rate["class_title"])} - {""}
    told = Told(
        employer=fold(document["employer"]),
        rank=rank_document(document, (rate["operative_date"] for rate in dated)),
        titles={subject: sorted(found) for subject, found in titles.items()},
    )
    keyed = sorted(dated, key=lambda rate: str(rate["rate_id"]))
    lines = _lines(keyed)
    increases = increase_rows(dated, rows.get("pay_rules", ()), rows.get("terms", ()))
    return History(told, lines, _history_columns(keyed, _ends(lines, len(keyed))), increases)


def dated_rates(rows: Rows) -> list[Row]:
    """Amounts that say from when they are paid, of a class that is named; the others have no history."""
    rates = rows.get("salary_rates", ())
    return [rate for rate in rates if rate["operative_date"] and (rate["class_code"] or rate["class_title"])]


def rank_document(document: Row, days: Iterable[date]) -> Rank:
    """How late a document is among others.

    Args:
        document: Its row of ``documents``.
        days: Operative dates of its tables, at least one.
    """
    known = list(days)
    origin = document["text_origin"]
    quality = _TEXT_QUALITY.index(origin) if origin in _TEXT_QUALITY else -1
    start, end = document["term_start"] or min(known), document["term_end"] or max(known)
    return days_since_epoch(start), days_since_epoch(end), quality, document["document_id"]


def _lines(rates: Sequence[Row]) -> tuple[Line, ...]:
    gathered: dict[tuple[str, str], tuple[list[tuple[int, str]], list[int]]] = {}
    known: dict[tuple[object, ...], tuple[list[tuple[int, str]], list[int]]] = {}
    for number, rate in enumerate(rates):
        printed = _told_by(rate)
        if printed not in known:
            known[printed] = gathered.setdefault((class_of(rate), "/".join(line_of(rate))), ([], []))
        shape, rows = known[printed]
        shape.append((days_since_epoch(rate["operative_date"]), fold(rate["condition"])))
        rows.append(number)
    return tuple(Line(subject, rest, tuple(shape), rows) for (subject, rest), (shape, rows) in gathered.items())


_told_by = itemgetter("class_code", "class_title", "bargaining_unit", "component", "component_name", "step", "period")
"""All that ``class_of`` and ``line_of`` look at: few lines have many amounts."""


def _ends(lines: Iterable[Line], rows: int) -> list[date | None]:
    """The last day of each row of ``pay_history``."""
    spans: dict[Shape, list[Span]] = {}
    ends: list[date | None] = [None] * rows
    for line in lines:
        if line.shape not in spans:
            [spans[line.shape]] = span_shapes([line.shape])
        for row, span in zip(line.rows, spans[line.shape], strict=True):
            ends[row] = None if span.valid_to is None else day_of(span.valid_to)
    return ends


def _history_columns(rates: Sequence[Row], ends: Sequence[date | None]) -> dict[str, Sequence[object]]:
    return {
        "history_id": [rate["rate_id"] for rate in rates],
        **{name: [rate[name] for rate in rates] for name in _SHARED},
        "valid_from": [rate["operative_date"] for rate in rates],
        "valid_to": ends,
        "superseded_by": [None] * len(rates),
    }
