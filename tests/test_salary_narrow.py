"""Tables in narrow columns: amounts and heads broken over lines, labels bound by the rules of their cells."""

from __future__ import annotations

import pytest

from pipeline.models import BBox, Edge, Page, Word
from pipeline.normalize.salary import read_salary
from tests.words import draw_page

TITLE = ("APPENDIX A", "Annual salaries effective July 1, 2024", "")


def _places(page: Page) -> list[tuple[str | None, str, str, int]]:
    return [(rate.class_title, rate.step, rate.period, rate.amount) for rate in read_salary("doc", [page]).rates]


@pytest.mark.parametrize(
    ("begun", "rest"), [("$126,784.", "35"), ("$126,784.3", "5"), ("$126,", "784.35"), ("$126,78", "4.35")]
)
def test_an_amount_broken_over_two_lines_of_its_cell_is_one(begun: str, rest: str) -> None:
    page = draw_page(
        *TITLE,
        "Classification       Step 1      Step 2",
        f"Planner              $98,000.00  {begun}",
        f"                                 {rest}",
        "Custodian            $51,000.10  $52,000.20",
    )
    rates = read_salary("doc", [page]).rates
    assert [(rate.class_title, rate.step, rate.amount) for rate in rates] == [
        ("Planner", "1", 9800000), ("Planner", "2", 12678435), ("Custodian", "1", 5100010), ("Custodian", "2", 5200020)
    ]  # fmt: skip
    top, lower = page.words[-6].top, page.words[-4]
    assert lower.text == rest
    assert rates[1].bbox == BBox(lower.x0, top, lower.x0 + 6 * max(len(begun), len(rest)), lower.bottom)


def test_whole_amounts_over_small_numbers_stay_as_they_are() -> None:
    page = draw_page(
        *TITLE,
        "Range   Step 1      Step 2",
        "10      $98,000     $99,500",
        "",
        "35      $51,000     $52,000",
    )
    assert [rate.amount for rate in read_salary("doc", [page]).rates] == [9800000, 9950000, 5100000, 5200000]


@pytest.mark.parametrize(
    "heads",
    [
        ("                             12          24", "Classification     Start     months      months      Top"),
        ("                             12          24", "Classification     Start                          Top",
         "                           months      months"),
    ],
)  # fmt: skip
def test_a_number_over_months_is_a_step_and_no_monthly_pay(heads: tuple[str, ...]) -> None:
    page = draw_page(
        "Hourly wage rates effective July 1, 2024", "", *heads,
        "Bus Operator        20.00     21.00       22.00       23.00",
        "Mechanic            30.00     31.00       32.00       33.00",
    )  # fmt: skip
    steps = [("Start", 2000), ("12 months", 2100), ("24 months", 2200), ("Top", 2300)]
    expected = [("Bus Operator", step, "HR", cents) for step, cents in steps]
    assert _places(page) == [*expected, *(("Mechanic", step, "HR", cents + 1000) for _, step, _, cents in expected)]


def test_rows_of_service_that_are_not_read_are_told_beside_prose() -> None:
    prose = (
        "The parties agree that a uniform allowance is paid, and hours of leave are",
        "kept as they were before this agreement was made.",
    )
    rows = [f"Grade{number}             {number}0.00     {number}1.00       {number}2.00" for number in range(1, 5)]
    page = draw_page(*prose, "Wage rates", "Sort               Blue      Red         Green", *rows)
    reading = read_salary("doc", [page])
    assert not reading.rates
    assert len(reading.unread) == 12


def test_numbers_finer_than_cents_are_no_part_of_the_next_title() -> None:
    page = draw_page(
        *TITLE,
        "Title                      Step 1       Step 2",
        "Planner          Annual    75,060.00    78,813.00",
        "                 Hourly    36.0865      37.8909",
        "Custodian        Annual    63,363.00    66,531.15",
        "                 Hourly    30.4630      31.9861",
        "Librarian        Annual    73,363.00    76,531.15",
        "                 Hourly    35.2707      36.7938",
    )
    assert {title for title, *_ in _places(page)} == {"Planner", "Custodian", "Librarian"}


