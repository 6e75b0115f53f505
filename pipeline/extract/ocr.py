"""The last reader: a page's picture -> words with boxes and scores, and the ruled lines the picture shows.

Straightened first, freed of ruled lines (they confuse every recogniser, and are wanted as edges), read
by one of two engines. A picture that reads as nonsense is turned. ``to_shown`` maps back to the page as shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Any, Literal

import cv2
import numpy as np

from pipeline.extract import rapid, tesseract
from pipeline.extract.baselines import level_words
from pipeline.extract.frames import Frame, turn_box
from pipeline.extract.leaders import remove_leaders
from pipeline.extract.leftovers import read_leftovers
from pipeline.extract.pdfium import PdfFile
from pipeline.extract.raster import (
    DPI,
    MAX_PIXELS,
    Gray,
    RuledLines,
    find_skew,
    is_blank,
    is_blank_page,
    is_inked,
    is_sideways,
    remove_lines,
    render_page,
    rotate,
    type_height,
    whiten,
)
from pipeline.extract.rests import drop_rests
from pipeline.models import BBox, Edge, Page, Word

Engine = Literal["rapidocr", "tesseract"]

MIN_SKEW = 0.03
"""Degrees; less moves nothing by a pixel that matters."""
SURE = 0.6
"""Score from which a word counts as read."""
SURE_SHARE = 0.75
"""Share of sure characters of an upright page: a clean one has 0.95, a scan at 100 dpi 0.85."""
GARBLED_SHARE = 0.5
"""The same below which nothing of a page is usable: handwriting, a drawing and a blurred page have up to 0.2."""
SMALL_TEXT = 20
"""Pixels: figures lower than this are read again on a picture twice as large."""
REGION_DPI = 400
REGION_MARGIN = 0.5
"""Points around a cell that is read again."""


def available_engines() -> tuple[Engine, ...]:
    """Engines that can run here, the fastest first."""
    return ("tesseract", "rapidocr") if tesseract.is_installed() else ("rapidocr",)


def read_page(pdf: PdfFile, page_number: int, engine: Engine = "rapidocr", dpi: int = DPI) -> Page:
    """Render a page and recognise it; words and edges as ``read_page_image`` gives them."""
    with pdf.page(page_number) as page:
        width, height = page.get_size()
    return read_page_image(render_page(pdf, page_number, dpi), width, height, page_number, engine)


def read_page_image(
    image: Gray, width_pt: float, height_pt: float, page_number: int, engine: Engine = "rapidocr"
) -> Page:
    """Recognise the picture of a page.

    Args:
        image: The page as shown, gray, rows x columns.
        width_pt: Width of the page in points.
        height_pt: Height of the page in points.
        page_number: From 1.
        engine: Which recogniser reads.

    Returns:
        Words and ruled lines in points of the page turned upright and straight; ``Page.turn`` and
        ``Page.skew`` say how, ``to_shown`` gives boxes on the page as shown.
    """
    if is_blank_page(image):
        return Page(page_number, width_pt, height_pt, (), engine)
    size = (width_pt, height_pt)
    turn = rapid.find_turn(image) if is_sideways(image, 72 * image.shape[1] / width_pt) else 0
    page = _read_turned(image, size, page_number, engine, turn)
    if not _is_nonsense(page.words):
        return page
    other = rapid.find_turn(image) if turn == 0 else 0
    page = page if other == turn else _read_turned(image, size, page_number, engine, other)
    return replace(page, garbled=_is_nonsense(page.words, GARBLED_SHARE) and is_inked(image))


def read_rest(pdf: PdfFile, page: Page, known: Sequence[BBox], engine: Engine = "rapidocr", dpi: int = DPI) -> Page:
    """Recognise a page again, turned and straightened as in ``page``, without what stands in boxes that are ``known``.

    Args:
        pdf: The document.
        page: The page as it was recognised.
        known: Boxes of that page (turned, straight) that are painted over first.
        engine: Which recogniser reads.
        dpi: Resolution.

    Returns:
        The words outside the boxes known.
    """
    image = turn_image(whiten(render_page(pdf, page.page_number, dpi)), page.turn)
    height, width = image.shape
    ruled = remove_lines(rotate(image, page.skew) if page.skew else image, 72 * width / page.width)
    background = int(np.percentile(image[::8, ::8], 80))
    for box in known:
        x0, y0 = max(0, int(box.x0 * width / page.width)), max(0, int(box.top * height / page.height))
        x1, y1 = int(box.x1 * width / page.width) + 1, int(box.bottom * height / page.height) + 1
        ruled.image[y0:y1, x0:x1] = background
    return _read_straight(ruled, replace(page, words=(), edges=(), reader=engine), engine, rapid.REST_SIDE)


def read_region(
    pdf: PdfFile, page_number: int, bbox: BBox, dpi: int = REGION_DPI, *, engine: Engine = "rapidocr", turn: int = 0
) -> tuple[Word, ...]:
    """Read one line of text again; as ``read_regions`` reads many."""
    return read_regions(pdf, page_number, [bbox], dpi, engine=engine, turn=turn)[0]


def read_regions(
    pdf: PdfFile,
    page_number: int,
    boxes: Sequence[BBox],
    dpi: int = REGION_DPI,
    *,
    engine: Engine = "rapidocr",
    turn: int = 0,
) -> list[tuple[Word, ...]]:
    """Read lines of text of a page again, each inside a box of the page as shown, at another resolution.

    Args:
        pdf: The document.
        page_number: From 1.
        boxes: The lines, or parts of them, in points of the page as shown.
        dpi: Resolution.
        engine: Which recogniser reads.
        turn: Degrees by which the page is turned clockwise to be read, as in ``Page.turn``.

    Returns:
        The words of each box, with boxes in points of the page as shown.
    """
    wider = [BBox(b.x0 - REGION_MARGIN, b.top - REGION_MARGIN, b.x1 + REGION_MARGIN, b.bottom + REGION_MARGIN)
             for b in boxes]  # fmt: skip
    images = [turn_image(render_page(pdf, page_number, dpi, box), turn) for box in wider]
    inked = [number for number, image in enumerate(images) if not is_blank(image)]
    crops = [images[number] for number in inked]
    if engine == "tesseract":
        read = tesseract.recognise_lines(crops, dpi)
    else:
        read = rapid.read_lines(crops, [(0, 0, crop.shape[1], crop.shape[0]) for crop in crops])
    found: list[tuple[Word, ...]] = [()] * len(boxes)
    for number, words in zip(inked, read, strict=True):
        found[number] = _place_region(words, images[number], wider[number], dpi, turn)
    return found


def _place_region(words: Sequence[Word], image: Gray, box: BBox, dpi: int, turn: int) -> tuple[Word, ...]:
    """Words of the picture of a region, which is turned, with boxes on the page as shown."""
    height, width = image.shape
    scale = 72 / dpi
    left, top = max(0.0, box.x0), max(0.0, box.top)
    shown = Frame(scale, 0, 0, scale, left, top, left + width * scale, top + height * scale)
    return tuple(_moved(word, shown.box(*turn_box(word.bbox, turn, 0, width, height))) for word in words)


def turn_image(image: Gray, turn: int) -> Gray:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    return np.ascontiguousarray(np.rot90(image, -(turn // 90)))


def _read_turned(image: Gray, size: tuple[float, float], page_number: int, engine: Engine, turn: int) -> Page:
    """Words of a picture of ``size`` in points, after it is turned clockwise and straightened."""
    width_pt, height_pt = size if turn in (0, 180) else (size[1], size[0])
    image = turn_image(image, turn)
    skew = find_skew(image)
    skew = skew if abs(skew) > MIN_SKEW else 0.0
    ruled = remove_lines(rotate(image, skew) if skew else image, 72 * image.shape[1] / width_pt)
    blank = Page(page_number, width_pt, height_pt, (), engine, turn=turn, skew=skew)
    return _read_straight(ruled, blank, engine)


def _read_straight(ruled: RuledLines, blank: Page, engine: Engine, side: int = rapid.DETECT_SIDE) -> Page:
    """The page ``blank`` with the words and lines of its picture, which is turned and straight."""
    height, width = ruled.image.shape
    words = _recognise(ruled, 72 * width / blank.width, engine, side)
    points = Frame(blank.width / width, 0, 0, blank.height / height, 0, 0, blank.width, blank.height)
    return replace(
        blank,
        words=tuple(_moved(word, points.box(*word.bbox)) for word in level_words(words)),
        edges=tuple(Edge(*points.box(*edge)) for edge in ruled.edges),
    )


def _recognise(ruled: RuledLines, dpi: float, engine: Engine, side: int) -> list[Word]:
    """Words of a picture; small type is read on a picture twice as large."""
    if ruled.image.size * 4 > MAX_PIXELS * 2:
        return _run(ruled, dpi, engine, side)
    small = type_height(ruled.image) < SMALL_TEXT
    words = [] if small else _run(ruled, dpi, engine, side)
    if not small and not _is_small(words):
        return words
    larger: Any = cv2.resize(ruled.image, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    edges = tuple(Edge(*(2 * value for value in edge)) for edge in ruled.edges)
    again = _run(RuledLines(larger, edges), 2 * dpi, engine, side)
    return [_moved(word, BBox(*(value / 2 for value in word.bbox))) for word in again]


def _run(ruled: RuledLines, dpi: float, engine: Engine, side: int) -> list[Word]:
    if engine == "tesseract":
        ruled = replace(ruled, image=remove_leaders(ruled.image, dpi))
        words = tesseract.recognise(ruled.image, dpi)
    else:
        words = rapid.recognise(ruled.image, ruled.edges, side)
    return drop_rests(_read_passed_over(ruled, words, dpi, engine), ruled.edges, dpi)


def _read_passed_over(ruled: RuledLines, words: list[Word], dpi: float, engine: Engine) -> list[Word]:
    """The words, and those in the ink between them."""
    # Tesseract reads a lone 1 as a 4 and a numeral I as a bar: single characters are read again.
    sure = [word for word in words if engine != "tesseract" or len(word.text) > 1]
    if not sure:
        return words
    again = read_leftovers(ruled.image, sure, ruled.edges, dpi)
    lone = [word for word in words if word not in sure and not any(_overlap(word, other) for other in again)]
    return [*sure, *lone, *again]


def _overlap(word: Word, other: Word) -> bool:
    return word.x0 < other.x1 and other.x0 < word.x1 and word.top < other.bottom and other.top < word.bottom


def _is_small(words: Sequence[Word]) -> bool:
    heights = [word.bottom - word.top for word in words if any(char.isdigit() for char in word.text)]
    return len(heights) > 5 and median(heights) < SMALL_TEXT


def _is_nonsense(words: Sequence[Word], share: float = SURE_SHARE) -> bool:
    """Whether too few letters and figures were read with confidence for a page that stands upright.

    Leaders are none: the dots of a contents list are as many as its letters, and no engine is sure of them.
    """
    total = sum(map(_count_letters, words))
    sure = sum(_count_letters(word) for word in words if _is_sure(word))
    return total < 10 or sure < share * total


def _count_letters(word: Word) -> int:
    return sum(char.isalnum() for char in word.text)


def _is_sure(word: Word) -> bool:
    """Read with confidence, and as wide as its letters need: sideways text gives tall boxes."""
    wide = word.x1 - word.x0 > 0.25 * len(word.text) * (word.bottom - word.top)
    return (word.score or 0.0) >= SURE and len(word.text) > 1 and wide


def _moved(word: Word, box: BBox) -> Word:
    return word._replace(x0=box.x0, top=box.top, x1=box.x1, bottom=box.bottom)
