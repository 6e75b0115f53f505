"""Sheets to PDF with reportlab: fixed dates and ids, so that the same sheets give the same bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, Literal

from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

from tools.typeset.sheets import FONTS, Sheet, Text

FONT_FOLDERS = (Path("/usr/share/fonts/truetype/liberation"), Path("/usr/share/fonts/truetype/dejavu"))
Pieces = Literal["whole", "words", "letters", "chunks"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """How marks reach the page, whatever they say."""

    rotate: int = 0
    """Degrees the content is turned inside the page, anticlockwise."""
    page_rotation: bool = True
    """Whether ``/Rotate`` turns the page back, so that it reads upright; else it lies on its side."""
    pieces: Pieces = "whole"
    order: Literal["natural", "shuffled", "amounts first", "columns"] = "natural"
    seed: int = 0
    compress: bool = True
    title: str = ""


@cache
def font_file(name: str) -> Path | None:
    """The TTF file of a font, where it is installed."""
    return next((path for folder in FONT_FOLDERS if (path := folder / f"{name}.ttf").is_file()), None)


@cache
def _register(name: str) -> str:
    path = font_file(name)
    if path is not None:
        pdfmetrics.registerFont(TTFont(name, str(path)))
    return name


def list_families() -> list[str]:
    """Families that can be drawn here: the standard ones, and those installed."""
    return [family for family, font in FONTS.items() if family in ("Helvetica", "Times", "Courier")
            or (font_file(font.regular) and font_file(font.bold))]  # fmt: skip


def measure(text: str, family: str, size: float, bold: bool = False) -> float:
    """Width of a text in points."""
    font = FONTS[family]
    return float(pdfmetrics.stringWidth(text, _register(font.bold if bold else font.regular), size))


def draw_pdf(sheets: Sequence[Sheet], drawing: Drawing) -> bytes:
    """A PDF of the sheets; nothing in it depends on the time or the machine but installed fonts."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pageCompression=int(drawing.compress), invariant=1)
    canvas.setTitle(drawing.title)
    for number, sheet in enumerate(sheets):
        _draw_sheet(canvas, sheet, drawing, Random(drawing.seed * 1000 + number))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_sheet(canvas: Any, sheet: Sheet, drawing: Drawing, rng: Random) -> None:
    _turn_page(canvas, sheet, drawing)
    if sheet.image is not None:
        canvas.drawImage(ImageReader(BytesIO(sheet.image)), 0, 0, sheet.width, sheet.height)
        return
    for fill in sheet.fills:
        canvas.setFillGray(fill.grey)
        canvas.rect(fill.x0, sheet.height - fill.bottom, fill.x1 - fill.x0, fill.bottom - fill.top, stroke=0, fill=1)
    for rule in sheet.rules:
        canvas.setLineWidth(rule.width)
        canvas.setStrokeGray(rule.grey)
        canvas.line(rule.x0, sheet.height - rule.top, rule.x1, sheet.height - rule.bottom)
    canvas.setFillGray(0)
    for text in order_texts(sheet.texts, drawing, rng):
        font = FONTS[text.font]
        canvas.setFont(_register(font.bold if text.bold else font.regular), text.size)
        for x, piece in cut_pieces(text, drawing.pieces, rng):
            canvas.drawString(x, sheet.height - text.baseline, piece)


def _turn_page(canvas: Any, sheet: Sheet, drawing: Drawing) -> None:
    """Turn the content; ``/Rotate`` by the same angle lets it read upright again."""
    width, height, angle = sheet.width, sheet.height, drawing.rotate % 360
    # With /Rotate 90 or 270 reportlab takes the size as read and swaps it for the media box itself.
    on_side = angle in (90, 270) and not drawing.page_rotation
    canvas.setPageSize((height, width) if on_side else (width, height))
    canvas.setPageRotation(angle if drawing.page_rotation else 0)
    turns = {90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, width)}
    if angle:
        canvas.transform(*turns[angle])


def order_texts(texts: Sequence[Text], drawing: Drawing, rng: Random) -> list[Text]:
    """The order of drawing, which a text layer keeps whatever the page looks like."""
    ordered = list(texts)
    if drawing.order == "shuffled":
        rng.shuffle(ordered)
    elif drawing.order == "amounts first":
        ordered.sort(key=lambda text: not text.text.lstrip("$ ").replace(",", "").replace(".", "").isdigit())
    elif drawing.order == "columns":
        ordered.sort(key=lambda text: (round(text.x / 20), text.baseline))
    return ordered


def cut_pieces(text: Text, pieces: Pieces, rng: Random) -> Iterator[tuple[float, str]]:
    """Where each piece of a text starts, and what it is; blanks between pieces are not drawn."""
    if pieces == "whole":
        yield text.x, text.text
        return
    start = 0
    for end in _piece_ends(text.text, pieces, rng):
        piece = text.text[start:end]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield text.x + measure(text.text[: start + lead], text.font, text.size, text.bold), piece.strip()
        start = end


def _piece_ends(text: str, pieces: Pieces, rng: Random) -> Iterator[int]:
    if pieces == "letters":
        yield from range(1, len(text) + 1)
    elif pieces == "words":
        yield from (index for index, char in enumerate(text) if char == " ")
        yield len(text)
    else:
        end = 0
        while end < len(text):
            end += rng.randint(1, 5)
            yield min(end, len(text))
