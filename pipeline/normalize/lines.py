"""Words -> lines of text, as a reader sees them: top to bottom, left to right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipeline.models import BBox, Word


class TextLine(NamedTuple):
    """Words that stand on one line of a page."""

    words: tuple[Word, ...]
    """Left to right."""
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def bbox(self) -> BBox:
        """The box around the words."""
        return BBox(self.x0, self.top, self.x1, self.bottom)

    @property
    def height(self) -> float:
        """Height of the line in points."""
        return self.bottom - self.top


def group_lines(words: Sequence[Word]) -> tuple[TextLine, ...]:
    """Group words whose vertical middles lie within the height of one another."""
    rows: list[list[Word]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.x0)):
        middle = (word.top + word.bottom) / 2
        if rows and middle - middles[-1] <= 0.35 * min(word.bottom - word.top, rows[-1][0].bottom - rows[-1][0].top):
            rows[-1].append(word)
        else:
            rows.append([word])
            middles.append(middle)
    return tuple(make_line(row) for row in rows)


def make_line(words: Sequence[Word]) -> TextLine:
    """A line of the words given, in reading order. At least one word."""
    row = tuple(sorted(words, key=lambda word: word.x0))
    return TextLine(
        row,
        row[0].x0,
        min(word.top for word in row),
        max(word.x1 for word in row),
        max(word.bottom for word in row),
    )
