"""Trials of the fault harness: one document, spoiled by one draw, and what the checks make of it.

Every trial is given its own generator, so that a run counts the same however many workers share it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from benchmarks.pay_tables import PaySet, random_pay_set
from benchmarks.shape_faults import SHAPE_FAULTS
from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.validate.arithmetic.checks import check_tables
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.arithmetic.system import build_identities
from pipeline.validate.localise import locate
from pipeline.validate.localise.witnesses import build_hints

SINGLE = ("digit", "swap", "lost", "decimal")


@dataclass(slots=True)
class Score:
    """Counts over trials of one kind of fault."""

    n: int = 0
    """Documents with the fault."""
    detected: int = 0
    located: int = 0
    """Documents whose suspects are exactly the wrong amounts."""
    right: int = 0
    """Documents of which every wrong amount got its right amount proposed, and nothing else anything."""
    wrong: int = 0
    """Amounts proposed that are not the true ones."""
    cells: int = 0
    """Wrong amounts put in."""
    cells_located: int = 0
    cells_right: int = 0
    misses: list[str] = field(default_factory=list)
    """What was not located, not rightly proposed or wrongly proposed, for a person to look at."""

    def add(self, other: Score) -> None:
        """Count another trial's."""
        self.n += other.n
        self.detected += other.detected
        self.located += other.located
        self.right += other.right
        self.wrong += other.wrong
        self.cells += other.cells
        self.cells_located += other.cells_located
        self.cells_right += other.cells_right
        self.misses += other.misses


class Told:
    """What the product says of the rates, under the rules found from these rates, wrong ones among them."""

    def __init__(self, rates: Sequence[Rate]) -> None:
        self._rates = rates
        self._rules = rules = infer_rules(rates)
        values, identities = build_identities(rates, rules)
        self.explanations = locate(values, identities, hints=lambda: build_hints(rates, rules))
        self.repairs = [repair for explanation in self.explanations for repair in explanation.suspects]

    @cached_property
    def findings(self) -> dict[str, Finding]:
        """Findings about whole tables, by id."""
        return {found.finding_id: found for found in check_tables(self._rates, self._rules)}


class Bench:
    """A clean document, against which faults are scored."""

    def __init__(self, pay: PaySet, *, known: frozenset[str] | None = None) -> None:
        self.pay = pay
        self.truth = {rate.rate_id: rate.amount for rate in pay.rates}
        self.known = frozenset(repair.key for repair in self.told.repairs) if known is None else known
        """What the clean document is blamed for: the range codes MOU 25 misprints; nothing in random tables."""

    @cached_property
    def told(self) -> Told:
        """What is said of the clean document."""
        return Told(self.pay.rates)

    def is_news(self, told: Told) -> bool:
        """Whether a finding is told that is not told of the clean document."""
        return not told.findings.keys() <= self.told.findings.keys()

    def score(self, wrong: dict[str, int]) -> Score:
        """The document with the wrong amounts in place."""
        told = Told(with_amounts(self.pay.rates, wrong))
        found, repairs = told.explanations, told.repairs
        suspects = {repair.key for repair in repairs} - self.known
        proposed = {r.key: r.proposed for r in repairs if r.proposed is not None and r.key not in self.known}
        right = {key for key, amount in proposed.items() if key in wrong and amount == self.truth[key]}
        score = Score(
            n=1,
            detected=bool(suspects) or any(e.suspects == () for e in found) or self.is_news(told),
            located=suspects == set(wrong),
            right=right == set(wrong) == set(proposed),
            wrong=len(proposed) - len(right),
            cells=len(wrong),
            cells_located=len(suspects & set(wrong)),
            cells_right=len(right),
        )
        if not score.right or not score.located:
            messages = (e.message for e in found if not self.known.issuperset(r.key for r in e.suspects))
            score.misses.append(f"{self.pay.name} {wrong} " + " / ".join(messages))
        return score


Trial = Callable[[random.Random, Sequence[Bench]], Score]
"""Draws a document (an agreement given, or a random one) and a fault, and scores what is said of it."""


