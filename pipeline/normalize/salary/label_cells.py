"""The cells that label the rows of a table: beside the rows, or in lines of their own above them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.models import PERIODS, Edge, Page, Word
from pipeline.normalize.lines import TextLine, make_line
from pipeline.normalize.salary import columns, headings, labels, notes, tokens
from pipeline.normalize.salary.broken_words import mark_broken_words
from pipeline.normalize.salary.columns import StepHead
from pipeline.normalize.salary.label_heads import read_label_heads
from pipeline.normalize.salary.labels import LabelHead, Segment
from pipeline.normalize.salary.rows import PayRow

_LINES_ABOVE = 4
_LINES_BELOW = 4
_NEAR = 3.0
"""Line heights within which a label stands above the first row."""
_FLAT = 2.0
"""Points within which pieces of a horizontal line lie."""
_MOST_WORDS = 14
_HEAD_WORDS = frozenset({"code", "title", "range", "class", "grade", "unit", "no", "component"})
_BARE = 0.2
"""Share of the parts of a table between ruled lines that may have no label: a class goes on over a page."""
_BROKEN_PERIOD = "rate"
"""What is left on a line of its own of "Hourly Rate" in a narrow cell."""
_TOUCHING = 0.15
"""Line heights between two lines of one head, at most."""
_WRAPPED = 1.25
_WRAPPED_IN_CLASS = 2.0
"""Line heights from one line of a wrapped label to the next, at most; and where a class cannot begin."""
_JUSTIFIED = 1.5
"""Line heights that the words of a justified line stand apart, at most."""
_EVEN = 0.3
"""Points by which their distances may differ."""
_RUN = 3


class LabelCells(NamedTuple):
    """The label cells of a table."""

    beside: tuple[Segment, ...]
    """Left of the amounts: on the rows' lines, between them or just around them."""
    above: tuple[Segment, ...]
    """In lines of their own above the rows they label."""
    heads: tuple[LabelHead, ...]
    rules: tuple[float, ...]
    """Heights of ruled lines across the labels: one between two rows parts the labels beside them."""
    separators: tuple[float, ...]
    """The same where they part classes; none where a line runs under every row."""


def collect_cells(
    page: Page,
    lines: Sequence[TextLine],
    rows: Sequence[PayRow],
    first: int,
    head: StepHead | None,
    *,
    known: tuple[LabelHead, ...] = (),
) -> LabelCells:
    """Find the label cells of a table whose rows are given; lines before ``first`` belong to other tables.

    ``known`` are the heads of labels of the page before, where a table goes on without heads of its own.
    """
    right = max(row.label.x0 for row in rows)
    verticals = labels.find_verticals(page.edges)
    over = _head_lines(lines, rows, first, head)
    heads = read_label_heads([lines[index] for index in over], right, verticals) if head else known
    beside: list[Segment] = []
    above: list[Segment] = []
    by_line = {row.line: row for row in rows}
    start = max(first, rows[0].line - _LINES_ABOVE, head.line + 1 if head else 0)
    for index in range(start, min(len(lines), rows[-1].line + 1 + _LINES_BELOW)):
        if index in by_line:
            words = [word for word in _unmarked(by_line[index].labels, rows) if word.text not in tokens.SIGNS]
            beside.extend(_join_justified(labels.cut_segments(words, index, verticals, heads)))
            continue
        unmarked = _without_fine_row(_unmarked(lines[index].words, rows))
        if not unmarked:
            continue
        line = make_line(unmarked)
        inside = [word for word in line.words if word.x1 <= right and word.text not in tokens.SIGNS]
        typed = page.reader == "text" and index == rows[-1].line + 1
        if index > rows[-1].line and not _goes_on(line, inside, beside, rows[-1].label.bottom if typed else 0.0):
            break
        if index in over:
            continue
        may_label = _may_label(line, inside, rows, index)
        if may_label and _is_inside_class(rows, index):
            beside.extend(labels.cut_segments(line.words, index, verticals, heads))
        elif may_label and (len(inside) != len(line.words) or _stands_apart(lines, index, line, rows, right)):
            above.extend(labels.cut_segments(line.words, index, verticals))
        elif not _is_foreign(line, inside, rows, index):
            beside.extend(labels.cut_segments(inside, index, verticals, heads))
    beside = [cell for cell in beside if tokens.fold(cell.text) != _BROKEN_PERIOD]
    rules = _find_rules(page.edges, beside or above, right)
    apart = tuple(cell for cell in above if not _ends_cell(cell, rules, rows))
    beside += (cell for cell in above if cell not in apart)
    return LabelCells(tuple(mark_broken_words(beside)), apart, heads, rules, _part_classes(rules, rows, beside))


def _ends_cell(cell: Segment, rules: Sequence[float], rows: Sequence[PayRow]) -> bool:
    """Whether a line of a label stands under a row between the same two ruled lines: it is no heading of the next."""
    place = bisect_left(rules, cell.middle)
    return 0 < place < len(rules) and any(rules[place - 1] < row.middle < cell.middle for row in rows)


