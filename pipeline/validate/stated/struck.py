"""Words an agreement strikes through, which are read as if it still said them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings import Finding
from pipeline.models import BBox
from pipeline.validate.stated.coverage import MOST_SHOWN, shorten


def tell_struck(document_id: str, pages: Sequence[tuple[int, Sequence[str], int, BBox]]) -> tuple[Finding, ...]:
    """One warning for each page with struck words.

    Args:
        document_id: Of the document.
        pages: Page number, the struck texts, how many words they are, and the box around them.
    """
    return tuple(_tell(document_id, *page) for page in pages)


def _tell(document_id: str, page_number: int, texts: Sequence[str], words: int, bbox: BBox) -> Finding:
    shown = ", ".join(f"\u201c{shorten(text)}\u201d" for text in texts[:MOST_SHOWN])
    more = f" and {len(texts) - MOST_SHOWN} more" if len(texts) > MOST_SHOWN else ""
    return Finding(
        document_id=document_id,
        check="struck_words",
        severity="warning",
        table="documents",
        key=f"{document_id}/page {page_number}",
        message=f"struck through on the page, but read as text: {shown}{more} ({words} word{'s' if words > 1 else ''})",
        printed=shorten(texts[0]),
        page_number=page_number,
        bbox=bbox,
    )
