"""A page number of the contents list that is not the page of its heading."""

from __future__ import annotations

import pytest

from pipeline.models import Page
from pipeline.normalize.structure import read_structure
from pipeline.validate.stated.contents_pages import check_contents_pages
from tests.typed_pages import printed_page

TITLES = ("Recognition", "Term", "Holidays", "Vacation", "Overtime", "Uniforms", "Layoff", "Discipline")


def _pages(named: list[int]) -> list[Page]:
    listed = [
        f"Article {i} {title} ........ {page}" for i, (title, page) in enumerate(zip(TITLES, named, strict=True), 1)
    ]
    lines = [(72.0, 80.0, "TABLE OF CONTENTS"), *((72.0, 110.0 + 14 * i, text) for i, text in enumerate(listed))]
    pages = [printed_page(1, lines)]
    for number, title in enumerate(TITLES, 1):
        text = "The parties agree that what is written here holds for all who are in the unit."
        pages.append(printed_page(number + 1, [(72, 80, f"ARTICLE {number} {title.upper()}"), (72, 110, text)]))
    return pages


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], []),
        ([2, 3, 4, 5, 6, 7, 8, 9], []),
        ([1, 2, 3, 4, 5, 9, 7, 8], [("article-6", "9", "6")]),
        ([1, 3, 4, 5, 5, 6, 8, 9], []),
    ],
    ids=["numbers of their own", "numbers of the file", "one is wrong", "another edition"],
)
def test_pages_of_the_contents_list(named: list[int], told: list[tuple[str, str, str]]) -> None:
    articles = read_structure("x", _pages(named)).articles
    assert sum(article.toc_page is not None for article in articles) == len(TITLES)
    assert [(found.key, found.printed, found.expected) for found in check_contents_pages(articles)] == told
