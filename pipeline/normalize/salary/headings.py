"""What stands above a salary table: appendix, operative date, MOU number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from pipeline.layouts import pay
from pipeline.normalize.dates import find_dates
from pipeline.normalize.lines import TextLine

_APPENDIX = re.compile(
    rf"\b(?:{'|'.join(pay.APPENDIX_WORDS)})\s+[\"'“]?"
    r"(?:no\.?\s*|#\s*)?([A-Z](?:-?\d{1,2})?|([A-Z])\2|\d{1,2}(?:-?[A-Z])?|[IVX]{1,5})(?![A-Za-z0-9.])",
    re.IGNORECASE,
)
_MOU = re.compile(
    r"\b(?:MOU|M\.O\.U\.|memorandum of understanding)\s*[-#:]?\s*(?:no\.?|number)?\s*#?\s*(\d{1,4})\b", re.IGNORECASE
)
_EFFECTIVE = re.compile(rf"\b(?:{'|'.join(pay.EFFECTIVE_WORDS)}|as of)\b", re.IGNORECASE)
_SALARY = re.compile(r"\b(?:salar(?:y|ies)|wages?|rates?|schedule|pay)\b", re.IGNORECASE)
_NOT_OPERATIVE = re.compile(r"\b(?:run date|printed|revised|prepared|amended)\b", re.IGNORECASE)
_WORDS_IN_HEADING = 16
_LINES_ABOVE = 14
_DATES = 2
_FAR = 1.2
"""Line heights between the dates of neighbouring columns."""


@dataclass(frozen=True, slots=True)
class TableContext:
    """What the headings above a table say of it."""

    mou_number: str | None = None
    appendix: str | None = None
    operative_date: date | None = None


def is_heading(line: TextLine) -> bool:
    """Whether a line begins another appendix or names the date of a table."""
    if len(line.words) > _WORDS_IN_HEADING:
        return False
    text = line.text
    if _APPENDIX.search(text) is not None:
        return True
    return _operative_date(text) is not None and not heads_columns(line)


def heads_columns(line: TextLine) -> bool:
    """Whether a line prints several dates far from one another: heads of columns, and no heading."""
    dates = list(find_dates(line.text))
    if len(dates) < _DATES:
        return False
    if sum(word.text.lower().startswith("eff") for word in line.words) >= len(dates):
        return True
    wide = _FAR * line.height
    return sum(right.x0 - left.x1 > wide for left, right in pairwise(line.words)) >= len(dates) - 1


def names_table(line: TextLine) -> bool:
    """Whether a line says which agreement, appendix or date a table is of."""
    return is_heading(line) or (len(line.words) <= _WORDS_IN_HEADING and _MOU.search(line.text) is not None)


def read_context(
    lines: Sequence[TextLine],
    first: int,
    last: int,
    inherited: TableContext,
    *,
    same_page: bool = False,
    reach: int = _LINES_ABOVE,
) -> tuple[TableContext, int | None]:
    """Read the headings among ``lines[first:last]``, the nearest above the table first.

    A table without a heading of its own goes on under the heading of the one before. A new appendix
    takes no date from the old one; a new date stays in the appendix only on the same page.

    Returns:
        The context, and the index of the topmost heading line (``None`` without one).
    """
    mou = appendix = top = None
    operative = broken_date(lines, last) if first < last < len(lines) else None  # its end may pass for a head
    for index in range(last - 1, max(first, last - reach) - 1, -1):
        if len(lines[index].words) > _WORDS_IN_HEADING or heads_columns(lines[index]):
            continue
        text = lines[index].text
        before = (mou, appendix, operative)
        mou = mou or _search(_MOU, text)
        if appendix is None and (match := _APPENDIX.search(text)):
            appendix = match.group(1).upper()
        operative = (
            operative or _operative_date(text) or _date_under_appendix(lines, index) or broken_date(lines, index)
        )
        if (mou, appendix, operative) != before:
            top = index
    if appendix is None and operative is None:
        return TableContext(mou or inherited.mou_number, inherited.appendix, inherited.operative_date), top
    if appendix is None:
        appendix = inherited.appendix if same_page or operative == inherited.operative_date else None
    return TableContext(mou or inherited.mou_number, appendix, operative), top


def broken_date(lines: Sequence[TextLine], index: int) -> date | None:
    """The operative date that ends on a line and begins on the one over it ("Effective" / "July 1, 2024")."""
    if index == 0 or max(len(line.words) for line in lines[index - 1 : index + 1]) > _WORDS_IN_HEADING:
        return None
    upper, both = lines[index - 1].text, f"{lines[index - 1].text} {lines[index].text}"
    if _EFFECTIVE.search(upper) is None or _NOT_OPERATIVE.search(both):
        return None
    dates = (day for day, start, end in find_dates(both) if start <= len(upper) + 1 < end)
    return next((day for day in dates if _operative_date(upper) is None), None)


def _search(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group(1) if match else None


def _operative_date(text: str) -> date | None:
    """The date a heading line says the table holds from."""
    if _NOT_OPERATIVE.search(text):
        return None
    dates = [day for day, _, _ in find_dates(text)]
    return dates[0] if dates and (_EFFECTIVE.search(text) or _SALARY.search(text)) else None


def _date_under_appendix(lines: Sequence[TextLine], index: int) -> date | None:
    """A date that stands alone on the line under an appendix heading."""
    text = lines[index].text
    if index == 0 or not _APPENDIX.search(lines[index - 1].text):
        return None
    return next((day for day, start, end in find_dates(text) if end - start >= len(text.strip()) - 1), None)
