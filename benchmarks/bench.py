"""Our whole process beside other tools on the same PDFs in turn.

Figures are medians of whole processes, start-up included; within a round the tools take turns, so that
a busy machine slows all. ``benchmarks.growth`` shows our cost as the work grows, ``benchmarks.summary``
writes both down.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXTRACT = "import sys; from pipeline.cli import main; sys.exit(main())"
PDFIUM = """
import sys, pypdfium2
for name in sys.argv[1:]:
    with pypdfium2.PdfDocument(name) as document:
        for page in document:
            page.get_textpage().get_text_bounded()
"""
PDFPLUMBER = """
import sys, pdfplumber
for name in sys.argv[1:]:
    with pdfplumber.open(name) as document:
        for page in document.pages:
            page.extract_text(); page.extract_tables(); page.close()
"""
CAMELOT = """
import sys, camelot
for name in sys.argv[1:]:
    camelot.read_pdf(name, pages="all", flavor="network", suppress_stdout=True)
"""
SLOW = 60.0
"""Seconds above which a tool is measured once and not in every round."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process, with the processes it started, cost."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    """Of the largest single process."""
    exit_code: int


def main() -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(*describe(compare(find_pdfs(), Path(folder), arguments.rounds)), sep="\n")


def find_pdfs() -> list[Path]:
    """The full agreements of the shared corpus, or those of ``raw/``; scans have no text to compare."""
    shared = Path(os.environ.get("MOU_CORPUS", ROOT.parent / "shared")) / "raw" / "pdf"
    folder = shared if shared.is_dir() else ROOT / "raw"
    return [path for path in sorted(folder.glob("*.pdf")) if "scan" not in path.name]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Costs of every tool on the same files."""

    files: int
    pages: int
    rounds: int
    cores: int
    costs: dict[str, list[Cost]]
    """One for each round; fewer for a tool that is slow."""

    def median(self, tool: str, what: str = "seconds") -> float:
        """Median of one cost of a tool."""
        return float(statistics.median(getattr(cost, what) for cost in self.costs[tool]))


OURS = "mou extract"


def compare(pdfs: Sequence[Path], folder: Path, rounds: int) -> Comparison:
    """Every tool on the same files in turn, each with its bytecode on disk, as its set-up leaves it."""
    compileall.compile_dir(ROOT / "pipeline", quiet=1)
    pages = sum(count_pages(path) for path in pdfs)
    names = [str(path) for path in pdfs]
    others = {"pdfium text": PDFIUM, "pdfplumber text + tables": PDFPLUMBER, "camelot network": CAMELOT}
    costs: dict[str, list[Cost]] = {OURS: [], f"{OURS}, unchanged": [], **{name: [] for name in others}}
    for number in range(rounds):
        out = folder / f"out-{number}"
        costs[OURS].append(measure_extract(names, out))
        costs[f"{OURS}, unchanged"].append(measure_extract(names, out))
        for name, program in others.items():
            if not costs[name] or costs[name][0].seconds < SLOW:
                costs[name].append(measure(program, names))
    return Comparison(len(pdfs), pages, rounds, os.cpu_count() or 1, costs)


def describe(found: Comparison) -> Iterator[str]:
    """A line for each tool, in Markdown, with its ratio to ours."""
    yield f"{found.files} PDFs, {found.pages} pages, {found.rounds} rounds, {found.cores} cores\n"
    yield "| tool | seconds | x ours | CPU s | peak MiB | pages/s | runs |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, runs in found.costs.items():
        seconds, cpu, peak = (found.median(name, what) for what in ("seconds", "cpu_seconds", "peak_mib"))
        times = f"{seconds:.2f} | {seconds / found.median(OURS):.2f} | {cpu:.2f}"
        yield f"| {name}{_failures(runs)} | {times} | {peak:.0f} | {found.pages / seconds:.1f} | {len(runs)} |"


def repeat_pages(source: Path, length: int, target: Path) -> None:
    """Write a PDF of ``length`` pages, those of ``source`` in turn."""
    import pypdfium2  # noqa: PLC0415 - only this benchmark needs it

    with pypdfium2.PdfDocument(source) as original, pypdfium2.PdfDocument.new() as made:
        while len(made) < length:
            made.import_pages(original, list(range(min(len(original), length - len(made)))))
        made.save(target)


def count_pages(path: Path) -> int:
    """Number of pages of a PDF."""
    import pypdfium2  # noqa: PLC0415 - as above

    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def measure_extract(inputs: Sequence[str], out: Path, jobs: int | None = None) -> Cost:
    """Cost of ``mou extract`` as a user pays it; by its own choice of workers unless ``jobs`` is given."""
    return measure(EXTRACT, ["extract", *inputs, "--out", str(out), *(["--jobs", str(jobs)] if jobs else [])])


def measure(program: str, arguments: Sequence[str]) -> Cost:
    """Run a program to its end as a process of its own."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 << 10 if sys.platform == "linux" else 1 << 20
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(time.perf_counter() - begun, cpu, usage.ru_maxrss / unit, process.returncode)


def _failures(costs: Sequence[Cost]) -> str:
    codes = sorted({cost.exit_code for cost in costs} - {0})
    return f" (FAILED with {codes})" if codes else ""


if __name__ == "__main__":
    main()
