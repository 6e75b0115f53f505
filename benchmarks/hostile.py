"""Broken, odd and malicious documents beside good ones, in one run: nothing hangs, is lost, or does harm.

``python -m benchmarks.hostile`` takes the shared hostile PDFs (where they are) and 500 mutants of
``raw/``; ``--mutants``, ``--hostile``, ``--seed`` choose fewer, more or others.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bench import ROOT
from benchmarks.mutants import make_mutants
from pipeline.run import extract
from pipeline.run.entries import Entry
from pipeline.run.progress import Silent

GOOD = ("mou25-2019.txt", "mou28-2022.txt", "mou28-2022.pdf", "mou30-2010.txt")
SLACK = 5.0
"""Seconds beyond its deadline within which a document must be told to have broken it, on a loaded machine."""


@dataclass(slots=True)
class Watch(Silent):
    """Notes how long each document took on its last try."""

    started: dict[str, float] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)

    def start(self, document_id: str) -> None:
        """A document is handed out."""
        self.started[document_id] = time.monotonic()

    def done(self, entry: Entry) -> None:
        """Its outcome is known."""
        self.took[entry.document_id] = time.monotonic() - self.started[entry.document_id]


@dataclass(frozen=True, slots=True)
class Report:
    """What a run with hostile documents did."""

    seconds: float
    documents: int
    statuses: Counter[str]
    lost: tuple[str, ...]
    """Files that no row of ``documents`` accounts for, and rows of files that are not there."""
    overdue: tuple[str, ...]
    """Documents that took longer than their deadline."""
    harmed: tuple[str, ...]
    """Good documents whose rates are not those of a run without the others."""
    slowest: tuple[tuple[str, float], ...]

    @property
    def passed(self) -> bool:
        """Whether nothing hung, was lost, or did harm."""
        return not (self.lost or self.overdue or self.harmed)


def main() -> int:
    """Print the report; 1 where it did not pass."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--mutants", type=int, default=500)
    parser.add_argument("--hostile", type=int, default=None, help="so many of the shared files, chosen by seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=20.0)
    parser.add_argument("--jobs", type=int, default=None)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = find_hostile(arguments.hostile, arguments.seed)
        report = run_hostile(
            files, arguments.mutants, Path(folder), seed=arguments.seed, timeout=arguments.timeout, jobs=arguments.jobs
        )
    print(f"{report.documents} documents in {report.seconds:.0f} s: {dict(report.statuses)}")
    print("slowest:", ", ".join(f"{name} {seconds:.1f} s" for name, seconds in report.slowest))
    print(f"lost {report.lost}, overdue {report.overdue}, harmed {report.harmed}")
    return 0 if report.passed else 1


def find_hostile(number: int | None, seed: int) -> list[Path]:
    """Files of the shared corpus, or a sample of them; none where there is no corpus."""
    folder = Path(os.environ.get("MOU_CORPUS", ROOT.parent / "shared")) / "hostile"
    files = sorted(folder.glob("*.pdf"))
    return files if number is None else random.Random(seed).sample(files, min(number, len(files)))


def run_hostile(
    hostile: Sequence[Path], mutants: int, folder: Path, *, seed: int, timeout: float, jobs: int | None = None
) -> Report:
    """Extract hostile documents and mutants of ``raw/`` together with good documents.

    Args:
        hostile: Files to take as they are.
        mutants: How many mutants to make.
        folder: An empty folder to work in.
        seed: Of the mutants.
        timeout: Seconds each document may take.
        jobs: Worker processes.
    """
    inputs, few = folder / "inputs", folder / "few"
    for place in (inputs, few):
        copy_files([ROOT / "raw" / name for name in GOOD], place / "good")
    copy_files(hostile, inputs / "hostile")
    sources = [path for path in sorted((ROOT / "raw").glob("mou*")) if "scan" not in path.name]
    made = list(make_mutants(sources, mutants, inputs / "mutants", seed))
    extract([few], folder / "alone", timeout=120)
    watch, begun = Watch(), time.monotonic()
    extract([inputs], folder / "out", timeout=timeout, progress=watch, jobs=jobs)
    seconds = time.monotonic() - begun
    rows = read_table(folder / "out", "documents")
    files = {path.relative_to(folder).as_posix() for path in inputs.rglob("*") if path.is_file()}
    assert len(files) == len(made) + len(hostile) + len(GOOD), "files of equal names"
    return Report(
        seconds=seconds,
        documents=len(rows),
        statuses=Counter(row["status"] for row in rows),
        lost=tuple(sorted(files ^ {row["source_path"] for row in rows})),
        overdue=tuple(name for name, took in watch.took.items() if took > timeout + SLACK),
        harmed=tuple(find_harmed(folder)),
        slowest=tuple(sorted(watch.took.items(), key=lambda item: -item[1])[:12]),
    )


def copy_files(files: Sequence[Path], folder: Path) -> None:
    """Copy files into a new folder."""
    folder.mkdir(parents=True)
    for path in files:
        shutil.copyfile(path, folder / path.name)


def find_harmed(folder: Path) -> list[str]:
    """Good documents whose rates differ between the run of their own and the one with the others."""
    alone, together = rates_by_document(folder / "alone"), rates_by_document(folder / "out")
    names = [f"good/{name}" for name in GOOD]
    return [name for name in names if not alone[name] or alone[name] != together.get(name)]


def rates_by_document(out: Path) -> dict[str, list[tuple[object, ...]]]:
    """Key, amount and status of every rate, by document."""
    rates: dict[str, list[tuple[object, ...]]] = {}
    for row in read_table(out, "salary_rates"):
        rates.setdefault(row["document_id"], []).append((row["rate_id"], row["amount"], row["status"], row["reader"]))
    return rates


def read_table(out: Path, name: str) -> list[dict[str, Any]]:
    """Rows of a published table."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only after the run

    rows: list[dict[str, Any]] = pq.read_table(out / f"{name}.parquet").to_pylist()
    return rows


if __name__ == "__main__":
    raise SystemExit(main())
