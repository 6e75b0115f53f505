"""All quantities of a text, none read twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.layouts.misprints import ANY_BARE, BARE, SIGNED
from pipeline.normalize.terms.dates import find_dates
from pipeline.normalize.terms.durations import match_age, match_duration
from pipeline.normalize.terms.money import match_far_end, match_money, share_scale
from pipeline.normalize.terms.multiples import find_phrases, match_count, match_part, match_times
from pipeline.normalize.terms.numbers import Number, find_numbers, is_reference, lower
from pipeline.normalize.terms.percents import match_percent
from pipeline.normalize.terms.quantity import MASK, Quantity, mask

_MATCHERS = (match_money, match_percent, match_times, match_duration, match_age, match_part, match_count)
"""In the order of how sure each is."""
_SIGNED, _BARE, _ANY_BARE = re.compile(SIGNED, re.IGNORECASE), re.compile(BARE, re.IGNORECASE), re.compile(ANY_BARE)
_JOIN = re.compile(r"-?(?:\s*,\s*(?:or\s+|and\s+)?|\s+(?:or|and|to|through)\s+(?:up\s+to\s+)?|\s*[-–]\s*)")  # noqa: RUF001
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED = re.compile(
    r"\b(?:year|month|week|day|hour|pay period)s?\s+(?:\d{1,2}\s*(?:[-\u2013,]|to|through|and|or)\s*)*$"
)
""" "for years 1-5 and 13.33 hours": these number years."""
_SHARED = ("percent", "hours", "days", "weeks", "months", "years", "pay_periods")
"""Kinds of which one unit may serve a list: "8, 9, 10, or 12 hours"."""


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Quantities in the order in which they stand; spans do not overlap."""
    dates = tuple(find_dates(text))
    text = lower(_blot_misprints(mask(text, dates)))
    phrases = tuple(find_phrases(text))
    text = mask(text, phrases)
    measured = _share_units(text, _match_all(text))
    return tuple(sorted((*dates, *phrases, *measured), key=lambda quantity: quantity.start))


def _blot_misprints(text: str) -> str:
    """The text without the amounts that say no one number ("$10,00": ten or a thousand dollars?). Told by a check."""
    for form in (_SIGNED, *((_BARE,) if _ANY_BARE.search(text) else ())):
        text = form.sub(lambda match: MASK * len(match.group()), text)
    return text


def _match_all(text: str) -> list[tuple[Number, Quantity | None]]:
    """Every number with the quantity it makes; numbers inside another's quantity are left out."""
    found: list[tuple[Number, Quantity | None]] = []
    taken = 0
    for number in find_numbers(text):
        if number.start < taken:
            continue
        quantity = _match(text, number) or _end_range(text, number, found)
        found.append((number, quantity))
        taken = quantity.end if quantity else number.end
    return found


def _end_range(text: str, number: Number, found: list[tuple[Number, Quantity | None]]) -> Quantity | None:
    """The far end of the range that the number before began; that one takes the scale of both."""
    first, near = found[-1] if found else (number, None)
    far = match_far_end(text, number, near) if near else None
    if near and far and far.value != number.value:
        found[-1] = first, share_scale(text, near, number, far)
    return far


def _share_units(text: str, found: Sequence[tuple[Number, Quantity | None]]) -> list[Quantity]:
    """The quantities, with those of bare numbers that a list gives the unit of its last number."""
    quantities: list[Quantity] = []
    following: Quantity | None = None
    counted: Quantity | None = None
    for number, quantity in reversed(found):
        unfinished = quantity is None or quantity.kind == "multiple"
        if unfinished and following and _is_listed(text, number, following):
            span = (number.start, number.end)
            words = number.words_value
            quantity = Quantity(*span, following.kind, number.value, following.unit, words)  # noqa: PLW2901
        elif quantity and quantity.unit == "number" and counted and _JOIN.fullmatch(text, number.end, counted.start):
            quantity = replace(quantity, unit=counted.unit)  # noqa: PLW2901
        if quantity:
            quantities.append(quantity)
        following = quantity if quantity and quantity.kind in _SHARED else None
        counted = quantity if quantity and quantity.kind == "multiple" else None
    return quantities


def _is_listed(text: str, number: Number, following: Quantity) -> bool:
    """Whether nothing but a comma, "or" or "to" stands between, and the number is no year or reference."""
    if _YEAR.fullmatch(text, number.start, number.end) or is_reference(text, number):
        return False
    if _NUMBERED.search(text, max(0, number.start - 24), number.start):
        return False
    return _JOIN.fullmatch(text, number.end, following.start) is not None


def _match(text: str, number: Number) -> Quantity | None:
    for match in _MATCHERS:
        if quantity := match(text, number):
            return quantity
    return None
