"""What a single word of a salary table can be: an amount, a pay period, a step, a code, a date."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from pipeline.layouts import pay
from pipeline.models import Cents, Period

_MONEY = re.compile(r"\(?\$?\s?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d\d))?\)?[*\u2020\u2021]{0,3}")
_CENTS = re.compile(r"\(?\$?\d[\d,]*\.\d\d\)?[*\u2020\u2021]{0,3}")
_NEGATIVE = re.compile(r"\$?\([-\u2212\u2013]?\$?\d[\d,]*(?:\.\d\d)?\)")
_FINE = re.compile(r"\(?\$?\d[\d,]*\.\d{3,8}\)?")
_NUMBER = re.compile(r"\(?\$?\d[\d,]*(?:\.\d+)?%?\)?")
_GARBLED = re.compile(r"[$S(]?[\dA-Za-z|]+(?:[.,;'!][.,;'!\dA-Za-z|]*)+\)?")
_CODE = re.compile(r"[A-Z]{0,2}\d{3,5}[A-Z]?(?:-\d{1,2}[A-Z]?)?|[A-Z]{1,2}-\d{2,4}")
_STEP = re.compile(r"(?:steps?)?[ .#-]*(\d{1,2}|[A-Z]|[IVX]{1,5})", re.IGNORECASE)
_COUNTED_STEP = re.compile(
    rf"(?:step\s)?(\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(pay.COUNTING_WORDS)})(?:\sstep)?", re.IGNORECASE
)
_SERVICE = re.compile(
    r"(?:after\s+)?(?:\d{1,2}\s?[-\u2013]\s?\d{1,2}|\d{1,2}|one|two|three|four|five|six|ten)(?:st|nd|rd|th)?\+?\s*(?:years?|yrs?|months?|mos?)\b\.?",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(\d{1,2})\s?(?:[-\u2013]\s?\d{1,2}|\+|(?:&|and|or)\s(?:over|up|more))", re.IGNORECASE)
_LENGTH = re.compile(r"(?:after\s+)?(\d{1,2})(?:st|nd|rd|th)?\+?\s?(?:[-\u2013]\s?\d{1,2})?\s*(m|y)", re.IGNORECASE)
_LATE = re.compile(r"l-?\d{1,2}", re.IGNORECASE)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?%")
SIGNS = frozenset({"$", "($", "(", ")", "$)"})
"""Currency signs and accounting brackets that stand alone."""
_LEAST_DIGITS = 2
"""Figures of a garbled number."""
_KNOWN = 1 << 13
"""Different words kept with what they are: a document repeats its own."""
_ROMAN = {"I": 1, "V": 5, "X": 10}


@lru_cache(maxsize=_KNOWN)
def fold(text: str) -> str:
    """Lower case letters and digits only: how names of the layouts are compared."""
    return "".join(char for char in text.lower() if char.isalnum())


@lru_cache(maxsize=_KNOWN)
def parse_money(text: str) -> Cents | None:
    """Cents of an amount as printed ("$2,640.80", "61,980"); ``None`` where it is none.

    An amount has two decimals or none; "1.368584" is no amount of money, "(25.00)" less than none.
    """
    match = _MONEY.fullmatch(text)
    if match is None or _NEGATIVE.fullmatch(text):
        return None
    return int(match.group(1).replace(",", "")) * 100 + int(match.group(2) or 0)


@lru_cache(maxsize=_KNOWN)
def is_cents(text: str) -> bool:
    """Whether the word is an amount with two decimals, which little else is."""
    return _CENTS.fullmatch(text) is not None and not is_negative(text)


@lru_cache(maxsize=_KNOWN)
def is_negative(text: str) -> bool:
    """Whether the word is an amount in brackets, as accounts write a negative one; "(1201)" is a code."""
    return _NEGATIVE.fullmatch(text) is not None and not (text[1:-1].isdigit() and is_code(text[1:-1]))


@lru_cache(maxsize=_KNOWN)
def is_number(text: str) -> bool:
    """Whether the word is a number of any kind."""
    return _NUMBER.fullmatch(text) is not None


@lru_cache(maxsize=_KNOWN)
def is_blank(text: str) -> bool:
    """Whether the word stands for an amount that is not there, or is a currency sign alone."""
    return text in SIGNS or text.lower() in pay.BLANKS


@lru_cache(maxsize=_KNOWN)
def parse_row_period(text: str) -> Period | None:
    """The pay period a row's label names."""
    return pay.ROW_PERIODS.get(fold(text)) if len(text) <= 14 else None


