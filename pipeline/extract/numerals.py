"""Roman numbers of strokes, counted in the ink: recognisers lose a lone I after a title, or a stroke of a III."""

from __future__ import annotations

from unicodedata import normalize

import numpy as np

from pipeline.extract.raster import Gray

STROKE = 0.6
"""Share of the height of a numeral that a stroke of it fills; its feet may touch."""
EQUAL = 0.5
MOST_STROKES = 3
TALL = 0.6
"""Share of the height of the letters before it that a numeral has: they may reach below the line."""
THIN = 0.34
"""Width of a stroke in its heights."""
MOSTLY = 0.7
"""Share of the ink of a numeral that is in its strokes; the rest are feet and soft edges."""


def count_numeral(text: str, ink: Gray) -> str:
    """A Roman number of one to three strokes as they are counted in its ink, where the recogniser lost or added some.

    Strokes may run together in print, so fewer of them than were read say nothing.
    """
    letters = normalize("NFKC", text)
    if not letters or set(letters) != {"I"}:
        return text
    strokes = len(_find_strokes(ink))
    lost, added = len(letters) < strokes <= MOST_STROKES, len(letters) > MOST_STROKES >= strokes > 0
    return "I" * strokes if lost or added else text


def is_numeral(ink: Gray, before: Gray) -> bool:
    """Whether ink is one to three upright strokes and nothing else, as tall as a capital of the letters before it.

    Args:
        ink: what stands right of the letters, rows as theirs.
        before: the letters. A ruled line reaches over or under them.
    """
    rows, lettered = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(before.any(axis=1))
    if not len(rows) or not len(lettered):
        return False
    slack = max(1, len(lettered) // 12)
    height = int(rows[-1] - rows[0]) + 1
    inside = bool(lettered[0] - slack <= rows[0] and rows[-1] <= lettered[-1] + slack)
    strokes = _find_strokes(ink[rows[0] : rows[-1] + 1])
    if not inside or height < TALL * int(lettered[-1] - lettered[0] + 1) or not 0 < len(strokes) <= MOST_STROKES:
        return False
    whole = sum(np.count_nonzero(ink[:, left:right]) for left, right in strokes)
    thin = all(right - left <= max(2.0, THIN * height) for left, right in strokes)
    return thin and bool(whole >= MOSTLY * np.count_nonzero(ink))


def _find_strokes(ink: Gray) -> list[tuple[int, int]]:
    """Columns (first, one past the last) of the upright strokes in ink; a ragged edge is narrower than a stroke."""
    stems = (np.count_nonzero(ink, axis=0) >= STROKE * len(ink)).astype(np.int8)
    bounds = np.flatnonzero(np.diff(stems, prepend=0, append=0))
    runs = [(int(left), int(right)) for left, right in zip(bounds[::2], bounds[1::2], strict=True)]
    widest = max((right - left for left, right in runs), default=0)
    return [(left, right) for left, right in runs if right - left > EQUAL * widest]
