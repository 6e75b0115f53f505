"""What table extractors give on the same pages without anything around them, side by side with ours.

``python -m benchmarks.naive`` reads pay tables of ``raw/``, of the shared corpus where it is found, and
random ones, with pdfplumber, with camelot in each flavor and, where it and Java are installed, with
tabula-py. An amount counts as found by them when it is a clean cell of its own, in a row with the other
amounts of its line; by ours, when it is published under its class, component, step and pay period.
"""

from __future__ import annotations

import argparse
import importlib.util
import logging
import os
import random
import re
import shutil
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2

from benchmarks.scans import Case, find_cases, score_rates
from pipeline.ladder import read_document

Grid = Sequence[Sequence[str | None]]
Tool = Callable[[Path], Iterator[Grid]]
_CLEAN = re.compile(r"\$?\s*(\d[\d,]*\.\d\d)")
OURS = "mou extract"


@dataclass(frozen=True, slots=True)
class Result:
    """What one tool made of one case."""

    found: int
    seconds: float
    failed: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line per case and tool; 1 where ours finds less than another."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.naive", description=__doc__)
    parser.add_argument("--cases", type=int, default=6, help="pay tables to read")
    parser.add_argument("--seed", type=int, default=1)
    parsed = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    cases = list(find_cases(range(parsed.seed, parsed.seed + 3)))
    chosen = random.Random(parsed.seed).sample(cases, min(parsed.cases, len(cases)))
    names = [OURS, *find_tools()]
    print(f"amounts found, and seconds a page; {len(chosen)} of {len(cases)} pay tables, seed {parsed.seed}")
    behind = 0
    totals: dict[str, list[Result]] = defaultdict(list)
    for case in chosen:
        pages = count_pages(case)
        print(f"{case.name[:100]}: {case.amounts} amounts, {pages} pages")
        results = {OURS: read_ours(case)} | {name: read_naively(tool, case) for name, tool in find_tools().items()}
        for name in names:
            totals[name].append(results[name])
            _print_line(name, results[name], case.amounts, pages)
        behind += any(results[name].found > results[OURS].found for name in names)
    print("all of them")
    whole, pages = sum(case.amounts for case in chosen), sum(count_pages(case) for case in chosen)
    for name, each in totals.items():
        _print_line(name, Result(sum(r.found for r in each), sum(r.seconds for r in each)), whole, pages)
    return 1 if behind else 0


def _print_line(name: str, result: Result, amounts: int, pages: int) -> None:
    recall = result.found / max(1, amounts)
    print(f"  {name:<24}{recall:>8.1%}{result.seconds / pages:>9.2f} s/page  {result.failed}", flush=True)


def find_tools() -> dict[str, Tool]:
    """The tools that can run here, by name."""
    tools: dict[str, Tool] = {
        "pdfplumber": partial(read_with_pdfplumber, settings={}),
        "pdfplumber text": partial(
            read_with_pdfplumber, settings={"vertical_strategy": "text", "horizontal_strategy": "text"}
        ),
    }
    for flavor in ("lattice", "stream", "network", "hybrid"):
        tools[f"camelot {flavor}"] = partial(read_with_camelot, flavor=flavor)
    if importlib.util.find_spec("tabula") and shutil.which("java"):
        tools["tabula-py"] = partial(read_with_tabula, lattice=False)
        tools["tabula-py lattice"] = partial(read_with_tabula, lattice=True)
    return tools


def read_with_pdfplumber(path: Path, settings: dict[str, str]) -> Iterator[Grid]:
    """Every table of every page."""
    import pdfplumber  # noqa: PLC0415 - slow to import

    with pdfplumber.open(path) as document:
        for page in document.pages:
            yield from page.extract_tables(settings)
            page.close()


def read_with_camelot(path: Path, flavor: str) -> Iterator[Grid]:
    """The same with camelot."""
    import camelot  # noqa: PLC0415 - slow to import

    for table in camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True):
        yield table.df.to_numpy().tolist()


def read_with_tabula(path: Path, *, lattice: bool) -> Iterator[Grid]:
    """The same with tabula-py, which is no dependency of the project: install it to have it compared."""
    import tabula  # type: ignore[import-not-found]  # noqa: PLC0415

    options: dict[str, Any] = {"pages": "all", "lattice": lattice, "stream": not lattice, "silent": True}
    for frame in tabula.read_pdf(str(path), pandas_options={"header": None, "dtype": str}, **options):
        yield frame.fillna("").astype(str).to_numpy().tolist()


def read_ours(case: Case) -> Result:
    """Our reading of a case, in this process."""
    begun = time.perf_counter()
    result = read_document(case.data, "case.pdf", "case.pdf", "0" * 64)
    seconds = time.perf_counter() - begun
    return Result(score_rates(result.rates, case).right, seconds)


def read_naively(tool: Tool, case: Case) -> Result:
    """A tool's reading of a case; a tool that fails has found what it gave before."""
    grids: list[Grid] = []
    failed = ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.pdf"
        path.write_bytes(case.data)
        begun = time.perf_counter()
        try:
            grids.extend(tool(path))
        except Exception as error:  # noqa: BLE001 - whatever a tool raises is its result
            failed = f"failed with {type(error).__name__}"
        seconds = time.perf_counter() - begun
    return Result(count_found(grids, case), seconds, failed)


def count_found(grids: Sequence[Grid], case: Case) -> int:
    """Amounts that are clean cells in a row with their like; each printed line is found in one row at most."""
    lines = printed_lines(case)
    found: dict[int, int] = {}
    for row in (row for grid in grids for row in grid):
        cells = Counter(
            match.group(1).replace(",", "") for cell in row if (match := _CLEAN.fullmatch((cell or "").strip()))
        )
        shared = {index: (cells & line).total() for index, line in enumerate(lines) if index not in found}
        best = max(shared, key=lambda index: shared[index], default=None)
        if best is not None and shared[best]:
            found[best] = shared[best]
    return min(case.amounts, sum(found.values()))


def printed_lines(case: Case) -> list[Counter[str]]:
    """Amounts that stand on one line: of one pay period, or, in a schedule with a row per step, of one step."""
    by_step = case.name.startswith("rows")
    matrix = case.name.startswith("matrix")
    lines: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for row in case.rows:
        last = row["step"] if by_step else "" if matrix else row["period"]
        who = (row["appendix"], row["class_code"], row["class_title"], row["range_code"])
        lines[*who, row["component_name"], last][row["amount"]] += 1
    return list(lines.values())


def count_pages(case: Case) -> int:
    """Pages of a case."""
    with pypdfium2.PdfDocument(case.data) as document:
        return len(document)


if __name__ == "__main__":
    os.environ.setdefault("JAVA_TOOL_OPTIONS", "-Xmx512m")
    raise SystemExit(main())
