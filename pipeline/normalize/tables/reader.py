"""Regions of a document that are tables, but no salary tables -> rows of ``tables`` and ``table_cells``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.models import PERIODS, Article, Page, Table, TableCell
from pipeline.normalize.lines import TextLine, lines_of
from pipeline.normalize.structure.records import TableRegion
from pipeline.normalize.tables.columns import split_lines
from pipeline.normalize.tables.dashes import drop_dashes
from pipeline.normalize.tables.rows import Grid, Row, build_grid
from pipeline.normalize.tables.spaced import split_blocks, split_spaced
from pipeline.normalize.tables.titles import find_head, find_title
from pipeline.normalize.tables.values import read_value

_EDGE_LINES = 3
_EDGE_WORDS = 8
_MONEY = re.compile(r"\$\d[\d,]*(?:\.\d\d)?|\d[\d,]*\.\d\d|\d{1,3}(?:,\d{3})+")
_FINE = re.compile(r"\.\d{3}")
_CONTINUED = re.compile(r"\s*[(\[-]?\s*cont(?:inued|'d|\u2019d|\.)\s*[)\]]?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Read:
    """A region that was read."""

    region: TableRegion
    grid: Grid
    starts: tuple[float, ...]
    """Left edges of the columns; empty for a table typed with single spaces."""
    page_number: int | None
    title: str | None
    """A title that stands over the region, outside it."""
    opens: bool = False
    """Nothing but running heads stands over it on its page."""
    closes: bool = False
    """Nothing but a foot stands under it on its page."""


def read_tables(
    document_id: str,
    pages: Sequence[Page],
    regions: Sequence[TableRegion],
    articles: Sequence[Article] = (),
    *,
    read: frozenset[str] = frozenset(),
    unread: frozenset[str] = frozenset(),
) -> tuple[Table, ...]:
    """Every table but those whose amounts are all published as rates.

    Args:
        document_id: Of the document.
        pages: Its pages; they give the ruled lines, and whether it is a text document.
        regions: Where tables stand; those marked as salary tables are left out where rates were read from them.
        articles: Not read from; a region names its article.
        read: Amounts of the rates of the document, as printed.
        unread: Numbers of pay tables, as printed, that are told to be no rates.

    Returns:
        Tables in the order of the document. Rows and columns count from 1; a title over the table is its
        first row. A table that goes on on the next page is one table.
    """
    by_number = {page.page_number: page for page in pages}
    known = {article.article_id for article in articles}
    wanted = [region for region in regions if not _is_read(region, read, unread)]
    lines = {number: lines_of(by_number[number]) for number in {region.source_page for region in wanted}}
    parts = [_read_region(item, by_number[item.source_page], lines[item.source_page]) for item in wanted]
    tables: list[Table] = []
    counts: dict[str, int] = {}
    for item in _join_pages([one for found in parts for one in found]):
        owner = item.region.article_id
        key = owner or "body"
        counts[key] = counts.get(key, 0) + 1
        article_id = owner if owner in known or not known else None
        tables.append(_make_table(document_id, f"{key}/{counts[key]}", article_id, item))
    return tuple(tables)


def _read_region(region: TableRegion, page: Page, page_lines: Sequence[TextLine]) -> list[_Read]:
    """The tables of a region: one, or several typed with single spaces one under the other."""
    lines = [line for line in region.lines if line.words]
    box = region.bbox
    edges = tuple(edge for edge in page.edges if box.top - 12 <= edge.bottom and edge.top <= box.bottom + 12)
    if not lines:
        return []
    cells, starts = split_lines(lines, edges)
    if len(starts) == 1:
        return [item for block in split_blocks(lines) for item in _read_spaced(region, page, block, page_lines)]
    above = _lines_above(lines[0], page_lines)
    if head := find_head(above, lines[0], starts):
        lines = [*head, *lines]
        above = above[len(head) :]
        cells, starts = split_lines(lines, edges)
    cells, starts = drop_dashes(cells, starts)
    grid = build_grid(cells, len(starts), text=page.reader == "text", edges=edges)
    below = [line for line in page_lines if line.top >= lines[-1].bottom - 1]
    title = find_title(above, lines[0])
    return [_Read(region, grid, starts, _page_number(page), title, _is_edge(above), _is_edge(below))]


def _is_edge(lines: Sequence[TextLine]) -> bool:
    """Whether lines are those of a page's head or foot: few, short, and no sentences."""
    return len(lines) <= _EDGE_LINES and all(
        len(line.words) <= _EDGE_WORDS and not line.text.endswith((".", ":", ";")) for line in lines
    )


def _read_spaced(
    region: TableRegion, page: Page, block: Sequence[TextLine], page_lines: Sequence[TextLine]
) -> list[_Read]:
    """A table without columns on the page; what is no table at all is kept for its amounts' sake alone."""
    cells = split_spaced(block)
    columns = 2
    if cells is None:
        if not any("$" in line.text for line in block):
            return []
        cells, starts = split_lines(block)  # a block has columns that its region as a whole has not
        columns = len(starts)
    title = find_title(_lines_above(block[0], page_lines), block[0])
    return [_Read(region, build_grid(cells, columns, text=page.reader == "text"), (), _page_number(page), title)]


