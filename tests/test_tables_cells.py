"""Tables that are no salary tables: cells, spans, numbers and units; keyed by hand from the pages."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.ladder import read_document
from pipeline.models import BBox, Edge, Page, Table, TableCell, Word
from pipeline.normalize.lines import group_lines
from pipeline.normalize.structure import TableRegion
from pipeline.normalize.tables import read_tables
from pipeline.normalize.tables.values import is_value, read_value
from tests.prose_corpus import Agreement, read_pdf, read_texts

OFFICERS = """
1 11 13 24 7.20 8.40 16.00
5 17 13 30 11.20 8.40 20.00
13 18 13 31 11.20 8.40 20.00
14 19 13 32 11.20 8.40 20.00
15 20 13 33 11.20 8.40 20.00
16 21 13 34 11.20 8.40 20.00
17 22 13 35 14.40 8.40 23.20
18 23 13 36 14.40 8.40 23.20
19 24 13 37 16.00 8.40 24.40
25 25 13 38 16.40 8.40 25.20
"""
SAFETY = """
1 11 7.20
5 17 11.20
13 18 11.20
14 19 11.20
15 20 11.20
16 21 11.20
17 22 14.40
18 23 14.40
19 24 16.00
25 25 16.40
"""
FORMS = ("text", "pdf")


def agreement(corpus: Path, mou: str, form: str) -> Agreement:
    return read_texts(corpus)[mou] if form == "text" else read_pdf(corpus, f"mou{mou}.pdf")


def table_of(read: Agreement, article: str, index: int = 0) -> Table:
    return [table for table in read.tables if (table.article_id or "").endswith(article)][index]


def grid(table: Table, *, head: bool = False) -> list[list[str]]:
    rows = range(1, table.rows + 1) if head else range(table.header_rows + 1, table.rows + 1)
    return [[cell.text for cell in table.cells if cell.row == row] for row in rows]


def cell_at(table: Table, row: int, column: int) -> TableCell:
    return next(cell for cell in table.cells if (cell.row, cell.column) == (row, column))


@pytest.mark.corpus
@pytest.mark.parametrize("form", FORMS)
def test_vacation_of_officers(corpus: Path, form: str) -> None:
    table = table_of(agreement(corpus, "30", form), "-44")
    assert table.title == "AIRPORT POLICE OFFICER"
    assert (table.rows, table.columns, table.header_rows) == (13, 7, 3)
    assert grid(table) == [line.split() for line in OFFICERS.strip().splitlines()]
    assert grid(table, head=True)[1] == [
        "Years of Service Completed",
        "Number of Vacation Days",
        "Monthly Accrual Rate In Hours/Minutes",
    ]
    below = ["Per LAAC 4.245", "Additional VC Hours In-Lieu of Holidays", "Total"]
    assert grid(table, head=True)[2] == below * 2
    spans = {cell.column: (cell.row_span, cell.column_span) for cell in table.cells if cell.row == 2}
    assert spans == {1: (2, 1), 2: (1, 3), 5: (1, 3)}
    units = [cell.unit for cell in table.cells if cell.row == 4]
    assert units == ["years", *["days"] * 3, *["hours.minutes"] * 3]
    assert all(cell.number == Decimal(cell.text) for cell in table.cells if cell.row > 3)


@pytest.mark.corpus
@pytest.mark.parametrize("form", FORMS)
def test_vacation_of_safety_officers_goes_on_over_the_page(corpus: Path, form: str) -> None:
    table = table_of(agreement(corpus, "30", form), "-44", 1)
    assert table.title == "AIRPORT SAFETY OFFICER"
    assert grid(table) == [line.split() for line in SAFETY.strip().splitlines()]
    assert [cell.unit for cell in table.cells if cell.row == table.rows] == ["years", "days", "hours.minutes"]


@pytest.mark.corpus
@pytest.mark.parametrize("form", FORMS)
def test_marksmanship(corpus: Path, form: str) -> None:
    names = ["Sharpshooter", "Expert", "Distinguished Expert"]
    table = table_of(agreement(corpus, "28", form), "-4.13")
    assert grid(table, head=True)[0] == ["Marksmanship Distinction", "Biweekly Bonus Amount"]
    assert grid(table) == [
        list(row) for row in zip(["Marksmanship", *names], ["$8.00", "$16.00", "$32.00", "$64.00"], strict=True)
    ]
    assert {cell.unit for cell in table.cells if cell.number is not None} == {"USD/biweekly"}
    table = table_of(agreement(corpus, "30", form), "-38")
    values = ["$4.00 biweekly", "$8.00 biweekly", "$16.00 biweekly", "$32.00 biweekly"]
    assert grid(table) == [list(row) for row in zip(["Marksman", *names], values, strict=True)]
    assert [cell.number for cell in table.cells if cell.column == 2] == [4, 8, 16, 32]


@pytest.mark.corpus
@pytest.mark.parametrize("form", FORMS)
def test_holidays_and_watches(corpus: Path, form: str) -> None:
    table = table_of(agreement(corpus, "30", form), "-51")
    assert [row[1] for row in grid(table)] == [*["All Watches"] * 6, "PM Watch", "All Watches", "PM Watch"]
    assert grid(table)[0][0] == "New Year's Day (January 1st)"
    assert grid(table)[8][0] == "New Year's Eve (December 31st)"


@pytest.mark.corpus
def test_retiree_subsidy_typed_with_single_spaces(corpus: Path) -> None:
    read = agreement(corpus, "25", "text")
    first, plans, last = (table_of(read, "-6.9", index) for index in range(3))
    assert grid(first, head=True) == [
        ["Years of Service", "Benefit"],
        ["20 - 24", "$ 75 per month"],
        ["25 - 29", "$150 per month"],
        ["30 & over", "$225 per month"],
    ]
    assert [cell.number for cell in first.cells if cell.unit == "USD/month"] == [75, 150, 225]
    assert grid(plans) == [["Articles 17 & 18", "58"], ["Article 35", "55"]]
    assert [row[1] for row in grid(last)] == ["$150 per month", "$225 per month", "$300 per month"]


@pytest.mark.corpus
@pytest.mark.parametrize("form", FORMS)
def test_cut_off_levels_with_merged_cells(corpus: Path, form: str) -> None:
    table = table_of(agreement(corpus, "28", form), "-4.3")
    assert table.title == "DRUG TEST SCREEN CUT-OFF LEVELS"
    assert (table.rows, table.columns) == (10, 4)
    assert grid(table, head=True)[1] == ["Screen", "Confirmation"]
    assert [(cell.column, cell.text) for cell in table.cells if cell.row == 2] == [(2, "Screen"), (4, "Confirmation")]
    screen = {cell_at(table, row, 1).text: cell_at(table, row, 2).number for row in (3, 4, 5, 7, 8, 9, 10)}
    assert screen == {
        "PCP": 25,
        "Cocaine Metabolites": 150,
        "Opiate Metabolites": 2000,
        "Barbiturates": 300,
        "Amphetamines": 500,
        "Marijuana Metabolites": 50,
        "Benzodiazepines": 300,
    }
    confirmation = [cell_at(table, row, 4).number for row in range(3, 11)]
    assert confirmation == [25, 100, 2000, 10, 150, 250, 15, 150]
    assert cell_at(table, 5, 1).row_span == 2
    assert cell_at(table, 6, 3).text == "(6-acetylmorphine)"
    assert {cell.unit for cell in table.cells if cell.number is not None} == {"ng/ml"}


@pytest.mark.corpus
@pytest.mark.parametrize("form", FORMS)
def test_time_conversion(corpus: Path, form: str) -> None:
    table = table_of(agreement(corpus, "28", form), "appendix-F")
    assert table.title == "Benefit Time Expressed in Days and Hours"
    assert [row[1:] for row in grid(table)] == [["1", "8"], ["30", "174"], ["3", "N/A"]]
    assert [cell.unit for cell in table.cells if cell.row == 4] == [None, "days", "hours"]
    assert cell_at(table, 5, 3).number is None


@pytest.mark.corpus
@pytest.mark.parametrize("form", FORMS)
def test_operative_dates(corpus: Path, form: str) -> None:
    table = table_of(agreement(corpus, "30", form), "-21")
    assert grid(table, head=True)[0] == ["Appendix", "Operative Date"]
    assert "".join(row[0] for row in grid(table)) == "ABCDEF"
    days = [cell.number for cell in table.cells if cell.unit == "date"]
    assert days == [20100701, 20120701, 20130101, 20130701, 20131101, 20140301]


def page_of(rows: list[list[str]], starts: list[float], *, pitch: float = 18.0, edges: tuple[Edge, ...] = ()) -> Page:
    """A typeset page: every cell begins at its column's edge, six points a character."""
    words = []
    for index, row in enumerate(rows):
        for text, start in zip(row, starts, strict=False):
            x = start
            for word in text.split():
                words.append(Word(word, x, 100 + index * pitch, x + 6 * len(word), 110 + index * pitch))
                x += 6 * len(word) + 3
    return Page(1, 612, 792, tuple(words), "pdfium", edges)


