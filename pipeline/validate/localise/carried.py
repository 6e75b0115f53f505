"""Rates that are wrong in several periods: a misprint of one of them, carried into those computed from it.

The periods of such a rate agree with each other, or all but one do, and then the one that is right looks wrong. What
stands outside of the rate tells it: the increase, the range code, the bonus; or the period that was not computed from
the misprint, where that alone fits the neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from pipeline.models import Rate
from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.arithmetic.vectors import Vector, build_vectors
from pipeline.validate.localise import find_components
from pipeline.validate.localise.doubts import failing_rules
from pipeline.validate.localise.hints import Hints, weigh_hints
from pipeline.validate.localise.misprints import is_misprint
from pipeline.validate.localise.preimage import Constraint, compile_identity
from pipeline.validate.localise.repairs import Budget, System, group_by_key, solve_cells
from pipeline.validate.localise.rows import WrongLine

Changes = Mapping[str, int]
_CODE = "range_code"
_STEPS = 2_000
"""Budget of the search for one rate."""


@dataclass(frozen=True, slots=True)
class _Option:
    """One way to mend a rate so that everything about it holds, its range code aside."""

    keys: frozenset[str]
    """Of all its periods."""
    rates: tuple[Rate, ...]
    """Those that change."""
    changes: Changes
    broken: tuple[Constraint, ...]
    """What it mends."""
    witnesses: int
    """How many of those stand outside of the rate."""
    slip: bool
    """Whether one misprint may explain it: of the amount from which the others that change were computed."""
    determined: bool
    """Whether no other amounts would do."""

    @property
    def is_output(self) -> bool:
        """Whether it mends what other amounts are summed up or raised to, and not one of those."""
        return any(each.output in self.keys for each in self.broken)

    @property
    def is_carried(self) -> bool:
        """Whether more than one period changes."""
        return len(self.changes) > 1


class _Trial:
    """The identities of a document, and what its hints say of a change; they are asked for only where needed.

    Range codes are hints here: they may be misprinted themselves, or be those of another appendix.
    """

    def __init__(
        self, values: Mapping[str, int], identities: Sequence[Identity], hints: Callable[[], Iterable[Identity]]
    ) -> None:
        self.values = values
        compiled = [compile_identity(identity) for identity in identities if identity.hard]
        codes = [constraint for constraint in compiled if constraint.identity.check == _CODE]
        hard = [constraint for constraint in compiled if constraint.identity.check != _CODE]
        broken = [constraint for constraint in hard if not constraint.holds(values)]
        self.system = System(values, group_by_key(hard))
        self.coded = System(values, group_by_key(compiled))
        self.failing = failing_rules(hard, broken)
        self.components = find_components(broken)
        self.codes = {constraint.keys[1]: constraint for constraint in codes}
        told = {key for each in broken for key in each.keys}
        self.components += [[each] for key, each in self.codes.items() if key not in told and not each.holds(values)]
        self._soft = hints

    @cached_property
    def _hints(self) -> Hints:
        return weigh_hints(self.values, [compile_identity(identity) for identity in self._soft()])

    def count_against(self, option: _Option, changes: Changes) -> int:
        """How many hints speak against a rate with these changes, its range code among them."""
        keys = {key for each in option.broken for key in each.keys} | option.keys
        codes = [self.codes[key] for key in keys if key in self.codes]
        wrong = sum(changes.get(code.keys[1], self.values[code.keys[1]]) != self.values[code.output] for code in codes)
        return wrong + len(self._hints.violated(self.values, changes, keys))


def find_carried(
    rates: Sequence[Rate],
    values: Mapping[str, int],
    identities: Sequence[Identity],
    hints: Callable[[], Iterable[Identity]],
) -> list[WrongLine]:
    """Every rate that is wrong in more than one period, with the cents each of them must be.

    Args:
        rates: the amounts.
        values: cents by key.
        identities: of the document; the hard ones count.
        hints: soft identities, asked for only where something is broken.
    """
    trial = _Trial(values, identities, hints)
    home = {key: number for number, component in enumerate(trial.components) for each in component for key in each.keys}
    options: dict[frozenset[int], list[_Option]] = {}
    for vector in build_vectors(rates) if home else ():
        touched = frozenset(home[rate.rate_id] for rate in vector.rates.values() if rate.rate_id in home)
        if touched and len(vector.rates) > 1:
            options.setdefault(touched, []).extend(_list_options(vector, touched, trial))
    found: list[WrongLine] = []
    settled: set[int] = set()
    for touched in sorted(options, key=lambda numbers: (-len(numbers), sorted(numbers))):
        line = _choose(options[touched], trial) if settled.isdisjoint(touched) else None
        if line:
            settled |= touched
            found.append(line)
    return found


def _list_options(vector: Vector, touched: frozenset[int], trial: _Trial) -> Iterator[_Option]:
    """Every value of the rate with which all holds that is broken around it, and all else that it takes part in.

    Where its periods disagree, one of them is right.
    """
    keys = {rate.rate_id for rate in vector.rates.values()}
    broken = tuple(each for number in sorted(touched) for each in trial.components[number])
    doubtful = any((each.identity.check, each.identity.formula) in trial.failing for each in broken)
    if doubtful or any(keys.isdisjoint(each.keys) for each in broken):
        return
    around = {id(each): each for key in sorted(keys) for each in trial.system.touching.get(key, ())}
    inner = [each for each in around.values() if keys.issuperset(each.keys)]
    if keys != {key for each in inner for key in each.keys}:
        return
    most = len(keys) - any(each in inner for each in broken)
    must = [each for each in broken if each.identity.check != _CODE] or broken
    system = trial.coded if must is broken and broken[0].identity.check == _CODE else trial.system
    budget = Budget(_STEPS)
    for size in range(1, most + 1):
        for cells in map(frozenset, combinations(sorted(keys), size)):
            if any(cells.isdisjoint(each.keys) for each in must):
                continue
            if not _agree(cells, keys, inner, trial.values):
                continue
            solutions = solve_cells(system, cells, False, budget)
            own = tuple(rate for rate in vector.rates.values() if rate.rate_id in cells)
            outer = sum(each not in inner for each in broken)
            for changes in solutions.found:
                root = _find_root(cells, inner)
                slip = not solutions.determined or is_misprint(trial.values[root], changes[root])
                yield _Option(frozenset(keys), own, changes, broken, outer, slip, solutions.determined)


def _agree(cells: frozenset[str], keys: set[str], inner: Sequence[Constraint], values: Mapping[str, int]) -> bool:
    """Whether these periods, as printed, are those of one rate: the others can be made to fit."""
    within = [each for each in inner if cells.issuperset(each.keys)]
    alone = System(values, group_by_key(inner))
    return all(each.holds(values) for each in within) and bool(
        solve_cells(alone, frozenset(keys) - cells, False, Budget(_STEPS)).found
    )


def _find_root(cells: frozenset[str], inner: Sequence[Constraint]) -> str:
    """The amount from which the others that change were computed."""
    computed = {each.output for each in inner}
    within = {each.output for each in inner if cells.issuperset(each.keys)}
    return min(cells, key=lambda key: (key in computed, key in within, key))


def _choose(options: Sequence[_Option], trial: _Trial) -> WrongLine | None:
    """The likeliest option, if it is a carried misprint; ``None`` where one wrong amount is as likely."""
    if not any(option.is_carried for option in options):
        return None
    ranked = [
        ((trial.count_against(each, each.changes), not (each.slip and each.determined)), each) for each in options
    ]
    least, first = min(ranked, key=lambda pair: (pair[0], not pair[1].is_output))
    best = [option for rank, option in ranked if rank == least]
    alone = any(not option.is_carried for option in options)
    likelier = all(each.is_carried and (not least[1] or (not alone and each.witnesses > 1)) for each in best)
    if not likelier or _may_be_code(first, least[0], trial):
        return None
    rivals = [each for (against, _), each in ranked if each is not first and against - least[0] < 1 + each.slip]
    return replace(_as_line(first), rivals=tuple(map(_as_line, rivals)), sure=first.determined)


def _may_be_code(option: _Option, against: int, trial: _Trial) -> bool:
    """Whether nothing but a range code speaks against the rate as printed."""
    codes = all(each.identity.check == _CODE for each in option.broken)
    return codes and against + 1 >= trial.count_against(option, {})


def _as_line(option: _Option) -> WrongLine:
    expected = tuple(option.changes[rate.rate_id] for rate in option.rates)
    return WrongLine(option.rates, expected, tuple(each.identity for each in option.broken))
