"""What stands at the foot of a page under its last table and belongs to the first table of the next page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, labels, notes, tokens
from pipeline.normalize.salary.captions import read_last_caption
from pipeline.normalize.salary.column_tables import carry_title
from pipeline.normalize.salary.labels import ClassLabel
from pipeline.normalize.salary.placed import Carried, SalaryTable

_HEADING_LINES = 4
_BEGUN_LINES = 3


def carry_foot(lines: Sequence[TextLine], carried: Carried) -> None:
    """Remember the heading, the step heads and the class label among the last lines of a page.

    Args:
        lines: lines under the last table of the page, without running feet.
        carried: what the first table of the next page takes over.
    """
    body = len(lines)
    while body > max(0, len(lines) - _BEGUN_LINES) and _begins_table(lines[body - 1]):
        body -= 1
    _carry_heading(lines[:body], carried)
    carry_title(lines[:body], carried)
    for line in lines[body:]:
        steps = columns.read_steps([word for word in line.words if labels.head_role(word.text) in (None, "step")])
        carried.steps = steps if len(steps) > 1 else carried.steps
    last = lines[-1] if body < len(lines) else None
    carried.label = _label_of(last) if last and labels.prints_code(last.text) else ClassLabel()
    if not last and lines:
        carried.label = read_last_caption(lines[-1])


def take_label(tables: list[SalaryTable], label: ClassLabel) -> list[SalaryTable]:
    """Give the rows at the top of a page, which have no label, the one at the foot of the page before."""
    if not label or not tables or not tables[0].blocks or tables[0].blocks[0].label:
        return tables
    first = replace(tables[0].blocks[0], label=label)
    return [replace(tables[0], blocks=(first, *tables[0].blocks[1:])), *tables[1:]]


def _begins_table(line: TextLine) -> bool:
    """Whether a line without amounts is of a table: its step heads, or the label of its first class."""
    return notes.is_of_table(line) and not any(tokens.is_amount(word.text) for word in line.words)


def _carry_heading(lines: Sequence[TextLine], carried: Carried) -> None:
    """Remember a heading in the last lines of a page: its table stands on the next one."""
    first = max(0, len(lines) - _HEADING_LINES)
    context, top = headings.read_context(lines, first, len(lines), carried.context)
    if top is not None and headings.is_heading(lines[-1]):
        carried.context = context


def _label_of(line: TextLine) -> ClassLabel:
    return labels.parse_class_label(labels.cut_segments(line.words, 0), (), None)
