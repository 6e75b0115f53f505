"""Names of pay periods that a cell sets higher or lower than the amounts of their row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.models import Word
from pipeline.normalize.salary import tokens

_LEVEL = 0.3
"""Heights of type within which a name stands on the level of amounts."""
_REACH = 0.8
"""Heights of type by which it may stand off them: the next line of type is further away."""
_LEAST = 2


def level_periods(words: Sequence[Word]) -> Sequence[Word]:
    """Put such names on the line of the nearest amounts right of them that have no name on their line.

    Half a line is the offset of a label at the top of a cell of two lines beside amounts in its middle.
    """
    names = [word for word in words if tokens.parse_row_period(word.text)]
    if len(names) < _LEAST:
        return words
    amounts = sorted((word for word in words if tokens.is_cents(word.text) or tokens.is_fine(word.text)), key=_depth)
    levels = [(word.top + word.bottom) / 2 for word in amounts]
    apart = [name for name in names if not _between(levels, _middle(name), _LEVEL * _height(name))]
    if not apart:
        return words
    named = sorted(_middle(name) for name in names)
    moved: dict[Word, Word] = {}
    for name in apart:
        near = [amounts[at] for at in _between(levels, _middle(name), _REACH * _height(name))]
        right = [
            word for word in near if word.x0 > name.x1 and not _between(named, _middle(word), _LEVEL * _height(word))
        ]
        if right:
            level = min(right, key=lambda word: abs(_middle(word) - _middle(name)))
            half = _height(name) / 2
            moved[name] = name._replace(top=_middle(level) - half, bottom=_middle(level) + half)
    return [moved.get(word, word) for word in words] if moved else words


def _depth(word: Word) -> float:
    return word.top + word.bottom


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2


def _height(word: Word) -> float:
    return word.bottom - word.top


def _between(ordered: Sequence[float], middle: float, reach: float) -> range:
    """Indices of the heights within reach."""
    return range(bisect_left(ordered, middle - reach), bisect_left(ordered, middle + reach))
