"""Checks of prose and other tables: each holds on the agreements, and names each of 200 seeded faults."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from pipeline.findings import Finding
from pipeline.models import Article, Clause, Rate, Table, TableCell, Term
from pipeline.normalize.terms import read_terms
from pipeline.validate.stated import check_prose, check_words_and_digits
from pipeline.validate.stated.bonuses import check_stated_bonuses
from pipeline.validate.stated.increases import check_stated_increases, is_general_increase
from pipeline.validate.stated.operative_dates import check_operative_dates
from pipeline.validate.stated.sums import check_stated_sums
from pipeline.validate.stated.table_sums import add_hours_minutes, check_table_sums
from tests.prose_corpus import MOUS, Agreement, read_pdf, read_texts, true_rates

HELD = {
    "25": {"words_and_digits": 15, "operative_date": 5},
    "28": {"words_and_digits": 26, "operative_date": 9, "stated_sum": 7},
    "30": {
        "words_and_digits": 112,
        "operative_date": 18,
        "stated_increase": 5,
        "stated_bonus": 9,
        "stated_sum": 3,
        "table_sum": 20,
    },
}
"""How many statements hold, counted by hand where few: MOU 30 states five increases, six dates in section 21,
six in the ordinance and six in the contents list, and two totals in each of ten rows of section 44."""


def read(text: str) -> tuple[Term, ...]:
    return read_terms("d", [], [Clause("d", "article-1/A", "article-1", "A", 1, "A.", text, 3, 0, len(text))])


def run(agreement: Agreement, rates: tuple[Rate, ...]) -> tuple[tuple[Finding, ...], dict[str, int]]:
    findings, held = check_prose("d", agreement.structure.articles, agreement.terms, agreement.tables, rates)
    return findings, {check.check: check.count for check in held}


@pytest.mark.corpus
@pytest.mark.parametrize("form", ["text", "pdf"])
@pytest.mark.parametrize("mou", MOUS)
def test_the_agreements_agree_with_themselves(corpus: Path, mou: str, form: str) -> None:
    agreement = read_texts(corpus)[mou] if form == "text" else read_pdf(corpus, f"mou{mou}.pdf")
    findings, held = run(agreement, true_rates(corpus, mou))
    assert findings == ()
    assert held == HELD[mou]


# Single checks


def test_a_digit_that_differs_from_its_words_names_both_values() -> None:
    findings, held = check_words_and_digits("d", read("a fee of nine cents ($.08), for ten (10) days"))
    (finding,) = findings
    assert (finding.printed, finding.expected, held) == ("nine cents ($.08)", "0.09", 1)
    assert finding.severity == "error"
    assert "0.08" in finding.message
    assert "0.09" in finding.message


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Management forwards $29.50 biweekly. Such amount shall be allocated for A ($28.00) and fees ($1.50).", True),
        ("Management forwards $29.50 biweekly. Such amount shall be allocated for A ($28.00) and fees ($1.05).", False),
        (
            "It costs $85,000 annually. They shall pay $21,250 on September 30, December 31, March 31, and June 30.",
            True,
        ),
        (
            "It costs $85,000 annually. They shall pay $21,520 on September 30, December 31, March 31, and June 30.",
            False,
        ),
        ("Members pay six percent, of which one-half percent is A and five and one-half percent is B.", True),
        ("Members pay seven percent, of which one-half percent is A and five and one-half percent is B.", False),
        ("They work 19 days consisting of 8-hour shifts totaling 152 hours in a DP.", True),
        ("They work 18 days consisting of 8-hour shifts totaling 152 hours in a DP.", False),
        ("They pay 7%. The additional 4% thereby results in a total rate of 11%.", True),
        ("They pay 7%. The additional 4% thereby results in a total rate of 12%.", False),
    ],
)
def test_stated_sums(text: str, holds: bool) -> None:
    findings, held = check_stated_sums("d", read(text))
    assert (len(findings), held) == ((0, 1) if holds else (1, 0))


def test_hours_and_minutes_add_in_base_sixty() -> None:
    assert add_hours_minutes([Decimal("7.20"), Decimal("8.40")]) == Decimal("16.00")
    assert add_hours_minutes([Decimal("14.40"), Decimal("8.40")]) == Decimal("23.20")


def rate(appendix: str, day: date, cents: int, step: int = 1, **more: object) -> Rate:
    base = Rate("d", "HR", cents, str(cents), str(step), step, appendix=appendix, operative_date=day, class_code="1")
    return replace(base, **more)  # type: ignore[arg-type]


A, B = date(2020, 1, 1), date(2021, 1, 1)
RATES = tuple(rate("A", A, 1000 * n, n) for n in range(1, 6)) + tuple(rate("B", B, 1020 * n, n) for n in range(1, 6))


def test_a_stated_increase_that_the_rates_do_not_bear_out_is_named_with_what_they_imply() -> None:
    assert check_stated_increases("d", read("Salaries increase by 2% effective January 1, 2021."), RATES) == ((), 1)
    (finding,), held = check_stated_increases("d", read("Salaries increase by 3% effective January 1, 2021."), RATES)
    assert (finding.printed, finding.expected, finding.proposed, held) == ("3%", "2", 2, 0)


def test_an_increase_from_a_pay_period_belongs_to_the_appendix_of_that_pay_period() -> None:
    text = "Salaries increase by {}% effective the first full pay period after December 25, 2020."
    assert check_stated_increases("d", read(text.format(2)), RATES) == ((), 1)
    (finding,), _ = check_stated_increases("d", read(text.format(3)), RATES)
    assert (finding.column, finding.expected) == ("value", "2")


def test_two_increases_of_one_day_hold_together_and_an_unexplained_one_is_a_warning() -> None:
    text = "Salaries increase by 1.5% effective January 1, 2021. Salaries increase by 0.5% effective January 1, 2021."
    assert check_stated_increases("d", read(text), RATES) == ((), 2)
    uneven = tuple(replace(item, amount=item.amount + 90 * item.step_order**2) for item in RATES[5:])
    (finding,), _ = check_stated_increases(
        "d", read("Salaries increase by 2% effective January 1, 2021."), RATES[:5] + uneven
    )
    assert (finding.severity, finding.proposed) == ("warning", None)


@pytest.mark.parametrize(
    "text",
    ["Operative {d}, the salaries are {n} % above those of before.", "Effective {d}, base wages are adjusted by {n}%.",
     "On {d}, each step rises by {n} percent.", "Wages go up {n}% as of {d}."],
)  # fmt: skip
def test_an_increase_may_be_said_in_other_words(text: str) -> None:
    day = "January 1, 2021"
    assert check_stated_increases("d", read(text.format(d=day, n="2")), RATES) == ((), 1)
    (finding,), _ = check_stated_increases("d", read(text.format(d=day, n="2.5")), RATES)
    assert (finding.severity, finding.expected) == ("error", "2")


def test_an_increase_of_one_class_is_no_wrong_increase_of_all() -> None:
    own = tuple(rate("A", A, 3000 * n, n, class_code="2") for n in range(1, 4))
    raised = tuple(rate("B", B, 3120 * n, n, class_code="2") for n in range(1, 4))
    text = "Effective January 1, 2021, the salary of class 2 shall be increased by {}%."
    assert check_stated_increases("d", read(text.format(4)), (*RATES, *own, *raised)) == ((), 1)
    assert len(check_stated_increases("d", read(text.format(5)), (*RATES, *own, *raised))[0]) == 1


def test_a_contribution_is_no_increase() -> None:
    terms = read(
        "Effective January 1, 2021, members contribute 4% of their pay, an increase in the cost of health care."
    )
    assert not any(is_general_increase(term) for term in terms)


def test_an_operative_date_is_compared_wherever_it_stands() -> None:
    def article(text: str, kind: str = "article", **more: object) -> Article:
        return replace(Article("d", "article-1", kind, "1", "SALARIES", 1, text), **more)  # type: ignore[arg-type]

    check = partial(check_operative_dates, "d", tables=(), rates=RATES)
    good = "Appendix A – January 1, 2020 Appendix B – January 1, 2021"  # noqa: RUF001 (the dash as printed)
    assert check(articles=[article(good)]) == ((), 2)
    (finding,), held = check(articles=[article(good.replace("1, 2021", "2, 2021"))])
    assert (finding.key, finding.printed, finding.expected, held) == ("article-1", "January 2, 2021", "2021-01-01", 1)
    assert check(articles=[article("Salaries of Appendix B shall be operative January 1, 2021.")])[1] == 1
    for verb in ("applies from", "is effective as of", "shall take effect on", "will be in effect beginning"):
        assert check(articles=[article(f"Appendix B {verb} January 1, 2021.")]) == ((), 1)
        assert len(check(articles=[article(f"Appendix B {verb} January 10, 2021.")])[0]) == 1
    shown = "Effective January 1, 2021, a bonus of the difference of figures displayed in Appendix A and Appendix B."
    assert check(articles=[article(shown)]) == ((), 1)
    plan = "The amounts of Appendix B would be codified effective January 12, 2025."
    assert check(articles=[article(plan, "letter")]) == ((), 0)
    listed = article("", "appendix", number="B", toc_title="Salaries Operative January 1, 2022")
    assert [found.column for found in check(articles=[listed])[0]] == ["toc_title[B]"]


def test_a_heading_alone_with_its_date_is_blamed_and_not_the_places_that_agree() -> None:
    def day(year: int) -> tuple[Article, ...]:
        text = f"Appendix A – January 1, 2020. Salaries of Appendix B shall be operative January 1, {year}."  # noqa: RUF001
        listed = Article(
            "d", "appendix-B", "appendix", "B", "", 2, "", toc_title=f"Salaries Operative January 1, {year}"
        )
        return Article("d", "article-1", "article", "1", "SALARIES", 1, text), listed

    assert check_operative_dates("d", day(2021), (), RATES) == ((), 3)
    (finding,), held = check_operative_dates("d", day(2022), (), RATES)
    assert (finding.table, finding.column, held) == ("salary_rates", "operative_date", 3)
    assert (finding.printed, finding.expected) == ("2021-01-01", "2022-01-01")


def test_bonus_percentages_are_compared_by_name() -> None:
    bonuses = tuple(
        rate("A", A, 30, component="bonus", component_name=f"{name} - {percent}%", percent=Decimal(percent))
        for name, percent in (("Firefighter I", 1), ("Firefighter II", 2))
    )
    assert check_stated_bonuses("d", read("A Firefighter I shall receive a bonus of 1%."), bonuses) == ((), 1)
    (finding,), _ = check_stated_bonuses("d", read("A Firefighter II shall receive a bonus of 1%."), bonuses)
    assert (finding.expected, finding.proposed) == ("2", 2)


def test_a_total_column_without_groups_adds_the_columns_of_its_unit() -> None:
    texts = [["Rank", "A", "B", "Total"], ["One", "1", "2", "4"]]
    cells = tuple(
        TableCell(
            "t", "d", r, c, 1, 1, text, Decimal(text) if text.isdigit() else None, "days" if text.isdigit() else None
        )
        for r, row in enumerate(texts, 1)
        for c, text in enumerate(row, 1)
    )
    (finding,), held = check_table_sums("d", [Table("d", "t", None, None, 7, 1, 2, 4, cells)])
    assert (finding.key, finding.printed, finding.proposed, finding.page_number, held) == ("t/2/4", "4", 3, 7, 0)


# Two hundred seeded faults

Fault = Callable[[], tuple[tuple[Finding, ...], str, str]]
"""Plants one fault; gives the findings, the name of the check that must speak, and what it must name."""


def other_digit(rng: random.Random, text: str, first: int = 0) -> str:
    """The text with one digit changed, none of them to a leading zero."""
    places = [match.start() for match in re.finditer(r"\d", text) if match.start() >= first]
    place = rng.choice(places)
    digits = [digit for digit in "123456789" if digit != text[place]]
    return text[:place] + rng.choice(digits) + text[place + 1 :]


def pair_faults(rng: random.Random, agreement: Agreement) -> Iterator[Fault]:
    clauses = {clause.clause_id: clause for clause in agreement.structure.clauses}
    pairs = [term for term in agreement.terms if term.words_value is not None and term.clause_id]
    while True:
        term = rng.choice(pairs)
        changed = other_digit(rng, term.value_orig)
        clause = clauses[term.clause_id or ""]
        text = clause.text[: term.char_start] + changed + clause.text[term.char_end :]
        yield partial(_read_pair, replace(clause, text=text), term, changed)


def _read_pair(clause: Clause, term: Term, changed: str) -> tuple[tuple[Finding, ...], str, str]:
    findings, _ = check_words_and_digits("d", read_terms("d", [], [clause]))
    named = [finding for finding in findings if finding.printed == changed]
    return tuple(named), "words_and_digits", term.term_id


def total_faults(rng: random.Random, agreement: Agreement) -> Iterator[Fault]:
    (table,) = [table for table in agreement.tables if table.columns == 7]
    totals = [cell for cell in table.cells if cell.row > table.header_rows and cell.column > 1]
    while True:
        cell = rng.choice(totals)
        changed = other_digit(rng, cell.text)
        number = Decimal(changed)
        if cell.unit == "hours.minutes" and int(number % 1 * 100) >= 60:
            continue
        cells = tuple(replace(c, text=changed, number=number) if c is cell else c for c in table.cells)
        total = f"{table.table_id}/{cell.row}/{4 if cell.column <= 4 else 7}"
        yield partial(_sum_table, replace(table, cells=cells), total)


def _sum_table(table: Table, total: str) -> tuple[tuple[Finding, ...], str, str]:
    return check_table_sums("d", [table])[0], "table_sum", total


def date_faults(rng: random.Random, agreement: Agreement, rates: tuple[Rate, ...]) -> Iterator[Fault]:
    said = re.compile(
        r"(?:Appendix [A-F] – |Appendix [A-F] shall be operative |(?:Effective|On) )"  # noqa: RUF001
        r"(?P<date>\w+ \d{1,2}, \d{4})(?=,? (?:a non-pensionable|all bonus)|[ .]|$)"
    )
    places: list[tuple[Article, str, int, int]] = []
    for article in agreement.structure.articles:
        if article.kind == "appendix" and (listed := re.search(r"\w+ \d{1,2}, \d{4}", article.toc_title or "")):
            places.append((article, "toc_title", *listed.span()))
        if "Appendi" in article.text and article.kind != "letter":
            places += [(article, "text", *match.span("date")) for match in said.finditer(article.text)]
    days = {rate.operative_date for rate in rates}
    while True:
        article, column, start, end = rng.choice(places)
        text = getattr(article, column)
        day = other_digit(rng, text[start:end])
        if any(day.endswith(f"{known:%Y}") and f"{known:%B} {known.day}," in day for known in days if known):
            continue
        changed = text[:start] + day + text[end:]
        yield partial(_date_article, replace(article, **{column: changed}), rates)


def _date_article(article: Article, rates: tuple[Rate, ...]) -> tuple[tuple[Finding, ...], str, str]:
    return check_operative_dates("d", [article], (), rates)[0], "operative_date", article.article_id


def table_date_faults(rng: random.Random, agreement: Agreement, rates: tuple[Rate, ...]) -> Iterator[Fault]:
    (table,) = [table for table in agreement.tables if any(cell.unit == "date" for cell in table.cells)]
    dates = [cell for cell in table.cells if cell.unit == "date"]
    while True:
        cell = rng.choice(dates)
        changed = other_digit(rng, cell.text)
        cells = tuple(replace(c, text=changed) if c is cell else c for c in table.cells)
        key = f"{table.table_id}/{cell.row}/{cell.column}"
        yield partial(_date_table, replace(table, cells=cells), rates, key)


def _date_table(table: Table, rates: tuple[Rate, ...], key: str) -> tuple[tuple[Finding, ...], str, str]:
    return check_operative_dates("d", (), [table], rates)[0], "operative_date", key


def increase_faults(rng: random.Random, agreement: Agreement, rates: tuple[Rate, ...]) -> Iterator[Fault]:
    stated = [term for term in agreement.terms if is_general_increase(term)]
    while True:
        term = rng.choice(stated)
        yield partial(_increase, agreement, rates, term, other_digit(rng, term.value_orig))


def _increase(
    agreement: Agreement, rates: tuple[Rate, ...], term: Term, changed: str
) -> tuple[tuple[Finding, ...], str, str]:
    """Plants the changed percentage where the term stands, in a clause or in a loose paragraph."""

    def plant(text: str) -> str:
        return text[: term.char_start] + changed + text[term.char_end :]

    clauses = tuple(
        replace(clause, text=plant(clause.text)) if clause.clause_id == term.clause_id else clause
        for clause in agreement.structure.clauses
    )
    body = tuple(
        replace(paragraph, text=plant(paragraph.text)) if term.term_id.startswith(f"body/{number}/") else paragraph
        for number, paragraph in enumerate(agreement.structure.body_text, 1)
    )
    terms = read_terms("d", agreement.structure.articles, clauses, body)
    return check_stated_increases("d", terms, rates)[0], "stated_increase", term.term_id


@pytest.mark.corpus
def test_two_hundred_seeded_faults_are_each_found_and_named(corpus: Path) -> None:
    rng = random.Random(20220619)
    texts = read_texts(corpus)
    rates = {mou: true_rates(corpus, mou) for mou in MOUS}
    sources: list[tuple[Iterator[Fault], int]] = [
        (pair_faults(rng, texts["30"]), 60),
        (pair_faults(rng, texts["28"]), 20),
        (pair_faults(rng, texts["25"]), 10),
        (total_faults(rng, texts["30"]), 40),
        (date_faults(rng, texts["25"], rates["25"]), 10),
        (date_faults(rng, texts["28"], rates["28"]), 15),
        (date_faults(rng, texts["30"], rates["30"]), 15),
        (table_date_faults(rng, texts["30"], rates["30"]), 10),
        (increase_faults(rng, texts["30"], rates["30"]), 20),
    ]
    missed = []
    planted = 0
    for source, count in sources:
        for _ in range(count):
            findings, check, key = next(source)()
            planted += 1
            if not any((found.check, found.key, found.severity) == (check, key, "error") for found in findings):
                missed.append((check, key))
    assert (planted, missed) == (200, [])
