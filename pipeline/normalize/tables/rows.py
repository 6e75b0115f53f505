"""Lines of cells -> rows: titles, heads over several lines, cells broken over two, merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.models import Edge
from pipeline.normalize.tables.columns import Cell, Line
from pipeline.normalize.tables.values import is_value
from pipeline.normalize.tables.wrapped import group_wrapped

_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Row:
    """A row while it is put together."""

    texts: dict[int, str]
    top: float
    bottom: float
    title: bool = False
    spans: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Rows and columns that a cell covers, where more than one."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of texts."""

    rows: tuple[Row, ...]
    columns: int
    header_rows: int
    """Title row included."""


def build_grid(lines: Sequence[Line], columns: int, *, text: bool, edges: Sequence[Edge] = ()) -> Grid:
    """Put the rows of a table together.

    Args:
        lines: Its lines, top to bottom.
        columns: How many columns they have.
        text: The page is a text document, where a line of a head is a row of its own.
        edges: Ruled lines of the page; where rows are ruled, a row ends at a line only.
    """
    rules = sorted(edge.top for edge in edges if abs(edge.bottom - edge.top) < 1 and edge.x1 - edge.x0 > 20)
    bands = _band(lines, rules) or [_as_line(group) for group in group_wrapped(lines, columns)]
    if bands:
        lines, text = bands, True
    body = next((index for index, line in enumerate(lines) if _is_body(line, columns)), 0) or _end_of_bold(lines)
    title = next((index for index, line in enumerate(lines[:body]) if len(line.cells) > 1), body)
    rows = [_merge(lines[:title], title=True)] if title else []
    head = _group_head(lines[title:body], text=text)
    rows.extend(head)
    rows.extend(_group_body(lines[body:], columns))
    header_rows = len(head) + bool(title)
    _span_head(rows[bool(title) : header_rows], columns)
    _span_labels(rows[header_rows:])
    if title:
        rows[0].spans[0] = (1, columns)
    return Grid(tuple(rows), columns, header_rows)


def _is_body(line: Line, columns: int) -> bool:
    """Whether it has a label, and at least half of its other cells are values."""
    cells = [cell for cell in line.cells if cell.column > 0]
    return (
        len(cells) < len(line.cells)
        and bool(cells)
        and 2 * sum(is_value(cell.text) for cell in cells) >= len(cells)
        and columns > 1
    )


def _end_of_bold(lines: Sequence[Line]) -> int:
    """Where the body of a table without values begins: after its title, and after its head where that alone is bold."""
    title = next((index for index, line in enumerate(lines) if len(line.cells) > 1), 0)
    bold = len(lines) > title + 1 and lines[title].bold and not lines[title + 1].bold
    return title + bold


def _merge(lines: Sequence[Line], *, title: bool = False) -> Row:
    """One row of several lines, their cells joined from top to bottom."""
    texts: dict[int, str] = {}
    for line in lines:
        for cell in line.cells:
            column = 0 if title else cell.column  # a title is centred over whatever column
            texts[column] = f"{texts[column]} {cell.text}" if column in texts else cell.text
    return Row(texts, lines[0].top, lines[-1].bottom, title)


def _group_head(lines: Sequence[Line], *, text: bool) -> list[Row]:
    """Lines of a head: set tight they are one row, set apart they are two."""
    if text or len(lines) < 2:
        return [_merge([line]) for line in lines]
    groups = [[lines[0]]]
    for above, below in pairwise(lines):
        if below.top - above.top > 1.28 * (above.bottom - above.top):
            groups.append([below])
        else:
            groups[-1].append(below)
    return [_merge(group) for group in groups]


def _band(lines: Sequence[Line], rules: Sequence[float]) -> list[Line]:
    """Lines between two ruled lines as one; empty where rules part no rows (one under the head, one at the end)."""
    groups: list[list[Line]] = []
    for line in lines:
        ruled = groups and any(groups[-1][-1].bottom - 3 <= rule <= line.top + 3 for rule in rules)
        if not groups or ruled:
            groups.append([line])
        else:
            groups[-1].append(line)
    if len(rules) < 3 or len(groups) < 3 or any(_repeats_value(group) for group in groups):
        return []
    return [_as_line(group) for group in groups]


def _repeats_value(lines: Sequence[Line]) -> bool:
    """Whether two of the lines hold a value in one column: they are rows of their own."""
    columns = [cell.column for line in lines for cell in line.cells if cell.column and is_value(cell.text)]
    return len(columns) > len(set(columns))


def _as_line(lines: Sequence[Line]) -> Line:
    row = _merge(lines)
    cells = tuple(Cell(column, text, 0.0, 0.0) for column, text in sorted(row.texts.items()))
    return Line(cells, row.top, row.bottom, all(line.bold for line in lines))


def _group_body(lines: Sequence[Line], columns: int) -> list[Row]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, columns):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_merge(group) for group in groups]


def _continues(group: Sequence[Line], line: Line, columns: int) -> bool:
    """Whether a line goes on with the row above: fewer cells than a row has, and no figure but inside a phrase."""
    if len(line.cells) >= columns or len(line.cells) > len(group[0].cells):
        return False
    if len(line.cells) > 1 and line.cells[0].column == 0 and not any(cell.text[:1].islower() for cell in line.cells):
        return False
    taken = {cell.column for above in group for cell in above.cells}
    figures = any(_DIGIT.search(cell.text) and not cell.text[:1].islower() for cell in line.cells)
    return not figures and all(cell.column in taken for cell in line.cells)


def _span_head(rows: Sequence[Row], columns: int) -> None:
    """A head covers the empty columns after it where the row below divides them, and empty rows below it."""
    for index, row in enumerate(rows):
        filled = sorted(row.texts)
        for place, column in enumerate(filled):
            end = filled[place + 1] if place + 1 < len(filled) else columns
            width = end - column if index + 1 < len(rows) else 1
            if width > 1 and not any(other in rows[index + 1].texts for other in range(column + 1, end)):
                width = 1
            height = 1
            while width == 1 and index + height < len(rows) and column not in rows[index + height].texts:
                height += 1
            if width > 1 or height > 1:
                row.spans[column] = (height, width)


def _span_labels(rows: Sequence[Row]) -> None:
    """A label covers the rows below it that print none."""
    for index, row in enumerate(rows):
        if 0 not in row.texts:
            continue
        height = 1
        while index + height < len(rows) and 0 not in rows[index + height].texts:
            height += 1
        if height > 1:
            row.spans[0] = (height, 1)
