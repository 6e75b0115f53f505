"""Percentages in digits, words, or both."""

from __future__ import annotations

import re

from pipeline.normalize.terms.number_words import DIGITS, parse_digits
from pipeline.normalize.terms.numbers import Number
from pipeline.normalize.terms.quantity import Quantity

_PERCENT = re.compile(
    rf"(?:\s?%|[\s-]*percent(?:age)?(?:\s+points?)?\b|\s+per\s+cent\b|\s+of\s+(?:one|1|a)\s+percent\b)"
    rf"(?:\s*[(\[]\s*(?P<digits>{DIGITS})\s*(?:%|percent)?\s*[)\]])?"
)
_WORDS_SIGNED = re.compile(rf"\s*[(\[]\s*(?P<digits>{DIGITS})\s*(?:%|percent)\s*[)\]](?:\s*percent\b)?")


def match_percent(text: str, number: Number) -> Quantity | None:
    """A percentage in whole per cents: 2.75 for "2.75%"."""
    match = _PERCENT.match(text, number.end)
    if match is None and number.is_words:
        match = _WORDS_SIGNED.match(text, number.end)
    if match is None:
        return None
    value, words = number.value, number.words_value
    if match["digits"]:
        value, words = parse_digits(match["digits"]), number.value if words is None else words
    return Quantity(number.start, match.end(), "percent", value, "percent", words)
