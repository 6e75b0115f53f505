"""Which date of its sentence a quantity takes effect from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

from pipeline.normalize.terms.dates import EffectiveDate
from pipeline.normalize.terms.quantity import Quantity

NEAR = 45
"""Characters between a quantity and a date behind it that still belongs to it: "$86 per month beginning July 1"."""


def choose_effective_date(
    quantity: Quantity, measured: Sequence[int], effective: Sequence[EffectiveDate]
) -> date | None:
    """The effective date of a quantity.

    A date that follows it closely, with nothing measured between, comes first ("2% effective July 1,
    2012"); then the last one before it; then the sentence's only one.

    Args:
        quantity: The quantity; a date takes effect only on itself.
        measured: Where the quantities of its sentence that are no dates begin, in order.
        effective: The effective dates of its sentence.
    """
    if quantity.kind == "date":
        return next((item.day for item in effective if item.start <= quantity.start < item.end), None)
    following = [item for item in effective if item.start >= quantity.end]
    if following and following[0].start - quantity.end <= NEAR:
        place = bisect_right(measured, quantity.start)
        if place == len(measured) or following[0].start < measured[place]:
            return following[0].day
    before = [item for item in effective if item.start < quantity.start]
    if before:
        return before[-1].day
    return following[0].day if len(following) == 1 else None
