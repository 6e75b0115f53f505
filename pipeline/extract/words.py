"""Characters with boxes -> words. Geometry decides where a word ends, not the text layer's idea of spaces.

A text layer lies in both directions: letters placed one by one come with spaces between them, and the
cells of a table come without any. So the text layer's tokens are split where a gap or a ruled line
shows, and pieces that touch on one baseline are joined again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from operator import attrgetter, sub
from statistics import median
from typing import NamedTuple

from pipeline.extract.letters import mend_letters
from pipeline.models import Edge

LETTER_GAP = 0.15
"""Gap in em that parts two letters: a space is 0.22 to 0.28 em, squeezed to 0.17 in justified text."""
CAPITAL_GAP = 0.125
"""The same between capitals: a kerned space, as in "NATIONAL ASSOCIATION", is 0.14 em."""
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
_LEVEL = 0.25
"""Part of an em by which the feet of neighbouring characters of one line may differ."""
FIGURES = frozenset("0123456789.,")


class Glyphs(NamedTuple):
    """Characters of a page in one frame, index by index; boxes are advance boxes (side bearings included)."""

    text: str
    x0: Sequence[float]
    top: Sequence[float]
    x1: Sequence[float]
    bottom: Sequence[float]


class Piece(NamedTuple):
    """Characters known to belong together. (A tuple: a page has hundreds.)"""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    em: float
    bold: bool
    order: int
    """Position in the page's content: the index of its first character."""


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


class Following:
    """Whether characters simply follow one another, by the margins of size ``em``: on one line, with no gap."""

    def __init__(self, glyphs: Glyphs, em: float) -> None:
        self._touching, self._overlap = TOUCHING * em, -OVERPRINT * em
        self._gaps = list(map(sub, glyphs.x0[1:], glyphs.x1))
        self._tops, self._bottoms = glyphs.top, glyphs.bottom

    def is_whole(self, start: int, end: int) -> bool:
        """Of the characters from ``start`` to ``end``, two or more."""
        gaps = self._gaps[start : end - 1]
        if max(gaps) > self._touching or min(gaps) < self._overlap:
            return False
        tops, bottoms = self._tops[start:end], self._bottoms[start:end]
        return tops.count(tops[0]) == bottoms.count(bottoms[0]) == end - start


def split_token(glyphs: Glyphs, start: int, end: int, em: float, rules: Rules) -> list[tuple[int, int, str]]:
    """Split a token of the text layer where the page shows a gap, a rule or another line.

    Returns:
        Pieces as first index, end index and text; overprinted characters are left out of the text.
    """
    x0, x1, text = glyphs.x0, glyphs.x1, glyphs.text
    touching, overlap = TOUCHING * em, -OVERPRINT * em
    if _is_plain(glyphs, start, end, em):
        return [(start, end, text[start:end])]
    cuts: list[int] = []
    twins: set[int] = set()
    tracking = -1.0
    for index in range(start + 1, end):
        gap = x0[index] - x1[index - 1]
        if overlap <= gap <= touching and abs(glyphs.bottom[index] - glyphs.bottom[index - 1]) <= _LEVEL * em:
            continue
        if _shares_box(glyphs, index) and not _is_printed_twice(glyphs, start, end):
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


class Parting(NamedTuple):
    """What parts pieces of a line however near they stand."""

    rules: Rules
    is_spaced: Callable[[int], bool]
    """Whether the text layer itself prints a space before a character. (Asked only where a gap leaves it open.)"""


def join_pieces(pieces: Sequence[Piece], parting: Parting) -> list[Piece]:
    """Join pieces of one frame that touch on one baseline; drop what is printed twice. In content order."""
    words: list[Piece] = []
    for line in _lines(pieces):
        words += _join_line(_drop_twins(line), parting)
    words = [word if word.text.isascii() else word._replace(text=mend_letters(word.text)) for word in words]
    return sorted(words, key=_order)


_order = attrgetter("order")
_baseline = attrgetter("baseline")
_left_edge = attrgetter("x0", "order")


def _is_plain(glyphs: Glyphs, start: int, end: int, em: float) -> bool:
    """Whether the characters of a token just follow one another on a line, as nearly all do."""
    gaps = list(map(sub, glyphs.x0[start + 1 : end], glyphs.x1[start : end - 1]))
    if not gaps:
        return True
    if max(gaps) > TOUCHING * em or min(gaps) < -OVERPRINT * em:
        return False
    bottoms = glyphs.bottom[start:end]
    return max(bottoms) - min(bottoms) <= _LEVEL * em


def _is_vertical(edge: Edge) -> bool:
    return edge.bottom - edge.top > edge.x1 - edge.x0


