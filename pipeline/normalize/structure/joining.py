"""Lines -> paragraphs: which line continues the one before, and words broken at a line's end."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.layouts.structure import HYPHEN_PREFIXES, JOINING_WORDS
from pipeline.normalize.structure.markers import read_marker
from pipeline.normalize.structure.records import BodyLine, Geometry
from pipeline.normalize.structure.titles import is_capitals

_END = re.compile(r"[.:;!?][\"”\u2019')\]]*$")
_BROKEN = re.compile(r"([A-Za-z]+(?:[-\u2013][A-Za-z]+)*)[-\u00ad\u2010]$")
_DASHES = frozenset("-\u00ad\u2010\u2013")
_FIRST = re.compile(r"^([A-Za-z]+)")
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*")
MOST_TITLE_WORDS = 8
"""Words of a clause's title."""
SHORT_END = 2
"""Words: a finished line so short under an unfinished one is its end."""
LONG_LINE = 60
"""Characters: in a text whose lines are paragraphs, a shorter line without a full stop is a title."""


def is_finished(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return _END.search(text.rstrip()) is not None


def continues(before: BodyLine, line: BodyLine, geometry: Geometry) -> bool:
    """Whether a line without a marker goes on with the paragraph of the line before."""
    if line.text[0].islower() or (
        len(line.line.words) <= SHORT_END < len(before.line.words) and _is_rest(before, line)
    ):
        return True
    if is_finished(before.text):
        return geometry.wrapped and not line.apart and not ends_early(before, line, geometry)
    last = before.text.split()[-1]
    if last[-1] in ",-" or last.lower() in JOINING_WORDS:
        return True
    if not geometry.wrapped:
        return len(before.text) >= LONG_LINE and not is_capitals(before.text)
    return _wraps(before, line, geometry)


def _wraps(before: BodyLine, line: BodyLine, geometry: Geometry) -> bool:
    """Whether an unfinished line was broken at the margin, not on purpose."""
    if line.apart:
        last = before.text.split()[-1]
        return (last[0].islower() and len(before.text) >= LONG_LINE) or not ends_early(before, line, geometry)
    if _is_title_over(before, line) and ends_early(before, line, geometry):
        return False
    return not (
        all(item.line.x1 < 0.6 * geometry.end_of(item) for item in (before, line)) or _had_room(before, line, geometry)
    )


def _is_title_over(before: BodyLine, line: BodyLine) -> bool:
    """Whether a clause's title stands close over its text: bold, or marked and in capitals ("A. Rights of Staff")."""
    if before.bold:
        return not line.bold
    marker = read_marker(before.text)
    words = before.text[marker.end :].split() if marker else []
    capitals = all(word[0].isupper() or word in JOINING_WORDS for word in words)
    return 0 < len(words) <= MOST_TITLE_WORDS and capitals


def _had_room(before: BodyLine, line: BodyLine, geometry: Geometry) -> bool:
    """Whether the whole line would have had room on the one before: an item of a list, "December 30 / 2022:"."""
    space = 0.3 * (line.line.bottom - line.line.top)
    return before.line.x1 + space + (line.line.x1 - line.line.words[0].x0) < geometry.end_of(before) - 1


def _is_rest(before: BodyLine, line: BodyLine) -> bool:
    """A word or two with a full stop under an unfinished line; a colon heads what follows: "2022:"."""
    return is_finished(line.text) and line.text[-1] != ":" and not is_finished(before.text)


def ends_early(before: BodyLine, line: BodyLine, geometry: Geometry) -> bool:
    """Whether the next word would have had room on the line: the break was meant."""
    word = line.line.words[0]
    space = 0.3 * (word.bottom - word.top)
    return before.line.x1 + space + (word.x1 - word.x0) < geometry.end_of(before) - 1


def read_vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """Words of the document in lower case, those with hyphens in one piece and in parts."""
    words: set[str] = set()
    for text in texts:
        for word in _WORD.findall(text):
            words.add(word.lower())
            if "-" in word:
                words.update(part.lower() for part in word.split("-"))
    return frozenset(words)


def join_texts(before: str, after: str, vocabulary: frozenset[str]) -> tuple[str, int]:
    """The two texts in one, and how many hyphens went (0 or 1).

    A hyphen stays where the document prints the word with it elsewhere, or prints both its parts as
    words; it goes where the document prints the word in one piece, or neither is known ("catas-trophic").
    """
    if before[-1:] not in _DASHES:
        return f"{before} {after}", 0
    broken, first = _BROKEN.search(before), _FIRST.match(after)
    if re.search(r"\d[-\u2013]$", before) and after[:1].isalnum():
        return before + after, 0
    if broken is None or first is None or not before[-2].isalpha():
        return f"{before} {after}", 0
    if before.endswith("­") or not _keeps_hyphen(broken[1].lower(), first[1].lower(), vocabulary):
        return before[:-1] + after, 1
    return before + after, 0


def _keeps_hyphen(left: str, right: str, vocabulary: frozenset[str]) -> bool:
    if f"{left}-{right}" in vocabulary:
        return True
    if left + right in vocabulary:
        return False
    part = left.rsplit("-", 1)[-1]
    return part in HYPHEN_PREFIXES or "-" in left or (left in vocabulary and right in vocabulary)
