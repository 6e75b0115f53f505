"""Seeded faults in pay tables: what is detected, named and rightly proposed, and what is blamed wrongly.

``python -m benchmarks.faults --seed 1 --n 2000`` prints one row per kind of fault and exits 1 where a
figure of the project's promise is missed. Faults in amounts go to the three agreements of the truth
(single faults) and to random tables (several faults); faults in the table's shape to both.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.pay_tables import PaySet, load_agreements, random_pay_set
from benchmarks.shape_faults import SHAPE_FAULTS
from pipeline.models import Rate
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.arithmetic.system import build_identities
from pipeline.validate.localise import Explanation, locate
from pipeline.validate.localise.witnesses import build_hints
from pipeline.validate.shape import check_consistency

SINGLE = ("digit", "swap", "lost", "decimal")


@dataclass(slots=True)
class Score:
    """Counts of one kind of fault."""

    kind: str
    where: str
    n: int = 0
    """Tables (documents) with the fault."""
    detected: int = 0
    located: int = 0
    """Tables whose suspects are exactly the wrong amounts."""
    right: int = 0
    """Tables of which every wrong amount got its right amount proposed, and nothing else anything."""
    wrong: int = 0
    """Amounts proposed that are not the true ones."""
    cells: int = 0
    cells_located: int = 0
    cells_right: int = 0
    misses: list[str] = field(default_factory=list)


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


def explain(rates: Sequence[Rate]) -> tuple[Explanation, ...]:
    """What the product says of the rates."""
    rules = infer_rules(rates)
    values, identities = build_identities(rates, rules)
    return locate(values, identities, hints=lambda: build_hints(rates, rules))


class Bench:
    """A clean document, against which faults are scored."""

    def __init__(self, pay: PaySet) -> None:
        self.pay = pay
        self.truth, _ = build_identities(pay.rates, infer_rules(pay.rates))
        self.known = self._known()

    def _known(self) -> dict[str, int]:
        """What the clean document is blamed for: keys of suspects, with what is proposed."""
        found = self.explain(self.pay.rates)
        return {repair.key: repair.proposed or 0 for explanation in found for repair in explanation.suspects}

    def explain(self, rates: Sequence[Rate]) -> tuple[Explanation, ...]:
        """Explanations of the rates under the rules found from these rates, wrong ones among them."""
        return explain(rates)

    def score(self, wrong: dict[str, int], score: Score) -> None:
        """Count one document with the wrong amounts in place."""
        found = self.explain(with_amounts(self.pay.rates, wrong))
        repairs = [repair for explanation in found for repair in explanation.suspects]
        suspects = {repair.key for repair in repairs if repair.key not in self.known}
        proposed = {r.key: r.proposed for r in repairs if r.proposed is not None and r.key not in self.known}
        right = {key for key, amount in proposed.items() if key in wrong and amount == self.truth[key]}
        score.n += 1
        score.detected += bool(suspects) or any(e.suspects == () for e in found)
        score.located += suspects == set(wrong)
        score.right += right == set(wrong) == set(proposed)
        score.wrong += len(proposed) - len(right)
        score.cells += len(wrong)
        score.cells_located += len(suspects & set(wrong))
        score.cells_right += len(right)
        if right != set(wrong) or len(proposed) != len(right):
            score.misses.append(f"{self.pay.name} {wrong} " + " / ".join(e.message for e in found))


def single_faults(rng: random.Random, benches: Sequence[Bench], n: int) -> Iterator[Score]:
    """``n`` of each kind, anywhere in the amounts of the agreements."""
    weights = [len(bench.pay.rates) for bench in benches]
    for kind in SINGLE:
        score = Score(kind, "agreements")
        for bench in rng.choices(benches, weights, k=n):
            cell = rng.randrange(len(bench.pay.rates))
            score_one(rng, bench, (kind,), (cell,), score)
        yield score


def score_one(rng: random.Random, bench: Bench, kinds: Sequence[str], cells: Sequence[int], score: Score) -> None:
    """Spoil the cells; a cell the kind cannot spoil (swapping the digits of 0.55) is replaced by another."""
    for _ in range(50):
        if all(any(misprint(rng, k, bench.pay.rates[c].amount) for _ in range(20) for k in kinds) for c in cells):
            break
        cells = rng.sample(range(len(bench.pay.rates)), len(cells))
    bench.score(spoil(rng, bench.pay.rates, kinds, cells), score)


def single_on_random(rng: random.Random, n: int) -> Iterator[Score]:
    """Single faults of any kind in random tables: how far redundancy reaches when little is printed."""
    score = Score("any single", "random")
    for number in range(n):
        bench = Bench(random_pay_set(rng, f"random{number}"))
        score_one(rng, bench, SINGLE, (rng.randrange(len(bench.pay.rates)),), score)
    yield score


def several_faults(rng: random.Random, n: int) -> Iterator[Score]:
    """Two and three faults in one class of one appendix, and one cell in a hundred, on random tables."""
    for kind, count in (("two in a class", 2), ("three in a class", 3), ("1% of cells", 0)):
        score = Score(kind, "random")
        for number in range(n):
            bench = Bench(random_pay_set(rng, f"random{number}"))
            score_one(rng, bench, SINGLE, _cells(rng, bench.pay.rates, count), score)
        yield score


def _cells(rng: random.Random, rates: Sequence[Rate], count: int) -> list[int]:
    """``count`` cells of one class in one appendix; one in a hundred of all where it is 0."""
    if not count:
        return rng.sample(range(len(rates)), max(1, round(len(rates) / 100)))
    one = rng.choice(rates)
    same = [i for i, rate in enumerate(rates) if (rate.appendix, rate.class_code) == (one.appendix, one.class_code)]
    return rng.sample(same, min(count, len(same)))


def shape_faults(rng: random.Random, benches: Sequence[Bench], n: int) -> Iterator[Score]:
    """Faults of the table's shape; detected = one finding or broken identity more than on the clean table."""
    for kind, fault in SHAPE_FAULTS.items():
        score = Score(kind, "agreements+random")
        while score.n < n:
            bench = rng.choice(benches) if rng.random() < 0.5 else _several_appendices(rng)
            spoiled = fault(rng, list(bench.pay.rates))
            if spoiled is not None:
                _score_shape(bench, spoiled, score)
        yield score


