"""Rows of a published set as records again: the way back of ``pipeline.published.rows``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pipeline.findings import Finding
from pipeline.models import BBox, Derivation, PayRule, Rate
from pipeline.published.rows import ACCEPTED

AnyRow = Mapping[str, Any]

_DERIVATION = re.compile(
    r"(?P<target>\w\w) = (?P<source>\w\w)(?: x (?P<factor>[0-9.]+))?(?: / (?P<divisor>[0-9.]+))?"
    r"(?: \((?P<rounding>\w+)\))?"
)


def rate_of(row: AnyRow) -> Rate:
    """The rate a row of ``salary_rates`` was made of; the OCR score and misprinted labels are not published."""
    values = {name: value for name, value in row.items() if name not in (*BBox._fields, *ACCEPTED)}
    return Rate(**{**values, "amount": cents(row["amount"]), "bbox": box_of(row)})


def rule_of(row: AnyRow) -> PayRule:
    """The pay rule a row of ``pay_rules`` was made of; counts of single derivations are not published.

    Raises:
        ValueError: the derivations are not as ``pipeline.published.rows.format_derivation`` writes them.
    """
    return PayRule(
        document_id=row["document_id"],
        table_key=row["table_key"],
        appendix=row["appendix"],
        class_codes=_split(row["class_codes"], ", "),
        periods=tuple(row["periods"].split("-")),
        primary_period=row["primary_period"],
        hours_per_biweekly=_plain(row["hours_per_biweekly"]),
        biweekly_per_year=_plain(row["biweekly_per_year"]),
        derivations=tuple(parse_derivation(text) for text in _split(row["derivations"], "; ")),
        bonus_rounding=row["bonus_rounding"],
        total_of=_split(row["total_of"], "; "),
        supporting=row["supporting"],
        breaking=row["breaking"],
    )


def parse_derivation(text: str) -> Derivation:
    """``MO = YR / 12 (up)`` as a derivation.

    Raises:
        ValueError: it is none.
    """
    match = _DERIVATION.fullmatch(text)
    if match is None:
        raise ValueError(f"not a derivation: {text!r}")
    parts: dict[str, Any] = match.groupdict()
    return Derivation(
        source=parts["source"],
        target=parts["target"],
        factor=Decimal(parts["factor"] or 1),
        divisor=Decimal(parts["divisor"] or 1),
        rounding=parts["rounding"] or "half_up",
        supporting=0,
        breaking=0,
    )


def finding_of(row: AnyRow) -> Finding:
    """The finding a row of ``findings`` was made of."""
    values = {name: value for name, value in row.items() if name not in (*BBox._fields, "finding_id")}
    return Finding(**values, bbox=box_of(row))


def box_of(row: AnyRow) -> BBox | None:
    """The box of a row, when it has all four edges."""
    edges = [row[name] for name in BBox._fields]
    return None if None in edges else BBox(*edges)


def cents(amount: Decimal) -> int:
    """Dollars as cents: 33.01 -> 3301."""
    return int(amount.scaleb(2))


def _split(text: str | None, separator: str) -> tuple[str, ...]:
    return tuple(text.split(separator)) if text else ()


def _plain(number: Decimal | None) -> Decimal | None:
    """The number without the zeros its column pads it with: 26.1000 -> 26.1, 80.0000 -> 80."""
    if number is None:
        return None
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()
