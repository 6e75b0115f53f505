"""Currency signs as OCR engines read them: an S or an 8 in a cell of its own, a 5 glued to its amount.

What surrounds a sign tells it: a page either prints it before its amounts or does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from pipeline.models import Word
from pipeline.normalize.salary.tokens import is_cents, parse_row_period

LEAST_SIGNS = 3
"""Signs from which a page sets them apart from their digits."""
_SIGN_LIKE = frozenset({"$", "S", "s", "\u00a7", "5", "8"})
"""What a currency sign in a cell of its own is read as."""
_CENTS = re.compile(r"\d[.,]\d\d$")
_GLUED = re.compile(r"[58](\d{1,3}(?:,\d{3})*\.\d\d)")
"""An amount whose first figure may be a sign: "54,865.60", and not "5,388.00"."""
_LEAST_GLUED = 10
"""Amounts with a sign from which a page is known to print it before every one."""
_MOST_BARE = 0.25
"""Share of them that may seem to have none."""


def find_signs(words: Sequence[Word]) -> set[int]:
    """Words of a line that stand where a currency sign does: before an amount, a figure only after another one."""
    found: set[int] = set()
    for index, (word, after) in enumerate(pairwise(words)):
        before = words[index - 1].text if index else ""
        inside = bool(before) and (_CENTS.search(before) is not None or parse_row_period(before) is not None)
        if word.text in _SIGN_LIKE and _CENTS.search(after.text) and (inside or not word.text.isdigit()):
            found.add(index)
    return found


def mend_glued_signs(words: Sequence[Word]) -> list[Word]:
    """Signs read as figures, on a page where every other amount has its sign: "54,865.60" is $4,865.60."""
    amounts = [word.text for word in words if is_cents(word.text)]
    bare = {text for text in amounts if not text.startswith("$")}
    signed = sum(text.startswith("$") for text in amounts)
    apart = any(word.text == "$" for word in words)
    few = signed >= _LEAST_GLUED and len(amounts) - signed <= _MOST_BARE * signed
    if apart or not few or not all(map(_GLUED.fullmatch, bare)):
        return list(words)
    return [
        word._replace(text=f"${word.text[1:]}", as_read=word.as_read or word.text) if word.text in bare else word
        for word in words
    ]
