"""How much of a document's text the published tables hold: a figure for every document."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings import Finding

CHECK = "coverage"
LEAST = 0.995
"""Part of the characters that must belong to a clause, heading, contents list, table or furniture."""
MOST_SHOWN = 5
LONGEST = 60


def tell_coverage(document_id: str, total: int, assigned: int, left: Sequence[tuple[str, int]]) -> tuple[Finding, ...]:
    """One finding with the figure: for information, a warning below ``LEAST``. None for a document without text.

    Args:
        document_id: Of the document.
        total: Characters as read, white space not counted.
        assigned: Those that belong to a clause, heading, contents list, table or furniture.
        left: The pieces of text that belong to nothing, with their page numbers.
    """
    if total == 0:
        return ()
    share = f"{10_000 * assigned // total / 100:.2f}%"  # rounded down: 100% is said of everything alone
    pieces = ", ".join(f"\u201c{shorten(text)}\u201d (page {page})" for text, page in left[:MOST_SHOWN])
    more = f" and {len(left) - MOST_SHOWN} more" if len(left) > MOST_SHOWN else ""
    finding = Finding(
        document_id=document_id,
        check=CHECK,
        severity="info" if assigned >= LEAST * total else "warning",
        table="documents",
        key=document_id,
        message=f"{share} of {total:,} characters are in articles, tables, contents list or page furniture; "
        + (f"left: {pieces}{more}" if left else "nothing is left"),
        printed=share,
    )
    return (finding,)


def shorten(text: str) -> str:
    """The beginning of a text that would fill a message."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}\u2026"
