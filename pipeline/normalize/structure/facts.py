"""What an agreement says of itself: number, unit, parties, term, dates of signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from pipeline.layouts.parties import AGREEMENT_TITLES, SCHEDULE_TITLES, TERMS_TITLE
from pipeline.layouts.structure import CLOSING_WORDS
from pipeline.models import Article
from pipeline.normalize.dates import find_dates
from pipeline.normalize.structure.parties import choose_employer, choose_union, choose_unit
from pipeline.normalize.structure.records import BodyLine
from pipeline.normalize.structure.titlepage import find_title, make_runs
from pipeline.normalize.structure.titles import SIGNATURE
from pipeline.results import DocumentFacts

PAY_AMOUNTS = 20
"""Amounts with cents in tables that make a document a salary schedule."""
_NUMBER = re.compile(
    r"\b(?:(?:MOU|M\.O\.U\.)(?:\s*(?:NO\.?|NUMBER|\#))?|"
    r"MEMORANDUM OF UNDERSTANDING,?\s*(?:NO\.?|NUMBER|\#|\(?MOU\)?(?:\s*(?:NO\.?|NUMBER|\#))?))"
    r"\s*[-\u2013:]?\s*\#?(\d{1,3})\b"
    r"(?!,|\.\d)",
    re.IGNORECASE,
)
_TERM_TITLE = re.compile(
    r"^(?:(?:EFFECTIVE DATES? AND |LENGTH AND |RENEWAL AND )?(?:TERM|DURATION)\b(?! (?:LIFE|EMPLOY|DISAB|LIMIT)).*|"
    r".*\bAND (?:TERM|DURATION))$",
    re.IGNORECASE,
)
_THROUGH = re.compile(
    r"^[\s,)]*(?:and )?(?:through|thru|to|until|till|ending|expiring|expires|[-\u2013\u2014])"
    r"(?: and including| on| midnight)*[\s,]*$",
    re.IGNORECASE,
)
_END_WORD = re.compile(r"\b(?:expire|expires|terminate|terminates|ending|through|until)\b", re.IGNORECASE)
_AGREEMENT = re.compile("|".join(AGREEMENT_TITLES), re.IGNORECASE)
_CALLED = re.compile(r"\b(?:MOU|M\.O\.U\.|MOA|CBA)\b")
"""What agreements call themselves for short."""
_TERMS = re.compile(TERMS_TITLE, re.IGNORECASE)
_SCHEDULE = re.compile("|".join(SCHEDULE_TITLES), re.IGNORECASE)
_SIGNING = re.compile(rf"{SIGNATURE.pattern}|\b(?:{'|'.join(CLOSING_WORDS)}|I hereby certify|Approved as to Form)\b")
TITLE_PAGE = 600
"""Characters in which the number of the memorandum stands before any other is cited."""
FRONT = 4000
"""Characters of the beginning in which the term may be stated."""


def read_facts(
    text: str, front: Sequence[BodyLine], paragraphs: Sequence[str], articles: Sequence[Article], amounts: int
) -> DocumentFacts:
    """Facts of a document.

    Args:
        text: Its text in reading order.
        front: Lines of its title page and of what else stands before the first article.
        paragraphs: Prose that stands in no article.
        articles: Its articles.
        amounts: Amounts that stand in tables.
    """
    whole = " ".join(text.split())
    runs = make_runs(front)
    title = find_title(runs)
    kind = read_kind(title, whole, articles, amounts)
    if kind == "news" or (kind == "other" and title is None):
        return DocumentFacts(kind=kind)
    prose, recognition = _list_prose(paragraphs, articles)
    start, end = read_term(articles, whole[:FRONT])
    return DocumentFacts(
        kind=kind,
        mou_number=read_number(whole),
        title=title or (_title_inside(whole) if kind in ("mou", "terms") else None),
        unit_name=choose_unit(runs, prose, recognition),
        employer=choose_employer(runs, prose, recognition),
        employee_organization=choose_union(runs, prose, recognition) if kind in ("mou", "terms") else None,
        term_start=start,
        term_end=end,
    )


def _list_prose(paragraphs: Sequence[str], articles: Sequence[Article]) -> tuple[list[str], frozenset[int]]:
    """Paragraphs of the whole text, and which of them are of the article on recognition."""
    prose = list(paragraphs)
    recognition: set[int] = set()
    for row in articles:
        lines = row.text.split("\n")
        if "RECOGNITION" in row.title.upper() or "PARTIES" in row.title.upper():
            recognition.update(range(len(prose), len(prose) + len(lines)))
        prose += lines
    return prose, frozenset(recognition)


def read_number(whole: str) -> str | None:
    """Number of the memorandum: of the title page, else the one named most often."""
    for text in (whole[:TITLE_PAGE], whole):
        counts = Counter(match[1] for match in _NUMBER.finditer(text))
        if counts:
            return counts.most_common(1)[0][0]
    return None


def read_kind(title: str | None, whole: str, articles: Sequence[Article], amounts: int) -> str:
    """mou, terms, salary_schedule, news or other."""
    parts = [row for row in articles if row.kind in ("section", "article")]
    named = title or ""
    if _TERMS.search(named) and parts:
        return "terms"
    if _AGREEMENT.search(named) or named.upper() in ("AGREEMENT", "CONTRACT"):
        return "mou"
    if parts and not _SCHEDULE.search(named) and (_AGREEMENT.search(whole) or _CALLED.search(whole)):
        return "mou"
    if amounts >= PAY_AMOUNTS:
        return "salary_schedule"
    if parts or title is not None:
        return "other"
    return "news" if len(re.findall(r"[.!?][”\"]?\s+[A-Z“\"]", whole)) >= 5 and not amounts else "other"


def _title_inside(whole: str) -> str | None:
    """Title of an agreement without a title page: the most specific way it calls itself in capitals."""
    numbered = re.search(r"\b(?:\d{4}\s*[-\u2013]\s*\d{2,4}\s+)?MEMORANDUM OF UNDERSTANDING NO\. \d+", whole)
    match = numbered or next((item for item in _AGREEMENT.finditer(whole) if item.group()[0].isupper()), None)
    return re.sub(r"\s+(?:by and )?between$", "", match.group(), flags=re.IGNORECASE) if match else None


def read_term(articles: Sequence[Article], front: str) -> tuple[date | None, date | None]:
    """First and last day, from the article that is called TERM, else from "June 19, 2022 through ...".

    The article may date other things too, so days that do not follow each other are no term.
    """
    fallback: tuple[date | None, date | None] = (None, None)
    for row in articles:
        if _TERM_TITLE.fullmatch(row.title.strip()):
            stated = find_range(row.text)
            if stated[0] is not None:
                return stated
            days = [(day, start) for day, start, _ in find_dates(row.text)]
            if len(days) >= 2:
                ends = [day for day, place in days if _END_WORD.search(row.text[max(0, place - 90) : place])]
                start = days[0][0]
                end = next((day for day in ends if day > start), None)
                if end is not None:
                    return start, end
                if days[1][0] > start and fallback[0] is None:
                    fallback = start, days[1][0]
    stated = find_range(front)
    return stated if stated[0] is not None else fallback


def find_range(text: str) -> tuple[date | None, date | None]:
    """The first two dates with nothing but "through" or a dash between them, in their order."""
    for (first, _, end), (last, start, _) in pairwise(find_dates(text)):
        if last > first and _THROUGH.match(text[end:start]):
            return first, last
    return None, None


def read_signature_dates(texts: Sequence[str]) -> tuple[date, ...]:
    """Dates beside signatures.

    Args:
        texts: Of the articles; in each, what follows the words that open a signature block is read.
    """
    blocks = [text[sign.start() :] for text in texts if (sign := _SIGNING.search(text)) is not None]
    return tuple(sorted({day for block in blocks for day, _, _ in find_dates(block)}))
