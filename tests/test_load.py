"""load: a table as a frame whose decimals and dates are decimals and dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from sample_set import sample_results

from pipeline import load
from pipeline.errors import PublishedSetError, UsageError
from pipeline.schemas import TABLE_NAMES, arrow_schema
from pipeline.write import publish


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("load") / "set"
    publish(sample_results(), out)
    return out


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_types_are_those_of_the_schema(published: Path, table: str) -> None:
    frame = load(table, published)
    assert {name: kind.pyarrow_dtype for name, kind in frame.dtypes.items()} == {
        field.name: field.type for field in arrow_schema(table)
    }


def test_filters_narrow(published: Path) -> None:
    told = {"class_code": "3180-1", "step": ["1", "2"], "operative_date": "2022-12-18", "document_id": "mou91.txt"}
    frame = load("salary_steps", published, component="base", columns=["step", "hourly"], **told)
    assert dict(zip(frame["step"], frame["hourly"], strict=True)) == {"1": Decimal("35.39"), "2": Decimal("37.17")}


@pytest.mark.parametrize(
    ("name", "wanted", "same"),
    [
        ("operative_date", "2022-06-19", date(2022, 6, 19)),
        ("amount", "34.79", Decimal("34.79")),
        ("amount", 34.79, Decimal("34.79")),
        ("step_order", "2", 2),
    ],
)
def test_text_stands_for_what_it_says(published: Path, name: str, wanted: object, same: object) -> None:
    one, other = (load("salary_rates", published, **{name: value}) for value in (wanted, same))
    assert len(one) == len(other) > 0


def test_none_is_null(published: Path) -> None:
    every, null = load("salary_rates", published), load("salary_rates", published, condition=None)
    assert 0 < len(null) < len(every)
    assert null["condition"].isna().all()
    assert len(load("salary_rates", published, condition=[None, "illustrative only"])) == len(every)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("salaries", {}),
        ("salary_rates", {"wage": 1}),
        ("salary_rates", {"columns": ["wage"]}),
        ("salary_rates", {"operative_date": "yesterday"}),
        ("salary_rates", {"step_order": "first"}),
    ],
)
def test_what_makes_no_sense_is_named(published: Path, table: str, told: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        load(table, published, **told)  # type: ignore[arg-type]


def test_no_set(tmp_path: Path) -> None:
    with pytest.raises(PublishedSetError):
        load("terms", tmp_path)


def test_the_set_here_is_found(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(published.parent)
    published.parent.joinpath("normalized").symlink_to(published)
    assert load("documents")["document_id"].tolist() == ["mou91.txt", "news.txt", "sub dir/mou92.pdf"]


def test_money_adds_without_a_float(published: Path) -> None:
    amounts = load("salary_rates", published, columns=["amount"])["amount"]
    assert pa.types.is_decimal(amounts.dtype.pyarrow_dtype)
    assert isinstance(amounts.sum(), Decimal)
