"""Time and memory written down: our whole process beside other tools, and its cost as the work grows.

``python -m benchmarks.summary`` prints all of it and writes ``docs/bench.md`` and ``docs/bench.svg``.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.bench import OURS, ROOT, Comparison, Cost, compare, describe, find_pdfs
from benchmarks.growth import DOCUMENTS, PAGES, grow_documents, grow_pages

HEAD = """# Time and memory

Written by `make bench` (`python -m benchmarks.summary`): whole processes, start-up included, on the machine it ran
on. Compare the ratios; the seconds are of that machine and of what else it did.

![cost against pages and documents](bench.svg)
"""
_INK, _QUIET = "#1a4f8b", "#8a8f98"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.summary", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most-pages", type=int, default=PAGES[-1])
    parser.add_argument("--most-documents", type=int, default=DOCUMENTS[-1])
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = compare(find_pdfs(), folder, arguments.rounds)
        print(*describe(found), sep="\n", flush=True)
        pages = grow_pages([length for length in PAGES if length <= arguments.most_pages], folder)
        documents = grow_documents([number for number in DOCUMENTS if number <= arguments.most_documents], folder)
    text = "\n".join([HEAD, "## Beside other tools\n", *describe(found), *describe_growth(pages, documents)])
    (arguments.out / "bench.md").write_text(text + "\n", encoding="utf-8")
    plot(found, pages, documents, arguments.out / "bench.svg")


def describe_growth(pages: Mapping[int, Cost], documents: Mapping[int, Cost]) -> Iterator[str]:
    """A table for each kind of growth, in Markdown."""
    for title, unit, costs in (("One longer document", "page", pages), ("More small documents", "document", documents)):
        yield f"\n## {title}\n"
        yield f"| {unit}s | seconds | ms a {unit} | ms a further {unit} | CPU s | peak MiB of the largest process |"
        yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
        before: tuple[int, float] | None = None
        for count, cost in costs.items():
            each = 1000 * cost.seconds / count
            grown = 1000 * (cost.seconds - before[1]) / (count - before[0]) if before else 0.0
            more = f"{grown:.1f}" if grown > 0 else ""  # a few more may cost less than start-up varies
            measured = f"{cost.seconds:.2f} | {each:.1f} | {more} | {cost.cpu_seconds:.2f} | {cost.peak_mib:.0f}"
            yield f"| {count:,} | {measured} |"
            before = count, cost.seconds


def plot(found: Comparison, pages: Mapping[int, Cost], documents: Mapping[int, Cost], path: Path) -> None:
    """Draw the three tables side by side."""
    import matplotlib as mpl  # noqa: PLC0415 - a tool of developers

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "bench"  # equal figures, equal file
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, (beside, longer, more) = plt.subplots(1, 3, figsize=(12, 3.2), layout="constrained")
    names = list(found.costs)[::-1]
    seconds = [found.median(name) for name in names]
    beside.barh(names, seconds, color=[_INK if name.startswith(OURS) else _QUIET for name in names])
    beside.bar_label(beside.containers[0], fmt="%.1f s", padding=3)
    beside.margins(x=0.2)
    beside.set_title(f"{found.pages} pages, seconds")
    for axes, unit, costs in ((longer, "pages", pages), (more, "documents", documents)):
        axes.loglog(list(costs), [cost.seconds for cost in costs.values()], marker="o", color=_INK)
        axes.set_xlabel(unit)
        axes.set_title(f"seconds against {unit}")
        axes.grid(visible=True, which="major", alpha=0.3)
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
