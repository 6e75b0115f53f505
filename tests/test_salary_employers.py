"""How counties, transit authorities and universities print pay: what was published under a wrong label before."""

from __future__ import annotations

import pytest

from pipeline.models import Rate, SalaryReading
from pipeline.normalize.salary import read_salary
from pipeline.validate.shape import check_consistency
from tests.words import draw_page

DATE = ("Salary Schedule", "Effective July 1, 2024", "")


def _read(*pages: tuple[str, ...]) -> SalaryReading:
    return read_salary("doc", [draw_page(*rows, number=number) for number, rows in enumerate(pages, 1)])


def _placed(rates: tuple[Rate, ...], step: str = "1") -> list[tuple[str | None, str | None, str, int]]:
    return [(rate.class_code, rate.class_title, rate.period, rate.amount) for rate in rates if rate.step == step]


def test_a_class_begins_on_the_row_with_its_label_where_a_page_ends_inside_a_class() -> None:
    rows = (
        "Code     Title             Grade   Period       Step 1      Step 2",
        "",
        "53-73    Account Clerk     100     Bi-weekly    2,076.80    2,180.80",
        "                                   Hourly          25.96       27.26",
        "82-37    Accountant        103     Bi-weekly    4,164.00    4,372.00",
    )
    rest = ("                                   Hourly          52.05       54.65",)
    found = _placed(_read((*DATE, *rows), (rows[0], "", *rest)).rates)
    assert [(title, period, cents) for _, title, period, cents in found[:3]] == [
        ("Account Clerk", "BW", 207680), ("Account Clerk", "HR", 2596), ("Accountant", "BW", 416400)
    ]  # fmt: skip


TWO_PERIODS = (
    "Monthly rate over biweekly rate",
    "Effective July 1, 2024",
    "",
    "Job Code   Title                Step 1      Step 2",
    "3986       Accountant         5,642.00    5,924.53",
    "                              2,604.00    2,734.40",
    "3712       Buyer              8,510.67    8,937.07",
    "                              3,928.00    4,124.80",
)


def test_two_rows_of_each_class_hold_the_longer_period_first() -> None:
    assert _placed(_read(TWO_PERIODS).rates) == [
        ("3986", "Accountant", "MO", 564200), ("3986", "Accountant", "BW", 260400),
        ("3712", "Buyer", "MO", 851067), ("3712", "Buyer", "BW", 392800),
    ]  # fmt: skip


def test_a_title_that_names_two_periods_gives_no_row_one_of_them() -> None:
    found = _read(TWO_PERIODS[:-1])
    assert found.rates == ()
    assert len(found.unread) == 6


def test_a_code_flush_left_of_its_head_is_the_code() -> None:
    rows = (
        "       Job Code        Classification Title   Period       Step 1      Step 2",
        "64-60          Custodian                      Hourly        30.65       32.18",
        "                                              Monthly    5,312.67    5,577.87",
    )
    assert _placed(_read((*DATE, *rows)).rates) == [
        ("64-60", "Custodian", "HR", 3065), ("64-60", "Custodian", "MO", 531267)
    ]  # fmt: skip


def test_a_short_code_broken_at_its_hyphen_is_whole() -> None:
    rows = (
        "Code   Title             Period        Step 1      Step 2",
        "48-    Account Clerk     Hourly         30.65       32.18",
        "19     I",
        "                         Monthly     5,312.67    5,577.87",
    )
    assert {rate.class_code for rate in _read((*DATE, *rows)).rates} == {"48-19"}


WAGES = (
    "Buyer I           22.29   23.63   24.96   26.30",
    "Planner           28.04   29.72   31.40   33.09",
    "Park Ranger       31.19   33.06   34.93   36.80",
)


@pytest.mark.parametrize(
    ("heads", "steps"),
    [
        (
            (
                "                                    2       3",
                "Classification    Start   1 Year",
                "                                  Years   Years",
            ),
            ["Start", "1 Year", "2 Years", "3 Years"],
        ),
        (
            (
                "                            12      24      36",
                "Classification  Training",
                "                          Months  Months  Months",
            ),
            ["Training", "12 Months", "24 Months", "36 Months"],
        ),
    ],
)
def test_service_broken_over_two_lines_is_no_pay_period(heads: tuple[str, ...], steps: list[str]) -> None:
    found = _read(("Hourly Wage Rates", "Effective July 1, 2024", "", *heads, *WAGES)).rates
    assert {rate.period for rate in found} == {"HR"}
    assert [rate.step for rate in found if rate.class_title == "Buyer I"] == steps


def test_a_step_name_broken_inside_the_word_is_whole() -> None:
    rows = (
        "                      Minimu     Maximu",
        "Job Title    Grade",
        "                         m          m",
        "Buyer I       15       22.29      28.63",
        "Planner       16       28.04      34.72",
    )
    found = _read(("Hourly Salary Ranges", "Effective July 1, 2024", "", *rows)).rates
    assert {rate.step for rate in found} == {"Minimum", "Maximum"}


