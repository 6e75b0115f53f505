"""Sets of amounts whose change would satisfy every hard identity, and the amounts they would take.

Fellegi and Holt (1976, "A systematic approach to automatic edit and imputation"): change the fewest
fields; each failed edit must contain a changed field (a hitting set), and the changed fields must
have values under which all edits hold. De Waal and Quere (2003) branch over the fields in the same
way. The values come from the preimages of the rounding, so they are exact cents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.validate.localise.misprints import is_misprint, is_shift, misprints_of
from pipeline.validate.localise.preimage import Constraint

WIDEST = 400
"""An interval of more cents than this is not tried value by value."""
ENOUGH = 12
"""So many solutions of one set say as much as all of them: the values are not determined."""

Changes = dict[str, int]


@dataclass(slots=True)
class Budget:
    """How many steps a search may still take; ``spent`` once there are none left."""

    steps: int

    @property
    def spent(self) -> bool:
        """Whether the search was cut off, so that nothing may be concluded from what it did not find."""
        return self.steps <= 0


@dataclass(frozen=True, slots=True)
class System:
    """The hard identities of a document, with the values as printed."""

    values: Mapping[str, int]
    touching: Mapping[str, Sequence[Constraint]] = field(repr=False)
    """The constraints each key takes part in."""


def group_by_key(constraints: Iterable[Constraint]) -> dict[str, list[Constraint]]:
    """The constraints of each key."""
    touching: dict[str, list[Constraint]] = defaultdict(list)
    for constraint in constraints:
        for key in constraint.keys:
            touching[key].append(constraint)
    return dict(touching)


@dataclass(frozen=True, slots=True)
class Solutions:
    """What the cells of one set could be."""

    cells: frozenset[str]
    found: tuple[Changes, ...]
    determined: bool
    """``False`` where more values fit than are listed."""


def find_repairs(
    system: System, broken: Sequence[Constraint], size: int, *, misprints_only: bool, budget: Budget
) -> list[Solutions]:
    """All sets of exactly ``size`` cells that satisfy every hard identity they touch.

    Args:
        system: the values and the identities.
        broken: the broken identities to satisfy; connected with each other.
        size: how many cells change.
        misprints_only: only amounts one slip away from the printed ones.
        budget: shared by the calls for one component.
    """
    repairs = []
    for cells in _candidate_sets(system, broken, size, budget):
        solutions = solve_cells(system, cells, misprints_only, budget)
        if solutions.found or not solutions.determined:
            repairs.append(solutions)
    return repairs


def needs_coincidence(system: System, changes: Changes) -> bool:
    """Whether the repair takes amounts for wrong that agree with each other to the cent.

    Two slips that happen to keep an exact identity are rarer than one slip by orders of magnitude;
    only decimal points shifted alike keep most identities.
    """
    constraints = (constraint for key in changes for constraint in system.touching[key])
    return any(_agree_by_chance(system, constraint, changes) for constraint in constraints)


def _agree_by_chance(system: System, constraint: Constraint, changes: Changes) -> bool:
    """Whether two exactly tied amounts of an identity that holds as printed both change, other than by a shift."""
    tied = [key for key in constraint.keys if key in changes and constraint.locks(key)]
    if len(tied) < 2 or not constraint.holds(system.values):
        return False
    return not all(is_shift(system.values[key], changes[key]) for key in tied)


def _candidate_sets(
    system: System, broken: Sequence[Constraint], size: int, budget: Budget
) -> Iterator[frozenset[str]]:
    """Sets of ``size`` cells that hit every broken identity and leave no changed cell locked."""
    seen: set[frozenset[str]] = set()
    stack = [frozenset[str]()]
    while stack and not budget.spent:
        cells = stack.pop()
        budget.steps -= 1
        needed = _unmet(system, broken, cells, size - len(cells))
        if needed is None:
            continue
        if not needed and len(cells) == size:
            yield cells
            continue
        for key in needed or _neighbours(system, cells):
            grown = cells | {key}
            if len(grown) <= size and grown not in seen:
                seen.add(grown)
                stack.append(grown)


def _unmet(system: System, broken: Sequence[Constraint], cells: frozenset[str], left: int) -> tuple[str, ...] | None:
    """Keys one of which must change besides ``cells``: none where nothing is wanting, ``None`` where it cannot be."""
    unhit = [constraint for constraint in broken if cells.isdisjoint(constraint.keys)]
    if _disjoint(unhit, left) > left:
        return None
    for constraint in unhit:
        return constraint.keys
    for key in cells:
        for constraint in system.touching[key]:
            if _is_locked(system, constraint, key, cells):
                others = tuple(name for name in constraint.keys if name != key)
                return others if left and others else None
    return ()


def _is_locked(system: System, constraint: Constraint, key: str, cells: frozenset[str]) -> bool:
    """Whether the identity holds as printed and, with no other cell of it changed, allows no other ``key``."""
    alone = all(name == key or name not in cells for name in constraint.keys)
    return alone and constraint.locks(key) and constraint.holds(system.values)


def _disjoint(constraints: Sequence[Constraint], enough: int) -> int:
    """A lower bound of the cells that hit all: constraints that share no key, counted greedily."""
    used: set[str] = set()
    count = 0
    for constraint in constraints:
        if used.isdisjoint(constraint.keys):
            used.update(constraint.keys)
            count += 1
            if count > enough:
                break
    return count


def _neighbours(system: System, cells: frozenset[str]) -> list[str]:
    """Keys that share an identity with one of the cells."""
    keys = (name for key in cells for constraint in system.touching[key] for name in constraint.keys)
    return [key for key in dict.fromkeys(keys) if key not in cells]


def solve_cells(system: System, cells: frozenset[str], misprints_only: bool, budget: Budget) -> Solutions:
    """The values with which the cells, all of them changed, satisfy every identity they touch."""
    constraints = {key: system.touching[key] for key in cells}
    local = {name: system.values[name] for found in constraints.values() for c in found for name in c.keys}
    found: list[Changes] = []
    determined = True
    for solution in _assign(constraints, local, cells, misprints_only, budget):
        if solution is None or len(found) >= ENOUGH:
            determined = False
            break
        found.append(solution)
    return Solutions(cells, tuple(found), determined)


def _assign(
    constraints: Mapping[str, Sequence[Constraint]],
    local: dict[str, int],
    unknown: frozenset[str],
    misprints_only: bool,
    budget: Budget,
) -> Iterator[Changes | None]:
    """Fix the unknown cell with the fewest possible values, then the rest; ``None`` = too many values."""
    budget.steps -= 1
    if not unknown:
        yield {key: local[key] for key in constraints}
        return
    if budget.spent:
        yield None
        return
    key, low, high = _tightest(constraints, local, unknown)
    printed = local[key]
    candidates = _candidates(printed, low, high, misprints_only)
    if candidates is None:
        yield None
        return
    for value in candidates:
        local[key] = value
        yield from _assign(constraints, local, unknown - {key}, misprints_only, budget)
    local[key] = printed


def _tightest(
    constraints: Mapping[str, Sequence[Constraint]], local: Mapping[str, int], unknown: frozenset[str]
) -> tuple[str, int, int | None]:
    """The unknown cell with the shortest interval, and the interval; no upper end where nothing bounds it."""
    best: tuple[str, int, int | None] | None = None
    for key in sorted(unknown):
        low, high = _bounds(constraints[key], local, key, unknown)
        if best is None or best[2] is None or (high is not None and high - low < best[2] - best[1]):
            best = (key, low, high)
    if best is None:
        raise ValueError("no unknown cell")
    return best


def _bounds(
    constraints: Sequence[Constraint], local: Mapping[str, int], key: str, unknown: frozenset[str]
) -> tuple[int, int | None]:
    """The cents the identities allow in which ``key`` is the only unknown; an amount is at least one cent."""
    low: int = 1
    high: int | None = None
    for constraint in constraints:
        if any(name != key and name in unknown for name in constraint.keys):
            continue
        first, last = constraint.preimage(local, key)
        low = max(low, first)
        high = last if high is None else min(high, last)
    return low, high


def _candidates(printed: int, low: int, high: int | None, misprints_only: bool) -> Sequence[int] | None:
    """The values to try, the printed one excepted; ``None`` where there are too many."""
    if high is not None and high - low <= WIDEST:
        values = [value for value in range(low, high + 1) if value != printed]
        return [value for value in values if is_misprint(printed, value)] if misprints_only else values
    if not misprints_only:
        return None
    return [value for value in misprints_of(printed) if low <= value and (high is None or value <= high)]
