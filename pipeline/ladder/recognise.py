"""Pages without text: which engine reads them, in which order, for how long; and those that nobody could read."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import DocumentError
from pipeline.findings import Finding, Severity
from pipeline.models import Page

if TYPE_CHECKING:
    from pipeline.extract.ocr import Engine
    from pipeline.extract.pdfium import PdfFile

_FEW = 2
"""Up to so many pages are read by the engine that is pinned with this package, which reads them alike on
every machine; more of them by the faster one, where it is installed."""


def recognise_pages(
    pdf: PdfFile, pages: Sequence[Page], blank: frozenset[int], seconds: float
) -> tuple[list[Page], tuple[int, ...]]:
    """Recognise pages without text, the last first: salary appendices stand at the end.

    Args:
        pdf: the open document.
        pages: all its pages as its text layer gives them.
        blank: numbers of those that must be recognised.
        seconds: time after which no further page is begun; at least one is read.

    Returns:
        The pages, and the numbers of those there was no time for.
    """
    if not blank:
        return list(pages), ()
    from pipeline.extract import ocr  # noqa: PLC0415 (brings OpenCV)

    engines = ocr.available_engines()
    first = first_engine(engines, len(blank))
    ordered = [first, *(engine for engine in engines if engine != first)]
    whole = {page.page_number: page for page in pages}
    end = time.monotonic() + seconds
    read: dict[int, Page] = {}
    for number in sorted(blank, reverse=True):
        if read and time.monotonic() > end:
            break
        read[number] = _recognise(pdf, whole[number], ordered)
    late = tuple(sorted(blank - set(read)))
    return [read.get(page.page_number, page) for page in pages], late


def _recognise(pdf: PdfFile, page: Page, engines: Sequence[Engine]) -> Page:
    """A page as the first engine reads it that makes sense of it; garbled where none does.

    Tesseract reads the leaders of a contents list as letters, and may give up on a grainy page.
    """
    from pipeline.extract import ocr  # noqa: PLC0415

    garbled: list[Page] = []
    for engine in engines:
        with suppress(DocumentError):
            read = ocr.read_page(pdf, page.page_number, engine)
            if not read.garbled:
                return read
            garbled.append(read)
    return garbled[0] if garbled else replace(page, garbled=True)


def tell_lost_pages(document_id: str, pages: Sequence[Page], late: Sequence[int]) -> Iterator[Finding]:
    """A finding for each page there was no time for, and for each that was recognised as garbage.

    Args:
        document_id: the document.
        pages: its pages as they are published.
        late: numbers of pages without text that were not recognised in time.
    """
    for number in late:
        yield _lost(
            document_id,
            number,
            ("page_not_read", "error"),
            "has no text of its own and was not recognised in time; give a larger --timeout",
        )
    for page in pages:
        if page.garbled:
            yield _lost(
                document_id,
                page.page_number,
                ("page_garbled", "warning"),
                "carries ink, but hardly a word of it could be read: look at it; if it holds more than a drawing or"
                " handwriting, scan it again, straight, sharp and at 300 dpi",
            )


def tell_spreads(document_id: str, sheets: int) -> Iterator[Finding]:
    """A finding for a document some of whose sheets were read as two pages each."""
    if sheets:
        yield Finding(
            document_id=document_id,
            check="spread",
            severity="info",
            table="documents",
            key=document_id,
            message=f"{sheets} sheets show two pages side by side: each is read as two, the left one first, and"
            " page_number counts pages, not sheets",
        )


def _lost(document_id: str, number: int, check: tuple[str, Severity], told: str) -> Finding:
    return Finding(
        document_id=document_id,
        check=check[0],
        severity=check[1],
        table="documents",
        key=f"{document_id}/page {number}",
        message=f"page {number} {told}",
        origin="reading",
        page_number=number,
    )


def first_engine(engines: Sequence[Engine], pages: int) -> Engine:
    """The engine that reads first; ``engines`` begins with the fastest and ends with the pinned one."""
    return engines[-1] if pages <= _FEW else engines[0]
