"""Dates as agreements print them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH_NUMBER = {name[:length]: number for number, name in enumerate(_MONTHS, 1) for length in (3, 4, len(name))}
_LONG = re.compile(r"\b([A-Za-z]{3,9})\.?\s*(\d{1,2})(?:st|nd|rd|th)?(?:\s*,\s*|\s+)((?:19|20)\d\d)\b")
_SHORT = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)?\d\d)\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\s+(?:day\s+)?(?:of\s+)?([A-Za-z]{3,9})\.?,?\s+((?:19|20)\d\d)\b")
""" "1st day of July, 2031"; without the ordinal the number may be a step's."""
_ISO = re.compile(r"\b((?:19|20)\d\d)-(\d\d)-(\d\d)\b")


def find_dates(text: str) -> Iterator[tuple[date, int, int]]:
    """Dates of a text in the order they stand, with their spans; days that do not exist are left out."""
    found: list[tuple[int, int, date | None]] = []
    for match in _LONG.finditer(text):
        month = _MONTH_NUMBER.get(match.group(1).lower())
        if month:
            found.append((*match.span(), _make(int(match.group(3)), month, int(match.group(2)))))
    for match in _DAY_FIRST.finditer(text):
        month = _MONTH_NUMBER.get(match.group(2).lower())
        if month:
            found.append((*match.span(), _make(int(match.group(3)), month, int(match.group(1)))))
    for match in _SHORT.finditer(text):
        year = int(match.group(3))
        found.append((*match.span(), _make(year + 2000 * (year < 100), int(match.group(1)), int(match.group(2)))))
    for match in _ISO.finditer(text):
        found.append((*match.span(), _make(int(match.group(1)), int(match.group(2)), int(match.group(3)))))
    for start, end, day in sorted(found, key=lambda item: item[0]):
        if day is not None:
            yield day, start, end


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
