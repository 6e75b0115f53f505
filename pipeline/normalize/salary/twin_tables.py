"""Tables of columns that stand side by side under the same heads ("Range Step Hourly", twice in one line)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.layouts import pay
from pipeline.models import Word
from pipeline.normalize.lines import TextLine, group_lines
from pipeline.normalize.salary import columns, headings, labels, notes, tokens
from pipeline.normalize.salary.labels import Segment
from pipeline.normalize.salary.untold import is_pay_number

_MOST = 4
"""Tables beside one another."""
_NEAR = 2.5
"""Line heights between two lines of such tables."""
_SMALL_WORDS = 4
_MOSTLY = 0.8


def part_twins(lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """Lines of a page with those of twin tables one table after the other, left to right."""
    ordered: list[TextLine] = []
    done = 0
    for index, line in enumerate(lines):
        groups = _repeated_heads(line) if index >= done else []
        if not groups:
            continue
        last = _find_end(lines, index)
        under = lines[index + 1 : last + 1]
        gutters = [
            _gutter(left, right, (line, *under)) or _gutter(left, right, under) for left, right in pairwise(groups)
        ]
        places = [place for place in gutters if place is not None]
        if last == index or len(places) < len(gutters):
            continue
        first = index - 1 if index > done and _captions_each(lines[index - 1], line, places) else index
        ordered += [*lines[done:first], *_one_after_another(lines[first : last + 1], places)]
        done = last + 1
    return (*ordered, *lines[done:]) if ordered else lines


def _repeated_heads(line: TextLine) -> list[list[Segment]]:
    """The heads of each table, where a line prints the same heads several times; each begins with one of labels."""
    texts = [word.text for word in line.words]
    if len(texts) < 2 * len(set(texts)) or any(map(tokens.is_amount, texts)):
        return []
    close = [Segment(tuple(part), 0) for part in columns.split_steps(line.words)]
    single = [] if any(map(tokens.parse_step, texts)) else [Segment((word,), 0) for word in line.words]
    for cells in (labels.cut_segments(line.words, 0), close, single):  # heads of narrow columns stand as close as words
        for count in range(2, _MOST + 1):
            size = len(cells) // count
            groups = [cells[start : start + size] for start in range(0, len(cells), size or 1)]
            different = {tuple(tokens.fold(cell.text) for cell in group) for group in groups}
            if len(groups) != count or len(different) > 1 or not _heads_labels(groups[0][0]):
                continue
            if len(set(next(iter(different)))) > 1:  # "Step" over each step is the first line of its heads
                return groups
    return []


def _heads_labels(cell: Segment) -> bool:
    return labels.head_role(cell.text) in labels.CLASS_ROLES or tokens.fold(cell.text) in pay.STEP_HEADS


def _captions_each(line: TextLine, heads: TextLine, gutters: Sequence[float]) -> bool:
    """Whether the line over the heads is a caption over each of the tables."""
    if heads.top - line.bottom > _NEAR * line.height or any(is_pay_number(word.text) for word in line.words):
        return False
    cells = labels.cut_segments(line.words, 0)
    sides = [{sum(gutter < edge for gutter in gutters) for edge in (cell.x0, cell.x1)} for cell in cells]
    return sides == [{number} for number in range(len(gutters) + 1)]


def _find_end(lines: Sequence[TextLine], head: int) -> int:
    """Index of the last line that follows the heads closely and is neither heading nor prose."""
    for index in range(head + 1, len(lines)):
        line = lines[index]
        far = line.top - lines[index - 1].bottom > _NEAR * line.height
        if far or headings.names_table(line) or _is_prose(line):
            return index - 1
    return len(lines) - 1


def _is_prose(line: TextLine) -> bool:
    """Whether a line has the small words of prose; without amounts many of them: titles of several classes are long."""
    if any(tokens.is_amount(word.text) for word in line.words):
        return notes.is_sentence(line)
    return sum(word.text.islower() for word in line.words) >= _SMALL_WORDS


def _gutter(left: Sequence[Segment], right: Sequence[Segment], lines: Sequence[TextLine]) -> float | None:
    """The middle of the widest gap between two tables that no line of theirs crosses, and left of which rows end."""
    low, high = left[-1].x0, right[0].x1
    end, best, place = low, 0.0, None
    spans = sorted((word.x0, word.x1) for line in lines for word in line.words if word.x1 > low and word.x0 < high)
    for x0, x1 in [*spans, (high, high)]:
        if x0 - end > best and _ends_rows((x0 + end) / 2, lines):
            best, place = x0 - end, (x0 + end) / 2
        end = max(end, x1)
    return place


def _ends_rows(place: float, lines: Sequence[TextLine]) -> bool:
    """Whether the rows of the table left of a place end there: with an amount, in nearly each line that has some."""
    ends = [
        left[-1].text
        for line in lines
        if any(is_pay_number(word.text) for word in line.words)
        and (left := [word for word in line.words if word.x1 <= place])
    ]
    held = sum(is_pay_number(text) or tokens.is_blank(text) for text in ends)
    return held >= _MOSTLY * len(ends)


def _one_after_another(lines: Sequence[TextLine], gutters: Sequence[float]) -> Iterator[TextLine]:
    tables: list[list[Word]] = [[] for _ in range(len(gutters) + 1)]
    for word in (word for line in lines for word in line.words):
        tables[sum(gutter < word.x0 for gutter in gutters)].append(word)
    for table in tables:
        yield from group_lines(table)
