"""Pages filled from top to bottom: prose, headings and tables that may run over a page break."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from tools.typeset.grids import Band, Grid
from tools.typeset.reportlab_pdf import measure
from tools.typeset.sheets import Sheet, Text
from tools.typeset.style import Style
from tools.typeset.table_layout import Pen, TableLayout, draw_band, draw_header, heading_height, lay_table


class TableTooWideError(ValueError):
    """A table does not fit between the margins in this style."""


@dataclass(slots=True)
class Flow:
    """Sheets in the making. Text pages and tables share one style; the cursor is the next free line."""

    style: Style
    sheets: list[Sheet] = field(default_factory=list)
    cursor: float = 0.0
    top: float = 0.0
    """Where a frame begins on this page: under the heading, where there is one."""
    frame: int = 0

    @property
    def bottom(self) -> float:
        """The last usable line of a page."""
        return self.style.page_size[1] - self.style.margin - 12

    @property
    def sheet(self) -> Sheet:
        """The page being filled."""
        return self.sheets[-1]

    @property
    def frame_width(self) -> float:
        """Of one frame; frames stand side by side."""
        usable = self.style.page_size[0] - 2 * self.style.margin
        return (usable - 20 * (self.style.frames - 1)) / self.style.frames

    @property
    def left(self) -> float:
        """Left edge of the frame being filled."""
        return self.style.margin + self.frame * (self.frame_width + 20)

    def new_page(self) -> None:
        """Begin an empty page."""
        self.sheets.append(Sheet(*self.style.page_size))
        self.cursor = self.top = self.style.margin + 16
        self.frame = 0

    def write_line(self, text: str, size: float = 0.0, *, bold: bool = False, centre: bool = False) -> None:
        """Write one line of text over the whole page width."""
        size = size or self.style.size
        if not self.sheets or self.cursor + size * 1.4 > self.bottom:
            self.new_page()
        width = self.style.page_size[0]
        x = (width - measure(text, self.style.family, size, bold)) / 2 if centre else self.style.margin
        self.cursor += size * 1.4
        if text:
            self.sheet.texts.append(Text(x, self.cursor - size * 0.4, text, self.style.family, size, bold))
        self.top = self.cursor

    def write_paragraph(self, text: str, size: float = 0.0) -> None:
        """Write text in lines no wider than the page."""
        size = size or self.style.size
        usable = self.style.page_size[0] - 2 * self.style.margin
        letters = int(usable / measure("n", self.style.family, size) * 0.95)
        for line in textwrap.wrap(text, letters):
            self.write_line(line, size)
        self.cursor += size * 0.6

    def place_table(self, grid: Grid, heading: Sequence[str]) -> None:
        """Place a table after the cursor; on every new page ``heading`` and header rows are repeated."""
        layout = lay_table(grid, self.style, self.frame_width)
        if layout.width > self.frame_width + 0.5:
            raise TableTooWideError(f"{layout.width:.0f} points do not fit into {self.frame_width:.0f}")
        if self.cursor + layout.header_height + _least_height(layout, 0) > self.bottom:
            self._next_frame(heading)
        self.cursor = draw_header(self._pen(layout), self.cursor)
        for number, band in enumerate(grid.bands):
            self._place_band(layout, number, band, heading)
        self.cursor += self.style.size

    def next_side(self) -> bool:
        """Go to the top of the frame beside, on the same page; ``False`` where there is none."""
        if self.frame + 1 >= self.style.frames:
            return False
        self.frame += 1
        self.cursor = self.top
        return True

    def _pen(self, layout: TableLayout) -> Pen:
        return Pen(self.sheet, self.left, layout)

    def _place_band(self, layout: TableLayout, number: int, band: Band, heading: Sequence[str]) -> None:
        first, height = 0, layout.row_heights[number]
        while first < len(band.rows):
            free = self.bottom - self.cursor - heading_height(band, self.style, first)
            last = min(len(band.rows), first + int(free / height + 1e-6))
            fresh = self.cursor <= self.top + layout.header_height + 1
            if last < len(band.rows) and not fresh and not self._may_split(layout, number, first, last):
                last = first
            if last > first:
                self.cursor = draw_band(self._pen(layout), number, self.cursor, first, last)
            if last < len(band.rows):
                self._next_frame(heading)
                self.cursor = draw_header(self._pen(layout), self.cursor)
            first = last

    def _may_split(self, layout: TableLayout, number: int, first: int, last: int) -> bool:
        """Whether a band may break there: its class label must stand whole on the first part."""
        if not self.style.split_blocks or last - first < 1:
            return False
        band = layout.grid.bands[number]
        room = (last - first) * layout.row_heights[number]
        standing = [label for label in band.labels if label.first <= first < label.first + label.count]
        starting = [label for label in band.labels if first <= label.first < last]
        return all(
            len(label.lines) <= last - label.first and len(label.lines) * self.style.size * 1.2 <= room
            for label in {*standing, *starting}
        )

    def _next_frame(self, heading: Sequence[str]) -> None:
        if self.next_side():
            return
        self.new_page()
        for line in heading:
            self.write_line(line, self.style.size + 1, bold=True, centre=True)
        self.cursor = self.top = self.cursor + self.style.size * 0.6


def _least_height(layout: TableLayout, number: int) -> float:
    """Room a band asks for before it is worth beginning on a page."""
    band = layout.grid.bands[number]
    return heading_height(band, layout.style, 0) + len(band.rows) * layout.row_heights[number]
