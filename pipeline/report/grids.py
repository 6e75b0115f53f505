"""Salary tables as they are printed: which amount stands in which row and column.

A row is a class, component and period with steps across (or a step with periods across, where the
document prints them so); cells hold the place of a rate in the report's list of rates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.models import PERIODS, BBox, Rate

Place = tuple[float, float]
"""Where an amount stands in its document: page and height, or line and character."""
Cell = tuple[int, Rate]
"""A rate with its place in the report's list."""
_SAME_LINE = 3.0
"""Points by which amounts of one printed line differ in height."""


@dataclass(frozen=True, slots=True)
class PlacedRates:
    """Rates of the report, in its order, with their places in the documents."""

    rates: Sequence[Rate]
    places: Mapping[int, Place]

    def place(self, index: int) -> Place:
        """Place of a rate; those of unknown place come last, in the order of the set."""
        return self.places.get(index, (float("inf"), float(index)))


def build_grids(placed: PlacedRates) -> list[dict[str, Any]]:
    """Every salary table of the set, in the order of the documents and their pages.

    Returns:
        Dictionaries of ``doc`` (document_id), ``appendix``, ``date``, ``conditions``, ``pages``, ``cols``
        (labels) and ``groups``: classes with ``title``, ``code``, ``range``, ``unit`` and ``rows`` of
        (component, label, cells), -1 where nothing stands.
    """
    tables: dict[tuple[Any, ...], list[Cell]] = defaultdict(list)
    for index, rate in enumerate(placed.rates):
        tables[rate.document_id, rate.appendix, rate.operative_date].append((index, rate))
    ordered = sorted(tables.values(), key=lambda cells: (cells[0][1].document_id, _first(cells, placed)))
    return [_build_grid(cells, placed) for cells in ordered]


def _first(cells: Sequence[Cell], placed: PlacedRates) -> Place:
    return min(placed.place(index) for index, _ in cells)


def _build_grid(cells: Sequence[Cell], placed: PlacedRates) -> dict[str, Any]:
    rate = cells[0][1]
    across = _periods_across(cells)
    columns = _columns(cells, periods=across)
    classes: dict[tuple[Any, ...], list[Cell]] = defaultdict(list)
    for index, member in cells:
        owner = (member.class_code, member.class_title, member.range_code, member.bargaining_unit)
        classes[owner].append((index, member))
    groups = sorted(classes.values(), key=lambda members: _first(members, placed))
    return {
        "doc": rate.document_id,
        "appendix": rate.appendix,
        "date": rate.operative_date.isoformat() if rate.operative_date else None,
        "conditions": list(dict.fromkeys(member.condition for _, member in cells if member.condition)),
        "pages": sorted({member.page_number for _, member in cells if member.page_number}),
        "across": "period" if across else "step",
        "cols": list(columns.values()),
        "groups": [_build_group(members, columns, placed, across=across) for members in groups],
    }


def _periods_across(cells: Sequence[Cell]) -> bool:
    """Whether one printed line holds several periods of a step, instead of several steps of a period."""
    beside = below = 0
    last: dict[tuple[Any, ...], BBox] = {}
    for _, rate in cells:
        if rate.bbox:
            key = (rate.page_number, rate.class_code, rate.class_title, rate.range_code, rate.component_name, rate.step)
            before = last.get(key, rate.bbox)
            same_line = abs(before.top - rate.bbox.top) < _SAME_LINE
            apart = before.x1 < rate.bbox.x0 or rate.bbox.x1 < before.x0
            beside, below = beside + (same_line and apart), below + (not same_line)
            last[key] = rate.bbox
    return beside > below


def _columns(cells: Sequence[Cell], *, periods: bool) -> dict[Any, str]:
    """Key of each column with its label."""
    if periods:
        return {period: period for period in PERIODS if any(rate.period == period for _, rate in cells)}
    labels = {rate.step_order: rate.step for _, rate in cells}
    return {order: labels[order] for order in sorted(labels)}


def _build_group(
    cells: Sequence[Cell], columns: Mapping[Any, str], placed: PlacedRates, *, across: bool
) -> dict[str, Any]:
    rate = cells[0][1]
    components: dict[str, list[Cell]] = defaultdict(list)
    for index, member in cells:
        components[member.component_name or member.component].append((index, member))
    ordered = sorted(components.items(), key=lambda item: _first(item[1], placed))
    order = list(columns)
    rows = [row for name, members in ordered for row in _build_rows(name, members, order, across=across)]
    return {
        "title": rate.class_title,
        "code": rate.class_code,
        "range": rate.range_code,
        "unit": rate.bargaining_unit,
        "rows": rows,
    }


def _build_rows(name: str, cells: Sequence[Cell], order: Sequence[Any], *, across: bool) -> list[list[Any]]:
    """Rows of one component; amounts that claim a cell already taken stand in a row of their own."""
    rows: dict[tuple[Any, ...], list[int]] = {}
    labels: dict[tuple[Any, ...], str] = {}
    for index, rate in cells:
        column = order.index(rate.period if across else rate.step_order)
        label = rate.step if across else rate.period
        rank = rate.step_order if across else PERIODS.index(rate.period)
        again = 0
        while rows.setdefault((rank, label, again), [-1] * len(order))[column] >= 0:
            again += 1
        rows[rank, label, again][column] = index
        labels[rank, label, again] = label
    shown = "" if name == "base" else name
    return [[shown, labels[key], rows[key]] for key in sorted(rows)]
