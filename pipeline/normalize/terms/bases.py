"""What a quantity is counted per: hour, month, fiscal year, mile, deduction, occurrence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from pipeline.layouts.numbers import ONES, TEENS, TENS
from pipeline.layouts.terms import ADVERB_FOLLOWERS, ADVERBS, BASE_ADJECTIVES, PEOPLE, PERIODS, TWICE
from pipeline.normalize.terms.quantity import Quantity


def _join_names(names: Iterable[str]) -> str:
    """Pattern of the names, the longer first, over any white space."""
    return "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(names, key=len, reverse=True))


_PERIOD = _join_names(PERIODS)
_OTHER = _join_names(name for name in PERIODS if name not in PEOPLE)
_ADJECTIVE = rf"(?:(?:{'|'.join(BASE_ADJECTIVES)})\s+)?"
_AFTER = re.compile(
    rf"(?:(?<!hour-)(?<!hour )\bper[\s-]+{_ADJECTIVE}(?P<per>{_PERIOD})\b"
    rf"|\b(?:for|per)\s+(?:each|every)\s+{_ADJECTIVE}(?P<each>{_PERIOD})\b"
    rf"|(?<!end of )(?<!start of )(?<!beginning of )(?<!day of )\b(?:each|every|any\s+one)\s+(?P<bare>{_OTHER})\b"
    rf"|(?<!duration )(?<!occasions )\bin\s+(?:an?|any)\s+(?P<inside>{_OTHER})\b"
    rf"|\bin\s+one\s+(?P<one>(?:fiscal\s+|calendar\s+)?year)\b"
    rf"|\bon\s+an?\s+(?P<basis>{'|'.join(ADVERBS)})\s+basis\b"
    rf"|\b(?P<adverb>{'|'.join(ADVERBS)})\b(?=\s*(?:$|[^\sa-z])|\s+(?:{'|'.join(ADVERB_FOLLOWERS)})\b))",
    re.IGNORECASE,
)
_GLUED = re.compile(rf"(?:\.(?=\s*(?:per\b|/)))?\s*(?:-?\s?an?[\s-]|/\s?|per\s*)(?P<per>{_PERIOD})s?\b", re.IGNORECASE)
_COUNT = rf"(?:\d{{1,3}}|(?:{'|'.join((*ONES, *TEENS, *TENS))})(?:-(?:{'|'.join(ONES)}))?)"
_SIZED = re.compile(
    r"\s*(?:per|for\s+(?:each|every)|each|every|an?)\s+"
    rf"{_COUNT}(?:\s*\(\d{{1,3}}\))?[\s-]*(?:hour|hr|day)[\s-]+(?P<per>shift|watch|workday|day|workweek|week)\b",
    re.IGNORECASE,
)
""" "per 24-hour shift": its length stands between."""
_BEFORE = re.compile(rf"\b(?P<adverb>{'|'.join(ADVERBS)})\s+(?:[a-z-]+\s+){{0,7}}(?:\$\s?)?$", re.IGNORECASE)
_BEHIND = re.compile(
    rf"\s+(?:(?P<adverb>{'|'.join(ADVERBS)})|twice\s+(?:an?|per|each|every)\s+(?P<twice>{'|'.join(TWICE)}))\b",
    re.IGNORECASE,
)
""" "a $300 annual allowance"; of hours, "annual leave" is another thing."""
_SAID = re.compile(
    rf"\b(?:(?:in|during|for|per)\s+(?:one|any|any\s+one|each|every)|per)\s+(?P<per>{_OTHER})\s+"
    r"(?:shall|will|may|must|is)\s+(?:(?:not|be|exceed|limited|to|a|the|maximum|of|equal|up)\s+){0,6}(?:\$\s?)?$",
    re.IGNORECASE,
)
""" "What is paid in one fiscal year shall not exceed $500"."""
_SAID_ENDS = tuple(f"{word}{sign}" for word in ("shall", "will", "may", "must", "is", "be", "exceed", "to", "of")
                   for sign in (" ", " $", " $ "))  # fmt: skip
"""What stands straight before such a quantity: looked for first, since few sentences have it."""
_SAID_OF = ("money", "hours", "days")
_PAID = re.compile(r"\b(?:paid|payable)\s+$", re.IGNORECASE)
_OFTEN = re.compile(rf"\s*,?\s+per\s+(?P<per>{_OTHER})\b", re.IGNORECASE)
""" "$45 per employee per month": the time says more than the head."""
_ASIDE = re.compile(r"\s*\([^()]{1,60}\)")
_STOP = re.compile(r"[.;:,](?=\s|$)|\((?!\d{1,2}\))|(?<!\(\d)(?<!\(\d\d)\)")
"""A number written twice goes on: "every two (2) years"."""

_LONGEST = 40
"""Characters of the longest base: one that begins in the window is read to its end."""
AFTER_WINDOW = 90
"""Characters after a quantity in which its base may stand, up to the first punctuation mark."""
PERCENT_WINDOW = 60
"""The same of a percentage, whose sentence goes on about what it is taken of."""


def find_base(text: str, quantity: Quantity, following: Sequence[int]) -> str | None:
    """The base of a quantity: a key of ``PERIODS``' values; ``None`` where the sentence states none.

    Args:
        text: Up to the end of the quantity's sentence.
        quantity: The quantity.
        following: Where the quantities of the sentence begin, in order.
    """
    if quantity.kind == "money" and (behind := _BEHIND.match(text, quantity.end)):
        return TWICE[behind["twice"].lower()] if behind["twice"] else _name(behind["adverb"])
    glued = _SIZED.match(text, quantity.end) or _GLUED.match(text, quantity.end)
    if glued:
        return _name_often(text, glued["per"], glued.end())
    end = _skip_parenthesis(text, quantity.end)
    place = bisect_left(following, end)
    limit = following[place] if place < len(following) else len(text)
    window = end + (PERCENT_WINDOW if quantity.kind == "percent" else AFTER_WINDOW)
    stop = _STOP.search(text, end, window)
    match = _AFTER.search(text, end, stop.start() if stop else window + _LONGEST)
    if match and match.start() < min(limit, window) and not _is_of_other(text, quantity, match):
        name = next(name for name in match.groups() if name)
        return _name_often(text, name, match.end())
    return _find_before(text, quantity)


def _is_of_other(text: str, quantity: Quantity, match: re.Match[str]) -> bool:
    """Whether the time is of something else: "5% of salary paid biweekly", "1.5 times for all over eight in a day"."""
    if quantity.kind == "percent":
        return bool(match["bare"] or (match["adverb"] and _PAID.search(text, 0, match.start())))
    return quantity.unit == "times" and match["inside"] is not None


def _find_before(text: str, quantity: Quantity) -> str | None:
    """The base that stands before the quantity: "a monthly subsidy of $84", "in any year shall be 8 hours"."""
    start = max(0, quantity.start - 80)
    if quantity.kind == "money" and (before := _BEFORE.search(text, start, quantity.start)):
        return _name(before["adverb"])
    if quantity.kind not in _SAID_OF or not text.endswith(_SAID_ENDS, start, quantity.start):
        return None
    said = _SAID.search(text, start, quantity.start)
    return _name(said["per"]) if said else None


def _skip_parenthesis(text: str, end: int) -> int:
    """Past what a parenthesis says of the same quantity: "8.66 hours (8 hours and 40 minutes) monthly"."""
    aside = _ASIDE.match(text, end)
    return aside.end() if aside else end + (text[end : end + 1] in (")", "]"))


def _name_often(text: str, name: str, end: int) -> str:
    """The base; where it is a person, the time that follows it."""
    often = _OFTEN.match(text, end) if name.lower() in PEOPLE else None
    return _name(often["per"] if often else name)


def _name(printed: str) -> str:
    return PERIODS[re.sub(r"\s+", " ", printed.lower())]
