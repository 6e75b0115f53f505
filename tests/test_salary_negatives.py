"""A negative amount in a pay table is told, and never published without its sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.models import SalaryReading
from pipeline.normalize.salary import read_salary
from tests.words import draw_page

HEAD = ("APPENDIX A", "Operative July 1, 2020", "")
SIGNED = (
    "-3,436.80",
    "(3,436.80)",
    "-$3,436.80",
    "$-3,436.80",
    "($3,436.80)",
    "\u22123,436.80",
    "\u20133,436.80",
    "3,436.80-",
)


def _read(*rows: str) -> SalaryReading:
    return read_salary("doc", [draw_page(*HEAD, *rows)])


@pytest.mark.parametrize("printed", SIGNED)
def test_in_a_column(printed: str) -> None:
    found = _read(
        "Monthly Salary",
        "Code   Class Title           Step 1      Step 2      Step 3",
        "2251   Zoo Curator         3,100.00    3,255.00    3,417.75",
        f"3183   Fire Captain     {printed:>11}    3,608.64    3,789.07",
    )
    assert [word.text for word in found.unread] == [printed]
    assert [(rate.class_title, rate.step, rate.amount) for rate in found.rates if rate.class_code == "3183"] == [
        ("Fire Captain", "2", 360864), ("Fire Captain", "3", 378907)
    ]  # fmt: skip


@pytest.mark.parametrize("printed", SIGNED)
def test_in_a_row_of_a_pay_period(printed: str) -> None:
    found = _read(
        "                             1           2           3",
        "3183 Fire Captain  HR     42.96       45.11       47.37",
        f"                   BW {printed:>11}   3,608.80    3,789.60",
    )
    assert [word.text for word in found.unread] == [printed]
    assert [(rate.step, rate.amount) for rate in found.rates if rate.period == "BW"] == [("2", 360880), ("3", 378960)]


@pytest.mark.parametrize("printed", ["4,500-6,000", "4,500 -6,000", "4,500- 6,000", "$4,500 - $6,000"])
def test_the_ends_of_a_range_keep_their_amounts(printed: str) -> None:
    found = _read(
        "Code   Class Title         Monthly Salary Range",
        f"2251   Zoo Curator         {printed}",
        "3183   Fire Captain        5,000 - 6,500",
    )
    assert not found.unread
    assert sorted(rate.amount for rate in found.rates) == [450000, 500000, 600000, 650000]


def test_a_stroke_alone_in_its_cell_is_a_blank() -> None:
    found = _read(
        "                             1           2           3",
        "3183 Fire Captain  HR         -       45.11       47.37",
        "                   BW         -    3,608.80    3,789.60",
    )
    assert not found.unread
    assert {rate.step for rate in found.rates} == {"2", "3"}


CLOSE = (
    ("  4,217.76  4,428.65-  4,650.08  4,882.58", "4,428.65-"),
    ("  4,217.76 4,428.65- 4,650.08  4,882.58", "4,428.65-"),
    ("  4,217.764,428.65-  4,650.08  4,882.58", "4,428.65-"),
    ("  4,217.76 -4,428.65  4,650.08  4,882.58", "-4,428.65"),
)


@pytest.mark.parametrize("reader", ["pdfium", "text"])
@pytest.mark.parametrize(("row", "printed"), CLOSE)
def test_a_sign_closer_than_a_space_to_the_next_amount_is_of_no_range_where_other_rows_have_none(
    row: str, printed: str, reader: str
) -> None:
    rows = (
        "Monthly Salary",
        "Class          Step 1    Step 2    Step 3    Step 4",
        "Zoo Curator  3,741.00  3,928.05  4,124.45  4,330.67",
        "Fire Captain 3,979.38  4,178.35  4,387.27  4,606.63",
        f"Custodian  {row}",
        "Buyer        4,456.14  4,678.95  4,912.90  5,158.55",
    )
    page = draw_page(*HEAD, *rows, reader=reader)
    page = replace(page, words=tuple(word._replace(x0=0.4 * word.x0, x1=0.4 * word.x1) for word in page.words))
    found = read_salary("doc", [page])
    assert [word.text for word in found.unread] == [printed]
    assert [(rate.step, rate.amount) for rate in found.rates if rate.class_title == "Custodian"] == [
        ("1", 421776), ("3", 465008), ("4", 488258)
    ]  # fmt: skip


def test_a_sign_that_touches_both_amounts_leaves_neither_without_it() -> None:
    found = _read(
        "Monthly Salary",
        "Class          Step 1   Step 2   Step 3",
        "Zoo Curator  3,741.00 3,928.05 4,124.45",
        "Fire Captain 3,979.38 4,178.35 4,387.27",
        "Custodian    4,217.76-4,428.65 4,650.08",
    )
    assert [word.text for word in found.unread] == ["4,217.76-", "-4,428.65"]
    assert [rate.amount for rate in found.rates if rate.class_title == "Custodian"] == [465008]
