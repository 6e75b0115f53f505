"""Lines of labels alone between and around the rows of a table with columns: titles broken over lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.models import Page
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import labels, tokens
from pipeline.normalize.salary.column_rows import nearest_head
from pipeline.normalize.salary.head_lines import is_head
from pipeline.normalize.salary.labels import LabelHead, Segment
from pipeline.normalize.salary.periods import parse_period

_LINES_BELOW = 8
"""Lines under the last row that its wrapped label may take."""
_NEAR = 1.6
_CLOSE = 1.1
"""Line heights from a row to a label line, and from one line of a wrapped label to the next, at most."""
_LEADING = 1.05
"""Times the distance of rows, or of the lines before, that lines of a label may stand apart, whatever their boxes."""
_WIDE = 1.5
"""Line heights that they stand apart at most."""
_SMALL_WORDS = 5


def read_label_lines(
    lines: Sequence[TextLine],
    band: Sequence[int],
    left: float,
    page: Page,
    label_heads: Sequence[LabelHead],
    *,
    start: int,
) -> list[Segment]:
    """Cells of lines between and around the rows that hold labels alone: wrapped titles. Heads end before ``start``."""
    rows = set(band)
    verticals = labels.find_verticals(page.edges)
    found: list[Segment] = []
    for index in range(start, min(len(lines), band[-1] + 1 + _LINES_BELOW)):
        if index < 0 or index in rows:
            continue
        reach = max((word.x1 for word in lines[index].words if not tokens.is_blank(word.text)), default=left + 1)
        if reach > left or is_head(lines[index], left) or _is_note(lines[index]):
            if index > band[-1]:
                break
            continue
        if start <= index < band[-1] or _is_near(lines, index, band):
            height = labels.label_height(lines[band[0]].words)
            words = [
                word
                for word in lines[index].words
                if not tokens.is_fine(word.text) and not labels.is_mark(word, height) and word.x1 <= left
            ]
            found.extend(labels.cut_segments(words, index, verticals, label_heads))
        elif index > band[-1]:
            break
    return [
        cell
        for cell in found
        if parse_period(cell.text) is None and not _is_step(cell.text) and not names_step(cell, label_heads)
    ]


def _is_note(line: TextLine) -> bool:
    """Whether a line is a note: it begins with a star, prints an amount, or has more small words than a title."""
    if line.words[0].text.startswith("*") or any(tokens.is_cents(word.text) for word in line.words):
        return True
    return sum(word.text.islower() for word in line.words) >= _SMALL_WORDS


def _is_near(lines: Sequence[TextLine], index: int, band: Sequence[int]) -> bool:
    """Whether a line of labels stands right above the first row or under the last, or goes on there without a gap."""
    line = lines[index]
    for row in (index - 1, index + 1):
        if row in (band[0], band[-1]) and abs(line.top - lines[row].top) < _NEAR * line.height:
            return True
    pitch = min((lines[below].top - lines[above].top for above, below in pairwise(band)), default=0.0)
    pitch = max(pitch, lines[index - 1].top - lines[index - 2].top)
    reach = max(_CLOSE * line.height, min(_LEADING * pitch, _WIDE * line.height))
    return index > band[-1] + 1 and line.top - lines[index - 1].top < reach


def names_step(cell: Segment, label_heads: Sequence[LabelHead]) -> bool:
    """Whether a cell is a step under the head of steps, half a line off its amounts."""
    return nearest_head(cell, label_heads) == "step" and tokens.parse_step(cell.text) is not None


def _is_step(text: str) -> bool:
    """Whether a cell names a step whose amounts were not read."""
    return text.lower().startswith("step") and tokens.parse_step(text) is not None
