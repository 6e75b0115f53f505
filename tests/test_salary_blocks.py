from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.models import Page, Rate
from pipeline.normalize.salary import read_salary
from tests.words import draw_page

HEAD = ("APPENDIX A", "Operative July 1, 2020", "")
STEPS = "                                 1       2"


def _read(*pages: tuple[str, ...]) -> tuple[Rate, ...]:
    drawn: list[Page] = [draw_page(*rows, number=number) for number, rows in enumerate(pages, 1)]
    return read_salary("doc", drawn).rates


def _who(rates: tuple[Rate, ...]) -> list[tuple[str | None, ...]]:
    return list(dict.fromkeys((rate.class_title, rate.class_code, rate.component_name) for rate in rates))


FIRST = (
    "Fire Captain             HR   10.00   11.00",
    "3183                     BW  800.00  880.00",
)
SECOND = (
    "Zoo Curator              HR   20.00   21.00",
    "2251                     BW 1,600.00 1,680.00",
)


def test_labels_spread_over_the_rows_of_their_class() -> None:
    rates = _read((*HEAD, STEPS, *FIRST, *SECOND))
    assert _who(rates) == [("Fire Captain", "3183", None), ("Zoo Curator", "2251", None)]
    assert [(rate.step, rate.period, rate.amount) for rate in rates[:4]] == [
        ("1", "HR", 1000),
        ("2", "HR", 1100),
        ("1", "BW", 80000),
        ("2", "BW", 88000),
    ]
    assert rates[0].rate_id == "doc/A/2020-07-01/3183/base/1/HR"


