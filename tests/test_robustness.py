"""Hostile files and mutants of good ones in one run; a sample, of which ``benchmarks.hostile`` runs the whole."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.hostile import find_hostile, run_hostile
from benchmarks.kills import kill_often
from benchmarks.mutants import MUTATIONS, Mutation

TIMEOUT = 15.0


@pytest.mark.slow
def test_mutants_are_accounted_for_and_harm_no_good_document(tmp_path: Path) -> None:
    report = run_hostile([], len(MUTATIONS), tmp_path, seed=7, timeout=TIMEOUT, jobs=2)
    assert report.passed, report
    assert report.statuses["damaged"] > 0


@pytest.mark.slow
@pytest.mark.corpus
def test_hostile_files_are_accounted_for_and_harm_no_good_document(tmp_path: Path, corpus: Path) -> None:
    assert len(find_hostile(None, 0)) == 80
    report = run_hostile(find_hostile(10, seed=7), 0, tmp_path, seed=7, timeout=TIMEOUT, jobs=2)
    assert report.passed, report


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_mutations_change_what_they_should(mutation: Mutation) -> None:
    """A harness whose mutants are the originals would prove nothing."""
    path = Path(__file__).resolve().parents[1] / "raw" / "mou28-2022.pdf"
    data = path.read_bytes()
    made = [mutation(data, random.Random(seed)) for seed in range(3)]
    assert all((content == data) == (mutation is MUTATIONS[-1]) for content in made)


@pytest.mark.slow
def test_killed_runs_leave_the_old_set_or_the_new_one(tmp_path: Path) -> None:
    """A sample of ``benchmarks.kills``."""
    assert set(kill_often(tmp_path, 4, random.Random(7))) <= {"old", "new"}
