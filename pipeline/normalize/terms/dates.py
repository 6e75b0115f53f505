"""Calendar dates in prose, and the dates that say when a quantity takes effect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.layouts.numbers import MONTH_ABBREVIATIONS, MONTHS, ORDINALS
from pipeline.layouts.terms import CITATIONS, EFFECTIVE_MARKERS, NOT_EFFECTIVE_AFTER, RAISE_WORDS
from pipeline.normalize.terms.quantity import Quantity
from pipeline.normalize.terms.years import make_date, share_years

_NAMES = {name.lower(): number for name, number in (*MONTHS.items(), *MONTH_ABBREVIATIONS.items())}
_MONTH = (
    rf"(?:{'|'.join(MONTHS)}|{'|'.join(name.upper() for name in MONTHS)}"
    rf"|(?:{'|'.join(MONTH_ABBREVIATIONS)}|{'|'.join(name.upper() for name in MONTH_ABBREVIATIONS)})\b\.?)"
)
_YEAR = r"(?:19|20)\d\d(?!\d)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?!\d)"
_ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
_COMMA = r"(?:[^\S\n]*,\s*|[^\S\n]+of[^\S\n]+|[^\S\n]*)"
"""Before the year. One on a line of its own, with no comma before it, heads what follows: "December 30 / 2022:"."""
_NAMED = (
    re.compile(rf"\b(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:\s?(?:st|nd|rd|th))?\b(?:{_COMMA}(?P<year>{_YEAR}))?"),
    re.compile(rf"\b(?P<month>{_MONTH}){_COMMA}(?P<year>{_YEAR})"),
)
_TH = r"(?i:\s?(?:st|nd|rd|th)\b)?"
_THEN = r"(?:\s*[-\u2013]\s*|\s*,\s*(?:(?:and|or)\s+)?|\s+(?:to|through|thru|until|and|or)\s+(?:the\s+)?)"
_DAY_MONTH = rf"{_DAY}(?i:\s?(?:st|nd|rd|th))?\s+(?i:day\s+)?(?i:of\s+)?{_MONTH}"
_DAY_FIRST = re.compile(
    rf"\b(?P<day>{_DAY})(?i:\s?(?:st|nd|rd|th))?\s+(?i:day\s+)?(?i:of\s+)?(?P<month>{_MONTH})"
    rf"(?:{_COMMA}(?P<year>{_YEAR})|(?={_THEN}{_DAY_MONTH}{_COMMA}{_YEAR}))"
)
"""Without a year only before another: "28 June to 4 July 2024"."""
_DAYS = (
    re.compile(
        rf"\b(?P<month>{_MONTH})\s+(?P<days>{_DAY}{_TH}(?:{_THEN}{_DAY}{_TH}){{1,9}})(?!\w){_COMMA}(?P<year>{_YEAR})"
    ),
    re.compile(rf"\b(?P<month>{_MONTH})\s+(?P<days>{_DAY}{_TH}[-\u2013]{_DAY}{_TH})(?![\w%]|[-/.,]\d|,?\s+\d)"),
)
"""Days of one month: "July 1-15, 2024", "July 5, 12 and 19, 2024"; without a year only from one to another."""
_MONTHS = re.compile(rf"\b(?P<first>{_MONTH}){_THEN}(?P<month>{_MONTH}){_COMMA}(?P<year>{_YEAR})")
""" "July through September 2024"."""
_MONTH_FIRST = (*_DAYS, *_NAMED, _MONTHS)
"""Looked for only where a month is named: the patterns of dates are dear."""
_ONE_DAY = re.compile(rf"(?P<day>{_DAY}){_TH}")
_WORDED = (
    re.compile(
        rf"\b(?i:(?P<ordinal>{_ORDINAL})\s+(?:day\s+)?of)\s+(?P<month>{_MONTH})"
        rf"(?:{_COMMA}(?P<year>{_YEAR}))?"
    ),
)
_PARTED = r"(?:(?<![\d/.-])|(?<=\d/\d\d-)|(?<=\d/\d\d\d\d-))"
_FIGURES = (
    re.compile(
        rf"{_PARTED}(?P<number>1[0-2]|0?[1-9])(?P<mark>[/-])(?P<day>3[01]|[12]\d|0?[1-9])(?P=mark)"
        r"(?P<year>(?:19|20)?\d\d)(?![\d/]|-(?!\d\d?/\d\d?/))"
    ),
    re.compile(
        r"(?<![\d/.-])(?P<number>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])"
        r"(?=(?:\s*[-\u2013]\s*|\s+(?:to|through|thru|until)\s+)\d\d?/\d\d?/\d\d)"
    ),
    re.compile(r"(?<![\d/.-])(?P<year>(?:19|20)\d\d)-(?P<number>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])(?![\d/-])"),
)
_DOTTED = re.compile(
    rf"(?<![\d/.-])(?<!\u00a7)(?<!\u00a7 )(?P<number>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12]\d|0?[1-9])\.(?P<year>{_YEAR})"
    r"(?![/-]|\.\d)"
)
_CITED = re.compile(rf"\b(?:{'|'.join(CITATIONS)})\.?\s*$", re.IGNORECASE)
""" "Section 12.31.2025" is no date."""
_ANY_MONTH = re.compile("[JFMASOND](?:an|eb|ar|pr|ay|un|ul|ug|ep|ct|ov|ec|AN|EB|AR|PR|AY|UN|UL|UG|EP|CT|OV|EC)")
"""How the name of a month begins; most clauses have none."""
_ANY_DAY_OF = re.compile(rf"of\s+{_MONTH}|OF\s+{_MONTH}")
_ANY_FIGURES = re.compile(r"\d[/-]\d")
_ANY_DOTTED = re.compile(r"\d\.\d\d?\.(?:19|20)")
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
    r"after|following|closest|nearest|that|which|includes?|including|contains|containing|inclusive|date|biweekly|bi-weekly|"
    r"begins?|starts?|commences?|falls?|falling|occurs?|occurring|immediately|next|is)"
)
_FROM_PERIOD = re.compile(
    rf"\b(?P<marker>{_MARKERS})(?=(?:\s+\w+)*?\s+pay(?:roll)?\s+period)(?:\s+{_PAY_PERIOD})+[\s,]*$"
)
"""The pay period in which a date falls, or that follows it: "effective the first full pay period after July 1"."""
_OPENS = re.compile(r"(?:^|\n|[.;:]\s|\x00)\s*(?:\(?\w{1,3}[.)]\s+)?$")
_HEADS = re.compile(r"\s*[:\u2013\u2014-]\s")
_RAISED = re.compile(
    rf"(?:%|\bpercent)\)?(?:\s+(?i:{'|'.join(RAISE_WORDS)})s?){{0,3}}(?:\s+(?:on|as\s+of)\s+|\s*[-\u2013\u2014:(]\s*)$"
)
""" "3% on July 1, 2024 and 2% on July 1, 2025", "3% - July 1, 2024"."""
_ON = re.compile(r"(?:^|[.:;]\s+|\n\s*)On\s+(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class EffectiveDate:
    """A date that a word such as "effective" makes the start of something."""

    start: int
    """Where the word stands."""
    end: int
    day: date


def find_dates(text: str) -> tuple[Quantity, ...]:
    """Dates as quantities: ``value`` is YYYYMMDD, YYYYMM where no day, MMDD where no year is printed."""
    return share_years(text, tuple(_find_each(text)))


def _find_each(text: str) -> Iterator[Quantity]:
    """Every date with what it prints itself."""
    taken = 0
    months = [match.start() for match in _ANY_MONTH.finditer(text)]
    patterns = [
        *((_DAY_FIRST,) if months else ()),
        *(_WORDED if months and _ANY_DAY_OF.search(text) else ()),
        *(_FIGURES if _ANY_FIGURES.search(text) else ()),
        *((_DOTTED,) if _ANY_DOTTED.search(text) else ()),
    ]
    matches = [match for pattern in patterns for match in pattern.finditer(text)]
    matches += [match for form in _MONTH_FIRST for place in months if (match := form.match(text, place))]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() < taken or (match.re is _DOTTED and _CITED.search(text[: match.start()])):
            continue
        quantities = _choose_reading(match)(match)
        if quantities:
            taken = match.end()
            yield from quantities


def _choose_reading(match: re.Match[str]) -> Callable[[re.Match[str]], tuple[Quantity, ...]]:
    return _read_days if match.re in _DAYS else _read_months if match.re is _MONTHS else _read


def _read_months(match: re.Match[str]) -> tuple[Quantity, ...]:
    """Two months of which only the last has its year."""
    first, last = (_NAMES[match[name].rstrip(".").lower()] for name in ("first", "month"))
    year = int(match["year"])
    before = year - (first > last)
    places = ((match.span("first"), before, first), ((match.start("month"), match.end()), year, last))
    return tuple(
        Quantity(*span, "date", Decimal(of * 100 + month), "month", None, date(of, month, 1))
        for span, of, month in places
    )


def _read_days(match: re.Match[str]) -> tuple[Quantity, ...]:
    """Each day of a list of days of one month; the first stands with the month, the last with the year."""
    month, year = _NAMES[match["month"].rstrip(".").lower()], match.groupdict().get("year")
    days = list(_ONE_DAY.finditer(match.string, *match.span("days")))
    quantities = []
    for place, day in enumerate(days):
        start = day.start() if place else match.start()
        end = match.end() if year and place == len(days) - 1 else day.end()
        found = make_date(start, end, month, int(day["day"]), int(year) if year else None)
        if found is None:
            return ()
        quantities.append(found)
    return tuple(quantities)


def _read(match: re.Match[str]) -> tuple[Quantity, ...]:
    """The date; none where the calendar has no such day."""
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else _NAMES[parts["month"].rstrip(".").lower()]
    year = parts.get("year")
    number = _full_year(year) if year else None
    printed = parts.get("day") or ORDINALS.get((parts.get("ordinal") or "").lower())
    if printed is None:
        day = date(number or 1, month, 1)
        return (Quantity(*match.span(), "date", Decimal((number or 0) * 100 + month), "month", None, day),)
    found = make_date(*match.span(), month, int(printed), number)
    return () if found is None else (found,)


def _full_year(printed: str) -> int:
    """Two digits from 70 on are of the last century: agreements in force since then still print them."""
    year = int(printed)
    return year if len(printed) > 2 else year + (1900 if year >= 70 else 2000)


BEFORE = 110
"""Characters before a date in which the word stands that makes it the start of something."""


def _match_marker(head: str) -> re.Match[str] | None:
    """The words before a date that make it the start of something."""
    found = (match for form in (_MARKER, _ON, _FROM_PERIOD, _RAISED) if (match := form.search(head)))
    return next((match for match in found if not _dates_another(match)), None)


def _dates_another(marker: re.Match[str]) -> bool:
    return (marker.groupdict().get("before") or "").lower() in NOT_EFFECTIVE_AFTER


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
        if marker:
            offset = quantity.start - len(head)
            start = marker.start("marker") if "marker" in marker.groupdict() else marker.end()
            found.append(EffectiveDate(offset + start, quantity.end, quantity.day))
    return tuple(found)
