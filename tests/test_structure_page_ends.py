"""What a page break parts: a heading alone at the end of a page, its text over the page."""

from __future__ import annotations

import pytest

from pipeline.models import Page
from pipeline.normalize.structure import Structure, read_structure
from tests.typed_pages import printed_page

HEADS = ("RECOGNITION", "WAGES", "OVERTIME", "HOLIDAYS", "VACATION", "TERM")


def _prose(head: str) -> tuple[str, ...]:
    """Lines that no other head has: what stands on page after page is a running head."""
    return (
        f"As to {head.lower()} the parties have agreed that this provision applies to all the",
        f"employees of the unit, and that {head.lower()} is read together with the rules",
        f"of the district. Whatever {head.lower()} is not named in those rules is subject to the",
        f"approval of the manager, who decides on {head.lower()} within ten days.",
    )


def _set_pages(breaks: tuple[int, ...], *, header: bool, footer: bool, cover: bool = False) -> list[Page]:
    """Pages of heads over prose; a page ends after the head of each break, its text stands on the next one."""
    pages: list[list[tuple[float, float, str]]] = [[]]
    top = 72.0
    if cover:
        pages = [[(200, 200, "AGREEMENT"), (200, 220, "OF THE DISTRICT"), (200, 700, "LAKESIDE CHAPTER")], []]
    for place, head in enumerate(HEADS):
        pages[-1].append((72, top + 30, head))
        top += 60
        if place in breaks:
            pages.append([])
            top = 72.0
        for line in _prose(head):
            pages[-1].append((72, top, line))
            top += 12
    for number in range(int(cover), len(pages)):
        head, foot = (72.0, 36.0, "Lakeside Agreement 2024-2027"), (300.0, 750.0, f"{number + 1}")
        pages[number] = [*([head] if header else []), *pages[number], *([foot] if footer else [])]
    return [printed_page(number, lines) for number, lines in enumerate(pages, start=1)]


def _titles(structure: Structure) -> list[str]:
    return [article.title for article in structure.articles]


@pytest.mark.parametrize("breaks", [(2,), (1, 3), (1, 2, 4), (5,)])
@pytest.mark.parametrize(("header", "footer"), [(False, False), (True, False), (False, True), (True, True)])
def test_an_unnumbered_heading_at_the_end_of_a_page_heads_what_follows_over_it(
    breaks: tuple[int, ...], header: bool, footer: bool
) -> None:
    structure = read_structure("x", _set_pages(breaks, header=header, footer=footer))
    assert _titles(structure) == list(HEADS)
    assert [article.text for article in structure.articles] == [" ".join(_prose(head)) for head in HEADS]


def test_the_last_line_of_a_title_page_is_no_heading() -> None:
    structure = read_structure("x", _set_pages((2,), header=False, footer=True, cover=True))
    assert _titles(structure) == list(HEADS)
