"""Every character of a document belongs to one thing, and the rest is listed."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from time import process_time

import pytest

from pipeline.models import BBox
from pipeline.normalize.structure import read_structure
from tests.structures import FORMS, pages_of, structure_of
from tests.typed_pages import printed_page, text_page


@pytest.mark.corpus
@pytest.mark.parametrize("name", FORMS)
def test_coverage_of_the_agreements(corpus: Path, name: str) -> None:
    coverage = structure_of(corpus, name).coverage
    characters = sum(len(word.text) for page in pages_of(corpus, name) for word in page.words)
    assert coverage.total == characters, "nothing is left out of the sum"
    assert coverage.ratio >= 0.995
    left = sum(len(re.sub(r"\s", "", item.text)) for item in coverage.left)
    assert coverage.assigned + left == characters, "what is not assigned is listed"


@pytest.mark.corpus
@pytest.mark.parametrize("name", FORMS)
def test_no_character_is_lost_or_used_twice(corpus: Path, name: str) -> None:
    """Counted from the rows, not from the module's own sums."""
    structure = structure_of(corpus, name)
    page = Counter(sign for page in pages_of(corpus, name) for word in page.words for sign in word.text)
    used = Counter(sign for clause in structure.clauses for sign in clause.text if not sign.isspace())
    used += Counter(
        sign for region in structure.tables for line in region.lines for word in line.words for sign in word.text
    )
    assert not used - page, "no character is used more often than it is printed"
    coverage = structure.coverage
    rest = (
        coverage.headings
        + coverage.contents
        + coverage.furniture
        + sum(len(re.sub(r"\s", "", item.text)) for item in coverage.left)
    )
    assert sum((page - used).values()) == rest


@pytest.mark.corpus
@pytest.mark.parametrize("name", FORMS)
def test_salary_tables_are_no_clauses(corpus: Path, name: str) -> None:
    structure = structure_of(corpus, name)
    appendices = {row.article_id for row in structure.articles if row.kind == "appendix" and not row.title}
    for clause in structure.clauses:
        if clause.article_id in appendices:
            assert re.search(r"\d\.\d\d\b", clause.text) is None
    printed = {"25": 960, "28": 132, "30": 2676}[name[-2:]]
    tables = "\n".join(line.text for region in structure.tables if region.salary for line in region.lines)
    amounts = re.findall(r"\d[\d,]*\.\d\d", tables)
    assert len(amounts) == printed


@pytest.mark.corpus
def test_tables_in_the_text_are_found_with_their_heads(corpus: Path) -> None:
    for form in ("text", "pdf"):
        first = {
            (number, region.article_id): region.lines[0].text
            for number in ("28", "30")
            for region in reversed(structure_of(corpus, f"{form}{number}").tables)
        }
        assert first["28", "article-4.3"] == "DRUG TEST SCREEN CUT-OFF LEVELS"
        assert first["28", "article-4.13"].split() == ["Marksmanship", "Distinction", "Biweekly", "Bonus", "Amount"]
        assert first["28", "appendix-F"] == "Benefit Time Expressed in Days and Hours"
        assert first["30", "section-21"] == "Appendix Operative Date"
        assert first["30", "section-38"].startswith("Marksman $4.00")
        assert first["30", "section-44"].startswith("AIRPORT")


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["ocpll-2021-24", "sfusd-seiu1021-2022-25", "santa-monica-2009-10"])
def test_other_employers_are_read_without_a_crash(corpus: Path, name: str) -> None:
    structure = structure_of(corpus, name)
    coverage = structure.coverage
    left = sum(len(re.sub(r"\s", "", item.text)) for item in coverage.left)
    assert coverage.assigned + left == coverage.total
    assert coverage.ratio > 0.98
    numbers = [(row.article_id, row.title) for row in structure.articles]
    if name.startswith("ocpll"):
        assert len([row for row, _ in numbers if row.startswith("section-")]) == 37
        assert numbers[:3] == [
            ("division-1", "Definitions"),
            ("division-2", "General Articles"),
            ("section-1", "Recognition"),
        ]
        assert {row.toc_status for row in structure.articles if row.kind == "section"} == {"match"}
        assert [row.toc_page for row in structure.articles if row.kind == "section"] == [
            str(row.page_first) for row in structure.articles if row.kind == "section"
        ]
    else:
        assert numbers == [], "a pay schedule has no articles"
        assert structure.facts.kind == "salary_schedule"


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["000_*.txt", "001_*.txt"])
def test_news_has_text_and_no_structure(corpus: Path, name: str) -> None:
    structure = structure_of(corpus, name)
    assert structure.articles == structure.clauses == structure.tables == ()
    assert structure.facts.kind == "news"
    text = "".join(paragraph.text for paragraph in structure.body_text)
    assert len(re.sub(r"\s", "", text)) == structure.coverage.total
    assert len(structure.body_text) >= 9


@pytest.mark.corpus
def test_footers_in_the_text_are_furniture(corpus: Path) -> None:
    for name in ("text25", "pdf25"):
        structure = structure_of(corpus, name)
        assert structure.furniture >= 5
        assert not any("MOU25-24" in clause.text for clause in structure.clauses)


@pytest.mark.corpus
@pytest.mark.slow
def test_structure_takes_less_than_half_a_second(corpus: Path) -> None:
    for name in FORMS:
        pages = pages_of(corpus, name)
        best = 9.0
        for _ in range(3):
            start = process_time()
            read_structure(name, pages)
            best = min(best, process_time() - start)
        assert best < 0.5, name


def test_lines_with_read_rates_are_tables_whatever_they_look_like() -> None:
    lines = [
        (72.0, 72.0, "ARTICLE 1 PAY"),
        (72.0, 100.0, "Clerk twenty dollars"),
        (72.0, 130.0, "A sentence that is text."),
    ]
    page = printed_page(1, lines)
    structure = read_structure("x", [page], [(1, BBox(70, 98, 300, 112))])
    assert [line.text for region in structure.tables for line in region.lines] == ["Clerk twenty dollars"]
    assert [clause.text for clause in structure.clauses] == ["A sentence that is text."]


def test_a_table_typed_with_single_spaces() -> None:
    text = (
        "ARTICLE 1 SUBSIDY\n\nThe subsidy is as follows:\n\nYears of Service Benefit\n\n"
        "20 - 24 $ 75 per month\n25 - 29 $150 per month\n30 & over $225 per month\n\nIt is paid to retirees.\n"
    )
    structure = read_structure("x", [text_page(text)])
    (region,) = structure.tables
    assert [line.text for line in region.lines] == [
        "Years of Service Benefit",
        "20 - 24 $ 75 per month",
        "25 - 29 $150 per month",
        "30 & over $225 per month",
    ]
    assert structure.articles[0].text == "The subsidy is as follows:\nIt is paid to retirees."
