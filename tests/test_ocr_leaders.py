"""Rows of dots are painted over before Tesseract reads a page; dots of other kinds stay."""

from __future__ import annotations

import io

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import ocr, tesseract
from pipeline.extract.leaders import remove_leaders
from pipeline.extract.pdfium import open_pdf
from pipeline.extract.raster import Gray, render_page
from pipeline.normalize.lines import lines_of
from tools.typeset.degrade import degrade

TITLES = {
    "1.1 RECOGNITION": 3,
    "4.12 Mileage Allowance": 17,
    "5.2 Vacations, Schedules, and Pay": 21,
    "6.1 Salaries": 40,
}


def contents_pdf(dot: str = ".", size: int = 11) -> bytes:
    """Titles, leaders and page numbers, and a sentence with an ellipsis and a blank to be filled in."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(432, 360))
    canvas.setFont("Times-Roman", size)
    for row, (title, number) in enumerate(TITLES.items()):
        y = 320 - 18 * row
        canvas.drawString(36, y, title)
        canvas.drawRightString(396, y, str(number))
        start, width = (
            36 + canvas.stringWidth(title, "Times-Roman", size) + 4,
            canvas.stringWidth(dot, "Times-Roman", size),
        )
        canvas.drawString(start, y, dot * int((380 - start) / width))
    canvas.drawString(36, 200, "The rate of $1,234.56 ... is paid, i.e. in full; initials: A.B.C.D.E.")
    canvas.save()
    return buffer.getvalue()


def picture(data: bytes, dpi: int = 300) -> Gray:
    with open_pdf(data) as pdf:
        return render_page(pdf, 1, dpi)


def part(image: Gray, left: int, top: int, right: int, bottom: int) -> Gray:
    """A part of a picture at 300 dpi; its borders in points."""
    x0, y0, x1, y1 = (round(value * 300 / 72) for value in (left, top, right, bottom))
    return image[y0:y1, x0:x1]


@pytest.mark.parametrize("dot", [".", ". "])
@pytest.mark.parametrize(("dpi", "noise", "skew"), [(300, 0.0, 0.0), (200, 6.0, 0.0), (150, 4.0, 0.0)])
def test_leaders_go_and_letters_stay(dot: str, dpi: int, noise: float, skew: float) -> None:
    image = picture(degrade(contents_pdf(dot), dpi, noise, skew, 80))
    cleaned = remove_leaders(image, 300)
    assert part(image, 240, 30, 370, 100).min() < 100
    assert part(cleaned, 240, 30, 370, 100).min() > 128
    for letters in ((30, 140, 400, 170), (30, 30, 80, 100), (384, 30, 400, 100)):
        assert np.array_equal(part(image, *letters), part(cleaned, *letters))


@pytest.mark.skipif(not tesseract.is_installed(), reason="no tesseract binary on PATH")
@pytest.mark.parametrize("badness", [(300, 0.0, 0.0, 90), (200, 6.0, 0.5, 60), (150, 10.0, -1.0, 50)])
def test_tesseract_reads_titles_and_page_numbers_and_no_leaders(badness: tuple[int, float, float, int]) -> None:
    page = ocr.read_page_image(picture(degrade(contents_pdf(), *badness)), 432, 360, 1, "tesseract")
    read = [" ".join(line.text.rstrip(". ").split()) for line in lines_of(page)]
    for title, number in TITLES.items():
        assert any(line.startswith(title) and line.endswith(f" {number}") for line in read), read
        assert any(len(line) < len(title) + 8 for line in read if line.startswith(title)), read
    assert not page.garbled
