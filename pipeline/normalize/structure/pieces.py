"""Clauses while they are read, and to whom the paragraphs after a list belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from pipeline.normalize.structure.nesting import INDENT, RANK, Nesting

LONGEST_ITEM = 300
"""Characters: items of an enumeration are shorter as a rule; longer ones are provisions with paragraphs."""


@dataclass(slots=True)
class Piece:
    """A clause that grows while its lines are read."""

    path: tuple[str, ...]
    style: str
    """Of its marker; empty where it has none."""
    value: int
    marker: str
    x0: float
    paragraphs: list[str] = field(default_factory=list)
    pages: list[int | None] = field(default_factory=list)
    """Page of each paragraph."""
    follows: str = "\n"
    """What stands between the clause before and this one."""

    @property
    def depth(self) -> int:
        """Markers above and including its own."""
        return len(self.path)

    def add(self, text: str, page_number: int | None) -> None:
        """Add a paragraph."""
        self.paragraphs.append(text)
        self.pages.append(page_number)


def make_piece(nesting: Nesting, marker: str, x0: float, follows: str = "\n") -> Piece:
    """An empty piece for the innermost open clause."""
    style, value = (nesting.levels[-1].style, nesting.levels[-1].value) if marker else ("", 0)
    return Piece(tuple(level.label for level in nesting.levels), style, value, marker, x0, follows=follows)


def return_after_lists(pieces: Sequence[Piece]) -> list[Piece]:
    """Give what follows an enumeration back to the clause that introduced it.

    Where indents say nothing, the paragraphs after the last item look like the item's own. They are the
    introducing clause's when its text ended in a colon and no other item has a second paragraph ("subject
    to the following: 1. ... 4. ..." and then the sentence that goes on, MOU 28 article 2.8).
    """
    lefts = [piece.x0 for piece in pieces if piece.marker]
    if lefts and max(lefts) - min(lefts) > INDENT and not _is_ragged(pieces):
        return list(pieces)
    result: list[Piece] = []
    moved: tuple[str, ...] | None = None
    for index, piece in enumerate(pieces):
        if moved is not None and piece.style == "named" and piece.path[:-1] == moved:
            piece.path = (*moved[:-1], piece.path[-1])
        if len(piece.paragraphs) < 2 or not _closes_enumeration(index, pieces):
            result.append(piece)
            continue
        moved = piece.path
        result.append(replace(piece, paragraphs=piece.paragraphs[:1], pages=piece.pages[:1]))
        result.append(Piece(piece.path[:-1], "", 0, "", piece.x0, piece.paragraphs[1:], piece.pages[1:]))
    return result


def _is_ragged(pieces: Sequence[Piece]) -> bool:
    """Whether left edges are those of a text file (multiples of nothing a page would print)."""
    return all(page is None for piece in pieces for page in piece.pages)


def _closes_enumeration(index: int, pieces: Sequence[Piece]) -> bool:
    """Whether a piece is the last of at least two items, one paragraph each, after a colon."""
    piece = pieces[index]
    if piece.value < 2 or not RANK["I."] <= RANK[piece.style] < RANK["bullet"]:
        return False
    after = pieces[index + 1] if index + 1 < len(pieces) else None
    if after is not None and ((after.depth > piece.depth and after.style != "named") or _are_siblings(piece, after)):
        return False
    lengths = [len(piece.paragraphs[0])]
    for before in range(index - 1, -1, -1):
        other, later = pieces[before], pieces[before + 1]
        if other.depth < piece.depth or (later.style == piece.style and later.value == 1):
            return other.paragraphs[-1].rstrip().endswith(":") and median(lengths) <= LONGEST_ITEM
        if other.depth == piece.depth and other.style:
            if len(other.paragraphs) > 1:
                return False
            lengths.append(len(other.paragraphs[0]))
    return False


def _are_siblings(piece: Piece, after: Piece) -> bool:
    return after.depth == piece.depth and after.style == piece.style and after.value > piece.value
