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
    plan: int = 0
    """Which of several schedules of one date that pay the class: they are told apart by their conditions, or order."""


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


_PRINTED = ClassKey._fields[:-1]
_WIDTH = len(_PRINTED)
_place_of: Callable[[Rate], tuple[Any, ...]] = attrgetter(
    *_PRINTED, "component", "component_name", "step", "step_order"
)
_Place = tuple[Any, ...]
_Cells = list[dict[Period, Rate]]


def build_vectors(rates: Iterable[Rate]) -> list[Vector]:
    """Bring the periods of each class, component and step together, in reading order.

    A second amount for the same period opens a vector of its own, so that nothing is hidden; where a class is paid by
    several schedules, each has its vectors.
    """
    cells: dict[_Place, _Cells] = {}
    for rate in rates:
        same = cells.setdefault(_place_of(rate), [])
        for cell in same:
            if rate.period not in cell:
                cell[rate.period] = rate
                break
        else:
            same.append({rate.period: rate})
    schedules = _tell_schedules(cells)
    vectors = []
    for place, same in cells.items():
        owner = ClassKey._make((*place[:_WIDTH], 0))
        component, name, step, order = place[_WIDTH:]
        if owner in schedules:
            same = _part_cells(same, schedules[owner])  # noqa: PLW2901
        for plan, cell in enumerate(same):
            whose = owner._replace(plan=plan) if owner in schedules else owner
            if cell:
                vectors.append(Vector(whose, component, name, step, order, cell))
    return vectors


def _tell_schedules(cells: dict[_Place, _Cells]) -> dict[ClassKey, list[str | None]]:
    """Classes that several schedules of one date pay, with their conditions in the order of the document.

    A row that is printed twice, or read so, is no second schedule.
    """
    counts: dict[ClassKey, list[int]] = defaultdict(lambda: [0, 0])
    for place, same in cells.items():
        count = counts[ClassKey._make((*place[:_WIDTH], 0))]
        count[0] += 1
        count[1] += len(same) > 1
    doubled = {owner for owner, (every, twice) in counts.items() if twice and 2 * twice >= every}
    found: dict[ClassKey, dict[str | None, None]] = {}
    for place, same in cells.items() if doubled else ():
        owner = ClassKey._make((*place[:_WIDTH], 0))
        if owner in doubled:
            conditions = found.setdefault(owner, {})
            conditions.update((rate.condition, None) for cell in same for rate in cell.values())
    return {owner: list(conditions) for owner, conditions in found.items()}


def _part_cells(same: _Cells, conditions: Sequence[str | None]) -> _Cells:
    """The amounts of one step, a cell for each schedule; empty ones for schedules that do not pay it."""
    if len(conditions) < 2 or len(same) > len(conditions):
        return same
    parted: _Cells = [{} for _ in conditions]
    for cell in same:
        for period, rate in cell.items():
            parted[conditions.index(rate.condition)].setdefault(period, rate)
    return parted if sum(map(len, parted)) == sum(map(len, same)) else same


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
