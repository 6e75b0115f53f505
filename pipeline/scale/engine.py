"""Runs shards, here or on a Ray cluster, and commits them."""

from __future__ import annotations

import importlib.util
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.errors import EXIT_NOTHING, UsageError
from pipeline.results import RunSummary
from pipeline.run import check_limits, count_cores, exit_code_of, read_options, reading
from pipeline.run.fingerprint import reading_version
from pipeline.run.progress import Reporter, Silent
from pipeline.scale.commit import commit
from pipeline.scale.items import format_items, list_items
from pipeline.scale.shards import Done, Shard, plan_shards
from pipeline.scale.storage import Storage, as_url
from pipeline.scale.work import FOLDER, find_done, read_shard

Runner: TypeAlias = Callable[[Sequence[Shard], str], Iterator[Done]]
"""Runs shards of the set at an address and yields what each became, as it is done."""

AHEAD = 4
"""Tasks that wait for each processor: a plan of a million shards is not handed over at once."""
TRIES = 5
"""Times a shard is run again when the machine or process it ran on is lost."""


def extract_at_scale(
    inputs: Sequence[Path | str],
    out: Path | str,
    runner: Runner,
    *,
    timeout: float = 120.0,
    memory: int = 2 << 30,
    fresh: bool = False,
    progress: Reporter | None = None,
) -> RunSummary:
    """Read documents in shards and publish what they say as part files.

    Args:
        inputs: See ``pipeline.scale.items.list_items``.
        out: Address of the set.
        runner: Where shards are read.
        timeout: Seconds one document may take.
        memory: Bytes of memory one document may take.
        fresh: Read every shard again, also unchanged ones.
        progress: Hears of each document; by default nobody.

    Raises:
        UsageError: An input is missing or an option makes no sense.
        NothingPublishedError: There is no document, or the set cannot be written.
    """
    begun, url, reporter = time.monotonic(), as_url(out), progress or Silent()
    limits, storage = check_limits(None, timeout, memory), Storage(as_url(out))
    items = list_items(inputs)
    _keep_manifest(format_items(items), storage)
    shards = plan_shards(items, read_options(None, timeout), limits, reading.STAGES, reading_version())
    found = {shard.name: None if fresh else find_done(storage, shard) for shard in shards}
    done = [each for each in found.values() if each]
    unchanged = sum(len(each.entries) for each in done)
    reporter.begin(len(items), sum(len(shard.items) for shard in shards if found[shard.name]))
    try:
        done += _report(runner([shard for shard in shards if not found[shard.name]], url), reporter)
    finally:
        reporter.end()
    return _publish(done, url, unchanged, begun)


def _publish(done: Sequence[Done], url: str, unchanged: int, begun: float) -> RunSummary:
    """Commit what was read, unless nothing could be."""
    statuses = [entry.status for each in done for entry in each.entries]
    failed = len(statuses) - statuses.count("ok")
    exit_code = exit_code_of(len(statuses), failed)
    counts = commit(sorted(done, key=lambda each: each.name), url) if exit_code != EXIT_NOTHING else {}
    return RunSummary(
        out=url,
        documents=len(statuses),
        unchanged=unchanged,
        failed=failed,
        rates=counts.get("rates", 0),
        findings=counts.get("findings", 0),
        errors=counts.get("errors", 0),
        seconds=time.monotonic() - begun,
        exit_code=exit_code,
    )


def run_here(shards: Sequence[Shard], out: str) -> Iterator[Done]:
    """One shard after the other in this process (its documents in workers); what a cluster does, in small."""
    return (read_shard(shard, out) for shard in shards)


def run_on_ray(address: str | None = None, processors: int | None = None) -> Runner:
    """A runner on a Ray cluster.

    Args:
        address: Of a cluster that runs (``ray://host:port``, ``auto``); by default one is started here.
            Every machine of it needs this package at the same version, and reach of inputs and output.
        processors: Of the cluster that is started here; by default one per core.

    Raises:
        UsageError: Ray is not installed.
    """
    if importlib.util.find_spec("ray") is None:
        raise UsageError("Ray is not installed", "pip install -r requirements-scale.txt, or --engine local")

    def run(shards: Sequence[Shard], out: str) -> Iterator[Done]:
        if not shards:
            return
        import ray  # noqa: PLC0415 (seconds)

        _connect(ray, address, processors)
        try:
            task = ray.remote(num_cpus=1, max_retries=TRIES)(read_shard)
            yield from _gather(ray, task, shards, out)
        finally:
            ray.shutdown()

    return run


def _connect(ray: Any, address: str | None, processors: int | None) -> None:
    """Join the cluster, or start one whose processes find this very package."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "warning"}
    if address:
        ray.init(address=address, **quiet)
        return
    root = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
    environment = {"env_vars": {"PYTHONPATH": paths}}
    ray.init(
        address="local", num_cpus=processors or count_cores(), include_dashboard=False, runtime_env=environment, **quiet
    )


def _gather(ray: Any, task: Any, shards: Sequence[Shard], out: str) -> Iterator[Done]:
    """Keep every processor busy; yield as tasks end, in whatever order."""
    ahead = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
    waiting = list(reversed(shards))
    running: list[Any] = []
    while waiting or running:
        while waiting and len(running) < ahead:
            running.append(task.remote(waiting.pop(), out))
        ended, running = ray.wait(running, num_returns=1)
        yield from ray.get(ended)


def _report(done: Iterable[Done], reporter: Reporter) -> Iterator[Done]:
    """Pass on what shards became, and tell of their files: of the first document where one became several."""
    for each in done:
        further = 0
        for entry in each.entries:
            if further:
                further -= 1
                continue
            reporter.start(entry.document_id)
            reporter.done(entry)
            further = entry.volumes - 1
        yield each


def _keep_manifest(text: str, storage: Storage) -> None:
    """Leave the list of what is read beside the shards: it can be given as input again."""
    with tempfile.TemporaryDirectory() as folder:
        storage.put_text(text, f"{FOLDER}/manifest.jsonl", Path(folder))
