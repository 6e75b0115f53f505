"""Hyphens at line ends: joined or kept by what the document prints elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.structure import read_structure
from pipeline.normalize.structure.joining import join_texts, read_vocabulary
from tests.typed_pages import printed_page

LONG = "2.1 Every member of the unit, whatever day it was that they were hired by the full board right here"
VOCABULARY = read_vocabulary(
    ["a catastrophic illness of a co-worker", "duty hours are related to a step", "reemployment"]
)


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("a catas-", "trophic loss", "a catastrophic loss"),
        ("each co-", "worker may", "each co-worker may"),
        ("a non-", "pensionable bonus", "a non-pensionable bonus"),
        ("a duty-", "related injury", "a duty-related injury"),
        ("the father-in-", "law of", "the father-in-law of"),
        ("after re-", "employment", "after reemployment"),
        ("supple\u00ad", "mental pay", "supplemental pay"),
        ("an 8-", "hour shift", "an 8-hour shift"),
        ("from 2022-", "2026 on", "from 2022-2026 on"),
        ("one thing -", "and another", "one thing - and another"),
        ("no hyphen", "at all", "no hyphen at all"),
    ],
)
def test_hyphens(before: str, after: str, joined: str) -> None:
    assert join_texts(before, after, VOCABULARY)[0] == joined


@given(st.text("abc-", min_size=1), st.text("abc", min_size=1))
def test_only_hyphens_and_spaces_change(before: str, after: str) -> None:
    joined, dropped = join_texts(before, after, frozenset())
    assert len(joined.replace(" ", "")) == len(before) + len(after) - dropped
    assert dropped in (0, 1)


def test_an_item_that_would_have_had_room_is_no_continuation() -> None:
    """Holidays line by line under the year they are of: a year joined to the date above it changes the date."""
    prose = ["each of the days that are named here is a holiday with pay for those who are in the unit then, and"] * 5
    lines = ["Day before New Year, when the council so orders, observed December 30", "2032:"]
    lines += ["New Year, when the council so orders, observed on January 1", "King Day, January 19"]
    printed = ["ARTICLE 1 HOLIDAYS", *lines, *prose]
    page = printed_page(1, [(72, 100 + 12 * place, text) for place, text in enumerate(printed)])
    (clause,) = read_structure("x", [page]).clauses
    assert clause.text.split("\n") == [*lines[:3], f"{lines[3]} {' '.join(prose)}"]


@pytest.mark.parametrize(
    ("head", "bold", "parted"),
    [
        ("2.1 Schedule", True, True),
        ("A. Rights of Employees", False, True),
        ("A. An employee may ask", False, False),
        (LONG, True, False),
    ],
)
def test_a_title_set_close_over_its_text_is_a_line_of_its_own(head: str, bold: bool, parted: bool) -> None:
    prose = ["Members of the unit work as the board has ordered, and they do so on each of the days that it names."] * 3
    page = printed_page(
        1, [(72, 100 + 12 * place, text) for place, text in enumerate(["ARTICLE 1 HOURS", head, *prose])]
    )
    end = 102 + 12
    words = tuple(word._replace(bold=bold and end - 4 < word.top < end + 4) for word in page.words)
    (clause,) = read_structure("x", [replace(page, words=words)]).clauses
    assert clause.text == f"{head}{chr(10) if parted else ' '}{' '.join(prose)}"
