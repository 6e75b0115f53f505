"""Whether an amount of a recognised page stands under, or beside, the head of the step it is given.

Steps of a table whose heads were lost are numbered, and where a head and an amount of every row were
lost their order fits and is wrong. So the place of the amount must name its step once more.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pipeline.models import BBox, Page, Rate, from_shown
from pipeline.normalize.lines import TextLine, group_lines
from pipeline.normalize.salary import columns, labels, tokens

_SHARES = (0.0, 0.5, 1.0)
"""Left edges, middles or right edges: whichever of heads and amounts are set under one another."""
_WORD_STEP = 24.0
"""Points that a step head may begin left of the amounts under it."""
_COLUMN = 12.0
"""Points within which amounts of one column end."""
_LABEL_HEADS = 2
"""Heads of label columns that make a line the heads of a table, be its steps read or not."""
_MISPLACED = 0.2
"""Share of amounts under a line of heads that may be given another step than they stand under."""
_LEAST_STEPS = 3
"""Step heads that count up are sure of themselves from so many on."""


class Head(NamedTuple):
    """A step head: the step it names, and its extent."""

    step: str
    x0: float
    x1: float


class HeadLine(NamedTuple):
    """Step heads that stand on one line, and its height on the page."""

    heads: tuple[Head, ...]
    bottom: float

    @property
    def is_blind(self) -> bool:
        """Whether the line heads columns of labels, and no step is read on it."""
        return not self.heads


@dataclass(frozen=True, slots=True)
class _Sight:
    """The rates of a page as they stand on it."""

    boxes: Mapping[str, BBox]
    """Of amounts, on the page as it was read, by key."""
    lines: tuple[TextLine, ...]
    over: Mapping[str, tuple[float, str]]
    """The step whose head each amount stands under, by key, and where that line of heads stands."""
    again: tuple[TextLine, ...]
    """Lines of the second look."""

    def row_of(self, rate: Rate) -> int:
        """The line an amount stands on, by its place."""
        middle = _middle(self.boxes[rate.rate_id])
        return min(range(len(self.lines)), key=lambda n: abs(self.lines[n].top + self.lines[n].bottom - 2 * middle))


def step_doubts(
    rates: Sequence[Rate], pages: Mapping[int, Page], seconds: Mapping[int, Page]
) -> Iterator[tuple[str, Rate]]:
    """Rates whose step is not sure, and why.

    Args:
        rates: recognised rates of a document.
        pages: their pages by number, mended.
        seconds: the same pages read a second time, mended.
    """
    carried: Sequence[HeadLine] = ()
    for number in sorted(pages):
        own = [rate for rate in rates if rate.page_number == number and rate.bbox]
        if not own:
            continue
        boxes = {rate.rate_id: from_shown(pages[number], rate.bbox) for rate in own if rate.bbox}
        lines = group_lines(pages[number].words)
        heads = _find_heads(lines, list(boxes.values()))
        again = group_lines(seconds[number].words) if number in seconds else ()
        sight = _Sight(boxes, lines, _under_heads(boxes, heads, carried), again)
        carried = [line for line in heads if len(line.heads) > 1][-1:] or carried
        for table in _tables(own).values():
            yield from _doubts_of(table, sight)


def _doubts_of(table: Sequence[Rate], sight: _Sight) -> Iterator[tuple[str, Rate]]:
    if _is_flat(table):
        return
    yield from _odd_notation(table)
    if _is_by_row(table, sight):
        for group in _classes(table).values():
            yield from _row_doubts(group, sight)
        return
    yield from _odd_steps(table)
    unsure = _unsure_lines(table, sight)
    for rate in table:
        line, over = sight.over.get(rate.rate_id, (None, None))
        if over is None:
            yield f"step {rate.step} is not sure: no step head stands over it", rate
        elif over != rate.step:
            yield f"step {rate.step} is not sure: it stands under step {over}", rate
        elif line in unsure:
            yield f"step {rate.step} is not sure: the heads beside it are of other steps", rate


def _unsure_lines(table: Sequence[Rate], sight: _Sight) -> set[float]:
    """Lines of heads under which many an amount is given another step: its heads are misread, and others carried."""
    wrong: Counter[float] = Counter()
    whole: Counter[float] = Counter()
    for rate in table:
        if rate.rate_id in sight.over:
            line, step = sight.over[rate.rate_id]
            whole[line] += 1
            wrong[line] += step != rate.step
    return {line for line, count in wrong.items() if count > _MISPLACED * whole[line]}


def _odd_notation(table: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates of figures among steps of letters or Roman numbers, or the other way round: I read as 1."""
    usual = Counter(rate.step.isdigit() for rate in table).most_common(1)[0][0]
    for rate in table:
        if rate.step.isdigit() != usual:
            yield f"step {rate.step} is not written like the others", rate


