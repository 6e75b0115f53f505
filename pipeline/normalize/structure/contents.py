"""The contents list: its lines, its entries, and the headings they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date
from typing import Literal, cast

from pipeline.layouts.structure import CONTENTS_COLUMN_WORDS, CONTENTS_GROUPS, CONTENTS_TITLES, HEADING_KINDS
from pipeline.models import Article, Clause
from pipeline.normalize.dates import find_dates
from pipeline.normalize.structure.heading_numbers import WORDED
from pipeline.normalize.structure.records import BodyLine, ContentsEntry
from pipeline.normalize.structure.titles import is_capitals

_WORDS = "|".join(sorted(HEADING_KINDS, key=len, reverse=True))
_ENTRY = re.compile(
    rf"^(?:(?P<word>{_WORDS})\.?\s*)?(?P<number>\d{{1,3}}(?:\.\d{{1,2}})?|[IVXLC]+\b|[A-Z]\b|(?<!^){WORDED})?"
    r"\s*[.:\u2013\u2014-]?\s*(?P<title>.*?)(?P<dots>[\s.…_·]*)(?P<page>(?<![\d,])(?:\d{1,3}|[A-Z]-\d{1,2}|(?<![a-z])[ivxl]{1,6}))?$",
    re.IGNORECASE,
)
""" "RECALL" without a page ends with no page LL."""
_DATE_TAIL = re.compile(r"[A-Z][a-z]+\.? \d{1,2}, \d{4}$")
_PAGE_TAIL = re.compile(r"[\s.…_·]*(?<![\d,])(?:\d{1,3}|[A-Z]-\d{1,2}|(?<![A-Za-z])[ivxl]{1,6})$")
_ALONE = re.compile(
    rf"^(?P<word>{_WORDS})\.?\s*(?P<number>\d{{1,3}}(?:\.\d{{1,2}})?|[IVXLC]+|[A-Z]|{WORDED})[.:]?$", re.IGNORECASE
)
_LEADER = re.compile(r"\s+[aceinorst.…]+(?:\s+[CENRST]?[aceinorst.…]+)*$")
"""Dots in a row look like these letters to an engine that recognises text."""
_TRIPLED = re.compile(r"([a-z])\1\1")
_LAST_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2})?|[IVXLC]+|\b[A-Z])$")
_LED = re.compile(r"(?:[.…_·]\s?){3}\s*\d{1,3}$")
_PAGE_GAP = 3.0
"""Heights of the type before a page number, at least, where no leader is printed."""
FIRST_ENTRIES = 2
"""Entries of a list without pages of which one, printed again, is the first heading of the body."""
MISSES = 3
"""Lines that are no entries, one after another, end a contents list."""


def find_contents(lines: Sequence[BodyLine], skip: frozenset[int]) -> tuple[frozenset[int], tuple[ContentsEntry, ...]]:
    """Indexes of the lines of the contents list, and its entries. Both empty where none is printed."""
    start = next((i for i, item in enumerate(lines) if i not in skip and _is_title(item.text)), None)
    if start is None:
        return frozenset(), ()
    found, entries = [start], list[ContentsEntry]()
    seen: set[tuple[str, str]] = set()
    listed: set[str] = set()
    word, misses = "section", 0
    for index in range(start + 1, len(lines)):
        text = lines[index].text
        if index in skip or _is_title(text) or text.lower() in CONTENTS_GROUPS:
            found.append(index)
            continue
        if _is_column_head(text):
            word = next((item.lower() for item in text.split() if item.lower() in HEADING_KINDS), word)
            found.append(index)
            continue
        entry = read_entry(text, word)
        wrapped = index + 1 < len(lines) and _ends_entry(lines[index + 1])
        if _repeats_entry(text, seen, listed) or (
            entry is not None and _is_body_heading(entry, entries, seen, wrapped)
        ):
            break
        if entry is None:
            misses += 1
            if misses >= MISSES or len(text) > 200:
                break
            continue
        misses = 0
        found.append(index)
        entries.append(entry)
        if entry.number:
            seen.add((entry.word, entry.number))
        if entry.page or len(entries) <= FIRST_ENTRIES:
            listed.add(_plain(_PAGE_TAIL.sub("", text)))
    last = max((index for index in found if index not in skip), default=start)
    return frozenset(range(start, last + 1)) - skip, tuple(entries)


def _ends_entry(item: BodyLine) -> bool:
    """Whether a line is the rest of a long title, with the leader or the white space before its page."""
    words = item.line.words
    paged = len(words) > 1 and words[-1].text.isdigit()
    apart = paged and words[-1].x0 - words[-2].x1 > _PAGE_GAP * item.line.height
    return item.text[0].isupper() and (apart or _LED.search(item.text) is not None)


def _is_body_heading(
    entry: ContentsEntry, before: Sequence[ContentsEntry], seen: set[tuple[str, str]], wrapped: bool
) -> bool:
    """Whether the line is the first heading of the body: listed already, or without a page where all have one.

    The first line of a title that is wrapped has none either.
    """
    if entry.number is None:
        return False
    paged = sum(item.page is not None for item in before)
    if entry.page is not None and paged > 0.8 * len(before):
        return False  # "Section 1" is listed again under the next article
    return (entry.word, entry.number) in seen or (
        entry.page is None and not wrapped and entry.kind in ("section", "article") and paged > 0.8 * len(before) > 2
    )


def _repeats_entry(text: str, seen: Set[tuple[str, str]], listed: Set[str]) -> bool:
    """Whether a line prints an entry again without its page: all of it, or its heading word and number alone."""
    named = _ALONE.match(text)
    if named is not None and (named["word"].lower(), named["number"]) in seen:
        return True
    return _plain(text) in listed


def _is_title(text: str) -> bool:
    return text.strip("*: ").upper() in CONTENTS_TITLES


def _is_column_head(text: str) -> bool:
    words = text.lower().split()
    return 0 < len(words) <= 4 and all(word.strip(":") in CONTENTS_COLUMN_WORDS for word in words)


def read_entry(text: str, word: str) -> ContentsEntry | None:
    """A line of a contents list.

    Args:
        text: The line.
        word: Heading word of lines that print a number alone, from the list's column heads.

    Returns:
        The entry; ``None`` where the line names no part and no page.
    """
    match = _ENTRY.match(text.strip())
    if match is None:
        return None
    title, page = cut_leader(match["title"].strip(" .…_·")), match["page"]
    if page and _DATE_TAIL.search(text.strip()):
        title, page = f"{title}{match['dots']}{page}".strip(), None
    named = (match["word"] or "").lower()
    if named and match["number"] and (title[:1].isupper() or (page and not title)):
        return ContentsEntry(HEADING_KINDS[named], match["number"], title, page, named)
    if not title or len(title) > 160 or not title[0].isupper():
        return None
    if match["number"] and match["number"][0].isdigit() and page:
        return ContentsEntry(HEADING_KINDS[word], match["number"], title, page, word)
    full = cut_leader(text.strip()[: match.start("dots")].strip(" .…_·"))
    if page or (len(full.split()) <= 8 and not full.endswith((".", ";", ","))):
        return ContentsEntry("other", None, full, page)
    return None


def cut_leader(title: str) -> str:
    """The title without a dot leader that was recognised as letters: "LAYOFF eee errr eee"."""
    tail = _LEADER.search(title)
    if tail is None or not (_TRIPLED.search(tail.group()) or is_capitals(title[: tail.start()])):
        return title
    return title[: tail.start()].rstrip(" .…_·")


def match_contents(
    document_id: str,
    entries: Sequence[ContentsEntry],
    articles: Sequence[Article],
    captions: dict[str, str],
    clauses: Sequence[Clause] = (),
) -> tuple[tuple[ContentsEntry, ...], tuple[Article, ...]]:
    """Contents lines beside the headings they stand for, and articles with their contents columns filled.

    Args:
        document_id: Of the document.
        entries: The contents list; empty where the document prints none: the articles are returned as they are.
        articles: The articles of the body.
        captions: What an appendix prints under its heading, by ``article_id``.
        clauses: The clauses; a list may name those of the first rank ("5.1 Rates", "Section 1").
    """
    if not entries:
        return (), tuple(articles)
    rows = {article.article_id: article for article in articles}
    matched: list[ContentsEntry] = []
    goes_on = False
    for entry, after in zip(entries, (*entries[1:], None), strict=True):
        if goes_on:
            goes_on = False
            continue
        article = _find_article(entry, [row for row in rows.values() if row.toc_title is None])
        if article is None:
            matched.append(entry)
            continue
        caption = captions.get(article.article_id, article.title)
        same = is_same_part(entry.title, article.title, caption)
        whole = None if same else _join_entries(entry, after)
        if whole is not None and is_same_part(whole.title, article.title, caption):
            entry, same, goes_on = whole, True, True  # noqa: PLW2901
        status: Literal["match", "differs"] = "match" if same else "differs"
        rows[article.article_id] = replace(article, toc_title=entry.title, toc_page=entry.page, toc_status=status)
        body_title = caption if not article.title or find_days(entry.title) else article.title
        matched.append(replace(entry, article_id=article.article_id, body_title=body_title, status=status))
    named = {number for clause in clauses if clause.depth == 1 and (number := _LAST_NUMBER.search(clause.path))}
    known = {number[0] for number in named}
    missing = [_make_missing(entry, document_id, len(rows) + 1) for entry in matched if entry.number
               and not (entry.kind == "section" and entry.number in known)]  # fmt: skip
    listed = {row.kind for row in rows.values() if row.toc_status} | {entry.kind for entry in entries if entry.word}
    return tuple(matched), (*(_mark_missing(row, listed) for row in rows.values()), *filter(None, missing))


def _join_entries(entry: ContentsEntry, after: ContentsEntry | None) -> ContentsEntry | None:
    """A line of the contents list with the next one, where that may be the rest of a long title."""
    if after is None or after.number is not None:
        return None
    return replace(entry, title=f"{entry.title} {after.title}", page=entry.page or after.page)


def _make_missing(entry: ContentsEntry, document_id: str, order: int) -> Article | None:
    """A row for a line of the contents list that has no heading in the body."""
    if entry.status != "not_in_body":
        return None
    return Article(
        document_id=document_id,
        article_id=f"{entry.word or entry.kind}-{entry.number}",
        kind=cast(Literal["section", "article", "appendix"], entry.kind),
        number=entry.number,
        title=entry.title,
        order=order,
        text="",
        toc_title=entry.title,
        toc_page=entry.page,
        toc_status="not_in_body",
    )


def _mark_missing(article: Article, listed: Set[str]) -> Article:
    """Parts that the contents list leaves out, of the kinds that it lists at all; letters are seldom listed."""
    named = article.toc_status is not None or article.kind in ("letter", "ordinance")
    return article if named or article.kind not in listed else replace(article, toc_status="not_in_contents")


def _find_article(entry: ContentsEntry, articles: Sequence[Article]) -> Article | None:
    """The article of the entry's kind and number; of letters and unnumbered parts, the one of its title."""
    numbered = [row for row in articles if entry.number and row.number == entry.number and row.kind == entry.kind]
    if numbered:
        return next((row for row in numbered if row.article_id.startswith(f"{entry.word}-")), numbered[0])
    if entry.number is None:
        return next((row for row in articles if row.number is None and same_title(entry.title, row.title)), None)
    return next((row for row in articles if row.number == entry.number and same_title(entry.title, row.title)), None)


def is_same_part(listed: str, title: str, caption: str) -> bool:
    """Whether a line of the contents list says of a part what its heading says.

    Args:
        listed: Title of the contents list; empty where it prints a number and a page alone.
        title: Title of the heading.
        caption: Everything the heading prints, its operative date included.
    """
    listed_days, printed_days = find_days(listed), find_days(caption)
    if listed_days and printed_days:
        return listed_days == printed_days
    if not _plain(listed) or not (title or caption):
        return True
    return same_title(listed, title or caption) or (not title and bool(listed_days or printed_days))


def find_days(text: str) -> frozenset[date]:
    """The dates in a title."""
    return frozenset(day for day, _, _ in find_dates(text))


def same_title(listed: str, printed: str) -> bool:
    """Whether two titles are one: case and punctuation do not count."""
    return _plain(listed) == _plain(printed)


def _plain(title: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", title.lower().replace("'", "").replace("\u2019", "")))
