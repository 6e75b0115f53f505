"""Tables that run on over a page break: labels and notes stand on one of the pages only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.salary import labels
from pipeline.normalize.salary.placed import PlacedBlock, SalaryTable


def stitch_tables(tables: Sequence[SalaryTable]) -> list[SalaryTable]:
    """Hand labels over page breaks and notes to every part of an appendix."""
    stitched = list(tables)
    for index in range(1, len(stitched)):
        above, below = stitched[index - 1], stitched[index]
        if above.context != below.context or not above.blocks or not below.blocks:
            continue
        last, first = _join_blocks(above.blocks[-1], below.blocks[0])
        stitched[index - 1] = replace(above, blocks=(*above.blocks[:-1], last))
        stitched[index] = replace(below, blocks=(first, *below.blocks[1:]))
    return _share_notes(stitched)


def _join_blocks(last: PlacedBlock, first: PlacedBlock) -> tuple[PlacedBlock, PlacedBlock]:
    """Label the parts of one class that a page break has cut, where one part says less than the other."""
    if _cuts_component(last, first):
        last, first = _join_names(last, first)
    if not _continues(last, first):
        return last, first
    first = replace(first, label=first.label.completed_by(last.label))
    last = replace(last, label=last.label.completed_by(first.label))
    name = last.components[-1].name
    rest = first.components[0]
    if rest.name is None and name is not None:
        named = replace(rest, name=name, kind=last.components[-1].kind)
        first = replace(first, components=(named, *first.components[1:]))
    return last, first


def _cuts_component(last: PlacedBlock, first: PlacedBlock) -> bool:
    """Whether the page break stands within one component: each page has the pay periods the other one misses."""
    above, below = last.components[-1], first.components[0]
    if above.name is None or below.name is None or above.name == below.name:
        return False
    periods = {row.period for row in above.rows}, {row.period for row in below.rows}
    siblings = [{row.period for row in other.rows} for other in (*last.components[:-1], *first.components[1:])]
    return bool(siblings) and not periods[0] & periods[1] and all(own == periods[0] | periods[1] for own in siblings)


def _join_names(last: PlacedBlock, first: PlacedBlock) -> tuple[PlacedBlock, PlacedBlock]:
    """Both parts of a cut component with the whole name."""
    name = f"{last.components[-1].name} {first.components[0].name}"
    above = replace(last.components[-1], name=name, kind=labels.component_kind(name))
    below = replace(first.components[0], name=name, kind=above.kind)
    return (
        replace(last, components=(*last.components[:-1], above)),
        replace(first, components=(below, *first.components[1:])),
    )


def _continues(last: PlacedBlock, first: PlacedBlock) -> bool:
    """Whether the first block of a page can be the rest of the last block of the page before."""
    if not first.label.agrees_with(last.label):
        return False
    begins = first.components[0]
    if begins.name is not None:
        return begins.kind != "base"
    before = {(row.period, amount.step) for row in last.components[-1].rows for amount in row.amounts}
    return not before & {(row.period, amount.step) for row in begins.rows for amount in row.amounts}


def _share_notes(tables: Sequence[SalaryTable]) -> list[SalaryTable]:
    """A note under the last part of an appendix holds for all its parts."""
    notes = {table.context: table.condition for table in tables if table.condition and table.context.appendix}
    return [replace(table, condition=table.condition or notes.get(table.context)) for table in tables]
