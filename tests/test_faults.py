"""Seeded faults of many kinds: CI fails below the figures the harness promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults import main


@pytest.mark.slow
@pytest.mark.corpus
def test_faults_are_found_named_and_never_mended_wrongly(corpus: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("MOU_CORPUS", str(corpus))
    assert main(["--seed", "1", "--n", "40"]) == 0, capsys.readouterr().out
