"""Lines under a table that are none of its rows; rows finer than cents; heads that say more than a pay period."""

from __future__ import annotations

import pytest

from pipeline.models import Page, Rate, Word
from pipeline.normalize.salary import read_salary
from pipeline.normalize.salary.marks import drop_marks
from tests.words import draw_page

HEAD = ("APPENDIX A", "Operative July 1, 2020", "")


def _paid(rates: tuple[Rate, ...]) -> list[tuple[str | None, str | None, str, str, int]]:
    return [(rate.class_title, rate.range_code, rate.step, rate.period, rate.amount) for rate in rates]


@pytest.mark.parametrize(
    ("foot", "told"),
    [
        (("Uniform Allowance        $800.00", "Certification Pay      $1,200.00"), ["$800.00", "$1,200.00"]),
        (("* Longevity 15 years      1.25      20 years  2.10",), ["1.25", "2.10"]),
        (("Night Differential         1.50      1.50      1.75",), ["1.50", "1.50", "1.75"]),
    ],
)
def test_additions_under_the_rows_are_told_and_no_classes(foot: tuple[str, ...], told: list[str]) -> None:
    page = draw_page(
        *HEAD,
        "Hourly Rates",
        "Class Title               Step 1    Step 2    Step 3",
        "Paramedic                  26.33     27.65     29.03",
        "Technician                 20.11     21.12     22.17",
        "Dispatcher                 22.40     23.52     24.70",
        *foot,
    )
    reading = read_salary("doc", [page])
    assert {rate.class_title for rate in reading.rates} == {"Paramedic", "Technician", "Dispatcher"}
    assert len(reading.rates) == 9
    assert [number.text for number in reading.unread] == told


def test_the_figure_of_a_footnote_is_no_step() -> None:
    rows = [f"Cook          {step}          {18 + step}.50     {80 * (18 + step) + 40:,}.00" for step in (1, 2, 3, 4)]
    page = draw_page(
        *HEAD, "Class Title   Step       Hourly   Biweekly", *rows, "31 Tool allowance                   62.50"
    )
    reading = read_salary("doc", [page])
    assert {rate.step for rate in reading.rates} == {"1", "2", "3", "4"}
    assert {rate.class_title for rate in reading.rates} == {"Cook"}
    assert [number.text for number in reading.unread] == ["62.50"]


def test_a_class_that_is_paid_much_less_fills_its_row_and_one_that_lacks_steps_is_near_the_others() -> None:
    page = draw_page(
        *HEAD,
        "Monthly Salary",
        "Class Title               Step 1      Step 2      Step 3",
        "Manager                 9,100.00    9,555.00   10,032.75",
        "Planner                 6,100.00    6,405.00    6,725.25",
        "Council Member            500.00      525.00      551.25",
        "Clerk                               4,200.00    4,410.00",
    )
    titles = [rate.class_title for rate in read_salary("doc", [page]).rates]
    assert titles == ["Manager"] * 3 + ["Planner"] * 3 + ["Council Member"] * 3 + ["Clerk"] * 2


def test_longevity_under_the_steps_of_lanes_is_a_step_and_notes_are_none() -> None:
    rows = [
        f"{step:<16}{40_000 + 900 * step:,}     {42_000 + 900 * step:,}     {44_000 + 900 * step:,}"
        for step in range(1, 6)
    ]
    page = draw_page(
        "SALARY SCHEDULE 2014",
        "Annual Salary",
        "Step              BA       BA+15        MA",
        *rows,
        "15 Yr Longevity 46,100     48,100     50,100",
        "10 Doctorate $2,500 each year",
    )
    rates = read_salary("doc", [page]).rates
    assert len(rates) == 18
    assert [rate.step for rate in rates if rate.range_code == "BA+15"] == ["1", "2", "3", "4", "5", "15 Yr Longevity"]


def test_rows_finer_than_cents_keep_the_labels_of_their_class() -> None:
    page = draw_page(
        *HEAD,
        "Title                    1          2",
        "Engineer     Hourly   46.8462    49.1885",
        "             Monthly 8,120.00   8,526.00",
        "Surveyor     Hourly   42.9462    45.0935",
        "             Monthly 7,444.00   7,816.20",
        "Drafter      Hourly   32.6885    34.3229",
        "             Monthly 5,666.00   5,949.30",
    )
    reading = read_salary("doc", [page])
    assert _paid(reading.rates) == [
        (title, None, step, "MO", cents)
        for title, *both in (("Engineer", 812000, 852600), ("Surveyor", 744400, 781620), ("Drafter", 566600, 594930))
        for step, cents in zip("12", both, strict=True)
    ]
    assert len(reading.unread) == 6


