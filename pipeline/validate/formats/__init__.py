"""A validation report for people (text, Markdown) and for machines (JSON, JUnit, SARIF, GitHub).

Text of documents is not trusted in any of them: control characters are dropped, and what a format
gives a meaning to is escaped.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from pipeline.findings import Severity
from pipeline.validate.formats.as_json import render_json
from pipeline.validate.formats.as_text import render_text
from pipeline.validate.formats.github import render_github
from pipeline.validate.formats.junit import render_junit
from pipeline.validate.formats.sarif import render_sarif
from pipeline.validate.formats.selection import Selection, select_findings
from pipeline.validate.report import ValidationReport

Format = Literal["text", "json", "junit", "sarif", "github"]

RENDERERS: dict[Format, Callable[[ValidationReport, Selection], str]] = {
    "text": render_text,
    "json": render_json,
    "junit": render_junit,
    "sarif": render_sarif,
    "github": render_github,
}


def render_report(
    report: ValidationReport,
    form: Format = "text",
    *,
    fail_on: Severity = "error",
    max_findings: int | None = None,
    verbose: bool = False,
    width: int | None = None,
) -> str:
    """The report in one format, ending with a line break.

    Args:
        report: what ``validate`` found.
        form: one of ``RENDERERS``.
        fail_on: the least grave findings that fail; JUnit tells failures from remarks by it.
        max_findings: show at most so many, gravest first; what is left out is counted.
        verbose: text only: also the checks that held.
        width: text only: columns of the terminal; lines are not broken where there is none.
    """
    return RENDERERS[form](report, select_findings(report, fail_on, max_findings, verbose=verbose, width=width))
