"""The typesetter: what it prints obeys the pay rules, stands in the file, and comes out the same again."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pypdfium2 as pdfium
import pytest

pytest.importorskip("reportlab", reason="the typesetter needs the dev extra")

from tools.typeset.chromium_pdf import draw_with_chromium, find_chromium
from tools.typeset.degrade import degrade
from tools.typeset.figures import load_agreement
from tools.typeset.model import TRUTH_COLUMNS, format_cents, list_truth
from tools.typeset.pay import PLANS, derive
from tools.typeset.raw_set import RAW_DOCUMENTS, make_documents
from tools.typeset.sheets import Sheet, Text
from tools.typeset.variants import KINDS, TEXT_KINDS, Variant, make_variant, seed_fault

RAW = Path(__file__).resolve().parents[1] / "raw"
SEEDS = range(4)


def read_text(variant: Variant) -> str:
    if variant.suffix == ".txt":
        return variant.data.decode()
    document = pdfium.PdfDocument(variant.data)
    return "".join(page.get_textpage().get_text_range() for page in document)


def group_periods(truth: list[dict[str, str]]) -> list[dict[str, int]]:
    groups: dict[tuple[str, ...], dict[str, int]] = defaultdict(dict)
    for row in truth:
        key = tuple(value for column, value in row.items() if column not in ("period", "amount"))
        assert row["period"] not in groups[key], f"printed twice: {row}"
        groups[key][row["period"]] = int(row["amount"].replace(".", ""))
    return list(groups.values())


def obeys(rate: dict[str, int], plan_name: str) -> bool:
    plan = PLANS[plan_name]
    if plan.primary not in rate:
        return False
    derived = derive(plan, rate[plan.primary])
    return rate.items() <= derived.items()


def test_periods_derive_as_the_agreements_print_them() -> None:
    # MOU 25 Appendix A Captain I step 1, MOU 30 Appendix A Airport Safety Officer I step 2, a city schedule row
    assert derive(PLANS["80 x 26.1"], 6735) == {"HR": 6735, "BW": 538800, "MO": 1171890, "YR": 14062680}
    assert derive(PLANS["biweekly"], 201680)["YR"] == 5263848
    assert derive(PLANS["monthly 2080"], 516500) == {"HR": 2980, "BW": 238385, "MO": 516500, "YR": 6198000}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "prose"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_rate_obeys_one_pay_plan(kind: str, seed: int) -> None:
    for rate in group_periods(make_variant(seed, kind).truth):
        assert any(obeys(rate, plan) for plan in PLANS), rate


@pytest.mark.parametrize("seed", range(8))
def test_bonuses_and_totals_follow_from_the_base(seed: int) -> None:
    classes: dict[tuple[str, ...], list[dict[str, str]]] = defaultdict(list)
    for row in make_variant(seed, "markup").truth:
        classes[row["appendix"], row["class_title"], row["step"], row["period"]].append(row)
    primary = "HR" if any(key[3] == "HR" for key in classes) else "BW"
    for (_, _, _, period), rows in classes.items():
        if period != primary:
            continue
        base, *others = rows
        cents = [int(row["amount"].replace(".", "")) for row in rows]
        bonuses = [(row, amount) for row, amount in zip(rows, cents, strict=True) if row["component"] == "bonus"]
        for row, amount in bonuses:
            found = re.search(r"([\d.]+)%", row["component_name"])
            assert found is not None
            exact = cents[0] * Fraction(found[1]) / 100
            assert 0 <= amount - exact < 1 if period == "BW" else -1 / 2 < amount - exact <= 1 / 2
        assert base["component"] == "base"
        if others[-1]["component"] == "total":
            assert cents[-1] == cents[0] + sum(amount for _, amount in bonuses)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_amount_stands_in_the_document(kind: str, seed: int) -> None:
    variant = make_variant(seed, kind)
    text = re.sub(r"[\s,]", "", read_text(variant))
    missing = [row for row in variant.truth if row["amount"] not in text]
    # Letters set one by one on a page lying on its side come out of a text layer in any order.
    if "sideways" not in variant.description and "letters" not in variant.description:
        assert missing == []
    assert set().union(*variant.truth) <= set(TRUTH_COLUMNS)


@pytest.mark.parametrize("kind", KINDS)
def test_same_seed_same_bytes(kind: str) -> None:
    assert make_variant(11, kind) == make_variant(11, kind)
    assert make_variant(11, kind).data != make_variant(12, kind).data


def test_prose_alone_has_no_rate() -> None:
    assert make_variant(1, "prose").truth == []


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_a_fault_changes_one_amount(kind: str) -> None:
    variant = make_variant(5, kind)
    data, which = seed_fault(variant, 3)
    assert which["printed"] != which["amount"]
    before, after = (re.findall(r"[\d,]+\.\d\d", text.decode()) for text in (variant.data, data))
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    wrong = format_cents(int(which["printed"].replace(".", "")))
    assert changed == [(format_cents(int(which["amount"].replace(".", ""))), wrong)]


def test_a_scan_has_the_pages_but_no_text() -> None:
    variant = make_variant(1, "matrix")
    scan, source = pdfium.PdfDocument(degrade(variant.data, dpi=60)), pdfium.PdfDocument(variant.data)
    assert [page.get_size() for page in scan] == [page.get_size() for page in source]
    assert all(page.get_textpage().count_chars() == 0 for page in scan)


@pytest.mark.skipif(find_chromium() is None, reason="no Chromium is installed")
def test_a_browser_prints_the_same_bytes_twice() -> None:
    sheet = Sheet(612, 792, texts=[Text(72, 100, "$1,234.56", "Times", 9)])
    assert draw_with_chromium([sheet]) == draw_with_chromium([sheet])


def test_raw_is_what_the_tool_makes() -> None:
    made = make_documents()
    assert {path.name for path in RAW.iterdir() if not path.name.startswith(".")} == set(made)
    assert [name for name, data in made.items() if (RAW / name).read_bytes() != data] == []


def test_sources_name_every_document_with_its_hash() -> None:
    sources = tomllib.loads((RAW / "sources.toml").read_text())["document"]
    assert [source["id"] for source in sources] == [document.name for document in RAW_DOCUMENTS]
    for source in sources:
        assert source["sha256"] == hashlib.sha256((RAW / source["id"]).read_bytes()).hexdigest()


@pytest.mark.corpus
def test_figures_are_those_of_the_agreements(corpus: Path) -> None:
    with (corpus / "truth" / "salary_rates.csv").open(newline="") as source:
        truth = list(csv.DictReader(source))
    ours = [row for number in ("28", "30", "25") for row in list_truth(load_agreement(number))]
    assert [{column: row[column] for column in truth[0]} for row in ours] == truth
