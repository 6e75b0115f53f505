"""Signatures, lists in columns, bullets in bullets and tables over pages: typed here, with what they are."""

from __future__ import annotations

import pytest

from pipeline.models import Page, Table
from pipeline.normalize.structure import read_structure
from pipeline.normalize.tables import read_tables
from tests.typed_pages import printed_page, text_page

Line = tuple[float, float, str]
PROSE = "The parties have agreed that this provision applies to all employees of the unit"
OPENING: list[Line] = [(72, 72, "ARTICLE 1 RECOGNITION"), (72, 96, f"{PROSE}."), (72, 130, "ARTICLE 2 TERM")]
CLOSING: Line = (72, 120, "IN WITNESS WHEREOF, the parties have executed this agreement on the day written.")
BLANK = "_" * 21


def tables_of(pages: list[Page]) -> list[Table]:
    structure = read_structure("d", pages)
    assert structure.coverage.left == ()
    return list(read_tables("d", pages, structure.tables, structure.articles))


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.cells if cell.row == row] for row in range(1, table.rows + 1)]


def side_by_side(top: float, pairs: list[tuple[str, str]], pitch: float = 14) -> list[Line]:
    return [
        (x, top + pitch * row, text)
        for row, pair in enumerate(pairs)
        for x, text in zip((72.0, 330.0), pair, strict=True)
    ]


SIGNED = [
    ("FOR THE CITY:", "FOR THE ASSOCIATION:"),
    (BLANK, BLANK),
    ("Maria Delgado", "Owen Farrell"),
    ("City Manager", "President"),
    (BLANK, BLANK),
    ("Ruth Okafor", "Dale Whitcomb"),
    ("Director of Finance", "Vice President"),
    ("Date: March 4, 2024", "Date: March 6, 2024"),
]


@pytest.mark.parametrize("closed", [True, False], ids=["after closing words", "alone"])
@pytest.mark.parametrize("parties", [SIGNED[0], ("City of Alder Bay", "Alder Bay Employees Association")])
@pytest.mark.parametrize("blank", [True, False], ids=["lines to sign on", "no lines"])
def test_signatures_are_no_table(*, closed: bool, parties: tuple[str, str], blank: bool) -> None:
    if not (closed or blank):
        return  # nothing tells names side by side from a list of names
    pairs = [parties, *(pair for pair in SIGNED[1:] if blank or pair[0] != BLANK)]
    pages = [printed_page(1, [*OPENING, (72, 154, f"{PROSE}.")])]
    pages.append(printed_page(2, [*([CLOSING] if closed else []), *side_by_side(160, pairs)]))
    assert tables_of(pages) == []


def test_a_table_after_the_signatures_is_one() -> None:
    rates = [("Mileage", "$0.67"), ("Meals", "$15.00"), ("Lodging", "$120.00"), ("Parking", "$12.50")]
    lines = [CLOSING, *side_by_side(160, SIGNED), *side_by_side(320, rates)]
    (table,) = tables_of([printed_page(1, [*OPENING, (72, 154, f"{PROSE}.")]), printed_page(2, lines)])
    assert rows_of(table)[-4:] == [list(pair) for pair in rates]


def test_heads_of_a_pay_table_after_the_signatures_are_no_signature() -> None:
    text = f"ARTICLE 1\nTERM\n\n{PROSE}.\n\nIN WITNESS WHEREOF, the parties have signed.\n\n"
    text += "Maria Delgado          Owen Farrell\nMayor                  President\n\n1 2 3 4 5 6\n"
    clauses = read_structure("d", [text_page(text)]).clauses
    assert clauses[-1].text.endswith("President")


def test_underscores_under_heads_are_no_line_to_sign_on() -> None:
    text = "ARTICLE 1\nLEAVE\n\n" + f"{PROSE}.\n\n"
    text += "Years of Service      Days\n________________      ________\n"
    text += "1                     10\n5                     15\n10                    20\n\n" + f"{PROSE}.\n"
    (table,) = tables_of([text_page(text)])
    assert rows_of(table)[-3:] == [["1", "10"], ["5", "15"], ["10", "20"]]


