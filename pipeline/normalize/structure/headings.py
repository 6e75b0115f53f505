"""Headings of the body: which lines they are, their kind, number and title."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.layouts.structure import HEADING_KINDS, JOINING_WORDS
from pipeline.normalize.structure.heading_numbers import FIGURES, QUOTE, WORDED, Order, letter_value, read_number
from pipeline.normalize.structure.joining import is_finished
from pipeline.normalize.structure.markers import read_marker
from pipeline.normalize.structure.records import BodyLine, Geometry, Heading
from pipeline.normalize.structure.titles import SIGNATURE, caption_title, is_capitals, split_capitals, without_plan

_WORDS = "|".join(sorted(HEADING_KINDS, key=len, reverse=True))
_HEADING = re.compile(
    rf"^(?P<prefix>(?:MOU\s*(?:NO\.?|\#)?\s*\d+\s*[-\u2013\u2014]?\s+|SALARY\s+)*)(?P<word>{_WORDS}|§)\.?\s*"
    rf"(?:(?:NO\.?|NUMBER|\#)\s*)?{QUOTE}(?P<number>{FIGURES}|[IVXLC]+\b|{WORDED}|"
    rf"(?P<letter>[A-Z])(?P=letter)?(?:-\d{{1,2}})?\b){QUOTE}(?=[\s.:\u2013\u2014-]|$)"
    r"(?P<mark>\s*[.:|\u2013\u2014-]{0,2}(?:\s+[\u2013\u2014-]{1,2}(?=\s))?\s*)(?P<rest>.*)$",
    re.IGNORECASE,
)
_DATE_ONLY = re.compile(r"^[A-Z][a-z]+\.? \d{1,2}, \d{4}\.?$")
_SENTENCE = re.compile(r"[a-z)]\.\s+[A-Z]\w*\s")
_OPENS_SENTENCE = re.compile(r"[a-z)]\.\s+(?:The|A|An|Each|Every|All|Any|No|If|When|This|It)\s")
MOST_TITLE_WORDS = 12
MOST_CAPTIONS = 3
FEWEST = 4
"""Headings that count up from whatever number."""
FULL_LINE = 0.85
"""Part of the line below that a line reaches which goes on there."""
LONGEST_ACRONYM = 6
"""Letters: a shorter word in capitals before a sentence is its first word (LAPD), no end of a title."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a heading."""

    index: int
    word: str
    number: str
    style: str
    """decimal, integer, roman, letter, or word ("ARTICLE TWENTY-ONE")."""
    order: Order
    rest: str
    marked: bool
    """Printed in capitals or bold, as headings are."""


def find_candidates(lines: Sequence[BodyLine], skip: frozenset[int]) -> tuple[Candidate, ...]:
    """Lines that begin with a heading word and a number and go on like a title."""
    found = (
        read_candidate(index, item, after_end=index > 0 and is_finished(lines[index - 1].text))
        for index, item in enumerate(lines)
        if index not in skip
    )
    kept = tuple(candidate for candidate in found if candidate is not None and not _runs_on(candidate, lines))
    lettered = {candidate.word for candidate in kept if candidate.style == "letter"}
    return tuple(_as_letter(candidate) if candidate.word in lettered else candidate for candidate in kept)


def _runs_on(candidate: Candidate, lines: Sequence[BodyLine]) -> bool:
    """Whether the text after the number is a paragraph: "Section 1. Pay. The City pays each employee"."""
    item, rest = lines[candidate.index], candidate.rest
    prose = sum(word[0].islower() and word not in JOINING_WORDS for word in rest.split())
    if not prose:
        unfinished = _OPENS_SENTENCE.search(rest) and rest.split()[-1] in JOINING_WORDS
        return bool(unfinished or (_SENTENCE.search(rest) and _goes_on(candidate.index, lines)))
    if (prose > 1 and (rest[-1] == ":" or rest.split()[-1] in JOINING_WORDS)) or _SENTENCE.search(rest):
        return True
    after = lines[candidate.index + 1] if candidate.index + 1 < len(lines) else None
    if after is None or after.apart:
        return False
    return (prose > 1 and after.text[0].islower()) or item.line.x1 >= FULL_LINE * after.line.x1


def _goes_on(index: int, lines: Sequence[BodyLine]) -> bool:
    """Whether the next line goes on in lower case."""
    below = lines[index + 1 : index + 2]
    return bool(below) and not below[0].apart and below[0].text[0].islower()


