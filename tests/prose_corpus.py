"""The three agreements of the shared corpus, read once: structure, terms, tables, and their true rates."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from pipeline.extract.text import read_text_pages
from pipeline.models import Page, Rate, Table, Term
from pipeline.normalize.structure import Structure, read_structure
from pipeline.normalize.tables import read_tables
from pipeline.normalize.terms import read_terms

MOUS = ("25", "28", "30")
BONUSES = {
    "Basic POST": 3,
    "Intermediate POST": 1,
    "Advanced POST": 2,
    "Airfield": 2,
    "Firefighter I": 1,
    "Firefighter II": 2,
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """One document with everything that was read of its prose."""

    raw: str
    pages: tuple[Page, ...]
    structure: Structure
    terms: tuple[Term, ...]
    tables: tuple[Table, ...]


@cache
def read_texts(corpus: Path) -> dict[str, Agreement]:
    """Text documents by MOU number; the news articles as "news1" and "news2"."""
    found: dict[str, Agreement] = {}
    for path in sorted((corpus / "raw" / "text").glob("*.txt")):
        agreement = _read(corpus, path.read_text(encoding="utf-8"), read_text_pages(path.read_bytes()))
        number = agreement.structure.facts.mou_number
        found[number or f"news{1 + sum(key.startswith('news') for key in found)}"] = agreement
    return found


@cache
def read_pdf(corpus: Path, name: str) -> Agreement:
    """A typeset agreement."""
    import pypdfium2  # noqa: PLC0415

    from pipeline.extract.pdfium import open_pdf, read_page  # noqa: PLC0415

    data = (corpus / "raw" / "pdf" / name).read_bytes()
    with open_pdf(data) as pdf:
        pages = tuple(read_page(pdf, number) for number in range(1, pdf.page_count + 1))
    raw = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
    return _read(corpus, raw, pages)


def _read(corpus: Path, raw: str, pages: tuple[Page, ...]) -> Agreement:
    structure = read_structure("d", pages)
    terms = read_terms("d", structure.articles, structure.clauses, structure.body_text)
    tables = read_tables("d", pages, structure.tables, structure.articles, read=_print_rates(corpus))
    return Agreement(raw, pages, structure, terms, tables)


@cache
def _print_rates(corpus: Path) -> frozenset[str]:
    """The true amounts of all agreements as they are printed, with a comma or without."""
    amounts = [rate.amount / 100 for number in MOUS for rate in true_rates(corpus, number)]
    return frozenset(text for amount in amounts for text in (f"{amount:,.2f}", f"{amount:.2f}"))


@cache
def true_rates(corpus: Path, mou_number: str) -> tuple[Rate, ...]:
    """Rates of an agreement as the truth file has them."""
    with (corpus / "truth" / "salary_rates.csv").open(encoding="utf-8") as file:
        return tuple(_rate(row) for row in csv.DictReader(file) if row["mou_number"] == mou_number)


def _rate(row: dict[str, str]) -> Rate:
    name = row["component_name"] or None
    plain = re.sub(r"\s*-\s*\d+%$", "", name or "")
    percent = Decimal(BONUSES[plain]) if row["component"] == "bonus" else None
    return Rate(
        "d",
        row["period"],  # type: ignore[arg-type]
        int(Decimal(row["amount"]) * 100),
        row["amount"],
        row["step"],
        int(row["step"]),
        component=row["component"],  # type: ignore[arg-type]
        component_name=name,
        percent=percent,
        appendix=row["appendix"],
        operative_date=date.fromisoformat(row["operative_date"]),
        class_code=row["class_code"],
    )
