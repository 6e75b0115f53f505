"""Boxes of letters that a PDF puts in the place of what it draws (``/ActualText``), as browsers do for ligatures.

pdfium parts the box of the drawing among them from left to right, also where the text runs up or down the page:
all letters then begin and end at one place of their line, one over the other.
"""

from __future__ import annotations

from pipeline.extract.words import Glyphs

_SAME = 0.01
"""Points by which edges of one box may differ."""


def part_along(glyphs: Glyphs) -> Glyphs:
    """Characters in a frame in which they run to the right, with such boxes parted along their line.

    All of a run get the height of the whole box; "ffi" over "ffi" would be an overprint.
    """
    x0, top, x1, bottom = map(list, glyphs[1:])
    index = 1
    while index < len(glyphs.text):
        start = index - 1
        while index < len(glyphs.text) and _stands_over(glyphs, index):
            index += 1
        if index - start > 1:
            share = (x1[start] - x0[start]) / (index - start)
            high, low = min(top[start:index]), max(bottom[start:index])
            for place, at in enumerate(range(start, index)):
                x0[at], x1[at] = glyphs.x0[start] + place * share, glyphs.x0[start] + (place + 1) * share
                top[at], bottom[at] = high, low
        index += 1
    return Glyphs(glyphs.text, x0, top, x1, bottom)


def _stands_over(glyphs: Glyphs, index: int) -> bool:
    """Whether a character has the place of the one before it on the line, and the next share of its height."""
    before = index - 1
    if abs(glyphs.x0[index] - glyphs.x0[before]) > _SAME or abs(glyphs.x1[index] - glyphs.x1[before]) > _SAME:
        return False
    touches = (glyphs.top[index] - glyphs.bottom[before], glyphs.top[before] - glyphs.bottom[index])
    return glyphs.x1[index] > glyphs.x0[index] and any(abs(gap) <= _SAME for gap in touches)
