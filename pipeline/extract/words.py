"""Characters with boxes -> words. Geometry decides where a word ends, not the text layer's idea of spaces.

A text layer lies in both directions: letters placed one by one come with spaces between them, and the
cells of a table come without any. So the text layer's tokens are split where a gap or a ruled line
shows, and pieces that touch on one baseline are joined again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.models import Edge

LETTER_GAP = 0.15
"""Gap in em that parts two letters: a space is 0.22 to 0.28 em, squeezed to 0.17 in justified text."""
DIGIT_GAP = 0.22
"""The same between figures: kerned and tabular figures may stand wider, table columns never stand this near."""
TRACKED_GAP = 0.5
"""Letters that all stand this near each other, evenly, are one spaced-out word."""
TRACKED_DIGIT_GAP = 0.3
TOUCHING = 0.05
"""Below this gap in em two characters touch, whatever the text layer or a ruled line says."""
OVERPRINT = 0.15
"""The same character this near to its twin is printed twice to look bold."""
BASELINE = 0.2
"""Pieces whose baselines differ by less than this (in em) stand on one line; a superscript does not."""
FIGURES = frozenset("0123456789.,")


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters of a page in one frame, index by index; boxes are advance boxes (side bearings included)."""

    text: str
    x0: Sequence[float]
    top: Sequence[float]
    x1: Sequence[float]
    bottom: Sequence[float]


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters known to belong together."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    em: float
    bold: bool
    order: int
    """Position in the page's content."""
    space_before: bool = False
    """The text layer itself prints a space before it."""


