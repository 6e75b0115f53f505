"""Which pay period a column holds whose head names a step alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from pipeline.models import PERIODS, Period
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.column_rows import DataLine, column_of
from pipeline.normalize.salary.heads import AmountColumn
from pipeline.normalize.salary.periods import holds_time, names_several, parse_period
from pipeline.normalize.salary.rate_suffixes import period_of_print, period_of_prints

_HOURS: tuple[tuple[float, float, Period], ...] = ((60, 120, "BW"), (125, 267, "MO"), (1500, 3200, "YR"))
"""Hours a pay period can hold: tells the period of a column that has none in its head from the hourly one."""

_AMOUNTS: dict[Period, tuple[int, int]] = {
    "HR": (5, 600), "BW": (300, 30_000), "MO": (600, 70_000), "YR": (8_000, 900_000)
}  # fmt: skip
"""Dollars a pay period can pay: a title may name a year and mean the fiscal one."""
_LEAST: dict[Period, int] = {"HR": 2, "BW": 100, "MO": 250, "YR": 3_000}
"""Dollars of which the highest amount of a table that pays a class is never below."""
_TITLE_WORDS = 12
_RATES = re.compile(
    r"\b(?:hourly|bi-?weekly|monthly|annual)\s+(?:base\s+)?(?:rates?|wages?|salar(?:y|ies)|pay)\b", re.IGNORECASE
)
"""What a sentence over a table calls the amounts in it."""


def rises_with_period(named: Sequence[AmountColumn], rows: Sequence[DataLine]) -> bool:
    """Whether longer pay periods pay more: accruals in hours.minutes do not."""
    order = [PERIODS.index(column.period) if column.period else None for column in named]
    rises: list[bool] = []
    for row in rows:
        cents = {column: tokens.parse_money(word.text) or 0 for column, word in row.amounts if not named[column].add_on}
        for left, right in pairwise(sorted(cents)):
            first, second = order[left], order[right]
            if first is not None and second is not None and first != second and named[left].step == named[right].step:
                longer, shorter = (left, right) if first > second else (right, left)
                rises.append(cents[longer] > 1.9 * cents[shorter])
    return sum(rises) * 5 >= len(rises) * 4


def are_additions(named: Sequence[AmountColumn], rows: Sequence[DataLine]) -> bool:
    """Whether the amounts of a pay period are all too low to be the pay of a class: longevity of 35.00 a month."""
    highest: dict[Period, int] = {}
    for row in rows:
        for column, word in row.amounts:
            period = None if word.as_read and period_of_print(word.as_read) else named[column].period
            if period:
                highest[period] = max(highest.get(period, 0), tokens.parse_money(word.text) or 0)
    return any(cents < 100 * _LEAST[period] for period, cents in highest.items())


def complete_periods(
    named: Sequence[AmountColumn],
    lines: Sequence[TextLine],
    band: Sequence[int],
    titles: Sequence[TextLine],
    *,
    every: bool = False,
) -> tuple[AmountColumn, ...]:
    """Find the period of columns whose heads name a step or date alone: from the title, or the hourly column beside.

    Args:
        named: the columns.
        lines: lines of the page.
        band: indices of the lines with amounts.
        titles: lines over them.
        every: whether every column is of pay, whatever its head names.
    """
    printed = period_of_prints(word for index in band for word in lines[index].words)
    every = every or printed is not None
    lacking = [column.period is None and bool(every or column.step or column.day or column.part) for column in named]
    if not any(lacking):
        return tuple(named)
    served = all(tokens.names_years(column.text) for column in named)
    if served and _promises_time(titles):
        return tuple(named)  # hours of leave after 1, 5 and 10 years
    period = printed or _period_by_ratio(named, lines, band) or _period_of_title(titles, lines, band)
    return tuple(
        column._replace(period=period) if lacks else column for column, lacks in zip(named, lacking, strict=True)
    )


def carry_periods(
    named: Sequence[AmountColumn], known: Sequence[AmountColumn], rows: Sequence[TextLine]
) -> tuple[AmountColumn, ...]:
    """Periods of a table that goes on over a page break under the same step heads, if its amounts can be of them."""
    repeated = [column.text for column in named] == [column.text for column in known]
    steps, before = ({column.text if repeated else column.step for column in each} for each in (named, known))
    same = len(steps) > 1 and (steps <= before or before <= steps)
    if not same or None in steps or any(column.period for column in named):
        return tuple(named)
    periods = {column.period for column in known}
    period = periods.pop() if len(periods) == 1 else None
    cents = [tokens.parse_money(word.text) or 0 for row in rows for word in row.words if tokens.is_amount(word.text)]
    if period is None or not cents:
        return tuple(named)
    low, high = _AMOUNTS[period]
    if not low <= median(cents) / 100 <= high:
        return tuple(named)
    return tuple(column._replace(period=period) for column in named)


def _promises_time(titles: Sequence[TextLine]) -> bool:
    """Whether the nearest title over a table that speaks of time or of a pay period speaks of time."""
    for line in reversed(titles):
        if len(line.words) <= _TITLE_WORDS and (holds_time(line.text) or parse_period(line.text)):
            return holds_time(line.text)
    return False


def _period_of_title(titles: Sequence[TextLine], lines: Sequence[TextLine], band: Sequence[int]) -> Period | None:
    """The period that the nearest title over a table names, if its amounts can be of such a period."""
    first = [next((w.text for w in lines[index].words if tokens.is_amount(w.text)), "") for index in band]
    amount = median([tokens.parse_money(text) or 0 for text in first if text] or [0]) / 100
    for line in reversed(titles):
        phrase = _RATES.search(line.text) if len(line.words) > _TITLE_WORDS else None
        text = phrase.group() if phrase else line.text
        period = parse_period(text) if phrase or len(line.words) <= _TITLE_WORDS else None
        if period and names_several(line.text):
            return None  # "Monthly over biweekly rates": the rows hold both
        if period:
            low, high = _AMOUNTS[period]
            return period if low <= amount <= high else None
    return None


def _period_by_ratio(named: Sequence[AmountColumn], lines: Sequence[TextLine], band: Sequence[int]) -> Period | None:
    """The period whose hours fit the ratio of a column to the hourly column of the same step."""
    ratios: list[float] = []
    for index in band:
        cents: dict[int, int] = {}
        for word in lines[index].words:
            if tokens.is_amount(word.text):
                cents[column_of(word, named)] = tokens.parse_money(word.text) or 0
        for number, other in pairwise(range(len(named))):
            if named[number].period is None and named[other].period == "HR" and cents.get(other) and number in cents:
                ratios.append(cents[number] / cents[other])
    if not ratios:
        return None
    hours = median(ratios)
    return next((period for low, high, period in _HOURS if low <= hours <= high), None)
