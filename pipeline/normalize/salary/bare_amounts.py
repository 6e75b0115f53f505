"""Whole dollars without comma ("61980", "$ 61980"), which only their columns or sign tell from codes and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.models import Word
from pipeline.normalize.lines import TextLine, make_line
from pipeline.normalize.salary import tokens

_BARE = re.compile(r"[1-9]\d{3,5}")
_LEAST_DIGITS = 3
_LEAST_WORDS = 6
_LEAST_ROWS = 3
_LEAST_RUN = 2
_SPREAD = 1.6
"""Times by which an amount may exceed its neighbour in a column of the next step."""
_YEARS = range(1900, 2100)
_PAY = re.compile(r"\b(?:annual(?:ly)?|year(?:ly)?|month(?:ly)?|salar(?:y|ies))\b", re.IGNORECASE)


def mark_bare_amounts(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Write whole dollars of salary rows with a comma, so that they read as amounts; ``as_read`` keeps the print.

    A row ends in a run of such numbers, each at most a little more than the one on its left, and several
    rows of a page that speaks of salaries do.
    """
    if (
        sum(len(word.text) > _LEAST_DIGITS and word.text.isdigit() for line in lines for word in line.words)
        < _LEAST_WORDS
    ):
        return lines
    lines = [_join_signs(line) for line in lines]
    runs = {index: run for index, line in enumerate(lines) if (run := _run_of(line.words))}
    if len(runs) < _LEAST_ROWS or not any(_PAY.search(line.text) for line in lines):
        return lines
    return [_mark(line, runs[index]) if index in runs else line for index, line in enumerate(lines)]


def _join_signs(line: TextLine) -> TextLine:
    """Whole dollars with the currency sign right before them, without which they are any number."""
    words = list(line.words)
    for index, (sign, word) in enumerate(pairwise(line.words), start=1):
        if sign.text == "$" and word.text.isdigit():
            words[index] = word._replace(text="$" + word.text, as_read=word.as_read or word.text)
    return line if tuple(words) == line.words else make_line(words)


def _run_of(words: Sequence[Word]) -> frozenset[int]:
    """Indices of the bare amounts that end a line; empty where it does not end in several."""
    start = len(words)
    while start > 0 and (_BARE.fullmatch(words[start - 1].text) or _is_between(words[start - 1].text)):
        start -= 1
    start = max(start, 1)  # the first word of a line is a range or code
    places = [index for index in range(start, len(words)) if not _is_between(words[index].text)]
    values = [int(words[index].text) for index in places]
    if len(values) < _LEAST_RUN or all(value in _YEARS for value in values):
        return frozenset()
    rising = all(left <= right <= _SPREAD * left for left, right in pairwise(values))
    return frozenset(places) if rising else frozenset()


def _is_between(text: str) -> bool:
    """Whether a word may stand among amounts: a blank, or what joins the ends of a range."""
    return text.lower() == "to" or tokens.is_blank(text)


def _mark(line: TextLine, places: frozenset[int]) -> TextLine:
    return make_line(
        [
            word._replace(text=f"{int(word.text):,}", as_read=word.as_read or word.text) if index in places else word
            for index, word in enumerate(line.words)
        ]
    )
