"""Fetch one source into a file, from wherever it lies, within a deadline and a size limit."""

from __future__ import annotations

import hashlib
import os
import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from pipeline.errors import EXIT_PARTIAL, PipelineError

_PIECE = 1 << 16


class FetchError(PipelineError):
    """One source cannot be fetched; what lies here stays as it is."""

    exit_code = EXIT_PARTIAL

    def __init__(self, message: str, *, gone: bool = False) -> None:
        super().__init__(message)
        self.gone = gone
        """Whether the source is certainly not there any more."""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one source may take."""

    timeout: float = 120.0
    """Seconds in all: every attempt, redirect and pause together."""
    max_size: int = 200 << 20
    """Bytes, after decompression."""
    retries: int = 4
    """Further attempts after one that failed for a reason that may pass."""
    pause: float = 0.5
    """Seconds before the second retry; doubled each time."""


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of the content it sent, to be asked with next time."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Content that arrived whole."""

    sha256: str
    size: int
    validators: Validators = Validators()


def fetch(url: str, base: Path, target: Path, since: Validators, limits: FetchLimits) -> Fetched | None:
    """Fetch a source into a new file.

    Runs in a thread that is given up when time is out: a server that sends a byte a second, a name
    that does not resolve and a file system that hangs all keep a thread, and nothing else, waiting.

    Args:
        url: As in ``Listed.url``.
        base: Folder that relative paths start from.
        target: File to write; it does not exist yet.
        since: What the server said of the content that lies here; empty to fetch in any case.
        limits: Of this source.

    Returns:
        ``None`` when the source says that it has not changed.

    Raises:
        FetchError: It cannot be had, is too large, or takes too long.
    """
    until = time.monotonic() + limits.timeout
    try:
        scheme = urlsplit(url).scheme.lower()
    except ValueError as error:
        raise FetchError(f"not an address: {error}") from error
    if scheme in {"http", "https"}:
        from pipeline.acquire.download import download  # noqa: PLC0415 (urllib3 is imported by who needs it)

        return _within(limits.timeout, lambda: download(url, target, since, limits, until))
    opened = _open_path(url, base, scheme) if scheme in {"", "file"} else _open_elsewhere(url)
    return _within(limits.timeout, lambda: _copy(opened, target, limits, until))


def store(pieces: Iterable[bytes], target: Path, limits: FetchLimits, until: float) -> Fetched:
    """Write pieces to a new file as they come, counted, hashed, and synced to disk.

    Raises:
        FetchError: They are too many, or time is out.
    """
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as stream:
        for piece in pieces:
            size += len(piece)
            check_size(size, limits)
            if time.monotonic() > until:
                raise out_of_time(limits.timeout)
            digest.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    return Fetched(digest.hexdigest(), size)


def check_size(size: int, limits: FetchLimits) -> None:
    """Refuse what is larger than allowed."""
    if size > limits.max_size:
        raise FetchError(f"larger than {limits.max_size / (1 << 20):g} MiB")


def out_of_time(seconds: float) -> FetchError:
    """The error of a source that took too long."""
    return FetchError(f"not fetched within {seconds:g} seconds")


def _within(seconds: float, work: Callable[[], Fetched | None]) -> Fetched | None:
    answers: queue.SimpleQueue[Fetched | BaseException | None] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(work())
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread, whatever it is
            answers.put(error)

    threading.Thread(target=run, daemon=True, name="fetch").start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise out_of_time(seconds) from None
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _copy(opened: Callable[[], IO[bytes]], target: Path, limits: FetchLimits, until: float) -> Fetched:
    try:
        with opened() as stream:
            return store(iter(lambda: stream.read(_PIECE), b""), target, limits, until)
    except FetchError:
        raise
    except FileNotFoundError as error:
        raise FetchError("there is no such file", gone=True) from error
    except Exception as error:  # each file system behind fsspec has errors of its own
        raise FetchError(f"{type(error).__name__}: {error}"[:300]) from error


def _open_path(url: str, base: Path, scheme: str) -> Callable[[], IO[bytes]]:
    path = base / (unquote(urlsplit(url).path) if scheme else url)
    if path.exists() and not path.is_file():  # opening a pipe would wait for a writer
        raise FetchError("not a regular file")
    return lambda: path.open("rb")


def _open_elsewhere(url: str) -> Callable[[], IO[bytes]]:
    import fsspec  # noqa: PLC0415 (s3, gs, az, ftp, memory, ...)

    def open_it() -> IO[bytes]:
        file: IO[bytes] = fsspec.open(url, "rb").open()
        return file

    return open_it
