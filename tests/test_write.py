"""What is published depends on the rows alone, and replaces the old set as a whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_set import agreement, sample_results

from pipeline.errors import NothingPublishedError, SchemaError, UsageError
from pipeline.models import Derivation
from pipeline.published.readback import finding_of, parse_derivation, rate_of, rule_of
from pipeline.published.rows import finding_row, format_derivation, rate_row, rule_row
from pipeline.published.steps import pivot_steps
from pipeline.schemas import TABLE_NAMES, arrow_schema
from pipeline.write import publish, rows_of, settle, swap


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_same_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    results = sample_results()
    publish(results, tmp_path / "one")
    shuffled = [replace(result, rates=result.rates[::-1], articles=result.articles[::-1]) for result in results[::-1]]
    publish([rows_of(result) for result in shuffled], tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_every_table_of_the_contract_is_a_typed_zstd_file(tmp_path: Path) -> None:
    publish(sample_results(), tmp_path / "set")
    assert set(contents(tmp_path / "set")) == {f"{name}.parquet" for name in TABLE_NAMES} | {"datapackage.json"}
    for name in TABLE_NAMES:
        file = pq.ParquetFile(tmp_path / "set" / f"{name}.parquet")
        assert file.schema_arrow.equals(arrow_schema(name))
        groups = [file.metadata.row_group(number) for number in range(file.metadata.num_row_groups)]
        assert {group.column(0).compression for group in groups} <= {"ZSTD"}


def test_manifest_tells_rows_bytes_and_hash_of_every_file(tmp_path: Path) -> None:
    publish(sample_results(), tmp_path / "set")
    package = json.loads((tmp_path / "set" / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(TABLE_NAMES)
    for resource in package["resources"]:
        data = (tmp_path / "set" / resource["path"]).read_bytes()
        assert resource["fileBytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["rows"] == pq.read_metadata(tmp_path / "set" / resource["path"]).num_rows


def test_amounts_reach_the_file_to_the_cent(tmp_path: Path) -> None:
    result = agreement("mou91.txt", "91")
    publish([result], tmp_path / "set")
    published = pq.read_table(tmp_path / "set" / "salary_rates.parquet")
    amounts = dict(zip(published["rate_id"].to_pylist(), published["amount"].to_pylist(), strict=True))
    assert amounts == {rate.rate_id: Decimal(rate.amount) / 100 for rate in result.rates}


def test_steps_put_the_periods_of_a_rate_side_by_side() -> None:
    result = agreement("mou91.txt", "91")
    steps = {step["step_id"]: step for step in pivot_steps(rate_row(rate) for rate in result.rates)}
    assert len(steps) * 3 == len(result.rates)
    step = steps["mou91.txt/A/2022-06-19/3180-1/3479/base/1"]
    assert (step["hourly"], step["biweekly"]) == (Decimal("34.79"), Decimal("2783.20"))
    assert (step["monthly"], step["yearly"]) == (None, Decimal("72641.52"))
    assert (step["class_title"], step["status"]) == ("Officer I", "ok")


@pytest.mark.parametrize(
    ("statuses", "worst"),
    [
        (("ok", "repaired", "ok"), "repaired"),
        (("ok", "unverified", "repaired"), "unverified"),
        (("suspect", "unverified", "ok"), "suspect"),
        (("ok", "ok", "ok"), "ok"),
    ],
)
def test_status_of_a_step_is_the_worst_of_its_rates(statuses: tuple[str, ...], worst: str) -> None:
    rates = [rate_row(rate) for rate in agreement("mou91.txt", "91").rates[:3]]
    [step] = pivot_steps(rate | {"status": status} for rate, status in zip(rates, statuses, strict=True))
    assert step["status"] == worst


def test_records_come_back_from_their_rows() -> None:
    for result in sample_results():
        assert tuple(rate_of(rate_row(rate)) for rate in result.rates) == result.rates
        assert tuple(finding_of(finding_row(finding)) for finding in result.findings) == result.findings
        for rule in result.pay_rules:
            uncounted = tuple(replace(d, supporting=0, breaking=0) for d in rule.derivations)
            assert rule_of(rule_row(rule)) == replace(rule, derivations=uncounted)


@given(
    st.sampled_from(["HR", "BW", "MO", "YR"]),
    st.sampled_from(["HR", "BW", "MO", "YR"]),
    st.decimals("0.01", "9999", places=4),
    st.decimals("0.01", "9999", places=4),
    st.sampled_from(["half_up", "up", "down"]),
)
def test_derivations_come_back_from_their_text(source, target, factor, divisor, rounding) -> None:
    derivation = Derivation(source, target, factor, divisor, rounding, 0, 0)
    assert parse_derivation(format_derivation(derivation)) == derivation


def test_rows_that_are_not_as_declared_are_refused(tmp_path: Path) -> None:
    rows = rows_of(agreement("mou91.txt", "91"))
    for change in ({"order": "first"}, {"surprise": 1}, {"title": None}):
        bad = dict(rows, articles=[rows["articles"][0] | change])
        with pytest.raises(SchemaError, match=f"articles.*{next(iter(change))}"):
            publish([bad], tmp_path / "set")
    with pytest.raises(SchemaError, match="no table"):
        publish([{"wages": []}], tmp_path / "set")
    assert not list(tmp_path.iterdir())


def test_an_absurd_number_or_text_of_one_document_does_not_stop_the_others(tmp_path: Path) -> None:
    result = agreement("mou91.txt", "91")
    absurd = replace(result.terms[0], value=Decimal(10) ** 30, term_id="article/1.1//40")
    broken = replace(result.articles[0], title="half a \ud800 pair")
    publish([replace(result, terms=(*result.terms, absurd), articles=(broken,))], tmp_path / "set")
    findings = pq.read_table(tmp_path / "set" / "findings.parquet").to_pylist()
    assert [row["key"] for row in findings if row["check"] == "value_range"] == ["mou91.txt/article/1.1//40"]
    assert pq.read_table(tmp_path / "set" / "terms.parquet").num_rows == 1


def test_two_findings_of_one_row_keep_their_own_keys(tmp_path: Path) -> None:
    result = agreement("mou91.txt", "91")
    publish([replace(result, findings=result.findings * 3)], tmp_path / "set")
    ids = pq.read_table(tmp_path / "set" / "findings.parquet")["finding_id"].to_pylist()
    assert len(set(ids)) == 3


def test_replacing_a_set_keeps_what_else_lies_in_its_folder(tmp_path: Path) -> None:
    out = tmp_path / "set"
    publish(sample_results(), out)
    (out / "README.md").write_text("ours")
    (out / ".cache").mkdir()
    (out / ".cache" / "kept").write_text("kept")
    (out / "stale.parquet").write_text("of an older version")
    publish(sample_results()[:1], out)
    assert (out / "README.md").read_text() == "ours"
    assert (out / ".cache" / "kept").read_text() == "kept"
    assert not (out / "stale.parquet").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_folder_keeps_its_permissions(tmp_path: Path) -> None:
    out = tmp_path / "set"
    out.mkdir(mode=0o750)
    publish(sample_results(), out)
    assert out.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "two renames"])
def test_a_failing_write_leaves_the_old_set_and_no_rest(
    exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "set"
    publish(sample_results()[:1], out)
    old = contents(out)
    if not exchange:
        monkeypatch.setattr(swap, "_exchange", lambda one, other: False)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(NothingPublishedError, match="No space left"):
            publish(sample_results(), out)
    assert contents(out) == old
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    publish(sample_results(), out)
    assert contents(out) != old


def test_a_run_that_died_between_two_renames_is_settled(tmp_path: Path) -> None:
    out = tmp_path / "set"
    publish(sample_results(), out)
    old = contents(out)
    out.rename(tmp_path / ".set.old-abc")
    (tmp_path / ".set.new-abc").mkdir()
    settle(out)
    assert contents(out) == old
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


def test_targets_that_cannot_be_replaced_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="is a file"):
        publish(sample_results(), tmp_path / "file")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(UsageError, match="is the folder the command runs in"):
        publish(sample_results(), Path())
    with pytest.raises(UsageError, match="holds the folder the command runs in"):
        publish(sample_results(), tmp_path)


def test_tables_that_are_not_ours_are_not_deleted(tmp_path: Path) -> None:
    """A folder of somebody's Parquet files is no published set: what it holds would be gone."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "census.parquet").write_text("a year of work")
    with pytest.raises(UsageError, match=r"census\.parquet") as caught:
        publish(sample_results(), tmp_path / "mine")
    assert caught.value.hint
    assert contents(tmp_path / "mine") == {"census.parquet": b"a year of work"}


