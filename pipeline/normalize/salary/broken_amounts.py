"""Amounts that a narrow cell breaks over two lines: "$126,784." over "35"."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter

from pipeline.models import Word

_BEGUN = re.compile(r"\(?\$?(?:\d{1,3}(?:,\d{3})*(?:,\d{0,2}|\.\d?)|\d+\.\d?)")
"""An amount that cannot end where it does: after a comma, a point, or in the middle of thousands or cents."""
_REST = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d\d)?\)?")
_WHOLE = re.compile(r"\(?\$?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d\)?")
_LEADING = (0.6, 1.7)
"""Heights of type from one line of a cell to the next."""
_ALIGNED = 0.2
"""Heights of type by which both lines of a cell may differ at their left, in the middle or at their right."""
_ON_LEVEL = 0.25
_KNOWN = 1 << 13

_top = attrgetter("top")


def join_broken_amounts(words: Sequence[Word]) -> Sequence[Word]:
    """Join amounts that are broken over two lines of a cell, so that the whole amount stands on one line of its row.

    That is the line on which other amounts stand, else that of other words, be it the first, the second
    or the middle between both.
    """
    begun = [word for word in words if _is_begun(word.text)]
    if not begun:
        return words
    falling = sorted(words, key=_top)
    rests: dict[Word, Word] = {}
    for upper in begun:
        rest = _find_rest(upper, falling)
        if rest is not None and rest not in rests.values():
            rests[upper] = rest
    if not rests:
        return words
    gone = frozenset(rests.values())
    others = [word for word in words if word not in rests and word not in gone]
    whole = {upper: _join(upper, rest, others) for upper, rest in rests.items()}
    return [whole.get(word, word) for word in words if word not in gone]


@lru_cache(maxsize=_KNOWN)
def _is_begun(text: str) -> bool:
    return _BEGUN.fullmatch(text) is not None


def _find_rest(upper: Word, falling: Sequence[Word]) -> Word | None:
    """The word under ``upper`` with which it makes an amount, in the same cell; ``falling`` are words by their tops."""
    height = upper.bottom - upper.top
    low, high = (upper.top + part * height for part in _LEADING)
    below = falling[bisect_left(falling, low, key=_top) : bisect_right(falling, high, key=_top)]
    return next(
        (
            word
            for word in below
            if _REST.fullmatch(word.text) and _WHOLE.fullmatch(upper.text + word.text) and _is_aligned(upper, word)
        ),
        None,
    )


def _is_aligned(upper: Word, lower: Word) -> bool:
    slack = _ALIGNED * (upper.bottom - upper.top)
    sides = (upper.x0 - lower.x0, upper.x1 - lower.x1, (upper.x0 + upper.x1 - lower.x0 - lower.x1) / 2)
    return min(map(abs, sides)) <= slack


def _join(upper: Word, rest: Word, others: Iterable[Word]) -> Word:
    """The whole amount, on the line of its row."""
    height = upper.bottom - upper.top
    tops = (upper.top, (upper.top + rest.top) / 2, rest.top)
    beside = [word for word in others if upper.top - height < word.top < rest.top + height]
    for row in ([word for word in beside if _WHOLE.fullmatch(word.text)], beside):
        on_level = [top for top in tops if any(abs(word.top - top) <= _ON_LEVEL * height for word in row)]
        if on_level:
            break
    top = on_level[0] if on_level else tops[1]
    x0, x1 = min(upper.x0, rest.x0), max(upper.x1, rest.x1)
    return upper._replace(text=upper.text + rest.text, x0=x0, top=top, x1=x1, bottom=top + height)
