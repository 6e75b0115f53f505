"""Headings that stand on the line of their text: "1. Recognition. The City ...", "WAGES: Employees are paid ..."."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from pipeline.layouts.structure import HEADING_KINDS, JOINING_WORDS, TOPICS
from pipeline.normalize.structure.heading_numbers import read_number
from pipeline.normalize.structure.headings import Candidate, choose_headings
from pipeline.normalize.structure.joining import is_finished
from pipeline.normalize.structure.records import BodyLine, Heading
from pipeline.normalize.structure.titles import is_capitals

_OUTER = "|".join(sorted((word for word, kind in HEADING_KINDS.items() if kind != "appendix"), key=len, reverse=True))
_RUN_IN = re.compile(
    rf"^(?:(?:(?P<word>{_OUTER})\.?\s*)?(?P<number>\d{{1,2}}(?:\.\d{{1,2}})?|[IVX]{{1,5}}|[A-Z](?=[.)]))\s*[.:)\u2013-]*\s+)?"
    r"(?P<title>[A-Z](?:[^.:;()]|\([^.:;()]{1,30}\)){2,70}?)\s*(?:[.:]|\s[\u2013\u2014-])\s+(?P<rest>[A-Z\u201c\"].*)$",
    re.IGNORECASE,
)
FEWEST = 4
"""Headings: fewer are a list."""
FEWEST_TOPICS = 3
"""Headings that name what agreements are about."""
MOST_WORDS = 8


def find_run_in_headings(lines: Sequence[BodyLine], skip: Set[int]) -> tuple[Heading, ...]:
    """Titles before sentences, in a document whose headings have no line of their own.

    Numbered ones count up; those without numbers are in capitals or bold. Several must name a topic of agreements.
    """
    found = {index: heading for index, item in enumerate(lines)
             if index not in skip and (heading := _read_line(index, lines)) is not None}  # fmt: skip
    numbered = [
        Candidate(index, heading.keyword, heading.number, *read, heading.title, is_capitals(heading.title))
        for index, heading in found.items()
        if heading.number is not None and (read := read_number(heading.keyword, heading.number)) is not None
    ]
    chosen = tuple(found[candidate.index] for candidate in choose_headings(numbered))
    plain = tuple(item for item in found.values() if item.number is None)
    capitals = tuple(item for item in plain if is_capitals(item.title))
    bold = tuple(item for item in plain if _is_bold_title(item, lines[item.first]))
    return next((headings for headings in (chosen, capitals, bold) if _are_headings(headings)), ())


def _is_bold_title(heading: Heading, line: BodyLine) -> bool:
    """Whether the title is bold and the sentence after it is not."""
    words = line.line.words
    count = len(words) - len(heading.rest.split())
    return all(word.bold for word in words[:count]) and not any(word.bold for word in words[count:])


def _are_headings(headings: Sequence[Heading]) -> bool:
    topics = sum(not TOPICS.isdisjoint(item.title.lower().split()) for item in headings)
    return len(headings) >= FEWEST and topics >= FEWEST_TOPICS


def _read_line(index: int, lines: Sequence[BodyLine]) -> Heading | None:
    """The line as a title and the sentence after it; ``None`` where it is a line of text."""
    item = lines[index]
    match = _RUN_IN.match(item.text)
    if match is None or not (match["word"] or item.apart or index == 0 or is_finished(lines[index - 1].text)):
        return None
    title, words = match["title"], match["title"].split()
    titled = all(word.lstrip("(")[:1].isupper() or word in JOINING_WORDS for word in words)
    if len(words) > MOST_WORDS or not titled or not match["rest"][0].isupper():
        return None
    number = match["number"]
    if number is not None and not number[0].isdigit() and not number.isupper():
        return None
    return Heading((match["word"] or "section").lower(), number, title, title, index, index, match["rest"])
