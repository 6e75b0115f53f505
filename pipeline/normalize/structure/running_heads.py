"""Running heads and footers that change with the part they name: "Article 4 - Uniforms" over each page of it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from pipeline.layouts.structure import HEADING_KINDS
from pipeline.normalize.structure.records import BodyLine

FEWEST_PAGES = 3
LEAST_SHARE = 0.6
"""Part of the pages on which a line stands at that height, apart from the text."""
LEAST_ALIKE = 0.6
"""Part of those lines that have words in common with another, or stand again on the next page."""
WHITE = 1.5
"""Line distances between a running head and the text."""
STEP = 6.0
"""Points by which heights may differ."""
MOST_WORDS = 16
PROSE = 3
"""Words in lower case of a line of prose, and lines of prose of a page of text."""
_PART = re.compile(
    rf"^(?:{'|'.join(HEADING_KINDS)})\.?\s+(?:\d{{1,3}}(?:\.\d{{1,2}})?|[IVXLC]+|[A-Z])\b[\s.:\u2013\u2014-]*",
    re.IGNORECASE,
)
_APPENDIX = re.compile(
    rf"^(?:{'|'.join(word for word, kind in HEADING_KINDS.items() if kind == 'appendix')})\s+(?:[A-Z]|\d{{1,2}})\b",
    re.IGNORECASE,
)
""" "Appendix A" printed again over its pages opens the appendix all the same."""


def find_changing_heads(lines: Sequence[BodyLine], pages: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Indexes of the outermost lines of pages of prose that stand at one height and are alike, though none is another.

    The heading of a part that opens a page stands at one height too, but it is not printed again, and has no words in
    common with others but its own heading word.
    """
    if len(pages) < FEWEST_PAGES or lines[pages[0][0]].page_number is None:
        return frozenset()
    found: set[int] = set()
    for top in (True, False):
        heights: dict[int, list[int]] = defaultdict(list)
        texts = 0
        for first, last in pages:
            if not _is_text(lines[first:last]):
                continue
            texts += 1
            if (index := _outermost(lines, first, last, top=top)) is not None:
                heights[round(lines[index].line.top / STEP)].append(index)
        rows = max(heights.values(), key=len, default=[])
        if len(rows) >= max(FEWEST_PAGES, LEAST_SHARE * texts) and _are_alike([lines[index].text for index in rows]):
            found.update(index for index in rows if not _APPENDIX.match(lines[index].text))
    return frozenset(found)


def _is_text(page: Sequence[BodyLine]) -> bool:
    return sum(sum(word.text[0].islower() for word in item.line.words) >= PROSE for item in page) >= PROSE


def _outermost(lines: Sequence[BodyLine], first: int, last: int, *, top: bool) -> int | None:
    """The first or last line of a page that is no number, where white space parts it from the text."""
    order = range(first, last) if top else range(last - 1, first - 1, -1)
    for index in order:
        item = lines[index]
        if item.text.isdigit():
            continue
        gap = lines[index + 1].gap if top and index + 1 < last else item.gap
        short = len(item.line.words) <= MOST_WORDS and not item.ruled
        return index if short and gap > WHITE else None
    return None


def _are_alike(texts: Sequence[str]) -> bool:
    """Whether most of the lines begin or end like another one, or are printed again on the next page.

    What begins with the number of a part may be its heading, and those of several appendices may end alike.
    """
    words = [[] if _PART.match(text) else text.split() for text in texts]
    starts = Counter(" ".join(row[:2]) for row in words if _hold_word(row[:2]))
    ends = Counter(" ".join(row[-2:]) for row in words if _hold_word(row[-2:]))
    shapes = [re.sub(r"\d+$", "", text).rstrip() for text in texts]
    alike = 0
    for place, row in enumerate(words):
        beside = shapes[place] in (shapes[place - 1] if place else "", *shapes[place + 1 : place + 2])
        shared = len(row) > 2 and (starts[" ".join(row[:2])] > 1 or ends[" ".join(row[-2:])] > 1)
        alike += beside or shared
    return alike >= LEAST_ALIKE * len(texts)


def _hold_word(words: Sequence[str]) -> bool:
    return any(word[0].isalpha() and len(word) > 2 for word in words)
