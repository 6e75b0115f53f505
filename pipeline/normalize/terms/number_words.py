"""Numbers as people write them -> exact decimals: "fifty-six and one half", "1 ½", "1,025", "1/12".

Own code, measured against the libraries: word2number reads "fifty-six and one half" as 301 and
"two and one-half" as 3; text2num refuses both; neither says where in a sentence the number stands.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.layouts.numbers import FRACTION_SIGNS, FRACTIONS, ONES, SCALES, TEENS, TENS

_SEP = r"(?:\s*[-‐‑–]\s*|\s+)"  # noqa: RUF001 - hyphens as PDFs print them


_KINDS = {
    **dict.fromkeys(ONES, "o"),
    **dict.fromkeys(TEENS, "e"),
    **dict.fromkeys(TENS, "t"),
    **dict.fromkeys(FRACTIONS, "f"),
    **{"hundred": "h", "thousand": "k", "million": "m", "billion": "m", "a": "a", "an": "n", "and": "&"},
}
"""Words of numbers by what they are, a letter each, so that the grammar is one of letters: written out in
words it takes a tenth of a second to compile."""
_BELOW_100 = "(?:to?|e|o)"
_BELOW_1000 = f"(?:(?:{_BELOW_100}|a)h(?:&?{_BELOW_100})?|{_BELOW_100})"
_INTEGER = f"(?:(?:{_BELOW_1000}|a)m(?:{_BELOW_1000}k)?|(?:{_BELOW_1000}|a)k(?:&?{_BELOW_1000})?|{_BELOW_1000})"
_NUMBER = re.compile(f"{_INTEGER}&(?:of|[an]f)|of|{_INTEGER}")
"""The integer before "half" is tried last, so "one half" is a fraction."""
_WORD = rf"(?:{'|'.join(sorted(_KINDS, key=len, reverse=True))})"
RUN = rf"(?:\b{_WORD}(?:(?:{_SEP}|(?<=thousand),\s+|(?<=million),\s+){_WORD})*\b)"
"""Pattern of number words in any order; ``match_words`` says how far they are a number. Scales may end with a comma, as
they do in digits: "two thousand, five hundred"."""
_RUN = re.compile(RUN)
_SIGNS = "".join(FRACTION_SIGNS)
_SLASHED = r"\d{1,2}\s?[/⁄]\s?\d{1,3}"  # noqa: RUF001 - the fraction slash of typeset text

PLAIN = r"(?:\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,9})?|\d{1,15}(?:\.\d{1,9})?|\.\d{1,9})"
"""Pattern of digits with their commas and point; no fraction. Bounded: a page of digits must not cost minutes."""

DIGITS = (
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}}){{1,5}}|\d{{1,15}})(?:\s?[{_SIGNS}]|[\s-]{_SLASHED}(?![\d/]))"
    rf"|[{_SIGNS}]|{_SLASHED}(?![\d/])|{PLAIN})"
)
"""Pattern of a number in digits."""

_TOKEN = re.compile(r"[a-z]+")


def match_words(text: str, start: int) -> int | None:
    """End of the number in words that begins at ``start`` of a lower-case text; ``None`` where none does."""
    run = _RUN.match(text, start)
    if run is None:
        return None
    words = list(_TOKEN.finditer(text, start, run.end()))
    number = _NUMBER.match("".join(_KINDS[word.group()] for word in words))
    return words[number.end() - 1].end() if number else None


def read_run(text: str | None) -> Decimal | None:
    """Value of number words that ``RUN`` matched; ``None`` where they are no number, or there are none."""
    return parse_words(text) if text and match_words(text, 0) == len(text) else None


def parse_words(text: str) -> Decimal:
    """Value of a number in words that ``match_words`` found.

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
