"""Pages as pictures for people: what ``mou explain`` and ``mou report`` show of a document.

pdfium is not thread-safe: one process renders one page after the other.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import sqrt

from pipeline.errors import UsageError
from pipeline.extract.pdfium import PdfFile, open_pdf
from pipeline.extract.spreads import part_spreads
from pipeline.models import BBox

MAX_PIXELS = 24_000_000
"""Bound on a picture; a larger sheet is rendered coarser."""


def render_page(data: bytes, page_number: int, scale: float = 2.0, bbox: BBox | None = None) -> bytes:
    """Render a page of a PDF, or the part of it inside ``bbox``.

    Args:
        data: The PDF.
        page_number: From 1.
        scale: Pixels per point.
        bbox: Part of the page as shown, in points from its top left corner; what lies outside the page is left out.

    Returns:
        A PNG in color.

    Raises:
        DocumentError: The PDF or its page cannot be read.
        UsageError: There is no such page, or the box lies beside it.
    """
    with _open(data) as pdf:
        return _render(pdf, page_number, scale, bbox)


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A whole page."""

    page_number: int
    width: float
    """Of the page as shown, in points."""
    height: float
    png: bytes
    """In gray, hardly compressed: for whoever encodes it again."""


def render_pages(data: bytes, page_numbers: Iterable[int], scale: float) -> Iterator[PagePicture]:
    """Render several pages of a PDF, each when it is asked for; numbers of no page are left out.

    Raises:
        DocumentError: The PDF or a page cannot be read.
    """
    with _open(data) as pdf:
        for number in page_numbers:
            if 1 <= number <= pdf.page_count:
                width, height = _size(pdf, number)
                yield PagePicture(number, width, height, _render(pdf, number, scale, None, gray=True))


def page_size(data: bytes, page_number: int) -> tuple[float, float]:
    """Width and height of a page as shown, in points; raises what ``render_page`` raises."""
    with _open(data) as pdf:
        return _size(pdf, page_number)


def _open(data: bytes) -> PdfFile:
    """The PDF with the pages that ``page_number`` counts: two for each sheet that shows two."""
    return open_pdf(part_spreads(data)[0])


def _size(pdf: PdfFile, page_number: int) -> tuple[float, float]:
    _check_number(pdf, page_number)
    with pdf.page(page_number) as page:
        width, height = page.get_size()
        return float(width), float(height)


def _render(pdf: PdfFile, page_number: int, scale: float, bbox: BBox | None, *, gray: bool = False) -> bytes:
    _check_number(pdf, page_number)
    with pdf.page(page_number) as page:
        width, height = page.get_size()
        box = _inside(bbox or BBox(0.0, 0.0, width, height), width, height)
        area = max(1.0, (box.x1 - box.x0) * (box.bottom - box.top))
        crop = (box.x0, height - box.bottom, width - box.x1, box.top)
        bitmap = page.render(scale=min(scale, sqrt(MAX_PIXELS / area)), crop=crop, grayscale=gray)
        stream = io.BytesIO()
        picture = bitmap.to_pil().convert("L" if gray else "RGB")
        picture.save(stream, "PNG", compress_level=0 if gray else 6)
        bitmap.close()
    return stream.getvalue()


def _inside(box: BBox, width: float, height: float) -> BBox:
    """The part of a box on the page."""
    part = BBox(max(0.0, box.x0), max(0.0, box.top), min(width, box.x1), min(height, box.bottom))
    if part.x1 - part.x0 < 1 or part.bottom - part.top < 1:
        raise UsageError("the place lies beside the page", "the document is another one than the one that was read")
    return part


def _check_number(pdf: PdfFile, page_number: int) -> None:
    if not 1 <= page_number <= pdf.page_count:
        raise UsageError(f"there is no page {page_number}: the document has {pdf.page_count}")
