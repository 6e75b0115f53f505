"""What an agreement says of itself: number, unit, parties, term, dates of signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.layouts.structure import CLOSING_WORDS, EMPLOYER_ENDINGS, EMPLOYER_WORDS, ORGANIZATION_ENDINGS
from pipeline.models import Article
from pipeline.normalize.dates import find_dates
from pipeline.normalize.structure.titles import SIGNATURE
from pipeline.results import DocumentFacts

_NUMBER = re.compile(
    r"\b(?:MOU|M\.O\.U\.|MEMORANDUM OF UNDERSTANDING)(?:\s*(?:NO\.?|NUMBER|\#))?\s*[-\u2013]?\s*\#?(\d{1,3})\b"
    r"(?!,|\.\d)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"((?:[A-Z][A-Z&/\u2019'-]*,?\s+(?:AND\s+)?){1,9}REPRESENTATION\s+UNIT)\b")
_UNIT_TITLE_CASE = re.compile(
    r"\bfor the ((?:[A-Z][\w&\u2019'-]*\s+(?:and\s+|of\s+)?){1,8}?(?:Representation\s+|Bargaining\s+)?Unit)\b"
)
_EMPLOYER = re.compile(
    rf"\b((?i:{'|'.join(EMPLOYER_WORDS)}) (?i:of)(?: [A-Z][A-Za-z]+\b(?!-)){{1,3}})|"
    rf"\b((?:[A-Z][\w.]+ ){{1,4}}(?:{'|'.join(EMPLOYER_ENDINGS)}))\b"
)
_ORGANIZATION = re.compile(
    r"\b((?:(?:[A-Z][\w.&\u2019'-]*|of|and|for)\s+){1,8}"
    rf"(?i:{'|'.join(ORGANIZATION_ENDINGS)})(?:,?\s+(?:Local|LOCAL)\s+\d+)?)\b"
)
_DEFINED = re.compile(r"^[^.]{0,60}?(?:hereinafter|was\s+certified|[(\u201c\"]+[A-Z])", re.IGNORECASE)
_RANGE = re.compile(
    r"([A-Z][a-z]+ \d{1,2}, \d{4}),?\s*(?:through|to|[-\u2013])\s*([A-Z][a-z]+ \d{1,2}, \d{4})", re.IGNORECASE
)
_END_WORD = re.compile(r"\b(?:expire|expires|terminate|terminates|ending|through|until)\b", re.IGNORECASE)
_AGREEMENT = re.compile(
    r"\b(?:MEMORANDUM OF UNDERSTANDING|Memorandum of Understanding|COLLECTIVE BARGAINING AGREEMENT)\b"
)
_TERMS = re.compile(r"\bTERMS AND CONDITIONS OF EMPLOYMENT\b")
_SIGNING = re.compile(rf"{SIGNATURE.pattern}|\b(?:{'|'.join(CLOSING_WORDS)}|I hereby certify|Approved as to Form)\b")
FRONT = 4000
"""Characters of the beginning in which a document names itself."""


def read_facts(text: str, articles: Sequence[Article], amounts: int) -> DocumentFacts:
    """Facts of a document.

    Args:
        text: Its text in reading order.
        articles: Its articles.
        amounts: Amounts that stand in tables.
    """
    front = " ".join(text[:FRONT].split())
    whole = " ".join(text.split())
    kind = read_kind(front, whole, articles, amounts)
    if kind in ("news", "other"):
        return DocumentFacts(kind=kind)
    start, end = read_term(articles, front)
    return DocumentFacts(
        kind=kind,
        mou_number=_commonest(match[1] for match in _NUMBER.finditer(whole)),
        title=read_title(front, whole) if kind in ("mou", "terms") else None,
        unit_name=read_unit(front, whole),
        employer=read_employer(front, whole),
        employee_organization=read_organization(whole) if kind in ("mou", "terms") else None,
        term_start=start,
        term_end=end,
    )


def _commonest(values: Iterable[str]) -> str | None:
    counts = Counter(values)
    return counts.most_common(1)[0][0] if counts else None


def read_kind(front: str, whole: str, articles: Sequence[Article], amounts: int) -> str:
    """mou, terms, salary_schedule, news or other."""
    parts = [row for row in articles if row.kind in ("section", "article")]
    if parts and _TERMS.search(front):
        return "terms"
    if parts and _AGREEMENT.search(whole):
        return "mou"
    if amounts >= 20:
        return "salary_schedule"
    if parts:
        return "other"
    return "news" if len(re.findall(r"[.!?][”\"]?\s+[A-Z“\"]", whole)) >= 5 and not amounts else "other"


def read_title(front: str, whole: str) -> str | None:
    """The title as printed: the years and "Memorandum of Understanding No. 25", or the terms of a unit."""
    numbered = re.search(r"\b(?:\d{4}\s*[-\u2013]\s*\d{2,4}\s+)?MEMORANDUM OF UNDERSTANDING NO\. \d+", whole)
    for unit in (r"REPRESENTATION UNIT", r"UNIT"):
        named = re.search(
            rf"\b(?:TERMS AND CONDITIONS OF EMPLOYMENT|MEMORANDUM OF UNDERSTANDING)\b[A-Z\s]*?{unit}\b", front
        )
        if (match := numbered or named) is not None:
            return match.group()
    match = _AGREEMENT.search(whole)
    return match.group() if match else None


def read_unit(front: str, whole: str) -> str | None:
    """Name of the representation unit."""
    for text in (front, whole):
        if match := _UNIT.search(text):
            return re.sub(r"^(?:.*\b(?:REGARDING|FOR|IN|OF) THE\s+|THE\s+)", "", match[1])
    match = _UNIT_TITLE_CASE.search(whole)
    return match[1] if match else None


def read_employer(front: str, whole: str) -> str | None:
    """The public employer, as it is most often named; the beginning of the document counts tenfold."""
    names: Counter[str] = Counter()
    for text, weight in ((front, 10), (whole, 1)):
        for match in _EMPLOYER.finditer(text):
            name = re.sub(r"\s+(?:AND|And|All|ALL)\b.*$|^(?:The|THE) ", "", match[1] or match[2])
            if len(name.split()) >= 3:
                names[name.title().replace(" Of ", " of ")] += weight
    return names.most_common(1)[0][0] if names else None


def read_organization(whole: str) -> str | None:
    """The employee organization: the association or union that the text defines, else the commonest."""
    names: Counter[str] = Counter()
    for match in _ORGANIZATION.finditer(whole):
        name = re.sub(r"^(?:(?:the|and|of|for|THE|AND|The)\s+)+", "", match[1])
        if len(name.split()) < 3:
            continue
        defined = _DEFINED.match(whole[match.end() : match.end() + 120]) is not None
        names[_in_title_case(name)] += 50 if defined else 1
    return names.most_common(1)[0][0] if names else None


def _in_title_case(name: str) -> str:
    return name.title().replace(" Of ", " of ").replace(" And ", " and ") if name.isupper() else name


def read_term(articles: Sequence[Article], front: str) -> tuple[date | None, date | None]:
    """First and last day, from the article that is called TERM, else from "June 19, 2022 through ..."."""
    for row in articles:
        if re.fullmatch(r"TERM(?: OF .*)?|DURATION(?: OF .*)?", row.title.strip(), re.IGNORECASE):
            days = [(day, start) for day, start, _ in find_dates(row.text)]
            if len(days) >= 2:
                ends = [day for day, place in days if _END_WORD.search(row.text[max(0, place - 90) : place])]
                start = days[0][0]
                return start, next((day for day in ends if day > start), days[1][0])
    match = _RANGE.search(front)
    if match is None:
        return None, None
    first_last = [day for text in match.groups() for day, _, _ in find_dates(text)]
    return (first_last[0], first_last[1]) if len(first_last) == 2 else (None, None)


def read_signature_dates(texts: Sequence[str]) -> tuple[date, ...]:
    """Dates beside signatures.

    Args:
        texts: Of the articles; in each, what follows the words that open a signature block is read.
    """
    blocks = [text[sign.start() :] for text in texts if (sign := _SIGNING.search(text)) is not None]
    return tuple(sorted({day for block in blocks for day, _, _ in find_dates(block)}))
