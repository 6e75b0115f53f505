"""A sum stated in prose against its parts: $29.50 = $28.00 + $1.50; $85,000 = 4 x $21,250; 19 x 8 = 152 hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from pipeline.findings import Finding
from pipeline.models import Term

_ALLOCATED = re.compile(
    r"\b(?:such|this|that|the)\s+(?:amount|sum|total)\b.*\b(?:allocat|consist|compris|divid|includ)", re.IGNORECASE
)
_TOTALING = re.compile(r"\btotall?ing\b", re.IGNORECASE)
_RESULTS = re.compile(r"\bresults?\s+in\s+a\s+total\b", re.IGNORECASE)
_OF_WHICH = re.compile(r"\bof\s+which\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A total, and what its parts come to."""

    total: Term
    expected: Decimal
    formula: str
    sure: bool = True
    """Whether the parts are certainly the total's; else a difference is a warning."""


def check_stated_sums(document_id: str, terms: Sequence[Term]) -> tuple[tuple[Finding, ...], int]:
    """Sums that the prose states with their parts.

    Returns:
        Findings, and the number of sums that come out.
    """
    sums: list[_Sum] = []
    for _, article in groupby(terms, key=_article_key):
        rows = list(article)
        sentences = [list(group) for _, group in groupby(rows, key=lambda term: (term.clause_id, term.sentence))]
        for sentence in sentences:
            sums.extend(_split_by_which(sentence))
            sums.extend(_shifts(sentence))
        sums.extend(found for pair in pairwise(sentences) for found in _allocation(*pair))
        sums.extend(_installments(rows, sentences))
        sums.extend(_results(rows, sentences))
    findings = tuple(_make_finding(document_id, item) for item in sums if item.total.value != item.expected)
    return findings, len(sums) - len(findings)


def _article_key(term: Term) -> str:
    """Terms of one article follow one another; loose paragraphs are one group."""
    return term.article_number or (term.clause_id or "").partition("/")[0]


def _place(term: Term, start: int = 0) -> int:
    """Where the term stands in its sentence, whose white space is plain."""
    return term.sentence.find(" ".join(term.value_orig.split()), start)


def _places(sentence: Sequence[Term]) -> list[int]:
    """Places of the terms of a sentence, in their order."""
    places: list[int] = []
    for term in sentence:
        places.append(_place(term, places[-1] + 1 if places else 0))
    return places


def _allocation(first: Sequence[Term], second: Sequence[Term]) -> Iterator[_Sum]:
    """A sum and how the next sentence allocates it: $29.50, ($28.00) and ($1.50)."""
    totals = [term for term in first if term.kind == "money"]
    parts = [term for term in second if term.kind == "money"]
    if totals and len(parts) >= 2 and _ALLOCATED.search(second[0].sentence):
        yield _add(totals[-1], parts)


def _split_by_which(sentence: Sequence[Term]) -> Iterator[_Sum]:
    """A rate and its parts: "six percent ..., of which one-half percent ... five and one-half percent"."""
    match = _OF_WHICH.search(sentence[0].sentence)
    if match is None:
        return
    places = _places(sentence)
    for kind in ("percent", "money"):
        before = [
            term for term, place in zip(sentence, places, strict=True) if term.kind == kind and place < match.start()
        ]
        after = [
            term for term, place in zip(sentence, places, strict=True) if term.kind == kind and place > match.start()
        ]
        if before and len(after) >= 2:
            yield _add(before[-1], after)


def _shifts(sentence: Sequence[Term]) -> Iterator[_Sum]:
    """Days and hours of a shift: "19 days consisting of 8-hour shifts totaling 152 hours"."""
    match = _TOTALING.search(sentence[0].sentence)
    if match is None:
        return
    places = _places(sentence)
    before = [term for term, place in zip(sentence, places, strict=True) if place < match.start()]
    after = [term for term, place in zip(sentence, places, strict=True) if place > match.start()]
    if len(before) >= 2 and after and (before[-2].kind, before[-1].kind, after[0].kind) == ("days", "hours", "hours"):
        days, hours = before[-2], before[-1]
        yield _Sum(after[0], days.value * hours.value, f"{days.value:f} x {hours.value:f}")


def _installments(rows: Sequence[Term], sentences: Sequence[Sequence[Term]]) -> Iterator[_Sum]:
    """An annual sum and its installments: $85,000 and $21,250 on four dates."""
    for sentence in sentences:
        money = [term for term in sentence if term.kind == "money"]
        dates = [term for term in sentence if term.unit == "month_day"]
        if len(money) != 1 or len(dates) < 2:
            continue
        index = rows.index(money[0])
        yearly = [term for term in rows[:index] if term.kind == "money" and term.per in ("year", "fiscal_year")]
        if yearly:
            expected = money[0].value * len(dates)
            near = 2 * yearly[-1].value <= 3 * expected <= Decimal("4.5") * yearly[-1].value
            yield _Sum(yearly[-1], expected, f"{len(dates)} x {money[0].value_orig}", sure=near)


def _results(rows: Sequence[Term], sentences: Sequence[Sequence[Term]]) -> Iterator[_Sum]:
    """A rate and an addition: "The additional 4% thereby results in a total ... of eleven percent"."""
    for sentence in sentences:
        percents = [term for term in sentence if term.kind == "percent"]
        if len(percents) != 2 or not _RESULTS.search(sentence[0].sentence):
            continue
        added, total = percents
        earlier = [term for term in rows[: rows.index(added)] if term.kind == "percent" and term.value != added.value]
        fitting = [term for term in earlier if term.value + added.value == total.value]
        base = (fitting or earlier[:1] or [added])[0]
        yield _Sum(total, base.value + added.value, f"{base.value_orig} + {added.value_orig}")


def _add(total: Term, parts: Sequence[Term]) -> _Sum:
    formula = " + ".join(part.value_orig for part in parts)
    return _Sum(total, sum((part.value for part in parts), Decimal(0)), formula)


def _make_finding(document_id: str, item: _Sum) -> Finding:
    total = item.total
    return Finding(
        document_id,
        "stated_sum",
        "error" if item.sure else "warning",
        "terms",
        total.term_id,
        f"{item.formula} = {item.expected:f}, the sum stated is {total.value:f}",
        column="value",
        printed=total.value_orig,
        expected=f"{item.expected:f}",
        origin="printed",
        page_number=total.page_number,
    )
