"""Name the wrong amount, and what it must be, from the pattern of the identities that are broken.

A pay table is an error-correcting code: several periods of one rate are one number told several
times, and a broken identity is a syndrome (Hamming 1950; Gallager 1963 for sparse checks). The
smallest set of amounts whose change satisfies every hard identity is the likeliest fault (Fellegi
and Holt 1976).

An amount is proposed only where every explanation that remains agrees on it. What remains: the
smallest sets; every larger one (up to ``max_changes``) made of misprints alone; and, where the
smallest set is not itself made of misprints, every set one larger. Hints discard an explanation
only in favour of one no larger that they contradict less. So as long as a component holds no more
than ``max_changes`` misprints, a wrong amount cannot be proposed unless the hints mislead or two
wrong amounts agree to the cent by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.localise.doubts import doubt, failing_rules
from pipeline.validate.localise.explanations import Explanation, Repair
from pipeline.validate.localise.hints import Hints, weigh_hints
from pipeline.validate.localise.misprints import is_shift
from pipeline.validate.localise.preimage import Constraint, compile_identity
from pipeline.validate.localise.repairs import (
    Budget,
    Changes,
    Solutions,
    System,
    find_repairs,
    group_by_key,
    needs_coincidence,
)

__all__ = ["Explanation", "Repair", "locate"]

STEPS = 30_000
"""Default budget of one component, about half a second at the very most."""


@dataclass(frozen=True, slots=True)
class _Option:
    """One explanation under consideration."""

    cells: frozenset[str]
    changes: Changes | None
    """``None`` where the identities leave the values open."""


def locate(
    values: Mapping[str, int],
    identities: Sequence[Identity],
    *,
    max_changes: int = 3,
    budget: int = STEPS,
    hints: Callable[[], Iterable[Identity]] = tuple,
) -> tuple[Explanation, ...]:
    """Explain every broken hard identity by the fewest wrong amounts.

    Args:
        values: integer cents by key, for every key of the identities.
        identities: hard and soft; a document's, or several documents'.
        max_changes: amounts that may be wrong within one component.
        budget: search steps for one component.
        hints: more soft identities, asked for only where something is broken.

    Returns:
        One explanation per connected component of broken hard identities, in the order of the
        identities; empty where nothing is broken.
    """
    hard = [compile_identity(identity) for identity in identities if identity.hard]
    broken = [constraint for constraint in hard if not constraint.holds(values)]
    if not broken:
        return ()
    system = System(values, group_by_key(hard))
    soft = [*(identity for identity in identities if not identity.hard), *hints()]
    witnesses = weigh_hints(values, [compile_identity(identity) for identity in soft])
    found = [_explain(system, witnesses, part, max_changes, Budget(budget)) for part in find_components(broken)]
    return tuple(doubt(found, system, witnesses, failing_rules(hard, broken)))


def find_components(broken: Sequence[Constraint]) -> list[list[Constraint]]:
    """Broken identities that share amounts, together."""
    touching = group_by_key(broken)
    seen: set[int] = set()
    components = []
    for start in broken:
        if id(start) in seen:
            continue
        seen.add(id(start))
        component = [start]
        for constraint in component:
            for other in (other for key in constraint.keys for other in touching[key]):
                if id(other) not in seen:
                    seen.add(id(other))
                    component.append(other)
        components.append(component)
    return components


def _explain(
    system: System, hints: Hints, broken: Sequence[Constraint], max_changes: int, budget: Budget
) -> Explanation:
    """The best explanation of one component."""
    smallest = _smallest(system, broken, max_changes, budget)
    if not smallest or budget.spent:
        return _guess(system, broken)
    options = _options(system, broken, smallest, max_changes, budget)
    options = _drop_contradicted(system, hints, options)
    size = min(len(option.cells) for option in options)
    best = [option for option in options if len(option.cells) == size]
    return _conclude(system, broken, options, best, budget.spent)


def _smallest(system: System, broken: Sequence[Constraint], max_changes: int, budget: Budget) -> list[Solutions]:
    """The repairs with the fewest changes, whatever the amounts."""
    for size in range(1, max_changes + 1):
        found = find_repairs(system, broken, size, misprints_only=False, budget=budget)
        if found:
            return found
    return []


def _options(
    system: System, broken: Sequence[Constraint], smallest: list[Solutions], max_changes: int, budget: Budget
) -> list[_Option]:
    """The smallest repairs and the rivals one must rule out before an amount is proposed."""
    size = len(smallest[0].cells)
    options: list[_Option] = []
    for larger in range(size, max_changes + 1):
        found = _unfold(find_repairs(system, broken, larger, misprints_only=True, budget=budget))
        options += [option for option in found if larger == size or not _is_chance(system, option, larger - size)]
    if any(len(option.cells) == size for option in options):
        return options
    options = _unfold(smallest) + options
    beyond = find_repairs(system, broken, size + 1, misprints_only=False, budget=budget)
    return options + [option for option in _unfold(beyond) if option not in options]


def _is_chance(system: System, option: _Option, more: int) -> bool:
    """Whether an option asks for wrong amounts that agree with others by chance.

    Two changes ``more`` than the smallest set needs are always that: the amounts that set leaves as
    printed agree with each other through it. Decimal points shifted alike agree by nature.
    """
    if option.changes is None:
        return False
    alike = all(is_shift(system.values[key], value) for key, value in option.changes.items())
    return not alike and (more > 1 or needs_coincidence(system, option.changes))


def _unfold(repairs: Iterable[Solutions]) -> list[_Option]:
    """One option for each solution, one without values where they are not determined."""
    options = []
    for repair in repairs:
        if repair.determined:
            options += [_Option(repair.cells, changes) for changes in repair.found]
        else:
            options.append(_Option(repair.cells, None))
    return options


def _drop_contradicted(system: System, hints: Hints, options: list[_Option]) -> list[_Option]:
    """Discard what hints speak against more than against an explanation that is no larger."""
    keys = frozenset[str]().union(*(option.cells for option in options))
    against = [
        None if option.changes is None else hints.violated(system.values, option.changes, keys) for option in options
    ]
    kept = []
    for option, mine in zip(options, against, strict=True):
        rivals = zip(options, against, strict=True)
        if mine is None or not any(
            theirs is not None and theirs < mine and len(rival.cells) <= len(option.cells) for rival, theirs in rivals
        ):
            kept.append(option)
    return kept


def _conclude(
    system: System, broken: Sequence[Constraint], options: list[_Option], best: list[_Option], cut_off: bool
) -> Explanation:
    """Propose what all remaining options agree on; list the others.

    A range code gets no proposal: where it differs from the first step, the column may as well be
    its neighbour's (all periods of which agree), and MOU 25 prints another appendix's codes.
    """
    sets = list(dict.fromkeys(option.cells for option in best))
    agreed = {key: None if cut_off else _agreed(options, key) for key in sorted(sets[0])}
    labels = {c.output for c in broken if c.identity.check == "range_code"}
    suspects = tuple(
        Repair(key, system.values[key], None if key in labels else amount) for key, amount in agreed.items()
    )
    proved = None not in agreed.values()
    others = () if proved else tuple(_as_repairs(system, option) for option in options if option.cells != sets[0])
    return Explanation(suspects, len(sets) == 1, others, tuple(c.identity for c in broken), cut_off)


def _agreed(options: list[_Option], key: str) -> int | None:
    """The amount every option gives the cell, if they agree."""
    amounts = {None if option.changes is None else option.changes.get(key) for option in options}
    return amounts.pop() if len(amounts) == 1 else None


def _as_repairs(system: System, option: _Option) -> tuple[Repair, ...]:
    """An option as it is listed."""
    changes = option.changes or {}
    return tuple(Repair(key, system.values[key], changes.get(key)) for key in sorted(option.cells))


def _guess(system: System, broken: Sequence[Constraint]) -> Explanation:
    """Peel off, one at a time, the amounts whose change mends most (bit flipping, Gallager 1963); propose nothing."""
    left = list(broken)
    suspects: list[str] = []
    while left:
        counts = group_by_key(left)
        key = max(sorted(counts), key=lambda name: (len(counts[name]), _mends(system, name)))
        suspects.append(key)
        left = [constraint for constraint in left if key not in constraint.keys]
    repairs = tuple(Repair(key, system.values[key], None) for key in sorted(suspects))
    return Explanation(repairs, False, (), tuple(c.identity for c in broken), exhausted=True)


def _mends(system: System, key: str) -> bool:
    """Whether one amount of the cell satisfies all its identities."""
    bounds = [constraint.preimage(system.values, key) for constraint in system.touching[key]]
    return max(low for low, _ in bounds) <= min(high for _, high in bounds)
