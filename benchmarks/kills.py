"""Runs killed at random moments: the set that lies there is always a whole one, and the next run completes it.

``python -m benchmarks.kills --kills 100`` changes a document, starts ``mou extract``, kills it and its
workers with SIGKILL at a random moment of its course, looks at the published set, and lets a run end.
Prints at how many of the kills the old and the new set lay there; exits 1 where it was neither.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.bench import EXTRACT, ROOT
from pipeline.errors import PublishedSetError
from pipeline.published.manifest import MANIFEST, read_manifest

DOCUMENTS = ("mou28-2022.txt", "mou28-2022.pdf")
"""One is read by the run itself or a worker, the other by a worker."""


def main() -> int:
    """Print what lay there after each kill; 1 where it was no whole set, or not the old or the new one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        seen = kill_often(Path(folder), arguments.kills, random.Random(arguments.seed))
    print(", ".join(f"{state} {count}" for state, count in sorted(seen.items())))
    return 0 if set(seen) <= {"old", "new"} else 1


def kill_often(folder: Path, kills: int, seed: random.Random) -> Counter[str]:
    """How often the old set, the new one, or something else lay there."""
    raw, out = folder / "raw", folder / "out"
    raw.mkdir()
    for name in DOCUMENTS:
        shutil.copy(ROOT / "raw" / name, raw / name)
    begun = time.monotonic()
    _start(raw, out).wait()
    longest = time.monotonic() - begun
    old = read_state(out)
    seen: Counter[str] = Counter()
    for number in range(kills):
        with (raw / DOCUMENTS[0]).open("a", encoding="utf-8") as stream:
            stream.write(f"\nThe parties met on June {number % 28 + 1}, 2022.\n")
        run = _start(raw, out)
        time.sleep(seed.uniform(0, 1.1 * longest))
        _kill(run)
        found = read_state(out)
        _start(raw, out).wait()
        new = read_state(out)
        seen["old" if found == old else "new" if found == new and found is not None else "neither"] += 1
        seen.update(["not completed"] if new in (None, old) else [])
        old = new
    return seen


def read_state(out: Path) -> str | None:
    """What identifies the set that lies there; ``None`` where it is not whole."""
    try:
        entries = read_manifest(out)
    except PublishedSetError:
        return None
    for entry in entries.values():
        for part in entry.parts:
            path = out / part.path
            if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != part.sha256:
                return None
    return hashlib.sha256((out / MANIFEST).read_bytes()).hexdigest()


def _start(raw: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", EXTRACT, "extract", str(raw), "--out", str(out)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def _kill(run: subprocess.Popen[bytes]) -> None:
    """Kill the run as the system does when memory is out: its workers live on until they see it gone."""
    os.kill(run.pid, signal.SIGKILL)
    run.wait()


if __name__ == "__main__":
    sys.exit(main())
