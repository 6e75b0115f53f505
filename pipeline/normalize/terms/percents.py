"""Percentages in digits, words, or both."""

from __future__ import annotations

import re

from pipeline.normalize.terms.number_words import DIGITS, RUN, parse_digits, read_run
from pipeline.normalize.terms.numbers import Number
from pipeline.normalize.terms.quantity import Quantity

_PERCENT = re.compile(
    rf"(?:\s?%|[\s-]*percent(?:age)?(?:\s+points?)?\b|\s+per\s+cent\b|\s+of\s+(?:one|1|a)\s+percent\b)"
    rf"(?:\s*[(\[]\s*(?:(?P<digits>{DIGITS})\s*(?:%|percent)|(?P<words>{RUN})\s+percent)\s*[)\]])?"
)
_BEFORE_SIGN = re.compile(rf"\s*[(\[]\s*(?P<digits>{DIGITS})\s*%\s*[)\]]\s*(?:percent|per\s+cent)\b")
""" "five (5%) percent". Without the word behind it, "year two (3%)" is no pair."""


def match_percent(text: str, number: Number) -> Quantity | None:
    """A percentage in whole per cents: 2.75 for "2.75%"."""
    match = (_BEFORE_SIGN.match(text, number.end) if number.is_words else None) or _PERCENT.match(text, number.end)
    if match is None:
        return None
    said = number.value if number.words_value is None else number.words_value
    found = match.groupdict()
    if found["digits"]:
        return Quantity(number.start, match.end(), "percent", parse_digits(found["digits"]), "percent", said)
    words = read_run(found["words"]) if found["words"] else number.words_value
    return Quantity(number.start, match.end(), "percent", number.value, "percent", words)
