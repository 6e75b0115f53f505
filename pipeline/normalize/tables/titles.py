"""What stands over a table: its title, and the lines of its head that look like prose."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.normalize.lines import TextLine
from pipeline.normalize.tables.columns import TOLERANCE

_HEADING = re.compile(r"^(?:article|section|appendix|exhibit|part|sec)\b|^[A-Z0-9]{1,3}[.)]\s", re.IGNORECASE)
_SMALL = {"a", "an", "and", "as", "by", "for", "in", "of", "on", "or", "per", "the", "to", "with"}
LONGEST = 10
"""Words of a title."""
NEAREST = 3.2
"""Heights of a line within which the title stands above the table."""


def find_title(above: Sequence[TextLine], first: TextLine) -> str | None:
    """The title of a table whose first line is ``first``.

    Args:
        above: The lines above it, the nearest first.
        first: The first line of the table.
    """
    if not above or first.top - above[0].bottom > NEAREST * first.height:
        return None
    found = [above[0]]
    for line in above[1:3]:
        if not (_is_title(line) and len(line.words) <= 2 and found[-1].top - line.bottom <= 0.5 * line.height):
            break
        found.append(line)
    return " ".join(line.text for line in reversed(found)) if _is_title(found[0]) else None


def find_head(above: Sequence[TextLine], first: TextLine, starts: Sequence[float]) -> tuple[TextLine, ...]:
    """Lines above a table that are its head: they begin at its first column and have a word at another's edge.

    A head whose cells stand close ("Marksmanship Distinction Biweekly Bonus Amount") looks like a sentence
    to whoever finds the region; the columns below tell. A line with an amount is no head.
    """
    head: list[TextLine] = []
    below = first
    for line in above:
        near = below.top - line.bottom <= 1.2 * line.height
        edges = [start for start in starts[1:] if any(abs(word.x0 - start) <= TOLERANCE for word in line.words)]
        begins = bool(starts) and abs(line.x0 - starts[0]) <= 2 * TOLERANCE
        if not (near and edges and begins) or "$" in line.text or line.text.endswith((".", ":", ";")):
            break
        head.append(line)
        below = line
    return tuple(reversed(head))


def _is_title(line: TextLine) -> bool:
    text = line.text
    if len(line.words) > LONGEST or text.endswith((".", ":", ";", ",")) or _HEADING.match(text):
        return False
    words = [word.text for word in line.words if word.text[:1].isalpha() and word.text.lower() not in _SMALL]
    return bool(words) and (all(word.bold for word in line.words) or all(word[0].isupper() for word in words))
