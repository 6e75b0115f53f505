"""What typesetting programs do to the same table: leading, hyphens, low boxes, heads that stand close."""

from __future__ import annotations

import pytest

from pipeline.models import Page, Rate, Word
from pipeline.normalize.salary import read_salary
from pipeline.normalize.salary.joins import split_glued
from pipeline.normalize.salary.labels import join_broken
from tests.words import draw_page

HEAD = ("APPENDIX A", "Operative July 1, 2020", "")


Line = tuple[float, float, tuple[tuple[float, str], ...]]
"""Top, height and words with their left edges."""


def _set_lines(*lines: Line, width: float = 4.0) -> Page:
    words = [
        Word(text, x0, top, x0 + width * len(text), top + height) for top, height, row in lines for x0, text in row
    ]
    return Page(1, 612.0, 792.0, tuple(words), "pdfium")


def _titles(rates: tuple[Rate, ...]) -> set[tuple[str | None, str | None]]:
    return {(rate.class_title, rate.class_code) for rate in rates}


PERIODS = (("HR", "20.00", "21.00"), ("BW", "1,600.00", "1,680.00"), ("YR", "41,760.00", "43,848.00"))


def _class_rows(top: float, leading: float, code: str, *title: str) -> list[Line]:
    """Rows of a class, the first made taller by the lines its title is broken into, as a cell of a table grows."""
    rows: list[Line] = []
    height = leading / 1.35
    for number, (period, *amounts) in enumerate(PERIODS):
        label = ((84.0, code), (123.0, title[0])) if number == 0 else ()
        rows.append((top, height, (*label, (217.0, period), (280.0, amounts[0]), (340.0, amounts[1]))))
        for line in title[1:] if number == 0 else ():
            top += leading
            rows.append((top, height, ((123.0, line),)))
        top += leading
    return rows


@pytest.mark.parametrize("leading", [9.5, 11.0])
def test_a_title_broken_in_the_first_row_of_a_class_is_one_however_low_the_type_is(leading: float) -> None:
    heads = [
        (50.0, 9.0, ((268.0, "APPENDIX"), (305.0, "A"))),
        (75.0, 9.0, ((240.0, "Operative"), (280.0, "July"), (300.0, "1,"), (312.0, "2020"))),
        (129.0, 7.0, ((84.0, "Code"), (123.0, "Title"), (295.0, "1"), (355.0, "2"))),
    ]
    first = _class_rows(149.0, leading, "6695-2", "Captain")
    second = _class_rows(149.0 + 3 * leading, leading, "2713-1", "Probation", "Officer")
    third = _class_rows(149.0 + 7 * leading, leading, "1420-2", "Librarian")
    rates = read_salary("doc", [_set_lines(*heads, *first, *second, *third)]).rates
    assert _titles(rates) == {("Captain", "6695-2"), ("Probation Officer", "2713-1"), ("Librarian", "1420-2")}
    assert len(rates) == 18


def test_a_word_that_a_hyphen_breaks_is_whole_again() -> None:
    assert join_broken(["Environmental Compliance Inspec-", "tor"]) == "Environmental Compliance Inspector"
    assert join_broken(["Crossing Guard, part-", "time"]) == "Crossing Guard, part-time"
    assert join_broken(["Mechanic -", "heavy duty"]) == "Mechanic - heavy duty"
    assert join_broken(["Director-", "Parks"]) == "Director- Parks"


def test_the_step_of_a_row_beside_a_label_that_stands_a_little_higher_is_no_mark() -> None:
    """A label of two lines, set in the middle of six rows, stands a point off the rows it is beside."""
    rows = [
        (100.0 + 11 * step, 8.5, ((186.0, str(step)), (245.0, f"2{step}.50"), (296.0, f"2,{step}60.00")))
        for step in range(1, 7)
    ]
    label = [(131.2, 8.5, ((54.0, "Communications"),)), (142.2, 8.5, ((54.0, "Electrician"),))]
    heads = [(96.0, 8.5, ((54.0, "Classification"), (175.0, "Step"), (241.0, "Hourly"), (291.0, "Biweekly")))]
    page = _set_lines(*heads, *rows, *label)
    rates = read_salary("doc", [page]).rates
    assert {rate.class_title for rate in rates} == {"Communications Electrician"}
    assert {rate.step for rate in rates} == {"1", "2", "3", "4", "5", "6"}


