"""Mend what OCR engines do to words before anyone reads them: letters in numbers, bars for Roman ones.

Only the form of a word is mended here, never a digit: what a digit should be is for the arithmetic.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import pairwise
from unicodedata import normalize

from pipeline.models import Page, Rate, Word
from pipeline.normalize.lines import group_lines
from pipeline.normalize.ocr_signs import LEAST_SIGNS, find_signs, mend_glued_signs

_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8", "Z": "2"})
_NUMBER = re.compile(r"[$5S]?[\dOolI|SBZ]{1,3}(?:[,.][\dOolI|SBZ]{3})*[.,][\dOolI|SBZ]{2}")
_BARS = re.compile(r"(?:[|lI!1i]|(?<=[|lI!1i])[\]L]|[\[T](?=[|lI!1i])){1,3}")
"""Roman numbers as they are read: two serifs that touch make of II an IL or a TI."""
_ROMAN_TAIL = re.compile(r"\s+(?:[|lI!1i]{1,3}|IV|VI{0,3})$")
_ROMAN = re.compile(r"I{1,3}|IV|VI{0,3}")
_SPACE, _WIDE_SPACE = 0.7, 0.95
"""Heights of type: a gap within a label, and the widest one before a Roman number of ink."""
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
_LETTER_GLYPHS = frozenset(
    [("I", bar) for bar in "1l|!i"] + [("B", "8"), ("D", "0"), ("G", "6"), ("E", "F"), ("S", "5")]
)
"""(meant, read) of step heads that are letters or Roman numbers."""
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_NUMERAL = re.compile(r"\b(?:I{1,3}|IV|VI{0,3}|[1l|]{1,3})(?![\w%.])")
_GLUED_NUMERAL = re.compile(r"([A-Z][a-z]{3,})(I{1,3})")
_PART = 0.1
"""Heights of type between a name and the number that was glued to it."""
_SURE_NUMERALS = frozenset({"II", "III", "IV", "VI", "VII", "VIII"})


def mend_page(page: Page) -> Page:
    """The page with its words mended; ``Word.as_read`` keeps what was read."""
    mended: list[Word] = []
    rows = [
        _without_specks(line.words) for line in group_lines([w for w in page.words if not _SPECK.fullmatch(w.text)])
    ]
    signs = [find_signs(words) for words in rows]
    has_signs = sum(map(len, signs)) >= LEAST_SIGNS
    numbered = _numbered_names(rows)
    for words, found in zip(rows, signs, strict=True):
        steps = _mend_steps([word.text for word in words])
        for index, word in enumerate(words):
            before = words[index - 1] if index else None
            text = "$" if has_signs and index in found else steps.get(index) or _mend(word, before, numbered)
            whole = word if text == word.text else word._replace(text=text, as_read=word.text)
            mended += _part_numeral(_drawn_near(whole, before))
    return replace(page, words=tuple(mend_glued_signs(mended)))


def _part_numeral(word: Word) -> Iterator[Word]:
    """The word; a Roman number that is glued to a name apart from it: "OfficerII" is Officer II."""
    match = _GLUED_NUMERAL.fullmatch(word.text)
    if match is None:
        yield word
        return
    name, number = match.groups()
    cut = word.x1 - (word.x1 - word.x0) * len(number) / (2 * len(number) + len(name))  # an I is narrow
    yield word._replace(text=name, x1=cut - _PART * (word.bottom - word.top), as_read=word.as_read or word.text)
    yield word._replace(text=number, x0=cut, as_read=number)


def _drawn_near(word: Word, before: Word | None) -> Word:
    """The word; a Roman number that ends a name reaches over a part of the gap, as a box of type does.

    A box of ink is narrower: in a typewriter face, before an I, the gap looks like one between columns.
    """
    if before is None or not before.text.isalpha() or not _ROMAN.fullmatch(word.text):
        return word
    height = word.bottom - word.top
    gap = word.x0 - before.x1
    return word._replace(x0=before.x1 + _SPACE * height) if _SPACE * height < gap < _WIDE_SPACE * height else word


def _numbered_names(rows: Sequence[Sequence[Word]]) -> set[str]:
    """Words that a Roman number follows somewhere on the page, and nowhere a figure but 1."""
    follows = [(name.text, word.text) for row in rows for name, word in pairwise(row) if _is_beside(word, name)]
    figures = {name for name, number in follows if number.isdigit() and set(number) != {"1"}}
    return {name for name, number in follows if _ROMAN.fullmatch(number)} - figures


def _is_beside(word: Word, before: Word) -> bool:
    """Whether a word stands right after a name on its line."""
    return before.text.isalpha() and len(before.text) > 2 and word.x0 - before.x1 < word.bottom - word.top


def _mend(word: Word, before: Word | None, numbered: AbstractSet[str]) -> str:
    text = normalize("NFKC", word.text)  # a recogniser of many scripts knows a letter "Ⅱ" and wide figures
    if _NUMBER.fullmatch(text):
        return mend_number(text)
    if before is not None and _is_beside(word, before) and _BARS.fullmatch(text):
        return "I" * len(text) if not text.isdigit() or before.text in numbered else text
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
    """Step heads that count from 1 but for a glyph: "1 2 3 4 5 6 1" ends with 7, "1 II III IV" begins with I.

    Only what breaks the count is mended; a step that is left out leaves a gap that stands.
    """
    places = [index for index, text in enumerate(texts) if text.lower() not in ("step", "steps")]
    for first in range(max(0, len(places) - _MOST_STEPS), len(places) - 2):
        run = [(place, texts[place]) for place in places[first:]]
        for count in (_count_figures, _count_romans, _count_letters):
            odd = _break_count(run, count([text for _, text in run]))
            if odd:
                return odd
    return {}


def _break_count(run: Sequence[tuple[int, str]], steps: Sequence[str]) -> dict[int, str]:
    """The steps meant by the words that break a count; none where too many do or one is no misread step."""
    fits = [text == step for (_, text), step in zip(run, steps, strict=True)]
    odd = {place: step for (place, _), step, fit in zip(run, steps, fits, strict=True) if not fit}
    if not (fits[0] or fits[1]) or len(odd) * 3 > len(run):
        return {}
    texts = dict(run)
    return odd if all(_is_misread_step(texts[place], step) for place, step in odd.items()) else {}


def _count_figures(texts: Sequence[str]) -> list[str]:
    """1, 2, 3 ... as wide as most of the texts that fit: "01" beside "02"."""
    wide = max((len(text) for count, text in enumerate(texts, 1) if text.isdigit() and int(text) == count), default=1)
    return [str(count).zfill(wide) if len(texts[count - 1]) != 1 else str(count) for count in range(1, len(texts) + 1)]


def _count_romans(texts: Sequence[str]) -> list[str]:
    return [_ROMANS[count] if count < len(_ROMANS) else "" for count in range(len(texts))]


def _count_letters(texts: Sequence[str]) -> list[str]:
    return [chr(ord("A") + count) if count < _MOST_STEPS else "" for count in range(len(texts))]


def _is_misread_step(text: str, step: str) -> bool:
    """Whether a word where a step belongs is that step with a glyph misread or one too many."""
    if not step:
        return False
    if step.isalpha():
        return _is_misread_letter(text, step)
    if text.isdigit() and int(text) > int(step):
        return False  # the count goes on after a gap
    letters = [char for char in text if char.isalnum()]
    extra = len(text) == len(step) + 1 and (text.startswith(step) or text.endswith(step))
    alike = len(text) == len(step) and all(
        char == meant or (char, meant) in _STEP_GLYPHS for char, meant in zip(text, step, strict=True)
    )
    return bool(letters) and (alike or (extra and not text.isdigit()))


def _is_misread_letter(text: str, step: str) -> bool:
    """Whether a word is a letter or Roman number read as figures or bars: "1" for I, "8" for B, "lll" for III."""
    return len(text) == len(step) and all(
        char == meant or (meant, char) in _LETTER_GLYPHS for char, meant in zip(text, step, strict=True)
    )


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
