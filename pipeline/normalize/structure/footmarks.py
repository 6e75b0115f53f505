"""Marks of footnotes: small raised figures that are no part of the sentence they stand in."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.models import Word
from pipeline.normalize.lines import TextLine, make_line

SMALL = 0.86
"""Times the height of the words beside it: a mark is set smaller."""
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
        words = [word for index, word in enumerate(line.words) if not _is_raised(index, line)]
        dropped += sum(len(word.text) for word in line.words) - sum(len(word.text) for word in words)
        left.append(line if len(words) == len(line.words) else make_line(words))
    return left, dropped


def _may_be_mark(word: Word) -> bool:
    return len(word.text) <= 2 and (word.text.isdigit() or word.text in ("*", "**", "\u2020", "\u2021"))


def _stands_over(mark: TextLine, line: TextLine) -> bool:
    """Whether a line of small figures overlaps the line below it, each behind one of its words."""
    if (
        mark.bottom <= line.top
        or mark.height >= SMALL * line.height
        or mark.bottom > line.bottom - RAISED * line.height
    ):
        return False
    return all(_follows(word, line) for word in mark.words)


def _follows(mark: Word, line: TextLine) -> bool:
    """Whether a mark stands behind a word of the line, and is no numerator of a fraction."""
    near = 0.35 * line.height
    behind = any(abs(mark.x0 - word.x1) <= near for word in line.words)
    return behind and not any(word.text[0] in "/\u2044" and abs(word.x0 - mark.x1) <= near for word in line.words)


def _is_raised(index: int, line: TextLine) -> bool:
    """Whether a word of a line is a mark: small, raised, close behind a word; the numerator of a fraction is none."""
    word = line.words[index]
    if index == 0 or not _may_be_mark(word):
        return False
    height = word.bottom - word.top
    small = height < SMALL * line.height and word.bottom < line.bottom - RAISED * line.height
    after = line.words[index + 1] if index + 1 < len(line.words) else None
    fraction = after is not None and after.text[0] in "/\u2044"
    return small and not fraction and word.x0 - line.words[index - 1].x1 <= 0.35 * line.height
