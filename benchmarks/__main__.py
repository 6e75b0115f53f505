"""``python -m benchmarks [NAME...]``: every benchmark of this folder, or those named, one process each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    """Run the modules that have a ``main``; the exit code is that of the worst."""
    programs = [path.stem for path in sorted(FOLDER.glob("*.py")) if _is_program(path)]
    unknown = set(sys.argv[1:]) - set(programs)
    if unknown:
        print(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(programs)}", file=sys.stderr)
        return 2
    worst = 0
    for name in sys.argv[1:] or programs:
        print(f"\n== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=FOLDER.parent, check=False)
        worst = max(worst, abs(done.returncode))
    return worst


def _is_program(path: Path) -> bool:
    return path.stem != "__main__" and "\ndef main(" in path.read_text("utf-8")


if __name__ == "__main__":
    sys.exit(main())
