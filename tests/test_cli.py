"""The command line: options reach the library, results become exit codes, errors say what to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sample_set import sample_results

from pipeline import cli, run
from pipeline.errors import DocumentError, NothingPublishedError, PublishedSetError
from pipeline.results import RunSummary
from pipeline.validate.validate_set import validate_published
from pipeline.write import publish


@dataclass
class Outcome:
    code: int
    out: str
    err: str


Mou = Callable[..., Outcome]


@pytest.fixture
def mou(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Mou:
    """Run ``mou`` in this process."""

    def call(*args: object) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["mou", *map(str, args)])
        with pytest.raises(SystemExit) as caught:
            cli.main()
        code = caught.value.code
        out, err = capsys.readouterr()
        return Outcome(code if isinstance(code, int) else 0, out, err)

    return call


@pytest.fixture
def published(tmp_path: Path) -> Path:
    publish(sample_results(), tmp_path / "set")
    return tmp_path / "set"


@pytest.fixture
def waivers(published: Path, tmp_path: Path) -> Path:
    """Accepts every error of the sample set."""
    report = validate_published(published, expectations=False)
    hashes = {result.document.document_id: result.document.sha256 for result in sample_results()}
    tables = [
        f'[[waiver]]\ncheck = "{f.check}"\nkey = "{f.key}"\nsha256 = "{hashes[f.document_id]}"\nreason = "as printed"\n'
        for f in report.findings
    ]
    path = tmp_path / "waivers.toml"
    path.write_text("".join(dict.fromkeys(tables)), "utf-8")
    return path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What ``extract`` is called with, instead of reading anything."""
    seen: list[dict[str, Any]] = []

    def extract(inputs: list[Path], out: Path, **options: Any) -> RunSummary:
        seen.append({"inputs": inputs, "out": out, **options})
        return RunSummary(str(out), 3, 1, 1, 120, 9, 8, 1.23, 3)

    monkeypatch.setattr(run, "extract", extract)
    return seen


def test_extract_hands_its_options_over_and_exits_as_the_run_says(mou: Mou, calls: list[dict[str, Any]]) -> None:
    options = ["--jobs", 3, "--timeout", 7.5, "--memory", 512, "--fresh", "--debug", "pictures"]
    outcome = mou("extract", "a.pdf", "folder", "--out", "set", *options)
    assert outcome.code == 3
    assert outcome.out == ("set: 3 documents (1 unchanged, 1 not readable), 120 rates, 9 findings (8 errors), 1.2 s\n")
    [call] = calls
    del call["progress"]
    assert call == {
        "inputs": [Path("a.pdf"), Path("folder")],
        "out": Path("set"),
        "jobs": 3,
        "timeout": 7.5,
        "memory": 512 << 20,
        "fresh": True,
        "debug": Path("pictures"),
    }


