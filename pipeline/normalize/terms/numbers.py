"""The numbers of a text where they stand: digits, words, or words with digits beside them.

One cheap scan finds where a number may begin; the grammar is tried only there. (The grammar alone
over a whole agreement costs four seconds.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.layouts.numbers import FRACTION_SIGNS, ONES, TEENS, TENS
from pipeline.layouts.terms import CITATIONS
from pipeline.normalize.terms.number_words import DIGITS, PLAIN, match_words, parse_digits, parse_words

_FIRST_WORDS = "|".join(sorted({*ONES, *TEENS, *TENS}, key=len, reverse=True))
_CANDIDATE = re.compile(rf"{_FIRST_WORDS}|a hundred|a thousand|a million|\.?\d|[{''.join(FRACTION_SIGNS)}]")
_DIGITS_BEHIND = re.compile(rf"-?\s*[(\[]\s*(?P<digits>{DIGITS})\s*[)\]]")
_DIGITS_BEFORE = re.compile(rf"(?P<digits>{DIGITS})\s*[(\[]\s*")
_CLOSED = re.compile(r"\s*[)\]]")
_MARKER = re.compile(r"\((?P<digits>\d{1,3})\)\s+")
_LOOSE = re.compile(rf"(?<![\w.,§#])(?<![a-z]-){DIGITS}")
_PLAIN = re.compile(PLAIN)
_BEFORE_MARKED = re.compile(r"\b(?:of|or|least|maximum|minimum)\s+$")
_MARKERS = re.compile(r"\(\d{1,2}\)")
_LAST_WORD = re.compile(rf"\b(?:{_FIRST_WORDS}|hundred|thousand|million|half)\s*$")
_AROUND = 250
"""Characters on both sides in which a second "(2)" shows that "(1) one ..." is a list, no number written twice."""
_WORD = 14
"""Characters of the longest number word, and a space."""
_CITED = re.compile(rf"(?:\b(?:{'|'.join(CITATIONS)})\.?|§)\s*$")
LARGEST = Decimal(10) ** 10
"""Ten digits before the point are what ``terms.value`` holds; a longer number is a serial or noise."""
_YEAR = re.compile(r"(?:19|20)\d\d")
""" "nineteen ninety-five (1995)" are words of another grammar."""
_HUNDREDTHS = re.compile(r"\s+and\s+(\d\d)/100\b")
_POINT = re.compile(rf"\s+point((?:\s+(?:{'|'.join(ONES)}|zero|oh)\b)+)")
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. Digits win over words; both are kept, a check compares them."""

    start: int
    end: int
    value: Decimal
    words_value: Decimal | None = None
    is_words: bool = False


def lower(text: str) -> str:
    """The text with A-Z in lower case: unlike ``str.lower`` this never changes its length."""
    return text.translate(_LOWER)


def find_numbers(text: str) -> tuple[Number, ...]:
    """Numbers of a lower-case text, in order, without overlap."""
    numbers: list[Number] = []
    taken = 0
    for candidate in _CANDIDATE.finditer(text):
        if candidate.start() < taken:
            continue
        number = _read(text, candidate.start())
        if number:
            taken = number.end
            if number.value < LARGEST:
                numbers.append(number)
    return tuple(numbers)


def _read(text: str, start: int) -> Number | None:
    """The number that begins at ``start``; ``None`` where the candidate is part of a word or a code."""
    character = text[start]
    if character.isalpha():
        return None if start and (text[start - 1].isalnum()) else _read_words(text, start)
    if text[max(0, start - 2) : start].endswith(("$", "$ ")):
        amount = _PLAIN.match(text, start)
        return Number(start, amount.end(), parse_digits(amount.group())) if amount else None
    if start and text[start - 1] == "(":
        marked = _match_marked(text, start - 1)
        if marked and _BEFORE_MARKED.search(text, max(0, start - 12), start - 1) and _is_alone(text, start):
            return marked
    digits = _LOOSE.match(text, start)
    if not digits:
        return None
    return _match_reversed(text, start) or Number(start, digits.end(), parse_digits(digits.group()))


def _match_marked(text: str, start: int) -> Number | None:
    """Read "(2) two": digits in parentheses before the words."""
    marker = _MARKER.match(text, start)
    end = match_words(text, marker.end()) if marker else None
    if marker is None or end is None:
        return None
    return Number(start, end, parse_digits(marker["digits"]), parse_words(text[marker.end() : end]))


def _match_reversed(text: str, start: int) -> Number | None:
    """Read "2 (two)": words in parentheses after the digits."""
    digits = _DIGITS_BEFORE.match(text, start)
    end = match_words(text, digits.end()) if digits else None
    closed = _CLOSED.match(text, end) if end else None
    if not (digits and end and closed):
        return None
    return Number(start, closed.end(), parse_digits(digits["digits"]), parse_words(text[digits.end() : end]))


def _read_words(text: str, start: int) -> Number | None:
    """Read "two (2)", or words alone."""
    end = match_words(text, start)
    if end is None:
        return None
    value, end = _with_decimals(text, end, parse_words(text[start:end]))
    digits = _DIGITS_BEHIND.match(text, end)
    if digits and not (_YEAR.fullmatch(digits["digits"]) and value < 100):
        return Number(start, digits.end(), parse_digits(digits["digits"]), value)
    return Number(start, end, value, is_words=True)


def _with_decimals(text: str, end: int, value: Decimal) -> tuple[Decimal, int]:
    """A number in words with what follows it: "three and 25/100", "three point five"."""
    if match := _HUNDREDTHS.match(text, end):
        return value + Decimal(match[1]) / 100, match.end()
    if match := _POINT.match(text, end):
        digits = "".join(str(ONES.get(word, 0)) for word in re.findall(r"[a-z]+", match[1]))
        return value + Decimal(f"0.{digits}"), match.end()
    return value, end


def is_reference(text: str, number: Number) -> bool:
    """Whether the number names a section, a form, a step: "Section 48", "Form 15.2"."""
    return _CITED.search(text, max(0, number.start - 14), number.start) is not None


def _is_alone(text: str, start: int) -> bool:
    """Whether no other marker in parentheses stands near: one after a number word is no marker."""
    near = _MARKERS.finditer(text, max(0, start - _AROUND), start + _AROUND)
    return sum(_LAST_WORD.search(text, max(0, match.start() - _WORD), match.start()) is None for match in near) == 1
