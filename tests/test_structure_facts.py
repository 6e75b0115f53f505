"""What the agreements say of themselves, keyed from their pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.normalize.structure import read_structure
from tests.structures import structure_of
from tests.typed_pages import text_page

FACTS = {
    "25": (
        "mou",
        "POLICE OFFICERS, CAPTAIN AND ABOVE REPRESENTATION UNIT",
        "Los Angeles Police Command Officers Association",
        date(2019, 8, 1),
        date(2024, 6, 29),
        {date(2021, 3, 5), date(2021, 3, 8)},
    ),
    "28": (
        "mou",
        "LOS ANGELES MUNICIPAL POLICE OFFICERS REPRESENTATION UNIT",
        "Los Angeles Airport Peace Officers Association",
        date(2022, 6, 19),
        date(2026, 9, 4),
        {date(2024, 1, 9), date(2024, 2, 2), date(2024, 3, 19), date(2024, 3, 20)},
    ),
    "30": (
        "terms",
        "AIRPORT PEACE OFFICERS REPRESENTATION UNIT",
        "Los Angeles Airport Peace Officers Association",
        date(2010, 7, 1),
        date(2014, 6, 30),
        {date(2013, 6, 19)},
    ),
}


@pytest.mark.corpus
@pytest.mark.parametrize("form", ["text", "pdf"])
@pytest.mark.parametrize("number", list(FACTS))
def test_facts_of_the_agreements(corpus: Path, form: str, number: str) -> None:
    structure = structure_of(corpus, f"{form}{number}")
    facts = structure.facts
    kind, unit, organization, start, end, signed = FACTS[number]
    assert (facts.kind, facts.mou_number, facts.employer) == (kind, number, "City of Los Angeles")
    assert (facts.unit_name, facts.employee_organization) == (unit, organization)
    assert (facts.term_start, facts.term_end) == (start, end)
    assert set(structure.signature_dates) == signed


@pytest.mark.corpus
def test_facts_of_another_employer(corpus: Path) -> None:
    facts = structure_of(corpus, "ocpll-2021-24").facts
    assert (facts.kind, facts.mou_number) == ("mou", None)
    assert facts.employer == "Orange County Public Law Library"
    assert facts.employee_organization == "Orange County Employees Association"
    assert facts.unit_name == "Orange County Public Law Library Unit"
    assert (facts.term_start, facts.term_end) == (date(2021, 7, 1), date(2024, 6, 30))


def test_term_of_an_agreement_never_seen() -> None:
    text = (
        "MEMORANDUM OF UNDERSTANDING NO. 61\n\nSECTION 1 TERM\n\nThis agreement takes effect on January 5, 2031, "
        "and expires on December 31, 2033.\n\nSECTION 2 RECOGNITION\n\nThe County of Kern recognizes the Kern County "
        "Nurses Association (“Association”) for the NURSES AND MIDWIVES REPRESENTATION UNIT.\n"
    )
    facts = read_structure("x", [text_page(text)]).facts
    assert (facts.mou_number, facts.term_start, facts.term_end) == ("61", date(2031, 1, 5), date(2033, 12, 31))
    assert facts.employer == "County of Kern"
    assert facts.employee_organization == "Kern County Nurses Association"
    assert facts.unit_name == "NURSES AND MIDWIVES REPRESENTATION UNIT"


def test_a_page_of_prose_is_neither() -> None:
    assert read_structure("x", [text_page("A short note.\n")]).facts.kind == "other"


@pytest.mark.parametrize(
    ("front", "term"),
    [
        (
            "MEMORANDUM OF UNDERSTANDING (MOU) NO. 4",
            "It runs from the 1st day of July, 2031 to the 30th day of June, 2034.",
        ),
        ("MOU NO. 4", "This MOU takes effect on 07/01/2031 and expires on 06/30/2034."),
    ],
)
def test_numbers_and_terms_in_other_words(front: str, term: str) -> None:
    prose = "It is agreed that the provision applies to all of them."
    body = "".join(f"ARTICLE {n}\n{t}\n\n{p}\n\n" for n, t, p in ((1, "WAGES", prose), (2, "TERM", term)))
    facts = read_structure("x", [text_page(f"{front}\nCITY OF ORCHARD\n\n{body}")]).facts
    assert (facts.kind, facts.mou_number, facts.employer) == ("mou", "4", "City of Orchard")
    assert (facts.term_start, facts.term_end) == (date(2031, 7, 1), date(2034, 6, 30))


@pytest.mark.parametrize("day", ["December 1, 2022", "December 1, 2024"])
def test_days_of_raises_are_no_term(day: str) -> None:
    front = "AGREEMENT\n\nJuly 1, 2023 through June 30, 2025\n\n"
    term = "Effective September 1, 2024, pay rises by 2%. It rose by 1% on {day}. This expires later."
    term = term.format(day=day)
    facts = read_structure(
        "x", [text_page(f"{front}ARTICLE 1\nTERM\n\n{term}\n\nARTICLE 2\nWAGES\n\nPay is due.")]
    ).facts
    assert (facts.term_start, facts.term_end) == (date(2023, 7, 1), date(2025, 6, 30))


def test_a_unit_may_be_called_as_its_people_are() -> None:
    lines = (
        "AGREEMENT",
        "BETWEEN",
        "CITY OF RIO VERDE",
        "AND",
        "RIO VERDE FIREFIGHTERS, LOCAL",
        "88",
        "Firefighters Unit",
    )
    body = "ARTICLE 1\nWAGES\n\nThe parties have agreed that pay is due.\n\nARTICLE 2\nHOURS\n\nHours are posted."
    facts = read_structure("x", [text_page("\n".join(lines) + "\n\n" + body)]).facts
    assert facts.unit_name == "Firefighters Unit"
    assert facts.employee_organization == "Rio Verde Firefighters, Local 88"
