"""Amounts that say for which pay period they are: "$25.00/hr"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.layouts import pay
from pipeline.models import Period, Word
from pipeline.normalize.salary import tokens

_SUFFIXED = re.compile(r"(\$?\d[\d,]*(?:\.\d\d)?)/([A-Za-z-]{2,8})\.?")
_LEAST = 2
"""Such amounts on a page of pay; a sentence prints one."""


def drop_suffixes(words: Sequence[Word]) -> Sequence[Word]:
    """Write such amounts without their pay period; ``as_read`` keeps the print."""
    suffixed = [word for word in words if "/" in word.text and period_of_print(word.text)]
    if len(suffixed) < _LEAST:
        return words
    bare = {word: word._replace(text=word.text.split("/")[0], as_read=word.as_read or word.text) for word in suffixed}
    return [bare.get(word, word) for word in words]


def period_of_print(text: str) -> Period | None:
    """The pay period that an amount as printed ends with."""
    match = _SUFFIXED.fullmatch(text)
    if match is None or not tokens.is_amount(match.group(1)):
        return None
    name = tokens.fold(match.group(2))
    return pay.ROW_PERIODS.get(name) or pay.ROW_PERIODS.get(f"per{name}") or dict(pay.HEADER_PERIODS).get(name)


def period_of_prints(words: Iterable[Word]) -> Period | None:
    """The pay period that all amounts end with; the first one without any ends the search."""
    found: Period | None = None
    for word in words:
        if tokens.is_amount(word.text):
            period = period_of_print(word.as_read) if word.as_read else None
            if period is None or (found and period != found):
                return None
            found = period
    return found