WORDS = [("Accountant", "Librarian"), ("Clerk Typist", "Painter"), ("Custodian", "Plumber"), ("Cook", "Tree Surgeon")]


def test_words_in_two_columns_are_a_table() -> None:
    lines = [*OPENING[:1], (72, 96, "The classes of the unit are:"), *side_by_side(112, WORDS), (72, 190, f"{PROSE}.")]
    pages = [printed_page(1, lines)]
    (table,) = tables_of(pages)
    assert rows_of(table) == [list(pair) for pair in WORDS]
    assert read_structure("d", pages).clauses[0].text == f"The classes of the unit are:\n{PROSE}."


@pytest.mark.parametrize(
    "pairs",
    [
        [("the first of", "Those who are"), ("and the next", "Any who come"), ("or the last", "All who stay")],
        [("To:", "The Council"), ("From:", "The Manager"), ("Subject:", "The Agreement")],
        WORDS[:2],
    ],
    ids=["sentences", "labels of a memorandum", "two rows"],
)
def test_other_words_side_by_side_are_none(pairs: list[tuple[str, str]]) -> None:
    lines = [*OPENING[:1], (72, 96, f"{PROSE}."), *side_by_side(120, pairs), (72, 190, f"{PROSE}.")]
    assert tables_of([printed_page(1, lines)]) == []


HEAD = ("Years of Service", "Vacation Hours", "Most Hours")
ROWS = [(str(year), str(80 + 4 * year), str(200 + 10 * year)) for year in range(1, 13)]


def grid(top: float, rows: list[tuple[str, ...]]) -> list[Line]:
    return [
        (x, top + 14 * place, text)
        for place, row in enumerate(rows)
        for x, text in zip((72.0, 230.0, 390.0), row, strict=True)
    ]


def over_pages(*, title: str = "", again: str = "", between: str = "", head: tuple[str, ...] = HEAD) -> list[Table]:
    first = [(72.0, 72.0, "ARTICLE 1 VACATION"), (72.0, 96.0, f"{PROSE}.")]
    first += [(200.0, 600.0, title)] if title else []
    first += [*grid(620, [HEAD, *ROWS[:6]]), (300.0, 760.0, "4")]
    second = [(200.0, 60.0, again)] if again else []
    second += [(72.0, 60.0, between)] if between else []
    second += [*grid(80, [head, *ROWS[6:]]), (72.0, 240.0, f"{PROSE}."), (300.0, 760.0, "5")]
    return tables_of([printed_page(1, first), printed_page(2, second)])


@pytest.mark.parametrize("again", ["", "Full-time Employees", "Full-time Employees (continued)"])
def test_a_head_printed_again_on_the_next_page_begins_no_table(again: str) -> None:
    (table,) = over_pages(title="Full-time Employees", again=again)
    assert (table.header_rows - (table.rows - 13), table.rows) in {(1, 13), (1, 14)}
    assert rows_of(table)[-12:] == [list(row) for row in ROWS]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "Full-time Employees", "again": "Part-time Employees"},
        {"between": f"{PROSE} at half these hours:"},
        {"head": ("Years of Service", "Sick Hours", "Most Hours")},
    ],
    ids=["another title", "a sentence between", "another head"],
)
def test_another_table_on_the_next_page_is_another(other: dict[str, str]) -> None:
    assert len(over_pages(**other)) == 2  # type: ignore[arg-type]


BULLETS = [
    (72.0, "A. These are paid for each shift worked on a holiday:", "A"),
    (90.0, "\u2022 Members of the day shift, namely:", "A.\u20221"),
    (108.0, "o sergeants of the front desk", "A.\u20221.\u20221"),
    (108.0, "o clerks of the records room", "A.\u20221.\u20222"),
    (90.0, "\u2022 Members of the night shift.", "A.\u20222"),
    (90.0, "\u2022 Others:", "A.\u20223"),
    (108.0, "\u2013 drivers", "A.\u20223.\u20221"),
    (108.0, "\u2013 cooks", "A.\u20223.\u20222"),
    (72.0, "B. Nobody is paid twice.", "B"),
]


