"""What ``validate`` found in a published set: findings, and the checks that held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
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
    documents: Mapping[str, str]
    """``source_path`` of each document by its id, sorted."""
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

    def fails(self, finding: Finding, fail_on: Severity = "error") -> bool:
        """Whether a finding is open and as grave as ``fail_on`` or graver."""
        return not finding.waived and SEVERITIES.index(finding.severity) <= SEVERITIES.index(fail_on)

    def exit_code(self, fail_on: Severity = "error") -> int:
        """1 where a finding fails, else 0."""
        return EXIT_FINDINGS if any(self.fails(finding, fail_on) for finding in self.findings) else EXIT_OK


def order_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings gravest first, then by document, page and key; of two with one id the last is kept."""
    unique = {(finding.document_id, finding.finding_id, finding.message): finding for finding in findings}
    return tuple(sorted(unique.values(), key=_rank))


def _rank(finding: Finding) -> tuple[int, str, int, str, str]:
    place = SEVERITIES.index(finding.severity)
    return (place, finding.document_id, finding.page_number or 0, finding.check, finding.finding_id)
