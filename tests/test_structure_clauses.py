"""Clauses: their paths, their text, and the offsets that lead back to the article."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from pipeline.normalize.structure import Structure, read_structure
from tests.structures import FORMS, structure_of
from tests.typed_pages import printed_page, text_page

GOLDEN = Path(__file__).parent / "golden" / "clause_paths.csv"


def _paths(text: str) -> list[str]:
    return [clause.path for clause in read_structure("x", [text_page(f"ARTICLE 1 TITLE\n\n{text}")]).clauses]


def _texts(structure: Structure) -> dict[str, str]:
    return {clause.clause_id: clause.text for clause in structure.clauses}


@pytest.mark.corpus
@pytest.mark.parametrize("form", ["text", "pdf"])
def test_clauses_keyed_by_hand_from_the_pages(corpus: Path, form: str) -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        golden = list(csv.DictReader(file))
    assert len(golden) >= 40
    texts = {number: _texts(structure_of(corpus, f"{form}{number}")) for number in ("25", "28", "30")}
    for row in golden:
        text = texts[row["mou_number"]].get(f"{row['article_id']}/{row['clause']}")
        assert text is not None, row
        assert re.sub(r"\W+", " ", text).startswith(re.sub(r"\W+", " ", row["first_words"]).rstrip()), row


@pytest.mark.corpus
@pytest.mark.parametrize("name", FORMS)
def test_offsets_lead_back_to_the_article_text(corpus: Path, name: str) -> None:
    structure = structure_of(corpus, name)
    texts = {row.article_id: row.text for row in structure.articles}
    ends: dict[str, int] = {}
    for clause in structure.clauses:
        assert texts[clause.article_id][clause.char_start : clause.char_end] == clause.text
        assert clause.text == clause.text.strip() != ""
        assert clause.char_start >= ends.get(clause.article_id, 0), "clauses of an article never overlap"
        ends[clause.article_id] = clause.char_end
        assert (clause.page_number is None) == name.startswith("text")
        assert clause.depth == 0 or clause.path
    assert len({clause.clause_id for clause in structure.clauses}) == len(structure.clauses)
    for article_id, end in ends.items():
        assert texts[article_id][end:].strip() == "", "nothing of an article stands outside its clauses"


@pytest.mark.corpus
@pytest.mark.parametrize("number", ["25", "28", "30"])
def test_text_and_pdf_of_an_agreement_have_the_same_clauses(corpus: Path, number: str) -> None:
    """Two producers, two readers, one structure; the letters' flattened headings and signatures apart."""
    kinds = ("section", "article", "appendix")
    paths = []
    for form in ("text", "pdf"):
        structure = structure_of(corpus, f"{form}{number}")
        kept = {row.article_id for row in structure.articles if row.kind in kinds}
        paths.append([(clause.article_id, clause.path) for clause in structure.clauses if clause.article_id in kept])
    different = set(paths[0]) ^ set(paths[1])
    assert len(paths[0]) > 280
    assert len(different) <= 3, different


@pytest.mark.corpus
@pytest.mark.parametrize("name", FORMS)
def test_words_broken_at_a_line_end_are_whole(corpus: Path, name: str) -> None:
    text = " ".join(row.text for row in structure_of(corpus, name).articles)
    assert not re.search(r"[a-z]-\n", text)
    words = {
        "25": ["catastrophic", "father-in-law", "twenty-four"],
        "28": ["on-call", "non-pensionable"],
        "30": ["re-assigned"],
    }
    for word in words[name[-2:]]:
        assert word in text


def test_levels_nest_by_their_markers() -> None:
    assert _paths("A. One.\n1. Two.\na. Three.\n(1) Four.\n(2) Five.\nb. Six.\n2. Seven.\nB. Eight.\n") == [
        "A", "A.1", "A.1.a", "A.1.a.(1)", "A.1.a.(2)", "A.1.b", "A.2", "B",
    ]  # fmt: skip


def test_variants_of_markers() -> None:
    assert _paths("A. One.\n1) Two.\na) Three.\nb) Four.\nB. Five.\n\ni. Six.\n\nii. Seven.\n") == [
        "A", "A.1", "A.1.a", "A.1.b", "B", "B.i", "B.ii",
    ]  # fmt: skip
    assert _paths("Step 1 - Talk\n\nA. One.\n\nStep 2 - Write\n\nA. Two.\n\nException: None.\n") == [
        "Step 1", "Step 1.A", "Step 2", "Step 2.A", "Step 2.A.Exception",
    ]  # fmt: skip
    assert _paths("1. One.\n\n1.1 The first.\n\n1.2 The second.\n\n1.2.1 The third.\n\n2. Two.\n") == [
        "1", "1.1", "1.2", "1.2.1", "2",
    ]  # fmt: skip


