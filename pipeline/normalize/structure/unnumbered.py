"""Headings without word or number: "OVERTIME", "Sick Leave" in bold, titles that the contents list names."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from pipeline.layouts.structure import JOINING_WORDS, TOPICS
from pipeline.normalize.structure.joining import is_finished
from pipeline.normalize.structure.markers import read_marker
from pipeline.normalize.structure.numbered import PROSE_WORDS
from pipeline.normalize.structure.records import BodyLine, ContentsEntry, Heading
from pipeline.normalize.structure.titles import is_capitals

FEWEST = 4
"""Headings: fewer lines in capitals or bold are emphasis."""
FEWEST_TOPICS = 3
"""Headings that name what agreements are about; a news article or a schedule has fewer."""
MOST_WORDS = 9
PROSE = 3
"""Words in lower case of a line of prose."""
NEAR = 2
"""Lines below a title in which prose must stand: the last line of a title page is no heading."""
FURNITURE = 6
"""Lines of running heads and page numbers that may stand between a title and its text over the page."""
LARGE = 1.15
"""Times the usual height of the type: a line in larger type is a title."""
_DEEP = frozenset("gjpqy,;()$Q[]")
_FIGURES = re.compile(r"\d")


def find_unnumbered_headings(
    lines: Sequence[BodyLine], skip: Set[int], entries: Sequence[ContentsEntry]
) -> tuple[Heading, ...]:
    """Titles on lines of their own that stand over text, all of one dress, in a document without other headings.

    Args:
        lines: Lines of the document.
        skip: Indexes that are headings, contents or furniture.
        entries: Its contents list: what it names is a heading in whatever dress.
    """
    listed = {_fold(entry.title) for entry in entries if entry.number is None}
    places = [index for index, item in enumerate(lines) if index not in skip and _may_be_title(index, item, lines)]
    usual = {deep: _usual_height(lines, deep) for deep in (False, True)}
    dressed = (
        [index for index in places if _fold(lines[index].text) in listed],
        [index for index in places if is_capitals(lines[index].text)],
        [index for index in places if lines[index].bold],
        [index for index in places if lines[index].line.height > LARGE * usual[_is_deep(lines[index])]],
    )
    for found in dressed:
        headings = _join_lines([index for index in found if _is_over_text(index, found, lines, skip)], found, lines)
        topics = sum(not TOPICS.isdisjoint(_fold(item.title).split()) for item in headings)
        if len(headings) >= FEWEST and topics >= FEWEST_TOPICS:
            return headings
    return ()


def _usual_height(lines: Sequence[BodyLine], deep: bool) -> float:
    """Median height of lines of prose with letters below the base line, or without: boxes may be those of the ink."""
    prose = [item for item in lines if sum(word.text[0].islower() for word in item.line.words) >= PROSE]
    alike = [item for item in prose if _is_deep(item) == deep]
    heights = sorted(item.line.height for item in alike or prose)
    return heights[len(heights) // 2] if heights else 0.0


def _is_deep(item: BodyLine) -> bool:
    return not _DEEP.isdisjoint(item.text)


def _fold(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def _may_be_title(index: int, item: BodyLine, lines: Sequence[BodyLine]) -> bool:
    """A short line without figures, set apart, that neither ends nor goes on as a sentence."""
    words = item.text.rstrip(":").split()
    if len(words) > MOST_WORDS or _FIGURES.search(item.text) or item.text[-1] in ".;," or item.ruled:
        return False
    before = lines[index - 1] if index else None
    alone = item.apart or before is None or is_finished(before.text)
    small = sum(word[0].islower() and word not in JOINING_WORDS for word in words)
    return alone and not small and words[0][0].isupper() and len(item.text) > 3 and read_marker(item.text) is None


def _is_over_text(index: int, places: Sequence[int], lines: Sequence[BodyLine], skip: Set[int]) -> bool:
    """Whether prose follows, after another line of the same title at most.

    It may stand on the next page, under a running head, unless the title stands on a page without prose above it: the
    last line of a title page.
    """
    after = index + 1 if index + 1 in places and not lines[index + 1].apart else index
    below = [place for place in range(after + 1, min(after + 1 + NEAR + FURNITURE, len(lines))) if place not in skip]
    near = [lines[place] for place in below[:NEAR]]
    if not near or sum(word[0].islower() for item in near for word in item.text.split()) < PROSE_WORDS:
        return False
    return near[0].source_page == lines[index].source_page or _has_prose_above(index, lines)


def _has_prose_above(index: int, lines: Sequence[BodyLine]) -> bool:
    """Whether a line of prose stands above on the page."""
    for place in range(index - 1, -1, -1):
        if lines[place].source_page != lines[index].source_page:
            return False
        if sum(word.text[0].islower() for word in lines[place].line.words) >= PROSE:
            return True
    return False


def _join_lines(found: Sequence[int], places: Sequence[int], lines: Sequence[BodyLine]) -> tuple[Heading, ...]:
    """Headings, those of two lines in one."""
    headings: list[Heading] = []
    for index in found:
        if headings and headings[-1].last == index:
            continue
        last = index + 1 if index + 1 in places and not lines[index + 1].apart else index
        title = " ".join(lines[place].text for place in range(index, last + 1)).rstrip(": ")
        headings.append(Heading("section", None, title, title, index, last))
    return tuple(headings)
