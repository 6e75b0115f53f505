"""The house keeps its shape: who imports whom, how long a room may be, what no tracked file names."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Which floor each module or package under pipeline/ is on. Imports go down; within a floor they may go across,
# except between stages. A module that is not named here works for the run (RUN): no stage may import it.
STAGES = {"acquire", "extract", "normalize", "validate", "write"}
SHARED = {"findings", "layouts", "results", "schemas", "published"}
FLOORS: tuple[set[str], ...] = ({"errors", "models"}, SHARED, STAGES)
RUN = len(FLOORS)
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names} | {
    "__init__": RUN,
    "explain": RUN + 1,  # explain and report show what was published: nothing that makes it knows them
    "report": RUN + 2,
    "cli": RUN + 3,
}

# Libraries that one part of the house alone may know. The part is a path prefix under pipeline/.
OWNERS = {
    "pypdfium2": "extract/",
    "pdfplumber": "extract/",
    "camelot": "extract/",
    "rapidocr": "extract/",
    "onnxruntime": "extract/",
    "pytesseract": "extract/",
    "cv2": "extract/",
    "great_expectations": "validate/expectations.py",
    "typer": "cli",
    "jinja2": "report/",
}
# Slow to import, so imported only inside the function that needs them. An engine's module may import its engine at
# the top: the ladder imports the module when a page needs it.
SLOW = {"pandas", "great_expectations", "duckdb", "jinja2"}
NOT_ON_THE_FAST_PATH = SLOW | {"camelot", "pdfplumber", "rapidocr", "onnxruntime", "cv2", "scipy", "PIL"}

MAX_FUNCTION_LINES = 50
MAX_MODULE_LINES = 400


def place(path: Path) -> str:
    """Path of a module under pipeline/."""
    return path.relative_to(PACKAGE).as_posix()


def unit(path: Path) -> str:
    """Name by which FLOORS knows a module: its package, or its own name; cli_x.py belongs to cli."""
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "cli" if name.startswith("cli_") else name


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module a tree imports, dotted, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            yield from (f"pipeline.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def imports_at_start(tree: ast.Module) -> Iterator[str]:
    """The imports that run when the module is imported; those for the type checker alone do not."""
    for node in tree.body:
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not typing_only and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield from imports(node)


def floor_of(name: str) -> int:
    return FLOOR_OF.get(name, RUN)


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def own_targets(path: Path) -> set[str]:
    """Units of this package that a module imports, its own left out."""
    names = {name.split(".")[1] for name in imports(parse(path)) if name.startswith("pipeline.")}
    known = {name.removesuffix(".py") for name in names}
    return {"cli" if name.startswith("cli_") else name for name in known} - {unit(path)}


def tracked_files() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_imports_go_down(path: Path) -> None:
    source = unit(path)
    for target in own_targets(path):
        assert floor_of(target) <= floor_of(source), f"{place(path)} imports {target}, which is above it"
        assert not {source, target} <= STAGES, f"{place(path)} imports {target}: no stage knows another"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_libraries_have_one_owner(path: Path) -> None:
    for name in imports(parse(path)):
        owner = OWNERS.get(name.split(".")[0])
        assert owner is None or place(path).startswith(owner), f"{place(path)} imports {name}, which belongs to {owner}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_slow_libraries_are_imported_where_used(path: Path) -> None:
    slow = {name.split(".")[0] for name in imports_at_start(parse(path))} & SLOW
    assert not slow, f"{place(path)}: import {slow} inside the function that needs it"


COMMAND = "import sys; from pipeline.cli import main; sys.exit(main())"
READ = "import sys; from pipeline import extract_document; extract_document(sys.argv[1])"
"""What a worker does: it tells nobody what it imports."""


@pytest.mark.parametrize("program", [[COMMAND, "extract", "--out", "out"], [READ]], ids=["run", "read"])
@pytest.mark.parametrize("name", ["agreement.txt", "agreement.pdf"])
def test_documents_are_extracted_without_the_slow_libraries(program: list[str], name: str, tmp_path: Path) -> None:
    """The fast path, as the process of a run and one that reads really import it."""
    write_prose(tmp_path / "in" / name)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", *program, f"in/{name}"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    timed = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    assert done.returncode == 0, "\n".join(line for line in done.stderr.splitlines() if line not in timed)
    imported = {line.rsplit("|", 1)[1].strip() for line in timed}
    assert "pipeline.models" in imported
    assert not imported & NOT_ON_THE_FAST_PATH


def write_prose(path: Path) -> None:
    """A page without a pay table, as text or as PDF."""
    lines = ["ARTICLE 1.0 PARTIES", "", "This agreement was made for a test. It says nothing of pay."]
    path.parent.mkdir()
    if path.suffix == ".txt":
        path.write_text("\n".join(lines), "utf-8")
        return
    page = Canvas(str(path))
    for number, line in enumerate(lines):
        page.drawString(72, 720 - 14 * number, line)
    page.save()


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_rooms_are_small(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")
    assert lines <= MAX_MODULE_LINES, f"{place(path)}: {lines} lines"
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= MAX_FUNCTION_LINES, f"{place(path)}:{node.lineno} {node.name}: {length} lines"


def test_no_room_without_a_purpose() -> None:
    vague = re.compile(r"(^|_)(utils?|helpers?|misc|common|base)$")
    assert not [place(path) for path in MODULES if any(vague.search(part.removesuffix(".py")) for part in path.parts)]


# Written in pieces, since this file is tracked too.
REGISTRIES = re.compile(
    rb"\b(?:py"
    rb"pi\.(?:org|io)|python"
    rb"hosted\.org|conda\.an"
    rb"aconda\.org|npm"
    rb"js\.(?:org|com)"
    rb"|an"
    rb"aconda\.org|crates\."
    rb"io|proxy\.go"
    rb"lang\.org)\b"
)
LOCAL_PATHS = re.compile(rb"(?<![\w.~-])/(?:work|root|home|Users)" rb"/\w|\.\./\.lib" rb"rary")


@pytest.mark.parametrize("pattern", [REGISTRIES, LOCAL_PATHS], ids=["registry hosts", "local paths"])
def test_tracked_files_name_no_place_of_ours(pattern: re.Pattern[bytes]) -> None:
    found = {
        path.relative_to(ROOT).as_posix(): hit.group() for path in tracked_files() if (hit := search(pattern, path))
    }
    assert not found


def search(pattern: re.Pattern[bytes], path: Path) -> re.Match[bytes] | None:
    """First hit in a file; a compressed stream of a PDF or Parquet file cannot be looked into."""
    return pattern.search(path.read_bytes())


LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-scale.txt")


@pytest.mark.parametrize("name", LOCKS)
def test_locks_pin_by_hash_and_name_no_index(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash)", text, re.MULTILINE), "an option of pip, which may name an index"
    entries = re.findall(r"^(\S.*?)\s*\\\n((?:\s+--hash=sha256:[0-9a-f]{64}\s*\\?\n)+)", text, re.MULTILINE)
    names = re.findall(r"^[A-Za-z0-9].*$", text, re.MULTILINE)
    assert len(entries) == len(names) > 0
    assert all("==" in entry for entry, _ in entries)


@pytest.mark.parametrize(("name", "extra"), [("requirements.txt", None), ("requirements-dev.txt", "dev")])
def test_locks_cover_what_is_declared(name: str, extra: str | None) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", (ROOT / name).read_text("utf-8"), re.MULTILINE))
    assert {re.split(r"[<>=\[;]", line)[0] for line in declared} <= pinned


def test_locks_agree() -> None:
    """A package has one version, whichever file it is installed from; two OpenCVs would share a folder."""
    pins: dict[tuple[str, str], set[str]] = {}
    for name in LOCKS:
        for package, version, marker in re.findall(
            r"^([a-z0-9.-]+)==(\S+)( ;[^\\]*)?", (ROOT / name).read_text("utf-8"), re.MULTILINE
        ):
            pins.setdefault((package, marker.strip()), set()).add(version)
    assert not {key: versions for key, versions in pins.items() if len(versions) > 1}
    assert {package for package, _ in pins if package.startswith("opencv")} == {"opencv-python-headless"}
