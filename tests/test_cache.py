from __future__ import annotations

import os
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sample_set import agreement

from pipeline.errors import NothingPublishedError, UsageError
from pipeline.published.blocks import rows_in
from pipeline.published.rows import rows_of
from pipeline.run import fingerprint
from pipeline.run.cache import Cache, Stamp, entry_key, published_files
from pipeline.run.entries import Entry, format_entry, load_entry, load_kept, pack_kept, save_entry
from pipeline.run.keeping import keep_result
from pipeline.schemas import load_schema

ENTRY = Entry("a/b.pdf", "0" * 64, "ok", None, 3, 2, (("pdfium", 2), ("camelot", 1)))
KEPT = keep_result(agreement("mou91.txt", "91"))


def test_entry_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    save_entry(tmp_path / "x.rows", ENTRY, pack_kept(KEPT))
    assert load_entry(tmp_path / "x.rows") == ENTRY
    assert [path.name for path in tmp_path.iterdir()] == ["x.rows"]
    back = load_kept(tmp_path / "x.rows")
    assert back.facts == KEPT.facts
    assert back.facts.told
    assert list(back.load_lines()) == list(KEPT.load_lines())
    assert back.blocks.keys() == KEPT.blocks.keys()
    for name, block in KEPT.blocks.items():
        assert replace(back.blocks[name], load=block.load) == block
        assert rows_in(back.blocks[name]) == rows_in(block)


def test_rows_come_back_as_they_were_read() -> None:
    rows = rows_of(agreement("mou91.txt", "91"))
    for name, table in rows.items():
        key = load_schema(name).key_of
        assert sorted(rows_in(KEPT.blocks[name]), key=key) == sorted(table, key=key)


def test_several_entries_may_lie_in_one_file(tmp_path: Path) -> None:
    other = keep_result(agreement("sub dir/mou92.pdf", "92"))
    first = b"".join(format_entry(ENTRY, pack_kept(KEPT)))
    (tmp_path / "kept").write_bytes(first + b"".join(format_entry(ENTRY, pack_kept(other))))
    for start, kept in ((0, KEPT), (len(first), other)):
        back = load_kept(tmp_path / "kept", start)
        assert rows_in(back.blocks["terms"]) == rows_in(kept.blocks["terms"])


def test_cut_entry_counts_as_absent(tmp_path: Path) -> None:
    path = tmp_path / "x.rows"
    save_entry(path, ENTRY, pack_kept(KEPT))
    whole = path.read_bytes()
    for length in range(0, len(whole), 997):
        path.write_bytes(whole[:length])
        assert load_entry(path) is None
    path.write_bytes(b"\0" * len(whole))
    assert load_entry(path) is None


def test_no_changed_byte_of_an_entry_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "x.rows"
    save_entry(path, ENTRY, pack_kept(KEPT))
    whole = path.read_bytes()
    begin = whole.index(b"\n") + 1
    for place in [*range(begin, begin + 40), *range(begin, len(whole), 487)]:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(NothingPublishedError, match="damaged") as caught:
            load_all(path)
        assert caught.value.hint
        assert not path.exists(), "so that it is read anew"


def load_all(path: Path) -> None:
    kept = load_kept(path)
    kept.load_lines()
    for block in kept.blocks.values():
        rows_in(block)


def test_absurd_numbers_and_text_that_is_none_are_kept_out(tmp_path: Path) -> None:
    result = agreement("mou91.txt", "91")
    absurd = replace(result.terms[0], value=Decimal(10) ** 30, term_id="article/1.1//40")
    broken = replace(result.articles[0], title="half a \ud800 pair")
    kept = keep_result(replace(result, terms=(*result.terms, absurd), articles=(broken,)))
    assert [row["check"] for row in rows_in(kept.blocks["findings"])] == ["range_code", "value_range"]
    assert kept.blocks["terms"].rows == 1
    assert kept.facts.errors == 2
    save_entry(tmp_path / "x.rows", ENTRY, pack_kept(kept))
    assert rows_in(load_kept(tmp_path / "x.rows").blocks["articles"])[0]["title"] == "half a ? pair"


def test_key_depends_on_each_part_and_on_their_borders() -> None:
    keys = {
        entry_key("ab", "c"),
        entry_key("a", "bc"),
        entry_key("ab", "d"),
        entry_key("abc"),
        entry_key("ab", "c", ""),
    }
    assert len(keys) == 5


