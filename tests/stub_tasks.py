"""Functions for worker processes to run, which import them by name; some misbehave on purpose."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple


class Task(NamedTuple):
    """``what`` to do; ``note`` is a file that is appended to on each attempt."""

    what: str
    note: Path | None = None


def work(task: Task) -> str:
    attempts = note_attempt(task.note)
    action = task.what.removesuffix(" once")
    if task.what.endswith(" once") and attempts > 1:
        return f"{action} over"
    ACTIONS.get(action, lambda: None)()
    return f"{task.what} in {os.getpid()}"


def note_attempt(note: Path | None) -> int:
    if note is None:
        return 1
    with note.open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    return len(note.read_text().splitlines())


def hang() -> None:
    time.sleep(3600)


def nap() -> None:
    time.sleep(0.3)


def hang_in_c() -> None:
    """Sleeps in C holding the interpreter's lock and deaf to Ctrl-C, as a loop in an engine would be."""
    ctypes.PyDLL(None).sleep(3600)


def hang_in_a_program() -> None:
    """As a worker waiting for tesseract; the program's number goes to a file in the working directory."""
    program = subprocess.Popen(["sleep", "3600"])
    Path("program").write_text(str(program.pid))
    program.wait()


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def quit_early() -> None:
    os._exit(7)


def kill_parent() -> None:
    """As the system may, when memory runs out: what forks the workers is a process like any other."""
    os.kill(os.getppid(), signal.SIGKILL)


def grow() -> None:
    kept = []
    while True:
        kept.append(b"x" * (16 << 20))
        time.sleep(0.01)


def run_out() -> None:
    raise MemoryError


def stumble() -> None:
    raise ValueError("a bug met in this document")


KEPT: list[bytes] = []


def leak() -> None:
    KEPT.append(b"x" * (64 << 20))


ACTIONS = {
    "hang": hang,
    **{f"nap {number}": nap for number in (1, 2, 3)},
    "hang in c": hang_in_c,
    "hang in a program": hang_in_a_program,
    "crash": crash,
    "quit": quit_early,
    "kill parent": kill_parent,
    "grow": grow,
    "run out": run_out,
    "stumble": stumble,
    "leak": leak,
}


def work_with_little_grace(task: Task) -> str:
    """As ``work``, in a worker that the kernel ends soon after its deadline."""
    signal.setitimer(signal.ITIMER_REAL, 1)
    return work(task)
