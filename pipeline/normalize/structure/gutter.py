"""Pages set in two columns of prose: read down the left one, then down the right one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.models import Page
from pipeline.normalize.lines import TextLine, group_lines, make_line
from pipeline.normalize.structure.markers import read_marker

FEWEST_LINES = 20
"""Lines of a page: on a shorter one two columns and a form look alike."""
MIDDLE = (0.36, 0.64)
"""Part of the page's width in which the white between two columns stands."""
STEP = 2.0
NARROWEST = 8.0
"""Points of white between two columns."""
MOST_CROSSING = 0.12
"""Part of the lines that may run across both columns: titles, running heads."""
PROSE_LINES = 8
"""Lines of prose a column holds at least."""
PROSE_SHARE = 0.35
"""Part of the lines of a column: titles of clauses and ends of paragraphs are short."""
SURE_SHARE = 0.25
"""The same of a page whose gutter is that of others: tables, titles and lists stand in its columns too."""
MOST_EDGES = 2
"""Lines over the columns, and under them."""
EDGE = 1.4
"""Heights of white that part them from the columns."""
MOST_ACROSS = 0.65
"""Part of the lines that may run across a gutter that other pages have: the last page is short, and signed."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a page in reading order."""

    lines: Sequence[TextLine]
    shifts: tuple[float, ...] = ()
    """How far each line was moved to the left; empty where the page has one column."""
    across: frozenset[int] = frozenset()
    """Places of the lines that run across both columns."""


def split_columns(pages: Sequence[Page], lines: Sequence[Sequence[TextLine]]) -> list[Reading]:
    """Lines of every page in reading order, those of right columns moved over the left ones: all end at one margin.

    Args:
        pages: Pages of a document.
        lines: The lines across each page.
    """
    gutters = [
        None if page.reader == "text" else _find_gutter(page, rows) for page, rows in zip(pages, lines, strict=True)
    ]
    split = [_split(rows, gutter, PROSE_LINES, PROSE_SHARE) for rows, gutter in zip(lines, gutters, strict=True)]
    sure = [gutter for gutter, reading in zip(gutters, split, strict=True) if gutter is not None and reading.shifts]
    if not sure:
        return split
    return [
        reading
        if reading.shifts or page.reader == "text" or not _keeps_gutter(rows, sure[0])
        else _split(rows, sure[0], 0, SURE_SHARE)
        for page, rows, reading in zip(pages, lines, split, strict=True)
    ]


def _keeps_gutter(lines: Sequence[TextLine], gutter: float) -> bool:
    """Whether most lines leave the gutter of other pages white."""
    return sum(_runs_across(line, gutter) for line in lines) <= MOST_ACROSS * len(lines)


def _split(lines: Sequence[TextLine], gutter: float | None, least: int, share: float) -> Reading:
    """A page read in two columns; as it was where it has no gutter, or a column holds fewer lines of prose."""
    if gutter is None:
        return Reading(lines)
    edges = _find_edges(lines)
    across = [line for line in lines if id(line) in edges or _runs_across(line, gutter)]
    known = {id(line) for line in across}
    words = [word for line in lines if id(line) not in known for word in line.words]
    left = group_lines([word for word in words if word.x1 <= gutter])
    right = group_lines([word for word in words if word.x1 > gutter])
    if not (left and right and _is_prose(left, least, share) and _is_prose(right, least, share)):
        return Reading(lines)
    shift = min(line.x0 for line in right) - min(line.x0 for line in left)
    ordered = _order(left, [move_line(line, shift) for line in right], across, shift)
    whole = frozenset(place for place, (line, _) in enumerate(ordered) if id(line) in known)
    return Reading([line for line, _ in ordered], tuple(moved for _, moved in ordered), whole)


def _runs_across(line: TextLine, gutter: float) -> bool:
    """Whether a word stands in the gutter, or two with no more than the space of a sentence around it."""
    if any(word.x0 < gutter < word.x1 for word in line.words):
        return True
    left = max((word.x1 for word in line.words if word.x1 <= gutter), default=None)
    right = min((word.x0 for word in line.words if word.x0 >= gutter), default=None)
    return left is not None and right is not None and right - left < NARROWEST


def _find_edges(lines: Sequence[TextLine]) -> frozenset[int]:
    """Ids of lines over and under the columns: running heads and page numbers, whatever white stands in them."""
    found: list[int] = []
    for rows in (lines, lines[::-1]):
        for place, (line, inner) in enumerate(pairwise(rows[: MOST_EDGES + 1]), start=1):
            white = max(line.top, inner.top) - min(line.bottom, inner.bottom)
            if white > EDGE * max(line.height, inner.height):
                found += [id(one) for one in rows[:place]]
    return frozenset(found)


def _find_gutter(page: Page, lines: Sequence[TextLine]) -> float | None:
    """The middle of the widest white strip near the middle of the page; ``None`` where words fill it."""
    if len(lines) < FEWEST_LINES:
        return None
    low, high = (part * page.width for part in MIDDLE)
    count = int((high - low) / STEP) + 1
    changes = [0] * (count + 1)
    for line in lines:
        for word in line.words:
            if word.x1 > low and word.x0 < high:
                changes[max(0, int((word.x0 - low) / STEP))] += 1
                changes[min(count, int((word.x1 - low) / STEP) + 1)] -= 1
    most = MOST_CROSSING * len(lines)
    best, run = (0, 0), 0
    for place, crossing in enumerate([*list(accumulate(changes))[:count], len(lines)]):
        if crossing > most:
            best, run = max(best, (run, place)), 0
        else:
            run += 1
    width, end = best
    return low + (end - width / 2) * STEP if width * STEP >= NARROWEST else None


def _is_prose(lines: Sequence[TextLine], least: int, share: float) -> bool:
    """Whether a column holds sentences, or on a page of which nothing is asked (``least``) items of a list.

    The columns of a table or of signatures do not.
    """
    prose = sum(
        sum(word.text[0].islower() for word in line.words) >= 3 or (not least and read_marker(line.text) is not None)
        for line in lines
    )
    return prose >= least and prose >= share * len(lines)


def move_line(line: TextLine, shift: float) -> TextLine:
    """The line, so many points further left."""
    if not shift:
        return line
    return make_line([word._replace(x0=word.x0 - shift, x1=word.x1 - shift) for word in line.words])


def _order(
    left: Sequence[TextLine], right: Sequence[TextLine], across: Sequence[TextLine], shift: float
) -> list[tuple[TextLine, float]]:
    """Between two lines that run across: the left column, then the right one."""
    rest = [(line, 0.0) for line in left] + [(line, shift) for line in right]
    ordered: list[tuple[TextLine, float]] = []
    for line in [*sorted(across, key=lambda line: line.top), None]:
        end = line.top if line is not None else float("inf")
        ordered += [one for one in rest if one[0].top < end]
        rest = [one for one in rest if one[0].top >= end]
        if line is not None:
            ordered.append((line, 0.0))
    return ordered
