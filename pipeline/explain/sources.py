"""The document a published row was read from, as it lies on disk today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A source document, where it was found."""

    path: Path | None
    data: bytes | None
    """``None`` where no file was found, or it cannot be opened."""
    trouble: str | None
    """What a reader must know of it: it is missing, or no longer the one that was read."""

    @property
    def is_missing(self) -> bool:
        """No file was found: of a set made from several folders only those of one are at hand."""
        return self.path is None


def default_source(directory: Path) -> Path:
    """Where the documents of a set lie unless told otherwise: ``raw`` beside it."""
    return directory.resolve().parent / "raw"


def find_source(document: Mapping[str, Any], folder: Path) -> SourceFile:
    """Find the file of a row of ``documents``, and see whether it is still the one that was read.

    Args:
        document: The row.
        folder: The input the documents were found under, or a file of it.
    """
    changed: SourceFile | None = None
    for path in _candidates(document, folder):
        try:
            data = path.read_bytes()
        except OSError:
            continue
        if hashlib.sha256(data).hexdigest() == document["sha256"]:
            return SourceFile(path, data, None)
        changed = changed or SourceFile(path, data, f"{path} was changed since it was read: pictures may not fit")
    name = document["document_id"]
    return changed or SourceFile(None, None, f"{name} is not under {folder}: no picture (say where with --source)")


def _candidates(document: Mapping[str, Any], folder: Path) -> Iterator[Path]:
    """Places where the file may lie, the surest first; only below the folder, whatever a published path says."""
    if folder.is_file():
        yield folder
        return
    root = folder.resolve()
    source = Path(document["source_path"])
    names = [Path(document["document_id"]), source, *(Path(*source.parts[n:]) for n in range(1, len(source.parts)))]
    for name in dict.fromkeys(names):
        path = (root / name).resolve()
        if path.is_relative_to(root) and path.is_file():
            yield folder / path.relative_to(root)