def test_two_rates_of_one_period_have_what_their_heads_say_as_condition() -> None:
    page = draw_page(
        *HEAD,
        "Title       Step    40-Hour       56-Hour       Monthly",
        "                  Hourly Rate   Hourly Rate     Salary",
        "Captain       1         41.08         29.34    7,120.00",
        "              2         43.13         30.81    7,476.00",
        "Note: this table is for illustrative purposes only.",
    )
    rates = read_salary("doc", [page]).rates
    note = "Note: this table is for illustrative purposes only."
    assert [(rate.step, rate.period, rate.amount, rate.condition) for rate in rates] == [
        ("1", "HR", 4108, f"40-Hour; {note}"),
        ("2", "HR", 4313, f"40-Hour; {note}"),
        ("1", "HR", 2934, f"56-Hour; {note}"),
        ("2", "HR", 3081, f"56-Hour; {note}"),
        ("1", "MO", 712000, note),
        ("2", "MO", 747600, note),
    ]


def test_a_note_holds_for_the_columns_of_all_dates_over_it() -> None:
    page = draw_page(
        "APPENDIX A",
        "Hourly Rates",
        "Title            Eff. 7/1/2023     Eff. 7/1/2024",
        "Mechanic                 36.66             37.76",
        "Cleaner                  20.44             21.05",
        "Note: this table is for illustrative purposes only.",
    )
    rates = read_salary("doc", [page]).rates
    assert {str(rate.operative_date) for rate in rates} == {"2023-07-01", "2024-07-01"}
    assert {rate.condition for rate in rates} == {"Note: this table is for illustrative purposes only."}


def test_tables_side_by_side_have_the_captions_over_them() -> None:
    page = draw_page(
        *HEAD,
        "    Groundskeeper                        Plumber",
        "Step   Hourly   Biweekly         Step   Hourly   Biweekly",
        "1       18.77   1,501.60         1       30.11   2,408.80",
        "2       19.71   1,576.80         2       31.62   2,529.60",
        "3       20.69   1,655.20         3       33.20   2,656.00",
    )
    rates = read_salary("doc", [page]).rates
    assert [(rate.class_title, rate.step) for rate in rates if rate.period == "BW"] == [
        (title, step) for title in ("Groundskeeper", "Plumber") for step in "123"
    ]


def test_a_head_over_the_names_of_all_lanes_is_of_none() -> None:
    page = draw_page(
        "FACULTY SALARY SCHEDULE",
        "Annual Salary",
        "                   Column",
        "Step      A           B           C",
        "1      55,123      58,135      61,147",
        "2      57,434      60,446      63,458",
        "3      59,745      62,757      65,769",
    )
    assert {rate.range_code for rate in read_salary("doc", [page]).rates} == {"A", "B", "C"}


def test_a_title_over_the_title_that_names_the_pay_period_heads_no_column() -> None:
    page = draw_page(
        "             Adjunct Faculty",
        "              Hourly Rates",
        "Step       Lecture        Lab",
        "1            71.00      52.00",
        "2            75.00      55.00",
        "3            79.00      58.00",
    )
    rates = read_salary("doc", [page]).rates
    assert {rate.class_title or rate.range_code for rate in rates} == {"Lecture", "Lab"}


def test_several_marks_behind_a_title_are_marks() -> None:
    words = [Word("Clerk", 0, 10, 25, 20), Word("III", 28, 10, 40, 20), Word("2,3", 40, 8, 48, 14)]
    assert [word.text for word in drop_marks(words)] == ["Clerk", "III"]


