"""From when to when an amount holds, and which of several told for one day governs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

Rank = tuple[date, date, int, str]
"""Later documents are greater: start and end of the term, quality of the text, name."""

_TEXT_QUALITY = ("ocr", "mixed", "text", "text_layer")


class Telling(NamedTuple):
    """One amount of a line: the day it begins, under which condition, by which document."""

    day: date
    condition: str
    """Folded; empty where there is none."""
    rank: Rank
    rate_id: str


class Span(NamedTuple):
    """How long an amount holds."""

    valid_to: date | None
    superseded_by: str | None
    """``rate_id`` of the amount that governs instead."""


def rank_document(document: Mapping[str, Any], days: Iterable[date]) -> Rank:
    """How late a document is among others.

    Args:
        document: Its row of ``documents``.
        days: Operative dates of its tables.
    """
    known = list(days) or [date.min]
    origin = document["text_origin"]
    quality = _TEXT_QUALITY.index(origin) if origin in _TEXT_QUALITY else -1
    start, end = document["term_start"] or min(known), document["term_end"] or max(known)
    return start, end, quality, document["document_id"]


def span_line(line: Sequence[Telling]) -> dict[str, Span]:
    """The span of each amount of one line, by ``rate_id``."""
    every = sorted({telling.day for telling in line})
    firm = sorted({telling.day for telling in line if not telling.condition})
    by_day: dict[date, list[Telling]] = {}
    for telling in line:
        by_day.setdefault(telling.day, []).append(telling)
    latest = {
        (day, condition): _latest(same_day, condition)
        for day, same_day in by_day.items()
        for condition in {telling.condition for telling in same_day}
    }
    spans = {}
    for telling in line:
        last = latest[telling.day, telling.condition]
        end = _end_before(telling.day, every if telling.condition else firm)
        spans[telling.rate_id] = Span(end, last.rate_id if last.rank > telling.rank else None)
    return spans


def _end_before(day: date, days: Sequence[date]) -> date | None:
    place = bisect_right(days, day)
    return days[place] - timedelta(days=1) if place < len(days) else None


def _latest(same_day: Sequence[Telling], condition: str) -> Telling:
    """What the latest document tells that may stand in the place of an amount under ``condition``.

    Of alternatives, that of the same condition; nothing conditional stands in the place of what is not.
    """
    may = [other for other in same_day if condition or not other.condition]
    return max(may, key=lambda other: (other.rank, other.condition == condition, other.rate_id))
