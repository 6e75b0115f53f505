"""Titles beside class codes: a code that two looks read alike does not prove the title that stands beside it.

Codes are short and differ much, titles are long and differ by a Roman number, so each word of a title
must be read alike where it stands.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from pipeline.ladder.second_look import BARS, split_label
from pipeline.ladder.title_numbers import has_own_number
from pipeline.models import Page, Rate, Word, from_shown
from pipeline.normalize.lines import lines_of
from pipeline.normalize.salary import notes

_ALIKE = 0.8
"""Likeness from which two titles of one code are one title, read in two ways."""
_LONG = 4
"""Letters from which a word may be a part of another one: two words that were glued."""
_ROMAN = re.compile(r"[IVX]{1,4}")
_NUMBER = re.compile(r"[IVX]{1,4}|\d{1,2}")
_TALLEST = 1.3
"""Heights of a word up to which what follows it is a number; a ruled line is taller."""
_TOUCH = 0.12
"""Heights of a stroke up to which what follows it stands in its word: a space is twice as wide."""
_SLACK = 1.0
"""Points by which the box of a word may miss another look's."""


class _Class(NamedTuple):
    """A class as it is named on a page."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a class on a page, in all its tables: tops and bottoms."""

    places: tuple[tuple[float, float], ...]

    def distance(self, height: float) -> float:
        """Points from a height to the nearest row; 0 within one."""
        return min(max(top - height, height - bottom, 0.0) for top, bottom in self.places)


def unsure_titles(
    rates: Sequence[Rate], pages: Mapping[int, Page], seconds: Mapping[int, Page]
) -> Iterator[tuple[str, Rate]]:
    """Rates that stand beside a title which two looks read otherwise, or otherwise than beside the same code elsewhere.

    Args:
        rates: recognised rates of a document.
        pages: their pages by number, mended.
        seconds: the same pages read a second time, mended.
    """
    sure: Counter[_Class] = Counter()
    for number in pages.keys() & seconds.keys():
        rows = _find_rows(rates, pages[number])
        misread = _misread_titles(rows, pages[number], seconds[number])
        sure.update(named for named, _ in _find_places(rates, number) if named not in misread)
    others = _other_readings(sure)
    for rate in rates:
        if not rate.class_code or not rate.class_title:
            continue
        named = _Class(rate.class_code, rate.class_title)
        if rate.page_number in seconds and not sure[named]:
            yield f"the title {named.title} is read otherwise at a second look", rate
        elif sure[named] and named in others:
            yield f"the title {named.title} is read otherwise elsewhere", rate


def words_apart(words: Iterable[Word], second: Page) -> Iterator[Word]:
    """Words that a second look at their page does not read alike in their place."""
    for word in words:
        wanted = split_label(word.text)
        if wanted and not _reads(wanted, [other for other in second.words if _overlap(word, other)]):
            yield word


def _reads(wanted: Sequence[str], words: Sequence[Word]) -> bool:
    """Whether words that stand in one place say every token."""
    tokens = {token for word in words for token in split_label(word.text)}
    tokens |= {token.translate(BARS) for word in words for token in split_label(word.text.translate(BARS))}
    whole = "".join(char for word in words for char in word.text.lower() if char.isalnum())
    return all(token in tokens or (len(token) >= _LONG and token in whole) for token in wanted)


def _overlap(word: Word, other: Word) -> bool:
    """Whether two looks found a word in one place."""
    apart = other.x0 > word.x1 + _SLACK or other.x1 < word.x0 - _SLACK
    return not apart and word.top < (other.top + other.bottom) / 2 < word.bottom


def _find_rows(rates: Sequence[Rate], page: Page) -> dict[_Class, _Rows]:
    """The coded and titled classes of a page with their rows."""
    places: dict[_Class, set[tuple[float, float]]] = defaultdict(set)
    for rate in rates:
        if rate.page_number == page.page_number and rate.class_code and rate.class_title and rate.bbox:
            box = from_shown(page, rate.bbox)
            places[_Class(rate.class_code, rate.class_title)].add((box.top, box.bottom))
    return {named: _Rows(tuple(sorted(own))) for named, own in places.items()}


def _find_places(rates: Sequence[Rate], page_number: int) -> set[tuple[_Class, str | None]]:
    """The coded and titled classes of a page with the appendices they stand in."""
    return {
        (_Class(rate.class_code, rate.class_title), rate.appendix)
        for rate in rates
        if rate.page_number == page_number and rate.class_code and rate.class_title
    }


