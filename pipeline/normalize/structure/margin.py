"""Line numbers in the margin of pleadings, drafts and tentative agreements: taken off before the text is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.normalize.lines import TextLine, make_line

FEWEST = 8
"""Numbered lines of a page: fewer are a list."""
LEAST = 0.4
"""Part of a page's lines that must be numbered: where numbers and text are not level, every second line is."""
RISING = 0.9
"""Part of the numbers that must be the next one, or begin again."""
ALIGNED = 3.0
"""Points within which the numbers of a page end, or begin."""


def strip_line_numbers(pages: Sequence[Sequence[TextLine]]) -> tuple[list[Sequence[TextLine]], int]:
    """The lines of pages without the numbers that count them.

    A page with numbers beside prose shows that the document counts its lines; a title page or a page of tables has
    little prose of its own.

    Returns:
        The lines that are left, as they were where no numbers stand in the margin, and how many characters went.
    """
    found = [_find_numbered(lines) for lines in pages]
    if not any(_stands_by_prose(numbered) for numbered in found):
        return list(pages), 0
    left = [_strip(lines, numbered) for lines, numbered in zip(pages, found, strict=True)]
    return left, sum(len(line.words[0].text) for numbered in found for line in numbered)


def _find_numbered(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines of a page that begin with a number of the margin; empty where these do not count the lines."""
    numbered = [line for line in lines if len(line.words[0].text) <= 3 and line.words[0].text.isdigit()]
    if len(numbered) < max(FEWEST, LEAST * len(lines)):
        return []
    end = Counter(round(line.words[0].x1) for line in numbered).most_common(1)[0][0]
    start = Counter(round(line.x0) for line in numbered).most_common(1)[0][0]
    numbered = [line for line in numbered if abs(line.words[0].x1 - end) <= ALIGNED or abs(line.x0 - start) <= ALIGNED]
    numbers = [int(line.words[0].text) for line in numbered]
    rising = sum(after in (before + 1, 1) for before, after in pairwise(numbers))
    edge = max(line.words[0].x1 for line in numbered)
    clear = all(line.words[1].x0 >= edge for line in numbered if len(line.words) > 1)
    return numbered if clear and len(numbers) >= FEWEST and rising >= RISING * (len(numbers) - 1) else []


def _stands_by_prose(numbered: Sequence[TextLine]) -> bool:
    """Whether most numbers stand beside prose or nothing: the rows of a salary table count up too."""
    prose = sum(sum(word.text[0].islower() for word in line.words[1:]) >= 2 for line in numbered)
    alone = sum(len(line.words) == 1 for line in numbered)
    return prose >= 4 and prose + alone >= 0.6 * len(numbered)


def _strip(lines: Sequence[TextLine], numbered: Sequence[TextLine]) -> Sequence[TextLine]:
    known = {id(line) for line in numbered}
    if not known:
        return lines
    bare = ((line, line.words[1:] if id(line) in known else line.words) for line in lines)
    return [line if words is line.words else make_line(words) for line, words in bare if words]
