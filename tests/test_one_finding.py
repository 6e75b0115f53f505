"""One wrong place gives one finding: it names the amount, what is printed there and what it must be."""

from __future__ import annotations

import pytest

from pipeline.extract.text import read_text_pages
from pipeline.ladder import ReadConfig, read_document
from pipeline.normalize.salary import read_salary

# Hourly pay in cents; biweekly pay is 80 times, yearly pay 2,088 times as much. Ranges are step 1.
HOURLY = {"1207-1": (2113, 2231, 2355, 2487), "1207-2": (2355, 2487, 2626, 2773), "1211": (3004, 3172, 3349, 3536)}
TIMES = {"HR": 1, "BW": 80, "YR": 2088}
TITLES = {"1207-1": "Harbor Clerk I", "1207-2": "Harbor Clerk II", "1211": "Ferry Pilot"}


def money(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02d}"


def scrambled(*edits: tuple[str, str]) -> bytes:
    """A text layer that gives the amounts of two appendices first and their labels after them."""
    lines: list[str] = []
    for letter, year, more in (("A", 2020, 100), ("B", 2021, 104)):
        lines += ["1 2 3 4", ""]
        raised = {code: [(cents * more + 50) // 100 for cents in ladder] for code, ladder in HOURLY.items()}
        for ladder in raised.values():
            for period, times in TIMES.items():
                lines += [" ".join([period, *(money(cents * times) for cents in ladder)]), ""]
        lines += [f"APPENDIX {letter}", "MOU 25", f"Operative July 1, {year}", "SALARY STEP"]
        lines += [piece for code in HOURLY for piece in (TITLES[code], "", code, "", f"Range {raised[code][0]}", "")]
    text = "\n".join(lines)
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def told(*edits: tuple[str, str]) -> list[tuple[str, str | None, str | None, str | None]]:
    found = read_document(scrambled(*edits), "d", "d", "0", ReadConfig(ocr=False)).findings
    where = [("/".join(f.key.split("/")[1:]), f) for f in found if f.check != "coverage"]
    return [(f"{f.check} {key}" if "page" not in key else f.check, f.column, f.printed, f.expected) for key, f in where]


def test_a_whole_text_has_no_finding() -> None:
    assert told() == []


# 30.04 is step 1 of 1211 in appendix A: 2,403.20 biweekly, 62,723.52 yearly.
@pytest.mark.parametrize("instead", ["", "-", "n/a", "####?", "$"])
@pytest.mark.parametrize(
    ("amount", "lost", "beside"), [("30.04", "HR", "BW"), ("2,403.20", "BW", "HR"), ("62,723.52", "YR", "BW")]
)
def test_an_amount_that_is_lost_moves_no_other(amount: str, lost: str, beside: str, instead: str) -> None:
    key = f"missing_amount A/2020-07-01/1211/3004/base/1/{beside}"
    assert told((f"${amount}", instead)) == [(key, lost, None, amount)]


@pytest.mark.parametrize("misread", ["$1,884.OO", "$1.884.00", "$1,8B4.00", "$1884,00", "$1,884.0"])
def test_an_amount_that_is_misread_is_told_with_what_stands_there(misread: str) -> None:
    # 23.55 x 80, step 1 of 1207-2 and step 3 of 1207-1; the first one printed is that of 1207-1
    found = told(("$1,884.00", misread))
    assert found == [("missing_amount A/2020-07-01/1207-1/2113/base/3/HR", "BW", misread, "1,884.00")]


def test_a_word_among_amounts_holds_the_place_of_one() -> None:
    found = told(("$31.72", "illegible"))
    assert found == [("missing_amount A/2020-07-01/1211/3004/base/2/BW", "HR", None, "31.72")]


def test_an_amount_printed_twice_is_one_number_too_many() -> None:
    assert told(("$2,403.20", "$2,403.20 $2,403.20")) == [("unread_number", None, "$2,403.20", None)]


def test_two_amounts_lost_from_one_row_leave_the_others_in_their_place() -> None:
    found = told(("$30.04 ", ""), ("$33.49 ", ""))
    assert [expected for *_, expected in found] == ["30.04", "33.49"]


def test_an_amount_lost_where_another_is_misprinted() -> None:
    found = told(("$30.04 ", ""), ("$2,537.60", "$2,573.60"))
    assert sorted(expected or "" for *_, expected in found) == ["2,537.60", "30.04"]


def test_a_point_in_the_wrong_place_is_told_once() -> None:
    # 35.36 is the last step of 1211: no ladder of steps is blamed beside it
    assert told(("$35.36", "$353.6")) == [("missing_amount A/2020-07-01/1211/3004/base/4/BW", "HR", "$353.6", "35.36")]
    assert told(("$31.72", "$317.20")) == [
        ("period_identity A/2020-07-01/1211/3004/base/2/HR", "amount", "317.20", "31.72")
    ]


def test_a_table_with_one_period_is_placed_by_its_ladder() -> None:
    rows = ["HR $10.00 $11.00 $12.00 $13.00", "HR $20.00 $22.00 $24.00 $26.00", "HR $30.00 $36.00 $39.00"]
    text = "\n".join(["1 2 3 4", *rows, "Harbor Clerk", "1207", "Harbor Pilot", "1208", "Harbor Guide", "1209"])
    rates = read_salary("d", read_text_pages(text.encode())).rates
    assert [(rate.step, rate.amount) for rate in rates[8:]] == [("1", 3000), ("3", 3600), ("4", 3900)]


def test_a_lone_currency_sign_in_a_cell_has_lost_its_digits() -> None:
    # cells of a text with tabs: the amounts after it stay in their columns
    hourly = "1207\tHarbor Clerk\tHR\t10.00\t$\t12.00\t13.00"
    rows = ["\t\t\t1\t2\t3\t4", hourly, "\t\tBW\t800.00\t880.00\t960.00\t1,040.00"]
    rates = read_salary("d", read_text_pages("\n".join(rows).encode())).rates
    steps = [(rate.step, rate.amount) for rate in rates if rate.period == "HR"]
    assert steps == [("1", 1000), ("3", 1200), ("4", 1300)]


def test_a_code_misprinted_in_one_table_moves_no_class_of_the_others() -> None:
    found = told(("1207-2\n\nRange 2449", "1270-2\n\nRange 2449"))
    assert found == [("class_label B/2021-07-01/1270-2/2449/base/1/HR", "class_code", "1270-2", "1207-2")]


def test_a_code_printed_for_the_class_of_another_is_told() -> None:
    found = told(("1211\n\nRange 3124", "1207-1\n\nRange 3124"))
    assert found == [("class_label B/2021-07-01/1207-1/3124/base/1/HR", "class_code", "1207-1", "1211")]
