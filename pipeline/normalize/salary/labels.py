"""Label words beside the amounts -> class title, code, range, bargaining unit, component."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile
from operator import attrgetter
from statistics import median_high
from typing import NamedTuple

from pipeline.layouts import pay
from pipeline.models import Component, Edge, Word
from pipeline.normalize.salary import tokens

_CODE_LABEL = re.compile(
    r"\(?\b(?:class|job|classification)?\s*(?:code|no\.|#)\s*:?\s*([A-Z]{0,2}\d{2,5}[A-Z]?(?:-\s?\d{1,2}[A-Z]?)?)\)?",
    re.IGNORECASE,
)
_RANGE_LABEL = re.compile(
    r"\(?\b(?:salary\s+|pay\s+)?(?:range|grade)\s*(?:no\.|code|#)?\s*:?\s*([A-Z]{0,2}\d{1,6}[A-Z]?)\)?", re.IGNORECASE
)
_WRAPPED_CODE = re.compile(r"\b(\d{3,5}-)\s+(\d{1,2}[A-Z]?)\b")
_BROKEN_CODE = re.compile(r"(?<=\w-)\s+(?=\d)")
"""The same under the head of codes, where nothing else stands."""
_BROKEN_WORD = re.compile(r"([A-Za-z]+)-$")
SOFT_HYPHEN = "\u00ad"
"""Ends a line of a label whose last word goes on in the next one."""
_CUT_OFF = re.compile(r"\(?\b(?:class|job|classification)\s+(?:code|no\.|#)\s*:?\s*$", re.IGNORECASE)
"""The name of a code that stands on the next page."""
_CONTINUED = re.compile(r"\(?\b(?:continued|cont(?:['\u2019]?d)?)\b\.?\)?", re.IGNORECASE)
_NUMBER_OF_ROW = re.compile(r"^\d{1,3}[.)]\s+(?=[A-Z])")
"""What counts the rows of a table: "3. Accountant"."""
_SINGLE = frozenset({"code", "range", "unit", "step"})
"""Columns whose cells hold one word."""
NUMBERED = frozenset({"code", "range"})
"""Columns whose cells hold a number."""
_PREFIXES = frozenset({"class", "code", "range", "grade", "step", "salary", "pay", "no"})
_TALL = 1.5
"""Times the height of labels from which an amount is no figure of the same type."""
_FLUSH = 1.5
"""Points by which a cell may stand off the left edge of its head."""
_MARK = 0.85
"""Share of the height of a row below which a figure is a footnote's mark."""
_MARKS = frozenset({"*", "**", "***", "\u2020", "\u2021"})
_BEHIND = re.compile(r"(?<=[\w)])[*\u2020\u2021]{1,3}(?=\s|$)")
"""Marks of footnotes of the height of the word they stand behind."""
_LEADERS = re.compile(r"\s*(?:[._\u2026]\s?){3,}|\s*\u2026")
"""Dots from a title to its amounts."""
_SPACE = 0.3
"""Line heights from which a gap is wider than a space."""
_GAP = 0.75
"""Words further apart than this many line heights stand in different cells."""
_x0 = attrgetter("x0")

CLASS_ROLES = frozenset({"code", "title", "range", "range step", "unit"})
"""What a column of labels may say of the class its rows pay."""


class Segment(NamedTuple):
    """Label words of one line that stand in one cell."""

    words: tuple[Word, ...]
    line: int

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.words[-1].x1

    @property
    def middle(self) -> float:
        """Vertical middle."""
        return (min(word.top for word in self.words) + max(word.bottom for word in self.words)) / 2

    @property
    def height(self) -> float:
        """Height of the type."""
        return self.words[0].bottom - self.words[0].top


class LabelHead(NamedTuple):
    """The head of a column of labels."""

    role: str
    """code, title, range, unit, step, range step, component, or other."""
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class ClassLabel:
    """Whose pay a block of amounts is."""

    title: str | None = None
    code: str | None = None
    range_code: str | None = None
    bargaining_unit: str | None = None

    def __bool__(self) -> bool:
        return any((self.title, self.code, self.range_code))

    def agrees_with(self, other: ClassLabel) -> bool:
        """Whether both can be of one class: what both print is the same."""
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in self._beside(other))

    def completed_by(self, other: ClassLabel) -> ClassLabel:
        """The label with what only the other one prints."""
        return ClassLabel(*(mine or theirs for mine, theirs in self._beside(other)))

    def _beside(self, other: ClassLabel) -> tuple[tuple[str | None, str | None], ...]:
        return (
            (self.title, other.title),
            (self.code, other.code),
            (self.range_code, other.range_code),
            (self.bargaining_unit, other.bargaining_unit),
        )


