"""Lines of an article -> its text and its clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.models import Clause, Word
from pipeline.normalize.lines import make_line
from pipeline.normalize.structure.footnotes import read_note_mark
from pipeline.normalize.structure.joining import continues, ends_early, is_finished, join_texts
from pipeline.normalize.structure.markers import Marker, read_marker
from pipeline.normalize.structure.nesting import INDENT, RANK, Nesting
from pipeline.normalize.structure.pieces import Piece, make_piece, return_after_lists
from pipeline.normalize.structure.records import BodyLine, Geometry
from pipeline.normalize.structure.titles import SIGNATURE, is_capitals, split_capitals

_GLYPH = re.compile(r"^(?:\(cid:\d+\)|[•▪●■\ufffd\uf000-\uf8ff])$")
_OPEN_END = re.compile(r"(?:[,)]|\b(?:and|or))$")
_LIST_END = re.compile(r"(?:[:;]|[;,]\s(?:and|or|and/or))$")
"""How the text before an item of a list ends."""
MOST_HEAD_WORDS = 10


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text of an article and its clauses."""

    text: str
    clauses: tuple[Clause, ...]
    dropped: int
    """Characters left out on purpose: hyphens at line ends, list marks of OCR markup."""


def read_article_text(
    document_id: str,
    article_id: str,
    items: Sequence[BodyLine],
    geometry: Geometry,
    vocabulary: frozenset[str],
    *,
    subheadings: bool,
) -> ArticleText:
    """Join the lines of an article to clauses.

    Args:
        document_id: Of the document.
        article_id: Of the article.
        items: Its lines, without headings, tables and furniture.
        geometry: How the document sets its lines.
        vocabulary: Its words, to decide on hyphens.
        subheadings: Whether a line in capitals opens a part of the article.
    """
    reader = _Reader(geometry, vocabulary, subheadings)
    for item in split_lines(items):
        reader.read(item)
    pieces = [*return_after_lists(reader.pieces), *reader.notes]
    text, spans = _lay_out(pieces)
    seen: Counter[str] = Counter()
    clauses: list[Clause] = []
    for piece, span in zip(pieces, spans, strict=True):
        path = ".".join(piece.path)
        seen[path] += 1
        again = f"#{seen[path]}" if seen[path] > 1 else ""
        clauses.append(_make_clause((document_id, article_id), piece, again, text, span))
    return ArticleText(text, tuple(clauses), reader.dropped)


def _make_clause(keys: tuple[str, str], piece: Piece, again: str, text: str, span: tuple[int, int]) -> Clause:
    (document_id, article_id), (start, end) = keys, span
    path = ".".join(piece.path)
    return Clause(
        document_id=document_id,
        clause_id=f"{article_id}/{path}{again}",
        article_id=article_id,
        path=path,
        depth=piece.depth,
        marker=piece.marker,
        text=text[start:end],
        page_number=piece.pages[0],
        char_start=start,
        char_end=end,
    )


