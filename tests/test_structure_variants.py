"""Random agreements in random print: parties, headings and contents list are those the typesetter printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

import pytest

from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.extract.text import read_text_pages
from pipeline.models import Page
from pipeline.normalize.structure import read_structure
from pipeline.validate.stated.contents import check_contents
from tools.typeset.model import Agreement
from tools.typeset.pages import print_agreement
from tools.typeset.pay_grids import build_blocks
from tools.typeset.prose import Prose
from tools.typeset.random_agreement import Shape, make_agreement
from tools.typeset.reportlab_pdf import Drawing, Pieces, draw_pdf
from tools.typeset.style import pick_style
from tools.typeset.text_forms import write_markup, write_scrambled, write_tabbed

FORMS = ("pdf", "scrambled", "tabbed", "markup")
SHAPE = Shape(("80 x 26.1",), most_steps=8, most_classes=8, least_classes=4, blanks=False, several_tables=False,
              always_coded=True)  # fmt: skip
ORDERS: tuple[Literal["natural", "shuffled", "amounts first", "columns"], ...] = (
    "natural",
    "shuffled",
    "amounts first",
    "columns",
)
PIECES: tuple[Pieces, ...] = ("whole", "words", "chunks", "letters")


@dataclass(frozen=True)
class Printed:
    """A document and what stands in it."""

    pages: tuple[Page, ...]
    prose: Prose
    agreement: Agreement


def _print(form: str, seed: int) -> Printed:
    rng = Random(f"structure {form} {seed}")
    shape = SHAPE
    if form == "pdf":
        style = replace(pick_style(rng, []), frames=1)
        shape = replace(SHAPE, numbered_exhibits="{number}" in "".join(style.heading))
        agreement, prose = make_agreement(rng, shape)
        sheets = print_agreement(agreement, prose, style, build_blocks).sheets
        data = draw_pdf(sheets, Drawing(pieces=rng.choice(PIECES), order=rng.choice(ORDERS), seed=seed))
        with open_pdf(data) as pdf:
            return Printed(tuple(read_page(pdf, n) for n in range(1, pdf.page_count + 1)), prose, agreement)
    agreement, prose = make_agreement(rng, shape)
    return Printed(tuple(read_text_pages(_write(form, agreement, prose, seed).encode())), prose, agreement)


def _write(form: str, agreement: Agreement, prose: Prose, seed: int) -> str:
    if form == "tabbed":
        return write_tabbed(agreement, prose, ())
    return write_scrambled(agreement, prose, seed) if form == "scrambled" else write_markup(agreement, prose, seed)


def _headings(form: str, printed: Printed) -> list[tuple[str, str, str]]:
    """Kind, number and title of every heading; markup calls every one of them a section."""
    inner = "section" if form == "markup" else "article"
    found: list[tuple[str, str, str]] = []
    for section in printed.prose.sections:
        found.append(("section", section.heading.number, section.heading.title))
        found += [(inner, article.number, article.title) for article in section.articles]
    return [*found, *(("appendix", appendix.letter, "") for appendix in printed.agreement.appendices)]


def _check(form: str, seed: int) -> None:
    printed = _print(form, seed)
    prose = printed.prose
    structure = read_structure("x", printed.pages)
    facts = structure.facts
    assert (facts.kind, facts.mou_number, facts.unit_name) == ("mou", prose.number, prose.unit)
    assert prose.title.lower() in (facts.title or "").lower()
    assert facts.employer == (None if form == "markup" else prose.employer), "markup prints no employer"
    assert facts.employee_organization == (None if form == "tabbed" else prose.organization), "tabs print no union"
    read = [(row.kind, row.number, row.title) for row in structure.articles]
    plain = [(kind, number, "" if title == "SALARY SCHEDULE" else title) for kind, number, title in read]
    assert plain == _headings(form, printed)
    assert check_contents(structure.articles) == (), "contents list and headings agree"
    assert structure.coverage.ratio >= 0.995
    running = re.compile(rf"Page \d+ of \d+|{re.escape(prose.footer)}")
    assert not [clause.text for clause in structure.clauses if running.search(clause.text)], "furniture in a clause"


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("form", FORMS)
def test_structure_of_a_random_agreement(form: str, seed: int) -> None:
    _check(form, seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 61))
@pytest.mark.parametrize("form", FORMS)
def test_structure_of_more_random_agreements(form: str, seed: int) -> None:
    _check(form, seed)
