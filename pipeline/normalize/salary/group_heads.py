"""Heads over groups of columns that each have a head of their own: they name no column alone."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layouts import pay
from pipeline.normalize.dates import find_dates
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.columns import Span
from pipeline.normalize.salary.head_cells import nearest_column
from pipeline.normalize.salary.labels import CLASS_ROLES, Segment, head_role
from pipeline.normalize.salary.periods import parse_period


def drop_group_heads(parted: Sequence[Sequence[Segment]], spans: Sequence[Span]) -> list[list[Segment]]:
    """Lines of heads without those over several columns, as "Longevity" over "10 Years" and "15 Years" is.

    Set in the middle of its columns it stands over one of them, and would be the head of that one alone. So would
    "Classification" over the titles of lanes. Pay periods, dates and steps over several columns are kept: they
    hold for all of them.
    """
    if len(parted) < 2 or len(spans) < 2:
        return [list(cells) for cells in parted]
    over = [[nearest_column(cell, spans) for cell in cells] for cells in parted]
    kept: list[list[Segment]] = []
    for number, cells in enumerate(parted):
        below = {
            column: cell
            for line, at in zip(parted[number + 1 :], over[number + 1 :], strict=True)
            for cell, column in zip(line, at, strict=True)
        }
        kept.append(
            [
                cell
                for cell, column in zip(cells, over[number], strict=True)
                if not _heads_group(cell, column, over[number], below)
            ]
        )
    return kept


def _heads_group(cell: Segment, column: int, line: Sequence[int], below: dict[int, Segment]) -> bool:
    """Whether a head stands over heads of several columns, of which the next ones have no other over them."""
    if column not in below or _says_what_holds(cell.text):
        return False
    beside = [near for near in (column - 1, column + 1) if near in below and near not in line]
    if len(line) == 1 and tokens.fold(cell.text) in pay.LANE_HEADS:
        return bool(beside)
    if all(tokens.fold(word.text) in pay.HEAD_WORDS for word in cell.words):
        return head_role(cell.text) in CLASS_ROLES and len(line) == 1 and bool(beside)
    own = tokens.names_years(below[column].text)
    return own and any(tokens.names_years(below[near].text) for near in beside)


def _says_what_holds(text: str) -> bool:
    """Whether a head names a pay period, a date or a step."""
    named = parse_period(text) is not None or tokens.parse_step(text) is not None
    return named or next(find_dates(text), None) is not None
