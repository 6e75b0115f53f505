"""Words made by hand: a page drawn as text, one character six points wide, one line twelve points high."""

from __future__ import annotations

from pipeline.models import Edge, Page, Word

CHAR = 6.0
LINE = 12.0


def draw_words(*rows: str) -> tuple[Word, ...]:
    found: list[Word] = []
    for number, row in enumerate(rows):
        column = 0
        for piece in row.split(" "):
            if piece:
                x0 = column * CHAR
                found.append(Word(piece, x0, number * LINE, x0 + len(piece) * CHAR, number * LINE + 10.0))
            column += len(piece) + 1
    return tuple(found)


def draw_page(*rows: str, number: int = 1, edges: tuple[Edge, ...] = (), reader: str = "pdfium") -> Page:
    return Page(number, 612.0, 792.0, draw_words(*rows), reader, edges)
