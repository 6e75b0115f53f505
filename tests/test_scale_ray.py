"""The same on a real Ray cluster of two workers on this machine, one of which is killed in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import EXIT_OK
from pipeline.run import extract, reading
from pipeline.scale.engine import extract_at_scale, run_on_ray

pytest.importorskip("ray", reason="Ray is not installed (requirements-scale.txt)")
from test_scale import files, put, put_many, tables

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture
def _stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "STAGES", reading.Stages("stub_scale:read_volumes", "stub_scale:Config"))
    for module in ("pipeline.run", "pipeline.scale.engine"):
        monkeypatch.setattr(f"{module}.reading_version", lambda: "fixed")
    monkeypatch.setattr("pipeline.run.read_options", lambda *_: {})
    monkeypatch.setattr("pipeline.scale.engine.read_options", lambda *_: {})
    monkeypatch.setattr("pipeline.scale.shards.SHARD_SIZE", 4)
    monkeypatch.setenv("STUB_NOTE", str(tmp_path / "opened"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))


@pytest.mark.usefixtures("_stub")
def test_a_worker_is_killed_and_the_rows_are_those_of_one_machine(tmp_path: Path) -> None:
    raw = put(put_many(tmp_path / "raw", 40), killer="kill the task once, \0\n77.25")
    summary = extract_at_scale([raw], tmp_path / "there", run_on_ray(processors=2))
    killed = tmp_path / "opened.killed"
    assert killed.exists(), "no worker was killed: the test would prove nothing"
    with pytest.raises(ProcessLookupError):
        os.kill(int(killed.read_text()), 0)
    assert (summary.documents, summary.failed, summary.rates, summary.exit_code) == (41, 0, 81, EXIT_OK)
    assert not list((tmp_path / "there").rglob("*.tmp"))
    extract([raw], tmp_path / "here")
    assert tables(tmp_path / "here") == tables(tmp_path / "there")
    before = files(tmp_path / "there")
    assert extract_at_scale([raw], tmp_path / "there", run_on_ray(processors=2)).unchanged == 41
    assert files(tmp_path / "there") == before


def test_command_reads_agreements_on_ray_as_it_does_here(tmp_path: Path) -> None:
    names = [str(ROOT / "raw" / name) for name in ("mou28-2022.txt", "mou25-2019.txt", "mou28-2022.pdf")]
    for engine in ("local", "ray"):
        done = subprocess.run(
            [
                *(sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())", "extract"),
                *(*names, "--out", engine, "--engine", engine, "--jobs", "2"),
            ],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == EXIT_OK, done.stderr
    assert tables(tmp_path / "local") == tables(tmp_path / "ray")
    assert len(tables(tmp_path / "ray")["salary_rates"]) == 132 + 960 + 132
