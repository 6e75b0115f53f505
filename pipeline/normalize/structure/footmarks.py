"""Marks of footnotes: small raised figures that are no part of the sentence they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.models import Word
from pipeline.normalize.lines import TextLine, make_line

_PLAIN = re.compile(r"[A-Zbdfhklt0-9]")
_DEEP = frozenset("gjpqy,;()$Q[]/|")
SMALL = 0.86
"""Times the height of the words beside it: a mark is set smaller."""
AROUND = 60.0
"""Points on both sides in which words are set in the type of the sentence."""
CLOSE = 0.35
"""Heights of the type between a word and its mark."""
RAISED = 0.2
"""Heights of the line that a mark ends above it."""


def strip_marks(lines: Sequence[TextLine]) -> tuple[Sequence[TextLine], int]:
    """The lines of a page without the marks of footnotes, and how many characters went.

    A mark stands raised in its line, or so high that it became a line of its own before it.
    """
    if not any(_may_be_mark(word) for line in lines for word in line.words):
        return lines, 0
    left: list[TextLine] = []
    dropped = 0
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else None
        if below is not None and all(map(_may_be_mark, line.words)) and _stands_over(line, below):
            dropped += sum(len(word.text) for word in line.words)
            continue
        if not any(map(_may_be_mark, line.words)):
            left.append(line)
            continue
        words = [word for index, word in enumerate(line.words) if not _is_raised(index, line)]
        dropped += sum(len(word.text) for word in line.words) - sum(len(word.text) for word in words)
        left.append(line if len(words) == len(line.words) else make_line(words))
    return left, dropped


def _may_be_mark(word: Word) -> bool:
    """Figures or a sign; what was recognised in a picture has boxes too rough to tell."""
    return (
        len(word.text) <= 2
        and word.score is None
        and (word.text.isdigit() or word.text in ("*", "**", "\u2020", "\u2021"))
    )


def _stands_over(mark: TextLine, line: TextLine) -> bool:
    """Whether a line of small figures overlaps the line below it, each behind one of its words."""
    return mark.bottom > line.top and all(_is_mark(word, line.words) for word in mark.words)


def _is_raised(index: int, line: TextLine) -> bool:
    """Whether a word of a line is a mark."""
    word = line.words[index]
    return index > 0 and _may_be_mark(word) and _is_mark(word, [*line.words[:index], *line.words[index + 1 :]])


def _is_mark(mark: Word, words: Sequence[Word]) -> bool:
    """Whether small raised figures stand close behind one of the words; the numerator of a fraction is no mark.

    Measured against the tallest word nearby without a letter below the base line: boxes may be those of the ink, so
    other words end lower, and the next column may be set in another type.
    """
    near = [word for word in words if word.x0 - AROUND < mark.x0 < word.x1 + AROUND]
    plain = [word for word in near if _PLAIN.search(word.text) and _DEEP.isdisjoint(word.text)]
    if not plain:
        return False
    tallest = max(plain, key=lambda word: word.bottom - word.top)
    height = tallest.bottom - tallest.top
    small = mark.bottom - mark.top < SMALL * height and mark.bottom < tallest.bottom - RAISED * height
    behind = any(
        abs(mark.x0 - word.x1) <= CLOSE * height and mark.bottom - mark.top < SMALL * (word.bottom - word.top)
        for word in near
    )
    fraction = any(word.text[0] in "/\u2044" and abs(word.x0 - mark.x1) <= CLOSE * height for word in near)
    return small and behind and not fraction
