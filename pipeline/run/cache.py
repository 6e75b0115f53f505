"""What an earlier run read, so that unchanged documents are not opened again.

Lies in ``OUT/.cache`` and is no part of the published data; deleting it costs time only.

- ``documents/<key>.rows``: the rows of one document. The key is made of the content hash, the version
  of everything that decides how a document is read, the configuration, and the document's names.
- ``index.json``: size, modification time and hash of the files seen last, so that an unchanged file is
  not even hashed again.
- ``published.json``: what the set that was published last was made of, so that nothing is written
  when nothing changed.

Each file is written under a temporary name and renamed, so that a kill at any moment leaves it whole
or absent. Nothing is unpickled: the files are JSON, and a damaged one counts as absent.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise
from pathlib import Path
from typing import IO, Any, TypeAlias

from pipeline.errors import NothingPublishedError, UsageError

Rows: TypeAlias = "Mapping[str, list[dict[str, object]]]"
"""Rows of one document by table, as ``pipeline.write.rows_of`` gives them."""

FORMAT = 2
_RACY_NS = 2_000_000_000
"""A file changed less than this before it was hashed may change again within the clock's grain."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a run tells of one document without loading its rows."""

    document_id: str
    sha256: str
    """Of the bytes that were read, should the file have changed since it was found."""
    status: str
    message: str | None
    pages: int | None
    rates: int
    readers: tuple[tuple[str, int], ...]
    limit: str | None = None
    """The limit the document broke, ``None`` when it broke none. Another limit is worth another try."""


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

    def save_published(self, stamp: Stamp, keep: Iterable[str]) -> None:
        """Remember what was published, and forget the documents that are no part of it."""
        self._write("published.json", asdict(stamp))
        kept = {self.entry_path(key).name for key in keep}
        for path in self._documents.iterdir():
            if path.name not in kept:
                path.unlink(missing_ok=True)

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        try:
            _write_whole(self.folder / name, json.dumps(content).encode())
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


def save_entry(path: Path, entry: Entry, rows: Rows) -> None:
    """Write the rows of a document: a line about it, and a line for each table.

    Raises:
        OSError: No space left, or the folder cannot be written.
        TypeError: A column holds values of several types.
    """
    lines = [json.dumps(_encode_table(table), separators=(",", ":")).encode() + b"\n" for table in rows.values()]
    tables = b"".join(lines)
    sizes = dict(zip(rows, map(len, lines), strict=True))
    head = json.dumps({**asdict(entry), "size": len(tables), "crc": zlib.crc32(tables), "tables": sizes}).encode()
    _write_whole(path, head + b"\n" + tables)


def load_entry(path: Path) -> Entry | None:
    """What the entry says of its document; ``None`` where there is none, or no whole one."""
    try:
        with path.open("rb") as stream:
            head = stream.readline()
            size = os.fstat(stream.fileno()).st_size - len(head)
        record = json.loads(head)
        whole = record.pop("size") == size and record.pop("crc") is not None and record.pop("tables") is not None
        return Entry(**{**record, "readers": tuple(map(tuple, record["readers"]))}) if whole else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def load_rows(path: Path) -> Rows | None:
    """The rows of an entry; ``None`` where it is damaged."""
    try:
        return parse_rows(path.read_bytes())
    except OSError:
        return None


def parse_rows(content: bytes) -> Rows | None:
    """The rows in the content of an entry; ``None`` where it is damaged."""
    start = content.find(b"\n") + 1
    try:
        head = json.loads(content[:start])
        if zlib.crc32(memoryview(content)[start:]) != head["crc"]:
            return None
        ends = list(accumulate(head["tables"].values(), initial=start))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return _EntryRows(content, dict(zip(head["tables"], pairwise(ends), strict=True)))


class _EntryRows(Mapping[str, list[dict[str, object]]]):
    """The tables of an entry, each decoded when it is asked for: most of what is done needs one or two."""

    __slots__ = ("_content", "_decoded", "_places")

    def __init__(self, content: bytes, places: Mapping[str, tuple[int, int]]) -> None:
        self._content = content
        self._places = places
        self._decoded: dict[str, list[dict[str, object]]] = {}

    def __getitem__(self, table: str) -> list[dict[str, object]]:
        if table not in self._decoded:
            start, end = self._places[table]
            self._decoded[table] = _decode_table(json.loads(self._content[start:end]))
        return self._decoded[table]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _encode_table(rows: Sequence[Mapping[str, object]]) -> dict[str, Any]:
    """Column by column, so that a type is told once and not with every value."""
    names = list(rows[0]) if rows else []
    return {"rows": len(rows), "columns": {name: _encode_column([row[name] for row in rows]) for name in names}}


def _encode_column(values: list[Any]) -> list[Any]:
    kinds = {type(value) for value in values} - {type(None)}
    if kinds == {Decimal}:
        return ["decimal", [value if value is None else str(value) for value in values]]
    if kinds == {date}:
        return ["date", [value if value is None else value.isoformat() for value in values]]
    if kinds <= {str, int, float, bool, list, tuple}:
        return ["plain", values]
    raise TypeError(f"a column of {sorted(kind.__name__ for kind in kinds)} cannot be kept")


def _decode_table(table: Mapping[str, Any]) -> list[dict[str, object]]:
    columns = {name: _decode_column(kind, values) for name, (kind, values) in table["columns"].items()}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _decode_column(kind: str, values: list[Any]) -> list[Any]:
    if kind == "decimal":
        return [value if value is None else Decimal(value) for value in values]
    if kind == "date":
        return [value if value is None else date.fromisoformat(value) for value in values]
    return values


def _read_json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write_whole(path: Path, content: bytes) -> None:
    """Write under another name, then rename: readers see the old file or the new one, never a part."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _cannot_write(folder: Path, error: OSError) -> NothingPublishedError:
    hint = "free some space, make it writable, or choose another --out"
    return NothingPublishedError(f"cannot write {folder}: {error.strerror}", hint)