def read_page_table(page: Page) -> Table:
    lines = group_lines(page.words)
    box = BBox(0, lines[0].top, 612, lines[-1].bottom)
    (table,) = read_tables("d", (page,), (TableRegion(1, box, "a", lines),))
    return table


def test_a_cell_glued_to_its_neighbour_is_cut_at_the_columns_edge() -> None:
    rows = [["Years", "Days"], ["1", "11"], ["more than fifteen years", "17"], ["20", "25"]]
    table = read_page_table(page_of(rows, [60, 60 + 6 * 20 + 3 * 3 + 3]))
    assert grid(table, head=True) == rows


def test_ruled_lines_part_columns_that_no_white_space_parts() -> None:
    rows = [["Step", "Hours"], ["One", "10"], ["Two", "20"]]
    edges = tuple(Edge(x, 95, x, 160) for x in (58, 89, 130))
    table = read_page_table(page_of(rows, [60, 90], edges=edges))
    assert grid(table, head=True) == rows


def test_a_ruled_row_may_hold_several_lines() -> None:
    rows = [["Rank", "Days"], ["Deputy", ""], ["Sheriff", "11"], ["Clerk", "12"], ["Aide", "13"]]
    edges = tuple(Edge(58, y, 200, y) for y in (95, 114, 150, 168, 186))
    table = read_page_table(page_of(rows, [60, 150], edges=edges))
    assert grid(table, head=True) == [["Rank", "Days"], ["Deputy Sheriff", "11"], ["Clerk", "12"], ["Aide", "13"]]


