from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from pipeline.errors import EXIT_NOTHING, EXIT_OK, EXIT_PARTIAL, NothingPublishedError, PipelineError, UsageError
from pipeline.findings import Finding
from pipeline.models import Document, Rate
from pipeline.published.blocks import rows_in
from pipeline.results import DocumentResult, RunSummary
from pipeline.run import extract, extract_document, local, reading
from pipeline.run.entries import Entry
from pipeline.run.keeping import keep_result
from pipeline.run.kept import Kept
from pipeline.run.progress import Bar, Lines, Silent, reporter_for
from pipeline.run.together import bring_together
from pipeline.write import publish_blocks

ROOT = Path(__file__).resolve().parents[1]
RUN = """
import sys
sys.path[:0] = sys.argv[1:3]
from pipeline.run import local
from pipeline.run import reading
from pipeline.errors import PipelineError
from pipeline import run
from pipeline.run import extract
run.reading_version = run.publishing_version = lambda: "fixed"
reading.STAGES = reading.Stages("stub_ladder:read_volumes", "stub_ladder:Config")
local.SMALL_RUN = int(sys.argv[5])
try:
    sys.exit(extract([sys.argv[3]], sys.argv[4], jobs=2).exit_code)
except PipelineError as error:
    sys.exit(error.exit_code)
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.fixture(autouse=True)
def _stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(reading, "STAGES", reading.Stages("stub_ladder:read_volumes", "stub_ladder:Config"))
    for name in ("reading_version", "publishing_version"):  # the checkout may change while the tests run
        monkeypatch.setattr(f"pipeline.run.{name}", lambda: "fixed")
    monkeypatch.setenv("STUB_NOTE", str(tmp_path / "opened"))


@pytest.fixture
def in_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "SMALL_RUN", -1)


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


def rates(out: Path) -> dict[str, list[Decimal]]:
    amounts: dict[str, list[Decimal]] = {}
    for row in pq.read_table(out / "salary_rates.parquet", columns=["document_id", "amount"]).to_pylist():
        amounts.setdefault(row["document_id"], []).append(row["amount"])
    return amounts


def statuses(out: Path) -> dict[str, str]:
    rows = pq.read_table(out / "documents.parquet").to_pylist()
    return {row["document_id"].removesuffix(".txt"): row["status"] for row in rows}


def content(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}


def marks(out: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.is_file()}


def test_documents_are_read_and_published(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", a="\n10.00 10.50", b="\n99.99", c="no pay here")
    summary = extract([raw], tmp_path / "out")
    assert (summary.documents, summary.unchanged, summary.failed, summary.rates) == (3, 0, 0, 3)
    assert summary.exit_code == EXIT_OK
    assert rates(tmp_path / "out") == {"a.txt": [Decimal("10.00"), Decimal("10.50")], "b.txt": [Decimal("99.99")]}


def test_in_workers_and_in_this_process_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = put(tmp_path / "raw", a="\n10.00 10.50", b="\n99.99", c="empty")
    extract([raw], tmp_path / "here")
    monkeypatch.setattr(local, "SMALL_RUN", -1)
    extract([raw], tmp_path / "there", jobs=2)
    assert content(tmp_path / "here") == content(tmp_path / "there")


def test_unchanged_run_opens_and_writes_nothing(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00", b="\n20.00", c="empty"), tmp_path / "out"
    first = extract([raw], out)
    assert opened() == ["a.txt", "b.txt", "c.txt"]
    before = marks(out)
    second = extract([raw], out)
    assert opened() == []
    assert marks(out) == before
    assert (second.unchanged, second.exit_code) == (3, first.exit_code)
    assert (second.documents, second.failed, second.rates) == (first.documents, first.failed, first.rates)


def test_only_the_changed_document_is_read_again(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00", b="\n20.00"), tmp_path / "out"
    extract([raw], out)
    opened()
    put(raw, b="\n20.01")
    summary = extract([raw], out)
    assert opened() == ["b.txt"]
    assert summary.unchanged == 1
    assert rates(out) == {"a.txt": [Decimal("10.00")], "b.txt": [Decimal("20.01")]}


def test_touched_file_of_same_content_is_not_read_again(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00"), tmp_path / "out"
    extract([raw], out)
    opened()
    os.utime(raw / "a.txt")
    before = marks(out)
    extract([raw], out)
    assert opened() == []
    assert marks(out) == before


def test_rows_of_a_document_that_is_gone_vanish(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00", b="\n20.00"), tmp_path / "out"
    extract([raw], out)
    opened()
    (raw / "a.txt").unlink()
    extract([raw], out)
    assert opened() == []
    assert rates(out) == {"b.txt": [Decimal("20.00")]}
    assert statuses(out) == {"b": "ok"}


def test_fresh_reads_everything_again(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00", b="\n20.00"), tmp_path / "out"
    extract([raw], out)
    opened()
    assert extract([raw], out, fresh=True).unchanged == 0
    assert opened() == ["a.txt", "b.txt"]


def test_new_version_reads_everything_again(
    tmp_path: Path, opened: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00"), tmp_path / "out"
    extract([raw], out)
    opened()
    monkeypatch.setattr("pipeline.run.reading_version", lambda: "another")
    extract([raw], out)
    assert opened() == ["a.txt"]


def test_changed_waiver_publishes_again_without_reading(
    tmp_path: Path, opened: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00"), tmp_path / "out"
    extract([raw], out)
    opened()
    before = marks(out)
    monkeypatch.setattr("pipeline.run.publishing_version", lambda: "another")
    extract([raw], out)
    assert opened() == []
    assert marks(out) != before


def test_damaged_published_file_is_written_again(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00"), tmp_path / "out"
    extract([raw], out)
    opened()
    whole = content(out)
    (out / "salary_rates.parquet").write_bytes(b"cut")
    (out / "documents.parquet").unlink()
    extract([raw], out)
    assert opened() == []
    assert content(out) == whole


def test_damaged_rows_in_the_cache_are_told_and_then_read_anew(tmp_path: Path) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00"), tmp_path / "out"
    extract([raw], out)
    (entry,) = (out / ".cache" / "documents").iterdir()
    damaged = entry.read_bytes().replace(b"10.00", b"10.01")
    entry.write_bytes(damaged)
    (out / "salary_rates.parquet").unlink()
    with pytest.raises(NothingPublishedError, match="damaged"):
        extract([raw], out)
    assert extract([raw], out).exit_code == EXIT_OK
    assert rates(out) == {"a.txt": [Decimal("10.00")]}


@pytest.mark.usefixtures("in_workers")
def test_documents_that_hang_die_or_grow_harm_no_other(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw = put(tmp_path / "raw", a="\n10.00", hangs="hang", dies="crash", stumbles="stumble", b="\n20.00")
    out = tmp_path / "out"
    summary = extract([raw], out, timeout=0.7, jobs=2)
    expected = {"a": "ok", "b": "ok", "hangs": "timeout", "dies": "damaged", "stumbles": "damaged"}
    assert statuses(out) == expected
    assert (summary.failed, summary.exit_code) == (3, EXIT_PARTIAL)
    assert rates(out) == {"a.txt": [Decimal("10.00")], "b.txt": [Decimal("20.00")]}
    opened()
    assert extract([raw], out, timeout=0.7, jobs=2).unchanged == 5
    assert opened() == []
    assert extract([raw], out, timeout=0.8, jobs=2).unchanged == 4, "another deadline is worth another try"
    assert opened() == ["hangs.txt"] * 2


@pytest.mark.usefixtures("in_workers")
def test_document_that_grows_is_out_of_memory(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", grows="grow", a="\n10.00")
    extract([raw], tmp_path / "out", memory=256 << 20)
    assert statuses(tmp_path / "out") == {"grows": "out_of_memory", "a": "ok"}


def test_deadline_holds_in_this_process_too(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", hangs="hang", a="\n10.00")
    extract([raw], tmp_path / "out", timeout=0.3)
    assert statuses(tmp_path / "out") == {"hangs": "timeout", "a": "ok"}
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_nothing_readable_publishes_nothing_and_keeps_the_old_set(tmp_path: Path) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00"), tmp_path / "out"
    extract([raw], out)
    before = content(out)
    put(raw, a="empty")
    summary = extract([raw], out)
    assert summary.exit_code == EXIT_NOTHING
    assert content(out) == before


def test_file_that_cannot_be_opened_is_accounted_for(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", a="\n10.00")
    (raw / "away.txt").symlink_to("/etc/hostname")
    assert extract([raw], tmp_path / "out").exit_code == EXIT_PARTIAL
    assert statuses(tmp_path / "out") == {"a": "ok", "away": "unsupported"}


def test_no_space_left_stops_the_run_and_blames_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00"), tmp_path / "out"
    extract([raw], out)
    before = content(out)
    put(raw, a="\n20.00")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pipeline.run.reading.save_entry", fail)
    with pytest.raises(NothingPublishedError, match="No space left") as caught:
        extract([raw], out)
    assert caught.value.hint
    assert content(out) == before


def test_missing_engine_stops_the_run_and_blames_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "STAGES", reading.Stages("no_such_engine:read_volumes", "stub_ladder:Config"))
    with pytest.raises(PipelineError, match="no_such_engine") as caught:
        extract([put(tmp_path / "raw", a="\n10.00")], tmp_path / "out")
    assert caught.value.exit_code == EXIT_NOTHING
    assert not list(tmp_path.glob("out/*.parquet"))


def test_output_given_inside_the_input_is_no_document(tmp_path: Path) -> None:
    raw = put(tmp_path / "raw", a="\n10.00")
    extract([raw], raw / "out")
    assert extract([raw], raw / "out").documents == 1


def test_one_document_can_be_read_without_a_run(tmp_path: Path) -> None:
    path = put(tmp_path / "raw", a="\n10.00") / "a.txt"
    for result in (extract_document(path), extract_document(path.read_bytes(), "a.txt")):
        assert result.document.document_id == "a.txt"
        assert [rate.amount for rate in result.rates] == [1000]


BINDER = "\n10.00 10.50\n====\n\n20.00\n====\n\n30.00 30.50 31.00"
"""A file that becomes three documents, of 2, 1 and 3 rates."""
VOLUMES = {"a.txt": 2, "a.txt#page=2": 1, "a.txt#page=3": 3, "b.txt": 1}


def count_rates(out: Path) -> dict[str, int]:
    return {name: len(found) for name, found in rates(out).items()}


@pytest.mark.parametrize("small", [-1, 1 << 20])
def test_a_long_file_is_published_as_several_documents(
    tmp_path: Path, opened: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch, small: int
) -> None:
    monkeypatch.setattr(local, "SMALL_RUN", small)
    raw, out = put(tmp_path / "raw", a=BINDER, b="\n40.00"), tmp_path / "out"
    summary = extract([raw], out)
    assert (summary.documents, summary.unchanged, summary.rates, summary.failed) == (4, 0, 7, 0)
    assert count_rates(out) == VOLUMES
    documents = pq.read_table(out / "documents.parquet").to_pylist()
    assert len({row["sha256"] for row in documents if row["document_id"] != "b.txt"}) == 1
    opened()
    again = extract([raw], out)
    assert (again.documents, again.unchanged, opened()) == (4, 4, [])


def test_a_volume_that_is_missing_or_damaged_is_read_again(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw, out = put(tmp_path / "raw", a=BINDER, b="\n40.00"), tmp_path / "out"
    extract([raw], out)
    [second] = (out / ".cache" / "documents").glob("*.2.rows")
    second.write_bytes(second.read_bytes()[:-5])
    (out / "documents.parquet").unlink()
    opened()
    extract([raw], out)
    assert opened() == ["a.txt", "a.txt#page=2", "a.txt#page=3"]
    assert count_rates(out) == VOLUMES
    second.unlink()
    (out / "documents.parquet").unlink()
    extract([raw], out)
    assert count_rates(out) == VOLUMES


def test_a_volume_that_cannot_be_read_stands_for_the_file(tmp_path: Path) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00\n====\nstumble\n20.00", b="\n40.00"), tmp_path / "out"
    summary = extract([raw], out)
    assert (summary.documents, summary.failed, summary.exit_code) == (2, 1, EXIT_PARTIAL)
    assert statuses(out) == {"a": "damaged", "b": "ok"}
    assert count_rates(out) == {"b.txt": 1}


def test_volumes_of_a_file_that_is_gone_are_forgotten(tmp_path: Path) -> None:
    raw, out = put(tmp_path / "raw", a=BINDER, b="\n40.00"), tmp_path / "out"
    extract([raw], out)
    (raw / "a.txt").unlink()
    extract([raw], out)
    assert count_rates(out) == {"b.txt": 1}
    assert len(list((out / ".cache" / "documents").iterdir())) == 1


def test_a_file_called_like_a_volume_is_not_lost(tmp_path: Path) -> None:
    raw, out = put(tmp_path / "raw", a=BINDER), tmp_path / "out"
    (raw / "a.txt#page=2").write_text("\n50.00")
    with pytest.raises(NothingPublishedError, match=r"two documents would be a\.txt#page=2"):
        extract([raw], out)


@pytest.mark.parametrize("options", [{"jobs": 0}, {"timeout": 0}, {"timeout": float("nan")}, {"memory": 1}])
def test_senseless_options_are_usage_errors(tmp_path: Path, options: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        extract([put(tmp_path / "raw", a="")], tmp_path / "out", **options)  # type: ignore[arg-type]


@pytest.mark.usefixtures("in_workers")
def test_three_hundred_documents(tmp_path: Path, opened: Callable[[], list[str]]) -> None:
    raw = put(tmp_path / "raw", **{f"d{n}": f"\n{n}.25" for n in range(1, 301)})
    out = tmp_path / "out"
    summary = extract([raw], out)
    assert (summary.documents, summary.rates, summary.exit_code) == (300, 300, EXIT_OK)
    assert rates(out) == {f"d{n}.txt": [Decimal(f"{n}.25")] for n in range(1, 301)}
    assert len(opened()) == 300


def start(raw: Path, out: Path, small_run: int = -1) -> subprocess.Popen[bytes]:
    folders = [str(ROOT), str(ROOT / "tests")]
    return subprocess.Popen([sys.executable, "-c", RUN, *folders, str(raw), str(out), str(small_run)])


def test_killed_run_leaves_a_whole_set_and_the_next_goes_on(tmp_path: Path) -> None:
    """SIGKILL at six random moments, a document changed before each."""
    seed = random.Random(6)
    raw, out = put(tmp_path / "raw", **{f"d{n}": f"\n{n}.00" for n in range(1, 60)}), tmp_path / "out"
    extract([raw], out)
    begun = time.monotonic()
    put(raw, **{f"d{n}": f"\n{n}.01" for n in range(1, 60)})
    start(raw, out).wait()
    whole_run = time.monotonic() - begun
    old = rates(out)
    for attempt in range(6):
        put(raw, **{f"d{n}": f"\n{n}.{attempt + 10}" for n in range(1, 60)})
        new = {f"d{n}.txt": [Decimal(f"{n}.{attempt + 10}")] for n in range(1, 60)}
        run = start(raw, out)
        time.sleep(whole_run * seed.uniform(0.2, 1.1))
        run.kill()
        run.wait()
        assert rates(out) in (old, new)
        if attempt % 3 == 2:
            assert extract([raw], out).exit_code == EXIT_OK
            assert rates(out) == new
        old = rates(out)


@pytest.mark.parametrize("small_run", [-1, 1 << 20])
def test_ctrl_c_stops_within_a_second_and_what_was_read_is_kept(
    tmp_path: Path, opened: Callable[[], list[str]], small_run: int
) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00", b="\n20.00", z="sleep 30, then stop"), tmp_path / "out"
    run = start(raw, out, small_run)
    while len(list(out.glob(".cache/documents/*.rows"))) < 2:
        time.sleep(0.02)
    begun = time.monotonic()
    run.send_signal(signal.SIGINT)
    assert run.wait() == 130
    assert time.monotonic() - begun < 1
    put(raw, z="\n30.00")
    opened()
    assert extract([raw], out).unchanged == 2
    assert opened() == ["z.txt"]


def make_kept(document_id: str, *amounts: int) -> Kept:
    """A document whose class 2244-1 earns ``amounts`` cents in steps 1, 2, ... from 2024-07-01."""
    document = Document(document_id, document_id, document_id * 64, "text/plain", 1)
    common = {"class_code": "2244-1", "operative_date": date(2024, 7, 1)}
    rates = tuple(
        Rate(document_id, "HR", amount, str(amount), str(n), n, rate_id=f"{n}", **common)  # type: ignore[arg-type]
        for n, amount in enumerate(amounts, 1)
    )
    finding = Finding(document_id, "range_code", "error", "salary_rates", "1", "does not fit")
    return keep_result(DocumentResult(document, rates=rates, findings=(finding,)))


def findings(documents: dict[str, Kept]) -> dict[str, list[dict[str, Any]]]:
    """Findings of each document once all are brought together."""
    found = [row for block in bring_together(documents).blocks("findings") for row in rows_in(block)]
    return {name: [row for row in found if row["document_id"] == name] for name in documents}


def test_documents_that_contradict_each_other_are_found_when_brought_together() -> None:
    rows = findings({"a": make_kept("a", 1000, 1100), "b": make_kept("b", 1000, 1101)})
    found = [row for told in rows.values() for row in told if row["check"] != "range_code"]
    assert [(row["check"], row["document_id"], row["key"]) for row in found] == [("document_agreement", "b", "2")]


def test_waivers_mark_findings_and_an_unused_one_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.validate.waivers.DEFAULT_WAIVERS", tmp_path / "waivers.toml")
    waiver = '[[waiver]]\ncheck = "{}"\nkey = "1"\nsha256 = "{}"\nreason = "printed so"\n'
    text = waiver.format("range_code", "a" * 64) + waiver.format("total", "b" * 64) + waiver.format("total", "c" * 64)
    (tmp_path / "waivers.toml").write_text(text)
    documents = {"a": make_kept("a", 1000), "b": make_kept("b", 1000)}
    together, found = bring_together(documents), findings(documents)
    (waived,) = found["a"]
    assert (waived["waived"], waived["waiver_reason"]) == (True, "printed so")
    assert {(row["check"], row["waived"]) for row in found["b"]} == {("range_code", False), ("unused_waiver", False)}
    assert (together.count_rows("salary_rates"), together.count_rows("findings"), together.count_errors()) == (2, 3, 2)


def test_rows_are_in_the_order_of_their_table_whatever_the_documents_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keys are not in the order of names: "d.a/" comes before "d/", and keys of "d/B" stand among those of "d"."""
    names = ["d", "d/B", "d.a", "d a", "e"]
    kept = {name: keep_result(make_result(name, "A", "C") if name == "d" else make_result(name, "B")) for name in names}
    monkeypatch.setattr("pipeline.write.parquet._ROW_GROUP", 2)
    publish_blocks(bring_together(kept).blocks, tmp_path / "out")
    for table, order in (("salary_rates", ("document_id", "rate_id")), ("pay_history", ("history_id",))):
        path = tmp_path / "out" / f"{table}.parquet"
        found = pq.read_table(path, columns=list(order)).to_pylist()
        assert [tuple(row.values()) for row in found] == sorted(tuple(row.values()) for row in found)
        groups = pq.ParquetFile(path).metadata
        assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == [2, 2, 2]


