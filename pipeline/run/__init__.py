"""The run: acquire -> extract -> normalize -> validate -> write, over many documents.

Each document is read on its own (see ``pipeline.run.reading``) and its rows kept in the cache. Then all
rows are brought together, what concerns several documents is computed, and the set is published at
once. Whatever interrupts a run leaves the set of the last one whole, and the next run goes on with
the documents this one finished.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.acquire import Source, discover
from pipeline.errors import EXIT_NOTHING, EXIT_OK, EXIT_PARTIAL, NothingPublishedError, UsageError
from pipeline.results import RunSummary
from pipeline.run import reading
from pipeline.run.cache import Cache, Stamp, entry_key, published_files
from pipeline.run.entries import Entry, load_entry, load_volumes, volume_path
from pipeline.run.fingerprint import publishing_version, reading_version
from pipeline.run.local import read_jobs
from pipeline.run.progress import Reporter, Silent
from pipeline.run.reading import Job
from pipeline.run.tasks import Limits
from pipeline.write import publish_blocks, settle

if TYPE_CHECKING:
    from pipeline.results import DocumentResult
    from pipeline.run.kept import Kept
    from pipeline.validate.report import ValidationReport


DEFAULT_TIMEOUT = 120.0
"""Seconds one document may take."""


def extract(
    inputs: Sequence[Path | str],
    out: Path | str,
    *,
    jobs: int | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    memory: int = 2 << 30,
    fresh: bool = False,
    debug: Path | None = None,
    progress: Reporter | None = None,
) -> RunSummary:
    """Read documents and publish what they say.

    Args:
        inputs: Files and folders.
        out: Folder of the published set; replaced as a whole, or not at all.
        jobs: Worker processes; by default one per core, and one more for the last document.
        timeout: Seconds one document may take.
        memory: Bytes of memory one document may take.
        fresh: Read every document again, also unchanged ones.
        debug: Folder for pictures of what was read; implies reading every document.
        progress: Hears of each document; by default nobody.

    Raises:
        UsageError: An input is missing or an option makes no sense.
        NothingPublishedError: There is no document, or the folder cannot be written.
    """
    begun, begun_ns = time.monotonic(), time.time_ns()
    limits = check_limits(jobs, timeout, memory)
    reporter = progress or Silent()
    settle(Path(out))
    with Cache(Path(out)) as cache:
        sources = discover([Path(given) for given in inputs], cache.known_hash)
        plan = _Plan(cache, read_options(debug, timeout), limits)
        works = [plan.work_of(source, fresh=fresh or debug is not None) for source in sources]
        entries = _read(works, jobs, limits, reporter)
        cache.save_index(((s.path, s.size, s.mtime_ns, s.sha256) for s in sources if not s.refused), begun_ns)
        stamp = _publish_if_changed(cache, entries)
    unchanged = sum(work.entry.volumes for work in works if work.entry)
    return _summary(Path(out), stamp, unchanged, time.monotonic() - begun)


def read_options(debug: Path | None, timeout: float) -> dict[str, Any]:
    """Arguments of ``ReadConfig`` that differ from its own: two thirds of another deadline go to recognising pages."""
    options: dict[str, Any] = {"debug": str(debug)} if debug else {}
    return options if timeout == DEFAULT_TIMEOUT else options | {"ocr_seconds": round(timeout * 2 / 3, 1)}


def validate(directory: Path | str, *, waivers: Path | None = None, expectations: bool = True) -> ValidationReport:
    """Check a published set as it lies on disk; see ``pipeline.validate.validate_set``.

    Args:
        directory: Folder of the set; nothing in it is changed.
        waivers: File of waivers; by default ``schemas/waivers.toml``.
        expectations: Whether to run Great Expectations too, which takes seconds to import.

    Raises:
        PublishedSetError: The set is not whole.
        WaiverError: The waivers are malformed.
    """
    from pipeline.validate.validate_set import validate_published  # noqa: PLC0415 - extract does without

    settle(Path(directory))
    return validate_published(Path(directory), waivers=waivers, expectations=expectations)


def extract_document(document: bytes | Path | str, document_id: str | None = None, **options: Any) -> DocumentResult:
    """Read one document in this process: no worker, deadline, cache or published set, and as one, however long.

    Args:
        document: The bytes of a PDF or text, or the path of one.
        document_id: Its name in the rows; by default the file's name, or "document".
        options: Arguments of ``pipeline.ladder.ReadConfig``.

    Returns:
        All rows of the document; trouble with it is told by ``result.document.status``.
    """
    path = None if isinstance(document, bytes) else Path(document)
    data = document if isinstance(document, bytes) else Path(document).read_bytes()
    name = document_id or (path.name if path else "document")
    source_path = path.as_posix() if path else name
    whole = {"volume_words": sys.maxsize, **options}
    [result] = reading.read_bytes(data, name, source_path, whole, reading.STAGES)
    return result


@dataclass(frozen=True, slots=True)
class _Work:
    """A document with the key of its rows, and what is known of them already."""

    key: str
    job: Job
    entry: Entry | None
    """``None`` where the document must be read."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Decides which documents must be read."""

    cache: Cache
    options: Mapping[str, Any]
    limits: Limits

    def work_of(self, source: Source, *, fresh: bool) -> _Work:
        """What there is to do for one document."""
        options = {name: value for name, value in self.options.items() if name != "debug"}
        names = (source.document_id, source.source_path, source.refused or "")
        key = entry_key(source.sha256, *names, reading_version(), sorted(options.items()), reading.STAGES)
        job = Job(source, self.cache.entry_path(key), self.options, reading.STAGES)
        entry = None if fresh else load_entry(job.entry)
        return _Work(key, job, entry if entry and self._still_holds(entry, source) else None)

    def _still_holds(self, entry: Entry, source: Source) -> bool:
        """Whether it tells of these bytes (a file may change while it is read), under these limits."""
        same_limit = entry.limit in {None, self.limits.broken_by(entry.status)}
        return same_limit and entry.sha256 == source.sha256


