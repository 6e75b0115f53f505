"""How much of a document's text belongs to something, and what does not."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.models import Clause
from pipeline.normalize.structure.records import BodyLine, Coverage, Leftover, LineKind


def count_characters(text: str) -> int:
    """Characters without white space."""
    return len("".join(text.split()))


def measure_coverage(
    lines: Sequence[BodyLine],
    kinds: Sequence[LineKind],
    clauses: Sequence[Clause],
    dropped: int,
    extra_furniture: int,
) -> Coverage:
    """Count what became of every character.

    Clauses are counted from their own text, not from the lines they were made of: text lost on the way
    shows as a gap between ``total`` and what is assigned and left.

    Args:
        lines: All lines as read.
        kinds: What each became.
        clauses: The clauses.
        dropped: Hyphens and list marks left out on purpose; they count as furniture.
        extra_furniture: Characters of footers glued to the end of other lines.
    """
    by_kind = dict.fromkeys(("body", "heading", "contents", "table", "furniture", "front"), 0)
    for item, kind in zip(lines, kinds, strict=True):
        by_kind[kind] += count_characters(item.text)
    left = tuple(
        Leftover(item.text, item.source_page) for item, kind in zip(lines, kinds, strict=True) if kind == "front"
    )
    return Coverage(
        total=sum(by_kind.values()) + extra_furniture,
        clauses=sum(count_characters(clause.text) for clause in clauses),
        headings=by_kind["heading"],
        contents=by_kind["contents"],
        tables=by_kind["table"],
        furniture=by_kind["furniture"] + dropped + extra_furniture,
        left=left,
    )
