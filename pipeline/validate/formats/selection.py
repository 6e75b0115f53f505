"""What of a report is shown, and how one finding is said."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from pipeline.findings import Finding, Severity
from pipeline.validate.report import ValidationReport

_UNSHOWN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Selection:
    """The findings to show."""

    findings: tuple[Finding, ...]
    omitted: int
    """Findings left out by ``--max-findings``."""
    fail_on: Severity
    verbose: bool
    width: int | None = None
    """Columns of the terminal a text is shown on; ``None`` where it goes to a file or another program."""


def select_findings(
    report: ValidationReport,
    fail_on: Severity,
    max_findings: int | None,
    *,
    verbose: bool,
    width: int | None = None,
) -> Selection:
    """Open findings before waived ones, gravest first, at most ``max_findings``."""
    ordered = sorted(report.findings, key=lambda finding: finding.waived)
    shown = tuple(ordered if max_findings is None else ordered[:max_findings])
    return Selection(shown, len(ordered) - len(shown), fail_on, verbose, width)


def plain(text: object) -> str:
    """Text on one line without control or formatting characters, which could drive a terminal or hide text."""
    shown = str(text)
    if shown.isascii() and shown.isprintable():
        return shown
    return "".join(" " if unicodedata.category(char) in _UNSHOWN or char in "\ufffe\uffff" else char for char in shown)


def describe(finding: Finding) -> str:
    """The finding in a sentence or two: message, values, proposal, waiver."""
    parts = [plain(finding.message)]
    if finding.printed is not None and finding.expected is not None:
        parts.append(f"printed {plain(finding.printed)}, expected {plain(finding.expected)}")
    if finding.proposed is not None:
        parts.append(f"proposed {finding.proposed}")
    if finding.origin != "unknown":
        parts.append({"printed": "the document itself says so", "reading": "misread"}[finding.origin])
    if finding.waived:
        parts.append(f"waived: {plain(finding.waiver_reason)}")
    return "; ".join(parts)


def place(finding: Finding) -> str:
    """Page and box, as far as known: "page 57 (211, 143, 240, 153)"."""
    if finding.page_number is None:
        return ""
    box = f" ({', '.join(f'{edge:.0f}' for edge in finding.bbox)})" if finding.bbox else ""
    return f"page {finding.page_number}{box}"


def count_words(counts: dict[str, int]) -> str:
    """Findings by severity: 8 errors, 1 warning, 0 infos, 0 waived."""
    return ", ".join(
        f"{number} {name}" if name == "waived" else f"{number} {name}{'' if number == 1 else 's'}"
        for name, number in counts.items()
    )
