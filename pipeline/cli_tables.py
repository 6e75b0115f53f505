"""Commands on the tables of a published set: query, export, diff, waive, accept. ``pipeline.cli`` registers them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Set = Annotated[
    Path | None,
    typer.Option("--set", metavar="DIR", help="Folder of the published set; normalized by default."),
]


class AnswerForm(StrEnum):
    """Forms of an answer; the names of ``pipeline.use.query.FORMATS``."""

    table = "table"
    csv = "csv"
    json = "json"


class ExportForm(StrEnum):
    """Forms of an exported set; the names of ``pipeline.use.export.FORMS``."""

    csv = "csv"
    xlsx = "xlsx"
    duckdb = "duckdb"


class DiffForm(StrEnum):
    """Forms of a comparison; the names of ``pipeline.use.diff.FORMATS``."""

    text = "text"
    json = "json"


def query(
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT; - reads it from standard input.")],
    *,
    directory: Set = None,
    form: Annotated[AnswerForm, typer.Option("--format", help="Form of the answer.")] = AnswerForm.table,
) -> None:
    """Ask the tables of a published set in SQL (DuckDB; read-only, no other files)."""
    from pipeline.use.query import FORMATS  # noqa: PLC0415 (each command imports what it needs)
    from pipeline.use.query import query as run_query  # noqa: PLC0415

    answer = run_query(sys.stdin.read() if sql == "-" else sql, directory)
    typer.echo(FORMATS[form.value](answer), nl=False)


def export(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a published set.")],
    *,
    to: Annotated[ExportForm, typer.Option(help="Form: a folder of CSV files, a workbook, a DuckDB file.")],
    out: Annotated[Path, typer.Option(metavar="PATH", help="File to write; with --to csv a folder.")],
) -> None:
    """Write a published set as CSV files, an Excel workbook or a DuckDB file."""
    from pipeline.use.export import export as run_export  # noqa: PLC0415

    for path in run_export(directory, to.value, out):
        typer.echo(path)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder of the older set.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Folder of the newer set.")],
    *,
    form: Annotated[DiffForm, typer.Option("--format", help="Form of the comparison.")] = DiffForm.text,
) -> None:
    """Tell which amounts differ between two published sets, and why."""
    from pipeline.use.diff import FORMATS  # noqa: PLC0415
    from pipeline.use.diff import diff as run_diff  # noqa: PLC0415

    typer.echo(FORMATS[form.value](run_diff(old, new)), nl=False)


def waive(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="finding_id, as in the table findings.")],
    *,
    reason: Annotated[str, typer.Option(help="Why it is accepted.")],
    directory: Set = None,
    document: Annotated[
        str | None, typer.Option(metavar="ID", help="document_id, where several documents have this finding.")
    ] = None,
    waivers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File to add to; schemas/waivers.toml by default.")
    ] = None,
) -> None:
    """Accept a finding: it stays in the set, marked, and no longer fails `mou validate`."""
    from pipeline.published.tables import find_set  # noqa: PLC0415
    from pipeline.use.review import format_waiver  # noqa: PLC0415
    from pipeline.use.review import waive as write_waiver  # noqa: PLC0415

    waiver = write_waiver(finding, reason, find_set(directory), document_id=document, path=waivers)
    typer.echo(format_waiver(waiver), nl=False)


def accept(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="finding_id of an amount, as in findings.")],
    *,
    reason: Annotated[str, typer.Option(help="Why it is accepted.")],
    value: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="The right amount; by default the proposed one.")
    ] = None,
    directory: Set = None,
    document: Annotated[
        str | None, typer.Option(metavar="ID", help="document_id, where several documents have this finding.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File to add to; schemas/corrections.toml by default.")
    ] = None,
) -> None:
    """Accept what a finding proposes: published beside the printed amount, never over it, by the next run."""
    from pipeline.published.tables import find_set  # noqa: PLC0415
    from pipeline.use.review import accept as write_correction  # noqa: PLC0415
    from pipeline.use.review import format_correction  # noqa: PLC0415

    correction = write_correction(
        finding, reason, find_set(directory), value=value, document_id=document, path=corrections
    )
    typer.echo(format_correction(correction), nl=False)


COMMANDS: dict[Callable[..., None], str] = {
    query: "Ask the tables of a set in SQL, read-only.",
    export: "Write a set as CSV, Excel or DuckDB.",
    diff: "Tell which amounts differ between two sets, and why.",
    waive: "Accept what is printed, with a reason.",
    accept: "Accept what a finding proposes, with a reason.",
}
"""Each command with its line in the list of commands, which has room for some fifty characters."""
