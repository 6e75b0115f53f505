"""Clauses and loose paragraphs -> the quantities they state, as rows of ``terms``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipeline.models import Article, Clause, Term
from pipeline.normalize.structure.records import Paragraph
from pipeline.normalize.terms.bases import find_base
from pipeline.normalize.terms.dates import find_effective_dates
from pipeline.normalize.terms.effective import choose_effective_date, pair_respectively
from pipeline.normalize.terms.finder import find_quantities
from pipeline.normalize.terms.numbers import LARGEST
from pipeline.normalize.terms.quantity import MASK, Quantity
from pipeline.normalize.terms.sentences import split_sentences

_PLACES = Decimal("0.0001")
"""Scale of ``terms.value``."""


_RANGE = re.compile(
    r"\s*(?:-|\u2013|\bto\b|\band\b|\bor\b|\bthrough\b"
    r"|,?\s(?:nor|or|and|but)\s+(?:(?:not|no)\s+)?(?:more|less|greater)\s+than\b)\s*"
)
_PARALLEL = re.compile(
    r"(?:\s*(?:per|an?|each|every|/)\s*[\w-]+(?:\s+period)?|\s+\w+ly)?\s+(?P<how>for|with|if)\s[^.;$]{1,60}?(?:,|,?\s(?:and|or))\s+",
    re.IGNORECASE,
)
""" "$50 per month for one, $75 for two and $90 for a family"."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A piece of text and where it stands."""

    document_id: str
    key: str
    """Beginning of the term_id: the clause, or the paragraph's number."""
    clause_id: str | None
    article_number: str | None
    page_number: int | None
    text: str
    marker: int = 0
    """Characters of the clause's marker: "1.1 Day means ..." states no 1.1 days."""


def read_terms(
    document_id: str,
    articles: Sequence[Article],
    clauses: Sequence[Clause],
    body_text: Sequence[Paragraph] = (),
) -> tuple[Term, ...]:
    """Every quantity in the prose of a document.

    Args:
        document_id: Of the document.
        articles: Its articles; they give ``article_number``.
        clauses: The text of the articles, each character in one clause.
        body_text: Prose that stands in no article; offsets of its terms count from the paragraph.

    Returns:
        Terms in the order of the text, articles first. ``clause.text[char_start:char_end]`` is ``value_orig``.
        Dates are terms too: ``value`` is YYYYMMDD, YYYYMM or MMDD as ``unit`` (date, month, month_day) says.
    """
    numbers = {article.article_id: article.number for article in articles}
    lead_ins: dict[tuple[str, str], date] = {}
    terms: list[Term] = []
    for clause in clauses:
        number = numbers.get(clause.article_id)
        marker = len(clause.marker) if clause.text.startswith(clause.marker) else 0
        place = _Place(document_id, clause.clause_id, clause.clause_id, number, clause.page_number, clause.text, marker)
        inherited = _inherited(clause, lead_ins)
        found, leading = _read_place(place, inherited)
        terms.extend(found)
        if leading:
            lead_ins[clause.article_id, clause.path] = leading
    for index, paragraph in enumerate(body_text, start=1):
        place = _Place(document_id, f"body/{index}", None, None, paragraph.page_number, paragraph.text)
        terms.extend(_read_place(place, None)[0])
    return tuple(terms)


def _inherited(clause: Clause, lead_ins: Mapping[tuple[str, str], date]) -> date | None:
    """The effective date of the sentence that the clause goes on with: "C. Effective July 1, as follows: 1. ..."."""
    path = clause.path
    while "." in path:
        path = path.rpartition(".")[0]
        if (clause.article_id, path) in lead_ins:
            return lead_ins[clause.article_id, path]
    return None


def _read_place(place: _Place, inherited: date | None) -> tuple[list[Term], date | None]:
    """Terms of a text, and the effective date of its last sentence where that ends with a colon."""
    text = MASK * place.marker + place.text[place.marker :] if place.marker else place.text
    quantities = tuple(item for item in find_quantities(text) if item.value < LARGEST)
    if not quantities:
        return [], inherited if place.text.rstrip().endswith(":") else None
    terms: list[Term] = []
    leading = inherited
    for start, end in split_sentences(place.text):
        sentence = tuple(quantity for quantity in quantities if start <= quantity.start < end)
        if sentence:
            found, effective = _read_sentence(place, sentence, (start, end), leading)
            terms.extend(found)
            if effective and place.text[start:end].rstrip().endswith(":"):
                leading = effective
    return terms, leading if place.text.rstrip().endswith(":") else None


def _read_sentence(
    place: _Place, sentence: Sequence[Quantity], span: tuple[int, int], leading: date | None
) -> tuple[list[Term], date | None]:
    """Terms of a sentence, and its last effective date. ``leading`` is that of the sentence it goes on with."""
    head = place.text[: span[1]]
    said = " ".join(place.text[slice(*span)].split())
    starts = tuple(item.start for item in sentence)
    measured = tuple(item.start for item in sentence if item.kind != "date")
    effective = find_effective_dates(head, tuple(item for item in sentence if item.kind == "date"))
    paired = pair_respectively(said, sentence, effective)
    terms = []
    bases = _find_bases(head, sentence, starts)
    for quantity, base in zip(sentence, bases, strict=True):
        dated = quantity.kind == "date"
        day = paired.get(quantity.start) or choose_effective_date(head, quantity, measured, effective)
        if day is None and not effective and not dated:
            day = leading
        terms.append(_make_term(place, quantity, said, base, day))
    return terms, effective[-1].day if effective else None


def _find_bases(head: str, sentence: Sequence[Quantity], starts: Sequence[int]) -> list[str | None]:
    """The base of every quantity; both ends of a range share the one that follows it: "$400 to $600 per month"."""
    bases: list[str | None] = []
    for place in range(len(sentence) - 1, -1, -1):
        quantity = sentence[place]
        base = None if quantity.kind == "date" else find_base(head, quantity, starts)
        if base is None and bases and bases[-1] is not None and quantity.unit == sentence[place + 1].unit:
            joined = _RANGE.fullmatch(head, quantity.end, sentence[place + 1].start)
            base = bases[-1] if joined else None
        bases.append(base)
    bases.reverse()
    for place in range(1, len(sentence)):
        before, quantity = sentence[place - 1], sentence[place]
        if bases[place] is None and bases[place - 1] is not None and before.kind == quantity.kind == "money":
            between = _PARALLEL.fullmatch(head, before.end, quantity.start)
            if between and _goes_on(head, quantity.end, between["how"]):
                bases[place] = bases[place - 1]
    return bases


def _goes_on(head: str, end: int, how: str) -> bool:
    """Whether a preposition follows, and nothing says what else the amount is counted per."""
    return re.match(rf"\s+{how}\s", head[end : end + 12], re.IGNORECASE) is not None


def _make_term(place: _Place, quantity: Quantity, sentence: str, base: str | None, day: date | None) -> Term:
    return Term(
        document_id=place.document_id,
        term_id=f"{place.key}/{quantity.start}",
        clause_id=place.clause_id,
        article_number=place.article_number,
        kind=quantity.kind,
        value=_quantize(quantity.value),
        unit=quantity.unit,
        per=base,
        value_orig=place.text[quantity.start : quantity.end],
        words_value=None if quantity.words_value is None else _quantize(quantity.words_value),
        effective_date=day,
        sentence=sentence,
        page_number=place.page_number,
        char_start=quantity.start,
        char_end=quantity.end,
    )


def _quantize(value: Decimal) -> Decimal:
    """At most four places: what the column holds."""
    return value if value == value.to_integral_value() else value.quantize(_PLACES).normalize()
