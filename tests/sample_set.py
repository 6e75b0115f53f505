"""A small published set made of records: two agreements with base pay, bonuses and totals, and a news article."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from pipeline.findings import Finding
from pipeline.models import (
    Article,
    BBox,
    Clause,
    Derivation,
    Document,
    PayRule,
    Period,
    Rate,
    Table,
    TableCell,
    Term,
)
from pipeline.normalize.keys import key_rates
from pipeline.results import DocumentFacts, DocumentResult

DATES = (date(2022, 6, 19), date(2022, 12, 18))
PERIODS: tuple[Period, ...] = ("HR", "BW", "YR")


def sample_results() -> list[DocumentResult]:
    """Hourly classes with bonus and total in one agreement, the range code misprinted once; a news article."""
    return [agreement("mou91.txt", "91"), agreement("sub dir/mou92.pdf", "92"), article()]


def agreement(document_id: str, mou_number: str) -> DocumentResult:
    rates = key_rates(
        rate for appendix, day in zip("AB", DATES, strict=True) for rate in table(document_id, appendix, day)
    )
    text = "The allowance is nine cents ($.09) per mile."
    return DocumentResult(
        document=document(document_id),
        facts=DocumentFacts(kind="mou", mou_number=mou_number, title=f"MOU {mou_number}", term_start=DATES[0]),
        rates=tuple(rates),
        pay_rules=tuple(rule(document_id, appendix) for appendix in "AB"),
        articles=(Article(document_id, "article/1.1", "article", "1.1", "Mileage", 1, text),),
        clauses=(Clause(document_id, "article/1.1/", "article/1.1", "", 0, "", text, 2, 0, len(text)),),
        terms=(term(document_id, text),),
        tables=(vacation(document_id),),
        findings=(range_code_finding(rates[0]),),
    )


def article() -> DocumentResult:
    return DocumentResult(document=document("news.txt"), facts=DocumentFacts(kind="news", title="News"))


def document(document_id: str) -> Document:
    sha256 = hashlib.sha256(document_id.encode()).hexdigest()
    return Document(document_id, f"raw/{document_id}", sha256, "text/plain", 1234, page_count=9, text_origin="text")


def table(document_id: str, appendix: str, day: date) -> list[Rate]:
    rates = []
    for number in range(3):
        for step in range(1, 5):
            base = 3301 + 412 * number + 178 * step + 60 * "AB".index(appendix)
            parts = {"base": (base, None), "bonus": ((base * 6 + 100) // 200, "Basic POST - 3%")}
            parts["total"] = (parts["base"][0] + parts["bonus"][0], "Regular Pay plus ALL POST bonuses")
            for component, (hourly, name) in parts.items():
                for period, amount in zip(PERIODS, (hourly, hourly * 80, hourly * 2088), strict=True):
                    rates.append(
                        Rate(
                            document_id=document_id,
                            period=period,
                            amount=amount,
                            amount_orig=f"${amount / 100:,.2f}",
                            step=str(step),
                            step_order=step,
                            component=component,
                            component_name=name,
                            percent=Decimal(3) if component == "bonus" else None,
                            mou_number=document_id[3:5],
                            appendix=appendix,
                            operative_date=day,
                            class_code=f"318{number}-1",
                            class_title=f"Officer {'I' * (number + 1)}",
                            range_code=str(3479 + 412 * number + 60 * "AB".index(appendix)),
                            condition="illustrative only" if appendix == "B" else None,
                            page_number=7,
                            bbox=BBox(100.0, 10.0 * step, 140.0, 10.0 * step + 8),
                            status="ok",
                        )
                    )
    return rates


def rule(document_id: str, appendix: str) -> PayRule:
    return PayRule(
        document_id=document_id,
        table_key=f"{appendix}/HR-BW-YR",
        appendix=appendix,
        class_codes=("3180-1", "3181-1", "3182-1"),
        periods=PERIODS,
        primary_period="HR",
        hours_per_biweekly=Decimal(80),
        biweekly_per_year=Decimal("26.1"),
        derivations=(
            Derivation("HR", "BW", Decimal(80), Decimal(1), "half_up", 36, 0),
            Derivation("BW", "YR", Decimal("26.1"), Decimal(1), "half_up", 36, 0),
        ),
        bonus_rounding="half_up",
        total_of=("Basic POST - 3%",),
        supporting=96,
        breaking=0,
    )


def term(document_id: str, text: str) -> Term:
    return Term(
        document_id=document_id,
        term_id="article/1.1//17",
        clause_id="article/1.1/",
        article_number="1.1",
        kind="money",
        value=Decimal("0.09"),
        unit="USD",
        per="mile",
        value_orig="nine cents ($.09)",
        words_value=Decimal("0.09"),
        effective_date=None,
        sentence=text,
        page_number=2,
        char_start=17,
        char_end=34,
    )


def vacation(document_id: str) -> Table:
    cells = tuple(
        TableCell("article/1.1/1", document_id, row, column, 1, 1, text, Decimal(text) if row == 2 else None)
        for row, column, text in ((1, 1, "Years"), (1, 2, "Days"), (2, 1, "5"), (2, 2, "17"))
    )
    return Table(document_id, "article/1.1/1", "Vacation", "article/1.1", 3, 1, 2, 2, cells)


def range_code_finding(rate: Rate) -> Finding:
    return Finding(
        document_id=rate.document_id,
        check="range_code",
        severity="error",
        table="salary_rates",
        key=rate.rate_id,
        message="range code 7073 stands beside 67.35",
        column="range_code",
        printed="7073",
        expected="6735",
        proposed=Decimal(6735),
        origin="printed",
        page_number=7,
        bbox=BBox(1.0, 2.0, 3.0, 4.0),
    )
