"""``salary_steps``: the rows of ``salary_rates`` with the pay periods side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from operator import itemgetter

Row = dict[str, object]

PERIOD_COLUMNS = {"HR": "hourly", "BW": "biweekly", "MO": "monthly", "YR": "yearly"}
WORST_FIRST = ("suspect", "unverified", "repaired", "ok")
SHARED = (
    "document_id",
    "mou_number",
    "appendix",
    "operative_date",
    "class_code",
    "class_title",
    "bargaining_unit",
    "range_code",
    "component",
    "component_name",
    "percent",
    "step",
    "step_order",
)
"""Columns a step has in common with its rates, as they stand there."""
_RATE_ID = re.compile(r"(?P<step>.*)/(?:HR|BW|MO|YR)(?P<again>#\d+)?", re.DOTALL)


def step_id_of(rate_id: str) -> str:
    """The rate's key without its period: ``A/2022-06-19/3183-1/base/1/HR#2`` -> ``.../base/1#2``."""
    match = _RATE_ID.fullmatch(rate_id)
    return match["step"] + (match["again"] or "") if match else rate_id


def pivot_steps(rates: Iterable[Mapping[str, object]]) -> list[Row]:
    """One row per class, component and step, in the order of its first rate.

    Args:
        rates: rows of ``salary_rates``, in any order.

    Returns:
        Rows of ``salary_steps``. What the periods have in common is taken from the first of HR, BW,
        MO, YR that is printed, so that the order of the rates does not matter.
    """
    groups: dict[str, list[Mapping[str, object]]] = {}
    for rate in rates:
        groups.setdefault(step_id_of(str(rate["rate_id"])), []).append(rate)
    return [_step_row(step_id, group) for step_id, group in groups.items()]


def _step_row(step_id: str, rates: list[Mapping[str, object]]) -> Row:
    rates = sorted(rates, key=_order_in_step)
    first = rates[0]
    row: Row = {"step_id": step_id, **dict(zip(SHARED, _shared(first), strict=True)), **_NO_AMOUNTS}
    for rate in rates:
        if rate["period"] in PERIOD_COLUMNS:
            row[PERIOD_COLUMNS[str(rate["period"])]] = rate["amount"]
    statuses = {rate["status"] for rate in rates}
    row["status"] = statuses.pop() if len(statuses) == 1 else min(statuses, key=_badness)
    row["condition"] = first["condition"]
    row["page_number"] = first["page_number"]
    return row


def _order_in_step(rate: Mapping[str, object]) -> tuple[int, str]:
    """Periods in their order; one that is none (a table changed by hand) comes last."""
    return _PERIOD_ORDER.get(str(rate["period"]), len(_PERIOD_ORDER)), str(rate["rate_id"])


def _badness(status: object) -> int:
    return _STATUS_ORDER.get(str(status), len(_STATUS_ORDER))


_shared = itemgetter(*SHARED)
_NO_AMOUNTS: Row = dict.fromkeys(PERIOD_COLUMNS.values())
_PERIOD_ORDER = {period: place for place, period in enumerate(PERIOD_COLUMNS)}
_STATUS_ORDER = {status: place for place, status in enumerate(WORST_FIRST)}
