"""Words with a line drawn through them: what an agreement takes out, read as text all the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from pipeline.models import BBox, Edge, Page, Word, to_shown
from pipeline.normalize.lines import TextLine, lines_of
from pipeline.normalize.structure.records import Struck

MIDDLE = (0.35, 0.75)
"""Part of the height of a word in which the line stands, from the top; one that underlines stands lower."""
LEAST_COVERED = 0.9
"""Part of the width of a word that the line covers."""
LEVEL = 1.0
"""Points by which the ends of a level line, and the pieces of one, differ in height."""
NEAR = 4.0
"""Points between the ends of the line and those of words: the rule of a table goes on."""


def find_struck(pages: Sequence[Page]) -> tuple[Struck, ...]:
    """The struck words of each page that has any, in the order of its lines."""
    return tuple(struck for page in pages if page.edges if (struck := _read_page(page)) is not None)


def _read_page(page: Page) -> Struck | None:
    rules = _join_rules([edge for edge in page.edges if edge.bottom - edge.top <= LEVEL < edge.x1 - edge.x0])
    tops = [edge.top for edge in rules]
    runs: list[list[Word]] = []
    for line in lines_of(page) if rules else ():
        near = rules[bisect_left(tops, line.top) : bisect_left(tops, line.bottom)]
        through = [edge for edge in near if _ends_with_words(edge, line)]
        kinds = [any(_is_through(edge, word) for edge in through) for word in line.words] if through else []
        runs += [
            [word for word, _ in run]
            for struck, run in groupby(zip(line.words, kinds, strict=False), lambda pair: pair[1])
            if struck
        ]
    words = [word for run in runs for word in run]
    if not words or words[0].score is not None:
        return None
    texts = tuple(" ".join(word.text for word in run) for run in runs)
    return Struck(page.page_number, texts, len(words), to_shown(page, _box_of(words)))


def _join_rules(edges: Sequence[Edge]) -> list[Edge]:
    """Level lines from top to bottom, those drawn in pieces in one."""
    joined: list[Edge] = []
    for edge in sorted(edges, key=lambda edge: (round(edge.top / LEVEL), edge.x0)):
        last = joined[-1] if joined else None
        if last is not None and abs(edge.top - last.top) <= LEVEL and edge.x0 - last.x1 <= LEVEL:
            joined[-1] = last._replace(x1=max(last.x1, edge.x1))
        else:
            joined.append(edge)
    return sorted(joined, key=lambda edge: edge.top)


def _ends_with_words(edge: Edge, line: TextLine) -> bool:
    starts = any(abs(word.x0 - edge.x0) <= NEAR for word in line.words)
    return starts and any(abs(word.x1 - edge.x1) <= NEAR for word in line.words)


def _is_through(edge: Edge, word: Word) -> bool:
    low, high = (word.top + part * (word.bottom - word.top) for part in MIDDLE)
    if not (low <= edge.top <= high and any(sign.isalnum() for sign in word.text)):
        return False
    return min(word.x1, edge.x1) - max(word.x0, edge.x0) >= LEAST_COVERED * (word.x1 - word.x0)


def _box_of(words: Sequence[Word]) -> BBox:
    return BBox(
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )
