"""Classes that are wrong as a whole: with the amounts of another date, of another class or of the next step.

Their periods, bonuses and totals agree with each other, so no identity of the class is broken. What gives them away is
that all other classes rise by one percentage from date to date: a class that leaves it and comes back is wrong where
it left, and to the cent it prints what stands elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from pipeline.findings import Severity
from pipeline.models import Rate
from pipeline.validate.arithmetic.identities import round_fraction
from pipeline.validate.shape.raises import Raise, Usual, list_raises, pair_steps
from pipeline.validate.shape.rosters import ClassTable, Roster

Place = tuple[str, str]
"""Appendix and class."""
_TIGHT = 5
"""How many times further than its sisters a class must be from the usual raise to be wrong for certain."""
_LEAST_CLASSES = 2
"""So many other classes must agree on a raise before one that lacks it is wrong for certain."""
_LEAST_STEPS = 2
_FAR = 0.01
"""Of its amounts: how far a class moves from the middle one before it may stand in the place of another."""
_MOST = 20
"""Where more classes leave the usual raise at one date, it is no usual raise."""


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A class, or two that are exchanged, whose amounts are wrong as a whole in one appendix."""

    places: tuple[Place, ...]
    """Further ones are the other class, or the other date that may as well be the wrong one."""
    rates: tuple[Rate, ...]
    """All amounts of these places; the first is the one that is named."""
    severity: Severity
    why: str
    expected: int | None = None
    """Cents of the first amount, where something tells them."""


@dataclass(frozen=True, slots=True)
class _Suspect:
    """A class that leaves the usual raise from every date to every other one beside it."""

    label: str
    appendix: str
    table: ClassTable
    own: Mapping[str, ClassTable]
    """The tables of the class by appendix."""
    around: tuple[tuple[Raise, Usual], ...]
    code: int | None
    """Cents its range code states for the first step, where most codes of the appendix are right, but not its own."""

    @property
    def others(self) -> list[str]:
        """The appendices it is compared with."""
        return [each.before if each.after == self.appendix else each.after for each, _ in self.around]

    @property
    def comes_back(self) -> bool:
        """Whether the dates before and after it agree with each other."""
        if len(self.around) < 2:
            return False
        (one, first), (two, second) = self.around
        held = first.then(second).fits(pair_steps(self.own[one.before], self.own[two.after].primary))
        return bool(held) and all(held)

    @property
    def may_be_right(self) -> bool:
        """Whether there is but one other date, which may as well be the wrong one."""
        return self.code is None and len(self.own) == 2

    @property
    def is_sure(self) -> bool:
        """Whether the others agree so closely that the class cannot be one of them."""
        return all(
            usual.classes >= _LEAST_CLASSES and abs(each.ratios[self.label] / usual.ratio - 1) > _TIGHT * usual.spread
            for each, usual in self.around
        )

    def would_be(
        self, row: Mapping[int, Rate], own: Mapping[str, ClassTable], *, shift: int = 0, least: int = _LEAST_STEPS
    ) -> bool:
        """Whether a row, moved by so many steps, is what the appendices around ask for here at all its steps."""
        for other, (each, usual) in zip(self.others, self.around, strict=True):
            pairs = pair_steps(own[other], row, shift) if other in own else ()
            if other == each.after:
                pairs = tuple((new, old) for old, new in pairs)
            held = usual.fits(pairs)
            if not all(held) or len(held) < min(least, len(own[other].primary) if other in own else 1):
                return False
        return True


def find_misplaced(rosters: Sequence[Roster], broken: Callable[[], frozenset[str]]) -> list[Misplaced]:
    """Every class whose amounts agree with each other, but not with its other dates.

    Args:
        rosters: of the documents.
        broken: keys of amounts that break an identity of their class: those are wrong one by one. Seldom asked for.
    """
    found: list[Misplaced] = []
    for roster in rosters:
        raises = [each for each in list_raises(roster) if each.pairs]
        settled: set[Place] = set()
        for search in (_find_exchanges, _find_odd):
            for group in search(roster, raises, broken):
                told = None if any(settled & _beside(each) for each in group) else _judge(group)
                if told:
                    settled.update(told.places)
                    found.append(told)
    return found


def list_odd(rosters: Sequence[Roster]) -> frozenset[str]:
    """Keys of the amounts of every class that moves unlike the others from each date beside."""
    odd = (
        each for roster in rosters for group in _find_odd(roster, list_raises(roster), frozenset[str]) for each in group
    )
    return frozenset(rate.rate_id for each in odd for rate in _rates_of(each.table))


