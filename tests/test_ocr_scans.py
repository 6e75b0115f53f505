"""Scans of growing badness publish nothing wrong as proved; the whole series is ``benchmarks.scans``."""

from __future__ import annotations

import pytest

from benchmarks.scans import (
    PAPER,
    SERIES,
    Badness,
    Case,
    Score,
    find_raw_cases,
    make_case,
    parse_degrees,
    read_scan,
    write_paper,
)
from tools.typeset.variants import make_variant


@pytest.fixture(scope="module")
def appendix() -> Case:
    """An appendix of 27 amounts as we typeset it."""
    return min(find_raw_cases(), key=lambda case: case.amounts)


@pytest.mark.slow
@pytest.mark.parametrize("badness", [SERIES[1], SERIES[4], SERIES[6]], ids=str)
def test_a_scan_that_a_person_reads_with_ease_is_proved_wholly(appendix: Case, badness: Badness) -> None:
    score = read_scan(appendix, badness, seed=1)
    assert score.silent == []
    assert (score.proved, score.unread) == (appendix.amounts, 0)


@pytest.mark.slow
def test_a_hardly_readable_scan_has_no_silent_error(appendix: Case) -> None:
    assert read_scan(appendix, Badness(90, 16, 1.0, 30), seed=1).silent == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 7])
def test_a_random_table_has_no_silent_error(seed: int) -> None:
    variant = make_variant(seed, "blocks")
    case = make_case(variant.description, variant.data, variant.pay_pages[:1], variant.truth)
    assert read_scan(case, SERIES[7], seed).silent == []


def test_the_paper_shows_the_whole_series_and_no_silent_error() -> None:
    shown = PAPER.read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in shown.splitlines() if line[:3].strip("| ")
    ]
    rows = [row for row in rows if row[0].isdigit()]
    scans = [[f"{v:g}" for v in (each.dpi, each.noise, each.skew, each.jpeg_quality)] for each in SERIES]
    assert [row[:4] for row in rows] == scans
    assert {row[-1] for row in rows} == {"0"}
    scores = [Score(int(row[4])) for row in rows]
    head = write_paper(scores, "OPTIONS").partition("OPTIONS")[0]
    assert shown.startswith(head)


def test_degrees_are_chosen_by_their_number() -> None:
    assert [list(parse_degrees(text)) for text in ("7", "7-10", "9-12")] == [[6], [6, 7, 8, 9], [8, 9]]
