"""Our cost as the work grows: pages, documents, workers, readers, shards.

Each is a command of its own: ``python -m benchmarks.growth pages`` (one document of 10 to 1,000 pages),
``binders`` (pages full of amounts that never repeat, read in volumes), ``documents`` (1 to 10,000),
``workers`` (200 copies by one worker and by two), ``readers`` (seconds a page and bytes out by reader),
``shards`` (tiny documents through both engines, without and on Ray).
``docs/scale.md`` holds what they printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.bench import EXTRACT, ROOT, Cost, find_pdfs, measure, measure_extract, repeat_pages
from benchmarks.binders import write_binder

COPIED = ("mou28-2022.pdf", "mou28-2022.txt", "mou25-2019.txt", "mou30-2010.txt")
AT_SCALE = """
import sys
from pipeline.scale.engine import extract_at_scale, run_here, run_on_ray
runner = run_here if sys.argv[1] == "here" else run_on_ray(processors=int(sys.argv[4]))
sys.exit(extract_at_scale([sys.argv[2]], sys.argv[3], runner).exit_code)
"""


def main() -> None:
    """Print the table that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("what", choices=sorted(COMMANDS))
    parser.add_argument("numbers", type=int, nargs="*", help="other sizes than the usual ones")
    arguments = parser.parse_args()
    run, usual = COMMANDS[arguments.what]
    with tempfile.TemporaryDirectory() as folder:
        run(tuple(arguments.numbers) or usual, Path(folder))


def grow_pages(lengths: Sequence[int], folder: Path) -> dict[int, Cost]:
    """Costs of one document by its length, made of the pages of the first PDF over and over."""
    costs: dict[int, Cost] = {}
    for length in lengths:
        path = folder / f"pages-{length}.pdf"
        repeat_pages(find_pdfs()[0], length, path)
        cost = measure_extract([str(path), "--timeout", "1200"], folder / f"out-pages-{length}", 1)
        print_growth(f"{length} pages", length, "page", cost)
        costs[length] = cost
    return costs


def grow_binders(lengths: Sequence[int], folder: Path) -> None:
    """Costs of binders full of amounts, which are read in volumes."""
    for length in lengths:
        path, out = folder / f"binder-{length}.pdf", folder / f"out-binder-{length}"
        amounts = write_binder(length, path)
        cost = measure_extract([str(path), "--timeout", "1200"], out, 1)
        documents, rates = (
            pq.read_metadata(out / f"{name}.parquet").num_rows for name in ("documents", "salary_rates")
        )
        note = f"   {documents} documents, {rates} of {amounts} amounts"
        print_growth(f"{length} pages full of amounts", length, "page", cost, note)


def grow_documents(numbers: Sequence[int], folder: Path) -> dict[int, Cost]:
    """Costs by the number of small documents, each of its own content; how fast the first and last tenth were."""
    costs: dict[int, Cost] = {}
    for number in numbers:
        inputs, out = folder / f"documents-{number}", folder / f"out-{number}"
        write_documents(inputs, number)
        cost, moments = measure_with_lines(["extract", str(inputs), "--out", str(out)])
        assert len(moments) == number, f"{number - len(moments)} documents unaccounted for"
        print_growth(f"{number} documents", number, "document", cost, describe_pace(moments))
        costs[number] = cost
    return costs


def describe_pace(moments: Sequence[float]) -> str:
    """Documents a second in the first and in the last tenth of a run."""
    tenth = len(moments) // 10
    if tenth < 10:
        return ""
    first = tenth / (moments[tenth] - moments[0])
    last = tenth / (moments[-1] - moments[-1 - tenth])
    return f"   {first:.0f}/s in the first tenth, {last:.0f}/s in the last"


def grow_workers(numbers: Sequence[int], folder: Path) -> None:
    """Copies of agreements under different names and hashes, by one worker and by two, in turn."""
    for number in numbers:
        inputs = folder / f"copies-{number}"
        write_copies(inputs, number)
        seconds: dict[int, list[float]] = {1: [], 2: []}
        for turn in range(2):
            for jobs, runs in seconds.items():
                cost = measure_extract([str(inputs)], folder / f"out-{number}-{jobs}-{turn}", jobs)
                runs.append(cost.seconds)
                print_growth(f"{number} copies, {jobs} workers", number, "document", cost)
        ratio = statistics.median(seconds[1]) / statistics.median(seconds[2])
        print(f"two workers are {ratio:.2f} times as fast as one", flush=True)


