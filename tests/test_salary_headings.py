from __future__ import annotations

from datetime import date

import pytest

from pipeline.normalize.lines import group_lines
from pipeline.normalize.salary import headings, notes
from pipeline.normalize.salary.headings import TableContext
from tests.words import draw_words


def _context(*rows: str, inherited: TableContext | None = None, same_page: bool = False) -> TableContext:
    lines = group_lines(draw_words(*rows))
    return headings.read_context(lines, 0, len(lines), inherited or TableContext(), same_page=same_page)[0]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("APPENDIX A", "Operative July 5, 2020"), TableContext(None, "A", date(2020, 7, 5))),
        (("Salary Appendix C", "Operative on June 30, 2024"), TableContext(None, "C", date(2024, 6, 30))),
        (("EXHIBIT 2", "Effective 07/01/2019"), TableContext(None, "2", date(2019, 7, 1))),
        (("MOU 30 - APPENDIX B - SALARIES OPERATIVE July 1, 2011",), TableContext("30", "B", date(2011, 7, 1))),
        (("MOU 7", "Schedule D", "Effective January 2, 2020"), TableContext("7", "D", date(2020, 1, 2))),
    ],
)
def test_headings(rows: tuple[str, ...], expected: TableContext) -> None:
    assert _context(*rows) == expected


def test_a_table_without_a_heading_goes_on_under_the_one_before() -> None:
    before = TableContext("7", "A", date(2020, 7, 5))
    assert _context("1 2 3", inherited=before) == before


def test_a_new_appendix_takes_no_date_from_the_old_one() -> None:
    assert _context("APPENDIX B", inherited=TableContext("7", "A", date(2020, 7, 5))) == TableContext("7", "B", None)


def test_the_date_of_a_print_run_is_no_operative_date() -> None:
    assert _context("City of Bellavista Salary Schedule Run Date: 06/25/2010").operative_date is None


def _notes(*rows: str) -> str | None:
    lines = group_lines(draw_words(*rows))
    return notes.read_notes(lines, 1, len(lines))[0]


def test_a_note_is_a_paragraph_and_its_last_line_may_be_short() -> None:
    row = "HR 10.00 11.00"
    assert _notes(row, "These rates hold only as long as the Council", "agrees.") == (
        "These rates hold only as long as the Council agrees."
    )


def test_a_page_number_and_a_heading_end_the_notes() -> None:
    row, note = "HR 10.00 11.00", "These rates hold for one year."
    assert _notes(row, note, "MOU 25-07 Page 4 of 4") == note
    assert _notes(row, note, "APPENDIX B", "Other words that stand below") == note
    assert _notes(row, "APPENDIX B") is None


def test_running_lines_are_told_from_notes() -> None:
    pages = [
        (792.0, group_lines(draw_words("City of Bellavista 2020-2023", "", f"Appendix {letter}"))) for letter in "AB"
    ]
    assert notes.find_furniture(pages) == {"City of Bellavista ####-####"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Members are paid $25.00 beyond these rates.", True),
        ("Municipal Police Captain III STEP II $ 2,018.06 $ 52,671.37", False),
        ("HR 10.00 11.00 12.00", False),
        ("Refuse Collection Truck Operator 12.00", False),
    ],
)
def test_sentences(text: str, expected: bool) -> None:
    assert notes.is_sentence(group_lines(draw_words(text))[0]) is expected