def test_a_pay_period_of_two_words_in_typewriter_type() -> None:
    """Low type set wide: a space is seven tenths of the height of its box."""
    rows = [
        (121.0, 5.6, ((48.0, "Hourly"), (76.0, "Rate"), (124.0, "20.00"), (170.0, "21.00"))),
        (131.0, 5.6, ((48.0, "Biweekly"), (84.0, "Rate"), (124.0, "1,600.00"), (170.0, "1,680.00"))),
        (141.0, 5.6, ((48.0, "Annual"), (76.0, "Rate"), (124.0, "41,760.00"), (170.0, "43,848.00"))),
    ]
    heads = [(100.0, 5.6, ((48.0, "Period"), (140.0, "I"), (186.0, "II")))]
    caption = [(111.0, 5.6, ((48.0, "Fire"), (68.0, "Captain"), (100.0, "(Class"), (128.0, "Code"), (148.0, "2251)")))]
    rates = read_salary("doc", [_set_lines(*heads, *caption, *rows)]).rates
    assert _titles(rates) == {("Fire Captain", "2251")}
    assert [rate.period for rate in rates] == ["HR", "HR", "BW", "BW", "YR", "YR"]


def test_heads_broken_in_some_columns_and_whole_in_others() -> None:
    rates = read_salary(
        "doc",
        [
            draw_page(
                *HEAD,
                "Code    Class Title      Hourly Minimum     Hourly    Annual     Annual",
                "                                           Maximum   Minimum    Maximum",
                "5614    Zoo Curator               33.37      43.38 69,676.56  90,577.44",
                "3121    Airport Guide             29.95      38.94 62,535.60  81,306.72",
            )
        ],
    ).rates
    assert [(rate.step, rate.period, rate.amount) for rate in rates if rate.class_code == "5614"] == [
        ("Minimum", "HR", 3337), ("Maximum", "HR", 4338), ("Minimum", "YR", 6967656), ("Maximum", "YR", 9057744)
    ]  # fmt: skip


def test_words_of_one_head_stand_apart_over_narrow_amounts() -> None:
    """Typewriter type: "Hourly" of the second column stands nearer to the amounts of the first."""
    low_heads = ((48.0, "Title"), (244.0, "Hourly"), (272.0, "Minimum"), (306.0, "Hourly"), (334.0, "Maximum"))
    heads = (*low_heads, (368.0, "Annual"), (396.0, "Minimum"), (430.0, "Annual"), (458.0, "Maximum"))
    rows = [
        (
            95.0,
            6.0,
            ((48.0, "Curator"), (280.0, "33.37"), (342.0, "43.38"), (388.0, "69,676.56"), (450.0, "90,577.44")),
        ),
        (105.0, 6.0, ((48.0, "Guide"), (280.0, "29.95"), (342.0, "38.94"), (388.0, "62,535.60"), (450.0, "81,306.72"))),
    ]
    rates = read_salary("doc", [_set_lines((85.0, 6.0, heads), *rows)]).rates
    assert [(rate.step, rate.period, rate.amount) for rate in rates if rate.class_title == "Guide"] == [
        ("Minimum", "HR", 2995), ("Maximum", "HR", 3894), ("Minimum", "YR", 6253560), ("Maximum", "YR", 8130672)
    ]  # fmt: skip


def test_two_ranges_at_the_top_of_a_page_are_no_pay_periods_of_one_class() -> None:
    """Their amounts stand as 2.12 to 1, near 26.1 / 12; and rows that differ in digits alone are no running heads."""
    steps = "Range     1        2        3"
    first = (*HEAD, "Hourly Rates", steps, "111     22.54    23.16    23.80", "112     55.95    59.03    62.28")
    second = (steps, "325     15.99    16.79    17.63", "332     33.85    35.54    37.32")
    reading = read_salary("doc", [draw_page(*first), draw_page(*second, number=2)])
    assert {rate.range_code for rate in reading.rates} == {"111", "112", "325", "332"}
    assert {rate.period for rate in reading.rates} == {"HR"}
    rates = read_salary("doc", [draw_page(*first), *(draw_page(*second, number=page) for page in (2, 3))]).rates
    assert len(rates) == 18


