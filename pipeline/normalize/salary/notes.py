"""Notes under a salary table that limit it ("for illustrative purposes only")."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, labels, tokens

_STOP = re.compile(
    r"^(?:\W*)(?:article|section|sec\.|ordinance|letter of (?:agreement|understanding)|memorandum|table of contents|"
    r"in witness|signature|for the (?:city|union|association)|whereas)\b",
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"\bpage\s+\d+(?:\s+of\s+\d+)?\s*$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SAME_HEIGHT = 4.0
"""Points within which a running line stands on every page."""
_MARGIN = 0.1
"""Share of a page's height in which running lines stand."""
_LEADING = 0.9
"""Line heights between two lines of a paragraph, at most."""
_MOST_LINES_OVER = 6
_LEAST_WORDS = 4
_SMALL_WORDS = 3
_MOST_LINES = 14
_MOST_GAP = 6.0
"""A note stands at most this many line heights below the table or the note before."""


def is_stop(text: str) -> bool:
    """Whether a line begins another part of the agreement."""
    return _STOP.match(text) is not None


def read_notes(
    lines: Sequence[TextLine],
    first: int,
    stop: int,
    furniture: frozenset[str] = frozenset(),
    *,
    unfinished: bool = False,
) -> tuple[str | None, tuple[int, ...]]:
    """Sentences between the end of a table and the next heading.

    Args:
        lines: lines of the page.
        first: index of the first line under the table.
        stop: index of the line where the next table or its heading begins.
        furniture: running heads and feet of the document, as ``mask_line`` gives them.
        unfinished: whether the first line is the rest of a sentence.

    Returns:
        The notes joined by one space (``None`` without any) and the indices of their lines.
    """
    taken: list[int] = []
    previous = max(lines[:first], key=lambda line: line.bottom, default=None)
    for index in range(first, min(stop, len(lines), first + _MOST_LINES)):
        line = lines[index]
        if mask_line(line) in furniture:
            continue
        if previous is not None and line.top - previous.bottom > _MOST_GAP * line.height:
            break
        if headings.is_heading(line) or is_stop(line.text) or _PAGE_NUMBER.search(line.text) or is_of_table(line):
            break
        if is_sentence(line) or (unfinished and not taken) or (taken and previous and _goes_on(previous, line)):
            taken.append(index)
            previous = line
        elif taken or not _is_furniture(line):
            break
    return (" ".join(lines[index].text for index in taken) or None), tuple(taken)


def is_of_table(line: TextLine) -> bool:
    """Whether a line is of another table: its step heads, a row of amounts, or the label of a class."""
    if line.text.endswith("."):
        return False
    tail = [word.text for word in line.words if word.text not in tokens.SIGNS][-2:]
    if len(tail) > 1 and all(tokens.is_amount(text) for text in tail):
        return True
    if len(columns.read_steps([word for word in line.words if not _heads_label(word.text)])) > 1:
        return True
    words = [word.text for word in line.words if word.text.islower()]
    return len(words) < _SMALL_WORDS and labels.prints_code(line.text)


def _heads_label(text: str) -> bool:
    return labels.head_role(text) not in (None, "step")


def _goes_on(above: TextLine, line: TextLine) -> bool:
    """Whether a line is the next one of a paragraph: close under the line above, and on its left edge."""
    return line.top - above.bottom < _LEADING * line.height and abs(line.x0 - above.x0) < 3 * line.height


def find_furniture(pages: Sequence[tuple[float, Sequence[TextLine]]]) -> frozenset[str]:
    """Running heads and feet: lines that stand in the margins of several pages at the same height.

    Args:
        pages: height and lines of each page.

    Returns:
        Their texts as ``mask_line`` gives them. Headings, heads and rows of a table are none, however often
        they are printed: two rows differ in nothing but digits.
    """
    places = Counter(
        (mask_line(line), round(line.top / _SAME_HEIGHT))
        for height, lines in pages
        for line in lines
        if not _MARGIN * height < line.top < (1 - _MARGIN) * height
        and not headings.is_heading(line)
        and not is_of_table(line)
        and not (is_sentence(line) and line.text.endswith("."))
    )
    return frozenset(text for (text, _), count in places.items() if count > 1)


def is_page_number(line: TextLine) -> bool:
    """Whether a line ends in "Page 3" or "Page 3 of 9"."""
    return _PAGE_NUMBER.search(line.text) is not None


def mask_line(line: TextLine) -> str:
    """The text of a line with every digit as "#", so that page numbers do not tell lines apart."""
    return _DIGIT.sub("#", line.text)


def read_rest(lines: Sequence[TextLine], furniture: frozenset[str], note: str | None) -> str | None:
    """What of ``note`` runs over to the next page: a few lines at its top, up to a heading or the end of the page."""
    first = next((index for index, line in enumerate(lines) if mask_line(line) not in furniture), len(lines))
    unfinished = note is not None and note[-1] not in ".:;!)*"
    text, taken = read_notes(lines[first:], 0, len(lines), furniture, unfinished=unfinished)
    after = first + (taken[-1] + 1 if taken else 0)
    ended = all(mask_line(line) in furniture or _PAGE_NUMBER.search(line.text) for line in lines[after:])
    if not taken or len(taken) > _MOST_LINES_OVER or not (ended or headings.is_heading(lines[after])):
        return None
    return text


def is_sentence(line: TextLine) -> bool:
    """Whether a line is prose and no row of a table.

    A line that ends in several amounts is a row; a line with amounts is prose only where it has the
    small words of prose, for a title may have four words.
    """
    words = [word.text for word in line.words if sum(char.isalpha() for char in word.text) > 1]
    amounts = [tokens.is_amount(word.text) for word in line.words]
    if not any(amounts):
        return len(words) >= _LEAST_WORDS
    tail = [word.text for word in line.words if word.text not in tokens.SIGNS][-2:]
    if all(tokens.is_amount(text) for text in tail):
        return False
    return sum(text.islower() for text in words) >= _SMALL_WORDS and sum(amounts) * 2 < len(words)


def _is_furniture(line: TextLine) -> bool:
    return len(line.words) <= 3
