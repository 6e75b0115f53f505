"""Mend what OCR engines do to words before anyone reads them: letters in numbers, bars for Roman ones.

Only the form of a word is mended here, never a digit: what a digit should be is for the arithmetic.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from unicodedata import normalize

from pipeline.models import Page, Rate, Word
from pipeline.normalize.lines import group_lines

_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})
_NUMBER = re.compile(r"[$5S]?[\dOolI|SBZ]{1,3}(?:[,.][\dOolI|SBZ]{3})*[.,][\dOolI|SBZ]{2}")
_BARS = re.compile(r"[|lI!1i]{1,3}")
_ROMAN_TAIL = re.compile(r"\s+(?:[|lI!1i]{1,3}|IV|VI{0,3})$")
_SPECK = re.compile(r"[=~_^`'\"\u2018\u2019\u201c\u201d.,:;*\\\u00ab\u00bb\u00b0\u2022]{1,2}")
"""Dust and pieces of ruled lines; a dash may stand for a blank and stays."""
_MOST_LETTERS = 0.34
_MOST_STEPS = 20
_STEP_GLYPHS = frozenset(
    [
        ("1", "7"),
        ("S", "5"),
        ("s", "5"),
        ("B", "8"),
        ("Z", "2"),
        ("z", "2"),
        ("G", "6"),
        ("b", "6"),
        ("q", "9"),
        ("g", "9"),
    ]
    + [(bar, "1") for bar in "lI|!i"]
    + [("O", "0"), ("o", "0"), ("A", "4"), ("T", "7"), ("J", "3")]
)
"""(read, meant) of step heads: an italic 7 becomes a 1, a 5 an S."""
_NUMERAL = re.compile(r"\b(?:I{1,3}|IV|VI{0,3}|[1l|]{1,3})(?![\w%.])")
_SURE_NUMERALS = frozenset({"II", "III", "IV", "VI", "VII", "VIII"})


def mend_page(page: Page) -> Page:
    """The page with its words mended; ``Word.as_read`` keeps what was read."""
    mended: list[Word] = []
    for line in group_lines([word for word in page.words if not _SPECK.fullmatch(word.text)]):
        words = _without_specks(line.words)
        steps = _mend_steps([word.text for word in words])
        for index, word in enumerate(words):
            before = words[index - 1] if index else None
            text = steps.get(index) or _mend(word, before)
            mended.append(word if text == word.text else word._replace(text=text, as_read=word.text))
    return replace(page, words=tuple(mended))


def _mend(word: Word, before: Word | None) -> str:
    text = normalize("NFKC", word.text)  # a recogniser of many scripts knows a letter "Ⅱ" and wide figures
    if _NUMBER.fullmatch(text):
        return mend_number(text)
    follows_name = before is not None and before.text.isalpha() and len(before.text) > 2
    close = before is not None and word.x0 - before.x1 < word.bottom - word.top
    if follows_name and close and _BARS.fullmatch(text) and not text.isdigit():
        return "I" * len(text)
    return text


def _without_specks(words: Sequence[Word]) -> Sequence[Word]:
    """A line of step heads without marks that are no words: what is left of an underline reads as "&" or "_"."""
    kept = [word for word in words if any(char.isalnum() for char in word.text)]
    texts = [word.text for word in kept if word.text.lower() not in ("step", "steps")]
    if len(kept) == len(words) or not texts or not texts[-1].isdigit():
        return words
    last = int(texts[-1])
    counts = last > 2 and texts[-last:] == [str(count) for count in range(1, last + 1)]
    return kept if counts else words


def _mend_steps(texts: Sequence[str]) -> dict[int, str]:
    """Step heads that count from 1 but for a glyph: "1 2 3 4 5 6 1" ends with 7, "01 02 O3 04s" are four steps.

    Only what breaks the count is mended; a step that is left out leaves a gap that stands.
    """
    places = [index for index, text in enumerate(texts) if text.lower() not in ("step", "steps")]
    for first in range(max(0, len(places) - _MOST_STEPS), len(places) - 2):
        run = places[first:]
        fits = [texts[place].isdigit() and int(texts[place]) == count for count, place in enumerate(run, 1)]
        if not fits[0] and not fits[1]:
            continue
        wide = max((len(texts[place]) for place, fit in zip(run, fits, strict=True) if fit), default=1)
        odd = {
            place: str(count).zfill(wide)
            for count, (place, fit) in enumerate(zip(run, fits, strict=True), 1)
            if not fit
        }
        if len(odd) * 3 <= len(run) and all(_is_misread_step(texts[place], step) for place, step in odd.items()):
            return odd
    return {}


def _is_misread_step(text: str, step: str) -> bool:
    """Whether a word where a step belongs is that step with a glyph misread or one too many."""
    if text.isdigit() and int(text) > int(step):
        return False  # the count goes on after a gap
    letters = [char for char in text if char.isalnum()]
    extra = len(text) == len(step) + 1 and (text.startswith(step) or text.endswith(step))
    alike = len(text) == len(step) and all(
        char == meant or (char, meant) in _STEP_GLYPHS for char, meant in zip(text, step, strict=True)
    )
    return bool(letters) and (alike or (extra and not text.isdigit()))


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


def agree_names(rates: Sequence[Rate]) -> tuple[Rate, ...]:
    """Roman numerals read as figures ("Firefighter 1" beside "Firefighter II") become Roman again."""
    names = {name for rate in rates for name in (rate.class_title, rate.component_name) if name}
    roman = {_stem(name) for name in names if _SURE_NUMERALS & set(_NUMERAL.findall(name))}
    figures = {_stem(name) for name in names if re.search(r"\b[2-9]\b(?!%)", name)}
    mended = {name: _NUMERAL.sub(_as_roman, name) for name in names if _stem(name) in roman - figures}
    return tuple(
        replace(
            rate,
            class_title=mended.get(rate.class_title or "", rate.class_title),
            component_name=mended.get(rate.component_name or "", rate.component_name),
        )
        for rate in rates
    )


def _as_roman(match: re.Match[str]) -> str:
    text = match.group()
    return "I" * len(text) if set(text) <= set("1l|") else text


def _stem(name: str) -> str:
    """A name without its numeral and its percentage."""
    return re.sub(r"\d+(?:\.\d+)?\s?%", "%", re.sub(r"\b\d\b(?!%)", "#", _NUMERAL.sub("#", name))).lower()


def _skeleton(title: str) -> str:
    """A title without its Roman number and without the differences between letters that look alike."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"[il1|!]", "i", _ROMAN_TAIL.sub("", title).lower()).replace("0", "o"))
