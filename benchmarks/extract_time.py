"""Whole-process cost of ``mou extract``, first run and unchanged re-run, as a user pays it.

Inputs are ``raw/`` and, where the shared corpus is found (``MOU_CORPUS`` or ``../shared``), its texts.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
COMMAND = (sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())", "extract")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process, with all it started, cost."""

    seconds: float
    cpu_seconds: float
    peak_mib: float
    """Of the largest single process."""


def main() -> None:
    """Print one line per input and kind of run: medians of RUNS."""
    print(f"{'input':<12} {'run':<10} {'seconds':>8} {'cpu s':>8} {'peak MiB':>9}   (median of {RUNS})")
    for name, folder in find_inputs():
        first, again = [], []
        for _ in range(RUNS):
            with tempfile.TemporaryDirectory() as out:
                first.append(measure(folder, out))
                again.append(measure(folder, out))
        print_costs(name, "first", first)
        print_costs(name, "unchanged", again)


def find_inputs() -> Iterator[tuple[str, Path]]:
    """Names and folders of what can be measured here."""
    yield "raw", ROOT / "raw"
    texts = Path(os.environ.get("MOU_CORPUS", ROOT.parent / "shared")) / "raw" / "text"
    if texts.is_dir():
        yield "five texts", texts


def measure(source: Path, out: str) -> Cost:
    """Run the command once.

    Raises:
        SystemExit: It failed, so that its time means nothing.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*COMMAND, str(source), "--out", out], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"mou extract {source} ended with {process.returncode}")
    peak = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1 << 20)
    return Cost(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, peak)


def print_costs(name: str, run: str, costs: list[Cost]) -> None:
    """One line: the median of each cost on its own."""
    seconds = statistics.median(cost.seconds for cost in costs)
    cpu = statistics.median(cost.cpu_seconds for cost in costs)
    peak = statistics.median(cost.peak_mib for cost in costs)
    print(f"{name:<12} {run:<10} {seconds:>8.2f} {cpu:>8.2f} {peak:>9.0f}", flush=True)


if __name__ == "__main__":
    main()
