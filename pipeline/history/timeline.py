"""From when to when an amount holds, and which of several told for one day governs."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

Telling: TypeAlias = "tuple[int, str]"
"""One amount of a line: the day it begins (since 1970) and its condition (folded; empty where there is none)."""
Shape: TypeAlias = "tuple[Telling, ...]"
"""What one document tells of one line, in the order of the amounts' keys; most lines of a document are alike in it."""
Place: TypeAlias = "tuple[int, int]"
"""Of a telling: number of its document, and its number in the shape."""


class Span(NamedTuple):
    """How long an amount holds."""

    valid_to: int | None
    """Its last day, since 1970."""
    superseded_by: Place | None
    """The telling that governs instead."""


def span_shapes(shapes: Sequence[Shape]) -> list[list[Span]]:
    """The spans of one line.

    Args:
        shapes: What each document tells of it, the later document last.

    Returns:
        For each document the span of each telling.
    """
    by_day: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for document, shape in enumerate(shapes):
        for place, (day, condition) in enumerate(shape):
            by_day[day].append((document, place, condition))
    every = sorted(by_day)
    firm = sorted(day for day, told in by_day.items() if not all(condition for _, _, condition in told))
    latest = {
        (day, condition): _latest(told, condition)
        for day, told in by_day.items()
        for condition in {condition for _, _, condition in told}
    }
    ends = {(day, condition): _end_before(day, every if condition else firm) for day, condition in latest}
    return [
        [Span(ends[telling], latest[telling] if latest[telling][0] > document else None) for telling in shape]
        for document, shape in enumerate(shapes)
    ]


def _end_before(day: int, days: Sequence[int]) -> int | None:
    place = bisect_right(days, day)
    return days[place] - 1 if place < len(days) else None


def _latest(same_day: Iterable[tuple[int, int, str]], condition: str) -> Place:
    """What the latest document tells that may stand in the place of an amount under ``condition``.

    Of alternatives, that of the same condition; nothing conditional stands in the place of what is not.
    """
    may = [(document, other == condition, place) for document, place, other in same_day if condition or not other]
    document, _, place = max(may)
    return document, place
