"""A currency sign that the font of a page gives no name: U+FFFD before every amount ("\ufffd50.24")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.models import Word
from pipeline.normalize.lines import group_lines
from pipeline.normalize.salary import tokens

_NAMELESS = "\ufffd"
_LEAST = 3
"""Amounts that such a sign must stand before."""
_MOSTLY = 0.8
"""Share of the amounts of a page that it must stand before: any figure without a name would stand in few."""


def name_signs(words: Sequence[Word]) -> Sequence[Word]:
    """Write a nameless currency sign as "$".

    It is one only where it stands before nearly all amounts of a page and nowhere else in a number: a
    nameless figure would, so that its amounts stay unread.
    """
    nameless = [word for word in words if _NAMELESS in word.text]
    if len(nameless) < _LEAST:
        return words
    marked = [word for word in nameless if any(map(str.isdigit, word.text))]
    if not all(word.text[0] == _NAMELESS and tokens.parse_money(word.text[1:]) is not None for word in marked):
        return words
    amounts = sum(tokens.is_amount(word.text) for word in words) + len(marked)
    signs = {*marked, *_before_amounts(words)}
    if len(signs) < max(_LEAST, _MOSTLY * amounts):
        return words
    return [word._replace(text=word.text.replace(_NAMELESS, "$")) if word in signs else word for word in words]


def _before_amounts(words: Sequence[Word]) -> Iterator[Word]:
    """The lone signs whose next word on the line is an amount."""
    for line in group_lines(words):
        for word, following in pairwise(line.words):
            if word.text == _NAMELESS and tokens.is_amount(following.text):
                yield word
