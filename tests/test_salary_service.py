"""Steps that rows print as lengths of service, lanes beside them, and heads over groups of columns."""

from __future__ import annotations

import pytest

from pipeline.models import Page, SalaryReading
from pipeline.normalize.salary import read_salary
from tests.words import draw_page


def _read(*rows: str) -> SalaryReading:
    return read_salary("doc", [draw_page(*rows)])


def _squeeze(page: Page) -> SalaryReading:
    """The page in narrow type, whose spaces and cells are half as wide."""
    words = tuple(word._replace(x0=word.x0 / 2, x1=word.x1 / 2) for word in page.words)
    return read_salary("doc", [Page(1, 612.0, 792.0, words, "pdfium", ())])


@pytest.mark.parametrize(
    "head", ["Time in Position", "Length of Service", "Progression     ", "Step            ", " " * 16]
)
@pytest.mark.parametrize("fill", [True, False])
@pytest.mark.parametrize(
    "steps", [("0-12 months", "13-24 months", "25-36 months"), ("Start", "After 1 year", "After 2 years")]
)
def test_the_length_of_service_beside_a_title_is_the_step_whatever_its_head(
    head: str, fill: bool, steps: tuple[str, ...]
) -> None:
    rows = [
        f"{title if fill or not number else '':17}{step:18}{first + number}.00     {first + number + 10}.00"
        for title, first in (("Bus Operator", 24), ("Dispatcher", 44))
        for number, step in enumerate(steps)
    ]
    found = _read(
        "Bay Transit Authority",
        "Hourly Wage Rates",
        f"Classification   {head}  7/1/2024  7/1/2025",
        *rows,
    )
    assert not found.unread
    assert sorted(
        (rate.class_title, str(rate.operative_date), rate.step, rate.amount) for rate in found.rates
    ) == sorted(
        (title, day, step, 100 * (first + number + more))
        for title, first in (("Bus Operator", 24), ("Dispatcher", 44))
        for number, step in enumerate(steps)
        for day, more in (("2024-07-01", 0), ("2025-07-01", 10))
    )


def test_spans_of_years_under_a_head_of_steps() -> None:
    found = _read(
        "Effective July 1, 2024",
        "Position       Years of Service    Hourly    Biweekly",
        "Zoo Curator    0-2                  20.00    1,600.00",
        "               3-5                  21.00    1,680.00",
        "               6+                   22.00    1,760.00",
        "Fire Captain   0-2                  30.00    2,400.00",
        "               3-5                  31.00    2,480.00",
        "               6+                   32.00    2,560.00",
    )
    assert [(rate.class_title, rate.step, rate.amount) for rate in found.rates if rate.period == "HR"] == [
        ("Zoo Curator", "0-2", 2000), ("Zoo Curator", "3-5", 2100), ("Zoo Curator", "6+", 2200),
        ("Fire Captain", "0-2", 3000), ("Fire Captain", "3-5", 3100), ("Fire Captain", "6+", 3200),
    ]  # fmt: skip


def test_titles_over_a_table_are_no_part_of_the_heads_of_its_labels() -> None:
    found = _read(
        "Bay Transit Authority",
        "Hourly Wage Rates",
        "Classification   Step   July 1, 2024   July 1, 2025",
        "Bus Operator     1             24.00          25.00",
        "                 2             26.00          27.00",
        "Dispatcher       1             34.00          35.00",
        "                 2             36.00          37.00",
    )
    assert [(rate.class_title, rate.step, rate.amount) for rate in found.rates][:4] == [
        ("Bus Operator", "1", 2400), ("Bus Operator", "2", 2600), ("Dispatcher", "1", 3400), ("Dispatcher", "2", 3600)
    ]  # fmt: skip


LANES = (
    ("Years of Service   Teacher  Counselor   School Nurse",),
    ("Years of", "                   Teacher  Counselor   School Nurse", "Service"),
    (
        "Years                                 School",
        "of                 Teacher  Counselor",
        "Service                               Nurse",
    ),
    ("Year               Teacher  Counselor   School Nurse",),
    ("Experience         Teacher  Counselor   School Nurse",),
    ("YOS                Teacher  Counselor   School Nurse",),
    ("                         Classification", "Years of Service   Teacher  Counselor   School Nurse"),
)
PAID = (
    "1                   52,000     54,175     56,350",
    "2                   53,350     55,525     57,700",
    "3                   54,700     56,875     59,050",
)
OF_LANES = [
    ("Teacher", "1", 5200000), ("Teacher", "2", 5335000), ("Teacher", "3", 5470000),
    ("Counselor", "1", 5417500), ("Counselor", "2", 5552500), ("Counselor", "3", 5687500),
    ("School Nurse", "1", 5635000), ("School Nurse", "2", 5770000), ("School Nurse", "3", 5905000),
]  # fmt: skip


@pytest.mark.parametrize("heads", LANES)
def test_lanes_beside_years_of_service(heads: tuple[str, ...]) -> None:
    found = _read("Lakeview District", "Annual Salary Schedule", "Effective July 1, 2024", "", *heads, *PAID)
    assert [(rate.class_title, rate.step, rate.amount) for rate in found.rates] == OF_LANES
    assert not found.unread