def test_rules_around_the_head_part_no_rows() -> None:
    rows = [["Rank", "Days"], ["Clerk", "12"], ["Aide", "13"], ["Chief", "14"]]
    edges = tuple(Edge(58, y, 200, y) for y in (95, 114, 170))
    assert grid(read_page_table(page_of(rows, [60, 150], edges=edges)), head=True) == rows


def test_right_aligned_numbers_stand_under_a_head_that_begins_before_them() -> None:
    words = []
    for index, (label, value) in enumerate([("Rank", "Allowance"), ("Clerk", "$75.00"), ("Chief", "$1,525.00")]):
        top = 100 + 18 * index
        words.append(Word(label, 60, top, 60 + 6 * len(label), top + 10))
        words.append(Word(value, 260 - 6 * len(value), top, 260, top + 10))
    table = read_page_table(Page(1, 612, 792, tuple(words), "pdfium"))
    assert grid(table, head=True) == [["Rank", "Allowance"], ["Clerk", "$75.00"], ["Chief", "$1,525.00"]]
    assert [cell.number for cell in table.cells if cell.column == 2] == [None, 75, 1525]


def read_pay(rows: list[list[str]], read: set[str], told: set[str]) -> list[list[str]]:
    """The cells of the only table of a pay page some of whose amounts are rates; none where it is left out."""
    page = page_of(rows, [60, 120])
    region = TableRegion(1, BBox(0, 0, 612, 792), "a", group_lines(page.words), salary=True)
    tables = read_tables("d", (page,), (region,), read=frozenset(read), unread=frozenset(told))
    return [row for table in tables for row in grid(table)]


@pytest.mark.parametrize("told", [set(), {"800.00"}], ids=["all of it is read", "one amount is told"])
def test_a_salary_table_is_left_to_its_reader(told: set[str]) -> None:
    rows = [["HR", "$10.00"], ["BW", "$800.00"], ["YR", "$20,880.00"]]
    assert read_pay(rows, {"10.00", "800.00", "20,880.00"} - told, told) == []


@pytest.mark.parametrize("read", [{"801.00", "20,906.10"}, set()], ids=["some of it is read", "nothing is read"])
def test_a_salary_table_with_numbers_finer_than_cents_is_published_as_a_table(read: set[str]) -> None:
    rows = [["HR", "$10.0125"], ["BW", "$801.00"], ["YR", "$20,906.10"]]
    assert read_pay(rows, read, {"10.0125"}) == rows


def test_amounts_beside_rates_are_published_as_a_table_where_nothing_tells_them() -> None:
    rows = [["MO", "$4,000.00"], ["Head Coach", "$3,500"], ["Yearbook", "$1,250"]]
    assert read_pay(rows, {"4,000.00"}, set()) == rows


