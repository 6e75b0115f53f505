"""The report for a person at a terminal: one finding per row, then the counts."""

from __future__ import annotations

import textwrap

from pipeline.findings import Finding
from pipeline.validate.formats.selection import Selection, count_words, describe, place, plain
from pipeline.validate.report import ValidationReport

_MAX_WIDTH = 72
"""A column never pads beyond this; longer values push the rest of their row to the right."""


def render_text(report: ValidationReport, selection: Selection) -> str:
    """Rows of severity, check, key with its document, column, place and message; counts last."""
    rows = [_cells(finding) for finding in selection.findings]
    lines = _align(rows)
    if selection.width is not None and any(len(line) > selection.width for line in lines):
        lines = [line for row in rows for line in _wrap(row, max(len(row[0]) for row in rows), selection.width)]
    if selection.omitted:
        lines.append(f"... and {selection.omitted} more")
    if selection.verbose:
        lines += _align([["held", plain(held.check), plain(held.document_id), str(held.count)] for held in report.held])
    checks = f"{len(report.held)} checks held"
    counts = f"{plain(report.directory)}: {len(report.documents)} documents, {checks}, {count_words(report.counts)}"
    lines += [counts] if selection.width is None else textwrap.wrap(counts, selection.width, subsequent_indent="  ")
    return "\n".join(lines) + "\n"


def _cells(finding: Finding) -> list[str]:
    label = "waived" if finding.waived else finding.severity
    key = plain(finding.key)
    if not finding.key.startswith(finding.document_id):  # keys of articles, terms and tables name no document
        key = f"{plain(finding.document_id)}: {key}"
    return [label, finding.check, key, plain(finding.column or "-"), place(finding) or "-", describe(finding)]


def _wrap(row: list[str], label: int, width: int) -> list[str]:
    """A finding over several lines: its place, then what is wrong, indented; keys are whole, so they can be copied.

    Args:
        row: Its cells.
        label: Width of the widest label.
        width: Columns of the terminal.
    """
    indent = " " * (label + 2)
    head = "  ".join([row[0].ljust(label), *(cell for cell in row[1:-1] if cell != "-")])
    return [
        line
        for text, first in ((head, ""), (row[-1], indent))
        for line in textwrap.wrap(
            text, width, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        )
    ]


def _align(rows: list[list[str]]) -> list[str]:
    """Cells of all but the last column padded to the widest."""
    if not rows:
        return []
    widths = [min(_MAX_WIDTH, max(len(row[column]) for row in rows)) for column in range(len(rows[0]) - 1)]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]) for row in rows
    ]
