"""How findings of the arithmetic tell an amount, and whose fault it is."""

from __future__ import annotations

from pipeline.findings import Origin
from pipeline.models import Rate

OCR_READERS = frozenset({"rapidocr", "tesseract", "hidden_text"})
"""Readers whose digits are a guess; every other reader gives the document's own."""


def origin_of(rate: Rate) -> Origin:
    """Whose fault a wrong amount is: a text layer's digits are the agreement's own."""
    return "unknown" if rate.reader in OCR_READERS else "printed"


def show_cents(cents: int) -> str:
    """Cents as a person writes them: 1,234.50."""
    return f"{cents // 100:,}.{cents % 100:02d}"