def _find_exchanges(
    roster: Roster, raises: Sequence[Raise], broken: Callable[[], frozenset[str]]
) -> list[list[_Suspect]]:
    """Pairs of classes that would each fit in the other's place, the best proved first.

    Where there are no other classes, the raises that the two would have had must agree with each other.
    """
    found: list[list[_Suspect]] = []
    for appendix in roster.appendices:
        near = _near(raises, appendix)
        far = sorted({label for each in near for label, ratio in each.ratios.items() if _is_far(each, ratio)})
        for one, two in combinations(far if len(far) <= _MOST else (), 2):
            usuals = [(each, each.usual(one, two) or _crosswise(each, one, two)) for each in near]
            around = {id(each): usual for each, usual in usuals if usual is not None}
            pair = [_suspect(roster, near, label, appendix, around) for label in (one, two)]
            group = [each for each in pair if each and _is_whole(each, broken)]
            if len(group) == len(pair) and _are_exchanged(*group):
                found.append(group)
    return sorted(found, key=_by_proof)


def _find_odd(roster: Roster, raises: Sequence[Raise], broken: Callable[[], frozenset[str]]) -> list[list[_Suspect]]:
    """Classes that leave the usual raise, the best proved first: it makes the dates beside it look odd too."""
    found: list[list[_Suspect]] = []
    for appendix in roster.appendices:
        near = _near(raises, appendix)
        odd = []
        for label in {label for each in near for label in each.pairs}:
            around = {id(each): usual for each in near if (usual := each.usual(label))}
            each = _suspect(roster, near, label, appendix, around)
            odd += [each] if each and _is_whole(each, broken) else []
        odd = _tell_two(sorted(odd, key=lambda each: each.label))
        found += [[each] for each in odd] if len(odd) <= _MOST else []
    return sorted(found, key=_by_proof)


def _near(raises: Sequence[Raise], appendix: str) -> list[Raise]:
    return [each for each in raises if appendix in (each.before, each.after)]


def _is_far(each: Raise, ratio: float) -> bool:
    """Whether a class moves so unlike the middle one that it may be another class."""
    return abs(ratio / each.middle - 1) > _FAR


def _crosswise(each: Raise, one: str, two: str) -> Usual | None:
    """The raise of two classes, had each the amounts of the other: the same for both."""
    if one not in each.pairs or two not in each.pairs:
        return None
    firsts = [(each.pairs[one][0], each.pairs[two][0])]
    ratios = [ratio for (a, b), (c, d) in firsts for ratio in (d / a, b / c)]
    return Usual(sum(ratios) / 2, 0.0, 1)


def _suspect(
    roster: Roster, near: Sequence[Raise], label: str, appendix: str, usuals: Mapping[int, Usual]
) -> _Suspect | None:
    """A class that leaves the usual raise at every date beside an appendix."""
    around = tuple((each, usuals[id(each)]) for each in near if label in each.pairs and id(each) in usuals)
    table = roster.tables[appendix].get(label)
    if not table or not around or not all(usual.leaves(each.pairs[label]) for each, usual in around):
        return None
    own = {name: tables[label] for name, tables in roster.tables.items() if label in tables}
    return _Suspect(label, appendix, table, own, around, _wrong_codes(roster.tables[appendix]).get(label))


def _by_proof(group: Sequence[_Suspect]) -> tuple[int, bool]:
    return -len(group[0].around), all(each.code is None for each in group)


def _is_whole(each: _Suspect, broken: Callable[[], frozenset[str]]) -> bool:
    """Whether no single amount of the class is wrong, here or at the dates it is compared with."""
    tables = (each.own[name] for name in (each.appendix, *each.others))
    keys = (rate.rate_id for table in tables for row in table.rows.values() for rate in row.values())
    return broken().isdisjoint(keys)


def _tell_two(odd: list[_Suspect]) -> list[_Suspect]:
    """Of two classes that only have each other to be compared with, the one that repeats another date; else none."""
    if len(odd) != 2 or any(usual.classes > 1 for each in odd for _, usual in each.around):
        return odd
    copies = [each for each in odd if _tell_copy(each)]
    return copies if len(copies) == 1 else []


def _wrong_codes(tables: Mapping[str, ClassTable]) -> dict[str, int]:
    """Range codes that are not the first hourly rate of their class, where most codes of the appendix are."""
    firsts = {label: table.primary[min(table.primary)] for label, table in tables.items() if table.primary}
    codes = {
        label: (int(rate.range_code), rate.amount)
        for label, rate in firsts.items()
        if rate.period == "HR" and rate.range_code and rate.range_code.isdigit()
    }
    wrong = {label: code for label, (code, cents) in codes.items() if code != cents}
    return wrong if 2 * len(wrong) < len(codes) else {}