def read_candidate(index: int, item: BodyLine, *, after_end: bool = False) -> Candidate | None:
    """The line as a heading, or ``None`` where it cannot be one.

    Args:
        index: Of the line.
        item: The line.
        after_end: Whether a sentence ends above it.
    """
    match = _HEADING.match(_between_dashes(item.text))
    if match is None:
        return None
    word, number, rest = match["word"].lower().replace("§", "section"), match["number"], match["rest"].strip()
    read = read_number(word, number)
    if read is None or not _goes_on_like_a_title(without_plan(rest)):
        return None
    capitals = (
        not match["word"].islower()
        and match["word"].upper() == match["word"]
        and (not rest or is_capitals(without_plan(rest).split()[0]))
    )
    marked = capitals or item.bold or bool(match["prefix"].strip())
    if not rest and not (item.apart and marked if "." in match["mark"] else item.apart or marked or after_end):
        return None  # "... as is said in / ARTICLE 5." ends a sentence
    return Candidate(index, word, number.upper(), read[0], read[1], rest, marked)


def _between_dashes(text: str) -> str:
    """The text without the dashes around it: "- ARTICLE 5 -"."""
    return text.strip("-\u2013\u2014 ") if text[0] in "-\u2013\u2014" and text[-1] in "-\u2013\u2014" else text


def _goes_on_like_a_title(rest: str) -> bool:
    """Whether the text after the number is a title, not the rest of a sentence."""
    if not rest:
        return True
    if not (rest[0].isupper() or rest[0] in "“\"'(["):
        return False
    if rest[0] == "(" and not rest[1:2].isupper():
        return False
    return not (rest.endswith((".", ";", ",")) and not is_capitals(rest)) and not _DATE_ONLY.match(rest)


