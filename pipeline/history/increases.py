"""``increases``: by how much a class grew from one table of a document to the next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from pipeline.history.lines import class_of, line_of
from pipeline.models import PERIODS, Term
from pipeline.validate.arithmetic.identities import round_fraction
from pipeline.validate.stated.increases import is_general_increase

Row = Mapping[str, Any]
Amounts = dict[tuple[str, ...], int]
"""Cents by line, of one class in one table."""

PLACES = 4
"""Decimals of a percentage in the published tables."""
STATED_PLACES = 2
"""Decimals of a percentage as agreements state it (3.25); with more, nearly any growth of a few steps fits."""
_LIMIT = Decimal(100_000)
"""A percentage from here on does not fit its column; a table misread by factors of a thousand has no increase."""


@dataclass(slots=True)
class _Table:
    """The base pay of one class in one table, in the period the class is paid by."""

    day: date
    appendix: str | None
    first: Row
    amounts: Amounts = field(default_factory=dict)
    doubtful: set[tuple[str, ...]] = field(default_factory=set)
    """Lines with two amounts, of which none is compared."""

    def add(self, rate: Row) -> None:
        line, cents = line_of(rate), int(rate["amount"].scaleb(2))
        if self.amounts.setdefault(line, cents) != cents:
            self.doubtful.add(line)


def increase_rows(rates: Sequence[Row], pay_rules: Iterable[Row], terms: Iterable[Row]) -> list[dict[str, object]]:
    """Rows of ``increases`` of one document.

    Args:
        rates: its rows of ``salary_rates`` with operative date and class.
        pay_rules: its rows, which say what period a class is paid by.
        terms: its rows; those that state a general increase of the day are told beside.
    """
    stated = _stated_percents(terms)
    seen: Counter[str] = Counter()
    rows = []
    for tables in _tables_by_class(rates, _primary_periods(pay_rules)).values():
        for old, new in _consecutive(tables):
            row = _increase_row(old, new, stated.get(new.day, frozenset()))
            if row is not None:
                name = str(row["increase_id"])
                seen[name] += 1
                rows.append(row if seen[name] == 1 else row | {"increase_id": f"{name}#{seen[name]}"})
    return rows


def fit_percent(pairs: Sequence[tuple[int, int]], stated: Iterable[Decimal] = ()) -> tuple[Decimal, bool]:
    """The percentage that turns old amounts into new ones.

    Args:
        pairs: old and new amount in cents; at least one, no old one 0.
        stated: percentages to prefer where they fit.

    Returns:
        The percentage of fewest decimals (at most two) that gives every new amount exactly, rounded
        half-up, and ``True``; where there is none, the growth of the sum, and ``False``.
    """
    low = max(Fraction(2 * new - 1, 2 * old) for old, new in pairs)
    high = min(Fraction(2 * new + 1, 2 * old) for old, new in pairs)
    for percent in sorted(stated):
        if low <= 1 + Fraction(percent) / 100 < high:
            return percent, True
    for places in range(STATED_PLACES + 1):
        tried = _ceil((low - 1) * 100 * 10**places)
        if 1 + Fraction(tried, 100 * 10**places) < high:
            return Decimal(tried).scaleb(-places), True
    growth = Fraction(sum(new for _, new in pairs), sum(old for old, _ in pairs)) - 1
    return Decimal(round_fraction(growth * 100 * 10**PLACES, "half_up")).scaleb(-PLACES), False


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)


def _primary_periods(pay_rules: Iterable[Row]) -> dict[str, str]:
    """The period each class is paid by, from the rule that most identities support."""
    rules = sorted(pay_rules, key=lambda rule: (rule["supporting"], rule["table_key"]))
    return {
        code: rule["primary_period"]
        for rule in rules
        if rule["primary_period"]
        for code in rule["class_codes"].split(", ")
    }


def _tables_by_class(rates: Iterable[Row], primary: Mapping[str, str]) -> dict[str, list[_Table]]:
    """Tables of each class in the order of their days."""
    by_class: defaultdict[str, list[Row]] = defaultdict(list)
    for rate in rates:
        if rate["component"] == "base" and rate["amount"]:
            by_class[class_of(rate)].append(rate)
    return {name: _tables(rows, primary.get(rows[0]["class_code"] or "")) for name, rows in by_class.items()}


def _tables(rates: Sequence[Row], primary: str | None) -> list[_Table]:
    printed = {rate["period"] for rate in rates}
    period = primary if primary in printed else min(printed, key=PERIODS.index)
    tables: dict[tuple[date, str], _Table] = {}
    for rate in rates:
        if rate["period"] == period:
            key = (rate["operative_date"], rate["appendix"] or "")
            tables.setdefault(key, _Table(rate["operative_date"], rate["appendix"], rate)).add(rate)
    return [tables[key] for key in sorted(tables)]


def _consecutive(tables: Sequence[_Table]) -> Iterator[tuple[_Table, _Table]]:
    """Each table with those of the next day; several of one day are alternatives."""
    by_day: defaultdict[date, list[_Table]] = defaultdict(list)
    for table in tables:
        by_day[table.day].append(table)
    for day, following in pairwise(sorted(by_day)):
        yield from product(by_day[day], by_day[following])


def _increase_row(old: _Table, new: _Table, stated: frozenset[Decimal]) -> dict[str, object] | None:
    """The row, unless nothing can be compared."""
    lines = (old.amounts.keys() & new.amounts.keys()) - old.doubtful - new.doubtful
    pairs = [(old.amounts[line], new.amounts[line]) for line in lines]
    if not pairs:
        return None
    implied, exact = fit_percent(pairs, stated)
    if abs(implied) >= _LIMIT:
        return None
    first = new.first
    who = first["class_code"] or first["class_title"]
    return {
        "increase_id": f"{first['document_id']}/{who}/{old.day}/{new.day}",
        "document_id": first["document_id"],
        "appendix_from": old.appendix,
        "appendix_to": new.appendix,
        "date_from": old.day,
        "date_to": new.day,
        "class_code": first["class_code"],
        "class_title": first["class_title"],
        "percent_stated": _stated_for(stated, implied),
        "percent_implied": implied,
        "rates_compared": len(pairs),
        "exact": exact,
    }


def _stated_percents(terms: Iterable[Row]) -> dict[date, frozenset[Decimal]]:
    """Percentages of general increases the prose states, by the day from which they hold."""
    stated: defaultdict[date, set[Decimal]] = defaultdict(set)
    for row in terms:
        if row["kind"] == "percent" and row["effective_date"] and is_general_increase(Term(**row)):
            stated[row["effective_date"]].add(row["value"])
    return {day: frozenset(values) for day, values in stated.items()}


def _stated_for(stated: frozenset[Decimal], implied: Decimal) -> Decimal | None:
    """The stated percentage; of several for one day the one the amounts bear out, else none of them."""
    if implied in stated:
        return implied
    return next(iter(stated)) if len(stated) == 1 else None
