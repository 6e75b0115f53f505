"""All identities of a document as one system over integer cents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise

from pipeline.models import PayRule, Period, Rate
from pipeline.validate.arithmetic import factors
from pipeline.validate.arithmetic.factors import Link
from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.arithmetic.rules import count_broken
from pipeline.validate.arithmetic.vectors import ClassKey, PayTable, Vector, build_tables, build_vectors

Believed = dict[tuple[str, str], tuple[Link, ...]]
"""Links by document and table_key."""
RANGE_CODE = "#range_code"
"""Suffix of the key of a range code; before it stands the rate_id of the step-1 hourly rate."""
_BELIEVED = 0.7
"""A factor that explains a smaller share of a table proves nothing about the rest."""
_FEW = 6
_ONE = Fraction(1)
_EXACT_SHARE = 0.9
_LEAST_RAISES = 5


def build_identities(
    rates: Sequence[Rate], rules: Sequence[PayRule], apart: frozenset[str] = frozenset()
) -> tuple[dict[str, int], list[Identity]]:
    """Values and identities of one or more documents.

    Args:
        rates: rates with keys.
        rules: their pay rules, as ``infer_rules`` gives them.
        apart: keys of amounts that agree with each other only: no other class and no range code speaks of them.

    Returns:
        Cents by ``rate_id`` (range codes by ``rate_id#range_code``), and the identities, hard where
        the rule of the table is exact, soft where it is a hint.
    """
    values = {rate.rate_id: rate.amount for rate in rates}
    vectors = build_vectors(rates)
    identities: list[Identity] = []
    by_table: dict[tuple[str, str], list[PayRule]] = defaultdict(list)
    for rule in rules:
        by_table[rule.document_id, rule.table_key.partition("#")[0]].append(rule)
    believed = believe(rules)
    tables = build_tables(vectors)
    for table in tables:
        table_rules = by_table[table.document_id, table.table_key]
        if table_rules:
            identities += _period_identities(table, table_rules, believed)
            identities += _bonus_identities(table, table_rules[0])
            identities += _total_identities(table, table_rules[0])
    identities += _range_identities(vectors, values, apart)
    identities += _increase_identities(_primaries(tables, by_table), apart)
    return values, identities


def believe(rules: Sequence[PayRule]) -> Believed:
    """The links of every rule that explain enough to prove the rest.

    What counts is how much a link explains over all tables of its document: one table whose row is
    shifted whole does not make a factor of its own.
    """
    pooled: dict[tuple[str, Link], list[int]] = defaultdict(lambda: [0, 0])
    for rule in rules:
        for derivation in rule.derivations:
            counts = pooled[rule.document_id, factors.as_link(derivation)]
            counts[0] += derivation.supporting
            counts[1] += derivation.breaking
    believed: Believed = {}
    for rule in rules:
        links = [factors.as_link(derivation) for derivation in rule.derivations]
        believed[rule.document_id, rule.table_key] = tuple(
            link for link in links if _is_sure(*pooled[rule.document_id, link])
        )
    return believed


def _is_sure(supporting: int, breaking: int) -> bool:
    pairs = supporting + breaking
    return supporting >= _BELIEVED * pairs or (pairs < _FEW and supporting * 2 > pairs)


def choose_rule(vector: Vector, rules: Sequence[PayRule], believed: Believed) -> PayRule:
    """The rule a vector follows: the table's first one, or the variant that it breaks least."""
    return min(rules, key=lambda rule: count_broken(believed[rule.document_id, rule.table_key], vector))


def _period_identities(table: PayTable, rules: Sequence[PayRule], believed: Believed) -> Iterator[Identity]:
    links = {
        rule.table_key: [(link, link.weight, link.formula) for link in believed[rule.document_id, rule.table_key]]
        for rule in rules
    }
    for vector in table.vectors:
        rule = rules[0] if len(rules) == 1 else choose_rule(vector, rules, believed)
        for link, weight, formula in links[rule.table_key]:
            source, target = vector.rates.get(link.source), vector.rates.get(link.target)
            if source and target:
                terms = ((source.rate_id, weight),)
                yield Identity("period_identity", target.rate_id, terms, formula, link.rounding)


def _bases(table: PayTable, primary: Period | None) -> dict[tuple[ClassKey, str], Rate]:
    return {
        (vector.owner, vector.step): vector.rates[primary]
        for vector in table.vectors
        if primary and vector.component == "base" and primary in vector.rates
    }


def _bonus_identities(table: PayTable, rule: PayRule) -> Iterator[Identity]:
    primary = rule.primary_period
    if primary is None or rule.bonus_rounding is None:
        return
    bases = _bases(table, primary)
    for vector in table.vectors:
        if vector.component != "bonus":
            continue
        base, bonus = bases.get((vector.owner, vector.step)), vector.rates.get(primary)
        if base and bonus and bonus.percent:
            weight, percent = _share(bonus.percent)
            formula = f"{vector.component_name}: {primary} = {percent} of base {primary}"
            yield Identity("bonus_percent", bonus.rate_id, ((base.rate_id, weight),), formula, rule.bonus_rounding)


@cache
def _share(percent: Decimal) -> tuple[Fraction, str]:
    """A percentage as a weight and in writing."""
    return Fraction(percent) / 100, f"{percent.normalize():f}%"


def _total_identities(table: PayTable, rule: PayRule) -> Iterator[Identity]:
    primary = rule.primary_period
    if primary is None or not rule.total_of:
        return
    sheets: dict[tuple[ClassKey, str], dict[str, Rate]] = defaultdict(dict)
    totals: list[tuple[tuple[ClassKey, str], Rate]] = []
    for vector in table.vectors:
        rate = vector.rates.get(primary)
        if rate:
            place = vector.owner, vector.step
            sheets[place][vector.component_name or vector.component] = rate
            if vector.component == "total":
                totals.append((place, rate))
    formula = f"{primary} = " + " + ".join(rule.total_of)
    for place, total in totals:
        parts = [sheets[place].get(name) for name in rule.total_of]
        present = [part for part in parts if part is not None]
        if len(present) == len(parts):
            terms = tuple((part.rate_id, _ONE) for part in present)
            yield Identity("total", total.rate_id, terms, formula)


def _range_identities(vectors: Iterable[Vector], values: dict[str, int], apart: frozenset[str]) -> list[Identity]:
    """Range code = step-1 hourly rate in cents, where most classes of the document print it so.

    A class whose first step lacks its hourly rate has lost it: the code is not that of the next step.
    """
    first: dict[ClassKey, Vector] = {}
    for vector in vectors:
        if vector.component == "base" and (vector.owner.range_code or "").isdigit():
            known = first.get(vector.owner)
            if known is None or vector.step_order < known.step_order:
                first[vector.owner] = vector
    documents: dict[str, list[Rate]] = defaultdict(list)
    for owner, vector in first.items():
        if "HR" in vector.rates and vector.rates["HR"].rate_id not in apart:
            documents[owner.document_id].append(vector.rates["HR"])
    identities: list[Identity] = []
    for rates in documents.values():
        if sum(int(rate.range_code or 0) == rate.amount for rate in rates) * 2 < len(rates):
            continue
        for rate in rates:
            key = rate.rate_id + RANGE_CODE
            values[key] = int(rate.range_code or 0)
            formula = "range code = step-1 HR in cents"
            identities.append(Identity("range_code", key, ((rate.rate_id, _ONE),), formula))
    return identities


def _primaries(
    tables: Iterable[PayTable], rules: Mapping[tuple[str, str], Sequence[PayRule]]
) -> dict[tuple[str, ClassKey, str], Rate]:
    """Base amounts on the primary period of their table, by document, class and step."""
    found: dict[tuple[str, ClassKey, str], Rate] = {}
    for table in tables:
        table_rules = rules.get((table.document_id, table.table_key))
        primary = table_rules[0].primary_period if table_rules else None
        for place, rate in _bases(table, primary).items():
            found[table.document_id, *place] = rate
    return found


def _increase_identities(primaries: Mapping[tuple[str, ClassKey, str], Rate], apart: frozenset[str]) -> list[Identity]:
    """General increases from one operative date to the next, where one percentage explains all classes."""
    by_date: dict[tuple[str, object], dict[tuple[str | None, str | None, str], Rate]] = defaultdict(dict)
    for (document, owner, step), rate in primaries.items():
        if owner.operative_date and rate.rate_id not in apart:
            who = (owner.class_code or owner.class_title, owner.bargaining_unit, step)
            by_date[document, owner.operative_date].setdefault(who, rate)
    identities: list[Identity] = []
    ordered = sorted(by_date, key=lambda key: (key[0], str(key[1])))
    for before, after in pairwise(ordered):
        if before[0] != after[0]:
            continue
        old, new = by_date[before], by_date[after]
        pairs = [(old[who], new[who]) for who in old if who in new and old[who].period == new[who].period]
        identities += _increases(pairs, f"{before[1]} to {after[1]}")
    return identities


def _increases(pairs: Sequence[tuple[Rate, Rate]], dates: str) -> list[Identity]:
    """Identities new = old x (1 + percent), where a percentage of two decimals is exact for nearly all."""
    cents = sorted({(old.amount, new.amount) for old, new in pairs})
    if len(cents) < _LEAST_RAISES:
        return []
    factor = factors.stab_factor(cents, divides=False, span=(Decimal("1.0001"), Decimal("1.5")))
    if factor is None:
        return []
    weight = Fraction(factor)
    held = factors.count_rounded(weight, "half_up", cents)
    if held < _EXACT_SHARE * len(cents):
        return []
    percent = ((factor - 1) * 100).normalize()
    formula = f"general increase {dates}: x {factor.normalize():f} ({percent:f}%)"
    return [Identity("general_increase", new.rate_id, ((old.rate_id, weight),), formula) for old, new in pairs]
