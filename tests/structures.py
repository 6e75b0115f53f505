"""Structures of the shared documents, each read once for all tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.extract.text import read_text_pages
from pipeline.models import Page
from pipeline.normalize.structure import Structure, read_structure

AGREEMENTS = {"25": "002_*.txt", "28": "003_*.txt", "30": "004_*.txt"}
FORMS = [f"{form}{number}" for number in AGREEMENTS for form in ("text", "pdf")]


@cache
def pages_of(corpus: Path, name: str) -> tuple[Page, ...]:
    """Pages of "text25", "pdf25", of a news article ("000_*.txt") or of another employer's PDF (its stem)."""
    number = name.removeprefix("text").removeprefix("pdf")
    if name.startswith("text") or name.endswith(".txt"):
        (path,) = (corpus / "raw" / "text").glob(AGREEMENTS.get(number, name))
        return read_text_pages(path.read_bytes())
    path = (
        corpus / "raw" / "pdf" / f"mou{number}.pdf"
        if name.startswith("pdf")
        else corpus / "raw" / "other" / f"{name}.pdf"
    )
    with open_pdf(path.read_bytes()) as pdf:
        return tuple(read_page(pdf, number) for number in range(1, pdf.page_count + 1))


@cache
def structure_of(corpus: Path, name: str) -> Structure:
    return read_structure(name, pages_of(corpus, name))
