"""Class titles that stand as a caption over a small table of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.layouts import pay
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, labels, tokens
from pipeline.normalize.salary.labels import ClassLabel, Segment
from pipeline.normalize.salary.periods import parse_period
from pipeline.normalize.salary.placed import SalaryTable

_MOST_WORDS = 9
_GAP = 4.0
"""Line heights from a caption to its table, at most."""
_SEVERAL = 2
_SMALL_WORDS = 3
"""Words in lower case that make a line a sentence."""


def label_captions(tables: Sequence[SalaryTable], lines: Sequence[TextLine]) -> list[SalaryTable]:
    """Give tables of one class without a label the caption over them.

    A lone caption counts only with a class code: it might name the schedule.
    """
    captions = [_caption_of(table, lines) for table in tables]
    several = sum(caption is not None for caption in captions) >= _SEVERAL
    found: list[SalaryTable] = []
    for table, label in zip(tables, captions, strict=True):
        if label is not None and (several or label.code):
            block = replace(table.blocks[0], label=label)
            table = replace(table, blocks=(block,))  # noqa: PLW2901
        found.append(table)
    return found


def read_last_caption(line: TextLine) -> ClassLabel:
    """The class whose caption ends a page, where its code says so: its table begins on the next one."""
    label = labels.parse_class_label([Segment(line.words, 0)], (), None)
    return label if label.code and label.title and _is_caption(line, line) else ClassLabel()


def _caption_of(table: SalaryTable, lines: Sequence[TextLine]) -> ClassLabel | None:
    if len(table.blocks) != 1 or table.blocks[0].label:
        return None
    for index in (table.body_line, table.body_line - 1):
        if 0 <= index < len(lines) - 1 and _is_caption(lines[index], lines[index + 1]):
            return labels.parse_class_label([Segment(lines[index].words, index)], (), None)
    return None


def _is_caption(line: TextLine, below: TextLine) -> bool:
    """Whether a line is a title and nothing else: no heading, no head of columns, no name of a schedule."""
    text = line.text
    if len(line.words) > _MOST_WORDS or not any(char.isalpha() for char in text) or parse_period(text):
        return False
    if below.top - line.bottom > _GAP * line.height or columns.read_steps(line.words):
        return False
    small = sum(word.text.islower() for word in line.words)
    if headings.names_table(line) or small >= _SMALL_WORDS or any(tokens.is_amount(word.text) for word in line.words):
        return False
    cells = labels.cut_segments(line.words, 0)
    words = {tokens.fold(word.text) for word in line.words}
    coded = any(tokens.is_code(word.text.strip("()")) for word in line.words)
    return (coded or not words & pay.SCHEDULE_WORDS) and not any(cell.text == "Step" or _heads(cell) for cell in cells)


def _heads(cell: Segment) -> bool:
    return tokens.fold(cell.text) in dict(pay.COLUMN_HEADS)
