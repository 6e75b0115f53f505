"""Tables without rules whose cells are broken over lines; set by hand as a browser and a word processor set them."""

from __future__ import annotations

import pytest

from pipeline.models import Page, Table
from pipeline.normalize.structure import read_structure
from pipeline.normalize.tables import read_tables
from tests.typed_pages import printed_page, text_page

X = (92.0, 220.0, 320.0, 420.0)
PADDED = 18.0
"""From the last line of a row to the first of the next; lines of a cell stand 12 points apart."""
ROWS = [
    ["Offense", "First", "Second", "Third"],
    ["Unexcused/absence", "Written/reprimand", "5-day suspension", "10-day/suspension"],
    ["Tardiness", "Oral reprimand", "1-day/suspension", "Discharge"],
    ["Misuse of/property", "Written/reprimand", "10-day/suspension", "Discharge"],
    ["Late report", "Written/reprimand", "Oral reprimand", "Discharge"],
]
INTRODUCTION = "The following schedule is a guide to what the employer will do in the cases that are named in it here:"
AFTER = "Nothing in this article limits what a supervisor may say to those who work under his direction at any time."


def set_rows(rows: list[list[str]], top: float, *, middle: bool) -> tuple[list[tuple[float, float, str]], float]:
    """Lines of the cells; a cell of one line stands at the top of its row, or at its middle."""
    lines: list[tuple[float, float, str]] = []
    for row in rows:
        height = max(cell.count("/") for cell in row)
        for x, cell in zip(X, row, strict=False):
            pieces = cell.split("/")
            offset = 6.0 * (height + 1 - len(pieces)) if middle else 0.0
            lines.extend((x, top + offset + 12.0 * place, piece) for place, piece in enumerate(pieces))
        top += 12.0 * height + PADDED
    return lines, top


def read(pages: list[Page]) -> tuple[tuple[Table, ...], list[str]]:
    structure = read_structure("d", pages)
    tables = read_tables("d", pages, structure.tables, structure.articles)
    return tables, [clause.text for clause in structure.clauses]


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(1, table.rows + 1)]


def whole(rows: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("/", " ") for cell in row] for row in rows]


@pytest.mark.parametrize("middle", [False, True])
def test_rows_whose_cells_are_broken_over_lines(middle: bool) -> None:
    lines, end = set_rows(ROWS, 150, middle=middle)
    page = printed_page(1, [(72, 80, "ARTICLE 1 DISCIPLINE"), (72, 110, INTRODUCTION), *lines, (72, end + 6, AFTER)])
    (table,), texts = read([page])
    assert grid(table) == whole(ROWS)
    assert texts == [f"{INTRODUCTION}\n{AFTER}"]


def test_a_table_of_two_columns_of_phrases() -> None:
    """As a county agreement prints what unused leave is paid: rows of one column alone are no text of the clause."""
    rows = [
        ["Years of Service", "Maximum Payoff"],
        ["Less than 3 years", "200 hours at most paid/at the salary of the day"],
        ["3 to 9 years", "280 hours at most paid/at the salary of the day"],
        ["10 years or more", "360 hours at most paid/at the salary of the day"],
    ]
    lines, end = set_rows(rows, 150, middle=False)
    page = printed_page(1, [(72, 80, "ARTICLE 1 LEAVE"), (72, 110, INTRODUCTION), *lines, (72, end + 6, AFTER)])
    (table,), texts = read([page])
    assert grid(table) == whole(rows)
    assert texts == [f"{INTRODUCTION}\n{AFTER}"]


def test_rows_of_one_line_stay_rows_though_blank_cells_and_spaces_part_them() -> None:
    rows = [
        ["Unit", "Steward", "Deputy"],
        ["North", "Ann Lee", "Bo Day"],
        ["South", "Cy Fox"],
        ["East", "Di Roe", "Ed Poe"],
    ]
    lines = [(x, 150 + 12.0 * place, cell) for place, row in enumerate(rows) for x, cell in zip(X, row, strict=False)]
    lines += [(x, top + 66, text) for x, top, text in lines[3:]]
    page = printed_page(1, [(72, 80, "ARTICLE 1 STEWARDS"), (72, 110, INTRODUCTION), *lines])
    (table,), _ = read([page])
    assert [row for row in grid(table) if "Di Roe" in row] == [["East", "Di Roe", "Ed Poe"]] * 2
    assert [row[:1] for row in grid(table) if "Bo Day" in row] == [["North"]] * 2


def test_the_title_and_the_bold_head_of_a_table_of_words() -> None:
    rows = [["Holiday", "Observed", "Month"], ["Labor Day", "First Monday", "September"]]
    rows += [["King Day", "Third Monday", "January"], ["Memorial Day", "Last Monday", "May"]]
    lines, _ = set_rows(rows, 150, middle=False)
    page = printed_page(1, [(72, 80, "ARTICLE 1 HOLIDAYS"), (72, 110, INTRODUCTION), (92, 132, "Holidays"), *lines])
    words = tuple(word._replace(bold=True) if 130 < word.top < 155 else word for word in page.words)
    (table,), _ = read([Page(1, page.width, page.height, words, page.reader)])
    assert (table.title, table.header_rows) == ("Holidays", 2)
    assert grid(table)[1:] == rows
    typed = [
        "ARTICLE 1 HOLIDAYS",
        "",
        INTRODUCTION,
        "",
        "Holidays",
        "",
        *(f"    {a:<20}{b:<20}{c}" for a, b, c in rows),
    ]
    (table,), _ = read([text_page("\n".join(typed))])
    assert table.title == "Holidays"
