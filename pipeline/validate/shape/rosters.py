"""The rates of a document called up class by class and appendix by appendix."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from pipeline.findings import Finding, Severity, about_rate
from pipeline.models import PERIODS, PayRule, Period, Rate

Steps = Mapping[int, Rate]
"""The rates of one printed row by step order."""
RowLabel = tuple[str, str, Period]
"""Component, its printed name, period."""


@dataclass(frozen=True, slots=True)
class ClassTable:
    """What one appendix prints for one class."""

    label: str
    """Code, or title where there is no code; with the bargaining unit and grade where the table has them."""
    rows: Mapping[RowLabel, Steps]
    primary: Steps
    """The base row in the primary period."""
    is_one_of_several: bool = False
    """Whether another schedule of the same date pays the class too."""


@dataclass(frozen=True, slots=True)
class Roster:
    """One document's tables in the order of their operative dates."""

    document_id: str
    appendices: tuple[str, ...]
    tables: Mapping[str, Mapping[str, ClassTable]] = field(repr=False)
    """By appendix, then by class."""

    def without(self, apart: frozenset[str]) -> Roster:
        """The roster without the tables whose amounts have these keys."""
        if not apart:
            return self
        tables = {
            name: {
                label: table
                for label, table in found.items()
                if apart.isdisjoint(rate.rate_id for rate in table.primary.values())
            }
            for name, found in self.tables.items()
        }
        return Roster(self.document_id, self.appendices, tables)


_printed_of: Callable[[Rate], tuple[object, ...]] = attrgetter(
    "document_id", "appendix", "class_code", "class_title", "bargaining_unit"
)


def call_roll(rates: Sequence[Rate], rules: Sequence[PayRule]) -> list[Roster]:
    """Group the rates of each document."""
    primary = {(r.document_id, r.appendix, code): r.primary_period for r in rules for code in r.class_codes}
    documents: dict[str, dict[str, dict[str, list[Rate]]]] = {}
    homes: dict[tuple[object, ...], list[Rate]] = {}
    for rate in rates:
        printed = _printed_of(rate)
        if printed not in homes:
            appendices = documents.setdefault(rate.document_id, {})
            homes[printed] = appendices.setdefault(rate.appendix or "", {}).setdefault(label_class(rate), [])
        homes[printed].append(rate)
    rosters = []
    for document_id, appendices in documents.items():
        tables = {
            appendix: {
                label: table
                for name, printed_there in classes.items()
                for label, table in _class_tables(name, printed_there, primary).items()
            }
            for appendix, classes in appendices.items()
        }
        rosters.append(Roster(document_id, _in_order(appendices), tables))
    return rosters


def _class_tables(
    name: str, rates: list[Rate], primary: Mapping[tuple[str, str | None, str], Period | None]
) -> dict[str, ClassTable]:
    """What an appendix prints for a class, by schedule."""
    key = (rates[0].document_id, rates[0].appendix, rates[0].class_code or "")
    schedules = _part_schedules(name, rates)
    several = len(schedules) > 1
    return {label: _class_table(label, found, primary.get(key), several=several) for label, found in schedules.items()}


def _part_schedules(label: str, rates: list[Rate]) -> dict[str, list[Rate]]:
    """The rates of a class by schedule, where several of one date pay it: by what only their conditions say.

    A row that is printed twice is no second schedule.
    """
    places = {(rate.component, rate.component_name, rate.period, rate.step_order) for rate in rates}
    if 3 * len(rates) < 4 * len(places):
        return {label: rates}
    words = {rate.condition: tuple(dict.fromkeys((rate.condition or "").split())) for rate in rates}
    counts = Counter(word for own in words.values() for word in own)
    names = {condition: " ".join(word for word in own if counts[word] == 1) for condition, own in words.items()}
    parted: dict[str, list[Rate]] = defaultdict(list)
    for rate in rates:
        parted[f"{label} {names[rate.condition]}".strip()].append(rate)
    return dict(parted)


def label_class(rate: Rate) -> str:
    """What tells the class from the others of its table."""
    return " ".join(part for part in (rate.class_code or rate.class_title, rate.bargaining_unit) if part)


def find(rate: Rate, check: str, severity: Severity, message: str, column: str | None = None) -> Finding:
    """A finding on one rate that tells its amount as printed."""
    return about_rate(rate, check, severity, message, column=column, printed=rate.amount_orig)


def _class_table(label: str, rates: Sequence[Rate], primary: Period | None, *, several: bool) -> ClassTable:
    """The rows of one class; its primary period is the shortest printed one where no rule names it."""
    rows: dict[RowLabel, dict[int, Rate]] = defaultdict(dict)
    for rate in rates:
        rows[rate.component, rate.component_name or "", rate.period].setdefault(rate.step_order, rate)
    bases = {period: row for (component, _, period), row in rows.items() if component == "base"}
    period = primary if primary in bases else next((p for p in PERIODS if p in bases), None)
    return ClassTable(label, dict(rows), bases[period] if period else {}, several)


def _in_order(appendices: Mapping[str, Mapping[str, Sequence[Rate]]]) -> tuple[str, ...]:
    """The appendices by operative date, then by name."""

    def date_and_name(appendix: str) -> tuple[str, str]:
        dates = (rate.operative_date for rates in appendices[appendix].values() for rate in rates)
        return min((d.isoformat() for d in dates if d), default=""), appendix

    return tuple(sorted(appendices, key=date_and_name))
