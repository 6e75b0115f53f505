"""What is written over a page rather than on it: fields of a form, typed notes, stamps, strikings-out.

A viewer shows them, but they are no text of the page until they are made so.
"""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

_WRITTEN = frozenset(
    {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_STRIKEOUT}
)
"""Kinds that say something of what is agreed; links and pop-up comments do not."""
_MOST = 2_000
"""A page with more of them is no page for people."""


def write_out(page: pypdfium2.PdfPage) -> bool:
    """Make annotations that a viewer shows part of a page's contents; whether the page must be loaded again."""
    count = pdfium.FPDFPage_GetAnnotCount(page.raw)
    if not any(_is_written(page, index) for index in range(min(count, _MOST))):
        return False
    return bool(pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _is_written(page: pypdfium2.PdfPage, index: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
    try:
        return pdfium.FPDFAnnot_GetSubtype(annotation) in _WRITTEN
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)
