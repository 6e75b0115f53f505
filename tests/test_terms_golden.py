"""Terms of the shared corpus against a golden file keyed by hand from the pages."""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.models import Term
from pipeline.normalize.terms import read_terms
from tests.prose_corpus import MOUS, Agreement, read_pdf, read_texts, true_rates

pytestmark = pytest.mark.corpus
GOLDEN = Path(__file__).parent / "golden" / "terms.csv"


def agreement(corpus: Path, mou: str, form: str) -> Agreement:
    return read_texts(corpus)[mou] if form == "text" else read_pdf(corpus, f"mou{mou}.pdf")


def as_keyed(term: Term) -> tuple[str, ...]:
    return (
        term.article_number or "",
        " ".join(term.value_orig.split()),
        term.kind,
        f"{term.value.normalize():f}",
        term.unit,
        term.per or "",
        str(term.effective_date or ""),
    )


@pytest.mark.parametrize("form", ["text", "pdf"])
@pytest.mark.parametrize("mou", MOUS)
def test_golden_terms(corpus: Path, mou: str, form: str) -> None:
    with GOLDEN.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["mou"] == mou]
    columns = ("article", "value_orig", "kind", "value", "unit", "per", "effective_date")
    keyed = Counter(tuple(row[column] for column in columns) for row in rows)
    read = Counter(as_keyed(term) for term in agreement(corpus, mou, form).terms)
    assert not keyed - read
    assert sum(keyed.values()) >= 40


@pytest.mark.parametrize("form", ["text", "pdf"])
@pytest.mark.parametrize("mou", MOUS)
def test_every_term_is_a_slice_of_its_clause(corpus: Path, mou: str, form: str) -> None:
    read = agreement(corpus, mou, form)
    clauses = {clause.clause_id: clause.text for clause in read.structure.clauses}
    paragraphs = {f"body/{n}": item.text for n, item in enumerate(read.structure.body_text, 1)}
    for term in read.terms:
        text = clauses[term.clause_id] if term.clause_id else paragraphs[term.term_id.rpartition("/")[0]]
        assert text[term.char_start : term.char_end] == term.value_orig
    assert len({term.term_id for term in read.terms}) == len(read.terms)
    assert len(read.terms) > 250


def amounts(text: str) -> Counter[Decimal]:
    """Dollar amounts of a text: counted by a pattern that is not the reader's."""
    found = re.findall(r"\$\s*([\d,]*\.?\d+)", text.replace("\\", ""))
    return Counter(Decimal(amount.replace(",", "")) for amount in found)


@pytest.mark.parametrize("form", ["text", "pdf"])
@pytest.mark.parametrize("mou", MOUS)
def test_every_dollar_amount_outside_salary_tables_is_read_exactly_once(corpus: Path, mou: str, form: str) -> None:
    read = agreement(corpus, mou, form)
    printed = amounts(read.raw)
    if mou != "30":  # whose salary tables print no dollar signs
        printed.subtract(Decimal(rate.amount) / 100 for rate in true_rates(corpus, mou))
    assert min(printed.values()) >= 0
    texts = [term.value_orig for term in read.terms]
    texts += [cell.text for table in read.tables for cell in table.cells]
    assert sum((amounts(text) for text in texts), Counter()) == +printed


@pytest.mark.parametrize("mou", MOUS)
def test_text_and_pdf_state_the_same_money_and_percentages(corpus: Path, mou: str) -> None:
    def stated(form: str) -> Counter[tuple[str, ...]]:
        terms = agreement(corpus, mou, form).terms
        return Counter(as_keyed(term) for term in terms if term.kind in ("money", "percent", "multiple"))

    text, pdf = stated("text"), stated("pdf")
    typed = {"25": 6}  # the typeset MOU 25 runs its subsidy tables into a paragraph
    assert sum((text - pdf).values()) == 0
    assert sum((pdf - text).values()) == typed.get(mou, 0)


def test_news_articles_state_their_quantities_and_no_article(corpus: Path) -> None:
    news = [read for key, read in read_texts(corpus).items() if key.startswith("news")]
    assert len(news) == 2
    found = {(term.kind, term.value, term.per) for read in news for term in read.terms}
    assert {
        ("money", Decimal(127_000_000), "year"),
        ("money", Decimal(10_000_000), None),
        ("money", Decimal(150_000_000), None),
        ("money", Decimal(1_000), None),
        ("money", Decimal(22), "paycheck"),
        ("pay_periods", Decimal(48), None),
        ("years", Decimal(5), None),
    } <= found
    assert all(read.structure.articles == () and read.tables == () for read in news)


@pytest.mark.parametrize("mou", MOUS)
def test_terms_take_less_than_half_a_second(corpus: Path, mou: str) -> None:
    structure = read_texts(corpus)[mou].structure
    started = time.process_time()
    read_terms("d", structure.articles, structure.clauses, structure.body_text)
    assert time.process_time() - started < 0.5
