"""Negative amounts ("-3,436.80", "(3,436.80)"): no rate can be one, so they are told and never read without their sign.

A stroke between two amounts parts the ends of a range; one that stands alone in its cell is a blank.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter

from pipeline.models import Word
from pipeline.normalize.salary import tokens

_DASHES = "-\u2212\u2013"
_NUMBER = r"(?:\d[\d,]*\.\d\d|\d{1,3}(?:,\d{3})+)"
_BEFORE = re.compile(rf"[{_DASHES}]\s?\$?\s?{_NUMBER}|\$\s?[{_DASHES}]\s?{_NUMBER}")
_AFTER = re.compile(rf"\$?{_NUMBER}[{_DASHES}]")
_BRACKETS = re.compile(rf"\$?\s?\(\s?[{_DASHES}]?\$?\s?{_NUMBER}\)")
_ALONE = frozenset({*_DASHES, f"{_DASHES[0]}$", "(", "($", "$("})
"""Signs that stand a word before the number."""
_RANGE = 0.75
"""Heights of type between a stroke and the amount on its other side, at most, where it parts a range: a space."""
_TOUCHING = 0.3
"""Heights of type between a sign and the number it is of, at most: less than a space and a cell."""
_LEVEL = 0.3
_KNOWN = 1 << 13

_top = attrgetter("top")


def mark_negatives(words: Sequence[Word]) -> Sequence[Word]:
    """Write negative amounts in brackets, whatever sign they are printed with; ``as_read`` keeps the print.

    The stroke that begins the upper end of a range goes.
    """
    signed = [word for word in words if _may_be_signed(word.text)]
    if not signed:
        return words
    amounts = sorted((word for word in words if _is_amount(word.text)), key=_top)
    marked: dict[Word, Word] = {}
    gone: set[Word] = set()
    for word in signed:
        if _BRACKETS.fullmatch(word.text):
            marked[word] = _write(word, word)
        elif _BEFORE.fullmatch(word.text):
            ends_range = _beside(word, amounts, -1) is not None
            marked[word] = word._replace(text=word.text.lstrip(_DASHES)) if ends_range else _write(word, word)
        elif _AFTER.fullmatch(word.text) and _beside(word, amounts, 1) is None:
            marked[word] = _write(word, word)
        elif word.text in _ALONE and (number := _number_after(word, amounts)) is not None:
            marked[word] = _write(word, number)
            gone.add(number)
    return [marked.get(word, word) for word in words if word not in gone]


@lru_cache(maxsize=_KNOWN)
def _may_be_signed(text: str) -> bool:
    if text in _ALONE:
        return True
    return any(pattern.fullmatch(text) for pattern in (_BRACKETS, _BEFORE, _AFTER))


def _write(first: Word, last: Word) -> Word:
    """The amount from its sign to its last figure as one word."""
    printed = first.text if first is last else f"{first.text}{last.text}"
    number = re.sub(r"[^\d,.]", "", last.text)
    return last._replace(text=f"({number})", x0=first.x0, as_read=last.as_read or printed)


@lru_cache(maxsize=_KNOWN)
def _is_amount(text: str) -> bool:
    return tokens.is_amount(text.strip(f"{_DASHES})"))


def _beside(word: Word, amounts: Sequence[Word], side: int) -> Word | None:
    """The amount right (1) or left (-1) of a word, close enough to be the other end of a range.

    Args:
        word: with the sign.
        amounts: of the page, by their tops.
        side: on which it is looked for.
    """
    height = word.bottom - word.top
    first = bisect_left(amounts, word.top - _LEVEL * height, key=_top)
    last = bisect_right(amounts, word.top + _LEVEL * height, key=_top)
    for other in amounts[first:last]:
        gap = other.x0 - word.x1 if side > 0 else word.x0 - other.x1
        if other is not word and 0 <= gap <= _RANGE * height:
            return other
    return None


def _number_after(sign: Word, amounts: Sequence[Word]) -> Word | None:
    """The amount that a lone sign touches, if no amount stands before the sign."""
    number = _beside(sign, amounts, 1)
    if number is None or number.x0 - sign.x1 > _TOUCHING * (sign.bottom - sign.top):
        return None
    return number if _beside(sign, amounts, -1) is None else None
