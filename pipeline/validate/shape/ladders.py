"""How amounts move from step to step, from appendix to appendix, and from class to class.

All of these are hints (``domain.md``: neighbouring steps differ by about 5.5 percent, increases are
within two cents of a common percentage per class): a break is a warning. Only a class whose steps fall
where they rise in all its other appendices is an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from statistics import median

from pipeline.findings import Finding, Severity
from pipeline.models import Rate
from pipeline.validate.arithmetic.telling import show_cents
from pipeline.validate.shape.odd_steps import CENTS, SHARE, OddStep, find_odd_steps
from pipeline.validate.shape.raises import list_raises
from pipeline.validate.shape.rosters import ClassTable, Roster, Steps, find

EVEN = 0.002
"""How far the ratios of neighbouring steps of an even ladder lie from each other."""
_LEAST_STEPS = 4
_SHARP = 4
"""How many times the slack of a ratio a step must rise."""
CLASSES = 0.015
"""How far the increase of one class may lie from that of the others: 1.1 percent in MOU 28, appendix B."""


def check_ladders(roster: Roster, doubted: frozenset[str] = frozenset()) -> list[Finding]:
    """Steps rise; and the ratio of neighbouring steps is the same in every appendix of the class."""
    findings: list[Finding] = []
    labels = dict.fromkeys(label for tables in roster.tables.values() for label in tables)
    odd = {label: find_odd_steps(roster, label, doubted) for label in labels}
    for appendix in roster.appendices:
        for label, table in roster.tables[appendix].items():
            others = _others(roster, appendix, table)
            named = {each.rate.rate_id: each for each in odd[label] or ()}
            findings += [_odd_step(each, table, others) for each in named.values() if each.rate.appendix == appendix]
            findings += _odd_ratios(table, others, doubted) if odd[label] is None else ()
            findings += _falling(table.primary, others, doubted | named.keys())
            told = set(_falls(table.primary, doubted))
            for row in table.rows.values():
                if row is not table.primary and not told & set(_falls(row, doubted)):
                    findings += _falling(row, (), doubted)
    return findings


def _odd_step(odd: OddStep, table: ClassTable, others: Sequence[Steps]) -> Finding:
    """An error where the ladder falls there and in no other appendix: nothing but a wrong amount explains it."""
    place = {rate.rate_id: order for order, rate in table.primary.items()}
    falls = [pair for pair in _falls(table.primary, frozenset()) if place.get(odd.rate.rate_id) in pair]
    rise = all(row[high].amount > row[low].amount for low, high in falls for row in others if {low, high} <= row.keys())
    message = f"step {odd.rate.step} is {odd.rate.amount_orig}; the other dates and steps of the class ask for about "
    found = find(
        odd.rate, "ladder", "error" if falls and rise else "warning", message + show_cents(odd.about), "amount"
    )
    return replace(found, expected=show_cents(odd.about if odd.meant is None else odd.meant))


def check_raises(roster: Roster) -> list[Finding]:
    """No class is paid less than at the date before; and no class rises differently from all others.

    Where every class is paid less, the date of an appendix is wrong rather than all its amounts.
    """
    findings = []
    for between in list_raises(roster):
        before, after = between.before, between.after
        raises = _raises(roster.tables[before], roster.tables[after])
        first = next((rate for rate, _ in raises.values()), None)
        if first and len(raises) > 1 and all(_is_repeated(roster, before, after, label) for label in raises):
            message = f"appendix {after} prints the amounts of appendix {before}, to the cent, for all its classes"
            findings.append(find(first, "class_increase", "warning", message))
        if first and len(raises) > 1 and all(ratio < 1 for _, ratio in raises.values()):
            message = f"appendix {after} ({first.operative_date}) pays every class less than appendix {before}, "
            message += "which is operative before it: is the date of one of them wrong?"
            findings.append(find(first, "class_increase", "warning", message, "operative_date"))
            continue
        for label, (rate, ratio) in raises.items():
            others = [other for name, (_, other) in raises.items() if name != label]
            where = f"class {label} moves by {100 * (ratio - 1):.2f}% from appendix {before} to {after}"
            if ratio < 1:
                findings.append(find(rate, "class_increase", "warning", where))
            elif others and (
                min(abs(ratio - other) for other in others) > CLASSES
                or (between.leaves_alone(label) and not roster.tables[after][label].is_one_of_several)
            ):
                usual = f"{where}; the other classes by {100 * (median(others) - 1):.2f}%"
                findings.append(find(rate, "class_increase", "warning", usual))
    return findings


def _is_repeated(roster: Roster, before: str, after: str, label: str) -> bool:
    """Whether a class prints the same amounts at two dates."""
    one, two = roster.tables[before][label].primary, roster.tables[after][label].primary
    dates = {rate.operative_date for row in (one, two) for rate in row.values()}
    return len(dates) > 1 and all(step in one and one[step].amount == rate.amount for step, rate in two.items())


def check_order(roster: Roster) -> list[Finding]:
    """Of two classes the same one is paid more in every appendix."""
    findings = []
    counts = Counter(label for tables in roster.tables.values() for label in tables)
    labels = sorted(label for label, count in counts.items() if count > 1)  # thousands of others need no comparing
    for one, two in combinations(labels, 2):
        signs = {appendix: sign for appendix in roster.appendices if (sign := _sign(roster, appendix, one, two))}
        usual = sum(signs.values())
        for appendix, sign in signs.items():
            if (sign > 0) != (usual > 0) and len(set(signs.values())) > 1:
                rate = next(iter(roster.tables[appendix][one].primary.values()))
                message = f"classes {one} and {two} stand the other way round in appendix {appendix}: labels swapped?"
                findings.append(find(rate, "class_order", "warning", message, "class_code"))
    return findings


def _falling(row: Steps, others: Sequence[Steps], doubted: frozenset[str]) -> Iterator[Finding]:
    """Steps paid less than the one before: an error where nothing but a wrong amount explains it.

    As where the class rises there in every other appendix, or where its ladder is even once both are exchanged.
    """
    for low, high in _falls(row, doubted):
        rate, later = row[low], row[high]
        message = f"step {later.step} ({later.amount_orig}) is below step {rate.step} ({rate.amount_orig})"
        rises = [other[high].amount > other[low].amount for other in others if low in other and high in other]
        swapped = _is_even({**row, low: later, high: rate})
        if swapped:
            message += "; each has the place of the other in the ladder of the class"
        severity: Severity = "error" if swapped or (rises and all(rises)) else "warning"
        found = find(later, "ladder", severity, message, "amount")
        yield replace(found, expected=rate.amount_orig) if swapped else found


def _falls(row: Steps, doubted: frozenset[str]) -> list[tuple[int, int]]:
    """Neighbouring steps of which the higher one is paid less."""
    return [(low, high) for low, high in _neighbours(row, doubted) if row[high].amount < row[low].amount]


def _is_even(row: Steps) -> bool:
    """Whether each step is the same percentage above the one before: no chance makes two exchanged amounts fit so."""
    amounts = [row[step].amount for step in sorted(row)]
    if len(amounts) < _LEAST_STEPS or not all(amounts):
        return False
    ratios = [high / low for low, high in pairwise(amounts)]
    usual = median(ratios)
    slack = [EVEN + CENTS / low for low, _ in pairwise(amounts)]
    sharp = _SHARP * max(slack) <= usual - 1  # of small amounts rounding alone may make a ladder even
    return sharp and all(abs(ratio - usual) <= gap for ratio, gap in zip(ratios, slack, strict=True))


def _odd_ratios(table: ClassTable, others: Sequence[Steps], doubted: frozenset[str]) -> Iterator[Finding]:
    """Neighbouring steps whose ratio is not that of the class's other appendices."""
    for low, high in _neighbours(table.primary, doubted):
        ratios = [row[high].amount / row[low].amount for row in others if low in row and high in row]
        if not ratios:
            continue
        rate = table.primary[high]
        expected = table.primary[low].amount * median(ratios)
        if abs(rate.amount - expected) > CENTS + SHARE * expected:
            message = f"step {rate.step} is {rate.amount_orig}; the ladder of the other appendices asks for about "
            yield find(rate, "ladder", "warning", f"{message}{expected / 100:.2f}", "amount")


