"""``mou waive``: a finding that a person looked at and accepts, written where the next run reads it."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.errors import UsageError, WaiverError
from pipeline.tables import open_tables
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
    if not reason.strip():
        raise WaiverError("a waiver without a reason is none", 'say why: --reason "as printed on page 57"')
    target = path or DEFAULT_WAIVERS
    waiver = _waiver_of(finding_id, " ".join(reason.split()), directory, document_id)
    known = load_waivers(target) if target.is_file() else ()
    places = {(old.check, old.key, old.sha256, old.column) for old in known}
    if (waiver.check, waiver.key, waiver.sha256, waiver.column) in places:
        raise UsageError(f"{finding_id} is waived already", f"see {target}")
    _append(target, format_waiver(waiver))
    return waiver


def format_waiver(waiver: Waiver) -> str:
    """The waiver as a table of TOML; JSON's strings are also those of TOML, but for one control character."""
    values = {"check": waiver.check, "key": waiver.key, "column": waiver.column}
    values |= {"sha256": waiver.sha256, "reason": waiver.reason}
    lines = [f"{name} = {_text(value)}" for name, value in values.items() if value is not None]
    return "\n".join(["[[waiver]]", *lines]) + "\n"


def _waiver_of(finding_id: str, reason: str, directory: Path, document_id: str | None) -> Waiver:
    tables = open_tables(directory)
    rows = tables["findings"].to_table(columns=["finding_id", "document_id", "check", "key", "column"]).to_pylist()
    found = [row for row in rows if row["finding_id"] == finding_id and document_id in {None, row["document_id"]}]
    if not found:
        raise UsageError(f"no finding {finding_id} in {directory}", "mou query 'SELECT finding_id FROM findings'")
    documents = sorted({row["document_id"] for row in found})
    if len(documents) > 1:
        raise UsageError(f"{finding_id} stands in {', '.join(documents)}", "say which: --document")
    listed = tables["documents"].to_table(columns=["document_id", "sha256"]).to_pylist()
    hashes = {row["document_id"]: row["sha256"] for row in listed}
    row = found[0]
    return Waiver(row["check"], row["key"], hashes[row["document_id"]], reason, row["column"])


def _append(path: Path, text: str) -> None:
    try:
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
        with path.open("a", encoding="utf-8") as stream:
            stream.write(gap + text)
    except OSError as error:
        raise WaiverError(f"cannot write {path}: {error.strerror}", "give --waivers another file") from error


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
