"""Pages made of text typed in a test."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.text import read_text_pages
from pipeline.models import Page, Word


def text_page(text: str) -> Page:
    """A text document of one page."""
    (page,) = read_text_pages(text.encode())
    return page


def printed_page(number: int, lines: Sequence[tuple[float, float, str]], reader: str = "pdfium") -> Page:
    """A page of a PDF: ``(x0, top, text)`` of every line, in type 10 points high and 5 wide."""
    words: list[Word] = []
    for x0, top, text in lines:
        left = x0
        for token in text.split(" "):
            if token:
                words.append(Word(token, left, top, left + 5.0 * len(token), top + 10.0))
            left += 5.0 * (len(token) + 1)
    return Page(number, 612.0, 792.0, tuple(words), reader=reader)
