"""Heads over columns of amounts: which step, pay period or add-on a column holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from pipeline.layouts import pay
from pipeline.models import Component, Edge, Period
from pipeline.normalize.dates import find_dates
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, tokens
from pipeline.normalize.salary.columns import Span
from pipeline.normalize.salary.group_heads import drop_group_heads
from pipeline.normalize.salary.head_cells import cut_head_cells, join_broken_heads, nearest_column
from pipeline.normalize.salary.labels import CLASS_ROLES, NUMBERED, Segment, head_role
from pipeline.normalize.salary.periods import holds_time, parse_named_step, parse_period

_SEVERAL = 2
_OF_ROWS = frozenset(name for name, _ in pay.WHOLE_HEADS)
"""Heads that name the steps of rows where every column of amounts has another one ("Year" is a pay period too)."""
_LABEL_HEADS = frozenset(name for name, _ in pay.COLUMN_HEADS)
_OFF_CENTRE = 0.4
"""Columns by which a head may stand off the middle of the columns it heads."""


class AmountColumn(NamedTuple):
    """The head of a column of amounts."""

    text: str
    """As printed, lines joined."""
    step: str | None
    period: Period | None
    add_on: bool
    span: Span
    day: date | None = None
    """The operative date its head prints, where columns of several dates stand side by side."""
    part: Component | None = None
    """Base pay, or a percentage more of it, where columns of these stand side by side."""
    printed: str | None = None
    """The step or pay period as printed, where the columns beside it show that another one is meant."""
    condition: str | None = None
    """What its head says beside a pay period that other columns are of too: "56 hr"."""


def read_columns(
    lines: Sequence[TextLine],
    spans: Sequence[Span],
    left: float,
    verticals: Sequence[Edge] = (),
    *,
    label_columns: int = 0,
) -> tuple[AmountColumn, ...]:
    """Heads of the columns of amounts ``spans``, from the head lines over them.

    A step printed once over several columns holds for all of them; a head without a step holds for
    the step on its left. ``verticals`` are ruled lines, which part heads that stand close. Where the
    rows have more ``label_columns`` than heads say so, "Step" left of the amounts heads one of them.
    """
    texts: list[list[str]] = [[] for _ in spans]
    cut = _drop_label_head(
        [cut_head_cells(line, number, spans, verticals, left) for number, line in enumerate(lines)], spans
    )
    heads = sum(cell.x1 <= spans[0].x0 and head_role(cell.text) in CLASS_ROLES for cells in cut for cell in cells)
    parted = [
        [cell for cell in cells if _is_over(cell, cells, spans, left, of_rows=heads < label_columns)] for cells in cut
    ]
    parted = drop_group_heads(join_broken_heads(parted), spans)
    steps = _step_of_each([cell for cells in parted for cell in cells], spans)
    whole = None not in steps
    parted = _drop_titles(parted, spans)
    for cells in parted:
        named = [(cell, columns.read_steps_of(cell.text)) for cell in cells]
        over = [(cell, found[0]) for cell, found in named if len(found) == 1]
        shared = len(over) == len(cells) and 0 < len(over) < len(spans)
        shared = shared and not all(texts) and not any(map(_names_step, texts))
        if shared and None in steps:
            named_late = [index for index, own in enumerate(texts) if tokens.names_service(" ".join(own))]
            free = [index for index in range(len(spans)) if index not in named_late]
            for index, step in zip(free, _spread(over, [spans[index] for index in free]), strict=True):
                steps[index] = steps[index] or step
            continue
        if len(over) < len(cells):
            over = [(cell, step) for cell, step in over if not _ends_title(cell, texts, spans)]
        for index, text in _texts_over(cells, spans):
            texts[index].append(text)
        for index, step in _claim(over, spans).items():
            steps[index] = steps[index] if whole else step
    return _complete(_fill(texts), steps, spans)


def _drop_label_head(cut: Sequence[Sequence[Segment]], spans: Sequence[Span]) -> Sequence[Sequence[Segment]]:
    """Cells of head lines without those of a head of labels broken over lines: "Years" over "of" over "Service"."""
    beside = [cell for cells in cut for cell in cells if cell.x1 <= spans[0].x0]
    if len({cell.line for cell in beside}) < _SEVERAL:
        return cut
    broken: set[Segment] = set()
    for first in beside:
        stack = [cell for cell in beside if cell.line >= first.line and cell.x0 < first.x1 and first.x0 < cell.x1]
        if len(stack) > 1 and tokens.fold(" ".join(cell.text for cell in stack)) in _LABEL_HEADS:
            broken.update(stack)
    return [[cell for cell in cells if cell not in broken] for cells in cut]


def _is_over(
    cell: Segment, line: Sequence[Segment], spans: Sequence[Span], left: float, *, of_rows: bool = False
) -> bool:
    """Whether a head stands over amounts: right of ``left``, and no head of labels that ends before they begin.

    "Step" beside the head of the first column heads the steps of the rows, and where these print one (``of_rows``).
    """
    role = head_role(cell.text)
    if (cell.x1 <= spans[0].x0 and role in CLASS_ROLES) or (cell.x0 >= spans[-1].x1 and role in NUMBERED):
        return False
    if cell.x1 <= spans[0].x0 and tokens.fold(cell.text) in _OF_ROWS and (of_rows or len(line) > len(spans)):
        return False
    of_amounts = [
        other
        for other in line
        if head_role(other.text) not in CLASS_ROLES and tokens.fold(other.text) not in pay.STEP_HEADS
    ]
    if len(of_amounts) == len(spans) > 1 and cell in of_amounts:
        return True  # each column has its head, be it set at the other edge of a wide cell
    if cell.x1 <= spans[0].x0 and tokens.fold(cell.text) in pay.STEP_HEADS:
        if of_rows:
            return False
        right = [other for other in line if other.x0 > cell.x1]
        first = spans[0]
        over = any(other.x0 < first.x1 and first.x0 < other.x1 for other in right)
        return not over and len(right) < len(spans) and len(line) > 1
    return (cell.x0 + cell.x1) / 2 > left


def _ends_title(cell: Segment, texts: Sequence[Sequence[str]], spans: Sequence[Span]) -> bool:
    """Whether a bare number or letter ends the title over it ("Accountant" over "II") and is no step."""
    title = " ".join(texts[nearest_column(cell, spans)])
    named = parse_period(title) is not None or any(tokens.fold(word) in pay.STEP_HEADS for word in cell.text.split())
    return bool(title) and not named


def _names_step(texts: Sequence[str]) -> bool:
    """Whether the lines of a head so far name a step beside the pay period ("Hourly Minimum")."""
    return parse_named_step(" ".join(texts)) is not None


def _drop_titles(parted: Sequence[list[Segment]], spans: Sequence[Span]) -> list[list[Segment]]:
    """Lines of heads without a title that names the pay period of the table, and the lone titles over it."""
    over_all = [number for number, cells in enumerate(parted) if _is_over_all(cells, parted, spans)]
    last = over_all[-1] if over_all else 0
    return [
        cells
        for number, cells in enumerate(parted)
        if number not in over_all and not (number < last and len(cells) == 1)
    ]


def _is_over_all(cells: Sequence[Segment], parted: Sequence[Sequence[Segment]], spans: Sequence[Span]) -> bool:
    """Whether a line holds a lone title that names the pay period of a whole table, whose columns have other heads."""
    if len(cells) != 1 or parse_period(cells[0].text) is None:
        return False
    others = [cell for other in parted if other is not cells for cell in other]
    if any(parse_period(cell.text) for cell in others):
        return False
    if any(len(other) == len(spans) > 1 for other in parted if other is not cells):
        return True
    return len({nearest_column(cell, spans) for cell in others}) == len(spans) > 1


def _texts_over(cells: Sequence[Segment], spans: Sequence[Span]) -> list[tuple[int, str]]:
    """(column, text) of every head of a line: over the columns it stands over, or else the nearest one."""
    grouped = _group_columns(cells, spans)
    if grouped:
        return [(index, cell.text) for index, cell in enumerate(grouped)]
    return [(index, cell.text) for index, cell in zip(_columns_of(cells, spans), cells, strict=True)]


def _columns_of(cells: Sequence[Segment], spans: Sequence[Span]) -> list[int]:
    """The column nearest to each head; in their order where there are as many and two would share one."""
    nearest = [nearest_column(cell, spans) for cell in cells]
    if len(cells) == len(spans) > len(set(nearest)):
        return list(range(len(spans)))
    return nearest


def _group_columns(cells: Sequence[Segment], spans: Sequence[Span]) -> list[Segment] | None:
    """The head over each column where a line's heads stand over groups of several columns.

    "Hourly" and "Annual" over three steps each, or a date over "Min" and "Max".
    """
    if not _SEVERAL <= len(cells) <= len(spans) // 2:
        return None
    share = len(spans) // len(cells)
    equal = [spans[start : start + share] for start in range(0, len(spans), share)]
    named = all(parse_period(cell.text) or next(find_dates(cell.text), None) for cell in cells)
    if len(equal) == len(cells) and (
        _nearest_groups(equal, cells) if named else _stand_over(equal, cells) and _off_columns(equal, cells)
    ):
        return [cell for cell, group in zip(cells, equal, strict=True) for _ in group]
    if not named:
        return None
    middles = [(cell.x0 + cell.x1) / 2 for cell in cells]
    owners = [min(range(len(cells)), key=lambda n: abs(middles[n] - (span.x0 + span.x1) / 2)) for span in spans]
    groups = [[span for span, owner in zip(spans, owners, strict=True) if owner == n] for n in range(len(cells))]
    return [cells[owner] for owner in owners] if all(groups) and _stand_over(groups, cells) else None


def _nearest_groups(groups: Sequence[Sequence[Span]], cells: Sequence[Segment]) -> bool:
    """Whether each head stands nearest to its own group of columns, be it set in the middle or at an edge."""
    middles = [(group[0].x0 + group[-1].x1) / 2 for group in groups]
    nearest = [min(range(len(groups)), key=lambda n: abs(middles[n] - (cell.x0 + cell.x1) / 2)) for cell in cells]
    return nearest == list(range(len(groups)))


def _stand_over(groups: Sequence[Sequence[Span]], cells: Sequence[Segment]) -> bool:
    """Whether all heads stand over the middle of their columns, some over several."""
    pitches = [b.x0 - a.x0 for group in groups for a, b in pairwise(group)]
    reach = _OFF_CENTRE * min(pitches, default=0.0)
    return all(
        abs(cell.x0 + cell.x1 - group[0].x0 - group[-1].x1) / 2 < reach
        for cell, group in zip(cells, groups, strict=True)
    )


def _off_columns(groups: Sequence[Sequence[Span]], cells: Sequence[Segment]) -> bool:
    """Whether no head stands nearer to the middle of one of its columns than to that of all."""
    middles = [(cell.x0 + cell.x1) / 2 for cell in cells]
    return all(
        min(abs(middle - (span.x0 + span.x1) / 2) for span in group) >= abs(middle - (group[0].x0 + group[-1].x1) / 2)
        for middle, group in zip(middles, groups, strict=True)
    )


def _step_of_each(cells: Sequence[Segment], spans: Sequence[Span]) -> list[str | None]:
    """The step of each column where every column has one of its own, over whatever lines heads are broken."""
    for line in sorted({cell.line for cell in cells}):
        alone = [
            (cell, found[0]) for cell in cells if cell.line == line and (found := columns.read_steps_of(cell.text))
        ]
        if len(alone) == len(spans) == len({step for _, step in alone}):
            return [step for _, step in alone]
    named = [(cell, columns.read_steps_of(cell.text)) for cell in cells]
    claimed = _claim([(cell, found[0]) for cell, found in named if len(found) == 1], spans)
    whole = len(set(claimed.values())) == len(spans)
    return [claimed[index] if whole else None for index in range(len(spans))]


def _claim(over: Sequence[tuple[Segment, str]], spans: Sequence[Span]) -> dict[int, str]:
    """The step over each column; of several heads nearest to one, as where a column is blank, the nearest of all."""
    claimed: dict[int, tuple[float, str]] = {}
    for (cell, step), index in zip(over, _columns_of([cell for cell, _ in over], spans), strict=True):
        distance = abs(cell.x0 + cell.x1 - spans[index].x0 - spans[index].x1)
        if index not in claimed or distance < claimed[index][0]:
            claimed[index] = distance, step
    return {index: step for index, (_, step) in claimed.items()}


def _fill(texts: Sequence[list[str]]) -> list[list[str]]:
    """A column without a head stands under the head on its left, or the only one: "41,246.40 - 50,148.80" are two."""
    headed = [own for own in texts if own]
    only = headed[0] if len(headed) == 1 and parse_period(" ".join(headed[0])) else []
    filled: list[list[str]] = []
    for own in texts:
        filled.append(own or only or (filled[-1] if filled and parse_period(" ".join(filled[-1])) else own))
    return filled


def _spread(over: Sequence[tuple[Segment, str]], spans: Sequence[Span]) -> list[str]:
    """The step of each column, where each step stands over as many columns as every other."""
    if len(spans) % len(over) == 0:
        share = len(spans) // len(over)
        return [over[index // share][1] for index in range(len(spans))]
    middles = [(cell.x0 + cell.x1) / 2 for cell, _ in over]
    return [over[min(range(len(over)), key=lambda n: abs(middles[n] - (span.x0 + span.x1) / 2))][1] for span in spans]


def _broken_step(text: str) -> str | None:
    """The step of a head that a narrow cell breaks, where other heads name none: "Step" over "1"."""
    return tokens.parse_step(text) if tokens.fold(text.split(" ", maxsplit=1)[0]) in pay.STEP_HEADS else None


def _complete(
    texts: Sequence[Sequence[str]], steps: list[str | None], spans: Sequence[Span]
) -> tuple[AmountColumn, ...]:
    found: list[AmountColumn] = []
    for index, span in enumerate(spans):
        text = " ".join(texts[index])
        other = any(tokens.fold(word) in pay.OTHER_RATES for word in text.split())
        period = None if other or holds_time(text) else parse_period(text)
        steps[index] = steps[index] or parse_named_step(text) or _broken_step(text)
        if steps[index] is None and found and period not in (None, "YR") and any(steps):
            steps[index] = found[-1].step
        folded = tokens.fold(text)
        add_on = any(word in folded for word in pay.ADD_ON_HEADS)
        day = next((day for day, _, _ in find_dates(text)), None)
        found.append(AmountColumn(text, steps[index], period, add_on, span, day))
    if all(column.period is None and not column.add_on and tokens.names_years(column.text) for column in found):
        found = [column._replace(step=column.text) for column in found]
    if any(column.day is None for column in found):
        found = [column._replace(day=None) for column in found]  # a date over some columns is that of the print
    return tuple(found)
