"""Seeded faults of many kinds: CI fails below the figures the harness promises; the page tells what it ran."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.fault_trials import Score
from benchmarks.faults import COLUMNS, Kind, list_kinds, load_benches, main, run_kind, shortfalls


@pytest.mark.slow
@pytest.mark.corpus
def test_faults_are_found_named_and_never_mended_wrongly(corpus: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("MOU_CORPUS", str(corpus))
    for group in ("single", "several", "shape", "clean"):  # what it costs is no fact of a shared machine
        assert main(["--seed", "1", "--n", "40", "--only", group]) == 0, capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.corpus
def test_two_processes_count_what_one_counts(corpus: Path) -> None:
    kind = list_kinds(24)["two in a class", "agreements"]
    load_benches(corpus)
    one, two = (run_kind(kind, corpus, 7, jobs) for jobs in (1, 2))
    assert one == two
    assert one.n == 12


@pytest.mark.corpus
@pytest.mark.parametrize("step", ["HR", "BW", "YR"])
def test_a_point_shifted_in_a_class_of_one_step_is_named_by_the_other_classes(corpus: Path, step: str) -> None:
    """MOU 28 prints one step alone for two classes: 36.51 an hour, 2,920.80 in two weeks."""
    bench = next(bench for bench in load_benches(corpus) if bench.pay.name == "mou28")
    key = f"mou28|B|3183-1||1|{step}"
    score = bench.score({key: bench.truth[key] * 10})
    assert (score.located, score.right, score.wrong) == (1, 1, 0), score.misses


def test_a_promise_not_kept_is_told() -> None:
    kind = next(iter(list_kinds(200).values()))
    good = Score(n=200, detected=200, located=199, right=199)
    assert list(shortfalls(kind, good)) == []
    for field, count in (("detected", 199), ("located", 198), ("right", 198), ("wrong", 1)):
        bad = Score(n=200, detected=200, located=200, right=200)
        setattr(bad, field, count)
        assert list(shortfalls(kind, bad)), field


def rows_of(section: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]


def test_the_page_says_what_was_run() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "faults.md").read_text("utf-8")
    command = re.search(r"python -m benchmarks\.faults --seed ([\d ]+) --n (\d+) --markdown docs/faults\.md", page)
    assert command
    seeds, n = command[1].split(), int(command[2])
    assert n == 2000
    titles = re.findall(r"^## Seed (\d+), n = (\d+)$", page, re.MULTILINE)
    assert titles == [(seed, str(n)) for seed in seeds]
    promised: dict[tuple[str, str], Kind] = list_kinds(n)
    for section in page.split("\n## ")[1:]:
        head, _, *rows = rows_of(section)
        assert tuple(head) == COLUMNS
        assert [(row[0], row[1]) for row in rows] == list(promised)
        assert all(int(row[2]) == promised[row[0], row[1]].n for row in rows)
        assert "Every promise is kept." in section
