"""PDFs changed with pypdfium2, and what is read of them."""

from __future__ import annotations

import io

from pypdfium2 import PdfDocument

from pipeline.ladder import ReadConfig, read_document
from pipeline.results import DocumentResult


def save(document: PdfDocument) -> bytes:
    """A document as a file holds it."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(data: bytes) -> DocumentResult:
    """Everything a PDF says, without recognising any page."""
    return read_document(data, "d", "d", "0", ReadConfig(ocr=False))