def test_labels_that_fill_all_rows_stay_on_them_where_rows_are_rounded_to_pixels() -> None:
    names = (("3240-1", "Pilot I"), ("3240-2", "Pilot II"), ("3040-1", "Warden I"), ("3040-2", "Warden II"))
    rows = []
    for number, (code, title) in enumerate(names, 20):
        for label, period, cents in ((code, "HR", 100), (title, "BW", 8000), (f"({number}00)", "YR", 208800)):
            rows.append(f"{label:<14}{period} {number * cents / 100:>12,.2f} {(number + 1) * cents / 100:>12,.2f}")
    page = draw_page(*HEAD, "                             1            2", *rows)
    for first in range(3):  # a browser moves every fourth row by a pixel
        words = [
            word._replace(top=word.top + shift, bottom=word.bottom + shift)
            for word in page.words
            for shift in (0.7 * ((round(word.top / 12) + first) // 4),)
        ]
        assert [who[:2] for who in _who(read_salary("doc", [replace(page, words=tuple(words))]).rates)] == [
            (title, code) for code, title in names
        ]


def test_a_label_in_a_line_of_its_own_stands_above_its_rows() -> None:
    rows = [row[22:].rjust(len(row)) for row in (*FIRST, *SECOND)]
    rates = _read((*HEAD, STEPS, "Fire Captain   3183", "", *rows[:2], "Zoo Curator   2251", "", *rows[2:]))
    assert _who(rates) == [("Fire Captain", "3183", None), ("Zoo Curator", "2251", None)]


def test_a_class_cut_by_a_page_break_is_one_class() -> None:
    rates = _read((*HEAD, STEPS, *FIRST, SECOND[0]), (STEPS, SECOND[1][5:].rjust(len(SECOND[1]))))
    assert _who(rates) == [("Fire Captain", "3183", None), ("Zoo Curator", None, None)]
    assert len(rates) == 8
    assert {rate.appendix for rate in rates} == {"A"}


def test_components_are_told_from_classes() -> None:
    rows = (
        "Fire Captain Regular Pay      HR   10.00   11.00",
        "                              BW  800.00  880.00",
        "             Basic POST - 3%  HR    0.30    0.33",
        "                              BW   24.00   26.40",
        "             Total Pay        HR   10.30   11.33",
        "                              BW  824.00  906.40",
    )
    rows = tuple(
        row.replace("Captain Regular", "Captain  Regular").replace("Pay      HR", "Pay     HR") for row in rows
    )
    rates = _read((*HEAD, "                                      1       2", *rows))
    assert [(rate.component, rate.component_name) for rate in rates if rate.step == "1" and rate.period == "HR"] == [
        ("base", "Regular Pay"),
        ("bonus", "Basic POST - 3%"),
        ("total", "Total Pay"),
    ]
    assert {rate.class_title for rate in rates} == {"Fire Captain"}


def test_tables_side_by_side_keep_their_own_steps_and_labels() -> None:
    rows = (
        "                      A       B                            1",
        "Fire Captain    HR   10.00   11.00     Zoo Curator   HR   20.00",
        "3183            BW  800.00  880.00     2251          BW 1,600.00",
    )
    rates = _read((*HEAD, *rows))
    assert {(rate.class_title, rate.step, rate.amount) for rate in rates} == {
        ("Fire Captain", "A", 1000),
        ("Fire Captain", "B", 1100),
        ("Fire Captain", "A", 80000),
        ("Fire Captain", "B", 88000),
        ("Zoo Curator", "1", 2000),
        ("Zoo Curator", "1", 160000),
    }


def test_a_row_per_step_with_a_column_per_period() -> None:
    rows = (
        "Class Title    Code   Step   Hourly   Biweekly",
        "Fire Captain   3183   1       10.00     800.00",
        "                      2       11.00     880.00",
        "Zoo Curator    2251   1       20.00   1,600.00",
        "                      2       21.00   1,680.00",
    )
    rates = _read((*HEAD, *rows))
    assert _who(rates) == [("Fire Captain", "3183", None), ("Zoo Curator", "2251", None)]
    assert [(rate.step, rate.period, rate.amount) for rate in rates[:4]] == [
        ("1", "HR", 1000),
        ("2", "HR", 1100),
        ("1", "BW", 80000),
        ("2", "BW", 88000),
    ]


def test_the_period_of_a_matrix_may_stand_in_its_title() -> None:
    rows = (
        "Hourly Salary",
        "",
        "Code   Class Title    Step A   Step B",
        "3183   Fire Captain    10.00    11.00",
        "2251   Zoo Curator     20.00    21.00",
    )
    rates = _read((*HEAD, *rows))
    assert {(rate.class_code, rate.step, rate.period, rate.amount) for rate in rates} == {
        ("3183", "A", "HR", 1000),
        ("3183", "B", "HR", 1100),
        ("2251", "A", "HR", 2000),
        ("2251", "B", "HR", 2100),
    }


def test_accruals_in_hours_are_no_pay() -> None:
    rows = ("Years   Monthly hours   Hourly part", "1        7.20            8.40", "5       11.20            8.40")
    assert _read(rows) == ()


def test_prose_and_contents_give_no_rate() -> None:
    prose = (
        "TABLE OF CONTENTS",
        "3.1 SALARIES ..................... 14",
        "Members are paid $25.00 per month and $1,250.00 per year.",
        "1. Appendix A applies from July 1, 2020.",
    )
    assert read_salary("doc", [draw_page(*prose)]).rates == ()


def test_a_number_no_row_explains_is_unread() -> None:
    reading = read_salary("doc", [draw_page(*HEAD, STEPS, *FIRST, "", "Stray 77.77")])
    assert [number.text for number in reading.unread] == ["77.77"]


@pytest.mark.parametrize("printed", ["1,600.0", "1,6O0.00", "1,600,00", "1,60000"])
def test_a_misprint_that_is_no_amount_is_unread_and_costs_its_row_nothing_else(printed: str) -> None:
    spoiled = [row.replace("1,600.00", printed.rjust(8)) for row in SECOND]
    reading = read_salary("doc", [draw_page(*HEAD, STEPS, *FIRST, *spoiled)])
    assert [number.text for number in reading.unread] == [printed]
    assert [(rate.step, rate.period, rate.amount_orig) for rate in reading.rates if rate.class_code == "2251"] == [
        ("1", "HR", "20.00"),
        ("2", "HR", "21.00"),
        ("2", "BW", "1,680.00"),
    ]


def test_a_misprint_that_is_the_whole_row_is_unread() -> None:
    lone = ("Zoo Curator              HR   20.00", "2251                     BW 1,600.0")
    reading = read_salary("doc", [draw_page(*HEAD, STEPS, *FIRST, *lone)])
    assert [number.text for number in reading.unread] == ["1,600.0"]


def test_a_note_is_the_condition_of_its_table() -> None:
    note = "These rates hold only if the Council adopts them."
    rates = _read((*HEAD, STEPS, *FIRST, "", note))
    assert {rate.condition for rate in rates} == {note}


def test_a_step_is_no_footnotes_mark_beside_a_word_that_a_rest_of_a_line_makes_taller() -> None:
    page = draw_page(
        "APPENDIX A",
        "Operative July 1, 2021",
        "",
        "Code   Title           Step    Hourly   Biweekly",
        *(f"1156   Pilot Boat      {step}      {20 + step}.00   {(20 + step) * 80:,}.00" for step in range(1, 5)),
        reader="rapidocr",
    )
    words = [w._replace(bottom=w.bottom + 3) if w.text == "Boat" and w.top == 72 else w for w in page.words]
    rates = read_salary("d", [replace(page, words=tuple(words))]).rates
    assert sorted(rate.step for rate in rates) == ["1", "1", "2", "2", "3", "3", "4", "4"]
