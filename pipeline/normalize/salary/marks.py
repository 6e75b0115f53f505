"""Marks of footnotes that stand raised behind a word ("Zoo Curator*", "3,150.00*"): they are no part of a row."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter

from pipeline.models import Word
from pipeline.normalize.salary import tokens

_MARKS = frozenset({"*", "**", "***", "\u2020", "\u2021"})
_FIGURES = 2
_SEVERAL = 3
"""Amounts of a page whose cents are raised, at least."""
_SMALL = 0.85
"""Share of the height of the word before from which a mark is set smaller, at most."""
_NEAR = 0.25
"""Heights of that word between it and its mark, at most."""
_x1 = attrgetter("x1")


def drop_marks(words: Sequence[Word]) -> Sequence[Word]:
    """The words without such marks; a star that stands alone in its cell is a blank and stays.

    Two raised figures behind the whole dollars of several amounts are their cents.
    """
    marks = [word for word in words if _may_be_mark(word.text)]
    most = _SMALL * max((word.bottom - word.top for word in words), default=0.0)
    marks = [mark for mark in marks if mark.bottom - mark.top <= most]
    if not marks:
        return words
    ordered = sorted(words, key=_x1)
    ends = [word.x1 for word in ordered]
    before = {mark: word for mark in marks if (word := _word_before(mark, ordered, ends)) is not None}
    cents = {
        word: mark
        for mark, word in before.items()
        if len(mark.text) == _FIGURES and _is_whole(word.text) and tokens.is_amount(word.text)
    }
    whole = {word: _with_cents(word, mark) for word, mark in cents.items()} if len(cents) >= _SEVERAL else {}
    gone = {
        mark for mark, word in before.items() if word in whole or not (mark.text.isdigit() and _is_whole(word.text))
    }
    kept = [word for word in words if word not in gone]
    return [whole.get(word, word) for word in kept] if whole else kept


def _is_whole(text: str) -> bool:
    """Whether a word is whole dollars."""
    return tokens.parse_money(text) is not None and not tokens.is_cents(text)


def _with_cents(word: Word, cents: Word) -> Word:
    return word._replace(
        text=f"{word.text}.{cents.text}", x1=cents.x1, as_read=f"{word.as_read or word.text}{cents.text}"
    )


@lru_cache(maxsize=1 << 13)
def _may_be_mark(text: str) -> bool:
    """Whether a word can be marks: stars, one or two figures, small letters, several with a comma between ("2,3")."""
    if text in _MARKS:
        return True
    parts = [part.strip("()") for part in text.rstrip(",").split(",")]
    return all((part.isdigit() and len(part) <= _FIGURES) or (len(part) == 1 and part.islower()) for part in parts)


def _word_before(mark: Word, ordered: Sequence[Word], ends: Sequence[float]) -> Word | None:
    """The word that a mark is set smaller right behind and above its foot: a figure behind a letter or number."""
    reach = mark.bottom - mark.top
    near = ordered[bisect_left(ends, mark.x0 - reach) : bisect_right(ends, mark.x0 + 1)]
    for word in near:
        height = word.bottom - word.top
        if mark.text[0].isdigit() and not (word.text[-1].isalpha() or tokens.parse_money(word.text) is not None):
            continue
        beside = -1 <= mark.x0 - word.x1 <= _NEAR * height
        if beside and reach <= _SMALL * height and word.top - reach < mark.top < word.top + height / 2:
            return word
    return None
