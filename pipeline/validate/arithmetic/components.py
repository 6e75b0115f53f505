"""Bonuses and totals of a table: how percentages are rounded, and which components a total adds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from pipeline.models import Period
from pipeline.validate.arithmetic import factors
from pipeline.validate.arithmetic.identities import Rounding, round_fraction
from pipeline.validate.arithmetic.vectors import PayTable

_MOST_PARTS = 10
_FEW = 3
"""So many sums or shares, and so large a share of all, that miss by a rounding are no misprints."""
_SHARE = 0.1


def _bonus_pairs(table: PayTable, primary: Period | None) -> dict[Decimal, list[factors.Pair]]:
    """(base, bonus) on the primary period in cents, by percent."""
    bases = {
        (vector.owner, vector.step): vector.rates[primary].amount
        for vector in table.vectors
        if primary and vector.component == "base" and primary in vector.rates
    }
    pairs: dict[Decimal, list[factors.Pair]] = defaultdict(list)
    for vector in table.vectors:
        if vector.component != "bonus":
            continue
        base = bases.get((vector.owner, vector.step))
        rate = vector.rates.get(primary) if primary else None
        if rate and rate.percent and base is not None:
            pairs[rate.percent].append((base, rate.amount))
    return pairs


def find_bonus_rounding(table: PayTable, primary: Period | None) -> Rounding | None:
    """The rounding that explains most bonuses; ``None`` where none explains half of them."""
    pairs = _bonus_pairs(table, primary)
    if not pairs:
        return None
    held = {
        rounding: sum(factors.count_rounded(Fraction(percent) / 100, rounding, same) for percent, same in pairs.items())
        for rounding in factors.ROUNDINGS
    }
    best = max(factors.ROUNDINGS, key=lambda rounding: held[rounding])
    misses = [
        bonus - round_fraction(base * Fraction(percent) / 100, best)
        for percent, same in pairs.items()
        for base, bonus in same
    ]
    amounts = [bonus for same in pairs.values() for _, bonus in same]
    return best if held[best] * 2 > len(misses) and not _is_rounded(misses, amounts, 1) else None


def find_total_of(table: PayTable, primary: Period | None) -> tuple[str, ...]:
    """The components whose sum is the total in most cases, the base first."""
    sheets: dict[object, dict[str, int]] = defaultdict(dict)
    bases: set[str] = set()
    totals: set[str] = set()
    for vector in table.vectors:
        if primary in vector.rates:
            name = vector.component_name or vector.component
            sheets[vector.owner, vector.step][name] = vector.rates[primary].amount
            bases |= {name} if vector.component == "base" else set()
            totals |= {name} if vector.component == "total" else set()
    names = list(dict.fromkeys(name for sheet in sheets.values() for name in sheet if name not in bases | totals))
    if not totals or not bases or not names or len(names) > _MOST_PARTS:
        return ()
    base, total = sorted(bases)[0], sorted(totals)[0]
    whole = [sheet for sheet in sheets.values() if base in sheet and total in sheet]
    held = Counter(parts for sheet in whole for parts in _subsets(sheet, names, sheet[total] - sheet[base]))
    most = max(held.values(), default=0)
    if most * 2 <= len(whole):
        return ()
    best = [parts for parts, count in held.items() if count == most]
    parts = min(best, key=lambda parts: (-_likeness(parts, total), len(parts), [names.index(p) for p in parts]))
    misses = [sheet[total] - sheet[base] - sum(sheet.get(name, 0) for name in parts) for sheet in whole]
    rounded = _is_rounded(misses, [cents for sheet in whole for cents in sheet.values()], len(parts) + 1)
    return () if rounded else (base, *parts)


def _is_rounded(misses: Sequence[int], amounts: Sequence[int], terms: int) -> bool:
    """Whether amounts follow in another pay period and are only rounded in this one, so that some miss by nothing much.

    Where all amounts are whole dollars, a dollar is such a miss.
    """
    dollars = all(cents % 100 == 0 for cents in amounts)
    unit, few = (100, 1) if dollars else (1, _FEW)
    small = sum(0 < abs(miss) <= unit * (terms + 1) // 2 for miss in misses)
    return small >= few and (dollars or small > _SHARE * len(misses))


def _subsets(sheet: Mapping[str, int], names: Sequence[str], rest: int) -> Iterator[tuple[str, ...]]:
    """The sets of components, in the order of ``names``, whose amounts add up to ``rest`` cents."""
    sums: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for name in names:
        if name in sheet:
            sums += [(cents + sheet[name], (*parts, name)) for cents, parts in sums if cents + sheet[name] <= rest]
    return (parts for cents, parts in sums if cents == rest and parts)


def _likeness(parts: Sequence[str], total: str) -> int:
    """How many parts share a word with the total's name ("... plus ALL POST bonuses"): breaks ties."""
    words = {word.lower() for word in total.split() if len(word) > 3}
    return sum(bool(words & {word.lower() for word in part.split()}) for part in parts)