@pytest.mark.parametrize("form", ["page", "text"])
def test_bullets_of_another_sign_further_in_are_under_the_bullet(form: str) -> None:
    if form == "page":
        lines = [(x, 96.0 + 14 * place, text) for place, (x, text, _) in enumerate(BULLETS)]
        page = printed_page(1, [*OPENING[:1], *lines])
    else:
        page = text_page("ARTICLE 1\nPAY\n\n" + "\n".join(f"{' ' * int(x / 6 - 12)}{text}\n" for x, text, _ in BULLETS))
    clauses = read_structure("d", [page]).clauses
    assert [(clause.path, clause.text) for clause in clauses] == [(path, text) for _, text, path in BULLETS]


def test_bullets_of_one_sign_far_further_in_are_under_the_bullet() -> None:
    marks = [(90.0, "1"), (108.0, "1.\u20221"), (108.0, "1.\u20222"), (90.0, "2")]
    lines = [(x0, 96.0 + 14 * place, f"\u2022 It is so agreed {place}.") for place, (x0, _) in enumerate(marks)]
    clauses = read_structure("d", [printed_page(1, [*OPENING[:1], *lines])]).clauses
    assert [clause.path for clause in clauses] == [f"\u2022{path}" for _, path in marks]


def test_bullets_inside_a_paragraph_are_one_list() -> None:
    lines = [(72.0, 96.0, "\u2022 Easter. \u2022 Labor Day. \u2022 The day"), (72.0, 108.0, "after. \u2022 Christmas.")]
    clauses = read_structure("d", [printed_page(1, [*OPENING[:1], *lines])]).clauses
    assert [clause.path for clause in clauses] == ["\u20221", "\u20222", "\u20223", "\u20224"]


def test_bullets_of_another_sign_at_one_edge_are_one_list() -> None:
    signs = enumerate("\u2022-\u2022")
    lines = [(90.0, 96.0 + 14 * place, f"{sign} Members of shift {place}.") for place, sign in signs]
    clauses = read_structure("d", [printed_page(1, [*OPENING[:1], *lines])]).clauses
    assert [clause.path for clause in clauses] == ["\u20221", "\u20222", "\u20223"]


def test_a_list_that_begins_further_in_is_under_the_innermost_clause() -> None:
    """Five levels deep an agreement begins again with "(1)", one with "(I)"."""
    marks = [("(1)", 72), ("(a)", 90), ("(i)", 108), ("(A)", 126), ("(1)", 144), ("(2)", 144), ("(I)", 162),
             ("(II)", 162), ("(B)", 126), ("(2)", 72)]  # fmt: skip
    lines = [(float(x), 96.0 + 14 * place, f"{mark} It is so agreed.") for place, (mark, x) in enumerate(marks)]
    clauses = read_structure("d", [printed_page(1, [*OPENING[:1], *lines])]).clauses
    deep = "(1).(a).(i).(A)"
    assert [clause.path for clause in clauses] == [
        "(1)", "(1).(a)", "(1).(a).(i)", deep, f"{deep}.(1)", f"{deep}.(2)", f"{deep}.(2).(I)", f"{deep}.(2).(II)",
        "(1).(a).(i).(B)", "(2)",
    ]  # fmt: skip


def test_numbers_with_a_colon_are_clauses_and_times_of_day_are_not() -> None:
    text = ["12:01 The shift begins at seven.", "7:00 A.M. It ends later.", "12:02 Nobody works twice."]
    lines = [(72.0, 96.0 + 28 * place, line) for place, line in enumerate(text)]
    clauses = read_structure("d", [printed_page(1, [*OPENING[:1], *lines])]).clauses
    assert [clause.path for clause in clauses] == ["12:01", "12:02"]


def test_decimals_six_deep_are_clauses() -> None:
    marks = ["1.1", "1.1.1", "1.1.1.1", "1.1.1.1.1", "1.1.1.1.1.1", "1.1.1.1.1.2", "1.1.1.1.2", "1.2"]
    lines = [(72.0, 96.0 + 14 * place, f"{mark} It is so agreed.") for place, mark in enumerate(marks)]
    clauses = read_structure("d", [printed_page(1, [*OPENING[:1], *lines])]).clauses
    assert [(clause.path, clause.depth) for clause in clauses] == [(mark, mark.count(".")) for mark in marks]
