"""Running headers, footers and page numbers: found, counted and taken out of the prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.layouts.structure import HEADING_KINDS
from pipeline.normalize.lines import make_line
from pipeline.normalize.structure.heading_numbers import QUOTE
from pipeline.normalize.structure.records import BodyLine
from pipeline.normalize.structure.running_heads import find_changing_heads
from pipeline.normalize.structure.titles import caption_title

_NUMBER = re.compile(
    r"^(?:[-\u2013\u2014]\s*)?(?:page\s+)?(?:\d{1,4}|(?-i:[ivxl]{1,6}))(?:\s*(?:of|/)\s*\d{1,4})?(?:\s*[-\u2013\u2014])?$",
    re.IGNORECASE,
)
_CODE = re.compile(r"^(?=[^a-z]*$)(?=.*[A-Z])[A-Z0-9]+(?:[-\u2013/.][A-Z0-9]+)+$")
"""A document's code in a footer: capitals and digits around a hyphen ("MOU25-24")."""
_APPENDIX_WORDS = "|".join(word for word, kind in HEADING_KINDS.items() if kind == "appendix")
_NUMBERED_PART = re.compile(
    rf"^(?:{'|'.join(HEADING_KINDS)})\.?\s+(?:\d{{1,3}}(?:\.\d{{1,2}})?|[IVXLC]+)\b(?!.*\d)(?!.*\bpage\b)",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"^(?:SALARY\s+|MOU\s*\d+\s*[-\u2013\u2014]?\s*)?(?:{_APPENDIX_WORDS})\s+{QUOTE}(?:[A-Z]|\d{{1,2}})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """Lines of a document and which of them are furniture."""

    lines: tuple[BodyLine, ...]
    """All lines, without codes glued to their ends."""
    indexes: frozenset[int]
    """Of the lines that are running heads, footers or page numbers."""
    glued_characters: int
    glued_pieces: int


_FOOTER = re.compile(r"^(?=.*\d[-\u2013/]\d)(?=[^a-z]*$)(?=.*[A-Z]{2})(?:\S+ ){1,4}\S+$")
_PAGE_LINE = re.compile(r"^(?:[-\u2013\u2014]\s*|page\s+)(\d{1,4})(?:\s*[-\u2013\u2014])?$", re.IGNORECASE)
""" "- 12 -" or "Page 12"; a number alone may be of a table."""
_PAGED = re.compile(
    r"^(?:\S+ ){0,12}?page (\d{1,4})(?: of \d{1,4})?$|^page (\d{1,4})(?: of \d{1,4})?(?: \S+){1,12}$", re.IGNORECASE
)
LEAST_FOOTERS = 2
FEWEST_BARE = 4
"""Numbers without a sign beside them."""
PAGE_LINES = 15
"""Lines of text that a printed page holds at least."""
_CENTS = re.compile(r"\d\.\d\d\b")
ALONE = 1.5
"""Line distances between a running head and the text."""
EDGE_LINES = 3
"""Header and footer stand among this many lines at the top and bottom of a page."""


def find_furniture(lines: Sequence[BodyLine]) -> Furniture:
    """Find what is printed on page after page, and cut it from lines it is glued to."""
    codes = footer_codes(lines)
    cut, glued = cut_footers(lines, codes)
    pages = _page_spans(cut)
    running = _running_texts(cut, pages)
    once = _headings_once(cut, pages)
    found = {index for index, item in enumerate(cut) if item.text in codes} | _text_footers(cut)
    found |= _text_page_numbers(cut) | _text_page_lines(cut) | find_changing_heads(cut, pages)
    for first, last in pages:
        edge = [*range(first, min(first + EDGE_LINES, last)), *range(max(first, last - EDGE_LINES), last)]
        heads = _part_heads(cut, first, last)
        found.update(
            index
            for index in edge
            if index not in heads and index not in once and not cut[index].ruled and _shape(cut[index].text) in running
        )
    found.update(index for index in glued if _NUMBER.match(cut[index].text))
    found.update(_page_numbers(cut, pages, found))
    return Furniture(cut, frozenset(found), sum(glued.values()), len(glued))


def _part_heads(lines: Sequence[BodyLine], first: int, last: int) -> frozenset[int]:
    """Heading of an appendix at the top of a page, and its date: no running head, though it is repeated.

    What stands on the first page as well is the head of the whole document.
    """
    for index in range(first, min(first + EDGE_LINES, last)):
        if first and _PART.match(lines[index].text):
            dated = index + 1 < last and caption_title(lines[index + 1].text)[0] == "salary"
            return frozenset((index, index + 1)) if dated else frozenset((index,))
    return frozenset()


def _headings_once(lines: Sequence[BodyLine], pages: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Headings ("ARTICLE 9") that open a page: they look alike without their numbers, and none is printed twice."""
    tops = [
        index for first, last in pages for index in range(first, min(first + EDGE_LINES, last))
        if _NUMBERED_PART.match(lines[index].text)
    ]  # fmt: skip
    counts = Counter(lines[index].text.upper() for index in tops)
    return frozenset(index for index in tops if counts[lines[index].text.upper()] == 1)


def footer_codes(lines: Sequence[BodyLine]) -> frozenset[str]:
    """Document codes that stand alone on several lines; they may also be glued to the end of other lines."""
    counts = Counter(item.text for item in lines if len(item.line.words) == 1 and _CODE.match(item.text))
    tails = Counter(item.line.words[-1].text for item in lines)
    return frozenset(
        code for code in counts if not code[0].isdigit() and (counts[code] >= 2 or (counts[code] and tails[code] >= 3))
    )


def _text_footers(lines: Sequence[BodyLine]) -> set[int]:
    """Footers of a text without pages that are more than one word ("MOU 70-11"): each beside a rising page number."""
    places: dict[str, list[int]] = {}
    for index, item in enumerate(lines):
        if item.page_number is None and _FOOTER.match(item.text):
            places.setdefault(item.text, []).append(index)
    found: set[int] = set()
    for rows in places.values():
        numbers = [number for index in rows if (number := _number_beside(index, lines)) is not None]
        if LEAST_FOOTERS <= len(rows) == len(numbers) and numbers == sorted(set(numbers)):
            found.update(rows)
    return found


def _text_page_numbers(lines: Sequence[BodyLine]) -> set[int]:
    """Page numbers on lines of their own in a text without pages: they count up, a page of lines apart."""
    places = [
        (index, int(match[1]))
        for index, item in enumerate(lines)
        if item.page_number is None and len(item.line.words) <= 2 and (match := _PAGE_LINE.match(item.text))
    ]
    bare = [
        (index, int(item.text))
        for index, item in enumerate(lines[:-1])
        if item.page_number is None and len(item.text) <= 3 and item.text.isdecimal() and item.apart
        and lines[index + 1].apart
    ]  # fmt: skip
    numbers = _count_up(bare)
    return _count_up(places) | (numbers if len(numbers) >= FEWEST_BARE else set())


def _text_page_lines(lines: Sequence[BodyLine]) -> set[int]:
    """Heads and footers of a text without pages that hold its page numbers: "City of Riverton Page 12 of 40"."""
    places: dict[str, list[tuple[int, int]]] = {}
    for index, item in enumerate(lines):
        if item.page_number is None and (match := _PAGED.match(item.text)):
            places.setdefault(_shape(item.text), []).append((index, int(match[1] or match[2])))
    return set().union(*(_count_up(rows) for rows in places.values()))


def _count_up(places: Sequence[tuple[int, int]]) -> set[int]:
    """Lines whose numbers count up by one, a page of lines apart."""
    chain: list[tuple[int, int]] = []
    for index, number in places:
        if chain and (number != chain[-1][1] + 1 or index - chain[-1][0] < PAGE_LINES):
            if len(chain) < LEAST_FOOTERS or number == chain[0][1]:
                chain = [(index, number)]
            continue
        chain.append((index, number))
    return {index for index, _ in chain} if len(chain) >= LEAST_FOOTERS else set()


def _number_beside(index: int, lines: Sequence[BodyLine]) -> int | None:
    """The page number on the line before or after."""
    for near in (index - 1, index + 1):
        if 0 <= near < len(lines) and lines[near].text.isdigit():
            return int(lines[near].text)
    return None


def cut_footers(lines: Sequence[BodyLine], codes: frozenset[str]) -> tuple[tuple[BodyLine, ...], dict[int, int]]:
    """Lines without the document codes glued to their ends, and how many characters went from which."""
    cut: list[BodyLine] = []
    glued: dict[int, int] = {}
    for index, item in enumerate(lines):
        words = item.line.words
        if len(words) > 1 and words[-1].text in codes:
            glued[index] = len(words[-1].text)
            line = make_line(words[:-1])
            cut.append(replace(item, line=line, text=line.text))
        else:
            cut.append(item)
    return tuple(cut), glued


def _page_spans(lines: Sequence[BodyLine]) -> list[tuple[int, int]]:
    """First and one past the last line of every page."""
    starts = [index for index, item in enumerate(lines) if item.starts_page]
    return list(zip(starts, [*starts[1:], len(lines)], strict=bool(lines)))


def _shape(text: str) -> str:
    """The line with its numbers blotted out."""
    return re.sub(r"\d+", "9", text)


def _running_texts(lines: Sequence[BodyLine], pages: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Shapes that stand at the edge of a third of the pages (three at least), at one height.

    On two pages alone only a line set apart from the text counts.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for first, last in pages:
        edge = {*range(first, min(first + EDGE_LINES, last)), *range(max(first, last - EDGE_LINES), last)}
        if len(pages) == 2:
            edge = {index for index in (first, last - 1) if _stands_alone(index, first, last, lines)}
        loose = (index for index in edge if not lines[index].ruled and len(_CENTS.findall(lines[index].text)) < 2)
        seen.update({(_shape(lines[index].text), round(lines[index].line.top / 6)) for index in loose})
    least = max(min(len(pages), 3), len(pages) / 3, 2)
    return frozenset(shape for (shape, _), count in seen.items() if count >= least and re.search(r"[A-Za-z]", shape))


def _stands_alone(index: int, first: int, last: int, lines: Sequence[BodyLine]) -> bool:
    """Whether white space parts the first or last line of a page from the text."""
    beside = index + 1 if index == first else index
    return last - first > 2 and lines[beside].apart and lines[beside].gap > ALONE


def _page_numbers(lines: Sequence[BodyLine], pages: Sequence[tuple[int, int]], found: set[int]) -> set[int]:
    """Lines that are a page number: alone at a page's edge, or beside other furniture in a text without pages."""
    numbers: set[int] = set()
    for first, last in pages:
        rows = [index for index in range(first, last) if index not in found]
        for index in {*rows[:1], *rows[-1:]}:
            if _NUMBER.match(lines[index].text):
                numbers.add(index)
    for index in found:
        beside = (near for near in (index - 1, index + 1) if 0 <= near < len(lines))
        numbers.update([near for near in beside if _NUMBER.match(lines[near].text)][:1])
    return numbers
