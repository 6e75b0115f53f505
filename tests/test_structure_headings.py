"""Headings and the contents list, against the truth keyed apart from this project."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipeline.models import Page
from pipeline.normalize.structure import read_structure
from pipeline.validate.stated.contents import check_contents, count_matching
from tests.structures import FORMS, structure_of
from tests.typed_pages import text_page


def _plain(title: str) -> str:
    return re.sub(r"\s+", " ", title.replace("\u2013", "-")).strip()


@pytest.mark.corpus
@pytest.mark.parametrize("name", FORMS)
def test_every_heading_of_the_truth_and_no_other(corpus: Path, name: str) -> None:
    number = name[-2:]
    with (corpus / "truth" / "headings.csv").open(encoding="utf-8", newline="") as file:
        truth = [
            (row["kind"], row["number"], _plain(row["title"]))
            for row in csv.DictReader(file)
            if row["mou_number"] == number
        ]
    read = [
        (row.kind, row.number, _plain(row.title))
        for row in structure_of(corpus, name).articles
        if row.kind in ("section", "article", "appendix")
    ]
    assert sorted(read) == sorted(truth)
    assert [row[:2] for row in read] == [row[:2] for row in truth], "headings stand in the order of the document"


@pytest.mark.corpus
@pytest.mark.parametrize("name", FORMS)
def test_articles_belong_to_the_section_of_their_number(corpus: Path, name: str) -> None:
    rows = {row.article_id: row for row in structure_of(corpus, name).articles}
    for row in rows.values():
        if row.kind == "article":
            assert row.parent_id is not None
            assert rows[row.parent_id].number == f"{(row.number or '').split('.')[0]}.0"


@pytest.mark.corpus
@pytest.mark.parametrize("form", ["text", "pdf"])
def test_letters_and_the_ordinance_are_parts_of_their_own(corpus: Path, form: str) -> None:
    letters = {
        n: [r.title for r in structure_of(corpus, f"{form}{n}").articles if r.kind == "letter"] for n in ("25", "28")
    }
    assert letters == {
        "25": ["RETIREMENT INCENTIVE PAY", "BUDGET AND FINANCES", "MOU ARTICLES SUBJECT TO FURTHER DISCUSSION"],
        "28": ["RETIREMENT BENEFITS ENHANCEMENT"],
    }
    ordinance = [row for row in structure_of(corpus, f"{form}30").articles if row.kind == "ordinance"]
    assert [row.number for row in ordinance] == [None, *(str(number) for number in range(1, 41))]
    titles = {row.number: row.title for row in ordinance}
    assert (titles["2"], titles["20"], titles["37"]) == ("Release Time", "Education and Training Incentive", "Salaries")
    assert titles["1"] == titles["38"] == titles["40"] == ""


DIFFERENT_TITLES = {
    "15": ("Safety", "SAFETY EQUIPMENT AND WORKING CONDITIONS"),
    "16": ("Uniform Maintenance and Equipment Allowances", "UNIFORM MAINTENANCE AND EQUIPMENT ALLOWANCE"),
    "20": ("Platoon Duty Personnel", "PLATOON DUTY PERSONNEL \u2013 WORK SCHEDULES AND OVERTIME"),
    "33": ("Assignment Duration of Specialized Assignments", "ASSIGNMENT DURATION OF SPECIALIZED POSITIONS"),
}
"""Keyed from the contents list and the headings of MOU 30."""


@pytest.mark.corpus
@pytest.mark.parametrize("form", ["text", "pdf"])
def test_contents_list_is_matched_to_the_body(corpus: Path, form: str) -> None:
    mou28, mou30 = structure_of(corpus, f"{form}28"), structure_of(corpus, f"{form}30")
    assert len(mou28.contents) == 75 + 1, "6 sections, 62 articles, 7 appendices and a letter"
    assert {entry.status for entry in mou28.contents} == {"match"}
    assert len(mou30.contents) == 51 + 6
    differs = {entry.number: (entry.title, entry.body_title) for entry in mou30.contents if entry.status == "differs"}
    assert differs == DIFFERENT_TITLES
    pages = {row.number: row.toc_page for row in mou30.articles if row.kind == "section"}
    assert (pages["1"], pages["21"], pages["51"]) == ("1", "21", "52")


@pytest.mark.corpus
@pytest.mark.parametrize("form", ["text", "pdf"])
def test_contents_findings_name_both_titles(corpus: Path, form: str) -> None:
    articles = structure_of(corpus, f"{form}30").articles
    findings = check_contents(articles)
    assert {(found.printed, found.expected) for found in findings} == set(DIFFERENT_TITLES.values())
    assert {(found.severity, found.origin, found.table) for found in findings} == {("warning", "printed", "articles")}
    assert all((found.printed or "") in found.message and (found.expected or "") in found.message for found in findings)
    assert count_matching(articles) == 57 - 4
    assert check_contents(structure_of(corpus, f"{form}25").articles) == (), "MOU 25 prints no contents list here"


CONTENTS = """TABLE OF CONTENTS
ARTICLE TITLE PAGE
Article 1 Recognition .... 1
Article 2 Term .... 2
Article 4 Leaves .... 3

