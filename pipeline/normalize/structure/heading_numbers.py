"""Numbers of headings: 5, 5.1, 5A, IV, B, B-2, TWENTY-ONE, and their place in the order of a document."""

from __future__ import annotations

import re

from pipeline.layouts.numbers import ONES, TEENS, TENS
from pipeline.layouts.structure import HEADING_KINDS

Order = tuple[int, int]
FIGURES = r"\d{1,3}(?:\.\d{1,2})?(?:-?[A-Z](?![A-Z]))?"
"""Pattern of a number in figures; a letter behind it was put between two later: 2A, 2-A."""
QUOTE = "[\"'\u2018\u2019\u201c\u201d]?"
"""Pattern of the sign around a number: EXHIBIT "A"."""
_ONES = "|".join(sorted({*ONES, *TEENS}, key=len, reverse=True))
WORDED = rf"(?:(?:{'|'.join(word for word, value in TENS.items() if value <= 50)})(?:[\s-](?:{_ONES}))?|(?:{_ONES}))\b"
"""Pattern of a number in words: "ARTICLE TWENTY-ONE"."""
_VALUES: dict[str, int] = {**ONES, **TEENS, **{word: value for word, value in TENS.items() if value <= 50}}
_FIGURES = re.compile(r"(\d+)(?:\.(\d+))?(?:-?([A-Z]))?", re.IGNORECASE)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_LETTERED = frozenset({"part", "division", "title", "chapter"})
"""Heading words beside those of appendices that letters may follow: PART A."""


def read_number(word: str, number: str) -> tuple[str, Order] | None:
    """Style and place in the order of a heading number; ``None`` where its word takes no such number."""
    if number[0].isdigit():
        return _read_figures(number)
    if not number[0].isupper():
        return None
    if (value := sum(_VALUES.get(part, 100) for part in re.split(r"[\s-]", number.lower()))) < 100:
        return "word", (value, 0)
    appendix = HEADING_KINDS[word] == "appendix"
    if not appendix and re.fullmatch(r"[IVXLC]+", number):
        return "roman", (roman_value(number), 0)
    if appendix or (word in _LETTERED and len(number) == 1):
        letter, _, minor = number.partition("-")
        return "letter", (letter_value(letter), int(minor or 0))
    return None


def _read_figures(number: str) -> tuple[str, Order] | None:
    match = _FIGURES.fullmatch(number)
    if match is None:
        return None
    added = letter_value(match[3].upper()) if match[3] else 0
    return ("decimal" if match[2] else "integer"), (int(match[1]), 100 * int(match[2] or 0) + added)


def letter_value(letters: str) -> int:
    """Place of capitals in the order A, B, ... Z, AA, AB."""
    return sum((ord(sign) - 64) * 26**place for place, sign in enumerate(reversed(letters)))


def roman_value(text: str) -> int:
    """Value of a roman number in capitals."""
    values = [_ROMAN[sign] for sign in text]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
