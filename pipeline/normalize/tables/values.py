"""Text of a cell -> number and unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.layouts.tables import CELL_BASES, COLUMN_UNITS
from pipeline.normalize.terms.dates import find_dates

_VALUE = re.compile(
    r"(?P<sign>\$)?\s?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s?(?P<percent>%)?"
    r"(?:\s+(?P<unit>[a-zµ][A-Za-z/.%µ-]*(?:\s[a-z]+){0,2}))?"
)
_MISSING = re.compile(r"n/a|none|-{1,3}|–|—", re.IGNORECASE)  # noqa: RUF001
_RANGE = re.compile(r"\d+\s*(?:-|–|to)\s*\d+|\d+\s*(?:&|and)\s*over|\d+\s?\+", re.IGNORECASE)  # noqa: RUF001
_DATES = 8
"""Digits of a date as YYYYMMDD."""
_PLACES = 4
"""Decimals of the published number: finer ones are left to the text, not rounded."""


def is_value(text: str) -> bool:
    """Whether a cell holds a number, an amount, a date, a range, or says that it has none."""
    text = text.strip()
    if _VALUE.fullmatch(text) or _MISSING.fullmatch(text) or _RANGE.fullmatch(text):
        return True
    return _as_date(text) is not None


def read_value(text: str, heads: Sequence[str]) -> tuple[Decimal | None, str | None]:
    """Number and unit of a cell.

    Args:
        text: As printed.
        heads: Heads of its column from the top: they give the unit of a bare number, and an amount's base.

    Returns:
        Both ``None`` where the cell is no number, or one of more than four decimals. A date is YYYYMMDD with unit
        "date"; money is "USD", or "USD/biweekly" where the cell or the head names the base.
    """
    text = text.strip()
    day = _as_date(text)
    if day is not None:
        return day, "date"
    match = _VALUE.fullmatch(text)
    if match is None or len(match["number"].partition(".")[2]) > _PLACES:
        return None, None
    number = Decimal(match["number"].replace(",", ""))
    printed = (match["unit"] or "").lower()
    if match["sign"]:
        base = CELL_BASES.get(printed) or _base_of(heads)
        return number, f"USD/{base}" if base else "USD"
    if match["percent"]:
        return number, "percent"
    return number, printed or _unit_of(heads)


def _as_date(text: str) -> Decimal | None:
    found = tuple(find_dates(text))
    whole = len(found) == 1 and found[0].end - found[0].start == len(text)
    return found[0].value if whole and found[0].unit == "date" else None


def _unit_of(heads: Sequence[str]) -> str | None:
    for head in heads:
        plain = " ".join(head.lower().split())
        for words, unit in COLUMN_UNITS:
            if re.search(rf"\b{re.escape(words)}\b", plain):
                return unit
    return None


def _base_of(heads: Sequence[str]) -> str | None:
    for head in heads:
        for word in head.lower().split():
            if word in CELL_BASES:
                return CELL_BASES[word]
    return None
