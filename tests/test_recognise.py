"""Scanned pages that are lost are told, and one that an engine gives up does not cost the document."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from pipeline.errors import DocumentError
from pipeline.extract import ocr
from pipeline.extract.pdfium import PdfFile
from pipeline.ladder import read_document
from pipeline.models import Page, Word
from tools.typeset.degrade import press
from tools.typeset.reportlab_pdf import Drawing, draw_pdf
from tools.typeset.sheets import Sheet

READ = (Word("Overtime", 72, 72, 130, 84, 0.9), Word("is", 134, 72, 144, 84, 0.9), Word("paid.", 148, 72, 180, 84, 0.9))


def scan(pages: int) -> bytes:
    picture = np.full((8, 6), 200, np.uint8)
    image = press(Image.fromarray(picture), 0, 0, 90, 1)
    return draw_pdf([Sheet(612, 792, image=image) for _ in range(pages)], Drawing(title="Scan"))


def play(monkeypatch: pytest.MonkeyPatch, read: Callable[[int, str], Page]) -> None:
    """Engines that read as told."""

    def read_page(_pdf: PdfFile, number: int, engine: ocr.Engine = "rapidocr", _dpi: int = 300) -> Page:
        return read(number, engine)

    monkeypatch.setattr(ocr, "available_engines", lambda: ("tesseract", "rapidocr"))
    monkeypatch.setattr(ocr, "read_page", read_page)


def test_a_garbled_page_is_told_with_its_number_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, lambda number, engine: Page(number, 612, 792, READ, engine, garbled=number == 2))
    [told] = [f for f in read_document(scan(2), "d", "d", "0" * 64).findings if f.check == "page_garbled"]
    assert (told.page_number, told.severity) == (2, "warning")
    assert "page 2" in told.message
    assert "scan it again" in told.message


def test_a_page_that_one_engine_gives_up_is_read_by_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(number: int, engine: str) -> Page:
        if engine == "tesseract" and number == 2:
            raise DocumentError("unsupported", "timed out", "")
        return Page(number, 612, 792, READ, engine)

    play(monkeypatch, read)
    result = read_document(scan(3), "d", "d", "0" * 64)
    assert (result.document.status, dict(result.readers)) == ("ok", {"rapidocr": 1, "tesseract": 2})


def test_a_page_that_one_engine_garbles_is_read_by_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(number: int, engine: str) -> Page:
        return Page(number, 612, 792, READ, engine, garbled=engine == "tesseract" and number < 3)

    play(monkeypatch, read)
    result = read_document(scan(3), "d", "d", "0" * 64)
    assert dict(result.readers) == {"rapidocr": 2, "tesseract": 1}
    assert not [f for f in result.findings if f.check == "page_garbled"]


def test_a_page_that_every_engine_gives_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(number: int, engine: str) -> Page:
        if number == 1:
            raise DocumentError("unsupported", "timed out", "")
        return Page(number, 612, 792, READ, engine)

    play(monkeypatch, read)
    result = read_document(scan(2), "d", "d", "0" * 64)
    assert result.document.status == "ok"
    assert [f.page_number for f in result.findings if f.check == "page_garbled"] == [1]
