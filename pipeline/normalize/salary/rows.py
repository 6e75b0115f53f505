"""Lines -> rows of amounts that a pay period's name begins (HR 22.99 23.87 ...)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from pipeline.models import PERIODS, Period, Word
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import tokens

_LEAST_AMONG = 3
"""Amounts of a row among which a word that is none holds the place of one."""
_HOURS_DIGITS = 2
_HOURS = re.compile(r"\(\d{2}\s(?:hours?|hrs?)\.?\)", re.IGNORECASE)
_HALVES = frozenset({"semi", "bi"})
"""Before "Monthly" these make a pay period that is none of ours. (Names we know are one word by now.)"""


class PayRow(NamedTuple):
    """Amounts of one pay period, one for each step that is paid."""

    period: Period
    label: Word
    """The word that names the period."""
    amounts: tuple[Word, ...]
    labels: tuple[Word, ...]
    """Words before the period's name on the same line: class, code, component."""
    line: int
    """Index of the line on its page."""
    cells: tuple[Word, ...] = ()
    """Its amounts, and what stands in the place of one: a blank, an amount that is misread."""
    is_misprinted: bool = False
    """Whether the label names another pay period than the amounts are paid by."""

    @property
    def middle(self) -> float:
        """Vertical middle of the row."""
        return (self.label.top + self.label.bottom) / 2

    @property
    def height(self) -> float:
        """Height of the row's type."""
        return self.label.bottom - self.label.top


def find_rows(lines: Sequence[TextLine]) -> list[PayRow]:
    """All rows of amounts of a page, top to bottom; of tables side by side, left to right."""
    return [
        row
        for number, line in enumerate(lines)
        if any(map(tokens.parse_row_period, [word.text for word in line.words]))
        for row in _rows_of_line(line, number)
    ]


def _rows_of_line(line: TextLine, number: int) -> Iterator[PayRow]:
    words = line.words
    begin = 0
    for index, word in enumerate(words):
        period = tokens.parse_row_period(word.text)
        if period is None or index < begin or (index and tokens.fold(words[index - 1].text) in _HALVES):
            continue
        start = index + 1 + _count_hours(words[index + 1 :])
        end = _end_of_amounts(words, start)
        run = words[start:end]
        cells = tuple(cell for cell, after in zip_longest(run, run[1:]) if not _is_sign(cell, after))
        amounts = tuple(word for word in cells if _is_amount(word))
        if amounts and not _are_hours(amounts):
            yield PayRow(period, word, amounts, tuple(words[begin:index]), number, cells)
            begin = end


def _count_hours(words: Sequence[Word]) -> int:
    """How many words after the name of a pay period are the hours of its week: two of "(40 hr)"."""
    hours = " ".join(word.text for word in words[:2])
    return 2 if _HOURS.fullmatch(hours) else 0


def _are_hours(amounts: Sequence[Word]) -> bool:
    """Whether the only number after the name of a pay period is the hours of a week, in a head ("Hourly 40 hr/wk")."""
    hours = amounts[0].text.strip("()")
    return len(amounts) == 1 and hours.isdigit() and len(hours) <= _HOURS_DIGITS


def _is_sign(word: Word, following: Word | None) -> bool:
    """Whether a currency sign or bracket belongs to the amount beside it, and is none that lost its digits."""
    return word.text in tokens.SIGNS and (word.text != "$" or (following is not None and _is_amount(following)))


def _is_amount(word: Word) -> bool:
    """Whether a word is an amount, or one finer than cents: its row is one, though it cannot be published."""
    return tokens.parse_money(word.text) is not None or tokens.is_fine(word.text)


def _end_of_amounts(words: Sequence[Word], start: int) -> int:
    """Index after the last of the amounts and blanks that follow one another from ``start``.

    Among amounts with cents a bare whole number is none, but the code of a label glued to the row.
    """
    end = start
    cents = False
    while end < len(words):
        text = words[end].text
        if tokens.is_fine(text) or _is_misread(words[end]):
            end += 1
            continue
        if not tokens.is_blank(text) and (tokens.parse_money(text) is None or (cents and not tokens.is_amount(text))):
            if not _holds_place(words, start, end):
                break
            end += 1
            continue
        cents = cents or tokens.is_cents(text)
        end += 1
    return end


def _holds_place(words: Sequence[Word], start: int, at: int) -> bool:
    """Whether a word stands where an amount must: another one follows at once, and it can be no label.

    "####" and "?7.35" can be none; a word ("illegible") or a whole number is none among three amounts.
    """
    word = words[at]
    after = at + 1 + (at + 1 < len(words) and words[at + 1].text == "$")
    if after >= len(words) or not tokens.is_cents(words[after].text) or tokens.parse_row_period(word.text):
        return False
    if not any(map(str.isalpha, word.text)) and not _is_amount(word):
        return True
    return at > start and sum(tokens.is_cents(other.text) for other in words[start:]) >= _LEAST_AMONG


def _is_misread(word: Word) -> bool:
    """Whether an amount is misread, or misprinted ("3,349.6", "84.O0"), so that it is none: its row goes on."""
    return tokens.is_garbled(word.text)


def group_periods(
    rows: Sequence[PayRow], cuts: Sequence[float], known: Sequence[Period] = ()
) -> tuple[list[list[PayRow]], tuple[Period, ...]]:
    """Part the rows of a table into groups, one for each class and component.

    A group holds a pay period once and keeps the table's order of periods.

    Args:
        rows: rows of the table, top to bottom.
        cuts: heights at which a group ends in any case: a label or a ruled line stands there.
        known: the order in which the table before prints its periods.

    Returns:
        The groups, and the order of periods that makes the fewest of them, or of as many those that begin
        with labels: a page may begin and end in the middle of a group, so its first rows do not tell the
        order. Such a page has one group more in the order known than in the reverse.
    """
    seen = tuple(dict.fromkeys(row.period for row in rows))
    is_known = set(seen) <= set(known)
    orders = [*([tuple(known)] if is_known else []), PERIODS, PERIODS[::-1], seen]
    parted = [(_part_rows(rows, cuts, order), order) for order in orders]
    fewest = min(parted, key=lambda choice: (len(choice[0]), -sum(bool(group[0].labels) for group in choice[0])))
    as_known = is_known and len(parted[0][0]) <= len(fewest[0]) + 1
    return parted[0] if as_known else fewest


def _part_rows(rows: Sequence[PayRow], cuts: Sequence[float], order: Sequence[Period]) -> list[list[PayRow]]:
    groups: list[list[PayRow]] = []
    for row in rows:
        last = groups[-1][-1] if groups else None
        if (
            last is None
            or order.index(row.period) <= order.index(last.period)
            or any(last.middle < cut < row.middle for cut in cuts)
        ):
            groups.append([])
        groups[-1].append(row)
    return groups
