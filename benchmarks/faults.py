"""Seeded faults in pay tables: what is detected, named and rightly proposed, and what is blamed wrongly.

``python -m benchmarks.faults --seed 1 --n 2000`` prints one row per kind of fault and exits 1 where a
figure of the project's promise is missed; ``--markdown docs/faults.md`` writes the rows as a page.
Every trial has a generator of its own, so ``--jobs 2`` counts what ``--jobs 1`` counts.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from benchmarks.fault_costs import MOST_SECONDS, MOST_SHARE, WRONG, seconds_with_errors, shares_of_reading
from benchmarks.fault_trials import (
    SINGLE,
    Bench,
    Score,
    Trial,
    clean_document,
    false_alarms,
    faults_in_agreements,
    faults_in_random,
    shape_fault,
    single_fault,
)
from benchmarks.pay_tables import load_agreements
from benchmarks.shape_faults import SHAPE_FAULTS

COLUMNS = (
    "fault",
    "where",
    "documents",
    "detected",
    "located",
    "right",
    "wrong",
    "cells",
    "cell located",
    "cell right",
)
GROUPS = ("single", "several", "shape", "clean", "costs")
SEVERAL = {
    "two in a class": (2, "class"),
    "three in a class": (3, "class"),
    "1% of cells": (1, "hundred"),
}
"""Faults of several amounts: how many, and of what (see ``fault_trials``)."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the results: a kind of fault, and what is promised of it."""

    group: str
    name: str
    where: str
    n: int
    trial: Trial
    least_detected: float = 1.0
    least_right: float = 0.0
    """Of documents located, and of documents with the right proposal."""


