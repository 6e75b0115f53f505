"""Dashes that a typist put between two columns are no column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.tables.columns import Cell, Line

_DASHES = ("-", "–", "—", ":", "|")  # noqa: RUF001


def drop_dashes(lines: Sequence[Line], starts: tuple[float, ...]) -> tuple[tuple[Line, ...], tuple[float, ...]]:
    """Take away a column of dashes, or the dash every cell of a column begins with."""
    for column in range(1, len(starts)):
        texts = [cell.text for line in lines for cell in line.cells if cell.column == column]
        if len(texts) >= 2 and all(text in _DASHES for text in texts):
            kept = tuple(_without(line, column) for line in lines)
            return drop_dashes(kept, starts[:column] + starts[column + 1 :])
        if len(texts) >= 2 and all(text[:2] in {f"{dash} " for dash in _DASHES} for text in texts):
            lines = tuple(_strip(line, column) for line in lines)
    return tuple(lines), starts


def _without(line: Line, column: int) -> Line:
    cells = (cell for cell in line.cells if cell.column != column)
    return replace(line, cells=tuple(_shift(cell, column) for cell in cells))


def _shift(cell: Cell, column: int) -> Cell:
    return replace(cell, column=cell.column - 1) if cell.column > column else cell


def _strip(line: Line, column: int) -> Line:
    cells = (replace(cell, text=cell.text[2:]) if cell.column == column else cell for cell in line.cells)
    return replace(line, cells=tuple(cells))
