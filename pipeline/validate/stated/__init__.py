"""What the prose of an agreement says against itself and against its tables.

Each check gives its findings and how many statements it found to hold.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings import Finding
from pipeline.models import Article, Rate, Table, Term
from pipeline.validate.report import HeldCheck
from pipeline.validate.stated.bonuses import check_stated_bonuses
from pipeline.validate.stated.increases import check_stated_increases
from pipeline.validate.stated.operative_dates import check_operative_dates
from pipeline.validate.stated.sums import check_stated_sums
from pipeline.validate.stated.table_sums import check_table_sums


def check_prose(
    document_id: str,
    articles: Sequence[Article],
    terms: Sequence[Term],
    tables: Sequence[Table],
    rates: Sequence[Rate] = (),
) -> tuple[tuple[Finding, ...], tuple[HeldCheck, ...]]:
    """All checks of prose and other tables, of one document.

    Returns:
        Findings, and for every check that looked at something how many statements held.
    """
    results = {
        "words_and_digits": check_words_and_digits(document_id, terms),
        "operative_date": check_operative_dates(document_id, articles, tables, rates),
        "stated_increase": check_stated_increases(document_id, terms, rates),
        "stated_bonus": check_stated_bonuses(document_id, terms, rates),
        "stated_sum": check_stated_sums(document_id, terms),
        "table_sum": check_table_sums(document_id, tables),
    }
    by_id = {finding.finding_id: finding for found, _ in results.values() for finding in found}
    held = tuple(HeldCheck(name, document_id, count) for name, (_, count) in results.items() if count)
    return tuple(by_id.values()), held


def check_words_and_digits(document_id: str, terms: Sequence[Term]) -> tuple[tuple[Finding, ...], int]:
    """Words and digits that stand together must say one number: "nine cents ($.09)"."""
    pairs = [term for term in terms if term.words_value is not None]
    findings = tuple(
        Finding(
            document_id,
            "words_and_digits",
            "error",
            "terms",
            term.term_id,
            f'"{term.value_orig}" says {_plain(term)} in digits and {term.words_value:f} in words',
            column="value",
            printed=term.value_orig,
            expected=f"{term.words_value:f}",
            origin="printed",
            page_number=term.page_number,
        )
        for term in pairs
        if term.words_value != term.value
    )
    return findings, len(pairs) - len(findings)


def _plain(term: Term) -> str:
    return f"{term.value:f}"
