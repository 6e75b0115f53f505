"""``python -m tools.typeset raw`` and ``python -m tools.typeset variant --seed N --out DIR``."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from tools.typeset.model import TRUTH_COLUMNS
from tools.typeset.raw_set import write_raw, write_scan
from tools.typeset.variants import KINDS, make_variant

PROJECT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Parse the command line and do as told."""
    parser = argparse.ArgumentParser(prog="python -m tools.typeset", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    raw = commands.add_parser("raw", help="make the documents of raw/ again")
    raw.add_argument("--out", type=Path, default=PROJECT / "raw")
    commands.add_parser("scan", help="render the scanned page of raw/ again (only after a change of figures)")
    variant = commands.add_parser("variant", help="make one random document, and a table of the truth beside it")
    variant.add_argument("--seed", type=int, required=True)
    variant.add_argument("--kind", choices=KINDS)
    variant.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    if arguments.command == "variant":
        write_variant(arguments.seed, arguments.kind, arguments.out)
        return
    if arguments.command == "scan":
        print(write_scan())
        return
    for path in write_raw(arguments.out):
        print(path)


def write_variant(seed: int, kind: str | None, folder: Path) -> None:
    """Write ``variant-<seed>.pdf`` (or .txt) and ``variant-<seed>.csv``."""
    made = make_variant(seed, kind)
    folder.mkdir(parents=True, exist_ok=True)
    document = folder / f"variant-{seed}{made.suffix}"
    document.write_bytes(made.data)
    with document.with_suffix(".csv").open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, TRUTH_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made.truth)
    print(f"{document}: {made.description}, {len(made.truth)} amounts")


if __name__ == "__main__":
    main()
