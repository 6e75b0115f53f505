"""What finding the wrong amount costs: as a share of reading a clean document, and where many amounts are wrong."""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.fault_trials import SINGLE, Bench, Told, spoil, with_amounts
from pipeline.ladder import read_document

RUNS = 3
MOST_SHARE = 0.2
"""Of the time of reading a clean document, what rules, identities and localisation together may take."""
MOST_SECONDS = 2.0
"""For a document with ``WRONG`` of its amounts wrong."""
WRONG = 0.05


def shares_of_reading(corpus: Path) -> Iterator[tuple[str, float, float]]:
    """For each agreement of the corpus, text and PDF: name, seconds to read it, seconds of that to localise."""
    for path in (*sorted((corpus / "raw" / "text").glob("*.txt")), *sorted((corpus / "raw" / "pdf").glob("*.pdf"))):
        if "scan" in path.stem:  # reading a scan costs so much more that its share says nothing
            continue
        data = path.read_bytes()
        name, digest = path.name, hashlib.sha256(data).hexdigest()
        rates = read_document(data, name, name, digest).rates
        if rates:
            reading = _median_seconds(lambda: read_document(data, name, name, digest))  # noqa: B023 (called at once)
            yield name, reading, _median_seconds(lambda: Told(rates))  # noqa: B023 (called at once)


def seconds_with_errors(rng: random.Random, benches: Sequence[Bench]) -> Iterator[tuple[str, int, float]]:
    """For each agreement with ``WRONG`` of its amounts wrong: name, wrong amounts, seconds to localise them."""
    for bench in benches:
        cells = rng.sample(range(len(bench.pay.rates)), round(len(bench.pay.rates) * WRONG))
        rates = with_amounts(bench.pay.rates, spoil(rng, bench.pay.rates, SINGLE, cells))
        yield bench.pay.name, len(cells), _median_seconds(lambda: Told(rates))  # noqa: B023 (called at once)


def _median_seconds(work: Callable[[], object]) -> float:
    """The median of ``RUNS`` runs."""
    found = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return median(found)