def cut_segments(
    words: Sequence[Word], line: int, verticals: Sequence[Edge] = (), heads: Sequence[LabelHead] = ()
) -> list[Segment]:
    """Part the label words of a line into cells: at wide gaps, at ruled lines, and where another head begins."""
    segments: list[list[Word]] = []
    for word in words:
        previous = segments[-1][-1] if segments else None
        if previous is None or _parted(previous, word, verticals) or (heads and _changes_head(previous, word, heads)):
            segments.append([])
        segments[-1].append(word)
    return [Segment(tuple(segment), line) for segment in segments]


def find_verticals(edges: Iterable[Edge]) -> list[Edge]:
    """The ruled vertical lines of a page, from left to right."""
    return sorted(edge for edge in edges if edge.x1 - edge.x0 <= 2 and edge.bottom - edge.top > 4)


def _parted(left: Word, right: Word, verticals: Sequence[Edge]) -> bool:
    if right.x0 - left.x1 > _GAP * max(left.bottom - left.top, right.bottom - right.top):
        return True
    if not verticals:
        return False
    middle = (left.top + left.bottom) / 2
    first = bisect_left(verticals, left.x1 - 1, key=_x0)
    between = takewhile(lambda line: line.x0 <= right.x0 + 1, islice(verticals, first, None))
    return any(line.top <= middle <= line.bottom for line in between)


def _changes_head(left: Word, right: Word, heads: Sequence[LabelHead]) -> bool:
    """Whether two words with more than a space between them stand in different columns.

    They do where both stand under heads, but not the same; and where one of them alone stands under the
    head of codes or other single words, unless it says so itself ("Range 5113").
    """
    if right.x0 - left.x1 < _SPACE * (right.bottom - right.top) or tokens.fold(left.text) in _PREFIXES:
        return False
    over_left = {head for head in heads if left.x0 < head.x1 and head.x0 < left.x1}
    over_right = {head for head in heads if right.x0 < head.x1 and head.x0 < right.x1}
    if over_left and over_right - over_left:
        return True
    if any(abs(right.x0 - head.x0) < _FLUSH and head.role != "other" for head in over_right - over_left):
        return True
    return any(head.role in _SINGLE for head in over_left ^ over_right)


_EXACT_HEADS = dict((*pay.COLUMN_HEADS, *pay.WHOLE_HEADS))


@lru_cache(maxsize=1 << 13)
def is_mark(word: Word, height: float) -> bool:
    """Whether a word is the mark of a footnote: a raised figure or sign, lower than the type of its row."""
    return word.bottom - word.top < _MARK * height and (
        word.text in _MARKS or (len(word.text) < 3 and word.text.isdigit())
    )


def label_height(words: Sequence[Word]) -> float:
    """Height of the type of a row of amounts: that of its labels, where signs that stand above digits make these tall.

    Without labels that of all words.
    """
    heights = [word.bottom - word.top for word in words]
    beside = [word.bottom - word.top for word in words if not tokens.is_amount(word.text)]
    height = median_high(heights)
    return max(beside) if beside and height > _TALL * max(beside) else height


def head_role(text: str) -> str | None:
    """What the head of a column of labels says the column holds; ``None`` where it says nothing known."""
    folded = tokens.fold(text)
    if len(folded) > 24:
        return None
    if folded in _EXACT_HEADS:
        return _EXACT_HEADS[folded]
    words = {tokens.fold(word) for word in text.split()}
    return next((role for name, role in pay.COLUMN_HEADS if name in words or (len(name) > 5 and name in folded)), None)


def is_component(text: str) -> bool:
    """Whether a label names a part of pay and not a class."""
    if "%" in text:
        return True
    folded = tokens.fold(text)
    if any(folded.startswith(name) for name in pay.BASE_NAMES) or any(word in folded for word in pay.TOTAL_WORDS):
        return True
    return bool({tokens.fold(word) for word in text.split()} & set(pay.COMPONENT_WORDS))


def prints_code(text: str) -> bool:
    """Whether a line says the code of a class, or its range, in so many words ("Class Code 2251")."""
    return _CODE_LABEL.search(text) is not None or _RANGE_LABEL.search(text) is not None


def component_kind(name: str | None) -> Component:
    """Base, bonus or total, by the component's name; a table without names prints base pay."""
    if name is None:
        return "base"
    folded = tokens.fold(name)
    if any(word in folded for word in pay.TOTAL_WORDS):
        return "total"
    if any(folded.startswith(base) for base in pay.BASE_NAMES) and "%" not in name:
        return "base"
    return "bonus"


