from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from pipeline.acquire import UNKNOWN_SHA256, discover, hash_file
from pipeline.errors import EXIT_NOTHING, EXIT_USAGE, NothingPublishedError, UsageError


def put(path: Path, content: bytes = b"text") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def ids(*inputs: Path) -> list[str]:
    return [source.document_id for source in discover(inputs)]


def test_folder_is_searched_sorted_and_named_relative_to_it(tmp_path: Path) -> None:
    for name in ("raw/b.txt", "raw/a/z.pdf", "raw/a/c d.PDF", "raw/no-suffix"):
        put(tmp_path / name)
    assert ids(tmp_path / "raw") == ["a/c d.PDF", "a/z.pdf", "b.txt", "no-suffix"]


def test_what_is_plainly_no_document_is_left_out_of_a_folder(tmp_path: Path) -> None:
    for name in (
        "sources.toml",
        "README",
        "README.txt",
        "notes.md",
        "truth.csv",
        "x.json",
        ".hidden.txt",
        ".git/a.txt",
    ):
        put(tmp_path / name)
    put(tmp_path / "mou.txt")
    put(tmp_path / "agreement.docx")  # a document, if one we cannot read: its status will say so
    assert ids(tmp_path) == ["agreement.docx", "mou.txt"]


def test_named_file_is_always_taken(tmp_path: Path) -> None:
    assert ids(put(tmp_path / "notes.md"), put(tmp_path / ".hidden")) == [".hidden", "notes.md"]


def test_source_carries_hash_size_and_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = os.urandom(3_000_000)
    put(tmp_path / "raw" / "sub" / "mou.pdf", content)
    monkeypatch.chdir(tmp_path)
    (source,) = discover([Path("raw")])
    assert (source.document_id, source.source_path, source.size) == ("sub/mou.pdf", "raw/sub/mou.pdf", 3_000_000)
    assert source.sha256 == hashlib.sha256(content).hexdigest() == hash_file(source.path)


def test_absolute_input_publishes_no_root_of_the_machine(tmp_path: Path) -> None:
    (source,) = discover([put(tmp_path / "raw" / "sub" / "mou.pdf").parents[1]])
    assert source.source_path == "raw/sub/mou.pdf"


def test_equal_names_of_several_inputs_are_told_apart(tmp_path: Path) -> None:
    for name in ("2023/mou.txt", "2024/mou.txt", "2024/other.txt"):
        put(tmp_path / name)
    expected = ["2023/mou.txt", "2024/mou.txt", "other.txt"]
    assert ids(tmp_path / "2023", tmp_path / "2024") == expected
    assert ids(tmp_path / "2024", tmp_path / "2023") == expected
    assert ids(tmp_path / "2023" / "mou.txt", tmp_path / "2024") == expected


def test_names_that_stay_equal_are_a_usage_error(tmp_path: Path) -> None:
    for name in ("a/raw/mou.txt", "b/raw/mou.txt"):
        put(tmp_path / name)
    with pytest.raises(UsageError, match=r"raw/mou\.txt"):
        ids(tmp_path / "a" / "raw", tmp_path / "b" / "raw")


def test_a_file_reached_twice_is_one_document(tmp_path: Path) -> None:
    path = put(tmp_path / "raw" / "mou.txt")
    assert ids(path.parent, path, path.parent / ".." / "raw") == ["mou.txt"]


def test_missing_input_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere") as caught:
        discover([tmp_path / "nowhere"])
    assert caught.value.exit_code == EXIT_USAGE


def test_pipe_given_by_name_is_a_usage_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="neither"):
        discover([tmp_path / "pipe"])


def test_no_document_at_all_says_what_to_give(tmp_path: Path) -> None:
    put(tmp_path / "README.md")
    with pytest.raises(NothingPublishedError) as caught:
        discover([tmp_path])
    assert caught.value.exit_code == EXIT_NOTHING
    assert caught.value.hint


def test_links_and_pipes_are_refused_and_still_accounted_for(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    put(raw / "mou.txt")
    put(tmp_path / "secret.txt", b"not for publication")
    (raw / "inside.txt").symlink_to("mou.txt")
    (raw / "out.txt").symlink_to(tmp_path / "secret.txt")
    (raw / "dead.txt").symlink_to("gone.txt")
    (raw / "round.txt").symlink_to("round.txt")
    (raw / "circle").symlink_to(raw)
    os.mkfifo(raw / "pipe.txt")
    refused = {source.document_id: source for source in discover([raw]) if source.refused}
    assert sorted(refused) == ["dead.txt", "out.txt", "pipe.txt", "round.txt"]
    assert {source.sha256 for source in refused.values()} == {UNKNOWN_SHA256}
    assert len(discover([raw])) == 6


def test_names_may_hold_anything(tmp_path: Path) -> None:
    for name in ("with space.txt", "new\nline.txt", "caf\u00e9.txt", "..txt", "a;b.txt"):
        put(tmp_path / "raw" / name)
    (tmp_path / "raw" / os.fsdecode(b"no-utf8-\xff.txt")).write_bytes(b"x")
    found = ids(tmp_path / "raw")
    assert len(found) == 5  # "..txt" is hidden
    assert "no-utf8-\\xff.txt" in found
    assert all(name.encode("utf-8") for name in found)


def test_known_hash_spares_reading_the_file(tmp_path: Path) -> None:
    path = put(tmp_path / "mou.txt")
    (source,) = discover([path], lambda _path, status: "f" * 64 if status.st_size == 4 else None)
    assert source.sha256 == "f" * 64
