"""The command line: a thin layer on the library. Options in, exit code out (see ``pipeline.errors``)."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict

import typer

from pipeline import cli_tables, cli_views
from pipeline.errors import EXIT_OK, EXIT_PARTIAL, PipelineError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.results import RunSummary
    from pipeline.run.progress import Reporter
    from pipeline.validate.report import ValidationReport

app = typer.Typer(
    name="mou",
    help="Pay agreements in PDF or text as tables whose every number is proved.",
    epilog="Exit codes: 0 done, 1 validate found errors, 2 usage, 3 some documents could not be read or differ from "
    "their listing, 4 nothing could be published or a set is damaged.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Engine(StrEnum):
    """Where documents are read."""

    local = "local"
    ray = "ray"


class Format(StrEnum):
    """Forms of a validation report; the names of ``pipeline.validate.formats.RENDERERS``."""

    text = "text"
    json = "json"
    junit = "junit"
    sarif = "sarif"
    github = "github"


class FailOn(StrEnum):
    """The least grave findings that fail."""

    error = "error"
    warning = "warning"


class _ReadOptions(TypedDict):
    """Options that both engines take."""

    timeout: float
    memory: int
    fresh: bool
    progress: Reporter


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 (slow to import)

        typer.echo(f"mou {version('mou-pipeline')}")
        raise typer.Exit


@app.callback()
def start(
    *,
    _: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Pay agreements in PDF or text as tables whose every number is proved."""


@app.command(short_help="Fetch and verify the documents of sources.toml.")
def acquire(
    listing: Annotated[
        Path, typer.Argument(metavar="LISTING", help="A sources.toml, or the folder it lies in.")
    ] = Path("raw"),
    *,
    update: Annotated[bool, typer.Option("--update", help="Take what has changed: files and listed hashes.")] = False,
    timeout: Annotated[float, typer.Option(help="Seconds one source may take.", min=0.1)] = 120.0,
    max_size: Annotated[int, typer.Option(help="MiB one source may have.", min=1)] = 200,
) -> None:
    """Fetch and verify the documents of sources.toml; say what is new, changed or gone."""
    from pipeline.acquire.listing import find_listing  # noqa: PLC0415
    from pipeline.acquire.refresh import refresh_sources  # noqa: PLC0415
    from pipeline.acquire.storing import FetchLimits  # noqa: PLC0415

    limits = FetchLimits(timeout=timeout, max_size=max_size << 20)
    counts: Counter[str] = Counter()
    in_order = True
    for outcome in refresh_sources(find_listing(listing), update=update, limits=limits):
        counts[outcome.status] += 1
        in_order = in_order and outcome.in_order
        message = f": {outcome.message}" if outcome.message else ""
        typer.echo(_on_one_line(f"{outcome.id}: {outcome.status}{message}"))
    typer.echo(", ".join(f"{count} {status}" for status, count in counts.items()) or "no sources")
    raise typer.Exit(EXIT_OK if in_order else EXIT_PARTIAL)


@app.command(short_help="Read documents, publish their tables.")
def extract(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT", help="Files and folders of PDF or text.")],
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the published set; replaced as a whole.")],
    jobs: Annotated[int | None, typer.Option(help="Worker processes; one per core by default.")] = None,
    timeout: Annotated[float, typer.Option(help="Seconds one document may take.")] = 120.0,
    memory: Annotated[int, typer.Option(help="MiB of memory one document may take.")] = 2048,
    engine: Annotated[Engine, typer.Option(help="Where documents are read: here, or on a Ray cluster.")] = Engine.local,
    address: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Of a Ray cluster that runs; else one is started here.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Read unchanged documents again too.")] = False,
    debug: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a picture of each pay page with what was read.")
    ] = None,
) -> None:
    """Read documents and publish what they say as Parquet."""
    from pipeline.run import extract as run_extract  # noqa: PLC0415
    from pipeline.run.progress import reporter_for  # noqa: PLC0415 (each command imports what it needs)
    from pipeline.run.tasks import spare_garbage_collector  # noqa: PLC0415

    spare_garbage_collector()
    options: _ReadOptions = {"timeout": timeout, "memory": memory << 20, "fresh": fresh, "progress": reporter_for()}
    if engine is Engine.ray:
        from pipeline.scale.engine import extract_at_scale, run_on_ray  # noqa: PLC0415

        if debug:
            raise UsageError("--debug draws on this machine only", "leave it out, or read with --engine local")
        summary = extract_at_scale(inputs, out, run_on_ray(address, jobs), **options)
    elif address:
        raise UsageError("--address is of a Ray cluster", "add --engine ray")
    else:
        summary = run_extract(inputs, out, jobs=jobs, debug=debug, **options)
    typer.echo(_describe_run(summary))
    gc.freeze()  # or Python looks once more at all that is left before it ends, for 40 ms
    raise typer.Exit(summary.exit_code)


