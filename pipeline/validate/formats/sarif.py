"""The report as SARIF 2.1.0, for code scanning: file = document, page and box in the message."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from pipeline.findings import Finding, Severity
from pipeline.validate.formats.selection import Selection, describe, place, plain
from pipeline.validate.report import ValidationReport

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def render_sarif(report: ValidationReport, selection: Selection) -> str:
    """One run; a waived finding is a suppressed result."""
    checks = sorted({finding.check for finding in selection.findings})
    rules = [{"id": check, "shortDescription": {"text": check.replace("_", " ")}} for check in checks]
    run = {
        "tool": {"driver": {"name": "mou", "rules": rules}},
        "results": [_format_result(finding, checks.index(finding.check), report) for finding in selection.findings],
        "columnKind": "unicodeCodePoints",
        "properties": {"omitted": selection.omitted, "counts": report.counts},
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _format_result(finding: Finding, rule: int, report: ValidationReport) -> dict[str, Any]:
    where = place(finding)
    text = f"{plain(finding.key)}: {describe(finding)}" + (f" [{where}]" if where else "")
    name = f"{finding.document_id}\n{finding.finding_id}".encode("utf-8", "replace")
    result = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_format_location(finding, report)],
        "partialFingerprints": {"finding/v1": hashlib.sha256(name).hexdigest()},
    }
    if finding.waived:
        result["suppressions"] = [{"kind": "external", "justification": plain(finding.waiver_reason)}]
    return result


def _format_location(finding: Finding, report: ValidationReport) -> dict[str, Any]:
    """The document, or for a finding of the set as a whole the table's file."""
    source = report.documents.get(finding.document_id) or finding.document_id
    path = source or f"{report.directory}/{finding.table}.parquet"
    row = {"fullyQualifiedName": f"{finding.table}/{plain(finding.key)}", "kind": "element"}
    uri = quote(path.encode("utf-8", "replace").lstrip(b"/"))
    return {"physicalLocation": {"artifactLocation": {"uri": uri}}, "logicalLocations": [row]}
