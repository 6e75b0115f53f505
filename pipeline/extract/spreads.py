"""Sheets that show two pages of a booklet side by side -> a PDF with a page for each.

What gives them away, sheet after sheet, is a wide blank in the middle with prose on both sides of it, or with a page
number at the foot (or head) of the left half and the next one at that of the right. Landscape tables have neither.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence

import pypdfium2

from pipeline.extract.pdfium import PdfFile, open_pdf, read_page
from pipeline.models import Page, Word

_SAMPLE = 9
"""Sheets that are looked at, from the first to the last."""
_LEAST = 2
"""So many of them, and more than half, must look like two pages."""
_GUTTER = 0.04
"""Share of the width of a sheet that is blank in its middle."""
_LINES, _WORDS = 8, 6
"""A half is prose where so many lines have so many words in lower case."""
_LEVEL = 4.0
"""Points by which the two numbers, and the words of their lines, may differ in height."""
_PLACE = 0.06
"""Share of the width of a page by which the two numbers may differ in place, or mirror each other."""
_DIGITS = 3


def part_spreads(data: bytes) -> tuple[bytes, int]:
    """Make each sheet that shows two pages two pages.

    Args:
        data: A PDF.

    Returns:
        The PDF, and how many of its sheets were parted: the same bytes and 0 where it is no booklet.

    Raises:
        DocumentError: The PDF, or a page of the booklet, cannot be read.
    """
    with open_pdf(data) as pdf:
        wide = [number for number in _sample(pdf.page_count) if _is_wide(pdf, number)]
        if 2 * len(wide) <= min(pdf.page_count, _SAMPLE):
            return data, 0
        spreads = sum(_is_spread(read_page(pdf, number)) for number in wide)
        if spreads < _LEAST or 2 * spreads <= len(wide):
            return data, 0
        sheets = range(1, pdf.page_count + 1)
        parted = [number for number in sheets if _is_wide(pdf, number) and _is_clear(read_page(pdf, number))]
    return _part(data, frozenset(parted)), len(parted)


def _sample(count: int) -> list[int]:
    last = min(count, _SAMPLE) - 1
    return sorted({1 + index * (count - 1) // max(1, last) for index in range(last + 1)})


def _is_wide(pdf: PdfFile, number: int) -> bool:
    width, height = pdf.page_size(number)
    return width > height


def _is_clear(page: Page) -> bool:
    """Whether the middle of a sheet is blank from head to foot."""
    left, right = page.width * (1 - _GUTTER) / 2, page.width * (1 + _GUTTER) / 2
    return page.turn == 0 and not any(word.x0 < right and word.x1 > left for word in page.words)


def _is_spread(page: Page) -> bool:
    """Whether a sheet surely shows two pages."""
    half = page.width / 2
    left = [word for word in page.words if word.x0 < half]
    right = [word._replace(x0=word.x0 - half, x1=word.x1 - half) for word in page.words if word.x0 >= half]
    if not (_is_clear(page) and left and right):
        return False
    return (_is_prose(left) and _is_prose(right)) or _are_numbered(left, right, half)


def _is_prose(words: Sequence[Word]) -> bool:
    lines = Counter(round(word.bottom) for word in words if word.text.isalpha() and word.text.islower())
    return sum(count >= _WORDS for count in lines.values()) >= _LINES


def _are_numbered(left: Sequence[Word], right: Sequence[Word], half: float) -> bool:
    """Whether two pages bear a page number and the next one, at the same place."""
    return any(
        int(one.text) + 1 == int(two.text) and _are_alike(one, two, half)
        for foot in (True, False)
        for one in _edge_numbers(left, foot=foot)
        for two in _edge_numbers(right, foot=foot)
    )


def _edge_numbers(words: Sequence[Word], *, foot: bool) -> list[Word]:
    """Whole numbers of the last line of a half, or of the first one."""
    edge = max(word.bottom for word in words) if foot else min(word.bottom for word in words)
    line = (word for word in words if abs(word.bottom - edge) <= _LEVEL)
    return [word for word in line if word.text.isdecimal() and len(word.text) <= _DIGITS]


def _are_alike(one: Word, two: Word, width: float) -> bool:
    first, second = (one.x0 + one.x1) / 2, (two.x0 + two.x1) / 2
    near = min(abs(first - second), abs(first + second - width)) <= _PLACE * width
    return near and abs(one.bottom - two.bottom) <= _LEVEL


def _part(data: bytes, parted: frozenset[int]) -> bytes:
    sheets, pages = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    try:
        numbers = [number for number in range(1, len(sheets) + 1) for _ in range(1 + (number in parted))]
        pages.import_pages(sheets, [number - 1 for number in numbers])
        for index, number in enumerate(numbers):
            if number in parted:
                _crop(pages[index], second=index > 0 and numbers[index - 1] == number)
        buffer = io.BytesIO()
        pages.save(buffer)
        return buffer.getvalue()
    finally:
        pages.close()
        sheets.close()


def _crop(page: pypdfium2.PdfPage, *, second: bool) -> None:
    """Leave the left half of a sheet as shown, or the right one."""
    left, bottom, right, top = page.get_bbox()
    rotation = page.get_rotation()
    high = second != (rotation in {180, 270})
    if rotation in {0, 180}:
        middle = (left + right) / 2
        box = (middle, bottom, right, top) if high else (left, bottom, middle, top)
    else:
        middle = (bottom + top) / 2
        box = (left, middle, right, top) if high else (left, bottom, right, middle)
    page.set_mediabox(*box)
    page.set_cropbox(*box)
    page.close()
