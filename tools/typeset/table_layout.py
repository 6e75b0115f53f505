"""A grid with sizes: where its columns stand and how tall its rows are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.typeset.grids import Band, Column, Grid, HeaderCell, Label
from tools.typeset.reportlab_pdf import measure
from tools.typeset.sheets import Fill, Rule, Sheet, Text
from tools.typeset.style import Style

GAP = {"grid": 3.0, "hairline": 3.0}
"""Points left and right of a cell's text; more where no rule parts the columns."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Columns and rows of a grid in points, relative to its left edge."""

    grid: Grid
    style: Style
    edges: tuple[float, ...]
    """Left edge of each column, and the right edge of the last."""
    row_heights: tuple[float, ...]
    """Height of a row, per band."""

    @property
    def width(self) -> float:
        """Of the whole table."""
        return self.edges[-1]

    @property
    def header_height(self) -> float:
        """Of all header rows."""
        return sum(_header_row_height(row, self.style) for row in self.grid.header)


def lay_table(grid: Grid, style: Style, frame_width: float) -> TableLayout:
    """Size a grid; it may come out wider than the frame, which the caller checks."""
    widths = [_column_width(grid, index, style) for index in range(len(grid.columns))]
    _widen_spans(grid, widths, style)
    spare = frame_width - sum(widths)
    if style.stretch and spare > 0:
        flexible = [index for index, column in enumerate(grid.columns) if column.kind == "amount"]
        for index in flexible:
            widths[index] += min(spare / len(flexible), 30.0)
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    return TableLayout(grid, style, tuple(edges), tuple(_row_height(band, style) for band in grid.bands))


def _gap(style: Style) -> float:
    return GAP.get(style.rules, 5.0)


def _column_width(grid: Grid, index: int, style: Style) -> float:
    texts = [line for band in grid.bands for row in band.rows for line in row[index].split("\n")]
    lines = [(text.replace("\t", " "), False) for text in texts]
    lines += [
        (line, label.bold) for band in grid.bands for label in band.labels if label.column == index
        for line in (*label.lines, label.again)
    ]  # fmt: skip
    lines += [
        (line, True) for row in grid.header for cell in row if cell.first == cell.last == index
        for line in cell.text.split("\n")
    ]  # fmt: skip
    return max((measure(text, style.family, style.size, bold) for text, bold in lines), default=0.0) + 2 * _gap(style)


def _widen_spans(grid: Grid, widths: list[float], style: Style) -> None:
    for cell in (cell for row in grid.header for cell in row if cell.first != cell.last):
        lack = measure(cell.text, style.family, style.size, bold=True) + 2 * _gap(style)
        lack -= sum(widths[cell.first : cell.last + 1])
        for index in range(cell.first, cell.last + 1):
            widths[index] += max(0.0, lack) / (cell.last - cell.first + 1)


def _row_height(band: Band, style: Style) -> float:
    pitch = style.size * style.leading
    lines = max(cell.count("\n") + 1 for row in band.rows for cell in row)
    needed = [len(one.lines) * style.size * 1.2 / one.count + (2.0 if one.count == 1 else 0.0) for one in band.labels]
    # 1.6: a `$` on a line of its own stands nearer to its digits than to those of the row above.
    return max(pitch + (lines - 1) * style.size * 1.6, *needed, 0.0)


def _header_row_height(row: Sequence[HeaderCell], style: Style) -> float:
    return style.size * (1.5 + 1.2 * max(cell.text.count("\n") for cell in row))


@dataclass(frozen=True, slots=True)
class Pen:
    """Where on which sheet a table is being drawn."""

    sheet: Sheet
    left: float
    layout: TableLayout

    @property
    def style(self) -> Style:
        """The style of the table."""
        return self.layout.style

    def span(self, first: int, last: int) -> tuple[float, float]:
        """Left and right edge of columns ``first`` to ``last`` on the page."""
        return self.left + self.layout.edges[first], self.left + self.layout.edges[last + 1]

    def write(self, text: str, box: tuple[float, float], baseline: float, align: str, bold: bool = False) -> None:
        """Write one line between two edges."""
        style, gap = self.style, _gap(self.style)
        width = measure(text, style.family, style.size, bold)
        x = {"left": box[0] + gap, "right": box[1] - gap - width, "centre": (box[0] + box[1] - width) / 2}[align]
        if text:
            self.sheet.texts.append(Text(x, baseline, text, style.family, style.size, bold))

    def rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw a ruled line in the style's weight."""
        hair = self.style.rules == "hairline"
        self.sheet.rules.append(Rule(x0, top, x1, bottom, 0.1 if hair else 0.6, 0.4 if hair else 0.0))


def draw_header(pen: Pen, top: float) -> float:
    """Draw the header rows; returns their bottom."""
    start = top
    for row in pen.layout.grid.header:
        height = _header_row_height(row, pen.style)
        for cell in row:
            lines = cell.text.split("\n")
            column = pen.layout.grid.columns[cell.last]
            align = "left" if column.kind == "label" else "centre" if cell.first != cell.last else column.align
            for index, line in enumerate(lines):
                baseline = top + pen.style.size * (1.1 + 1.2 * index)
                pen.write(line, pen.span(cell.first, cell.last), baseline, align, bold=True)
        top += height
    _rule_header(pen, start, top)
    return top


