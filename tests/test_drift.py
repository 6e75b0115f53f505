"""What the papers promise is what the code does: commands, options, exit codes, columns, printed output."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.schemas import TABLE_NAMES, load_schema
from tools.data_dictionary import PAGE, dictionary_page

ROOT = Path(__file__).resolve().parents[1]
PAPERS = ("README.md", "CONTRIBUTING.md")
README = (ROOT / "README.md").read_text("utf-8")
MOU = [sys.executable, "-c", "import sys; from pipeline.cli import main; sys.exit(main())"]
TARGETS = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def run_mou(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    wide = {"COLUMNS": "200", "TERMINAL_WIDTH": "200", "NO_COLOR": "1", "TERM": "dumb", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*MOU, *arguments], cwd=cwd, env=os.environ | wide, capture_output=True, text=True, timeout=300, check=False
    )


def commands(program: str) -> list[tuple[str, ...]]:
    """Every call of a program in the papers (code spans, console blocks) and the Makefile, as words."""
    text = "\n".join((ROOT / name).read_text("utf-8") for name in PAPERS)
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    recipes = re.findall(r"^\t\$\(BIN\)/(.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    lines = [line.strip() for line in [*spans, *"\n".join(blocks).splitlines(), *recipes]]
    calls = [shlex.split(line, comments=True) for line in lines if re.match(rf"{program}(\s|$)", line)]
    return sorted({tuple(words) for words in calls})


def table_below(header: str) -> dict[str, str]:
    """First column -> second column of the README's table with this header row."""
    rows = README.split(header, 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    cells = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows]
    return dict(cells)


@pytest.mark.parametrize("words", commands("make"), ids=" ".join)
def test_targets_exist(words: tuple[str, ...]) -> None:
    assert set(words[1:]) <= TARGETS


def test_readme_lists_every_target() -> None:
    listed = {words[1] for words in commands("make") if len(words) > 1}
    assert TARGETS - {"help"} <= listed


@pytest.mark.parametrize("words", [words for words in commands("mou") if len(words) > 1], ids=" ".join)
def test_commands_exist(words: tuple[str, ...]) -> None:
    shown = run_mou(words[1], "--help")
    assert shown.returncode == errors.EXIT_OK, shown.stderr
    for option in (word for word in words[2:] if word.startswith("--")):
        assert re.search(rf"(?<![\w-]){option}(?![\w-])", shown.stdout), f"{option} is no option of mou {words[1]}"


def test_readme_lists_every_command() -> None:
    shown = run_mou("--help").stdout
    _, found, section = shown.partition("Commands")
    assert found, shown
    offered = set(re.findall(r"^[\s│|]*([a-z][a-z-]*)\s{2,}", section, re.MULTILINE))
    listed = {cell.split()[1] for cell in table_below("| command | does |")}
    assert offered == listed


def test_readme_exit_codes_are_those_of_the_errors() -> None:
    listed = {int(code) for code in table_below("| exit code | means |")}
    assert listed == {value for name, value in vars(errors).items() if name.startswith("EXIT_")}


def test_every_error_has_a_listed_exit_code() -> None:
    listed = {int(code) for code in table_below("| exit code | means |")}
    tree = [errors.PipelineError, *errors.PipelineError.__subclasses__()]
    assert {error.exit_code for error in tree} <= listed - {errors.EXIT_OK}


def test_data_dictionary_is_that_of_the_schemas() -> None:
    assert PAGE.read_text("utf-8") == dictionary_page(), "run `make docs`"


def test_schemas_and_tables_are_the_same_list() -> None:
    assert {path.stem for path in (ROOT / "schemas").glob("*.json")} == set(TABLE_NAMES)
    assert all(field.description for name in TABLE_NAMES for field in load_schema(name).fields)


def test_links_lead_somewhere() -> None:
    for name in (*PAPERS, "CHANGELOG.md", "docs/data-dictionary.md"):
        paper = ROOT / name
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text("utf-8")):
            assert (paper.parent / target).exists(), f"{name}: {target}"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a reader of the README has it after `make extract`."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "raw").symlink_to(ROOT / "raw", target_is_directory=True)
    done = run_mou("extract", "raw", "--out", "normalized", cwd=folder)
    assert done.returncode == errors.EXIT_OK, done.stderr
    return folder


@pytest.mark.slow
def test_readme_prints_what_its_python_prints(published: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == README.count("```python"), "a block of Python without the output it gives"
    sources, shown = zip(*blocks, strict=True)
    marker = "-- next block --\n"
    done = subprocess.run(
        [sys.executable, "-c", f"print({marker!r}, end='')\n".join(sources)],
        cwd=published,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for output, expected in zip(done.stdout.split(marker), shown, strict=True):
        assert clean(output) == clean(expected)


def clean(output: str) -> list[str]:
    return [line.rstrip() for line in output.strip("\n").splitlines()]
