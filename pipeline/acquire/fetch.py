"""Fetch one source into a file, from wherever it lies, within a deadline and a size limit."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from pipeline.acquire.storing import Fetched, FetchError, FetchLimits, Validators, out_of_time, store

_PIECE = 1 << 16


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