def test_letters_that_are_roman_numbers_too() -> None:
    letters = "".join(f"{letter}. Clause number {letter}.\n" for letter in "ABCDEFGHIJ")
    assert _paths(letters) == list("ABCDEFGHIJ")
    assert _paths("A. One.\n\ni. Two.\n\nii. Three.\n\niii. Four.\n\nB. Five.\n") == ["A", "A.i", "A.ii", "A.iii", "B"]


def test_lists_that_start_again_keep_keys_apart() -> None:
    structure = read_structure(
        "x",
        [text_page("ARTICLE 1 T\n\nFirst:\n1. One.\n2. Two.\n\nThen another one, as follows:\n1. Three.\n2. Four.\n")],
    )
    assert [clause.clause_id for clause in structure.clauses] == [
        "article-1/", "article-1/1", "article-1/2", "article-1/#2", "article-1/1#2", "article-1/2#2",
    ]  # fmt: skip


def test_a_marker_lost_at_a_page_break() -> None:
    assert _paths("A. One.\n\nB. Two.\n\nD. Four.\n1. Inner.\n3. Third.\n") == ["A", "B", "D", "D.1", "D.3"]


def test_numbers_inside_a_sentence_are_no_clauses() -> None:
    page = printed_page(
        1,
        [
            (72, 72, "ARTICLE 1 GRIEVANCES"),
            (72, 100, "A. The grievant may appeal the answer that was received at the end of Step"),
            (72, 113, "1. of this procedure within ten days, and the causes include: (1) failure to"),
            (72, 126, "cooperate with requests made by the City for information about anything; or"),
            (72, 139, "(2) failure to comply with the restrictions that this Agreement puts on it."),
            (72, 165, "B. The second clause."),
        ],
    )
    assert [clause.path for clause in read_structure("x", [page]).clauses] == ["A", "B"]


def test_two_markers_on_one_line() -> None:
    structure = read_structure(
        "x", [text_page("ARTICLE 1 T\n\n- A. 1. First of all.\n\n2. Then this.\n\n- B. At last.\n")]
    )
    assert [(clause.path, clause.marker, clause.text) for clause in structure.clauses] == [
        ("A", "A.", "A."),
        ("A.1", "1.", "1. First of all."),
        ("A.2", "2.", "2. Then this."),
        ("B", "B.", "B. At last."),
    ]


def test_a_note_and_a_bullet_are_one_paragraph() -> None:
    text = (
        "A. The allowance is paid:\n\n• in July;\n\n• in August.\n\n"
        "The amount is not a wage.\n\nNote: It is taxed.\n\nB. More.\n"
    )
    assert _paths(text) == ["A", "A.•1", "A.•2", "A", "A.Note", "B"]


def test_paragraphs_are_joined_over_pages_and_footers() -> None:
    wide = {number: letter * 60 for number, letter in ((1, "x"), (2, "y"), (3, "z"))}
    pages = [
        printed_page(
            number,
            [
                (72, 40, "Agreement 77"),
                (72, 72, first),
                (72, 85, f"{wide[number]} goes on to the"),
                (300, 750, f"Page {number}"),
            ],
        )
        for number, first in ((1, "ARTICLE 1 TERM"), (2, f"next page {wide[2]}"), (3, f"last page {wide[3]}"))
    ]
    structure = read_structure("x", pages)
    assert structure.furniture == 6
    (clause,) = structure.clauses
    assert "\n" not in clause.text
    assert "goes on to the next page" in clause.text
    assert "Agreement 77" not in clause.text
    assert clause.page_number == 1
    assert (structure.articles[0].page_first, structure.articles[0].page_last) == (1, 3)


def test_indents_close_clauses_on_a_page() -> None:
    page = printed_page(
        1,
        [
            (72, 72, "ARTICLE 1 PAY"),
            (90, 100, "A. Rates are paid every two weeks, and"),
            (108, 126, "1. in cash; or"),
            (108, 152, "2. by transfer."),
            (90, 178, "This sentence stands under the clause again."),
        ],
    )
    clauses = read_structure("x", [page]).clauses
    assert [(clause.path, clause.text.split()[0]) for clause in clauses] == [
        ("A", "A."),
        ("A.1", "1."),
        ("A.2", "2."),
        ("A", "This"),
    ]


def test_a_marker_in_parentheses_may_touch_its_text() -> None:
    """A hanging marker as wide as its indent leaves no space: "(1)Requests are granted"."""
    text = "A. Leave is granted as follows:\n\n(1)Requests are made in writing.\n\n(2)Answers are given within a week."
    assert _paths(text) == ["A", "A.(1)", "A.(2)"]
    assert _paths("A. Each of them is told.\n\n(A)ll of them are.") == ["A"]
