"""Which pay period a text names, and what only looks like one."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.layouts import pay
from pipeline.models import Period
from pipeline.normalize.salary import tokens

_NO_PERIOD = re.compile(
    r"\b(?:fiscal|calendar|school|contract|academic)\s+years?\b|\b\d+(?:st|nd|rd|th)?\+?\s*(?:years?|yrs?|months?|mos?)\b|"
    r"\byears?\s+of\b|\b(?:years|yrs|months|mos)\b|\d[\d,.]*[\s-]*(?:hours?|hrs?)\b|\b(?:semi|bi)[\s-]*(?:monthly|annual(?:ly)?)\b",
    re.IGNORECASE,
)
"""Years and months that pay nobody ("10 Years", "Months", "fiscal year"), and pay periods that are none of ours."""
_WORD = re.compile(r"[a-z]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)?")
_PAY_WORDS = frozenset({"rate", "rates", "salary", "pay", "wage", "base", "range"})


@lru_cache(maxsize=1 << 13)
def parse_period(text: str) -> Period | None:
    """The pay period a head names, anywhere in it."""
    text = _NO_PERIOD.sub(" ", text)
    folded = tokens.fold(text)
    words = {tokens.fold(word) for word in text.split()}
    for name, period in pay.HEADER_PERIODS:
        if name in words or (len(name) > 3 and name in folded):
            return period
    return None


def names_several(text: str) -> bool:
    """Whether a title names more than one pay period ("Hourly and monthly rates")."""
    return len({period for word in text.split() if (period := parse_period(word))}) > 1


def holds_time(text: str) -> bool:
    """Whether the head of a column names time and no pay: "Hours per Pay Period", but not "Annual (2,080 hours)"."""
    words = set(_WORD.findall(_IN_BRACKETS.sub(" ", text).lower()))
    if words & pay.ACCRUAL_WORDS:
        return True
    return bool(words & pay.NO_PAY_WORDS) and not words & (_PAY_WORDS - {"pay"})


def parse_named_step(text: str) -> str | None:
    """The step a head names beside its pay period: "Minimum" of "Hourly Minimum"."""
    rest = [word for word in text.split() if parse_period(word) is None and tokens.fold(word) not in _PAY_WORDS]
    step = tokens.parse_step(" ".join(rest)) if len(rest) < len(text.split()) else None
    return step if step and (step.lower() in pay.NAMED_STEPS or tokens.fold(rest[0]).startswith("step")) else None


def names_period(text: str) -> bool:
    """Whether a word names a pay period, be it none of ours ("Semi-Monthly"); the hours in brackets do not."""
    return text[-1] != ")" and (parse_period(text) is not None or _NO_PERIOD.fullmatch(text) is not None)
