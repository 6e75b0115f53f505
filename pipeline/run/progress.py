"""What a run tells while it works: a bar on a terminal, plain lines elsewhere, nothing for a library."""

from __future__ import annotations

import sys
import time
from typing import IO, TYPE_CHECKING, Protocol

from pipeline.run.entries import Entry

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Reporter(Protocol):
    """Hears of a run. Every method is called from the one thread that runs it."""

    def begin(self, documents: int, unchanged: int) -> None:
        """The run starts: so many documents, so many of them known already."""

    def start(self, document_id: str) -> None:
        """A document is being read."""

    def done(self, entry: Entry) -> None:
        """A document has been read, or has failed."""

    def end(self) -> None:
        """All documents are done, or the run was interrupted."""


class Silent:
    """Says nothing."""

    def begin(self, documents: int, unchanged: int) -> None:
        """See ``Reporter``."""

    def start(self, document_id: str) -> None:
        """See ``Reporter``."""

    def done(self, entry: Entry) -> None:
        """See ``Reporter``."""

    def end(self) -> None:
        """See ``Reporter``."""


class Lines(Silent):
    """One plain line per document read."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def done(self, entry: Entry) -> None:
        """Print how it went."""
        print(describe_entry(entry), file=self._stream, flush=True)


class Bar(Silent):
    """A progress bar with counts, rate and what is being read; the lines of the documents scroll above it."""

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._started = 0.0
        self._done = 0

    def begin(self, documents: int, unchanged: int) -> None:
        """Show the bar, unless there is nothing to wait for."""
        if documents == unchanged:
            return
        from rich.console import Console  # noqa: PLC0415 - 0.1 s, and only a terminal needs it
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

        what = TextColumn("{task.description}", markup=False)
        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), what)
        self._progress = Progress(*columns, console=Console(stderr=True, highlight=False), refresh_per_second=4)
        self._task = self._progress.add_task("", total=documents, completed=unchanged)
        self._started = time.monotonic()
        self._progress.start()

    def start(self, document_id: str) -> None:
        """Name the document."""
        if self._progress and self._task is not None:
            rate = self._done / max(time.monotonic() - self._started, 1e-3)
            self._progress.update(self._task, description=f"{rate:.1f}/s {plain_text(document_id)}")

    def done(self, entry: Entry) -> None:
        """Advance by one."""
        self._done += 1
        if self._progress and self._task is not None:
            self._progress.console.print(describe_entry(entry), markup=False)
            self._progress.advance(self._task)

    def end(self) -> None:
        """Take the bar away."""
        if self._progress:
            self._progress.stop()


def reporter_for(stream: IO[str] | None = None) -> Reporter:
    """A bar when ``stream`` (standard error by default) is a terminal, plain lines otherwise."""
    stream = stream or sys.stderr
    return Bar() if stream.isatty() else Lines(stream)


def describe_entry(entry: Entry) -> str:
    """One line: what became of a document, and which reader read how many of its pages."""
    name, message = plain_text(entry.document_id), plain_text(entry.message or "")
    if entry.status != "ok":
        return f"{name}: {entry.status}{f': {message}' if message else ''}"
    readers = ", ".join(f"{pages} by {reader}" for reader, pages in entry.readers)
    pages = "text" if entry.pages is None else f"{entry.pages} pages{f' ({readers})' if readers else ''}"
    others = f", and {entry.volumes - 1} documents more of the rest of this file" if entry.volumes > 1 else ""
    return f"{name}: {pages}, {entry.rates} rates{others}"


def plain_text(text: str) -> str:
    """Without control characters: a name or message of a document must not drive the terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