def make_result(document_id: str, *appendices: str) -> DocumentResult:
    """A document with an amount in each appendix."""
    document = Document(document_id, document_id, "0" * 64, "text/plain", 1, text_origin="text")
    told = {"class_code": "2244-1", "operative_date": date(2024, 7, 1)}
    rates = [
        Rate(document_id, "HR", 1000, "10.00", "1", 1, appendix=each, rate_id=f"{document_id}/{each}", **told)  # type: ignore[arg-type]
        for each in appendices
    ]
    return DocumentResult(document, rates=tuple(rates))


def test_rows_damaged_in_the_cache_stop_the_run_and_are_read_anew_by_the_next(
    tmp_path: Path, opened: Callable[[], list[str]]
) -> None:
    raw, out = put(tmp_path / "raw", a="\n10.00", b="\n20.00"), tmp_path / "out"
    extract([raw], out)
    put(raw, c="\n30.00")
    opened()
    (entry,) = [path for path in out.glob(".cache/documents/*.rows") if b"a.txt" in path.read_bytes()]
    content = entry.read_bytes()
    entry.write_bytes(content[:-8] + b"\1" * 8)
    with pytest.raises(NothingPublishedError, match="damaged"):
        extract([raw], out)
    assert rates(out) == {"a.txt": [Decimal(10)], "b.txt": [Decimal(20)]}
    assert extract([raw], out).exit_code == EXIT_OK
    assert opened() == ["a.txt", "c.txt"]
    assert set(rates(out)) == {"a.txt", "b.txt", "c.txt"}


