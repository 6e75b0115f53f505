"""Random agreements in random print, read wholly, against the figures they were made of."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from pipeline.ladder import ReadConfig, read_document
from pipeline.results import DocumentResult
from tools.typeset import variants
from tools.typeset.variants import Variant, make_variant, seed_fault

COLUMNS = (
    "appendix", "operative_date", "class_code", "class_title", "bargaining_unit", "range_code", "component",
    "component_name", "step", "period", "amount",
)  # fmt: skip
NOT_IN_A_MATRIX = ("class_code", "class_title", "bargaining_unit")
SEEDS = {
    "blocks": (6, 39, 43, 65, 137, 253, 281, 70324, 70474, 70512, 70879, 71088, 71107, 81059),
    "components": (0, 8, 22, 40, 44, 106, 190, 70275),
    "rows": (13, 33, 60),
    "matrix": (32, 20, 50038, 50049, 60014, 60495, 5202759),
    "scrambled": (38, 49, 83, 104, 70514),
    "tabbed": (6, 11, 19),
    "markup": (43, 141, 273),
}


@pytest.fixture(autouse=True)
def _without_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "find_chromium", lambda: None)


def _read(data: bytes) -> DocumentResult:
    return read_document(data, "doc", "doc", "0", ReadConfig(ocr=False))


def _rows(result: DocumentResult) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for rate in result.rates:
        values = {name: getattr(rate, name) for name in COLUMNS}
        values["amount"] = f"{rate.amount // 100}.{rate.amount % 100:02d}"
        found[tuple("" if values[name] is None else str(values[name]) for name in COLUMNS)] += 1
    return found


def _truth(variant: Variant) -> Counter[tuple[str, ...]]:
    blank = NOT_IN_A_MATRIX if variant.kind == "matrix" else ()
    return Counter(tuple("" if name in blank else row[name] for name in COLUMNS) for row in variant.truth)


def _check(seed: int, kind: str) -> None:
    variant = make_variant(seed, kind)
    result = _read(variant.data)
    assert _rows(result) == _truth(variant), variant.description
    assert not [finding for finding in result.findings if finding.check == "unread_number"]


@pytest.mark.parametrize(("kind", "seed"), [(kind, seed) for kind, seeds in SEEDS.items() for seed in seeds])
def test_every_amount_is_read_where_it_stands(kind: str, seed: int) -> None:
    _check(seed, kind)


@pytest.mark.fresh
@pytest.mark.parametrize("kind", sorted(SEEDS))
def test_fresh_seeds_of_every_kind(kind: str) -> None:
    for seed in random.SystemRandom().sample(range(10_000, 10_000_000), 100):
        print(f"{kind} seed {seed}")  # noqa: T201 (the one to keep, where it fails)
        _check(seed, kind)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_prose_holds_no_pay(seed: int) -> None:
    assert _read(make_variant(seed, "prose").data).rates == ()


@pytest.mark.parametrize(("kind", "seed"), [("blocks", 39), ("components", 8), ("rows", 33), ("tabbed", 11)])
def test_a_misprint_is_published_as_printed(kind: str, seed: int) -> None:
    variant = make_variant(seed, kind)
    data, wrong = seed_fault(variant, seed)
    extra = _rows(_read(data)) - _truth(variant)
    assert [row[-1] for row in extra.elements()] == [wrong["printed"]]
    assert next(iter(extra))[:-1] == tuple(wrong[name] for name in COLUMNS[:-1])