def _misread_titles(rows: Mapping[_Class, _Rows], page: Page, second: Page) -> set[_Class]:
    """Classes with a word in their title that the second look reads otherwise, or that stands nowhere on the page."""
    tokens = {named: _unproved_tokens(named) for named in rows}
    every = frozenset(token for named in rows for token in split_label(named.title))
    places = [word for word in _words_of_tables(page, rows) if every & set(split_label(word.text))]
    seen = {token for word in places for token in split_label(word.text)}
    misread = {named for named, own in tokens.items() if not own <= seen}
    for word in words_apart(places, second):
        misread |= _classes_at(word, tokens, rows)
    for word, number in _tails(places, page, second):
        beside = _classes_at(word, {named: frozenset(split_label(named.title)) for named in rows}, rows)
        if not any(_ends_in(named.title, number) for named in beside):  # classes may stand side by side
            misread |= beside
    return misread


def _words_of_tables(page: Page, rows: Mapping[_Class, _Rows]) -> Iterator[Word]:
    """Words of a page but for the sentences over and under its tables: they name no class, and "in" may read as I."""
    heights = [height for own in rows.values() for place in own.places for height in place]
    for line in lines_of(page):
        inside = bool(heights) and min(heights) < line.bottom and line.top < max(heights)
        if inside or not notes.is_sentence(line):
            yield from line.words


def _classes_at(word: Word, tokens: Mapping[_Class, frozenset[str]], rows: Mapping[_Class, _Rows]) -> set[_Class]:
    """The classes nearest to a word of their title."""
    told = set(split_label(word.text))
    return set(_nearest([named for named in rows if told & tokens[named]], rows, (word.top + word.bottom) / 2))


def _unproved_tokens(named: _Class) -> frozenset[str]:
    """The words of a title but for a number that its code states as well: II beside 3188-2 needs no second look.

    An I does: 3188-1 may stand beside no number, and a rest of a ruled line is read as one.
    """
    words = split_label(named.title)
    stated = words[-1:] != ["i"] and has_own_number(named.code, named.title)
    return frozenset(words[:-1] if stated else words)


def _tails(places: Sequence[Word], page: Page, second: Page) -> Iterator[tuple[Word, str]]:
    """Words of titles with a number that a look reads right after them: Clerk I.

    The first look's box of a word may take in the number it passed over. A figure it reads apart may be a step.
    """
    numbers = [word for word in page.words if _NUMBER.fullmatch(word.text)]
    tails = [number for number in numbers if _ROMAN.fullmatch(number.text)]
    missed = [tail for tail in words_apart(second.words, page) if _NUMBER.fullmatch(tail.text)]
    missed = [tail for tail in missed if not any(_overlap(number, tail) for number in numbers)]
    tails += [tail for tail in missed if not any(_touches(tail, word) for word in second.words)]
    for tail in tails:
        yield from ((word, tail.text) for word in places if _follows(tail, word))


def _ends_in(title: str, number: str) -> bool:
    """Whether a number is one of the words of a title, a 1 or a bar for an I or not."""
    return set(split_label(number.translate(BARS))) <= set(split_label(title.translate(BARS)))


def _follows(tail: Word, word: Word) -> bool:
    """Whether a word stands right after another one on its line, apart from it or within its box."""
    height = tail.bottom - tail.top
    level = word.top < (tail.top + tail.bottom) / 2 < word.bottom and height < _TALLEST * (word.bottom - word.top)
    return level and word.x0 < tail.x0 and word.x1 < tail.x1 + _SLACK and tail.x0 - word.x1 < height


def _touches(tail: Word, word: Word) -> bool:
    """Whether a word goes on where a stroke ends: it is the stem of its first letter, as of an R."""
    level = word.top < (tail.top + tail.bottom) / 2 < word.bottom
    near = tail.x0 - _SLACK <= word.x0 < tail.x1 + _TOUCH * (tail.bottom - tail.top) and word.x1 > tail.x1
    return level and near and len(word.text) >= _LONG and word.text.isalpha()


def _nearest(named: Sequence[_Class], rows: Mapping[_Class, _Rows], height: float) -> list[_Class]:
    """The classes whose rows stand nearest to a height."""
    least = min((rows[one].distance(height) for one in named), default=0.0)
    return [one for one in named if rows[one].distance(height) <= least]


def _other_readings(sure: Mapping[_Class, int]) -> set[_Class]:
    """Titles like one that is read as often or more often beside the same code."""
    titles: dict[str, list[_Class]] = defaultdict(list)
    for named, count in sure.items():
        if count:
            titles[named.code].append(named)
    return {
        one
        for same in titles.values()
        for one in same
        for other in same
        if one != other and sure[other] >= sure[one] and _is_like(one.title, other.title)
    }


def _is_like(one: str, other: str) -> bool:
    """Whether titles of one code are one title: nearly alike, or one a part of the other."""
    first, second = set(split_label(one)), set(split_label(other))
    close = SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio() >= _ALIKE
    return close or first <= second or second <= first
