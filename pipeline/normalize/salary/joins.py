"""Words of a page put together or parted before it is read: signs, broken names of pay periods, glued amounts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter

from pipeline.layouts import pay
from pipeline.models import Word
from pipeline.normalize.salary import tokens

_PIECE = re.compile(r"\$?\d{1,3}(?:,\d{3})+\.\d\d(?!\d(?![\d,]))|\$?\d+\.\d\d(?!\d)|\$\d[\d,]*")
_GLUED_CENTS = re.compile(r"(?:\$?[1-9]\d*\.\d\d){2,}")
_ONE_CENTS = re.compile(r"\$?\d+?\.\d\d")
"""Amounts without thousands separator that touch: "8361.60100339.20"."""
_SPACE = 0.75
"""Heights of type that a space is wide, at most: of typewriter type it is six tenths of an em."""
_FAR = 6.0
"""Heights of type from a sign to an amount that may be of a table beside it."""
_POINTED = re.compile(r"\$?(\d{1,3}\.\d\d)(\d\.\d\d)")
_UNLIKE = 1.25
"""How many times as much one of two amounts that touch is as the other, at most: they are neighbouring steps."""
_LETTERS = 2
"""Letters that may stand for figures within an amount, at most."""
_GLUED_THOUSANDS = re.compile(r"(?:\$?[1-9]\d{0,2},\d{3}){2,}")
_ONE_THOUSANDS = re.compile(r"\$?\d{1,3},\d{3}")
"""Whole dollars that touch: "9,90410,177"."""
_GLUED_RANGE = re.compile(
    r"(?=.*(?:\$|\d,\d{3}|\.\d\d[-\u2013]|\.\d\d$))(\$?\d[\d,]*(?:\.\d\d)?)([-\u2013])(\$?(?:\d[\d,]*(?:\.\d\d)?)?)"
)
"""The ends of a range of pay with no space between them: "$4,500-$6,000"."""

_KNOWN = 1 << 13
"""Different words kept with what they are parted into."""
_PERIOD_RESTS = frozenset(
    name.removeprefix(start) for name in pay.ROW_PERIODS for start in pay.PERIOD_STARTS if name.startswith(start)
)
"""Second words of the names of pay periods ("Weekly", "Rate", "Period")."""

_top = attrgetter("top")


def join_currency(words: Sequence[Word]) -> list[Word]:
    """Join a currency sign to the digits it stands above, so that both stand on the line of their row.

    That is the middle of both, or, in cells set at their top or foot, the line on which the pay period
    or other amounts of the row stand.
    """
    signs = [word for word in words if word.text == "$"]
    if not signs:
        return list(words)
    amounts = [word for word in words if tokens.parse_money(word.text) is not None]
    under: dict[Word, Word] = {}
    for sign in signs:
        below = _digits_under(sign, amounts)
        if below and not _begins_amount(sign, words, signs):
            under[min(below, key=lambda word: word.top)] = sign
    gone = set(under.values())
    levels = sorted(
        (word.top + word.bottom) / 2
        for word in words
        if word not in under and (tokens.is_cents(word.text) or tokens.parse_row_period(word.text))
    )
    beside = sorted(
        (word.top + word.bottom) / 2 for word in words if word not in under and word not in gone and word.text.isalnum()
    )
    return [
        _join_sign(under[word], word, (levels, beside)) if word in under else word for word in words if word not in gone
    ]


def _digits_under(sign: Word, amounts: Sequence[Word]) -> list[Word]:
    height = sign.bottom - sign.top
    return [
        word
        for word in amounts
        if 0.5 * height < word.top - sign.top < 1.8 * height and word.x0 < sign.x1 and sign.x0 < word.x1
    ]


def _begins_amount(sign: Word, words: Sequence[Word], signs: Sequence[Word]) -> bool:
    """Whether the next word on a currency sign's own line is its amount, and not the next sign.

    An amount far to the right that has a sign over it is of a table beside this one.
    """
    height = sign.bottom - sign.top
    right = [word for word in words if abs(word.top - sign.top) < 0.4 * height and word.x0 > sign.x0]
    following = min(right, key=lambda word: word.x0, default=None)
    if following is None or tokens.parse_money(following.text) is None or following.text[0] == "$":
        return False
    far = following.x0 - sign.x1 > _FAR * height
    return not (far and any(_digits_under(other, [following]) for other in signs))


def _join_sign(sign: Word, digits: Word, levels: Sequence[Sequence[float]]) -> Word:
    """The amount of a sign and the digits under it, on the line of its row: the first of ``levels`` that hold one."""
    near = 0.2 * (sign.bottom - sign.top)
    both = (sign.top, digits.bottom)
    for known in levels:
        for top, bottom in (both, (sign.top, sign.bottom), (digits.top, digits.bottom)):
            middle = (top + bottom) / 2
            place = bisect_left(known, middle - near)
            if place < len(known) and known[place] <= middle + near:
                return digits._replace(text="$" + digits.text, top=top, bottom=bottom)
    return digits._replace(text="$" + digits.text, top=both[0], bottom=both[1])


def join_periods(words: Sequence[Word]) -> list[Word]:
    """Join the names of pay periods of two words ("Hourly Rate"), also over two lines ("Bi-" over "Weekly").

    The whole name stands on the line of its amounts, be that the first, the second or between them.
    """
    rests = [word for word in words if tokens.fold(word.text) in _PERIOD_RESTS]
    starts = [
        word
        for word in words
        if tokens.fold(word.text) in pay.PERIOD_STARTS and any(_may_end(rest, word) for rest in rests)
    ]
    if not starts:
        return list(words)
    levels = sorted((word.top + word.bottom) / 2 for word in words if tokens.is_cents(word.text))
    falling = sorted(words, key=_top)
    joined: dict[Word, Word] = {}
    gone: set[Word] = set()
    for upper in starts:
        height = upper.bottom - upper.top
        beside = _word_beside(upper, _between(falling, upper.top - 0.2 * height, upper.top + 0.2 * height))
        if beside is not None and tokens.fold(upper.text + beside.text) in pay.ROW_PERIODS:
            joined[upper] = upper._replace(text=upper.text + beside.text, x1=beside.x1)
            gone.add(beside)
            continue
        below = _between(falling, upper.top + 0.6 * height, upper.top + 1.5 * height)
        lower = next((word for word in below if _stands_under(word, upper) and word not in gone), None)
        if lower is None or not lower.text.isalpha() or tokens.fold(upper.text + lower.text) not in pay.ROW_PERIODS:
            continue
        top, bottom = level_of(upper, lower, levels)
        x0, x1 = min(upper.x0, lower.x0), max(upper.x1, lower.x1)
        joined[upper] = upper._replace(text=upper.text + lower.text, x0=x0, top=top, x1=x1, bottom=bottom)
        gone.add(lower)
    return [joined.get(word, word) for word in words if word not in gone]


def _may_end(rest: Word, start: Word) -> bool:
    """Whether two words make the name of a pay period, and stand no further apart than its two words may."""
    height = start.bottom - start.top
    near = -0.2 * height <= rest.top - start.top <= 1.5 * height
    return near and tokens.fold(start.text + rest.text) in pay.ROW_PERIODS


def _between(falling: Sequence[Word], top: float, bottom: float) -> Sequence[Word]:
    """The words whose tops lie between two heights, of words ordered by their tops."""
    return falling[bisect_left(falling, top, key=_top) : bisect_right(falling, bottom, key=_top)]


def join_periods_beside(words: Sequence[Word]) -> list[Word]:
    """Join "Hourly Rate" where an amount follows, in words that stand in reading order, as those of text do."""
    joined = list(words)
    for index in range(len(words) - 3, -1, -1):
        first = words[index]
        if tokens.fold(first.text) not in pay.PERIOD_STARTS:
            continue
        second, following = words[index + 1 : index + 3]
        if following.top != second.top:
            continue
        if (following.text == "$" or tokens.is_amount(following.text)) and _is_second_word(first, second):
            joined[index : index + 2] = [first._replace(text=first.text + second.text, x1=second.x1)]
    return joined


def _is_second_word(first: Word, second: Word) -> bool:
    near = first.top == second.top and second.x0 - first.x1 < second.bottom - second.top
    return near and tokens.fold(first.text + second.text) in pay.ROW_PERIODS


def _word_beside(start: Word, words: Sequence[Word]) -> Word | None:
    """The word a space after ``start``, where an amount follows on the line: heads have none."""
    height = start.bottom - start.top
    right = [word for word in words if abs(word.top - start.top) < 0.2 * height and word.x0 >= start.x1]
    nearest = min(right, key=lambda word: word.x0, default=None)
    if nearest is None or nearest.x0 - start.x1 > _SPACE * height or not nearest.text.isalpha():
        return None
    following = min((word for word in right if word.x0 >= nearest.x1), key=lambda word: word.x0, default=None)
    return nearest if following is not None and (following.text == "$" or tokens.is_cents(following.text)) else None


def _stands_under(word: Word, upper: Word) -> bool:
    height = upper.bottom - upper.top
    near = 0.6 * height < word.top - upper.top < 1.5 * height
    return near and word.x0 < upper.x1 and upper.x0 < word.x1


def level_of(upper: Word, lower: Word, levels: Sequence[float]) -> tuple[float, float]:
    """Top and bottom of the line of a broken name on which amounts stand; without any, of its first line."""
    height = upper.bottom - upper.top
    middle = (upper.top + lower.top) / 2
    for top in (upper.top, lower.top, middle):
        place = bisect_left(levels, top + 0.25 * height)
        if place < len(levels) and levels[place] < top + 0.75 * height:
            return levels[place] - height / 2, levels[place] + height / 2
    return upper.top, upper.bottom


def split_glued(words: Iterable[Word]) -> Iterator[Word]:
    """Part words in which an amount hangs together with a label or another amount.

    "$207,568.08Range" is two words, "1,839.201,909.60" two amounts; boxes are parted by characters.
    """
    for word in words:
        spans = _piece_spans(word.text)
        if len(spans) < 2:
            yield word
            continue
        width = (word.x1 - word.x0) / len(word.text)
        for start, end in spans:
            yield word._replace(text=word.text[start:end], x0=word.x0 + start * width, x1=word.x0 + end * width)


@lru_cache(maxsize=_KNOWN)
def _piece_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of amounts and of what is between them; one span where nothing is glued."""
    if ("-" in text or "\u2013" in text) and (match := _GLUED_RANGE.fullmatch(text)):
        return tuple(match.span(part) for part in (1, 2, 3) if match.group(part))
    if _GLUED_THOUSANDS.fullmatch(text):
        return tuple(match.span() for match in _ONE_THOUSANDS.finditer(text))
    if "." not in text or len(text) < 7 or tokens.is_cents(text) or tokens.is_negative(text):
        return ((0, len(text)),)
    if _is_pointed(text):
        return ((0, len(text)),)
    if _GLUED_CENTS.fullmatch(text):
        return tuple(match.span() for match in _ONE_CENTS.finditer(text))
    spans: list[tuple[int, int]] = []
    position = 0
    for match in _PIECE.finditer(text):
        if match.start() > position:
            spans.append((position, match.start()))
        spans.append(match.span())
        position = match.end()
    if position < len(text):
        spans.append((position, len(text)))
    pieces = [text[start:end] for start, end in spans]
    between = [piece for piece in pieces if not tokens.is_cents(piece)]
    whole = any(map(_is_misread_figure, pieces, pieces[1:], pieces[2:])) or not all(map(_parts, between))
    return ((0, len(text)),) if whole else tuple(spans)


def _is_pointed(text: str) -> bool:
    """Whether a word is one amount with a point for its comma ("$7.067.20"), and no two amounts that touch.

    Those are about as much as each other, and have both a currency sign or none.
    """
    match = _POINTED.fullmatch(text)
    if match is None:
        return False
    low, high = sorted(tokens.parse_money(part) or 1 for part in match.groups())
    return text[0] == "$" or high > _UNLIKE * low


def _is_misread_figure(before: str, piece: str, after: str) -> bool:
    """Whether letters stand in the middle of an amount: "$5,3B8.00"."""
    return piece.isalpha() and len(piece) <= _LETTERS and not tokens.is_cents(before) and tokens.is_number(after)


def _parts(piece: str) -> bool:
    """Whether what hangs on an amount is a word of its own (and no "/hr", "%" or bracket)."""
    return piece[0].isalpha() or tokens.is_blank(piece) or tokens.is_number(piece) or tokens.is_code(piece)
