"""Negative amounts ("-3,436.80", "(3,436.80)"): no rate can be one, so they are told and never read without their sign.

A stroke between two amounts parts the ends of a range, where those around it have one too; one that stands alone in
its cell is a blank.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from operator import attrgetter

from pipeline.models import Word
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.range_strokes import DASHES as _DASHES
from pipeline.normalize.salary.range_strokes import Strokes, read_strokes

_NUMBER = r"(?:\d[\d,]*\.\d\d|\d{1,3}(?:,\d{3})+)"
_BEFORE = re.compile(rf"[{_DASHES}]\s?\$?\s?{_NUMBER}|\$\s?[{_DASHES}]\s?{_NUMBER}")
_AFTER = re.compile(rf"\$?{_NUMBER}[{_DASHES}]")
_BRACKETS = re.compile(rf"\$?\s?\(\s?[{_DASHES}]?\$?\s?{_NUMBER}\)")
_GLUED = re.compile(rf"\$?{_NUMBER}[{_DASHES}]\$?{_NUMBER}")
_CENTS = r"\$?(?:\d{1,3}(?:,\d{3})+|\d+?)\.\d\d"
_PIECE = re.compile(rf"[{_DASHES}]?{_CENTS}(?:[{_DASHES}](?:{_CENTS})?)?")
"""One of several amounts that touch: "4,217.764,428.65-"."""
_ALONE = frozenset({*_DASHES, f"{_DASHES[0]}$", "(", "($", "$("})
"""Signs that stand a word before the number."""
_LEAST_TOUCHING = 9
"""Characters of two amounts and a stroke, at least."""
_RANGE = 0.75
"""Heights of type between a stroke and the amount on its other side, at most, where it parts a range: a space."""
_TOUCHING = 0.3
"""Heights of type between a sign and the number it is of, at most: less than a space and a cell."""
_LEVEL = 0.3
_KNOWN = 1 << 13

_top = attrgetter("top")
_left = attrgetter("x0")


def mark_negatives(words: Sequence[Word]) -> Sequence[Word]:
    """Write negative amounts in brackets, whatever sign they are printed with; ``as_read`` keeps the print.

    The stroke that begins the upper end of a range goes.
    """
    signed = [word for word in words if _may_be_signed(word.text)]
    if not signed:
        return words
    if any(_count_pieces(word.text) for word in signed):
        words = [part for word in words for part in _part_touching(word)]
        signed = [word for word in words if _may_be_signed(word.text)]
    amounts = sorted((word for word in words if _is_amount(word.text)), key=_top)
    strokes = cache(lambda: read_strokes(words))
    marked: dict[Word, tuple[Word, ...]] = {}
    for word in signed:
        if word.text in _ALONE:
            number = _number_of(word, amounts, strokes)
            if number is not None:
                marked |= {word: (), number: (_write(*sorted((word, number), key=_left)),)}
        else:
            marked[word] = _read_signed(word, amounts, strokes)
    return [part for word in words for part in marked.get(word, (word,))]


def _read_signed(word: Word, amounts: Sequence[Word], strokes: Callable[[], Strokes]) -> tuple[Word, ...]:
    """A word with a sign or stroke: as a negative amount, as an end of a range, or as the two that it parts."""
    if _BRACKETS.fullmatch(word.text):
        return (_write(word, word),)
    if _BEFORE.fullmatch(word.text):
        low = _beside(word, amounts, -1)
        if low is None or strokes().are_signs(low.x0, low.x1):
            return (_write(word, word),)
        return (word._replace(text=word.text.lstrip(_DASHES)),)
    if _AFTER.fullmatch(word.text):
        parts_range = _beside(word, amounts, 1) is not None and not strokes().are_signs(word.x0, word.x1)
        return (word,) if parts_range else (_write(word, word),)
    low, high = _part(word)
    return (_write(low, low), _write(high, high)) if strokes().are_signs(low.x0, low.x1) else (word,)


def _part(word: Word) -> tuple[Word, Word]:
    """The two amounts of a word, each with the stroke between them: nobody knows whose sign it is."""
    place = max(word.text.rfind(dash) for dash in _DASHES)
    width = (word.x1 - word.x0) / len(word.text)
    middle = word.x0 + place * width
    return (
        word._replace(text=word.text[: place + 1], x1=middle),
        word._replace(text=word.text[place:], x0=middle + width),
    )


@lru_cache(maxsize=_KNOWN)
def _may_be_signed(text: str) -> bool:
    if text in _ALONE:
        return True
    return any(pattern.fullmatch(text) for pattern in (_BRACKETS, _BEFORE, _AFTER, _GLUED)) or _count_pieces(text) > 0


@lru_cache(maxsize=_KNOWN)
def _count_pieces(text: str) -> int:
    """How many amounts touch in a word that holds a stroke too; 0 where none do."""
    if len(text) < _LEAST_TOUCHING or not any(dash in text for dash in _DASHES):
        return 0
    pieces = _PIECE.findall(text)
    return len(pieces) if len(pieces) > 1 and "".join(pieces) == text else 0


def _part_touching(word: Word) -> Iterator[Word]:
    """The amounts of a word with their strokes; boxes are parted by characters."""
    if not _count_pieces(word.text):
        yield word
        return
    width = (word.x1 - word.x0) / len(word.text)
    for piece in _PIECE.finditer(word.text):
        start, end = piece.span()
        yield word._replace(text=piece.group(), x0=word.x0 + start * width, x1=word.x0 + end * width)


def _write(first: Word, last: Word) -> Word:
    """The amount from its sign to its last figure, or from its first figure to its sign, as one word."""
    printed = first.text if first is last else f"{first.text}{last.text}"
    number = re.sub(r"[^\d,.]", "", printed)
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


def _number_of(sign: Word, amounts: Sequence[Word], strokes: Callable[[], Strokes]) -> Word | None:
    """The amount that a lone sign touches; none where it stands between the ends of a range, or alone in its cell."""
    low, high = _beside(sign, amounts, -1), _beside(sign, amounts, 1)
    if low is not None and (sign.text not in _DASHES or not strokes().are_signs(low.x0, low.x1)):
        return None
    near = _TOUCHING * (sign.bottom - sign.top)
    if low is not None and sign.x0 - low.x1 <= near:
        return low
    return high if high is not None and high.x0 - sign.x1 <= near else None
