"""The report for GitHub Actions: annotations on standard output, and a Markdown job summary."""

from __future__ import annotations

import html
from collections import Counter

from pipeline.findings import Finding, Severity
from pipeline.validate.formats.selection import Selection, count_words, describe, place, plain
from pipeline.validate.report import SEVERITIES, ValidationReport

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_MOST = 10
"""GitHub shows ten annotations of each kind per step and drops the rest without a word."""
_SUMMARY_BYTES = 1_000_000
"""A job summary may have 1 MiB; a larger one is not shown at all."""


def render_github(report: ValidationReport, selection: Selection) -> str:
    """Annotations: the first ten open findings of each severity, then what is left as a count."""
    lines = []
    for severity in SEVERITIES:
        findings = [f for f in selection.findings if f.severity == severity and not f.waived]
        lines += [_annotate(finding, report) for finding in findings[:_MOST]]
    shown, total = len(lines), len(report.open_findings)
    more = f"; {total - shown} more are not annotated" if total > shown else ""
    return "\n".join([*lines, f"{count_words(report.counts)}{more}"]) + "\n"


def render_summary(report: ValidationReport) -> str:
    """The job summary: counts, findings by check, and as many rows as fit into 1 MiB."""
    head = ["## Pay agreements", "", f"{count_words(report.counts)} in {len(report.documents)} documents; "]
    head[-1] += f"{len(report.held)} checks held."
    by_check = Counter((finding.severity, finding.check) for finding in report.open_findings)
    if by_check:
        head += ["", "| severity | check | findings |", "| --- | --- | ---: |"]
        head += [f"| {severity} | {_cell(check)} | {count} |" for (severity, check), count in sorted(by_check.items())]
        head += ["", "| document | key | place | finding |", "| --- | --- | --- | --- |"]
    return _fill(head, [_row(finding) for finding in report.open_findings])


def _fill(head: list[str], rows: list[str]) -> str:
    lines = list(head)
    size = sum(len(line.encode()) + 1 for line in lines)
    for number, row in enumerate(rows):
        size += len(row.encode()) + 1
        if size > _SUMMARY_BYTES:
            lines += ["", f"and {len(rows) - number} more"]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


def _row(finding: Finding) -> str:
    cells = (finding.document_id, finding.key, place(finding), describe(finding))
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: object) -> str:
    """Text that is neither HTML nor Markdown any more, whatever the document printed."""
    shown = html.escape(plain(text), quote=False)
    return "".join(f"\\{char}" if char in "\\`*_{}[]()#+!|~" else char for char in shown)


def _annotate(finding: Finding, report: ValidationReport) -> str:
    source = report.documents.get(finding.document_id) or f"{report.directory}/{finding.table}.parquet"
    title = _escape(f"{finding.check} {plain(finding.key)}", ":,")
    where = place(finding)
    message = _escape(describe(finding) + (f" [{where}]" if where else ""))
    return f"::{_COMMANDS[finding.severity]} file={_escape(plain(source), ':,')},title={title}::{message}"


def _escape(text: str, also: str = "") -> str:
    """Workflow commands end at a line break; properties also at a comma or two colons."""
    for char in f"%\r\n{also}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
