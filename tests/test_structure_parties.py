"""Title pages in the styles of many employers, typed for this test: who agrees with whom, on what, until when."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.normalize.structure import read_structure
from pipeline.normalize.structure.names import find_employers, find_unions, find_units
from tests.typed_pages import printed_page, text_page

BODY = "\n".join(
    f"\nARTICLE {number} {title}\n\nThe parties agree on the provision of this article for the whole time.\n"
    for number, title in ((1, "PURPOSE"), (2, "HOLIDAYS"), (3, "LEAVES"))
)
PAGES = {
    "MEMORANDUM OF UNDERSTANDING\n\nbetween the\n\nCity of San Diego\n\nand\n\n"
    "Local 145, International Association of Fire Fighters, AFL-CIO\n\nJuly 1, 2022 through June 30, 2025": (
        "City of San Diego",
        "Local 145, International Association of Fire Fighters, AFL-CIO",
        None,
        (date(2022, 7, 1), date(2025, 6, 30)),
    ),
    "COUNTY OF KERN\n\nAGREEMENT\n\nBY AND BETWEEN THE COUNTY OF KERN\nAND\nSERVICE EMPLOYEES INTERNATIONAL UNION\n"
    "LOCAL 521\n\nREPRESENTATION UNITS 1, 2, 3\n\nEFFECTIVE JULY 1, 2021 THROUGH JUNE 30, 2024": (
        "County of Kern",
        "Service Employees International Union Local 521",
        "REPRESENTATION UNITS 1, 2, 3",
        (date(2021, 7, 1), date(2024, 6, 30)),
    ),
    "COLLECTIVE BARGAINING AGREEMENT\nbetween\nCHAFFEY JOINT UNION HIGH SCHOOL DISTRICT\nand\n"
    "CALIFORNIA SCHOOL EMPLOYEES ASSOCIATION\nand its Chapter #32\n\nJuly 1, 2019 - June 30, 2022": (
        "Chaffey Joint Union High School District",
        "California School Employees Association",
        None,
        (date(2019, 7, 1), date(2022, 6, 30)),
    ),
    "Collective Bargaining Agreement\n\nBetween\n\nThe Board of Trustees of The California State University\n\nand\n\n"
    "California Faculty Association\n\nUnit 3 - Faculty\n\nNovember 12, 2014 - June 30, 2017": (
        "California State University",
        "California Faculty Association",
        "Unit 3 - Faculty",
        (date(2014, 11, 12), date(2017, 6, 30)),
    ),
    "Agreement\n\nbetween\n\nState of California\n\nand\n\nUnion of American Physicians and Dentists\n\ncovering\n\n"
    "Bargaining Unit 16 - Physicians, Dentists, and Podiatrists\n\nEffective\nJuly 1, 2020 through July 1, 2023": (
        "State of California",
        "Union of American Physicians and Dentists",
        "Bargaining Unit 16 - Physicians, Dentists, and Podiatrists",
        (date(2020, 7, 1), date(2023, 7, 1)),
    ),
    "COLLECTIVE BARGAINING AGREEMENT\n\nBetween and For\n\nThe City and County of San Francisco\n\nAnd\n\n"
    "Teamsters, Local 856\nMulti-Unit\n\nJuly 1, 2022 - June 30, 2024": (
        "City and County of San Francisco",
        "Teamsters, Local 856",
        None,
        (date(2022, 7, 1), date(2024, 6, 30)),
    ),
    "Memorandum of Understanding\nBetween the City of Santa Monica\n"
    "and the\nSanta Monica Police Officers Association\n"
    "\n7/1/2018 - 6/30/2021": (
        "City of Santa Monica",
        "Santa Monica Police Officers Association",
        None,
        (date(2018, 7, 1), date(2021, 6, 30)),
    ),
    "MEMORANDUM OF UNDERSTANDING\nFOR JOINT SUBMISSION\nTO BOARD OF SUPERVISORS\n\nREGARDING THE\n"
    "PARAMEDICAL HEALTH EMPLOYEES\nREPRESENTATION UNIT\n\nTHIS MEMORANDUM OF UNDERSTANDING, made and entered into\n"
    "this 4th day of March 2022,\nBY AND BETWEEN\nAuthorized Management Representatives (hereinafter “Management”) "
    "of the\nCounty of Los Angeles (hereinafter “County”)\nAND\nLocal 721, SEIU, CTW, CLC (hereinafter “Union”)": (
        "County of Los Angeles",
        "Local 721, SEIU, CTW, CLC",
        "PARAMEDICAL HEALTH EMPLOYEES REPRESENTATION UNIT",
        (None, None),
    ),
    "2021 - 2025\n\nMEMORANDUM OF UNDERSTANDING\n\nBETWEEN\n\nEAST BAY MUNICIPAL UTILITY DISTRICT\n\nAND\n\n"
    "AMERICAN FEDERATION OF STATE, COUNTY AND MUNICIPAL EMPLOYEES\nLOCAL 2019": (
        "East Bay Municipal Utility District",
        "American Federation of State, County and Municipal Employees Local 2019",
        None,
        (None, None),
    ),
    "AGREEMENT BETWEEN\nTHE STATE OF NEW YORK\nAND THE\nCIVIL SERVICE EMPLOYEES ASSOCIATION, INC.\n\n"
    "ADMINISTRATIVE SERVICES UNIT\n\n2021-2026": (
        "State of New York",
        "Civil Service Employees Association",
        "ADMINISTRATIVE SERVICES UNIT",
        (None, None),
    ),
    "MEMORANDUM OF UNDERSTANDING BETWEEN THE CITY OF SAN\nJOSE AND THE ASSOCIATION OF BUILDING, MECHANICAL AND\n"
    "ELECTRICAL INSPECTORS\n\nJuly 1, 2021 through June 30, 2023": (
        "City of San Jose",
        "Association of Building, Mechanical and Electrical Inspectors",
        None,
        (date(2021, 7, 1), date(2023, 6, 30)),
    ),
    "MASTER AGREEMENT\n\nBetween the\n\nRIVERSIDE COUNTY\nOFFICE OF EDUCATION\n\nand the\n\nRIVERSIDE COUNTY OFFICE\n"
    "TEACHERS ASSOCIATION\n\nEffective July 1, 2022 through June 30, 2025": (
        "Riverside County Office of Education",
        "Riverside County Office Teachers Association",
        None,
        (date(2022, 7, 1), date(2025, 6, 30)),
    ),
    "Agreement Between\nCity of Columbus\nand\nFraternal Order of Police, Capital City Lodge No. 9\n\n"
    "December 9, 2020 - December 8, 2023": (
        "City of Columbus",
        "Fraternal Order of Police, Capital City Lodge No. 9",
        None,
        (date(2020, 12, 9), date(2023, 12, 8)),
    ),
    "CONTRACT\n\nSan Juan Unified School District\nand the\nSan Juan Teachers Association/CTA/NEA\n\n"
    "July 1, 2020 \u2013 June 30, 2023": (
        "San Juan Unified School District",
        "San Juan Teachers Association/CTA/NEA",
        None,
        (date(2020, 7, 1), date(2023, 6, 30)),
    ),
    "MEMORANDUM OF AGREEMENT\nCITY OF SAN JOSE\nAND\nINTERNATIONAL BROTHERHOOD OF ELECTRICAL WORKERS (IBEW)\n"
    "JULY 1, 2021 \u2013 JUNE 30, 2023": (
        "City of San Jose",
        "International Brotherhood of Electrical Workers",
        None,
        (date(2021, 7, 1), date(2023, 6, 30)),
    ),
    "Memorandum of Understanding\nBetween\nCity of Oakland\nAnd\nInternational Federation of Professional and\n"
    "Technical Engineers, Local 21, AFL-CIO, Units TA1, TF1, and UM2\nJuly 1, 2022 through June 30, 2025": (
        "City of Oakland",
        "International Federation of Professional and Technical Engineers, Local 21, AFL-CIO",
        None,
        (date(2022, 7, 1), date(2025, 6, 30)),
    ),
    "Collective Bargaining Agreement\nBetween\nKing County\nAnd\nTeamsters Local 117\n"
    "January 1, 2021 through December 31, 2024": (
        "King County",
        "Teamsters Local 117",
        None,
        (date(2021, 1, 1), date(2024, 12, 31)),
    ),
}


@pytest.mark.parametrize("page", list(PAGES))
def test_parties_of_a_title_page(page: str) -> None:
    facts = read_structure("x", [text_page(f"{page}\n{BODY}")]).facts
    employer, union, unit, term = PAGES[page]
    assert (facts.kind, facts.mou_number) == ("mou", None)
    assert (facts.employer, facts.employee_organization, facts.unit_name) == (employer, union, unit)
    assert (facts.term_start, facts.term_end) == term


def test_parties_stand_under_each_other_on_a_page() -> None:
    """Lines of one block, equally spaced: a name ends with its line unless it is left open."""
    lines = [
        "Memorandum of Understanding No. 61",
        "Police Officers, Captain and Above Representation Unit",
        "City of Los Robles",
        "Los Robles Police Command",
        "Officers Association",
        "2031-2034",
    ]
    title = printed_page(1, [(150.0, 100.0 + 14 * n, text) for n, text in enumerate(lines)])
    body = printed_page(2, [(72.0, 72.0 + 12 * n, text) for n, text in enumerate(BODY.split("\n")) if text])
    facts = read_structure("x", [title, body]).facts
    assert facts.title == "Memorandum of Understanding No. 61"
    assert facts.employer == "City of Los Robles"
    assert facts.employee_organization == "Los Robles Police Command Officers Association"
    assert facts.unit_name == "Police Officers, Captain and Above Representation Unit"


def test_a_compensation_plan_has_an_employer_and_no_union() -> None:
    page = "City of Modesto\n\nCLASSIFICATION AND COMPENSATION PLAN\n\nSalary Ordinance\n\nEffective July 1, 2023\n"
    facts = read_structure("x", [text_page(page + BODY)]).facts
    assert (facts.kind, facts.title) == ("other", "CLASSIFICATION AND COMPENSATION PLAN")
    assert (facts.employer, facts.employee_organization) == ("City of Modesto", None)


def test_terms_are_no_agreement() -> None:
    page = "Terms and Conditions of Employment, MOU No. 30\n\nAirport Peace Officers Representation Unit\n"
    facts = read_structure("x", [text_page(page + BODY)]).facts
    assert (facts.kind, facts.title) == ("terms", "Terms and Conditions of Employment, MOU No. 30")


def test_a_footer_that_counts_pages_is_no_number() -> None:
    pages = [
        printed_page(
            number,
            [(72.0, 72.0 + 12 * n, text) for n, text in enumerate(BODY.split("\n")) if text and number > 1]
            + [(72.0, 90.0, "Memorandum of Understanding")] * (number == 1)
            + [(72.0, 740.0, f"LIBRARY MOU {number}")],
        )
        for number in (1, 2, 3, 4)
    ]
    assert read_structure("x", pages).facts.mou_number is None


@pytest.mark.parametrize(
    "text",
    [
        "the American Arbitration Association shall",
        "the Employee Association",
        "of the Union Security article",
        "a member of the Bargaining Unit of the City",
        "the Police Relief Association",
        "the Los Angeles Federal Credit Union",
    ],
)
def test_names_of_nobody(text: str) -> None:
    assert [*find_unions(text), *find_units(text), *find_employers(text)] == []


def test_an_employer_ends_where_its_office_begins() -> None:
    names = [name.text for name in find_employers("The City of Los Angeles Police Department and the County of Kern.")]
    assert names == ["City of Los Angeles", "County of Kern"]


@pytest.mark.parametrize(
    ("printed", "union"),
    [
        (
            "INTERNATIONAL ASSOCIATION OF FIRE FIGHTERS, LOCAL 46",
            "International Association of Fire Fighters, Local 46",
        ),
        ("STATIONARY ENGINEERS, LOCAL 39", "Stationary Engineers, Local 39"),
        ("United Steelworkers, Local 5", "United Steelworkers, Local 5"),
    ],
)
def test_unions_called_by_their_trade(printed: str, union: str) -> None:
    page = f"AGREEMENT\n\nBETWEEN\n\nTHE CITY OF MARLOW\n\nAND\n\n{printed}\n\nJuly 1, 2031 - June 30, 2034"
    assert read_structure("x", [text_page(f"{page}\n{BODY}")]).facts.employee_organization == union
