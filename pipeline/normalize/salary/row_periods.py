"""Rows whose pay period is misprinted: their amounts and the rows beside them show which one is meant.

A class prints its pay periods in the order of all others, and each is a number of hours: an amount in the place of the
monthly one that is about twice the biweekly one is monthly, whatever stands before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.models import PERIODS, Period
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.rows import PayRow

Order = tuple[Period, ...]

_TIMES: dict[tuple[Period, Period], tuple[float, float]] = {
    ("HR", "BW"): (60, 120),
    ("HR", "MO"): (125, 267),
    ("HR", "YR"): (1500, 3200),
    ("BW", "MO"): (1.9, 2.3),
    ("BW", "YR"): (23.9, 27.1),
    ("MO", "YR"): (11.9, 12.1),
}
"""How many times an amount of one period that of another can be; no two of these overlap."""
_EVEN = 0.03
"""How far the columns of two rows may differ in that: small amounts are rounded."""
_SURE = 2
"""Labels of a class that must be right for the others to be wrong, where it prints so many."""
_LEAST = 2
"""So many classes or components must print their periods in one order."""


def mend_periods(rows: Sequence[PayRow], known: Order) -> list[PayRow]:
    """The rows of a table, those under a misprinted period with the one that is meant.

    Args:
        rows: top to bottom.
        known: the order in which the table before prints its periods.
    """
    orders = _usual_orders(rows, known)
    found = list(rows)
    for order in orders:
        for start in range(len(found) - len(order) + 1):
            window = found[start : start + len(order)]
            wrong = [at for at, row in enumerate(window) if row.period != order[at]]
            if 0 < len(wrong) <= max(1, len(order) - _SURE) and _agree(window, order):
                for at in wrong:
                    found[start + at] = window[at]._replace(period=order[at], is_misprinted=True)
    return found


def _usual_orders(rows: Sequence[PayRow], known: Order) -> list[Order]:
    """The orders in which several classes or components print their periods, else that of the table before."""
    runs = min((_list_runs(rows, sense) for sense in (1, -1)), key=len)
    counts = Counter(order for order in runs if len(order) > 1)
    return [order for order, count in counts.most_common() if count >= _LEAST] or [known] * (len(known) > 1)


def _list_runs(rows: Sequence[PayRow], sense: int) -> list[Order]:
    """The pay periods of rows that follow one another from short to long, or from long to short."""
    runs: list[list[Period]] = []
    for row in rows:
        if not runs or sense * (PERIODS.index(row.period) - PERIODS.index(runs[-1][-1])) <= 0:
            runs.append([])
        runs[-1].append(row.period)
    return [tuple(run) for run in runs]


def _agree(window: Sequence[PayRow], order: Order) -> bool:
    """Whether the amounts of the rows are those of the pay periods in this order, in every column."""
    cents = [[tokens.parse_money(word.text) or 0 for word in row.amounts] for row in window]
    return len({len(amounts) for amounts in cents}) == 1 and are_of_periods(order, cents)


def are_of_periods(order: Sequence[Period], cents: Sequence[Sequence[int]]) -> bool:
    """Whether amounts, listed for each pay period in the same order, can be of these periods, and all alike."""
    if not all(map(all, cents)):
        return False
    for at in range(1, len(order)):
        ratios = [other / one for one, other in zip(cents[0], cents[at], strict=True)]
        low, high = _times(order[0], order[at])
        if not all(low <= ratio <= high for ratio in ratios) or max(ratios) > (1 + _EVEN) * min(ratios):
            return False
    return True


def _times(one: Period, other: Period) -> tuple[float, float]:
    if (one, other) in _TIMES:
        return _TIMES[one, other]
    low, high = _TIMES[other, one]
    return 1 / high, 1 / low
