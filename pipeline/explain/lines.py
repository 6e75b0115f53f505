"""Which line of a text document an amount stands on.

Published rows of text carry no place, and the same digits stand on many lines. An amount's line is
the one with the most of its own row and class around it; rows that are alike to the last digit (two
classes of one grade) take such lines in the order of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.extract.text import decode_text
from pipeline.models import Rate

_TOKEN = re.compile(r"\d[\d,]*\.?\d*")
_NEAR = 40
"""Lines around an amount on which the rest of its class is looked for: scrambled text prints one amount a line."""


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where an amount stands in a text document."""

    line: int
    """From 1."""
    start: int
    """Characters of the line before the amount."""
    end: int


def text_lines(data: bytes) -> list[str]:
    """Lines of a text document, form feeds as line ends.

    Raises:
        DocumentError: The bytes are no text.
    """
    return re.split(r"\r\n|\r|\n|\f", decode_text(data))


def place_rates(lines: Sequence[str], rates: Iterable[Rate]) -> dict[str, TextPlace]:
    """The place of each rate of one document, by ``rate_id``; those found nowhere are left out."""
    index = _index(lines)
    classes: dict[tuple[object, ...], list[Rate]] = defaultdict(list)
    for rate in rates:
        classes[rate.appendix, rate.operative_date, rate.class_code, rate.class_title, rate.range_code].append(rate)
    used: dict[tuple[str, ...], int] = defaultdict(int)
    places: dict[str, TextPlace] = {}
    for members in classes.values():
        around = _spots([_digits(rate.amount_orig) for rate in members], index)
        for row in _rows(members):
            wanted = tuple(_digits(rate.amount_orig) for rate in row)
            anchors = _anchors(wanted, around, index)
            if anchors:
                anchor = anchors[min(used[wanted], len(anchors) - 1)]
                used[wanted] += 1
                places |= _place_row(row, wanted, anchor, index)
    return places


Index = dict[str, list[tuple[int, int, int]]]


def _index(lines: Sequence[str]) -> Index:
    """Places (line, start, end) of every number by its digits."""
    index: Index = defaultdict(list)
    for number, line in enumerate(lines, start=1):
        for match in _TOKEN.finditer(line):
            index[_digits(match.group())].append((number, match.start(), match.end()))
    return index


def _digits(text: str) -> str:
    return re.sub(r"[^\d.]", "", text).rstrip(".")


def _rows(rates: Iterable[Rate]) -> list[list[Rate]]:
    rows: dict[tuple[object, ...], list[Rate]] = defaultdict(list)
    for rate in rates:
        rows[rate.component_name or rate.component, rate.period].append(rate)
    return [sorted(row, key=lambda rate: rate.step_order) for row in rows.values()]


def _spots(amounts: Iterable[str], index: Index) -> list[list[int]]:
    """Lines of each amount, ascending."""
    return [[spot[0] for spot in index.get(amount, ())] for amount in dict.fromkeys(amounts)]


def _anchors(wanted: Sequence[str], around: Sequence[Sequence[int]], index: Index) -> list[int]:
    """Lines that may be the row's, the likeliest first among unequal ones, in order among equal ones."""
    own = _spots(wanted, index)
    lines = sorted({line for spots in own for line in spots})

    def score(line: int) -> int:
        return _count(own, line, 0) * 8 + _count(own, line, 3) * 4 + _count(around, line, _NEAR)

    scored = [(score(line), line) for line in lines]
    best = max(scored, default=(0, 0))[0]
    return [line for reached, line in scored if reached == best]


def _count(spots: Sequence[Sequence[int]], line: int, within: int) -> int:
    """How many amounts stand at most so many lines away."""
    return sum(bisect_right(lines, line + within) > bisect_left(lines, line - within) for lines in spots)


def _place_row(row: Sequence[Rate], wanted: Sequence[str], anchor: int, index: Index) -> dict[str, TextPlace]:
    """The nearest place of each amount of a row; amounts that are alike go from left to right."""
    places: dict[str, TextPlace] = {}
    taken: set[tuple[int, int, int]] = set()
    for rate, amount in zip(row, wanted, strict=True):
        spots = sorted(index.get(amount, ()), key=lambda spot: (abs(spot[0] - anchor), spot[1]))
        spot = next((spot for spot in spots if spot not in taken), None)
        if spot:
            taken.add(spot)
            places[rate.rate_id] = TextPlace(*spot)
    return places
