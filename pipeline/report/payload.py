"""What the page's script knows: rates, tables, identities, findings, terms, as compact JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.errors import PipelineError
from pipeline.explain.evidence import Evidence
from pipeline.explain.lines import TextPlace, place_rates, text_lines
from pipeline.explain.sources import SourceFile
from pipeline.models import PERIODS, PayRule, Rate
from pipeline.report.columns import pack_column
from pipeline.report.grids import PlacedRates, build_grids
from pipeline.report.listing import pack_findings, pack_terms
from pipeline.report.overview import STATUSES
from pipeline.validate.arithmetic.system import RANGE_CODE
from pipeline.validate.published import PublishedSet

_COMPONENTS = ("base", "bonus", "total")
_CONTEXT = 4
"""Lines shown around an amount of a text document."""


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A text document with the places of its amounts."""

    lines: Sequence[str]
    places: Mapping[str, TextPlace]


def build_payload(published: PublishedSet, evidence: Evidence, sources: Mapping[str, SourceFile]) -> dict[str, Any]:
    """Everything the script shows but the pictures, as a dictionary for JSON."""
    rates = list(evidence.rates.values())
    index = {rate.rate_id: place for place, rate in enumerate(rates)}
    texts = _read_texts(rates, sources)
    lines = {name: text.places for name, text in texts.items()}
    return {
        "docs": [row["document_id"] for row in published.rows("documents")],
        "rates": _pack_rates(rates, lines),
        "tables": _pack_tables(rates, lines, published.pay_rules()),
        "accepted": {index[key]: [cents, reason] for key, (cents, reason) in evidence.accepted.items()},
        "ids": _pack_identities(evidence, index),
        "findings": pack_findings(published, index),
        "terms": pack_terms(published),
        "lines": {name: _shown_lines(text) for name, text in texts.items()},
    }


def _read_texts(rates: Iterable[Rate], sources: Mapping[str, SourceFile]) -> dict[str, TextDocument]:
    by_document: dict[str, list[Rate]] = defaultdict(list)
    for rate in rates:
        if rate.bbox is None:
            by_document[rate.document_id].append(rate)
    texts = {}
    for name, own in by_document.items():
        data = sources[name].data
        try:
            lines = text_lines(data) if data else []
        except PipelineError:
            continue  # a PDF whose rates have no box, or a file that was replaced: nothing to show
        texts[name] = TextDocument(lines, place_rates(lines, own))
    return texts


def _shown_lines(text: TextDocument) -> dict[str, str]:
    """The lines around amounts, by number."""
    near = {
        number
        for place in text.places.values()
        for number in range(place.line - _CONTEXT, place.line + _CONTEXT + 1)
        if 1 <= number <= len(text.lines)
    }
    return {str(number): text.lines[number - 1] for number in sorted(near)}


def _pack_rates(rates: Sequence[Rate], places: Mapping[str, Mapping[str, TextPlace]]) -> dict[str, Any]:
    columns: dict[str, Iterable[Any]] = {
        "id": (rate.rate_id.removeprefix(rate.document_id + "/") for rate in rates),
        "doc": (rate.document_id for rate in rates),
        "amount": (rate.amount for rate in rates),
        "orig": (rate.amount_orig for rate in rates),
        "status": (STATUSES.index(rate.status) for rate in rates),
        "component": (_COMPONENTS.index(rate.component) for rate in rates),
        "name": (rate.component_name for rate in rates),
        "title": (rate.class_title for rate in rates),
        "code": (rate.class_code for rate in rates),
        "unit": (rate.bargaining_unit for rate in rates),
        "range": (rate.range_code for rate in rates),
        "appendix": (rate.appendix for rate in rates),
        "date": (rate.operative_date.isoformat() if rate.operative_date else None for rate in rates),
        "step": (rate.step for rate in rates),
        "order": (rate.step_order for rate in rates),
        "period": (PERIODS.index(rate.period) for rate in rates),
        "reader": (rate.reader for rate in rates),
        "page": (rate.page_number for rate in rates),
        "box": (_box(rate, places) for rate in rates),
    }
    return {"n": len(rates), "cols": {name: pack_column(values) for name, values in columns.items()}}


def _box(rate: Rate, places: Mapping[str, Mapping[str, TextPlace]]) -> list[float] | None:
    """Four edges in points, or line, start and end."""
    if rate.bbox:
        return [round(edge, 1) for edge in rate.bbox]
    place = places.get(rate.document_id, {}).get(rate.rate_id)
    return [place.line, place.start, place.end] if place else None


def _pack_tables(
    rates: Sequence[Rate], lines: Mapping[str, Mapping[str, TextPlace]], rules: Iterable[PayRule]
) -> list[dict[str, Any]]:
    places: dict[int, tuple[float, float]] = {}
    for index, rate in enumerate(rates):
        line = lines.get(rate.document_id, {}).get(rate.rate_id)
        if rate.bbox:
            places[index] = (float(rate.page_number or 0), rate.bbox.top)
        elif line:
            places[index] = (float(line.line), float(line.start))
    told: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for rule in rules:
        told[rule.document_id, rule.appendix].append(_describe_rule(rule))
    grids = build_grids(PlacedRates(rates, places))
    return [grid | {"rules": list(dict.fromkeys(told[grid["doc"], grid["appendix"]]))} for grid in grids]


def _describe_rule(rule: PayRule) -> str:
    """A pay rule on one line."""
    formulas = []
    for derivation in rule.derivations:
        rounding = "" if derivation.rounding == "half_up" else f" (rounded {derivation.rounding})"
        formulas.append(derivation.formula.replace(" x ", " \u00d7 ").replace(" / ", " \u00f7 ") + rounding)
    told = "; ".join(formulas) or "no rule found"
    if rule.bonus_rounding:
        told += f"; bonus = percent \u00d7 base, rounded {rule.bonus_rounding.replace('_', ' ')}"
    if rule.total_of:
        told += f"; total of {len(rule.total_of)} components"
    return f"{told}: {rule.supporting} hold, {rule.breaking} do not"


def _pack_identities(evidence: Evidence, index: Mapping[str, int]) -> dict[str, Any]:
    """Identities: formula, output, terms, expected value, 1 where it holds, 1 where it is a proof and no hint.

    A value is the place of its rate, or ``-1 - place`` for the range code beside it.
    """

    def place(key: str) -> int:
        rate = index[key.removesuffix(RANGE_CODE)]
        return -1 - rate if key.endswith(RANGE_CODE) else rate

    formulas: dict[str, int] = {}
    rows = []
    for identity in evidence.identities:
        expected = identity.predict(evidence.values)
        rows.append(
            [
                formulas.setdefault(f"{identity.check}|{identity.formula}", len(formulas)),
                place(identity.output),
                [place(key) for key, _ in identity.terms],
                expected,
                int(expected == evidence.values[identity.output]),
                int(identity.hard),
            ]
        )
    return {"formulas": list(formulas), "rows": rows}
