"""Schedules of one appendix and date that only their titles tell apart ("40-hour week", "56-hour week")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import headings, labels, tokens
from pipeline.normalize.salary.periods import parse_period
from pipeline.normalize.salary.placed import SalaryTable

_MOST_LINES = 8
"""Lines of a title at most, its heading and date among them."""
_MOST_WORDS = 16
_MOST_CAPTION = 2
_NEAR = 2.5
"""Line heights between a caption and what it stands over, at most."""
_NEARER = 0.3
"""Line heights by which a caption stands nearer to its own table than to the one above."""
_EVEN = 0.2
"""Line heights by which the space over a caption may be less than that under it."""
_TURNING = re.compile(r"\bpage\s+\d+(?:\s+of\s+\d+)?|\(?\bcont(?:inue|'|’)?d\b\.?\)?", re.IGNORECASE)  # noqa: RUF001
"""What changes in a title from page to page."""


def title_tables(tables: Sequence[SalaryTable], lines: Sequence[TextLine]) -> list[SalaryTable]:
    """The tables of a page, each with the title over it; one without a heading goes on under the title before."""
    titled: list[SalaryTable] = []
    floor = 0
    for table in tables:
        title = _read_title(lines[floor : table.body_line])
        body = table.body_line + _is_short_caption(lines, table)
        begun = find_caption(lines, floor, body, like=bool(titled and titled[-1].caption))
        caption = " ".join(line.text for line in lines[begun:body])
        titled.append(replace(table, title=title, caption=_TURNING.sub("", caption).strip() or None))
        floor = table.last_line + 1
    return titled


def find_caption(lines: Sequence[TextLine], floor: int, body: int, *, like: bool = False) -> int:
    """Index of the first line of the caption straight over the heads at ``body``; ``body`` without one.

    A caption is short and no heading; it stands apart from the rows of the table above ``floor``, or midway where that
    table has a caption too (``like``).
    """
    first = body
    while first > max(floor, body - _MOST_CAPTION) and _is_caption(lines[first - 1], lines[first]):
        first -= 1
    if first == body or first > floor or floor == 0:
        return first
    above = lines[first].top - lines[first - 1].bottom
    below = lines[body].top - lines[body - 1].bottom
    apart = above + _EVEN * lines[first].height if like else above - _NEARER * lines[first].height
    return first if apart > below else body


def _is_short_caption(lines: Sequence[TextLine], table: SalaryTable) -> bool:
    """Whether the first line of a table's heads is a caption of a few words ("Day shift") over the heads proper."""
    line = lines[table.body_line]
    alone = len(labels.cut_segments(line.words, 0)) == 1 < len(line.words)
    named = any(labels.head_role(word.text) for word in line.words) or parse_period(line.text)
    amounts = any(tokens.is_amount(word.text) for word in line.words)
    return alone and not named and not amounts and table.body_line < table.last_line


def _is_caption(line: TextLine, below: TextLine) -> bool:
    ended = len(line.words) > _MOST_WORDS or line.text.endswith((".", ";", ":"))
    if ended or headings.is_heading(line) or any(tokens.is_amount(word.text) for word in line.words):
        return False
    return below.top - line.bottom <= _NEAR * max(line.height, below.height)


def tell_apart(tables: Sequence[SalaryTable]) -> list[SalaryTable]:
    """Make a schedule's title its condition, where another schedule of that appendix and date pays the same classes.

    Under one title it is the caption straight over each that tells them apart.
    """
    told = _carry_titles(tables)
    captions = [replace(table, title=table.caption) for table in told]
    same_title = _find_alternatives(captions) - _find_alternatives(told)
    told = [own if own.context in same_title else table for own, table in zip(captions, told, strict=True)]
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
        if goes_on and before:
            same = table.caption is None and table.page.page_number != before.page.page_number
            table = replace(table, title=before.title, caption=before.caption if same else table.caption)  # noqa: PLW2901
        carried.append(table)
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
