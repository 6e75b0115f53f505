"""Headings without a heading word: "5. HOLIDAYS", "V. HOLIDAYS", "5.1 Holidays" in bold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.layouts.structure import JOINING_WORDS
from pipeline.normalize.structure.heading_numbers import read_number
from pipeline.normalize.structure.headings import Candidate, choose_headings
from pipeline.normalize.structure.records import BodyLine
from pipeline.normalize.structure.titles import is_capitals, without_plan

_REST = r"(?P<rest>(?:\d{1,3}[/(]\w{1,2}\)? )?[A-Z].{2,110})"
_NUMBERED = re.compile(
    r"^(?P<number>\d{1,2}(?:\.\d{1,2})?|[IVX]{1,5}|[A-Z](?=[.)]))[.):]?(?:\s+[-\u2013\u2014]{1,2})?\s+" + _REST + "$"
)
FEWEST = 4
"""Headings: fewer numbered lines in capitals are a list."""
INSIDE = 0.8
"""Part of the decimals that stand under their whole number."""
MOST_WORDS = 8
"""Words of a title in title case that is neither bold nor in capitals."""
PROSE_WORDS = 6
"""Words in lower case of a line that is text."""


def find_numbered_headings(lines: Sequence[BodyLine], skip: frozenset[int]) -> tuple[Candidate, ...]:
    """Numbered titles in capitals or bold that count up through a document which prints no heading words.

    Most of them must stand over text: the rows of a table count up too.
    """
    found = [
        candidate for index, item in enumerate(lines) if index not in skip for candidate in _read_numbered(index, item)
    ]
    whole = [candidate for candidate in found if candidate.style != "decimal"]
    chosen = choose_headings(whole if _holds_decimals(whole, found) else found)
    over_text = sum(stands_over_text(candidate.index, lines) for candidate in chosen)
    return chosen if len(chosen) >= FEWEST and over_text > 0.5 * len(chosen) else ()


def _holds_decimals(whole: Sequence[Candidate], found: Sequence[Candidate]) -> bool:
    """Whether decimals are titles of clauses under whole numbers: 2.1 and 2.2 stand between 2 and 3."""
    outer = {candidate.index: candidate.order[0] for candidate in choose_headings(whole)}
    inside: list[bool] = []
    number = 0
    for candidate in found:
        number = outer.get(candidate.index, number)
        if candidate.style == "decimal":
            inside.append(candidate.order[0] == number)
    return len(outer) >= FEWEST and sum(inside) > INSIDE * len(inside)


def _read_numbered(index: int, item: BodyLine) -> tuple[Candidate, ...]:
    """The line as a heading: two readings where its letter may be a Roman number, none where it is no title."""
    match = _NUMBERED.match(item.text)
    if match is None or match["rest"].endswith((".", ";", ",")):
        return ()
    marked = item.bold or is_capitals(without_plan(match["rest"]))
    if not (marked or _is_titled(item, match["rest"])):
        return ()
    number, rest = match["number"], match["rest"]
    reads = [read_number("section", number)]
    if len(number) == 1 and number.isalpha():
        reads.append(("letter", (ord(number) - 64, 0)))
    return tuple(Candidate(index, "section", number, *read, rest, marked) for read in reads if read is not None)


def _is_titled(item: BodyLine, rest: str) -> bool:
    """Whether a line set apart is a title in title case: "5. Hours of Work"."""
    words = [bare for word in without_plan(rest).split() if (bare := word.strip('()"\u201c\u201d-\u2013\u2014'))]
    return item.apart and len(words) <= MOST_WORDS and all(word[0].isupper() or word in JOINING_WORDS for word in words)


def stands_over_text(index: int, lines: Sequence[BodyLine], count: int = 3) -> bool:
    """Whether so many lines below hold prose."""
    near = " ".join(item.text for item in lines[index + 1 : index + 1 + count])
    return sum(word[0].islower() for word in near.split()) >= PROSE_WORDS
