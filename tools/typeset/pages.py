"""A whole agreement on pages: title, contents, articles, and the salary appendices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from tools.typeset.flow import Flow, TableTooWideError
from tools.typeset.grids import Band, Column, Grid, HeaderCell
from tools.typeset.model import Agreement, Appendix, PayTable
from tools.typeset.prose import Article, Prose, list_headings
from tools.typeset.reportlab_pdf import measure
from tools.typeset.sheets import Sheet, Text
from tools.typeset.style import PAGE_SIZES, Style
from tools.typeset.text_forms import format_date

BuildGrid = Callable[[PayTable, Style], Grid]
SMALLEST = 6.0


@dataclass(frozen=True, slots=True)
class Printed:
    """Sheets, and which of them a salary appendix stands on."""

    sheets: list[Sheet]
    pay_pages: tuple[int, ...]
    """Page numbers, from 1."""
    style: Style
    """As it came out: smaller or wider where the tables asked for it."""


def print_agreement(agreement: Agreement, prose: Prose, style: Style, build: BuildGrid) -> Printed:
    """Typeset everything; where a table does not fit, a smaller font or a larger page is taken."""
    for fitting in _fitting_styles(style):
        try:
            appendices, starts = _print_appendices(agreement, prose, fitting, build)
        except TableTooWideError:
            continue
        front = _print_front(agreement, prose, fitting, starts)
        sheets = [*front.sheets, *appendices.sheets]
        if fitting.running_header:
            _add_running_lines(sheets, prose, fitting)
        return Printed(sheets, tuple(range(len(front.sheets) + 1, len(sheets) + 1)), fitting)
    raise TableTooWideError("no page is wide enough for these tables")


def _print_appendices(agreement: Agreement, prose: Prose, style: Style, build: BuildGrid) -> tuple[Flow, list[int]]:
    """The appendices on pages of their own, and the page each begins on."""
    flow, starts = Flow(style), []
    for index, appendix in enumerate(agreement.appendices):
        print_appendix(flow, appendix, prose, build, new_page=index == 0 or style.page_per_appendix)
        starts.append(len(flow.sheets))
    return flow, starts


def _print_front(agreement: Agreement, prose: Prose, style: Style, starts: Sequence[int]) -> Flow:
    """Title, contents and articles; set twice, since the contents list names pages."""
    pages: list[int] = []
    for _ in range(2):
        flow = Flow(replace(style, frames=1, size=max(style.size, 8.0)))
        titles = [f"{item.number} {item.title}" for item in list_headings(prose)]
        titles += [f"Appendix {appendix.letter}" for appendix in agreement.appendices]
        found = print_prose(flow, prose, titles, pages)
        pages = [*found, *(len(flow.sheets) + start for start in starts)]
    return flow


def _fitting_styles(style: Style) -> list[Style]:
    """The style, then ever smaller fonts, then one table beside no other, then ever larger pages."""
    sizes = [style.size, *(size for size in (9.0, 8.0, 7.0, SMALLEST) if size < style.size)]
    wanted = [replace(style, size=size) for size in sizes]
    small = replace(style, size=min(style.size, 8.0), frames=1, margin=30.0)
    wide = [replace(small, page=page, landscape=True) for page in (style.page, *PAGE_SIZES)]
    return [*wanted, replace(small, size=SMALLEST), *wide, replace(wide[-1], size=SMALLEST)]


def heading_lines(appendix: Appendix, prose: Prose, style: Style) -> list[str]:
    """The lines over an appendix in the style's wording."""
    day = appendix.operative
    words = {"letter": appendix.letter, "number": appendix.letter, "mou": prose.number}
    return [line.format(**words, date=format_date(day), slashes=f"{day:%m/%d/%Y}") for line in style.heading]


