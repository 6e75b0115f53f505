"""Pages as pictures: rendered by pdfium, straightened, and freed of ruled lines before recognition."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.extract.pdfium import PdfFile
from pipeline.models import BBox, Edge

cv2.setNumThreads(1)  # documents run in parallel, one process each

Gray = NDArray[np.uint8]
"""A picture: rows x columns, 0 black to 255 white."""

DPI = 300
MAX_PIXELS = 24_000_000
"""Bound on a rendered page: A3 at 350 dpi. A larger sheet is rendered coarser."""
MAX_SKEW = 6.0
"""Degrees searched to either side."""
SKEW_SIDE = 1000
"""Pixels of the long side of the picture the skew is measured on."""
LEAST_CONTRAST = 40
INKED = 0.01
"""Share of a page that is ink from which it holds some lines of text; a full one has 0.15."""
SPECK = 6
"""Pixels up to which ink is no letter."""
LEAST_LETTERS = 50
"""Letters from which their height can be told."""
WHITE_PAPER = 235
PAPER_SIDE = 600
PAPER_REACH = 15
"""Pixels of a picture of the long side above: wider than letters, narrower than a shadow."""
SIDEWAYS_SIDE = 700
SIDEWAYS_RATIO = 1.5
"""How much sharper columns of ink are than rows where text stands on its side."""
RULE_INCHES = {True: 0.33, False: 0.6}
"""Ink that runs straight for this long is a vertical or horizontal ruled line: no stroke of a letter does,
but the feet of a row of figures nearly touch and look like a short horizontal line."""
RULE_SOLID = 0.85
"""Share of a ruled line that is ink."""
RULE_THICKNESS_INCHES = 0.05
"""Anything thicker is a bar or a shaded cell."""


@dataclass(frozen=True, slots=True)
class RuledLines:
    """A picture without its ruled lines, and the lines, in pixels."""

    image: Gray
    edges: tuple[Edge, ...]


def render_page(pdf: PdfFile, page_number: int, dpi: int = DPI, bbox: BBox | None = None) -> Gray:
    """Render a page, or the part of it inside ``bbox`` (points, as shown), in gray.

    A page that would have over ``MAX_PIXELS`` pixels is rendered at the dpi that gives as many.
    """
    with pdf.page(page_number) as page:
        width, height = page.get_size()
        box = bbox or BBox(0.0, 0.0, width, height)
        area = max(1.0, (box.x1 - box.x0) * (box.bottom - box.top))
        scale = min(dpi / 72, sqrt(MAX_PIXELS / area))
        crop = (box.x0, height - box.bottom, width - box.x1, box.top)
        bitmap = page.render(scale=scale, grayscale=True, crop=tuple(max(0.0, side) for side in crop))
        image: Gray = bitmap.to_numpy().copy()
        bitmap.close()
    return image.reshape(image.shape[0], image.shape[1])


def shrink(image: Gray, long_side: int) -> tuple[Gray, float]:
    """The picture with a long side of at most ``long_side`` pixels, and the factor it was made smaller by."""
    factor = min(1.0, long_side / max(image.shape))
    if factor == 1.0:
        return image, 1.0
    return _picture(cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)), factor


def ink_mask(image: Gray) -> Gray:
    """255 where there is ink, by Otsu's threshold."""
    return _picture(cv2.threshold(image, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)[1])


