"""Headings -> parts of the document: ids, parents, order, and which line belongs to which."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from pipeline.layouts.structure import HEADING_KINDS, HEADING_RANK
from pipeline.normalize.structure.records import BodyLine, Heading

Kind = Literal["section", "article", "appendix", "letter", "ordinance"]
_ORDERED = ("article", "section")
_NESTED = {"section": HEADING_RANK["article"] + 1, "sec": HEADING_RANK["article"] + 1}


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its place in the document."""

    article_id: str
    kind: Kind
    parent_id: str | None
    headings: tuple[Heading, ...]
    """Its heading, and the same heading again where it is repeated on a following page."""

    @property
    def heading(self) -> Heading:
        """The first one."""
        return self.headings[0]

    @property
    def is_salary(self) -> bool:
        """Whether its heading announces a salary table: no title but a date from when it is operative."""
        return self.kind == "appendix" and not self.heading.title


def make_parts(headings: Sequence[Heading]) -> tuple[Part, ...]:
    """One part for every heading; a heading that repeats the one before continues its part."""
    nested = _holds_sections(headings)
    decimal_sections = sum(item.keyword == "section" and (item.number or "").endswith(".0") for item in headings) >= 2
    parts: list[Part] = []
    ids: Counter[str] = Counter()
    for heading in headings:
        before = parts[-1] if parts else None
        if before is not None and _repeats(before.heading, heading):
            parts[-1] = Part(before.article_id, before.kind, before.parent_id, (*before.headings, heading))
            continue
        word = heading.keyword
        if decimal_sections and word == "article" and (heading.number or "").endswith(".0"):
            word = "section"
        kind = cast(Kind, word if word in ("letter", "ordinance") else HEADING_KINDS[word])
        name = _make_id(word, heading)
        ids[name] += 1
        article_id = f"{name}#{ids[name]}" if ids[name] > 1 else name
        parts.append(Part(article_id, kind, _find_parent(word, heading, parts, nested), (heading,)))
    return tuple(parts)


def _repeats(before: Heading, heading: Heading) -> bool:
    """The same heading again: an appendix over two pages, a letter over its signatures."""
    if before.keyword != heading.keyword or before.number != heading.number:
        return False
    return heading.number is not None or (bool(before.title) and before.title == heading.title)


def _make_id(word: str, heading: Heading) -> str:
    """Made of what is printed: article-5.1, appendix-A, letter-retirement-incentive-pay."""
    if heading.number is not None:
        return f"{word}-{heading.number}"
    slug = "-".join(re.findall(r"[a-z0-9]+", heading.title.lower())[:8])
    return f"{word}-{slug}" if slug and word != "ordinance" else word


def _holds_sections(headings: Sequence[Heading]) -> bool:
    """Whether articles hold sections (ARTICLE 5 > Section 5.1), and not sections articles: the first one is outer."""
    words = [heading.keyword for heading in headings if heading.keyword in _ORDERED]
    return len(set(words)) == 2 and words[0] == "article"


def _find_parent(word: str, heading: Heading, parts: Sequence[Part], nested: bool) -> str | None:
    """The last part of a higher rank; sections of an ordinance belong to the ordinance.

    Args:
        word: The heading word.
        heading: The heading.
        parts: Those before it.
        nested: Whether articles hold sections.
    """
    if word == "ordinance":
        return next((part.article_id for part in parts if part.kind == "ordinance"), None) if heading.number else None
    ranks = {**HEADING_RANK, **_NESTED} if nested else HEADING_RANK
    rank = ranks.get(word)
    if rank is None:
        return None
    for part in reversed(parts):
        other = ranks.get(part.article_id.split("-")[0])
        if other is not None and other < rank:
            return part.article_id
    return None


def find_owners(parts: Sequence[Part], lines: Sequence[BodyLine]) -> tuple[str | None, ...]:
    """``article_id`` of every line; ``None`` before the first heading."""
    starts = {heading.first: part.article_id for part in parts for heading in part.headings}
    owners: list[str | None] = []
    current: str | None = None
    for index in range(len(lines)):
        current = starts.get(index, current)
        owners.append(current)
    return tuple(owners)


def give_back_tables(
    parts: Sequence[Part], owners: Sequence[str | None], table: frozenset[int]
) -> tuple[str | None, ...]:
    """Owners with the table lines right before the first salary appendix given to that appendix.

    A text layer may hold the amounts of a page before its heading (the text of MOU 25).
    """
    given = list(owners)
    first = next((part for part in parts if part.is_salary), None)
    if first is not None:
        index = first.heading.first - 1
        while index in table:
            given[index] = first.article_id
            index -= 1
    return tuple(given)