def print_appendix(flow: Flow, appendix: Appendix, prose: Prose, build: BuildGrid, *, new_page: bool) -> None:
    """Heading, tables and notes of one appendix."""
    style = flow.style
    heading = heading_lines(appendix, prose, style)
    room = style.size * 1.8 * (len(heading) + 8)
    if new_page or style.frames > 1 or flow.cursor + room > flow.bottom:
        flow.new_page()
    for line in heading:
        flow.write_line(line, style.size + 1, bold=True, centre=True)
    flow.cursor = flow.top = flow.cursor + style.size * 0.8
    again = [*heading[:-1], f"{heading[-1]} (continued)"] if style.continued else heading
    lowest, page = flow.cursor, flow.sheet
    for index, table in enumerate(_halve_tables(appendix.tables, style)):
        if index and flow.sheet is page:
            flow.next_side()
        flow.place_table(build(table, style), again)
        lowest = max(lowest, flow.cursor) if flow.sheet is page else flow.cursor
    flow.frame, flow.cursor = 0, lowest
    for note in appendix.notes:
        flow.write_paragraph(note)
    flow.cursor += style.size


def _halve_tables(tables: tuple[PayTable, ...], style: Style) -> tuple[PayTable, ...]:
    """Where tables stand side by side, a single one is cut in two between its classes."""
    if style.frames == 1 or len(tables) > 1 or len(tables[0].blocks) < 2:
        return tables
    steps, blocks = tables[0].steps, tables[0].blocks
    middle = (len(blocks) + 1) // 2
    return PayTable(steps, blocks[:middle]), PayTable(steps, blocks[middle:])


def print_prose(flow: Flow, prose: Prose, titles: Sequence[str], pages: Sequence[int]) -> list[int]:
    """Title page, contents list (of ``titles``, on ``pages``) and articles; returns each heading's page."""
    flow.new_page()
    flow.cursor += 100
    for line in (prose.title, prose.unit, prose.employer, prose.organization, prose.years, prose.term):
        flow.write_line(line, flow.style.size + 4, bold=True, centre=True)
    flow.new_page()
    flow.write_line("TABLE OF CONTENTS", flow.style.size + 2, bold=True, centre=True)
    for title, page in zip_longest(titles, pages, fillvalue=0):
        _write_contents_line(flow, str(title), str(page))
    flow.new_page()
    found: list[int] = []
    for section in prose.sections:
        for word, article in (("SECTION", section.heading), *(("ARTICLE", article) for article in section.articles)):
            flow.write_line(f"{word} {article.number} {article.title}", bold=True)
            found.append(len(flow.sheets))
            _print_article_body(flow, article)
    return found


def _write_contents_line(flow: Flow, title: str, page: str) -> None:
    width = flow.style.page_size[0] - 2 * flow.style.margin
    dot = measure(".", flow.style.family, flow.style.size)
    dots = (width - measure(f"{title}  {page}", flow.style.family, flow.style.size)) / dot
    flow.write_line(f"{title} {'.' * max(3, int(dots) - 2)} {page}")


def _print_article_body(flow: Flow, article: Article) -> None:
    for clause in article.clauses:
        flow.write_paragraph(clause)
    if article.table:
        if article.table_title:
            flow.write_line(article.table_title, bold=True)
        flow.place_table(_prose_grid(article), ())


def _prose_grid(article: Article) -> Grid:
    header, *rows = article.table
    columns = tuple(Column("label") if index == 0 else Column("amount", "centre") for index in range(len(header)))
    cells = tuple(HeaderCell("\n".join(text.split(" ")) if len(header) > 4 else text, index, index)
                  for index, text in enumerate(header))  # fmt: skip
    return Grid(columns, (cells,), (Band(tuple(rows)),))


def _add_running_lines(sheets: Sequence[Sheet], prose: Prose, style: Style) -> None:
    for number, sheet in enumerate(sheets, start=1):
        head, foot = style.margin, sheet.height - style.margin + 8
        marks = (
            (style.margin, head, prose.employer),
            (sheet.width - style.margin - 120, head, style.run_date or prose.years),
            (style.margin, foot, prose.footer),
            (sheet.width / 2, foot, f"Page {number} of {len(sheets)}"),
        )
        sheet.texts.extend(Text(x, y, text, style.family, 8.0) for x, y, text in marks)
