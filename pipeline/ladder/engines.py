"""The engines after pdfium, in the order they are asked: each only for pages those before it did not settle.

An engine is imported when it is given its first page: hardly any document needs one, and importing
pdfplumber alone takes as long as reading ten pages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Literal

from pipeline.models import Page
from pipeline.validate.arithmetic.telling import OCR_READERS

if TYPE_CHECKING:
    from pipeline.extract.ocr import Engine
    from pipeline.extract.pdfium import PdfFile

Reread = Callable[[Page], Page]
"""Reads a page again; gives the page itself where it has nothing new to say.

Raises ``DocumentError`` where the engine cannot read the page.
"""


def engines(data: bytes, pdf: PdfFile, *, ocr_until: float | None) -> Iterator[Reread]:
    """The engines for one document.

    Args:
        data: The bytes of the PDF.
        pdf: The same, open.
        ocr_until: When recognising pages must end, by the monotonic clock; ``None`` where none may be recognised.
    """
    yield partial(_read_by_pdfplumber, data)
    yield partial(_read_by_camelot, data, "network")
    yield partial(_read_by_camelot, data, "lattice")
    if ocr_until is not None:
        from pipeline.extract import ocr  # noqa: PLC0415

        for engine in ocr.available_engines():
            yield partial(_recognise, pdf, engine, ocr_until)


def _read_by_pdfplumber(data: bytes, page: Page) -> Page:
    if page.reader in OCR_READERS:
        return page
    from pipeline.extract import plumber  # noqa: PLC0415

    return plumber.read_pages(data, [page.page_number])[0]


def _read_by_camelot(data: bytes, flavor: Literal["network", "lattice"], page: Page) -> Page:
    if page.reader in OCR_READERS:
        return page
    from pipeline.extract import camelot_reader  # noqa: PLC0415

    return camelot_reader.read_page(data, page.page_number, flavor, page)


def _recognise(pdf: PdfFile, engine: Engine, until: float, page: Page) -> Page:
    if page.reader == engine or time.monotonic() > until:
        return page
    from pipeline.extract import ocr  # noqa: PLC0415

    return ocr.read_page(pdf, page.page_number, engine)
