"""All checks of a published set, as it lies on disk."""

from __future__ import annotations

from pathlib import Path

from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.validate.arithmetic.checks import check_rates
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.integrity import check_integrity
from pipeline.validate.published import PublishedSet, read_published
from pipeline.validate.report import HeldCheck, ValidationReport, order_findings
from pipeline.validate.waivers import apply_waivers, load_waivers


def validate_published(directory: Path, *, waivers: Path | None = None, expectations: bool = True) -> ValidationReport:
    """Check a published set: whole, unchanged, proved by its arithmetic, as the schemas say.

    Args:
        directory: of the published set; nothing in it is changed.
        waivers: file of waivers; by default ``schemas/waivers.toml``.
        expectations: whether to run Great Expectations too, which takes seconds to import.

    Raises:
        PublishedSetError: the set is not whole.
        WaiverError: the waivers are malformed.
    """
    accepted = load_waivers(waivers)
    published = read_published(directory)
    findings, held = check_integrity(published)
    for check in (_check_arithmetic, *((_check_expectations,) if expectations else ())):
        more_findings, more_held = check(published)
        findings += more_findings
        held += more_held
    told = [finding for finding in published.findings() if finding.check != "unused_waiver"]
    misread = {_identity(f) for f in told if f.check == "missing_amount" and f.printed is not None}
    findings = [finding for finding in findings if _identity(finding) not in misread]  # the page alone tells that
    fresh = {_identity(finding)[:2] for finding in findings}
    kept = [finding for finding in told if _identity(finding)[:2] not in fresh]
    marked = apply_waivers([*kept, *findings], accepted, published.hashes())
    documents = {row["document_id"]: row["source_path"] for row in published.whole_rows("documents")}
    return ValidationReport(str(directory), documents, order_findings(marked), tuple(held))


def _identity(finding: Finding) -> tuple[str, str, str | None]:
    return finding.document_id, finding.finding_id, finding.expected


def _check_arithmetic(published: PublishedSet) -> tuple[list[Finding], list[HeldCheck]]:
    """Run the pay arithmetic on the amounts as they lie in the files, by the rules found from them anew."""
    by_document: dict[str, list[Rate]] = {}
    for rate in published.rates():
        by_document.setdefault(rate.document_id, []).append(rate)
    findings: list[Finding] = []
    held = []
    for document_id, rates in by_document.items():
        rules = infer_rules(rates)
        findings += check_rates(rates, rules, ())
        held += [HeldCheck(f"pay arithmetic {rule.table_key}", document_id, rule.supporting) for rule in rules]
    return findings, held


def _check_expectations(published: PublishedSet) -> tuple[list[Finding], list[HeldCheck]]:
    from pipeline.validate.expectations import run_expectations  # noqa: PLC0415 (takes seconds)

    return run_expectations(published.tables)
