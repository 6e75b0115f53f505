"""Whether a page promises a salary table, read or not."""

from __future__ import annotations

from pipeline.models import Page
from pipeline.normalize.lines import lines_of
from pipeline.normalize.salary import tokens

_ROWS = 3
_HEADS = 2


def names_pay(page: Page) -> bool:
    """Whether rows begin with the names of pay periods, or a line without amounts names several.

    Other pages with amounts (allowances, fees, accruals) hold no salary table to be found by another engine.
    """
    rows = 0
    for line in lines_of(page):
        periods = [tokens.parse_row_period(word.text) for word in line.words]
        amounts = any(tokens.is_amount(word.text) for word in line.words)
        rows += amounts and any(periods)
        if not amounts and len({period for period in periods if period}) >= _HEADS:
            return True
    return rows >= _ROWS
