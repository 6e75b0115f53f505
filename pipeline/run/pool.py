"""Documents are read in processes of their own, so that one that hangs, dies or grows harms no other.

A process and no thread, because pdfium may neither be used from several threads nor be stopped in one.
Started from a fresh interpreter (see ``pipeline.run.nursery``) and not by ``multiprocessing``, which would
import the caller's main module again in every worker (so a library user would need a ``__main__`` guard)
and adds a process of its own to watch resources. The kept libraries for such pools were weighed: pebble is
LGPL, which this Apache-2.0 package does not want among what it must ship; ``concurrent.futures`` gives up
the whole pool when one worker dies and cannot stop a task. POSIX only (``pass_fds``, signals).

Memory is the resident size as the kernel counts it, looked at every ``POLL`` seconds by the parent. An
address-space limit (``RLIMIT_AS``) would be exact, but the OCR runtime reserves far more than it uses.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from pipeline.errors import PipelineError
from pipeline.run.nursery import Nursery, Process
from pipeline.run.tasks import Failure, Limits
from pipeline.run.worker import Call, Setup

T = TypeVar("T")
R = TypeVar("R")

POLL = 0.1
"""Seconds between two looks at deadlines and memory."""
RESTARTS = 3
"""Workers in a row that may fail to come up, once one did."""
START_UP = 120.0
"""Seconds a worker may take to import what it needs; a loaded machine is slow, a broken one never answers."""


class WorkerStartError(PipelineError):
    """A worker process does not come up at all, so no document can be read."""


class Pool(Generic[T, R]):
    """Runs one function on many tasks, each in a worker with a deadline and a memory limit.

    Args:
        function: ``module:name`` of a function of one argument that never returns ``None``; arguments
            and results are pickled between our own processes and should be small.
        jobs: Workers at a time.
        extra: Further workers for the last tasks, so that no core is left idle beside the longest.
        limits: Of each task.
        on_start: Called with a task when it is given to a worker.
        preload: Functions it will need, also ``module:name``: loading them is not the first task's time,
            and one that cannot be loaded stops the run instead of failing every task.
    """

    def __init__(
        self,
        function: str,
        jobs: int,
        limits: Limits,
        *,
        on_start: Callable[[T], None] | None = None,
        preload: tuple[str, ...] = (),
        extra: int = 0,
    ) -> None:
        self._nursery = Nursery(Setup(function, limits.timeout, preload))
        self._jobs = jobs
        self._extra = extra
        self._limits = limits
        self._on_start = on_start
        self._workers: list[_Worker] = []
        self._starts_left = 0

    def run(self, tasks: Sequence[T]) -> Generator[tuple[T, R | Failure], None, None]:
        """Yield each task with its result, in the order they finish.

        A task that fails is tried once more at the end, with nothing else running beside it: its
        neighbours may have taken the time or the memory. Closing the iterator kills the workers.
        """
        failed: list[T] = []
        try:
            for task, result in self._run_side_by_side(tasks, self._jobs, self._extra):
                if isinstance(result, Failure) and not result.final:
                    failed.append(task)
                else:
                    yield task, result
            for task in failed:
                self._kill_all()
                yield from self._run_side_by_side([task], 1)
        finally:
            self._kill_all()
            self._nursery.close()

    def _run_side_by_side(self, tasks: Sequence[T], jobs: int, extra: int = 0) -> Iterator[tuple[T, R | Failure]]:
        pending = deque(tasks)
        while pending or any(worker.busy for worker in self._workers):
            self._hand_out(pending, jobs, extra)
            wait([worker.connection for worker in self._workers], timeout=POLL)
            for worker in list(self._workers):
                yield from self._attend(worker)

    def _hand_out(self, pending: deque[T], jobs: int, extra: int) -> None:
        """Give each idle worker a task, and start as many workers as there is work for."""
        for worker in self._workers:
            if pending and worker.idle:
                task = pending.popleft()
                worker.give(task)
                if self._on_start:
                    self._on_start(task)
        starting = sum(not worker.ready for worker in self._workers)
        room = jobs + extra if len(pending) <= extra else jobs
        missing = min(room - len(self._workers), len(pending) - starting)
        self._workers += [_Worker(self._nursery.start(), self._limits) for _ in range(missing)]

    def _attend(self, worker: _Worker) -> Iterator[tuple[T, R | Failure]]:
        """Take what a worker has to say; remove it when it is dead, over a limit, or has worked enough."""
        was_ready, was_busy, task = worker.ready, worker.busy, worker.task
        reply = worker.look()
        if reply is None:
            return
        if worker.dead or worker.worn_out:
            self._workers.remove(worker)
            worker.kill()
        if was_busy:
            yield task, reply
        elif isinstance(reply, Failure) and not was_ready:
            self._retry_start(reply)
        elif not was_ready:
            self._starts_left = RESTARTS

    def _retry_start(self, failure: Failure) -> None:
        """Let another worker be started in the place of one that did not come up, as when the system killed it.

        Raises:
            WorkerStartError: None ever came up, or several in a row did not.
        """
        if not self._starts_left:
            raise WorkerStartError(f"a worker process did not start: {failure.message}", "is the installation whole?")
        self._starts_left -= 1

    def _kill_all(self) -> None:
        for worker in self._workers:
            worker.kill()
        self._workers.clear()


class _Worker:
    """One worker process, seen from the parent: starting, idle, busy or dead."""

    def __init__(self, process: Process, limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self.connection = process.connection
        self.ready = False
        self.dead = False
        self.task: Any = None
        self.busy = False
        self._done = 0
        self._deadline = time.monotonic() + START_UP
        self._first_size = 0

    @property
    def idle(self) -> bool:
        """Whether it waits for a task."""
        return self.ready and not self.busy

    @property
    def worn_out(self) -> bool:
        """Whether a fresh process should take its place: libraries leak, and freed memory is not always given back."""
        if self._done >= self._limits.recycle_tasks:
            return True
        return self._done > 0 and self._resident() - self._first_size > self._limits.recycle_growth

    def give(self, task: Any) -> None:
        """Hand over a task; its deadline begins now. A worker that has just died is seen by ``look``."""
        self.task, self.busy = task, True
        self._deadline = time.monotonic() + self._limits.timeout
        try:
            self.connection.send(task)
        except OSError:
            self.dead = True

    def look(self) -> Any:
        """The answer, a ``Failure`` when there will be none, ``None`` while there is nothing yet."""
        try:
            if self.connection.poll():
                return self._receive()
        except (EOFError, OSError):
            self.dead = True
            return self._autopsy()
        if self.idle:
            return None
        if time.monotonic() > self._deadline:
            self.dead = True
            return Failure("timeout", f"not read within {self._limits.timeout:g} seconds")
        if self.busy and self._resident() > self._limits.memory:
            self.dead = True
            return self._too_big()
        return None

    def _receive(self) -> Any:
        call: Call = self.connection.recv()
        if not self.ready:
            self._process.pid = call.result
            self.ready, self._first_size = True, self._resident()
            return call.result
        self.busy, self._done = False, self._done + 1
        if call.out_of_memory:
            self.dead = True  # whatever it could not allocate may have left a library half set up
            return self._too_big()
        return Failure("damaged", call.error, final=True) if call.error is not None else call.result

    def _too_big(self) -> Failure:
        return Failure("out_of_memory", f"needs more than {self._limits.memory / (1 << 20):g} MiB of memory")

    def _autopsy(self) -> Failure:
        """Why the process ended without an answer."""
        code = self._process.wait()
        if code is None:
            return Failure("damaged", "the worker fell silent while reading it")
        if code == -signal.SIGKILL:
            return Failure("out_of_memory", "the system killed the worker, as it does when memory runs out")
        if code == -signal.SIGALRM:
            return Failure("timeout", f"not read within {self._limits.timeout:g} seconds")
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        words = "" if self.ready else self._process.last_words()
        return Failure("damaged", f"the worker died while reading it ({how}){words}")

    def _resident(self) -> int:
        return resident_bytes(self._process.pid) if self._process.pid else 0

    def kill(self) -> None:
        """End the process at once, and those it started, and free what the parent holds of it."""
        self.dead = True
        self._process.kill()


def resident_bytes(pid: int) -> int:
    """Memory a process holds now, in bytes; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except FileNotFoundError:
        return 0 if os.path.isdir("/proc/self") else _resident_by_ps(pid)
    except (ProcessLookupError, IndexError):
        return 0


def _resident_by_ps(pid: int) -> int:
    """The same where there is no ``/proc`` (macOS)."""
    answer = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return int(answer.stdout or 0) * 1024
