"""Every command, one-liner, question and notebook of the papers gives what they say it gives."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import extract, query
from pipeline.use.query import format_table

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
EXAMPLES = ROOT / "examples"
LOADING = (ROOT / "normalized" / "README.md").read_text("utf-8")
QUESTIONS = re.findall(
    r"^## (\d+)\. .*?```sql\n(.*?)```\n\n```text\n(.*?)```",
    (DOCS / "questions.md").read_text("utf-8"),
    re.DOTALL | re.MULTILINE,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader has it: raw/, the set made of it, and ``mou`` in ``.venv/bin``."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "raw").symlink_to(ROOT / "raw", target_is_directory=True)
    quick = [path for path in sorted((ROOT / "raw").iterdir()) if path.suffix != ".toml" and "scan" not in path.name]
    extract(quick, folder / "normalized")  # the scan, which costs most, changes no answer: it never governs
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    mou = folder / ".venv" / "bin" / "mou"
    mou.parent.mkdir(parents=True)
    mou.write_text(f"#!/bin/sh\nexec '{sys.executable}' -c 'from pipeline.cli import main; main()' \"$@\"\n", "utf-8")
    mou.chmod(0o755)
    return folder


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"} | more


def run_shell(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def matches(printed: str, promised: str) -> bool:
    """Whether what was printed is what the paper shows; ``...`` stands for anything."""
    lines = [re.escape(line.rstrip()).replace(r"\.\.\.", ".*") for line in promised.strip("\n").splitlines()]
    text = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
    return re.fullmatch("\n".join(lines), text, re.DOTALL) is not None


# Questions


def test_there_are_ten_questions() -> None:
    assert [number for number, _, _ in QUESTIONS] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize(
    ("number", "sql", "answer"), QUESTIONS, ids=[f"question {number}" for number, _, _ in QUESTIONS]
)
def test_questions_have_their_answers(project: Path, number: str, sql: str, answer: str) -> None:
    printed = format_table(query(sql, project / "normalized"))
    assert printed == answer, f"question {number}"


def answers(number: int) -> list[list[str]]:
    """The rows a paper shows, cell by cell."""
    lines = QUESTIONS[number - 1][2].splitlines()
    ends = [(match.start(), match.end()) for match in re.finditer("-+", lines[1])]
    return [[line[start:end].strip() for start, end in ends] for line in lines[2:]]


@pytest.fixture(scope="module")
def truth(corpus: Path) -> list[dict[str, str]]:
    """Every amount the agreements print, read by others."""
    with (corpus / "truth" / "salary_rates.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def pick(truth: list[dict[str, str]], **told: str) -> list[dict[str, str]]:
    return [row for row in truth if all(row[name] == value for name, value in told.items())]


@pytest.mark.corpus
def test_captain_ii_is_that_of_the_agreement(truth: list[dict[str, str]]) -> None:
    [row] = pick(truth, operative_date="2021-01-17", class_title="Captain II", component="base", step="6", period="YR")
    [shown] = answers(1)
    assert shown[:3] == [row["class_code"], row["amount"], row["operative_date"]]


@pytest.mark.corpus
def test_growth_is_that_of_the_agreement(truth: list[dict[str, str]]) -> None:
    top: defaultdict[str, dict[str, tuple[int, Decimal]]] = defaultdict(dict)
    for row in pick(truth, mou_number="30", component="base", period="BW"):
        best = (int(row["step"]), Decimal(row["amount"]))
        days = top[row["class_code"]]
        days[row["operative_date"]] = max(best, days.get(row["operative_date"], (0, Decimal(0))))
    told = {}
    for code, days in top.items():
        first, last = (days[pick_day(days)][1] for pick_day in (min, max))
        percent = (100 * (last - first) / first).quantize(Decimal("0.01"), ROUND_HALF_UP)
        told[code] = [str(first), str(last), str(percent)]
    assert {row[0]: row[2:] for row in answers(2)} == told


@pytest.mark.corpus
def test_bonuses_are_those_of_the_agreement(truth: list[dict[str, str]]) -> None:
    classes = defaultdict(set)
    for row in pick(truth, mou_number="30", component="bonus"):
        classes[row["component_name"]].add(row["class_code"])
    shown = {name: (percent, int(count)) for name, percent, count in answers(3)}
    assert {name: count for name, (_, count) in shown.items()} == {name: len(codes) for name, codes in classes.items()}
    assert all(f"{Decimal(percent).normalize()}%" in name for name, (percent, _) in shown.items())


@pytest.mark.corpus
def test_parts_of_an_hour_are_those_of_the_agreement(truth: list[dict[str, str]]) -> None:
    rows = pick(truth, operative_date="2013-07-01", class_title="Airport Police Officer II", step="6", period="HR")
    printed = sorted((row["component"], row["component_name"], row["amount"]) for row in rows)
    assert sorted(map(tuple, answers(4))) == printed


def test_increases_are_those_the_cover_letter_states() -> None:
    """Keyed by hand: two percent twice, then one percent three times."""
    days = {"2012-07-01": "2", "2013-01-01": "2", "2013-07-01": "1", "2013-11-01": "1", "2014-03-01": "1"}
    shown = {row[0]: row[3:] for row in answers(5)}
    assert shown == {day: [f"{percent}.0000", f"{percent}.0000", "true"] for day, percent in days.items()}


@pytest.mark.corpus
def test_the_best_paid_are_those_of_the_agreements(truth: list[dict[str, str]]) -> None:
    rows = pick(truth, operative_date="2023-01-01", component="base", period="HR", step="6")
    rows += pick(truth, operative_date="2022-06-19", component="base", period="HR")
    best = sorted({(Decimal(row["amount"]), row["class_code"]) for row in rows}, reverse=True)[:5]
    assert [(Decimal(row[2]), row[0]) for row in answers(6)][:4] == best[:4]
    assert Decimal(answers(6)[4][2]) == best[4][0]


@pytest.mark.corpus
def test_conditional_amounts_are_counted(truth: list[dict[str, str]]) -> None:
    counts = defaultdict(int)
    for row in pick(truth, mou_number="28"):
        counts[row["appendix"], row["operative_date"]] += 1
    assert {(row[0], row[1]): int(row[3]) for row in answers(7)} == counts
    assert [row[2] for row in answers(7)] == ["false", "true", "true", "true", "true"]


@pytest.mark.corpus
def test_contradictions_are_the_range_codes_of_the_next_appendix(truth: list[dict[str, str]]) -> None:
    shown = {(row[0].split("/")[3], int(row[1]), int(row[2])) for row in answers(9)}
    hourly = {
        appendix: {
            row["class_code"]: int(Decimal(row["amount"]) * 100)
            for row in pick(truth, mou_number="25", appendix=appendix, step="1", period="HR")
        }
        for appendix in "AB"
    }
    assert shown == {(code, hourly["B"][code], hourly["A"][code]) for code in hourly["A"]}


# Papers


def test_tutorial_prints_what_it_promises(project: Path, tmp_path: Path) -> None:
    paper = (DOCS / "tutorial.md").read_text("utf-8")
    for name in ("raw", ".venv"):
        (tmp_path / name).symlink_to(project / name)
    path = f"{tmp_path}/.venv/bin:{os.environ['PATH']}"
    code = 0
    for block in re.findall(r"```console\n(.*?)```", paper, re.DOTALL):
        for command, promised in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            done = run_shell(f"(exit {code}); {command}", tmp_path, PATH=path)
            assert matches(done.stdout, promised), f"{command}\n{done.stdout}"
            code = done.returncode
            assert code in {0, 1}, command
    check_python(paper, tmp_path)


def test_one_liners_load_the_set(project: Path) -> None:
    assert check_python(LOADING, project) == 4
    path = f"{project}/.venv/bin:{os.environ['PATH']}"
    [block] = re.findall(r"```console\n(.*?)```", LOADING, re.DOTALL)
    for command in block.splitlines():
        done = run_shell(command, project, PATH=path)
        assert done.returncode == 0, done.stdout


def check_python(paper: str, folder: Path) -> int:
    """Run each block of Python in the folder and compare; returns how many there were."""
    blocks = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", paper, re.DOTALL)
    assert len(blocks) == paper.count("```python")
    for source, promised in blocks:
        done = subprocess.run(
            [sys.executable, "-c", source],
            cwd=folder,
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert matches(done.stdout, promised), f"{source}\n{done.stdout}{done.stderr}"
    return len(blocks)


def test_one_liners_of_r_are_r(tmp_path: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("no R here")
    (tmp_path / "lines.R").write_text("\n".join(re.findall(r"```r\n(.*?)```", LOADING, re.DOTALL)), "utf-8")
    done = run_shell("Rscript -e 'invisible(parse(\"lines.R\"))'", tmp_path)
    assert done.returncode == 0, done.stdout


def test_frictionless_finds_the_set_valid(project: Path) -> None:
    """Its own tool, as the command line has it."""
    tool = Path(sys.executable).with_name("frictionless")
    done = run_shell(f"'{tool}' validate normalized/datapackage.json --json", project)
    report = json.loads(done.stdout)
    assert (done.returncode, report["valid"]) == (0, True), report["tasks"]
    assert report["stats"]["tasks"] == 12


# Examples


def test_notebook_prints_what_it_shows(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    notebook = json.loads((EXAMPLES / "three_questions.ipynb").read_text("utf-8"))
    names: dict[str, Any] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec("".join(cell["source"]), names)
            shown = "".join(text for output in cell["outputs"] for text in output["text"])
            assert printed.getvalue() == shown


@pytest.fixture
def repository(project: Path, tmp_path: Path) -> Path:
    """A copy of the project with its documents and tables, committed to git."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "mou28-2022.txt", folder / "raw")
    shutil.copytree(project / "schemas", folder / "schemas")
    (folder / ".venv").symlink_to(project / ".venv")
    (folder / ".gitignore").write_text(".venv\n.cache/\n", "utf-8")
    extract([folder / "raw"], folder / "normalized")
    done = run_shell("git init -q . && git add . && " + COMMIT.format("first"), folder)
    assert done.returncode == 0, done.stdout
    return folder


