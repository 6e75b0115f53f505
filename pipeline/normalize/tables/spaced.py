"""Tables typed with single spaces: "20 - 24 $ 75 per month" under "Years of Service Benefit"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.layouts.tables import VALUE_HEADS
from pipeline.normalize.lines import TextLine
from pipeline.normalize.tables.columns import Cell, Line

_AMOUNT = re.compile(r"^(?P<label>\S.*?)\s+(?P<value>\$\s?[\d,]+(?:\.\d+)?.*)$")
_NUMBER = re.compile(r"^(?P<label>\S.*?[A-Za-z].*?)\s+(?P<value>\d+(?:\.\d+)?%?)$")
_HEAD = re.compile(rf"\s(?=(?:{'|'.join(VALUE_HEADS)})\b)", re.IGNORECASE)


def split_spaced(lines: Sequence[TextLine]) -> tuple[Line, ...] | None:
    """Two columns of lines that no white space parts: a label, and the amount or number at its end.

    Returns:
        ``None`` where the lines are not of this kind.
    """
    pattern = next((item for item in (_AMOUNT, _NUMBER) if sum(bool(item.match(x.text)) for x in lines) >= 2), None)
    if pattern is None:
        return None
    found: list[Line] = []
    for line in lines:
        match = pattern.match(line.text)
        label, value = (match["label"], match["value"]) if match else _split_head(line.text)
        cells = [Cell(0, label, line.x0, line.x0)] + ([Cell(1, value, line.x1, line.x1)] if value else [])
        found.append(Line(tuple(cells), line.top, line.bottom))
    return tuple(found)


def split_blocks(lines: Sequence[TextLine]) -> tuple[tuple[TextLine, ...], ...]:
    """Cut lines where a head follows rows: two tables typed one under the other."""
    blocks: list[list[TextLine]] = []
    for line in lines:
        rows = bool(blocks) and _has_digit(blocks[-1][-1])
        if not blocks or (rows and not _has_digit(line)):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return tuple(tuple(block) for block in blocks)


def _has_digit(line: TextLine) -> bool:
    return any(character.isdigit() for character in line.text)


def _split_head(text: str) -> tuple[str, str]:
    """A head is cut before the first word that names a value."""
    cut = _HEAD.search(text)
    return (text[: cut.start()], text[cut.end() :]) if cut else (text, "")
