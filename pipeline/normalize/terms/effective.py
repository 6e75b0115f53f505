"""Which date of its sentence a quantity takes effect from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from pipeline.normalize.terms.dates import EffectiveDate
from pipeline.normalize.terms.quantity import Quantity

NEAR = 45
"""Characters between a quantity and a date behind it that still belongs to it: "$86 per month beginning July 1"."""


_SEPARATORS = (re.compile(r"[;\n]"), re.compile(r"\band\b"), re.compile(r","))
"""What parts the items of a list, the strongest first."""


def choose_effective_date(
    text: str, quantity: Quantity, measured: Sequence[int], effective: Sequence[EffectiveDate]
) -> date | None:
    """The effective date of a quantity.

    A date that follows it closely, with nothing measured between, comes first ("2% effective July 1,
    2012"), unless it begins the next item of a list ("effective July 1, 2012: 2%; effective July 1, 2013:
    3%"); then the last one before it; then the sentence's only one.

    Args:
        text: Where all of them stand.
        quantity: The quantity; a date takes effect only on itself.
        measured: Where the quantities of its sentence that are no dates begin, in order.
        effective: The effective dates of its sentence.
    """
    if quantity.kind == "date":
        return next((item.day for item in effective if item.start <= quantity.start < item.end), None)
    following = [item for item in effective if item.start >= quantity.end]
    before = [item for item in effective if item.start < quantity.start]
    if following and following[0].start - quantity.end <= NEAR and not _leads(text, quantity, before, following[0]):
        place = bisect_right(measured, quantity.start)
        if place == len(measured) or following[0].start < measured[place]:
            return following[0].day
    if before:
        return before[-1].day
    return following[0].day if len(following) == 1 and not _is_aside(text, quantity, following[0]) else None


def _is_aside(text: str, quantity: Quantity, after: EffectiveDate) -> bool:
    """Whether a bracket parts the date from the quantity: "$25 ($26 effective July 1, 2025) per hour"."""
    between = text[quantity.end : after.start]
    return between.count("(") > between.count(")")


def pair_respectively(said: str, sentence: Sequence[Quantity], effective: Sequence[EffectiveDate]) -> dict[int, date]:
    """Where quantities begin -> their dates, in a sentence that lists as many of one kind as dates, "respectively"."""
    if not effective or "respectively" not in said:
        return {}
    days = [item.day for item in sentence if item.kind == "date" and item.day and item.start >= effective[0].start]
    for kind in ("percent", "money", "hours"):
        listed = [item.start for item in sentence if item.kind == kind]
        if len(listed) == len(days) > 1:
            return dict(zip(listed, days, strict=True))
    return {}


def _leads(text: str, quantity: Quantity, before: Sequence[EffectiveDate], after: EffectiveDate) -> bool:
    """Whether the date before a quantity is nearer to it than the one after, by what parts them.

    Where both are parted alike, the list goes on as it began: the dates lead, since one stands first.
    """
    if not before:
        return False
    return _part(text[quantity.end : after.start]) >= max(1, _part(text[before[-1].end : quantity.start]))


def _part(between: str) -> int:
    """How strongly a text parts what stands before it from what stands behind it."""
    return next((3 - place for place, form in enumerate(_SEPARATORS) if form.search(between)), 0)
