"""Whether a stroke between two amounts parts the ends of a range, or is the sign of one of them.

The rows of a table tell: under a range stand ranges, and beside a negative amount of a table of steps the other
rows print two amounts of neighbouring columns, with nothing between them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.models import Word
from pipeline.normalize.lines import group_lines
from pipeline.normalize.salary import tokens

DASHES = "-\u2212\u2013"
_CLOSE = 1.5
"""Heights of type between two amounts, at most, whose columns leave room for a stroke and a space."""


class Strokes(NamedTuple):
    """Middles of the amounts of a page that another one follows closely: with a stroke between them, and without."""

    parted: Sequence[float]
    plain: Sequence[float]

    def are_signs(self, x0: float, x1: float) -> bool:
        """Whether strokes right of amounts from ``x0`` to ``x1`` are signs: in their column as many have none."""
        parted, plain = (bisect_right(middles, x1) - bisect_left(middles, x0) for middles in (self.parted, self.plain))
        return plain >= max(1, parted)


def read_strokes(words: Sequence[Word]) -> Strokes:
    """Look at all neighbouring amounts of a page."""
    pairs = [
        pair for line in group_lines([word for word in words if _counts(word.text)]) for pair in _pairs(line.words)
    ]
    return Strokes(
        sorted(middle for middle, has_stroke in pairs if has_stroke),
        sorted(middle for middle, has_stroke in pairs if not has_stroke),
    )


def _counts(text: str) -> bool:
    return text in DASHES or any(tokens.is_amount(part) for part in _parts(text))


def _parts(text: str) -> list[str]:
    """What stands before, between and after the strokes of a word."""
    for dash in DASHES[1:]:
        text = text.replace(dash, DASHES[0])
    return text.split(DASHES[0])


def _pairs(line: Sequence[Word]) -> Iterator[tuple[float, bool]]:
    """The middle of each amount that another one follows closely, and whether a stroke stands between them."""
    amounts: list[Word] = []
    strokes: list[float] = []
    for word in line:
        if word.text in DASHES:
            strokes.append(word.x0)
            continue
        parts = _parts(word.text)
        if len(parts) > 1 and all(map(tokens.is_amount, parts)):
            yield (word.x0 + word.x0 + (word.x1 - word.x0) * len(parts[0]) / len(word.text)) / 2, True
        amounts.append(word)
    for left, right in pairwise(amounts):
        own = left.text[-1] in DASHES or right.text[0] in DASHES or any(left.x0 < x0 < right.x0 for x0 in strokes)
        if own or right.x0 - left.x1 <= _CLOSE * (left.bottom - left.top):
            yield (left.x0 + left.x1) / 2, own
