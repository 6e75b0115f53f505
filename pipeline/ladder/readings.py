"""A reading of the pay tables of a document, and which of two readings of a page is the better one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.errors import DocumentError
from pipeline.findings import Finding
from pipeline.ladder.engines import Reread
from pipeline.models import Page, PayRule, Rate
from pipeline.normalize.keys import key_rates
from pipeline.normalize.ocr_words import agree_names, agree_titles, mend_page
from pipeline.normalize.salary import read_salary
from pipeline.normalize.salary.promise import names_pay
from pipeline.validate.arithmetic.checks import judge_rates
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.arithmetic.telling import OCR_READERS

_ASKS_AGAIN = frozenset(
    {
        "period_identity",
        "bonus_percent",
        "total",
        "general_increase",
        "unread_number",
        "missing_amount",
        "duplicate_rate",
    }
)
"""Checks whose errors another engine might mend; a wrong range code is the same to every one."""
_PROBE = 2
"""Pages on which an engine must show that it reads better."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one choice of readers makes of a document's pay tables."""

    pages: tuple[Page, ...]
    rates: tuple[Rate, ...]
    rules: tuple[PayRule, ...]
    findings: tuple[Finding, ...]
    pay_pages: tuple[int, ...]


def read_pay(document_id: str, pages: Sequence[Page]) -> Reading:
    """Normalize and prove the pay tables of pages as they were read."""
    salary = read_salary(document_id, [mend_page(page) if page.reader in OCR_READERS else page for page in pages])
    recognised = any(page.reader in OCR_READERS for page in pages)
    found = key_rates(agree_names(agree_titles(salary.rates))) if recognised else salary.rates
    rules = infer_rules(found)
    rates, findings = judge_rates(found, rules, salary.unread)
    return Reading(tuple(pages), rates, rules, findings, salary.pay_pages)


def find_doubtful(reading: Reading, kinds: Mapping[int, str]) -> frozenset[int]:
    """Pay pages on which a number is unread, an identity of amounts broken, or nothing was read at all."""
    wrong = {
        finding.page_number
        for finding in reading.findings
        if finding.severity == "error" and finding.check in _ASKS_AGAIN and finding.page_number
    }
    empty = {number for number, kind in kinds.items() if kind == "pay"} - set(reading.pay_pages)
    promising = {page.page_number for page in reading.pages if page.page_number in empty and names_pay(page)}
    return frozenset(wrong | promising)


def climb(
    document_id: str, reading: Reading, doubtful: frozenset[int], reread: Reread
) -> tuple[Reading, frozenset[int]]:
    """Read doubtful pages by another engine; each page keeps the reading that scores higher.

    An engine that makes none of the first pages better is not asked for the others.

    Returns:
        The better reading, and the pages on which both engines read the same amounts: there the
        agreement itself is at fault, and no further engine is asked.
    """
    ordered = sorted(doubtful)
    agreed: set[int] = set()
    for batch in (ordered[:_PROBE], ordered[_PROBE:]):
        others = _reread_pages(reading, batch, reread)
        if not others:
            break
        tried = read_pay(document_id, [others.get(page.page_number, page) for page in reading.pages])
        same = {number for number in others if _amounts(tried, number) == _amounts(reading, number)}
        agreed |= same
        better = {number: page for number, page in others.items() if _is_better(tried, reading, number)}
        if better:
            tried = read_pay(document_id, [better.get(page.page_number, page) for page in reading.pages])
            reading = tried
        elif not same:
            break
    return reading, frozenset(agreed)


def _amounts(reading: Reading, page_number: int) -> Counter[tuple[object, ...]]:
    """What was read of a page: every rate with its class, component, step, period and cents."""
    return Counter(
        (rate.class_code, rate.class_title, rate.component_name, rate.step, rate.period, rate.amount)
        for rate in reading.rates
        if rate.page_number == page_number
    )


def _reread_pages(reading: Reading, numbers: Sequence[int], reread: Reread) -> dict[int, Page]:
    """The pages another engine can read, as it reads them."""
    others: dict[int, Page] = {}
    for page in reading.pages:
        if page.page_number in numbers:
            try:
                other = reread(page)
            except DocumentError:
                continue
            if other is not page:
                others[page.page_number] = other
    return others


def _is_better(tried: Reading, reading: Reading, page_number: int) -> bool:
    """Whether another reading of a page scores higher, and not because it reads hardly an amount to be wrong."""
    amounts, before = (sum(_amounts(each, page_number).values()) for each in (tried, reading))
    return 2 * amounts >= before and _score(tried, page_number) > _score(reading, page_number)


def _score(reading: Reading, page_number: int) -> int:
    """Amounts of a page that are proved, less the numbers unread and the amounts in doubt."""
    statuses = Counter(rate.status for rate in reading.rates if rate.page_number == page_number)
    errors = sum(f.severity == "error" and f.page_number == page_number for f in reading.findings)
    return statuses["ok"] + statuses["repaired"] - statuses["suspect"] - errors
