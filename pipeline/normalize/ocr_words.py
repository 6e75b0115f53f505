"""Mend what OCR engines do to words before anyone reads them: letters in numbers, bars for Roman ones.

Only the form of a word is mended here, never a digit: what a digit should be is for the arithmetic.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from pipeline.models import Page, Rate, Word
from pipeline.normalize.lines import group_lines

_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})
_NUMBER = re.compile(r"[$5S]?[\dOolI|SBZ]{1,3}(?:[,.][\dOolI|SBZ]{3})*[.,][\dOolI|SBZ]{2}")
_BARS = re.compile(r"[|lI!1i]{1,3}")
_ROMAN_TAIL = re.compile(r"\s+(?:[|lI!1i]{1,3}|IV|VI{0,3})$")
_MOST_LETTERS = 0.34


def mend_page(page: Page) -> Page:
    """The page with its words mended; ``Word.as_read`` keeps what was read."""
    mended: list[Word] = []
    for line in group_lines(page.words):
        for index, word in enumerate(line.words):
            before = line.words[index - 1] if index else None
            text = _mend(word, before)
            mended.append(word if text == word.text else word._replace(text=text, as_read=word.text))
    return replace(page, words=tuple(mended))


def _mend(word: Word, before: Word | None) -> str:
    text = word.text
    if _NUMBER.fullmatch(text):
        return mend_number(text)
    follows_name = before is not None and before.text.isalpha() and len(before.text) > 2
    close = before is not None and word.x0 - before.x1 < word.bottom - word.top
    if follows_name and close and _BARS.fullmatch(text) and not text.isdigit():
        return "I" * len(text)
    return text


def mend_number(text: str) -> str:
    """A number with its marks put right: "5.388,00" and "5,388,00" are 5,388.00; "S33.O1" is $33.01.

    A text in which more than a third of the digits are letters is left as it is.
    """
    sign = "$" if text[0] in "$S" else ""
    body = text[1:] if sign else text
    digits = [char for char in body if char not in ".,"]
    if sum(char.isalpha() or char == "|" for char in digits) > _MOST_LETTERS * len(digits):
        return text
    whole, cents = body[:-3].translate(_LETTERS), body[-2:].translate(_LETTERS)
    return f"{sign}{whole.replace('.', ',')}.{cents}"


def agree_titles(rates: Sequence[Rate]) -> tuple[Rate, ...]:
    """Titles of one class code that differ in letters an engine confuses become the commonest of them."""
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for rate in rates:
        if rate.class_code and rate.class_title:
            seen[rate.class_code, _skeleton(rate.class_title)][rate.class_title] += 1
    return tuple(
        replace(rate, class_title=seen[rate.class_code, _skeleton(rate.class_title)].most_common(1)[0][0])
        if rate.class_code and rate.class_title
        else rate
        for rate in rates
    )


def _skeleton(title: str) -> str:
    """A title without its Roman number and without the differences between letters that look alike."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"[il1|!]", "i", _ROMAN_TAIL.sub("", title).lower()).replace("0", "o"))
