"""What is wrong as a whole: a row, the label of a row, the amounts of a class.

It is told once, and the rest of the table is judged as if it were right: a wrong row would bend the labels of its
bonuses, a wrong label accuse the amounts beside it, and a wrong class the raises of all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.findings import Finding, about_rate
from pipeline.models import PayRule, Rate
from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.arithmetic.percent_labels import Mislabelled, find_mislabelled, group_alike, rename
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.arithmetic.system import build_identities
from pipeline.validate.arithmetic.telling import origin_of, show_cents
from pipeline.validate.localise.carried import find_carried
from pipeline.validate.localise.exchanged import find_exchanged
from pipeline.validate.localise.rows import WrongLine, find_wrong_rows
from pipeline.validate.localise.witnesses import build_hints
from pipeline.validate.shape.misplaced import Misplaced, find_misplaced, list_odd
from pipeline.validate.shape.rosters import call_roll


@dataclass(frozen=True, slots=True)
class Wholes:
    """A document without what is wrong in it as a whole."""

    rates: list[Rate]
    """The rates, those of a wrong row with the amounts they must have, of a wrong label with its right name."""
    rules: Sequence[PayRule]
    values: Mapping[str, int]
    identities: Sequence[Identity]
    apart: frozenset[str]
    """Keys of the amounts of classes that are compared with nothing."""
    doubted: frozenset[str]
    """Keys of amounts that are wrong, or may be."""
    findings: tuple[Finding, ...]


def set_wholes_apart(rates: Sequence[Rate], rules: Sequence[PayRule]) -> Wholes:
    """Find the rows, labels and classes that are wrong as a whole, each from what is left of the one before."""
    values, identities = build_identities(rates, rules)
    exchanged = find_exchanged(rates, values, identities)
    named = _mend_rows(rates, exchanged)
    if exchanged:
        values, identities = build_identities(named, rules)
    rows = [_choose(row, named, rules) for row in find_wrong_rows(named, values, identities)]
    named = _mend_rows(named, rows)
    rules = infer_rules(named) if rows or exchanged else rules
    mislabelled = find_mislabelled(named, rules)
    named = rename(named, mislabelled)
    if rows or exchanged or mislabelled:
        rules = infer_rules(named) if mislabelled else rules
        values, identities = build_identities(named, rules)
    carried = find_carried(named, values, identities, lambda: build_hints(named, rules))
    if carried:
        named = _mend_rows(named, carried)
        values, identities = build_identities(named, rules)
    misplaced = find_misplaced(call_roll(named, rules), lambda: _broken_alone(values, identities))
    apart = frozenset(rate.rate_id for each in misplaced for rate in each.rates)
    if apart:
        values, identities = build_identities(named, rules, apart)
    doubted = {rate.rate_id for each in misplaced if each.severity == "error" for rate in each.rates}
    doubted |= {
        rate.rate_id for row in (*exchanged, *rows, *carried) for option in row.options for rate in option.rates
    }
    findings = [_exchange_finding(line) for line in exchanged] + [_row_finding(row) for row in rows]
    findings += [_carried_finding(line) for line in carried]
    findings += [_label_finding(alike) for alike in group_alike(mislabelled)]
    findings += _period_findings(rates) + _step_findings(rates)
    findings += [_misplaced_finding(each) for each in misplaced]
    return Wholes(named, rules, values, identities, apart, frozenset(doubted), tuple(findings))


def _choose(row: WrongLine, rates: Sequence[Rate], rules: Sequence[PayRule]) -> WrongLine:
    """Of rows that may each be the wrong one, the one without which the class moves like the others."""
    if not row.rivals:
        return row
    fitting = [
        option
        for option in row.options
        if option.rates[0].rate_id not in list_odd(call_roll(_mend_rows(rates, [option]), rules))
    ]
    return replace(fitting[0], rivals=tuple(fitting[1:])) if fitting else row


def _mend_rows(rates: Sequence[Rate], rows: Sequence[WrongLine]) -> list[Rate]:
    must = {rate.rate_id: cents for row in rows for rate, cents in zip(row.rates, row.expected, strict=True)}
    return [
        replace(rate, amount=must[rate.rate_id], amount_orig=show_cents(must[rate.rate_id]))
        if rate.rate_id in must
        else rate
        for rate in rates
    ]


def _broken_alone(values: Mapping[str, int], identities: Sequence[Identity]) -> frozenset[str]:
    """Keys of the amounts that break an identity of their own class."""
    own = (each for each in identities if each.hard and each.check not in {"general_increase", "range_code"})
    return frozenset(key for each in own if not each.holds(values) for key in each.keys)


def _row_finding(row: WrongLine) -> Finding:
    """One error for a row, which lists what each of its steps must be."""
    first, cents = row.rates[0], row.expected[0]
    formulas = "; ".join(dict.fromkeys(identity.formula for identity in row.broken))
    steps = ", ".join(
        f"step {rate.step} {show_cents(expected)} for {show_cents(rate.amount)}"
        for rate, expected in zip(row.rates, row.expected, strict=True)
    )
    name = f"{first.component_name or first.component} {first.period}"
    why = f"the row {name} is wrong at {len(row.rates)} steps: {formulas} does not hold; it must be {steps}"
    for other in row.rivals:
        why += (
            f"; or the row {other.rates[0].component_name or other.rates[0].component} {other.rates[0].period} is wrong"
        )
    own = [identity for identity in row.broken if first.rate_id in identity.keys]
    return about_rate(
        first,
        next((each.check for each in own if each.output == first.rate_id), own[0].check),
        "error",
        why,
        column="amount",
        printed=show_cents(first.amount),
        expected=show_cents(cents),
        proposed=None if row.rivals else Decimal(cents) / 100,
        origin=origin_of(first),
    )


def _exchange_finding(line: WrongLine) -> Finding:
    """One error for two rows that stand in each other's place."""
    first, other = line.rates[0], line.rates[-1]
    name = first.component_name or first.component
    return about_rate(
        first,
        "period_identity",
        "error",
        f"the {first.period} and {other.period} rows of {name} stand in each other's place: "
        f"{'; '.join(dict.fromkeys(identity.formula for identity in line.broken))} does not hold, exchanged it does",
        column="amount",
        printed=show_cents(first.amount),
        expected=show_cents(line.expected[0]),
        proposed=Decimal(line.expected[0]) / 100,
        origin=origin_of(first),
    )


