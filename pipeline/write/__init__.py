"""Stage 5: rows -> Parquet and ``datapackage.json``, replacing the old set as a whole.

``publish`` is the entry; ``rows_of`` gives the rows of one document, so that they can be kept and
published again without reading the document again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.published.manifest import MANIFEST, format_manifest
from pipeline.published.rows import Row, rows_of
from pipeline.results import DocumentResult
from pipeline.write.swap import replacing, settle

__all__ = ["load", "publish", "rows_of", "settle"]

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
    from pipeline.write.parquet import build_tables, write_table  # noqa: PLC0415 (brings pyarrow)

    given = documents.values() if isinstance(documents, Mapping) else documents
    tables = build_tables(rows_of(each) if isinstance(each, DocumentResult) else each for each in given)
    with replacing(out) as staging:
        parts = [write_table(table, name, staging) for name, table in tables.items()]
        with (staging / MANIFEST).open("w", encoding="utf-8") as stream:
            stream.write(format_manifest(parts))
            stream.flush()
            os.fsync(stream.fileno())
