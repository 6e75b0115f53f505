from __future__ import annotations

from pipeline.extract.text import read_text_pages
from pipeline.normalize.salary import read_salary

TEXT = """1 2

HR $10.00 $11.00

BW $800.00 $880.00

HR $20.00 $21.00

BW $1,600.00 $1,680.00

HR $30.00 $31.50

BW $2,400.00 $2,520.00Range 3000

Fire Captain I

3183-1

Range 1000

APPENDIX A
MOU 25

Operative July 1, 2020

SALARY STEP

Fire Captain

II

3183-2

Range 2000

Municipal Zoo

Curator

4251
"""


def test_labels_after_the_amounts_find_their_rows() -> None:
    rates = read_salary("doc", read_text_pages(TEXT.encode())).rates
    assert {
        (rate.class_title, rate.class_code, rate.range_code, rate.amount) for rate in rates if rate.step == "1"
    } == {
        ("Fire Captain I", "3183-1", "1000", 1000),
        ("Fire Captain I", "3183-1", "1000", 80000),
        ("Fire Captain II", "3183-2", "2000", 2000),
        ("Fire Captain II", "3183-2", "2000", 160000),
        ("Municipal Zoo Curator", "4251", "3000", 3000),
        ("Municipal Zoo Curator", "4251", "3000", 240000),
    }
    assert {(rate.appendix, str(rate.operative_date), rate.mou_number) for rate in rates} == {("A", "2020-07-01", "25")}
