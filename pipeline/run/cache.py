"""What an earlier run read, so that unchanged documents are not opened again.

Lies in ``OUT/.cache`` and is no part of the published data; deleting it costs time only.

- ``documents/<key>.rows``: the rows of one document, see ``pipeline.run.entries``. The key is made of the
  content hash, the version of everything that decides how a document is read, the configuration, and the
  document's names. Of a file that is too long to be read as one the others lie in ``<key>.2.rows`` and so on.
- ``index.json``: size, modification time and hash of the files seen last, so that an unchanged file is
  not even hashed again.
- ``published.json``: what the set that was published last was made of, so that nothing is written
  when nothing changed.

Each file is written under a temporary name and renamed, so that a kill at any moment leaves it whole
or absent. Nothing is unpickled, and a damaged file counts as absent.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

from pipeline.errors import NothingPublishedError, UsageError
from pipeline.run.entries import FORMAT, write_whole

_RACY_NS = 2_000_000_000
"""A file changed less than this before it was hashed may change again within the clock's grain."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a published set was made of and what it holds."""

    made_of: str
    """Hash over the keys of its documents and the version of what publishes them."""
    files: tuple[tuple[str, int, int], ...]
    """Name, size and modification time of every published file."""
    documents: int
    failed: int
    rates: int
    findings: int
    errors: int


class Cache:
    """The cache of one published set. Use as a context manager: one run at a time may hold it.

    Raises:
        NothingPublishedError: The folder cannot be written.
        UsageError: Another run is at work on the same set.
    """

    def __init__(self, out: Path) -> None:
        self.folder = out / ".cache"
        self._documents = self.folder / "documents"
        self._lock: IO[bytes] | None = None
        self._index: dict[str, list[Any]] = {}

    def __enter__(self) -> Cache:
        try:
            self._documents.mkdir(parents=True, exist_ok=True)
            self._lock = (self.folder / "lock").open("wb")
        except OSError as error:
            raise _cannot_write(self.folder.parent, error) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            raise UsageError(f"another run is writing {self.folder.parent}", "wait for it to end") from error
        self._index = _read_json(self.folder / "index.json")
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()

    def known_hash(self, path: Path, status: os.stat_result) -> str | None:
        """The hash of a file whose size and modification time are those it had when it was hashed."""
        size, mtime_ns, hashed_ns, sha256 = self._index.get(os.path.abspath(path), (None, 0, 0, None))
        if size != status.st_size or mtime_ns != status.st_mtime_ns or hashed_ns - mtime_ns < _RACY_NS:
            return None
        return str(sha256)

    def save_index(self, files: Iterable[tuple[Path, int, int, str]], hashed_ns: int) -> None:
        """Remember path, size, modification time and hash of the files of this run.

        Args:
            files: As they were found.
            hashed_ns: A moment before the first of them was looked at, in ns since the epoch.
        """
        index = {}
        for path, size, mtime_ns, sha256 in files:
            name = os.path.abspath(path)
            known = self._index.get(name, [])
            settled = known[:2] == [size, mtime_ns] and known[3] == sha256 and known[2] - mtime_ns >= _RACY_NS
            index[name] = known if settled else [size, mtime_ns, hashed_ns, sha256]
        if index != self._index:
            self._write("index.json", index)
            self._index = index

    def entry_path(self, key: str) -> Path:
        """Where the rows of a document lie; also known to the workers, which write them."""
        return self._documents / f"{key}.rows"

    def published(self) -> Stamp | None:
        """What the set published last was made of, when every file of it lies as it was left."""
        record = _read_json(self.folder / "published.json")
        if set(record) != {field.name for field in fields(Stamp)}:
            return None
        stamp = Stamp(**{**record, "files": tuple((name, size, mtime) for name, size, mtime in record["files"])})
        lie = _stat_files(self.folder.parent, [name for name, _, _ in stamp.files])
        return stamp if lie == stamp.files else None

    def save_published(self, stamp: Stamp, files: Iterable[Path]) -> None:
        """Remember what was published, and forget the rows that are no part of it, which lie in none of ``files``."""
        self._write("published.json", asdict(stamp))
        kept = {path.name for path in files}
        for path in self._documents.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        try:
            write_whole(self.folder / name, [json.dumps(content).encode()])
        except OSError as error:
            raise _cannot_write(self.folder, error) from error


def entry_key(*parts: object) -> str:
    """Name of an entry: a hash over all that decides what is read."""
    return hashlib.sha256("\0".join(map(str, (FORMAT, *parts))).encode("utf-8", "surrogatepass")).hexdigest()


def published_files(out: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, size and modification time of the files of a published set; a report beside it is no part of it."""
    tables = (path for path in out.rglob("*.parquet") if not path.is_relative_to(out / ".cache"))
    names = [path.relative_to(out).as_posix() for path in (*tables, *out.glob("datapackage.json"))]
    return _stat_files(out, sorted(names)) or ()


def _stat_files(out: Path, names: Sequence[str]) -> tuple[tuple[str, int, int], ...] | None:
    """Name, size and modification time of files; ``None`` where one is missing."""
    try:
        statuses = [(name, os.stat(out / name)) for name in names]
    except OSError:
        return None
    return tuple((name, status.st_size, status.st_mtime_ns) for name, status in statuses)


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _cannot_write(folder: Path, error: OSError) -> NothingPublishedError:
    hint = "free some space, make it writable, or choose another --out"
    return NothingPublishedError(f"cannot write {folder}: {error.strerror}", hint)