def misprint(rng: random.Random, kind: str, cents: int) -> int | None:
    """The amount after one slip; ``None`` where that slip changes nothing."""
    text = str(cents)
    at = rng.randrange(len(text))
    if kind == "digit":
        found = int(text[:at] + rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :])
    elif kind == "swap":
        at = rng.randrange(len(text) - 1) if len(text) > 1 else 0
        found = int(text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :])
    elif kind == "lost":
        found = int(text[:at] + text[at + 1 :] or "0")
    else:
        found = rng.choice((cents * 10, cents // 10))
    return found if found > 0 and found != cents else None


def spoil(rng: random.Random, rates: Sequence[Rate], kinds: Sequence[str], cells: Sequence[int]) -> dict[str, int]:
    """Wrong amounts by key for the chosen cells."""
    wrong: dict[str, int] = {}
    for index in cells:
        amount = None
        while amount is None:
            amount = misprint(rng, rng.choice(kinds), rates[index].amount)
        wrong[rates[index].rate_id] = amount
    return wrong


def with_amounts(rates: Sequence[Rate], wrong: dict[str, int]) -> list[Rate]:
    """The rates with the wrong amounts in place."""
    return [replace(rate, amount=wrong[rate.rate_id]) if rate.rate_id in wrong else rate for rate in rates]


def single_fault(kind: str) -> Trial:
    """One wrong amount anywhere in the agreements, every amount equally likely."""

    def trial(rng: random.Random, benches: Sequence[Bench]) -> Score:
        bench = _any_agreement(rng, benches)
        return _score_cells(rng, bench, (kind,), [rng.randrange(len(bench.pay.rates))])

    return trial


def faults_in_random(count: int, of: str) -> Trial:
    """Wrong amounts in a random table; see ``_cells``."""

    def trial(rng: random.Random, _: Sequence[Bench]) -> Score:
        bench = Bench(random_pay_set(rng, "random"), known=frozenset())
        return _score_cells(rng, bench, SINGLE, _cells(rng, bench.pay.rates, count, of))

    return trial


def faults_in_agreements(count: int, of: str) -> Trial:
    """Wrong amounts in an agreement; see ``_cells``."""

    def trial(rng: random.Random, benches: Sequence[Bench]) -> Score:
        bench = _any_agreement(rng, benches)
        return _score_cells(rng, bench, SINGLE, _cells(rng, bench.pay.rates, count, of))

    return trial


def shape_fault(kind: str) -> Trial:
    """A fault of the table's shape; detected = a finding or a suspect more than the clean document has."""

    def trial(rng: random.Random, benches: Sequence[Bench]) -> Score:
        spoiled = None
        while spoiled is None:
            bench = rng.choice(benches) if rng.random() < 0.5 else _several_appendices(rng)
            spoiled = SHAPE_FAULTS[kind](rng, list(bench.pay.rates))
        return _score_shape(bench, spoiled)

    return trial


def clean_document(rng: random.Random, _: Sequence[Bench]) -> Score:
    """A random document without faults: ``wrong`` counts errors, ``cells`` everything that is said at all."""
    return false_alarms(random_pay_set(rng, "clean"), frozenset())


def false_alarms(pay: PaySet, known: frozenset[str]) -> Score:
    """Errors on a clean document beyond the known ones (``wrong``), and all that is said of it (``cells``)."""
    told = Told(pay.rates)
    suspects = {repair.key for repair in told.repairs} - known
    findings = told.findings.values()
    errors = [finding.finding_id for finding in findings if finding.severity == "error"] + sorted(suspects)
    score = Score(n=1, wrong=len(errors), cells=len(findings) + len(suspects))
    if score.cells:
        score.misses.append(f"{pay.name} " + " / ".join([finding.message for finding in findings] + sorted(suspects)))
    return score


def _any_agreement(rng: random.Random, benches: Sequence[Bench]) -> Bench:
    """An agreement, drawn by the number of its amounts."""
    return rng.choices(benches, [len(bench.pay.rates) for bench in benches])[0]


def _score_cells(rng: random.Random, bench: Bench, kinds: Sequence[str], cells: list[int]) -> Score:
    """Spoil the cells; a cell the kind cannot spoil (swapping the digits of 0.55) is replaced by another."""
    for _ in range(50):
        if all(any(misprint(rng, k, bench.pay.rates[c].amount) for _ in range(20) for k in kinds) for c in cells):
            break
        cells = rng.sample(range(len(bench.pay.rates)), len(cells))
    return bench.score(spoil(rng, bench.pay.rates, kinds, cells))


def _cells(rng: random.Random, rates: Sequence[Rate], count: int, of: str) -> list[int]:
    """``count`` cells of one class in one appendix, of the whole document, or in every 100 of its cells."""
    if of == "hundred":
        return rng.sample(range(len(rates)), max(count, round(count * len(rates) / 100)))
    if of == "document":
        return rng.sample(range(len(rates)), count)
    one = rng.choice(rates)
    same = [i for i, rate in enumerate(rates) if (rate.appendix, rate.class_code) == (one.appendix, one.class_code)]
    return rng.sample(same, min(count, len(same)))


def _several_appendices(rng: random.Random) -> Bench:
    """A random document of more than one appendix."""
    while True:
        pay = random_pay_set(rng, "random")
        if len({rate.appendix for rate in pay.rates}) > 1:
            return Bench(pay, known=frozenset())


def _score_shape(bench: Bench, spoiled: list[Rate]) -> Score:
    """Whether anything is said that is not said of the clean document."""
    told = Told(spoiled)
    repairs = [repair for repair in told.repairs if repair.key not in bench.known]
    proposed = {r.key: r.proposed for r in repairs if r.proposed is not None}
    wrong = {key: amount for key, amount in proposed.items() if bench.truth.get(key, amount) != amount}
    seen = bool(repairs) or bench.is_news(told)
    score = Score(n=1, detected=seen, wrong=len(wrong))
    if wrong or not score.detected:
        score.misses.append(f"{bench.pay.name}: wrongly proposed {wrong}" if wrong else f"{bench.pay.name}: not seen")
    return score
