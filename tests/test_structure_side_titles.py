"""Titles in the margin beside their text."""

from __future__ import annotations

import pytest

from pipeline.normalize.structure import Structure, read_structure
from tests.typed_pages import printed_page

TITLES = (("Union", "Security"), ("Overtime",), ("Sick", "Leave"), ("Holidays",), ("Grievance", "Procedure"))
EDGE, MARGIN = 150.0, 72.0


def _rule(number: int) -> list[str]:
    name = "abcde"[number]
    return [
        f"{number + 1}.1 The parties agree that rule {name} holds for all employees of",
        f"the unit {name} and that it is read with the others.",
        f"{number + 1}.2 Nobody is paid twice under rule {name}, whatever is said of",
        f"it elsewhere by those of the unit {name}.",
    ]


def _read(*, shift: float = 0.0, over: int = 0, titles: tuple[tuple[str, ...], ...] = TITLES) -> Structure:
    """An agreement on one page; ``over`` of its lines begin in the margin."""
    lines: list[tuple[float, float, str]] = []
    for number, title in enumerate(titles):
        top = 80.0 + 70 * number
        lines += [(EDGE, top + 14 * row, text) for row, text in enumerate(_rule(number))]
        lines += [(MARGIN, top + shift + 14 * row, text) for row, text in enumerate(title)]
    lines += [
        (MARGIN, 500.0 + 14 * row, f"and what the parties wrote over the whole page {row}") for row in range(over)
    ]
    return read_structure("d", [printed_page(1, lines)])


@pytest.mark.parametrize("shift", [0.0, 3.0])
def test_a_title_in_the_margin_heads_the_text_beside_it(shift: float) -> None:
    structure = _read(shift=shift)
    assert [row.title for row in structure.articles] == [" ".join(title) for title in TITLES]
    for number, row in enumerate(structure.articles):
        assert " ".join(row.text.split()) == " ".join(_rule(number))


def test_words_that_stand_left_of_a_few_lines_are_no_titles() -> None:
    """Most lines begin there too."""
    assert "Security" not in [row.title for row in _read(over=15).articles]


def test_what_is_marked_in_the_margin_stays_in_its_line() -> None:
    marks = (("A.",), ("B.",), ("C.",), ("D.",), ("E.",))
    text = " ".join(paragraph.text for paragraph in _read(titles=marks).body_text)
    assert text.startswith("A. 1.1 The parties")
