"""Hours, days, weeks, months, years and pay periods."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.layouts.terms import DAY_QUALIFIERS, QUALIFIERS, SERVICE_WORDS, UNITS
from pipeline.normalize.terms.number_words import DIGITS, parse_digits
from pipeline.normalize.terms.numbers import Number, is_reference
from pipeline.normalize.terms.quantity import Quantity

_UNIT = "|".join(sorted((unit.replace(" ", r"\s+") for unit in UNITS), key=len, reverse=True))
_QUALIFIER = "|".join(sorted(QUALIFIERS, key=len, reverse=True))
_AFTER = re.compile(
    r"(?:\s?\+|\s+or\s+(?:more|less|fewer))?(?:\s*-\s*|\s+|(?<=[)\]]))"
    rf"(?P<qualifiers>(?:(?:{_QUALIFIER})[\s-]+){{0,4}})(?P<unit>{_UNIT})s?\b(?:\s*[(\[]\s*(?P<digits>{DIGITS})(?:[\s-]+(?P=unit)s?)?\s*[)\]])?"
)
_OF_ONE = re.compile(r"\s+of\s+an?\s+(?P<unit>hour|day|week|month|year)\b")
""" "three-quarters of an hour", while "one half of the hours" is a part of them."""
_AND_HALF = re.compile(
    r"\s+and\s+(?:a|one)[\s-]+half(?=\s*(?:$|[.,;:)])|\s+(?:of\s+service|after|before|in|for|per|each|at|from|when|if|to)\b)"
)
""" "one hour and a half", while "two hours and a half hour" are two."""
_HALF = Decimal("0.5")
_PASSING = re.compile(r"\s+to\s+(?:the|any|another)\b")
_CLOCK = re.compile(r"\b(?:at|to|after|before|until|from|between|and|by|than)\s+$")
_AGE = re.compile(r"\bage[sd]?\s+(?:of\s+)?$")
_OF_AGE = re.compile(r"\s+(?:of\s+age|old)\b")
_FORMULA = re.compile(r"%\s*(?:@|at)\s*$")
""" "2% @ 55": a pension formula names an age."""
_SCHEDULE = re.compile(r"\d{1,2}/(?:[5-9]|\d\d)")
""" "a 9/80 work period", "a 5/40 workweek": no fraction."""
_SERVICE = re.compile(
    r"(?:\s+and\s+until\s+the\s+completion\s+of\s+[^.;:]{1,30}?\s+years)?['’]?(?:\s+or\s+more)?(?:\s+of)?"  # noqa: RUF001
    rf"(?:\s+(?:{'|'.join(SERVICE_WORDS)}))*\s+service\b"
)


def match_duration(text: str, number: Number) -> Quantity | None:
    """A duration; a clock time ("at 2359 hours") or a reference ("Section 5 days") is none."""
    if 0 < number.value < 1 and (part := _OF_ONE.match(text, number.end)):
        kind, unit = UNITS[part["unit"]]
        return Quantity(number.start, part.end(), kind, number.value, unit, number.words_value)
    match = _AFTER.match(text, number.end)
    if match is None or is_reference(text, number) or _is_clock(text, number, match["unit"]):
        return None
    if number.value == 1 and _is_span(text, number, match):
        return None
    if _SCHEDULE.fullmatch(text, number.start, number.end) and match["unit"] not in ("hour", "hr", "minute"):
        return None
    kind, unit = UNITS[re.sub(r"\s+", " ", match["unit"])]
    if unit == "days":
        unit = next(
            (name for word, name in DAY_QUALIFIERS.items() if word in re.split(r"[\s-]", match["qualifiers"])), unit
        )
    if unit == "years" and _SERVICE.match(text, match.end()):
        unit = "years of service"
    elif unit == "years" and (_is_age(text, number) or _OF_AGE.match(text, match.end())):
        unit = "years of age"
    end = match.end()
    if match["digits"] and not (number.is_words and parse_digits(match["digits"]) == number.value):
        end = match.end("unit") + text.startswith("s", match.end("unit"))
    words = number.value if match["digits"] and number.is_words and end == match.end() else number.words_value
    more = _AND_HALF.match(text, end)
    half = _HALF if more else 0
    return Quantity(
        number.start,
        more.end() if more else end,
        kind,
        number.value + half,
        unit,
        None if words is None else words + half,
    )


def match_age(text: str, number: Number) -> Quantity | None:
    """An age without its unit: "at age 55", "the age of eighteen"."""
    if not 0 < number.value < 120 or number.value % 1:
        return None
    formula = 40 <= number.value <= 70 and _FORMULA.search(text, max(0, number.start - 8), number.start)
    if not (formula or _is_age(text, number)):
        return None
    return Quantity(number.start, number.end, "years", number.value, "years of age", number.words_value)


def _is_age(text: str, number: Number) -> bool:
    return _AGE.search(text, max(0, number.start - 10), number.start) is not None


def _is_clock(text: str, number: Number, unit: str) -> bool:
    digits = text[number.start : number.end]
    if unit not in ("hour", "hr") or not re.fullmatch(r"[0-2]\d[0-5]\d", digits):
        return False
    return digits.startswith("0") or _CLOCK.search(text, max(0, number.start - 12), number.start) is not None


def _is_span(text: str, number: Number, match: re.Match[str]) -> bool:
    """Whether it is a span that repeats, no quantity: "in any one calendar year", "from one day to the next"."""
    before = text[max(0, number.start - 6) : number.start]
    return before.endswith("any ") or (before.endswith("from ") and _PASSING.match(text, match.end()) is not None)