def test_a_set_that_lost_its_manifest_may_be_published_again(tmp_path: Path) -> None:
    publish(sample_results(), tmp_path / "set")
    (tmp_path / "set" / "datapackage.json").unlink()
    publish(sample_results(), tmp_path / "set")
    assert (tmp_path / "set" / "datapackage.json").is_file()


PUBLISHER = """
import sys
from pathlib import Path
from pipeline.write import publish
from sample_set import sample_results
first, second = sample_results()[:1], sample_results()
print("ready", flush=True)
while True:
    publish(first, Path(sys.argv[1]))
    publish(second, Path(sys.argv[1]))
"""


@pytest.mark.slow
def test_a_reader_and_a_killed_run_see_one_set_or_the_other_never_a_mix(tmp_path: Path) -> None:
    out = tmp_path / "set"
    whole = []
    for results in (sample_results()[:1], sample_results()):
        publish(results, out)
        whole.append(contents(out))
    tests = Path(__file__).resolve().parent
    for attempt in range(12):
        command = [sys.executable, "-c", PUBLISHER, str(out)]
        path = {"PYTHONPATH": f"{tests}{os.pathsep}{tests.parent}"}
        with subprocess.Popen(command, env=os.environ | path, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            time.sleep(0.05 + 0.037 * attempt)
            process.send_signal(signal.SIGKILL)
        settle(out)
        assert contents(out) in whole
        assert [path.name for path in tmp_path.iterdir()] == ["set"]