def check_limits(jobs: int | None, timeout: float, memory: int) -> Limits:
    """The limits of each document.

    Raises:
        UsageError: An option makes no sense.
    """
    if jobs is not None and jobs < 1:
        raise UsageError("--jobs must be at least 1")
    if not 0 < timeout < 1e8:
        raise UsageError("--timeout must be a number of seconds above 0")
    if memory < 64 << 20:
        raise UsageError("--memory must be at least 64 MiB", "a worker needs that much before it reads anything")
    return Limits(timeout=timeout, memory=memory)


def count_cores() -> int:
    """Cores this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(works: Sequence[_Work], workers: int | None, limits: Limits, reporter: Reporter) -> dict[str, Entry]:
    """Every document's entry by its key; those not in the cache are read.

    Where the number of workers is ours to choose, it is one per core, and one more for the last document:
    three on two cores are done sooner side by side than two and then one.
    """
    cores = count_cores()
    entries = {work.key: work.entry for work in works if work.entry}
    keys = {work.job.source.document_id: work.key for work in works}
    todo = [work.job for work in works if work.entry is None]
    reporter.begin(len(works), len(entries))
    try:
        extra = 1 if workers is None and cores > 1 else 0
        for entry in read_jobs(todo, workers or cores, limits, reporter.start, extra=extra):
            entries[keys[entry.document_id]] = entry
            reporter.done(entry)
    finally:
        reporter.end()
    return {work.key: entries[work.key] for work in works}


def _publish_if_changed(cache: Cache, entries: Mapping[str, Entry]) -> Stamp:
    """Publish the set these entries make, unless it lies there already."""
    failed = sum(entry.status != "ok" for entry in entries.values())
    if failed == len(entries):
        return Stamp("", (), len(entries), failed, 0, 0, 0)
    described = [f"{key} {entry.sha256} {entry.status}" for key, entry in entries.items()]
    made_of = entry_key(publishing_version(), *sorted(described))
    stamp = cache.published()
    if stamp is None or stamp.made_of != made_of:
        stamp = _publish(cache, entries, made_of, failed)
    return stamp


def _publish(cache: Cache, entries: Mapping[str, Entry], made_of: str, failed: int) -> Stamp:
    from pipeline.run.together import bring_together  # noqa: PLC0415 - an unchanged run brings nothing together

    out = cache.folder.parent
    together = bring_together(_load_documents(cache.entry_path(key) for key in entries))
    publish_blocks(together.blocks, out)
    stamp = Stamp(
        made_of=made_of,
        files=published_files(out),
        documents=len(together.documents),
        failed=failed,
        rates=together.count_rows("salary_rates"),
        findings=together.count_rows("findings"),
        errors=together.count_errors(),
    )
    files = [volume_path(cache.entry_path(k), n) for k, each in entries.items() for n in range(1, each.volumes + 1)]
    cache.save_published(stamp, files)
    return stamp


def _load_documents(paths: Iterable[Path]) -> dict[str, Kept]:
    """What is kept of each document by its id; a long file became several.

    Raises:
        NothingPublishedError: Two of them have one name.
    """
    documents: dict[str, Kept] = {}
    for path in paths:
        for entry, kept in load_volumes(path):
            if entry.document_id in documents:
                hint = "rename the file that is called so"
                raise NothingPublishedError(f"two documents would be {entry.document_id}", hint)
            documents[entry.document_id] = kept
    return documents


def exit_code_of(documents: int, failed: int) -> int:
    """How a run ends of whose documents so many could not be read."""
    return EXIT_OK if not failed else EXIT_NOTHING if failed == documents else EXIT_PARTIAL


def _summary(out: Path, stamp: Stamp, unchanged: int, seconds: float) -> RunSummary:
    exit_code = exit_code_of(stamp.documents, stamp.failed)
    return RunSummary(
        out=str(out),
        documents=stamp.documents,
        unchanged=unchanged,
        failed=stamp.failed,
        rates=stamp.rates,
        findings=stamp.findings,
        errors=stamp.errors,
        seconds=seconds,
        exit_code=exit_code,
    )
