"""Amounts that arithmetic proves and whose labels are not surely read lose the status ok. Pages are drawn as text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.ladder.confirm import doubt_labels
from pipeline.models import Page, Rate, Word
from pipeline.normalize.ocr_words import mend_page
from pipeline.normalize.salary import read_salary
from pipeline.validate.arithmetic.checks import judge_rates
from pipeline.validate.arithmetic.rules import infer_rules
from tests.words import draw_page

STEPS = (
    "                         APPENDIX B",
    "                         Operative July 16, 2023",
    "",
    "Title          Code              1          2          3",
    "Harbor Pilot   3201-1   HR   20.00      21.00      22.00",
    "                        BW   1,600.00   1,680.00   1,760.00",
    "                        YR   41,760.00  43,848.00  45,936.00",
    "Dock Warden    3202-1   HR   30.00      31.00      32.00",
    "                        BW   2,400.00   2,480.00   2,560.00",
    "                        YR   62,640.00  64,728.00  66,816.00",
)
ROWS = (
    "                         APPENDIX B",
    "                         Operative July 16, 2023",
    "",
    "Title          Code     Step   Hourly   Biweekly   Annual",
    "Harbor Pilot   3201-1   1      20.00    1,600.00   41,760.00",
    "                        2      21.00    1,680.00   43,848.00",
    "                        3      22.00    1,760.00   45,936.00",
    "Dock Warden    3202-1   1      30.00    2,400.00   62,640.00",
    "                        2      31.00    2,480.00   64,728.00",
    "                        3      32.00    2,560.00   66,816.00",
)
PARTS = (
    "                         APPENDIX B",
    "                         Operative July 16, 2023",
    "",
    "Title          Code     Component                1          2          3",
    "Harbor Pilot   3201-1   Regular Pay        HR   20.00      21.00      22.00",
    "                                           BW   1,600.00   1,680.00   1,760.00",
    "                        Night Post - 3%    HR   0.60       0.63       0.66",
    "                                           BW   48.00      50.40      52.80",
    "Dock Warden    3202-1   Regular Pay        HR   30.00      31.00      32.00",
    "                                           BW   2,400.00   2,480.00   2,560.00",
    "                        Night Post - 3%    HR   0.90       0.93       0.96",
    "                                           BW   72.00      74.40      76.80",
)


def look(*rows: str) -> Page:
    page = draw_page(*rows, reader="rapidocr")
    return replace(page, words=tuple(word._replace(score=0.95) for word in page.words))


def change(rows: tuple[str, ...], old: str, new: str = "", *, count: int = 1) -> tuple[str, ...]:
    """The rows with a text replaced, everything else where it stood."""
    text = "\n".join(rows)
    assert old in text
    return tuple(text.replace(old, new.ljust(len(old))[: max(len(old), len(new))], count).split("\n"))


def read(first: tuple[str, ...], second: tuple[str, ...] | None = None) -> tuple[list[Rate], list[str]]:
    """The rates of a page and what is told of them, after two looks."""
    return read_looks(look(*first), look(*(first if second is None else second)))


def read_looks(page: Page, second: Page) -> tuple[list[Rate], list[str]]:
    """The same of two looks."""
    salary = read_salary("d", [page])
    rates, findings = judge_rates(salary.rates, infer_rules(salary.rates), salary.unread)
    assert rates
    unread = [finding for finding in findings if finding.check == "unread_number"]
    doubted, told = doubt_labels(rates, {1: page}, {1: second}, unread)
    return list(doubted), [finding.message for finding in told]


def proved(rates: list[Rate], code: str | None = None) -> int:
    return sum(rate.status == "ok" and code in (None, rate.class_code) for rate in rates)


@pytest.mark.parametrize("rows", [STEPS, ROWS, PARTS])
def test_a_page_that_both_looks_read_alike_is_proved(rows: tuple[str, ...]) -> None:
    rates, told = read(rows)
    assert (proved(rates), told) == (len(rates), [])


def test_steps_without_heads_are_not_proved() -> None:
    rates, told = read(change(STEPS, "1          2          3"))
    assert {(rate.step, rate.status) for rate in rates} == {(step, "unverified") for step in "123"}
    assert any("no step head stands over it" in message for message in told)


def test_an_amount_and_a_head_lost_in_every_row_shift_no_step_in_silence() -> None:
    lost = change(change(STEPS, "1          2          3", "1                     3"), "21.00")
    for amount in ("1,680.00", "43,848.00", "32.00", "2,560.00", "66,816.00"):
        lost = change(lost, amount)
    rates, _ = read(lost)
    warden = {(rate.step, rate.period, rate.status) for rate in rates if rate.class_code == "3202-1"}
    assert ("3", "HR", "ok") not in warden  # 31.00, that is printed under step 2


def test_a_step_beside_its_row_that_is_lost_makes_no_second_class() -> None:
    rates, _ = read(change(ROWS, "2      21.00", "       21.00"))
    assert not [rate for rate in rates if rate.status == "ok" and rate.amount == 2100]


def test_a_class_without_its_label_does_not_join_the_one_before() -> None:
    row = "Dock Warden    3202-1   1      30.00    2,400.00   62,640.00"
    rows = change(change(change(ROWS, row), "2      31.00", "4      31.00"), "3      32.00", "5      32.00")
    whole = change(change(ROWS, "2      31.00", "4      31.00"), "3      32.00", "5      32.00")
    rates, told = read(rows, whole)
    assert proved(rates) == 0
    assert any("a second look reads" in message for message in told)


def test_a_label_that_only_the_second_look_reads_puts_its_neighbours_in_doubt() -> None:
    more = (*STEPS[:7], "Ship Chandler  3301-1   HR   25.00      26.00      27.00", *STEPS[7:])
    rates, _ = read((*STEPS[:7], "", *STEPS[7:]), more)
    assert proved(rates) == 0


@pytest.mark.parametrize(("old", "new"), [("APPENDIX B", "APPENDIX 8"), ("July 16", "July 18"), ("APPENDIX B", "")])
def test_a_heading_is_read_alike(old: str, new: str) -> None:
    other = change(STEPS, old, new)
    assert proved(read(STEPS, other)[0]) == 0
    assert proved(read(other, STEPS)[0]) == 0


@pytest.mark.parametrize("new", ["Harbar Pilot", "Harbor Pilot I", "Harbor", "Harbor Pilot 21"])
@pytest.mark.parametrize("rows", [STEPS, ROWS])
def test_a_title_beside_its_code_is_read_alike(rows: tuple[str, ...], new: str) -> None:
    other = change(rows, "Harbor Pilot  ", new.ljust(14)) if len(new) > 12 else change(rows, "Harbor Pilot", new)
    for first, second in ((other, rows), (rows, other)) if len(new) >= 12 else ((other, rows),):
        rates, told = read(first, second)
        assert (proved(rates, "3201-1"), proved(rates, "3202-1")) == (0, 9)
        assert any("title" in message or "second look" in message for message in told)


def test_the_number_of_a_title_that_its_code_states_needs_no_second_look() -> None:
    rows = change(change(STEPS, "Harbor Pilot   3201-1", "Pilot II       3201-2"), "Dock Warden ", "Warden II   ")
    rates, _ = read(rows, change(change(rows, "Pilot II", "Pilot TH"), "Warden II", "Warden III"))
    assert {rate.class_code for rate in rates if rate.status == "ok"} == {"3201-2"}
    assert proved(read(rows, change(rows, "Warden II", "Warden 1l"))[0]) == len(rates)
    assert proved(read(rows, change(rows, "Pilot II", "Pilot I "))[0], "3201-2") == 9


@pytest.mark.parametrize("seen", ["I", "1", "|"])
def test_a_number_in_the_box_of_the_word_before_it_is_missed(seen: str) -> None:
    page, second = look(*change(ROWS, "Harbor Pilot  ", "Harbor Pilot I")), look(*ROWS)
    number = next(word for word in page.words if word.text == "I")
    glued = tuple(word._replace(x1=number.x1) if word.text == "Pilot" else word for word in second.words)
    whole = tuple(word._replace(text=seen) if word is number else word for word in page.words)
    rates = read_looks(replace(second, words=glued), mend_page(replace(page, words=whole)))[0]
    assert (proved(rates, "3201-1"), proved(rates, "3202-1")) == (0, 9)


@pytest.mark.parametrize(
    ("word", "is_read"), [("Attomey", False), ("Derks", False), ("Farmer", True), ("Attorney", True)]
)
def test_letters_that_touch_make_no_word_of_a_title_though_both_looks_agree(word: str, is_read: bool) -> None:
    rates, told = read(change(ROWS, "Harbor Pilot  ", word.ljust(14)))
    assert (proved(rates, "3201-1"), proved(rates, "3202-1")) == (9 if is_read else 0, 9)
    assert is_read or all("two letters" in message for message in told)


def test_numbers_of_titles_in_several_tables_of_a_page_are_those_of_their_rows() -> None:
    rows = change(change(ROWS, "Harbor Pilot  ", "Dock Warden I "), "Dock Warden   ", "Dock Warden II")
    later = change(change(rows, "APPENDIX B", "APPENDIX C"), "July 16, 2023", "July 14, 2024")
    rates, told = read((*rows, "", *later))
    assert ({rate.appendix for rate in rates}, proved(rates), told) == ({"B", "C"}, 36, [])


def test_a_number_that_both_looks_read_and_the_title_lacks_is_missed() -> None:
    page = look(*change(ROWS, "Harbor Pilot  ", "Harbor Pilot I"))
    salary = read_salary("d", [page])
    named = [replace(r, class_title=(r.class_title or "").removesuffix(" I"), status="ok") for r in salary.rates]
    rates, _ = doubt_labels(named, {1: page}, {1: page})
    assert (proved(list(rates), "3201-1"), proved(list(rates), "3202-1")) == (0, 9)


@pytest.mark.parametrize("left", ["2,0.00", "$20", "40.0", "$4,482.0 10"])
@pytest.mark.parametrize("rows", [STEPS, ROWS])
def test_a_label_with_the_rest_of_an_amount_is_not_proved_though_both_looks_agree(
    rows: tuple[str, ...], left: str
) -> None:
    rates, _ = read(change(rows, "Harbor Pilot   ", f"Harbor Pilot {left}   "))
    assert {rate.class_code for rate in rates if rate.status == "ok"} <= {"3202-1"}


def number_titles(*titles: str, codes: tuple[str, ...] = ()) -> list[Rate]:
    """Rates of a row for each title, both looks alike; codes count up where none are given."""
    rows = [
        f"{title:15}{code}   HR   {20 + n}.00      {30 + n}.00"
        + "\n"
        + f"{'':24}BW   {(20 + n) * 80:,}.00   {(30 + n) * 80:,}.00"
        for n, (title, code) in enumerate(zip(titles, codes or [f"32{n}1-1" for n in range(9)], strict=False))
    ]
    return read((*STEPS[:2], "", "Title          Code              1          2", *"\n".join(rows).split("\n")))[0]


def test_numbers_of_titles_hang_together() -> None:
    assert proved(number_titles("Clerk I", "Clerk II", "Typist")) == 12
    for titles in (("Clerk I", "Clerk I", "Typist II", "Guide"), ("Clerk 1", "Typist II", "Guide", "Pilot")):
        sure = {rate.class_title for rate in number_titles(*titles) if rate.status == "ok"}
        assert sure == {title for title in titles if "Clerk" not in title}
    assert proved(number_titles("Clerk 1", "Clerk 2", "Typist II")) == 12


def test_the_number_of_a_title_is_that_of_its_code_where_it_is_in_others() -> None:
    codes = ("3201-1", "3201-2", "3202-2", "3203-1", "3204-3")
    titles = ("Clerk I", "Clerk II", "Typist II", "Guide I")
    assert proved(number_titles(*titles, codes=codes)) == 16
    odd = number_titles(*titles, "Pilot II", codes=codes)
    assert {rate.class_code for rate in odd if rate.status != "ok"} == {"3204-3"}
    assert proved(number_titles("Clerk I", "Pilot II", codes=("3201-1", "3204-1"))) == 8


@pytest.mark.parametrize("rest", ["Pilot", "Pilot Harbor"])
def test_a_part_of_a_title_is_found_beside_the_same_code_elsewhere(rest: str) -> None:
    rows = (*STEPS[:7], "", "          APPENDIX C", "          Operative July 16, 2024", *STEPS[2:])
    rows = (*rows, "", "          APPENDIX D", "          Operative July 16, 2025", *STEPS[2:])
    rates, _ = read(change(rows, "Harbor Pilot", rest))
    assert {rate.appendix for rate in rates if rate.class_code == "3201-1" and rate.status != "ok"} == {"B"}


def coded(*labels: str, head: str) -> list[Rate]:
    """Rates of a class for each range or code, both looks alike."""
    rows = [
        f"Harbor Pilot {'ABCDEF'[n]}  {label:6} HR   {20 + n}.00      {30 + n}.00"
        + "\n"
        + f"{'':24}BW   {(20 + n) * 80:,}.00   {(30 + n) * 80:,}.00"
        for n, label in enumerate(labels)
    ]
    return read((*STEPS[:2], "", f"Title           {head:5}             1          2", *"\n".join(rows).split("\n")))[0]


@pytest.mark.parametrize(
    ("head", "labels"), [("Range", ["71", "83", "92", "B3"]), ("Code", ["3201", "3202", "32O3", "3204"])]
)
def test_a_letter_among_labels_of_figures_is_not_proved(head: str, labels: list[str]) -> None:
    odd = next(label for label in labels if not label.isdigit())
    rates = coded(*labels, head=head)
    assert {rate.range_code or rate.class_code for rate in rates if rate.status != "ok"} == {odd}
    mixed = coded("B3", "71", "D4", "92", head="Range")
    assert proved(mixed) == len(mixed) == 16


def test_a_title_misread_alike_twice_is_found_beside_the_same_code_elsewhere() -> None:
    more = (*STEPS[:7], "", *change(STEPS, "APPENDIX B", "APPENDIX C")[:1], "   Operative July 16, 2024", *STEPS[2:7])
    assert proved(read(more)[0]) == 18
    rates, _ = read(change(more, "Harbor Pilot", "Harbor Pilat"))
    assert proved(rates) == 0


@pytest.mark.parametrize(("old", "new"), [("3%", "39"), ("3%", "8%"), ("Post", "Past")])
def test_a_component_is_read_alike(old: str, new: str) -> None:
    rates, _ = read(change(PARTS, old, new), PARTS)
    assert not [r for r in rates if r.status == "ok" and r.component_name not in ("Regular Pay", "Night Post - 3%")]


def test_a_component_written_unlike_the_others_is_not_proved_though_both_looks_agree() -> None:
    three = (*PARTS, *(row.replace("3202-1", "3203-1").replace("Warden", "Keeper") for row in PARTS[8:]))
    rates, told = read(change(three, "3%", "39"))
    assert not [rate for rate in rates if rate.status == "ok" and rate.component_name == "Night Post - 39"]
    assert any("not written like the others" in message for message in told)


def test_a_component_that_lost_a_word_is_not_proved_though_both_looks_agree() -> None:
    rates, told = read(change(PARTS, "Night Post - 3%", "Night - 3%"))
    assert not [rate for rate in rates if rate.status == "ok" and rate.component_name == "Night - 3%"]
    assert "Night - 3% may be a part of Night Post - 3%" in told


@pytest.mark.parametrize("read_as", ["3t", "39", "o%", ""])
def test_a_percentage_that_no_look_reads_is_missed(read_as: str) -> None:
    rates, _ = read(change(PARTS, "3%", read_as, count=2))
    assert {rate.component for rate in rates if rate.status == "ok"} == {"base"}


def test_a_figure_among_roman_numbers_of_components_is_not_proved_though_both_looks_agree() -> None:
    rows = [row.replace("Night Post - 3%", "Post II - 3%   ") for row in PARTS]
    rows[6] = rows[6].replace("Post II - 3%", "Post 1 - 3% ")
    rates, told = read(tuple(rows))
    assert not [rate for rate in rates if rate.status == "ok" and "Post 1" in (rate.component_name or "")]
    assert any("numbered unlike the others" in message for message in told)


def test_names_that_stand_beside_one_another_are_no_parts() -> None:
    more = [
        row.replace("Night Post - 3%   ", "Night Post II - 3%") for row in PARTS if "Night" in row or "48.00" in row
    ]
    rates, told = read((*PARTS[:8], more[0], more[1], *PARTS[8:]))
    assert not [message for message in told if "part of" in message]
    assert {rate.component_name for rate in rates} >= {"Night Post - 3%", "Night Post II - 3%"}


def test_a_component_without_its_name_is_not_proved() -> None:
    rates, _ = read(change(PARTS, "Night Post - 3%"))
    assert not [rate for rate in rates if rate.status == "ok" and rate.component_name is None]


def test_a_class_that_goes_by_a_speck_is_not_proved() -> None:
    rows = change(STEPS, "Title          Code ", "Title          Range")
    rows = change(
        change(rows, "Harbor Pilot   3201-1", "1              31"), "Dock Warden    3202-1", "               32"
    )
    rates, _ = read(rows, change(rows, "1              31", "               31"))
    assert {rate.class_title for rate in rates} == {"1", None}
    assert not [rate for rate in rates if rate.status == "ok" and rate.class_title == "1"]


def test_the_same_class_read_twice_is_not_proved() -> None:
    rates, told = read(change(STEPS, "3202-1", "3201-1"))
    assert proved(rates) == 0
    assert any("read twice" in message for message in told)


def test_a_number_of_no_row_puts_the_classes_around_it_in_doubt() -> None:
    rates, told = read((*STEPS[:7], "                        77.00", *STEPS[7:]))
    assert proved(rates) == 0
    assert any("77.00 beside it belongs to no row" in message for message in told)


def test_a_number_of_no_row_leaves_the_same_class_in_other_tables_alone() -> None:
    tables = [
        (f"          APPENDIX {letter}", f"          Operative July 16, {year}", *STEPS[2:])
        for letter, year in (("B", 2023), ("C", 2024), ("D", 2025))
    ]
    lost = (*tables[1][:7], "                        77.00", *tables[1][7:])
    rates, _ = read((*tables[0], "", *lost, "", *tables[2]))
    assert {rate.appendix for rate in rates if rate.status != "ok"} == {"C"}


def test_a_figure_among_roman_steps_is_not_proved() -> None:
    rates, told = read(change(STEPS, "1          2          3", "1          II         III"))
    assert {rate.step for rate in rates if rate.status == "ok"} == {"II", "III"}
    assert "step 1 is not written like the others" in told


@pytest.mark.parametrize("garbled", ["3l.00.", "31,0.0", "$3I.0"])
def test_a_garbled_number_in_a_row_is_told(garbled: str) -> None:
    rates, told = read(change(STEPS, "31.00", garbled))
    assert [rate for rate in rates if rate.amount == 3200]
    assert proved(rates, "3202-1") == 0
    assert any(f"{garbled} beside it belongs to no row" in message for message in told)


def test_misread_heads_do_not_give_the_steps_of_the_table_before() -> None:
    below = (
        "Title          Code              1          III        V",
        *(row.replace("3201-1", "3301-1").replace("3202-1", "3302-1") for row in STEPS[4:]),
    )
    below = change(below, "1          III        V", "1          V          V")  # I, II and III, misread
    rates, told = read((*STEPS, "", *below))
    assert (proved(rates, "3301-1"), proved(rates, "3302-1")) == (0, 0)
    assert any("heads beside it are of other steps" in message for message in told)


def test_heads_that_are_not_read_end_those_of_the_table_before() -> None:
    below = (
        "Title          Code   Range      ll         Ml         NV",
        *(row.replace("3201-1", "3301-1").replace("3202-1", "3302-1") for row in STEPS[4:]),
    )
    rates, told = read((*STEPS, "", *below))
    assert (proved(rates, "3201-1"), proved(rates, "3301-1"), proved(rates, "3302-1")) == (9, 0, 0)
    assert any("no step head stands over it" in message for message in told)


def test_heads_over_two_lines_are_heads() -> None:
    rows = (
        *STEPS[:3],
        STEPS[3].replace("Title          Code", "Title          Class"),
        "               Code",
        *STEPS[4:],
    )
    assert proved(read(rows)[0]) == 18
    rows = (*STEPS[:3], STEPS[3], "Class Title    Code", *STEPS[4:])
    assert proved(read(rows)[0]) == 18


def test_a_label_that_says_class_code_heads_no_columns() -> None:
    rows = change(STEPS, "                        BW   1,600.00", "Class    Code  3201-1   BW   1,600.00")
    assert proved(read(change(rows, "3201-1   HR", "         HR"))[0]) == 18


def test_the_head_of_a_column_is_no_range() -> None:
    rates, _ = read(change(STEPS, "3202-1 ", "Range  "))
    assert not [rate for rate in rates if rate.status == "ok" and rate.range_code == "Range"]


def test_two_ranges_in_one_label_are_not_proved() -> None:
    rows = change(STEPS, "Title          Code  ", "Title          Range ")
    rows = change(change(rows, "3201-1   HR", "011      HR"), "3202-1   HR", "012      HR")
    both = change(rows, "               " + "         BW   1,600.00", "               012      BW   1,600.00")
    rates, told = read(both)
    assert not [rate for rate in rates if rate.status == "ok" and " " in (rate.range_code or "")]
    assert any("labels of several classes" in message for message in told)


def test_a_range_that_is_the_first_hourly_rate_is_proved_without_a_second_look() -> None:
    rows = (
        *STEPS[:3],
        "Title          Code     Range          1          2",
        "Harbor Pilot   3201-1   2000     HR   20.00      21.00",
        "                                 BW   1,600.00   1,680.00",
        "Dock Warden    3202-1   3000     HR   30.00      31.00",
        "                                 BW   2,400.00   2,480.00",
    )
    rates, _ = read(rows, change(rows, "2000 ", "2008 "))
    assert (proved(rates), {rate.range_code for rate in rates}) == (8, {"2000", "3000"})
    odd = tuple(row.replace("2000 ", "2005 ") for row in rows)
    assert proved(read(odd, rows)[0], "3201-1") == 0


def test_a_range_on_every_row_of_a_scan_is_one_range_though_it_moves_by_a_point() -> None:
    rows = (
        *STEPS[:3],
        "Title          Code     Grade   Step   Hourly   Biweekly",
        "Harbor Pilot   3201-1   015     1      20.00    1,600.00",
        "                        015     2      21.00    1,680.00",
        "                        015     3      22.00    1,760.00",
    )
    page = look(*rows)
    moved = tuple(w._replace(x0=w.x0 + 3.9 + w.top % 5 / 10, x1=w.x1 + 4) if w.text == "015" else w for w in page.words)
    rates = read_salary("d", [replace(page, words=moved)]).rates
    assert {rate.range_code for rate in rates} == {"015"}


def test_a_lone_figure_one_beside_titles_with_roman_numbers_is_not_proved_though_both_looks_agree() -> None:
    one = [row.replace("Night Post - 3%", "Post 1 - 3%    ") for row in PARTS]
    rates, _ = read(tuple(one))
    assert any(rate.status == "ok" and rate.component_name == "Post 1 - 3%" for rate in rates)
    rates, told = read(tuple(row.replace("Warden", "Keeper II") if "Warden" in row else row for row in one))
    assert not [rate for rate in rates if rate.status == "ok" and "Post 1" in (rate.component_name or "")]
    assert any("may end in a Roman I" in message for message in told)


def test_a_sign_of_dollars_that_a_look_reads_for_the_letter_of_a_code_is_that_letter() -> None:
    coded = change(change(STEPS, "3201-1", "S201"), "3202-1", "S202")
    rates, told = read(coded, change(coded, "S201", "$201"))
    assert (proved(rates), told) == (len(rates), [])
    rates, _ = read(coded, change(coded, "S201", "$207"))
    assert proved(rates, "S201") == 0


def test_a_word_of_prose_under_a_table_is_no_number_of_a_title() -> None:
    prose = "Employees i service for twelve months advance to the next step of their range."
    rows = (*change(STEPS, "Harbor Pilot ", "Harbor Pilot I"), "", prose)
    rates, told = read(rows, change(rows, "Employees i ", "Employees in"))
    assert (proved(rates), told) == (len(rates), [])


def test_the_stem_of_a_letter_is_no_number_before_its_word() -> None:
    page = look(*change(STEPS, "Harbor Pilot ", "Port Recorder"))
    word = next(word for word in page.words if word.text == "Recorder")
    for place, number in ((word.x0, False), (word.x1 + 3, True)):
        stroke = Word("1", place, word.top, place + 1.4, word.bottom, 0.8)
        rates, _ = read_looks(page, replace(page, words=(*page.words, stroke)))
        assert (proved(rates, "3201-1") == 0) is number


@pytest.mark.parametrize(
    ("old", "new", "alike"), [("117", "II7", True), ("Pilot I", "Pilot |", True), ("117", "177", False)]
)
def test_a_stroke_is_a_stroke_whatever_a_look_calls_it(old: str, new: str, alike: bool) -> None:
    rows = change(change(change(STEPS, "Harbor Pilot ", "Harbor Pilot I"), "3201-1", "117   "), "3202-1", "118   ")
    rates, _ = read(rows, change(rows, old, new))
    assert (proved(rates) == len(rates)) is alike
