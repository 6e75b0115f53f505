"""Pages of words -> the rates of every salary table on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.models import BBox, Page, Rate, SalaryReading, UnreadNumber, Word, to_shown
from pipeline.normalize.keys import key_rates
from pipeline.normalize.lines import TextLine, group_lines, lines_of
from pipeline.normalize.salary import joins, notes, tokens
from pipeline.normalize.salary.bare_amounts import mark_bare_amounts
from pipeline.normalize.salary.broken_amounts import join_broken_amounts
from pipeline.normalize.salary.broken_steps import join_broken_steps
from pipeline.normalize.salary.captions import label_captions
from pipeline.normalize.salary.column_tables import read_column_tables
from pipeline.normalize.salary.foot import carry_foot, take_label
from pipeline.normalize.salary.labels import ClassLabel
from pipeline.normalize.salary.marks import drop_marks
from pipeline.normalize.salary.negatives import mark_negatives
from pipeline.normalize.salary.off_level import level_periods
from pipeline.normalize.salary.period_tables import read_period_tables
from pipeline.normalize.salary.placed import Carried, PlacedComponent, PlacedRow, SalaryTable
from pipeline.normalize.salary.rate_suffixes import drop_suffixes
from pipeline.normalize.salary.reading_order import order_lines
from pipeline.normalize.salary.schedules import find_caption, tell_apart, title_tables
from pipeline.normalize.salary.scrambled import place_scrambled
from pipeline.normalize.salary.signs import name_signs
from pipeline.normalize.salary.stitch import stitch_tables
from pipeline.normalize.salary.twin_tables import part_twins
from pipeline.normalize.salary.untold import find_other_pay, find_untold, is_hidden, is_pay_number

_LOW = 0.8
"""Share of a page's height from which a table leaves no room under it."""


def read_salary(document_id: str, pages: Sequence[Page]) -> SalaryReading:
    """Read every salary table of a document.

    Args:
        document_id: key of the document.
        pages: pages as one engine read them, in order.

    Returns:
        Rates with keys (``status`` still unverified), numbers of pay pages that nothing explains,
        and the numbers of the pages on which pay tables stand.
    """
    carried = Carried()
    tables: list[SalaryTable] = []
    unread: list[UnreadNumber] = []
    pay_page = -1  # the last one on which rows of pay stand, read or told
    before: frozenset[str] = frozenset()
    lined = [_read_lines(page) for page in pages]
    furniture = notes.find_furniture([(page.height, lines) for page, lines in zip(pages, lined, strict=True)])
    for page, lines in zip(pages, lined, strict=True):
        if _ends_low(tables, page):
            tables[-1] = _with_rest(tables[-1], lines, furniture)
        found = title_tables(_read_tables(page, lines, carried, furniture), lines)
        found = _with_notes(found, lines, furniture)
        goes_on = pay_page == page.page_number - 1 and _begins_with_rows(lines, furniture, before)
        before = frozenset(line.text for line in lines)
        untold = list(_unread(found, lines, goes_on=goes_on))
        unread.extend(
            UnreadNumber(document_id, word.as_read or word.text, page.page_number, to_shown(page, word.bbox))
            for word in untold
        )
        tables.extend(found)
        pay_page = page.page_number if found or untold else pay_page
    tables = tell_apart(stitch_tables(tables))
    return SalaryReading(
        rates=key_rates(rate for table in tables for rate in _table_rates(document_id, table)),
        unread=tuple(unread),
        pay_pages=tuple(dict.fromkeys(table.page.page_number for table in tables)),
    )


def _read_lines(page: Page) -> tuple[TextLine, ...]:
    """The lines of a page with each amount and each name of a pay period whole and on its row."""
    words: Sequence[Word] = joins.join_currency(
        list(joins.split_glued(mark_negatives(join_broken_amounts(name_signs(drop_suffixes(drop_marks(page.words)))))))
    )
    text = page.reader == "text"
    words = joins.join_periods_beside(words) if text else level_periods(joins.join_periods(words))
    words = join_broken_steps(words)
    lines = mark_bare_amounts(lines_of(page) if tuple(words) == page.words else group_lines(words))
    return tuple(part_twins(order_lines(lines)))


def _read_tables(
    page: Page, lines: Sequence[TextLine], carried: Carried, furniture: frozenset[str]
) -> list[SalaryTable]:
    """The tables of a page in every form, top to bottom."""
    begun, carried.label = carried.label, ClassLabel()
    tables = list(read_period_tables(page, lines, carried))
    tables = place_scrambled(tables, lines) or tables
    taken = frozenset(index for table in tables for index in range(table.first_line, table.last_line + 1))
    tables += read_column_tables(page, lines, taken, carried)
    tables = label_captions(sorted(tables, key=lambda table: table.first_line), lines)
    tables = take_label(tables, begun)
    if tables:
        rest = [line for line in lines[tables[-1].last_line + 1 :] if not _is_foot(line, furniture)]
        carry_foot(rest, carried)
    return tables


def _is_foot(line: TextLine, furniture: frozenset[str]) -> bool:
    return notes.is_page_number(line) or notes.mask_line(line) in furniture


