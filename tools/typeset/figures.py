"""The figures of the three agreements, from the compact tables beside this module.

A row is one printed line: appendix, operative date, class, range, component, percent, period and the
amount of each step (blank where the step is blank). Rows of one class follow each other.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path

from tools.typeset.model import PERIODS, Agreement, Appendix, ClassBlock, Component, Line, PayTable

FIGURES = Path(__file__).parent / "figures"
Row = dict[str, str]


def load_agreement(mou_number: str, notes: dict[str, tuple[str, ...]] | None = None) -> Agreement:
    """Read ``figures/mou<number>.csv``; ``notes`` are the conditions to print under each appendix."""
    with (FIGURES / f"mou{mou_number}.csv").open(newline="", encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    appendices = tuple(
        _read_appendix(list(group), (notes or {}).get(letter, ()))
        for letter, group in groupby(rows, key=lambda row: row["appendix"])
    )
    return Agreement(mou_number, appendices)


def _read_appendix(rows: Sequence[Row], notes: tuple[str, ...]) -> Appendix:
    steps = _printed_steps(rows)
    blocks = tuple(_read_block(list(group), steps) for _, group in groupby(rows, key=lambda row: row["class_code"]))
    operative = date.fromisoformat(rows[0]["operative_date"])
    return Appendix(rows[0]["appendix"], operative, (PayTable(steps, blocks),), notes)


def _printed_steps(rows: Iterable[Row]) -> tuple[str, ...]:
    """Steps up to the last one that any class of the appendix fills."""
    last = max(int(key[1:]) for row in rows for key, value in row.items() if key.startswith("s") and value)
    return tuple(str(step) for step in range(1, last + 1))


def _read_block(rows: Sequence[Row], steps: tuple[str, ...]) -> ClassBlock:
    components = tuple(
        _read_component(list(group), steps) for _, group in groupby(rows, key=lambda row: row["component_name"])
    )
    return ClassBlock(rows[0]["class_title"], rows[0]["class_code"], rows[0]["range_code"], components)


def _read_component(rows: Sequence[Row], steps: tuple[str, ...]) -> Component:
    first = rows[0]
    kind = first["component"]
    if kind not in ("base", "bonus", "total"):
        raise ValueError(f"unknown component {kind!r} of class {first['class_code']}")
    lines = tuple(_read_line(row, steps) for row in rows)
    return Component(kind, first["component_name"] or None, first["percent"] or None, lines)  # type: ignore[arg-type]


def _read_line(row: Row, steps: tuple[str, ...]) -> Line:
    period = next(period for period in PERIODS if period == row["period"])
    return Line(period, tuple(_read_cents(row[f"s{step}"]) for step in steps))


def _read_cents(text: str) -> int | None:
    return int(text.replace(".", "")) if text else None