def _shares_box(glyphs: Glyphs, index: int) -> bool:
    """Whether a letter has the very box of the letter before it: both are one glyph, a ligature."""
    before = index - 1
    return (
        glyphs.x0[index] == glyphs.x0[before]
        and glyphs.x1[index] == glyphs.x1[before]
        and glyphs.bottom[index] == glyphs.bottom[before]
        and glyphs.text[before].isalpha()
        and glyphs.text[index].isalpha()
    )


def _is_printed_twice(glyphs: Glyphs, start: int, end: int) -> bool:
    """Whether every character of a token is followed by itself: no ligature, but fake bold in one place."""
    text = glyphs.text[start:end]
    return text[::2] == text[1::2]


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
    if right - left < -0.5 * em or abs(glyphs.bottom[index] - glyphs.bottom[index - 1]) > _LEVEL * em:
        return True
    if right - left > max(_parting_gap(glyphs.text[index - 1], glyphs.text[index]) * em, 1.6 * tracking):
        return True
    if right - left <= TOUCHING * em:
        return False
    return rules.between(left, right, (glyphs.top[index] + glyphs.bottom[index]) / 2)


def _parting_gap(left: str, right: str) -> float:
    """Gap in em that parts two characters of a line."""
    if left in FIGURES and right in FIGURES:
        return DIGIT_GAP
    return CAPITAL_GAP if left.isupper() and right.isupper() else LETTER_GAP


def _drop_twins(line: Sequence[Piece]) -> list[Piece]:
    """A line without what is printed again where it stands already (fake bold)."""
    kept: list[Piece] = []
    for piece in line:
        near = OVERPRINT * piece.em
        for index in range(len(kept) - 1, -1, -1):
            before = kept[index]
            if piece.x0 - before.x0 >= near:
                kept.append(piece)
                break
            if before.text == piece.text and abs(before.baseline - piece.baseline) < near:
                kept[index] = min(before, piece, key=_order)
                break
        else:
            kept.append(piece)
    return kept


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by baseline, each line from left to right."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=_baseline):
        if lines and piece.baseline - lines[-1][0].baseline <= BASELINE * min(piece.em, lines[-1][0].em):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=_left_edge) for line in lines]


def _join_line(line: Sequence[Piece], parting: Parting) -> list[Piece]:
    limit = _spaced_out_limit(line, parting)
    widest = max(DIGIT_GAP, *limit)
    words: list[Piece] = []
    last = None
    for piece in line:
        near = words and piece.x0 - words[-1].x1 <= widest * piece.em
        if near and last is not None and _touch(words[-1], last, piece, limit, parting):
            words[-1] = _joined(words[-1], piece)
        else:
            words.append(piece)
        last = piece
    return words


def _spaced_out_limit(line: Sequence[Piece], parting: Parting) -> tuple[float, float]:
    """Largest gap inside a spaced-out word of single letters, and of single figures; 0 where there is none.

    Letters that touch others count too: where words come in pieces, the few gaps of a line are its spaces.
    """
    gaps: dict[bool, list[float]] = {False: [], True: []}
    for left, right in pairwise(line):
        several = (len(left.text) > 1) + (len(right.text) > 1)
        if several == 2:
            continue
        gap = (right.x0 - left.x1) / right.em
        if several and gap > TOUCHING:
            continue
        figures = left.text[-1] in FIGURES and right.text[0] in FIGURES
        if not figures and not (left.text[-1].isalpha() and right.text[0].isalpha()):
            continue  # a currency sign before its digits says nothing of letters
        if -OVERPRINT < gap < (TRACKED_DIGIT_GAP if figures else TRACKED_GAP) and not parting.is_spaced(right.order):
            gaps[figures].append(gap)
    wide = {kind: 1.3 * median(found) if len(found) > 2 else 0.0 for kind, found in gaps.items()}
    return wide[False], wide[True]


def _touch(word: Piece, last: Piece, piece: Piece, spaced_out: tuple[float, float], parting: Parting) -> bool:
    gap = piece.x0 - word.x1
    em = min(last.em, piece.em)
    limit = _parting_gap(last.text[-1], piece.text[0])
    if len(last.text) == len(piece.text) == 1:
        limit = max(limit, spaced_out[limit == DIGIT_GAP])
    if not -OVERPRINT * em <= gap <= limit * em or max(last.em, piece.em) > 1.5 * em:
        return False
    if gap <= TOUCHING * em:
        return True
    return not parting.is_spaced(piece.order) and not parting.rules.between(
        word.x1, piece.x0, (piece.top + piece.bottom) / 2
    )


def _joined(word: Piece, piece: Piece) -> Piece:
    return word._replace(
        text=word.text + piece.text,
        top=min(word.top, piece.top),
        x1=max(word.x1, piece.x1),
        bottom=max(word.bottom, piece.bottom),
        bold=word.bold and piece.bold,
        order=min(word.order, piece.order),
    )
