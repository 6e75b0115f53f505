"""Rows as columns with shared words: 50,000 findings of a few dozen kinds take little room so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


def pack_column(values: Iterable[Any]) -> dict[str, Any]:
    """A column: ``{"v": values}``, or ``{"d": different values, "v": places in d}`` where that is shorter."""
    listed = list(values)
    if not listed or not all(isinstance(value, str | None) for value in listed):
        return {"v": listed}
    different = list(dict.fromkeys(listed))
    if 2 * len(different) > len(listed):
        return {"v": listed}
    place = {value: index for index, value in enumerate(different)}
    return {"d": different, "v": [place[value] for value in listed]}


def pack_rows(rows: Iterable[Mapping[str, Any]], names: Iterable[str]) -> dict[str, Any]:
    """Rows as ``{"n": how many, "cols": {name: column}}``."""
    listed = list(rows)
    return {"n": len(listed), "cols": {name: pack_column(row.get(name) for row in listed) for name in names}}
