"""Pages without text: which engine reads them, in which order, for how long."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

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

    engine = first_engine(ocr.available_engines(), len(blank))
    end = time.monotonic() + seconds
    read: dict[int, Page] = {}
    for number in sorted(blank, reverse=True):
        if read and time.monotonic() > end:
            break
        read[number] = ocr.read_page(pdf, number, engine)
    late = tuple(sorted(blank - set(read)))
    return [read.get(page.page_number, page) for page in pages], late


def first_engine(engines: Sequence[Engine], pages: int) -> Engine:
    """The engine that reads first; ``engines`` begins with the fastest and ends with the pinned one."""
    return engines[-1] if pages <= _FEW else engines[0]