def test_the_second_line_of_one_head_is_no_step_over_all_columns() -> None:
    rows = (
        "Step    Column I    Column II    Column     Column IV",
        "                                   III",
        "1         54,408       56,584    58,847        61,201",
        "2         56,040       58,281    60,613        63,037",
        "3         57,721       60,030    62,431        64,928",
    )
    found = _read(("Certificated Annual Salary Schedule", "Effective July 1, 2024", "", *rows)).rates
    assert {rate.range_code for rate in found} == {"Column I", "Column II", "Column III", "Column IV"}


BUDGET = (
    "General Fund Summary",
    "Department       2023        2024        2025",
    "              Actual      Budget     Adopted",
    "Police     6,636,935   3,990,486   8,756,198",
    "Fire       7,988,253   2,869,348   6,705,176",
    "Parks      7,472,190   2,491,562   1,977,059",
    "Total      5,526,136   5,067,343   6,567,601",
    "",
)


def test_whole_dollars_of_a_budget_over_a_pay_table_are_of_neither() -> None:
    rows = (
        "Hourly Pay Rates",
        "Classification     7/1/2022    7/1/2023",
        "Buyer I               44.97       46.32",
        "Planner               56.94       58.65",
    )
    found = _read((*BUDGET, *rows))
    assert len(found.rates) == 4
    assert found.unread == ()


@pytest.mark.parametrize(
    "before",
    [
        BUDGET,
        (
            "Each employee receives an annual uniform allowance of $1,250.00, payable in",
            "July of each fiscal year.",
            "",
        ),
        ("Plan          Single   Two-party      Family", "Kaiser HMO   $675.99   $1,448.70   $1,877.25", ""),
    ],
)
def test_rows_under_a_title_of_pay_that_are_not_read_are_told_whatever_stands_over_it(before: tuple[str, ...]) -> None:
    rows = (
        "Hourly Wage Rates",
        "Classification      Alpha     Beta",
        "Buyer I            $19.27   $20.43",
        "Planner            $23.13   $24.52",
        "Park Ranger        $27.47   $29.12",
    )
    found = _read((*before, *rows))
    assert found.rates == ()
    assert [number.text for number in found.unread][-6:] == ["$19.27", "$20.43", "$23.13", "$24.52", "$27.47", "$29.12"]


def test_rows_that_go_on_after_rows_that_were_only_told_are_told_too() -> None:
    rows = ("Hourly Wage Rates", "Classification      Alpha     Beta", *WAGES)
    found = _read(rows, WAGES)
    assert len(found.unread) == 2 * 12


def test_a_tall_title_that_begins_near_the_class_before_is_of_its_own_class() -> None:
    rows = (
        "Code   Title                    Period      Step 1      Step 2",
        "",
        "0413   Specialist               Hourly       56.26       59.07",
        "                                Monthly   9,751.73   10,238.80",
        "       Senior Environmental",
        "       Health Specialist",
        "0512   and Hazardous            Hourly       21.60       22.68",
        "       Materials",
        "       Inspector",
        "                                Monthly   3,744.00    3,931.20",
    )
    title = "Senior Environmental Health Specialist and Hazardous Materials Inspector"
    assert {(code, name) for code, name, _, _ in _placed(_read((*DATE, *rows)).rates)} == {
        ("0413", "Specialist"), ("0512", title)
    }  # fmt: skip


def test_tables_side_by_side_whose_heads_stand_as_close_as_words_are_two() -> None:
    rows = (
        "Hourly Salary Schedule",
        "Effective July 1, 2024",
        "",
        "Range Step 1 Step 2 Range Step 1 Step 2",
        "  1    21.65  22.73   4    23.31  24.48",
        "  2    22.19  23.30   5    23.90  25.10",
        "  3    22.75  23.89   6    24.49  25.71",
    )
    found = _read(rows)
    assert found.unread == ()
    assert [(rate.range_code, rate.amount) for rate in found.rates if rate.step == "1"] == [
        ("1", 2165), ("2", 2219), ("3", 2275), ("4", 2331), ("5", 2390), ("6", 2449)
    ]  # fmt: skip


def test_a_title_printed_over_the_grade_beside_it_is_told() -> None:
    rows = (
        "Job Title                 Grade   Step 1  Step 2",
        "Senior Health Inspector25          20.00   21.00",
        "Buyer                     26       21.00   22.05",
        "Planner                   27       22.00   23.10",
        "Librarian                 28       23.00   24.15",
    )
    rates = _read(("Hourly Salary Schedule", "Effective July 1, 2024", "", *rows)).rates
    told = [finding for finding in check_consistency(rates, ()) if finding.check == "class_label"]
    assert [finding.severity for finding in told] == ["warning"]
    assert "Inspector25" in told[0].message
