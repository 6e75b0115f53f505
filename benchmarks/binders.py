"""The most a page can ask of memory: binders of pay tables, full of amounts that never repeat."""

from __future__ import annotations

import random
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

STEPS = 6
PERIODS = ("HR", "BW", "MO", "YR")
CLASSES = 14
PAGES_OF_AN_AGREEMENT = 60
SYLLABLES = ("ba", "cor", "di", "fen", "gu", "hal", "len", "mi", "nor", "pra", "ro", "sta", "tu", "ver", "wex", "zo")


def write_binder(pages: int, path: Path, seed: int = 1) -> int:
    """Write a PDF of agreements of ``PAGES_OF_AN_AGREEMENT`` pages, a title page first, then tables.

    Returns:
        How many amounts it prints.
    """
    generator = random.Random(seed)
    canvas = Canvas(str(path), pagesize=(612, 792))
    amounts = 0
    for page in range(pages):
        number = page % PAGES_OF_AN_AGREEMENT
        if number == 0:
            canvas.setFont("Times-Bold", 16)
            canvas.drawCentredString(306, 600, "MEMORANDUM OF UNDERSTANDING")
            canvas.drawCentredString(306, 570, f"No. {1 + page // PAGES_OF_AN_AGREEMENT}")
        else:
            _draw_table(canvas, page, generator)
            amounts += CLASSES * STEPS * len(PERIODS)
        canvas.showPage()
    canvas.save()
    return amounts


def _draw_table(canvas: Canvas, page: int, generator: random.Random) -> None:
    """One appendix with its classes."""
    number = page % PAGES_OF_AN_AGREEMENT
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(72, 760, f"APPENDIX {number}")
    canvas.drawString(72, 745, f"Operative July {1 + number % 28}, 2025")
    canvas.setFont("Helvetica", 8)
    canvas.drawString(72, 725, "Class")
    canvas.drawString(110, 725, "Title")
    for step in range(STEPS):
        canvas.drawString(260 + 50 * step, 725, f"Step {step + 1}")
    for place in range(CLASSES):
        top = 713 - 44 * place
        canvas.drawString(72, top, str(1000 + CLASSES * page + place))
        canvas.drawString(110, top, "".join(generator.choices(SYLLABLES, k=4)).title())
        _draw_class(canvas, top, generator.randrange(2000, 9000))


def _draw_class(canvas: Canvas, top: float, hourly: int) -> None:
    for row, period in enumerate(PERIODS):
        canvas.drawString(235, top - 10 * row, period)
        for step in range(STEPS):
            cents = round(hourly * 1.055**step)
            yearly = round(cents * 80 * 26.1)
            amount = {"HR": cents, "BW": cents * 80, "MO": round(yearly / 12), "YR": yearly}[period]
            canvas.drawRightString(295 + 50 * step, top - 10 * row, f"{amount // 100:,}.{amount % 100:02d}")