@pytest.mark.parametrize("days", [("4/1/2016", "4/1/2017"), ("April 1, 2016", "April 1, 2017")])
def test_rows_of_dates_under_the_caption_of_their_class(days: tuple[str, str]) -> None:
    page = draw_page(
        "APPENDIX A",
        "Hourly Rates",
        "                  Step 1    Step 2",
        "Nurse 2",
        f"{days[0]:<15}    36.11     37.37",
        f"{days[1]:<15}    36.65     37.93",
        "Nurse 3",
        f"{days[0]:<15}    39.77     41.16",
        f"{days[1]:<15}    40.37     41.78",
    )
    rates = read_salary("doc", [page]).rates
    assert {(rate.class_title, str(rate.operative_date), rate.amount) for rate in rates if rate.step == "2"} == {
        ("Nurse 2", "2016-04-01", 3737),
        ("Nurse 2", "2017-04-01", 3793),
        ("Nurse 3", "2016-04-01", 4116),
        ("Nurse 3", "2017-04-01", 4178),
    }


def test_years_of_service_counted_as_ordinals_are_no_pay_period() -> None:
    page = draw_page(
        *HEAD,
        "Annual Base Salary",
        "Rank             1st Year     2nd Year",
        "Firefighter     55,113.00    57,868.65",
        "Lieutenant      71,220.00    74,781.00",
    )
    steps = [(rate.step, rate.period) for rate in read_salary("doc", [page]).rates]
    assert steps == [("1st Year", "YR"), ("2nd Year", "YR")] * 2


def test_lines_of_heads_over_two_of_four_columns_are_of_these_alone() -> None:
    """Heads set in the middle of wide cells, amounts flush right: the heads stand off the middle of their columns."""
    heads = [
        (63.5, ((212.5, "Annual"), (244.0, "Salary"))),
        (84.4, ((308.9, "Bachelor's"), (359.7, "plus"))),
        (89.7, ((231.2, "Bachelor's"), (396.3, "Master's"), (437.1, "Degree"))),
        (94.9, ((50.5, "Step"), (316.1, "30"), (329.3, "Semester"), (499.3, "Doctorate"))),
        (100.2, ((239.2, "Degree"), (411.8, "or"), (423.9, "BA+60"))),
        (105.4, ((332.2, "Units"),)),
    ]
    rows = [
        (
            105.4 + 15 * step,
            ((50.5, str(step)), *((253.1 + 88.7 * at, f"{50 + step + 3 * at},112.00") for at in range(4))),
        )
        for step in (1, 2, 3, 4)
    ]
    words = [
        Word(text, x0, top, x0 + 4.7 * len(text), top + 10.6) for top, line in [*heads, *rows] for x0, text in line
    ]
    rates = read_salary("doc", [Page(1, 612.0, 792.0, tuple(words), "pdfium")]).rates
    assert list(dict.fromkeys(rate.class_title or rate.range_code for rate in rates)) == [
        "Bachelor's Degree",
        "Bachelor's plus 30 Semester Units",
        "Master's Degree or BA+60",
        "Doctorate",
    ]


def test_an_amount_that_prints_another_period_than_its_column_is_told() -> None:
    page = draw_page(
        *HEAD,
        "Position               Annual Salary",
        "City Manager             $182,113.00",
        "Clerk                     $51,220.00",
        "Crossing Guard             $17.11/hr",
        "Intern                     $15.44/hr",
    )
    reading = read_salary("doc", [page])
    assert {rate.class_title for rate in reading.rates} == {"City Manager", "Clerk"}
    assert [number.text for number in reading.unread] == ["$17.11/hr", "$15.44/hr"]


@pytest.mark.parametrize(("head", "first", "second"), [("Class Code", "4410", "4415"), ("Range", "12", "18")])
def test_codes_and_ranges_right_of_the_amounts(head: str, first: str, second: str) -> None:
    page = draw_page(
        *HEAD,
        "Hourly Rates",
        f"Class Title        Step 1    Step 2     {head}",
        f"Librarian           28.11     29.52        {first}",
        f"Library Aide        17.55                  {second}",
    )
    rates = read_salary("doc", [page]).rates
    assert [(rate.class_title, rate.class_code or rate.range_code, rate.step, rate.amount) for rate in rates] == [
        ("Librarian", first, "1", 2811),
        ("Librarian", first, "2", 2952),
        ("Library Aide", second, "1", 1755),
    ]


