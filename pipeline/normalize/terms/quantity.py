"""What the finders of money, percentages, durations, multiples and dates give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MASK = "\x00"
"""Stands where a quantity was found, so that no other finder reads it again."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, and where it stands in the text."""

    start: int
    end: int
    kind: str
    value: Decimal
    unit: str
    words_value: Decimal | None = None
    day: date | None = None
    """The calendar day of a date that has a year."""


def mask(text: str, quantities: Iterable[Quantity]) -> str:
    """The text, of the same length, with the quantities blotted out."""
    characters = list(text)
    for quantity in quantities:
        characters[quantity.start : quantity.end] = MASK * (quantity.end - quantity.start)
    return "".join(characters)