class Recorder(Silent):
    """Notes what a run tells."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def begin(self, documents: int, unchanged: int) -> None:
        self.told.append(f"begin {documents} {unchanged}")

    def start(self, document_id: str) -> None:
        self.told.append(f"start {document_id}")

    def done(self, entry: Entry) -> None:
        self.told.append(f"done {entry.document_id}")

    def end(self) -> None:
        self.told.append("end")


def test_reporter_hears_of_each_document_that_is_read(tmp_path: Path) -> None:
    raw, recorder = put(tmp_path / "raw", a="\n10.00"), Recorder()
    extract([raw], tmp_path / "out")
    put(raw, b="\n1.00")
    extract([raw], tmp_path / "out", progress=recorder)
    assert recorder.told == ["begin 2 1", "start b.txt", "done b.txt", "end"]


def test_lines_are_plain_and_tell_the_readers() -> None:
    stream = StringIO()
    reporter = reporter_for(stream)
    assert isinstance(reporter, Lines)
    reporter.done(Entry("a\x1b[2Jb.pdf", "0", "ok", None, 12, 340, (("pdfium", 10), ("camelot", 2))))
    reporter.done(Entry("c.pdf", "0", "encrypted", "needs a password", None, 0, ()))
    assert stream.getvalue().splitlines() == [
        "a\ufffd[2Jb.pdf: 12 pages (10 by pdfium, 2 by camelot), 340 rates",
        "c.pdf: encrypted: needs a password",
    ]


def test_bar_shows_on_a_terminal_and_goes(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar()
    bar.begin(2, 0)
    bar.start("a[bold].pdf")
    bar.done(Entry("a[bold].pdf", "0", "ok", None, 1, 5, ()))
    bar.end()
    told = capsys.readouterr().err
    assert "a[bold].pdf: 1 pages, 5 rates" in told


def test_summary_is_typed(tmp_path: Path) -> None:
    summary = extract([put(tmp_path / "raw", a="\n1.00")], tmp_path / "out")
    assert isinstance(summary, RunSummary)
    assert summary.seconds > 0
