"""``python -m tools.typeset raw`` and ``python -m tools.typeset variant --seed N --out DIR``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.typeset.raw_set import write_raw, write_scan

PROJECT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Parse the command line and do as told."""
    parser = argparse.ArgumentParser(prog="python -m tools.typeset", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    raw = commands.add_parser("raw", help="make the documents of raw/ again")
    raw.add_argument("--out", type=Path, default=PROJECT / "raw")
    commands.add_parser("scan", help="render the scanned page of raw/ again (only after a change of figures)")
    arguments = parser.parse_args()
    if arguments.command == "scan":
        print(write_scan())
        return
    for path in write_raw(arguments.out):
        print(path)


if __name__ == "__main__":
    main()
