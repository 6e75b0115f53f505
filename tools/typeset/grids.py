"""A table as cells and labels, before it has a size: what is printed where, in rows and columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ColumnKind = Literal["label", "period", "amount"]
Align = Literal["left", "centre", "right"]
Place = Literal["first", "centre", "spread"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a grid."""

    kind: ColumnKind
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header text over one or more columns; a line feed breaks it into lines."""

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text in a label column that belong to several rows."""

    column: int
    lines: tuple[str, ...]
    first: int
    """First row of the band it belongs to."""
    count: int
    place: Place
    bold: bool = False
    again: str = ""
    """What to print when the band goes on after a page break; "" prints nothing."""


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of one class.

    A cell is text; a tab parts a ``$`` at the left edge from its digits, a line feed puts it above them.
    """

    rows: tuple[tuple[str, ...], ...]
    labels: tuple[Label, ...] = ()
    heading: str = ""
    """A line over all columns before the rows."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: columns, header rows and bands."""

    columns: tuple[Column, ...]
    header: tuple[tuple[HeaderCell, ...], ...]
    bands: tuple[Band, ...] = field(default=())
