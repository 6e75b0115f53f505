"""Bonus percentages stated in prose against the bonus rows of the salary tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from pipeline.findings import Finding
from pipeline.models import Rate, Term

_PAID = re.compile(r"\b(?:bonus|receive|receives|premium|incentive|additional|compensation|pay)\b", re.IGNORECASE)
_NAME = re.compile(r"\s*[-–—:(]?\s*[\d.]+\s*(?:%|percent)\)?\s*$", re.IGNORECASE)  # noqa: RUF001


def check_stated_bonuses(
    document_id: str, terms: Sequence[Term], rates: Sequence[Rate]
) -> tuple[tuple[Finding, ...], int]:
    """Each percentage whose sentence names a bonus of the tables ("Intermediate POST") against its rows.

    Returns:
        Findings, and the number of percentages that agree.
    """
    bonuses = _bonus_percents(rates)
    patterns = {name: _name_pattern(name) for name in bonuses}
    findings: list[Finding] = []
    held = 0
    for term in terms:
        if term.kind != "percent" or not _PAID.search(term.sentence):
            continue
        name = _named_bonus(term, patterns)
        if name is None:
            continue
        if term.value in bonuses[name]:
            held += 1
        else:
            findings.append(_make_finding(document_id, term, name, bonuses[name]))
    return tuple(findings), held


def _bonus_percents(rates: Sequence[Rate]) -> dict[str, tuple[Decimal, ...]]:
    """Percentages of every bonus by its name without them: "Basic POST - 3%" -> "Basic POST": 3."""
    found: dict[str, set[Decimal]] = {}
    for rate in rates:
        if rate.component == "bonus" and rate.component_name and rate.percent is not None:
            found.setdefault(_NAME.sub("", rate.component_name), set()).add(rate.percent)
    return {name: tuple(sorted(percents)) for name, percents in found.items() if name}


def _name_pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return re.compile(rf"\b{words}\b", re.IGNORECASE)


def _named_bonus(term: Term, patterns: dict[str, re.Pattern[str]]) -> str | None:
    """The bonus named last before the percentage, else first after it."""
    place = term.sentence.find(" ".join(term.value_orig.split()))
    named = [(match.start(), name) for name, pattern in patterns.items() for match in pattern.finditer(term.sentence)]
    before = [item for item in named if item[0] < place]
    return max(before)[1] if before else min(named)[1] if named else None


def _make_finding(document_id: str, term: Term, name: str, percents: Sequence[Decimal]) -> Finding:
    expected = " or ".join(f"{percent.normalize():f}" for percent in percents)
    return Finding(
        document_id,
        "stated_bonus",
        "error",
        "terms",
        term.term_id,
        f"the {name} bonus is {term.value:f} percent in prose and {expected} percent in the tables",
        column="value",
        printed=term.value_orig,
        expected=expected,
        proposed=percents[0] if len(percents) == 1 else None,
        origin="printed",
        page_number=term.page_number,
    )
