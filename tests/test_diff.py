"""mou diff: every amount that differs, and the reason why."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sample_set import agreement, sample_results

from pipeline.errors import PublishedSetError
from pipeline.models import Rate
from pipeline.results import DocumentResult
from pipeline.use.diff import Difference, diff, format_json, format_text
from pipeline.write import publish

Compare = Callable[[list[DocumentResult], list[DocumentResult]], Difference]


@pytest.fixture
def compare(tmp_path: Path) -> Compare:
    def run(old: list[DocumentResult], new: list[DocumentResult]) -> Difference:
        publish(old, tmp_path / "old")
        publish(new, tmp_path / "new")
        return diff(tmp_path / "old", tmp_path / "new")

    return run


def changed(result: DocumentResult, place: int, **told: object) -> DocumentResult:
    """The result with one rate told otherwise."""
    rates: list[Rate] = list(result.rates)
    rates[place] = replace(rates[place], **told)  # type: ignore[arg-type]
    return replace(result, rates=tuple(rates))


def test_equal_sets_do_not_differ(compare: Compare) -> None:
    assert compare(sample_results(), sample_results()) == Difference((), ())


def test_a_new_document_brings_all_its_amounts(compare: Compare) -> None:
    one, other = agreement("mou91.txt", "91"), agreement("mou92.txt", "92")
    found = compare([one], [one, other])
    assert [(change.what, change.document_id) for change in found.documents] == [("new document", "mou92.txt")]
    assert Counter((change.kind, change.why) for change in found.amounts) == {
        ("added", "new document"): len(other.rates)
    }


def test_a_document_that_went_takes_all_its_amounts(compare: Compare) -> None:
    one, other = agreement("mou91.txt", "91"), agreement("mou92.txt", "92")
    found = compare([one, other], [one])
    assert [(change.what, change.document_id) for change in found.documents] == [("document gone", "mou92.txt")]
    assert {(change.kind, change.why) for change in found.amounts} == {("removed", "document gone")}


def test_a_replaced_source_is_told_from_another_reading(compare: Compare) -> None:
    one = agreement("mou91.txt", "91")
    told = changed(one, 0, amount=9999, amount_orig="$99.99")
    [reread] = compare([one], [told]).amounts
    assert (reread.kind, reread.old, reread.new, reread.why) == (
        "changed",
        Decimal("34.79"),
        Decimal("99.99"),
        "re-reading",
    )
    found = compare([one], [replace(told, document=replace(told.document, sha256="f" * 64))])
    assert [change.what for change in found.documents] == ["source replaced"]
    assert [change.why for change in found.amounts] == ["source replaced"]


def test_the_other_reader_is_named(compare: Compare) -> None:
    one = agreement("mou91.txt", "91")
    [change] = compare([one], [changed(one, 0, amount=3499, amount_orig="$34.99", reader="rapidocr")]).amounts
    assert change.detail == 'text -> rapidocr, "$34.79" -> "$34.99"'


def test_a_correction_leaves_the_digits_as_they_were_read(compare: Compare) -> None:
    one = agreement("mou91.txt", "91")
    [change] = compare(
        [changed(one, 0, amount=3999, amount_orig="39.99", status="suspect")],
        [changed(one, 0, amount=3479, amount_orig="39.99", status="repaired")],
    ).amounts
    assert (change.why, change.detail) == ("correction", "suspect -> repaired")


def test_rates_come_and_go(compare: Compare) -> None:
    one = agreement("mou91.txt", "91")
    less = replace(one, rates=one.rates[3:])
    assert [change.kind for change in compare([less], [one]).amounts] == ["added"] * 3
    assert [change.kind for change in compare([one], [less]).amounts] == ["removed"] * 3


def test_a_renamed_document_keeps_its_amounts(compare: Compare) -> None:
    one, renamed = agreement("mou91.txt", "91"), agreement("91/final.txt", "91")
    renamed = replace(renamed, document=replace(renamed.document, sha256=one.document.sha256))
    found = compare([one], [renamed])
    assert [(change.what, change.old, change.new) for change in found.documents] == [
        ("renamed", "mou91.txt", "91/final.txt")
    ]


def test_a_copy_that_went_is_gone_though_its_bytes_stay(compare: Compare) -> None:
    one, copy = agreement("mou91.txt", "91"), agreement("copy.txt", "91")
    copy = replace(copy, document=replace(copy.document, sha256=one.document.sha256))
    assert [change.what for change in compare([one, copy], [one]).documents] == ["document gone"]


def test_text_counts_and_lists_and_json_holds_all(compare: Compare) -> None:
    one = agreement("mou91.txt", "91")
    found = compare([replace(one, rates=one.rates[:-30])], [one])
    lines = format_text(found).splitlines()
    assert lines[0] == "mou91.txt: 30 added (re-reading)"
    assert lines[-2:] == ["  ... and 10 more", "in all: 30 added"]
    assert len(json.loads(format_json(found))["amounts"]) == 30


def test_no_set(tmp_path: Path) -> None:
    with pytest.raises(PublishedSetError):
        diff(tmp_path, tmp_path)
