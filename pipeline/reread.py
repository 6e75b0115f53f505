"""Wrong amounts of OCR pages: misread, or misprinted?

An amount that breaks its identities on a recognised page is read again, larger and by every engine.
Where a new reading, or the arithmetic and the shapes of the digits together, give the only value that
fits, the reading was at fault and is repaired; where every reading says the same, the agreement is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from pipeline.findings import Finding
from pipeline.models import BBox, Rate
from pipeline.normalize.ocr_words import mend_number
from pipeline.normalize.salary.tokens import parse_money
from pipeline.validate.checks import OCR_READERS, show_cents

ReadCell = Callable[[int, BBox], Iterable[str]]
"""Page number and box of a cell -> its text as each engine reads it, larger."""

_ALIKE = (set("38"), set("17"), set("06"), set("56"), set("08"), set("58"), set("69"), set("41"), set("27"), set("35"))
"""Digits that engines take for one another."""
_SURE = 0.9
"""Score from which an engine's digits are believed against the arithmetic."""


def repair_misreadings(
    rates: Sequence[Rate], findings: Sequence[Finding], read_cell: ReadCell
) -> tuple[tuple[Rate, ...], tuple[Finding, ...]]:
    """Repair amounts that were misread.

    Args:
        rates: rates of a document, judged.
        findings: what the checks say of them.
        read_cell: reads a cell of a page again.

    Returns:
        The rates, the misread ones with status ``repaired``, the proved amount and the digits as read
        in ``amount_orig``; and a finding (info, origin reading) for each. Nothing where none was misread.
    """
    wanted = {
        finding.key: int(finding.proposed * 100)
        for finding in findings
        if finding.proposed is not None and finding.column == "amount"
    }
    repaired: list[Rate] = []
    told: list[Finding] = []
    for rate in rates:
        proposed = wanted.get(rate.rate_id)
        if proposed is None or rate.reader not in OCR_READERS or not _was_misread(rate, proposed, read_cell):
            repaired.append(rate)
            continue
        repaired.append(replace(rate, amount=proposed, status="repaired"))
        told.append(_misreading(rate, proposed))
    return tuple(repaired), tuple(told)


def _was_misread(rate: Rate, proposed: int, read_cell: ReadCell) -> bool:
    """Whether a closer look gives the proposed amount, or its digits only look like those read."""
    if rate.page_number is None or rate.bbox is None:
        return False
    again = {
        parse_money(mend_number(text)) if len(text) > 3 else None for text in read_cell(rate.page_number, rate.bbox)
    }
    if proposed in again:
        return True
    unsure = rate.score is None or rate.score < _SURE
    return unsure and again != {rate.amount} and look_alike(rate.amount, proposed)


def look_alike(read: int, meant: int) -> bool:
    """Whether two amounts differ only in digits that look alike."""
    pairs = list(zip(str(read), str(meant), strict=False))
    differing = [set(pair) for pair in pairs if pair[0] != pair[1]]
    return len(str(read)) == len(str(meant)) and 0 < len(differing) <= 2 and all(pair in _ALIKE for pair in differing)


def _misreading(rate: Rate, proposed: int) -> Finding:
    return Finding(
        document_id=rate.document_id,
        check="ocr_misreading",
        severity="info",
        table="salary_rates",
        key=rate.rate_id,
        column="amount",
        printed=rate.amount_orig,
        expected=show_cents(proposed),
        origin="reading",
        page_number=rate.page_number,
        bbox=rate.bbox,
        message=f"read as {rate.amount_orig}; only {show_cents(proposed)} satisfies every identity, and it was read so "
        "or looks so: repaired",
    )