def _lay_out(pieces: Sequence[Piece]) -> tuple[str, list[tuple[int, int]]]:
    """The article's text and where each clause stands in it."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    for index, piece in enumerate(pieces):
        between = piece.follows if index else ""
        body = "\n".join(piece.paragraphs)
        start = position + len(between)
        parts += [between, body]
        position = start + len(body)
        spans.append((start, position))
    return "".join(parts), spans


def split_lines(items: Sequence[BodyLine]) -> list[BodyLine]:
    """Lines cut before every bullet and step that stands inside them (a list set as one paragraph).

    Each piece has the left edge of its line: where it stands inside says nothing of its place in the list.
    """
    cut: list[BodyLine] = []
    for item in items:
        words = item.line.words
        starts = [place for place in range(1, len(words)) if _opens_inside(words, place)]
        for first, end in zip([0, *starts], [*starts, len(words)], strict=True):
            if not starts:
                cut.append(item)
                continue
            line = make_line(words[first:end])._replace(x0=item.line.x0)
            cut.append(replace(item, line=line, text=line.text, gap=2.0 if first else item.gap))
    return cut


def _opens_inside(words: Sequence[Word], place: int) -> bool:
    """A bullet glyph, or STEP 1 after a subheading in capitals."""
    if _GLYPH.match(words[place].text):
        return True
    step = words[place].text == "STEP" and place + 1 < len(words) and words[place + 1].text.isdigit()
    return step and is_capitals(" ".join(word.text for word in words[:place]))


class _Reader:
    """Reads the lines of one article in order."""

    def __init__(self, geometry: Geometry, vocabulary: frozenset[str], subheadings: bool) -> None:
        self._geometry = geometry
        self._vocabulary = vocabulary
        self._subheadings = subheadings
        self._nesting = Nesting()
        self._before: BodyLine | None = None
        self.pieces: list[Piece] = []
        self.notes: list[Piece] = []
        """Those at the feet of pages, which stand in no clause."""
        self.dropped = 0

    def read(self, item: BodyLine) -> None:
        """Add a line: a new clause, a new paragraph, or the rest of a sentence."""
        if item.footnote:
            self._read_note(item)
            return
        marker = read_marker(item.text)
        if (
            marker is not None
            and self._may_open(item, marker)
            and self._nesting.open(marker, self._is_sure(item), item.line.x0)
        ):
            self._open(marker, item.text, item)
        elif (head := self._read_subheading(item)) is not None:
            self._nesting.open(head, True, item.line.x0)
            self._start(head.text, item.text, item)
        elif self._before is not None and self.pieces and continues(self._before, item, self._geometry):
            paragraphs = self.pieces[-1].paragraphs
            paragraphs[-1], dropped = join_texts(paragraphs[-1], item.text, self._vocabulary)
            self.dropped += dropped
        elif not self.pieces or self._nesting.close(item.line.x0 if self._geometry.paged else None):
            self._start("", item.text, item)
        else:
            self.pieces[-1].add(item.text, item.page_number)
        self._before = item

    def _read_note(self, item: BodyLine) -> None:
        mark = read_note_mark(item.text)
        if mark is not None or not self.notes:
            label = f"Footnote {mark or ''}".strip()
            self.notes.append(Piece((label,), "named", 0, mark or "", item.line.x0))
            self.notes[-1].add(item.text, item.page_number)
            return
        paragraphs = self.notes[-1].paragraphs
        paragraphs[-1], dropped = join_texts(paragraphs[-1], item.text, self._vocabulary)
        self.dropped += dropped

    def _may_open(self, item: BodyLine, marker: Marker) -> bool:
        """Whether a marker at the start of a line can be one: in a set page, a wrapped number is text."""
        before = self._before
        if before is None or not self._geometry.wrapped or marker.style in ("bullet", "closing") or item.apart:
            return True
        if item.text[marker.end :].lstrip()[:1].islower():
            return _LIST_END.search(before.text) is not None and self._ends_early(before, item)
        return self._ends_early(before, item) or is_finished(before.text) or _OPEN_END.search(before.text) is not None

    def _ends_early(self, before: BodyLine, item: BodyLine) -> bool:
        """Whether a line was broken on purpose: a word that was wrapped had no room above.

        A text file has lost its indents, so there only the space counts that a page break left (MOU 25).
        """
        if self._geometry.paged:
            return ends_early(before, item, self._geometry)
        return item.line.x0 > before.line.x0 + INDENT

    def _is_sure(self, item: BodyLine) -> bool:
        return self._before is None or item.apart or is_finished(self._before.text)

    def _open(self, marker: Marker, text: str, item: BodyLine) -> None:
        """Open a clause, and the inner one whose marker follows at once ("A. 1. The ...")."""
        rest = text[marker.end :].lstrip()
        self.dropped += sum(not sign.isspace() for sign in text[: marker.end]) - sum(
            not sign.isspace() for sign in marker.text
        )
        inner = read_marker(rest)
        chained = (
            inner is not None
            and inner.value == 1
            and RANK["I."] <= RANK[marker.style] < RANK[inner.style] < RANK["bullet"]
        )
        if chained and inner is not None and self._nesting.levels:
            self._start(marker.text, marker.text, item)
            self._nesting.open(inner, True, item.line.x0)
            self._start(inner.text, rest, item, follows=" ")
        else:
            self._start(marker.text, marker.text + text[marker.end :], item)

    def _start(self, marker: str, text: str, item: BodyLine, follows: str = "\n") -> None:
        piece = make_piece(self._nesting, marker, item.line.x0, follows)
        piece.add(text.strip(), item.page_number)
        self.pieces.append(piece)

    def _read_subheading(self, item: BodyLine) -> Marker | None:
        """A line in capitals, or capitals before a sentence, that names a part of the article."""
        if any(level.style == "closing" for level in self._nesting.levels):
            return None
        if (sign := SIGNATURE.match(item.text)) is not None:
            printed = sign.group().strip()
            return Marker(printed, "closing", printed.rstrip(":"), 0, None, sign.end())
        if not self._subheadings:
            return None
        before = self._before
        if before is not None and not (is_finished(before.text) and (item.apart or self._ends_early(before, item))):
            return None
        head, rest = split_capitals(item.text)
        if not _is_subheading(head, rest):
            return None
        return Marker(head, "head", head.rstrip(":"), 0, None, len(head))


def _is_subheading(head: str, rest: str) -> bool:
    """Capitals that name a part: a whole line, two words before a sentence, or one long word before "A"."""
    words = head.rstrip(":").split()
    if not words or len(words) > MOST_HEAD_WORDS or re.search(r"\d|[.,;]$", head):
        return False
    whole = not rest and len(head) > 3
    return whole or (len(words) >= 2 and rest[:1].isupper()) or (len(head) > 6 and rest.startswith("A "))
