"""Words of ink -> words that stand on lines.

A recogniser gives the box of a word's ink: "on" is lower than "On", "1," reaches below its line, a dash
is a sliver. Everyone after it asks which words stand on one line, and how many lines of type lie between
two, so each box is made what a text layer gives: the height of the type, the same along the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipeline.models import Word

_LOW = frozenset("acegmnopqrsuvwxyz")
"""Letters without an ascender; every other letter and figure is as high as a capital, about."""
_DEEP = frozenset("gjpqy,;()[]{}|$@")
_X_HEIGHT = 0.73
"""Height of a low letter, and depth of a deep one, in heights of a capital."""
_DEPTH = 0.25
_JITTER = 0.14
"""Baselines closer than this, in heights of a capital, are one: a pixel more or less, a rest of skew."""
_SAME = 0.7
"""Heights that differ by less than this share are one: a rest of a ruled line makes a word taller."""
_TALL = 1.4
"""Times the usual height from which a word may hold more than its letters."""
_ABOVE, _BELOW = 0.2, 0.28
"""What type has over its capitals and under its baseline, in heights of a capital, as text layers count it."""
_FLAT = 0.55
"""A word of less than this height of its neighbours is a mark (a dash, a dot), not letters."""


def level_words(words: Sequence[Word]) -> list[Word]:
    """The words with boxes of the height of their type; marks take the height of the word beside them."""
    letters = [_level(word) for word in words if any(char.isalnum() for char in word.text)]
    if not letters:
        return list(words)
    usual = median(word.bottom - word.top for word in letters)
    letters = _cut_down(letters, usual)
    letters = [word for line in _part(letters, _JITTER * usual) for word in _align(line)]
    return [*letters, *(_raise(mark, letters, usual) for mark in words if not any(c.isalnum() for c in mark.text))]


def _level(word: Word) -> Word:
    """The box the word would have if it were written in capitals."""
    low = all(char in _LOW for char in word.text if char.isalnum()) and not set(word.text) & set("($[")
    deep = bool(set(word.text) & _DEEP)
    ink = word.bottom - word.top
    capital = ink / ((_X_HEIGHT if low else 1.0) + (_DEPTH if deep else 0.0))
    baseline = word.bottom - (_DEPTH * capital if deep else 0.0)
    return word._replace(top=baseline - capital, bottom=baseline)


def _cut_down(words: Sequence[Word], usual: float) -> list[Word]:
    """Words too tall for their line, for a rest of a ruled line clings to them, with the height of the line inside."""
    tall = [word for word in words if word.bottom - word.top > _TALL * usual]
    lines = _part([word for word in words if word not in tall], _JITTER * usual) if tall else []
    spans = [(min(word.top for word in line), max(word.bottom for word in line)) for line in lines]
    slack = _JITTER * usual
    cut: list[Word] = []
    for word in words:
        low = word.bottom + slack + _DEPTH * (word.bottom - word.top)  # of a tall box too much was taken for depth
        inside = [span for span in spans if word.top - slack <= span[0] and span[1] <= low]
        own = inside[0] if word in tall and len(inside) == 1 else (word.top, word.bottom)
        cut.append(word._replace(top=own[0], bottom=own[1]))
    return cut


def _part(words: Sequence[Word], gap: float) -> list[list[Word]]:
    """Words by baseline: a new one begins where none stands within ``gap``."""
    parts: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.bottom):
        if not parts or word.bottom - parts[-1][-1].bottom > gap:
            parts.append([])
        parts[-1].append(word)
    return parts


def _align(line: Sequence[Word]) -> list[Word]:
    """Words of one baseline with the same baseline, and those of about the usual height with that height."""
    bottom, height = median(word.bottom for word in line), median(word.bottom - word.top for word in line)
    own = (word.bottom - word.top for word in line)
    heights = (height if abs(each - height) < _SAME * height else each for each in own)
    return [
        word._replace(top=bottom - (1 + _ABOVE) * each, bottom=bottom + _BELOW * each)
        for word, each in zip(line, heights, strict=True)
    ]


def _raise(mark: Word, letters: Sequence[Word], usual: float) -> Word:
    """A mark as high as the nearest word of its line; alone on its line it stays as it is."""
    if mark.bottom - mark.top >= _FLAT * usual:
        return mark
    middle = (mark.top + mark.bottom) / 2
    beside = [word for word in letters if word.top <= middle <= word.bottom]
    if not beside:
        return mark
    nearest = min(beside, key=lambda word: max(word.x0 - mark.x1, mark.x0 - word.x1))
    return mark._replace(top=nearest.top, bottom=nearest.bottom)
