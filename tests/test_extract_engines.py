"""pdfplumber and camelot give the same words in the same coordinates as pdfium."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import DocumentError
from pipeline.extract import camelot_reader, plumber
from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.models import BBox, Page

AMOUNT = re.compile(r"\$?\d[\d,]*\.\d\d")


def table_pdf(rotation: int = 0, angle: int = 0) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 612))
    canvas.setFont("Helvetica", 10)
    canvas.translate(*{0: (0, 0), 90: (612, 0), 180: (612, 612), 270: (0, 612)}[angle])
    canvas.rotate(angle)
    canvas.drawString(100, 560, "APPENDIX A")
    for row in range(6):
        for column in range(4):
            text = f"{row + 1}{column},{row}{column}5.{column}0" if column else ("HR", "BW", "YR")[row % 3]
            canvas.drawRightString(190 + 90 * column, 486 - 20 * row, text)
    canvas.grid([100 + 90 * n for n in range(5)], [500 - 20 * n for n in range(7)])
    canvas.save()
    document = PdfDocument(buffer.getvalue())
    document[0].set_rotation(rotation)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdfium_page(data: bytes) -> Page:
    with open_pdf(data) as pdf:
        return read_page(pdf, 1)


@pytest.mark.parametrize(("rotation", "angle"), [(0, 0), (90, 90), (180, 180), (270, 270), (0, 90), (0, 270), (90, 0)])
def test_pdfplumber_agrees_with_pdfium(rotation: int, angle: int) -> None:
    data = table_pdf(rotation, angle)
    (page,) = plumber.read_pages(data, [1])
    truth = pdfium_page(data)
    assert (page.turn, page.width, page.height) == (truth.turn, truth.width, truth.height)
    places = {word.text: word for word in truth.words}
    assert Counter(word.text for word in page.words) == Counter(word.text for word in truth.words)
    for word in page.words:
        if AMOUNT.fullmatch(word.text):
            assert tuple(word.bbox) == pytest.approx(tuple(places[word.text].bbox), abs=3)
    assert {round(e.x0) for e in page.edges if e.x0 == e.x1} == {round(e.x0) for e in truth.edges if e.x0 == e.x1}


@pytest.mark.parametrize("flavor", ["network", "lattice"])
def test_camelot_gives_cells_as_words_and_keeps_what_stands_around(flavor: camelot_reader.Flavor) -> None:
    data = table_pdf()
    truth = pdfium_page(data)
    page = camelot_reader.read_page(data, 1, flavor, truth)
    amounts = Counter(word.text for word in truth.words if AMOUNT.fullmatch(word.text))
    assert Counter(word.text for word in page.words if AMOUNT.fullmatch(word.text)) == amounts
    assert {"APPENDIX", "A"} <= {word.text for word in page.words}
    places = {word.text: word for word in truth.words}
    for word in page.words:
        if AMOUNT.fullmatch(word.text):
            inside = places[word.text]
            assert word.x0 < (inside.x0 + inside.x1) / 2 < word.x1
            assert word.top < (inside.top + inside.bottom) / 2 < word.bottom


def test_a_cell_of_two_lines_is_split_by_line_and_length() -> None:
    words = camelot_reader.split_cell("3183- Officer\nI\n", BBox(10, 100, 140, 120))
    assert [(w.text, w.x0, w.top, w.x1, w.bottom) for w in words] == [
        ("3183-", 10, 100, 60, 110),
        ("Officer", 70, 100, 140, 110),
        ("I", 10, 110, 140, 120),
    ]


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.7\nbroken"])
def test_what_cannot_be_read_is_a_document_error(data: bytes) -> None:
    with pytest.raises(DocumentError):
        plumber.read_pages(data, [1])
    with pytest.raises(DocumentError):
        camelot_reader.read_page(data, 1, "lattice", Page(1, 612, 792, (), "pdfium"))


@pytest.mark.corpus
@pytest.mark.parametrize(("mou", "pages"), [("25", range(34, 39)), ("28", range(46, 51)), ("30", range(37, 49))])
def test_pdfplumber_gives_every_amount_of_the_appendices(corpus: Path, mou: str, pages: range) -> None:
    with (corpus / "truth" / "salary_rates.csv").open() as file:
        truth = Counter(row["amount"] for row in csv.DictReader(file) if row["mou_number"] == mou)
    read = plumber.read_pages((corpus / "raw" / "pdf" / f"mou{mou}.pdf").read_bytes(), pages)
    printed = Counter(
        w.text.strip("$").replace(",", "") for page in read for w in page.words if AMOUNT.fullmatch(w.text)
    )
    assert not truth - printed


def test_a_cell_is_read_without_ligatures() -> None:
    assert [word.text for word in camelot_reader.split_cell("Code O\ufb03cer", BBox(0, 0, 60, 10))] == [
        "Code",
        "Officer",
    ]