def _beside(each: _Suspect) -> set[Place]:
    """The places that would explain why a suspect looks odd."""
    return {(name, each.label) for name in (each.appendix, *each.others)}


def _judge(group: Sequence[_Suspect]) -> Misplaced | None:
    """What a class, or two of one appendix, print instead, where that can be told."""
    one, *others = group
    if others:
        return _tell_exchange(one, others[0])
    return _tell_copy(one) or _tell_shift(one) or _tell_odd(one)


def _are_exchanged(one: _Suspect, two: _Suspect) -> bool:
    return one.would_be(two.table.primary, one.own) and two.would_be(one.table.primary, two.own)


def _tell_exchange(one: _Suspect, two: _Suspect) -> Misplaced:
    """Two classes with each other's amounts: those that would fit."""
    first = _rates_of(one.table)[0]
    instead = two.table.primary.get(first.step_order)
    why = f"classes {one.label} and {two.label} print each other's amounts in appendix {one.appendix}: that is what "
    why += f"appendix {' and '.join(one.others)} asks for; their amounts are exchanged, or their labels"
    places = [(one.appendix, one.label), (two.appendix, two.label)]
    rates = _rates_of(one.table) + _rates_of(two.table)
    if one.may_be_right and two.may_be_right:
        places += [(one.others[0], one.label), (two.others[0], two.label)]
        rates += _rates_of(one.own[one.others[0]]) + _rates_of(two.own[two.others[0]])
        return Misplaced(tuple(places), rates, "error", f"{why}, or in appendix {one.others[0]}")
    return Misplaced(tuple(places), rates, "error", why, instead.amount if instead else None)


def _tell_copy(each: _Suspect) -> Misplaced | None:
    """The class prints to the cent what it prints at another date.

    From one date to the next its pay may have been frozen, unless it comes back to the other classes.
    """
    for name, table in each.own.items():
        pairs = pair_steps(table, each.table.primary)
        alike = all(old == new for old, new in pairs) and 2 * len(pairs) > len(each.table.primary)
        if name != each.appendix and alike:
            sure = each.comes_back or (len(each.around) == 1 and name not in each.others and each.is_sure)
            return _tell(each, f"the amounts of appendix {name}", sure=sure)
    return None


def _tell_shift(each: _Suspect) -> Misplaced | None:
    """The class prints the amounts of the next step, or of the one before, in every column.

    From one date to the next a class may well lose its first step; but it does not get it back.
    """
    for shift, what in ((1, "next"), (-1, "previous")):
        if each.would_be(each.table.primary, each.own, shift=shift):
            return _tell(each, f"at each step the amount of the {what} one", sure=len(each.around) > 1)
    return None


def _tell_odd(each: _Suspect) -> Misplaced | None:
    """The class leaves the usual raise and comes back to it, whatever it prints."""
    exact = all(usual.factor is not None for _, usual in each.around)
    if each.comes_back or each.code is not None:
        return _tell(each, "amounts that do not fit its other dates", sure=exact and each.is_sure and each.comes_back)
    return None


def _tell(each: _Suspect, what: str, *, sure: bool) -> Misplaced:
    step, usual = each.around[0]
    moves, others = 100 * (step.ratios[each.label] - 1), 100 * (usual.ratio - 1)
    why = f"class {each.label} prints {what} in appendix {each.appendix}: from appendix {step.before} to {step.after} "
    why += f"it moves by {moves:.2f}%, the others by {others:.2f}%"
    places, rates = [(each.appendix, each.label)], _rates_of(each.table)
    severity: Severity = "error" if sure or each.code is not None else "warning"
    if each.may_be_right:
        places.append((each.others[0], each.label))
        rates += _rates_of(each.own[each.others[0]])
        return Misplaced(tuple(places), rates, severity, f"{why}; or appendix {each.others[0]} is wrong")
    return Misplaced(tuple(places), rates, severity, why, _expect(each) if severity == "error" else None)


def _expect(each: _Suspect) -> int | None:
    """Cents of the first step by its range code, or by an exact raise from the date before."""
    step, usual = each.around[0]
    first = _rates_of(each.table)[0]
    if each.code is not None:
        row = {first.step_order: replace(first, amount=each.code)}
        return each.code if each.would_be(row, each.own, least=1) else None
    old = each.own[step.before].primary.get(first.step_order)
    if usual.factor is None or step.after != each.appendix or old is None or old.period != first.period:
        return None
    return round_fraction(old.amount * usual.factor, "half_up")


def _rates_of(table: ClassTable) -> tuple[Rate, ...]:
    """The rates of a class, the first of its base row first."""
    first = table.primary[min(table.primary)]
    return (first, *(rate for row in table.rows.values() for rate in row.values() if rate is not first))