def _carried_finding(line: WrongLine) -> Finding:
    """One error for a rate that is wrong in several periods, which lists what each must be."""
    first, cents = line.rates[0], line.expected[0]
    formulas = "; ".join(dict.fromkeys(identity.formula for identity in line.broken))
    why = f"this rate is wrong in {len(line.rates)} periods, which agree with each other: {formulas} does not hold; "
    why += f"it must be {_list_periods(line)}"
    why += "".join(f"; or {_name_place(other.rates[0])} must be {_list_periods(other)}" for other in line.rivals)
    keys = {rate.rate_id for rate in line.rates}
    own = [identity for identity in line.broken if keys.intersection(identity.keys)]
    return about_rate(
        first,
        next((each.check for each in own if each.check != "period_identity"), own[0].check),
        "error",
        why,
        column="amount",
        printed=show_cents(first.amount),
        expected=show_cents(cents),
        proposed=Decimal(cents) / 100 if line.sure and not line.rivals else None,
        origin=origin_of(first),
    )


def _list_periods(line: WrongLine) -> str:
    return ", ".join(
        f"{rate.period} {show_cents(expected)} for {show_cents(rate.amount)}"
        for rate, expected in zip(line.rates, line.expected, strict=True)
    )


def _name_place(rate: Rate) -> str:
    return f"step {rate.step} of {rate.class_code or rate.class_title} in appendix {rate.appendix or '-'}"


def _label_finding(alike: Sequence[Mislabelled]) -> Finding:
    """One error for all rows whose labels state the same wrong percentage."""
    wrong = alike[0]
    printed = f"{wrong.rate.percent.normalize():f}" if wrong.rate.percent is not None else ""
    expected = f"{wrong.percent.normalize():f}"
    count = sum(len(each.renamed) for each in alike)
    rows = "this row" if len(alike) == 1 else f"the {len(alike)} rows with this label"
    several = len(alike) > 1 and len({each.rate.amount for each in alike}) > 1
    return about_rate(
        wrong.rate,
        "bonus_percent",
        "error",
        f"{wrong.rate.component_name} holds at no step; all {count} amounts of {rows} are those of {expected}%",
        column="percent",
        printed=printed,
        expected=expected,
        proposed=wrong.percent if wrong.is_told or several else None,
        origin=origin_of(wrong.rate),
    )


def _period_findings(rates: Sequence[Rate]) -> list[Finding]:
    """One error for each row whose pay period is misprinted, and for each column of a table."""
    rows: dict[tuple[object, ...], dict[str, Rate]] = defaultdict(dict)
    every: dict[tuple[object, ...], set[str]] = defaultdict(set)
    if all(rate.period_orig is None for rate in rates):
        return []
    for rate in rates:
        table = (rate.document_id, rate.appendix, rate.operative_date, rate.page_number, rate.period)
        row = rate.rate_id.rsplit("/", 2)[0]
        every[table].add(row)
        if rate.period_orig is not None:
            rows[(*table, rate.period_orig)].setdefault(row, rate)
    named = []
    for place, found in rows.items():
        whole = found.keys() == every[place[:-1]]
        named += list(found.values())[: 1 if whole else None]
    return [
        about_rate(
            rate,
            "period_label",
            "error",
            f"{rate.period_orig} is printed beside or over these amounts, but they are those of {rate.period}",
            column="period",
            printed=rate.period_orig,
            expected=rate.period,
            origin=origin_of(rate),
        )
        for rate in named
    ]


def _step_findings(rates: Sequence[Rate]) -> list[Finding]:
    """One error for each step that is misprinted over a table."""
    heads: dict[tuple[object, ...], Rate] = {}
    for rate in rates:
        if rate.step_orig is not None:
            heads.setdefault((rate.document_id, rate.appendix, rate.operative_date, rate.step_orig, rate.step), rate)
    return [
        about_rate(
            rate,
            "step_label",
            "error",
            f"{rate.step_orig} is printed over this column, between the steps beside it stands {rate.step}",
            column="step",
            printed=rate.step_orig,
            expected=rate.step,
            origin=origin_of(rate),
        )
        for rate in heads.values()
    ]


def _misplaced_finding(wrong: Misplaced) -> Finding:
    first = wrong.rates[0]
    expected = None if wrong.expected is None else show_cents(wrong.expected)
    must = f"; step {first.step} must be {expected} {first.period}" if expected else ""
    return about_rate(
        first,
        "class_increase",
        wrong.severity,
        f"{wrong.why}; all {len(wrong.rates)} amounts are in doubt{must}",
        column="amount",
        printed=show_cents(first.amount),
        expected=expected,
        proposed=None if wrong.expected is None else Decimal(wrong.expected) / 100,
        origin=origin_of(first),
    )
