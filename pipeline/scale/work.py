"""One shard: its documents read, its part files written, its marker left. The work of a Ray task.

A task that is run again, because its machine died or for good measure, writes the same files under
the same names; whoever finds the marker need not run it at all.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pipeline.acquire import UNKNOWN_SHA256, Source, hash_file
from pipeline.published.blocks import Block
from pipeline.published.manifest import Part
from pipeline.run.entries import Entry, format_entry, load_volumes, pack_kept
from pipeline.run.kept import Kept
from pipeline.run.local import read_jobs
from pipeline.run.reading import Job
from pipeline.scale.items import Item
from pipeline.scale.shards import Done, Shard
from pipeline.scale.storage import Storage
from pipeline.schemas import TABLE_NAMES

FOLDER = "_shards"
ACROSS = ("findings", "pay_history")
"""Tables that need all documents; the committer writes them."""
_NEEDED_ACROSS = ("salary_rates", *ACROSS)


def read_shard(shard: Shard, out: str) -> Done:
    """Read a shard's documents, each within its deadline and memory, and leave its files in the set.

    Args:
        shard: What to read.
        out: Address of the set.

    Raises:
        NothingPublishedError: The files cannot be written.
    """
    storage = Storage(out)
    if (done := find_done(storage, shard)) is not None:
        return done
    with tempfile.TemporaryDirectory(prefix="mou-shard-") as name:
        folder = Path(name)
        jobs = [_job(shard, item, order, folder) for order, item in enumerate(shard.items)]
        for _ in read_jobs(jobs, 1, shard.limits, lambda _: None):
            pass
        read = [each for job in jobs for each in load_volumes(job.entry, hint="run again")]
        ordered, documents = tuple(entry for entry, _ in read), [kept for _, kept in read]
        tables = [name for name in TABLE_NAMES if name not in ACROSS]
        blocks = {name: [each.blocks[name] for each in documents if name in each.blocks] for name in tables}
        parts = write_parts(blocks, shard.name, storage, folder)
        kept = f"{FOLDER}/{shard.name}.rows"
        done = Done(shard.name, parts, kept, ordered, _keep(ordered, documents, kept, storage, folder))
        storage.put_text(json.dumps(asdict(done)), _marker(shard), folder)
    return done


def find_done(storage: Storage, shard: Shard) -> Done | None:
    """What the shard became in an earlier run, when its marker says that it was done."""
    record = storage.read_json(_marker(shard))
    return None if record is None else parse_done(record)


def parse_done(record: Any) -> Done:
    """A marker's content as record."""
    return Done(
        name=record["name"],
        parts=tuple(Part(**part) for part in record["parts"]),
        kept=record["kept"],
        entries=tuple(
            Entry(**{**entry, "readers": tuple(map(tuple, entry["readers"]))}) for entry in record["entries"]
        ),
        places=tuple((offset, length) for offset, length in record["places"]),
    )


def write_parts(blocks: Mapping[str, Iterable[Block]], name: str, storage: Storage, folder: Path) -> tuple[Part, ...]:
    """Write the blocks of some documents as one part file per table that has any."""
    from pipeline.write.parquet import write_table  # noqa: PLC0415 (brings pyarrow)

    parts = []
    for table, given in blocks.items():
        if found := list(given):
            entry = write_table(table, found, folder)
            path = f"{table}.parquet/part-{name}.parquet"
            storage.put(folder / entry.path, path)
            parts.append(replace(entry, path=path))
    return tuple(parts)


def _job(shard: Shard, item: Item, order: int, folder: Path) -> Job:
    return Job(_fetch(item, order, folder), folder / f"{order}.rows", shard.options, shard.stages)


def _fetch(item: Item, order: int, folder: Path) -> Source:
    """The document as a local file; one that cannot be had is refused, with the reason."""
    path = Path(item.url) if "://" not in item.url else folder / f"{order}.document"
    refused = item.refused or None
    try:
        if "://" in item.url and not refused:
            _download(item.url, path)
        size = 0 if refused else path.stat().st_size
        sha256 = UNKNOWN_SHA256 if refused else item.sha256 or hash_file(path)
    except Exception as error:  # noqa: BLE001 - each file system behind fsspec has errors of its own
        size, sha256, refused = 0, UNKNOWN_SHA256, f"cannot be opened: {getattr(error, 'strerror', None) or error}"
    return Source(item.document_id, item.source_path or item.document_id, path, sha256, size, refused=refused)


def _download(url: str, path: Path) -> None:
    import fsspec  # noqa: PLC0415 (only runs at scale need it)

    with fsspec.open(url, "rb") as stream, path.open("wb") as target:
        shutil.copyfileobj(stream, target)


def _keep(
    entries: Sequence[Entry], documents: Sequence[Kept], name: str, storage: Storage, folder: Path
) -> tuple[tuple[int, int], ...]:
    """Put what the committer needs of each document one after the other into one file."""
    kept, places = folder / "kept", []
    with kept.open("wb") as stream:
        for entry, document in zip(entries, documents, strict=True):
            needed = {table: document.blocks[table] for table in _NEEDED_ACROSS if table in document.blocks}
            begin = stream.tell()
            stream.writelines(format_entry(entry, pack_kept(replace(document, blocks=needed))))
            places.append((begin, stream.tell() - begin))
    storage.put(kept, name)
    return tuple(places)


def _marker(shard: Shard) -> str:
    return f"{FOLDER}/{shard.name}.done.json"