ARTICLE 1 RECOGNITION

The parties recognize each other.

ARTICLE 2 DURATION

The agreement lasts a year.

ARTICLE 3 HOLIDAYS

There are thirteen holidays.
"""


def test_contents_says_what_is_missing_on_either_side() -> None:
    structure = read_structure("x", [text_page(CONTENTS)])
    status = {row.article_id: row.toc_status for row in structure.articles}
    assert status == {
        "article-1": "match",
        "article-2": "differs",
        "article-3": "not_in_contents",
        "article-4": "not_in_body",
    }
    assert len(check_contents(structure.articles)) == 3


def _headings(text: str) -> list[tuple[str, str | None, str]]:
    return [(row.kind, row.number, row.title) for row in read_structure("x", [text_page(text)]).articles]


def test_a_title_over_two_lines_and_a_reference_at_the_start_of_a_line() -> None:
    text = (
        "ARTICLE 1.1 CALENDAR FOR SUCCESSOR MEMORANDUM OF\n\nUNDERSTANDING\n\nThe parties meet under\n"
        "Article 1.2 of this agreement and\nArticle 1.3.\n\nARTICLE 1.2 TERM\n\nOne year.\n"
    )
    assert _headings(text) == [
        ("article", "1.1", "CALENDAR FOR SUCCESSOR MEMORANDUM OF UNDERSTANDING"),
        ("article", "1.2", "TERM"),
    ]


def test_sections_that_start_again_in_every_article_are_clauses() -> None:
    text = "".join(
        f"ARTICLE {number} TITLE NUMBER {word}\n\n"
        "Section I - Purpose\n\nWhat for.\n\nSection II - Scope\n\nFor whom.\n\n"
        for number, word in ((1, "ONE"), (2, "TWO"), (3, "THREE"))
    )
    structure = read_structure("x", [text_page(text)])
    assert [row.article_id for row in structure.articles] == ["article-1", "article-2", "article-3"]
    assert [clause.path for clause in structure.clauses] == ["Section I", "Section II"] * 3


def test_a_section_called_article_is_a_section() -> None:
    text = (
        "SECTION 1.0 GENERAL\n\nARTICLE 1.1 TERM\n\nA.\n\nSECTION 2.0 PAY\n\n"
        "ARTICLE 3.0 BENEFITS\n\nARTICLE 3.1 HOLIDAYS\n"
    )
    assert [(kind, number) for kind, number, _ in _headings(text)] == [
        ("section", "1.0"),
        ("article", "1.1"),
        ("section", "2.0"),
        ("section", "3.0"),
        ("article", "3.1"),
    ]


def test_a_title_below_its_number() -> None:
    text = "".join(
        f"ARTICLE {number}\n\n{title}\n\nThe employer and the union agree on this provision.\n\n"
        for number, title in (("I", "RECOGNITION"), ("II", "Term of Agreement"), ("III", "HOLIDAYS AND LEAVES"))
    )
    assert _headings(text) == [
        ("article", "I", "RECOGNITION"),
        ("article", "II", "Term of Agreement"),
        ("article", "III", "HOLIDAYS AND LEAVES"),
    ]


def test_numbered_titles_without_a_heading_word() -> None:
    titles = ("RECOGNITION", "TERM", "HOLIDAYS AND VACATIONS", "GRIEVANCES", "SALARIES")
    text = "".join(
        f"{number}. {title}\n\nThe parties agree to the provision below for this term:\n\n1. One.\n\n2. Another.\n\n"
        for number, title in enumerate(titles, 1)
    )
    structure = read_structure("x", [text_page(text)])
    assert [(row.number, row.title) for row in structure.articles] == [(str(n), t) for n, t in enumerate(titles, 1)]
    assert [clause.path for clause in structure.clauses] == ["", "1", "2"] * 5


def test_no_structure_is_invented_for_nothing() -> None:
    assert read_structure("x", []).articles == ()
    assert read_structure("x", [Page(1, 612.0, 792.0, (), reader="pdfium")]).coverage.ratio == 1.0
