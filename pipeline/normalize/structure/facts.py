"""What an agreement says of itself: number, unit, parties, term, dates of signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from pipeline.models import Article
from pipeline.normalize.dates import find_dates
from pipeline.results import DocumentFacts

_NUMBER = re.compile(
    r"\b(?:MOU|M\.O\.U\.|MEMORANDUM OF UNDERSTANDING)(?:\s*(?:NO\.?|NUMBER|\#))?\s*[-–]?\s*\#?(\d{1,3})\b(?!,|\.\d)", re.IGNORECASE
)
_UNIT = re.compile(r"((?:[A-Z][A-Z&/’'-]*,?\s+(?:AND\s+)?){1,9}REPRESENTATION\s+UNIT)\b")
_UNIT_TITLE_CASE = re.compile(r"\bfor the ((?:[A-Z][\w&’'-]*\s+(?:and\s+|of\s+)?){1,8}?(?:Representation\s+|Bargaining\s+)?Unit)\b")
_EMPLOYER = re.compile(
    r"\b((?:[Cc]ity|CITY|[Cc]ounty|COUNTY|[Tt]own|TOWN) (?:[Oo]f|OF)(?: [A-Z][A-Za-z.]+){1,3})|"
    r"\b((?:[A-Z][\w.]+ ){1,4}(?:Unified School District|School District|Public Law Library|Water District|Transit District))\b"
)
_ORGANIZATION = re.compile(
    r"\b((?:(?:[A-Z][\w.&’'-]*|of|and|for)\s+){1,8}(?:Association|ASSOCIATION|Union|UNION|League|LEAGUE|Guild|Federation)"
    r"(?:,?\s+(?:Local|LOCAL)\s+\d+)?)\b"
)
_DEFINED = re.compile(r"^\s*\(?[^.]{0,60}?(?:hereinafter|was\s+certified|[(“\"]+(?:Association|Union|League|OCEA))", re.IGNORECASE)
_RANGE = re.compile(r"([A-Z][a-z]+ \d{1,2}, \d{4}),?\s*(?:through|to|[-–])\s*([A-Z][a-z]+ \d{1,2}, \d{4})", re.IGNORECASE)
_END_WORD = re.compile(r"\b(?:expire|expires|terminate|terminates|ending|through|until)\b", re.IGNORECASE)
_AGREEMENT = re.compile(r"\b(?:MEMORANDUM OF UNDERSTANDING|Memorandum of Understanding|COLLECTIVE BARGAINING AGREEMENT)\b")
_TERMS = re.compile(r"\bTERMS AND CONDITIONS OF EMPLOYMENT\b")
_SCHEDULE = re.compile(r"\b(?:salary|pay|wage) schedule\b|\bschedule of (?:salaries|pay)\b|\bRETIREMENT Pickup\b", re.IGNORECASE)
_SIGNED = re.compile(r"\bDate\b|\bDated?:|\bAttorney\b|\bOfficer\b", re.IGNORECASE)
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
        title=read_title(front, whole),
        unit_name=read_unit(front, whole),
        employer=read_employer(whole),
        employee_organization=read_organization(whole),
        term_start=start,
        term_end=end,
    )


def _commonest(values: object) -> str | None:
    counts = Counter(values)  # type: ignore[call-overload]
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
    if match := re.search(r"\b(?:\d{4}\s*[-–]\s*\d{2,4}\s+)?MEMORANDUM OF UNDERSTANDING NO\. \d+", whole):
        return match.group()
    if match := re.search(r"\b(?:TERMS AND CONDITIONS OF EMPLOYMENT|MEMORANDUM OF UNDERSTANDING)\b[A-Z\s]*?(?:UNIT)\b", front):
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


def read_employer(whole: str) -> str | None:
    """The public employer, as it is most often named."""
    names: Counter[str] = Counter()
    for match in _EMPLOYER.finditer(whole):
        name = match[1] or match[2]
        names[re.sub(r"\s+(?:AND|And)\b.*$", "", name).title().replace(" Of ", " of ")] += 1
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
    days = [day for text in match.groups() for day, _, _ in find_dates(text.title())]
    return (days[0], days[1]) if len(days) == 2 else (None, None)


def read_signature_dates(texts: Sequence[str]) -> tuple[date, ...]:
    """Dates in the clauses that close an agreement or a letter with signatures."""
    return tuple(sorted({day for text in texts for day, _, _ in find_dates(text) if _SIGNED.search(text)}))