@lru_cache(maxsize=_KNOWN)
def is_fine(text: str) -> bool:
    """Whether the word is a number finer than cents ("27.4121"): no amount that can be published."""
    return _FINE.fullmatch(text) is not None


@lru_cache(maxsize=_KNOWN)
def is_garbled(text: str) -> bool:
    """Whether a word is half a number and half something else ("2O,4l3.8", "1,234,.50", "(25.00)"): no amount."""
    if is_negative(text):
        return True
    digits = sum(char.isdigit() for char in text)
    letters = sum(char.isalpha() for char in text)
    return parse_money(text) is None and _GARBLED.fullmatch(text) is not None and digits >= max(_LEAST_DIGITS, letters)


@lru_cache(maxsize=_KNOWN)
def is_amount(text: str) -> bool:
    """Whether the word can only be an amount of money: two decimals, a currency sign, or thousands."""
    return is_cents(text) or (parse_money(text) is not None and ("$" in text or "," in text))


@lru_cache(maxsize=_KNOWN)
def parse_step(text: str) -> str | None:
    """The name of a step without the word: "1" of "Step 1", "A" of "STEP A"."""
    text = text.rstrip("*\u2020\u2021") if len(text) > 1 else text
    match = _STEP.fullmatch(text) or _COUNTED_STEP.fullmatch(text)
    if match:
        return match.group(1)
    return text if text.lower() in pay.NAMED_STEPS else None


@lru_cache(maxsize=_KNOWN)
def names_service(text: str) -> bool:
    """Whether a head names a step by service: "Start", "6 Months", "After 1 Year"."""
    return _SERVICE.fullmatch(text) is not None or fold(text) in pay.SERVICE_WORDS


@lru_cache(maxsize=_KNOWN)
def names_years(text: str) -> bool:
    """Whether a cell of steps names one by a span of years, with the word or without: "0-2 years", "0-2", "20+"."""
    return names_service(text) or _YEARS.fullmatch(text) is not None


@lru_cache(maxsize=_KNOWN)
def names_late_step(text: str) -> bool:
    """Whether a cell of steps names the pay after long service: "15 Yr Longevity", "L-20"."""
    return "longevity" in fold(text) or _LATE.fullmatch(text.strip()) is not None


def step_rank(step: str) -> int | None:
    """A step's place in its order: 3 for "3", "03", "C" and "III", the months of service for "2 Years"."""
    if names_service(step):
        return _months(step)
    if match := _YEARS.fullmatch(step):
        return int(match.group(1))
    if step.isdigit():
        return int(step)
    if _COUNTED_STEP.fullmatch(step):
        return pay.COUNTING_WORDS.get(step.lower()) or int(step[:-2])
    if len(step) == 1 and step.isalpha() and step not in _ROMAN:
        return ord(step.upper()) - ord("A") + 1
    return _roman(step)


def _months(service: str) -> int | None:
    """Months of the service that begins a step; ``None`` for "Top", which only its place tells."""
    if match := _LENGTH.match(service):
        return int(match.group(1)) * (1 if match.group(2) in "mM" else 12)
    return 0 if fold(service) in pay.FIRST_SERVICE_WORDS else None


def _roman(text: str) -> int | None:
    values = [_ROMAN.get(char) for char in text.upper()]
    if not values or None in values:
        return None
    numbers = [value for value in values if value is not None]
    return sum(
        -value if index + 1 < len(numbers) and value < numbers[index + 1] else value
        for index, value in enumerate(numbers)
    )


def is_code(text: str) -> bool:
    """Whether the word has the form of a class code: 2244-1, 2251, A12."""
    return _CODE.fullmatch(text) is not None


def parse_percent(text: str) -> Decimal | None:
    """The percentage a component's name states; ``None`` where it states none or several."""
    found = _PERCENT.findall(text)
    return Decimal(found[0]) if len(found) == 1 else None
