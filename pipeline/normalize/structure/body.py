"""Pages -> lines with their surroundings, and how the document sets its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat

from pipeline.models import Page
from pipeline.normalize.lines import TextLine, lines_of
from pipeline.normalize.structure.footmarks import strip_marks
from pipeline.normalize.structure.gutter import Reading, split_columns
from pipeline.normalize.structure.margin import strip_line_numbers
from pipeline.normalize.structure.records import BodyLine, Geometry
from pipeline.normalize.structure.side_titles import lift_side_titles

FEWEST_RULES = 3
FEWEST_WRAPPED = 8
"""Lines that go on in lower case: so many tell how far lines of a paragraph stand apart."""
MOST_SPACING = 1.8
"""Times the height of the type: lines that stand wider are paragraphs of one line."""
UNWRAPPED = 170
"""Characters: where many lines are longer than any printed line, a line is a paragraph."""


def read_body_lines(pages: Sequence[Page]) -> tuple[tuple[BodyLine, ...], Geometry]:
    """Lines of all pages in reading order, and the geometry of the document."""
    left, dropped = strip_line_numbers([lines_of(page) for page in pages])
    for place, page in enumerate(pages):
        if page.reader != "text":
            left[place], marks = strip_marks(left[place])
            dropped += marks
    readings = split_columns(pages, lift_side_titles(pages, left))
    grouped = [(page, reading.lines) for page, reading in zip(pages, readings, strict=True)]
    pitch = max(_usual_pitch(grouped), 1.0)
    lines = [item for page, reading in zip(pages, readings, strict=True) for item in _surround(page, reading, pitch)]
    return tuple(lines), _measure(pages, lines, dropped)


def _surround(page: Page, reading: Reading, pitch: float) -> Iterator[BodyLine]:
    """The lines of a page with their surroundings; the first line of a second column follows the one before it."""
    number = None if page.reader == "text" else page.page_number
    rules = [
        (edge.top, edge.bottom, edge.x0)
        for edge in page.edges
        if abs(edge.x1 - edge.x0) < 1.5 and edge.bottom - edge.top > 3
    ]
    shifts = reading.shifts or repeat(0.0)
    above = None
    for place, (line, shift) in enumerate(zip(reading.lines, shifts, strict=False)):
        gap = 0.0 if above is None else (line.top - above) / pitch
        gap = gap if gap > 0 or above is None else 1.0
        bold = all(word.bold for word in line.words)
        ruled = bool(rules) and _is_ruled(line, shift, rules)
        column = bool(reading.shifts) and place not in reading.across
        yield BodyLine(number, page.page_number, line, line.text, gap, above is None, bold, ruled, shift, column=column)
        above = line.top


def _is_ruled(line: TextLine, shift: float, rules: Sequence[tuple[float, float, float]]) -> bool:
    """Whether three or more upright rules cross the height of a line: two columns at least, no mere frame.

    Those of a table in the other column of the page stand beside the line.

    Args:
        line: The line.
        shift: How far it was moved to the left.
        rules: Top, bottom and place of each upright rule of the page.
    """
    middle = (line.top + line.bottom) / 2
    places = [place for top, bottom, place in rules if top <= middle <= bottom]
    if len({round(place / 3) for place in places}) < FEWEST_RULES:
        return False
    return min(places) <= line.x1 + shift and line.x0 + shift <= max(places)


def _usual_pitch(grouped: Sequence[tuple[Page, Sequence[TextLine]]]) -> float:
    """Distance of two lines of a paragraph: the commonest one that is no more than double spacing.

    A line that begins in lower case goes on with the one above; where paragraphs of one line are many, such lines
    alone tell.
    """
    steps: Counter[float] = Counter()
    wrapped: Counter[float] = Counter()
    heights: Counter[float] = Counter()
    for page, lines in grouped:
        if page.reader == "text":
            return 12.0
        for above, below in pairwise(lines):
            heights[round(below.height)] += 1
            if (step := below.top - above.top) > 0.6 * below.height and len(below.words) > 3:
                steps[round(step)] += 1
                wrapped[round(step)] += below.words[0].text[0].islower()
    if wrapped.total() >= FEWEST_WRAPPED:
        steps = wrapped
    if not steps:
        return 1.2 * heights.most_common(1)[0][0] if heights else 12.0
    top = steps.most_common(1)[0][1]
    usual = min(step for step, count in steps.items() if count >= 0.5 * top) + 0.5
    return min(usual, MOST_SPACING * heights.most_common(1)[0][0])


def _measure(pages: Sequence[Page], lines: Sequence[BodyLine], dropped: int) -> Geometry:
    """Right margin and whether lines are broken at it."""
    prose = [item for item in lines if len(item.line.words) >= 5]
    lengths = sorted(len(item.text) for item in prose)
    wrapped = not lengths or lengths[int(0.9 * (len(lengths) - 1))] < UNWRAPPED
    right = _find_margin([item for item in prose if not item.column] or prose)
    right = right or max((page.width for page in pages), default=612.0)
    column_right = _find_margin([item for item in prose if item.column])
    return Geometry(wrapped, any(page.reader != "text" for page in pages), right, dropped, column_right)


def _find_margin(prose: Sequence[BodyLine]) -> float:
    """Where nearly all lines end; 0 where there are none."""
    ends = sorted(item.line.x1 for item in prose)
    return ends[int(0.97 * (len(ends) - 1))] if ends else 0.0
