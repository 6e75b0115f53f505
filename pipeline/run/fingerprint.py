"""Which versions of ourselves and of the engines made a result: told from the files, so never forgotten.

A constant to be raised by hand would be forgotten once, and stale rows would be published. Reading
some eighty small files costs a few milliseconds.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
SCHEMAS = _PACKAGE.parent / "schemas"

_NOT_READING = frozenset(
    {
        *(
            "corrections.py",
            "published/digest.py",
            "published/manifest.py",
            "published/readback.py",
            "published/tables.py",
        ),
        *("validate/expectations.py", "validate/validate_set.py", "validate/waivers.py"),
    }
)
"""Modules that cannot change a row of one document. A new module counts as one that can."""
_NOT_READING_FOLDERS = ("acquire/", "cli", "explain/", "report", "run/", "scale/", "use/", "write/")
_READING = frozenset({f"run/{name}.py" for name in ("agreement", "entries", "keeping", "kept", "reading", "tasks")})
"""Modules of those folders that a document goes through all the same."""
_ENGINES = (
    "camelot_py-",
    "numpy-",
    "onnxruntime-",
    "opencv_python",
    "pandas-",
    "pdfminer_six-",
    "pdfplumber-",
    "pypdfium2-",
)
_ENGINES_OCR = ("pytesseract-", "rapidocr-", "tesserocr-")


@cache
def reading_version() -> str:
    """Changes with everything that decides the rows of one document: code, layouts, schemas, engines, Python."""
    code = [path for path in _code_files() if not _is_outside_reading(path)]
    return _hash([*code, *SCHEMAS.glob("*.json")], [sys.version, *_engines()])


def publishing_version() -> str:
    """Changes with everything that decides how rows become a published set: all code, schemas, waivers."""
    return _hash([*_code_files(), *_files_of(SCHEMAS)], [sys.version])


def _is_outside_reading(path: Path) -> bool:
    name = path.relative_to(_PACKAGE).as_posix()
    return name in _NOT_READING or (name.startswith(_NOT_READING_FOLDERS) and name not in _READING)


def _code_files() -> list[Path]:
    return [path for path in _files_of(_PACKAGE) if path.suffix != ".pyc"]


def _files_of(folder: Path) -> list[Path]:
    """Files under a folder; caches and hidden ones left out."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        found += [Path(root, name) for name in names if not name.startswith(".")]
    return found


def _engines() -> Iterable[str]:
    """Names with versions of the installed engines, from the folder listing: importing their metadata is slow."""
    folders = [folder for folder in sys.path if folder.endswith(("site-packages", "dist-packages"))]
    names = (name for folder in folders if os.path.isdir(folder) for name in os.listdir(folder))
    return sorted(name for name in names if name.endswith(".dist-info") and name.startswith(_ENGINES + _ENGINES_OCR))


def _hash(files: Iterable[Path], words: Iterable[str]) -> str:
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
