"""Which document is read with which others, and what the files of a shard are called."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.published.manifest import Part
from pipeline.run.cache import entry_key
from pipeline.run.entries import Entry
from pipeline.run.reading import Stages
from pipeline.run.tasks import Limits
from pipeline.scale.items import Item

SHARD_SIZE = 200
"""Documents of a shard at most, on average: minutes of work, megabytes of rows."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that one task reads, and everything that decides what it writes."""

    number: int
    items: tuple[Item, ...]
    key: str
    """Names its files: a hash over the documents' content, the version of the code and the options."""
    options: Mapping[str, Any]
    limits: Limits
    stages: Stages

    @property
    def name(self) -> str:
        """``00007-3f2a...``: equal work, equal name."""
        return f"{self.number:05d}-{self.key[:16]}"


@dataclass(frozen=True, slots=True)
class Done:
    """What a shard became; its marker holds the same as JSON."""

    name: str
    parts: tuple[Part, ...]
    kept: str
    """File with the rows the committer needs, one document after the other."""
    entries: tuple[Entry, ...]
    places: tuple[tuple[int, int], ...]
    """Offset and length in ``kept`` of each entry's rows."""


def count_shards(documents: int) -> int:
    """A power of two, so that a few more documents change a few shards and not all."""
    return 1 << max(0, (documents - 1) // SHARD_SIZE).bit_length()


def shard_of(document_id: str, shards: int) -> int:
    """A hash that stays the same between runs, machines and versions of Python."""
    return int.from_bytes(hashlib.sha256(document_id.encode()).digest()[:8], "big") % shards


def plan_shards(
    items: Sequence[Item], options: Mapping[str, Any], limits: Limits, stages: Stages, version: str
) -> list[Shard]:
    """Part documents into shards; every machine that plans the same input gets the same shards."""
    groups: defaultdict[int, list[Item]] = defaultdict(list)
    shards = count_shards(len(items))
    for item in items:
        groups[shard_of(item.document_id, shards)].append(item)
    return [
        Shard(number, tuple(group), _key_of(group, options, limits, stages, version), options, limits, stages)
        for number, group in sorted(groups.items())
    ]


def _key_of(items: Iterable[Item], options: Mapping[str, Any], limits: Limits, stages: Stages, version: str) -> str:
    described = [
        (item.document_id, item.source_path, item.refused, item.sha256 or (item.url, item.size, item.version))
        for item in items
    ]
    return entry_key(described, version, sorted(options.items()), limits.timeout, limits.memory, stages)
