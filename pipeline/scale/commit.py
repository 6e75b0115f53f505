"""The one step that sees all shards: what several documents together tell, and the manifest, written last.

Until the manifest is there, the set is the old one, or none; part files that no manifest names are
not of the set, and are deleted once the new one is. One commit at a time may work on a set.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pipeline.errors import NothingPublishedError
from pipeline.published.manifest import MANIFEST, Part, format_manifest
from pipeline.run import count_rows
from pipeline.run.cache import Rows, entry_key, parse_rows
from pipeline.run.fingerprint import publishing_version
from pipeline.run.together import bring_together
from pipeline.scale.shards import Done
from pipeline.scale.storage import Storage
from pipeline.scale.work import ACROSS, FOLDER, write_parts
from pipeline.schemas import TABLE_NAMES, arrow_schema

BATCH = 2000
"""Documents whose rows of the committer's own tables go into one part file."""


def commit(done: Sequence[Done], out: str) -> Counter[str]:
    """Publish the shards as one set.

    Args:
        done: Every shard of the set.
        out: Address of the set.

    Returns:
        Numbers of ``rates``, ``findings``, and ``errors`` among them that are not waived.
    """
    storage = Storage(out)
    with tempfile.TemporaryDirectory(prefix="mou-commit-") as name:
        folder = Path(name)
        counts: Counter[str] = Counter()
        kept = ShardRows(done, storage, folder)
        own = list(_write_across(count_rows(bring_together(kept), counts), _key_of(done), storage, folder))
        parts = [*(part for shard in done for part in shard.parts), *own]
        parts += _write_empty({part.table for part in parts}, storage, folder)
        storage.put_text(format_manifest(parts), MANIFEST, folder)
    _sweep(storage, done, parts)
    return counts


class ShardRows(Mapping[str, Rows]):
    """The rows the committer needs of each document by its id, read from the shards' files at each access."""

    def __init__(self, done: Iterable[Done], storage: Storage, folder: Path) -> None:
        places: dict[str, tuple[Path, int, int]] = {}
        for shard in done:
            path = folder / f"{shard.name}.rows"
            storage.get(shard.kept, path)
            for entry, (offset, length) in zip(shard.entries, shard.places, strict=True):
                places[entry.document_id] = (path, offset, length)
        self._places = dict(sorted(places.items()))

    def __getitem__(self, document_id: str) -> Rows:
        """Rows of one document.

        Raises:
            NothingPublishedError: They are damaged.
        """
        path, offset, length = self._places[document_id]
        with path.open("rb") as stream:
            stream.seek(offset)
            rows = parse_rows(stream.read(length))
        if rows is None:
            raise NothingPublishedError(f"the rows kept of {document_id} are damaged", "run again with --fresh")
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def _key_of(done: Iterable[Done]) -> str:
    return entry_key(publishing_version(), sorted(shard.name for shard in done))[:16]


def _write_across(documents: Iterator[Rows], key: str, storage: Storage, folder: Path) -> Iterator[Part]:
    for number in range(1 << 30):
        batch = [{name: rows[name] for name in ACROSS if name in rows} for rows in islice(documents, BATCH)]
        if not batch:
            return
        yield from write_parts(batch, f"{number:05d}-{key}", storage, folder)


def _write_empty(filled: set[str], storage: Storage, folder: Path) -> Iterator[Part]:
    """A part without rows for each table that has none, so that every table can be opened."""
    from pipeline.write.parquet import write_table  # noqa: PLC0415 (brings pyarrow)

    for name in TABLE_NAMES:
        if name not in filled:
            entry = write_table(arrow_schema(name).empty_table(), name, folder)
            path = f"{name}.parquet/part-empty.parquet"
            storage.put(folder / entry.path, path)
            yield replace(entry, path=path)


def _sweep(storage: Storage, done: Iterable[Done], parts: Iterable[Part]) -> None:
    """Delete what is of no set any more."""
    shards = [shard.name for shard in done]
    keep = {part.path for part in parts} | {
        f"{FOLDER}/{name}{end}" for name in shards for end in (".rows", ".done.json")
    }
    for folder in (FOLDER, *(f"{name}.parquet" for name in TABLE_NAMES)):
        for name in storage.names(folder):
            if name not in keep and not name.startswith(f"{FOLDER}/manifest"):
                storage.remove(name)
