from __future__ import annotations

import mmap
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stub_tasks import Task

from pipeline.run import nursery
from pipeline.run.pool import Pool, WorkerStartError, resident_bytes
from pipeline.run.tasks import Failure, Limits

MIB = 1 << 20
QUICK = Limits(timeout=0.6, memory=400 * MIB)


def run_pool(
    tasks: list[Task], jobs: int = 2, limits: Limits = QUICK, function: str = "stub_tasks:work"
) -> dict[Task, str | Failure]:
    pool: Pool[Task, str] = Pool(function, jobs, limits)
    results = list(pool.run(tasks))
    assert len(results) == len(tasks), "a task was lost or told twice"
    return dict(results)


def alive(pid: int) -> bool:
    """Whether a process runs; in a container nobody may collect the dead ones, which stay as zombies."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_every_task_is_done_and_workers_are_shared() -> None:
    results = run_pool([Task(f"task {number}") for number in range(300)])
    workers = {str(result).split(" in ")[1] for result in results.values()}
    assert len(workers) <= 2
    assert str(os.getpid()) not in workers
    assert all(str(result).startswith(task.what) for task, result in results.items())


def test_no_more_workers_than_tasks() -> None:
    pool: Pool[Task, str] = Pool("stub_tasks:work", 8, QUICK)
    results = list(pool.run([Task("one")]))
    assert len(results) == 1


@pytest.mark.parametrize(("extra", "workers"), [(0, 1), (1, 2)])
def test_the_last_task_gets_a_worker_of_its_own_where_one_more_is_allowed(extra: int, workers: int) -> None:
    pool: Pool[Task, str] = Pool("stub_tasks:work", 1, QUICK, extra=extra)
    results = dict(pool.run([Task("nap 1"), Task("nap 2"), Task("nap 3")]))
    assert len({str(result).split(" in ")[1] for result in results.values()}) == workers


@pytest.mark.parametrize(
    ("what", "status", "message"),
    [
        ("hang", "timeout", "0.6 seconds"),
        ("hang in c", "timeout", "0.6 seconds"),
        ("crash", "damaged", "SIGSEGV"),
        ("quit", "damaged", "exit code 7"),
        ("grow", "out_of_memory", "400 MiB"),
        ("run out", "out_of_memory", "400 MiB"),
    ],
)
def test_bad_task_gets_its_status_and_harms_no_other(tmp_path: Path, what: str, status: str, message: str) -> None:
    bad = Task(what, tmp_path / "attempts")
    limits = Limits(timeout=0.6 if what.startswith("hang") else 20, memory=400 * MIB)
    results = run_pool([Task("a"), bad, Task("b"), Task("c")], limits=limits)
    failure = results.pop(bad)
    assert isinstance(failure, Failure)
    assert failure.status == status
    assert message in failure.message
    assert all(isinstance(result, str) for result in results.values())
    pids = (tmp_path / "attempts").read_text().split()
    assert len(pids) == 2, "tried once more, and only once"
    assert not any(alive(int(pid)) for pid in pids)


@pytest.mark.parametrize(("what", "status"), [("hang", "timeout"), ("crash", "damaged"), ("grow", "out_of_memory")])
def test_where_nothing_may_be_forked_each_worker_is_an_interpreter_of_its_own(
    monkeypatch: pytest.MonkeyPatch, what: str, status: str
) -> None:
    monkeypatch.setattr(nursery, "FORKS", False)
    limits = Limits(timeout=0.6 if what == "hang" else 20, memory=400 * MIB)
    results = run_pool([Task("a"), Task(what), Task("b")], limits=limits)
    failure = results.pop(Task(what))
    assert isinstance(failure, Failure)
    assert failure.status == status
    assert all(isinstance(result, str) for result in results.values())


@pytest.mark.skipif(not nursery.FORKS, reason="workers are not forked here")
def test_workers_come_and_go_on_when_what_forks_them_is_killed() -> None:
    tasks = [Task("kill parent"), *(Task(f"task {number}") for number in range(6))]
    results = run_pool(tasks, jobs=1, limits=Limits(recycle_tasks=2))
    assert len({str(result).split(" in ")[1] for result in results.values()}) == 4


@pytest.mark.skipif(not nursery.FORKS, reason="workers are not forked here")
def test_a_worker_is_asked_for_again_when_what_forks_it_is_killed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    start, asked = nursery.Nursery.start, []

    def start_and_kill(self: nursery.Nursery) -> nursery.Process:
        asked.append(start(self))
        if len(asked) == 2:
            os.kill(self._mother.pid, signal.SIGKILL)  # type: ignore[union-attr]
        return asked[-1]

    monkeypatch.setattr(nursery.Nursery, "start", start_and_kill)
    run_pool([Task(str(number)) for number in range(4)], jobs=1, limits=Limits(recycle_tasks=2))
    assert len(asked) >= 2


def test_programs_a_worker_started_end_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(Path(__file__).parents[1])
    (failure,) = run_pool([Task("hang in a program")]).values()
    assert isinstance(failure, Failure)
    program = int((tmp_path / "program").read_text())
    deadline = time.monotonic() + 5
    while alive(program) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(program)


def test_second_try_alone_may_succeed(tmp_path: Path) -> None:
    tasks = [Task(f"{what} once", tmp_path / what) for what in ("hang", "crash", "grow")]
    assert sorted(map(str, run_pool(tasks).values())) == ["crash over", "grow over", "hang over"]


def test_an_error_raised_by_the_function_is_told_without_a_second_try(tmp_path: Path) -> None:
    task = Task("stumble", tmp_path / "attempts")
    (result,) = run_pool([task]).values()
    assert result == Failure("damaged", "ValueError: a bug met in this document", final=True)
    assert len((tmp_path / "attempts").read_text().split()) == 1


def test_worker_is_replaced_after_its_share_of_tasks() -> None:
    results = run_pool([Task(str(n)) for n in range(9)], jobs=1, limits=Limits(recycle_tasks=3))
    assert len({str(result).split(" in ")[1] for result in results.values()}) == 3


def test_worker_that_keeps_memory_is_replaced() -> None:
    tasks = [Task("leak", None), Task("leak once"), Task("x")]
    results = run_pool(tasks, jobs=1, limits=Limits(recycle_growth=32 * MIB))
    assert len({str(result).split(" in ")[1] for result in results.values()}) == 3


def test_a_function_that_cannot_be_imported_stops_the_run() -> None:
    with pytest.raises(WorkerStartError, match="no_such_module"):
        run_pool([Task("a")], function="no_such_module:work")


def test_closing_the_iterator_ends_the_workers(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    pool: Pool[Task, str] = Pool("stub_tasks:work", 2, Limits())
    results = pool.run([Task("hang", note), Task("a"), Task("b")])
    next(results)  # so the first task, which hangs, was handed out before
    while not note.exists():
        time.sleep(0.02)
    begun = time.monotonic()
    results.close()
    assert time.monotonic() - begun < 1
    assert not any(alive(int(pid)) for pid in note.read_text().split())


def test_worker_whose_parent_was_killed_ends_by_itself(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from pathlib import Path; import pipeline.run.worker as worker; from stub_tasks import Task\n"
        "from pipeline.run.pool import Pool; from pipeline.run.tasks import Limits\n"
        "list(Pool('stub_tasks:work_with_little_grace', 1, Limits(timeout=0.3)).run([Task('hang', Path(sys.argv[1]))]))"
    )
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    parent = subprocess.Popen([sys.executable, "-c", code, str(note), *folders])
    while not note.exists() and parent.poll() is None:
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    (worker,) = map(int, note.read_text().split())
    deadline = time.monotonic() + 5
    while alive(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(worker)


def test_resident_memory_of_this_process_is_told() -> None:
    before = resident_bytes(os.getpid())
    with mmap.mmap(-1, 64 * MIB) as block:  # fresh pages: the allocator may reuse what other tests have freed
        block.write(b"x" * (64 * MIB))
        assert resident_bytes(os.getpid()) - before > 60 * MIB
    assert resident_bytes(2**22 + 1) == 0
