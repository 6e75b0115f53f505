"""Findings: what a check says of one value or row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.models import BBox, Rate

Severity = Literal["error", "warning", "info"]
Origin = Literal["printed", "reading", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of ``findings``: which value is wrong, where, by whose fault, and what it must be."""

    document_id: str
    check: str
    """Name of the check: period_identity, range_code, bonus_percent, total, unread_number, ..."""
    severity: Severity
    table: str
    """Table of the published set the key belongs to: salary_rates, articles, terms, ..."""
    key: str
    """Key of the row, as in that table."""
    message: str
    column: str | None = None
    printed: str | None = None
    expected: str | None = None
    proposed: Decimal | None = None
    """The only value that satisfies every identity, where there is exactly one."""
    origin: Origin = "unknown"
    page_number: int | None = None
    bbox: BBox | None = None
    waived: bool = False
    waiver_reason: str | None = None

    @property
    def finding_id(self) -> str:
        """Key of the finding: check, row and column."""
        return f"{self.check}:{self.key}" + (f":{self.column}" if self.column else "")


def about_rate(
    rate: Rate,
    check: str,
    severity: Severity,
    message: str,
    *,
    column: str | None = None,
    printed: str | None = None,
    expected: str | None = None,
    proposed: Decimal | None = None,
    origin: Origin = "unknown",
) -> Finding:
    """A finding on one rate, with its place on the page."""
    return Finding(
        document_id=rate.document_id,
        check=check,
        severity=severity,
        table="salary_rates",
        key=rate.rate_id,
        message=message,
        column=column,
        printed=printed,
        expected=expected,
        proposed=proposed,
        origin=origin,
        page_number=rate.page_number,
        bbox=rate.bbox,
    )
