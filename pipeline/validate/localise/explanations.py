"""What localisation says: which amounts are wrong, and in what words."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.validate.arithmetic.identities import Identity


@dataclass(frozen=True, slots=True)
class Repair:
    """One amount that would have to change."""

    key: str
    printed: int
    """Cents."""
    proposed: int | None
    """Cents; ``None`` where the value is not proved."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong in one connected component of broken hard identities."""

    suspects: tuple[Repair, ...]
    """The smallest set of amounts that explains it; empty where none was found within ``max_changes``."""
    unique: bool
    """Whether no other set is as small and as likely."""
    alternatives: tuple[tuple[Repair, ...], ...]
    """Other explanations that stay possible; their ``proposed`` is what each of them would ask for."""
    broken: tuple[Identity, ...]
    """The broken identities it explains."""
    exhausted: bool = False
    """Whether the search was cut off by its budget or found nothing, so that the suspects are guesses."""

    @property
    def message(self) -> str:
        """The explanation in words."""
        if not self.suspects:
            return f"{len(self.broken)} identities are broken and no small set of amounts explains them"
        text = " and ".join(_describe(repair) for repair in self.suspects)
        if self.exhausted:
            return f"too many broken identities to be sure; most suspect: {text}"
        if self.alternatives:
            others = "; or ".join(" and ".join(_describe(r) for r in option) for option in self.alternatives)
            return f"{text}; but equally possible: {others}"
        return text


def _describe(repair: Repair) -> str:
    """An amount and what it must be."""
    printed = f"{repair.key} ({_money(repair.printed)})"
    return printed if repair.proposed is None else f"{printed} must be {_money(repair.proposed)}"


def _money(cents: int) -> str:
    """Cents as printed in an agreement."""
    return f"{cents // 100:,}.{cents % 100:02d}"