class Rules:
    """The vertical ruled lines of a page, to ask whether one stands between two characters."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        lines = sorted(((edge.x0 + edge.x1) / 2, edge.top, edge.bottom) for edge in edges if _is_vertical(edge))
        self._xs = [line[0] for line in lines]
        self._spans = [(line[1], line[2]) for line in lines]

    def between(self, left: float, right: float, y: float) -> bool:
        """Whether a vertical line at height ``y`` stands between two abscissas."""
        for index in range(bisect_left(self._xs, left), len(self._xs)):
            if self._xs[index] > right:
                return False
            if self._spans[index][0] <= y <= self._spans[index][1]:
                return True
        return False


def split_token(glyphs: Glyphs, start: int, end: int, em: float, rules: Rules) -> list[tuple[int, int, str]]:
    """Split a token of the text layer where the page shows a gap, a rule or another line.

    Returns:
        Pieces as first index, end index and text; overprinted characters are left out of the text.
    """
    x0, x1, text = glyphs.x0, glyphs.x1, glyphs.text
    touching, overlap = TOUCHING * em, -OVERPRINT * em
    cuts: list[int] = []
    twins: set[int] = set()
    tracking = -1.0
    for index in range(start + 1, end):
        gap = x0[index] - x1[index - 1]
        if overlap <= gap <= touching and abs(glyphs.bottom[index] - glyphs.bottom[index - 1]) <= 0.25 * em:
            continue
        if _is_twin(glyphs, index, em):
            twins.add(index)
            continue
        if tracking < 0:
            tracking = _tracking(glyphs, start, end, em)
        if _is_cut(glyphs, index, em, tracking, rules):
            cuts.append(index)
    bounds = [start, *cuts, end]
    return [
        (first, last, "".join(text[i] for i in range(first, last) if i not in twins) if twins else text[first:last])
        for first, last in pairwise(bounds)
    ]


def join_pieces(pieces: Sequence[Piece], rules: Rules) -> list[Piece]:
    """Join pieces of one frame that touch on one baseline; drop what is printed twice. In content order."""
    words: list[Piece] = []
    for line in _lines(_drop_twins(pieces)):
        words += _join_line(line, rules)
    return sorted(words, key=lambda word: word.order)


def _is_vertical(edge: Edge) -> bool:
    return edge.bottom - edge.top > edge.x1 - edge.x0


def _is_twin(glyphs: Glyphs, index: int, em: float) -> bool:
    """The same character printed again on the one before it (fake bold)."""
    near = OVERPRINT * em
    return (
        glyphs.text[index] == glyphs.text[index - 1]
        and abs(glyphs.x0[index] - glyphs.x0[index - 1]) < min(near, 0.5 * (glyphs.x1[index] - glyphs.x0[index]))
        and abs(glyphs.bottom[index] - glyphs.bottom[index - 1]) < near
    )


def _tracking(glyphs: Glyphs, start: int, end: int, em: float) -> float:
    """The even extra space between the letters of a token; 0 where there is none."""
    gaps = [glyphs.x0[index] - glyphs.x1[index - 1] for index in range(start + 1, end)]
    middle = median(gaps) if len(gaps) > 2 else 0.0
    return middle if TOUCHING * em < middle < TRACKED_DIGIT_GAP * em else 0.0


def _is_cut(glyphs: Glyphs, index: int, em: float, tracking: float, rules: Rules) -> bool:
    left, right = glyphs.x1[index - 1], glyphs.x0[index]
    if right - left < -0.5 * em or abs(glyphs.bottom[index] - glyphs.bottom[index - 1]) > 0.25 * em:
        return True
    figures = glyphs.text[index] in FIGURES and glyphs.text[index - 1] in FIGURES
    if right - left > max((DIGIT_GAP if figures else LETTER_GAP) * em, 1.6 * tracking):
        return True
    if right - left <= TOUCHING * em:
        return False
    return rules.between(left, right, (glyphs.top[index] + glyphs.bottom[index]) / 2)


def _drop_twins(pieces: Sequence[Piece]) -> list[Piece]:
    seen: dict[str, list[Piece]] = {}
    kept = []
    for piece in pieces:
        near = OVERPRINT * piece.em
        twins = seen.setdefault(piece.text, [])
        if any(abs(twin.x0 - piece.x0) < near and abs(twin.baseline - piece.baseline) < near for twin in twins):
            continue
        twins.append(piece)
        kept.append(piece)
    return kept


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by baseline, each line from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.baseline):
        if lines and piece.baseline - lines[-1][0].baseline <= BASELINE * min(piece.em, lines[-1][0].em):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: (piece.x0, piece.order)) for line in lines]


def _join_line(line: Sequence[Piece], rules: Rules) -> list[Piece]:
    limit = _spaced_out_limit(line)
    words: list[Piece] = []
    last = None
    for piece in line:
        if words and last is not None and _touch(words[-1], last, piece, limit, rules):
            words[-1] = _joined(words[-1], piece)
        else:
            words.append(piece)
        last = piece
    return words


def _spaced_out_limit(line: Sequence[Piece]) -> tuple[float, float]:
    """Largest gap inside a spaced-out word of single letters, and of single figures; 0 where there is none."""
    gaps: dict[bool, list[float]] = {False: [], True: []}
    for left, right in pairwise(line):
        if len(left.text) == len(right.text) == 1 and not right.space_before:
            figures = left.text in FIGURES and right.text in FIGURES
            gap = (right.x0 - left.x1) / right.em
            if 0 < gap < (TRACKED_DIGIT_GAP if figures else TRACKED_GAP):
                gaps[figures].append(gap)
    wide = {kind: 1.3 * median(found) if len(found) > 2 else 0.0 for kind, found in gaps.items()}
    return wide[False], wide[True]


def _touch(word: Piece, last: Piece, piece: Piece, spaced_out: tuple[float, float], rules: Rules) -> bool:
    em = min(last.em, piece.em)
    gap = piece.x0 - word.x1
    figures = last.text[-1] in FIGURES and piece.text[0] in FIGURES
    limit = DIGIT_GAP if figures else LETTER_GAP
    if len(last.text) == len(piece.text) == 1:
        limit = max(limit, spaced_out[figures])
    if not -OVERPRINT * em <= gap <= limit * em or max(last.em, piece.em) > 1.5 * em:
        return False
    if gap <= TOUCHING * em:
        return True
    return not piece.space_before and not rules.between(word.x1, piece.x0, (piece.top + piece.bottom) / 2)


def _joined(word: Piece, piece: Piece) -> Piece:
    return replace(
        word,
        text=word.text + piece.text,
        top=min(word.top, piece.top),
        x1=max(word.x1, piece.x1),
        bottom=max(word.bottom, piece.bottom),
        bold=word.bold and piece.bold,
        order=min(word.order, piece.order),
    )
