"""``sources.toml``: which documents a folder holds, where each came from, and the hash it must have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import UsageError

LISTING = "sources.toml"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Listed:
    """One ``[[document]]`` of the file. All are text; only ``id`` must not be empty."""

    id: str
    """Path of the document in the folder, with ``/``."""
    title: str = ""
    employer: str = ""
    mou_number: str = ""
    url: str = ""
    """http(s), a path (relative to the file), or any other address fsspec knows; empty: nothing to fetch."""
    sha256: str = ""
    """Of the content that was looked at; empty where nobody has yet."""
    licence: str = ""
    note: str = ""


def read_listing(path: Path) -> list[Listed]:
    """The documents listed in a file, in its order.

    Raises:
        UsageError: There is no such file, or it is not as ``Listed`` says.
    """
    try:
        return _parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"there is no {path}", "name a sources.toml, or a folder that holds one") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: {error}", "see raw/sources.toml of the repository for the form") from error


def pin_hashes(path: Path, hashes: Mapping[str, str]) -> None:
    """Write new hashes into the file, leaving every other character of it as it is.

    Args:
        path: The file.
        hashes: ``sha256`` by ``id``.

    Raises:
        UsageError: The file is laid out so that this cannot be done safely.
    """
    before = path.read_text(encoding="utf-8")
    after = _replace_hashes(before, hashes)
    wanted = [{**_record(listed), "sha256": hashes.get(listed.id, listed.sha256)} for listed in _parse(before)]
    if [_record(listed) for listed in _parse(after)] != wanted:
        lines = "; ".join(f'{name}: sha256 = "{sha256}"' for name, sha256 in hashes.items())
        raise UsageError(f"{path} is laid out in a way that is not changed by itself", f"write into it: {lines}")
    if after != before:
        path.write_text(after, encoding="utf-8")


def _replace_hashes(text: str, hashes: Mapping[str, str]) -> str:
    """Change the line ``sha256 = "..."`` of each block whose line ``id = "..."`` names one of the documents."""
    blocks = re.split(r"(?m)^(?=\[\[document\]\])", text)
    for order, block in enumerate(blocks):
        named = re.search(r'(?m)^id\s*=\s*"([^"\\]*)"', block)
        if named and named[1] in hashes:
            line = f'sha256 = "{hashes[named[1]]}"'
            replaced, found = re.subn(r'(?m)^sha256\s*=\s*"[^"]*"', line, block, count=1)
            blocks[order] = replaced if found else block.replace(named[0], f"{named[0]}\n{line}", 1)
    return "".join(blocks)


def _parse(text: str) -> list[Listed]:
    content = tomllib.loads(text)
    documents = content.pop("document", [])
    if content or not isinstance(documents, list):
        raise ValueError(f"only [[document]] tables are known, not {', '.join(content) or 'document'}")
    listed = [_listed(document, order) for order, document in enumerate(documents, 1)]
    _check_names([entry.id for entry in listed])
    return listed


def _listed(document: Any, order: int) -> Listed:
    known = {field.name for field in fields(Listed)}
    if not isinstance(document, dict) or not isinstance(document.get("id"), str):
        raise ValueError(f"document {order} has no id")
    name = document["id"]
    if unknown := sorted(document.keys() - known):
        raise ValueError(f"{name}: unknown {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    if not all(isinstance(value, str) for value in document.values()):
        raise ValueError(f"{name}: every value is text in quotes")
    if document.get("sha256") and not _SHA256.fullmatch(document["sha256"]):
        raise ValueError(f"{name}: sha256 is 64 digits of 0-9a-f, or empty")
    return Listed(**document)


def _check_names(names: Sequence[str]) -> None:
    for name in names:
        parts = PurePosixPath(name).parts
        if not name.isprintable() or "\\" in name or name != "/".join(parts) or not parts:
            raise ValueError(f"id {name!r} is no plain path")
        if any(part.startswith((".", "/")) for part in parts):  # "..", an absolute path, or hidden
            raise ValueError(f"id {name!r} leads out of the folder or is hidden")
    if doubled := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"listed twice: {', '.join(doubled)}")


def _record(listed: Listed) -> dict[str, str]:
    return {field.name: getattr(listed, field.name) for field in fields(Listed)}


def find_listing(given: Path) -> Path:
    """The file itself, or the one in a folder."""
    return given / LISTING if given.is_dir() else given
