"""Scans: pages rendered, turned a little, made noisy, pressed as JPEG. No text layer is left."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from tools.typeset.reportlab_pdf import Drawing, draw_pdf
from tools.typeset.sheets import Sheet

POINTS_PER_INCH = 72


def degrade(  # noqa: PLR0917 - the order in which a scan comes about
    pdf_bytes: bytes,
    dpi: int = 200,
    noise: float = 6.0,
    skew: float = 0.5,
    jpeg_quality: int = 60,
    seed: int = 0,
) -> bytes:
    """An image-only PDF with the pages of another.

    Args:
        pdf_bytes: The PDF to scan.
        dpi: Resolution of the images.
        noise: Standard deviation of grey noise, of 255 levels.
        skew: Degrees each page is turned, anticlockwise.
        jpeg_quality: 1 to 95.
        seed: Of the noise.

    Returns:
        A PDF with pages of the same size, one JPEG each.
    """
    sheets = [
        Sheet(width, height, image=press(image, noise, skew, jpeg_quality, seed * 1000 + number))
        for number, (width, height, image) in enumerate(_render_pages(pdf_bytes, dpi))
    ]
    return draw_pdf(sheets, Drawing(title="Scan"))


def scan_page(
    pdf_bytes: bytes, page_number: int, *, dpi: int, noise: float, skew: float, jpeg_quality: int, seed: int
) -> bytes:
    """One page (from 1) as a JPEG, degraded as by ``degrade``."""
    document = pdfium.PdfDocument(pdf_bytes)
    try:
        image = document[page_number - 1].render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_pil()
    finally:
        document.close()
    return press(image, noise, skew, jpeg_quality, seed)


def _render_pages(pdf_bytes: bytes, dpi: int) -> Iterator[tuple[float, float, Image.Image]]:
    document = pdfium.PdfDocument(pdf_bytes)
    try:
        for page in document:
            width, height = page.get_size()
            yield width, height, page.render(scale=dpi / POINTS_PER_INCH, grayscale=True).to_pil()
    finally:
        document.close()


def press(image: Image.Image, noise: float, skew: float, jpeg_quality: int, seed: int) -> bytes:
    """Turn an image by ``skew`` degrees, add grey noise, and write it as JPEG."""
    grey = image.convert("L")
    if skew:
        grey = grey.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if noise:
        levels = np.asarray(grey, dtype=np.float32)
        levels = levels + np.random.default_rng(seed).normal(0.0, noise, levels.shape).astype(np.float32)
        grey = Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))
    buffer = BytesIO()
    grey.save(buffer, "JPEG", quality=jpeg_quality, optimize=False)
    return buffer.getvalue()
