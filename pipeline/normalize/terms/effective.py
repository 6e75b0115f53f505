"""Which date of its sentence a quantity takes effect from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pipeline.normalize.terms.dates import EffectiveDate
from pipeline.normalize.terms.quantity import Quantity

NEAR = 45
"""Characters between a quantity and a date behind it that still belongs to it: "$86 per month beginning July 1"."""


def choose_effective_date(
    quantity: Quantity, sentence: Sequence[Quantity], effective: Sequence[EffectiveDate]
) -> date | None:
    """The effective date of a quantity.

    A date that follows it closely, with nothing measured between, comes first ("2% effective July 1,
    2012"); then the last one before it; then the sentence's only one.

    Args:
        quantity: The quantity; a date takes effect only on itself.
        sentence: All quantities of its sentence.
        effective: The effective dates of its sentence.
    """
    if quantity.kind == "date":
        return next((item.day for item in effective if item.start <= quantity.start < item.end), None)
    measured = [item.start for item in sentence if item.kind != "date" and item.start > quantity.start]
    following = [item for item in effective if item.start >= quantity.end]
    if following and following[0].start - quantity.end <= NEAR and (not measured or following[0].start < measured[0]):
        return following[0].day
    before = [item for item in effective if item.start < quantity.start]
    if before:
        return before[-1].day
    return following[0].day if len(following) == 1 else None
