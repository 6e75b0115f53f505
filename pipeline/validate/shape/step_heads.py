"""Steps whose printed number is not the one that every other appendix prints in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.validate.arithmetic.telling import origin_of
from pipeline.validate.shape.rosters import ClassTable, Roster, find


def check_step_heads(roster: Roster) -> list[Finding]:
    """One error for each step of an appendix that all other appendices number otherwise, and alike.

    Where more than one step of a class differs, its steps are other ones.
    """
    found: dict[tuple[str, int], Finding] = {}
    for appendix in roster.appendices:
        for label, table in roster.tables[appendix].items():
            others = [tables[label] for name, tables in roster.tables.items() if name != appendix and label in tables]
            odd = list(_odd_steps(table, others))
            if len(odd) == 1 and len(table.primary) > 1:
                rate, usual = odd[0]
                message = f"step {rate.step} of class {label} stands where the other appendices print step {usual}"
                wrong = find(rate, "step_label", "error", message, "step")
                wrong = replace(wrong, printed=rate.step, expected=usual, origin=origin_of(rate))
                found.setdefault((appendix, rate.step_order), wrong)
    return list(found.values())


def _odd_steps(table: ClassTable, others: list[ClassTable]) -> Iterator[tuple[Rate, str]]:
    """Steps with the number that all other appendices print in their place, where it is another."""
    printed = {rate.step for rate in table.primary.values()}
    for order, rate in sorted(table.primary.items()):
        usual = {other.primary[order].step for other in others if order in other.primary}
        if len(usual) == 1 and rate.step not in usual and rate.step.isdigit() and usual.isdisjoint(printed):
            yield rate, usual.pop()
