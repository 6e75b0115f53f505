"""Schedules of one appendix and date that only their titles tell apart ("40-hour week", "56-hour week")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import headings
from pipeline.normalize.salary.placed import SalaryTable

_MOST_LINES = 8
"""Lines of a title at most, its heading and date among them."""
_MOST_WORDS = 16
_TURNING = re.compile(r"\bpage\s+\d+(?:\s+of\s+\d+)?|\(?\bcont(?:inue|'|’)?d\b\.?\)?", re.IGNORECASE)  # noqa: RUF001
"""What changes in a title from page to page."""


def title_tables(tables: Sequence[SalaryTable], lines: Sequence[TextLine]) -> list[SalaryTable]:
    """The tables of a page, each with the title over it; one without a heading goes on under the title before."""
    titled: list[SalaryTable] = []
    floor = 0
    for table in tables:
        titled.append(replace(table, title=_read_title(lines[floor : table.body_line])))
        floor = table.last_line + 1
    return titled


def tell_apart(tables: Sequence[SalaryTable]) -> list[SalaryTable]:
    """Make a schedule's title its condition, where another schedule of that appendix and date pays the same classes."""
    told = _carry_titles(tables)
    alternatives = _find_alternatives(told)
    return [
        replace(table, condition="; ".join(filter(None, (table.title, table.condition))))
        if table.context in alternatives
        else table
        for table in told
    ]


def _read_title(lines: Sequence[TextLine]) -> str | None:
    """The short lines straight over a table, down to its last heading; ``None`` without a heading."""
    block: list[TextLine] = []
    for line in reversed(lines[-_MOST_LINES:]):
        if len(line.words) > _MOST_WORDS or line.text.endswith((".", ";", ":")):
            break
        block.insert(0, line)
    heads = (headings.is_heading(line) or headings.broken_date(block, index) for index, line in enumerate(block))
    last = max((index for index, head in enumerate(heads) if head), default=None)
    if last is None:
        return None
    return _TURNING.sub("", " ".join(line.text for line in block[: last + 1])).strip()


def _carry_titles(tables: Sequence[SalaryTable]) -> list[SalaryTable]:
    carried: list[SalaryTable] = []
    for table in tables:
        before = carried[-1] if carried else None
        goes_on = table.title is None and before is not None and before.context == table.context
        carried.append(replace(table, title=before.title) if goes_on and before else table)
    return carried


def _find_alternatives(tables: Sequence[SalaryTable]) -> set[headings.TableContext]:
    """Contexts in which tables of different titles pay the same step of the same class."""
    titles: dict[tuple[object, ...], set[str | None]] = defaultdict(set)
    for table in tables:
        for block in table.blocks:
            for component in block.components:
                for row in component.rows:
                    for amount in row.amounts:
                        paid = (block.label, component.kind, component.name, row.period, amount.step)
                        titles[table.context, paid].add(table.title)
    return {context for (context, _), found in titles.items() if len(found) > 1 and None not in found}  # type: ignore[misc]
