"""Words with a line drawn through them are read, and told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.models import Edge, Page
from pipeline.normalize.structure import read_structure
from pipeline.validate.stated.struck import tell_struck
from tests.typed_pages import printed_page

LINE = "Members are paid $500 $650 per month."
LEFT, RIGHT = 72.0 + 5 * 17, 72.0 + 5 * 21
"""Ends of "$500"."""


def _page(*edges: Edge, size: float = 10.0) -> Page:
    page = printed_page(1, [(72.0, 72.0, "ARTICLE 1 PAY"), (72.0, 100.0, LINE), (72.0, 112.0, "So it is agreed.")])
    words = tuple(word._replace(bottom=word.top + size) for word in page.words)
    return replace(page, words=words, edges=edges)


@pytest.mark.parametrize("height", [104.0, 105.5, 107.0])
def test_a_line_through_a_word_is_told(height: float) -> None:
    structure = read_structure("d", [_page(Edge(LEFT - 1, height, RIGHT + 1, height))])
    assert LINE in structure.articles[0].text
    (struck,) = structure.struck
    (finding,) = tell_struck("d", [(struck.page_number, struck.texts, struck.words, struck.bbox)])
    assert (finding.printed, finding.page_number, finding.bbox) == ("$500", 1, (LEFT, 100.0, RIGHT, 110.0))


@pytest.mark.parametrize(
    "edge",
    [
        Edge(LEFT, 109.0, RIGHT, 109.0),
        Edge(LEFT, 100.5, RIGHT, 100.5),
        Edge(LEFT, 105.0, LEFT + 12, 105.0),
        Edge(LEFT + 5, 90.0, LEFT + 5, 120.0),
        Edge(LEFT - 10, 105.0, RIGHT + 10, 105.0),
    ],
    ids=["under", "over", "half", "upright", "of a cell"],
)
def test_other_lines_are_not(edge: Edge) -> None:
    assert read_structure("d", [_page(edge)]).struck == ()


def test_a_line_over_several_words_may_be_drawn_in_pieces() -> None:
    middle = (LEFT + RIGHT) / 2
    edges = (Edge(LEFT, 105.0, middle, 105.0), Edge(middle, 105.5, RIGHT + 26, 105.5))
    (struck,) = read_structure("d", [_page(*edges)]).struck
    assert (struck.texts, struck.words) == (("$500 $650",), 2)