@pytest.mark.parametrize(
    "args",
    [
        ["extract", "a.pdf"],
        ["extract", "--out", "set"],
        ["extract", "a.pdf", "--out", "set", "--jobs", "many"],
        ["extract", "a.pdf", "--out", "set", "--engine", "spark"],
        ["validate"],
        ["validate", "set", "--format", "pdf"],
        ["validate", "set", "--fail-on", "luck"],
        ["validate", "set", "--max-findings", "-1"],
        ["publish"],
    ],
)
def test_what_makes_no_sense_is_a_usage_error(mou: Mou, args: list[str], calls: list[dict[str, Any]]) -> None:
    outcome = mou(*args)
    assert outcome.code == 2
    assert outcome.err
    assert not calls


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NothingPublishedError("nothing here", "give another"), 4),
        (PublishedSetError("cut\x1b[31m short", "again"), 4),
        (DocumentError("damaged", "no pages", "mend it"), 3),
    ],
)
def test_an_error_becomes_its_exit_code_a_message_and_a_hint(
    mou: Mou, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(run, "extract", fail)
    outcome = mou("extract", "a.pdf", "--out", "set")
    assert outcome.code == code
    assert outcome.err.splitlines()[0].startswith("mou: ")
    assert outcome.err.splitlines()[1].startswith("     ")
    assert "\x1b" not in outcome.err
    assert "Traceback" not in outcome.err


def test_validate_exits_1_with_findings_and_0_when_they_are_waived(mou: Mou, published: Path, waivers: Path) -> None:
    outcome = mou("validate", published, "--no-expectations")
    assert outcome.code == 1
    assert len([line for line in outcome.out.splitlines() if line.startswith("error")]) >= 2
    outcome = mou("validate", published, "--no-expectations", "--waivers", waivers)
    assert outcome.code == 0, outcome.out
    assert outcome.out.startswith("waived")


@pytest.mark.slow
def test_validate_runs_great_expectations_too(mou: Mou, published: Path, waivers: Path) -> None:
    outcome = mou("validate", published, "--waivers", waivers, "--verbose")
    assert outcome.code == 0, outcome.out
    assert "salary_rates: amount >= 0" in outcome.out
    assert not outcome.err


def test_validate_exits_4_when_the_set_is_not_whole(mou: Mou, published: Path, tmp_path: Path) -> None:
    assert mou("validate", tmp_path / "nowhere").code == 4
    path = published / "findings.parquet"
    path.write_bytes(path.read_bytes()[:-20])
    outcome = mou("validate", published)
    assert outcome.code == 4
    assert "findings.parquet" in outcome.err


def test_validate_writes_any_format_to_a_file(mou: Mou, published: Path, tmp_path: Path) -> None:
    for form in cli.Format:
        outcome = mou("validate", published, "--no-expectations", "--format", form, "--output", tmp_path / form)
        assert (outcome.code, outcome.out) == (1, "")
        assert (tmp_path / form).stat().st_size > 100
    assert len(json.loads((tmp_path / "json").read_text("utf-8"))["findings"]) >= 2
    outcome = mou("validate", published, "--no-expectations", "--output", tmp_path / "no" / "folder")
    assert outcome.code == 2


def test_github_gets_its_job_summary(
    mou: Mou, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    outcome = mou("validate", published, "--no-expectations", "--format", "github")
    assert outcome.out.startswith("::error file=raw/mou91.txt,")
    assert "| range_code | 2 |" in (tmp_path / "summary.md").read_text("utf-8").replace("\\", "")


COMMANDS = [name for command in cli.app.registered_commands if (name := command.name or command.callback.__name__)]


@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_given_whole_on_a_narrow_terminal(
    mou: Mou, command: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    outcome = mou(*filter(None, [command]), "--help")
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[0].startswith("Usage: ")
    assert not [line for line in lines if len(line) > width]
    assert not [line for line in lines[1:] if line.endswith("...")], "nothing is cut off"
    assert "[[" not in outcome.out
    assert "...}" not in outcome.out


def test_the_version_is_told(mou: Mou) -> None:
    declared = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    outcome = mou("--version")
    assert (outcome.code, outcome.out) == (0, f"mou {declared}\n")


@pytest.mark.parametrize(
    "args",
    [
        ["extract", "", "--out", "set"],
        ["extract", "a.pdf", "--out", ""],
        ["extract", "a.pdf", "--out="],
        ["validate", ""],
        ["query", "SELECT 1", "--set", ""],
        ["report", "set", "--out", ""],
        ["acquire", ""],
        ["export", "", "--to", "csv", "--out", "x"],
    ],
)
def test_an_empty_argument_is_not_the_folder_one_stands_in(
    mou: Mou, args: list[str], calls: list[dict[str, Any]]
) -> None:
    """``mou extract "$DOCUMENTS"`` with the variable unset would read whatever lies here."""
    outcome = mou(*args)
    assert outcome.code == 2
    assert "empty" in outcome.err
    assert not calls


def test_one_of_a_thing_is_told_as_one(mou: Mou, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "extract", lambda *_, **__: RunSummary("set", 1, 0, 0, 1, 1, 1, 1.23, 0))
    told = "set: 1 document (0 unchanged, 0 not readable), 1 rate, 1 finding (1 error), 1.2 s\n"
    assert mou("extract", "a.pdf", "--out", "set").out == told


def test_starting_up_imports_nothing_heavy() -> None:
    script = "import sys, pipeline, pipeline.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=os.environ)
    heavy = {"pyarrow", "pandas", "numpy", "great_expectations", "pipeline.run", "rich", "pypdfium2"}
    assert not heavy & set(done.stdout.split())


BEFORE = ["", "import pipeline.validate.arithmetic.checks, pipeline.extract.text", "from pipeline.run import extract"]


@pytest.mark.parametrize("before", BEFORE, ids=["first thing", "after the stages", "after the run"])
def test_the_library_offers_the_same(before: str, tmp_path: Path) -> None:
    """Also though two of its functions are named like the packages of two stages."""
    script = f"""
{before}
from pipeline import extract, extract_document, validate
import pipeline.validate.waivers as still_a_package
from pipeline.errors import PublishedSetError, UsageError
import pipeline
for function, error in ((extract, UsageError), (pipeline.extract, UsageError)):
    try:
        function(["absent"], "set")
    except error:
        print("told")
for function in (validate, pipeline.validate):
    try:
        function("absent")
    except PublishedSetError:
        print("told")
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path, env=os.environ
    )
    assert done.stdout.split() == ["told"] * 4, done.stderr
