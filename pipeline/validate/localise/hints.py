"""Soft identities as witnesses: which of several explanations they speak against.

A hint (general increase of about 2.9 percent, a ladder of about 5.5) never holds to the cent, so
how far it may miss is taken from the document itself: from how far its sisters miss as printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.validate.localise.preimage import Constraint

SLACK = 2
"""Cents a hint may always miss by: both of its ends are rounded."""
ROUGHLY = "within a tenth of the other classes' increase"
"""Formula of hints that a decimal point in the wrong place breaks, and no real increase."""
ROUGH = 0.1
SPREAD = 4
"""How many times further than three quarters of its sisters a hint must miss to speak against an amount."""


@dataclass(frozen=True, slots=True)
class Hints:
    """The soft identities of a document with how far each may miss."""

    touching: Mapping[str, Sequence[Constraint]] = field(repr=False)
    tolerance: Mapping[tuple[str, str], float] = field(repr=False)
    """Relative to the predicted amount, by check and formula."""

    def violated(self, values: Mapping[str, int], changes: Mapping[str, int], keys: Iterable[str]) -> frozenset[str]:
        """The hints around ``keys`` that miss by too much once ``changes`` are made.

        Returns:
            Names of the hints: output key and formula.
        """
        around = {id(hint): hint for key in keys for hint in self.touching.get(key, ())}
        return frozenset(
            f"{hint.output} {hint.identity.formula}"
            for hint in around.values()
            if self._misses({name: changes.get(name, values[name]) for name in hint.keys}, hint)
        )

    def _misses(self, values: Mapping[str, int], hint: Constraint) -> bool:
        """Whether the hint speaks against the values."""
        allowed = self.tolerance[_kind(hint)] * abs(hint.predict(values))
        return hint.deviation(values) > SLACK + allowed


def weigh_hints(values: Mapping[str, int], soft: Sequence[Constraint]) -> Hints:
    """Learn from the printed values how far the hints of each kind usually miss."""
    touching: dict[str, list[Constraint]] = defaultdict(list)
    misses: dict[tuple[str, str], list[float]] = defaultdict(list)
    for hint in soft:
        for key in hint.keys:
            touching[key].append(hint)
        misses[_kind(hint)].append(hint.deviation(values) / max(1, abs(hint.predict(values))))
    tolerance = {
        kind: ROUGH if kind[1] == ROUGHLY else SPREAD * _upper_quartile(found) for kind, found in misses.items()
    }
    return Hints(dict(touching), tolerance)


def _kind(hint: Constraint) -> tuple[str, str]:
    """Hints of one kind miss alike."""
    return hint.identity.check, hint.identity.formula


def _upper_quartile(numbers: Sequence[float]) -> float:
    """The number three quarters do not exceed: a few wrong amounts do not move it."""
    return sorted(numbers)[(len(numbers) - 1) * 3 // 4]