def measure_readers(pages: Sequence[int], folder: Path) -> None:
    """Seconds of one core a page, by reader, on the first pages of a PDF; and what is published of the PDFs."""
    from pipeline.extract import camelot_reader, ocr, pdfium, plumber  # noqa: PLC0415 (engines)

    path = find_pdfs()[0]
    data = path.read_bytes()
    with pdfium.open_pdf(data) as pdf:
        numbers = range(1, min(pdf.page_count, *pages) + 1)
        readers: dict[str, Callable[[int], object]] = {
            "pdfium": lambda number: pdfium.read_page(pdf, number),
            "pdfplumber": lambda number: plumber.read_pages(data, [number]),
            "camelot network": lambda number: camelot_reader.read_page(
                data, number, "network", pdfium.read_page(pdf, number)
            ),
            **{f"ocr {engine}": _recogniser(ocr, pdf, engine) for engine in ocr.available_engines()},
        }
        for name, read in readers.items():
            read(1)  # imports, models
            each = [_time(read, number) for number in numbers]
            print(
                f"{name:<18}{1000 * statistics.median(each):>9.1f} ms a page{1000 * max(each):>9.1f} at most",
                flush=True,
            )
    for source in (*find_pdfs(), ROOT / "raw" / "mou30-2010.txt"):
        _print_bytes_out(source, folder)


def _recogniser(ocr: object, pdf: object, engine: str) -> Callable[[int], object]:
    return lambda number: ocr.read_page(pdf, number, engine)  # type: ignore[attr-defined]


def _time(read: Callable[[int], object], number: int) -> float:
    """Seconds of processor time, those of programs it runs (tesseract) included: a busy machine counts for nothing."""
    begun = sum(os.times()[:4])
    read(number)
    return sum(os.times()[:4]) - begun


def _print_bytes_out(source: Path, folder: Path) -> None:
    out = folder / f"out-{source.name}"
    cost = measure_extract([str(source)], out, 1)
    published = sum(path.stat().st_size for path in out.glob("*.parquet"))
    kept = sum(path.stat().st_size for path in out.glob(".cache/documents/*"))
    print_growth(
        source.name, 1, "document", cost, f"   {source.stat().st_size:,} B in, {published:,} B out, {kept:,} B kept"
    )


def grow_shards(numbers: Sequence[int], folder: Path) -> None:
    """Tiny documents through a run on one machine, through shards, and through shards on Ray."""
    for number in numbers:
        inputs = folder / f"documents-{number}"
        write_documents(inputs, number)
        jobs = str(os.cpu_count())
        cost = measure(EXTRACT, ["extract", str(inputs), "--out", str(folder / f"local-{number}"), "--jobs", jobs])
        print_growth(f"{number} documents, local", number, "document", cost)
        for where in ("here", "ray") if importlib.util.find_spec("ray") else ("here",):
            cost = measure(AT_SCALE, [where, str(inputs), str(folder / f"{where}-{number}"), jobs])
            print_growth(f"{number} documents, shards {where}", number, "document", cost)


def write_documents(folder: Path, number: int) -> None:
    """Small texts, each of its own content, in folders of a thousand."""
    for order in range(number):
        if order % 1000 == 0:
            (folder / f"{order // 1000}").mkdir(parents=True)
        text = f"ARTICLE 1.0 PARTIES\n\nThis is agreement number {order}. The stipend is ${order}.25 per month.\n"
        (folder / f"{order // 1000}" / f"{order}.txt").write_text(text, "utf-8")


def write_copies(folder: Path, number: int) -> None:
    """Agreements of ``raw/``, each with a mark of its own at the end."""
    folder.mkdir()
    for order in range(number):
        source = ROOT / "raw" / COPIED[order % len(COPIED)]
        mark = b"\n%% copy %d\n" if source.suffix == ".pdf" else b"\n\nCopy number %d.\n"
        (folder / f"{order:04d}-{source.name}").write_bytes(source.read_bytes() + mark % order)


def measure_with_lines(arguments: Sequence[str]) -> tuple[Cost, list[float]]:
    """Cost of ``mou``, and the moment at which each document's line was printed."""
    begun, moments = time.perf_counter(), []
    process = subprocess.Popen(
        [sys.executable, "-c", EXTRACT, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    for _ in process.stderr:
        moments.append(time.perf_counter())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu = time.perf_counter() - begun, usage.ru_utime + usage.ru_stime
    return Cost(seconds, cpu, usage.ru_maxrss / 1024, process.returncode), moments


def print_growth(name: str, count: int, unit: str, cost: Cost, note: str = "") -> None:
    """One line: whole process, a page or document, CPU, and the largest process's memory."""
    each = f"{1000 * cost.seconds / count:>9.2f} ms a {unit}"
    failed = f"   FAILED with {cost.exit_code}" if cost.exit_code else ""
    print(
        f"{name:<32}{cost.seconds:>8.2f} s{each}{cost.cpu_seconds:>8.1f} cpu s{cost.peak_mib:>6.0f} MiB{note}{failed}",
        flush=True,
    )


PAGES = (1, 10, 100, 1000)
DOCUMENTS = (1, 10, 100, 1000, 10_000)
COMMANDS: dict[str, tuple[Callable[[Sequence[int], Path], object], tuple[int, ...]]] = {
    "pages": (grow_pages, PAGES),
    "binders": (grow_binders, (300, 1500)),
    "documents": (grow_documents, DOCUMENTS),
    "workers": (grow_workers, (200,)),
    "readers": (measure_readers, (12,)),
    "shards": (grow_shards, (1000, 10_000)),
}

if __name__ == "__main__":
    main()