def parse_class_label(segments: Sequence[Segment], heads: Sequence[LabelHead], hourly: str | None) -> ClassLabel:
    """Put the label cells of one block together.

    Args:
        segments: cells in reading order, top to bottom.
        heads: heads of label columns, which say what a bare number under them is.
        hourly: step-1 hourly rate in cents, as text: a bare number equal to it is the range.
    """
    fields: dict[str, list[str]] = {"title": [], "code": [], "range": [], "unit": []}
    titled = any(head_of(segment, heads) == "title" for segment in segments)
    for segment in segments:
        role = (head_of(segment, heads) or "").removesuffix(" step")
        first, *rest = segment.words
        if role == "code" and rest and tokens.is_code(first.text) and rest[0].text.isalpha() and len(rest[0].text) > 1:
            fields["code"].append(first.text)  # the title stands close to the code and under no head of its own
            fields["title"].append(" ".join(word.text for word in rest))
        elif role == "code" and not any(char.isdigit() for char in segment.text):
            fields["title"].append(segment.text)
        elif role in fields:
            fields[role].append(segment.text)
        elif role == "days" or (role == "other" and titled and _stands_alone(segment, segments)):
            continue  # "Exempt" under "FLSA", or the number of the row, is no part of the title beside it
        else:
            fields["title"].append(segment.text)
    code = _joined_code(fields["code"])
    range_code = " ".join(fields["range"]) or None
    if range_code:
        range_code = (_RANGE_LABEL.sub(r"\1", range_code)).strip()
    title, code, range_code = _split_title(join_broken(fields["title"]), code, range_code, hourly)
    return ClassLabel(title, code, range_code, join_broken(fields["unit"]) or None)


def _stands_alone(segment: Segment, segments: Sequence[Segment]) -> bool:
    """Whether a cell is no code, and a gap parts it from the others of its line."""
    near = _GAP * segment.height
    beside = [other for other in segments if other.line == segment.line and other is not segment]
    apart = all(other.x0 - segment.x1 > near or segment.x0 - other.x1 > near for other in beside)
    return apart and not tokens.is_code(segment.text)


def join_broken(lines: Sequence[str]) -> str:
    """The lines of a label as one text: a word that is broken at the end of a line is whole again."""
    text = ""
    for line in lines:
        if text.endswith(SOFT_HYPHEN):
            text = text[:-1] + line
            continue
        broken = _BROKEN_WORD.search(text) if line[:1].islower() else None
        if broken is None:
            text = f"{text} {line}".strip()
        elif broken.group(1).lower() in pay.HYPHENATED:
            text += line
        else:
            text = text[:-1] + line
    return text.rstrip(SOFT_HYPHEN)


def head_of(segment: Segment, heads: Sequence[LabelHead]) -> str | None:
    """Role of the head a cell stands under: the one it overlaps most, else none.

    A number set flush left under a head that is centred may end before it: it is under that head if it is of numbers.
    """
    best, width = None, 0.0
    for head in heads:
        shared = min(head.x1, segment.x1) - max(head.x0, segment.x0)
        if shared > width:
            best, width = head.role, shared
    if best is None and len(segment.words) == 1 and any(map(str.isdigit, segment.text)):
        after = min((head for head in heads if head.x0 >= segment.x1), key=_x0, default=None)
        best = after.role if after is not None and after.role in NUMBERED else None
    return best


def _joined_code(parts: Sequence[str]) -> str | None:
    """A class code, put together where it is broken over two lines."""
    text = _BROKEN_CODE.sub("", " ".join(parts)).strip()
    return re.sub(r"^(?:class\s+)?code\s*:?\s*", "", text, flags=re.IGNORECASE) or None


def _split_title(
    text: str, code: str | None, range_code: str | None, hourly: str | None
) -> tuple[str | None, str | None, str | None]:
    """Take code and range out of a label that holds title, code and range together."""
    text = _NUMBER_OF_ROW.sub("", _CONTINUED.sub("", _WRAPPED_CODE.sub(r"\1\2", text)))
    if (match := _CODE_LABEL.search(text)) and code is None:
        code, text = match.group(1).replace(" ", ""), text[: match.start()] + text[match.end() :]
    if match := _RANGE_LABEL.search(text):
        range_code, text = range_code or match.group(1), text[: match.start()] + text[match.end() :]
    kept: list[str] = []
    for word in _LEADERS.sub(" ", _BEHIND.sub("", text)).split():
        bare = word.strip("()[],:;")
        if not tokens.is_code(bare):
            kept.append(word)
        elif range_code is None and bare == hourly:
            range_code = bare
        elif code is None:
            code = bare
        elif range_code is None and bare.isdigit():
            range_code = bare
        else:
            kept.append(word)
    title = _CUT_OFF.sub("", " ".join(kept)).strip(" -–,;:/")  # noqa: RUF001
    return title or None, code, range_code
