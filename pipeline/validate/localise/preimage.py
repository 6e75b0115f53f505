"""An identity in whole numbers, and its inverse: which cents of one value make it hold.

Rounding throws information away in one direction only. ``YR = round(26.1 x BW)`` gives one YR for a
BW, and for a YR either one BW or none at all: a YR without a preimage is impossible in itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import lcm
from typing import NamedTuple

from pipeline.validate.arithmetic.identities import Identity, Rounding


class Constraint(NamedTuple):
    """``output = round(sum(numerator x value) / denominator)``; integers only, so it is fast and exact."""

    identity: Identity
    output: str
    terms: tuple[tuple[str, int], ...]
    denominator: int
    rounding: Rounding
    keys: tuple[str, ...]
    """Every value that takes part once, the output first."""

    def predict(self, values: Mapping[str, int]) -> int:
        """The output in cents that the right-hand side asks for."""
        total = 0
        for key, numerator in self.terms:
            total += numerator * values[key]
        return _round(total, self.denominator, self.rounding)

    def holds(self, values: Mapping[str, int]) -> bool:
        """Whether the output is exactly the predicted one."""
        return values[self.output] == self.predict(values)

    def deviation(self, values: Mapping[str, int]) -> int:
        """By how many cents the output misses the predicted one."""
        return abs(values[self.output] - self.predict(values))

    def preimage(self, values: Mapping[str, int], key: str) -> tuple[int, int]:
        """All cents of ``key`` with which the identity holds, the other values staying as they are.

        Returns:
            The first and the last such value, both included; the first is above the last where
            there is none.
        """
        if key == self.output:
            predicted = self.predict(values)
            return predicted, predicted
        weight, rest = 0, 0
        for name, numerator in self.terms:
            if name == key:
                weight = numerator
            else:
                rest += numerator * values[name]
        low, high = _unrounded(values[self.output], self.denominator, self.rounding)
        if weight > 0:
            return -((rest - low) // weight), (high - rest) // weight
        return -((high - rest) // -weight), (rest - low) // -weight

    def locks(self, key: str) -> bool:
        """Whether the other values leave ``key`` no second choice (it is the output, or counts at least once)."""
        return key == self.output or any(name == key and abs(n) >= self.denominator for name, n in self.terms)


def only_value(constraints: Sequence[Constraint], values: Mapping[str, int], key: str) -> int | None:
    """The cents of ``key`` with which all these hold, the others being right; ``None`` where not exactly one amount."""
    bounds = [constraint.preimage(values, key) for constraint in constraints]
    low, high = max(low for low, _ in bounds), min(high for _, high in bounds)
    return low if low == high and low > 0 else None


def compile_identity(identity: Identity) -> Constraint:
    """Bring the weights of an identity to one denominator; a value that stands twice is added up."""
    if len(identity.terms) == 1:  # nearly all of them, so without the sums below
        [(key, weight)] = identity.terms
        numerator, denominator = weight.as_integer_ratio()
        scaled = ((key, numerator),)
        return Constraint(identity, identity.output, scaled, denominator, identity.rounding, (identity.output, key))
    denominator = lcm(*(weight.denominator for _, weight in identity.terms))
    merged: dict[str, int] = {}
    for key, weight in identity.terms:
        merged[key] = merged.get(key, 0) + weight.numerator * (denominator // weight.denominator)
    terms = tuple((key, numerator) for key, numerator in merged.items() if numerator)
    keys = tuple(dict.fromkeys((identity.output, *(key for key, _ in terms))))
    return Constraint(identity, identity.output, terms, denominator, identity.rounding, keys)


def _round(total: int, denominator: int, rounding: Rounding) -> int:
    """``total / denominator`` as a whole number."""
    if rounding == "down":
        return total // denominator
    if rounding == "up":
        return -(-total // denominator)
    return (2 * total + denominator) // (2 * denominator)


def _unrounded(output: int, denominator: int, rounding: Rounding) -> tuple[int, int]:
    """First and last whole ``total`` with ``round(total / denominator) == output``."""
    if rounding == "down":
        return output * denominator, (output + 1) * denominator - 1
    if rounding == "up":
        return (output - 1) * denominator + 1, output * denominator
    return -(-(2 * output - 1) * denominator // 2), -(-(2 * output + 1) * denominator // 2) - 1
