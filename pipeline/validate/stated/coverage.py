"""How much of a document's text the published tables hold: a figure for every document."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings import Finding
from pipeline.models import Rate

CHECK = "coverage"
LEAST = 0.995
"""Part of the characters that must belong to a clause, heading, contents list, table or furniture."""
MOST_SHOWN = 5
LONGEST = 60
_BESIDE = 30
"""Characters that may stand beside a date in a line that says no more than when rates are operative."""


def tell_coverage(
    document_id: str, total: int, assigned: int, left: Sequence[tuple[str, int]], rates: Sequence[Rate] = ()
) -> tuple[Finding, ...]:
    """One finding with the figure: for information, a warning below ``LEAST``. None for a document without text.

    Args:
        document_id: Of the document.
        total: Characters as read, white space not counted.
        assigned: Those that belong to a clause, heading, contents list, table or furniture.
        left: The pieces of text that belong to nothing, with their page numbers.
        rates: Published ones: what they hold of such a piece is not left.
    """
    if total == 0:
        return ()
    every, left = left, _drop_published(left, rates)
    assigned += sum(_count(text) for text, _ in every) - sum(_count(text) for text, _ in left)
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


def _drop_published(left: Sequence[tuple[str, int]], rates: Sequence[Rate]) -> list[tuple[str, int]]:
    """The pieces of text that no rate of their page holds: a class title over two lines, the date over a table."""
    names: dict[int, set[str]] = {}
    days: dict[int, set[str]] = {}
    for rate in rates if left else ():
        printed = (rate.class_title, rate.component_name, rate.condition)
        names.setdefault(rate.page_number or 1, set()).update(_fold(name) for name in printed if name)
        day = rate.operative_date
        days.setdefault(rate.page_number or 1, set()).update([_fold(f"{day:%B} {day.day}, {day.year}")] if day else [])
    return [
        (text, page)
        for text, page in left
        if not any(f" {_fold(text)} " in f" {name} " for name in names.get(page, ()))
        and not any(day in _fold(text) and len(text) <= len(day) + _BESIDE for day in days.get(page, ()))
    ]


def _count(text: str) -> int:
    return len("".join(text.split()))


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def shorten(text: str) -> str:
    """The beginning of a text that would fill a message."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}\u2026"