@app.command(short_help="Check a set: whole, unchanged, proved to the cent.")
def validate(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a published set.")],
    *,
    form: Annotated[Format, typer.Option("--format", help="Form of the report.")] = Format.text,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report there instead of standard output.")
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help="Exit 1 from this severity on.")] = FailOn.error,
    max_findings: Annotated[int | None, typer.Option(min=0, help="Show at most so many findings.")] = None,
    waivers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Accepted findings; schemas/waivers.toml by default.")
    ] = None,
    expectations: Annotated[
        bool, typer.Option("--expectations/--no-expectations", help="Run Great Expectations too (seconds).")
    ] = True,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show the checks that held too.")] = False,
) -> None:
    """Check a published set: whole, unchanged, proved by its arithmetic, as its schemas say."""
    from pipeline.run import validate as run_validate  # noqa: PLC0415
    from pipeline.validate.formats import render_report  # noqa: PLC0415

    report = run_validate(directory, waivers=waivers, expectations=expectations)
    width = shutil.get_terminal_size().columns if output is None and sys.stdout.isatty() else None
    text = render_report(
        report, form.value, fail_on=fail_on.value, max_findings=max_findings, verbose=verbose, width=width
    )
    if output is None:
        typer.echo(text, nl=False)
    else:
        _write_file(output, text)
    if form is Format.github:
        _write_job_summary(report)
    raise typer.Exit(report.exit_code(fail_on.value))


for command, summary_line in cli_tables.COMMANDS.items():
    app.command(short_help=summary_line)(command)
for view, summary_line in cli_views.COMMANDS.items():
    app.command(short_help=summary_line)(view)


def main() -> None:
    """Run ``mou``; the one place where an error becomes an exit code and a hint."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        _refuse_empty(sys.argv[1:])
        app()
    except PipelineError as error:
        typer.echo(f"mou: {_on_one_line(str(error))}", err=True)
        if error.hint:
            typer.echo(f"     {_on_one_line(error.hint)}", err=True)
        sys.exit(error.exit_code)


def _refuse_empty(arguments: Sequence[str]) -> None:
    """An empty path is the folder one stands in, which nobody means who leaves a variable of the shell unset."""
    for before, argument in zip(("", *arguments), arguments, strict=False):
        if not argument or (argument.startswith("--") and argument.endswith("=")):
            name = before if before.startswith("--") and not argument else argument
            raise UsageError(f"{name.rstrip('=') or 'an argument'} is empty", "is a variable of the shell unset?")


def _describe_run(summary: RunSummary) -> str:
    documents = _count(summary.documents, "document")
    documents += f" ({summary.unchanged} unchanged, {summary.failed} not readable)"
    found = f"{_count(summary.rates, 'rate')}, {_count(summary.findings, 'finding')}"
    errors = _count(summary.errors, "error")
    return f"{_on_one_line(summary.out)}: {documents}, {found} ({errors}), {summary.seconds:.1f} s"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _write_file(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", "give --output another file") from error


def _write_job_summary(report: ValidationReport) -> None:
    """Append the summary to the file GitHub Actions names, where there is one."""
    from pipeline.validate.formats.github import render_summary  # noqa: PLC0415

    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        try:
            with Path(path).open("a", encoding="utf-8", errors="replace") as stream:
                stream.write(render_summary(report))
        except OSError as error:
            raise UsageError(f"cannot write the job summary {path}: {error.strerror}") from error


def _on_one_line(text: str) -> str:
    """Without control characters: a name of a file must not drive the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
