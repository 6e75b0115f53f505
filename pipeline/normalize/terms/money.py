"""Amounts of money in digits, words, or both."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from pipeline.layouts.numbers import SCALES
from pipeline.layouts.terms import ADVERBS, PERIODS
from pipeline.normalize.terms.number_words import DIGITS, PLAIN, RUN, parse_digits, read_run
from pipeline.normalize.terms.numbers import Number
from pipeline.normalize.terms.quantity import Quantity

_PERIOD = "|".join(re.escape(name) for name in PERIODS)
_SCALE = r"(?:\s?(?:million|billion|thousand)\b|[mk]\b)"
_SIGN = re.compile(r"(?:us)?\$\s?$|\busd\s?$")
_SCALED = re.compile(
    rf"(?P<scale>{_SCALE})?(?:\s+dollars\b)?"
    rf"(?:\s*[(\[]\s*(?:(?P<words>{RUN})\s+dollars?(?:\s+(?:and\s+)?(?P<cents>{RUN})\s+cents?)?"
    rf"|(?P<only>{RUN})\s+cents?)\s*[)\]])?"
)
_DOLLARS = re.compile(
    rf"(?P<scale>{_SCALE})?[\s-]+dollars?\b(?:\s+(?:and\s+)?(?P<cents>{RUN}|\d\d?)\s+cents?\b)?"
    rf"(?:\s*[(\[]\s*\$\s?(?P<digits>{PLAIN})\s*[)\]])?"
)
_CENTS = re.compile(
    rf"(?:[\s-]*cents?\b|\s?¢)"
    rf"(?:\s*[(\[]\s*(?:\$\s?(?P<dollars>{PLAIN})|(?P<digits>{DIGITS})\s?(?:¢|c\b|cents?\b))\s*[)\]])?"
)
_TIGHT = re.compile(r"[-\u2013]")
_LOOSE = re.compile(r"\s*[-\u2013]\s*|\s+(?:to|or|and)\s+")
_BASED = re.compile(rf"\s*(?:/|per\b|each\b|every\b|dollars\b|an?\s+(?:{_PERIOD})\b|(?:{'|'.join(ADVERBS)})\b)")
""" "$100 - 3 trainees" is no range: only a base makes the second number money."""
_FAR_SCALE = re.compile(_SCALE)
_BEFORE_DOLLARS = re.compile(rf"\s*[(\[]\s*\$\s?(?P<digits>{PLAIN})\s*[)\]]\s+dollars?\b")
""" "fifteen ($15) dollars". Without the word behind it, "step two ($500)" is no pair."""


def match_money(text: str, number: Number) -> Quantity | None:
    """Money in dollars, whatever it was printed in: "56.5 cents" is 0.565."""
    sign = _SIGN.search(text, max(0, number.start - 4), number.start)
    if sign:
        return _read_signed(text, sign.start(), number)
    dollars = _DOLLARS.match(text, number.end)
    if dollars:
        return _read_dollars(number, dollars)
    cents = _CENTS.match(text, number.end)
    if cents:
        return _read_cents(number, cents)
    signed = _BEFORE_DOLLARS.match(text, number.end) if number.is_words else None
    if signed:
        return Quantity(number.start, signed.end(), "money", parse_digits(signed["digits"]), "USD", number.value)
    return None


def match_far_end(text: str, number: Number, near: Quantity) -> Quantity | None:
    """The other end of a range whose sign stands at its first: "$12-15 per hour"."""
    if near.kind != "money" or number.words_value is not None or number.value <= near.value:
        return None
    joined = _TIGHT.fullmatch(text, near.end, number.start) or (
        _LOOSE.fullmatch(text, near.end, number.start) and _BASED.match(text, number.end)
    )
    if not joined or not text[near.start : near.end].startswith(("$", "us$")):
        return None
    scale = _FAR_SCALE.match(text, number.end)
    end = scale.end() if scale else number.end
    return Quantity(number.start, end, "money", number.value * _scale(scale.group() if scale else None), "USD")


def share_scale(text: str, near: Quantity, number: Number, far: Quantity) -> Quantity:
    """The first end of a range with the scale that only the other end prints: "$2-5 million"."""
    return replace(near, value=near.value * far.value / number.value) if text[near.end - 1].isdigit() else near


def _read_signed(text: str, start: int, number: Number) -> Quantity:
    """An amount after "$", with its scale, and its words where they stand in parentheses behind it."""
    tail = _SCALED.match(text, number.end)
    if tail is None:
        return Quantity(start, number.end, "money", number.value, "USD")
    words, cents = read_run(tail["words"]), read_run(tail["cents"])
    if (only := read_run(tail["only"])) is not None:
        words = only / 100
    if words is not None and cents is not None:
        words += cents / 100
    return Quantity(start, tail.end(), "money", number.value * _scale(tail["scale"]), "USD", words)


def _read_dollars(number: Number, match: re.Match[str]) -> Quantity:
    scale = _scale(match["scale"])
    cents = _parse(match["cents"] or "0") / 100
    said = (number.value if number.words_value is None else number.words_value) * scale + cents
    if match["digits"]:
        return Quantity(number.start, match.end(), "money", parse_digits(match["digits"]), "USD", said)
    words = None if number.words_value is None else said
    return Quantity(number.start, match.end(), "money", number.value * scale + cents, "USD", words)


def _read_cents(number: Number, match: re.Match[str]) -> Quantity:
    said = (number.value if number.words_value is None else number.words_value) / 100
    if match["dollars"]:
        return Quantity(number.start, match.end(), "money", parse_digits(match["dollars"]), "USD", said)
    if match["digits"]:
        return Quantity(number.start, match.end(), "money", parse_digits(match["digits"]) / 100, "USD", said)
    words = None if number.words_value is None else said
    return Quantity(number.start, match.end(), "money", number.value / 100, "USD", words)


def _parse(text: str) -> Decimal:
    return parse_digits(text) if text[0].isdigit() else read_run(text) or Decimal(0)


def _scale(text: str | None) -> int:
    """Factor of "million" or "K"; 1 where nothing stands."""
    name = (text or "").strip()
    return SCALES.get({"m": "million", "k": "thousand"}.get(name, name), 1)
