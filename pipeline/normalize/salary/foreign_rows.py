"""Lines under or between the rows of a table that are none of it: allowances, longevity pay, figures of notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.layouts import pay
from pipeline.models import Word
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import tokens

_TIMES = 4
"""Times the nearest amount of its column from which an amount is of another kind."""
_MOST = 3
"""At most one in so many amounts is foreign: else the rows are of several pay periods."""


def drop_foreign(lines: Sequence[TextLine], band: list[int]) -> list[int]:
    """The lines of a band without those whose every amount is far from all others of the column it stands in.

    Such a line leaves columns blank, or names what is paid on top: a class that is paid much less fills its row.
    """
    rows = {index: [word for word in lines[index].words if tokens.is_amount(word.text)] for index in band}
    counts = Counter(map(len, rows.values()))
    usual = max(counts, key=lambda count: (count * counts[count], count))
    suspects = [index for index in band if len(rows[index]) < usual or _names_addition(lines[index])]
    body = [rows[index] for index in band if index not in suspects and len(rows[index]) == usual]
    columns = list(zip(*body, strict=True))
    if not columns:
        return band
    foreign = {index for index in suspects if not any(_is_near(word, columns) for word in rows[index])}
    if sum(len(rows[index]) for index in foreign) * _MOST > sum(map(len, rows.values())):
        return band
    return [index for index in band if index not in foreign]


def _names_addition(line: TextLine) -> bool:
    return any(word in line.text.lower() for word in pay.ADDITION_WORDS)


def _is_near(word: Word, columns: Sequence[Sequence[Word]]) -> bool:
    """Whether the column an amount stands in holds one that is not many times more or less."""
    middle = (word.x0 + word.x1) / 2
    column = min(columns, key=lambda others: abs(others[0].x0 + others[0].x1 - 2 * middle))
    cents = tokens.parse_money(word.text) or 0
    known = (tokens.parse_money(other.text) or 0 for other in column)
    return any(cents <= _TIMES * other and other <= _TIMES * cents for other in known)
