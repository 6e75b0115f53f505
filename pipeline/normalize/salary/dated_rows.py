"""Rows that print the date from which they hold: several for each class, one under the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pipeline.normalize.dates import find_dates
from pipeline.normalize.salary.column_rows import DataLine
from pipeline.normalize.salary.labels import Segment


class _Dated(NamedTuple):
    day: date
    row: DataLine
    """Without the date."""


def take_captions(rows: Sequence[DataLine], loose: Sequence[Segment]) -> tuple[list[DataLine], list[Segment]]:
    """Rows that print nothing but their date with the line of labels over those of their class, and the other lines."""
    dated = [_take_date(row) for row in rows]
    if None in dated:
        return list(rows), list(loose)
    labelled: dict[int, DataLine] = {}
    taken: set[Segment] = set()
    before = -1
    for group in _part_classes([found for found in dated if found]):
        lines = [found.row.line for found in group]
        over = [cell for cell in loose if before < cell.line < lines[0]]
        if over and not any(found.row.cells for found in group):
            labelled |= {row.line: row._replace(cells=(*over, *row.cells)) for row in rows if row.line in lines}
            taken.update(over)
        before = lines[-1]
    return [labelled.get(row.line, row) for row in rows], [cell for cell in loose if cell not in taken]


def part_dates(rows: Sequence[DataLine]) -> Mapping[date, list[DataLine]] | None:
    """Rows by their date, each with the labels of its class; ``None`` where rows print no dates.

    The dates of a class rise; where they fall back another class begins. Its label stands beside one of
    its rows, or beside each. Where rows do not tell whose they are, none is given, and they stay unread.
    """
    dated = [_take_date(row) for row in rows]
    if not dated or None in dated or len({found.day for found in dated if found}) == 1:
        return None
    by_day: dict[date, list[DataLine]] = {}
    for group in _part_classes([found for found in dated if found]):
        for found in _label_rows(group):
            by_day.setdefault(found.day, []).append(found.row)
    return by_day


def _take_date(row: DataLine) -> _Dated | None:
    """A row without the cell, or the end of a cell, that is its date."""
    for place, cell in enumerate(row.cells):
        for size in range(min(3, len(cell.words)), 0, -1):
            found = list(find_dates(" ".join(word.text for word in cell.words[-size:])))
            if len(found) == 1 and found[0][1] == 0:
                rest = cell.words[:-size]
                kept = [Segment(rest, cell.line)] if rest else []
                return _Dated(found[0][0], row._replace(cells=(*row.cells[:place], *kept, *row.cells[place + 1 :])))
    return None


def _part_classes(rows: Sequence[_Dated]) -> list[list[_Dated]]:
    groups: list[list[_Dated]] = []
    for found in rows:
        if not groups or found.day <= groups[-1][-1].day:
            groups.append([])
        groups[-1].append(found)
    return groups


def _label_rows(group: Sequence[_Dated]) -> Iterator[_Dated]:
    """The rows of a class, each with the class's label."""
    labelled = [found.row.cells for found in group if found.row.cells]
    texts = {tuple(cell.text for cell in cells) for cells in labelled}
    if len(labelled) == len(group):
        yield from group
    elif len(texts) == 1:
        for found in group:
            yield found._replace(row=found.row._replace(cells=labelled[0]))
