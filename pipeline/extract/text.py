r"""Plain text and OCR markup -> one page of words with coordinates.

A text document has no geometry of its own, so it is given one that a normalizer of PDF words can
use: every line of text is a line of the page, every character is ``CHAR`` points wide, and the tab
separated cells of neighbouring lines stand in columns of one width. Markup (``<u>``, ``<b>``,
``<sup>``, ``<hr/>``, ``**``, ``#``, ``\\$``) is taken away; what it says of bold type is kept.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from pipeline.errors import DocumentError
from pipeline.models import Edge, Page, Word

CHAR = 6.0
"""Width of a character, in points."""
LINE = 12.0
"""Distance of two lines, in points."""
GLYPH = 10.0
"""Height of a word, in points."""

_BLANK_LINES_IN_TABLE = 2
"""So many empty lines may part the head of a table from its rows."""

_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_RULE = re.compile(r"<hr\s*/?>|^\s*(?:_{3,}|\*{3,})\s*$|^[\s|:+]*(?:[-=]{3,}[\s|:+]+)*[-=]{3,}[\s|:+]*$", re.IGNORECASE)
_LEAST_PIPES = 3
"""Strokes of a row of a Markdown table that has two cells."""
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_BOLD = re.compile(r"\*\*|</?(?:b|strong)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:u|i|em|sup|sub|span|p|div|center|font)\b[^<>]*>|<br\s*/?>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([$*_#\[\]()~>|\\-])")
_MARKUP = re.compile(r"[<\\&\xa0]")
_CENTS = re.compile(r"(?:\$\s*)?\d[\d,]*\.\d\d")
_TOKEN = re.compile(r"\S+")


def read_text_pages(data: bytes) -> tuple[Page, ...]:
    """Read a text document.

    Returns:
        The pages: one for every form feed and one more; one in most documents.

    Raises:
        DocumentError: the bytes are no text, or hold nothing but white space.
    """
    return make_pages(decode_text(data))


def make_pages(text: str) -> tuple[Page, ...]:
    """The pages of a decoded text.

    Raises:
        DocumentError: it holds nothing but white space.
    """
    if not text.strip():
        raise DocumentError("empty", "the file holds no text", "check the source; an export may have failed")
    return tuple(_read_page(number, part) for number, part in enumerate(text.split("\f"), start=1) if part.strip())


def decode_text(data: bytes) -> str:
    """Decode by byte order mark, then UTF-8, then Windows-1252.

    Raises:
        DocumentError: control characters show that the bytes are no text.
    """
    if data[:1024].count(b"\0") and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DocumentError("unsupported", "the file is neither a PDF nor text", "convert it to PDF or plain text")
    for mark, encoding in (*_ENCODINGS, (b"", "utf-8")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    return data.decode("cp1252", errors="replace")


def _read_page(number: int, text: str) -> Page:
    """One page: ``width`` and ``height`` are those of the longest line and of all lines."""
    lines = [_tab_pipes(line) for line in text.splitlines()]
    pitches = _cell_pitches(lines)
    words: list[Word] = []
    edges: list[Edge] = []
    bold = False
    for row, line in enumerate(lines):
        top = row * LINE
        if _RULE.search(line):
            edges.append(Edge(0.0, top + GLYPH / 2, len(line) * CHAR, top + GLYPH / 2))
        if not line.strip():
            bold = False
            continue
        heading = _HEADING.match(line) is not None
        for start, cell in _place_cells(_RULE.sub("", _HEADING.sub("", line)), pitches[row]):
            bold = _append_words(words, cell, start, top, bold=bold, heading=heading)
    width = max((word.x1 for word in words), default=0.0) + CHAR
    return Page(number, width, len(lines) * LINE, tuple(words), reader="text", edges=tuple(edges))


def _tab_pipes(line: str) -> str:
    """A line with tabs in the place of the strokes between the cells of a Markdown table."""
    row = line.strip()
    if not row.startswith("|") or row.count("|") < _LEAST_PIPES or _RULE.search(line):
        return line
    return row.removeprefix("|").removesuffix("|").replace("|", "\t")


def _append_words(words: list[Word], cell: str, start: int, top: float, *, bold: bool, heading: bool) -> bool:
    """Append the words of a cell that begins at column ``start``; returns whether bold type goes on."""
    column = start
    bottom = top + GLYPH
    position = 0
    pieces: list[tuple[str, bool]] = []
    for mark in _BOLD.finditer(cell):
        pieces.append((cell[position : mark.start()], bold))
        bold = not bold if mark.group() == "**" else not mark.group().startswith("</")
        position = mark.end()
    pieces.append((cell[position:], bold))
    glued = False
    for piece, is_bold in pieces:
        text = _clean(piece)
        for token in _TOKEN.finditer(text):
            first, end = token.span()
            x0, x1 = (column + first) * CHAR, (column + end) * CHAR
            if glued and first == 0 and words:
                last = words[-1]
                words[-1] = last._replace(text=last.text + token.group(), x1=x1)
            else:
                words.append(Word(token.group(), x0, top, x1, bottom, None, is_bold or heading))
        glued = bool(text) and not text[-1].isspace() if text else glued
        column += len(text)
    return bold


def _clean(text: str) -> str:
    """Text without tags, escapes and character entities."""
    if _MARKUP.search(text) is None:
        return text
    return html.unescape(_ESCAPE.sub(r"\1", _TAG.sub("", text))).replace("\xa0", " ")


def _cells(line: str) -> list[str]:
    """Tab separated cells; a currency sign in a cell of its own joins the number in the next.

    In such a row every column is two cells wide, so two empty cells before a sign are one column. One sign
    among amounts that have none, or have their own, has lost its digits.
    """
    cells = line.split("\t")
    signs = sum(_clean(cell).strip() == "$" for cell in cells)
    if not signs or 2 * signs < sum(_CENTS.fullmatch(_clean(cell).strip()) is not None for cell in cells):
        return cells
    joined: list[str] = []
    blanks = 0
    index = 0
    while index < len(cells):
        cell = cells[index]
        if _clean(cell).strip() == "$":
            if joined and blanks and len(joined) > blanks:
                del joined[len(joined) - blanks // 2 :]
            joined.append("$" + (cells[index + 1].strip() if index + 1 < len(cells) else ""))
            index += 1
            blanks = 0
        else:
            joined.append(cell)
            blanks = 0 if cell.strip() else blanks + 1
        index += 1
    return joined


def _place_cells(line: str, pitch: int) -> Iterator[tuple[int, str]]:
    """Cells with the column each starts at."""
    if "\t" not in line:
        yield 0, line
        return
    for index, cell in enumerate(_cells(line)):
        if cell.strip():
            yield index * pitch, cell.strip()


def _cell_pitches(lines: Sequence[str]) -> list[int]:
    """Width of a column for every line: one width for a run of tabbed lines, so that columns align."""
    pitches = [0] * len(lines)
    start = 0
    while start < len(lines):
        end = start
        for row in range(start, len(lines)):
            if "\t" in lines[row]:
                end = row + 1
            elif lines[row].strip() or row - end >= _BLANK_LINES_IN_TABLE:
                break
        if end > start:
            widest = max(len(_clean(cell).strip()) for line in lines[start:end] for cell in line.split("\t"))
            pitches[start:end] = [widest + 2] * (end - start)
        start = max(end, start + 1)
    return pitches