def whiten(image: Gray) -> Gray:
    """The picture on white paper: grey or uneven paper, shadows and noise gone, ink as dark as before.

    What is left of a page whose text is painted over has little ink: the noise of grey paper would be
    taken for it. Paper that is white stays as it is, for the soft edges of small type are grey as well.
    """
    small, _ = shrink(image, PAPER_SIDE)
    paper = cv2.medianBlur(cv2.dilate(small, _bar(PAPER_REACH, False)), PAPER_REACH)
    if float(np.percentile(paper, 10)) >= WHITE_PAPER:
        return image
    height, width = image.shape
    flat = cv2.divide(image, cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR), scale=255)
    threshold, _ = cv2.threshold(flat, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return _picture(cv2.convertScaleAbs(flat, alpha=2 * 255 / (255 + threshold)))


def is_blank(image: Gray) -> bool:
    """Whether a picture carries no ink worth reading."""
    return _contrast(image) < LEAST_CONTRAST


def is_blank_page(image: Gray) -> bool:
    """The same for a whole page, whose paper may be grainy or grey: a recogniser looks for words in every grain."""
    return is_blank(image) or _contrast(_smooth_page(image)) < LEAST_CONTRAST


def is_inked(image: Gray) -> bool:
    """Whether a page carries more ink than a number, a stamp or the dark edge of a scan."""
    height, width = image.shape
    inner = _smooth_page(image[height // 20 : height - height // 20, width // 20 : width - width // 20])
    return cv2.countNonZero(ink_mask(inner)) > INKED * inner.size


def _smooth_page(image: Gray) -> Gray:
    """A small picture of a page on white paper, without its grain."""
    return _picture(cv2.GaussianBlur(whiten(shrink(image, PAPER_SIDE)[0]), (3, 3), 0))


def _contrast(image: Gray) -> float:
    return float(image.max()) - float(image.min())


def find_skew(image: Gray) -> float:
    """Angle in degrees by which the lines of text fall clockwise, between -``MAX_SKEW`` and ``MAX_SKEW``."""
    ink = ink_mask(shrink(image, SKEW_SIDE)[0])
    if not ink.any():
        return 0.0
    best = 0.0
    for reach, step in ((MAX_SKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _line_contrast(ink, float(angle))))
    return best if abs(best) < MAX_SKEW else 0.0


def type_height(image: Gray) -> float:
    """About how high capitals and figures are, in pixels; a large number where there is hardly any ink."""
    contours, _ = cv2.findContours(ink_mask(image), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    sizes = [cv2.boundingRect(contour)[2:] for contour in contours]
    heights = [height for width, height in sizes if height > SPECK and width < 4 * height]
    return float(np.percentile(heights, 70)) if len(heights) >= LEAST_LETTERS else float(MAX_PIXELS)


def is_sideways(image: Gray, dpi: float) -> bool:
    """Whether lines of text seem to run down the page: its columns are parted more sharply than its rows."""
    small, factor = shrink(image, SIDEWAYS_SIDE)
    ink = ink_mask(remove_lines(small, dpi * factor).image)
    upright, turned = (_sharpest(mask) for mask in (ink, np.ascontiguousarray(np.rot90(ink))))
    return turned > SIDEWAYS_RATIO * upright


def _sharpest(ink: Gray) -> float:
    """The contrast between rows at the best small angle."""
    return max(_line_contrast(ink, float(angle)) for angle in np.arange(-2.0, 2.1, 0.5))


def rotate(image: Gray, degrees: float) -> Gray:
    """Turn a picture counter-clockwise about its middle, keeping its size; corners are filled with white."""
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return _picture(cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255))


def remove_lines(image: Gray, dpi: float) -> RuledLines:
    """Paint long thin straight lines over with the page's background."""
    ink = ink_mask(image)
    edges: list[Edge] = []
    cleaned = image.copy()
    background = int(np.percentile(image[::8, ::8], 80))
    for vertical in (False, True):
        mask, found = _find_lines(ink, dpi, vertical)
        edges += found
        cleaned[mask > 0] = background
    return RuledLines(cleaned, tuple(edges))


def _line_contrast(ink: Gray, degrees: float) -> float:
    rows = rotate_mask(ink, degrees).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def rotate_mask(ink: Gray, degrees: float) -> Gray:
    """Turn a mask counter-clockwise about its middle, without smoothing."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return _picture(cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST))


def _find_lines(ink: Gray, dpi: float, vertical: bool) -> tuple[Gray, list[Edge]]:
    """Mask of the lines of one direction (a little widened), and the lines."""
    length, thickness, bridge = (
        round(RULE_INCHES[vertical] * dpi),
        round(RULE_THICKNESS_INCHES * dpi),
        max(1, round(dpi / 100)),
    )
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _bar(bridge, vertical))
    lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, _bar(length, vertical))
    contours, _ = cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    edges = []
    for contour in contours:
        x, y, width, height = cv2.boundingRect(contour)
        solid = ink[y : y + height, x : x + width].any(axis=1 if vertical else 0).mean()
        if (width if vertical else height) > thickness or solid < RULE_SOLID:
            cv2.drawContours(lines, [contour], -1, 0, cv2.FILLED)
            continue
        edges.append(_middle_line(x, y, width, height, vertical))
    grown = cv2.dilate(lines, _bar(max(3, round(dpi / 75)), not vertical))
    return _picture(grown), edges


def _middle_line(x: int, y: int, width: int, height: int, vertical: bool) -> Edge:
    if vertical:
        return Edge(x + width / 2, y, x + width / 2, y + height)
    return Edge(x, y + height / 2, x + width, y + height / 2)


def _bar(length: int, vertical: bool) -> Any:
    return cv2.getStructuringElement(cv2.MORPH_RECT, (1, max(1, length)) if vertical else (max(1, length), 1))


def _picture(array: Any) -> Gray:
    picture: Gray = array
    return picture
