"""Where the tables of a published set lie, for those who only read them: query, load, export, diff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PublishedSetError, UsageError
from pipeline.published.manifest import MANIFEST, read_manifest

if TYPE_CHECKING:
    import pyarrow.dataset as ds

OWN_SET = Path(__file__).resolve().parents[2] / "normalized"
"""The set that comes with a clone of the project."""


def find_set(directory: Path | str | None = None) -> Path:
    """The folder of a published set: the one given, else ``normalized`` here, else that of the project.

    Raises:
        PublishedSetError: there is no set.
    """
    folders = [Path(directory)] if directory is not None else [Path("normalized"), OWN_SET]
    for folder in folders:
        if (folder / MANIFEST).is_file():
            return folder
    raise PublishedSetError(f"{folders[0]}: no {MANIFEST}", "publish a set with: mou extract INPUT --out DIR")


def open_tables(directory: Path) -> dict[str, ds.FileSystemDataset]:
    """Every table of a set by its name, opened but not read.

    Raises:
        PublishedSetError: there is no set, or a file of it is missing or damaged.
    """
    import pyarrow as pa  # noqa: PLC0415 (the command line starts without it)
    import pyarrow.dataset as ds  # noqa: PLC0415

    tables = {}
    for name, entry in read_manifest(directory).items():
        paths = [directory / part.path for part in entry.parts]
        missing = next((path for path in paths if not path.is_file()), None)
        if missing:
            raise PublishedSetError(f"{missing}: missing", "publish the set again with: mou extract")
        try:
            tables[name] = ds.dataset(paths, format="parquet")
        except (OSError, pa.ArrowException) as error:
            named = paths[0] if len(paths) == 1 else paths[0].parent
            raise PublishedSetError(f"{named}: cut short or damaged", "publish the set again") from error
    return tables


def open_table(directory: Path, name: str) -> ds.FileSystemDataset:
    """One table of a set, opened but not read.

    Raises:
        UsageError: the set has no such table.
        PublishedSetError: there is no set, or a file of it is missing or damaged.
    """
    tables = open_tables(directory)
    if name not in tables:
        raise UsageError(f"no table {name}", f"one of: {', '.join(tables)}")
    return tables[name]
