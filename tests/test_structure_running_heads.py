"""Running heads that name the part on their page: furniture, though they change. And headings that look like them."""

from __future__ import annotations

import pytest

from pipeline.normalize.structure import Structure, read_structure
from tests.typed_pages import printed_page

PARTS = ("Recognition", "Wages", "Overtime", "Holidays", "Vacation", "Term")
PROSE = "of the unit is what the parties have agreed it to be and nothing else that"
HEADS = (
    "Harbor Fire Fighters, Local 4411 Article {n} - {title}",
    "Article {n} - {title} Contract of Harbor City",
    "{title} | Contract 2024-2027 | Harbor City",
    "Article {n} - {title}",
    "ARTICLE {n}: {title} {page}",
)


def _set(head: str, top: float, pages: int) -> Structure:
    """Each article on pages of its own; the head in the margin names it."""
    made = []
    for number, title in enumerate(PARTS, 1):
        for page in range(pages):
            place = (number - 1) * pages + page
            lines = [] if page else [(250.0, 100.0, f"ARTICLE {number}"), (250.0, 114.0, title.upper())]
            start = 142.0 if not page else 100.0
            lines += [
                (72.0, start + 13 * row, f"{'abcdef'[number - 1]}{'xyz'[page]}{'pqrst'[row]} {title.lower()} {PROSE}")
                for row in range(5)
            ]
            text = head.format(n=number, title=title, page=place + 1)
            lines = [(72.0, top, text), *lines] if top < 100 else [*lines, (72.0, top, text)]
            made.append(printed_page(place + 1, lines))
    return read_structure("x", made)


@pytest.mark.parametrize("top", [40.0, 740.0])
@pytest.mark.parametrize("pages", [2, 3])
@pytest.mark.parametrize("head", HEADS)
def test_a_running_head_may_name_the_part(head: str, pages: int, top: float) -> None:
    structure = _set(head, top, pages)
    assert [(row.number, row.title) for row in structure.articles] == [
        (str(number), title.upper()) for number, title in enumerate(PARTS, 1)
    ]
    for article in structure.articles:
        assert "harbor" not in article.text.lower()
        assert "article" not in article.text.lower()
        assert article.text.count("of the unit") == 5 * pages
    assert structure.coverage.left == ()


@pytest.mark.parametrize("head", ["ARTICLE {n} {title}", "Appendix {letter} Rules of Conduct", "{n}. {title} Rules"])
def test_headings_at_the_top_of_every_page_are_no_running_heads(head: str) -> None:
    pages = []
    for number, title in enumerate(PARTS, 1):
        rows = [(72.0, 110.0 + 13 * row, f"{title.lower()} {'pqrst'[row]} {PROSE}") for row in range(5)]
        text = head.format(n=number, title=title.upper(), letter="ABCDEF"[number - 1])
        pages.append(printed_page(number, [(72.0, 80.0, text), *rows]))
    structure = read_structure("x", pages)
    assert len(structure.articles) == 6
    assert all(article.text.count("of the unit") == 5 for article in structure.articles)
