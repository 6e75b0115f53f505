"""Marks of footnotes that stand raised behind a word ("Zoo Curator*", "3,150.00*"): they are no part of a row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from pipeline.models import Word
from pipeline.normalize.salary import tokens

_MARKS = frozenset({"*", "**", "***", "\u2020", "\u2021"})
_FIGURES = 2
_SMALL = 0.85
"""Share of the height of the word before from which a mark is set smaller, at most."""
_NEAR = 0.25
"""Heights of that word between it and its mark, at most."""
_x1 = attrgetter("x1")


def drop_marks(words: Sequence[Word]) -> Sequence[Word]:
    """The words without such marks; a star that stands alone in its cell is a blank and stays."""
    marks = [word for word in words if word.text in _MARKS or (word.text.isdigit() and len(word.text) <= _FIGURES)]
    most = _SMALL * max((word.bottom - word.top for word in words), default=0.0)
    marks = [mark for mark in marks if mark.bottom - mark.top <= most]
    if not marks:
        return words
    ordered = sorted(words, key=_x1)
    ends = [word.x1 for word in ordered]
    gone = {mark for mark in marks if _is_behind(mark, ordered, ends)}
    return [word for word in words if word not in gone]


def _is_behind(mark: Word, ordered: Sequence[Word], ends: Sequence[float]) -> bool:
    """Whether a mark is set smaller right behind a word and above its foot.

    A figure is a mark only behind a letter or cents: behind whole dollars it may be their cents.
    """
    reach = mark.bottom - mark.top
    near = ordered[bisect_left(ends, mark.x0 - reach) : bisect_right(ends, mark.x0 + 1)]
    for word in near:
        height = word.bottom - word.top
        if mark.text.isdigit() and not (word.text[-1].isalpha() or tokens.is_cents(word.text)):
            continue
        beside = -1 <= mark.x0 - word.x1 <= _NEAR * height
        if beside and reach <= _SMALL * height and word.top - reach < mark.top < word.top + height / 2:
            return True
    return False
