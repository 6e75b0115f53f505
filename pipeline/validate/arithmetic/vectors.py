"""Rates of one class, component and step, brought together over their pay periods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from pipeline.models import PERIODS, Period, Rate


class ClassKey(NamedTuple):
    """Which class of which table: what is printed of it. (A tuple: every rate is looked up by it, many times.)"""

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


@dataclass(frozen=True, slots=True)
class PayTable:
    """Vectors of one appendix whose classes print the same periods: what one pay rule covers."""

    document_id: str
    table_key: str
    appendix: str | None
    periods: tuple[Period, ...]
    vectors: tuple[Vector, ...]


_WIDTH = len(ClassKey._fields)
_place_of: Callable[[Rate], tuple[Any, ...]] = attrgetter(
    *ClassKey._fields, "component", "component_name", "step", "step_order"
)


def build_vectors(rates: Iterable[Rate]) -> list[Vector]:
    """Bring the periods of each class, component and step together, in reading order.

    A second amount for the same period opens a vector of its own, so that nothing is hidden.
    """
    cells: dict[tuple[Any, ...], list[dict[Period, Rate]]] = {}
    for rate in rates:
        same = cells.setdefault(_place_of(rate), [])
        for cell in same:
            if rate.period not in cell:
                cell[rate.period] = rate
                break
        else:
            same.append({rate.period: rate})
    vectors = []
    for place, same in cells.items():
        owner = ClassKey._make(place[:_WIDTH])
        component, name, step, order = place[_WIDTH:]
        vectors += [Vector(owner, component, name, step, order, cell) for cell in same]
    return vectors


def build_tables(vectors: Sequence[Vector]) -> list[PayTable]:
    """Part the vectors of a document into tables: appendix (else date) and periods printed."""
    periods: dict[ClassKey, set[Period]] = defaultdict(set)
    for vector in vectors:
        periods[vector.owner].update(vector.rates)
    groups: dict[tuple[str, str, str | None, tuple[Period, ...]], list[Vector]] = defaultdict(list)
    table_of: dict[ClassKey, list[Vector]] = {}
    for owner, found in periods.items():
        printed = tuple(period for period in PERIODS if period in found)
        place = owner.appendix or (owner.operative_date.isoformat() if owner.operative_date else "-")
        table_of[owner] = groups[owner.document_id, place, owner.appendix, printed]
    for vector in vectors:
        table_of[vector.owner].append(vector)
    return [
        PayTable(document, f"{place}/{'-'.join(printed)}", appendix, printed, tuple(members))
        for (document, place, appendix, printed), members in groups.items()
    ]