def test_the_only_rate_of_a_class_beside_its_overtime_is_read_and_the_others_are_told() -> None:
    page = draw_page(
        *HEAD,
        "Class           Straight Time Hourly    Time and One-Half    Double Time",
        "1. Lineman                     44.11                66.17          88.22",
        "2. Splicer                     39.11                58.67          78.22",
        "3. Groundman                   25.11                37.67          50.22",
    )
    reading = read_salary("doc", [page])
    assert [(rate.class_title, rate.period, rate.amount) for rate in reading.rates] == [
        ("Lineman", "HR", 4411),
        ("Splicer", "HR", 3911),
        ("Groundman", "HR", 2511),
    ]
    assert len(reading.unread) == 6


def test_longevity_pay_in_a_table_of_its_own_is_no_pay_of_the_class_above() -> None:
    page = draw_page(
        *HEAD,
        "Hourly Rates",
        "Class Title        Step 1    Step 2",
        "Jailer              22.11     23.22",
        "Deputy              28.11     29.52",
        "",
        "Longevity (monthly)",
        "Years of Service    Monthly Amount",
        "5 years                      35.00",
        "10 years                     70.00",
        "15 years                    105.00",
    )
    reading = read_salary("doc", [page])
    assert {rate.period for rate in reading.rates} == {"HR"}
    assert [number.text for number in reading.unread] == ["35.00", "70.00", "105.00"]


def test_a_note_with_an_amount_between_rows_is_no_part_of_a_title() -> None:
    page = draw_page(
        *HEAD,
        "Hourly Rates",
        "Class Title                          Step 1    Step 2",
        "Jailer                                22.11     23.22",
        "Nights: add 1.10",
        "Bailiff                               24.55     25.78",
        "Deputy                                28.11     29.52",
    )
    reading = read_salary("doc", [page])
    assert {rate.class_title for rate in reading.rates} == {"Jailer", "Bailiff", "Deputy"}
    assert [number.text for number in reading.unread] == ["1.10"]


def test_hours_of_a_week_in_heads_of_hourly_rates_are_no_row() -> None:
    page = draw_page(
        *HEAD,
        "Rank        Step    Monthly    Hourly 40    Hourly 53    Hourly 56",
        "                                   hr/wk        hr/wk        hr/wk",
        "Captain       1    8,120.00        46.85        35.36        33.46",
        "              2    8,526.00        49.19        37.12        35.13",
    )
    rates = read_salary("doc", [page]).rates
    assert {rate.condition for rate in rates} == {None, "40 hr/wk", "53 hr/wk", "56 hr/wk"}
    assert len(rates) == 8
    assert {rate.class_title for rate in rates} == {"Captain"}


def test_the_current_and_the_new_rate_of_each_class() -> None:
    page = draw_page(
        *HEAD,
        "Position           Current Hourly    New Hourly",
        "Cook                        18.11         18.65",
        "Driver                      22.11         22.77",
        "Aide                        15.11         15.56",
    )
    rates = read_salary("doc", [page]).rates
    assert [(rate.class_title, rate.condition, rate.amount) for rate in rates if rate.class_title == "Cook"] == [
        ("Cook", "Current", 1811),
        ("Cook", "New", 1865),
    ]
    assert len(rates) == 6


@pytest.mark.parametrize("heads", ["Eff. 7/1/2023     Eff. 7/1/2024", "Hourly (40 hr)   Hourly (56 hr)"])
def test_a_class_that_lacks_the_rate_of_one_date_or_schedule(heads: str) -> None:
    page = draw_page(
        "APPENDIX A",
        "Hourly Rates",
        f"Title            {heads}",
        "Mechanic                 36.66             37.76",
        "Captain                                    41.05",
        "Cleaner                  20.44",
    )
    rates = read_salary("doc", [page]).rates
    assert [rate.class_title for rate in rates] == ["Mechanic", "Cleaner", "Mechanic", "Captain"]


def test_hours_behind_the_name_of_a_pay_period_are_no_part_of_a_title() -> None:
    page = draw_page(
        *HEAD,
        "Rank                              1           2",
        "Captain      Monthly       7,120.00    7,476.00",
        "             Hourly (56 hr)   29.34       30.81",
        "Chief        Monthly       9,111.00    9,566.55",
        "             Hourly (56 hr)   37.55       39.42",
    )
    rates = read_salary("doc", [page]).rates
    assert {rate.class_title for rate in rates} == {"Captain", "Chief"}
    assert len(rates) == 8