def test_the_head_of_the_years_a_space_left_of_the_first_lane_is_none_of_its_title() -> None:
    found = _squeeze(
        draw_page(
            "Annual Salary Schedule",
            "Effective July 1, 2024",
            "",
            "Years of Service Resource Teacher     Counselor     Librarian",
            "1                      52,000.00      54,175.00     56,350.00",
            "2                      53,350.00      55,525.00     57,700.00",
            "3                      54,700.00      56,875.00     59,050.00",
        )
    )
    assert {rate.class_title for rate in found.rates} == {"Resource Teacher", "Counselor", "Librarian"}
    assert len(found.rates) == 9


LATE = (
    ("                                   Longevity", "Title   1       2       3       10 Years   15 Years   20 Years"),
    (
        "Title   Step    Step    Step    Long.      Long.      Long.",
        "        1       2       3       10 Years   15 Years   20 Years",
    ),
    (
        "                                10 Years   15 Years   20 Years",
        "Title   Step 1  Step 2  Step 3",
        "                                2.5%       5%         7.5%",
    ),
    (
        "              Steps                        Longevity",
        "Title   1       2       3       10 Years   15 Years   20 Years",
    ),
)


@pytest.mark.parametrize("heads", LATE)
def test_columns_of_longevity_are_named_alike_whatever_stands_over_them(heads: tuple[str, ...]) -> None:
    found = _read(
        "Hourly Rates",
        "Effective July 1, 2024",
        "",
        *heads,
        "Buyer   20.00   21.00   22.00     22.55      23.10      23.65",
        "Clerk   30.00   31.00   32.00     32.80      33.60      34.40",
    )
    paid = [(rate.step, rate.amount) for rate in found.rates if rate.class_title == "Buyer"]
    assert [amount for _, amount in paid] == [2000, 2100, 2200, 2255, 2310, 2365]
    assert [step for step, _ in paid[:3]] == ["1", "2", "3"]
    names = [step.replace("10", "?").replace("15", "?").replace("20", "?") for step, _ in paid[3:]]
    assert all("? Years" in name for name in names)
    assert len({name.split("%")[0].split(" 2.5")[0].split(" 5")[0].split(" 7.5")[0] for name in names}) == 1


@pytest.mark.parametrize("reader", ["pdfium", "text"])
def test_a_step_half_a_line_off_its_amounts_is_that_of_its_row(reader: str) -> None:
    page = draw_page(
        "Effective July 1, 2024",
        "Code   Title          Step   Hourly     Annual",
        "1201   Zoo Curator    A       20.00  41,600.00",
        "                      B       21.00  43,680.00",
        "                      C       22.00  45,760.00",
        "       Parks and      A       30.00  62,400.00",
        "       Recreation             31.00  64,480.00",
        "1202                  B",
        "       Maintenance",
        "       Supervisor     C       32.00  66,560.00",
        "1203   Buyer          A       40.00  83,200.00",
        "                      B       41.00  85,280.00",
        "                      C       42.00  87,360.00",
        reader=reader,
    )
    found = read_salary("doc", [page])
    hourly = [
        (rate.class_title, rate.class_code, rate.step, rate.amount) for rate in found.rates if rate.period == "HR"
    ]
    title = "Parks and Recreation Maintenance Supervisor"
    assert hourly == [
        (name, code, step, cents + 100 * place)
        for name, code, cents in (("Zoo Curator", "1201", 2000), (title, "1202", 3000), ("Buyer", "1203", 4000))
        for place, step in enumerate("ABC")
    ]
    assert not found.unread


def test_rows_that_go_on_under_a_table_of_text_are_told() -> None:
    rows = ("Zoo Curator      20.00   21.00", "Fire Captain     30.00   31.00", "Clerk            40.00   41.00")
    page = draw_page(
        "Hourly Rates",
        "Title           Step 1  Step 2",
        *rows,
        "Group           Other   Thing",
        *rows,
        reader="text",
    )
    found = read_salary("doc", [page])
    assert len(found.rates) == 6
    assert [word.text for word in found.unread] == ["20.00", "21.00", "30.00", "31.00", "40.00", "41.00"]


def test_the_hours_of_a_week_under_a_pay_period_are_of_its_head() -> None:
    found = _read(
        "Effective July 1, 2024",
        "                                       Hourly   Hourly",
        "Class          Step  Monthly  Annual",
        "                                       (56 hr)  (40 hr)",
        "Fire Captain   1    6,000.00 72,000.00   24.73    34.62",
        "               2    6,300.00 75,600.00   25.96    36.35",
    )
    assert {(rate.class_title, rate.step, rate.period, rate.amount) for rate in found.rates} >= {
        ("Fire Captain", "1", "MO", 600000), ("Fire Captain", "2", "YR", 7560000)
    }  # fmt: skip


def test_heads_that_stand_a_space_apart_name_no_column_alone() -> None:
    found = _squeeze(
        draw_page(
            "Annual Salary Schedule",
            "Effective July 1, 2024",
            "",
            "Year   Teacher Counselor School Nurse Psychologist",
            "1       52,000    54,175       56,350       58,525",
            "2       53,350    55,525       57,700       59,875",
            "3       54,700    56,875       59,050       61,225",
        )
    )
    assert not found.rates
    assert len(found.unread) == 12
