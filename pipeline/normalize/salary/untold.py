"""Rows that look like pay, of tables that were not read: their amounts are told, never dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.models import Word
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, notes, tokens
from pipeline.normalize.salary.periods import parse_period

_PAY = re.compile(
    r"\b(?:salar(?:y|ies)|wages?|(?:pay|hourly|monthly|annual)\s+(?:rates?|ranges?|schedules?|plan)|rates?\s+of\s+pay|"
    r"classifications?|job\s+(?:title|code)s?|class\s+(?:title|code)s?)\b",
    re.IGNORECASE,
)
_CLASSES = re.compile(r"\b(?:classifications?|(?:job|class)\s+(?:title|code)s?)\b", re.IGNORECASE)
_NO_PAY = re.compile(
    r"\b(?:contributions?|premiums?|medical|dental|vision|insurance|deductibles?|co-?pay(?:ment)?s?|allowances?|accruals?|"
    r"vacation|leave|uniforms?|initial issue|clothing|tuition|per diem|"
    r"mileage|budget|fees?|stipends?|reimbursements?|retire(?:e|ment)|HMO|PPO|costs?)\b",
    re.IGNORECASE,
)
_TITLE_WORDS = 10
_TITLE_LINES = 2
_LEAST_ROWS = 3
_LINES_ABOVE = 8
_APART = 3
"""Lines between two rows of one table, at most: wrapped labels."""


def find_untold(lines: Sequence[TextLine], taken: range) -> Iterator[Word]:
    """Amounts in rows that look like pay and stand outside the lines ``taken``.

    Such rows follow one another, or the lines taken; what stands over them speaks of salaries, classes or
    steps, and of nothing else that is paid.
    """
    rows = [index for index, line in enumerate(lines) if index not in taken and _is_row(line)]
    run: list[int] = []
    for index in [*rows, len(lines) + 2 * _APART]:
        if run and (index - run[-1] > _APART or any(_speaks(line) is not None for line in lines[run[-1] + 1 : index])):
            goes_on = bool(taken) and 0 <= run[0] - taken.stop < _APART
            if len(run) >= _LEAST_ROWS and (goes_on or _promises_pay(lines[max(0, run[0] - _LINES_ABOVE) : run[0]])):
                for number in run:
                    yield from (word for word in lines[number].words if is_pay_number(word.text))
            run = []
        run.append(index)


def find_other_pay(lines: Sequence[TextLine], taken: Sequence[range]) -> frozenset[int]:
    """Indices of rows outside the tables ``taken`` that stand under a title of other payments than salaries."""
    held = {index for lines_of_table in taken for index in lines_of_table}
    found: set[int] = set()
    named = False
    for index, line in enumerate(lines):
        if index in held:
            named = False
        elif not _is_row(line):
            named = named or (len(line.words) <= _TITLE_WORDS and _NO_PAY.search(line.text) is not None)
        elif named:
            found.add(index)
    return frozenset(found)


@lru_cache(maxsize=1 << 13)
def is_pay_number(text: str) -> bool:
    """Whether a word can only be an amount, be it finer than cents or negative."""
    return tokens.is_amount(text) or tokens.is_fine(text) or tokens.is_negative(text)


def is_hidden(text: str) -> bool:
    """Whether a word is what a spreadsheet prints in the place of an amount that its column is too narrow for."""
    return text.endswith("###") and not text.strip("$#")


def _is_row(line: TextLine) -> bool:
    return any(is_pay_number(word.text) for word in line.words) and not notes.is_sentence(line)


def _promises_pay(above: Sequence[TextLine]) -> bool:
    """Whether the nearest title or head that speaks of pay, or of other payments, speaks of pay.

    A head that only names classes ("Classification Initial Annual") leaves it to a title right over it.
    """
    for index in reversed(range(len(above))):
        speaks = _speaks(above[index])
        if speaks is not None:
            titled = any(_speaks(line) is False for line in above[max(0, index - _TITLE_LINES) : index])
            return speaks and not (titled and _names_classes_alone(above[index]))
    return False


def _names_classes_alone(line: TextLine) -> bool:
    if len(columns.read_steps(line.words)) > 1 or parse_period(line.text) is not None:
        return False
    return _PAY.search(_CLASSES.sub("", line.text)) is None


def _speaks(line: TextLine) -> bool | None:
    """Whether a title or head speaks of pay; ``None`` where it speaks of no payment, and for prose and rows."""
    if (len(line.words) > _TITLE_WORDS and notes.is_sentence(line)) or _is_row(line):
        return None
    if _NO_PAY.search(line.text):
        return False
    return True if _PAY.search(line.text) or len(columns.read_steps(line.words)) > 1 else None
