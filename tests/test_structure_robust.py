"""Odd documents: nothing is lost, nothing crashes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import PipelineError
from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.models import Page, Word
from pipeline.normalize.structure import Structure, read_structure

TOKENS = [
    *(
        "ARTICLE",
        "Section",
        "1.",
        "A.",
        "(a)",
        "i.",
        "the",
        "Parties",
        "APPENDIX",
        "A",
        "$5.00",
        "MOU",
        "30",
        "-",
        "TERM",
    ),
    *("Step", "1", "Note:", "LETTER", "OF", "AGREEMENT", "ORDINANCE", "NO.", "Sec.", "2.", "IN", "WITNESS", "WHEREOF"),
    *(
        "FOR",
        "THE",
        "CITY:",
        ".",
        "co-",
        "TABLE",
        "CONTENTS",
        "1.1",
        "x",
        "•",
        "1.0",
        "A-1",
        "2019,",
        ")",
        ";",
        "MOU77-24",
    ),
]
LINES = st.lists(
    st.tuples(st.sampled_from([72.0, 90.0, 108.0]), st.lists(st.sampled_from(TOKENS), min_size=1, max_size=9)),
    max_size=40,
)


def _page(number: int, lines: list[tuple[float, list[str]]], reader: str) -> Page:
    words: list[Word] = []
    for row, (x0, tokens) in enumerate(lines):
        left = x0
        for token in tokens:
            words.append(Word(token, left, 50.0 + 13 * row, left + 5 * len(token), 60.0 + 13 * row))
            left += 5 * len(token) + 5
    return Page(number, 612.0, 792.0, tuple(words), reader=reader)


def _check(structure: Structure) -> None:
    coverage = structure.coverage
    left = sum(len(re.sub(r"\s", "", item.text)) for item in coverage.left)
    assert coverage.assigned + left == coverage.total
    texts = {row.article_id: row.text for row in structure.articles}
    assert len(texts) == len(structure.articles)
    assert all(texts[row.article_id][row.char_start : row.char_end] == row.text for row in structure.clauses)
    assert len({row.clause_id for row in structure.clauses}) == len(structure.clauses)


@settings(max_examples=80, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=4), st.sampled_from(["text", "pdfium"]))
def test_no_character_is_lost_whatever_is_printed(pages: list[list[tuple[float, list[str]]]], reader: str) -> None:
    read = [_page(number, lines, reader) for number, lines in enumerate(pages, 1)]
    structure = read_structure("x", read)
    _check(structure)
    assert structure.coverage.total == sum(len(word.text) for page in read for word in page.words)


@pytest.mark.corpus
@pytest.mark.slow
def test_hostile_documents(corpus: Path) -> None:
    for path in sorted((corpus / "hostile").glob("*.pdf")):
        try:
            with open_pdf(path.read_bytes()) as pdf:
                pages = [read_page(pdf, number) for number in range(1, min(pdf.page_count, 30) + 1)]
        except PipelineError:
            continue
        _check(read_structure(path.name, pages))