def list_kinds(n: int) -> dict[tuple[str, str], Kind]:
    """The rows by name and place; ``n`` is the number of single faults of each kind, the others scale with it."""
    half, quarter = max(1, n // 2), max(1, n // 4)
    kinds = [Kind("single", k, "agreements", n, single_fault(k), least_right=0.995) for k in SINGLE]
    kinds.append(Kind("single", "any single", "random", half, faults_in_random(1, "document")))
    for name, (count, of) in SEVERAL.items():
        kinds.append(Kind("several", name, "random", half, faults_in_random(count, of)))
        kinds.append(Kind("several", name, "agreements", half, faults_in_agreements(count, of)))
    kinds += [Kind("shape", name, "both", quarter, shape_fault(name), least_detected=0.99) for name in SHAPE_FAULTS]
    kinds.append(Kind("clean", "none", "random", 5 * n, clean_document, least_detected=0))
    return {(kind.name, kind.where): kind for kind in kinds}


@cache
def load_benches(corpus: Path) -> tuple[Bench, ...]:
    """The agreements of the corpus, each with what is said of it clean."""
    return tuple(Bench(pay) for pay in load_agreements(corpus / "truth" / "salary_rates.csv"))


def run_trial(corpus: Path, row: tuple[str, str], seed: int, number: int) -> Score:
    """One trial of one row, the same in every process."""
    rng = random.Random(f"{seed}/{row[1]}/{row[0]}/{number}")
    return list_kinds(1)[row].trial(rng, load_benches(corpus))


def run_kind(kind: Kind, corpus: Path, seed: int, jobs: int) -> Score:
    """All trials of a row."""
    trial = partial(run_trial, corpus, (kind.name, kind.where), seed)
    total = Score()
    if jobs == 1:
        for number in range(kind.n):
            total.add(trial(number))
        return total
    with multiprocessing.Pool(jobs) as pool:
        for score in pool.imap(trial, range(kind.n), chunksize=10):
            total.add(score)
    return total


def shortfalls(kind: Kind, score: Score) -> Iterator[str]:
    """The promises a row does not keep."""
    name = f"{kind.name} ({kind.where})"
    if score.detected < kind.least_detected * score.n:
        yield f"{name}: {score.detected} of {score.n} detected"
    if score.wrong:
        yield f"{name}: {score.wrong} wrong proposals" if kind.group != "clean" else f"{score.wrong} false alarms"
    if min(score.located, score.right) < kind.least_right * score.n:
        yield f"{name}: {score.located} located, {score.right} right of {score.n}"


def cells_of(kind: Kind, s: Score) -> tuple[str, ...]:
    """A row of the results, as printed; one cell per column."""
    row = (kind.name, kind.where, str(s.n))
    if kind.group == "clean":
        return (*row, "-", "-", "-", str(s.wrong), "-", "-", "-")
    if kind.group == "shape":
        return (*row, _rate(s.detected, s.n), "-", "-", str(s.wrong), "-", "-", "-")
    documents = tuple(_rate(part, s.n) for part in (s.detected, s.located, s.right))
    return (
        *row,
        *documents,
        str(s.wrong),
        str(s.cells),
        _rate(s.cells_located, s.cells),
        _rate(s.cells_right, s.cells),
    )


def _rate(part: int, whole: int) -> str:
    """A share in percent, never rounded up to a promise it does not keep."""
    return f"{10000 * part // whole / 100:.2f}%" if whole else "-"


def print_row(cells: Sequence[str]) -> None:
    """One row, as soon as it is known: a run takes minutes."""
    widths = (18, 12, 11, 10, 9, 9, 7, 8, 14, 12)
    print(
        "".join(
            cell.ljust(w) if i < 2 else cell.rjust(w) for i, (cell, w) in enumerate(zip(cells, widths, strict=True))
        )
    )
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one run has shown."""

    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    failed: tuple[str, ...]


def run_faults(corpus: Path, seed: int, n: int, groups: Sequence[str], *, jobs: int, misses: int) -> Outcome:
    """Run the rows of the groups, printing each."""
    load_benches(corpus)  # once, before workers are forked
    gc.freeze()  # so that no worker goes through them again and again
    gc.set_threshold(100_000)
    rows: list[tuple[str, ...]] = []
    notes: list[str] = []
    failed: list[str] = []
    print_row(COLUMNS)
    for kind in list_kinds(n).values():
        if kind.group in groups:
            score = run_kind(kind, corpus, seed, jobs)
            rows.append(cells_of(kind, score))
            failed += list(shortfalls(kind, score))
            if kind.group == "clean":
                notes.append(
                    f"{score.n} clean random tables: {score.wrong} errors, {score.cells - score.wrong} warnings"
                )
            print_row(rows[-1])
            print("".join(f"    {miss[:700]}\n" for miss in score.misses[:misses]), end="")
    if "clean" in groups:
        notes.append(_judge_agreements(load_benches(corpus), failed))
    if "costs" in groups:
        notes += _judge_costs(corpus, seed, failed)
    print("\n".join(notes))
    return Outcome(tuple(rows), tuple(notes), tuple(failed))


def _judge_agreements(benches: Sequence[Bench], failed: list[str]) -> str:
    """What is said of the agreements as they are printed."""
    ranges = [key for bench in benches for key in bench.known if key.endswith("#range_code")]
    wrong = sum(false_alarms(bench.pay, frozenset(ranges)).wrong for bench in benches)
    failed += [f"{wrong} false alarms on the agreements"] if wrong else []
    return f"the agreements as printed: {wrong} errors beyond {len(ranges)} range codes"


def _judge_costs(corpus: Path, seed: int, failed: list[str]) -> Iterator[str]:
    """What localisation costs, in words."""
    for name, wrong, seconds in seconds_with_errors(random.Random(seed), load_benches(corpus)):
        failed += [f"{name}: {seconds:.2f} s for {wrong} wrong amounts"] if seconds >= MOST_SECONDS else []
        yield f"{name}: {WRONG:.0%} of its amounts ({wrong}) wrong: localised in {seconds:.2f} s"
    for name, reading, localising in shares_of_reading(corpus):
        failed += [f"{name}: {localising / reading:.0%} of reading"] if localising > MOST_SHARE * reading else []
        yield f"{name}: read in {reading:.2f} s, of which localising {localising:.3f} s ({localising / reading:.0%})"


def as_markdown(outcomes: dict[int, Outcome], n: int) -> str:
    """The results of each seed as a page."""
    command = f"python -m benchmarks.faults --seed {' '.join(map(str, outcomes))} --n {n} --markdown docs/faults.md"
    parts = [HEAD.format(command=command)]
    for seed, outcome in outcomes.items():
        lines = ["| " + " | ".join(cells) + " |" for cells in (COLUMNS, ["---"] * len(COLUMNS), *outcome.rows)]
        kept = "Every promise is kept." if not outcome.failed else "Missed: " + "; ".join(outcome.failed) + "."
        notes = "\n".join(f"- {note}" for note in outcome.notes)
        parts.append(f"## Seed {seed}, n = {n}\n\n" + "\n".join(lines) + f"\n\n{notes}\n\n{kept}\n")
    return "\n".join(parts)


HEAD = """# Seeded faults

Written by the command below; do not edit. The seed settles every count; the seconds are those of the machine it ran on.

```sh
{command}
```

Faults are put into the three agreements of the corpus (the truth keyed from them, every amount equally likely) and into
random tables that obey a rule to the cent; "both" is one or the other. Rules are found anew from each spoiled document.

- detected: something is said that is not said of the clean document.
- located: the suspects are the wrong amounts, all of them and nothing else.
- right: every wrong amount gets its true amount proposed, and nothing else anything.
- wrong: amounts proposed that are not the true ones. On clean documents (fault "none"): errors reported.
- cell located, cell right: the same shares, of wrong amounts instead of documents.

What is located but not rightly proposed has several explanations that fit to the cent; they are listed, none is chosen.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all kinds; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--n", type=int, default=2000, help="single faults of each kind; the other kinds scale with it")
    parser.add_argument("--only", choices=GROUPS, help="one group of kinds")
    parser.add_argument("--jobs", type=int, default=1, help="processes; the counts do not depend on it")
    parser.add_argument("--misses", type=int, default=0, help="print so many misses of each kind")
    parser.add_argument("--markdown", type=Path, help="write the results as a page")
    options = parser.parse_args(arguments)
    corpus = Path(os.environ.get("MOU_CORPUS", Path(__file__).parents[2] / "shared"))
    groups = (options.only,) if options.only else GROUPS
    outcomes = {
        seed: run_faults(corpus, seed, options.n, groups, jobs=options.jobs, misses=options.misses)
        for seed in options.seed
    }
    if options.markdown:
        options.markdown.write_text(as_markdown(outcomes, options.n), "utf-8")
    failed = [f"seed {seed}: {text}" for seed, outcome in outcomes.items() for text in outcome.failed]
    print("\n".join(f"MISSED: {text}" for text in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
