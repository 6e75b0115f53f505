"""Ink that a recogniser passed over: a lone figure in a cell, an underlined step number.

Tesseract finds lines of text well and single characters badly; a table's header is made of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from pipeline.extract import rapid
from pipeline.extract.numerals import count_numeral, is_numeral
from pipeline.extract.raster import Gray, ink_mask
from pipeline.models import Edge, Word

MAX_PIECES = 150
"""Pieces read per page; a page with more is no page of text (a map, a photograph)."""
MIN_HEIGHT, MAX_HEIGHT = 0.045, 0.4
"""Inches: from a 5-point figure to a 30-point heading; a comma or a speck is lower."""
MIN_SCORE = 0.6
SPACE = 0.65
"""Heights of a word within which a number stands after it."""
SLACK = 2
"""Pixels by which the box of a word may reach into what follows."""
MARGIN = 0.03
"""Inches of paper around a piece that help to read it."""


def read_leftovers(image: Gray, words: Sequence[Word], edges: Sequence[Edge], dpi: float) -> list[Word]:
    """Words in the ink that no word covers, read piece by piece with rapidocr; boxes in pixels."""
    boxes = find_leftovers(image, words, dpi)
    pieces = rapid.split_at_edges(boxes, edges)
    if len(pieces) > MAX_PIECES:
        return []
    background = int(np.percentile(image[::8, ::8], 80))
    thin = [box for box in boxes if box[2] - box[0] <= rapid.LEAST_WIDTH]  # too thin to be read
    found: list[Word] = [word for box in thin for word in _count_strokes(image, box, words)]
    for box, read in zip(pieces, _read_pieces(image, pieces, round(MARGIN * dpi), background), strict=True):
        sure = [word for word in read if (word.score or 0.0) >= MIN_SCORE]
        found += sure or _count_strokes(image, box, words)
    return found


def _count_strokes(image: Gray, box: rapid.Box, words: Sequence[Word]) -> list[Word]:
    """A piece right after letters that no recogniser reads and that is the strokes of a Roman number."""
    x0, y0, x1, y1 = box
    for word in words:
        beside = word.top < (y0 + y1) / 2 < word.bottom and -SLACK <= x0 - word.x1 < SPACE * (word.bottom - word.top)
        if not beside or not word.text[-1:].isalpha():
            continue
        top, left = max(0, min(y0, int(word.top))), int(word.x0)
        ink = ink_mask(image[top : max(y1, int(word.bottom) + 1), left:x1])
        if is_numeral(ink[:, x0 - left :], ink[:, : x0 - left]):
            return [Word(count_numeral("I", ink[y0 - top : y1 - top, x0 - left :]), x0, y0, x1, y1, MIN_SCORE)]
    return []


def _read_pieces(image: Gray, boxes: Sequence[rapid.Box], margin: int, background: int) -> list[list[Word]]:
    """Words of pieces, each set on clean paper: an underline or a neighbour left in the margin misleads."""
    framed: list[Gray] = []
    for x0, y0, x1, y1 in boxes:
        crop: Any = image[y0:y1, x0:x1]
        clean = cv2.copyMakeBorder(crop, *(margin,) * 4, cv2.BORDER_CONSTANT, value=background)
        framed.append(clean.astype(np.uint8))
    places = [(x0 - margin, y0 - margin, x1 + margin, y1 + margin) for x0, y0, x1, y1 in boxes]
    return rapid.read_lines(framed, places)


def find_leftovers(image: Gray, words: Sequence[Word], dpi: float) -> list[rapid.Box]:
    """Boxes of ink of the height of text, outside the words' boxes."""
    ink = ink_mask(image)
    margin = round(0.01 * dpi)
    for word in words:
        x0, top = max(0, int(word.x0) - margin), max(0, int(word.top) - margin)
        ink[top : int(word.bottom) + margin, x0 : int(word.x1) + margin] = 0
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(1, round(0.04 * dpi))), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = []
    for x, y, width, height in map(cv2.boundingRect, contours):
        area = cv2.countNonZero(joined[y : y + height, x : x + width])
        if MIN_HEIGHT * dpi <= height <= MAX_HEIGHT * dpi and area > 0.1 * width * height:
            boxes.append((x, y, x + width, y + height))
    return boxes