def test_labels_stay_in_the_cells_that_rules_draw_around_every_row() -> None:
    """Rows of two periods, each in cells of its own; a title of four lines makes the row of its class higher."""
    rows = [
        ((100.0, "Librarian"), (160.0, "Hourly"), (240.0, "52.47"), (300.0, "55.09")),
        ((160.0, "Annual"), (240.0, "109,137.60"), (300.0, "114,587.20")),
    ]
    words = _set(100.0, ((240.0, "A"), (300.0, "B")))
    for number, row in enumerate(rows):
        words += _set(120.0 + 15 * number, row)
    for number, text in enumerate(("Information", "Systems", "Analyst", "(Confidential)")):
        words += _set(150.0 + 11 * number, ((100.0, text),))
    words += _set(166.0, ((160.0, "Hourly"), (240.0, "43.71"), (300.0, "45.90")))
    words += _set(196.0, ((160.0, "Annual"), (240.0, "90,916.80"), (300.0, "95,472.00")))
    heights = (115.0, 130.5, 146.5, 193.0, 208.0)
    edges = [Edge(x0, top, x1, top) for top in heights for x0, x1 in ((60.0, 98.0), (98.0, 156.0), (156.0, 350.0))]
    page = Page(1, 612.0, 792.0, tuple(words), "pdfium", tuple(edges))
    titles = {(title, cents) for title, _, _, cents in _places(page)}
    assert ("Librarian", 5247) in titles
    assert ("Information Systems Analyst (Confidential)", 4371) in titles
    assert len({title for title, _ in titles}) == 2


def test_bands_of_shaded_cells_part_no_class_from_its_second_row() -> None:
    """Every other class stands on a band of shaded cells, each of which is a box with borders."""
    words, edges = _set(100.0, ((240.0, "1"), (300.0, "2"))), []
    for number in range(6):
        top, cents = 120.0 + 30 * number, 2000 + 100 * number
        hourly = ((100.0, f"Planner {'ABCDEF'[number]}"), (200.0, "HR"), (240.0, f"{cents / 100:.2f}"))
        words += _set(top, (*hourly, (300.0, f"{cents / 100 + 1:.2f}")))
        words += _set(top + 15, ((200.0, "BW"), (240.0, f"{cents * 0.8:,.2f}"), (300.0, f"{cents * 0.8 + 80:,.2f}")))
        heights = (top - 3, top + 12, top + 27) if number % 2 else ()
        edges += [Edge(x0, y, x1, y) for y in heights for x0, x1 in ((95.0, 195.0), (195.0, 230.0), (230.0, 350.0))]
    rates = read_salary("doc", [Page(1, 612.0, 792.0, tuple(words), "pdfium", tuple(edges))]).rates
    assert [(rate.class_title, rate.period) for rate in rates] == [
        (f"Planner {letter}", period) for letter in "ABCDEF" for period in ("HR", "HR", "BW", "BW")
    ]


def _set(top: float, row: tuple[tuple[float, str], ...]) -> list[Word]:
    return [Word(text, x0, top, x0 + 4.5 * len(text), top + 9.0) for x0, text in row]


def test_heads_of_labels_that_stand_near_the_amounts_head_none_of_them() -> None:
    page = draw_page(
        *TITLE,
        "Title               Grade   Annual Salary Range",
        "Police Sergeant     12      $50,929.00 - $71,300.60",
        "Accountant II       24      $75,305.00 - $105,427.00",
    )
    assert _places(page) == [
        ("Police Sergeant", "Minimum", "YR", 5092900), ("Police Sergeant", "Maximum", "YR", 7130060),
        ("Accountant II", "Minimum", "YR", 7530500), ("Accountant II", "Maximum", "YR", 10542700),
    ]  # fmt: skip


