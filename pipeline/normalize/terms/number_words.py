"""Numbers as people write them -> exact decimals: "fifty-six and one half", "1 ½", "1,025", "1/12".

Own code, measured against the libraries: word2number reads "fifty-six and one half" as 301 and
"two and one-half" as 3; text2num refuses both; neither says where in a sentence the number stands.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.layouts.numbers import FRACTION_SIGNS, FRACTIONS, ONES, SCALES, TEENS, TENS

_SEP = r"(?:\s*[-‐‑–]\s*|\s+)"  # noqa: RUF001 - hyphens as PDFs print them


def _any(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_ONES, _TENS = f"(?:{_any(ONES)})", f"(?:{_any(TENS)})"
_BELOW_100 = rf"(?:{_TENS}(?:{_SEP}{_ONES})?|{_any(TEENS)}|{_ONES})"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|a){_SEP}hundred(?:{_SEP}(?:and\s+)?{_BELOW_100})?|{_BELOW_100})"
_INTEGER = (
    rf"(?:(?:{_BELOW_1000}|a){_SEP}(?:billion|million)(?:{_SEP}{_BELOW_1000}{_SEP}thousand)?"
    rf"|(?:{_BELOW_1000}|a){_SEP}thousand(?:{_SEP}(?:and\s+)?{_BELOW_1000})?|{_BELOW_1000})"
)
_FRACTION = rf"(?:{_ONES}{_SEP}(?:{_any(FRACTIONS)}))"
_SIGNS = "".join(FRACTION_SIGNS)
_SLASHED = r"\d{1,2}\s?[/⁄]\s?\d{1,3}"  # noqa: RUF001 - the fraction slash of typeset text

_AFTER_AND = rf"(?:{_FRACTION}|an?{_SEP}(?:{_any(FRACTIONS)}))"
WORDS = re.compile(rf"(?:\b(?:{_INTEGER}{_SEP}and{_SEP}{_AFTER_AND}|{_FRACTION}|{_INTEGER})\b)")
"""A number in words. The integer before "half" is tried last, so "one half" is a fraction. (Compiled
once and never made part of another pattern: the grammar is large, and costs 60 ms each time.)"""
_WORD = rf"(?:{_any(ONES)}|{_any(TEENS)}|{_any(TENS)}|{_any(FRACTIONS)}|{_any(SCALES)}|an?|and)"
RUN = rf"(?:\b{_WORD}(?:{_SEP}{_WORD})*\b)"
"""Pattern of number words in any order, to be part of others; ``read_run`` says whether they are a number."""

PLAIN = r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?|\.\d{1,9})"
"""Pattern of digits with their commas and point; no fraction. Bounded: a page of digits must not cost minutes."""

DIGITS = (
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}}){{1,5}}|\d{{1,15}})(?:\s?[{_SIGNS}]|[\s-]{_SLASHED}(?![\d/]))"
    rf"|[{_SIGNS}]|{_SLASHED}(?![\d/])|{PLAIN})"
)
"""Pattern of a number in digits."""

_TOKEN = re.compile(r"[a-z]+")


def read_run(text: str | None) -> Decimal | None:
    """Value of number words that ``RUN`` matched; ``None`` where they are no number, or there are none."""
    return parse_words(text) if text and WORDS.fullmatch(text) else None


def parse_words(text: str) -> Decimal:
    """Value of a number in words that ``WORDS`` matched.

    Raises:
        ValueError: a word is no number word.
    """
    whole, part, total = 0, 0, Decimal(0)
    words = [word for word in _TOKEN.findall(text.lower()) if word != "and"]
    for index, word in enumerate(words):
        if word in FRACTIONS and index:
            total = Decimal(part) / FRACTIONS[word]
            part = 0
        elif word in SCALES and word != "hundred":
            whole += max(part, 1) * SCALES[word]
            part = 0
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in FRACTIONS or (
            word not in ONES and word not in TEENS and word not in TENS and word not in ("a", "an")
        ):
            raise ValueError(f"{text!r} is no number")
        else:
            value = 1 if word in ("a", "an") else ONES.get(word) or TEENS.get(word) or TENS[word]
            part, whole = _add(value, part, whole, words[index + 1 :])
    return Decimal(whole + part) + total


def _add(value: int, part: int, whole: int, rest: list[str]) -> tuple[int, int]:
    """The numerator of a fraction begins a new part: "fifty-six and one half"."""
    if rest and rest[0] in FRACTIONS:
        return value, whole + part
    return part + value, whole


def parse_digits(text: str) -> Decimal:
    """Value of a number in digits that ``DIGITS`` matched: commas, a point, a fraction sign or slash."""
    text = text.strip().replace(",", "").replace("⁄", "/")  # noqa: RUF001
    slashed = re.search(r"(\d+)\s?/\s?(\d+)$", text)
    if slashed:
        whole = text[: slashed.start()].strip(" -")
        return Decimal(whole or 0) + _divide(int(slashed.group(1)), int(slashed.group(2)))
    if text and text[-1] in FRACTION_SIGNS:
        return Decimal(text[:-1].strip() or 0) + FRACTION_SIGNS[text[-1]]
    return Decimal(text)


def _divide(numerator: int, denominator: int) -> Decimal:
    return Decimal(numerator) / Decimal(denominator) if denominator else Decimal(numerator)
