"""Shards, part files and the committer: the same rows as a run on one machine, whatever happens in between."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.parquet as pq
import pytest

from pipeline.errors import EXIT_NOTHING, EXIT_OK, EXIT_PARTIAL, NothingPublishedError, UsageError
from pipeline.run import extract, reading
from pipeline.scale import engine
from pipeline.scale.engine import extract_at_scale, run_here, run_on_ray
from pipeline.scale.items import Item, format_items, list_items
from pipeline.scale.shards import Done, Shard, count_shards, shard_of
from pipeline.scale.storage import Storage, as_url
from pipeline.schemas import TABLE_NAMES, load_schema

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "STAGES", reading.Stages("stub_scale:read_volumes", "stub_scale:Config"))
    for module in ("pipeline.run", "pipeline.scale.engine"):  # the checkout may change while the tests run
        monkeypatch.setattr(f"{module}.reading_version", lambda: "fixed")
    monkeypatch.setattr("pipeline.run.read_options", lambda *_: {})
    monkeypatch.setattr("pipeline.scale.engine.read_options", lambda *_: {})
    monkeypatch.setattr("pipeline.scale.shards.SHARD_SIZE", 4)
    monkeypatch.setenv("STUB_NOTE", str(tmp_path / "opened"))


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[], list[str]]:
    """Which documents were read since it was last asked."""

    def take() -> list[str]:
        note = tmp_path / "opened"
        names = sorted(note.read_text().split()) if note.exists() else []
        note.unlink(missing_ok=True)
        return names

    return take


def put(folder: Path, **documents: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def put_many(folder: Path, number: int) -> Path:
    return put(folder, **{f"d{n}": f"\n{n}.25 {n}.50" for n in range(1, number + 1)})


def tables(out: Path) -> dict[str, list[dict[str, Any]]]:
    """Rows of every table, in the order of its schema, whether it is one file or many."""
    found = {}
    for name in TABLE_NAMES:
        order = [(column, "ascending") for column in load_schema(name).sorted_by]
        found[name] = pq.read_table(out / f"{name}.parquet").sort_by(order).to_pylist()
    return found


def files(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_rows_are_those_of_a_run_on_one_machine(tmp_path: Path) -> None:
    raw = put(put_many(tmp_path / "raw", 30), nothing="empty", bad="stumble")
    here = extract([raw], tmp_path / "here")
    there = extract_at_scale([raw], tmp_path / "there", run_here)
    assert tables(tmp_path / "here") == tables(tmp_path / "there")
    assert (there.documents, there.failed, there.rates, there.exit_code) == (32, 2, 60, EXIT_PARTIAL)
    assert (here.documents, here.failed, here.rates, here.exit_code) == (32, 2, 60, EXIT_PARTIAL)


def test_long_files_are_several_documents_there_too(tmp_path: Path) -> None:
    raw = put(put_many(tmp_path / "raw", 9), long="\n10.00 10.50\n====\n\n20.00\n====\n\n30.00 30.50 31.00")
    extract([raw], tmp_path / "here")
    there = extract_at_scale([raw], tmp_path / "there", run_here)
    assert tables(tmp_path / "here") == tables(tmp_path / "there")
    assert (there.documents, there.rates) == (12, 24)
    again = extract_at_scale([raw], tmp_path / "there", run_here)
    assert (again.documents, again.unchanged) == (12, 12)


@pytest.mark.slow
def test_rows_of_agreements_are_those_of_a_run_on_one_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cross-document findings, pay history and waivers included: three tellings of one agreement share classes."""
    monkeypatch.setattr(reading, "STAGES", reading.Stages())
    monkeypatch.setattr("pipeline.scale.shards.SHARD_SIZE", 1)
    agreements = [ROOT / "raw" / name for name in ("mou28-2022.txt", "mou28-2022.pdf", "mou30-2010.txt")]
    extract(agreements, tmp_path / "here")
    extract_at_scale(agreements, tmp_path / "there", run_here)
    here, there = tables(tmp_path / "here"), tables(tmp_path / "there")
    assert here == there
    assert len(here["salary_rates"]) == 132 + 132 + 2676
    assert any(row["superseded_by"] for row in here["pay_history"])


