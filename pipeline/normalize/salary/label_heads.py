"""Heads over the columns of labels ("Code", "Class Title", "Range")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.layouts import pay
from pipeline.models import Edge, Word
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import labels, tokens
from pipeline.normalize.salary.broken_heads import join_broken_heads
from pipeline.normalize.salary.labels import LabelHead, Segment

_CLOSE_GAP = 0.45
"""Line heights from which a gap parts the heads of narrow columns."""


def read_label_heads(lines: Sequence[TextLine], right: float, verticals: Sequence[Edge] = ()) -> tuple[LabelHead, ...]:
    """Heads of label columns in the lines over a table ("Code", "Class Title", "Range").

    Heads over two lines are stacked; words right of ``right`` head columns of amounts. A head that
    names nothing known is kept as "other": it tells where a column stands.
    """
    lines = join_broken_heads(lines, right)
    stacks = _stack_heads([labels.cut_segments(_left_of(line, right), 0, verticals) for line in lines])
    heads: list[LabelHead] = []
    for stack in stacks:
        parts = [] if _is_known(stack) else _split_known(stack)
        if not parts and not _is_known(stack):
            parts = _part_lines(stack)
        roles = [labels.head_role(_text(part)) for part in parts]
        parts = parts if None not in roles and len(set(roles)) == len(roles) > 1 else [stack]
        heads += [
            LabelHead(labels.head_role(_text(part)) or "other", min(w.x0 for w in part), max(w.x1 for w in part))
            for part in parts
        ]
    return tuple(heads)


def read_right_heads(lines: Sequence[TextLine], left: float, verticals: Sequence[Edge] = ()) -> tuple[LabelHead, ...]:
    """Heads of codes and ranges in columns right of the amounts, which end at ``left``."""
    cells = [labels.cut_segments([word for word in line.words if word.x0 >= left], 0, verticals) for line in lines]
    stacks = [(labels.head_role(_text(stack)), stack) for stack in _stack_heads(cells)]
    return tuple(
        LabelHead(role, min(word.x0 for word in stack), max(word.x1 for word in stack))
        for role, stack in stacks
        if role in labels.NUMBERED
    )


def drop_titles(lines: Sequence[TextLine], right: float) -> list[TextLine]:
    """Lines of heads without titles over them: one cell of words of which none is a head's, or over several heads."""
    return [line for number, line in enumerate(lines) if not _is_title_over(line, lines[number + 1 :], right)]


def _is_title_over(line: TextLine, below: Sequence[TextLine], right: float) -> bool:
    cells = labels.cut_segments(line.words, 0)
    if len(cells) > 1 or len(line.words) == 1 or line.x0 >= right:
        return False
    heads = [cell for lower in below for cell in labels.cut_segments(_left_of(lower, right), 0)]
    if not any(labels.head_role(cell.text) for cell in heads):
        return False
    foreign = not any(tokens.fold(word.text) in pay.HEAD_WORDS for word in line.words)
    return foreign or sum(cell.x0 < line.x1 and line.x0 < cell.x1 for cell in heads) > 1


def find_label_columns(
    rows: Iterable[TextLine], right: float, verticals: Sequence[Edge] = ()
) -> list[tuple[float, float]]:
    """Left and right edges of the columns of labels in rows of amounts that begin at ``right``."""
    columns: list[tuple[float, float]] = []
    cells = [cell for line in rows for cell in labels.cut_segments(_left_of(line, right), 0, verticals)]
    for cell in sorted(cells, key=lambda cell: cell.x0):
        if columns and cell.x0 < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], cell.x1)
        else:
            columns.append((cell.x0, cell.x1))
    return columns


def widen_heads(
    heads: Sequence[LabelHead], rows: Iterable[TextLine], right: float, verticals: Sequence[Edge] = ()
) -> tuple[LabelHead, ...]:
    """Heads as wide as their columns, where there are as many columns of labels.

    Cells may be set flush left under heads that are set flush right, so that none stands under its own.
    """
    columns = find_label_columns(rows, right, verticals)
    if len(columns) != len(heads):
        return tuple(heads)
    ordered = sorted(heads, key=lambda head: head.x0)
    wide = [
        LabelHead(head.role, min(head.x0, x0), max(head.x1, x1))
        for head, (x0, x1) in zip(ordered, columns, strict=True)
    ]
    apart = all(left.x1 <= after.x0 for left, after in pairwise(wide))
    return tuple(wide) if apart else tuple(heads)


def _left_of(line: TextLine, right: float) -> list[Word]:
    return [word for word in line.words if word.x1 <= right]


def _stack_heads(lines: Iterable[Sequence[Segment]]) -> list[list[Word]]:
    """Words of each head: the cells of head lines that stand above one another."""
    stacks: list[list[Word]] = []
    for segment in (segment for line in lines for segment in line):
        under = [stack for stack in stacks if _overlap(stack, segment)]
        if under:
            under[0].extend(segment.words)
        else:
            stacks.append(list(segment.words))
    return stacks


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _is_known(stack: Sequence[Word]) -> bool:
    return tokens.fold(_text(stack)) in dict(pay.COLUMN_HEADS)


def _split_known(words: Sequence[Word]) -> list[list[Word]]:
    """Part the words of one line into known heads that stand a space apart: "Job Code Classification"."""
    known = dict(pay.COLUMN_HEADS)
    if len(_lines_of(words)) > 1:
        return []
    parts: list[list[Word]] = []
    start = 0
    while start < len(words):
        ends = (end for end in range(len(words), start, -1) if tokens.fold(_text(words[start:end])) in known)
        end = next(ends, None)
        if end is None:
            return []
        parts.append(list(words[start:end]))
        start = end
    return parts


def _part_lines(stack: Sequence[Word]) -> list[list[Word]]:
    """Part heads of several lines: where a line is known heads a space apart ("Code Title"), or at wider gaps."""
    known = [
        [Segment(tuple(part), 0) for part in _split_known(words) or [words]] for words in map(list, _lines_of(stack))
    ]
    parts = _stack_heads(known)
    if len(parts) > 1 and all(map(_is_known, parts)):
        return parts
    return _stack_heads([_cut_close(words) for words in _lines_of(stack)])


def _lines_of(stack: Sequence[Word]) -> list[list[Word]]:
    """The words of a stack, line by line."""
    lines: list[list[Word]] = []
    for word in stack:
        if not lines or word.x0 < lines[-1][-1].x1:
            lines.append([])
        lines[-1].append(word)
    return lines


def _cut_close(words: Sequence[Word]) -> list[Segment]:
    """Part heads of narrow columns, which stand closer than cells do, but further apart than words."""
    cells: list[list[Word]] = []
    for word in words:
        if not cells or word.x0 - cells[-1][-1].x1 > _CLOSE_GAP * (word.bottom - word.top):
            cells.append([])
        cells[-1].append(word)
    return [Segment(tuple(cell), 0) for cell in cells]


def _overlap(stack: Sequence[Word], segment: Segment) -> bool:
    return min(max(word.x1 for word in stack), segment.x1) > max(min(word.x0 for word in stack), segment.x0)
