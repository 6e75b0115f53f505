"""The reading ladder of ``stub_ladder`` for tests at scale: a document may also kill the Ray task that reads it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import stub_ladder
from stub_ladder import Config

from pipeline.results import DocumentResult

__all__ = ["Config", "read_volumes"]


def read_volumes(
    data: bytes, document_id: str, source_path: str, sha256: str, config: Config
) -> Iterator[DocumentResult]:
    if data.startswith(b"kill the task once"):
        kill_the_task_once()
    return stub_ladder.read_volumes(data, document_id, source_path, sha256, config)


def kill_the_task_once() -> None:
    """End the Ray process this is read in, or for; the note tells that it was done."""
    note = Path(os.environ["STUB_NOTE"] + ".killed")
    pid = os.getpid()
    while pid > 1 and not note.exists():
        if b"ray::" in Path(f"/proc/{pid}/cmdline").read_bytes():
            note.write_text(str(pid))
            os.kill(pid, signal.SIGKILL)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