def _rule_header(pen: Pen, top: float, bottom: float) -> None:
    left, right = pen.span(0, len(pen.layout.grid.columns) - 1)
    if pen.style.rules in ("grid", "hairline"):
        pen.rule(left, top, right, top)
        last_row = bottom - _header_row_height(pen.layout.grid.header[-1], pen.style)
        for edge in pen.layout.edges:
            pen.rule(pen.left + edge, last_row, pen.left + edge, bottom)
    if pen.style.rules != "none":
        pen.rule(left, bottom, right, bottom)


def draw_band(pen: Pen, number: int, top: float, first: int, last: int) -> float:
    """Draw rows ``first`` to ``last`` (not included) of a band; returns their bottom."""
    band, height = pen.layout.grid.bands[number], pen.layout.row_heights[number]
    start = top
    top += heading_height(band, pen.style, first)
    bottom = top + (last - first) * height
    if pen.style.rules == "zebra" and number % 2:
        left, right = pen.span(0, len(pen.layout.grid.columns) - 1)
        pen.sheet.fills.append(Fill(left, start, right, bottom, 0.88))
    if band.heading and top > start:
        full = pen.span(0, len(pen.layout.grid.columns) - 1)
        pen.write(band.heading, full, start + pen.style.size * 1.2, "left", bold=True)
    for index in range(first, last):
        _draw_cells(pen, band.rows[index], top + (index - first) * height, height)
    for label in band.labels:
        _draw_label(pen, label, (top, height), (first, last))
    _rule_band(pen, band, (start, top, bottom), (first, last, height))
    return bottom


def heading_height(band: Band, style: Style, first: int) -> float:
    """Height of the band's heading line; 0 where it has none or goes on."""
    return style.size * 1.6 if band.heading and first == 0 else 0.0


def _draw_cells(pen: Pen, row: Sequence[str], top: float, height: float) -> None:
    size = pen.style.size
    for index, (cell, column) in enumerate(zip(row, pen.layout.grid.columns, strict=True)):
        box = pen.span(index, index)
        upper, _, lower = cell.rpartition("\n")
        baseline = top + height / 2 + size * 0.35 + (size * 0.55 if upper else 0)
        if upper:
            pen.write(upper, box, baseline - size * 1.1, column.align)
        sign, _, digits = lower.rpartition("\t")
        if sign:
            pen.write(sign, box, baseline, "left")
        pen.write(digits, box, baseline, _cell_align(digits, column))


def _cell_align(text: str, column: Column) -> str:
    return "centre" if text in ("-", "--", "N/A") and column.align == "centre" else column.align


def _draw_label(pen: Pen, label: Label, place: tuple[float, float], rows: tuple[int, int]) -> None:
    """Draw a label in its rows; after a page break ``again`` stands in its place."""
    (top, height), (first, last), size = place, rows, pen.style.size
    begin, end = max(label.first, first), min(label.first + label.count, last)
    if begin >= end:
        return
    lines = label.lines if begin == label.first else (label.again,) if label.again and begin == first else ()
    box, start = pen.span(label.column, label.column), top + (begin - first) * height
    for index, line in enumerate(lines):
        middle = start + height / 2 + size * 0.35
        if label.place == "spread" and len(lines) <= end - begin:
            baseline = middle + index * height
        elif label.place == "first" and (end - begin - 0.5) * height >= (len(lines) - 0.5) * size * 1.2:
            baseline = middle + index * size * 1.2
        else:
            block = start + (end - begin) * height / 2 - len(lines) * size * 0.6
            baseline = block + size * (0.95 + 1.2 * index)
        pen.write(line, box, baseline, "left", label.bold)


def _rule_band(pen: Pen, band: Band, tops: tuple[float, float, float], rows: tuple[int, int, float]) -> None:
    (start, top, bottom), (first, last, height), style = tops, rows, pen.style
    left, right = pen.span(0, len(pen.layout.grid.columns) - 1)
    if style.rules in ("none", "zebra"):
        return
    pen.rule(left, bottom, right, bottom)
    if style.rules == "horizontal":
        return
    if top > start:
        pen.rule(left, top, right, top)
    for edge in pen.layout.edges if top == start else (0.0, pen.layout.width):
        pen.rule(pen.left + edge, start, pen.left + edge, bottom)
    for edge in pen.layout.edges if top > start else ():
        pen.rule(pen.left + edge, top, pen.left + edge, bottom)
    for index in range(first + 1, last):
        level = top + (index - first) * height
        pen.rule(pen.left + _rule_from(pen, band, index), level, right, level)


def _rule_from(pen: Pen, band: Band, index: int) -> float:
    """Where the rule above a row begins: right of every label that stands in both rows."""
    spanning = [label.column for label in band.labels if label.first < index < label.first + label.count]
    return pen.layout.edges[max(spanning, default=-1) + 1]
