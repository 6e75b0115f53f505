"""Pictures of the pages amounts and findings stand on, small enough to travel inside the report."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import PipelineError

SCALE = 1.7
"""Pixels per point: about 120 dpi, where the smallest print of a pay table still reads well."""
BUDGET = 3_300_000
"""Characters all pictures of a report may take together; pages with errors come first."""
_GRAYS = 8
_LOSSLESS = 70_000
"""Bytes from which a page is a scan, whose grain only a lossy picture makes small."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page."""

    page_number: int
    width: float
    """Of the page, in points."""
    height: float
    data: str
    """A WebP in base64."""


def picture_pages(data: bytes, page_numbers: Sequence[int], budget: int) -> Iterator[Picture]:
    """Pictures of pages of a PDF, in the order given, until the budget (characters) is spent.

    A page or document that cannot be rendered has no picture; its rows say all the same.
    """
    from pipeline.extract.picture import render_pages  # noqa: PLC0415 (loads pdfium)

    try:
        for page in render_pages(data, page_numbers, SCALE):
            text = base64.b64encode(shrink_picture(page.png)).decode("ascii")
            budget -= len(text)
            if budget < 0:
                return
            yield Picture(page.page_number, page.width, page.height, text)
    except PipelineError:
        return


def shrink_picture(png: bytes) -> bytes:
    """A page as a small gray WebP: lossless for print, lossy for scans."""
    from PIL import Image  # noqa: PLC0415

    gray = Image.open(io.BytesIO(png)).convert("L")
    step = 255 / (_GRAYS - 1)
    flat = gray.point([round(round(value / step) * step) for value in range(256)])
    lossless = _encode(flat.convert("RGB"), lossless=True, quality=20, method=1)
    return lossless if len(lossless) < _LOSSLESS else _encode(gray.convert("RGB"), quality=38, method=3)


def _encode(picture: object, **options: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "WEBP", **options)  # type: ignore[attr-defined]
    return stream.getvalue()


def order_pages(counts: Mapping[int, int], wrong: Iterable[int]) -> list[int]:
    """Pages in the order in which they deserve a picture: with errors, then by amounts."""
    bad = set(wrong)
    return sorted({*counts, *bad}, key=lambda page: (page not in bad, -counts.get(page, 0), page))