COMMIT = "git -c user.name=me -c user.email=me@example.org commit -q -m {}"


def test_workflow_runs(repository: Path) -> None:
    """Every step but the set-up; paths in it must be those of the project."""
    workflow = yaml.safe_load((EXAMPLES / "github-actions.yml").read_text("utf-8"))
    steps = [step["run"] for step in workflow["jobs"]["check"]["steps"] if "run" in step]
    assert steps[0].startswith("make setup")
    path = f"{repository}/.venv/bin:{os.environ['PATH']}"
    extract([repository / "raw"], repository / "normalized")
    for step in steps[1:]:
        done = run_shell(f"set -e; {step}", repository, PATH=path, GITHUB_STEP_SUMMARY=str(repository / "summary.md"))
        assert done.returncode == 0, f"{step}\n{done.stdout}"
    assert json.loads((repository / "findings.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (repository / "summary.md").stat().st_size


def test_hook_publishes_what_is_committed_and_stops_errors(repository: Path) -> None:
    hook = repository / ".git" / "hooks" / "pre-commit"
    shutil.copy(EXAMPLES / "pre-commit", hook)
    hook.chmod(0o755)
    shutil.copy(ROOT / "raw" / "mou25-2019.txt", repository / "raw")
    done = run_shell("git add raw && " + COMMIT.format("second"), repository)
    assert done.returncode != 0
    assert "range_code" in done.stdout
    shutil.copy(ROOT / "raw" / "mou30-2010.txt", repository / "raw")
    done = run_shell(
        "git rm -q --cached raw/mou25-2019.txt; rm raw/mou25-2019.txt; git add raw && " + COMMIT.format("third"),
        repository,
    )
    assert done.returncode == 0, done.stdout
    assert "normalized/salary_rates.parquet" in run_shell("git show --stat --format=", repository).stdout
