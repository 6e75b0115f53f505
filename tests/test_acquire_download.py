"""``mou acquire`` against servers that lie, stall, redirect, cut short and change their files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from lying_server import LyingServer, make_pdf

from pipeline.acquire.download import _next_address
from pipeline.acquire.listing import pin_hashes, read_listing
from pipeline.acquire.refresh import Outcome, refresh_sources
from pipeline.acquire.storing import FetchError, FetchLimits
from pipeline.errors import EXIT_OK, EXIT_PARTIAL, EXIT_USAGE, UsageError
from pipeline.run import extract, local

ROOT = Path(__file__).resolve().parents[1]
QUICK = FetchLimits(timeout=1.0, max_size=1 << 20, retries=2, pause=0.01)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[LyingServer]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    lying = LyingServer()
    yield lying
    lying.shutdown()
    lying.server_close()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def list_sources(raw: Path, **sources: dict[str, str]) -> Path:
    raw.mkdir(exist_ok=True)
    tables = [
        "\n".join(
            [
                "[[document]]",
                f'id = "{name.replace("__", ".")}"',
                *(f'{key} = "{value}"' for key, value in entry.items()),
            ]
        )
        for name, entry in sources.items()
    ]
    (raw / "sources.toml").write_text("# As we found them.\n\n" + "\n\n".join(tables) + "\n")
    return raw / "sources.toml"


def refresh(listing: Path, *, update: bool = False, limits: FetchLimits = QUICK) -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in refresh_sources(listing, update=update, limits=limits)}


def fetch_one(raw: Path, url: str, **entry: str) -> Outcome:
    (outcome,) = refresh(list_sources(raw, a__pdf={"url": url, **entry})).values()
    return outcome


def documents(raw: Path) -> list[str]:
    return sorted(path.name for path in raw.iterdir() if not path.name.startswith(".") and path.suffix != ".toml")


def test_new_is_fetched_verified_and_then_unchanged_without_being_sent_again(
    tmp_path: Path, server: LyingServer
) -> None:
    entry = {"url": server.url("whole"), "sha256": sha256(server.content)}
    listing = list_sources(tmp_path / "raw", a__pdf=entry)
    assert refresh(listing)["a.pdf"] == Outcome("a.pdf", "new")
    assert (tmp_path / "raw" / "a.pdf").read_bytes() == server.content
    assert refresh(listing)["a.pdf"] == Outcome("a.pdf", "unchanged")
    assert server.answers == {("whole", 200): 1, ("whole", 304): 1}
    assert (tmp_path / "raw" / "a.pdf").stat().st_mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("path", ["without-length", "redirects", "breaks-off-once", "busy-once"])
def test_what_passes_is_fetched_in_the_end(tmp_path: Path, server: LyingServer, path: str) -> None:
    listing = list_sources(tmp_path / "raw", a__pdf={"url": server.url(path), "sha256": sha256(server.content)})
    assert refresh(listing, limits=replace(QUICK, timeout=30.0)) == {"a.pdf": Outcome("a.pdf", "new")}
    assert (tmp_path / "raw" / "a.pdf").read_bytes() == server.content


@pytest.mark.parametrize("listed", [False, True], ids=["no hash listed", "hash listed"])
@pytest.mark.parametrize(
    ("path", "message", "attempts"),
    [
        ("tells-too-much", "IncompleteRead", 3),
        ("tells-too-little", "cut short", 1),
        ("breaks-off", "cut short", 1),
        ("web-page", "web page", 1),
        ("not-found-with-200", "no PDF", 1),
        ("nothing", "nothing", 1),
        ("forbidden", "403", 1),
        ("busy-for-an-hour", "3600 seconds", 1),
        ("busy-for-nonsense", "503", 1),
        ("tells-a-terabyte", "larger than 1 MiB", 1),
        ("endless", "larger than 1 MiB", 1),
        ("bomb", "larger than 1 MiB", 1),
        ("redirects-forever", "redirected more than", 6),
        ("redirects-to-a-file", "file", 1),
    ],
)
def test_lies_are_failures_and_leave_nothing(  # noqa: PLR0917 - pytest passes them by name
    tmp_path: Path, server: LyingServer, path: str, message: str, attempts: int, listed: bool
) -> None:
    entry = {"sha256": sha256(server.content)} if listed else {}
    patient = replace(QUICK, timeout=30.0)  # a busy machine must not turn another lie into a stall
    (outcome,) = refresh(
        list_sources(tmp_path / "raw", a__pdf={"url": server.url(path), **entry}), limits=patient
    ).values()
    assert outcome.status == "failed"
    assert message in outcome.message
    assert server.asked(path) == attempts
    assert documents(tmp_path / "raw") == []
    assert [entry.name for entry in (tmp_path / "raw" / ".acquire").glob("incoming*")] == []


@pytest.mark.parametrize("path", ["silent", "stalls", "trickles", "trickles-headers"])
def test_a_server_that_stalls_or_trickles_is_given_up(tmp_path: Path, server: LyingServer, path: str) -> None:
    begun = time.monotonic()
    outcome = fetch_one(tmp_path / "raw", server.url(path))
    assert outcome == Outcome("a.pdf", "failed", "not fetched within 1 seconds")
    assert time.monotonic() - begun < 2.5
    assert documents(tmp_path / "raw") == []


def test_a_stalled_source_holds_no_other_back(tmp_path: Path, server: LyingServer) -> None:
    listing = list_sources(
        tmp_path / "raw", a__pdf={"url": server.url("trickles")}, b__pdf={"url": server.url("whole")}
    )
    assert {name: outcome.status for name, outcome in refresh(listing).items()} == {"a.pdf": "failed", "b.pdf": "new"}


@pytest.mark.parametrize("path", ["gone", "never-was"])
def test_gone_sources_are_told_and_the_file_stays(tmp_path: Path, server: LyingServer, path: str) -> None:
    raw = tmp_path / "raw"
    listing = list_sources(raw, a__pdf={"url": server.url(path), "sha256": sha256(b"old")})
    (raw / "a.pdf").write_bytes(b"old")
    assert refresh(listing, update=True)["a.pdf"].status == "gone"
    assert (raw / "a.pdf").read_bytes() == b"old"


def test_nobody_listens(tmp_path: Path) -> None:
    outcome = fetch_one(tmp_path / "raw", "http://127.0.0.1:9/a.pdf")
    assert outcome.status == "failed"
    assert "Connection" in outcome.message


@pytest.mark.parametrize("url", ["http://", "http://[::bad", "ftp2://x/y", "nowhere://x"])
def test_senseless_addresses_are_failures(tmp_path: Path, url: str) -> None:
    assert fetch_one(tmp_path / "raw", url).status == "failed"


def test_changed_source_is_kept_beside_until_it_is_asked_for(tmp_path: Path, server: LyingServer) -> None:
    raw, old, new = tmp_path / "raw", server.content, make_pdf("raises")
    listing = list_sources(raw, a__pdf={"url": server.url("whole"), "sha256": sha256(old)})
    refresh(listing)
    server.content = new
    for _ in range(2):
        outcome = refresh(listing)["a.pdf"]
        assert outcome.status == "changed"
        assert sha256(new) in outcome.message
        assert (raw / "a.pdf").read_bytes() == old
        assert (raw / ".acquire" / "changed" / "a.pdf").read_bytes() == new
        assert read_listing(listing)[0].sha256 == sha256(old)
    assert refresh(listing, update=True)["a.pdf"].status == "updated"
    assert (raw / "a.pdf").read_bytes() == new
    assert not (raw / ".acquire" / "changed" / "a.pdf").exists()
    assert listing.read_text() == "# As we found them.\n\n" + (
        f'[[document]]\nid = "a.pdf"\nurl = "{server.url("whole")}"\nsha256 = "{sha256(new)}"\n'
    )
    assert refresh(listing)["a.pdf"].status == "unchanged"


def test_a_lie_never_replaces_a_document_even_when_updates_are_asked_for(tmp_path: Path, server: LyingServer) -> None:
    raw = tmp_path / "raw"
    for path in ("web-page", "tells-too-little", "tells-too-much", "stalls"):
        listing = list_sources(raw, a__pdf={"url": server.url(path), "sha256": sha256(server.content)})
        (raw / "a.pdf").write_bytes(server.content)
        assert refresh(listing, update=True)["a.pdf"].status == "failed"
        assert (raw / "a.pdf").read_bytes() == server.content
        assert read_listing(listing)[0].sha256 == sha256(server.content)


def test_file_changed_here_is_told_and_restored_only_on_request(tmp_path: Path, server: LyingServer) -> None:
    raw = tmp_path / "raw"
    listing = list_sources(raw, a__pdf={"url": server.url("whole"), "sha256": sha256(server.content)})
    refresh(listing)
    (raw / "a.pdf").write_bytes(b"scribbled over")
    assert refresh(listing)["a.pdf"].status == "changed"
    assert (raw / "a.pdf").read_bytes() == b"scribbled over"
    assert refresh(listing, update=True)["a.pdf"].status == "updated"
    assert (raw / "a.pdf").read_bytes() == server.content


def test_source_without_a_listed_hash_is_fetched_and_the_hash_told(tmp_path: Path, server: LyingServer) -> None:
    listing = list_sources(tmp_path / "raw", a__pdf={"url": server.url("whole"), "sha256": ""})
    assert sha256(server.content) in refresh(listing)["a.pdf"].message
    assert refresh(listing)["a.pdf"].status == "unchanged"
    assert server.answers == {("whole", 200): 1, ("whole", 304): 1}
    refresh(listing, update=True)
    assert read_listing(listing)[0].sha256 == ""  # the source said "not modified": nothing new to list
    old, server.content = server.content, make_pdf("other")
    assert refresh(listing)["a.pdf"].status == "changed"
    assert (tmp_path / "raw" / "a.pdf").read_bytes() == old


def test_paths_and_other_file_systems_are_sources_too(tmp_path: Path) -> None:
    raw, content = tmp_path / "raw", make_pdf()
    (tmp_path / "from here.pdf").write_bytes(content)
    with fsspec.open("memory://agreements/b.pdf", "wb") as stream:
        stream.write(content)
    listing = list_sources(
        raw,
        a__pdf={"url": "../from here.pdf"},
        b__pdf={"url": "memory://agreements/b.pdf"},
        c__pdf={"url": (tmp_path / "from here.pdf").as_uri()},
        d__pdf={"url": "../nowhere.pdf"},
        e__pdf={"url": "memory://agreements/nowhere.pdf"},
        f__pdf={"url": ".."},
    )
    found = {name: outcome.status for name, outcome in refresh(listing).items()}
    assert found == {
        "a.pdf": "new", "b.pdf": "new", "c.pdf": "new", "d.pdf": "gone", "e.pdf": "gone", "f.pdf": "failed"
    }  # fmt: skip
    assert {(raw / name).read_bytes() for name in documents(raw)} == {content}
    assert {outcome.status for outcome in refresh(listing).values()} == {"unchanged", "gone", "failed"}


def test_a_pipe_is_no_source(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert fetch_one(tmp_path / "raw", "../pipe").status == "failed"


def test_documents_without_a_source_are_verified(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    listing = list_sources(raw, a__txt={"sha256": sha256(b"a")}, b__txt={"sha256": sha256(b"b")}, c__txt={})
    (raw / "a.txt").write_bytes(b"a")
    (raw / "b.txt").write_bytes(b"other")
    (raw / "stray.txt").write_bytes(b"")
    expected = {"a.txt": "unchanged", "b.txt": "changed", "c.txt": "gone", "stray.txt": "unlisted"}
    assert {name: outcome.status for name, outcome in refresh(listing).items()} == expected
    assert refresh(listing, update=True)["b.txt"].status == "updated"
    assert refresh(listing)["b.txt"].status == "unchanged"


def test_from_https_to_http_is_refused() -> None:
    assert _next_address("https://a/x", "/y") == "https://a/y"
    assert _next_address("http://a/x", "https://b/y") == "https://b/y"
    for target in ("http://a/y", "HTTP://a/y", "javascript:x", "data:,x"):
        with pytest.raises(FetchError, match="refused"):
            _next_address("https://a/x", target)


@pytest.mark.parametrize(
    "text",
    [
        '[[document]]\nid = "../a.pdf"',
        '[[document]]\nid = "/etc/passwd"',
        '[[document]]\nid = "a/../../b.pdf"',
        '[[document]]\nid = ".acquire/state.json"',
        '[[document]]\nid = ""',
        '[[document]]\ntitle = "no id"',
        '[[document]]\nid = "a.pdf"\nsha256 = "123"',
        '[[document]]\nid = "a.pdf"\nyear = 2020',
        '[[document]]\nid = "a.pdf"\n\n[[document]]\nid = "a.pdf"',
        '[[documents]]\nid = "a.pdf"',
        "not toml",
    ],
)
def test_malformed_listings_are_usage_errors_with_a_hint(tmp_path: Path, text: str) -> None:
    (tmp_path / "sources.toml").write_text(text)
    with pytest.raises(UsageError) as caught:
        refresh(tmp_path / "sources.toml")
    assert caught.value.hint
    assert os.listdir(tmp_path) == ["sources.toml"]


def test_folder_that_links_elsewhere_receives_nothing(tmp_path: Path, server: LyingServer) -> None:
    raw, elsewhere = tmp_path / "raw", tmp_path / "elsewhere"
    elsewhere.mkdir()
    listing = list_sources(raw, **{"sub/a.pdf": {"url": server.url("whole")}})
    (raw / "sub").symlink_to(elsewhere)
    assert refresh(listing)["sub/a.pdf"].status == "failed"
    assert not list(elsewhere.iterdir())


def test_hash_is_listed_only_where_the_rest_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(f'document = [{{id = "a.pdf", sha256 = "{sha256(b"a")}"}}]\n')
    with pytest.raises(UsageError) as caught:
        pin_hashes(path, {"a.pdf": sha256(b"b")})
    assert sha256(b"b") in caught.value.hint
    assert tomllib.loads(path.read_text())["document"][0]["sha256"] == sha256(b"a")


def test_own_listing_is_in_order() -> None:
    for listed in read_listing(ROOT / "raw" / "sources.toml"):
        assert sha256((ROOT / "raw" / listed.id).read_bytes()) == listed.sha256


def test_a_changed_source_is_extracted_alone(
    tmp_path: Path, server: LyingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(local, "read_job", _recording(local.read_job, read))
    (tmp_path / "b.txt").write_text("ARTICLE 1.0 PARTIES\n\nNothing of pay.\n")
    server.content = b"ARTICLE 1.0 PARTIES\n\nThis is the first text.\n"
    raw, out = tmp_path / "raw", tmp_path / "out"
    listing = list_sources(raw, a__txt={"url": server.url("whole")}, b__txt={"url": "../b.txt"})
    for content, expected in ((server.content, ["a.txt", "b.txt"]), (b"ARTICLE 1.0 PARTIES\n\nOther.\n", ["a.txt"])):
        server.content = content
        refresh(listing, update=True)
        read.clear()
        assert extract([raw], out).exit_code == EXIT_OK
        assert read == expected


def _recording(function: Callable[..., object], names: list[str]) -> Callable[..., object]:
    def record(job: local.Job) -> object:
        names.append(job.source.document_id)
        return function(job)

    return record


def test_command_reports_and_exits_by_what_it_found(tmp_path: Path, server: LyingServer) -> None:
    raw = tmp_path / "raw"
    list_sources(raw, a__pdf={"url": server.url("whole")}, b__pdf={"url": server.url("gone")})
    assert run_mou(raw) == (
        EXIT_PARTIAL,
        [
            f"a.pdf: new: no sha256 is listed; it is {sha256(server.content)}",
            "b.pdf: gone: the server answers 410: it is not there any more",
            "1 new, 1 gone",
        ],
    )
    list_sources(raw, a__pdf={"url": server.url("whole"), "sha256": sha256(server.content)})
    assert run_mou(raw / "sources.toml") == (EXIT_OK, ["a.pdf: unchanged", "1 unchanged"])
    assert run_mou(tmp_path / "nowhere")[0] == EXIT_USAGE


def run_mou(*arguments: object) -> tuple[int, list[str]]:
    code = "import sys; from pipeline.cli import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "acquire", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()
