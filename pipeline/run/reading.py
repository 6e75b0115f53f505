"""Reading one document, from its file to its rows in the cache: the work a worker process does."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.acquire import UNKNOWN_SHA256, Source
from pipeline.models import Document, DocumentStatus
from pipeline.results import DocumentResult
from pipeline.run.entries import Entry, pack_kept, save_entry, volume_path
from pipeline.run.kept import Kept
from pipeline.run.tasks import load_function


@dataclass(frozen=True, slots=True)
class Stages:
    """What a document goes through, named and not imported: the parent of a run never needs the engines behind it."""

    reader: str = "pipeline.ladder:read_volumes"
    """Gives the results of a file: one, or one for each volume where it is too long to be read as one."""
    config: str = "pipeline.ladder:ReadConfig"
    encoder: str = "pipeline.run.keeping:keep_result"
    engines: tuple[str, ...] = ("pipeline.extract.pdfium:open_pdf", "pipeline.extract.triage:kind_of")
    """What the reader needs for nearly every PDF, so that workers share it."""


STAGES = Stages()
_HEAD = 1024
"""Bytes at the start of a file in which a PDF says that it is one."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to read, and where its rows go."""

    source: Source
    entry: Path
    """File of the cache the rows are written to."""
    options: Mapping[str, Any]
    """Arguments of ``ReadConfig``."""
    stages: Stages


@dataclass(frozen=True, slots=True)
class CannotStore:
    """The rows of a document could not be written: the run's trouble, not the document's."""

    message: str


def read_job(job: Job) -> Entry | CannotStore:
    """Read a document and leave its rows in the cache; what is returned is small.

    A document that cannot be opened or read gives rows too: its status and the reason.
    """
    if job.source.refused:
        return store_failure(job, "unsupported", job.source.refused)
    try:
        data = job.source.path.read_bytes()
    except OSError as error:
        return store_failure(job, "damaged", f"cannot be opened: {error.strerror}")
    return _store(job, read_bytes(data, job.source.document_id, job.source.source_path, job.options, job.stages), None)


def read_bytes(
    data: bytes, document_id: str, source_path: str, options: Mapping[str, Any], stages: Stages
) -> Iterable[DocumentResult]:
    """What the reading ladder makes of the bytes of a document, volume by volume.

    They are hashed here, even where their file was hashed when it was found: it may have changed since,
    and rows and hash must tell of the same bytes.
    """
    reader: Callable[..., Iterable[DocumentResult]] = load_function(stages.reader)
    config = load_function(stages.config)(**options)
    return reader(data, document_id, source_path, hashlib.sha256(data).hexdigest(), config)


def store_failure(job: Job, status: DocumentStatus, message: str, limit: str | None = None) -> Entry | CannotStore:
    """Leave in the cache that a document could not be read.

    Args:
        job: The document.
        status: Its status in ``documents``.
        message: Why, for the user.
        limit: The limit it broke, where another might let it pass.
    """
    source = job.source
    document = Document(
        document_id=source.document_id,
        source_path=source.source_path,
        sha256=source.sha256,
        media_type=_media_type(source),
        size=source.size,
        status=status,
        message=message,
    )
    return _store(job, [DocumentResult(document)], limit)


def is_text(source: Source) -> bool:
    """Whether a document is plain text by its first bytes, so that no engine will be loaded for it."""
    return _media_type(source) == "text/plain"


def _store(job: Job, results: Iterable[DocumentResult], limit: str | None) -> Entry | CannotStore:
    """Leave what was read in the cache, a volume at a time; the first one last, since it says that all are there.

    A volume that could not be read stands for the whole file.
    """
    keep: Callable[[DocumentResult], Kept] = load_function(job.stages.encoder)
    volumes, first = 0, None
    try:
        for result in results:
            volumes += 1
            entry, packed = _entry_of(result, limit), pack_kept(keep(result))
            if entry.status != "ok":
                volumes = 1
            if volumes == 1:
                first = entry, packed
            else:
                save_entry(volume_path(job.entry, volumes), entry, packed)
            del result, packed  # before the next volume is read
        if first is None:
            raise ValueError("a reader gave nothing")
        entry = replace(first[0], volumes=volumes)
        save_entry(job.entry, entry, first[1])
    except OSError as error:
        return CannotStore(f"cannot write {job.entry.parent}: {error.strerror}")
    return entry


def _entry_of(result: DocumentResult, limit: str | None) -> Entry:
    document = result.document
    return Entry(
        document_id=document.document_id,
        sha256=document.sha256,
        status=document.status,
        message=document.message,
        pages=document.page_count,
        rates=len(result.rates),
        readers=result.readers,
        limit=limit,
    )


def _media_type(source: Source) -> str:
    if source.refused or source.sha256 == UNKNOWN_SHA256:
        return "application/octet-stream"
    try:
        with source.path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError:
        return "application/octet-stream"
    if b"%PDF-" in head:
        return "application/pdf"
    return "application/octet-stream" if b"\0" in head else "text/plain"
