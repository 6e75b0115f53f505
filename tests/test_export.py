"""mou export: the same values in other forms, and their meaning beside them."""

from __future__ import annotations

import csv
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from sample_set import agreement, sample_results

from pipeline.errors import PublishedSetError, UsageError
from pipeline.models import Article
from pipeline.results import DocumentResult
from pipeline.schemas import TABLE_NAMES, arrow_schema, load_schema
from pipeline.use.export import MAX_EXCEL_TEXT, export
from pipeline.write import publish


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("export") / "set"
    publish(sample_results(), out)
    return out


def values(published: Path, name: str) -> list[dict[str, object]]:
    return pq.read_table(published / f"{name}.parquet").to_pylist()


def test_csv_has_every_row_and_every_digit(published: Path, tmp_path: Path) -> None:
    assert [path.stem for path in export(published, "csv", tmp_path / "out")] == list(TABLE_NAMES)
    for name in TABLE_NAMES:
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        assert len(rows) == len(values(published, name))
    with (tmp_path / "out" / "salary_rates.csv").open(encoding="utf-8", newline="") as stream:
        amounts = {row["rate_id"]: row["amount"] for row in csv.DictReader(stream)}
    assert amounts == {str(row["rate_id"]): str(row["amount"]) for row in values(published, "salary_rates")}


def test_duckdb_has_types_and_comments(published: Path, tmp_path: Path) -> None:
    [path] = export(published, "duckdb", tmp_path / "agreements.duckdb")
    with duckdb.connect(str(path), read_only=True) as connection:
        for name in TABLE_NAMES:
            assert connection.table(name).to_arrow_table().cast(arrow_schema(name)).num_rows == len(
                values(published, name)
            )
        comments = dict(connection.execute("SELECT table_name, comment FROM duckdb_tables()").fetchall())
        assert comments == {name: load_schema(name).row_meaning for name in TABLE_NAMES}
        told = connection.execute(
            "SELECT data_type, comment FROM duckdb_columns() "
            "WHERE table_name = 'salary_rates' AND column_name = 'amount'"
        ).fetchone()
        assert told == ("DECIMAL(12,2)", "The amount, to the cent. [US dollars]")
        missing = "SELECT count(*) FROM duckdb_columns() WHERE comment IS NULL AND NOT internal"
        assert connection.execute(missing).fetchone() == (0,)


def test_workbook_has_numbers_dates_and_the_meaning_of_columns(published: Path, tmp_path: Path) -> None:
    [path] = export(published, "xlsx", tmp_path / "agreements.xlsx")
    book = load_workbook(path, read_only=True)
    assert book.sheetnames == ["columns", *TABLE_NAMES]
    header, first, *_ = book["salary_rates"].iter_rows(values_only=True)
    cell = dict(zip(header, first, strict=False))  # a row ends with its last value
    row = values(published, "salary_rates")[0]
    assert Decimal(str(cell["amount"])) == row["amount"]
    assert isinstance(cell["operative_date"], datetime)
    assert cell["operative_date"].date() == row["operative_date"]
    assert ("salary_rates", "amount", "US dollars", "The amount, to the cent.") in list(
        book["columns"].iter_rows(values_only=True)
    )


def test_text_of_a_document_is_no_formula_and_not_too_long(tmp_path: Path) -> None:
    texts = ('=HYPERLINK("http://x")', "a\x00b\x1bc", "x" * 40_000)
    result = agreement("mou91.txt", "91")
    articles = tuple(
        Article("mou91.txt", f"a/{place}", "article", str(place), text[:60], place, text)
        for place, text in enumerate(texts)
    )
    odd = DocumentResult(document=result.document, facts=result.facts, articles=articles)
    publish([odd], tmp_path / "set")
    [path] = export(tmp_path / "set", "xlsx", tmp_path / "a.xlsx")
    sheet = load_workbook(path)["articles"]
    column = [cell.value for cell in next(sheet.iter_rows(max_row=1))].index("text")
    cells = [row[column] for row in sheet.iter_rows(min_row=2)]
    assert (cells[0].value, cells[0].data_type) == (texts[0], "s")
    assert cells[1].value == "abc"
    assert len(cells[2].value) == MAX_EXCEL_TEXT
    assert cells[2].value.endswith("[cut]")


def test_an_old_export_is_replaced_and_nothing_else_is_left(published: Path, tmp_path: Path) -> None:
    out = tmp_path / "it's.duckdb"
    for _ in range(2):
        export(published, "duckdb", out)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("to", "out"), [("parquet", "a"), ("xlsx", "."), ("duckdb", "file.txt/a"), ("csv", "file.txt")]
)
def test_what_cannot_be_written_is_said(published: Path, tmp_path: Path, to: str, out: str) -> None:
    (tmp_path / "file.txt").write_text("mine", "utf-8")
    with pytest.raises(UsageError):
        export(published, to, tmp_path / out)
    assert (tmp_path / "file.txt").read_text("utf-8") == "mine"


def test_no_set(tmp_path: Path) -> None:
    with pytest.raises(PublishedSetError):
        export(tmp_path, "csv", tmp_path / "out")
