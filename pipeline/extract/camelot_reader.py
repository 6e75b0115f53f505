"""The third reader: camelot. It gives tables as cells; each cell's text is given back as words in the cell's box.

Import this module inside functions: camelot brings pandas and OpenCV.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from camelot.io import read_pdf
from playa.exceptions import PDFException

from pipeline.errors import DocumentError
from pipeline.extract.characters import clean_words, is_clean
from pipeline.models import BBox, Edge, Page, Word

READER = "camelot"

Flavor = Literal["network", "lattice"]
OPTIONS: dict[Flavor, dict[str, str]] = {
    "network": {"flavor": "network"},
    "lattice": {"flavor": "lattice", "engine": "vector"},
}
"""The vector engine reads ruled lines from the document; the others render the page to find them."""
FAILURES = (PDFException, ValueError, KeyError, TypeError, IndexError, AttributeError, ZeroDivisionError, OSError)
"""What camelot and its parser raise on pages they cannot read."""


def read_page(data: bytes, page_number: int, flavor: Flavor, around: Page) -> Page:
    """Words of the tables of a page as camelot sees their cells.

    Args:
        data: The PDF.
        page_number: From 1.
        flavor: ``network`` for tables without rules, ``lattice`` for ruled ones.
        around: The page as another reader gave it: camelot gives nothing outside its tables, so the words
            there (headings, notes) and the size are taken from it.

    Raises:
        DocumentError: camelot fails on the page.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "no tables found" is an answer
            tables = read_pdf(data, pages=str(page_number), suppress_stdout=True, **OPTIONS[flavor])
    except FAILURES as error:
        raise DocumentError(
            "damaged", f"camelot cannot read page {page_number} ({type(error).__name__})", "another reader may read it"
        ) from error
    tables = [table for table in tables if any(table.cells)]
    cells = [cell for table in tables for cell in _cells(table, around.height)]
    frames = [BBox(*_table_box(table, around.height)) for table in tables]
    words = [word for text, box in cells for word in split_cell(text, box)]
    outside = [word for word in around.words if not any(_holds(frame, word) for frame in frames)]
    edges = [edge for table in tables for edge in _edges(table, around.height)] if flavor == "lattice" else around.edges
    return Page(
        page_number, around.width, around.height, (*outside, *words), READER, tuple(dict.fromkeys(edges)), around.turn
    )


def split_cell(text: str, box: BBox) -> list[Word]:
    """Words of a cell, each with its share of the cell's box: lines from the top, words by their length."""
    lines = [line for line in text.splitlines() if line.strip()]
    height = (box.bottom - box.top) / max(1, len(lines))
    words = []
    for row, line in enumerate(lines):
        tokens = line.split()
        width = (box.x1 - box.x0) / (sum(map(len, tokens)) + len(tokens) - 1)
        start, top = box.x0, box.top + row * height
        for token in tokens:
            words.append(Word(token, start, top, start + len(token) * width, top + height))
            start += (len(token) + 1) * width
    return words if is_clean(text) else list(clean_words(words))


def _cells(table: Any, height: float) -> Iterator[tuple[str, BBox]]:
    for row in table.cells:
        for cell in row:
            if cell.text.strip():
                yield cell.text, BBox(cell.x1, height - cell.y2, cell.x2, height - cell.y1)


def _table_box(table: Any, height: float) -> BBox:
    cells = [cell for row in table.cells for cell in row]
    return BBox(
        min(cell.x1 for cell in cells),
        height - max(cell.y2 for cell in cells),
        max(cell.x2 for cell in cells),
        height - min(cell.y1 for cell in cells),
    )


def _holds(frame: BBox, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return frame.x0 <= x <= frame.x1 and frame.top <= y <= frame.bottom


def _edges(table: Any, height: float) -> Iterator[Edge]:
    """The borders of a ruled table's cells."""
    for row in table.cells:
        for cell in row:
            top, bottom = height - cell.y2, height - cell.y1
            sides: Sequence[tuple[bool, Edge]] = (
                (cell.left, Edge(cell.x1, top, cell.x1, bottom)),
                (cell.right, Edge(cell.x2, top, cell.x2, bottom)),
                (cell.top, Edge(cell.x1, top, cell.x2, top)),
                (cell.bottom, Edge(cell.x1, bottom, cell.x2, bottom)),
            )
            yield from (edge for ruled, edge in sides if ruled)
