"""Leaders: the rows of dots that lead from a title to the number of its page, or from a label to its amount.

Tesseract takes them for letters: a contents list becomes nonsense, and takes it three times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

import cv2
import numpy as np

from pipeline.extract.raster import Gray, ink_mask

LEAST_DOTS = 8
"""Dots of a row that is no ellipsis and no blank of dots to be filled in."""
DOT = 0.035
"""Inches up to which ink is a dot: a period of 14-point type has 0.03."""
PITCH = 0.13
"""Inches from one dot to the next, at most: periods a word space apart in 12-point type stand 0.1 apart."""
LEVEL = 0.4
"""Heights of a dot by which the next one may stand higher or lower."""
EVEN = 0.4
"""Share of the usual step from dot to dot by which most of a row's steps differ at most."""
MOSTLY = 0.8


class _Dot(NamedTuple):
    """A dot, in pixels: where its middle is, how large it is, and the number of its ink."""

    x: float
    y: float
    size: float
    label: int


def remove_leaders(image: Gray, dpi: float) -> Gray:
    """The picture with its leaders painted over with the page's background."""
    found: Any = cv2.connectedComponentsWithStats(ink_mask(image), connectivity=8)
    count, labels, stats, middles = found
    sizes = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    small = np.flatnonzero((sizes <= DOT * dpi) & (stats[:, cv2.CC_STAT_AREA] > 1))
    dots = [_Dot(float(middles[n][0]), float(middles[n][1]), float(sizes[n]), int(n)) for n in small]
    leading = np.zeros(count, dtype=np.uint8)
    for row in _find_rows(dots, PITCH * dpi):
        leading[[dot.label for dot in row]] = 1
    if not leading.any():
        return image
    grown: Any = cv2.dilate(leading[labels], np.ones((3, 3), np.uint8))
    cleaned = image.copy()
    cleaned[grown > 0] = int(np.percentile(image[::8, ::8], 80))
    return cleaned


def _find_rows(dots: Sequence[_Dot], pitch: float) -> Iterator[list[_Dot]]:
    """Rows of dots on one level, each within a ``pitch`` of the one before, and evenly apart."""
    open_rows: list[list[_Dot]] = []
    for dot in sorted(dots):
        open_rows, ended = _part(open_rows, dot.x - pitch)
        yield from filter(_is_leader, ended)
        row = next((row for row in open_rows if abs(row[-1].y - dot.y) <= max(1.0, LEVEL * row[-1].size)), None)
        if row is None:
            open_rows.append([dot])
        else:
            row.append(dot)
    yield from filter(_is_leader, open_rows)


def _part(rows: Sequence[list[_Dot]], left: float) -> tuple[list[list[_Dot]], list[list[_Dot]]]:
    """The rows whose last dot stands right of ``left``, and the others."""
    return [row for row in rows if row[-1].x >= left], [row for row in rows if row[-1].x < left]


def _is_leader(row: Sequence[_Dot]) -> bool:
    if len(row) < LEAST_DOTS:
        return False
    steps = [right.x - left.x for left, right in pairwise(row)]
    usual = median(steps)
    even = sum(abs(step - usual) <= max(1.5, EVEN * usual) for step in steps)
    return usual > 1.2 * median(dot.size for dot in row) and even >= MOSTLY * len(steps)
