"""The report as JSON: counts, findings with the columns of the ``findings`` table, checks that held."""

from __future__ import annotations

import json
from dataclasses import asdict

from pipeline.findings import Finding
from pipeline.published.rows import finding_row
from pipeline.validate.formats.selection import Selection
from pipeline.validate.report import ValidationReport


def render_json(report: ValidationReport, selection: Selection) -> str:
    """One object; decimals are text, so that no cent is lost."""
    content = {
        "directory": report.directory,
        "documents": list(report.documents),
        "counts": report.counts,
        "omitted": selection.omitted,
        "findings": [_format_finding(finding) for finding in selection.findings],
        "held": [asdict(held) for held in report.held],
    }
    return json.dumps(content, indent=2, default=str) + "\n"


def _format_finding(finding: Finding) -> dict[str, object]:
    return dict(finding_row(finding))
