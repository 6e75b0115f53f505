"""A worker process from the inside: take a task, do it, answer, until the parent is gone."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from pipeline.run.tasks import load_function, spare_garbage_collector

_GRACE = 10.0
"""Seconds beyond the deadline after which the kernel ends a worker whose parent did not: it was killed."""


@dataclass(frozen=True, slots=True)
class Setup:
    """The first message to a process that is to become a worker, or to start some."""

    function: str
    """``module:name``."""
    timeout: float
    preload: tuple[str, ...] = ()
    """Further functions to load before the worker says that it is ready."""


@dataclass(frozen=True, slots=True)
class Call:
    """The answer to a task. The first one says that the worker is ready, and its process number."""

    result: Any = None
    error: str | None = None
    out_of_memory: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What a worker does with each task."""

    function: Callable[[Any], Any]
    timeout: float
    """Seconds for each task."""


def serve(descriptor: int) -> None:
    """Be a worker, told how by the first message on the socket ``descriptor``."""
    connection: Connection[Any, Any] = Connection(descriptor)
    work(prepare(connection.recv()), connection)


def prepare(setup: Setup) -> Work:
    """Import what tasks need.

    Raises:
        ImportError, AttributeError: There is no such function.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    spare_garbage_collector()
    function, *_ = [load_function(name) for name in (setup.function, *setup.preload)]
    return Work(function, setup.timeout)


def work(kind: Work, connection: Connection[Any, Any]) -> None:
    """Work off tasks until the other end of the connection closes."""
    try:
        connection.send(Call(result=os.getpid()))
        while True:
            task = connection.recv()
            # No handler: the default action ends the process even inside a C library.
            signal.setitimer(signal.ITIMER_REAL, kind.timeout + _GRACE)
            answer = _call(kind.function, task)
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send(answer)
    except (EOFError, ConnectionError):
        return


def _call(function: Callable[[Any], Any], task: Any) -> Call:
    try:
        return Call(result=function(task))
    except MemoryError:
        return Call(out_of_memory=True)
    except Exception as error:  # noqa: BLE001 - the boundary of a document: a bug met in one must not stop the others
        return Call(error=f"{type(error).__name__}: {error}"[:500])