def _others(roster: Roster, appendix: str, table: ClassTable) -> list[Steps]:
    """The base rows of the class in the other appendices."""
    tables = (found for name, found in roster.tables.items() if name != appendix)
    return [found[table.label].primary for found in tables if table.label in found]


def _neighbours(row: Steps, doubted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Step orders that follow each other, but for amounts that are told to be wrong already."""
    yield from pairwise(sorted(order for order, rate in row.items() if rate.rate_id not in doubted))


def _raises(before: Mapping[str, ClassTable], after: Mapping[str, ClassTable]) -> dict[str, tuple[Rate, float]]:
    """By class: its first common rate after, and the median ratio of its steps."""
    raises = {}
    for label in before.keys() & after.keys():
        one, two = before[label].primary, after[label].primary
        common = [step for step in sorted(two) if step in one and one[step].period == two[step].period]
        if common:
            raises[label] = two[common[0]], median(_ratio(one[step], two[step]) for step in common)
    return dict(sorted(raises.items()))


def _ratio(one: Rate, two: Rate) -> float:
    """How many times the first amount the second is."""
    return two.amount / one.amount if one.amount else 1.0


def _sign(roster: Roster, appendix: str, one: str, two: str) -> int:
    """+1 where class ``one`` is paid more at most common steps, -1 where ``two`` is, 0 where they are about equal."""
    tables = roster.tables[appendix]
    if one not in tables or two not in tables:
        return 0
    first, second = tables[one].primary, tables[two].primary
    differences = [_compare(first[step], second[step]) for step in first if step in second]
    return _majority(differences)


def _compare(one: Rate, two: Rate) -> int:
    """The sign of the difference, 0 within what rounding can do or between different periods."""
    difference = one.amount - two.amount
    if one.period != two.period or abs(difference) <= CENTS:
        return 0
    return 1 if difference > 0 else -1


def _majority(signs: Sequence[int]) -> int:
    """The sign of the sum."""
    total = sum(signs)
    return (total > 0) - (total < 0)
