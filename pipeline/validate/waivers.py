"""Waivers: findings that a person looked at and accepted, with a reason (``schemas/waivers.toml``).

A waiver names check, key and the hash of the document, so that a new edition of the document is
looked at again. The finding stays in the published set, marked; only its power to fail is gone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from pipeline.errors import WaiverError
from pipeline.findings import Finding
from pipeline.schemas import SCHEMA_FOLDER

DEFAULT_WAIVERS = SCHEMA_FOLDER / "waivers.toml"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One accepted finding."""

    check: str
    key: str
    """Key of the row, with or without ``<document_id>/`` before it."""
    sha256: str
    """Hash of the document, as in ``documents``."""
    reason: str
    column: str | None = None
    """Only where one check speaks of several columns of a row."""

    def covers(self, finding: Finding, sha256: str | None) -> bool:
        """Whether it accepts the finding of a document with this hash."""
        prefix = f"{finding.document_id}/"
        return (
            (self.check, self.sha256) == (finding.check, sha256)
            and self.key.removeprefix(prefix) == finding.key.removeprefix(prefix)
            and self.column in {None, finding.column}
        )


def load_waivers(path: Path | None = None) -> tuple[Waiver, ...]:
    """Read waivers; those of the project by default, none where the project has no file.

    Raises:
        WaiverError: the file is missing though asked for, or malformed.
    """
    if path is None and not DEFAULT_WAIVERS.is_file():
        return ()
    path = path or DEFAULT_WAIVERS
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise WaiverError(f"{path}: {error.strerror}", "give --waivers a file as schemas/waivers.toml") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WaiverError(f"{path}: no TOML: {error}", "each waiver is a [[waiver]] table") from error
    tables = content.get("waiver", [])
    if set(content) - {"waiver"} or not isinstance(tables, list):
        raise WaiverError(f"{path}: holds something else than [[waiver]] tables", "see the top of schemas/waivers.toml")
    return tuple(_parse_waiver(table, number, path) for number, table in enumerate(tables, start=1))


def apply_waivers(
    findings: Iterable[Finding], waivers: Sequence[Waiver], hashes: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Mark the findings that waivers accept.

    Args:
        findings: of any documents; marks of an earlier run are taken off first.
        waivers: those of documents that are not there are left alone.
        hashes: sha256 of every document by its id.

    Returns:
        All findings, and one error (check ``unused_waiver``) per waiver of a document that is there
        but which accepts nothing.
    """
    by_place: dict[tuple[str, str], list[Waiver]] = {}
    for waiver in waivers:
        by_place.setdefault((waiver.check, waiver.sha256), []).append(waiver)
    used: set[Waiver] = set()
    marked = []
    for finding in findings:
        sha256 = hashes.get(finding.document_id)
        candidates = by_place.get((finding.check, sha256 or ""), ())
        match = next((waiver for waiver in candidates if waiver.covers(finding, sha256)), None)
        used |= {match} if match else set()
        marked.append(replace(finding, waived=match is not None, waiver_reason=match.reason if match else None))
    present = {sha256: document_id for document_id, sha256 in hashes.items()}
    unused = [waiver for waiver in waivers if waiver.sha256 in present and waiver not in used]
    return (*marked, *(_unused(waiver, present[waiver.sha256]) for waiver in unused))


def _parse_waiver(table: object, number: int, path: Path) -> Waiver:
    known = {field.name for field in fields(Waiver)}
    needed = known - {"column"}
    where = f"{path}: waiver {number}"
    if not isinstance(table, dict) or set(table) - known or needed - set(table):
        raise WaiverError(f"{where}: needs {', '.join(sorted(needed))}", "and may have column; nothing else")
    empty = sorted(name for name, value in table.items() if not isinstance(value, str) or not value.strip())
    if empty:
        raise WaiverError(f"{where}: {', '.join(empty)} must be text", "a waiver without a reason is none")
    return Waiver(**table)


def _unused(waiver: Waiver, document_id: str) -> Finding:
    return Finding(
        document_id=document_id,
        check="unused_waiver",
        severity="error",
        table="findings",
        key=waiver.key,
        message=f"the waiver of {waiver.check} at {waiver.key} matches no finding: delete it",
        column=waiver.column,
        printed=waiver.reason,
    )
