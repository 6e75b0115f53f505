"""Amounts and labels in narrow cells, heads over several lines, tables that go on over a page break."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.models import Rate, SalaryReading, Word
from pipeline.normalize.lines import group_lines
from pipeline.normalize.salary import joins, notes, read_salary
from pipeline.normalize.salary.label_heads import read_label_heads
from tests.words import draw_page, draw_words

HEAD = ("APPENDIX A", "Operative July 1, 2020", "")
HOURLY = "Hourly Salary"
STEPS = "Code   Class Title                 Step 1       Step 2       Step 3"


def _read(*pages: tuple[str, ...]) -> SalaryReading:
    return read_salary("doc", [draw_page(*rows, number=number) for number, rows in enumerate(pages, 1)])


def _placed(rates: tuple[Rate, ...]) -> list[tuple[str | None, str, str, int]]:
    return [(rate.class_title, rate.step, rate.period, rate.amount) for rate in rates]


@pytest.mark.parametrize(("top", "expected"), [(0.0, (0.0, 10.0)), (12.0, (12.0, 22.0)), (6.0, (0.0, 22.0))])
def test_a_sign_above_its_digits_goes_to_the_line_of_its_pay_period(top: float, expected: tuple[float, float]) -> None:
    words = [
        Word("Annual", 0, top, 36, top + 10),
        Word("$", 80, 0, 86, 10),
        Word("93,372.00", 60, 12, 114, 22),
    ]
    joined = next(word for word in joins.join_currency(words) if word.text == "$93,372.00")
    assert (joined.top, joined.bottom) == expected


def test_a_sign_before_another_sign_belongs_to_the_digits_under_it() -> None:
    words = draw_words("        $       $ 98.58", " 7,454.40")
    assert [word.text for word in joins.join_currency(words)] == ["$", "98.58", "$7,454.40"]


def test_a_head_broken_over_three_lines_names_its_own_column() -> None:
    rows = (
        "                        Step",
        "Code   Class Title              Step 02   Step 03   Step 04",
        "                        01",
        "2251   Zoo Curator      20.00    21.00     22.00     23.00",
        "3183   Fire Captain     30.00    31.00     32.00     33.00",
    )
    found = _placed(_read((*HEAD, HOURLY, *rows)).rates)
    assert [(step, cents) for title, step, _, cents in found if title == "Zoo Curator"] == [
        ("01", 2000), ("02", 2100), ("03", 2200), ("04", 2300)
    ]  # fmt: skip


def test_a_step_that_no_class_is_paid_takes_no_amounts() -> None:
    rows = (
        "2251   Zoo Curator                20.00        21.00",
        "3183   Fire Captain               30.00        31.00",
    )
    found = _placed(_read((*HEAD, HOURLY, STEPS, *rows)).rates)
    assert {(step, cents) for _, step, _, cents in found} == {("1", 2000), ("2", 2100), ("1", 3000), ("2", 3100)}


FIRST = (*HEAD, "Annual Salary", STEPS, "2251   Zoo Curator             40,000.00    41,000.00    42,000.00")
REST = (STEPS, "3183   Fire Captain            50,000.00    51,000.00    52,000.00")


def test_a_table_that_goes_on_under_the_same_heads_keeps_its_period() -> None:
    found = _placed(_read(FIRST, REST).rates)
    assert ("Fire Captain", "3", "YR", 5200000) in found
    assert len(found) == 6


def test_a_title_at_the_foot_of_a_page_names_the_period_of_the_next() -> None:
    monthly = (STEPS, "3183   Fire Captain             5,000.00     5,100.00     5,200.00")
    found = _placed(_read((*FIRST, "", "Monthly Salary"), monthly).rates)
    assert [period for _, _, period, _ in found] == ["YR"] * 3 + ["MO"] * 3


def test_amounts_of_a_table_that_cannot_go_on_are_unread() -> None:
    tiny = (STEPS, "3183   Fire Captain                30.00        31.00        32.00")
    reading = _read(FIRST, tiny)
    assert len(reading.rates) == 3
    assert [word.text for word in reading.unread] == ["30.00", "31.00", "32.00"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Airport Guide II (Class Code 5229-2) Range 11254", True),
        ("Code Class Title Step I Step II Step III", True),
        ("2251 Zoo Curator $ 20.00 $ 21.00", True),
        ("Employees in class code 2251 are paid a bonus of $25.00 per period", False),
        ("Rates hold from the first day of July", False),
    ],
)
def test_what_is_of_a_table_is_no_note(row: str, expected: bool) -> None:
    assert notes.is_of_table(group_lines(draw_words(row))[0]) is expected


def test_labels_set_at_the_top_of_their_rows_stay_whole() -> None:
    """Rows of three label lines 11 points apart and 16 to the next row: the last is nearer to the row below."""
    words = [*draw_words("APPENDIX A", "Operative July 1, 2020", HOURLY)]
    words += [Word("Title", 60, 42, 90, 52)]
    words += [Word(f"Step{number}", 90 + 60 * number, 42, 120 + 60 * number, 52) for number in (1, 2, 3)]
    for row, title in enumerate(("Pile Driver Helper", "Fire Captain Deputy", "Zoo Curator")):
        top = 60.0 + 38 * row
        words += [
            Word(part, 60, top + 11 * line, 60 + 6 * len(part), top + 11 * line + 10)
            for line, part in enumerate(title.split())
        ]
        words += [Word(f"2{row}.{step}0", 90 + 60 * step, top, 120 + 60 * step, top + 10) for step in (1, 2, 3)]
    found = _placed(read_salary("doc", [replace(draw_page(), words=tuple(words))]).rates)
    assert [(title, cents) for title, step, _, cents in found if step == "1"] == [
        ("Pile Driver Helper", 2010), ("Fire Captain Deputy", 2110), ("Zoo Curator", 2210)
    ]  # fmt: skip


def test_a_title_printed_over_the_column_of_steps_leaves_the_step_its_own() -> None:
    words = draw_words("APPENDIX A", "Classification           Step      Hourly Rate   Biweekly Rate")
    words += draw_words("", "", "                         Step1         43.85        3,508.00")
    words += draw_words("", "", "", "                         Step2         45.85        3,668.00")
    words += tuple(
        Word(text, x0, 36, x0 + 5 * len(text), 46)
        for text, x0 in (("1224", 0), ("Principal", 30), ("and", 120), ("Personnel", 153), ("Clerk", 205))
    )
    rates = read_salary("doc", [replace(draw_page(), words=words)]).rates
    assert {(rate.class_code, rate.class_title, rate.step) for rate in rates} == {
        ("1224", "Principal and Personnel Clerk", "1"), ("1224", "Principal and Personnel Clerk", "2")
    }  # fmt: skip


def test_heading_heads_and_label_at_the_foot_of_a_page_are_of_the_next_table() -> None:
    steps = "                                 1       2"
    rows = ("                         HR   10.00   11.00", "                         BW  800.00  880.00")
    first = (*HEAD, steps, "Zoo Curator (Class Code 2251)", *rows)
    foot = ("", "APPENDIX B", "Operative July 1, 2021", "", steps, "Fire Captain (Class Code 3183)")
    rates = _read((*first, *foot), rows).rates
    assert {(rate.appendix, str(rate.operative_date), rate.class_title, rate.class_code) for rate in rates} == {
        ("A", "2020-07-01", "Zoo Curator", "2251"),
        ("B", "2021-07-01", "Fire Captain", "3183"),
    }


def test_a_component_cut_by_a_page_break_has_its_whole_name() -> None:
    steps = "Title         Component          1       2"
    first = (
        "Fire Captain  Base Pay   HR   10.00   11.00",
        "3183                     BW  800.00  880.00",
        "              Total all  HR   12.00   13.00",
    )
    rest = (
        steps,
        "              bonuses    BW  960.00 1,040.00",
    )
    rates = _read((*HEAD, steps, *first), rest).rates
    assert {(rate.component, rate.component_name, rate.period) for rate in rates} == {
        ("base", "Base Pay", "HR"), ("base", "Base Pay", "BW"),
        ("total", "Total all bonuses", "HR"), ("total", "Total all bonuses", "BW"),
    }  # fmt: skip


def test_heads_of_narrow_columns_stand_closer_than_cells() -> None:
    words = [
        Word(text, x0, 10 * line, x0 + 5 * len(text), 10 * line + 10)
        for line, text, x0 in [
            (0, "Class", 0), (0, "Class", 30), (0, "Title", 57), (0, "Salary", 88), (1, "Code", 0), (1, "Range", 88)
        ]
    ]  # fmt: skip
    heads = read_label_heads(group_lines(words), 200.0)
    assert [(head.role, head.x0) for head in heads] == [("code", 0), ("title", 30), ("range", 88)]


def test_a_pay_period_of_two_words_begins_a_row_and_heads_stay_apart() -> None:
    words = draw_words("Class        Hourly Rate   Annual Rate", "Fire Captain Hourly Rate $ 82.44")
    texts = [word.text for word in joins.join_periods(words)]
    assert texts == ["Class", "Hourly", "Rate", "Annual", "Rate", "Fire", "Captain", "HourlyRate", "$", "82.44"]


def test_a_broken_pay_period_stands_exactly_on_the_line_of_its_amounts() -> None:
    """A label line 3.6 points above the amounts must not draw the name of the period to itself."""
    words = [
        Word("Compliance", 0, 71.6, 50, 81.3),
        Word("Bi-", 72, 71.6, 83, 81.3),
        Word("Weekly", 72, 78.4, 102, 88.1),
        Word("$2,540.07", 176, 75.26, 218, 84.96),
    ]
    joined = next(word for word in joins.join_periods(words) if word.text == "Bi-Weekly")
    assert (joined.top + joined.bottom) / 2 == pytest.approx(80.11)


def test_a_wrapped_code_close_to_a_wrapped_title_stays_a_code() -> None:
    words = [*draw_words("APPENDIX A", "Operative July 1, 2020", HOURLY)]
    words += [Word("Code", 0, 42, 30, 52), Word("Title", 60, 42, 90, 52)]
    words += [Word(f"Step{number}", 90 + 60 * number, 42, 120 + 60 * number, 52) for number in (1, 2)]
    for text, x0, top in (("5008-", 0, 60), ("Communications", 34, 60), ("2", 0, 72), ("Electrician", 34, 72)):
        words.append(Word(text, x0, top, x0 + 6 * len(text), top + 10))
    words += [Word(f"2{step}.10", 90 + 60 * step, 66, 120 + 60 * step, 76) for step in (1, 2)]
    rates = read_salary("doc", [replace(draw_page(), words=tuple(words))]).rates
    assert {(rate.class_code, rate.class_title) for rate in rates} == {("5008-2", "Communications Electrician")}


def test_a_label_of_a_scan_whose_lines_differ_in_height_by_a_hair_goes_on_under_its_first_row() -> None:
    """Appendix C of MOU 28, scanned: the last line of the title stands alone between HR and BW."""
    rows = (
        (124.6, 134.9, ((69, "Code"), (97, "Title"), (136, "Range"), (204, "1"), (255, "2"))),
        (140.9, 149.4, ((97, "Municipal"),)),
        (150.2, 158.8, ((67, "3183-1"), (97, "Police"), (136, "3758"), (166, "HR"), (190, "37.58"), (240, "38.58"))),
        (160.5, 168.7, ((97, "Officer"), (126, "I"))),
        (172.1, 179.8, ((166, "BW"), (190, "3,006.40"), (240, "3,086.40"))),
        (183.2, 191.1, ((166, "YR"), (190, "78,467.04"), (240, "80,555.04"))),
    )
    words = tuple(Word(text, x0, top, x0 + 4 * len(text), bottom) for top, bottom, row in rows for x0, text in row)
    rates = read_salary("doc", [replace(draw_page("x"), words=words)]).rates
    assert {(rate.class_code, rate.class_title) for rate in rates} == {("3183-1", "Municipal Police Officer I")}
    assert len(rates) == 6
