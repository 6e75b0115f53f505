"""Rows of other payments under a head of classes are no pay that was left unread."""

from __future__ import annotations

import pytest

from pipeline.normalize.salary import read_salary
from tests.typed_pages import text_page

ROWS = "\n".join(
    f"{name:<28}{first:<13}{second}"
    for name, first, second in (
        ("Park Ranger", "$600.00", "$100.00"),
        ("Mechanic", "$1,200.00", "$450.00"),
        ("Records Clerk", "$1,100.00", "$300.00"),
    )
)


@pytest.mark.parametrize(("title", "unread"), [("Uniform Allowance", 0), ("Monthly Salaries", 6)])
def test_a_title_over_a_head_of_classes_says_what_is_paid(title: str, unread: int) -> None:
    page = text_page(f"{title}\n\nClassification              Initial      Second\n{ROWS}\n")
    reading = read_salary("x", [page])
    assert len(reading.unread) + len(reading.rates) == unread
