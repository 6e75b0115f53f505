"""What a document tells of the history of its classes, as far as other documents have a say in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from pipeline.history.timeline import Shape

Rank: TypeAlias = "tuple[int, int, int, str]"
"""Later documents are greater: start and end of the term (days since 1970), quality of the text, name."""


class Line(NamedTuple):
    """The amounts of one document that follow each other in time."""

    subject: str
    """The class, see ``pipeline.history.lines.class_of``."""
    rest: str
    """What tells the line from others of its class."""
    shape: Shape
    rows: Sequence[int]
    """Number of each amount's row in the document's ``pay_history``, in the order of the shape."""


@dataclass(frozen=True, slots=True)
class Told:
    """Whose classes a document tells of."""

    employer: str
    """Folded; empty where the document names none."""
    rank: Rank
    titles: Mapping[str, Sequence[str]]
    """Of each class the folded titles."""
