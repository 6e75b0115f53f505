"""The file that keeps one document: ``documents/<key>.rows`` of the cache.

A line about the document, a line that says what lies where, then sections: what other documents may
ask of it, the lines of its history, and each table as columns in an Arrow message (see
``pipeline.published.message``), which is read where it lies and not decoded. Lines and short sections
are JSON; nothing is unpickled. Every part has a checksum, and a damaged file counts as absent.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from sys import intern
from typing import Any

from pipeline.errors import NothingPublishedError
from pipeline.history.told import Line, Told
from pipeline.published.blocks import Block
from pipeline.published.layout import Buffer
from pipeline.run.kept import Facts, Kept

FORMAT = 5


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
    volumes: int = 1
    """Documents the file became, this one the first: more than one where it was too long to be read as one. The
    others have files of their own beside its file."""


def volume_path(path: Path, number: int) -> Path:
    """The file of a further document that a file became, from 2 on; that of the first one is ``path``."""
    return path if number == 1 else path.with_name(f"{path.stem}.{number}{path.suffix}")


def load_volumes(path: Path, hint: str = "run again: it is read anew") -> Iterator[tuple[Entry, Kept]]:
    """The documents that a file became, with what is kept of each.

    Raises:
        NothingPublishedError: It is damaged, or not all of it is there.
    """
    number, volumes = 1, 1
    while number <= volumes:
        entry = load_entry(volume_path(path, number))
        if entry is None:
            raise _discard(path, hint)
        yield entry, load_kept(volume_path(path, number), hint=hint)
        volumes = max(volumes, entry.volumes)
        number += 1


def save_entry(path: Path, entry: Entry, packed: Sequence[Buffer]) -> None:
    """Write what is kept of a document, as ``pack_kept`` gives it.

    Raises:
        OSError: No space left, or the folder cannot be written.
    """
    write_whole(path, format_entry(entry, packed))


def format_entry(entry: Entry, packed: Sequence[Buffer]) -> list[Buffer]:
    """Content of the file of one document, in pieces.

    Args:
        entry: What a run tells of it.
        packed: What is kept of it, as ``pack_kept`` gives it.
    """
    told = {"size": sum(map(len, packed)), "crc": zlib.crc32(packed[0])}
    return [_to_json({**asdict(entry), **told}) + b"\n", *packed]


def pack_kept(kept: Kept) -> list[Buffer]:
    """What is kept of a document as it lies in its file, in pieces: the directory first."""
    blocks = kept.blocks
    sections: list[Buffer] = [_to_json(_facts_record(kept.facts)), _to_json(_lines_record(kept.load_lines()))]
    sections += [block.load() for block in blocks.values()]
    ends = list(accumulate(map(len, sections), initial=0))
    places = [(begin, len(section), zlib.crc32(section)) for begin, section in zip(ends, sections, strict=False)]
    tables = {
        name: {"place": place, "rows": block.rows, "first": block.first, "last": block.last}
        for (name, block), place in zip(blocks.items(), places[2:], strict=True)
    }
    return [_to_json({"facts": places[0], "lines": places[1], "tables": tables}) + b"\n", *sections]


def load_entry(path: Path) -> Entry | None:
    """What the file says of its document; ``None`` where there is none, or no whole one."""
    try:
        with path.open("rb") as stream:
            head = stream.readline()
            size = os.fstat(stream.fileno()).st_size - len(head)
        record = json.loads(head)
        whole = record.pop("size") == size and record.pop("crc") is not None
        entry = Entry(**{**record, "readers": tuple(map(tuple, record["readers"]))})
        others = (load_entry(volume_path(path, number)) for number in range(2, entry.volumes + 1))
        return entry if whole and all(others) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def load_kept(path: Path, start: int = 0, hint: str = "run again: it is read anew") -> Kept:
    """What is kept of a document; its tables are read when they are asked for, each time.

    Args:
        path: A file of one document, or of several one after the other.
        start: Where the document's begins.
        hint: What the user does when it is damaged.

    Raises:
        NothingPublishedError: It is damaged, also later when a table is. The file is deleted then.
    """
    damaged = partial(_discard, path, hint)
    try:
        with path.open("rb") as stream:
            stream.seek(start)
            head = json.loads(stream.readline())
            directory = stream.readline()
            if zlib.crc32(directory) != head["crc"]:
                raise damaged()
            begin = stream.tell()
        record = json.loads(directory)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged() from error
    sections = _Sections(str(path), begin, damaged)
    return Kept(
        facts=_facts_of(json.loads(sections.read(record["facts"]))),
        blocks={name: _block_of(name, told, sections) for name, told in record["tables"].items()},
        load_lines=partial(_load_lines, sections, record["lines"]),
    )


@dataclass(frozen=True, slots=True)
class _Sections:
    """The sections of one document in a file."""

    path: str
    begin: int
    damaged: Callable[[], NothingPublishedError]

    def read(self, place: Sequence[int]) -> bytes:
        """A section, whole, or an error."""
        offset, length, crc = place
        try:
            descriptor = os.open(self.path, os.O_RDONLY)
            try:
                content = os.pread(descriptor, length, self.begin + offset)
            finally:
                os.close(descriptor)
        except OSError as error:
            raise self.damaged() from error
        if zlib.crc32(content) != crc:
            raise self.damaged()
        return content


def _discard(path: Path, hint: str) -> NothingPublishedError:
    path.unlink(missing_ok=True)
    return NothingPublishedError(f"the rows kept in {path.name} are damaged", hint)


def _to_json(record: Any) -> bytes:
    return json.dumps(record, separators=(",", ":")).encode()


def _block_of(name: str, told: Mapping[str, Any], sections: _Sections) -> Block:
    load = partial(sections.read, told["place"])
    return Block(intern(name), told["rows"], tuple(told["first"]), tuple(told["last"]), load)


def _lines_record(lines: Sequence[Line]) -> dict[str, Any]:
    """Few lines differ in their shape."""
    shapes = {shape: number for number, shape in enumerate(dict.fromkeys(line.shape for line in lines))}
    return {
        "shapes": list(shapes),
        "lines": [[line.subject, line.rest, shapes[line.shape], line.rows] for line in lines],
    }


def _load_lines(sections: _Sections, place: Sequence[int]) -> list[Line]:
    record = json.loads(sections.read(place))
    shapes = [tuple((day, condition) for day, condition in shape) for shape in record["shapes"]]
    return [Line(subject, rest, shapes[shape], rows) for subject, rest, shape, rows in record["lines"]]


def _facts_record(facts: Facts) -> dict[str, Any]:
    told = facts.told and {"employer": facts.told.employer, "rank": facts.told.rank, "titles": facts.told.titles}
    subjects = [[*subject, digest] for subject, digest in facts.subjects.items()]
    return {"sha256": facts.sha256, "errors": facts.errors, "subjects": subjects, "told": told}


def _facts_of(record: Mapping[str, Any]) -> Facts:
    told = record["told"] and Told(**{**record["told"], "rank": tuple(record["told"]["rank"])})
    subjects = {(code, day): digest for code, day, digest in record["subjects"]}
    return Facts(record["sha256"], record["errors"], subjects, told)


def write_whole(path: Path, pieces: Iterable[Buffer]) -> None:
    """Write under another name, then rename: readers see the old file or the new one, never a part.

    Raises:
        OSError: No space left, or the folder cannot be written.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{time.monotonic_ns()}.tmp")
    try:
        with temporary.open("wb") as stream:
            stream.writelines(pieces)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