def _join_justified(cells: Sequence[Segment]) -> list[Segment]:
    """Cells of a line with the words of a justified one together: three or more of one word, evenly apart."""
    joined: list[Segment] = []
    start = 0
    while start < len(cells):
        end = start + 1
        gap = cells[end].x0 - cells[start].x1 if end < len(cells) else 0.0
        even = 0 < gap < _JUSTIFIED * cells[start].height and len(cells[start].words) == 1
        while even and end < len(cells) and len(cells[end].words) == 1:
            if abs(cells[end].x0 - cells[end - 1].x1 - gap) > _EVEN:
                break
            end += 1
        end = end if end - start >= _RUN else start + 1
        joined.append(Segment(tuple(word for cell in cells[start:end] for word in cell.words), cells[start].line))
        start = end
    return joined


def _unmarked(words: Sequence[Word], rows: Sequence[PayRow]) -> list[Word]:
    """The words of a line but for the raised marks of footnotes."""
    return [word for word in words if not labels.is_mark(word, rows[0].height)]


def _without_fine_row(words: list[Word]) -> list[Word]:
    """Label words of a line: numbers finer than cents, and the pay period beside them, are a row that is not read."""
    if not any(tokens.is_fine(word.text) for word in words):
        return words
    return [word for word in words if not (tokens.is_fine(word.text) or tokens.parse_row_period(word.text))]


