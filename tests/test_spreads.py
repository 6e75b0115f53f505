"""Booklets: sheets that show two pages side by side are read as their pages were before they were laid out."""

from __future__ import annotations

import ctypes
import io
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.picture import page_size
from pipeline.extract.spreads import part_spreads
from pipeline.results import DocumentResult
from tests.pdf_bytes import read, save

RAW = Path(__file__).resolve().parents[1] / "raw"
SHEET = (1224.0, 792.0)


def lay_out(data: bytes) -> bytes:
    """Two pages of letter size on each sheet."""
    pages = pypdfium2.PdfDocument(data)
    sheets = pypdfium2.PdfDocument(pdfium.FPDF_ImportNPagesToOne(pages.raw, *map(ctypes.c_float, SHEET), 2, 1))
    return save(sheets)


def turn(data: bytes, rotation: int) -> bytes:
    """The same to look at, but drawn sideways or on its head, and turned back by ``/Rotate``."""
    width, height = SHEET
    matrices = {90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, width)}
    document = pypdfium2.PdfDocument(data)
    for page in document:
        pdfium.FPDFPage_TransFormWithClip(page.raw, pdfium.FS_MATRIX(*matrices[rotation]), None)
        if rotation != 180:
            page.set_mediabox(0, 0, height, width)
            page.set_cropbox(0, 0, height, width)
        page.set_rotation(rotation)
        page.gen_content()
    return save(document)


def amounts(result: DocumentResult) -> list[tuple[object, ...]]:
    return [(rate.rate_id, rate.amount, rate.class_title, rate.page_number, rate.status) for rate in result.rates]


@pytest.mark.parametrize("name", ["mou28-2022.pdf", "mou30-2010.pdf"])
def test_a_booklet_is_read_as_its_pages_are(name: str) -> None:
    data = (RAW / name).read_bytes()
    pages, sheets = read(data), read(lay_out(data))
    assert amounts(sheets) == amounts(pages)
    assert [article.text for article in sheets.articles] == [article.text for article in pages.articles]
    [told] = [finding for finding in sheets.findings if finding.check == "spread"]
    assert told.severity == "info"
    assert not [finding for finding in pages.findings if finding.check == "spread"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_booklet_may_be_drawn_sideways(rotation: int) -> None:
    data = (RAW / "mou28-2022.pdf").read_bytes()
    assert amounts(read(turn(lay_out(data), rotation))) == amounts(read(data))


def test_a_page_of_a_booklet_is_shown_alone() -> None:
    data = lay_out((RAW / "mou28-2022.pdf").read_bytes())
    width, height = page_size(data, 2)
    assert (width, height) == (SHEET[0] / 2, SHEET[1])


def landscape_tables(middle: float) -> bytes:
    """Four landscape pages with a table over the whole width, two of whose columns leave ``middle`` points between."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(792, 612))
    for number in range(4):
        for row in range(20):
            y = 550 - 20 * row
            canvas.drawString(40, y, f"Clerk {row}")
            for column in range(4):
                canvas.drawRightString(396 - middle / 2 - 60 * column, y, f"{20 + row + column}.{row:02d}")
                canvas.drawString(396 + middle / 2 + 60 * column, y, f"{30 + row + column}.{row:02d}")
        canvas.drawString(396 - middle / 2 - 60, 40, str(2 * number))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("middle", [10, 100])
def test_landscape_tables_are_left_whole(middle: float) -> None:
    data = landscape_tables(middle)
    assert part_spreads(data) == (data, 0)
