"""Rows and steps a class prints elsewhere but not here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from pipeline.findings import Finding, Severity
from pipeline.models import Rate
from pipeline.validate.shape.rosters import ClassTable, Roster, RowLabel, find


def check_shapes(roster: Roster) -> list[Finding]:
    """Classes, rows and steps that are missing: warnings, for agreements do add and drop them.

    An error is a row of one pay period that its class prints elsewhere, and that nothing else in the document lacks.
    """
    findings = list(_missing_classes(roster))
    lacked = _count_lacking(roster)
    for appendix in roster.appendices:
        by_period = _prints_rows_by_period(roster.tables[appendix].values())
        printed = frozenset(number for table in roster.tables[appendix].values() for number in _numbers(table))
        for table in roster.tables[appendix].values():
            findings += _ragged_rows(table)
            findings += _gaps(table, printed)
            findings += _missing_rows(roster, appendix, table, lacked, by_period=by_period)
            findings += _missing_steps(roster, appendix, table)
    return findings


def _missing_classes(roster: Roster) -> Iterator[Finding]:
    """Classes that most appendices print and this one does not."""
    counts = Counter(label for tables in roster.tables.values() for label in tables)
    for appendix in roster.appendices:
        for label, count in counts.items():
            if label not in roster.tables[appendix] and 2 * count > len(roster.appendices) and count > 1:
                home = next(name for name in roster.appendices if label in roster.tables[name])
                rate = _any_rate(roster.tables[home][label])
                message = f"class {label} is printed in {count} appendices, but not in appendix {appendix}"
                yield find(rate, "missing_row", "warning", message, f"class_code@{appendix}")


def _count_lacking(roster: Roster) -> dict[RowLabel, int]:
    """For each row: how many tables print its component, but not in its period."""
    tables = [table for tables in roster.tables.values() for table in tables.values()]
    rows = Counter(row for table in tables for row in table.rows)
    components = Counter(name for table in tables for name in {row[:2] for row in table.rows})
    return {row: components[row[:2]] - count for row, count in rows.items() if count > 1}


def _missing_rows(
    roster: Roster, appendix: str, table: ClassTable, lacked: Mapping[RowLabel, int], *, by_period: bool
) -> Iterator[Finding]:
    """Rows (component and period) that the class prints in other appendices, or all other classes print.

    Args:
        roster: of the document.
        appendix: of the table.
        table: of the class.
        lacked: what ``_count_lacking`` gives.
        by_period: whether rows of the class's other components count too.
    """
    elsewhere: set[RowLabel] = set()
    for name, tables in roster.tables.items():
        if name != appendix and table.label in tables:
            elsewhere |= tables[table.label].rows.keys()
    own = {row[:2] for row in table.rows}
    alone = {row for row, count in lacked.items() if count == 1 and row[:2] in own}
    wanted = elsewhere | alone
    if by_period:
        periods = {period for _, _, period in table.rows}
        wanted |= {(component, name, period) for component, name, _ in table.rows for period in periods}
    for component, name, period in sorted(wanted - table.rows.keys()):
        message = f"class {table.label} has no row {name or component} {period} in appendix {appendix or '-'}"
        severity: Severity = "error" if (component, name, period) in elsewhere & alone else "warning"
        yield find(_any_rate(table), "missing_row", severity, message, f"{component} {name} {period}".strip())


def _prints_rows_by_period(tables: Iterable[ClassTable]) -> bool:
    """Whether one row of one name is printed in two periods: then the periods are those of every row.

    In other agreements a row's name is that of its only period: "Base Hourly", "Biweekly Rate".
    """
    return any(len(names) < len(table.rows) for table in tables for names in [{row[:2] for row in table.rows}])


def _ragged_rows(table: ClassTable) -> Iterator[Finding]:
    """Rows without a step that the class's other rows have."""
    every = {step for row in table.rows.values() for step in row}
    for (component, name, period), row in table.rows.items():
        missing = sorted(every - row.keys())
        if missing:
            steps = ", ".join(str(step) for step in missing)
            message = f"row {name or component} {period} of class {table.label} has no step {steps}"
            yield find(next(iter(row.values())), "step_set", "warning", message, f"{component} {name} {period}".strip())


def _gaps(table: ClassTable, printed: frozenset[int]) -> Iterator[Finding]:
    """Steps missing between the first and the last one: places left blank, or numbers that others have ``printed``."""
    steps, numbers = sorted(table.primary), sorted(_numbers(table))
    missing = sorted(set(range(steps[0], steps[-1])) - set(steps)) if steps else []
    if not missing and len(numbers) == len(steps) > 0:
        missing = sorted(printed.intersection(range(numbers[0], numbers[-1])) - set(numbers))
    if missing:
        message = f"class {table.label} has no step {', '.join(map(str, missing))} between its first and its last"
        yield find(table.primary[steps[0]], "step_set", "warning", message, "gap")


def _numbers(table: ClassTable) -> set[int]:
    """The steps of a class that are printed as numbers."""
    return {int(rate.step) for rate in table.primary.values() if rate.step.isdigit()}


def _missing_steps(roster: Roster, appendix: str, table: ClassTable) -> Iterator[Finding]:
    """Steps the class has both before and after this appendix, or in all the others."""
    at = roster.appendices.index(appendix)
    earlier = _steps(roster, roster.appendices[:at], table.label)
    later = _steps(roster, roster.appendices[at + 1 :], table.label)
    wanted = (earlier & later) if earlier and later else set()
    missing = sorted(wanted - table.primary.keys())
    if missing and table.primary:
        message = f"class {table.label} has step {', '.join(map(str, missing))} before and after appendix {appendix}"
        yield find(_any_rate(table), "step_set", "warning", message, "steps")


def _steps(roster: Roster, appendices: tuple[str, ...], label: str) -> set[int]:
    """Every step the class prints in the appendices."""
    tables = (roster.tables[name][label] for name in appendices if label in roster.tables[name])
    return {step for table in tables for step in table.primary}


def _any_rate(table: ClassTable) -> Rate:
    """The first rate of the class, to say where it stands."""
    return next(rate for row in table.rows.values() for rate in row.values())