def _pitch(rows: Sequence[PayRow]) -> float:
    """Distance of neighbouring rows where nothing stands between them."""
    gaps = sorted(gap for upper, lower in pairwise(rows) if (gap := lower.middle - upper.middle) > 0)
    return gaps[len(gaps) // 4] if gaps else 2 * rows[0].height


def _is_foreign(line: TextLine, inside: Sequence[Word], rows: Sequence[PayRow], index: int) -> bool:
    """Whether a line over the first row belongs to no row: a heading, or too far away."""
    if index > rows[0].line or not inside:
        return False
    return headings.names_table(line) or rows[0].label.top - line.bottom > _NEAR * line.height


def _may_label(line: TextLine, inside: Sequence[Word], rows: Sequence[PayRow], index: int) -> bool:
    """Whether a line without amounts can be a label over the rows that follow it."""
    if index > rows[-1].line or len(line.words) > _MOST_WORDS or not any(char.isalpha() for char in line.text):
        return False
    if any(tokens.parse_money(word.text) is not None and tokens.is_amount(word.text) for word in line.words):
        return False
    if headings.is_heading(line) or columns.read_steps(line.words):
        return False
    if len(inside) != len(line.words) and notes.is_sentence(line) and line.text.endswith("."):
        return False
    following = next(row for row in rows if row.line > index)
    return following.label.top - line.bottom <= _NEAR * line.height and line.x0 <= following.label.x1


def _is_inside_class(rows: Sequence[PayRow], index: int) -> bool:
    """Whether a line stands between rows of a class whose first one prints no label: it is that of the class."""
    above = [row for row in rows if row.line < index]
    below = next((row for row in rows if row.line > index), None)
    if not above or below is None or above[-1].labels or not _continue_class(rows, above[-1], below):
        return False
    return len(above) == 1 or not _continue_class(rows, above[-2], above[-1])


def _continue_class(rows: Sequence[PayRow], above: PayRow, below: PayRow) -> bool:
    """Whether the pay period of a row follows that of the row above it in the order most rows keep."""
    turns = [PERIODS.index(lower.period) - PERIODS.index(upper.period) for upper, lower in pairwise(rows)]
    rising = sum(turn > 0 for turn in turns) >= sum(turn < 0 for turn in turns)
    turn = PERIODS.index(below.period) - PERIODS.index(above.period)
    return turn > 0 if rising else turn < 0


def _stands_apart(lines: Sequence[TextLine], index: int, line: TextLine, rows: Sequence[PayRow], right: float) -> bool:
    """Whether a line of labels stands over the rows it labels, and is no line of a wrapped label beside them."""
    return _has_own_room(line, rows, index) and not _is_wrapped(line, lines, index, right, _reach(rows, index))


def _has_own_room(line: TextLine, rows: Sequence[PayRow], index: int) -> bool:
    """Whether the rows make room for a line between them."""
    pitch = _pitch(rows)
    slack = 0.25 * line.height
    following = next(row for row in rows if row.line > index)
    if line.bottom > following.middle - pitch / 2 + slack:
        return False
    previous = next((row for row in reversed(rows) if row.line < index), None)
    return previous is None or line.top >= previous.middle + pitch / 2 - slack


def _reach(rows: Sequence[PayRow], index: int) -> float:
    """Line heights from one line of a wrapped label to the next: type may be set wide where no class can begin.

    A class begins where its pay periods begin again. Between its hourly and its biweekly row stands the
    second line of a label that made the first row taller.
    """
    above = next((row for row in reversed(rows) if row.line < index), None)
    below = next((row for row in rows if row.line > index), None)
    if above is None or below is None:
        return _WRAPPED
    return _WRAPPED_IN_CLASS if _continue_class(rows, above, below) else _WRAPPED


def _is_wrapped(line: TextLine, lines: Sequence[TextLine], index: int, right: float, reach: float) -> bool:
    """Whether a label goes on from the line above, or on the line below, in the same type."""
    bold = line.words[0].bold
    for other in (*lines[max(0, index - 2) : index], *lines[index + 1 : index + 3]):
        near = 0 < abs(other.top - line.top) < reach * max(line.height, other.height)
        under = [word for word in other.words if word.x1 <= right and line.x0 <= word.x1 and word.x0 <= line.x1]
        if near and any(word.bold == bold and not tokens.parse_row_period(word.text) for word in under):
            return True
    return False


def _goes_on(line: TextLine, inside: Sequence[Word], cells: Sequence[Segment], foot: float) -> bool:
    """Whether a line below the last row, which ends at ``foot``, is of its label: close, and in its columns."""
    if not cells or len(inside) != len(line.words):
        return False
    return line.top - max(foot, *(word.bottom for word in cells[-1].words)) < 0.8 * cells[-1].height


def _head_lines(lines: Sequence[TextLine], rows: Sequence[PayRow], first: int, head: StepHead | None) -> list[int]:
    """Indices of the lines that hold the heads of the label columns: those of the steps, and what touches them."""
    if head is None:
        return []
    taken = [head.line]
    if head.line - 1 >= first and _is_over_heads(lines, head.line - 1, first):
        taken.insert(0, head.line - 1)
        if head.line - 2 >= first and _continues_heads(lines[head.line - 2], lines[head.line - 1]):
            taken.insert(0, head.line - 2)
    for index in range(head.line + 1, rows[0].line):
        line = lines[index]
        names = [word for word in line.words if word.text not in tokens.SIGNS]
        second = index == head.line + 1 and _is_second_head(names)
        if not second and not _goes_under(line, [lines[number] for number in taken]):
            break
        taken.append(index)
    return taken


def _is_over_heads(lines: Sequence[TextLine], index: int, first: int) -> bool:
    """Whether the line over the steps holds heads too: no heading, and no end of a label of the table before."""
    line = lines[index]
    if headings.names_table(line) or labels.prints_code(line.text):
        return False
    above = line.top - lines[index - 1].bottom if first > 0 and index > 0 else float("inf")
    return above >= lines[index + 1].top - line.bottom


def _continues_heads(line: TextLine, below: TextLine) -> bool:
    """Whether a line two above the steps is of the heads too: it is set closely, and names columns of labels."""
    if below.top - line.bottom > _TOUCHING * line.height or headings.names_table(line):
        return False
    return sum(labels.head_role(cell.text) is not None for cell in labels.cut_segments(line.words, 0)) > 1


def _goes_under(line: TextLine, above: Sequence[TextLine]) -> bool:
    """Whether a line is the next one of heads: it touches the line above, and each cell stands under a head."""
    if line.top - above[-1].bottom >= _TOUCHING * line.height or any(char.isdigit() for char in line.text):
        return False
    if any(word.bold for word in above[-1].words) and not any(word.bold for word in line.words):
        return False  # the first line of a label
    over = [cell for upper in above for cell in labels.cut_segments(upper.words, 0)]
    return all(
        any(cell.x0 < head.x1 and head.x0 < cell.x1 for head in over) for cell in labels.cut_segments(line.words, 0)
    )


def _is_second_head(words: Sequence[Word]) -> bool:
    """Whether words under the step heads can only be the second line of label heads."""
    return bool(words) and all(tokens.fold(word.text) in _HEAD_WORDS for word in words)


def _find_rules(edges: Sequence[Edge], cells: Sequence[Segment], right: float) -> tuple[float, ...]:
    """Heights of ruled lines that cross at least half of the label columns, be it as the borders of several cells.

    Label columns begin with the first of ``cells``: of tables beside one another each has its own lines.
    """
    left = min((cell.x0 for cell in cells), default=0.0)
    crossings: dict[float, set[tuple[float, float]]] = {}
    height = float("-inf")
    for edge in sorted(edges, key=lambda edge: edge.top):
        x0, x1 = max(edge.x0, left), min(edge.x1, right)
        if edge.bottom - edge.top <= _FLAT and x1 > x0:
            height = height if edge.top - height <= _FLAT else edge.top
            crossings.setdefault(height, set()).add((round(x0), round(x1)))
    wide = (right - left) / 2
    return tuple(height for height, parts in crossings.items() if sum(x1 - x0 for x0, x1 in parts) >= wide)


def _part_classes(rules: tuple[float, ...], rows: Sequence[PayRow], beside: Sequence[Segment]) -> tuple[float, ...]:
    """The ruled lines that part classes; where one runs under nearly every row, none does.

    Nor do those that leave rows without a label again and again: they are the borders of shaded cells.
    """
    parted = sum(any(a.middle < height < b.middle for height in rules) for a, b in pairwise(rows))
    parts = {bisect_left(rules, row.middle) for row in rows}
    bare = parts - {bisect_left(rules, cell.middle) for cell in beside}
    return rules if parted < 0.8 * max(1, len(rows) - 1) and len(bare) <= _BARE * len(parts) else ()
