"""Commands that show a published set to people: report, explain. ``pipeline.cli`` registers them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from pipeline.errors import UsageError

Source = Annotated[
    Path | None,
    typer.Option("--source", metavar="DIR", help="Folder of the documents; by default raw beside the set."),
]


def report(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a published set.")],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The page to write.")] = Path("report.html"),
    source: Source = None,
) -> None:
    """Write one self-contained HTML page: documents, salary tables with proofs, pay curves, findings, terms."""
    from pipeline.report import write_report  # noqa: PLC0415 (each command imports what it needs)

    for trouble in write_report(directory, out, source):
        typer.echo(f"mou: {trouble}", err=True)
    typer.echo(f"{out}: {out.stat().st_size / 1e6:.1f} MB")


def explain(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A rate_id or finding_id, or the end of one.")],
    *,
    directory: Annotated[
        Path | None, typer.Option("--set", metavar="DIR", help="Folder of the published set; normalized by default.")
    ] = None,
    source: Source = None,
    png: Annotated[
        Path | None, typer.Option("--png", metavar="FILE", help="Write a picture of the place on its page.")
    ] = None,
) -> None:
    """Show where an amount stands, what it was checked against, and what is proposed."""
    from rich.console import Console  # noqa: PLC0415

    from pipeline.explain.terminal import print_explanation  # noqa: PLC0415
    from pipeline.explain.told import draw_picture  # noqa: PLC0415
    from pipeline.explain.told import explain as gather  # noqa: PLC0415
    from pipeline.published.tables import find_set  # noqa: PLC0415

    told = gather(find_set(directory), key, source)
    print_explanation(told, Console(highlight=False, markup=False, emoji=False))
    if png:
        _write_picture(png, draw_picture(told))


def _write_picture(path: Path, picture: bytes) -> None:
    try:
        path.write_bytes(picture)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", "give --png another file") from error
    typer.echo(f"picture: {path}")


COMMANDS: dict[Callable[..., None], str] = {
    report: "Write a page to look at: tables, proofs, curves.",
    explain: "Show where an amount stands and what proves it.",
}
"""Each command with its line in the list of commands, which has room for some fifty characters."""
