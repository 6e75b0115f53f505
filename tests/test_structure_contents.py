"""What is told of a contents list, and of how much of a document was read."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.normalize.structure import read_structure
from pipeline.normalize.structure.contents import cut_leader
from pipeline.validate.stated.contents import check_contents
from pipeline.validate.stated.coverage import tell_coverage
from tests.typed_pages import text_page

ARTICLES = (
    "\n\nARTICLE 1 TERM\n\nOne year is the term.\n\nARTICLE 2 PAY\n\nIt is paid.\n\nARTICLE 3 LEAVES\n\nAs stated.\n\n"
)
LIST = "TABLE OF CONTENTS\n\nArticle 1 Term .... 1\nArticle 2 Pay .... 2\nArticle 3 Leaves .... 3\n"


def _findings(text: str) -> tuple[Finding, ...]:
    structure = read_structure("x", [text_page(text)])
    shown = {line.article_id: line.body_title for line in structure.contents if line.article_id and line.body_title}
    return check_contents(structure.articles, shown)


def _appendix(letter: str, day: str) -> str:
    return f"APPENDIX {letter}\nOperative {day}\n\nClerk HR $20.00 $21.00 $22.00\n\n"


def test_a_list_without_appendices_leaves_none_out() -> None:
    assert _findings(LIST + ARTICLES + _appendix("A", "July 1, 2030") + _appendix("B", "July 1, 2031")) == ()


def test_a_line_with_a_number_and_a_page_alone_says_nothing_else() -> None:
    listed = f"{LIST}Appendix A .... 4\nAppendix B .... 5\n"
    assert _findings(listed + ARTICLES + _appendix("A", "July 1, 2030") + _appendix("B", "July 1, 2031")) == ()


def test_dates_of_an_appendix_that_differ_are_told_with_both_texts() -> None:
    listed = f"{LIST}Appendix A Salaries Operative July 1, 2030 4\nAppendix B Salaries Operative July 9, 2031 5\n"
    (found,) = _findings(listed + ARTICLES + _appendix("A", "July 1, 2030") + _appendix("B", "July 1, 2031"))
    assert (found.key, found.printed, found.expected) == (
        "appendix-B",
        "Salaries Operative July 9, 2031",
        "Operative July 1, 2031",
    )
    assert "July 9, 2031" in found.message
    assert "July 1, 2031" in found.message


def test_an_appendix_that_is_left_out_is_named_by_its_date_and_never_by_empty_quotes() -> None:
    listed = f"{LIST}Appendix A .... 4\n"
    (found,) = _findings(listed + ARTICLES + _appendix("A", "July 1, 2030") + _appendix("B", "July 1, 2031"))
    assert found.message == "the contents list leaves out appendix B"
    (found,) = _findings(f"{LIST}Appendix A .... 4\nAppendix B .... 5\n" + ARTICLES + _appendix("A", "July 1, 2030"))
    assert found.message == "the contents list names appendix B, the body has no such heading"


def test_a_document_tells_how_much_of_it_is_in_the_tables() -> None:
    (found,) = tell_coverage("x", 1000, 997, [("odd", 3)])
    assert (found.check, found.severity, found.table, found.key, found.printed) == (
        "coverage",
        "info",
        "documents",
        "x",
        "99.70%",
    )
    assert "99.70% of 1,000 characters" in found.message
    assert "“odd” (page 3)" in found.message
    assert tell_coverage("x", 1000, 994, [("odd pieces", 3)])[0].severity == "warning"
    assert tell_coverage("x", 0, 0, []) == (), "a document without text"


def test_what_a_rate_holds_of_a_line_is_not_left() -> None:
    rate = Rate("x", "HR", 2113, "21.13", "1", 1, class_title="Harbor Clerk and Records Keeper", page_number=3,
                operative_date=date(2020, 7, 1))  # fmt: skip
    left = [("Records Keeper", 3), ("Operative July 1, 2020", 3)]  # 13 and 19 characters
    (found,) = tell_coverage("x", 1000, 968, left, [rate])
    assert (found.severity, found.printed) == ("info", "100.00%")
    (found,) = tell_coverage("x", 1000, 968, [("Records Keeper", 2), ("cords Keeper", 3)], [rate])
    assert found.severity == "warning"


def test_what_is_left_is_listed_shortly() -> None:
    (found,) = tell_coverage("x", 9000, 8990, [("a" * 99, page) for page in range(1, 9)])
    assert found.message.count("page") == 1 + 5, "page furniture, and five pieces"
    assert found.message.endswith("and 3 more")


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("LAYOFF AND RECALL eee errr eee", "LAYOFF AND RECALL"),
        ("VACATION errr eee Teer eee", "VACATION"),
        ("SHIFT DIFFERENTIAL ene e", "SHIFT DIFFERENTIAL"),
        ("Sick Leave ..... eesssseee", "Sick Leave"),
        ("Rest", "Rest"),
        ("Interest rate", "Interest rate"),
        ("Hours of rest in transit", "Hours of rest in transit"),
    ],
)
def test_a_leader_recognised_as_letters_is_no_title(printed: str, title: str) -> None:
    assert cut_leader(printed) == title
