"""What ``validate`` found in a published set: findings, and the checks that held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.errors import EXIT_FINDINGS, EXIT_OK
from pipeline.findings import Finding, Severity

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class HeldCheck:
    """A check of one document (or of the whole set) that found nothing wrong."""

    check: str
    document_id: str
    """Empty for a check of the set as a whole."""
    count: int
    """Values, rows or identities it looked at."""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """Findings of a published set, gravest first, waived ones included and marked."""

    directory: str
    documents: tuple[str, ...]
    findings: tuple[Finding, ...]
    held: tuple[HeldCheck, ...]

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Findings that are not waived."""
        return tuple(finding for finding in self.findings if not finding.waived)

    @property
    def counts(self) -> dict[str, int]:
        """Open findings by severity, and how many are waived."""
        by_severity = Counter(finding.severity for finding in self.open_findings)
        waived = len(self.findings) - len(self.open_findings)
        return {severity: by_severity[severity] for severity in SEVERITIES} | {"waived": waived}

    def exit_code(self, fail_on: Severity = "error") -> int:
        """1 where an open finding is as grave as ``fail_on`` or graver, else 0."""
        grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return EXIT_FINDINGS if any(finding.severity in grave for finding in self.open_findings) else EXIT_OK


def order_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings gravest first, then by document, page and key; of two with one id the last is kept."""
    unique = {(finding.document_id, finding.finding_id, finding.message): finding for finding in findings}
    return tuple(sorted(unique.values(), key=_rank))


def _rank(finding: Finding) -> tuple[int, str, int, str, str]:
    place = SEVERITIES.index(finding.severity)
    return (place, finding.document_id, finding.page_number or 0, finding.check, finding.finding_id)
