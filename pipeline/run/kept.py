"""What is kept of a document once it is read: its rows as columns, and what other documents may ask of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.history.told import Line, Told
from pipeline.published.blocks import Block

if TYPE_CHECKING:
    from pipeline.run.agreement import Subject


@dataclass(frozen=True, slots=True)
class Facts:
    """What bringing documents together needs to know of each one."""

    sha256: str
    errors: int
    """Findings of severity error."""
    subjects: Mapping[Subject, str] = field(default_factory=dict)
    """See ``pipeline.run.agreement.digest_subjects``."""
    told: Told | None = None
    """``None`` where it tells no history."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One document, as it is kept."""

    facts: Facts
    blocks: Mapping[str, Block]
    """By table; tables without rows are left out."""
    load_lines: Callable[[], Sequence[Line]]
    """The lines of its history."""