def _page_number(page: Page) -> int | None:
    return None if page.reader == "text" else page.page_number


def _is_read(region: TableRegion, read: frozenset[str], unread: frozenset[str]) -> bool:
    """Whether a region is a salary table whose every amount is a rate, or told to be none; one at least is a rate.

    Numbers finer than cents are told as well, but they are right: their table is published for them.
    """
    if not (region.salary or _is_salary(region)):
        return False
    texts = {word.text.removeprefix("$"): word.text for line in region.lines for word in line.words}
    if read.isdisjoint(texts) or any(_FINE.search(text) for text in unread.intersection(texts)):
        return False
    return all(bare in read or bare in unread or not _MONEY.fullmatch(text) for bare, text in texts.items())


def _is_salary(region: TableRegion) -> bool:
    """Three lines that name a pay period and print an amount: a salary table, wherever it stands."""
    periods = 0
    for line in region.lines:
        texts = [word.text for word in line.words]
        periods += any(text in PERIODS for text in texts) and any(any(c.isdigit() for c in text) for text in texts)
    return periods >= 3


def _lines_above(first: TextLine, lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The lines of the page above a table, the nearest first."""
    return tuple(reversed([line for line in lines if line.bottom <= first.top + 1]))


def _join_pages(read: Sequence[_Read]) -> list[_Read]:
    """Tables with those appended that go on at the top of the next page, without a head or under the same again."""
    joined: list[_Read] = []
    for found in read:
        item = _without_head(joined[-1], found) if joined else found
        if joined and _goes_on(joined[-1], item):
            last = joined.pop()
            grid = replace(last.grid, rows=(*last.grid.rows, *item.grid.rows))
            joined.append(replace(last, grid=grid, region=replace(item.region, article_id=last.region.article_id)))
        else:
            joined.append(item)
    return joined


def _without_head(last: _Read, item: _Read) -> _Read:
    """The table without its head, where that is the head of the table before printed again on the next page."""
    heads = [_texts_of_head(each.grid) for each in (last, item)]
    titles = [_title_of(each) for each in (last, item)]
    again = bool(heads[1]) and heads[0] == heads[1] and titles[1] in (None, titles[0])
    if not (again and last.closes and item.opens):
        return item
    rows = item.grid.rows[item.grid.header_rows :]
    return replace(item, grid=replace(item.grid, rows=rows, header_rows=0)) if rows else item


def _texts_of_head(grid: Grid) -> list[dict[int, str]]:
    return [row.texts for row in grid.rows[: grid.header_rows] if not row.title]


def _title_of(item: _Read) -> str | None:
    """The title, without the word that it goes on."""
    rows = item.grid.rows
    title = rows[0].texts.get(0) if rows and rows[0].title else item.title
    return _CONTINUED.sub("", title).casefold() if title else None


def _goes_on(last: _Read, item: _Read) -> bool:
    return (
        item.region.source_page == last.region.source_page + 1
        and item.region.article_id == last.region.article_id
        and item.grid.header_rows == 0
        and item.grid.columns == last.grid.columns
        and len(item.starts) == len(last.starts)
        and all(abs(a - b) <= 3 for a, b in zip(item.starts, last.starts, strict=True))
    )


def _make_table(document_id: str, table_id: str, article_id: str | None, item: _Read) -> Table:
    grid = item.grid
    heads = _column_heads(grid)
    cells = tuple(
        cell
        for index, row in enumerate(grid.rows)
        for cell in _make_cells(document_id, table_id, index, row, heads, head=index < grid.header_rows)
    )
    title = grid.rows[0].texts.get(0) if grid.rows and grid.rows[0].title else item.title
    return Table(
        document_id,
        table_id,
        title,
        article_id,
        item.page_number,
        grid.header_rows,
        len(grid.rows),
        grid.columns,
        cells,
    )


def _column_heads(grid: Grid) -> tuple[tuple[str, ...], ...]:
    """For every column the texts that stand over it, from the top; a title counts last."""
    heads: list[list[str]] = [[] for _ in range(grid.columns)]
    for row in grid.rows[: grid.header_rows]:
        for column, text in row.texts.items():
            width = row.spans.get(column, (1, 1))[1]
            for covered in range(column, min(column + width, grid.columns)):
                if not row.title:
                    heads[covered].append(text)
    return tuple(tuple(column) for column in heads)


def _make_cells(
    document_id: str, table_id: str, index: int, row: Row, heads: Sequence[Sequence[str]], *, head: bool
) -> list[TableCell]:
    cells = []
    for column, text in sorted(row.texts.items()):
        number, unit = (None, None) if head else read_value(text, heads[column])
        height, width = row.spans.get(column, (1, 1))
        cells.append(TableCell(table_id, document_id, index + 1, column + 1, height, width, text, number, unit))
    return cells
