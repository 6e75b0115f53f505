"""The first reader: pdfium. Opens PDFs and gives the words of a page with boxes.

pdfium is not thread-safe: use it in processes, never in threads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import attrgetter
from sys import intern
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as raw_pdfium

from pipeline.errors import DocumentError
from pipeline.extract.annotations import write_out
from pipeline.extract.characters import clean_words, is_clean
from pipeline.extract.frames import Frame, shown_frame, text_turn, turn_box
from pipeline.extract.glyphs import MAX_CHARACTERS, RawGlyphs, Style, TextPage
from pipeline.extract.replaced import part_along
from pipeline.extract.rules import PageObjects, find_edges, hides_text, image_cover
from pipeline.extract.words import Following, Glyphs, Parting, Piece, Rules, join_pieces, split_token
from pipeline.models import BBox, Edge, Page, Word

READER = "pdfium"
HIDDEN = "hidden_text"
"""The reader of a page whose text stands, unseen, over or under its picture: some recogniser's, whose it is unknown."""
FULL_PAGE_IMAGE = 0.7
"""Share of the page images must cover to be a scan."""

_TOKEN = re.compile(r"\S+")


class PdfFile:
    """An open PDF. Page numbers count from 1."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        self._document = document
        self.page_count = len(document)
        self._written: set[int] = set()
        """Pages whose annotations are part of their contents."""

    def __enter__(self) -> PdfFile:
        """The open file."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Free the document."""
        self._document.close()

    def page_size(self, page_number: int) -> tuple[float, float]:
        """Width and height of a page as shown, in points, without loading it; 0 where it is damaged."""
        try:
            width, height = self._document.get_page_size(page_number - 1)
        except pypdfium2.PdfiumError:
            return 0.0, 0.0
        return float(width), float(height)

    @contextmanager
    def page(self, page_number: int) -> Iterator[pypdfium2.PdfPage]:
        """Load one page and free it again.

        Raises:
            DocumentError: The page is damaged.
        """
        page = self._load(page_number)
        try:
            if page_number not in self._written and write_out(page):
                page.close()
                page = self._load(page_number)
            self._written.add(page_number)
            yield page
        finally:
            page.close()

    def _load(self, page_number: int) -> pypdfium2.PdfPage:
        try:
            return self._document[page_number - 1]
        except pypdfium2.PdfiumError as error:
            raise DocumentError(
                "damaged",
                f"page {page_number} cannot be loaded: its object is broken or missing",
                "ask for the file again, or repair it by printing it to a new PDF",
            ) from error


def open_pdf(data: bytes) -> PdfFile:
    """Open a PDF that is in memory.

    Raises:
        DocumentError: With status ``encrypted``, ``damaged``, ``empty`` or ``unsupported``.
    """
    if not data.strip():
        raise DocumentError("empty", "the file holds no bytes", "download or export it again")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _open_error(error, data) from error
    return PdfFile(document)


def read_page(pdf: PdfFile, page_number: int) -> Page:
    """Words with boxes and ruled lines of a page, turned so that most of its text reads upright."""
    with pdf.page(page_number) as page, TextPage(page.raw) as text_page:
        _check_size(text_page, page_number)
        width, height = page.get_size()
        bounds = page.get_bbox()
        shown = shown_frame(bounds, page.get_rotation(), width, height)
        objects = PageObjects(page.raw)
        edges = find_edges(objects, shown)
        cover = image_cover(objects, bounds)
        reader = HIDDEN if cover >= FULL_PAGE_IMAGE and hides_text(objects) else READER
        words, strays, turn = _read_words(text_page, shown, edges)
    reading = shown.turned(turn)
    return Page(
        page_number=page_number,
        width=reading.width,
        height=reading.height,
        words=words,
        reader=reader,
        edges=_turn_edges(edges, shown, turn),
        turn=turn,
        image_cover=cover,
        strays=strays,
    )


def _open_error(error: pypdfium2.PdfiumError, data: bytes) -> DocumentError:
    if _opens_without_pages(data):  # first: pdfium leaves the code of an older error in place
        return _no_pages()
    if error.err_code in (raw_pdfium.FPDF_ERR_PASSWORD, raw_pdfium.FPDF_ERR_SECURITY):
        return DocumentError(
            "encrypted", "the PDF asks for a password before it opens", "save a copy without the password and use that"
        )
    if b"%PDF-" not in data[:1024]:
        return DocumentError("unsupported", "the file is no PDF: it has no %PDF header", "give a PDF or a text file")
    return DocumentError(
        "damaged", "the PDF is cut short or broken and cannot be opened", "download it again, or repair it and retry"
    )


