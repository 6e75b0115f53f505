"""A waiver accepts one finding of one edition of a document, with a reason, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample_set import agreement, range_code_finding

from pipeline.errors import EXIT_USAGE, WaiverError
from pipeline.validate.waivers import Waiver, apply_waivers, load_waivers

DOCUMENT = "sub dir/mou92.pdf"
FINDING = range_code_finding(agreement(DOCUMENT, "92").rates[0])
HASHES = {DOCUMENT: "a" * 64}
WAIVER = Waiver("range_code", "A/2022-06-19/3180-1/3479/base/1/HR", "a" * 64, "as printed")


@pytest.mark.parametrize(
    "waiver",
    [WAIVER, replace(WAIVER, key=f"{DOCUMENT}/{WAIVER.key}"), replace(WAIVER, column="range_code")],
    ids=["key", "key with document", "column"],
)
def test_a_matching_waiver_marks_the_finding_and_keeps_it(waiver: Waiver) -> None:
    assert apply_waivers([FINDING], [waiver], HASHES) == (replace(FINDING, waived=True, waiver_reason="as printed"),)


@pytest.mark.parametrize(
    "change",
    [{"check": "total"}, {"key": "A/2022-06-19/3180-1/3479/base/2/HR"}, {"column": "amount"}],
    ids=["another check", "another key", "another column"],
)
def test_a_waiver_that_matches_nothing_is_an_error_finding(change: dict[str, str]) -> None:
    kept, unused = apply_waivers([FINDING], [replace(WAIVER, **change)], HASHES)
    assert kept == FINDING
    assert (unused.check, unused.severity, unused.document_id) == ("unused_waiver", "error", DOCUMENT)


def test_a_waiver_of_a_document_that_is_not_there_is_left_alone() -> None:
    assert apply_waivers([FINDING], [replace(WAIVER, sha256="b" * 64)], HASHES) == (FINDING,)


def test_a_mark_without_its_waiver_is_taken_off() -> None:
    assert apply_waivers([replace(FINDING, waived=True, waiver_reason="old")], [], HASHES) == (FINDING,)


def test_one_waiver_covers_the_same_document_under_two_names() -> None:
    copy = range_code_finding(agreement("copy.pdf", "92").rates[0])
    marked = apply_waivers([FINDING, copy], [WAIVER], HASHES | {"copy.pdf": "a" * 64})
    assert [finding.waived for finding in marked] == [True, True]


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_waivers_are_read_from_toml(tmp_path: Path) -> None:
    text = f"""
    [[waiver]]
    check = "range_code"
    key = "{WAIVER.key}"
    sha256 = "{"a" * 64}"
    reason = "as printed"
    """
    assert load_waivers(write(tmp_path / "waivers.toml", text)) == (WAIVER,)


@pytest.mark.parametrize(
    "text",
    [
        "[[waiver]]\ncheck = 'x'\n",
        "[[waiver]]\ncheck = 'x'\nkey = 'k'\nsha256 = 'a'\nreason = ' '\n",
        "[[waiver]]\ncheck = 'x'\nkey = 'k'\nsha256 = 'a'\nreason = 'r'\nuntil = 'x'\n",
        "[[waivers]]\n",
        "waiver = 3\n",
        "waiver = [3]\n",
        "no toml",
    ],
    ids=["incomplete", "no reason", "unknown entry", "misspelt", "no tables", "numbers", "no toml"],
)
def test_a_malformed_file_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(WaiverError) as caught:
        load_waivers(write(tmp_path / "waivers.toml", text))
    assert caught.value.exit_code == EXIT_USAGE
    assert caught.value.hint


def test_a_file_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(WaiverError):
        load_waivers(tmp_path / "absent.toml")


def test_the_project_s_own_waivers_are_well_formed() -> None:
    assert all(len(waiver.sha256) == 64 for waiver in load_waivers())
