"""Notes at the foot of a page: in smaller type under the text, each behind a figure or a sign."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from statistics import median

from pipeline.normalize.structure.records import BodyLine

SMALL = 0.9
"""Times the height of the type of the text: notes are set smaller."""
MOST_LINES = 24
"""Lines of notes of a page."""
PROSE = 3
"""Words in lower case of a line of prose."""
_DEEP = frozenset("gjpqy,;()$Q[]")
_MARK = re.compile(r"^\(?(\d{1,2}|[*\u2020\u2021\u00a7]{1,3}|[a-z](?=[.)]))[.)]?(?=\s|[A-Z])")


def read_note_mark(text: str) -> str | None:
    """The figure or sign that a note begins with."""
    match = _MARK.match(text)
    return match[1] if match else None


def mark_footnotes(lines: Sequence[BodyLine], furniture: Set[int]) -> tuple[BodyLine, ...]:
    """The lines, those of notes marked as such.

    They are the last lines of their page but for furniture, all in smaller type, under prose in the usual type.
    """
    prose = [item for item in lines if item.page_number is not None and _is_prose(item)]
    if not prose:
        return tuple(lines)
    small = {
        deep: SMALL * median([_height(item) for item in prose if _is_deep(item) == deep] or map(_height, prose))
        for deep in (False, True)
    }
    marked = list(lines)
    end = len(lines)
    while end > 0:
        page = lines[end - 1].source_page
        first = end
        while first > 0 and lines[first - 1].source_page == page:
            first -= 1
        for index in _find_notes(lines, range(first, end), furniture, small):
            marked[index] = replace(lines[index], footnote=True)
        end = first
    return tuple(marked)


def _find_notes(
    lines: Sequence[BodyLine], page: range, furniture: Set[int], small: Mapping[bool, float]
) -> Sequence[int]:
    """Indexes of the notes of a page; none without prose in the usual type over them, or a first mark."""
    text = [index for index in page if index not in furniture]
    place = len(text)
    while place > 0 and _is_small(lines[text[place - 1]], small) and not _is_set_apart(lines[text[place - 1]]):
        place -= 1
    over, notes = text[:place], text[place:]
    if not notes or len(notes) > MOST_LINES or read_note_mark(lines[notes[0]].text) is None:
        return ()
    prose = any(_is_prose(lines[index]) and not _is_small(lines[index], small) for index in over)
    return notes if prose and lines[notes[0]].apart else ()


def _is_prose(item: BodyLine) -> bool:
    return sum(word.text[0].islower() for word in item.line.words) >= PROSE


def _is_set_apart(item: BodyLine) -> bool:
    """Whether it is no note for sure: in a ruled table, or recognised in a picture, whose boxes are rough."""
    return item.ruled or item.page_number is None or item.line.words[0].score is not None


def _is_small(item: BodyLine, small: Mapping[bool, float]) -> bool:
    return _height(item) < small[_is_deep(item)]


def _height(item: BodyLine) -> float:
    return max(word.bottom - word.top for word in item.line.words)


def _is_deep(item: BodyLine) -> bool:
    """Whether letters reach below the base line: boxes may be those of the ink."""
    return not _DEEP.isdisjoint(item.text)