def test_part_files_and_manifest_tell_the_same(tmp_path: Path) -> None:
    out = tmp_path / "out"
    extract_at_scale([put_many(tmp_path / "raw", 30)], out, run_here)
    resources = json.loads((out / "datapackage.json").read_text())["resources"]
    assert [resource["name"] for resource in resources] == list(TABLE_NAMES)
    listed = [path for resource in resources for path in resource["path"]]
    assert sorted(listed) == sorted(name for name in files(out) if name.endswith(".parquet"))
    rates = next(resource for resource in resources if resource["name"] == "salary_rates")
    assert len(rates["path"]) > 4
    for path, part in zip(rates["path"], rates["parts"], strict=True):
        assert pq.read_metadata(out / path).num_rows == part["rows"]
        assert (out / path).stat().st_size == part["fileBytes"]
    assert sum(part["rows"] for part in rates["parts"]) == rates["rows"] == 60


def test_whole_documents_lie_in_one_part(tmp_path: Path) -> None:
    out = tmp_path / "out"
    extract_at_scale([put_many(tmp_path / "raw", 30)], out, run_here)
    told: Counter[str] = Counter()
    for path in (out / "salary_rates.parquet").iterdir():
        told.update(set(pq.read_table(path).column("document_id").to_pylist()))
    assert set(told.values()) == {1}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    raw = put_many(tmp_path / "raw", 20)
    for name in ("a", "b"):
        extract_at_scale([raw], tmp_path / name, run_here)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_only_shards_with_a_changed_document_are_read_again(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw, out = put_many(tmp_path / "raw", 30), tmp_path / "out"
    extract_at_scale([raw], out, run_here)
    assert len(opened()) == 30
    assert extract_at_scale([raw], out, run_here).unchanged == 30
    assert opened() == []
    put(raw, d7="\n7.75")
    summary = extract_at_scale([raw], out, run_here)
    read = opened()
    assert "d7.txt" in read
    assert summary.unchanged == 30 - len(read) > 15
    assert summary.rates == 59
    assert len([name for name in files(out) if name.endswith(".done.json")]) == count_used_shards(30)
    assert extract_at_scale([raw], out, run_here, fresh=True).unchanged == 0
    extract([raw], tmp_path / "here")
    assert tables(out) == tables(tmp_path / "here")


def count_used_shards(documents: int) -> int:
    return len({shard_of(f"d{n}.txt", count_shards(documents)) for n in range(1, documents + 1)})


def test_a_run_that_dies_leaves_no_manifest_and_the_next_goes_on(
    tmp_path: Path, opened: Callable[[], list[str]]
) -> None:
    raw, out = put_many(tmp_path / "raw", 30), tmp_path / "out"

    def die_after_three(shards: Sequence[Shard], url: str) -> Iterator[Done]:
        yield from run_here(shards[:3], url)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract_at_scale([raw], out, die_after_three)
    assert not (out / "datapackage.json").exists()
    read = opened()
    summary = extract_at_scale([raw], out, run_here)
    assert summary.unchanged == len(read) > 0
    assert sorted([*read, *opened()]) == sorted(f"d{n}.txt" for n in range(1, 31))


def test_a_run_that_dies_in_the_commit_leaves_the_old_set_as_the_manifest_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = put_many(tmp_path / "raw", 10), tmp_path / "out"
    extract_at_scale([raw], out, run_here)
    old = {path: (out / path).read_bytes() for path in manifest_paths(out)}
    put(raw, d1="\n9.99")
    with monkeypatch.context() as broken:
        broken.setattr("pipeline.scale.commit.format_manifest", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            extract_at_scale([raw], out, run_here)
    assert {path: (out / path).read_bytes() for path in manifest_paths(out)} == old
    extract_at_scale([raw], out, run_here)
    assert sorted(name for name in files(out) if name.endswith(".parquet")) == sorted(manifest_paths(out))
    assert not list(out.rglob("*.tmp"))


def manifest_paths(out: Path) -> list[str]:
    resources = json.loads((out / "datapackage.json").read_text())["resources"]
    return [path for resource in resources for path in resource["path"]]


def test_documents_that_hang_or_die_in_a_shard_harm_no_other(tmp_path: Path) -> None:
    raw = put(put_many(tmp_path / "raw", 6), hangs="hang, \0", dies="crash, \0")
    summary = extract_at_scale([raw], tmp_path / "out", run_here, timeout=0.7)
    assert (summary.documents, summary.failed, summary.rates) == (8, 2, 12)
    statuses = {row["document_id"]: row["status"] for row in tables(tmp_path / "out")["documents"]}
    assert (statuses["hangs.txt"], statuses["dies.txt"]) == ("timeout", "damaged")


def test_nothing_readable_publishes_nothing(tmp_path: Path) -> None:
    summary = extract_at_scale([put(tmp_path / "raw", a="empty")], tmp_path / "out", run_here)
    assert summary.exit_code == EXIT_NOTHING
    assert not (tmp_path / "out" / "datapackage.json").exists()
    with pytest.raises(NothingPublishedError):
        extract_at_scale([put(tmp_path / "void")], tmp_path / "out", run_here)


def test_inputs_and_output_on_another_file_system(tmp_path: Path) -> None:
    raw = put_many(tmp_path / "raw", 12)
    system = fsspec.filesystem("memory")
    for path in raw.iterdir():
        system.pipe_file(f"/scale-in/{path.name}", path.read_bytes())
    summary = extract_at_scale([Path("memory://scale-in")], Path("memory://scale-out"), run_here)
    assert (summary.documents, summary.rates, summary.exit_code) == (12, 24, EXIT_OK)
    system.get("/scale-out", str(tmp_path / "copy"), recursive=True)
    extract([raw], tmp_path / "here")
    here, there = tables(tmp_path / "here"), tables(tmp_path / "copy")
    assert here["salary_rates"] == there["salary_rates"]
    assert not [name for name in system.find("/scale-out") if name.endswith(".tmp")]


def test_a_manifest_stands_for_a_listing(tmp_path: Path) -> None:
    raw = put_many(tmp_path / "raw", 5)
    items = [*list_items([raw]), Item("away.txt", str(tmp_path / "away.txt"))]
    (tmp_path / "all.jsonl").write_text(format_items(items))
    assert list_items([tmp_path / "all.jsonl"]) == sorted(items, key=lambda item: item.document_id)
    summary = extract_at_scale([tmp_path / "all.jsonl"], tmp_path / "out", run_here)
    assert (summary.documents, summary.failed) == (6, 1)
    (row,) = [row for row in tables(tmp_path / "out")["documents"] if row["status"] != "ok"]
    assert (row["document_id"], row["status"]) == ("away.txt", "unsupported")
    assert list_items([tmp_path / "out" / "_shards" / "manifest.jsonl"]) == list_items([tmp_path / "all.jsonl"])


@pytest.mark.parametrize("line", ["{}", "[]", "not json", '{"document_id": "a"}'])
def test_malformed_manifests_are_usage_errors(tmp_path: Path, line: str) -> None:
    (tmp_path / "list.jsonl").write_text(line + "\n")
    with pytest.raises(UsageError, match="line 1"):
        list_items([tmp_path / "list.jsonl"])


def test_documents_of_one_name_are_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "list.jsonl").write_text(format_items([Item("a", "x"), Item("a", "y")]))
    with pytest.raises(UsageError, match="one name: a"):
        list_items([tmp_path / "list.jsonl"])


def test_shards_are_stable_and_even() -> None:
    digest = hashlib.sha256(b"mou25-2019.txt").hexdigest()
    assert shard_of("mou25-2019.txt", 16) == int(digest[:16], 16) % 16
    sizes = Counter(shard_of(f"document {n}", 64) for n in range(12_800))
    assert len(sizes) == 64
    assert max(sizes.values()) < 1.4 * 200


@pytest.mark.parametrize(("documents", "shards"), [(1, 1), (4, 1), (5, 2), (8, 2), (9, 4), (17, 8)])
def test_shards_are_a_power_of_two(documents: int, shards: int) -> None:
    assert count_shards(documents) == shards


def test_addresses_survive_paths() -> None:
    assert as_url(Path("s3://bucket/a")) == "s3://bucket/a"
    assert as_url("gs://bucket/a") == "gs://bucket/a"
    assert as_url(Path("out/a:/b")) == "out/a:/b"
    assert as_url(Path("/tmp/x")) == "/tmp/x"


def test_a_file_is_seen_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = Storage(str(tmp_path / "set"))
    storage.put_text("old", "a/b.json", tmp_path)
    system, _ = storage._place

    def fail(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as broken:
        broken.setattr(type(system), "mv", fail)
        with pytest.raises(OSError, match="no space"):
            storage.put_text("new", "a/b.json", tmp_path)
    assert os.listdir(tmp_path / "set" / "a") == ["b.json"]
    assert (tmp_path / "set" / "a" / "b.json").read_text() == "old"


def test_without_ray_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UsageError) as caught:
        run_on_ray()
    assert "requirements-scale.txt" in caught.value.hint
