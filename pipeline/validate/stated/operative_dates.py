"""Operative dates of the salary appendices: heading, articles, tables, contents list and ordinance must agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.findings import Finding, about_rate
from pipeline.layouts.numbers import MONTHS
from pipeline.models import Article, Rate, Table

_DATE = rf"(?P<month>{'|'.join(MONTHS)})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s*(?P<year>[1-9]\d{{3}})(?!\d)"
_NAMED = re.compile(
    rf"\b(?:Salary\s+)?(?i:appendix)\s+(?P<letter>[A-Z]{{1,2}}(?:-\d)?)\s*(?:[–—:-]\s*|\s)"  # noqa: RUF001
    rf"(?:(?:salaries\s+)?(?:shall|will)?\s*(?:be(?:come)?|is|are)?\s*"
    rf"(?:operative|effective|in\s+(?:effect|force)|takes?\s+effect|appl(?:y|ies)|begins?)\s+"
    rf"(?:(?:on|from|as\s+of|beginning|starting)\s+)?)?{_DATE}"
)
_AT_DATE = re.compile(rf"\b(?:Effective|On|Operative)\s+{_DATE}\s*,(?P<rest>[^.;]*)")
_SHOWN = re.compile(r"\b(?:displayed|shown|set\s+forth|listed|illustrated|contained|specified|indicated)\b")
_LETTER = re.compile(r"\b(?i:appendix)\s+([A-Z]{1,2}(?:-\d)?)\b")
_ANY_DATE = re.compile(_DATE)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A place that says when an appendix is operative."""

    letters: tuple[str, ...]
    """One, or those of which one must have the date."""
    printed: str
    """The date as printed."""
    day: date | None
    """``None`` where the calendar has no such day."""
    table: str
    key: str
    column: str
    page_number: int | None


def check_operative_dates(
    document_id: str, articles: Sequence[Article], tables: Sequence[Table], rates: Sequence[Rate]
) -> tuple[tuple[Finding, ...], int]:
    """Every statement of an operative date against the heading of the appendix.

    Args:
        document_id: Of the document.
        articles: Their text, and for appendices the title in the contents list.
        tables: Those with a column of appendices and one of dates.
        rates: They carry the date each appendix has in its heading.

    Returns:
        Findings, and the number of statements that agree.
    """
    headings = _heading_dates(rates)
    items = (*_from_articles(articles), *_from_contents(articles), *_from_tables(tables))
    wrong = _wrong_headings(headings, items)
    findings = [_blame_heading(letter, day, rates) for letter, day in wrong.items()]
    headings |= wrong
    held = 0
    for item in items:
        known = [headings[letter] for letter in item.letters if letter in headings]
        if len(known) < len(item.letters):
            continue
        if item.day in known:
            held += 1
        else:
            findings.append(_make_finding(document_id, item, headings))
    return tuple(findings), held


def _heading_dates(rates: Sequence[Rate]) -> dict[str, date]:
    """The date most amounts of an appendix carry."""
    counts: dict[str, Counter[date]] = {}
    for rate in rates:
        if rate.appendix and rate.operative_date:
            counts.setdefault(rate.appendix, Counter())[rate.operative_date] += 1
    return {appendix: counter.most_common(1)[0][0] for appendix, counter in counts.items()}


def _wrong_headings(headings: Mapping[str, date], items: Sequence[_Statement]) -> dict[str, date]:
    """Appendices whose heading alone has its date: all other places, two at least, agree on another day."""
    stated: dict[str, list[date | None]] = {}
    for item in items:
        if len(item.letters) == 1:
            stated.setdefault(item.letters[0], []).append(item.day)
    return {
        letter: days[0]
        for letter, days in stated.items()
        if letter in headings and len(days) > 1 and len(set(days)) == 1 and days[0] and days[0] != headings[letter]
    }


def _blame_heading(letter: str, day: date, rates: Sequence[Rate]) -> Finding:
    rate = next(rate for rate in rates if rate.appendix == letter and rate.operative_date)
    message = f"the heading of appendix {letter} says {rate.operative_date}; all other places say {day}"
    return about_rate(
        rate,
        "operative_date",
        "error",
        message,
        column="operative_date",
        printed=str(rate.operative_date),
        expected=str(day),
        origin="printed",
    )


def _from_articles(articles: Sequence[Article]) -> Iterator[_Statement]:
    """Statements in the text of sections, articles and the ordinance; letters speak of dates to come."""
    for article in articles:
        if article.kind not in ("section", "article", "ordinance"):
            continue
        for match in _NAMED.finditer(article.text):
            yield from _state((match["letter"],), match, article, "text")
        for match in _AT_DATE.finditer(article.text):
            letters = tuple(dict.fromkeys(_LETTER.findall(match["rest"])))
            if letters and _SHOWN.search(match["rest"]):
                yield from _state(letters, match, article, "text")


def _from_contents(articles: Sequence[Article]) -> Iterator[_Statement]:
    for article in articles:
        match = _ANY_DATE.search(article.toc_title or "") if article.kind == "appendix" else None
        if match and article.number:
            yield from _state((article.number,), match, article, "toc_title")


def _state(letters: tuple[str, ...], match: re.Match[str], article: Article, column: str) -> Iterator[_Statement]:
    printed = match.group()[match.start("month") - match.start() : match.end("year") - match.start()]
    page = article.page_first
    yield _Statement(letters, printed, _read_date(match), "articles", article.article_id, column, page)


def _read_date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), MONTHS[match["month"]], int(match["day"]))
    except ValueError:
        return None


def _from_tables(tables: Sequence[Table]) -> Iterator[_Statement]:
    """Rows of a table with an appendix in its first column and a date in another."""
    for table in tables:
        heads = " ".join(cell.text for cell in table.cells if cell.row <= table.header_rows).lower()
        labels = {cell.row: cell.text.strip() for cell in table.cells if cell.column == 1}
        for cell in table.cells:
            label = labels.get(cell.row, "")
            letter = re.fullmatch(r"(?i:appendix\s+)?([A-Z]{1,2}(?:-\d)?)", label)
            match = _ANY_DATE.fullmatch(cell.text.strip()) if cell.column > 1 and letter else None
            listed = "appendix" in heads or label.lower().startswith("appendix") or not heads
            if letter and match and listed:
                key = f"{table.table_id}/{cell.row}/{cell.column}"
                printed = match.group()
                yield _Statement(
                    (letter.group(1),), printed, _read_date(match), "table_cells", key, "text", table.page_number
                )


def _make_finding(document_id: str, item: _Statement, headings: Mapping[str, date]) -> Finding:
    expected = " or ".join(headings[letter].isoformat() for letter in item.letters)
    name = " or ".join(item.letters)
    return Finding(
        document_id,
        "operative_date",
        "error",
        item.table,
        item.key,
        f"Appendix {name} is said to be operative {item.printed}; its heading says {expected}",
        column=f"{item.column}[{'-'.join(item.letters)}]",
        printed=item.printed,
        expected=expected,
        origin="printed",
        page_number=item.page_number,
    )
