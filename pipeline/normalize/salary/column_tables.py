"""Salary tables with one column for each pay period (a row per step), or for each step (a row per range)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.layouts import pay
from pipeline.models import Edge, Page, Period
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, labels, notes, tokens
from pipeline.normalize.salary.broken_heads import ends_broken_heads
from pipeline.normalize.salary.broken_words import mark_broken_words
from pipeline.normalize.salary.column_blocks import matrix_blocks, step_blocks
from pipeline.normalize.salary.column_conditions import part_alternatives, tell_columns_apart
from pipeline.normalize.salary.column_labels import mend_heads
from pipeline.normalize.salary.column_percents import name_percents
from pipeline.normalize.salary.column_periods import (
    are_additions,
    carry_periods,
    complete_periods,
    rises_with_period,
)
from pipeline.normalize.salary.column_rows import DataLine, drop_other_periods, join_raised, read_line
from pipeline.normalize.salary.column_steps import name_late_steps, name_low_and_high
from pipeline.normalize.salary.columns import Span
from pipeline.normalize.salary.dated_rows import take_captions
from pipeline.normalize.salary.foreign_rows import drop_foreign
from pipeline.normalize.salary.head_lines import find_head_lines, is_foreign_head, is_head
from pipeline.normalize.salary.heads import AmountColumn, read_columns
from pipeline.normalize.salary.label_heads import (
    drop_titles,
    find_label_columns,
    read_label_heads,
    read_right_heads,
    widen_heads,
)
from pipeline.normalize.salary.label_lines import read_label_lines
from pipeline.normalize.salary.labels import LabelHead, Segment
from pipeline.normalize.salary.lanes import heads_lanes, lane_blocks
from pipeline.normalize.salary.loose_steps import take_loose_steps
from pipeline.normalize.salary.periods import holds_time, parse_period
from pipeline.normalize.salary.placed import Carried, PlacedBlock, SalaryTable
from pipeline.normalize.salary.service_steps import name_service, print_steps
from pipeline.normalize.salary.stacked_rows import Stacks, alternates, read_stacks
from pipeline.normalize.salary.untold import is_pay_number

_TITLE_LINES = 5
"""Lines over the amounts in which a title may name their pay period."""
_HEAD_PARTS = frozenset({"job", "pay", "salary", "no", "number", "n"})
"""Words of heads over labels that are broken over lines."""
_FIRST_ROLES = frozenset({"code", "title", "range", "step"})
_LONE = 20.0
"""Points left of a lone column of amounts from which its head may begin, at least."""
_RUNNING_LINES = 2
"""Lines of a running head that may stand over a table that goes on from the page before."""
_HOURS = frozenset({"hours", "hour", "hrs", "hr"})
_RATE_WORDS = frozenset({"rate", "rates", "salary", "wage", "wages", "pay", "regular", "straight"})


def read_column_tables(
    page: Page, lines: Sequence[TextLine], taken: frozenset[int], carried: Carried
) -> Iterator[SalaryTable]:
    """Read the tables of a page, top to bottom; ``taken`` are lines other tables hold. Updates ``carried``."""
    floor = 0
    for band in _find_bands(lines, taken):
        tables = _read_band(page, lines, band, floor, carried)
        yield from tables
        floor = band[-1] + 1 if tables else floor


def _find_bands(lines: Sequence[TextLine], taken: frozenset[int]) -> list[list[int]]:
    """Runs of lines with amounts, parted where heads or headings stand between them."""
    rows = [
        index
        for index, line in enumerate(lines)
        if index not in taken
        and any(tokens.is_amount(word.text) for word in line.words)
        and not _names_hours(line)
        and not notes.is_sentence(line)
    ]
    bands: list[list[int]] = []
    for index in rows:
        between = lines[bands[-1][-1] + 1 : index] if bands else ()
        left = next(word.x0 for word in lines[index].words if tokens.is_amount(word.text))
        heads = lines[bands[-1][0] - 1].text if bands and bands[-1][0] else None
        if not bands or any(
            headings.is_heading(line)
            or is_head(line, left)
            or is_foreign_head(line, left)
            or headings.heads_columns(line)
            or line.text == heads
            for line in between
        ):
            bands.append([])
        bands[-1].append(index)
    return bands


def _names_hours(line: TextLine) -> bool:
    """Whether the only amount of a line is the hours of a year, in a head ("Annual (2,080 hours)")."""
    places = [index for index, word in enumerate(line.words) if tokens.is_amount(word.text)]
    if len(places) != 1 or places[0] + 1 == len(line.words):
        return False
    return tokens.fold(line.words[places[0] + 1].text) in _HOURS


def _read_band(
    page: Page, lines: Sequence[TextLine], band: list[int], floor: int, carried: Carried
) -> list[SalaryTable]:
    """The table of a band; several where columns of several dates stand side by side, none where it pays nobody."""
    last, band = band[-1], drop_foreign(lines, band)
    spans = columns.find_columns(
        [[(word.x0, word.x1) for word in lines[index].words if is_pay_number(word.text)] for index in band]
    )
    left = min(span.x0 for span in spans)
    above = _find_heads(lines, band, floor, left)
    if not above and band[0] > floor and is_foreign_head(lines[band[0] - 1], left):
        return []
    named, label_heads = _read_heads(
        [lines[index] for index in above], [lines[index] for index in band], spans, page, carried
    )
    if not named:
        return []
    top = above[0] if above else band[0]
    context, heading = headings.read_context(
        lines, floor, top, carried.context, same_page=carried.page_number == page.page_number
    )
    rows = [read_line(lines[index], index, named, label_heads, page) for index in band]
    rows = join_raised([row for row in rows if row.amounts], lines[band[0]].height)
    rows = take_loose_steps(rows, lines, label_heads)
    named = name_percents(name_late_steps(name_low_and_high(named, rows), rows), rows)
    by_lane = heads_lanes(named, rows, label_heads)
    named = complete_periods(named, lines, band, lines[max(floor, top - _TITLE_LINES) : band[0]], every=by_lane)
    if heading is None and _repeats_heads(named, top, page, carried):
        named = carry_periods(named, carried.columns, [lines[index] for index in band])
    named = named if by_lane else tell_columns_apart(mend_heads(named, rows))
    rows = drop_other_periods(rows, named)
    goes_on = heading is None and (not above or _repeats_heads(named, top, page, carried))
    stacks = (
        read_stacks(rows, carried.stacks if goes_on else None) if any(column.step for column in named) else Stacks()
    )
    twice = not by_lane and _step_twice(named, rows, label_heads)
    if twice or not _is_salary_table(named, rows, stacks.periods, label_heads):
        return []
    carried.stacks = stacks
    carried.context, carried.page_number = context, page.page_number
    carried.columns, carried.labels = named, label_heads
    loose = read_label_lines(lines, band, left, page, label_heads, start=above[-1] + 1 if above else band[0] - 1)
    rows, loose = take_captions(*_join_broken_words(rows, loose))
    first = min(index for index in (heading, top) if index is not None)
    tables = []
    for day, said, own in part_alternatives(rows, named):
        blocks = lane_blocks(own, named) if by_lane else _blocks(own, named, label_heads, loose, stacks)
        dated = replace(context, operative_date=day or context.operative_date)
        tables.append(SalaryTable(page, dated, tuple(blocks), first, last, top, heads_say=said))
    return [table for table in tables if table.blocks]


def _find_heads(lines: Sequence[TextLine], band: Sequence[int], floor: int, left: float) -> list[int]:
    """Indices of the lines of heads over a band, without the first lines of a wrapped label."""
    above = find_head_lines(lines, band[0], floor, left, stepped=print_steps([lines[index] for index in band], left))
    while len(above) > 1 and not _ends_heads([lines[index] for index in above], left):
        above.pop()
    return above


def _join_broken_words(rows: Sequence[DataLine], loose: Sequence[Segment]) -> tuple[list[DataLine], list[Segment]]:
    """Rows and lines of labels, those marked whose last word goes on in the next line."""
    cells = [*loose, *(cell for row in rows for cell in row.cells)]
    marked = dict(zip(cells, mark_broken_words(cells), strict=True))
    whole = [row._replace(cells=tuple(marked[cell] for cell in row.cells)) for row in rows]
    return whole, [marked[cell] for cell in loose]


def _repeats_heads(named: Sequence[AmountColumn], top: int, page: Page, carried: Carried) -> bool:
    """Whether a table is the rest of the one before: at the head of the next page, or beside it under equal heads."""
    if carried.page_number == page.page_number:
        return [column.text for column in named] == [column.text for column in carried.columns]
    return top <= _RUNNING_LINES and carried.page_number == page.page_number - 1


def _read_heads(
    above: Sequence[TextLine], rows: Sequence[TextLine], spans: Sequence[Span], page: Page, carried: Carried
) -> tuple[tuple[AmountColumn, ...], tuple[LabelHead, ...]]:
    """Heads of the columns of amounts and of labels: those printed ``above``, else those of the table before."""
    if not above:
        return (carried.columns and _carry(carried.columns, spans)) or (), carried.labels
    verticals = labels.find_verticals(page.edges)
    right = min(_begin_of_amounts(line) for line in rows)
    count = len(find_label_columns(rows, right, verticals)) + 2 * _tell_service(rows, right)
    named = read_columns(above, spans, _left_edge(spans, rows), verticals, label_columns=count)
    titles = [number for number, line in enumerate(above) if _is_period_title(line, verticals)]
    over = [
        line
        for number, line in enumerate(above)
        if number not in titles and not _is_label(line) and not (titles and number < titles[-1] and _is_one_cell(line))
    ]
    heads = widen_heads(read_label_heads(drop_titles(over, right), right, verticals), rows, right, verticals)
    heads = name_service(heads, rows, right, verticals)
    same = [column.text for column in named] == [column.text for column in carried.columns]
    roles = [head.role for head in heads]
    before = [head.role for head in carried.labels if head.x0 < spans[-1].x1]
    if same and carried.page_number == page.page_number - 1 and roles == before:
        heads = carried.labels  # wide as their columns, which a page with few rows does not show
        return named, heads
    return named, (*heads, *read_right_heads(above, spans[-1].x1, verticals))


def _tell_service(rows: Sequence[TextLine], right: float) -> bool:
    """Whether the labels of most rows end in a length of service ("13-24 months")."""
    tails = [" ".join(word.text for word in line.words if word.x1 <= right).split()[-2:] for line in rows]
    return 2 * sum(tokens.names_service(" ".join(tail)) for tail in tails) > len(rows)


def _begin_of_amounts(row: TextLine) -> float:
    """Where the amounts of a row begin, a currency sign apart from its digits included."""
    first = next(index for index, word in enumerate(row.words) if is_pay_number(word.text))
    return row.words[first - 1 if first and row.words[first - 1].text in tokens.SIGNS else first].x0


def _blocks(
    rows: Sequence[DataLine],
    named: Sequence[AmountColumn],
    label_heads: Sequence[LabelHead],
    loose: Sequence[Segment],
    stacks: Stacks,
) -> Iterator[PlacedBlock]:
    if any(column.step for column in named):
        return matrix_blocks(rows, named, label_heads, loose, stacks)
    return step_blocks(rows, named, label_heads, loose)


def _ends_heads(above: Sequence[TextLine], left: float) -> bool:
    """Whether the last of the lines over a table is of its heads, and not the first line of a wrapped label."""
    return above[-1].x1 > left or _heads_labels(above[-1]) or ends_broken_heads(above, left)


def _heads_labels(line: TextLine) -> bool:
    """Whether a line holds nothing but heads of label columns, or parts of them."""
    return all(labels.head_role(word.text) or tokens.fold(word.text) in _HEAD_PARTS for word in line.words)


def _is_period_title(line: TextLine, verticals: Sequence[Edge] = ()) -> bool:
    """Whether a line over the heads is a title that names the pay period ("Hourly Salary"), and heads no column.

    Heads in narrow columns may stand as close as words do: those name a pay period again and again.
    """
    if len(labels.cut_segments(line.words, 0, verticals)) > 1 or labels.head_role(line.words[0].text) in _FIRST_ROLES:
        return False
    named = [period for word in line.words if (period := parse_period(word.text))]
    return len(set(named)) == len(named) and parse_period(line.text) is not None


def _is_one_cell(line: TextLine) -> bool:
    """Whether a line is one cell that names no column: a title over another title."""
    return len(labels.cut_segments(line.words, 0)) == 1 and labels.head_role(line.text) is None


def _is_label(line: TextLine) -> bool:
    """Whether a line under the heads is the first one of a wrapped label: it begins with a number, or part of one."""
    first = line.words[0].text
    return first[0].isdigit() and len(first) > 2 and parse_period(line.text) is None


def carry_title(lines: Sequence[TextLine], carried: Carried) -> None:
    """Take over the title at the foot of a page ``lines``: the table it names begins on the next one.

    A heading without such a title leaves the pay period of the next table open.
    """
    title = lines[-1] if lines else None
    period = parse_period(title.text) if title and _is_period_title(title) else None
    if period or any(headings.is_heading(line) for line in lines):
        carried.columns = tuple(column._replace(period=period) if column.step else column for column in carried.columns)


def _left_edge(spans: Sequence[Span], rows: Sequence[TextLine]) -> float:
    """Where the heads of amounts begin: half a column left of the first one, or of a lone one where labels end."""
    if len(spans) > 1:
        return spans[0].x0 - min(b.x0 - a.x0 for a, b in pairwise(spans)) / 2
    ends = [word.x1 for line in rows for word in line.words if word.x1 <= spans[0].x0 and not is_pay_number(word.text)]
    return min(max(ends, default=spans[0].x0), spans[0].x0 - _LONE)


def _carry(known: Sequence[AmountColumn], spans: Sequence[Span]) -> tuple[AmountColumn, ...] | None:
    """Heads of an earlier page for as many columns, or for columns that stand in the same places."""
    if len(spans) == len(known):
        return tuple(column._replace(span=span) for column, span in zip(known, spans, strict=True))
    matched = []
    for span in spans:
        middle = (span.x0 + span.x1) / 2
        column = min(known, key=lambda head: abs((head.span.x0 + head.span.x1) / 2 - middle))
        if min(column.span.x1, span.x1) <= max(column.span.x0, span.x0):
            return None
        matched.append(column._replace(span=span))
    return tuple(matched) if len({column.span for column in matched}) == len(matched) else None


def _is_salary_table(
    named: Sequence[AmountColumn],
    rows: Sequence[DataLine],
    stacked: Sequence[Period],
    label_heads: Sequence[LabelHead],
) -> bool:
    """Whether the columns say what they are, and the rows or columns are steps."""
    periods = {column.period for column in named if column.period} or set(stacked)
    if not periods or len(rows) < 1 or not rises_with_period(named, rows):
        return False
    if not stacked and ((len(periods) == 1 and alternates(rows)) or are_additions(named, rows)):
        return False
    if len({column.day for column in named}) > 1:
        return True
    steps = {column.step for column in named if column.step}
    by_row = sum(row.step is not None for row in rows) * 2 > len(rows)
    by_row = by_row and not any(holds_time(column.text) for column in named)  # leave accrued by years of service
    return len(steps) > 1 or by_row or len(periods) > 1 or _is_rate_list(named, label_heads)


def _step_twice(named: Sequence[AmountColumn], rows: Sequence[DataLine], label_heads: Sequence[LabelHead]) -> bool:
    """Whether rows and columns both name steps ("2 years" under "RN" over "II"), so that neither can be trusted."""
    stepped = sum(row.step is not None for row in rows) * 2 > len(rows)
    return stepped and any(column.step for column in named) and any(head.role == "step" for head in label_heads)


def _is_rate_list(named: Sequence[AmountColumn], label_heads: Sequence[LabelHead]) -> bool:
    """Whether a table says of each class one rate ("Classification", "Hourly Rate"), as lists of seasonal work do.

    That rate may be the only step, or base pay beside percentages more of it.
    """
    first = named[0]
    words = {tokens.fold(word) for word in first.text.split()}
    paid = [column for column in named if not {tokens.fold(word) for word in column.text.split()} & pay.OTHER_RATES]
    only = paid == [first] and bool(words & (_RATE_WORDS | pay.STEP_HEADS) or len(words) == 1)
    apart = len(paid) > 1 and all(column.condition and column.period == "HR" for column in paid)
    if not only and not apart and first.part is None:
        return False
    bare = all(parse_period(word) or tokens.fold(word) in _RATE_WORDS for word in first.text.split())
    roles = {"title", "code", "range"} if bare or first.step or first.part else {"title", "code"}
    return any(head.role in roles for head in label_heads)