def _several_appendices(rng: random.Random) -> Bench:
    """A random document of more than one appendix."""
    while True:
        pay = random_pay_set(rng, "random")
        if len({rate.appendix for rate in pay.rates}) > 1:
            return Bench(pay)


def _score_shape(bench: Bench, spoiled: list[Rate], score: Score) -> None:
    """Whether anything is said that is not said of the clean document."""
    clean = {f.finding_id for f in check_consistency(bench.pay.rates, infer_rules(bench.pay.rates))}
    dirty = {f.finding_id for f in check_consistency(spoiled, infer_rules(spoiled))}
    repairs = [repair for e in bench.explain(spoiled) for repair in e.suspects]
    explained = {repair.key for repair in repairs}
    proposed = {r.key: r.proposed for r in repairs if r.proposed is not None and r.key not in bench.known}
    wrong = {key: amount for key, amount in proposed.items() if bench.truth.get(key, amount) != amount}
    score.wrong += len(wrong)
    if wrong:
        score.misses.append(f"{bench.pay.name}: wrongly proposed {wrong}")
    score.n += 1
    caught = bool(dirty - clean) or bool(explained - set(bench.known))
    score.detected += caught
    if not caught:
        score.misses.append(f"{bench.pay.name}: nothing said")


def false_alarms(rng: random.Random, benches: Sequence[Bench], n: int) -> tuple[int, int, int]:
    """Errors and warnings on ``n`` clean random tables, and suspects on the clean agreements beyond range codes."""
    errors = warnings = 0
    for number in range(n):
        pay = random_pay_set(rng, f"clean{number}")
        errors += sum(len(e.suspects) for e in explain(pay.rates))
        found = check_consistency(pay.rates, infer_rules(pay.rates))
        errors += sum(f.severity == "error" for f in found)
        warnings += sum(f.severity == "warning" for f in found)
    errors += sum(not key.endswith("#range_code") for bench in benches for key in bench.known)
    for bench in benches:
        found = check_consistency(bench.pay.rates, infer_rules(bench.pay.rates))
        errors += sum(f.severity == "error" for f in found)
    return errors, warnings, sum(len(bench.known) for bench in benches)


