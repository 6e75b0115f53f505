"""The year of a date, where only the date after it prints one: "June 28 to July 4, 2024"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pipeline.normalize.terms.quantity import Quantity

_RANGE = re.compile(
    r"\s*,?\s*(?:[-\u2013\u2014]|(?:up\s+)?(?:to|through|thru|until|till)(?:\s+and\s+including)?)\s*(?:the\s+)?",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*(?:,\s*(?:(?:and|or)\s+)?|\s(?:and|or)\s+)(?:(?:on|the)\s+)?")
_AND = re.compile(r"\s+and\s+(?:the\s+)?")
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)


def make_date(start: int, end: int, month: int, number: int, year: int | None) -> Quantity | None:
    """A day with its year or without; ``None`` where the calendar has no such day."""
    try:
        day = date(year or 2000, month, number)
    except ValueError:
        return None
    if year is None:
        return Quantity(start, end, "date", Decimal(month * 100 + day.day), "month_day")
    return Quantity(start, end, "date", Decimal(day.strftime("%Y%m%d")), "date", None, day)


def share_years(text: str, dates: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The dates, those without a year with that of the date they are a range or a list with.

    A range that ends earlier in the year than it begins runs over New Year. A list that does says of no day which
    year it is of.
    """
    if not any(item.unit == "month_day" for item in dates):
        return tuple(dates)
    shared: list[Quantity] = []
    for item in reversed(dates):
        shared.append(_with_year(text, item, shared[-1]) if shared and item.unit == "month_day" else item)
    return tuple(shared[::-1])


def _with_year(text: str, item: Quantity, after: Quantity) -> Quantity:
    if after.day is None or after.unit != "date":
        return item
    month, number = divmod(int(item.value), 100)
    over = (month, number) > (after.day.month, after.day.day)
    joined = _is_range(text, item, after) or (not over and _LIST.fullmatch(text, item.end, after.start))
    dated = make_date(item.start, item.end, month, number, after.day.year - over) if joined else None
    return dated or item


def _is_range(text: str, first: Quantity, last: Quantity) -> bool:
    if _RANGE.fullmatch(text, first.end, last.start):
        return True
    between = _AND.fullmatch(text, first.end, last.start)
    return bool(between and _BETWEEN.search(text, max(0, first.start - 20), first.start))
