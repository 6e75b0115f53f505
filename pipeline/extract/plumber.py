"""The second reader: pdfplumber. Another parser with another idea of fonts and of word spacing.

Import this module inside functions: pdfplumber takes a while to load and most documents need it not.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException
from pdfplumber.utils.text import dedupe_chars, extract_words

from pipeline.errors import DocumentError
from pipeline.extract.frames import Frame, shown_frame, text_turn, turn_box
from pipeline.models import BBox, Edge, Page, Word

READER = "pdfplumber"

X_TOLERANCE_RATIO = 0.15
"""Gap, in sizes of the character, that parts two words."""
MAX_CHARACTERS = 60_000
"""Per page: pdfplumber takes about 50 microseconds for each."""
FAILURES = (
    PDFException,
    MalformedPDFException,
    PdfminerException,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
)
"""What pdfminer raises on damaged files, besides its own errors."""


def read_pages(data: bytes, page_numbers: Sequence[int]) -> tuple[Page, ...]:
    """Words and ruled lines of some pages, turned so that most of their text reads upright.

    Each page is closed once it is read, since its layout stays in memory otherwise.

    Raises:
        DocumentError: pdfplumber cannot open the file, or fails on a page.
    """
    try:
        with pdfplumber.open(io.BytesIO(data), pages=list(page_numbers)) as pdf:
            return tuple(_read_page(page) for page in pdf.pages)
    except FAILURES as error:
        raise DocumentError(
            "damaged", f"pdfplumber cannot read the PDF ({type(error).__name__})", "another reader may read it"
        ) from error


def _read_page(page: Any) -> Page:
    try:
        return _page(page)
    finally:
        page.close()


def _page(page: Any) -> Page:
    shown = _shown(page)
    groups = _characters_by_turn(page.chars)
    if sum(map(len, groups.values())) > MAX_CHARACTERS:
        raise DocumentError("unsupported", f"page {page.page_number} is too dense", "print the page to a new PDF")
    turn = max(groups, key=lambda turn: (len(groups[turn]), -turn), default=0)
    words: list[Word] = []
    for own, characters in groups.items():
        frame = shown.turned(own)
        found = _words(characters, frame)
        if own != turn:
            moved = (turn_box(word.bbox, own, turn, frame.width, frame.height) for word in found)
            found = [word._replace(**box._asdict()) for word, box in zip(found, moved, strict=True)]
        words += found
    frame = shown.turned(turn)
    return Page(page.page_number, frame.width, frame.height, tuple(words), READER, _edges(page.edges, frame), turn)


def _shown(page: Any) -> Frame:
    """From pdfplumber's coordinates, which are those of the media box, to what the crop box leaves to be seen."""
    media, crop = (_sorted(box) for box in (page.page_obj.mediabox, page.page_obj.cropbox))
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if left >= right or bottom >= top:
        left, bottom, right, top = media
    whole = shown_frame(media, page.rotation, float(page.width), float(page.height))
    part = whole.box(left, bottom, right, top)
    x0, y0 = float(page.bbox[0]) + part.x0, float(page.bbox[1]) + part.top
    return Frame(1, 0, 0, 1, -x0, -y0, part.x1 - part.x0, part.bottom - part.top)


def _sorted(box: Sequence[float]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a box that may name any two corners."""
    (left, right), (bottom, top) = sorted(map(float, box[0::2])), sorted(map(float, box[1::2]))
    return left, bottom, right, top


def _characters_by_turn(characters: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    """Characters by the turn in which they read upright; those aslant count as upright."""
    groups: dict[int, list[dict[str, Any]]] = {}
    frame = Frame(1, 0, 0, -1, 0, 0, 1, 1)
    for character in characters:
        a, b = character["matrix"][:2]
        groups.setdefault(text_turn(frame, float(a), float(b)) or 0, []).append(character)
    return groups


def _words(characters: Iterable[dict[str, Any]], frame: Frame) -> list[Word]:
    """Words of characters that read upright in ``frame``."""
    upright = []
    for character in characters:
        x0, top, x1, bottom = frame.box(*(float(character[key]) for key in ("x0", "top", "x1", "bottom")))
        if x1 <= 0 or x0 >= frame.width or bottom <= 0 or top >= frame.height:
            continue  # beside the page, behind its crop box
        box = {"x0": x0, "top": top, "x1": x1, "bottom": bottom, "doctop": top, "upright": True}
        upright.append({**character, **box, "height": bottom - top, "width": x1 - x0})
    found = extract_words(
        dedupe_chars(upright, tolerance=1),
        x_tolerance_ratio=X_TOLERANCE_RATIO,
        y_tolerance=2,
        return_chars=True,
    )
    return [_word(item) for item in found]


def _word(item: dict[str, Any]) -> Word:
    fonts = Counter(str(character.get("fontname", "")).lower() for character in item["chars"])
    bold = "bold" in fonts.most_common(1)[0][0]
    return Word(str(item["text"]), item["x0"], item["top"], item["x1"], item["bottom"], None, bold)


def _edges(edges: Iterable[dict[str, Any]], frame: Frame) -> tuple[Edge, ...]:
    boxes = (frame.box(*(float(edge[key]) for key in ("x0", "top", "x1", "bottom"))) for edge in edges)
    return tuple(dict.fromkeys(Edge(*_rounded(box)) for box in boxes))


def _rounded(box: BBox) -> tuple[float, ...]:
    return tuple(round(value, 2) for value in box)