STEPS = "                     1          2          3"


@pytest.mark.parametrize("sign", ["\ufffd", "\ufffd "])
def test_a_currency_sign_without_a_name_stands_before_every_amount(sign: str) -> None:
    rows = [
        f"Fire Captain   {name}  " + "  ".join(f"{sign}{amount}" for amount in amounts)
        for name, *amounts in (("HR", "50.24", "53.00", "55.92"), ("BW", "4,019.20", "4,240.00", "4,473.60"))
    ]
    rates = read_salary("doc", [draw_page(*HEAD, STEPS, *rows)]).rates
    assert [rate.amount for rate in rates] == [5024, 5300, 5592, 401920, 424000, 447360]


def test_a_figure_without_a_name_is_no_sign() -> None:
    rows = (
        "Fire Captain   HR   \ufffd50.24     \ufffd53.00     \ufffd55.92",
        "               BW   4,0\ufffd9.20   4,240.00   4,473.60",
    )
    assert read_salary("doc", [draw_page(*HEAD, STEPS, *rows)]).rates == ()


def test_heads_a_space_apart_are_parted_where_a_pay_period_is_named_again() -> None:
    """ "Hourly" of the second head stands nearer to the amounts of the first column than to its own."""
    low_heads = ((120.0, "Title"), (264.0, "Hourly"), (292.0, "Minimum"), (326.0, "Hourly"), (354.0, "Maximum"))
    heads = (*low_heads, (388.0, "Annual"), (416.0, "Minimum"), (450.0, "Annual"), (478.0, "Maximum"))
    rows = [
        (
            95.0,
            8.0,
            ((120.0, "Curator"), (300.0, "33.37"), (362.0, "43.38"), (408.0, "69,676.56"), (470.0, "90,577.44")),
        ),
        (
            105.0,
            8.0,
            ((120.0, "Guide"), (300.0, "29.95"), (362.0, "38.94"), (408.0, "62,535.60"), (470.0, "81,306.72")),
        ),
    ]
    rates = read_salary("doc", [_set_lines((85.0, 8.0, heads), *rows)]).rates
    assert [(rate.step, rate.period, rate.amount) for rate in rates if rate.class_title == "Guide"] == [
        ("Minimum", "HR", 2995), ("Maximum", "HR", 3894), ("Minimum", "YR", 6253560), ("Maximum", "YR", 8130672)
    ]  # fmt: skip


def test_heads_of_labels_hold_on_the_next_page() -> None:
    """A number under "Range" on the first page is a range on the second one, which prints no heads."""
    steps = "Range   Period        Step A     Step B"
    rows = [
        (
            f"{number}     Hourly         20.{number}     21.{number}",
            f"        Annual      41,7{number}.00  43,8{number}.00",
        )
        for number in ("11", "12", "13", "14")
    ]
    first = (*HEAD, steps, *rows[0], *rows[1])
    rates = read_salary("doc", [draw_page(*first), draw_page(*rows[2], *rows[3], number=2)]).rates
    assert {(rate.range_code, rate.class_code, rate.class_title) for rate in rates} == {
        (number, None, None) for number in ("11", "12", "13", "14")
    }


def test_heads_of_codes_and_titles_a_space_apart_under_a_head_of_their_own() -> None:
    """ "Class" over "Code", and "Title" so close to it that all look like one head: the title wraps in its column."""
    heads = [
        (100.0, 10.0, ((48.0, "Class"),)),
        (112.0, 10.0, ((48.0, "Code"), (68.0, "Title"), (150.0, "1"), (190.0, "2"))),
    ]
    rows = [
        (125.0, 10.0, ((48.0, "2957"), (68.0, "Guide"), (140.0, "4,828.00"), (180.0, "4,960.00"))),
        (136.0, 10.0, ((68.0, "Visitors"),)),
        (147.0, 10.0, ((48.0, "3582"), (68.0, "Civil"), (140.0, "8,193.00"), (180.0, "8,418.00"))),
        (158.0, 10.0, ((68.0, "Engineer"),)),
        (169.0, 10.0, ((68.0, "Associate"),)),
    ]
    title = (85.0, 10.0, ((130.0, "Monthly"), (162.0, "Salary")))
    rates = read_salary("doc", [_set_lines(title, *heads, *rows)]).rates
    assert _titles(rates) == {("Guide Visitors", "2957"), ("Civil Engineer Associate", "3582")}


