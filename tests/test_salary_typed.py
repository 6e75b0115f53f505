"""Text as a converter types a page: what stood between two lines of a title is a line of its own."""

from __future__ import annotations

import pytest

from pipeline.normalize.salary import read_salary
from tests.typed_pages import text_page

HEADS = "APPENDIX A\nOperative July 1, 2020\n\nClassification   Code                 1          2\n"
TITLES = {
    ("Water and Wastewater Treatment Plant Operator in Training", "7214"),
    ("Senior Laboratory Analyst", "7330"),
    ("Clerk", "7412"),
    ("Public Works Maintenance Crew Leader", "7501"),
}
AMOUNTS_AT_THE_TOP = """\
Water and                  Hourly       31.20      32.76
Wastewater
Treatment Plant  7214
                           Biweekly  2,496.00   2,620.80
Operator in
Training
Senior                     Hourly       35.55      37.33
Laboratory       7330
                           Biweekly  2,844.00   2,986.40
Analyst
                           Hourly       28.44      29.86
Clerk            7412
                           Biweekly  2,275.20   2,388.80
Public Works               Hourly       26.55      27.88
Maintenance      7501
                           Biweekly  2,124.00   2,230.40
Crew Leader
"""
AMOUNTS_AT_THE_FOOT = """\
Water and        7214
Wastewater
                           Hourly       31.20      32.76
Treatment
Plant Operator
in Training                Biweekly  2,496.00   2,620.80
Senior           7330
                           Hourly       35.55      37.33
Laboratory
Analyst                    Biweekly  2,844.00   2,986.40
Clerk            7412      Hourly       28.44      29.86
                           Biweekly  2,275.20   2,388.80
Public Works     7501
                           Hourly       26.55      27.88
Maintenance
Crew Leader                Biweekly  2,124.00   2,230.40
"""
AMOUNTS_IN_THE_MIDDLE = """\
Water and
Wastewater                 Hourly       31.20      32.76
Treatment        7214
Plant Operator             Biweekly  2,496.00   2,620.80
in Training
Senior                     Hourly       35.55      37.33
Laboratory       7330
Analyst                    Biweekly  2,844.00   2,986.40
                           Hourly       28.44      29.86
Clerk            7412
                           Biweekly  2,275.20   2,388.80
Public Works               Hourly       26.55      27.88
Maintenance      7501
Crew Leader                Biweekly  2,124.00   2,230.40
"""


@pytest.mark.parametrize("rows", [AMOUNTS_AT_THE_TOP, AMOUNTS_AT_THE_FOOT, AMOUNTS_IN_THE_MIDDLE])
def test_titles_of_many_lines_beside_named_rows(rows: str) -> None:
    rates = read_salary("doc", [text_page(HEADS + rows)]).rates
    assert {(rate.class_title, rate.class_code) for rate in rates} == TITLES
    assert len(rates) == 16


def test_titles_of_many_lines_around_one_row_each() -> None:
    rows = """\
                       Monthly Salary
Classification             Step 1             Step 2
Water and
Wastewater
Treatment                5,397.60           5,667.48
Plant Operator
in Training
Senior
Laboratory               6,150.15           6,457.66
Analyst
Clerk                    4,920.12           5,166.13
Heavy
Equipment
                         6,074.03           6,377.73
Mechanic
Supervisor
"""
    rates = read_salary("doc", [text_page("APPENDIX A\nOperative July 1, 2020\n" + rows)]).rates
    assert [rate.class_title for rate in rates if rate.step == "1"] == [
        "Water and Wastewater Treatment Plant Operator in Training",
        "Senior Laboratory Analyst",
        "Clerk",
        "Heavy Equipment Mechanic Supervisor",
    ]


def test_titles_of_many_lines_beside_two_steps_each() -> None:
    rows = """\
Classification  Step          Hourly         Biweekly
Water and      1               31.20         2,496.00
Wastewater
Treatment
               2               32.76         2,620.80
Plant Operator
in Training
Senior         1               35.55         2,844.00
Laboratory
               2               37.33         2,986.40
Analyst
               1               28.44         2,275.20
Clerk
               2               29.86         2,388.80
"""
    rates = read_salary("doc", [text_page("APPENDIX A\nOperative July 1, 2020\n\n" + rows)]).rates
    assert {rate.class_title for rate in rates} == {
        "Water and Wastewater Treatment Plant Operator in Training",
        "Senior Laboratory Analyst",
        "Clerk",
    }


def test_lines_of_strokes_under_heads_are_no_part_of_them() -> None:
    text = """\
            Teachers' Salary Schedule - 1997-98
                     Annual Salaries

  STEP    BA       BA+15    MA
  ----    ------   ------   ------
    1     26,500   27,700   28,900
    2     27,400   28,600   29,800
    3     28,300   29,500   30,700
"""
    rates = read_salary("doc", [text_page(text)]).rates
    assert list(dict.fromkeys(rate.range_code for rate in rates)) == ["BA", "BA+15", "MA"]


@pytest.mark.parametrize("strokes", ["| --- | ---: | ---: |", "|---|:---:|:---:|"])
def test_a_markdown_table(strokes: str) -> None:
    rows = (
        f"| Title | Step 1 | Step 2 |\n{strokes}\n| Laborer | $15.11 | $15.87 |\n| Truck Driver | $17.44 | $18.31 |\n"
    )
    rates = read_salary("doc", [text_page(f"# APPENDIX A\nEffective July 1, 2001\nHourly rates\n\n{rows}")]).rates
    assert [(rate.class_title, rate.step, rate.period, rate.amount) for rate in rates] == [
        ("Laborer", "1", "HR", 1511),
        ("Laborer", "2", "HR", 1587),
        ("Truck Driver", "1", "HR", 1744),
        ("Truck Driver", "2", "HR", 1831),
    ]