def test_tables_side_by_side_end_at_a_sentence_with_an_amount_and_share_their_title() -> None:
    page = draw_page(
        "Hourly pay ranges effective July 1, 2024",
        "Title           Minimum  Maximum       Title           Minimum  Maximum",
        "Planner         29.92    37.40         Librarian       33.12    41.40",
        "Paramedic       32.69    40.86         Fire Captain    30.72    38.40",
        "A differential of $2.50 per hour is paid for hours worked after six in the evening by the parties to this.",
    )
    assert {(title, period) for title, _, period, _ in _places(page)} == {
        ("Planner", "HR"), ("Librarian", "HR"), ("Paramedic", "HR"), ("Fire Captain", "HR")
    }  # fmt: skip
    assert len(_places(page)) == 8


def test_numbers_that_end_the_titles_of_classes_in_columns_are_no_steps() -> None:
    """Such a table may stay unread, and told; its amounts are of no step I or II."""
    page = draw_page(
        "Hourly rates effective July 1, 2024",
        "            Accountant   Deputy    Librarian",
        "            I            Sheriff   III",
        "Step 1      20.48        33.19     49.63",
        "Step 2      21.50        34.85     52.11",
        "Step 3      22.57        36.59     54.72",
    )
    assert not {step for _, step, _, _ in _places(page)} & {"I", "III"}


def test_rows_that_print_their_date_are_of_tables_of_that_date() -> None:
    """The label stands beside one of the rows of its class, wherever in its cell."""
    page = draw_page(
        "Hourly rates of pay",
        "Classification     Effective     Step 1     Step 2",
        "Planner            7/1/2023      36.81      38.65",
        "                   7/1/2024      37.91      39.81",
        "                   7/1/2023      20.00      21.00",
        "Custodian          7/1/2024      20.60      21.63",
    )
    found = {
        (rate.class_title, str(rate.operative_date), rate.step, rate.amount) for rate in read_salary("d", [page]).rates
    }
    assert found == {
        ("Planner", "2023-07-01", "1", 3681), ("Planner", "2023-07-01", "2", 3865),
        ("Planner", "2024-07-01", "1", 3791), ("Planner", "2024-07-01", "2", 3981),
        ("Custodian", "2023-07-01", "1", 2000), ("Custodian", "2023-07-01", "2", 2100),
        ("Custodian", "2024-07-01", "1", 2060), ("Custodian", "2024-07-01", "2", 2163),
    }  # fmt: skip


def test_the_sentence_over_a_table_names_its_pay_period() -> None:
    page = draw_page(
        "12.1 Wages. Effective July 1, 2024, employees shall be paid the hourly rates shown below in this article.",
        "Classification     Step 1     Step 2",
        "Planner            36.81      38.65",
        "Custodian          20.00      21.00",
    )
    assert _places(page) == [
        ("Planner", "1", "HR", 3681), ("Planner", "2", "HR", 3865), ("Custodian", "1", "HR", 2000),
        ("Custodian", "2", "HR", 2100),
    ]  # fmt: skip


def test_a_number_that_ends_a_title_on_a_line_of_its_own_is_no_code() -> None:
    page = draw_page(
        "Monthly salaries effective July 1, 2024",
        "Job Code         Title           Grade   Step 1      Step 2",
        "         Senior Office Analyst",
        "3323                             25      5,985.00    6,284.25",
        "         3",
        "4050     Operator 2              26      8,659.00    9,091.95",
    )
    rates = read_salary("d", [page]).rates
    assert {(rate.class_code, rate.class_title, rate.range_code) for rate in rates} == {
        ("3323", "Senior Office Analyst 3", "25"), ("4050", "Operator 2", "26")
    }  # fmt: skip


def test_amounts_that_a_spreadsheet_hides_are_told() -> None:
    page = draw_page(
        *TITLE,
        "Classification   Step 1      Step 2",
        "Planner          98,000.00   #######",
        "Custodian        51,000.10   52,000.20",
        "Director         #########   #########",
        "Librarian        61,000.10   62,000.20",
    )
    reading = read_salary("doc", [page])
    assert [(rate.class_title, rate.amount) for rate in reading.rates][:2] == [
        ("Planner", 9800000),
        ("Custodian", 5100010),
    ]
    assert [number.text for number in reading.unread] == ["#######", "#########", "#########"]
