"""The one step that sees all shards: what several documents together tell, and the manifest, written last.

Until the manifest is there, the set is the old one, or none; part files that no manifest names are
not of the set, and are deleted once the new one is. One commit at a time may work on a set.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.errors import NothingPublishedError
from pipeline.published.manifest import MANIFEST, Part, format_manifest
from pipeline.run.cache import entry_key
from pipeline.run.entries import load_kept
from pipeline.run.fingerprint import publishing_version
from pipeline.run.kept import Kept
from pipeline.run.together import Together, bring_together
from pipeline.scale.shards import Done
from pipeline.scale.storage import Storage
from pipeline.scale.work import ACROSS, FOLDER, write_parts
from pipeline.schemas import TABLE_NAMES

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
        together = bring_together(_load_shards(done, storage, folder))
        own = list(_write_across(together, _key_of(done), storage, folder))
        parts = [*(part for shard in done for part in shard.parts), *own]
        parts += _write_empty({part.table for part in parts}, storage, folder)
        storage.put_text(format_manifest(parts), MANIFEST, folder)
    _sweep(storage, done, parts)
    return Counter(
        rates=together.count_rows("salary_rates"),
        findings=together.count_rows("findings"),
        errors=together.count_errors(),
    )


def _load_shards(done: Iterable[Done], storage: Storage, folder: Path) -> dict[str, Kept]:
    """What is kept of each document by its id, in copies of the shards' files.

    Raises:
        NothingPublishedError: They are damaged, also later when a table is, or two have one name.
    """
    documents: dict[str, Kept] = {}
    for shard in done:
        path = folder / f"{shard.name}.rows"
        storage.get(shard.kept, path)
        for entry, (begin, _) in zip(shard.entries, shard.places, strict=True):
            if entry.document_id in documents:
                raise NothingPublishedError(f"two documents would be {entry.document_id}", "rename one of the files")
            documents[entry.document_id] = load_kept(path, begin, hint="run again with --fresh")
    return documents


def _key_of(done: Iterable[Done]) -> str:
    return entry_key(publishing_version(), sorted(shard.name for shard in done))[:16]


def _write_across(together: Together, key: str, storage: Storage, folder: Path) -> Iterator[Part]:
    names = list(together.documents)
    for number, begin in enumerate(range(0, len(names), BATCH)):
        batch = names[begin : begin + BATCH]
        blocks = {table: together.blocks(table, batch) for table in ACROSS}
        yield from write_parts(blocks, f"{number:05d}-{key}", storage, folder)


def _write_empty(filled: set[str], storage: Storage, folder: Path) -> Iterator[Part]:
    """A part without rows for each table that has none, so that every table can be opened."""
    from pipeline.write.parquet import write_table  # noqa: PLC0415 (brings pyarrow)

    for name in TABLE_NAMES:
        if name not in filled:
            entry = write_table(name, (), folder)
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
