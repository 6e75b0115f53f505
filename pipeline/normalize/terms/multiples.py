"""Multiples of pay, frequencies, fractions, and counts written in words and digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.layouts.numbers import MULTIPLES, ONES, TEENS, TENS
from pipeline.layouts.terms import QUALIFIERS, UNITS
from pipeline.normalize.terms.number_words import DIGITS, RUN, parse_digits
from pipeline.normalize.terms.numbers import Number, is_reference
from pipeline.normalize.terms.quantity import Quantity

_HALF = re.compile(
    rf"\b(?P<double>double[\s-]+)?time[\s-]+and[\s-]+(?:a|one)[\s-]+half\b(?:\s*[(\[]\s*(?P<digits>{DIGITS})\s*[)\]])?"
)
_NAMED = re.compile("|".join(rf"\b{name}\b" for name in MULTIPLES))
_OFTEN = re.compile(
    r"\b(?P<often>once|twice)(?=\s+(?:an?|per|each|every)\s+(?:calendar\s+|fiscal\s+)?(?:day|week|month|quarter|year)\b)"
)
_TENTHS = re.compile(
    rf"\btenths?\s+of\s+(?:one|an?)\s+(?P<unit>hour|dollar)\b(?:\s*[(\[]\s*(?P<digits>{DIGITS})\s*[)\]])?"
)
_TIMES = re.compile(
    r"(?:[\s-]+times\b|(?P<x>\s?x)(?=[.;,]|\s+(?:base|regular|hourly|normal|straight|the|his|her|their)\b))"
    r"(?P<of_pay>\s+(?:the|his|her|their|an?\s+employee)\b)?"
)
_AT_RATE = re.compile(r"\b(?:at|rate\s+of)\s+$")
_OF_RATE = re.compile(r"\s+(?:the|his|her|their)\b")
_NO_NOUNS = frozenset(
    {"for", "of", "or", "and", "in", "on", "at", "by", "to", "from", "with", "per", "if", "who", "that", "which", "as",
     *ONES, *TEENS, *TENS, "is", "are", "be", "shall", "will", "may", "must", "when", "the", "a", "an", "than", "not",
     "unless", "until", "but", "during", "within", "after", "before", "under", "upon", "whose", "has", "have", "was"}
)  # fmt: skip
_STEP = Decimal("0.25")
"""Multiples of pay come in quarters; "4.865 the" is a section."""
_PART = re.compile(r"(?=(?:st|nd|rd|th)?\s+(?:of|for)\b)")
_NOUN = re.compile(r"(?:\s+or\s+(?:more|fewer|less))?\s+(?P<noun>[a-z]+)")
_PLURAL = re.compile(
    rf"(?:\s+or\s+(?:more|fewer|less))?(?:\s+(?!(?:{'|'.join(_NO_NOUNS)})\b)[a-z-]+){{0,2}}?"
    rf"\s+(?P<noun>(?!(?:{'|'.join(_NO_NOUNS)})\b)[a-z]{{2,}}[a-rtv-z]s)\b"
)
""" "two (2) separate increments" are increments; previous and business are no nouns of many."""
_COUNTED = re.compile(rf"(?:\s+(?:{'|'.join(QUALIFIERS)})(?=\s))+\s+(?P<noun>[a-z]{{3,}}s)\b")
""" "twelve (12) paid holidays" counts holidays."""
_SIZED = re.compile(
    rf"(?:\s+(?:{'|'.join(QUALIFIERS)}))*\s+(?:{RUN}(?:\s*[(\[]{DIGITS}[)\]])?|{DIGITS})[\s-]+(?:minute|hour|day|week|month|year)"
    rf"(?:\s+(?:{'|'.join(QUALIFIERS)})(?=\s))*\s+(?P<noun>[a-z]{{3,}})\b"
)
""" "two (2) fifteen (15) minute breaks" counts breaks."""


_OF_RATE_NAMED = re.compile(
    r"\b(?:twice|double)(?=\s+(?:the|his|her|their)\s+(?:[a-z'\u2019-]+\s+){0,3}(?:rate|pay|salary|wages?)\b)"
)
_HALVES = re.compile(
    r"(?<!one[ -])(?<!and )(?<!three[ -])(?<![\d-])(?<!\d )\b(?:an?\s+)?(?P<part>half|quarter)"
    r"(?:[\s-](?=hour|day)|\s+an?\s+|\s+of\s+an?\s+)(?P<unit>hour|day|month|year)\b"
)
_AND_A_HALF = re.compile(r"\ban?\s+(?P<unit>hour|day|week|month|year)\s+and\s+a\s+half\b(?!\s+(?:hour|day))")


def find_phrases(text: str) -> Iterator[Quantity]:
    """Quantities that are phrases: "time and one-half", "double time", "tenths of one hour (0.1)".

    A word is looked for before its patterns are: most clauses hold none of them.
    """
    if "time" in text:
        yield from _find_times(text)
    if "twice" in text or "double" in text or "once" in text:
        yield from _find_twice(text)
    if "half" in text or "quarter" in text:
        for match in _HALVES.finditer(text):
            value = Decimal("0.5") if match["part"] == "half" else Decimal("0.25")
            yield Quantity(*match.span(), f"{match['unit']}s", value, f"{match['unit']}s")
        for match in _AND_A_HALF.finditer(text):
            yield Quantity(*match.span(), f"{match['unit']}s", Decimal("1.5"), f"{match['unit']}s")
    if "tenth" in text:
        yield from _find_tenths(text)


def _find_times(text: str) -> Iterator[Quantity]:
    """Multiples of pay that are called a time."""
    for match in _HALF.finditer(text):
        digits = match["digits"]
        said = Decimal("2.5") if match["double"] else Decimal("1.5")
        value = parse_digits(digits) if digits else said
        yield Quantity(match.start(), match.end(), "multiple", value, "times", said if digits else None)
    for match in _NAMED.finditer(text):
        name = re.sub(r"\s+", " ", match.group())
        if name in MULTIPLES and not _HALF.match(text, match.start()):
            yield Quantity(match.start(), match.end(), "multiple", MULTIPLES[name], "times")


def _find_twice(text: str) -> Iterator[Quantity]:
    """Twice the pay, and once or twice in a time."""
    for match in _OF_RATE_NAMED.finditer(text):
        yield Quantity(*match.span(), "multiple", Decimal(2), "times")
    for match in _OFTEN.finditer(text):
        yield Quantity(*match.span(), "multiple", Decimal(1 + (match["often"] == "twice")), "occasions")


def _find_tenths(text: str) -> Iterator[Quantity]:
    for match in _TENTHS.finditer(text):
        kind, unit = ("hours", "hours") if match["unit"] == "hour" else ("money", "USD")
        value = parse_digits(match["digits"]) if match["digits"] else Decimal("0.1")
        yield Quantity(match.start(), match.end(), kind, value, unit, Decimal("0.1") if match["digits"] else None)


def match_times(text: str, number: Number) -> Quantity | None:
    """Multiples of pay ("1½ times the rate"), and how often ("three times a year")."""
    match = _TIMES.match(text, number.end)
    if match:
        of_pay = number.value % 1 or match["of_pay"] or match["x"] is not None or _is_rate(text, number)
        end = match.start("of_pay") if match["of_pay"] else match.end()
        unit = "times" if of_pay else "occasions"
        return Quantity(number.start, end, "multiple", number.value, unit, number.words_value)
    if number.value > 1 and number.value % 1 and not number.value % _STEP and _OF_RATE.match(text, number.end):
        return Quantity(number.start, number.end, "multiple", number.value, "times", number.words_value)
    return None


def _is_rate(text: str, number: Number) -> bool:
    return _AT_RATE.search(text, max(0, number.start - 12), number.start) is not None


def match_part(text: str, number: Number) -> Quantity | None:
    """A fraction of something: "one half of the hours", "1/12 for each month"."""
    digits = number.words_value is None and "." in text[number.start : number.end]
    if not 0 < number.value < 1 or digits or is_reference(text, number):
        return None
    if _PART.match(text, number.end):
        return Quantity(number.start, number.end, "multiple", number.value, "fraction", number.words_value)
    return None


def match_count(text: str, number: Number) -> Quantity | None:
    """A number written twice with a unit of its own: "two (2) occasions". The unit is the noun printed.

    Hours and days of any sort are durations: "five (5) office hours".
    """
    if number.words_value is None or is_reference(text, number):
        return None
    forms = (_COUNTED, _SIZED, *((_PLURAL,) if number.value > 1 else ()), _NOUN)
    noun = next(filter(None, (pattern.match(text, number.end) for pattern in forms)), None)
    counted = noun["noun"] if noun and noun["noun"] not in _NO_NOUNS else "number"
    if noun and (measure := UNITS.get(counted.removesuffix("s"))):
        return Quantity(number.start, noun.end(), measure[0], number.value, measure[1], number.words_value)
    unit = "times" if number.value % 1 else counted
    return Quantity(number.start, number.end, "multiple", number.value, unit, number.words_value)