def test_a_note_close_under_the_last_row_is_no_part_of_its_title() -> None:
    rates = read_salary(
        "doc",
        [
            draw_page(
                *HEAD,
                "Classification                           Hourly Rate",
                "Zoo Curator                                    33.37",
                "Airport Guide                                  29.95",
                "(1) Paid on the day that is named in this part",
            )
        ],
    ).rates
    assert {rate.class_title for rate in rates} == {"Zoo Curator", "Airport Guide"}


def test_amounts_that_touch_in_columns_too_narrow_for_them() -> None:
    words = [Word("9,90410,17710,457", 0, 0, 170, 10), Word("--120,582.00126,616.32", 0, 20, 220, 30)]
    assert [word.text for word in split_glued(words)] == [
        "9,904", "10,177", "10,457", "--", "120,582.00", "126,616.32"
    ]  # fmt: skip
    assert [word.text for word in split_glued([Word("1,234,567", 0, 0, 90, 10)])] == ["1,234,567"]


def test_rows_that_go_on_over_several_pages_and_cannot_be_read_are_told_on_each() -> None:
    first = (*HEAD, "Hourly Rates", "Range     1        2        3", "111     22.54    23.16    23.80")
    rest = ("112   5.95    9.03    2.28    1.07", "113   5.96    9.04    2.29    1.08")
    pages = [draw_page(*first), *(draw_page(*rest, number=number) for number in (2, 3))]
    reading = read_salary("doc", pages)
    assert [number.page_number for number in reading.unread] == [2] * 8 + [3] * 8


@pytest.mark.parametrize("upwards", [False, True])
def test_lines_of_a_title_may_stand_further_apart_than_rows(upwards: bool) -> None:
    """Rows 11 points apart, lines of a title 13: the second line is nearer to the row it is not of."""
    heads = (85.0, 9.0, ((48.0, "Code"), (90.0, "Title"), (240.0, "1"), (300.0, "2")))
    first, second = ("Compliance", "Inspector") if not upwards else ("Inspector", "Compliance")
    tops = (98.0, 109.0, 122.0, 133.0, 144.0) if not upwards else (98.0, 109.0, 120.0, 133.0, 144.0)
    loose = tops[2]
    rows = [
        (top, 9.0, ((48.0, code), (90.0, title), (230.0, f"{code[:2]}.10"), (290.0, f"{code[:2]}.60")))
        for top, code, title in zip(
            (top for top in tops if top != loose),
            ("2100", "2200", "2300", "2400"),
            ("Guide", first, "Keeper", "Curator") if not upwards else ("Guide", "Keeper", first, "Curator"),
            strict=True,
        )
    ]
    title = (70.0, 9.0, ((150.0, "Hourly"), (180.0, "Rates")))
    rates = read_salary("doc", [_set_lines(title, heads, *rows, (loose, 9.0, ((90.0, second),)))]).rates
    assert ("Compliance Inspector", "2300" if upwards else "2200") in _titles(rates)
    assert {"Guide", "Keeper", "Curator"} <= {title for title, _ in _titles(rates)}


def test_the_third_line_of_the_last_title_stands_as_far_down_as_the_second() -> None:
    heads = (85.0, 9.0, ((48.0, "Code"), (90.0, "Title"), (240.0, "1"), (300.0, "2")))
    rows = [
        (98.0, 9.0, ((48.0, "2100"), (90.0, "Guide"), (230.0, "21.10"), (290.0, "21.60"))),
        (109.0, 9.0, ((48.0, "2200"), (90.0, "Communications"), (230.0, "22.10"), (290.0, "22.60"))),
        (121.8, 9.0, ((90.0, "Electrician"),)),
        (134.6, 9.0, ((90.0, "Supervisor"),)),
    ]
    title = (70.0, 9.0, ((150.0, "Hourly"), (180.0, "Rates")))
    rates = read_salary("doc", [_set_lines(title, heads, *rows)]).rates
    assert ("Communications Electrician Supervisor", "2200") in _titles(rates)