def _odd_steps(table: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates whose step is not what their place among the steps says: a misread, lost or added step head."""
    offsets = Counter(_offset(rate) for rate in table)
    usual = offsets.most_common(1)[0][0]
    steps = {rate.step for rate in table}
    for rate in table:
        offset = _offset(rate)
        if offset is not None and (offset != usual or (offset != 0 and len(steps) < _LEAST_STEPS)):
            yield f"step {rate.step} stands where step {rate.step_order} belongs", rate


def _row_doubts(group: Sequence[Rate], sight: _Sight) -> Iterator[tuple[str, Rate]]:
    """Rates of a class with a row for each step: it stands beside them, and counts up or is read alike twice."""
    offsets = {_offset(rate) for rate in group}
    counts = len(offsets) == 1 and len({rate.step for rate in group}) >= _LEAST_STEPS
    for rate in group:
        box = sight.boxes[rate.rate_id]
        if sight.over.get(rate.rate_id, (0, None))[1] != rate.step and not _stands_beside(rate, box, sight.lines):
            yield f"step {rate.step} is not sure: it is printed neither over nor beside it", rate
        elif not counts and not _stands_beside(rate, box, sight.again):
            yield f"step {rate.step} is read otherwise at a second look", rate


def _offset(rate: Rate) -> int | None:
    """How far a step's number is from its place; ``None`` for a step that is no number."""
    rank = tokens.step_rank(rate.step)
    return None if rank is None else rank - rate.step_order


def _is_by_row(table: Sequence[Rate], sight: _Sight) -> bool:
    """Whether no two steps stand on one row."""
    rows: dict[int, set[str]] = defaultdict(set)
    for rate in table:
        rows[sight.row_of(rate)].add(rate.step)
    return all(len(steps) == 1 for steps in rows.values())


def _classes(table: Sequence[Rate]) -> dict[object, list[Rate]]:
    classes: dict[object, list[Rate]] = defaultdict(list)
    for rate in table:
        classes[rate.class_code, rate.class_title, rate.range_code, rate.bargaining_unit].append(rate)
    return classes


def _tables(rates: Sequence[Rate]) -> dict[object, list[Rate]]:
    tables: dict[object, list[Rate]] = defaultdict(list)
    for rate in rates:
        tables[rate.page_number, rate.appendix, rate.operative_date].append(rate)
    return tables


def _is_flat(table: Sequence[Rate]) -> bool:
    """Whether a table pays one rate per class: its step is a name for "the only one"."""
    kinds = Counter((r.class_code, r.class_title, r.range_code, r.component_name, r.period) for r in table)
    return all(rate.step == "1" for rate in table) and max(kinds.values()) == 1


def _find_heads(lines: Sequence[TextLine], boxes: Sequence[BBox]) -> tuple[HeadLine, ...]:
    """Lines of step heads of a page, and of label heads, top to bottom; words left of all amounts are no steps."""
    left = min(box.x0 for box in boxes) - _WORD_STEP
    found: list[HeadLine] = []
    for line in lines:
        inside = [word for word in line.words if word.x1 > left]
        parts = columns.split_steps(inside) if inside else []
        named = [(columns.read_steps_of(" ".join(word.text for word in part)), part) for part in parts]
        heads = tuple(Head(steps[0], part[0].x0, part[-1].x1) for steps, part in named if len(steps) == 1)
        if (heads or _heads_labels(line)) and not any(tokens.is_amount(word.text) for word in line.words):
            found.append(HeadLine(heads, line.bottom))
    return tuple(found)


def _heads_labels(line: TextLine) -> bool:
    """Whether a line heads several columns of labels; "Class Code 3225-2" is a label."""
    cells = labels.cut_segments(line.words, 0)
    named = sum(labels.head_role(cell.text) is not None for cell in cells)
    return named >= _LABEL_HEADS and not any(tokens.is_code(word.text) for word in line.words)


def _under_heads(
    boxes: Mapping[str, BBox], lines: Sequence[HeadLine], carried: Sequence[HeadLine]
) -> dict[str, tuple[float, str]]:
    """The step whose head each amount stands under, by its key, and where that line of heads stands."""
    by_line: dict[HeadLine, dict[str, BBox]] = defaultdict(dict)
    single = len({round(box.x1 / _COLUMN) for box in boxes.values()}) == 1
    known = [line for line in lines if len(line.heads) > 1 or (single and line.heads) or line.is_blind]
    middles = sorted(map(_middle, boxes.values()))
    for key, box in boxes.items():
        over = [line for line in known if line.bottom < _middle(box)]
        while len(over) > 1 and over[-1].is_blind and not _any_between(middles, over[-2].bottom, over[-1].bottom):
            over.pop()  # heads over several lines
        for line in (over or carried)[-1:]:
            by_line[line][key] = box
    return {key: (line.bottom, step) for line, under in by_line.items() for key, step in _nearest_heads(line, under)}


def _any_between(middles: Sequence[float], top: float, bottom: float) -> bool:
    """Whether a row of amounts stands between two heights."""
    return bisect_left(middles, bottom) > bisect_left(middles, top)


def _nearest_heads(line: HeadLine, boxes: Mapping[str, BBox]) -> Iterator[tuple[str, str]]:
    """Key of each amount and the step of the head it stands nearest to, by the edges that fit best."""
    if line.is_blind:
        return
    best: tuple[float, list[tuple[str, str]]] = (float("inf"), [])
    for share in _SHARES:
        places = [(head.x0 + share * (head.x1 - head.x0), head.step) for head in line.heads]
        found: list[tuple[str, str]] = []
        cost = 0.0
        for key, box in boxes.items():
            place = box.x0 + share * (box.x1 - box.x0)
            distance, step = min((abs(place - other), step) for other, step in places)
            cost += distance
            found.append((key, step))
        best = min(best, (cost, found), key=lambda fit: fit[0])
    yield from best[1]


def _stands_beside(rate: Rate, box: BBox, lines: Sequence[TextLine]) -> bool:
    """Whether the line of an amount names its step left of it."""
    line = next((line for line in lines if line.top < _middle(box) < line.bottom), None)
    if line is None:
        return False
    left = [word.text for word in line.words if word.x1 < box.x0]
    pairs = [" ".join(pair) for pair in pairwise(left)]
    return any(tokens.parse_step(text) == rate.step for text in (*left, *pairs))


def _middle(box: BBox) -> float:
    return (box.top + box.bottom) / 2
