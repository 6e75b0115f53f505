"""Binders: a file too long to be held in memory is read, and published, as several documents.

Nobody prints one agreement on a thousand pages; a file of so many binds agreements together. Each volume
begins where an agreement begins, or else an appendix or an article, and is a document of its own
(``binder.pdf#page=981``, ``binder.txt#line=40210``), so that memory does not grow with the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Literal

from pipeline.findings import Finding
from pipeline.layouts.parties import AGREEMENT_TITLES, TERMS_TITLE
from pipeline.layouts.structure import CONTENTS_TITLES, HEADING_KINDS, JOINING_WORDS, LETTER_TITLES
from pipeline.models import Page
from pipeline.normalize.lines import lines_of
from pipeline.results import DocumentFacts

_CHARACTERS = 6
"""Of a word of a text, the space after it included."""
_AMOUNT = 12
"""Words whose memory an amount takes while it becomes a row."""
_STRETCH = 1 << 16
"""Characters of a text that are weighed at a time."""
_WINDOW = 3
"""A volume ends in its last third: a shorter one at a better place is worth more than a full one."""
_HEAD = 8
"""Lines at the top of a page among which an agreement names itself; an appendix or article begins with the first."""
_FEWEST = 2
"""Pages of a volume and what is held beyond it, however long they are."""
_RUNNING_HEAD = 10
"""Times a line stands in a stretch of text before it is taken for a running head."""
_CENTS = re.compile(r"\d\.\d\d\b")


@dataclass(frozen=True, slots=True)
class Seam:
    """Where one volume ends and the next begins."""

    unit: Literal["page", "line"]
    number: int
    """Of the first page or line of the next one, from 1."""
    agreement: bool
    """Whether a new agreement begins there; otherwise something of the old one may go on."""

    def __str__(self) -> str:
        """The fragment that names the place in an address: ``page=981``."""
        return f"{self.unit}={self.number}"


@dataclass(frozen=True, slots=True)
class Volume:
    """What of a file is published as one document."""

    source: str
    """``document_id`` of the file, and of its first volume."""
    begins: Seam | None = None
    """``None`` for the first one."""
    ends: Seam | None = None
    """``None`` for the last one."""
    before: DocumentFacts = field(default_factory=DocumentFacts)
    """What the volume before says of itself, where the same agreement goes on."""

    @property
    def document_id(self) -> str:
        """Of the document that is made of it."""
        return f"{self.source}#{self.begins}" if self.begins else self.source

    @property
    def first_page(self) -> int:
        """Number of its first page in the file."""
        return self.begins.number if self.begins else 1

    def following(self, facts: DocumentFacts) -> Volume | None:
        """The next volume, after one that says these facts; ``None`` after the last."""
        if self.ends is None:
            return None
        return Volume(self.source, self.ends, before=DocumentFacts() if self.ends.agreement else facts)

    def follow_facts(self, own: DocumentFacts) -> DocumentFacts:
        """What the volume says of itself, filled up with what the one before said."""
        said = {each.name: getattr(self.before, each.name) for each in fields(own)}
        if own.kind != DocumentFacts().kind:
            del said["kind"]
        blank = {name: value for name, value in said.items() if name == "kind" or getattr(own, name) is None}
        return replace(own, **blank)

    def tell(self) -> Iterator[Finding]:
        """What a reader of a volume must know: that there are others, and whether something is cut at a seam."""
        seams = [seam for seam in (self.begins, self.ends) if seam]
        if not seams:
            return
        parts = [f"begins with {self.begins.unit} {self.begins.number} of {self.source}"] if self.begins else []
        parts += [f"goes on in {self.source}#{self.ends}"] if self.ends else []
        cut = not all(seam.agreement for seam in seams)
        told = "; what stands over a seam inside an agreement is compared only as two documents are" if cut else ""
        yield Finding(
            document_id=self.document_id,
            check="volume",
            severity="warning" if cut else "info",
            table="documents",
            key=self.document_id,
            message=f"the file is too long to be read as one: this document {' and '.join(parts)}{told}",
            origin="reading",
        )


def take_volume(
    pages: Iterator[Page], held: Sequence[Page], most_words: int
) -> tuple[list[Page], list[Page], Seam | None]:
    """The pages of the next volume.

    Args:
        pages: Those not read yet; only as many are asked for as are needed.
        held: Those read already that are of no volume yet.
        most_words: How much is held at a time; an amount weighs as much as some words.

    Returns:
        The volume, the pages read beyond it, and where these begin (``None`` where there are none).
    """
    volume = list(held)
    weight = sum(map(_weigh, volume))
    while weight <= most_words or len(volume) < _FEWEST:
        page = next(pages, None)
        if page is None:
            return volume, [], None
        volume.append(page)
        weight += _weigh(page)
    first = len(volume) - max(1, len(volume) // _WINDOW)
    ranks = {cut: _rank(volume[max(0, cut - 2) : cut], volume[cut]) for cut in range(first, len(volume))}
    cut = min(ranks, key=lambda place: (ranks[place], -place))
    return volume[:cut], volume[cut:], Seam("page", volume[cut].page_number, ranks[cut] == 0)


def part_text(text: str, most_words: int) -> Iterator[tuple[str, Seam | None]]:
    """The volumes of a text, each with where the next one begins (``None`` after the last)."""
    begin, line = 0, 1
    while (end := _reach(text, begin, most_words)) < len(text):
        cut, agreement = _find_cut(text, end - (end - begin) // _WINDOW, end)
        volume = text[begin:cut]
        line += volume.count("\n")
        yield volume, Seam("line", line, agreement)
        begin = cut
    yield (text[begin:] if begin else text), None


def _weigh(page: Page) -> int:
    """What reading a page takes, in words."""
    amounts = [word[0][-3:-2] for word in page.words].count(".")
    return len(page.words) + _AMOUNT * amounts + len(page.edges) + 1


def _reach(text: str, begin: int, most_words: int) -> int:
    """How far a volume of a text can go."""
    end, left = begin, most_words * _CHARACTERS
    while left > 0 and end < len(text):
        stretch = text[end : end + _STRETCH]
        weight = len(stretch) + _AMOUNT * _CHARACTERS * len(_CENTS.findall(stretch))
        end += min(len(stretch), max(1, len(stretch) * left // weight))
        left -= weight
    return end


@cache
def _places() -> tuple[re.Pattern[str], ...]:
    """What a volume had best begin with, the best first; compiled when first needed, which is hardly ever.

    An agreement, its contents or first article, an appendix or letter, another article.
    """
    own = [title for title in (*AGREEMENT_TITLES, TERMS_TITLE) if title.upper() not in LETTER_TITLES]
    appendices = [word for word, kind in HEADING_KINDS.items() if kind == "appendix"]
    articles = [word for word in HEADING_KINDS if word not in appendices]
    heads = (
        rf"(?:\d{{4}} ?[-\u2013\u2014] ?\d{{4}} )?(?:{'|'.join(own)})\b",
        rf"(?:{'|'.join(CONTENTS_TITLES)})$|(?:{'|'.join(articles)})\.? (?:1|1\.0|1\.1|I|ONE)\b",
        rf"(?:{'|'.join(LETTER_TITLES)}|(?:{'|'.join(appendices)}) [\w.-]{{1,6}}\b)",
        rf"(?:{'|'.join(articles)})\.? [\dIVXLC.]{{1,8}}",
    )
    return tuple(re.compile(rf"^[ \t\f*#_]*(?:<\w+>)?{head}[^\n]{{0,60}}$", re.IGNORECASE | re.M) for head in heads)


def _rank(before: Sequence[Page], page: Page) -> int:
    """How well a volume begins with a page: 0 with an agreement, 4 with nothing in particular.

    Lines that stand on one of the two pages before as well are running heads.
    """
    agreement, *others = _places()
    known = {line.text for each in before for line in lines_of(each)}
    fresh = [text for line in lines_of(page)[:_HEAD] if (text := line.text) not in known and _is_title(text)]
    if any(map(agreement.match, fresh)):
        return 0
    return next((rank for rank, place in enumerate(others, 1) if place.match("".join(fresh[:1]))), len(_places()))


def _is_title(text: str) -> bool:
    """Whether a line is set like a title, and not like a sentence that names the agreement."""
    return not any(word[0].islower() and word not in JOINING_WORDS and word != "between" for word in text.split())


def _find_cut(text: str, first: int, last: int) -> tuple[int, bool]:
    """Where to part a text between two places, and whether an agreement begins there."""
    window = text[first:last]
    for rank, place in enumerate(_places()):
        found = [match for match in place.finditer(window) if _is_title(match.group())]
        times = Counter(match.group() for match in found)
        fresh = [match.start() for match in found if times[match.group()] < _RUNNING_HEAD]
        if fresh:
            return first + fresh[-1], rank == 0
    for gap in ("\f", "\n\n", "\n", " "):
        if (at := window.rfind(gap)) > 0:
            return first + at + len(gap), False
    return last, False
