"""Forms of salary tables that cities, counties and schools print, drawn by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipeline.models import Rate, SalaryReading
from pipeline.normalize.salary import read_salary
from pipeline.normalize.salary.periods import parse_named_step, parse_period
from tests.words import draw_page

HEAD = ("SALARY SCHEDULE", "Effective July 1, 2024", "")


def _read(*rows: str, head: tuple[str, ...] = HEAD) -> SalaryReading:
    return read_salary("doc", [draw_page(*head, *rows)])


def _placed(rates: tuple[Rate, ...], title: str) -> list[tuple[str, str, int]]:
    return [(rate.step, rate.period, rate.amount) for rate in rates if rate.class_title == title]


def test_pay_periods_over_groups_of_steps() -> None:
    rates = _read(
        "                         Hourly Salary                 Annual Salary",
        "Classification    Step 1  Step 2  Step 3      Step 1     Step 2     Step 3",
        "Plumber            20.00   21.00   22.00   41,600.00  43,680.00  45,760.00",
        "Storekeeper        30.00   31.00   32.00   62,400.00  64,480.00  66,560.00",
    ).rates
    assert sorted(_placed(rates, "Plumber")) == [
        ("1", "HR", 2000), ("1", "YR", 4160000), ("2", "HR", 2100),
        ("2", "YR", 4368000), ("3", "HR", 2200), ("3", "YR", 4576000),
    ]  # fmt: skip
    assert len(rates) == 12


def test_ends_of_a_range_under_each_pay_period() -> None:
    rates = _read(
        "                       Monthly             Annual",
        "Classification     Min      Max       Min       Max",
        "Plumber          $5,000   $6,500   $60,000   $78,000",
        "GIS Analyst      $7,000   $9,000   $84,000  $108,000",
    ).rates
    assert _placed(rates, "Plumber") == [
        ("Min", "MO", 500000), ("Max", "MO", 650000), ("Min", "YR", 6000000), ("Max", "YR", 7800000)
    ]  # fmt: skip


def test_a_head_may_name_the_pay_period_and_the_end_of_the_range() -> None:
    assert (parse_period("Hourly Minimum"), parse_named_step("Hourly Minimum")) == ("HR", "Minimum")
    assert parse_named_step("Annual Salary") is None
    assert parse_named_step("Minimum Qualifications") is None


def test_steps_named_by_service() -> None:
    rates = _read(
        "                 Hourly Rates of Pay",
        "Position            Start    6 Months      1 Year       Max",
        "Custodian           20.00       21.00       22.00     23.00",
        "Librarian           30.00       31.00       32.00     33.00",
    ).rates
    assert _placed(rates, "Librarian") == [
        ("Start", "HR", 3000), ("6 Months", "HR", 3100), ("1 Year", "HR", 3200), ("Max", "HR", 3300)
    ]  # fmt: skip


def test_hours_of_leave_after_years_of_service_are_no_pay() -> None:
    rows = (
        "                Vacation Hours",
        "Employees          1 Year     5 Years    10 Years",
        "Regular              7.20        8.40       10.20",
        "Part-time            5.10        6.30        7.20",
    )
    assert _read(*rows).rates == ()


def test_dates_side_by_side_are_tables_of_their_own() -> None:
    rates = _read(
        "                      7/1/2024           7/1/2025",
        "Classification     Min      Max       Min       Max",
        "Plumber          20.00    26.00     21.00     27.30",
        "GIS Analyst      30.00    39.00     31.50     40.95",
        head=("APPENDIX A", "Hourly Wages", ""),
    ).rates
    assert [(rate.operative_date, rate.step, rate.amount) for rate in rates if rate.class_title == "Plumber"] == [
        (date(2024, 7, 1), "Min", 2000), (date(2024, 7, 1), "Max", 2600),
        (date(2025, 7, 1), "Min", 2100), (date(2025, 7, 1), "Max", 2730),
    ]  # fmt: skip
    assert {rate.period for rate in rates} == {"HR"}


def test_dates_of_a_term_in_a_heading_head_no_columns() -> None:
    rates = _read(
        "Classification    Step 1  Step 2",
        "Plumber            20.00   21.00",
        head=("Hourly Salary", "Effective July 1, 2024 through June 30, 2025", ""),
    ).rates
    assert {rate.operative_date for rate in rates} == {date(2024, 7, 1)}


def test_rows_of_steps_under_lanes() -> None:
    rates = _read(
        "Step     Class I   Class II   Class III",
        "1         50,100     52,100      54,100",
        "2         51,100     53,100      55,100",
        "3              -     54,100      56,100",
        head=("CERTIFICATED SCHEDULE", "Annual Salary", "Effective July 1, 2024", ""),
    ).rates
    assert [(rate.range_code, rate.step, rate.amount) for rate in rates] == [
        ("Class I", "1", 5010000), ("Class I", "2", 5110000),
        ("Class II", "1", 5210000), ("Class II", "2", 5310000), ("Class II", "3", 5410000),
        ("Class III", "1", 5410000), ("Class III", "2", 5510000), ("Class III", "3", 5610000),
    ]  # fmt: skip
    assert {rate.period for rate in rates} == {"YR"}


def test_lanes_with_roman_numbers_are_no_steps() -> None:
    rates = _read(
        "Step         I        II       III",
        "1       50,100    52,100    54,100",
        "2       51,100    53,100    55,100",
        head=("CERTIFICATED SCHEDULE", "Annual Salary", "Effective July 1, 2024", ""),
    ).rates
    assert [(rate.range_code, rate.step) for rate in rates][:3] == [("I", "1"), ("I", "2"), ("II", "1")]


STACKED = (
    "Code   Classification      Step 1     Step 2",
    "1001   Plumber              20.00      21.00",
    "                         3,466.67   3,640.00",
    "1002   Storekeeper          30.00      31.00",
    "                         5,200.00   5,373.33",
    "1003   GIS Analyst          40.00      41.00",
    "                         6,933.33   7,106.67",
)


def test_the_ratio_tells_the_pay_periods_of_stacked_rows() -> None:
    rates = _read(*STACKED).rates
    assert _placed(rates, "Plumber") == [("1", "HR", 2000), ("2", "HR", 2100), ("1", "MO", 346667), ("2", "MO", 364000)]
    assert {rate.class_code for rate in rates} == {"1001", "1002", "1003"}


def test_rows_of_several_pay_periods_are_not_all_of_the_one_a_title_names() -> None:
    reading = _read("Rates are hourly.", "", *STACKED[:-1])
    assert not any(rate.period == "HR" and rate.amount > 100000 for rate in reading.rates)


def test_longevity_beyond_the_last_step_is_a_step_of_its_own_name() -> None:
    rates = _read(
        "Classification    Step 1  Step 2  Step 3   10 Years   15 Years",
        "Plumber            20.00   21.00   22.00      23.00      24.00",
        "Storekeeper        30.00   31.00   32.00      33.00      34.00",
        head=("Hourly Salary Schedule", "Effective July 1, 2024", ""),
    ).rates
    assert [step for step, _, _ in _placed(rates, "Plumber")] == ["1", "2", "3", "10 Years", "15 Years"]


def test_years_of_service_are_no_pay_period() -> None:
    assert parse_period("After 10 Years") is None
    assert parse_period("Years of Service") is None
    assert parse_period("Per Year") == "YR"


def test_captions_are_the_titles_of_the_tables_under_them() -> None:
    rates = _read(
        "1001 Plumber",
        "Step     Hourly     Monthly      Annual",
        "1         20.00    3,466.67   41,600.00",
        "2         21.00    3,640.00   43,680.00",
        "",
        "1002 Storekeeper",
        "Step     Hourly     Monthly      Annual",
        "1         30.00    5,200.00   62,400.00",
        "2         31.00    5,373.33   64,480.00",
    ).rates
    assert {(rate.class_code, rate.class_title) for rate in rates} == {("1001", "Plumber"), ("1002", "Storekeeper")}


def test_the_head_over_the_pay_periods_is_no_step() -> None:
    rates = _read(
        "Class             Period  Step 1    Step 2",
        "Plumber           HR       20.00     21.00",
        "                  MO    3,466.67  3,640.00",
    ).rates
    assert {rate.step for rate in rates} == {"1", "2"}
    assert {rate.class_title for rate in rates} == {"Plumber"}


def test_heads_of_narrow_columns_are_no_title() -> None:
    rates = _read(
        "Range STEP A STEP B STEP C",
        "17     27.42  28.11  28.81",
        "20     30.59  31.35  32.13",
        head=("Salaries effective July 1, 2024", "HOURLY RATES"),
    ).rates
    assert [(rate.range_code, rate.step, rate.amount) for rate in rates][:3] == [
        ("17", "A", 2742), ("17", "B", 2811), ("17", "C", 2881)
    ]  # fmt: skip


def test_whole_dollars_without_sign_or_comma() -> None:
    rates = _read(
        "Code   Position            Step 1   Step 2   Step 3",
        "1001   Plumber              61980    65080    68330",
        "1002   Storekeeper          41580    43660    45840",
        "1003   GIS Analyst          71200    74760    78500",
        head=("Annual Salaries", "Effective July 1, 2024", ""),
    ).rates
    assert _placed(rates, "Plumber") == [("1", "YR", 6198000), ("2", "YR", 6508000), ("3", "YR", 6833000)]
    assert rates[0].amount_orig == "61980"
    assert len(rates) == 9


def test_long_titles_beside_whole_dollars_are_no_prose() -> None:
    rates = _read(
        "Classification                         Step 1    Step 2",
        "Water Treatment Plant Operator III    $61,980   $65,080",
        "Plumber                               $41,580   $43,660",
        head=("Annual Salaries", "Effective July 1, 2024", ""),
    ).rates
    assert len(rates) == 4


def test_the_ends_of_a_range() -> None:
    rates = _read(
        "Code   Position          Annual Salary Range",
        "1001   Plumber             $61,980-$68,330",
        "1002   Storekeeper         $41,580-$45,840",
        "1003   GIS Analyst          71200 to 78500",
        "1004   Park Ranger          51200 to 58500",
        "1005   Custodian            41200 to 48500",
    ).rates
    assert _placed(rates, "Custodian") == [("Minimum", "YR", 4120000), ("Maximum", "YR", 4850000)]
    assert _placed(rates, "Plumber") == [("Minimum", "YR", 6198000), ("Maximum", "YR", 6833000)]


def test_a_list_of_one_rate_for_each_class() -> None:
    rates = _read(
        "Classification      Hourly Rate", "Lifeguard                 21.50", "Park Aide                 18.25"
    ).rates
    assert [(rate.class_title, rate.period, rate.amount) for rate in rates] == [
        ("Lifeguard", "HR", 2150), ("Park Aide", "HR", 1825)
    ]  # fmt: skip


def test_a_class_without_amounts_labels_no_other() -> None:
    rates = _read(
        "Code   Position        Range     Step 1   Step 2",
        "1001   Plumber         20         20.00    21.00",
        "1002   Storekeeper     21",
        "1003   GIS Analyst     22         40.00    41.00",
        head=("Hourly Salary", "Effective July 1, 2024", ""),
    ).rates
    assert {(rate.class_code, rate.class_title, rate.range_code) for rate in rates} == {
        ("1001", "Plumber", "20"), ("1003", "GIS Analyst", "22")
    }  # fmt: skip


def test_columns_finer_than_cents_keep_their_heads() -> None:
    reading = _read(
        "Title         Step     Hourly     Monthly        Annual",
        "Plumber       1       50.0462    8,674.67    104,096.04",
        "Plumber       2       52.5485    9,108.40    109,300.80",
    )
    assert _placed(reading.rates, "Plumber") == [
        ("1", "MO", 867467), ("2", "MO", 910840), ("1", "YR", 10409604), ("2", "YR", 10930080)
    ]  # fmt: skip
    assert {number.text for number in reading.unread} == {"50.0462", "52.5485"}


def test_time_is_no_pay() -> None:
    assert not _read(
        "Years of Service     Hours per Pay Period     Annual Hours     Maximum Accrual",
        "0-4 years                           3.08            80.08              160.16",
        "5-9 years                           3.39            88.14              176.28",
        "10-14 years                         3.70            96.20              192.40",
        head=("ARTICLE 5 VACATION",),
    ).rates


def test_rows_of_pay_that_nothing_explains_are_told() -> None:
    reading = _read(
        "Classification        Alpha       Beta",
        "Plumber            5,000.10   5,100.10",
        "Storekeeper        6,000.10   6,100.10",
        "GIS Analyst        7,000.10   7,100.10",
        head=("SALARY SCHEDULE",),
    )
    assert not reading.rates
    assert len(reading.unread) == 6


def test_contributions_are_neither_read_nor_told() -> None:
    reading = _read(
        "Plan            Employee      Family",
        "Kaiser HMO        812.44    1,624.88",
        "Shield HMO        933.10    1,866.20",
        "PPO Choice      1,021.50    2,043.00",
        head=("ARTICLE 7 HEALTH", "Monthly Contributions Effective January 1, 2024"),
    )
    assert not reading.rates
    assert not reading.unread


def test_amounts_that_touch_are_parted() -> None:
    rates = _read(
        "Classification         Monthly    Annual",
        "Librarian I         8361.60100339.20",
        "Plumber             7044.27 84531.20",
    ).rates
    assert {rate.amount for rate in rates} == {836160, 10033920, 704427, 8453120}


def test_a_label_around_its_row_is_of_the_row_that_prints_none() -> None:
    rates = _read(
        "Range   Classification              Step A   Step B",
        "227     Storekeeper                  54.45    55.81",
        "        Senior Environmental Health",
        "230                                  22.26    23.04",
        "        Compliance Specialist",
        "242     Parks Coordinator            50.22    51.48",
        head=("Hourly Salary", "Effective July 1, 2024", ""),
    ).rates
    assert {(rate.range_code, rate.class_title) for rate in rates} == {
        ("227", "Storekeeper"),
        ("230", "Senior Environmental Health Compliance Specialist"),
        ("242", "Parks Coordinator"),
    }


def test_pay_periods_we_have_no_name_for_are_no_months() -> None:
    assert parse_period("Semi-Monthly") is None
    assert parse_period("Bi-Monthly Rate") is None
    assert parse_period("Semi-Annual") is None
    assert parse_period("Daily Rate") is None
    assert parse_period("Monthly") == "MO"


def test_hours_of_a_year_in_a_head_are_no_amount_and_no_pay_period() -> None:
    assert parse_period("Annual (2,912 hours)") == "YR"
    assert parse_period("Hourly Rate (56 hr)") == "HR"
    rates = _read(
        "Classification     Step    Hourly     Annual (2,912 hours)",
        "Fire Captain       1        40.00               116,480.00",
        "Fire Captain       2        41.00               119,392.00",
    ).rates
    assert _placed(rates, "Fire Captain") == [
        ("1", "HR", 4000), ("2", "HR", 4100), ("1", "YR", 11648000), ("2", "YR", 11939200)
    ]  # fmt: skip


def test_another_table_on_the_page_takes_no_heads_over() -> None:
    rates = _read(
        "Code   Classification     Step 1     Step 2",
        "1001   Plumber             20.00      21.00",
        "1002   Storekeeper         30.00      31.00",
        "",
        "Plan            Employee      Family",
        "Kaiser HMO        812.44    1,624.88",
        "Shield HMO        933.10    1,866.20",
        head=("Hourly Salary", "Effective July 1, 2024", ""),
    ).rates
    assert {rate.class_title for rate in rates} == {"Plumber", "Storekeeper"}


def test_departments_between_the_rows_are_no_part_of_titles() -> None:
    rates = _read(
        "Code   Class Title        Step 1     Step 2",
        "PUBLIC WORKS",
        "1001   Plumber             20.00      21.00",
        "Police Department",
        "1002   Park Ranger         30.00      31.00",
        head=("Hourly Salary", "Effective July 1, 2024", ""),
    ).rates
    assert {(rate.class_code, rate.class_title) for rate in rates} == {("1001", "Plumber"), ("1002", "Park Ranger")}


def test_names_under_numbered_steps_do_not_replace_them() -> None:
    rates = _read(
        "Classification     Step 1   Step 2   Step 3",
        "                    Entry    6 mos   18 mos",
        "Plumber             20.00    21.00    22.00",
        "Storekeeper         30.00    31.00    32.00",
        head=("Hourly Salary", "Effective July 1, 2024", ""),
    ).rates
    assert [step for step, _, _ in _placed(rates, "Plumber")] == ["1", "2", "3"]


def test_days_of_work_are_no_class_code() -> None:
    rates = _read(
        "Position         Work Days      Step 1      Step 2",
        "Principal              205   90,000.00   94,500.00",
        "Director               220   99,000.00  103,950.00",
        head=("Annual Salary", "Effective July 1, 2024", ""),
    ).rates
    assert {(rate.class_code, rate.class_title) for rate in rates} == {(None, "Principal"), (None, "Director")}


def test_amounts_raised_beside_a_footnote_mark_stay_on_their_row() -> None:
    page = draw_page(
        "Hourly Salary",
        "Effective July 1, 2024",
        "Code   Class Title        Step 1     Step 2",
        "1001   Plumber             20.00      21.00",
        "1002   Storekeeper         30.00      31.00",
    )
    words = [
        word._replace(top=word.top - 4, bottom=word.bottom - 4) if word.text == "31.00" else word for word in page.words
    ]
    rates = read_salary("doc", [replace(page, words=tuple(words))]).rates
    assert _placed(rates, "Storekeeper") == [("1", "HR", 3000), ("2", "HR", 3100)]


def test_the_date_of_the_print_over_a_table_is_no_head() -> None:
    rates = _read(
        "7/19/2026, 9:41 PM",
        "ANNUAL SALARIES",
        "Range           A            B            C",
        "S14     60,259.68    61,763.04    63,308.16",
        "S15     62,259.68    63,763.04    65,308.16",
        head=(),
    ).rates
    assert {rate.operative_date for rate in rates} == {None}


def test_contributions_on_a_page_with_salaries_are_not_told() -> None:
    reading = _read(
        "Code   Classification     Step 1     Step 2",
        "1001   Plumber             20.00      21.00",
        "1002   Storekeeper         30.00      31.00",
        "HEALTH CONTRIBUTIONS",
        "Plan            Employee      Family",
        "Kaiser HMO        812.44    1,624.88",
        head=("Hourly Salary", "Effective July 1, 2024", ""),
    )
    assert len(reading.rates) == 4
    assert not reading.unread


def test_a_title_wider_than_its_head_ends_where_the_next_column_begins() -> None:
    rates = _read(
        "Class             Pay Component   Period  Step 1   Step 2",
        "Police Officer    Base Salary     BW    3,876.80 3,973.60",
        "                  POST - 5%       BW      193.84   198.68",
        "Police Corporals  Base Salary     BW    3,820.00 3,953.60",
        "                  POST - 5%       BW      191.00   197.68",
    ).rates
    assert {(rate.class_title, rate.component_name) for rate in rates} == {
        ("Police Officer", "Base Salary"), ("Police Officer", "POST - 5%"),
        ("Police Corporals", "Base Salary"), ("Police Corporals", "POST - 5%"),
    }  # fmt: skip


def test_tables_of_columns_side_by_side_under_the_same_heads() -> None:
    rates = _read(
        "Range   Step   Hourly    Monthly      Range   Step   Hourly    Monthly",
        "201      A      20.00   3,480.00      203      A      30.00   5,220.00",
        "201      B      21.00   3,654.00      203      B      31.00   5,394.00",
        "202      A      22.00   3,828.00      204      A      32.00   5,568.00",
        "202      B      23.00   4,002.00      204      B      33.00   5,742.00",
    ).rates
    assert [(rate.range_code, rate.step, rate.period, rate.amount) for rate in rates if rate.period == "HR"] == [
        ("201", "A", "HR", 2000), ("201", "B", "HR", 2100), ("202", "A", "HR", 2200), ("202", "B", "HR", 2300),
        ("203", "A", "HR", 3000), ("203", "B", "HR", 3100), ("204", "A", "HR", 3200), ("204", "B", "HR", 3300),
    ]  # fmt: skip
    assert len(rates) == 16


def test_steps_under_two_pay_periods_are_no_tables_side_by_side() -> None:
    rates = _read(
        "                     Hourly                      Annual",
        "             Step 1  Step 2  Step 3     Step 1     Step 2     Step 3",
        "Plumber       20.00   21.00   22.00  41,600.00  43,680.00  45,760.00",
        "Storekeeper   30.00   31.00   32.00  62,400.00  64,480.00  66,560.00",
    ).rates
    assert {(rate.step, rate.period) for rate in rates} == {
        (step, period) for step in ("1", "2", "3") for period in ("HR", "YR")
    }


def test_classes_in_columns_and_steps_in_rows() -> None:
    rates = _read(
        "              Monthly Salary",
        "Step        Librarian     Zoo Curator           BA+30",
        "1            5,000.00        6,000.00        7,000.00",
        "2            5,250.00        6,300.00        7,350.00",
    ).rates
    assert [(rate.class_title, rate.range_code, rate.step, rate.amount) for rate in rates] == [
        ("Librarian", None, "1", 500000), ("Librarian", None, "2", 525000),
        ("Zoo Curator", None, "1", 600000), ("Zoo Curator", None, "2", 630000),
        (None, "BA+30", "1", 700000), (None, "BA+30", "2", 735000),
    ]  # fmt: skip
