"""Scans with a text that some recogniser left unseen over or under the picture: it proves nothing."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.pdfium import HIDDEN, READER, open_pdf, read_page
from pipeline.extract.triage import kind_of, must_recognise
from pipeline.ladder import ReadConfig, read_document
from pipeline.models import Page

STEPS = (2299, 2387, 2522, 2662, 2874)
"""Hourly, in cents."""
PAPER = ImageReader(Image.new("L", (306, 200), 255))


def print_scan(draw: Callable[[Canvas], None]) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 400))
    draw(canvas)
    canvas.save()
    return stream.getvalue()


def draw_picture(canvas: Canvas) -> None:
    canvas.drawImage(PAPER, 0, 0, 612, 400)


def draw_pay(canvas: Canvas, mode: int = 0) -> None:
    """A class of five steps, HR x 80 = BW, x 26.1 = YR, painted or (mode 3) not."""
    note = "Salaries of the Harbor Department are paid as of the first day of the pay period shown above this table."
    rows = [(note,), ("APPENDIX A",), ("Operative July 4, 2021",), ("", "", *map(str, range(1, 6)))]
    for label, period, factor in (("Harbor Pilot", "HR", 1), ("3201-1", "BW", 80), ("", "YR", 2088)):
        rows.append((label, period, *(f"{cents * factor / 100:,.2f}" for cents in STEPS)))
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            item = canvas.beginText(40 + 90 * column, 370 - 16 * line)
            item.setTextRenderMode(mode)
            item.textOut(text)
            canvas.drawText(item)


def unseen_over_picture(canvas: Canvas) -> None:
    draw_picture(canvas)
    draw_pay(canvas, mode=3)


def under_picture(canvas: Canvas) -> None:
    draw_pay(canvas)
    draw_picture(canvas)


def in_a_form(canvas: Canvas) -> None:
    """As OCRmyPDF leaves it: the text is a form of its own."""
    canvas.beginForm("OCR")
    draw_pay(canvas, mode=3)
    canvas.endForm()
    draw_picture(canvas)
    canvas.doForm("OCR")


def over_strips(canvas: Canvas) -> None:
    """A scanner may cut the picture of a page into strips."""
    for strip in range(8):
        canvas.drawImage(PAPER, 0, 50 * strip, 612, 50)
    draw_pay(canvas, mode=3)


def seen_over_picture(canvas: Canvas) -> None:
    draw_picture(canvas)
    draw_pay(canvas)


def seen_over_logo(canvas: Canvas) -> None:
    draw_pay(canvas)
    canvas.drawImage(PAPER, 400, 0, 60, 40)


def read(draw: Callable[[Canvas], None]) -> Page:
    with open_pdf(print_scan(draw)) as pdf:
        return read_page(pdf, 1)


@pytest.mark.parametrize("draw", [unseen_over_picture, under_picture, in_a_form, over_strips])
def test_text_that_is_not_seen_is_a_recognisers(draw: Callable[[Canvas], None]) -> None:
    page = read(draw)
    assert (page.reader, kind_of(page), must_recognise(page, kind_of(page))) == (HIDDEN, "pay", True)


@pytest.mark.parametrize("draw", [seen_over_picture, seen_over_logo])
def test_text_that_is_seen_was_typeset(draw: Callable[[Canvas], None]) -> None:
    page = read(draw)
    assert (page.reader, must_recognise(page, kind_of(page))) == (READER, False)


def test_hidden_prose_need_not_be_recognised_and_broken_amounts_must() -> None:
    page = read(unseen_over_picture)
    prose = "The parties agree that overtime is paid at one and one half times the hourly rate, or $25.00. " * 4
    word = page.words[0]
    broken = prose + "25. 22 4.315,20 105,302. 88 26.62 2,129. 6O 55,583 .56 27,47"
    for text, wanted in ((prose, False), (broken, True)):
        words = tuple(word._replace(text=part) for part in text.split())
        assert must_recognise(replace(page, words=words), "prose") is wanted


def test_a_hidden_text_no_look_confirms_is_not_proved() -> None:
    result = read_document(print_scan(unseen_over_picture), "d", "d", "0" * 64, ReadConfig(ocr=False))
    assert {(rate.reader, rate.status) for rate in result.rates} == {(HIDDEN, "unverified")}
    assert result.document.text_origin == "ocr"
    seen = read_document(print_scan(seen_over_picture), "d", "d", "0" * 64, ReadConfig(ocr=False))
    assert [(rate.reader, rate.status) for rate in seen.rates] == [(READER, "ok")] * 15
