"""Stage 5: rows -> Parquet and ``datapackage.json``, replacing the old set as a whole.

``publish`` is the entry for results and rows. A run hands over blocks instead (``publish_blocks``): the
columns of each document as they were kept, so that no row is looked at again.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.published.blocks import Block, build_blocks
from pipeline.published.manifest import MANIFEST, format_manifest
from pipeline.published.rows import Row, rows_of
from pipeline.results import DocumentResult
from pipeline.schemas import TABLE_NAMES
from pipeline.write.swap import replacing, settle

__all__ = ["load", "publish", "publish_blocks", "rows_of", "settle"]

Rows = Mapping[str, Sequence[Row]]
"""Rows of one document by table, as ``rows_of`` gives them."""


def load() -> None:
    """Import what publishing needs: a run does so while its last documents are read in other processes."""
    import pyarrow.parquet  # noqa: F401, PLC0415

    import pipeline.write.parquet  # noqa: F401, PLC0415


def publish(documents: Mapping[str, Rows] | Iterable[DocumentResult | Rows], out: Path) -> None:
    """Publish the documents' rows as one set, instead of the set that lies in ``out``.

    Args:
        documents: Results, or rows of results; a mapping is by ``document_id``. Any order.
        out: Directory of the set. Other files and folders in it stay.

    Raises:
        SchemaError: rows that are not as ``schemas/`` declares.
        NothingPublishedError: the directory cannot be written or replaced; the old set is as it was.
    """
    tables: defaultdict[str, list[Block]] = defaultdict(list)
    for given in documents.values() if isinstance(documents, Mapping) else documents:
        for name, block in build_blocks(rows_of(given) if isinstance(given, DocumentResult) else given).items():
            tables[name].append(block)
    publish_blocks(lambda name: tables.pop(name, ()), out)


def publish_blocks(blocks_of: Callable[[str], Iterable[Block]], out: Path) -> None:
    """The same of blocks.

    Args:
        blocks_of: Gives the blocks of a table by its name; called once for each table. Any order.
        out: Directory of the set.

    Raises:
        NothingPublishedError: the directory cannot be written or replaced; the old set is as it was.
    """
    from pipeline.write.parquet import write_table  # noqa: PLC0415 (brings pyarrow)

    with replacing(out) as staging:
        parts = [write_table(name, blocks_of(name), staging) for name in TABLE_NAMES]
        with (staging / MANIFEST).open("w", encoding="utf-8") as stream:
            stream.write(format_manifest(parts))
            stream.flush()
            os.fsync(stream.fileno())
