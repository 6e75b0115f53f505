"""Our whole process beside other tools on the same PDFs in turn, and our cost as the work grows.

``python -m benchmarks.bench`` compares; ``--pages 1,10,100,1000`` and ``--documents 1,10,100,1000``
show the cost of one longer document and of more documents instead. Figures are medians of whole
processes, start-up included; within a round the tools take turns, so that a busy machine slows all.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
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
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--pages", type=_numbers, help="lengths of one document, as 1,10,100")
    parser.add_argument("--documents", type=_numbers, help="numbers of small documents, as 1,10,100")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.pages or arguments.documents:
            grow_pages(arguments.pages or (), Path(folder), arguments.jobs)
            grow_documents(arguments.documents or (), Path(folder), arguments.jobs)
        else:
            compare(find_pdfs(), Path(folder), arguments.rounds, arguments.jobs)


def find_pdfs() -> list[Path]:
    """The full agreements of the shared corpus, or those of ``raw/``; scans have no text to compare."""
    shared = Path(os.environ.get("MOU_CORPUS", ROOT.parent / "shared")) / "raw" / "pdf"
    folder = shared if shared.is_dir() else ROOT / "raw"
    return [path for path in sorted(folder.glob("*.pdf")) if "scan" not in path.name]


def compare(pdfs: Sequence[Path], folder: Path, rounds: int, jobs: int) -> None:
    """Every tool on the same files in turn, as ratios to ours."""
    pages = sum(count_pages(path) for path in pdfs)
    print(f"{len(pdfs)} PDFs, {pages} pages, {rounds} rounds, {jobs} workers")
    names = [str(path) for path in pdfs]
    others = {"pdfium text": PDFIUM, "pdfplumber text + tables": PDFPLUMBER, "camelot network": CAMELOT}
    costs: dict[str, list[Cost]] = {"mou extract": [], "mou extract, unchanged": [], **{name: [] for name in others}}
    for number in range(rounds):
        out = folder / f"out-{number}"
        costs["mou extract"].append(measure_extract(names, out, jobs))
        costs["mou extract, unchanged"].append(measure_extract(names, out, jobs))
        for name, program in others.items():
            if not costs[name] or costs[name][0].seconds < SLOW:
                costs[name].append(measure(program, names))
    _print_comparison(costs, pages)


def _print_comparison(costs: dict[str, list[Cost]], pages: int) -> None:
    ours = _median(costs["mou extract"], "seconds")
    print(f"{'':<26}{'seconds':>9}{'x ours':>9}{'cpu s':>9}{'peak MiB':>10}{'pages/s':>9}{'runs':>6}")
    for name, runs in costs.items():
        seconds = _median(runs, "seconds")
        cpu, peak = _median(runs, "cpu_seconds"), _median(runs, "peak_mib")
        row = f"{seconds:>9.2f}{seconds / ours:>9.2f}{cpu:>9.2f}{peak:>10.0f}{pages / seconds:>9.1f}{len(runs):>6}"
        print(f"{name:<26}{row}{_failures(runs)}", flush=True)


def grow_pages(lengths: Sequence[int], folder: Path, jobs: int) -> None:
    """One document of growing length, made of the pages of the first PDF over and over."""
    for length in lengths:
        path = folder / f"pages-{length}.pdf"
        repeat_pages(find_pdfs()[0], length, path)
        cost = measure_extract([str(path)], folder / f"out-pages-{length}", jobs)
        _print_growth(f"{length} pages", length, "page", cost)


def grow_documents(numbers: Sequence[int], folder: Path, jobs: int) -> None:
    """More and more documents, each a small one of its own content."""
    for number in numbers:
        inputs = folder / f"documents-{number}"
        inputs.mkdir()
        for order in range(number):
            (inputs / f"{order}.txt").write_text(f"ARTICLE 1.0 PARTIES\n\nThis is agreement number {order}.\n", "utf-8")
        cost = measure_extract([str(inputs)], folder / f"out-documents-{number}", jobs)
        _print_growth(f"{number} documents", number, "document", cost)


def _print_growth(name: str, count: int, unit: str, cost: Cost) -> None:
    each = f"{1000 * cost.seconds / count:>9.2f} ms a {unit}"
    print(f"{name:<18}{cost.seconds:>9.2f} s{each}{cost.peak_mib:>8.0f} MiB{_failures([cost])}", flush=True)


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


def measure_extract(inputs: Sequence[str], out: Path, jobs: int) -> Cost:
    """Cost of ``mou extract`` as a user pays it."""
    return measure(EXTRACT, ["extract", *inputs, "--out", str(out), "--jobs", str(jobs)])


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


def _median(costs: Sequence[Cost], name: str) -> float:
    return float(statistics.median(getattr(cost, name) for cost in costs))


def _failures(costs: Sequence[Cost]) -> str:
    codes = sorted({cost.exit_code for cost in costs} - {0})
    return f"   FAILED with {codes}" if codes else ""


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


if __name__ == "__main__":
    main()
