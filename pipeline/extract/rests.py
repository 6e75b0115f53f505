"""Rests of ruled lines that recognisers read as strokes: the soft border of a rule that was painted over is an I."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.models import Edge, Word

_STROKES = frozenset("Il1|!")
_DASHES = frozenset("-\u2013\u2014_=~")
_BESIDE = 1.25 / 72
"""Inches from the middle of a rule to the rest of its border."""
_THIN = 0.1
"""Width of such a rest in its heights, at most; the stem of a letter has 0.15 or more."""


def drop_rests(words: Iterable[Word], edges: Sequence[Edge], dpi: float) -> list[Word]:
    """The words but for strokes and dashes that are rests of ruled lines; all in pixels.

    A stroke is one where a vertical line runs through it, or right beside it and it is a sliver; dashes are where
    they lie along a horizontal line.
    """
    vertical = [edge for edge in edges if edge.x1 - edge.x0 < edge.bottom - edge.top]
    level = [edge for edge in edges if edge.x1 - edge.x0 >= edge.bottom - edge.top]
    beside = _BESIDE * dpi
    return [word for word in words if not _is_stroke(word, vertical, beside) and not _is_dashes(word, level, beside)]


def _is_stroke(word: Word, vertical: Sequence[Edge], beside: float) -> bool:
    if not set(word.text) <= _STROKES:
        return False
    sliver = word.x1 - word.x0 <= _THIN * (word.bottom - word.top)
    reach, middle = beside if sliver else 0.0, (word.top + word.bottom) / 2
    return any(word.x0 - reach <= edge.x0 <= word.x1 + reach and edge.top <= middle <= edge.bottom for edge in vertical)


def _is_dashes(word: Word, level: Sequence[Edge], beside: float) -> bool:
    if len(word.text) < 2 or not set(word.text) <= _DASHES:
        return False  # a dash may stand for an amount that there is none of
    middle = (word.x0 + word.x1) / 2
    return any(word.top - beside <= edge.top <= word.bottom + beside and edge.x0 <= middle <= edge.x1 for edge in level)
