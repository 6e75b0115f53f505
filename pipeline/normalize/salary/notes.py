"""Notes under a salary table that limit it ("for illustrative purposes only")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import headings, tokens

_STOP = re.compile(
    r"^(?:\W*)(?:article|section|sec\.|ordinance|letter of (?:agreement|understanding)|memorandum|table of contents|"
    r"in witness|signature|for the (?:city|union|association)|whereas)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 4
_MOST_LINES = 14
_MOST_GAP = 6.0
"""A note stands at most this many line heights below the table or the note before."""


def is_stop(text: str) -> bool:
    """Whether a line begins another part of the agreement."""
    return _STOP.match(text) is not None


def read_notes(lines: Sequence[TextLine], first: int, stop: int) -> tuple[str | None, tuple[int, ...]]:
    """Sentences between the end of a table and the next heading.

    Args:
        lines: lines of the page.
        first: index of the first line under the table.
        stop: index of the line where the next table or its heading begins.

    Returns:
        The notes joined by one space (``None`` without any) and the indices of their lines.
    """
    taken: list[int] = []
    previous = lines[first - 1] if first else None
    for index in range(first, min(stop, len(lines), first + _MOST_LINES)):
        line = lines[index]
        if previous is not None and line.top - previous.bottom > _MOST_GAP * line.height:
            break
        if headings.is_heading(line) or is_stop(line.text):
            break
        if is_sentence(line, continues=bool(taken)):
            taken.append(index)
            previous = line
        elif taken or not _is_furniture(line):
            break
    return (" ".join(lines[index].text for index in taken) or None), tuple(taken)


def is_sentence(line: TextLine, *, continues: bool = False) -> bool:
    """Whether a line is prose and no row of a table."""
    words = [word for word in line.words if sum(char.isalpha() for char in word.text) > 1]
    numbers = sum(tokens.is_cents(word.text) for word in line.words)
    return (len(words) >= _LEAST_WORDS or (continues and len(words) > 1)) and numbers * 2 < len(words)


def _is_furniture(line: TextLine) -> bool:
    return len(line.words) <= 3
