"""``mou waive`` and ``mou accept``: what a person decided on a finding, written where the next run reads it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pipeline.corrections import DEFAULT_CORRECTIONS, Correction, load_corrections, parse_amount
from pipeline.errors import UsageError, WaiverError
from pipeline.published.tables import open_tables
from pipeline.validate.waivers import DEFAULT_WAIVERS, Waiver, load_waivers


def waive(
    finding_id: str, reason: str, directory: Path, *, document_id: str | None = None, path: Path | None = None
) -> Waiver:
    """Append a waiver of one finding.

    Args:
        finding_id: As in ``findings``.
        reason: Why it is accepted; what the next reader needs to agree.
        directory: Folder of the published set.
        document_id: Needed only where several documents have a finding of this id.
        path: File of waivers; by default ``schemas/waivers.toml``. The set itself is not changed: the
            next ``mou extract`` marks the finding, the next ``mou validate`` no longer fails by it.

    Returns:
        What was written.

    Raises:
        UsageError: There is no such finding, or it is waived already.
        WaiverError: The reason is empty, or the file is malformed or cannot be written.
        PublishedSetError: There is no set, or it is damaged.
    """
    target = path or DEFAULT_WAIVERS
    found, sha256 = _find(finding_id, directory, document_id)
    waiver = Waiver(found["check"], found["key"], sha256, _reason(reason), found["column"])
    known = load_waivers(target) if target.is_file() else ()
    places = {(old.check, old.key, old.sha256, old.column) for old in known}
    if (waiver.check, waiver.key, waiver.sha256, waiver.column) in places:
        raise UsageError(f"{finding_id} is waived already", f"see {target}")
    _append(target, format_waiver(waiver))
    return waiver


def accept(
    finding_id: str,
    reason: str,
    directory: Path,
    *,
    value: str | None = None,
    document_id: str | None = None,
    path: Path | None = None,
) -> Correction:
    """Append a correction of the amount a finding names.

    Args:
        finding_id: As in ``findings``; it must speak of an amount of ``salary_rates``.
        reason: Why the amount is accepted.
        directory: Folder of the published set; it is not changed, the next ``mou extract`` publishes the
            accepted amount beside the printed one.
        value: Dollars and cents; by default what the finding proposes.
        document_id: Needed only where several documents have a finding of this id.
        path: File of corrections; by default ``schemas/corrections.toml``.

    Returns:
        What was written.

    Raises:
        UsageError: There is no such finding, it names no amount or proposes none, or it is accepted already.
        WaiverError: The reason or the value makes no sense, or the file is malformed or cannot be written.
        PublishedSetError: There is no set, or it is damaged.
    """
    target = path or DEFAULT_CORRECTIONS
    found, sha256 = _find(finding_id, directory, document_id)
    rate = _rate_of(found, directory)
    if value is None and found["proposed"] is None:
        raise UsageError(f"{finding_id} proposes no amount", "say which one is right: --value 33.01")
    amount = parse_amount(value or str(found["proposed"]), "--value")
    correction = Correction(found["key"], sha256, rate["amount_orig"], amount, _reason(reason), rate["page_number"])
    if any((old.key, old.sha256) == (correction.key, sha256) for old in load_corrections(target)):
        raise UsageError(f"{found['key']} is corrected already", f"see {target}")
    _append(target, format_correction(correction))
    return correction


def format_waiver(waiver: Waiver) -> str:
    """The waiver as a table of TOML."""
    return _format_table("waiver", waiver)


def format_correction(correction: Correction) -> str:
    """The correction as a table of TOML."""
    return _format_table("correction", correction)


def _format_table(name: str, record: Waiver | Correction) -> str:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    lines = [f"{key} = {_literal(value)}" for key, value in values.items() if value is not None]
    return "\n".join([f"[[{name}]]", *lines]) + "\n"


def _find(finding_id: str, directory: Path, document_id: str | None) -> tuple[Mapping[str, Any], str]:
    """The row of the finding, and the hash of its document."""
    tables = open_tables(directory)
    rows = tables["findings"].to_table().to_pylist()
    found = [row for row in rows if row["finding_id"] == finding_id and document_id in {None, row["document_id"]}]
    if not found:
        raise UsageError(f"no finding {finding_id} in {directory}", "mou query 'SELECT finding_id FROM findings'")
    documents = sorted({row["document_id"] for row in found})
    if len(documents) > 1:
        raise UsageError(f"{finding_id} stands in {', '.join(documents)}", "say which: --document")
    listed = tables["documents"].to_table(columns=["document_id", "sha256"]).to_pylist()
    hashes = {row["document_id"]: row["sha256"] for row in listed}
    return found[0], hashes[found[0]["document_id"]]


def _rate_of(found: Mapping[str, Any], directory: Path) -> Mapping[str, Any]:
    """The row of the amount the finding speaks of."""
    if (found["table"], found["column"]) != ("salary_rates", "amount"):
        raise UsageError(f"{found['finding_id']} speaks of no amount", "accept what is printed with: mou waive")
    columns = ["rate_id", "amount_orig", "page_number"]
    rates: list[dict[str, Any]] = open_tables(directory)["salary_rates"].to_table(columns=columns).to_pylist()
    for rate in rates:
        if rate["rate_id"] == found["key"]:
            return rate
    raise UsageError(f"no rate {found['key']} in {directory}", "publish the set again with: mou extract")


def _reason(text: str) -> str:
    if not text.strip():
        raise WaiverError("nothing is accepted without a reason", 'say why: --reason "as printed on page 57"')
    return " ".join(text.split())


def _append(path: Path, text: str) -> None:
    try:
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
        with path.open("a", encoding="utf-8") as stream:
            stream.write(gap + text)
    except OSError as error:
        raise WaiverError(f"cannot write {path}: {error.strerror}", "give --waivers another file") from error


def _literal(value: object) -> str:
    """JSON's strings are also those of TOML, but for one control character; amounts are text there."""
    if isinstance(value, int):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
