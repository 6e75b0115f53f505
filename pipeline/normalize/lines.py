"""Words -> lines of text, as a reader sees them: top to bottom, left to right."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from statistics import median_high
from typing import NamedTuple
from weakref import WeakKeyDictionary

from pipeline.models import BBox, Page, Word

_SAME_LINE = 0.35
"""Heights of type by which the middles of words of one line may differ."""


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

    @property
    def type_height(self) -> float:
        """Height of most of its words: those that stand off one another make a line higher than its type.

        On a scan a word may be higher than its type: a rest of a ruled line clings to it.
        """
        return median_high(word.bottom - word.top for word in self.words)


def lines_of(page: Page) -> tuple[TextLine, ...]:
    """The lines of a page, top to bottom; grouped once, since several readings ask for them."""
    lines = _known.get(page)
    if lines is None:
        lines = _known[page] = group_lines(page.words)
    return lines


_known: WeakKeyDictionary[Page, tuple[TextLine, ...]] = WeakKeyDictionary()
"""Lines of the pages that are in memory."""


def group_lines(words: Sequence[Word]) -> tuple[TextLine, ...]:
    """Group words whose vertical middles lie within the height of one another."""
    rows: list[list[Word]] = []
    first_middle = first_height = 0.0
    for word in sorted(words, key=_place):
        middle = (word.top + word.bottom) / 2
        height = word.bottom - word.top
        if rows and middle - first_middle <= _SAME_LINE * (height if height < first_height else first_height):
            rows[-1].append(word)
        else:
            rows.append([word])
            first_middle, first_height = middle, height
    return tuple(map(make_line, rows))


def _place(word: Word) -> tuple[float, float]:
    return word.top + word.bottom, word.x0


_left_edge = attrgetter("x0")


def make_line(words: Sequence[Word]) -> TextLine:
    """A line of the words given, in reading order. At least one word."""
    row = tuple(sorted(words, key=_left_edge))
    _, x0s, tops, x1s, bottoms, *_ = zip(*row, strict=True)
    return TextLine(row, x0s[0], min(tops), max(x1s), max(bottoms))