def test_unchanged_file_is_not_hashed_again(tmp_path: Path) -> None:
    path = tmp_path / "mou.txt"
    path.write_bytes(b"old")
    os.utime(path, ns=(0, time.time_ns() - 10**10))
    status = path.stat()
    with Cache(tmp_path / "out") as cache:
        assert cache.known_hash(path, status) is None
        cache.save_index([(path, status.st_size, status.st_mtime_ns, "h" * 64)], time.time_ns())
    with Cache(tmp_path / "out") as cache:
        assert cache.known_hash(path, path.stat()) == "h" * 64
        path.write_bytes(b"new")
        assert cache.known_hash(path, path.stat()) is None


def test_file_changed_just_before_it_was_hashed_is_hashed_again(tmp_path: Path) -> None:
    """It may have changed once more within one tick of the file system's clock, at the same size."""
    path = tmp_path / "mou.txt"
    path.write_bytes(b"old")
    status = path.stat()
    with Cache(tmp_path / "out") as cache:
        cache.save_index([(path, status.st_size, status.st_mtime_ns, "h" * 64)], time.time_ns())
        assert cache.known_hash(path, path.stat()) is None
        cache.save_index([(path, status.st_size, status.st_mtime_ns, "h" * 64)], status.st_mtime_ns + 10**10)
        assert cache.known_hash(path, path.stat()) == "h" * 64


def make_stamp(out: Path) -> Stamp:
    return Stamp("key", published_files(out), 1, 0, 2, 3, 4)


def test_stamp_holds_while_every_published_file_lies_as_it_was_left(tmp_path: Path) -> None:
    (tmp_path / "salary_rates.parquet").write_bytes(b"PAR1")
    with Cache(tmp_path) as cache:
        assert cache.published() is None
        cache.save_published(make_stamp(tmp_path), [])
        assert cache.published() == make_stamp(tmp_path)
        (tmp_path / "report.html").write_text("no part of the set")
        assert cache.published() == make_stamp(tmp_path)
        (tmp_path / "salary_rates.parquet").write_bytes(b"cut")
        assert cache.published() is None
        (tmp_path / "salary_rates.parquet").unlink()
        assert cache.published() is None


def test_entries_of_documents_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        for key in ("a", "b"):
            save_entry(cache.entry_path(key), ENTRY, pack_kept(KEPT))
        left_by_a_kill = cache.entry_path("c").with_suffix(".rows.1.2.tmp")
        left_by_a_kill.write_bytes(b"half")
        cache.save_published(make_stamp(tmp_path), [cache.entry_path("b")])
        assert load_entry(cache.entry_path("a")) is None
        assert load_entry(cache.entry_path("b")) == ENTRY
        assert not left_by_a_kill.exists()


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with Cache(tmp_path), pytest.raises(UsageError, match="another run"), Cache(tmp_path):
        pass
    with Cache(tmp_path):
        pass


def test_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NothingPublishedError, match="cannot write") as caught, Cache(tmp_path / "file" / "out"):
        pass
    assert caught.value.hint


def test_damaged_index_costs_time_only(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        (cache.folder / "index.json").write_bytes(b'{"a": [1')
        (cache.folder / "published.json").write_bytes(b"[]")
    with Cache(tmp_path) as cache:
        assert cache.published() is None
        assert cache.known_hash(tmp_path, tmp_path.stat()) is None


@pytest.fixture
def copied_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "pipeline/normalize/rates.py": "a",
        "pipeline/layouts/pay.toml": "b",
        "pipeline/run/__init__.py": "c",
        "pipeline/write/files.py": "d",
        "schemas/salary_rates.json": "{}",
        "schemas/waivers.toml": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(fingerprint, "_PACKAGE", tmp_path / "pipeline")
    monkeypatch.setattr(fingerprint, "SCHEMAS", tmp_path / "schemas")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "read_again"),
    [
        ("pipeline/normalize/rates.py", True),
        ("pipeline/layouts/pay.toml", True),
        ("pipeline/new_module.py", True),
        ("pipeline/history/alone.py", True),
        ("pipeline/run/entries.py", True),
        ("schemas/salary_rates.json", True),
        ("schemas/waivers.toml", False),
        ("pipeline/write/files.py", False),
        ("pipeline/run/__init__.py", False),
    ],
)
def test_change_invalidates_what_it_must(copied_package: Path, name: str, read_again: bool) -> None:
    reading, publishing = fingerprint.reading_version.__wrapped__(), fingerprint.publishing_version()
    (copied_package / name).parent.mkdir(exist_ok=True)
    (copied_package / name).write_text("changed")
    assert (fingerprint.reading_version.__wrapped__() != reading) is read_again
    assert fingerprint.publishing_version() != publishing
