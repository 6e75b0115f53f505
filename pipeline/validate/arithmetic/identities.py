"""One shape for every arithmetic identity an agreement lives by.

BW = HR x 80, YR = BW x 26.1, MO = YR / 12, range code = step-1 HR in cents, bonus = rounded percent
of the base, total = sum of its parts, a general increase: each says that one whole number of cents
is the rounded weighted sum of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, NamedTuple

Rounding = Literal["half_up", "up", "down"]


class Identity(NamedTuple):
    """``output = round(sum(weight x value))`` over integer cents. (A tuple: a document has thousands.)"""

    check: str
    """Name of the check it belongs to: period_identity, range_code, bonus_percent, total, general_increase."""
    output: str
    """Key of the value on the left: a rate_id, or ``<rate_id of step 1 HR>#range_code``."""
    terms: tuple[tuple[str, Fraction], ...]
    """Keys and weights of the values on the right."""
    formula: str
    """As a person writes it: "BW = HR x 80"."""
    rounding: Rounding = "half_up"
    hard: bool = True
    """A soft identity (a hint) breaks ties; it is never an error by itself."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Every value that takes part, the output first."""
        return (self.output, *(key for key, _ in self.terms))

    def predict(self, values: Mapping[str, int]) -> int:
        """The output in cents that the right-hand side asks for."""
        return round_fraction(sum((values[key] * weight for key, weight in self.terms), Fraction(0)), self.rounding)

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether the printed output is exactly the predicted one."""
        return values[self.output] == self.predict(values)


def round_fraction(value: Fraction, rounding: Rounding) -> int:
    """Round to a whole number of cents; half-up is half away from zero, amounts being positive."""
    if rounding == "down":
        return value.numerator // value.denominator
    if rounding == "up":
        return -(-value.numerator // value.denominator)
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
