"""Corrections: amounts a person accepted in place of printed ones (``schemas/corrections.toml``).

They fill columns of their own; the amount as printed is never touched, and the findings about it stay.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.errors import WaiverError
from pipeline.findings import Finding
from pipeline.schemas import SCHEMA_FOLDER

DEFAULT_CORRECTIONS = SCHEMA_FOLDER / "corrections.toml"
_TEXTS = ("key", "sha256", "printed", "accepted", "reason")
_LIMIT = Decimal(10) ** 10
"""The first amount that does not fit its column."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """One accepted amount."""

    key: str
    """``rate_id``, with or without ``<document_id>/`` before it."""
    sha256: str
    """Hash of the document."""
    printed: str
    """As printed or read: ``amount_orig``."""
    accepted: Decimal
    """Dollars."""
    reason: str
    page: int | None = None


def load_corrections(path: Path | None = None) -> tuple[Correction, ...]:
    """Read corrections; those of the project by default, none where there is no file.

    Raises:
        WaiverError: the file is malformed.
    """
    path = path or DEFAULT_CORRECTIONS
    if not path.is_file():
        return ()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WaiverError(f"{path}: no TOML: {error}", "each correction is a [[correction]] table") from error
    tables = content.get("correction", [])
    if set(content) - {"correction"} or not isinstance(tables, list):
        raise WaiverError(f"{path}: holds something else than [[correction]] tables", "see the top of the file")
    return tuple(_parse(table, f"{path}: correction {number}") for number, table in enumerate(tables, start=1))


def _parse(table: object, where: str) -> Correction:
    if not isinstance(table, dict) or set(table) - {*_TEXTS, "page"} or set(_TEXTS) - set(table):
        raise WaiverError(f"{where}: needs {', '.join(_TEXTS)}", "and may have page; nothing else")
    if any(not isinstance(table[name], str) or not table[name].strip() for name in _TEXTS):
        raise WaiverError(f"{where}: {', '.join(_TEXTS)} must be text", "a correction without a reason is none")
    page = table.get("page")
    if page is not None and (isinstance(page, bool) or not isinstance(page, int)):
        raise WaiverError(f"{where}: page must be a number")
    return Correction(**{**table, "accepted": parse_amount(table["accepted"], where)})


def parse_amount(text: str, where: str) -> Decimal:
    """Dollars and cents.

    Raises:
        WaiverError: it is no amount, or none of whole cents.
    """
    try:
        amount = Decimal(text.replace(",", "").removeprefix("$"))
        fits = amount.is_finite() and 0 <= amount < _LIMIT and amount == amount.quantize(Decimal("0.01"))
    except InvalidOperation:
        fits = False
    if not fits:
        raise WaiverError(f"{where}: {text!r} is no amount of dollars and cents", "write it as 33.01")
    return amount.quantize(Decimal("0.01"))


def apply_corrections(
    rates: Sequence[Row], document: Row, corrections: Sequence[Correction]
) -> tuple[list[dict[str, Any]], list[Finding]]:
    """Fill the columns of accepted amounts.

    Args:
        rates: rows of ``salary_rates`` of one document.
        document: its row of ``documents``.
        corrections: of any documents; those of others are left alone.

    Returns:
        The rows, and one error (check ``unused_correction``) for each correction of this document that
        fits no amount: there is none of its key, or it is printed otherwise.
    """
    document_id = document["document_id"]
    wanted: defaultdict[tuple[str, str], list[Correction]] = defaultdict(list)
    for correction in corrections:
        if correction.sha256 == document["sha256"]:
            wanted[correction.key.removeprefix(f"{document_id}/"), correction.printed].append(correction)
    if not wanted:
        return [dict(rate) for rate in rates], []
    rows: list[dict[str, Any]] = []
    for rate in rates:
        found = wanted.pop((rate["rate_id"].removeprefix(f"{document_id}/"), rate["amount_orig"]), None)
        told = {"accepted_amount": found[-1].accepted, "accepted_reason": found[-1].reason} if found else {}
        rows.append({**rate, **told})
    return rows, [_unused(document_id, correction) for left in wanted.values() for correction in left]


def _unused(document_id: str, correction: Correction) -> Finding:
    return Finding(
        document_id=document_id,
        check="unused_correction",
        severity="error",
        table="salary_rates",
        key=correction.key,
        message=f"no amount {correction.key} is printed {correction.printed}: delete the correction",
        column="accepted_amount",
        printed=correction.printed,
        expected=str(correction.accepted),
    )
