"""Whole-process cost of ``mou extract``, first run and unchanged re-run, as a user pays it.

Inputs are ``raw/`` and, where the shared corpus is found (``MOU_CORPUS`` or ``../shared``), its texts.
``benchmarks.bench`` compares PDFs with other tools.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.bench import ROOT, Cost, measure_extract

RUNS = 3


def main() -> int:
    """Print one line per input and kind of run: medians of RUNS; 1 where a run fails."""
    print(f"{'input':<12} {'run':<10} {'seconds':>8} {'cpu s':>8} {'peak MiB':>9}   (median of {RUNS})")
    runs = [run for name, folder in find_inputs() for run in measure_input(name, folder)]
    return max(cost.exit_code for costs in runs for cost in costs)


def find_inputs() -> Iterator[tuple[str, Path]]:
    """Names and folders of what can be measured here."""
    yield "raw", ROOT / "raw"
    texts = Path(os.environ.get("MOU_CORPUS", ROOT.parent / "shared")) / "raw" / "text"
    if texts.is_dir():
        yield "five texts", texts


def measure_input(name: str, folder: Path) -> tuple[list[Cost], list[Cost]]:
    """First runs and unchanged re-runs, measured and printed."""
    first, again = [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as out:
            first.append(measure_extract([str(folder)], Path(out)))
            again.append(measure_extract([str(folder)], Path(out)))
    print_costs(name, "first", first)
    print_costs(name, "unchanged", again)
    return first, again


def print_costs(name: str, run: str, costs: Sequence[Cost]) -> None:
    """One line: the median of each cost on its own."""
    seconds = statistics.median(cost.seconds for cost in costs)
    cpu = statistics.median(cost.cpu_seconds for cost in costs)
    peak = statistics.median(cost.peak_mib for cost in costs)
    failed = sorted({cost.exit_code for cost in costs} - {0})
    note = f"   FAILED with {failed}" if failed else ""
    print(f"{name:<12} {run:<10} {seconds:>8.2f} {cpu:>8.2f} {peak:>9.0f}{note}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
