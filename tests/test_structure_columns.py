"""Agreements in two columns: what stands over and under them runs across both."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.models import Edge, Page
from pipeline.normalize.structure import read_structure
from tests.typed_pages import printed_page, text_page

LEFT, RIGHT = 60.0, 330.0
ROWS = 45
TITLES = ("", "WAGES", "HOURS")
RULES = [f"the parties agree on rule {name} and keep" for name in "abcdefghijklmnopqrstuvwxy"]


def _column(x0: float, number: int) -> list[tuple[float, float, str]]:
    names = (f"{'efghij'[number]}{'abcdefg'[row // 8]}{'abcdefgh'[row % 8]}" for row in range(ROWS))
    return [(x0, 90.0 + 14 * row, f"the parties agree on the rule of the {name}") for row, name in enumerate(names)]


def _page(number: int, foot: float, head: bool) -> Page:
    title = [(LEFT, 90.0, f"ARTICLE {number}"), (LEFT, 104.0, TITLES[number])] if number else []
    left = _column(LEFT, 2 * number)[2 * bool(number) :]
    heads = [(LEFT, 40.0, "Lakeside District"), (430.0, 40.0, "Contract 2024")] if head else []
    return printed_page(
        number + 1, [*heads, *title, *left, *_column(RIGHT, 2 * number + 1), (foot, 750.0, f"Page {number + 1} of 9")]
    )


@pytest.mark.parametrize("head", [True, False])
@pytest.mark.parametrize("foot", [280.0, 290.0, 60.0, 480.0])
def test_running_heads_and_page_numbers_stand_in_no_column(foot: float, head: bool) -> None:
    structure = read_structure("x", [_page(number, foot, head) for number in (1, 2)])
    assert [(row.number, row.title) for row in structure.articles] == [("1", "WAGES"), ("2", "HOURS")]
    words = [
        " ".join(text for column in (0, 1) for _, _, text in _column(0, 2 * number + column)[2 * (1 - column) :])
        for number in (1, 2)
    ]
    assert [" ".join(row.text.split()) for row in structure.articles] == words
    assert structure.coverage.left == ()


def test_an_item_at_the_top_of_a_column_opens_a_clause() -> None:
    """It begins in lower case, and no white space stands over it: the sign at the end of the item before tells."""
    column = [text for _, _, text in _column(0, 1)]
    left = [*column[:42], "and it is asked of them:", "(1) from a physician of the clinic;"]
    right = ["(2) from a nurse we know; or", "(3) from a healer.", *column[:40]]
    lines = [(LEFT, 76.0, "ARTICLE 1 PAY"), *((LEFT, 90.0 + 14 * row, text) for row, text in enumerate(left))]
    lines += [(RIGHT, 90.0 + 14 * row, text) for row, text in enumerate(right)]
    structure = read_structure("x", [printed_page(1, lines)])
    assert [clause.path for clause in structure.clauses] == ["", "(1)", "(2)", "(3)"]


def _two_columns(left: list[str], right: list[str], over: list[str], under: list[str]) -> Page:
    """Lines over both columns, the columns, and lines under both."""
    lines = [(LEFT, 76.0 - 14 * place, text) for place, text in enumerate(reversed(over))]
    lines += [
        (x0, 90.0 + 14 * row, text) for x0, column in ((LEFT, left), (RIGHT, right)) for row, text in enumerate(column)
    ]
    end = 90.0 + 14 * max(len(left), len(right))
    return printed_page(1, [*lines, *((LEFT, end + 14 * place, text) for place, text in enumerate(under))])


def test_a_line_in_a_column_ends_at_the_margin_of_the_column() -> None:
    """The title and the signatures run on to that of the page: "four hours" has no room in the column."""
    over = [f"the parties agree on all that is said in rule {name} and in all others too" for name in "abcdefgh"]
    whole = printed_page(1, [(LEFT, 76.0 + 14 * place, text) for place, text in enumerate(["ARTICLE 1 PAY", *over])])
    left = ["1. They report, up to a total of four", "(4) hours before it is.", *RULES]
    structure = read_structure("x", [whole, replace(_two_columns(left, RULES, [], []), page_number=2)])
    assert "They report, up to a total of four (4) hours before it is." in structure.articles[0].text


def test_a_sentence_under_two_columns_stands_in_neither() -> None:
    """The gutter falls between two of its words."""
    sign = "IN WITNESS WHEREOF the parties agreed on all of it and wrote their names on May 5, 2021."
    structure = read_structure(
        "x", [_two_columns([*RULES, "as said."], [*RULES, "so it is."], ["ARTICLE 1 PAY"], [sign])]
    )
    assert [clause.text for clause in structure.clauses if clause.marker] == [sign]


def test_rules_of_a_table_in_one_column_say_nothing_of_the_other() -> None:
    page = _two_columns([*RULES[:9], "Years Days", "1 10", "2 12", *RULES[12:]], RULES, ["ARTICLE 1 PAY"], [])
    rules = tuple(Edge(x0, 214.0, x0, 260.0) for x0 in (58.0, 90.0, 130.0))
    structure = read_structure("x", [replace(page, edges=rules)])
    assert [[line.text for line in region.lines] for region in structure.tables] == [["Years Days", "1 10", "2 12"]]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (["they ask for it as", "said above."], ["2. Others ask for it", "in writing and wait."]),
        ([*RULES[:8], *(f"STEP {row}" for row in range(12))], [*RULES[:18], "2. The rest."]),
        (["\u2022 New Year", "\u2022 Easter"], ["\u2022 Labor Day", "\u2022 Christmas"]),
    ],
    ids=["short", "table", "list"],
)
def test_a_page_is_set_in_columns_as_the_others_are(left: list[str], right: list[str]) -> None:
    """The last page is short, and a column may hold more of a table than of prose."""
    first = _two_columns(RULES, RULES, ["ARTICLE 1 PAY"], [])
    sign = ["IN WITNESS WHEREOF the parties have agreed, May 5, 2021."]
    last = replace(_two_columns(left, right, [], sign), page_number=2)
    text = " ".join(read_structure("x", [first, last]).articles[0].text.split())
    assert " ".join(row for row in left if row.islower() or row[0] == "\u2022") in text
    assert text.endswith(" ".join([*right, *sign]))


def test_clauses_with_titles_stand_in_columns_too() -> None:
    """Titles, ends of paragraphs: less than half of the lines hold much of a sentence."""
    column = [line for place in range(6) for line in (f"{place + 1}. Title", *RULES[2 * place :][:2], "so", "it.")]
    text = " ".join(read_structure("x", [_two_columns(column, column, ["ARTICLE 1 PAY"], [])]).articles[0].text.split())
    assert text == " ".join([*column, *column])


@pytest.mark.parametrize("first", ["and the Union\nhave agreed", "and the\nUnion have agreed"])
def test_a_sentence_on_the_line_of_its_section_is_no_title(first: str) -> None:
    """In a narrow column its first line may hold no word in lower case but small ones."""
    one = "Unit. The District agrees with it and\nsays that it is so."
    text = "".join(
        f"ARTICLE {roman}. {title}\n\nSection {number}.01. {one}\n\n"
        f"Section {number}.02. Rest. The District {f'has{chr(10)}agreed' if number > 1 else first} that it is.\n\n"
        for number, (roman, title) in enumerate((("I", "WAGES"), ("II", "HOURS"), ("III", "TERM")), 1)
    )
    structure = read_structure("x", [text_page(text)])
    assert [row.number for row in structure.articles] == ["I", "II", "III"]
    assert [clause.path for clause in structure.clauses] == [f"Section {a}.0{n}" for a in (1, 2, 3) for n in (1, 2)]