def test_an_agreement_paid_in_hundredths_of_a_cent_is_told_and_published_as_a_table() -> None:
    text = """MEMORANDUM OF UNDERSTANDING

APPENDIX A
HOURLY SALARY SCHEDULE EFFECTIVE JULY 1, 2023

Code    Title                Step 1     Step 2     Step 3
1203    Office Assistant     22.1154    23.2212    24.3822
1204    Office Specialist    24.3269    25.5433    26.8204
1205    Clerk                26.7596    28.0976    29.5025
"""
    result = read_document(text.encode(), "a.txt", "a.txt", "0")
    amounts = [word for line in text.splitlines()[6:] for word in line.split() if "." in word]
    assert not result.rates
    assert sorted(f.printed or "" for f in result.findings if f.check == "unread_number") == sorted(amounts)
    [table] = result.tables
    assert [str(cell.number) for cell in table.cells if "." in cell.text] == amounts


def test_no_regions_give_no_tables() -> None:
    assert read_tables("d", (), ()) == ()


@pytest.mark.parametrize(
    ("text", "heads", "number", "unit"),
    [
        ("$8.00", ["Biweekly Bonus Amount"], "8", "USD/biweekly"),
        ("$ 75 per month", [], "75", "USD/month"),
        ("2.030444", ["Add-on"], None, None),
        ("7.20", ["Monthly Accrual Rate In Hours/Minutes", "Total"], "7.20", "hours.minutes"),
        ("2,000 ng/ml", ["Screen"], "2000", "ng/ml"),
        ("5.5%", [], "5.5", "percent"),
        ("13", ["Number of Vacation Days", "Additional VC Hours"], "13", "days"),
        ("July 1, 2010", ["Operative Date"], "20100701", "date"),
        ("N/A", ["Hours"], None, None),
        ("20 - 24", ["Years of Service"], None, None),
    ],
)
def test_numbers_and_units_of_cells(text: str, heads: list[str], number: str | None, unit: str | None) -> None:
    assert is_value(text)
    assert read_value(text, heads) == (Decimal(number) if number else None, unit)


@pytest.mark.parametrize("leadings", [(18, 18, 11), (18, 5, 6)], ids=["above", "around"])
def test_a_broken_label_is_of_the_row_it_is_set_tight_with(leadings: tuple[int, ...]) -> None:
    """Values that stand at the foot of their row, or in its middle."""
    rows = [["Rank", "Days"], ["Dispatcher", "$11"], ["Animal Control", ""], ["Officer", "$12"], ["Aide", "$13"]]
    if leadings[1] == 5:
        rows[3:4] = [["", "$12"], ["Officer", ""]]
        pitches = (18, 18, 5, 6, 18)
    else:
        pitches = (18, 18, 11, 18)
    words, top = [], 100.0
    for row, pitch in zip(rows, (0, *pitches), strict=True):
        top += pitch
        for text, start in zip(row, (60.0, 200.0), strict=True):
            words += [
                Word(w, start + 50 * n, top, start + 50 * n + 6 * len(w), top + 9) for n, w in enumerate(text.split())
            ]
    table = read_page_table(Page(1, 612, 792, tuple(words), "pdfium"))
    assert grid(table, head=True)[1:] == [["Dispatcher", "$11"], ["Animal Control Officer", "$12"], ["Aide", "$13"]]


def test_a_block_under_others_may_have_columns_that_their_region_has_not() -> None:
    """Narrow sheets of pay: titles as wide as both columns hide the gap of the region, not that of its last rows."""
    rows = [[("Pile", 53, 63), ("Driver", 64, 81), ("Worker", 83, 103), ("III", 104, 112)],
            [("Biweekly", 53, 76), ("$6547.02", 89, 112)], [("Monthly", 53, 74), ("14239.77", 89, 112)],
            [("Annual", 53, 71), ("170877.22", 86, 112)],
            [("Animal", 53, 72), ("Control", 73, 94), ("Officer", 95, 113), ("I", 115, 117)],
            [("Biweekly", 53, 76), ("$8673.70", 89, 112)], [("Monthly", 53, 74), ("18865.30", 89, 112)],
            [("Annual", 53, 71), ("226383.57", 86, 112)],
            [("Management", 53, 87), ("Analyst", 88, 108), ("I", 109, 112)],
            [("Biweekly", 53, 76), ("$4949.34", 89, 112)], [("Monthly", 53, 74), ("10764.81", 89, 112)]]  # fmt: skip
    words = tuple(
        Word(text, x0, 108 + 9.6 * row, x1, 115 + 9.6 * row) for row, line in enumerate(rows) for text, x0, x1 in line
    )
    page = Page(1, 612, 792, words, "pdfium")
    region = TableRegion(1, BBox(53, 100, 120, 230), "a", group_lines(words))
    texts = [cell.text for table in read_tables("d", (page,), (region,), ()) for cell in table.cells]
    assert {"$6547.02", "226383.57", "10764.81"} <= {part for text in texts for part in text.split()}
