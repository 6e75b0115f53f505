"""Pay history and increases: who follows whom, who governs, and by how much pay grew."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.history.increases import fit_percent
from pipeline.history.lines import is_same_employer
from pipeline.models import Document, PayRule, Rate, Term
from pipeline.normalize.keys import key_rates
from pipeline.published.blocks import rows_in
from pipeline.results import DocumentFacts, DocumentResult
from pipeline.run.keeping import keep_result
from pipeline.run.together import bring_together

CITY = "City of Nowhere"


def rate(day: str, amount: int, **told: object) -> Rate:
    base: dict[str, object] = {
        "document_id": "",
        "period": "HR",
        "amount": amount,
        "amount_orig": str(amount),
        "step": "1",
        "step_order": 1,
        "appendix": "A",
        "operative_date": date.fromisoformat(day),
        "class_code": "2244-1",
        "class_title": "Captain I",
    }
    return Rate(**(base | told))  # type: ignore[arg-type]


def agreement(
    name: str, rates: Sequence[Rate], start: str | None = None, employer: str | None = CITY, **told: object
) -> DocumentResult:
    keyed = key_rates(Rate(**{f: getattr(r, f) for f in Rate.__slots__} | {"document_id": name}) for r in rates)
    facts = DocumentFacts(kind="mou", employer=employer, term_start=date.fromisoformat(start) if start else None)
    document = Document(name, name, "0" * 64, "text/plain", 1, text_origin="text")
    return DocumentResult(document=document, facts=facts, rates=tuple(keyed), **told)  # type: ignore[arg-type]


def history(*results: DocumentResult) -> dict[tuple[str, str, str | None], tuple[str | None, str | None]]:
    """(document, first day, condition) -> (last day, document that governs instead)."""
    together = bring_together({result.document.document_id: keep_result(result) for result in results})
    told = {}
    for block in together.blocks("pay_history"):
        for row in rows_in(block):
            end = str(row["valid_to"]) if row["valid_to"] else None
            instead = str(row["superseded_by"]).split("/")[0] if row["superseded_by"] else None
            told[str(row["document_id"]), str(row["valid_from"]), row["condition"]] = (end, instead)
    return told  # type: ignore[return-value]


def test_an_amount_ends_the_day_before_the_next_table() -> None:
    told = history(agreement("one", [rate("2019-08-01", 6735), rate("2019-09-01", 7073, appendix="B")]))
    assert told == {("one", "2019-08-01", None): ("2019-08-31", None), ("one", "2019-09-01", None): (None, None)}


def test_the_next_table_may_stand_in_another_document() -> None:
    told = history(
        agreement("old", [rate("2019-08-01", 6735)]),
        agreement("new", [rate("2022-03-01", 7073, class_title="Captain, First")]),
    )
    assert told == {("old", "2019-08-01", None): ("2022-02-28", None), ("new", "2022-03-01", None): (None, None)}


@pytest.mark.parametrize("other", ["Village of Elsewhere", None])
def test_a_code_of_another_employer_is_another_class(other: str | None) -> None:
    told = history(
        agreement("one", [rate("2019-08-01", 6735)]),
        agreement("two", [rate("2022-03-01", 1200, class_title="Clerk")], employer=other),
    )
    assert told["one", "2019-08-01", None] == (None, None)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("city of santa monica", "city of santa monica police department", True),
        ("city of los angeles municipal", "city of los angeles june", True),
        ("city of san diego", "city of san jose", False),
        ("county of santa clara", "city of santa clara", False),
        ("los angeles unified school district", "los angeles county", False),
        ("", "city of x", False),
    ],
)
def test_an_employer_is_known_by_its_name(one: str, other: str, same: bool) -> None:
    assert is_same_employer(one, other) is same
    assert is_same_employer(other, one) is same


def test_where_no_employer_is_named_the_title_tells_the_class() -> None:
    told = history(
        agreement("one", [rate("2019-08-01", 6735)]),
        agreement("two", [rate("2022-03-01", 7073, class_title="CAPTAIN  I.")], employer=None),
    )
    assert told["one", "2019-08-01", None] == ("2022-02-28", None)


def test_another_step_component_or_period_is_another_line() -> None:
    first = rate("2019-08-01", 6735)
    others = [
        rate("2020-01-01", 7000, step="2", step_order=2),
        rate("2020-01-01", 202, component="bonus", component_name="Basic POST - 3%", percent=Decimal(3)),
        rate("2020-01-01", 538800, period="BW"),
        rate("2020-01-01", 6800, bargaining_unit="ATA"),
    ]
    assert history(agreement("one", [first, *others]))["one", "2019-08-01", None] == (None, None)


def test_a_raised_bonus_and_a_step_written_otherwise_go_on_as_the_same() -> None:
    bonus = {"component": "bonus", "component_name": "Basic POST - 3%", "percent": Decimal(3)}
    raised = {"component": "bonus", "component_name": "Basic POST (4%)", "percent": Decimal(4), "step": "Step 01"}
    told = history(agreement("one", [rate("2019-08-01", 202, **bonus), rate("2020-01-01", 270, **raised)]))
    assert told["one", "2019-08-01", None] == ("2019-12-31", None)


def test_a_condition_never_ends_what_has_none() -> None:
    told = history(
        agreement(
            "one",
            [
                rate("2022-06-19", 3301),
                rate("2023-07-16", 3651, condition="illustrative only"),
                rate("2024-06-30", 3757, condition="if the measure fails"),
                rate("2025-01-01", 3900),
            ],
        )
    )
    assert told == {
        ("one", "2022-06-19", None): ("2024-12-31", None),
        ("one", "2023-07-16", "illustrative only"): ("2024-06-29", None),
        ("one", "2024-06-30", "if the measure fails"): ("2024-12-31", None),
        ("one", "2025-01-01", None): (None, None),
    }


def test_of_two_documents_for_one_day_the_later_governs_and_both_are_shown() -> None:
    told = history(
        agreement("amended", [rate("2021-01-17", 7500)], start="2020-11-01"),
        agreement("signed", [rate("2021-01-17", 7400), rate("2023-01-01", 7600)], start="2019-07-01"),
    )
    assert told["signed", "2021-01-17", None] == ("2022-12-31", "amended")
    assert told["amended", "2021-01-17", None] == ("2022-12-31", None)
    assert told["signed", "2023-01-01", None] == (None, None)


def test_a_later_condition_does_not_govern_over_a_plain_amount() -> None:
    told = history(
        agreement("late", [rate("2021-01-17", 7500, condition="if funds allow")], start="2020-11-01"),
        agreement("early", [rate("2021-01-17", 7400)], start="2019-07-01"),
    )
    assert told["early", "2021-01-17", None] == (None, None)


def test_alternatives_of_one_document_both_stand() -> None:
    yes, no = "if the amendment passes", "if the amendment fails"
    rates = [rate("2024-06-30", 3757, condition=yes), rate("2024-06-30", 3700, condition=no, appendix="B")]
    told = history(agreement("one", rates))
    assert told == {("one", "2024-06-30", yes): (None, None), ("one", "2024-06-30", no): (None, None)}


Lines = list[tuple[str, str | None]]
DAYS = ("2020-01-01", "2021-01-01", "2022-01-01")
TOLD = st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from([None, "if a", "if b"])), max_size=4, unique=True)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(st.sampled_from(DAYS), TOLD), min_size=1, max_size=4))
def test_spans_are_those_of_the_rules_taken_one_by_one(documents: list[tuple[str, Lines]]) -> None:
    """Rules 2 to 4 of ``pipeline.history``, for one class told by some documents with terms that begin on some day."""
    told = [(number, day, condition) for number, (_, lines) in enumerate(documents) for day, condition in lines]
    expected = {}
    for number, day, condition in told:
        days = sorted(d for _, d, c in told if d > day and (condition or not c))
        end = str(date.fromisoformat(days[0]) - timedelta(days=1)) if days else None
        latest = max(rank_of(documents, n) for n, d, c in told if d == day and (condition or not c))
        instead = f"d{latest[-1]}" if latest > rank_of(documents, number) else None
        expected[f"d{number}", day, condition] = (end, instead)
    results = [
        agreement(f"d{number}", [rate(day, 1000, condition=condition) for day, condition in lines], start=start)
        for number, (start, lines) in enumerate(documents)
    ]
    assert history(*results) == expected


def rank_of(documents: list[tuple[str, Lines]], number: int) -> tuple[str, str, int]:
    """Start of the term, its end (the last day a table begins, for no end is told here), and the name."""
    start, lines = documents[number]
    return start, max(day for day, _ in lines), number


def test_amounts_without_a_day_or_a_class_have_no_history() -> None:
    undated = rate("2024-06-30", 3757, operative_date=None)
    nobody = rate("2024-06-30", 3757, class_code=None, class_title=None)
    assert history(agreement("one", [undated, nobody])) == {}


def rounded(cents: int, percent: Decimal) -> int:
    return int((cents * (1 + percent / 100)).quantize(Decimal(1), ROUND_HALF_UP))


@given(
    st.lists(st.integers(1_000, 900_000), min_size=5, max_size=12, unique=True),
    st.decimals("-5", "25", places=2),
)
def test_one_percentage_is_found_when_it_made_every_amount(old: list[int], percent: Decimal) -> None:
    pairs = [(cents, rounded(cents, percent)) for cents in old]
    found, exact = fit_percent(pairs)
    assert exact
    assert all(rounded(cents, found) == new for cents, new in pairs)
    assert fit_percent(pairs, [percent]) == (percent, True)


@given(st.lists(st.integers(300_000, 900_000), min_size=3, max_size=12, unique=True), st.integers(0, 2))
def test_one_amount_ten_dollars_off_is_no_exact_increase(old: list[int], which: int) -> None:
    pairs = [(cents, rounded(cents, Decimal(2)) + (1000 if place == which else 0)) for place, cents in enumerate(old)]
    assert not fit_percent(pairs)[1]


def increases(result: DocumentResult) -> list[dict[str, object]]:
    blocks = keep_result(result).blocks
    return rows_in(blocks["increases"]) if "increases" in blocks else []


def test_increase_compares_the_period_the_class_is_paid_by() -> None:
    rates = []
    for day, hourly in (("2019-01-01", 3000), ("2020-01-01", 3060)):
        rates += [rate(day, hourly + 7 * step, step=str(step), step_order=step, appendix=day[3]) for step in (1, 2, 3)]
        rates.append(rate(day, hourly * 80, period="BW", appendix=day[3]))
    rates[4:7] = [
        rate("2020-01-01", rounded(3000 + 7 * s, Decimal(2)), step=str(s), step_order=s, appendix="0")
        for s in (1, 2, 3)
    ]
    [row] = increases(agreement("one", rates))
    told = {name: row[name] for name in ("appendix_from", "appendix_to", "percent_implied", "rates_compared", "exact")}
    assert told == {
        "appendix_from": "9",
        "appendix_to": "0",
        "percent_implied": Decimal(2),
        "rates_compared": 3,
        "exact": True,
    }


def test_the_rule_of_the_table_says_the_period() -> None:
    rates = [
        rate(day, amount, period=period)
        for day, hourly in (("2019-01-01", 1931), ("2020-01-01", 1970))
        for period, amount in (("HR", hourly), ("MO", {1931: 334701, 1970: 341395}[hourly]))
    ]
    rule = PayRule("one", "A/HR-MO", "A", ("2244-1",), ("HR", "MO"), "MO", None, None, (), None, (), 9, 0)
    [row] = increases(agreement("one", rates, pay_rules=(rule,)))
    assert (row["percent_implied"], row["exact"]) == (Decimal(2), True)


@pytest.mark.parametrize(
    ("percents", "stated"), [(("2",), Decimal(2)), (("2", "3"), Decimal(2)), (("4",), Decimal(4)), (("4", "5"), None)]
)
def test_stated_percentage_stands_beside(percents: tuple[str, ...], stated: Decimal | None) -> None:
    day = date(2020, 1, 1)
    terms = tuple(
        Term(
            document_id="one",
            term_id=str(place),
            clause_id=None,
            article_number=None,
            kind="percent",
            value=Decimal(value),
            unit="percent",
            per=None,
            value_orig=f"{value}%",
            words_value=None,
            effective_date=day,
            sentence=f"Salaries are increased by {value}% effective January 1, 2020.",
            page_number=1,
            char_start=0,
            char_end=2,
        )
        for place, value in enumerate(percents)
    )
    [row] = increases(agreement("one", [rate("2019-01-01", 3000), rate("2020-01-01", 3060)], terms=terms))
    assert row["percent_stated"] == stated


def test_an_absurd_growth_is_left_out() -> None:
    assert increases(agreement("one", [rate("2019-01-01", 1), rate("2020-01-01", 999_999_999)])) == []


@pytest.fixture(scope="module")
def published(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pipeline import extract  # noqa: PLC0415

    out = tmp_path_factory.mktemp("history") / "set"
    extract([corpus / "raw" / "text"], out, jobs=1)
    return out


@pytest.mark.corpus
def test_increases_of_mou_30_are_those_the_cover_letter_states(published: Path) -> None:
    """Two, two, one, one and one percent on five days, exact for each of five classes; by hand."""
    rows = [row for row in rows_of_table(published, "increases") if str(row["class_code"]).startswith("32")]
    keyed = {"2012-07-01": 2, "2013-01-01": 2, "2013-07-01": 1, "2013-11-01": 1, "2014-03-01": 1}
    assert len(rows) == 25
    for row in rows:
        percent = keyed[str(row["date_to"])]
        assert (row["percent_implied"], row["percent_stated"], row["exact"]) == (percent, percent, True)


@pytest.mark.corpus
def test_history_on_a_day_is_what_the_truth_prints(published: Path, corpus: Path) -> None:
    """On 2013-08-15 the tables of July 1, 2013 hold: every amount of them, and of no other."""
    day = date(2013, 8, 15)
    found = sorted(
        (str(row["class_code"]), str(row["component_name"]), str(row["step"]), str(row["period"]), row["amount"])
        for row in rows_of_table(published, "pay_history")
        if row["valid_from"] <= day <= (row["valid_to"] or day)
    )
    with (corpus / "truth" / "salary_rates.csv").open(encoding="utf-8") as stream:
        truth = [row for row in csv.DictReader(stream) if row["operative_date"] == "2013-07-01"]
    assert [(code, step, period, amount) for code, _, step, period, amount in found] == [
        (row["class_code"], row["step"], row["period"], Decimal(row["amount"]))
        for row in sorted(
            truth,
            key=lambda r: (r["class_code"], r["component_name"], r["step"], r["period"], Decimal(r["amount"])),
        )
    ]


def rows_of_table(published: Path, name: str) -> list[dict[str, object]]:
    return pq.read_table(published / f"{name}.parquet").to_pylist()
