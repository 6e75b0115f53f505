"""Notes at the foot of a page: they stand in no sentence that goes on over the page, and are clauses of their own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.models import Page, Word
from pipeline.normalize.structure import Structure, read_structure
from pipeline.normalize.terms import read_terms
from tests.typed_pages import printed_page

PROSE = "The members of the unit are paid as the board has ordered, and they are paid on each of the days that it"
FIRST = [PROSE, "names for them."]
REST = "names. Whoever is paid by the day is paid for no more than five days of a week."


def _small(number: int, lines: Sequence[tuple[float, float, str]], size: float) -> tuple[Word, ...]:
    """Words of lines in smaller type, with their left edges."""
    words = []
    for x0, top, text in lines:
        left = x0
        for token in text.split():
            words.append(Word(token, left, top, left + 5 * size * len(token), top + 10 * size))
            left += 5 * size * (len(token) + 1)
    return tuple(words)


def _page(number: int, lines: Sequence[str], notes: Sequence[str], size: float = 0.78) -> Page:
    body = [(72.0, 90.0 + 13 * place, text) for place, text in enumerate(lines)]
    page = printed_page(number, [*body, (300.0, 752.0, str(number))])
    small = _small(number, [(72.0, 690.0 + 10 * place, text) for place, text in enumerate(notes)], size)
    return Page(number, 612.0, 792.0, (*page.words, *small), reader="pdfium")


def _read(notes: Sequence[str], size: float = 0.78) -> Structure:
    first = ["ARTICLE 1 PAY", f"A. {FIRST[0]}", FIRST[1], f"B. {PROSE}"]
    second = [REST, "C. The rest is as before."]
    third = ["ARTICLE 2 TERM", f"A. {PROSE}", "names."]
    return read_structure("x", [_page(1, first, notes, size), _page(2, [*second, *third], [], size)])


MARKS = ("1 ", "1. ", "* ", "(1) ", "\u2020 ")


@pytest.mark.parametrize("mark", MARKS)
def test_a_note_at_the_foot_of_a_page_interrupts_no_sentence(mark: str) -> None:
    structure = _read([f"{mark}As the board amended it in May, see the minutes of that", "day. It pays $5 per month."])
    paths = [clause.path for clause in structure.clauses]
    label = mark.strip(" .()")
    assert paths == ["A", "B", "C", f"Footnote {label}", "A"]
    by_path = {clause.path: clause for clause in structure.clauses[:4]}
    assert by_path["B"].text == f"B. {PROSE} {REST}"
    note = by_path[f"Footnote {label}"]
    assert note.text == f"{mark}As the board amended it in May, see the minutes of that day. It pays $5 per month."
    assert note.page_number == 1
    assert structure.coverage.left == ()
    (term,) = [term for term in read_terms("x", structure.articles, structure.clauses) if term.kind == "money"]
    assert (term.clause_id, term.per) == (note.clause_id, "month")


def test_two_notes_are_two_clauses() -> None:
    structure = _read(["1 As amended in May.", "2 See the minutes of June, which", "the board keeps."])
    assert [clause.text for clause in structure.clauses if clause.path.startswith("Footnote")] == [
        "1 As amended in May.",
        "2 See the minutes of June, which the board keeps.",
    ]


def test_a_page_in_smaller_type_holds_no_notes() -> None:
    """An appendix in smaller type: its list is no note, though it stands at the foot of a page."""
    listed = ["The rules of the pool are set out here for those who are to drive its cars:", "1. Be there in time.",
              "2. Leave when it is time to go."]  # fmt: skip
    body = ["ARTICLE 1 PAY", f"A. {PROSE}", "names.", *[PROSE] * 6]
    for pages in ([_page(1, body, []), _page(2, [], listed)], [_page(1, body, listed)]):
        structure = read_structure("x", pages)
        assert not any(clause.path.startswith("Footnote") for clause in structure.clauses)


def test_type_of_the_same_size_or_without_a_mark_is_no_note() -> None:
    for structure in (_read(["1 As amended in May."], size=1.0), _read(["As amended in May."])):
        assert not any(clause.path.startswith("Footnote") for clause in structure.clauses)
