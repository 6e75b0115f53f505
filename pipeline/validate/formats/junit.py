"""The report as JUnit XML: one suite per document, one case per check."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from pipeline.findings import Finding
from pipeline.validate.formats.selection import Selection, describe, place, plain
from pipeline.validate.report import ValidationReport

_WHOLE_SET = "published set"

Cases = dict[str, list[Finding]]


def render_junit(report: ValidationReport, selection: Selection) -> str:
    """A case fails by its findings that fail, is skipped when all are waived, and passes otherwise.

    Every failing check is a failing case, also when ``max_findings`` leaves its findings out.
    """
    shown = frozenset(map(id, selection.findings))
    root = ET.Element("testsuites", name="mou validate")
    for document_id, cases in sorted(_group(report).items()):
        suite = ET.SubElement(root, "testsuite", name=plain(document_id or _WHOLE_SET))
        for check, findings in sorted(cases.items()):
            case = ET.SubElement(suite, "testcase", classname=suite.get("name", ""), name=plain(check), time="0")
            failing = [finding for finding in findings if report.fails(finding, selection.fail_on)]
            _fill_case(case, findings, failing, shown)
        _count(suite)
    _count(root)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _group(report: ValidationReport) -> dict[str, Cases]:
    """Findings by document and check; a check that held has none."""
    suites: dict[str, Cases] = {document_id: {"readable": []} for document_id in report.documents}
    for held in report.held:
        suites.setdefault(held.document_id, {}).setdefault(held.check, [])
    for finding in report.findings:
        suites.setdefault(finding.document_id, {}).setdefault(finding.check, []).append(finding)
    return suites


def _fill_case(
    case: ET.Element, findings: Sequence[Finding], failing: Sequence[Finding], shown: frozenset[int]
) -> None:
    lines = [_line(finding) for finding in findings if id(finding) in shown]
    if failing:
        failure = ET.SubElement(case, "failure", message=f"{len(failing)} findings", type=failing[0].severity)
        failure.text = "\n".join(lines)
    elif findings and all(finding.waived for finding in findings):
        skipped = ET.SubElement(case, "skipped", message=f"waived: {plain(findings[0].waiver_reason)}")
        skipped.text = "\n".join(lines)
    elif lines:
        ET.SubElement(case, "system-out").text = "\n".join(lines)


def _line(finding: Finding) -> str:
    return "  ".join(part for part in (finding.severity, plain(finding.key), place(finding), describe(finding)) if part)


def _count(suite: ET.Element) -> None:
    """Set the totals a reader of JUnit files looks at."""
    cases = list(suite.iter("testcase"))
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", "0")
    if suite.tag == "testsuite":
        suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    suite.set("time", "0")
