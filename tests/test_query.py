"""mou query: what a set says, exactly, and nothing of what lies beside it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from sample_set import sample_results

from pipeline import cli, query
from pipeline.errors import PublishedSetError, UsageError
from pipeline.schemas import TABLE_NAMES
from pipeline.use.query import Answer, format_csv, format_json, format_table
from pipeline.write import publish


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("query") / "set"
    publish(sample_results(), out)
    return out


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_every_table_can_be_asked(published: Path, table: str) -> None:
    assert query(f"SELECT count(*) AS n FROM {table}", published).columns == ("n",)


def test_amounts_are_exact_and_typed(published: Path) -> None:
    """3301 + 178 cents for an hour: the sample's first rate, 34.79 dollars."""
    answer = query(
        "SELECT amount, operative_date FROM salary_rates WHERE period = 'HR' AND component = 'base' "
        "AND class_code = '3180-1' AND step = '1' AND appendix = 'A' AND mou_number = '91'",
        published,
    )
    [(amount, day)] = answer.rows
    assert amount == Decimal("34.79")
    assert isinstance(amount, Decimal)
    assert str(day) == "2022-06-19"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_text('{0}')",
        "SELECT * FROM '{0}'",
        "SELECT * FROM read_csv('http://localhost:1/x.csv')",
        "SELECT * FROM glob('{0}*')",
        "COPY salary_rates TO '{0}.csv'",
        "ATTACH '{0}.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "CREATE TABLE mine AS SELECT 1",
        "DROP VIEW salary_rates",
        "DELETE FROM salary_rates",
        "PRAGMA database_list",
        "SELECT 1; SELECT 2",
        "EXPLAIN ANALYZE COPY salary_rates TO '{0}.csv'",
        "",
        "SELEC",
        "SELECT * FROM tmp_path",
    ],
)
def test_nothing_else_is_read_or_written(published: Path, tmp_path: Path, sql: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not yours", "utf-8")
    with pytest.raises(UsageError):
        query(sql.format(secret), published)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]


def test_a_wrong_table_is_answered_with_the_tables_there_are(published: Path) -> None:
    with pytest.raises(UsageError) as caught:
        query("SELECT * FROM nothing", published)
    assert "Did you mean" not in str(caught.value), "DuckDB names tables of its own"
    assert "salary_rates" in caught.value.hint
    with pytest.raises(UsageError, match='Did you mean "salary_rates"'):
        query("SELECT * FROM salary_rate", published)


@pytest.mark.parametrize("sql", ["SHOW TABLES", "DESCRIBE terms", "FROM documents", "VALUES (1)", "EXPLAIN SELECT 1"])
def test_what_only_reads_is_run(published: Path, sql: str) -> None:
    assert query(sql, published).rows


ANSWER = Answer(("name", "amount", "note"), [("I, Officer", Decimal("2640.80"), None), ('"II"', Decimal(3), "a\x1bb")])


def test_csv_comes_back() -> None:
    rows = list(csv.reader(io.StringIO(format_csv(ANSWER))))
    assert rows == [["name", "amount", "note"], ["I, Officer", "2640.80", ""], ['"II"', "3", "a\x1bb"]]


def test_json_comes_back_with_every_digit() -> None:
    rows = json.loads(format_json(ANSWER), parse_float=Decimal)
    assert rows == [
        {"name": "I, Officer", "amount": Decimal("2640.80"), "note": None},
        {"name": '"II"', "amount": 3, "note": "a\x1bb"},
    ]
    assert "2640.80" in format_json(ANSWER)
    assert json.loads(format_json(Answer(("a",), []))) == []


def test_table_lines_up_and_holds_no_control_character() -> None:
    assert format_table(ANSWER).splitlines() == [
        "name         amount  note",
        "----------  -------  ----",
        "I, Officer  2640.80",
        '"II"              3  a b',
    ]


def test_no_set(tmp_path: Path) -> None:
    with pytest.raises(PublishedSetError):
        query("SELECT 1", tmp_path)


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    publish(sample_results(), tmp_path / "set")
    (tmp_path / "set" / "terms.parquet").write_bytes(b"PAR1")
    with pytest.raises(PublishedSetError, match="terms"):
        query("SELECT 1", tmp_path / "set")


def test_command_says_nothing_but_its_answer(published: Path) -> None:
    """DuckDB prints what it takes for leaks where its objects outlive Python."""
    call = "import sys; from pipeline.cli import main; sys.argv[0] = 'mou'; main()"
    question = ["query", "SELECT count(*) AS n FROM documents", "--format", "csv", "--set", str(published)]
    done = subprocess.run([sys.executable, "-c", call, *question], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("n\n3\n", "")


def test_command_reads_its_question_from_standard_input(
    published: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("SELECT 1.50 AS a"))
    monkeypatch.setattr(sys, "argv", ["mou", "query", "-", "--set", str(published), "--format", "csv"])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    assert caught.value.code in {0, None}
    assert capsys.readouterr().out == "a\n1.50\n"
