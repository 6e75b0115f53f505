"""The documents of a run at scale: found once, listed in a manifest, never looked for again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from pipeline.acquire import UNKNOWN_SHA256, discover
from pipeline.errors import NothingPublishedError, UsageError
from pipeline.scale.storage import as_url

MANIFEST_SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class Item:
    """A document somewhere; a line of a manifest."""

    document_id: str
    url: str
    """A path, or an address fsspec knows, that every machine can read."""
    source_path: str = ""
    """As published; the ``document_id`` where it is not given."""
    sha256: str = ""
    """Of the content, where it is known: otherwise ``size`` and ``version`` tell a change."""
    size: int = 0
    version: str = ""
    """What the file system says of the content: ETag, generation, time of change."""
    refused: str = ""


def list_items(inputs: Sequence[Path | str]) -> list[Item]:
    """The documents of files, folders, addresses and manifests, sorted by ``document_id``.

    Args:
        inputs: Files and folders as for a run on one machine; addresses (``s3://bucket/folder``),
            listed once; a file ``*.jsonl`` with one ``Item`` a line, and then nothing is listed.

    Raises:
        UsageError: An input is missing or malformed, or two documents have one name.
        NothingPublishedError: There is no document.
    """
    given = [as_url(each) for each in inputs]
    manifests = [each for each in given if each.endswith(MANIFEST_SUFFIX)]
    remote = [each for each in given if "://" in each and each not in manifests]
    here = [Path(each) for each in given if each not in manifests and each not in remote]
    items = [item for each in manifests for item in _read_manifest(each)]
    items += [item for each in remote for item in _list_address(each)]
    items += _discover(here) if here else []
    names = [item.document_id for item in items]
    if len(set(names)) != len(names):
        doubled = sorted({name for name in names if names.count(name) > 1} if len(names) < 10_000 else set())
        raise UsageError(f"several documents of one name: {', '.join(doubled[:5])}", "name them apart in a manifest")
    if not items:
        raise NothingPublishedError("no document in the inputs", "give PDF or text files, folders, or a manifest")
    return sorted(items, key=lambda item: item.document_id)


def format_items(items: Sequence[Item]) -> str:
    """The text of a manifest."""
    return "".join(json.dumps({k: v for k, v in asdict(item).items() if v}) + "\n" for item in items)


def _read_manifest(url: str) -> Iterator[Item]:
    import fsspec  # noqa: PLC0415 (only runs at scale need it)

    known = {field.name for field in fields(Item)}
    with fsspec.open(url, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            try:
                item = Item(**{name: value for name, value in json.loads(line).items() if name in known})
            except (ValueError, TypeError, AttributeError) as error:
                raise UsageError(
                    f"{url}, line {number}: {error}", "a line is an object with document_id and url"
                ) from error
            yield item


def _list_address(url: str) -> Iterator[Item]:
    import fsspec  # noqa: PLC0415 (as above)

    system, root = fsspec.core.url_to_fs(url)
    for path, info in sorted(system.find(root, detail=True).items()):
        name = path.removeprefix(root).lstrip("/") or path.rpartition("/")[2]
        version = str(info.get("ETag") or info.get("etag") or info.get("mtime") or info.get("created") or "")
        yield Item(name, system.unstrip_protocol(path), name, size=int(info.get("size") or 0), version=version)


def _discover(inputs: Sequence[Path]) -> list[Item]:
    return [
        Item(
            document_id=source.document_id,
            url=os.path.abspath(source.path),
            source_path=source.source_path,
            sha256="" if source.sha256 == UNKNOWN_SHA256 else source.sha256,
            size=source.size,
            refused=source.refused or "",
        )
        for source in discover(inputs)
    ]
