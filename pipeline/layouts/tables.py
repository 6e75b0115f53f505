"""How tables that are no salary tables print their heads and units. Data, not code."""

from __future__ import annotations

VALUE_HEADS = (
    "age",
    "allowance",
    "amount",
    "benefit",
    "bonus",
    "contribution",
    "days",
    "hours",
    "payment",
    "percent",
    "percentage",
    "premium",
    "rate",
    "reimbursement",
    "subsidy",
)
"""Words that begin the head of a value column in a table typed with single spaces: "Years of Service | Benefit"."""

COLUMN_UNITS: tuple[tuple[str, str], ...] = (
    ("hours/minutes", "hours.minutes"),
    ("hours:minutes", "hours.minutes"),
    ("hours and minutes", "hours.minutes"),
    ("years of service", "years"),
    ("years of city service", "years"),
    ("length of service", "years"),
    ("completed years", "years"),
    ("operative date", "date"),
    ("effective date", "date"),
    ("percent", "percent"),
    ("minutes", "minutes"),
    ("hours", "hours"),
    ("days", "days"),
    ("weeks", "weeks"),
    ("months", "months"),
    ("years", "years"),
    ("age", "years"),
)
"""Words of a column's head -> unit of its bare numbers. The first that occurs counts, upper heads before lower."""

CELL_BASES: dict[str, str] = {
    "biweekly": "biweekly",
    "bi-weekly": "biweekly",
    "hourly": "hour",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "annually": "year",
    "yearly": "year",
    "annual": "year",
    "per hour": "hour",
    "per day": "day",
    "per week": "week",
    "per pay period": "pay_period",
    "per month": "month",
    "per year": "year",
    "per fiscal year": "fiscal_year",
}
"""Words behind an amount, or in its column's head -> base of the amount, printed as "USD/month"."""

TOTAL_HEADS = ("total", "sum", "combined")
"""Heads of a column that adds those before it."""