def test_steps_named_by_service_a_space_apart() -> None:
    heads = (
        85.0,
        9.0,
        ((48.0, "Title"), (200.0, "Start"), (226.0, "6"), (234.0, "Months"), (264.0, "12"), (276.0, "Months")),
    )
    rows = [
        (top, 9.0, ((48.0, title), (200.0, f"{pay}.10"), (238.0, f"{pay}.60"), (280.0, f"{pay}.90")))
        for top, title, pay in ((98.0, "Guide", 21), (110.0, "Keeper", 31))
    ]
    title = (70.0, 9.0, ((150.0, "Hourly"), (180.0, "Rates")))
    rates = read_salary("doc", [_set_lines(title, heads, *rows)]).rates
    assert [rate.step for rate in rates] == ["Start", "6 Months", "12 Months"] * 2


def test_the_raised_mark_of_a_footnote_is_no_part_of_a_title() -> None:
    heads = (85.0, 9.0, ((48.0, "Code"), (90.0, "Title"), (240.0, "1"), (300.0, "2")))
    rows = [
        (
            98.0,
            9.0,
            ((48.0, "2100"), (90.0, "Zoo"), (104.0, "Curator"), (205.0, "HR"), (230.0, "21.10"), (290.0, "22.10")),
        ),
        (109.0, 9.0, ((205.0, "BW"), (230.0, "1,688.00"), (290.0, "1,768.00"))),
        (120.0, 9.0, ((48.0, "2200"), (90.0, "Keeper"), (205.0, "HR"), (230.0, "31.10"), (290.0, "32.10"))),
        (131.0, 9.0, ((205.0, "BW"), (230.0, "2,488.00"), (290.0, "2,568.00"))),
    ]
    marks = [(96.0, 5.5, ((133.0, "2"),)), (117.0, 5.5, ((115.0, "*"),))]
    rates = read_salary("doc", [_set_lines(heads, *rows, *marks)]).rates
    assert _titles(rates) == {("Zoo Curator", "2100"), ("Keeper", "2200")}


def test_the_words_of_a_justified_line_are_one_cell() -> None:
    """A line of a component's name, stretched to the width of its cell: its words stand as far apart as cells."""
    heads = (
        85.0,
        7.0,
        ((43.0, "Code"), (87.0, "Title"), (171.0, "Pay"), (187.0, "Component"), (330.0, "1"), (390.0, "2")),
    )
    names = {
        "base": ((171.0, "Regular"), (201.0, "Pay")),
        "bonus": ((171.0, "Basic"), (193.0, "POST"), (211.0, "3%")),
        "total": ((171.0, "Regular"), (205.0, "Pay"), (223.0, "plus"), (245.0, "ALL")),
    }
    amounts = {"base": (10000, 20000), "bonus": (300, 600), "total": (10300, 20600)}
    rows: list[Line] = []
    top = 95.0
    for code in ("8621", "5589"):
        for kind, name in names.items():
            label = ((43.0, code), (87.0, "Nurse")) if kind == "base" else ()
            for period, times in (("HR", 1), ("BW", 80)):
                figures = [f"{times * cents // 100:,}.{times * cents % 100:02d}" for cents in amounts[kind]]
                row = (
                    *(label + name if period == "HR" else ()),
                    (263.0, period),
                    (320.0, figures[0]),
                    (380.0, figures[1]),
                )
                rows.append((top, 7.0, row))
                top += 9.0
                if kind == "total" and period == "HR":
                    rows.append((top, 7.0, ((171.0, "bonuses"),)))
                    top += 9.0
    rates = read_salary("doc", [_set_lines(heads, *rows)]).rates
    assert {(rate.class_code, rate.component_name) for rate in rates if rate.component == "total"} == {
        ("8621", "Regular Pay plus ALL bonuses"), ("5589", "Regular Pay plus ALL bonuses")
    }  # fmt: skip
