"""Steps of rows that a narrow column breaks over two lines: "Step" over "1", "13-24" over "months"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from operator import attrgetter

from pipeline.layouts import pay
from pipeline.models import Word
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.joins import level_of

_SEVERAL = 2
_LEVEL = 1.0
"""Points by which the middle of an amount may miss the line it stands on."""
_LEADING = (0.6, 1.7)
"""Heights of type from one line of a cell to the next."""
_top = attrgetter("top")


def join_broken_steps(words: Sequence[Word]) -> Sequence[Word]:
    """Join such steps, each on the line of its amounts; heads of columns, which have no amounts beside them, stay."""
    first = [word for word in words if tokens.fold(word.text) in pay.STEP_HEADS]
    second = [word for word in words if tokens.fold(word.text) in pay.SERVICE_UNITS]
    if len(first) + len(second) < _SEVERAL:
        return words
    levels = sorted((word.top + word.bottom) / 2 for word in words if tokens.is_cents(word.text))
    if not levels:
        return words
    falling = sorted(words, key=_top)
    steps = [(upper, lower) for upper in first if (lower := _find_under(upper, falling)) is not None]
    service = [(upper, lower) for lower in second if (upper := _find_over(lower, falling)) is not None]
    pairs = [
        *((upper, lower) for upper, lower in steps if tokens.parse_step(lower.text) is not None),
        *((upper, lower) for upper, lower in service if tokens.names_service(f"{upper.text} {lower.text}")),
    ]
    joined = {upper: _join(upper, lower, levels) for upper, lower in pairs if _stands_on(upper, lower, levels)}
    gone = {lower for upper, lower in pairs if upper in joined}
    if len(joined) < _SEVERAL or any(_is_bare_step(word, joined, levels) for word in words if word not in gone):
        return words
    return [joined.get(word, word) for word in words if word not in gone]


def _join(upper: Word, lower: Word, levels: Sequence[float]) -> Word:
    top, bottom = level_of(upper, lower, levels)
    x0, x1 = min(upper.x0, lower.x0), max(upper.x1, lower.x1)
    return upper._replace(text=f"{upper.text} {lower.text}", x0=x0, top=top, x1=x1, bottom=bottom)


def _find_under(upper: Word, falling: Sequence[Word]) -> Word | None:
    height = upper.bottom - upper.top
    return _find(upper, falling, upper.top + _LEADING[0] * height, upper.top + _LEADING[1] * height)


def _find_over(lower: Word, falling: Sequence[Word]) -> Word | None:
    height = lower.bottom - lower.top
    return _find(lower, falling, lower.top - _LEADING[1] * height, lower.top - _LEADING[0] * height)


def _find(word: Word, falling: Sequence[Word], low: float, high: float) -> Word | None:
    """The word over or under another one, of those whose tops lie between two heights."""
    near = falling[bisect_left(falling, low, key=_top) : bisect_right(falling, high, key=_top)]
    return next((other for other in near if other.x0 < word.x1 and word.x0 < other.x1), None)


def _is_bare_step(word: Word, joined: Mapping[Word, Word], levels: Sequence[float]) -> bool:
    """Whether a row prints its step without the word: "Step" then is the head of the column."""
    if tokens.parse_step(word.text) is None or word in joined or not _stands_on(word, word, levels):
        return False
    return any(word.x0 < upper.x1 and upper.x0 < word.x1 for upper in joined)


def _stands_on(upper: Word, lower: Word, levels: Sequence[float]) -> bool:
    """Whether amounts stand on one of the lines of two words under one another, or between them, but not on both."""
    if upper is not lower and _stands_on(upper, upper, levels) and _stands_on(lower, lower, levels):
        return False
    place = bisect_left(levels, (upper.top + upper.bottom) / 2 - _LEVEL)
    return place < len(levels) and levels[place] <= (lower.top + lower.bottom) / 2 + _LEVEL
