"""The identities of a set of rates under known rules, as the harness builds them.

Stands in for ``pipeline.validate.checks.build_identities`` where that cannot be imported. Percentages
of general increases are found from the (possibly wrong) amounts by majority, never from the truth.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from statistics import median

from benchmarks.pay_tables import weight_of
from pipeline.models import PayRule, Rate
from pipeline.validate.identities import Identity, round_fraction

Cell = tuple[str, str | None, str | None, str | None, str]
"""document, appendix, class code, component name, step."""


def build_identities(rates: Sequence[Rate], rules: Sequence[PayRule]) -> tuple[dict[str, int], tuple[Identity, ...]]:
    """Values in cents by key, and every identity over them."""
    values = {rate.rate_id: rate.amount for rate in rates}
    cells: dict[Cell, dict[str, Rate]] = defaultdict(dict)
    for rate in rates:
        cells[_cell(rate)][rate.period] = rate
    by_class = {(rule.document_id, rule.appendix, code): rule for rule in rules for code in rule.class_codes}
    identities = [i for cell, found in cells.items() for i in _periods(by_class[cell[:3]], found)]
    primary = {
        cell: found[rule.primary_period]
        for cell, found in cells.items()
        if (rule := by_class[cell[:3]]).primary_period in found
    }
    identities += _range_codes(values, primary)
    identities += _components(by_class, primary)
    identities += _increases(primary)
    identities += _ladders(primary)
    return values, tuple(identities)


def _cell(rate: Rate) -> Cell:
    """What the periods of one rate share."""
    return rate.document_id, rate.appendix, rate.class_code, rate.component_name, rate.step


def _periods(rule: PayRule, found: dict[str, Rate]) -> Iterator[Identity]:
    """One period from another."""
    for d in rule.derivations:
        if d.source in found and d.target in found:
            formula = f"{d.target} = {d.source} x {d.factor}" if d.factor else f"{d.target} = {d.source} / {d.divisor}"
            terms = ((found[d.source].rate_id, weight_of(d)),)
            yield Identity("period_identity", found[d.target].rate_id, terms, formula, d.rounding)


def _range_codes(values: dict[str, int], primary: dict[Cell, Rate]) -> Iterator[Identity]:
    """Range code = step-1 HR in cents."""
    for rate in primary.values():
        if rate.range_code and rate.step == "1" and rate.period == "HR" and rate.component == "base":
            key = f"{rate.rate_id}#range_code"
            values[key] = int(rate.range_code)
            yield Identity("range_code", key, ((rate.rate_id, Fraction(1)),), "range code = step-1 HR")


def _components(by_class: dict[tuple[str, str | None, str], PayRule], primary: dict[Cell, Rate]) -> Iterator[Identity]:
    """Bonus = percent of base, total = sum, on the primary period."""
    groups: dict[tuple[object, ...], list[Rate]] = defaultdict(list)
    for cell, rate in primary.items():
        groups[(*cell[:3], cell[4])].append(rate)
    for group in groups.values():
        rule = by_class[group[0].document_id, group[0].appendix, group[0].class_code or ""]
        base = next((rate for rate in group if rate.component == "base"), None)
        if base is None or rule.bonus_rounding is None:
            continue
        for bonus in (rate for rate in group if rate.component == "bonus" and rate.percent):
            weight = Fraction(bonus.percent or 0) / 100
            formula = f"bonus = {bonus.percent}% of base"
            terms = ((base.rate_id, weight),)
            yield Identity("bonus_percent", bonus.rate_id, terms, formula, rule.bonus_rounding)
        parts = [rate for rate in group if rate.component_name in rule.total_of]
        if len(parts) < len(rule.total_of):
            continue  # a part that is not printed cannot be added
        for total in (rate for rate in group if rate.component == "total"):
            terms = tuple((rate.rate_id, Fraction(1)) for rate in (base, *parts))
            yield Identity("total", total.rate_id, terms, "total = sum")


def _increases(primary: dict[Cell, Rate]) -> Iterator[Identity]:
    """General increases between neighbouring appendices: exact where one percentage fits nearly all, else hints."""
    documents = sorted({cell[0] for cell in primary})
    for document in documents:
        names = sorted({cell[1] or "" for cell in primary if cell[0] == document})
        for before, after in itertools.pairwise(names):
            pairs = [
                (rate, later)
                for cell, rate in primary.items()
                if cell[0] == document
                and cell[1] == before
                and rate.component == "base"
                and (later := primary.get((cell[0], after, *cell[2:])))
            ]
            yield from _increase(pairs)


def _increase(pairs: list[tuple[Rate, Rate]]) -> Iterator[Identity]:
    """The increase of one pair of appendices."""
    if not pairs:
        return
    common = Fraction(round(2000 * (median(b.amount / a.amount for a, b in pairs) - 1)), 2000) + 1
    exact = sum(b.amount == round_fraction(a.amount * common, "half_up") for a, b in pairs)
    if len(pairs) >= 5 and exact >= 0.9 * len(pairs):
        yield from (_raise(a, b, common, hard=True) for a, b in pairs)
        return
    by_class: dict[str | None, list[tuple[Rate, Rate]]] = defaultdict(list)
    for a, b in pairs:
        by_class[a.class_code].append((a, b))
    for found in by_class.values():
        own = Fraction(round(100000 * median(b.amount / a.amount for a, b in found)), 100000)
        yield from (_raise(a, b, own, hard=False) for a, b in found)


def _raise(a: Rate, b: Rate, factor: Fraction, *, hard: bool) -> Identity:
    """B = A x factor."""
    formula = f"{b.appendix} = {a.appendix} x {float(factor):.4f}" if hard else f"{b.appendix} ~ {a.appendix}"
    return Identity("general_increase", b.rate_id, ((a.rate_id, factor),), formula, "half_up", hard)


def _ladders(primary: dict[Cell, Rate]) -> Iterable[Identity]:
    """A step lies between its neighbours: a hint of the magnitude."""
    rows: dict[tuple[object, ...], list[Rate]] = defaultdict(list)
    for cell, rate in primary.items():
        if rate.component == "base":
            rows[cell[:4]].append(rate)
    for row in rows.values():
        row.sort(key=lambda rate: rate.step_order)
        for low, mid, high in zip(row, row[1:], row[2:], strict=False):
            terms = ((low.rate_id, Fraction(1, 2)), (high.rate_id, Fraction(1, 2)))
            yield Identity("ladder", mid.rate_id, terms, "step between neighbours", "half_up", hard=False)
