"""Steps of rows that stand half a line off their amounts, as where a wrapped title makes the row taller."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import labels, tokens
from pipeline.normalize.salary.column_rows import DataLine
from pipeline.normalize.salary.label_lines import names_step
from pipeline.normalize.salary.labels import LabelHead

_REACH = 1.3
"""Heights of type from the middle of a row to that of its step, at most."""


def take_loose_steps(
    rows: Sequence[DataLine], lines: Sequence[TextLine], label_heads: Sequence[LabelHead]
) -> list[DataLine]:
    """Rows with the step of the line above or below that holds no amounts, where most rows print theirs.

    A row with such a step on both sides has the nearer one, and no step is taken twice.
    """
    without = sum(row.step is None for row in rows)
    if not without or 2 * without > len(rows) or all(head.role != "step" for head in label_heads):
        return list(rows)
    taken = {row.line for row in rows}
    found: list[DataLine] = []
    for row in rows:
        near = [] if row.step else [at for at in (row.line - 1, row.line + 1) if at not in taken and at < len(lines)]
        steps = [(at, step) for at in near if (step := _step_of(lines[at], row, label_heads)) is not None]
        if steps:
            at, step = min(steps, key=lambda found: abs(_middle(lines[found[0]]) - row.middle))
            taken.add(at)
            found.append(row._replace(step=step))
        else:
            found.append(row)
    return found


def _step_of(line: TextLine, row: DataLine, label_heads: Sequence[LabelHead]) -> str | None:
    if abs(_middle(line) - row.middle) > _REACH * line.type_height:
        return None
    cells = [cell for cell in labels.cut_segments(line.words, 0, (), label_heads) if names_step(cell, label_heads)]
    return tokens.parse_step(cells[0].text) if len(cells) == 1 else None


def _middle(line: TextLine) -> float:
    return (line.top + line.bottom) / 2
