"""Headings without a heading word: "5. HOLIDAYS", "V. HOLIDAYS", "5.1 Holidays" in bold."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.normalize.structure.headings import Candidate, choose_headings, read_number
from pipeline.normalize.structure.records import BodyLine
from pipeline.normalize.structure.titles import is_capitals

_NUMBERED = re.compile(r"^(?P<number>\d{1,2}(?:\.\d{1,2})?|[IVX]{1,5})[.):]?\s+(?P<rest>[A-Z].{2,80})$")
FEWEST = 4
"""Headings: fewer numbered lines in capitals are a list."""
PROSE_WORDS = 6
"""Words in lower case of a line that is text."""


def find_numbered_headings(lines: Sequence[BodyLine], skip: frozenset[int]) -> tuple[Candidate, ...]:
    """Numbered titles in capitals or bold that count up through a document which prints no heading words.

    Most of them must stand over text: the rows of a table count up too.
    """
    found = [
        candidate
        for index, item in enumerate(lines)
        if index not in skip and (candidate := _read_numbered(index, item)) is not None
    ]
    chosen = choose_headings(found)
    over_text = sum(_stands_over_text(candidate.index, lines) for candidate in chosen)
    return chosen if len(chosen) >= FEWEST and over_text > 0.5 * len(chosen) else ()


def _read_numbered(index: int, item: BodyLine) -> Candidate | None:
    match = _NUMBERED.match(item.text)
    if match is None or not (item.bold or is_capitals(match["rest"])) or match["rest"].endswith((".", ";", ",")):
        return None
    read = read_number("section", match["number"])
    return Candidate(index, "section", match["number"], read[0], read[1], match["rest"], True) if read else None


def _stands_over_text(index: int, lines: Sequence[BodyLine]) -> bool:
    near = " ".join(item.text for item in lines[index + 1 : index + 4])
    return sum(word[0].islower() for word in near.split()) >= PROSE_WORDS
