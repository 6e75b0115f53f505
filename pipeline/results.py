"""What the work on one document gives, and what a run gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipeline.findings import Finding
from pipeline.models import Article, Clause, Document, PayRule, Rate, Table, Term


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What an agreement says of itself."""

    kind: str = "other"
    """mou, terms, salary_schedule, news, other."""
    mou_number: str | None = None
    title: str | None = None
    unit_name: str | None = None
    employer: str | None = None
    employee_organization: str | None = None
    term_start: date | None = None
    term_end: date | None = None


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """All rows of one document, before they are written. Carries no words: pages are dropped."""

    document: Document
    facts: DocumentFacts = field(default_factory=DocumentFacts)
    rates: tuple[Rate, ...] = ()
    pay_rules: tuple[PayRule, ...] = ()
    articles: tuple[Article, ...] = ()
    clauses: tuple[Clause, ...] = ()
    terms: tuple[Term, ...] = ()
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    readers: tuple[tuple[str, int], ...] = ()
    """How many pages went to which reader."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run of ``extract`` did."""

    out: str
    documents: int
    unchanged: int
    """Documents taken from the last run without opening them."""
    failed: int
    """Documents whose status is not ok."""
    rates: int
    findings: int
    errors: int
    """Findings of severity error that are not waived."""
    seconds: float
    exit_code: int
