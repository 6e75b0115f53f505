"""Calendar dates in prose, and the dates that say when a quantity takes effect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.layouts.numbers import MONTH_ABBREVIATIONS, MONTHS, ORDINALS
from pipeline.layouts.terms import EFFECTIVE_MARKERS, NOT_EFFECTIVE_AFTER, RAISE_WORDS
from pipeline.normalize.terms.quantity import Quantity

_NAMES = {name.lower(): number for name, number in (*MONTHS.items(), *MONTH_ABBREVIATIONS.items())}
_MONTH = (
    rf"(?:{'|'.join(MONTHS)}|{'|'.join(name.upper() for name in MONTHS)}"
    rf"|(?:{'|'.join(MONTH_ABBREVIATIONS)}|{'|'.join(name.upper() for name in MONTH_ABBREVIATIONS)})\b\.?)"
)
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?!\d)"
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_COMMA = r"(?:[^\S\n]*,\s*|[^\S\n]*)"
"""Before the year. One on a line of its own, with no comma before it, heads what follows: "December 30 / 2022:"."""
_NAMED = (
    re.compile(rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:\s?(?:st|nd|rd|th))?\b(?:{_COMMA}(?P<year>{_YEAR}))?"),
    re.compile(
        rf"\b(?P<day>{_DAY})(?:\s?(?:st|nd|rd|th))?\s+(?:day\s+)?(?:of\s+)?(?P<month>{_MONTH}){_COMMA}(?P<year>{_YEAR})"
    ),
    re.compile(rf"\b(?P<month>{_MONTH}){_COMMA}(?P<year>{_YEAR})"),
)
_WORDED = (
    re.compile(
        rf"\b(?i:(?P<ordinal>{_ORDINAL})\s+(?:day\s+)?of)\s+(?P<month>{_MONTH})"
        rf"(?:{_COMMA}(?P<year>{_YEAR}))?"
    ),
)
_FIGURES = (
    re.compile(
        r"(?<![\d/.-])(?P<number>1[0-2]|0?[1-9])(?P<mark>[/-])(?P<day>3[01]|[12]\d|0?[1-9])(?P=mark)"
        r"(?P<year>(?:19|20)?\d\d)(?![\d/-])"
    ),
    re.compile(r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)-(?P<number>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])(?![\d/-])"),
)
_ANY_MONTH = re.compile("[JFMASOND](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|AN|EB|AR|PR|AY|UN|UL|UG|EP|CT|OV|EC)")
"""Most clauses name no month, and the patterns of dates are dear."""
_ANY_DAY_OF = re.compile(rf"of\s+{_MONTH}|OF\s+{_MONTH}")
_ANY_FIGURES = re.compile(r"\d[/-]\d")
_MARKERS = "|".join(
    marker.replace(" ", r"\s+") if marker[0].isupper() else f"(?i:{marker})".replace(" ", r"\s+")
    for marker in EFFECTIVE_MARKERS
)
_MARKER = re.compile(
    rf"(?:\b(?P<before>\w+)\s+)?\b(?P<marker>{_MARKERS})\b"
    r"(?:\s+(?:on|as\s+of|in|from|the|date\s+of|at\s+[\d:]{1,5}(?:\s+hours)?(?:\s?[ap]\.?m\.?)?))*[\s,]*$"
)
_PAY_PERIOD = (
    r"(?:the|with|on|in|of|at|to|or|and|a|first|1st|full|pay|payroll|period|periods|day|start|beginning|commencing|starting|"
    r"after|following|closest|nearest|that|which|includes?|including|contains|containing|inclusive|date)"
)
_FROM_PERIOD = re.compile(
    rf"\b(?P<marker>{_MARKERS})(?=(?:\s+\w+)*?\s+pay(?:roll)?\s+period)(?:\s+{_PAY_PERIOD})+[\s,]*$"
)
"""The pay period in which a date falls, or that follows it: "effective the first full pay period after July 1"."""
_OPENS = re.compile(r"(?:^|\n|[.;:]\s|\x00)\s*(?:\(?\w{1,3}[.)]\s+)?$")
_HEADS = re.compile(r"\s*[:\u2013\u2014-]\s")
_RAISED = re.compile(
    rf"(?:%|\bpercent)\)?(?:\s+(?i:{'|'.join(RAISE_WORDS)})s?){{0,3}}\s+(?P<marker>(?:on|as\s+of)\s+)$"
)
""" "3% on July 1, 2024 and 2% on July 1, 2025"."""
_ON = re.compile(r"(?:^|[.:;]\s+|\n\s*)On\s+$")


@dataclass(frozen=True, slots=True)
class EffectiveDate:
    """A date that a word such as "effective" makes the start of something."""

    start: int
    """Where the word stands."""
    end: int
    day: date


def find_dates(text: str) -> Iterator[Quantity]:
    """Dates as quantities: ``value`` is YYYYMMDD, YYYYMM where no day, MMDD where no year is printed."""
    taken = 0
    named = _ANY_MONTH.search(text) is not None
    patterns = [
        *(_NAMED if named else ()),
        *(_WORDED if named and _ANY_DAY_OF.search(text) else ()),
        *(_FIGURES if _ANY_FIGURES.search(text) else ()),
    ]
    matches = (match for pattern in patterns for match in pattern.finditer(text))
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        quantity = _read(match) if match.start() >= taken else None
        if quantity:
            taken = match.end()
            yield quantity


def _read(match: re.Match[str]) -> Quantity | None:
    """The date; ``None`` where the calendar has no such day."""
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _NAMES[parts["month"].rstrip(".").lower()]
    year = parts.get("year")
    number = _full_year(year) if year else None
    printed = parts.get("day") or ORDINALS.get((parts.get("ordinal") or "").lower())
    if printed is None:
        day = date(number or 1, month, 1)
        return Quantity(*match.span(), "date", Decimal((number or 0) * 100 + month), "month", None, day)
    try:
        day = date(number or 2000, month, int(printed))
    except ValueError:
        return None
    if number is None:
        return Quantity(*match.span(), "date", Decimal(month * 100 + day.day), "month_day")
    return Quantity(*match.span(), "date", Decimal(day.strftime("%Y%m%d")), "date", None, day)


def _full_year(printed: str) -> int:
    """Two digits from 70 on are of the last century: agreements in force since then still print them."""
    year = int(printed)
    return year if len(printed) > 2 else year + (1900 if year >= 70 else 2000)


BEFORE = 110
"""Characters before a date in which the word stands that makes it the start of something."""


def _match_marker(head: str) -> re.Match[str] | None:
    """The words before a date that make it the start of something."""
    return next((match for form in (_MARKER, _ON, _FROM_PERIOD, _RAISED) if (match := form.search(head))), None)


def _match_head(text: str, quantity: Quantity) -> re.Match[str] | None:
    """An empty match before a date that heads its sentence: "July 1, 2024: 3%"."""
    opens = _OPENS.search(text, max(0, quantity.start - 12), quantity.start)
    return opens if opens is not None and _HEADS.match(text, quantity.end) else None


def find_effective_dates(text: str, dates: tuple[Quantity, ...]) -> tuple[EffectiveDate, ...]:
    """The dates of the text that a marker stands straight before."""
    found = []
    for quantity in dates:
        if quantity.day is None:
            continue
        head = text[max(0, quantity.start - BEFORE) : quantity.start]
        marker = _match_marker(head) or _match_head(text, quantity)
        if marker and (marker.groupdict().get("before") or "").lower() not in NOT_EFFECTIVE_AFTER:
            offset = quantity.start - len(head)
            start = marker.start("marker") if "marker" in marker.groupdict() else marker.end()
            found.append(EffectiveDate(offset + start, quantity.end, quantity.day))
    return tuple(found)
