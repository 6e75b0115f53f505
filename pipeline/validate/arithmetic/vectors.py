"""Rates of one class, component and step, brought together over their pay periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.models import PERIODS, Period, Rate


@dataclass(frozen=True, slots=True)
class ClassKey:
    """Which class of which table: what is printed of it."""

    document_id: str
    appendix: str | None
    operative_date: date | None
    class_code: str | None
    class_title: str | None
    bargaining_unit: str | None
    range_code: str | None


@dataclass(frozen=True, slots=True)
class Vector:
    """One amount told in several pay periods."""

    owner: ClassKey
    component: str
    """base, bonus or total."""
    component_name: str | None
    step: str
    step_order: int
    rates: dict[Period, Rate]

    @property
    def cents(self) -> dict[Period, int]:
        """Amounts by period, in cents."""
        return {period: rate.amount for period, rate in self.rates.items()}


@dataclass(frozen=True, slots=True)
class PayTable:
    """Vectors of one appendix whose classes print the same periods: what one pay rule covers."""

    document_id: str
    table_key: str
    appendix: str | None
    periods: tuple[Period, ...]
    vectors: tuple[Vector, ...]


def class_key(rate: Rate) -> ClassKey:
    """The class a rate belongs to."""
    return ClassKey(
        rate.document_id,
        rate.appendix,
        rate.operative_date,
        rate.class_code,
        rate.class_title,
        rate.bargaining_unit,
        rate.range_code,
    )


def build_vectors(rates: Iterable[Rate]) -> list[Vector]:
    """Bring the periods of each class, component and step together, in reading order.

    A second amount for the same period opens a vector of its own, so that nothing is hidden.
    """
    cells: dict[tuple[object, ...], list[dict[Period, Rate]]] = defaultdict(list)
    for rate in rates:
        key = (class_key(rate), rate.component, rate.component_name, rate.step, rate.step_order)
        free = next((cell for cell in cells[key] if rate.period not in cell), None)
        if free is None:
            free = {}
            cells[key].append(free)
        free[rate.period] = rate
    vectors = []
    for same in cells.values():
        for cell in same:
            first = next(iter(cell.values()))
            vectors.append(
                Vector(class_key(first), first.component, first.component_name, first.step, first.step_order, cell)
            )
    return vectors


def build_tables(vectors: Sequence[Vector]) -> list[PayTable]:
    """Part the vectors of a document into tables: appendix (else date) and periods printed."""
    periods: dict[ClassKey, set[Period]] = defaultdict(set)
    for vector in vectors:
        periods[vector.owner].update(vector.rates)
    groups: dict[tuple[str, str, str | None, tuple[Period, ...]], list[Vector]] = defaultdict(list)
    for vector in vectors:
        owner = vector.owner
        printed = tuple(period for period in PERIODS if period in periods[owner])
        place = owner.appendix or (owner.operative_date.isoformat() if owner.operative_date else "-")
        groups[owner.document_id, place, owner.appendix, printed].append(vector)
    return [
        PayTable(document, f"{place}/{'-'.join(printed)}", appendix, printed, tuple(members))
        for (document, place, appendix, printed), members in groups.items()
    ]
