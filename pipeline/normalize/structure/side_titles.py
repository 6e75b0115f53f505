"""Titles set in the margin beside their text, as older agreements do: made lines of their own above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from pipeline.layouts.structure import JOINING_WORDS, TOPICS
from pipeline.models import Page, Word
from pipeline.normalize.lines import TextLine, make_line
from pipeline.normalize.structure.markers import read_marker

FEWEST = 4
"""Lines of titles in the margin, and lines of prose of a page that is looked at."""
FEWEST_TOPICS = 3
"""Words of titles that name what agreements are about."""
FARTHEST = 0.4
"""Part of the width of the page left of which the text begins."""
CLEAR = 2.0
"""Points of white between a title and the text."""
USUAL = 0.05
"""Part of the lines that begin where the text does, at least."""
MOST_BESIDE = 0.4
"""Part of the lines that a title stands beside, at most."""
MOST_ACROSS = 0.1
"""Part of the lines that reach over the edge of the text: titles of the agreement, signatures."""
PROSE = 3


def lift_side_titles(pages: Sequence[Page], lines: Sequence[Sequence[TextLine]]) -> list[Sequence[TextLine]]:
    """Lines of every page, titles in the margin on lines of their own in bold; as they were where there are none.

    What hangs out to the left of the text is a marker as a rule, or a heading over it: titles are words in title case,
    most of them beside a line of the text.
    """
    set_pages = [rows for page, rows in zip(pages, lines, strict=True) if page.reader != "text" and _is_text(rows)]
    rows = list(chain(*set_pages))
    starts = Counter(round(line.x0) for line in rows)
    limit = FARTHEST * max((page.width for page in pages), default=0.0)
    edges = (start for start, count in starts.items() if count >= USUAL * len(rows) and start <= limit)
    for edge in sorted(edges, reverse=True):
        if _holds_titles(rows, edge):
            return [_lift(page, edge) if _is_text(page) else page for page in lines]
    return list(lines)


def _is_text(rows: Sequence[TextLine]) -> bool:
    return sum(_is_prose(line) for line in rows) >= FEWEST


def _is_prose(line: TextLine) -> bool:
    return sum(word.text[0].islower() for word in line.words) >= PROSE


def _margin_of(line: TextLine, edge: float) -> tuple[Word, ...]:
    """The words of a line that end left of the text; none where a word reaches into the text."""
    margin = tuple(word for word in line.words if word.x0 < edge - CLEAR)
    return margin if all(word.x1 <= edge - CLEAR for word in margin) else ()


def _holds_titles(rows: Sequence[TextLine], edge: float) -> bool:
    """Whether hardly a line reaches over the edge, and what stands left of it is titles, several beside the text."""
    outer = [line for line in rows if line.x0 < edge - CLEAR]
    if not FEWEST <= len(outer) <= (MOST_ACROSS + MOST_BESIDE) * len(rows):
        return False
    margins = [words for line in outer if (words := _margin_of(line, edge))]
    if len(outer) - len(margins) > MOST_ACROSS * len(rows) or not FEWEST <= len(margins) <= MOST_BESIDE * len(rows):
        return False
    titles = [" ".join(word.text for word in words) for words in margins]
    topics = sum(word in TOPICS for word in " ".join(titles).lower().split())
    beside = sum(0 < len(_margin_of(line, edge)) < len(line.words) for line in outer)
    return topics >= FEWEST_TOPICS and 2 * beside >= FEWEST and all(map(_is_title, titles))


def _is_title(text: str) -> bool:
    words = text.split()
    capitals = all(word[0].isupper() or word in JOINING_WORDS or word == "&" for word in words)
    return capitals and read_marker(text) is None and text[-1] not in ".,;:" and not any(map(str.isdigit, text))


def _lift(rows: Sequence[TextLine], edge: float) -> Sequence[TextLine]:
    """The lines of a page, each title before the first line that reaches below its top."""
    titles = _read_titles([words for line in rows if (words := _margin_of(line, edge))])
    lifted: list[TextLine] = []
    for line in rows:
        rest = line.words[len(_margin_of(line, edge)) :]
        while titles and rest and titles[0].top < line.bottom:
            lifted.append(titles.pop(0))
        if rest:
            lifted.append(line if len(rest) == len(line.words) else make_line(rest))
    return [*lifted, *titles]


def _read_titles(margins: Sequence[tuple[Word, ...]]) -> list[TextLine]:
    """Titles in bold, those of several lines in one."""
    titles: list[TextLine] = []
    for words in margins:
        line = make_line([word._replace(bold=True) for word in words])
        if titles and line.top - titles[-1].bottom < line.height:
            above = titles[-1]
            x0, x1 = min(above.x0, line.x0), max(above.x1, line.x1)
            titles[-1] = TextLine((*above.words, *line.words), x0, above.top, x1, line.bottom)
        else:
            titles.append(line)
    return titles
