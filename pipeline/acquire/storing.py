"""What fetching a source may take, and the one way its content gets onto the disk: counted, hashed, synced."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import EXIT_PARTIAL, PipelineError


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
