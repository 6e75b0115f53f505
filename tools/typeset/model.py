"""An agreement as figures, before anything is said about how it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Period = Literal["HR", "BW", "MO", "YR"]
Kind = Literal["base", "bonus", "total"]
PERIODS: tuple[Period, ...] = ("HR", "BW", "MO", "YR")
TruthRow = dict[str, str]
TRUTH_COLUMNS = (
    "mou_number", "appendix", "operative_date", "class_code", "class_title", "range_code", "component",
    "component_name", "step", "period", "amount", "bargaining_unit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of amounts."""

    period: Period
    amounts: tuple[int | None, ...]
    """Cents, one for each step of the table; ``None`` is a blank step."""


@dataclass(frozen=True, slots=True)
class Component:
    """The lines of one pay component of a class."""

    kind: Kind
    name: str | None
    """As printed; ``None`` where the table does not label components."""
    percent: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ClassBlock:
    """A class with everything printed for it."""

    title: str
    code: str
    range_code: str
    components: tuple[Component, ...]
    bargaining_unit: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of amounts, in the order printed."""
        return tuple(line for component in self.components for line in component.lines)


@dataclass(frozen=True, slots=True)
class PayTable:
    """Classes under one row of step labels."""

    steps: tuple[str, ...]
    """Labels without the word "Step": "1", "01", "A"."""
    blocks: tuple[ClassBlock, ...]


@dataclass(frozen=True, slots=True)
class Appendix:
    """A salary appendix."""

    letter: str
    operative: date
    tables: tuple[PayTable, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """The pay side of an agreement."""

    mou_number: str
    appendices: tuple[Appendix, ...]


def format_cents(cents: int, thousands: bool = True) -> str:
    """Write cents as a printed amount without ``$``: 123456 -> "1,234.56"."""
    whole = f"{cents // 100:,}" if thousands else str(cents // 100)
    return f"{whole}.{cents % 100:02d}"


def list_truth(agreement: Agreement) -> list[TruthRow]:
    """Every printed amount as a row with the columns of ``TRUTH_COLUMNS``, in printed order."""
    return [
        row
        for appendix in agreement.appendices
        for table in appendix.tables
        for block in table.blocks
        for row in _list_block(agreement, appendix, table, block)
    ]


def _list_block(agreement: Agreement, appendix: Appendix, table: PayTable, block: ClassBlock) -> list[TruthRow]:
    rows: list[TruthRow] = []
    for component in block.components:
        for line in component.lines:
            for step, cents in zip(table.steps, line.amounts, strict=True):
                if cents is not None:
                    rows.append(
                        {
                            "mou_number": agreement.mou_number,
                            "appendix": appendix.letter,
                            "operative_date": appendix.operative.isoformat(),
                            "class_code": block.code,
                            "class_title": block.title,
                            "range_code": block.range_code,
                            "component": component.kind,
                            "component_name": component.name or "",
                            "step": step,
                            "period": line.period,
                            "amount": format_cents(cents, thousands=False),
                            "bargaining_unit": block.bargaining_unit,
                        }
                    )
    return rows
