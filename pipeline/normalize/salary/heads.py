"""Heads over columns of amounts: which step, pay period or add-on a column holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.layouts import pay
from pipeline.models import Edge, Period, Word
from pipeline.normalize.dates import find_dates
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, tokens
from pipeline.normalize.salary.columns import Span
from pipeline.normalize.salary.labels import Segment, cut_segments

_NO_PERIOD = re.compile(
    r"\b(?:fiscal|calendar|school|contract|academic)\s+years?\b|\b\d+\+?\s*(?:years?|yrs?|months?|mos?)\b|"
    r"\byears?\s+of\b|\d[\d,.]*[\s-]*(?:hours?|hrs?)\b|\b(?:semi|bi)[\s-]*(?:monthly|annual(?:ly)?)\b",
    re.IGNORECASE,
)
"""Years and months that pay nobody ("10 Years", "fiscal year"), and pay periods that are none of ours."""
_WORD = re.compile(r"[a-z]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)?")
_PAY_WORDS = frozenset({"rate", "rates", "salary", "pay", "wage", "base", "range"})
_STEP_HEADS = frozenset({"step", "steps"})
"""The head over a column of steps, whatever the other columns are called."""
_LINES = 6
_SEVERAL = 2
_OFF_CENTRE = 0.4
"""Columns by which a head may stand off the middle of the columns it heads."""
_CLOSE = 0.6
"""Line heights that part heads of single words, at least."""
_FIRST_GAP = 6.0
_GAP = 1.6
"""Line heights between the heads and the first row, and between two lines of heads."""


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


@lru_cache(maxsize=1 << 14)
def parse_period(text: str) -> Period | None:
    """The pay period a head names, anywhere in it."""
    text = _NO_PERIOD.sub(" ", text)
    folded = tokens.fold(text)
    words = {tokens.fold(word) for word in text.split()}
    for name, period in pay.HEADER_PERIODS:
        if name in words or (len(name) > 3 and name in folded):
            return period
    return None


def _holds_time(text: str) -> bool:
    """Whether the head of a column names time and no pay: "Hours per Pay Period", but not "Annual (2,080 hours)"."""
    words = set(_WORD.findall(_IN_BRACKETS.sub(" ", text).lower()))
    if words & pay.ACCRUAL_WORDS:
        return True
    return bool(words & pay.NO_PAY_WORDS) and not words & (_PAY_WORDS - {"pay"})


def parse_named_step(text: str) -> str | None:
    """The step a head names beside its pay period: "Minimum" of "Hourly Minimum"."""
    rest = [word for word in text.split() if parse_period(word) is None and tokens.fold(word) not in _PAY_WORDS]
    step = tokens.parse_step(" ".join(rest)) if len(rest) < len(text.split()) else None
    return step if step and (step.lower() in pay.NAMED_STEPS or tokens.fold(rest[0]).startswith("step")) else None


def find_head_lines(lines: Sequence[TextLine], first: int, floor: int, left: float = 0.0) -> list[int]:
    """Indices of the lines over line ``first`` that are heads, top to bottom; none above ``floor``.

    Lines that end before the amounts begin at ``left`` may be the first ones of a wrapped label.
    """
    taken: list[int] = []
    below = lines[first]
    for index in range(first - 1, max(floor, first - _LINES) - 1, -1):
        line = lines[index]
        limit = _GAP if any(_is_head_line(lines[other]) for other in taken) else _FIRST_GAP
        far = below.top - line.bottom > limit * max(line.height, below.height)
        if far or headings.is_heading(line) or any(tokens.is_cents(word.text) for word in line.words):
            break
        if not taken and line.x1 <= left and _is_title(line):
            continue
        if len(line.words) > 40 or _is_title(line) or _prints_code(line):
            break
        taken.insert(0, index)
        below = line
    return taken if any(_is_head_line(lines[index]) for index in taken) else []


def _prints_code(line: TextLine) -> bool:
    """Whether a line is the caption of a class: one cell with a code and a title."""
    codes = [tokens.is_code(word.text.strip("()")) for word in line.words]
    return len(cut_segments(line.words, 0)) == 1 and (codes[0] or codes[-1]) and len(codes) > 1 and not all(codes)


def _is_head_line(line: TextLine) -> bool:
    if len(line.words) > _SEVERAL and tokens.fold(line.words[0].text) in _STEP_HEADS:
        return True
    if sum(tokens.fold(word.text) in _STEP_HEADS for word in line.words) >= _SEVERAL:
        return True
    return any(_names_something(cell.text) for cell in cut_segments(line.words, 0))


def _names_something(text: str) -> bool:
    return parse_period(text) is not None or len(columns.read_steps_of(text)) > 0


def _is_title(line: TextLine) -> bool:
    """Whether a line is a title over the table: one cell of several words that names no column."""
    cells = cut_segments(line.words, 0)
    if tokens.fold(line.words[0].text) in _STEP_HEADS:
        return False  # heads of narrow columns stand close: "Step A Step B", "Step Column A Column B"
    steps = sum(tokens.fold(word.text) in _STEP_HEADS for word in line.words)
    return len(cells) == 1 and len(line.words) > 3 and steps < _SEVERAL and parse_period(line.text) is None


def read_columns(
    lines: Sequence[TextLine], spans: Sequence[Span], left: float, verticals: Sequence[Edge] = ()
) -> tuple[AmountColumn, ...]:
    """Heads of the columns of amounts ``spans``, from the head lines over them.

    A step printed once over several columns holds for all of them; a head without a step holds for
    the step on its left. ``verticals`` are ruled lines, which part heads that stand close.
    """
    texts: list[list[str]] = [[] for _ in spans]
    parted = [
        [cell for cell in _head_cells(line, number, spans, verticals, left) if (cell.x0 + cell.x1) / 2 > left]
        for number, line in enumerate(lines)
    ]
    steps = _step_of_each([cell for cells in parted for cell in cells], spans)
    whole = None not in steps
    parted = [cells for cells in parted if not _is_over_all(cells, parted, spans)]
    for cells in parted:
        named = [(cell, columns.read_steps_of(cell.text)) for cell in cells]
        over = [(cell, found[0]) for cell, found in named if len(found) == 1]
        shared = len(over) == len(cells) and 0 < len(over) < len(spans) and not any(map(_names_step, texts))
        if shared and None in steps:
            for index, step in enumerate(_spread(over, spans)):
                steps[index] = steps[index] or step
            continue
        for index, text in _texts_over(cells, spans):
            texts[index].append(text)
        for index, step in _claim(over, spans).items():
            steps[index] = steps[index] if whole else step
    return _complete(_fill(texts), steps, spans)


def _names_step(texts: Sequence[str]) -> bool:
    """Whether the lines of a head so far name a step beside the pay period ("Hourly Minimum")."""
    return parse_named_step(" ".join(texts)) is not None


def _is_over_all(cells: Sequence[Segment], parted: Sequence[Sequence[Segment]], spans: Sequence[Span]) -> bool:
    """Whether a line holds a lone title that names the pay period of a whole table, whose columns have other heads."""
    if len(cells) != 1 or parse_period(cells[0].text) is None:
        return False
    others = [cell for other in parted if other is not cells for cell in other]
    if any(parse_period(cell.text) for cell in others):
        return False
    return len({_nearest(cell, spans) for cell in others}) == len(spans) > 1


def _texts_over(cells: Sequence[Segment], spans: Sequence[Span]) -> list[tuple[int, str]]:
    """(column, text) of every head of a line: over the columns it stands over, or else the nearest one."""
    grouped = _group_columns(cells, spans)
    if grouped:
        return [(index, cell.text) for index, cell in enumerate(grouped)]
    return [(index, cell.text) for index, cell in zip(_columns_of(cells, spans), cells, strict=True)]


def _columns_of(cells: Sequence[Segment], spans: Sequence[Span]) -> list[int]:
    """The column nearest to each head; in their order where there are as many and two would share one."""
    nearest = [_nearest(cell, spans) for cell in cells]
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
    if len(equal) == len(cells) and (_nearest_groups(equal, cells) if named else _stand_over(equal, cells)):
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


def _head_cells(
    line: TextLine, number: int, spans: Sequence[Span], verticals: Sequence[Edge], left: float
) -> list[Segment]:
    """Cells of a head line; "Step" and its number stay together, two steps, pay periods or like heads do not.

    "Step" over the labels left of the amounts heads the steps of the rows.
    """
    words = line.words[1:] if _heads_rows(line.words, len(spans), left) else line.words
    cells: list[Segment] = []
    for cell in cut_segments(words, number, verticals):
        for part in columns.split_steps(cell.words):
            for piece in _split_periods(part, spans):
                cells += [Segment(tuple(own), number) for own in _split_alike(piece, spans)]
    return cells


def _heads_rows(words: Sequence[Word], columns_under: int, left: float) -> bool:
    """Whether "Step" at the beginning of a line heads the steps of the rows, and not the first column of amounts."""
    if len(words) <= 1 or tokens.fold(words[0].text) not in _STEP_HEADS:
        return False
    if (words[0].x0 + words[0].x1) / 2 < left or tokens.parse_step(words[1].text) is None:
        return tokens.fold(words[1].text) not in _STEP_HEADS
    return columns_under == len(words) - 1 > 1 and all(tokens.parse_step(word.text) for word in words[1:])


def _split_alike(words: Sequence[Word], spans: Sequence[Span]) -> list[list[Word]]:
    """Part heads that stand close: "Column A Column B", which begin alike, and "BA MA", a word over each column."""
    again = [index for index, word in enumerate(words) if word.text == words[0].text]
    if len(again) < _SEVERAL:
        over = [_nearest(Segment((word,), 0), spans) for word in words]
        wide = all(right.x0 - left.x1 > _CLOSE * (left.bottom - left.top) for left, right in pairwise(words))
        each = over == list(range(over[0], over[0] + len(words))) and all(
            word.x0 < spans[index].x1 and spans[index].x0 < word.x1 for word, index in zip(words, over, strict=True)
        )
        again = list(range(len(words))) if len(words) > 1 and wide and each else [0]
    return [list(words[start:end]) for start, end in zip(again, [*again[1:], len(words)], strict=True)]


def _split_periods(words: Sequence[Word], spans: Sequence[Span]) -> list[list[Word]]:
    """Part "Monthly Rate Annual Rate" where it names several periods: before each name, or between columns.

    Before each name, if the parts then stand over neighbouring columns; else where the next word stands over another.
    """
    if sum(_names_period(word.text) for word in words) < _SEVERAL:
        return [list(words)]
    begins = [index for index, word in enumerate(words) if _names_period(word.text)]
    named = [list(words[start:end]) for start, end in zip(begins, [*begins[1:], len(words)], strict=True)]
    over = [_nearest(Segment(tuple(part), 0), spans) for part in named]
    if begins[0] == 0 and over == list(range(over[0], over[0] + len(over))):
        return named
    parts: list[list[Word]] = []
    before = -1
    for word in words:
        index = _nearest(Segment((word,), 0), spans)
        if index != before:
            parts.append([])
        parts[-1].append(word)
        before = index
    return parts


def _names_period(text: str) -> bool:
    """Whether a word names a pay period, be it none of ours ("Semi-Monthly"); the hours in brackets do not."""
    return text[-1] != ")" and (parse_period(text) is not None or _NO_PERIOD.fullmatch(text) is not None)


def _nearest(cell: Segment, spans: Sequence[Span]) -> int:
    middle = (cell.x0 + cell.x1) / 2
    return min(range(len(spans)), key=lambda index: max(spans[index].x0 - middle, middle - spans[index].x1))


def _spread(over: Sequence[tuple[Segment, str]], spans: Sequence[Span]) -> list[str]:
    """The step of each column, where each step stands over as many columns as every other."""
    if len(spans) % len(over) == 0:
        share = len(spans) // len(over)
        return [over[index // share][1] for index in range(len(spans))]
    middles = [(cell.x0 + cell.x1) / 2 for cell, _ in over]
    return [over[min(range(len(over)), key=lambda n: abs(middles[n] - (span.x0 + span.x1) / 2))][1] for span in spans]


def _complete(
    texts: Sequence[Sequence[str]], steps: list[str | None], spans: Sequence[Span]
) -> tuple[AmountColumn, ...]:
    found: list[AmountColumn] = []
    for index, span in enumerate(spans):
        text = " ".join(texts[index])
        period = None if _holds_time(text) else parse_period(text)
        steps[index] = steps[index] or parse_named_step(text)
        if steps[index] is None and found and period not in (None, "YR") and any(steps):
            steps[index] = found[-1].step
        folded = tokens.fold(text)
        add_on = any(word in folded for word in pay.ADD_ON_HEADS)
        day = next((day for day, _, _ in find_dates(text)), None)
        found.append(AmountColumn(text, steps[index], period, add_on, span, day))
    if any(column.day is None for column in found):
        found = [column._replace(day=None) for column in found]  # a date over some columns is that of the print
    return tuple(found)
