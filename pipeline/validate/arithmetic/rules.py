"""The pay rule of every table, found from the table itself: primary period, factors, rounding.

The factors (80 and 26.1 in one city, 26 and 2,080 in another), the period that is set and the way
bonuses are rounded are properties of a document's table. They are found by largest agreement and
published beside the amounts they prove.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import log2
from statistics import median_low
from typing import NamedTuple

from pipeline.models import PERIODS, PayRule, Period, Rate
from pipeline.validate.arithmetic import factors
from pipeline.validate.arithmetic.components import find_bonus_rounding, find_total_of
from pipeline.validate.arithmetic.factors import Link
from pipeline.validate.arithmetic.vectors import PayTable, Vector, build_tables, build_vectors
from pipeline.validate.localise.misprints import is_misprint

_PREFERENCE: tuple[tuple[Period, Period], ...] = (
    ("HR", "BW"),
    ("BW", "YR"),
    ("YR", "MO"),
    ("MO", "YR"),
    ("YR", "BW"),
    ("YR", "HR"),
    ("HR", "YR"),
    ("BW", "HR"),
    ("HR", "MO"),
    ("BW", "MO"),
    ("MO", "HR"),
    ("MO", "BW"),
)
"""Of links that explain equally much, the one agreements state comes first."""
_NEAR = 0.2
"""Shares of explained amounts closer than this count as equal: a few wrong amounts change no rule."""
_EQUAL_TREES = 0.15
"""Sums of such shares over the links of a tree: closer ones count as equal, so that a few wrong amounts do not
move the primary period to one that is divided and hides them in its rounding."""
_SLIP_BITS = 14
"""What it costs to take an amount for misprinted so that it nearly fits: one in thousands is, and few so slightly."""
_PLACE_BITS = 6
"""What it takes to say which figure of an amount is wrong, and how."""
_FEW_SLIPS = 4
"""At most one in so many amounts may be a slip; more of them are no chance, but another rule."""
_OWN_VECTORS = 8
"""A table must hold so many rates, and agree on so large a share of them, to leave its document's rule."""
_SURE = 0.9
_VARIANT_VECTORS = 3


def infer_rules(rates: Iterable[Rate]) -> tuple[PayRule, ...]:
    """Find the pay rules of the tables the rates belong to.

    A table has one rule, and one more for each kind of class in it that follows other factors (a
    firefighter's 112 hours) or is set in a shorter period (paid by the hour): key "A/HR-BW-YR#2".
    """
    documents: dict[str, list[Vector]] = defaultdict(list)
    for vector in build_vectors(rates):
        documents[vector.owner.document_id].append(vector)
    return tuple(rule for vectors in documents.values() for rule in _document_rules(vectors))


def _document_rules(vectors: Sequence[Vector]) -> list[PayRule]:
    tables = build_tables(vectors)
    known: list[Link] = []
    trees: dict[tuple[Period, ...], tuple[Link, ...]] = {}
    for periods in dict.fromkeys(table.periods for table in tables):
        members = [vector for table in tables if table.periods == periods for vector in table.vectors]
        trees[periods] = choose_links(periods, members, known)
        known += trees[periods]
    rules: list[PayRule] = []
    for table in tables:
        links = _own_links(table, trees[table.periods])
        parts = [_Part(table.table_key, links, table.vectors), *_variants(table, links)]
        rules += [_make_rule(table, part) for part in parts]
    return rules