def _no_pages() -> DocumentError:
    return DocumentError("empty", "the PDF has no pages", "download or export it again")


def _opens_without_pages(data: bytes) -> bool:
    """Whether a document that failed to open is whole and has no page: pdfium reports both the same way."""
    document = raw_pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        return False
    empty = raw_pdfium.FPDF_GetPageCount(document) == 0
    raw_pdfium.FPDF_CloseDocument(document)
    return bool(empty)


def _check_size(text_page: TextPage, page_number: int) -> None:
    if text_page.count > MAX_CHARACTERS:
        raise DocumentError(
            "unsupported",
            f"page {page_number} holds {text_page.count:,} characters; no printed page has over {MAX_CHARACTERS:,}",
            "remove the page or print it to a new PDF",
        )


class Token(NamedTuple):
    """Characters that the text layer prints without white space between them."""

    start: int
    end: int
    style: Style


Tokens = dict[int | None, list[Token]]
"""Tokens by the turn in which they read upright; ``None`` for those aslant."""


def _read_tokens(text_page: TextPage, raw: RawGlyphs, shown: Frame) -> Tokens:
    spans = [match.span() for match in _TOKEN.finditer(raw.text)]
    starts = [start for start, _ in spans]
    tokens: Tokens = {}
    turns: dict[tuple[float, float], int | None] = {}
    for (start, end), style in zip(spans, text_page.styles(raw, starts, _level_heights(raw, spans)), strict=True):
        if style.advance not in turns:
            turns[style.advance] = text_turn(shown, *style.advance)
        tokens.setdefault(turns[style.advance], []).append(Token(start, end, style))
    return tokens


def _level_heights(raw: RawGlyphs, spans: Iterable[tuple[int, int]]) -> list[float | None]:
    """Height of the first box of each token whose characters run to the right, ``None`` for the others."""
    left, bottom, top = raw.left, raw.bottom, raw.top
    return [
        top[start] - bottom[start]
        if end - start > 1 and left[start + 1] > left[start] and bottom[start + 1] == bottom[start]
        else None
        for start, end in spans
    ]


def _main_turn(tokens: Tokens) -> int:
    sizes: Counter[int] = Counter()
    for turn, group in tokens.items():
        if turn is not None:
            sizes[turn] = sum(token.end - token.start for token in group)
    return max(sizes, key=lambda turn: (sizes[turn], -turn), default=0)


@dataclass(frozen=True, slots=True)
class View:
    """A page's characters and rules in the frame in which some of its text reads upright."""

    text_page: TextPage
    frame: Frame
    glyphs: Glyphs
    """In the frame; in user space where it lies the same way (``is_raw``): a page has 3,000 characters, and few are
    asked for."""
    is_raw: bool
    rules: Rules

    def words(self, tokens: Sequence[Token]) -> list[Piece]:
        """Tokens split and joined as the geometry says."""
        follows = Following(self.glyphs, min((token.style.em for token in tokens), default=1.0))
        text, x0, top, x1, bottom = self.glyphs
        a, d, e, f = (self.frame.a, self.frame.d, self.frame.e, self.frame.f) if self.is_raw else (1, 1, 0, 0)
        parts: list[Piece] = []
        for token in tokens:
            start, end, (_, em, bold, drop) = token
            if end - start > 1 and not follows.is_whole(start, end):
                parts += self.split(token)
                continue
            # Its characters simply follow one another: the first and the last box span the others.
            foot = d * bottom[start] + f
            baseline = self.baseline(start) if drop is None else foot + self.frame.d * drop
            left, right = a * x0[start] + e, a * x1[end - 1] + e
            parts.append(Piece(text[start:end], left, d * top[start] + f, right, foot, baseline, em, bold, start))
        return join_pieces(parts, Parting(self.rules, self.is_spaced))

    def split(self, token: Token) -> Iterator[Piece]:
        """The pieces of a token."""
        glyphs = self.place(token)
        for start, end, text in split_token(glyphs, 0, len(glyphs.text), token.style.em, self.rules):
            yield self.piece(token, glyphs, start, end, text)

    def place(self, token: Token) -> Glyphs:
        """The characters of a token in the frame."""
        own = slice(token.start, token.end)
        text, *boxes = self.glyphs
        x0, top, x1, bottom = (each[own] for each in boxes)
        return Glyphs(text[own], *(self.frame.boxes(x0, bottom, x1, top) if self.is_raw else (x0, top, x1, bottom)))

    def piece(self, token: Token, glyphs: Glyphs, start: int, end: int, text: str) -> Piece:
        """The characters from ``start`` to ``end`` of a token, of which ``glyphs`` are."""
        style = token.style
        return Piece(
            text,
            min(glyphs.x0[start:end]),
            min(glyphs.top[start:end]),
            max(glyphs.x1[start:end]),
            max(glyphs.bottom[start:end]),
            self.baseline(token.start + start),
            style.em,
            style.bold,
            token.start + start,
        )

    def baseline(self, index: int) -> float:
        """Height of the baseline of a character, as pdfium says."""
        return self.frame.point(*self.text_page.origin(index))[1]

    def is_spaced(self, index: int) -> bool:
        """Whether a space is printed before a character, and not only guessed by pdfium."""
        text = self.glyphs.text
        while index and text[index - 1].isspace():
            index -= 1
            if self.text_page.is_printed_space(index):
                return True
        return False

    def whole(self, token: Token) -> Piece:
        """A token as it is: text aslant has no lines to join."""
        glyphs = self.place(token)
        return self.piece(token, glyphs, 0, len(glyphs.text), glyphs.text)


