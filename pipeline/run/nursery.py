"""Where worker processes come from: one fresh interpreter imports what all of them need, and forks them.

The imports take a third of a second of a core, a fork takes milliseconds: of many workers, of one that
takes the place of a dead one, and of the next after each recycling. What forks is an interpreter of
our own that does nothing else and has one thread, never the caller's process, whose threads and locks
nobody knows. macOS is left out: its system libraries do not survive a fork. There, each worker is a
fresh interpreter.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle, send_handle
from socket import socketpair
from typing import IO, Any, NoReturn

from pipeline.run.worker import Setup, Work, prepare, serve, work

__all__ = ["FORKS", "Nursery", "Process", "rear", "serve"]

FORKS = sys.platform == "linux"
"""Whether workers may be forked here."""
LAST_BREATH = 5.0
"""Seconds a process may take to end once it said its last word or was killed."""
_BOOT = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
import pipeline.run.nursery as nursery
getattr(nursery, sys.argv[3])(int(sys.argv[1]))
"""


class Nursery:
    """Starts workers that share one ``Setup``. To be closed, which ends no worker but starts no more either."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._mother = _Interpreter("rear", setup) if FORKS else None

    def start(self) -> Process:
        """A new worker; its first message says that it is ready, or its connection ends."""
        if self._mother is None:
            return Process(_Interpreter("serve", self._setup))
        if self._mother.wait(0) is not None:
            self._mother.kill()
            self._mother = _Interpreter("rear", self._setup)
        ours, theirs = socketpair()
        with theirs, contextlib.suppress(OSError):  # a mother that has just died is seen by the worker's silence
            self._mother.connection.send("bear")
            send_handle(self._mother.connection, theirs.fileno(), self._mother.pid)
        return Process(self._mother, Connection(ours.detach()))

    def close(self) -> None:
        """End what starts the workers."""
        if self._mother is not None:
            self._mother.kill()


class Process:
    """A worker process, seen from the parent.

    Args:
        interpreter: The worker itself, or its mother.
        connection: To the worker, where it has a mother.
    """

    def __init__(self, interpreter: _Interpreter, connection: Connection[Any, Any] | None = None) -> None:
        self._interpreter = interpreter
        self._is_forked = connection is not None
        self.connection: Connection[Any, Any] = connection or interpreter.connection
        self.pid = None if self._is_forked else interpreter.pid
        """``None`` until it is told by a forked worker's first message."""

    def wait(self) -> int | None:
        """Its exit code, negative for a signal, or ``None`` when it does not end in time."""
        if not self._is_forked or self.pid is None:
            return self._interpreter.wait(LAST_BREATH)
        try:
            self._interpreter.connection.send(self.pid)
            answer: int | None = self._interpreter.connection.recv()
        except (EOFError, OSError):
            return None
        return answer

    def last_words(self) -> str:
        """The last line written to stderr by the interpreter that did not come up."""
        return self._interpreter.last_words()

    def kill(self) -> None:
        """End it at once, with the programs it started."""
        if self._is_forked:
            if self.pid is not None:
                _kill_group(self.pid)
                self.wait()
            self.connection.close()
        else:
            self._interpreter.kill()


class _Interpreter:
    """A fresh Python that runs ``rear`` or ``serve``, leads a process group, and hears from us by a connection."""

    def __init__(self, entry: str, setup: Setup) -> None:
        ours, theirs = socketpair()
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by kill()
        with theirs:
            arguments = [sys.executable, "-c", _BOOT, str(theirs.fileno()), json.dumps(sys.path), entry]
            self._process = subprocess.Popen(
                arguments,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # C libraries print there
                stderr=self._errors,
                process_group=0,  # with the programs it starts (tesseract), so that they end with it
            )
        self.connection: Connection[Any, Any] = Connection(ours.detach())
        self.pid = self._process.pid
        self.connection.send(setup)

    def wait(self, seconds: float) -> int | None:
        try:
            return self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return None

    def last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return f": {lines[-1][:200]}" if lines else ""

    def kill(self) -> None:
        _kill_group(self.pid)
        self._process.wait()
        self.connection.close()
        self._errors.close()


def rear(descriptor: int) -> None:
    """Be the mother: import what ``Setup`` names, then fork a worker whenever asked, and tell how one ended."""
    connection: Connection[Any, Any] = Connection(descriptor)
    kind = prepare(connection.recv())
    gc.freeze()  # what is shared is not walked in each worker, which would copy it
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            asked: str | int = connection.recv()
            if isinstance(asked, int):
                connection.send(_end_of(asked))
                continue
            given = recv_handle(connection)
            if os.fork() == 0:
                _live(kind, connection, given)
            os.close(given)


def _live(kind: Work, to_mother: Connection[Any, Any], descriptor: int) -> NoReturn:
    """Be a forked worker; whatever happens, it never goes on as its mother."""
    try:
        os.setpgid(0, 0)
        to_mother.close()
        work(kind, Connection(descriptor))
    finally:
        os._exit(0)


def _end_of(pid: int) -> int | None:
    """Exit code of a child; ``None`` when it does not end in time or is none of ours."""
    end = time.monotonic() + LAST_BREATH
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < end:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
    return None


def _kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: no permission when all are gone
        os.killpg(pid, signal.SIGKILL)
