"""A picture of the place where an amount stands, with the amount, its row and its column marked."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.explain.sources import SourceFile
from pipeline.models import BBox, Rate

SCALE = 2.5
"""Pixels per point: 180 dpi, sharp on a screen of two pixels a point."""
_ABOVE, _BELOW = 110.0, 70.0
"""Points shown above and below an amount: the class block, and mostly the head of its columns."""
_HEAD, _FAR = 48.0, 300.0
"""The first amounts of the page, and so much above them, are shown too unless they are this far away."""
_AROUND = 24.0
_BAND = (15, 98, 106, 34)
_BOX = (200, 55, 20, 255)


@dataclass(frozen=True, slots=True)
class Marks:
    """Boxes on a page, in points as shown."""

    region: BBox
    """The part of the page to show."""
    amount: BBox
    row: BBox
    column: BBox


def mark_amount(bbox: BBox, others: Iterable[BBox], width: float, height: float) -> Marks:
    """Where an amount's row and column lie on its page: a matter of geometry, however the table is read.

    Args:
        bbox: Box of the amount.
        others: Boxes of the amounts of its page.
        width: Of the page, in points.
        height: Of the page, in points.
    """
    boxes = [bbox, *others]
    row = [box for box in boxes if box.top < (bbox.top + bbox.bottom) / 2 < box.bottom]
    column = [box for box in boxes if box.x0 < (bbox.x0 + bbox.x1) / 2 < box.x1]
    left = min(box.x0 for box in boxes)
    head = min(box.top for box in boxes)
    region = BBox(
        0.0,
        max(0.0, head - _HEAD if bbox.top - head < _FAR else bbox.top - _ABOVE),
        min(width, max(box.x1 for box in boxes) + 2 * _AROUND),
        min(height, bbox.bottom + _BELOW),
    )
    return Marks(
        region=region,
        amount=_grow(bbox, 1.5),
        row=BBox(min(left, _AROUND), _hull(row).top - 1, region.x1 - _AROUND, _hull(row).bottom + 1),
        column=BBox(_hull(column).x0 - 2, region.top, _hull(column).x1 + 2, region.bottom),
    )


def marks_of(rate: Rate, rates: Iterable[Rate], width: float, height: float) -> Marks | None:
    """The marks of a rate among the rates of a set; ``None`` where its place is not known."""
    if rate.bbox is None:
        return None
    page = (rate.document_id, rate.page_number)
    others = [other.bbox for other in rates if (other.document_id, other.page_number) == page and other.bbox]
    return mark_amount(rate.bbox, others, width, height)


def draw_crop(source: SourceFile, page_number: int, marks: Marks) -> bytes:
    """The marked part of a page as PNG.

    Raises:
        DocumentError: The page cannot be rendered.
        UsageError: The document has no such page.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 (only pictures need it)

    from pipeline.extract.picture import render_page  # noqa: PLC0415

    picture = Image.open(io.BytesIO(render_page(source.data or b"", page_number, SCALE, marks.region))).convert("RGBA")
    scale = picture.width / (marks.region.x1 - marks.region.x0)
    for band in (marks.row, marks.column):
        layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
        ImageDraw.Draw(layer).rectangle(_on_picture(band, marks.region, scale), fill=_BAND)
        picture = Image.alpha_composite(picture, layer)
    frame = _on_picture(marks.amount, marks.region, scale)
    ImageDraw.Draw(picture).rounded_rectangle(frame, radius=6, outline=_BOX, width=4)
    stream = io.BytesIO()
    picture.convert("RGB").quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _on_picture(box: BBox, region: BBox, scale: float) -> tuple[float, float, float, float]:
    x0, top = (box.x0 - region.x0) * scale, (box.top - region.top) * scale
    return x0, top, (box.x1 - region.x0) * scale, (box.bottom - region.top) * scale


def _grow(box: BBox, by: float) -> BBox:
    return BBox(box.x0 - by, box.top - by, box.x1 + by, box.bottom + by)


def _hull(boxes: Sequence[BBox]) -> BBox:
    return BBox(
        min(box.x0 for box in boxes),
        min(box.top for box in boxes),
        max(box.x1 for box in boxes),
        max(box.bottom for box in boxes),
    )
