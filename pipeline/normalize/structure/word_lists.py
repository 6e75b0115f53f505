"""Lists of words set in columns without rules: classes, holidays, units. No figure tells that they are tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from pipeline.normalize.structure.joining import is_finished
from pipeline.normalize.structure.markers import read_marker
from pipeline.normalize.structure.records import BodyLine

LEAST_ROWS = 3
_ALIGNED = 2.0
"""Points by which left edges of one column may differ."""
_GAP = 18.0
"""Points between two columns: less may be the space of a justified line."""
_CELL_WORDS = 6
_PITCH = 2.5
"""Heights of type from one row to the next."""
_SMALL = re.compile(r"[a-z]")

Starts = Callable[[int], Sequence[float]]
"""Left edges of the cells of the line at an index."""


def find_word_lists(lines: Sequence[BodyLine], starts: Starts, taken: frozenset[int]) -> set[int]:
    """Indexes of lines of lists: runs of rows with cells at the same edges, each a few words that begin in capitals.

    Args:
        lines: Lines of the document.
        starts: Left edges of the cells of a line.
        taken: Indexes that are headings, contents, furniture or signatures.
    """
    found: set[int] = set()
    run: list[int] = []
    for index in range(len(lines) + 1):
        row = index < len(lines) and index not in taken and _is_row(lines[index], starts(index))
        if row and run and _goes_on(lines[run[-1]], lines[index], starts(run[-1]), starts(index)):
            run.append(index)
            continue
        if len(run) >= LEAST_ROWS:
            found.update(run)
        run = [index] if row else []
    return found


def _is_row(item: BodyLine, edges: Sequence[float]) -> bool:
    """Whether a line has two or three cells, far apart, each a few words that begin with a capital."""
    if not 2 <= len(edges) <= 3 or is_finished(item.text) or read_marker(item.text) is not None:
        return False
    words = item.line.words
    cells = [
        [word for word in words if left - 0.5 <= word.x0 < right]
        for left, right in zip(edges, [*edges[1:], float("inf")], strict=True)
    ]
    short = all(cell and len(cell) <= _CELL_WORDS for cell in cells)
    if not short or any(_SMALL.match(cell[0].text) or cell[-1].text[-1] in ":,;" for cell in cells):
        return False
    return all(right[0].x0 - left[-1].x1 >= _GAP for left, right in pairwise(cells))


def _goes_on(above: BodyLine, item: BodyLine, before: Sequence[float], edges: Sequence[float]) -> bool:
    near = item.source_page == above.source_page and 0 < item.line.top - above.line.top <= _PITCH * item.line.height
    return (
        near and len(edges) == len(before) and all(abs(a - b) <= _ALIGNED for a, b in zip(before, edges, strict=True))
    )
