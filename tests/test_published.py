"""A published set that was changed by hand is found out, and the row is named wherever two places disagree."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sample_set import agreement, sample_results

from pipeline.errors import PublishedSetError
from pipeline.normalize.keys import rate_key
from pipeline.published.manifest import MANIFEST
from pipeline.published.rows import rate_row
from pipeline.published.steps import step_id_of
from pipeline.schemas import TABLE_NAMES, arrow_schema
from pipeline.validate.integrity import check_integrity, published_step_key
from pipeline.validate.published import read_published
from pipeline.validate.validate_set import validate_published
from pipeline.write import publish


@pytest.fixture
def published(tmp_path: Path) -> Path:
    publish(sample_results(), tmp_path / "set")
    return tmp_path / "set"


@pytest.fixture
def waived(published: Path, tmp_path: Path) -> Path:
    """Waivers of the two range codes that the sample agreements print wrong."""
    hashes = read_published(published).hashes()
    waivers = [
        f'[[waiver]]\ncheck = "range_code"\nkey = "A/2022-06-19/3180-1/3479/base/1/HR"\n'
        f'sha256 = "{hashes[name]}"\nreason = "as printed"\n'
        for name in ("mou91.txt", "sub dir/mou92.pdf")
    ]
    path = tmp_path / "waivers.toml"
    path.write_text("\n".join(waivers), "utf-8")
    return path


def change_value(published: Path, table: str, row: int, column: str, change: Callable[[Any], Any]) -> dict[str, Any]:
    """Change one value of a published file by hand; gives the row as it was."""
    path = published / f"{table}.parquet"
    rows = pq.read_table(path).to_pylist()
    old = dict(rows[row])
    rows[row][column] = change(old[column])
    assert rows[row] != old
    pq.write_table(pa.Table.from_pylist(rows, arrow_schema(table)), path)
    return old


def test_an_unchanged_set_holds(published: Path) -> None:
    findings, held = check_integrity(read_published(published))
    assert findings == []
    assert len(held) == 9


def test_records_are_read_back(published: Path) -> None:
    whole = read_published(published)
    results = sample_results()
    assert set(whole.rates()) == {rate for result in results for rate in result.rates}
    assert set(whole.findings()) == {finding for result in results for finding in result.findings}
    assert {rule.table_key for rule in whole.pay_rules()} == {"A/HR-BW-YR", "B/HR-BW-YR"}


def test_keys_are_those_the_rates_are_given() -> None:
    """Validate cannot import normalize, so each tells what a key says; this holds them together."""
    for rate in agreement("mou91.txt", "91").rates:
        assert f"{published_step_key(rate_row(rate))}/{rate.period}" == rate_key(rate)
        assert step_id_of(rate.rate_id) == published_step_key(rate_row(rate))


CHANGES: dict[str, Callable[[Any], Any]] = {
    "amount": lambda amount: amount + Decimal("0.01"),
    "operative_date": lambda day: day + timedelta(days=1),
    "class_code": lambda code: code.replace("318", "381"),
    "step": lambda step: str(int(step) + 1),
}


@pytest.mark.slow
def test_200_changes_by_hand_are_each_found_and_their_row_is_named(tmp_path: Path) -> None:
    """One amount, date, code or step at a time; each period of each component takes part."""
    dice = random.Random(20_221_218)
    publish(sample_results(), tmp_path / "set")
    path = tmp_path / "set" / "salary_rates.parquet"
    clean = path.read_bytes()
    rows = pq.read_table(path).to_pylist()
    groups = [(component, period) for component in ("base", "bonus", "total") for period in ("HR", "BW", "YR")]
    for number in range(200):
        component, period = groups[number % len(groups)]
        places = [n for n, row in enumerate(rows) if (row["component"], row["period"]) == (component, period)]
        column = dice.choice(list(CHANGES))
        old = change_value(tmp_path / "set", "salary_rates", dice.choice(places), column, CHANGES[column])
        report = validate_published(tmp_path / "set", expectations=False)
        named = {finding.key for finding in report.findings if finding.check.startswith("published_")}
        assert report.exit_code() == 1
        assert old["rate_id"] in named, (column, old["rate_id"])
        assert "salary_rates" in named, "the digest names the table"
        path.write_bytes(clean)


@pytest.mark.parametrize("table", [name for name in TABLE_NAMES if name not in {"increases", "pay_history"}])
def test_any_one_changed_value_of_any_table_is_found(table: str, published: Path) -> None:
    clean = (published / f"{table}.parquet").read_bytes()
    others: dict[str, Callable[[Any], Any]] = {
        "string": lambda text: f"{text or ''}x",
        "int64": lambda number: (number or 0) + 1,
        "double": lambda number: (number or 0.0) + 0.5,
        "bool": lambda flag: not flag,
        "date32[day]": lambda day: (day or date(2020, 1, 1)) + timedelta(days=1),
    }
    for field in arrow_schema(table):
        change = others.get(str(field.type), lambda number: (number or Decimal(0)) + 1)
        change_value(published, table, 0, field.name, change)
        findings, _ = check_integrity(read_published(published))
        assert ("published_digest", table) in {(finding.check, finding.table) for finding in findings}, field.name
        (published / f"{table}.parquet").write_bytes(clean)


def test_a_change_in_salary_steps_names_step_and_value(published: Path) -> None:
    old = change_value(published, "salary_steps", 5, "biweekly", lambda amount: amount + 1)
    findings, _ = check_integrity(read_published(published))
    [finding] = [finding for finding in findings if finding.check == "published_steps"]
    assert (finding.key, finding.column) == (old["step_id"], "biweekly")
    assert (finding.printed, finding.expected) == (str(old["biweekly"] + 1), str(old["biweekly"]))


def test_an_amount_that_is_not_the_printed_one_is_named_with_both(published: Path) -> None:
    old = change_value(published, "salary_rates", 7, "amount", lambda amount: amount + 10)
    findings, _ = check_integrity(read_published(published))
    [finding] = [finding for finding in findings if finding.check == "published_amount"]
    assert (finding.key, finding.expected) == (old["rate_id"], str(old["amount"]))


def test_lost_doubled_and_orphaned_rows_are_named(published: Path) -> None:
    path = published / "salary_rates.parquet"
    table = pq.read_table(path)
    lost = table["rate_id"][3].as_py()
    pq.write_table(pa.concat_tables([table.slice(0, 3), table.slice(4), table.slice(9, 1)]), path)
    doubled = table["rate_id"][9].as_py()
    change_value(published, "terms", 0, "clause_id", lambda _: "article/9.9/")
    findings, _ = check_integrity(read_published(published))
    named = {(finding.check, finding.key) for finding in findings}
    assert ("published_key", doubled) in named
    assert ("published_steps", step_id_of(lost)) in named
    assert ("published_reference", "mou91.txt/article/1.1//17") in named


@pytest.mark.parametrize("kind", [pa.float64(), pa.string()])
def test_money_that_is_no_decimal_any_more_is_refused(published: Path, kind: pa.DataType) -> None:
    path = published / "salary_rates.parquet"
    table = pq.read_table(path)
    place = table.schema.get_field_index("amount")
    pq.write_table(table.set_column(place, "amount", table["amount"].cast(kind)), path)
    with pytest.raises(PublishedSetError, match=f"no decimals any more: amount is {kind}"):
        read_published(published)


AS_TEXT = [
    ("salary_rates", "operative_date"),
    ("documents", "term_start"),
    ("salary_rates", "page_number"),
    ("salary_rates", "x0"),
    ("findings", "waived"),
]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())], ids=str)
@pytest.mark.parametrize(("table", "column"), AS_TEXT)
def test_what_became_text_is_refused(published: Path, table: str, column: str, kind: pa.DataType) -> None:
    """Dates, numbers and truth values as text convert back, but who loads the file gets no dates."""
    path = published / f"{table}.parquet"
    values = pq.read_table(path)
    texts = pa.array([None if value is None else str(value) for value in values[column].to_pylist()], pa.string())
    place = values.schema.get_field_index(column)
    pq.write_table(values.set_column(place, column, texts.cast(kind)), path)
    with pytest.raises(PublishedSetError, match=f"{table}.parquet.*{column} is .*string"):
        read_published(published)


def test_a_file_written_anew_by_another_tool_with_equal_values_passes(published: Path) -> None:
    for name in TABLE_NAMES:
        pd.read_parquet(published / f"{name}.parquet").to_parquet(published / f"{name}.parquet", compression="gzip")
    findings, held = check_integrity(read_published(published))
    assert {(finding.check, finding.severity) for finding in findings} == {("published_file", "warning")}
    assert [finding.key for finding in findings] == list(TABLE_NAMES), "each file is told: it is another one"
    assert "published_digest" in {check.check for check in held}


@pytest.mark.parametrize("told", ["hash", "fileBytes"])
def test_a_file_that_is_not_what_the_manifest_says_is_told(told: str, published: Path) -> None:
    """Whoever copies a set checks its files by the manifest: a wrong size or hash there is a lie."""
    package = json.loads((published / MANIFEST).read_text("utf-8"))
    terms = next(resource for resource in package["resources"] if resource["name"] == "terms")
    terms[told] = {"hash": f"sha256:{'0' * 64}", "fileBytes": terms["fileBytes"] + 1}[told]
    (published / MANIFEST).write_text(json.dumps(package), "utf-8")
    [finding], held = check_integrity(read_published(published))
    assert (finding.check, finding.severity, finding.key) == ("published_file", "warning", "terms")
    assert "terms.parquet" in finding.message
    assert "published_file" not in {check.check for check in held}


@pytest.mark.parametrize("name", [*(f"{table}.parquet" for table in TABLE_NAMES), MANIFEST])
@pytest.mark.parametrize("harm", ["missing", "cut short", "empty", "garbage"])
def test_a_set_that_is_not_whole_is_an_error(name: str, harm: str, published: Path) -> None:
    path = published / name
    data = path.read_bytes()
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes({"cut short": data[: len(data) * 2 // 3], "empty": b"", "garbage": b"x" * len(data)}[harm])
    with pytest.raises(PublishedSetError) as caught:
        validate_published(published, expectations=False)
    assert caught.value.exit_code == 4
    assert caught.value.hint


def test_a_set_of_another_schema_is_an_error(published: Path) -> None:
    path = published / "salary_rates.parquet"
    table = pq.read_table(path)
    pq.write_table(table.drop_columns(["class_title"]), path)
    with pytest.raises(PublishedSetError, match="class_title"):
        read_published(published)
    pq.write_table(table.set_column(0, "rate_id", pa.array([[1]] * len(table))), path)
    with pytest.raises(PublishedSetError, match="other types"):
        read_published(published)


def test_a_manifest_that_knows_too_little_is_an_error(published: Path) -> None:
    package = json.loads((published / MANIFEST).read_text("utf-8"))
    package["resources"] = package["resources"][1:]
    (published / MANIFEST).write_text(json.dumps(package), "utf-8")
    with pytest.raises(PublishedSetError, match="documents"):
        read_published(published)


@pytest.mark.parametrize("column", ["period", "status", "amount", "step", "document_id"])
def test_nonsense_in_a_row_is_a_finding_not_a_crash(column: str, published: Path) -> None:
    path = published / "salary_rates.parquet"
    rows = pq.read_table(path).to_pylist()
    rows[0][column] = {"period": "XX", "status": "great"}.get(column)
    loose = pa.schema([field.with_nullable(True) for field in arrow_schema("salary_rates")])
    pq.write_table(pa.Table.from_pylist(rows, loose), path)
    assert validate_published(published, expectations=False).exit_code() == 1


def test_waived_findings_are_kept_marked_and_do_not_fail(published: Path, waived: Path) -> None:
    open_report = validate_published(published, expectations=False)
    assert open_report.exit_code() == 1
    assert open_report.counts["error"] >= 2
    report = validate_published(published, waivers=waived, expectations=False)
    marked = [finding for finding in report.findings if finding.waived]
    assert {finding.waiver_reason for finding in marked} == {"as printed"}
    assert len(marked) == 2
    assert report.counts["error"] == open_report.counts["error"] - 2