def _own_links(table: PayTable, common: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links of a table: those of its document, unless many amounts say otherwise."""
    broken = find_broken(common, table.vectors)
    if len(table.vectors) < _OWN_VECTORS or len(broken) * 2 <= len(table.vectors):
        return common
    own = choose_links(table.periods, table.vectors, ())
    held = len(table.vectors) - len(find_broken(own, table.vectors))
    return own if len(own) >= len(common) and held >= _SURE * len(table.vectors) else common


@dataclass(frozen=True, slots=True)
class _Part:
    """Vectors of a table that follow one set of links."""

    key: str
    links: tuple[Link, ...]
    vectors: tuple[Vector, ...]


def choose_links(periods: Sequence[Period], vectors: Sequence[Vector], known: Sequence[Link]) -> tuple[Link, ...]:
    """The links from a primary period to every other one, the primary's own first.

    Of the periods that explain about as much as the best, the primary one is that of the strongest
    evidence: it is stricter to multiply an hourly rate than to divide a yearly one.
    """
    found: dict[tuple[Period, Period], _Fit] = {}
    for source, target in _PREFERENCE:
        if source in periods and target in periods:
            pairs = _pairs(vectors, source, target)
            link = factors.find_link(source, target, pairs, known)
            if link:
                bits = log2(max(1, median_low(amount for _, amount in pairs)))
                held = factors.count_holding(link, pairs)
                found[source, target] = _Fit(link, held, len(pairs), bits, _count_slips(link, pairs, len(pairs) - held))
    trees = [_grow(root, found, _near(vectors)) for root in periods]
    scores = [sum(found[link.source, link.target].share for link in tree) for tree in trees]
    best = max(scores, default=0.0) - max(_EQUAL_TREES, 2 / max(1, len(vectors)))
    near = [tree for tree, score in zip(trees, scores, strict=True) if score >= best]
    return max(near, key=lambda tree: sum(found[link.source, link.target].evidence for link in tree), default=())


class _Fit(NamedTuple):
    """A link with how many of the pairs it explains."""

    link: Link
    held: int
    pairs: int
    bits: float
    """What it takes to write an amount of the target down."""
    slips: int = 0
    """Of the pairs that do not hold, those whose target is one slip from the one that would."""

    @property
    def share(self) -> float:
        """Of the pairs, those that hold."""
        return self.held / self.pairs

    @property
    def evidence(self) -> float:
        """Bits that need not be written down since they follow from the source, less those of the misprints.

        Over the links of a tree this leaves what its root costs: an hourly rate costs seven bits less than the
        monthly salary that is 173 times as much, so one misprinted salary in a hundred moves the root to no period
        that is divided. But a salary divided into biweekly pay gives the salary back nearly every other time: one
        bit for each row of ten is less than two misprints. A slip tells which amount was meant: it need not be
        written down, but for the place of the slip.
        """
        misses = self.pairs - self.held
        return self.held * self.bits - _SLIP_BITS * misses + max(0.0, self.bits - _PLACE_BITS) * self.slips


def _count_slips(link: Link, pairs: Sequence[factors.Pair], misses: int) -> int:
    """How many of the pairs that a link does not explain hold but for one slip in the target."""
    if not 0 < misses * _FEW_SLIPS <= len(pairs):
        return 0
    predict = factors.predictor(link)
    return sum(is_misprint(target, predict(source)) for source, target in pairs)


def _near(vectors: Sequence[Vector]) -> float:
    """How close shares of explained amounts count as equal: one wrong rate among few is a large share."""
    return max(_NEAR, 1 / max(1, len(vectors)))


def _pairs(vectors: Iterable[Vector], source: Period, target: Period) -> list[tuple[int, int]]:
    return [
        (vector.rates[source].amount, vector.rates[target].amount)
        for vector in vectors
        if source in vector.rates and target in vector.rates
    ]


def _grow(root: Period, found: Mapping[tuple[Period, Period], _Fit], near: float) -> tuple[Link, ...]:
    """Links from a root to every period it can reach: of the surest the one with a usual factor, then the usual one."""
    reached = {root}
    tree: list[Link] = []
    while True:
        options = [pair for pair in _PREFERENCE if pair in found and pair[0] in reached and pair[1] not in reached]
        if not options:
            return tuple(tree)
        best = max(found[pair].share for pair in options)
        close = [pair for pair in options if found[pair].share >= best - near]
        usual = [pair for pair in close if factors.is_usual(found[pair].link)]
        chosen = usual[0] if usual else max(close, key=lambda pair: found[pair].share)  # a bent factor hides nothing
        tree.append(found[chosen].link)
        reached.add(chosen[1])


def count_broken(links: Sequence[Link], vector: Vector) -> int:
    """How many links a vector's amounts break."""
    rates = vector.rates
    return sum(
        factors.predictor(link)(rates[link.source].amount) != rates[link.target].amount
        for link in links
        if link.source in rates and link.target in rates
    )


def find_broken(links: Sequence[Link], vectors: Sequence[Vector]) -> list[Vector]:
    """The vectors whose amounts break a link, in their order."""
    broken: set[int] = set()
    for link in links:
        source, target, predict = link.source, link.target, factors.predictor(link)
        for at, vector in enumerate(vectors):
            one, two = vector.rates.get(source), vector.rates.get(target)
            if one and two and predict(one.amount) != two.amount:
                broken.add(at)
    return [vectors[at] for at in sorted(broken)]


def _variants(table: PayTable, links: tuple[Link, ...]) -> list[_Part]:
    """Parts of a table that follow links of their own, each vector wholly."""
    broken = [vector for vector in find_broken(links, table.vectors) if len(vector.rates) > 2]
    parts: list[_Part] = []
    if not broken or not links:
        return parts
    primary = links[0].source
    options = [factors.reroot(links, period) for period in PERIODS[: PERIODS.index(primary)]]
    options += [other for vectors in _by_class(broken) if (other := _refit(links, vectors))]
    for other in dict.fromkeys(options):
        left = find_broken(other, broken) if len(other) == len(links) else broken
        outside = {id(vector) for vector in left}
        members = tuple(vector for vector in broken if id(vector) not in outside)
        if members:
            parts.append(_Part(f"{table.table_key}#{len(parts) + 2}", other, members))
            broken = left
    return parts


def _by_class(vectors: Iterable[Vector]) -> list[list[Vector]]:
    classes: dict[object, list[Vector]] = defaultdict(list)
    for vector in vectors:
        classes[vector.owner].append(vector)
    return [same for same in classes.values() if len(same) >= _VARIANT_VECTORS]


def _refit(links: tuple[Link, ...], vectors: Sequence[Vector]) -> tuple[Link, ...] | None:
    """The same relations with the factors of one class; ``None`` where its amounts agree on none."""
    refitted = [
        factors.find_link(link.source, link.target, _pairs(vectors, link.source, link.target), ()) for link in links
    ]
    whole = tuple(link for link in refitted if link is not None and factors.is_plain(link))
    return whole if len(whole) == len(links) and not find_broken(whole, vectors) else None


def _make_rule(table: PayTable, part: _Part) -> PayRule:
    primary = part.links[0].source if part.links else None
    rounding = find_bonus_rounding(table, primary)
    counts = []
    for link in part.links:
        pairs = _pairs(part.vectors, link.source, link.target)
        holding = factors.count_holding(link, pairs)
        counts.append((holding, len(pairs) - holding))
    return PayRule(
        document_id=table.document_id,
        table_key=part.key,
        appendix=table.appendix,
        class_codes=tuple(
            dict.fromkeys(vector.owner.class_code or vector.owner.class_title or "" for vector in part.vectors)
        ),
        periods=table.periods,
        primary_period=primary,
        hours_per_biweekly=_ratio(part.links, "HR", "BW"),
        biweekly_per_year=_ratio(part.links, "BW", "YR"),
        derivations=tuple(
            factors.as_derivation(link, holding, breaking)
            for link, (holding, breaking) in zip(part.links, counts, strict=True)
        ),
        bonus_rounding=rounding,
        total_of=find_total_of(table, primary),
        supporting=sum(holding for holding, _ in counts),
        breaking=sum(breaking for _, breaking in counts),
    )


def _ratio(links: Sequence[Link], source: Period, target: Period) -> Decimal | None:
    """The factor from one period to another along the links; ``None`` where they are not joined."""
    rerooted = factors.reroot(tuple(links), source)
    weight = {source: Fraction(1)}
    for link in rerooted:
        weight[link.target] = weight[link.source] * link.weight
    if target not in weight:
        return None
    return (Decimal(weight[target].numerator) / Decimal(weight[target].denominator)).quantize(Decimal("0.0001"))
