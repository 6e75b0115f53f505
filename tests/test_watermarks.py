"""What is printed across pages ("DRAFT") changes nothing of what is read, and is told."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from pipeline.ladder.watermarks import drop_watermarks
from pipeline.models import Page, Word
from pipeline.results import DocumentResult
from tests.pdf_bytes import read, save

RAW = Path(__file__).resolve().parents[1] / "raw"


def aslant(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 120)
    canvas.setFillGray(0.85)
    canvas.translate(306, 396)
    canvas.rotate(55)
    canvas.drawCentredString(0, -40, "DRAFT")


def level(canvas: Canvas) -> None:
    canvas.setFont("Helvetica-Bold", 90)
    canvas.setFillGray(0.85)
    canvas.drawCentredString(306, 380, "TENTATIVE")


def tiled(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 20)
    canvas.setFillGray(0.9)
    for number in range(28):
        canvas.saveState()
        canvas.translate(150 * (number % 4), 120 * (number // 4))
        canvas.rotate(45)
        canvas.drawString(0, 0, "COPY")
        canvas.restoreState()


def sideways(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.translate(15, 300)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Downloaded from the clerk's archive on 11/02/2024")


def print_across(data: bytes, draw: Callable[[Canvas], None], pages: slice = slice(None)) -> bytes:
    """A PDF, or some of its pages, with something drawn on each."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792))
    draw(canvas)
    canvas.showPage()
    canvas.save()
    document, sheet = PdfDocument.new(), PdfDocument(buffer.getvalue())
    source = PdfDocument(data)
    document.import_pages(source, list(range(len(source)))[pages])
    stamp = sheet.page_as_xobject(0, document)
    for page in document:
        page.insert_obj(stamp.as_pageobject())
        page.gen_content()
    return save(document)


def amounts(result: DocumentResult) -> list[tuple[object, ...]]:
    return [(rate.rate_id, rate.amount, rate.class_title, rate.bbox, rate.status) for rate in result.rates]


@pytest.mark.parametrize("name", ["mou28-2022.pdf", "mou30-2010.pdf"])
@pytest.mark.parametrize("draw", [aslant, level, tiled, sideways])
def test_a_watermark_changes_nothing_and_is_told(name: str, draw: Callable[[Canvas], None]) -> None:
    data = (RAW / name).read_bytes()
    plain, marked = read(data), read(print_across(data, draw))
    assert amounts(marked) == amounts(plain)
    assert [article.text for article in marked.articles] == [article.text for article in plain.articles]
    [told] = [finding for finding in marked.findings if finding.check == "watermark"]
    assert (told.printed or "").split()[0] in {"DRAFT", "TENTATIVE", "COPY", "Downloaded"}
    assert not [finding for finding in plain.findings if finding.check == "watermark"]


def test_large_type_aslant_is_a_watermark_of_one_page() -> None:
    data = (RAW / "mou30-2010.pdf").read_bytes()
    page = slice(3, 4)
    source, alone = PdfDocument(data), PdfDocument.new()
    alone.import_pages(source, [3])
    assert amounts(read(print_across(data, aslant, page))) == amounts(read(save(alone))) != []


def test_many_large_words_over_others_are_no_watermark() -> None:
    """A page that sets its text in two sizes, one over the other: as many are looked at as a watermark has words."""
    small = [Word(f"w{number}", 10 * number, 100, 10 * number + 8, 104) for number in range(300)]
    large = [Word(f"L{number}", 10 * number, 95, 10 * number + 9, 110) for number in range(60)]
    pages = [Page(number, 3000, 792, (*small, *large), "pdfium") for number in (1, 2, 3)]
    assert drop_watermarks(pages) == (pages, ())
    [page, *_], told = drop_watermarks([replace(page, words=(*small, *large[:50])) for page in pages])
    assert (len(page.words), len(told)) == (300, 50)
