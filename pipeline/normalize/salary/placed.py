"""A salary table after reading: every amount with its class, component, pay period and step."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.models import Component, Page, Period, Word
from pipeline.normalize.salary.columns import StepColumn
from pipeline.normalize.salary.headings import TableContext
from pipeline.normalize.salary.heads import AmountColumn
from pipeline.normalize.salary.labels import ClassLabel, LabelHead
from pipeline.normalize.salary.stacked_rows import Stacks


@dataclass(frozen=True, slots=True)
class PlacedAmount:
    """An amount with the step it stands under."""

    word: Word
    step: str
    step_order: int
    printed: str | None = None
    """The step as printed, where it is another."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """Amounts of one pay period with their steps; ``unplaced`` are those no step is printed for."""

    period: Period
    amounts: tuple[PlacedAmount, ...]
    unplaced: tuple[Word, ...] = ()
    printed: str | None = None
    """The pay period as printed, where it is another."""


@dataclass(frozen=True, slots=True)
class PlacedComponent:
    """A part of pay, with a row for each pay period."""

    kind: Component
    name: str | None
    """As printed; ``None`` where it has no name."""
    rows: tuple[PlacedRow, ...]


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """What one class is paid."""

    label: ClassLabel
    components: tuple[PlacedComponent, ...]


@dataclass(frozen=True, slots=True)
class SalaryTable:
    """A table as printed on one page."""

    page: Page
    context: TableContext
    blocks: tuple[PlacedBlock, ...]
    first_line: int
    """Index of the topmost line that belongs to the table or its headings."""
    last_line: int
    body_line: int
    """Index of the line of its heads, or of its first row without any."""
    condition: str | None = None
    """The note under the table."""
    heads_say: str | None = None
    """What the heads of its columns say beside a pay period that others are of too: "56 hr"."""
    title: str | None = None
    """The lines over it, down to its heading; ``None`` without a heading of its own."""
    caption: str | None = None
    """What stands between its title, or the table before, and its heads ("56-hour work week")."""
    bottom: float = 0.0
    """Where the table and its notes end on the page."""


@dataclass(slots=True)
class Carried:
    """What a table hands on to the next one that prints no heading or no heads of its own."""

    context: TableContext = field(default_factory=TableContext)
    page_number: int = 0
    """Page of the table before."""
    steps: tuple[StepColumn, ...] = ()
    columns: tuple[AmountColumn, ...] = ()
    """Heads of columns of amounts, of a table with one column per pay period or per step."""
    stacks: Stacks = Stacks()  # noqa: RUF009 (a tuple)
    """How the rows of a class stand under one another, where they do not name their pay periods."""
    labels: tuple[LabelHead, ...] = ()
    row_labels: tuple[LabelHead, ...] = ()
    """Heads of columns of labels, of a table with a row for each pay period."""
    label: ClassLabel = field(default_factory=ClassLabel)
    """The class label at the foot of the page before, whose rows stand on this one."""
    periods: tuple[Period, ...] = ()
    """The order in which a class prints its pay periods."""
    names: frozenset[str] = frozenset()
    """Label cells that named components."""