def _with_notes(
    tables: Sequence[SalaryTable], lines: Sequence[TextLine], furniture: frozenset[str]
) -> list[SalaryTable]:
    """Add the notes that stand under each table of a page."""
    noted: list[SalaryTable] = []
    stop = len(lines)
    for at, table in reversed(list(enumerate(tables))):
        below = tables[at + 1] if at + 1 < len(tables) else None
        if below and below.first_line > table.last_line:  # else both stand side by side, over the same notes
            stop = find_caption(lines, table.last_line + 1, below.first_line, like=bool(table.caption))
        condition, taken = notes.read_notes(lines, table.last_line + 1, stop, furniture)
        bottom = lines[max((table.last_line, *taken))].bottom
        noted.insert(0, replace(table, condition=condition, bottom=bottom))
    return noted


def _ends_low(tables: Sequence[SalaryTable], page: Page) -> bool:
    """Whether the last table ends at the foot of the page before, so that its notes may go on here."""
    if not tables or tables[-1].page.page_number != page.page_number - 1 or page.reader == "text":
        return False
    return tables[-1].bottom > _LOW * tables[-1].page.height


def _with_rest(table: SalaryTable, lines: Sequence[TextLine], furniture: frozenset[str]) -> SalaryTable:
    rest = notes.read_rest(lines, furniture, table.condition)
    return replace(table, condition=" ".join(filter(None, (table.condition, rest)))) if rest else table


def _begins_with_rows(lines: Sequence[TextLine], furniture: frozenset[str], before: frozenset[str]) -> bool:
    """Whether a page begins with heads, rows or a line of the page before: after one with a table, it is its rest."""
    first = next((line for line in lines if not _is_foot(line, furniture)), None)
    return first is not None and (first.text in before or notes.is_of_table(first))


def _unread(tables: Sequence[SalaryTable], lines: Sequence[TextLine], *, goes_on: bool) -> Iterator[Word]:
    """Amounts of a pay page, read or not, that are in no row of a table and in no sentence."""
    if not tables and not goes_on:
        yield from find_untold(lines, range(0))
        return
    placed = {
        amount.word
        for table in tables
        for block in table.blocks
        for component in block.components
        for row in component.rows
        for amount in row.amounts
    }
    first, last = 0, len(lines) - 1
    if tables and tables[0].page.reader == "text":
        first, last = tables[0].first_line, tables[-1].last_line
    yield from find_untold(lines, range(first, last + 1))
    left = min((word.x0 for word in placed), default=0.0)
    other = find_other_pay(lines, [range(table.first_line, table.last_line + 1) for table in tables])
    for index in range(first, last + 1):
        line = lines[index]
        if index in other or notes.is_sentence(line):
            continue
        of_row = not placed.isdisjoint(line.words) or any(tokens.parse_row_period(word.text) for word in line.words)
        several = sum(is_pay_number(word.text) for word in line.words) > 1
        for word in line.words:
            doubtful = of_row and word.x1 > left and word not in placed and tokens.is_garbled(word.text)
            garbled = doubtful or is_hidden(word.text)
            if (garbled or _is_money(word.text) or (several and is_pay_number(word.text))) and word not in placed:
                yield word


def _is_money(text: str) -> bool:
    return tokens.is_cents(text) or tokens.is_fine(text) or tokens.is_negative(text)


def _table_rates(document_id: str, table: SalaryTable) -> Iterator[Rate]:
    for block in table.blocks:
        for component in block.components:
            for row in component.rows:
                yield from _row_rates(document_id, table, block.label, component, row)


def _row_rates(
    document_id: str, table: SalaryTable, label: ClassLabel, component: PlacedComponent, row: PlacedRow
) -> Iterator[Rate]:
    text = table.page.reader == "text"
    condition = "; ".join(filter(None, (table.heads_say, table.condition))) or None
    for amount in row.amounts:
        yield Rate(
            document_id=document_id,
            period=row.period,
            amount=tokens.parse_money(amount.word.text) or 0,
            amount_orig=amount.word.as_read or amount.word.text,
            step=amount.step,
            step_order=amount.step_order,
            component=component.kind,
            component_name=component.name,
            percent=tokens.parse_percent(component.name) if component.name else None,
            mou_number=table.context.mou_number,
            appendix=table.context.appendix,
            operative_date=table.context.operative_date,
            class_code=label.code,
            class_title=label.title,
            bargaining_unit=label.bargaining_unit,
            range_code=label.range_code,
            condition=condition,
            reader=table.page.reader,
            page_number=None if text else table.page.page_number,
            bbox=None if text else to_shown(table.page, _printed_box(table.page, amount.word)),
            score=amount.word.score,
            period_orig=row.printed,
            step_orig=amount.printed,
        )


def _printed_box(page: Page, word: Word) -> BBox:
    """Where an amount is printed; one that was joined of two words on two lines stands on both."""
    if word in page.words:
        return word.bbox
    reach = 1.8 * (word.bottom - word.top)
    near = [other for other in page.words if abs(other.top - word.top) < reach]
    under = {other.text: other for other in reversed(near) if other.x0 < word.x1 and word.x0 < other.x1}
    for first in near:
        rest = under.get(word.text.removeprefix(first.text)) if word.text.startswith(first.text) else None
        if rest is not None:
            boxes = (word, rest, *([first] if first.text != "$" else []))
            return BBox(
                min(box.x0 for box in boxes),
                min(box.top for box in boxes),
                max(box.x1 for box in boxes),
                max(box.bottom for box in boxes),
            )
    return word.bbox
