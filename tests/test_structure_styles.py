"""Headings and clauses in the styles of many employers: the agreements are typed here, with their truth."""

from __future__ import annotations

import pytest

from pipeline.models import Page
from pipeline.normalize.structure import Structure, read_structure
from tests.typed_pages import printed_page, text_page

PROSE = "The parties have agreed that this provision applies to all employees of the unit."


def _read(text: str) -> Structure:
    return read_structure("x", [text_page(text)])


def _headings(structure: Structure) -> list[tuple[str, str | None, str]]:
    return [(row.kind, row.number, row.title) for row in structure.articles]


def _paths(structure: Structure) -> list[str]:
    return [clause.path for clause in structure.clauses]


@pytest.mark.parametrize(
    ("listed", "printed", "expected"),
    [
        ("ARTICLE I RECOGNITION .... 2", "ARTICLE I\nRECOGNITION", ("article", "I", "RECOGNITION")),
        ("1. RECOGNITION    2", "1. RECOGNITION", ("section", "1", "RECOGNITION")),
    ],
)
def test_a_contents_list_ends_where_its_first_entry_is_printed_again(
    listed: str, printed: str, expected: tuple[str, str, str]
) -> None:
    names = ("WAGES", "HOURS", "LEAVES")
    numbers = ("II", "III", "IV") if printed.startswith("ARTICLE") else ("2", "3", "4")
    more = [printed.replace("I\n", f"{n}\n").replace("1.", f"{n}.").replace("RECOGNITION", name)
            for n, name in zip(numbers, names, strict=True)]  # fmt: skip
    contents = [listed, *(line.replace("\n", " ") + f" .... {page}" for page, line in enumerate(more, 3))]
    body = [f"{heading}\n\nA. {PROSE}\n" for heading in (printed, *more)]
    structure = _read("TABLE OF CONTENTS\n\n" + "\n".join(contents) + "\n\n" + "\n".join(body))
    assert _headings(structure)[0] == expected
    assert len(structure.articles) == 4
    assert [row.toc_status for row in structure.articles] == ["match"] * 4
    assert _paths(structure) == ["A"] * 4


def test_articles_are_numbered_in_words() -> None:
    parts = (("ONE", "RECOGNITION"), ("TWO", "WAGES"), ("TWENTY-ONE", "LEAVES"))
    structure = _read("\n".join(f"ARTICLE {number}\n{title}\n\n{PROSE}\n" for number, title in parts))
    assert _headings(structure) == [("article", number, title) for number, title in parts]


@pytest.mark.parametrize("mark", ["Section {a}.{n}", "Section {n}.", "Sec. {n}."])
def test_sections_that_are_paragraphs_are_clauses_of_their_article(mark: str) -> None:
    text = ""
    for article, title in enumerate(("WAGES", "HOURS", "LEAVES"), 1):
        text += f"ARTICLE {article}\n{title}\n\n"
        for number in (1, 2):
            label = mark.format(a=article, n=number)
            text += f"{label} Payment. The Rio Verde Water District pays each of the\nemployees as agreed.\n\n"
    structure = _read(text)
    assert _headings(structure) == [("article", str(n), t) for n, t in enumerate(("WAGES", "HOURS", "LEAVES"), 1)]
    decimal = "{a}" in mark
    assert _paths(structure) == [f"Section {a}.{n}" if decimal else f"Section {n}" for a in (1, 2, 3) for n in (1, 2)]


@pytest.mark.parametrize(
    ("markers", "paths"),
    [
        ("(a) (b) (1) (2) (i) (ii) (c)", "(a) (b) (b).(1) (b).(2) (b).(2).(i) (b).(2).(ii) (c)"),
        ("1. A. B. 2. A. B.", "1 1.A 1.B 2 2.A 2.B"),
        ("4.01 A. B. 4.02", "4.01 4.01.A 4.01.B 4.02"),
        ("(1) (A) (B) (2)", "(1) (1).(A) (1).(B) (2)"),
        ("A. 1. 2. B. 1. a. b.", "A A.1 A.2 B B.1 B.1.a B.1.b"),
    ],
)
def test_lists_nest_in_the_order_in_which_they_begin(markers: str, paths: str) -> None:
    text = "ARTICLE 4\nWAGES\n\n" + "".join(f"{marker} {PROSE}\n\n" for marker in markers.split())
    assert _paths(_read(text)) == paths.split()


def _pages_that_open_with_an_article() -> list[Page]:
    pages = []
    for number in range(1, 7):
        lines = [(260.0, 72.0, f"ARTICLE {number}"), (250.0, 86.0, f"SUBJECT {'ABCDEF'[number - 1]}")]
        lines += [(72.0, 120.0 + 14 * row, PROSE) for row in range(30)]
        pages.append(printed_page(number, lines))
    return pages


def test_headings_at_the_top_of_pages_are_no_running_heads() -> None:
    structure = read_structure("x", _pages_that_open_with_an_article())
    assert [row.number for row in structure.articles] == ["1", "2", "3", "4", "5", "6"]