def seconds_with_errors(rng: random.Random, bench: Bench, share: float) -> float:
    """Seconds to localise with a share of all amounts wrong, rules and identities already at hand."""
    cells = rng.sample(range(len(bench.pay.rates)), round(len(bench.pay.rates) * share))
    rates = with_amounts(bench.pay.rates, spoil(rng, bench.pay.rates, SINGLE, cells))
    rules = infer_rules(rates)
    values, identities = build_identities(rates, rules)
    start = time.perf_counter()
    locate(values, identities, hints=lambda: build_hints(rates, rules))
    return time.perf_counter() - start


def shortfalls(scores: Sequence[Score]) -> Iterator[str]:
    """The promises that are not kept."""
    for score in scores:
        single = score.kind in SINGLE
        shape = score.kind in SHAPE_FAULTS
        if score.detected < (0.99 if shape else 1) * score.n:
            yield f"{score.kind}: {score.detected} of {score.n} detected"
        if score.wrong:
            yield f"{score.kind}: {score.wrong} wrong proposals"
        if single and min(score.located, score.right) < 0.995 * score.n:
            yield f"{score.kind}: {score.located} located, {score.right} right of {score.n}"


def print_score(s: Score, show_misses: int) -> None:
    """One row, as soon as it is known: a run takes minutes."""
    row = f"{s.kind:26}{s.where:20}{s.n:6}{_rate(s.detected, s.n):>10}"
    if s.cells:
        row += f"{_rate(s.located, s.n):>9}{_rate(s.right, s.n):>8}{s.wrong:7}{s.cells:8}"
        row += f"{_rate(s.cells_right, s.cells):>8}"
    else:
        row += f"{'-':>9}{'-':>8}{s.wrong:7}"
    print(row, flush=True)
    for miss in s.misses[:show_misses]:
        print("    ", miss[:600])


def _rate(part: int, whole: int) -> str:
    """A share in percent."""
    return f"{100 * part / whole:.2f}%" if whole else "-"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all kinds; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--n", type=int, default=2000, help="single faults of each kind; the other kinds scale with it")
    parser.add_argument("--only", choices=("single", "random", "several", "shape", "clean"), help="one group of kinds")
    parser.add_argument("--misses", type=int, default=0, help="print so many misses of each kind")
    options = parser.parse_args(arguments)
    corpus = Path(os.environ.get("MOU_CORPUS", Path(__file__).parents[2] / "shared"))
    benches = [Bench(pay) for pay in load_agreements(corpus / "truth" / "salary_rates.csv")]
    n = options.n
    groups: dict[str, Callable[[random.Random], Iterator[Score]]] = {
        "single": lambda rng: single_faults(rng, benches, n),
        "random": lambda rng: single_on_random(rng, n // 2),
        "several": lambda rng: several_faults(rng, n // 2),
        "shape": lambda rng: shape_faults(rng, benches, n // 4),
    }
    chosen = [options.only] if options.only in groups else [] if options.only else list(groups)
    scores: list[Score] = []
    print(
        f"{'kind':26}{'where':20}{'n':>6}{'detected':>10}{'located':>9}{'right':>8}{'wrong':>7}{'cells':>8}{'right':>8}"
    )
    for score in (score for name in chosen for score in groups[name](random.Random(options.seed))):
        print_score(score, options.misses)
        scores.append(score)
    failed = list(shortfalls(scores))
    if options.only in (None, "clean"):
        rng = random.Random(options.seed)
        errors, warnings, known = false_alarms(rng, benches, 5 * n)
        print(f"false alarms on {5 * n} clean random tables and the agreements: {errors} errors, {warnings} warnings;")
        print(f"    known errors of the agreements: {known}")
        failed += [f"{errors} false alarms"] if errors else []
        seconds = seconds_with_errors(rng, max(benches, key=lambda b: len(b.pay.rates)), 0.05)
        print(f"5% of {max(len(b.pay.rates) for b in benches)} amounts wrong: localised in {seconds:.2f} s")
        failed += [f"{seconds:.2f} s for 5% wrong cells"] if seconds >= 2 else []
    print("\n".join(f"MISSED: {text}" for text in failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
