"""Amounts of the prose whose commas make no number: "$10,00" is ten dollars or a thousand. No term reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.findings import Finding
from pipeline.layouts.numbers import MISPRINTED_AMOUNT
from pipeline.models import Clause

_AMOUNT = re.compile(rf"\$\s?{MISPRINTED_AMOUNT}")


def check_misprints(document_id: str, clauses: Sequence[Clause]) -> tuple[Finding, ...]:
    """Each misprinted amount of the clauses, as printed."""
    return tuple(finding for clause in clauses for finding in _find(document_id, clause))


def _find(document_id: str, clause: Clause) -> Iterator[Finding]:
    for match in _AMOUNT.finditer(clause.text):
        yield Finding(
            document_id,
            "misprinted_amount",
            "warning",
            "clauses",
            clause.clause_id,
            f"{match.group()} is no amount, so no term states it: its comma parts no thousands",
            column="text",
            printed=match.group(),
            page_number=clause.page_number,
        )
