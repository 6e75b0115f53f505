"""Reading many documents on this machine: a few small texts here and now, everything else in workers."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from types import FrameType

from pipeline.errors import NothingPublishedError
from pipeline.run.entries import Entry
from pipeline.run.reading import CannotStore, Job, is_text, read_job, store_failure
from pipeline.run.tasks import Failure, Limits
from pipeline.write import load as load_writer

SMALL_RUN = 1 << 20
"""Bytes of plain text up to which a run starts no worker: starting one takes longer than reading them."""


def read_jobs(
    jobs: Sequence[Job], workers: int, limits: Limits, on_start: Callable[[str], None], *, extra: int = 0
) -> Iterator[Entry]:
    """Read documents, yielding what each became as it is done, in no particular order.

    Args:
        jobs: The documents.
        workers: Worker processes at a time.
        limits: Of each document.
        on_start: Called with the ``document_id`` when its reading begins.
        extra: Further workers for the last documents.

    Raises:
        NothingPublishedError: The rows of a document cannot be written (no space left).
        WorkerStartError: Worker processes do not start.
    """
    left = list(jobs)
    if _fits_in_process(jobs):
        left = []
        for job in jobs:
            on_start(job.source.document_id)
            entry = _read_here(job, limits.timeout)
            if entry is None:
                left.append(job)
            else:
                yield _stored(entry)
    if left:
        yield from _read_in_workers(left, workers, limits, on_start, extra)


def _read_in_workers(
    jobs: Sequence[Job], workers: int, limits: Limits, on_start: Callable[[str], None], extra: int
) -> Iterator[Entry]:
    """The longest first, so that no worker is left alone with one at the end."""
    from pipeline.run.pool import Pool  # noqa: PLC0415 - a run with nothing or little to read needs no processes

    stages = jobs[0].stages
    pool: Pool[Job, Entry | CannotStore] = Pool(
        "pipeline.run.reading:read_job",
        workers,
        limits,
        on_start=lambda job: on_start(job.source.document_id),
        preload=(stages.reader, stages.config, stages.encoder, *stages.engines),
        extra=extra,
    )
    load_writer()  # while the pool imports what it needs
    longest_first = sorted(jobs, key=lambda job: (-job.source.size, job.source.document_id))
    with contextlib.closing(pool.run(longest_first)) as results:
        for job, result in results:
            if isinstance(result, Failure):
                limit = limits.broken_by(result.status)
                result = store_failure(job, result.status, result.message, limit)  # noqa: PLW2901 - the same document's
            yield _stored(result)


def _stored(entry: Entry | CannotStore) -> Entry:
    if isinstance(entry, CannotStore):
        raise NothingPublishedError(entry.message, "free some space, or choose another --out; what was read is kept")
    return entry


def _fits_in_process(jobs: Sequence[Job]) -> bool:
    """Whether all that is to be read is a little plain text.

    The text reader is Python throughout, so that a signal can end it, and its memory is bound by the
    size of the text. Signals reach the main thread only.
    """
    small = sum(job.source.size for job in jobs) <= SMALL_RUN
    here = threading.current_thread() is threading.main_thread()
    return small and here and all(is_text(job.source) for job in jobs if not job.source.refused)


class _DeadlineError(BaseException):
    """Time is up. No ``Exception``: code that recovers from errors must not take it for one of its own."""


def _read_here(job: Job, timeout: float) -> Entry | CannotStore | None:
    """Read a document in this process; ``None`` when a worker had better try it again."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _DeadlineError

    before = signal.signal(signal.SIGALRM, stop)
    try:
        signal.setitimer(signal.ITIMER_REAL, timeout)
        try:
            return read_job(job)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    except (_DeadlineError, Exception):  # noqa: BLE001 - whatever it was, the worker that tries again reports it
        return None
    finally:
        signal.signal(signal.SIGALRM, before)
