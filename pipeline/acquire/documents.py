"""Files and folders as given become documents with an identity and a content hash.

A folder is searched for documents: everything in it that is not plainly something else (hidden
files, notes, data, configuration). A file that is named is always taken. Nothing is dropped in
silence: what cannot be read is a source with the reason in ``refused``.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import NothingPublishedError, UsageError

KnownHash = Callable[[Path, os.stat_result], str | None]
"""The content hash of a file that has not changed since it was last hashed, or ``None``."""

UNKNOWN_SHA256 = "0" * 64
"""Stands for the hash of a file whose content could not be read."""

_NO_DOCUMENT_SUFFIXES = frozenset(
    {
        *(".csv", ".tsv", ".json", ".jsonl", ".parquet", ".db", ".duckdb", ".sqlite", ".sql"),
        *(".cfg", ".conf", ".ini", ".lock", ".toml", ".xml", ".yaml", ".yml"),
        *(".css", ".htm", ".html", ".ipynb", ".js", ".md", ".py", ".rst", ".sh", ".svg"),
        *(".bak", ".log", ".sha256"),
    }
)
_NO_DOCUMENT_STEMS = frozenset({"readme", "license", "licence", "changelog", "contributing", "makefile", "notice"})


@dataclass(frozen=True, slots=True)
class Source:
    """A document before it is read."""

    document_id: str
    """The path relative to the folder it was found under, with ``/``; unique among the sources."""
    source_path: str
    """As given, never with the machine's own root in it."""
    path: Path
    sha256: str
    """Of the content; ``UNKNOWN_SHA256`` where it could not be read."""
    size: int
    """In bytes."""
    mtime_ns: int = 0
    refused: str | None = None
    """Why the file must not or cannot be opened; such a document is published as unsupported."""


def discover(inputs: Sequence[Path], known_hash: KnownHash | None = None) -> list[Source]:
    """Find the documents of files and folders, sorted by ``document_id``.

    Args:
        inputs: Files (always taken) and folders (searched, see the module).
        known_hash: Spares hashing a file whose hash is known; by default every file is read once.

    Raises:
        UsageError: An input is missing or no file, or two documents cannot be told apart by name.
        NothingPublishedError: There is no document in any input.
    """
    found = [candidate for given in inputs for candidate in _candidates(given)]
    if not found:
        names = ", ".join(str(given) for given in inputs)
        raise NothingPublishedError(f"no document in {names or 'the inputs'}", "give PDF or text files, or folders")
    named = _name_apart(_without_repeats(found))
    sources = [_source_of(candidate, known_hash) for candidate in named]
    return sorted(sources, key=lambda source: source.document_id)


def hash_file(path: Path) -> str:
    """SHA-256 of a file's content, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that was found, before it is hashed."""

    path: Path
    given: Path
    """The input it was found under; the file itself when it was named."""
    document_id: str
    refused: str | None = None

    @property
    def folder_name(self) -> str:
        """Name of the input folder, which tells equal names of several inputs apart."""
        folder = self.given if self.path != self.given else self.given.parent
        return os.path.basename(os.path.abspath(folder)) or "root"


def _candidates(given: Path) -> Iterator[_Candidate]:
    try:
        mode = given.stat().st_mode
    except OSError as error:
        raise UsageError(f"cannot find {given}: {error.strerror}", "check the path") from error
    if stat.S_ISDIR(mode):
        yield from _search(given)
    elif stat.S_ISREG(mode):
        yield _Candidate(given, given, given.name)
    else:
        raise UsageError(f"{given} is neither a file nor a folder", "give PDF or text files, or folders")


def _search(root: Path) -> Iterator[_Candidate]:
    """Documents under a folder, sorted; linked folders are not entered (they may lead in a circle)."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if _may_be_document(name):
                yield _Candidate(path, root, path.relative_to(root).as_posix(), _reason_to_refuse(path, root))


def _may_be_document(name: str) -> bool:
    stem, suffix = os.path.splitext(name.lower())
    return not (name.startswith(".") or suffix in _NO_DOCUMENT_SUFFIXES or stem in _NO_DOCUMENT_STEMS)


def _reason_to_refuse(path: Path, root: Path) -> str | None:
    """Why a file found in a folder is not opened: a link that leads out of it, a pipe, a dead link."""
    try:
        if path.is_symlink() and not path.resolve(strict=True).is_relative_to(root.resolve()):
            return "a symbolic link that leads out of the input folder"
        return None if stat.S_ISREG(path.stat().st_mode) else "not a regular file"
    except (OSError, RuntimeError) as error:  # RuntimeError: Python < 3.13 reports a loop of links so
        return f"cannot be opened: {_reason(error)}"


def _without_repeats(found: Sequence[_Candidate]) -> list[_Candidate]:
    """The first of each file that several inputs lead to (a folder, and a file in it)."""
    first: dict[str, _Candidate] = {}
    for candidate in found:
        first.setdefault(os.path.abspath(candidate.path), candidate)
    return list(first.values())


def _name_apart(found: Sequence[_Candidate]) -> list[_Candidate]:
    """Prefix documents of the same name with their input folder's name."""
    groups: defaultdict[str, list[_Candidate]] = defaultdict(list)
    for candidate in found:
        groups[candidate.document_id].append(candidate)
    named = [
        replace(candidate, document_id=f"{candidate.folder_name}/{document_id}") if len(group) > 1 else candidate
        for document_id, group in groups.items()
        for candidate in group
    ]
    seen: dict[str, Path] = {}
    for candidate in named:
        other = seen.setdefault(candidate.document_id, candidate.path)
        if other != candidate.path:
            raise UsageError(
                f"{other} and {candidate.path} would both be the document {candidate.document_id}",
                "give the folder above both, so that their paths differ",
            )
    return named


def _source_of(candidate: _Candidate, known_hash: KnownHash | None) -> Source:
    document_id = _printable(candidate.document_id)
    path, refused = candidate.path, candidate.refused
    unread = Source(document_id, _source_path(candidate), path, UNKNOWN_SHA256, size=0, refused=refused)
    if candidate.refused:
        return unread
    try:
        status = candidate.path.stat()
        known = known_hash(candidate.path, status) if known_hash else None
        sha256 = known or hash_file(candidate.path)
    except OSError as error:
        return replace(unread, refused=f"cannot be opened: {_reason(error)}")
    return replace(unread, sha256=sha256, size=status.st_size, mtime_ns=status.st_mtime_ns)


def _source_path(candidate: _Candidate) -> str:
    """As given; under an absolute input, from the name of the input on, so that no machine's root is published."""
    if not candidate.given.is_absolute():
        return _printable(candidate.path.as_posix())
    return _printable(candidate.path.relative_to(candidate.given.parent).as_posix())


def _printable(name: str) -> str:
    r"""Bytes of a name that are no UTF-8 as ``\xff``: Parquet holds no lone surrogates."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error)
