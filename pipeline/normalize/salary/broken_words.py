"""Words of titles that a narrow cell breaks without a hyphen ("Coordinat" over "or", "ADMINIS" over "TRATIVE")."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from pipeline.layouts.structure import JOINING_WORDS
from pipeline.layouts.titles import LONG_WORDS
from pipeline.normalize.salary.labels import SOFT_HYPHEN, Segment

_LEADING = 1.8
"""Heights of type from one line of a cell to the next, at most."""
_STROKES = frozenset("il|!1I")


def mark_broken_words(cells: Sequence[Segment]) -> list[Segment]:
    """End each line of a label whose last word goes on below with a soft hyphen.

    Where titles are set with capitals, a line that begins with a small letter and no joining word ("of")
    can only be the rest of a word. In capitals only the word that both make tells.
    """
    rests = [cell for cell in cells if _begins_small(cell)]
    broken: set[Segment] = set()
    if rests and _are_in_title_case(cells):
        broken = {above for rest in rests if (above := _line_above(rest, cells)) is not None}
    begun = [cell for cell in cells if cell not in broken and _begins_long_word(cell.words[-1].text)]
    if begun:
        falling = sorted(cells, key=_top)
        broken.update(begin for begin in begun if _goes_on_below(begin, falling))
    return [_mark(cell) if cell in broken else cell for cell in cells] if broken else list(cells)


@lru_cache(maxsize=1 << 14)
def _begins_long_word(text: str) -> bool:
    """Whether a word is the beginning of a long one of titles, and none of them itself."""
    folded = text.lower()
    return len(text) > 1 and folded not in LONG_WORDS and any(word.startswith(folded) for word in LONG_WORDS)


def _goes_on_below(begin: Segment, falling: Sequence[Segment]) -> bool:
    """Whether the next line of a cell begins with the rest of its last word; all cells are given by their tops."""
    word = begin.words[-1].text
    start = bisect_right(falling, _top(begin), key=_top)
    end = bisect_right(falling, _top(begin) + _LEADING * begin.height, key=_top)
    nearest = next((cell for cell in falling[start:end] if cell.x0 < begin.x1 and begin.x0 < cell.x1), None)
    if nearest is None or nearest.words[0].text.isupper() != word.isupper():
        return False
    return (word + nearest.words[0].text.rstrip(",/-.)")).lower() in LONG_WORDS


def _top(cell: Segment) -> float:
    return cell.words[0].top


def _begins_small(cell: Segment) -> bool:
    first = cell.words[0]
    if first.score is not None and set(first.text) <= _STROKES:
        return False  # a recogniser reads the number III as "il"
    return first.text[0].islower() and first.text.strip("(),.").lower() not in JOINING_WORDS


def _are_in_title_case(cells: Sequence[Segment]) -> bool:
    """Whether the words inside the lines of a table begin with capitals, but for joining words."""
    inside = [word.text for cell in cells for word in cell.words[1:] if word.text[0].isalpha()]
    small = any(text[0].islower() and text.strip("(),.").lower() not in JOINING_WORDS for text in inside)
    return not small and any(text[0].isupper() and text[1:].islower() for text in inside)


def _line_above(rest: Segment, cells: Sequence[Segment]) -> Segment | None:
    """The line of the same cell over the rest of a word, if it ends with a letter."""
    over = [
        cell
        for cell in cells
        if cell.x0 < rest.x1 and rest.x0 < cell.x1 and 0 < rest.middle - cell.middle <= _LEADING * rest.height
    ]
    nearest = max(over, key=lambda cell: cell.middle, default=None)
    return nearest if nearest is not None and nearest.words[-1].text[-1].isalpha() else None


def _mark(cell: Segment) -> Segment:
    last = cell.words[-1]
    return cell._replace(words=(*cell.words[:-1], last._replace(text=last.text + SOFT_HYPHEN)))
