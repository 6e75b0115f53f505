"""The pay tables of the shared documents against truth that no code of this project wrote."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from pipeline.ladder import ReadConfig, read_document
from pipeline.models import Rate
from pipeline.normalize.salary import tokens
from pipeline.results import DocumentResult

pytestmark = pytest.mark.corpus

AGREEMENTS = ("25", "28", "30")
COLUMNS = (
    "mou_number", "appendix", "operative_date", "class_code", "class_title", "range_code", "component",
    "component_name", "step", "period", "amount",
)  # fmt: skip
TEXTS = {"25": "002_54ad8d223bc8e86d.txt", "28": "003_3bdeb458a659310f.txt", "30": "004_fca154a53fb06b95.txt"}
NEWS = ("000_b84bf025d4225316.txt", "001_9b976fb8ca612585.txt")


@cache
def _read(path: Path) -> DocumentResult:
    return read_document(path.read_bytes(), path.name, path.name, "0", ReadConfig(ocr=False))


def _text(corpus: Path, mou: str) -> DocumentResult:
    return _read(corpus / "raw" / "text" / TEXTS[mou])


def _truth(corpus: Path, mou: str) -> Counter[tuple[str, ...]]:
    with (corpus / "truth" / "salary_rates.csv").open(newline="") as source:
        return Counter(
            tuple(row[name] for name in COLUMNS) for row in csv.DictReader(source) if row["mou_number"] == mou
        )


def _money(rate: Rate) -> str:
    return f"{rate.amount // 100}.{rate.amount % 100:02d}"


def _rows(rates: tuple[Rate, ...]) -> Counter[tuple[str, ...]]:
    values = ([getattr(rate, name) if name != "amount" else _money(rate) for name in COLUMNS] for rate in rates)
    return Counter(tuple("" if value is None else str(value) for value in row) for row in values)


@pytest.mark.parametrize("mou", AGREEMENTS)
def test_texts_give_every_amount_and_nothing_else(corpus: Path, mou: str) -> None:
    assert _rows(_text(corpus, mou).rates) == _truth(corpus, mou)


@pytest.mark.slow
@pytest.mark.parametrize("mou", AGREEMENTS)
def test_pdfs_give_every_amount_and_nothing_else(corpus: Path, mou: str) -> None:
    assert _rows(_read(corpus / "raw" / "pdf" / f"mou{mou}.pdf").rates) == _truth(corpus, mou)


@pytest.mark.slow
@pytest.mark.parametrize("mou", AGREEMENTS)
def test_the_box_of_a_rate_holds_its_amount(corpus: Path, mou: str) -> None:
    from pipeline.extract import pdfium  # noqa: PLC0415

    path = corpus / "raw" / "pdf" / f"mou{mou}.pdf"
    by_page: dict[int, list[Rate]] = {}
    for rate in _read(path).rates:
        assert rate.page_number is not None
        assert rate.bbox is not None
        by_page.setdefault(rate.page_number, []).append(rate)
    with pdfium.open_pdf(path.read_bytes()) as pdf:
        for number, rates in by_page.items():
            words = pdfium.read_page(pdf, number).words
            for rate in rates:
                box = rate.bbox
                assert box is not None
                inside = [
                    word.text
                    for word in words
                    if box.x0 <= (word.x0 + word.x1) / 2 <= box.x1
                    and box.top <= (word.top + word.bottom) / 2 <= box.bottom
                ]
                assert rate.amount in {tokens.parse_money(text) for text in inside}


@pytest.mark.parametrize("mou", AGREEMENTS)
def test_only_the_range_codes_that_the_agreement_misprints_are_errors(corpus: Path, mou: str) -> None:
    errors = [finding for finding in _text(corpus, mou).findings if finding.severity == "error"]
    assert [(error.check, error.origin) for error in errors] == [("range_code", "printed")] * (8 if mou == "25" else 0)


@pytest.mark.parametrize("mou", AGREEMENTS)
def test_every_rate_is_proved(corpus: Path, mou: str) -> None:
    statuses = Counter(rate.status for rate in _text(corpus, mou).rates)
    assert set(statuses) <= {"ok", "suspect"}
    assert statuses["suspect"] <= (8 if mou == "25" else 0)


def test_the_pay_rules_of_biweekly_classes(corpus: Path) -> None:
    rules = [
        rule for rule in _text(corpus, "30").pay_rules if any(code.startswith("3202") for code in rule.class_codes)
    ]
    assert {(rule.primary_period, rule.bonus_rounding) for rule in rules} == {("BW", "up")}


def test_the_pay_rules_of_hourly_classes(corpus: Path) -> None:
    rules = [rule for mou in ("25", "28") for rule in _text(corpus, mou).pay_rules]
    found = {(rule.primary_period, rule.hours_per_biweekly, rule.biweekly_per_year) for rule in rules}
    assert found == {("HR", Decimal(80), Decimal("26.1"))}


@pytest.mark.parametrize("name", NEWS)
def test_news_hold_no_rate(corpus: Path, name: str) -> None:
    assert _read(corpus / "raw" / "text" / name).rates == ()


@pytest.mark.slow
def test_a_city_schedule_with_a_row_per_step(corpus: Path) -> None:
    with (corpus / "truth" / "santa-monica-2009-10.csv").open(newline="") as source:
        truth = Counter(
            (
                row["page"],
                row["class_title"],
                row["class_code"],
                row["bu"],
                row["grade"],
                row["step"],
                period,
                row[period],
            )
            for row in csv.DictReader(source)
            for period in ("HR", "BW", "MO", "YR")
        )
    result = _read(corpus / "raw" / "other" / "santa-monica-2009-10.pdf")
    found = Counter(
        (str(rate.page_number), rate.class_title, rate.class_code, rate.bargaining_unit or "", rate.range_code,
         rate.step, rate.period, _money(rate))
        for rate in result.rates
    )  # fmt: skip
    assert found == Counter({(*key[:-1], key[-1].replace(",", "")): count for key, count in truth.items()})
    assert sum(found.values()) == 2896 * 4


def test_a_matrix_of_ranges_and_steps(corpus: Path) -> None:
    result = _read(corpus / "raw" / "other" / "ocpll-2021-24.pdf")
    assert Counter(rate.status for rate in result.rates) == {"ok": 180}
    assert not [finding for finding in result.findings if finding.severity == "error"]


@pytest.mark.slow
def test_a_district_schedule_with_add_ons(corpus: Path) -> None:
    result = _read(corpus / "raw" / "other" / "sfusd-seiu1021-2022-25.pdf")
    clerk = [rate for rate in result.rates if rate.class_code == "1202" and rate.step == "01" and rate.page_number == 1]
    assert [(rate.component, rate.period, rate.amount) for rate in clerk] == [
        ("base", "HR", 2613),
        ("bonus", "HR", 98),
        ("total", "HR", 2711),
        ("total", "BW", 209018),
    ]
    assert not [finding for finding in result.findings if finding.severity == "error"]