def _read_words(
    text_page: TextPage, shown: Frame, edges: Sequence[Edge]
) -> tuple[tuple[Word, ...], tuple[Word, ...], int]:
    """Words of every direction in content order, in the frame of the main direction; the others of them; its turn."""
    raw = text_page.glyphs(text_page.text())
    tokens = _read_tokens(text_page, raw, shown)
    main = _main_turn(tokens)
    found: list[Piece] = []
    strays: list[Piece] = []
    for turn, group in tokens.items():
        own = main if turn is None else turn
        frame = shown.turned(own)
        view = View(text_page, frame, *_see(raw, frame), Rules(_turn_edges(edges, shown, own)))
        pieces = list(map(view.whole, group)) if turn is None else view.words(group)
        turned = pieces if own == main else [_turn_piece(piece, frame, own, main) for piece in pieces]
        found += turned
        strays += turned if turn != main else []
    found.sort(key=attrgetter("order"))
    words, others = (_keep_words(pieces, shown.turned(main)) for pieces in (found, strays))
    if not is_clean(raw.text):
        words, others = clean_words(words), clean_words(others)
    return tuple(words), tuple(others), main


def _see(raw: RawGlyphs, frame: Frame) -> tuple[Glyphs, bool]:
    """The characters of a page for a view of it, and whether their boxes are left in user space."""
    if frame.a > 0 > frame.d:
        return Glyphs(raw.text, raw.left, raw.top, raw.right, raw.bottom), True
    glyphs = Glyphs(raw.text, *frame.boxes(raw.left, raw.bottom, raw.right, raw.top))
    return part_along(glyphs) if frame.a == 0 else glyphs, False


def _keep_words(pieces: Iterable[Piece], frame: Frame) -> Iterator[Word]:
    """Words that share equal texts and the heights of their lines: those of a long document are most of its memory.

    What lies wholly beside the page, behind its crop box, no viewer shows.
    """
    heights: dict[float, float] = {}
    shared = heights.setdefault
    width, height = frame.width, frame.height
    for text, x0, top, x1, bottom, _, _, bold, _ in pieces:
        if x1 > 0 and x0 < width and bottom > 0 and top < height:
            yield Word(intern(text), x0, shared(top, top), x1, shared(bottom, bottom), None, bold)


def _turn_piece(piece: Piece, frame: Frame, old: int, new: int) -> Piece:
    box = turn_box(BBox(piece.x0, piece.top, piece.x1, piece.bottom), old, new, frame.width, frame.height)
    return Piece(piece.text, *box, piece.baseline, piece.em, piece.bold, piece.order)


def _turn_edges(edges: Sequence[Edge], shown: Frame, turn: int) -> tuple[Edge, ...]:
    if turn == 0:
        return tuple(edges)
    return tuple(Edge(*turn_box(BBox(*edge), 0, turn, shown.width, shown.height)) for edge in edges)