def choose_headings(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Of every heading word the family (style, dress) that counts up through the document.

    "Section I" that starts again in every article is a clause, and so is "Section 1" inside an article of
    a document whose sections are 1.0, 2.0, ...: their chains are short.
    """
    families: dict[str, dict[tuple[str, bool], list[Candidate]]] = defaultdict(lambda: defaultdict(list))
    for candidate in candidates:
        families[candidate.word][candidate.style, candidate.marked].append(candidate)
    chosen: list[Candidate] = []
    for groups in families.values():
        chains = [(_longest_chain(group), key[1], group) for key, group in groups.items()]
        chain, _, group = max(chains, key=lambda item: (_weight(item[0], item[1]), item[1]))
        if len(chain) >= 0.6 * len(_without_repeats(group)):
            chosen += chain
            chosen += _repeats(chain, group)
    return tuple(sorted(chosen, key=lambda candidate: candidate.index))


def are_headings(chosen: Sequence[Candidate]) -> bool:
    """Whether candidates are those of a document: a few that do not begin with the first number are lines of text.

    "Section 4.1 Each department has its own" at the end of a line looks like a title.
    """
    return len(chosen) >= FEWEST or (bool(chosen) and chosen[0].order[0] <= 1)


def _as_letter(candidate: Candidate) -> Candidate:
    """A single letter in its place among letters: the C of PART C is no Roman hundred."""
    if candidate.style != "roman" or len(candidate.number) > 1:
        return candidate
    return replace(candidate, style="letter", order=(letter_value(candidate.number), 0))


def _weight(chain: Sequence[Candidate], marked: bool) -> float:
    """Length of a chain, twice for headings in capitals or bold, times how much of the document it spans."""
    span = chain[-1].index - chain[0].index + 1
    return len(chain) * (2 if marked else 1) * (100 + span)


def _without_repeats(group: Sequence[Candidate]) -> list[Candidate]:
    """Candidates whose number differs from that of the one before."""
    return [item for place, item in enumerate(group) if not place or group[place - 1].order != item.order]


def _longest_chain(group: Sequence[Candidate]) -> list[Candidate]:
    """The longest strictly rising sequence of numbers (patience sorting); of equal ones the first."""
    tails: list[Order] = []
    ends: list[int] = []
    before: list[int] = []
    for place, item in enumerate(group):
        position = bisect_left(tails, item.order)
        before.append(ends[position - 1] if position else -1)
        if tails[position : position + 1] == [item.order]:
            continue
        tails[position : position + 1] = [item.order]
        ends[position : position + 1] = [place]
    chain: list[Candidate] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        chain.append(group[place])
        place = before[place]
    return chain[::-1]


def _repeats(chain: Sequence[Candidate], group: Sequence[Candidate]) -> list[Candidate]:
    """Headings printed again on a following page of the same part (MOU 30 - APPENDIX A, twice)."""
    again: list[Candidate] = []
    for item, after in zip(chain, [*chain[1:], None], strict=True):
        end = after.index if after else 1 << 30
        again += [other for other in group if other.order == item.order and item.index < other.index < end]
    return again


def complete_heading(
    candidate: Candidate, lines: Sequence[BodyLine], taken: frozenset[int], geometry: Geometry
) -> Heading:
    """Title over one or more lines, caption lines around it, and what follows on the same line."""
    if HEADING_KINDS[candidate.word] == "appendix" and caption_title(candidate.rest)[0] == "salary":
        return Heading(candidate.word, candidate.number, "", candidate.rest, candidate.index, candidate.index)
    title, rest = candidate.rest, ""
    bare = without_plan(title)
    if bare and is_capitals(bare.split()[0]) and candidate.word.upper() in lines[candidate.index].text:
        head, rest = split_capitals(bare)
        title = title.removesuffix(bare) + head
    last = candidate.index
    appendix = HEADING_KINDS[candidate.word] == "appendix"
    while (
        not rest and (title or not appendix) and (more := _more_title(title, last, lines, taken, geometry)) is not None
    ):
        last += 1
        title, rest = f"{title} {more[0]}".strip(), more[1]
    heading = Heading(candidate.word, candidate.number, title, title, candidate.index, last, rest)
    if appendix:
        return _complete_appendix(heading, lines, taken)
    return heading


def _more_title(
    title: str, last: int, lines: Sequence[BodyLine], taken: frozenset[int], geometry: Geometry
) -> tuple[str, str] | None:
    """What the next line adds to a title, and the text that follows there; ``None``: nothing.

    A title in bold goes on in the bold line below.

    MOU 25 sets the second line of a title apart like a paragraph; MOU 28 prints a subheading in capitals
    under a short title. So the title must end in a joining word, or fill half a line of a set page, or
    the next line must follow without white space.
    """
    if last + 1 >= len(lines) or last + 1 in taken:
        return None
    item, after = lines[last], lines[last + 1]
    if not title or not is_capitals(title):
        bold = item.bold and after.bold and not after.apart
        return _title_below(after) if bold or not title else None
    head, rest = split_capitals(after.text)
    if (
        SIGNATURE.match(after.text)
        or not is_capitals(head)
        or len(head.split()) > 9
        or read_marker(after.text) is not None
    ):
        return None
    if title.rsplit(maxsplit=1)[-1].lower() in JOINING_WORDS or (not after.apart and not rest):
        return head, rest
    if rest and len(head) < LONGEST_ACRONYM:
        return None
    long = geometry.wrapped and item.line.x1 - item.line.x0 > 0.5 * (geometry.end_of(item) - item.line.x0)
    return (head, rest) if long else None


def _title_below(line: BodyLine) -> tuple[str, str] | None:
    """The title of a heading that prints its number alone: the whole next line, where it is no sentence."""
    words = line.text.split()
    if len(words) > MOST_TITLE_WORDS or line.text.endswith((".", ";", ",", ":")) or read_marker(line.text) is not None:
        return None
    small = sum(word[0].islower() and word not in JOINING_WORDS for word in words)
    return (line.text, "") if small == 0 and any(word[0].isupper() for word in words) else None


def _is_single_title(index: int, lines: Sequence[BodyLine]) -> bool:
    """Whether a line is a title of one word over prose: "TELEWORK"."""
    text = lines[index].text
    prose = sum(word[0].islower() for item in lines[index + 1 : index + 3] for word in item.text.split())
    return text.isalpha() and len(text) > 3 and is_capitals(text) and prose >= 4


def _complete_appendix(heading: Heading, lines: Sequence[BodyLine], taken: frozenset[int]) -> Heading:
    """An appendix: up to three short lines after it say its title or from when it is operative."""
    first, last, title, rest = heading.first, heading.last, heading.title, heading.rest
    if first and re.fullmatch(r"MOU\s*\#?\s*\d+", lines[first - 1].text) and first - 1 not in taken:
        first -= 1
    captions = [title] if title else []
    while not rest and last + 1 < len(lines) and last + 1 not in taken and len(captions) < MOST_CAPTIONS:
        kind, head, after = caption_title(lines[last + 1].text)
        if kind == "none" and not title and _is_single_title(last + 1, lines):
            kind, head, after = "title", lines[last + 1].text, ""
        elif kind == "none" and not title and lines[last].bold and lines[last + 1].bold:
            kind, head, after = "title" if _title_below(lines[last + 1]) else kind, lines[last + 1].text, ""
        if kind == "none" or (kind == "title" and title):
            break
        rest, title = after, head if kind == "title" else title
        captions.append(head)
        last += 1
        if kind == "salary":
            break
    title = "" if caption_title(title)[0] == "salary" else title
    return Heading(heading.keyword, heading.number, title, " ".join(captions), first, last, rest)
