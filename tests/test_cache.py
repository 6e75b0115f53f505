from __future__ import annotations

import os
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import NothingPublishedError, UsageError
from pipeline.run import fingerprint
from pipeline.run.cache import Cache, Entry, Rows, Stamp, entry_key, load_entry, load_rows, published_files, save_entry

ENTRY = Entry("a/b.pdf", "0" * 64, "ok", None, 3, 2, (("pdfium", 2), ("camelot", 1)))
ROWS: Rows = {
    "salary_rates": [
        {"rate_id": "a", "amount": Decimal("12.30"), "operative_date": date(2024, 7, 1), "x0": 1.25, "page": 3},
        {"rate_id": "b", "amount": None, "operative_date": None, "x0": None, "page": None},
    ],
    "findings": [{"waived": False, "message": 'quote " newline \n \u20ac \x00'}],
    "terms": [],
}


def test_entry_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    save_entry(tmp_path / "x.rows", ENTRY, ROWS)
    assert load_entry(tmp_path / "x.rows") == ENTRY
    assert load_rows(tmp_path / "x.rows") == ROWS
    assert [path.name for path in tmp_path.iterdir()] == ["x.rows"]


CELLS = st.sampled_from(
    [
        st.text(),
        st.integers(-(2**62), 2**62),
        st.booleans(),
        st.decimals(allow_nan=False, allow_infinity=False),
        st.dates(),
        st.floats(allow_nan=False, allow_infinity=False),
    ]
).flatmap(lambda kind: st.lists(st.none() | kind, min_size=3, max_size=3))


@settings(max_examples=60, deadline=None)
@given(columns=st.dictionaries(st.text(max_size=5), CELLS, min_size=1, max_size=5))
def test_rows_of_any_column_types_come_back(
    tmp_path_factory: pytest.TempPathFactory, columns: dict[str, list[object]]
) -> None:
    path = tmp_path_factory.mktemp("cache") / "x.rows"
    rows: Rows = {"table": [{name: values[n] for name, values in columns.items()} for n in range(3)]}
    save_entry(path, ENTRY, rows)
    back = load_rows(path)
    assert back == rows
    assert back is not None
    assert repr(dict(back)) == repr(rows), "1.0 is not Decimal(1)"


def test_a_column_of_mixed_types_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="Decimal"):
        save_entry(tmp_path / "x.rows", ENTRY, {"t": [{"a": Decimal(1)}, {"a": 1}]})
    assert load_entry(tmp_path / "x.rows") is None


def test_cut_or_changed_entry_counts_as_absent(tmp_path: Path) -> None:
    path = tmp_path / "x.rows"
    save_entry(path, ENTRY, ROWS)
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        assert load_entry(path) is None
        assert load_rows(path) is None
    path.write_bytes(whole.replace(b"12.30", b"12.31"))
    assert load_rows(path) is None
    path.write_bytes(b"\0" * len(whole))
    assert load_entry(path) is None


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
            save_entry(cache.entry_path(key), ENTRY, ROWS)
        left_by_a_kill = cache.entry_path("c").with_suffix(".rows.1.2.tmp")
        left_by_a_kill.write_bytes(b"half")
        cache.save_published(make_stamp(tmp_path), ["b"])
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
        ("schemas/salary_rates.json", True),
        ("schemas/waivers.toml", False),
        ("pipeline/write/files.py", False),
        ("pipeline/run/__init__.py", False),
    ],
)
def test_change_invalidates_what_it_must(copied_package: Path, name: str, read_again: bool) -> None:
    reading, publishing = fingerprint.reading_version.__wrapped__(), fingerprint.publishing_version()
    (copied_package / name).write_text("changed")
    assert (fingerprint.reading_version.__wrapped__() != reading) is read_again
    assert fingerprint.publishing_version() != publishing
