"""Pay tables to put faults into: the printed ones of the truth, and random ones that obey a rule.

Random tables are made the way agreements make theirs: a primary amount per class and step, the
other periods, bonuses, totals and the next appendix computed from it and rounded to cents.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from pipeline.models import PERIODS, Component, Derivation, PayRule, Period, Rate
from pipeline.validate.arithmetic.identities import round_fraction

Family = Literal["hourly", "biweekly", "monthly"]
TOTAL = "Regular pay plus all bonuses"


def derive(source: Period, target: Period, factor: str = "1", divisor: str = "1") -> Derivation:
    """A half-up derivation between two pay periods."""
    return Derivation(source, target, Decimal(factor), Decimal(divisor), "half_up", 0, 0)


LOS_ANGELES = (derive("HR", "BW", "80"), derive("BW", "YR", "26.1"), derive("YR", "MO", divisor="12"))
SANTA_MONICA = (derive("MO", "YR", "12"), derive("YR", "BW", divisor="26"), derive("YR", "HR", divisor="2080"))


@dataclass(frozen=True, slots=True)
class PaySet:
    """One document's rates with the rules of its tables."""

    name: str
    rates: tuple[Rate, ...]
    rules: tuple[PayRule, ...]


def make_rule(
    document_id: str,
    appendix: str,
    codes: Iterable[str],
    periods: tuple[Period, ...],
    derivations: tuple[Derivation, ...],
    *,
    bonus: Literal["half_up", "up"] | None = None,
    total_of: tuple[str, ...] = (),
) -> PayRule:
    """The pay rule of one table; derivations between periods it does not print are left out."""
    used = tuple(d for d in derivations if d.source in periods and d.target in periods)
    primary = used[0].source if used else periods[0]
    key = f"{appendix}/{'-'.join(periods)}"
    codes = tuple(sorted(codes))
    return PayRule(document_id, key, appendix, codes, periods, primary, None, None, used, bonus, total_of, len(used), 0)


def key_of(rate: Rate) -> str:
    """A key made of what is printed."""
    return _key(rate.document_id, rate.appendix, rate.class_code, rate.component_name, rate.step, rate.period)


def _key(*printed: str | None) -> str:
    return "|".join(part or "" for part in printed)


def load_agreements(truth: Path) -> list[PaySet]:
    """The three agreements of ``salary_rates.csv``, with the rules ``domain.md`` measured on them."""
    by_mou: dict[str, list[Rate]] = defaultdict(list)
    with truth.open(newline="") as lines:
        for row in csv.DictReader(lines):
            by_mou[row["mou_number"]].append(_read_rate(row))
    return [PaySet(f"mou{mou}", tuple(rates), tuple(_agreement_rules(rates))) for mou, rates in sorted(by_mou.items())]


def _read_rate(row: dict[str, str]) -> Rate:
    """One row of the truth."""
    name = row["component_name"] or None
    percent = Decimal(name.split(" - ")[1].rstrip("%")) if name and " - " in name else None
    rate = Rate(
        document_id=f"mou{row['mou_number']}",
        period=row["period"],  # type: ignore[arg-type]
        amount=int(Decimal(row["amount"]) * 100),
        amount_orig=row["amount"],
        step=row["step"],
        step_order=int(row["step"]),
        component=row["component"],  # type: ignore[arg-type]
        component_name=name,
        percent=percent,
        mou_number=row["mou_number"],
        appendix=row["appendix"],
        operative_date=date.fromisoformat(row["operative_date"]),
        class_code=row["class_code"],
        class_title=row["class_title"],
        range_code=row["range_code"] or None,
    )
    return replace(rate, rate_id=key_of(rate))


def _agreement_rules(rates: list[Rate]) -> Iterable[PayRule]:
    """The rule of each table: classes of an appendix that print the same periods."""
    tables: dict[tuple[str, tuple[Period, ...]], list[Rate]] = defaultdict(list)
    printed: dict[tuple[str | None, str | None], set[Period]] = defaultdict(set)
    for rate in rates:
        printed[rate.appendix, rate.class_code].add(rate.period)
    for rate in rates:
        own = sorted(printed[rate.appendix, rate.class_code], key=PERIODS.index)
        tables[rate.appendix or "", tuple(own)].append(rate)
    for (appendix, periods), found in tables.items():
        names = sorted({r.component_name for r in found if r.component == "bonus" and r.component_name})
        parts = tuple(name for name in names if not name.startswith("Airfield"))
        rounding: Literal["half_up", "up"] | None = None if not names else "half_up" if "HR" in periods else "up"
        codes = {rate.class_code or "" for rate in found}
        yield make_rule(found[0].document_id, appendix, codes, periods, LOS_ANGELES, bonus=rounding, total_of=parts)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a random document prints."""

    family: Family
    periods: tuple[Period, ...]
    classes: int
    steps: int
    appendices: int
    exact: bool
    """Whether general increases hold to the cent."""
    bonuses: tuple[Decimal, ...]


def random_plan(rng: random.Random) -> Plan:
    """Any family, 2 to 6 classes, 1 to 15 steps, 1 to 5 appendices, at least six rates in a table.

    From fewer, some of them wrong, no reader could tell the table's rule.
    """
    family: Family = rng.choice(("hourly", "hourly", "biweekly", "monthly"))
    periods: dict[Family, list[tuple[Period, ...]]] = {
        "hourly": [("HR", "BW", "MO", "YR"), ("HR", "BW", "YR")],
        "biweekly": [("BW", "YR")],
        "monthly": [("HR", "BW", "MO", "YR")],
    }
    classes = rng.randint(2, 6)
    bonuses = tuple(Decimal(rng.choice((1, 2, 3, 5))) for _ in range(rng.choice((0, 2, 3, 5))))
    return Plan(
        family,
        rng.choice(periods[family]),
        classes,
        rng.randint(-(-6 // classes), 15),
        rng.randint(1, 5),
        rng.random() < 0.5,
        () if family == "monthly" else bonuses,
    )


def random_pay_set(rng: random.Random, name: str, plan: Plan | None = None) -> PaySet:
    """A document of random classes that obeys the rule of its family to the cent."""
    plan = plan or random_plan(rng)
    primary = {f"{1000 + 7 * c}-{c + 1}": _random_ladder(rng, plan) for c in range(plan.classes)}
    rates: list[Rate] = []
    rules = []
    names = tuple(f"Bonus {n + 1} - {percent}%" for n, percent in enumerate(plan.bonuses))
    derivations = SANTA_MONICA if plan.family == "monthly" else LOS_ANGELES
    rounding: Literal["half_up", "up"] = "up" if plan.family == "biweekly" else "half_up"
    for number in range(plan.appendices):
        appendix = "ABCDEFG"[number]
        for code, ladder in primary.items():
            rates += _class_rates(
                document=name,
                appendix=appendix,
                number=number,
                code=code,
                ladder=ladder,
                plan=plan,
                names=names,
                derivations=derivations,
                rounding=rounding,
            )
        rules.append(
            make_rule(
                name, appendix, primary, plan.periods, derivations, bonus=rounding if names else None, total_of=names
            )
        )
        primary = _raise(rng, primary, plan)
    return PaySet(name, tuple(rates), tuple(rules))


def _random_ladder(rng: random.Random, plan: Plan) -> list[int]:
    """Primary amounts of a class, step by step, in cents."""
    low, high = {"hourly": (1500, 9000), "biweekly": (150000, 700000), "monthly": (300000, 1500000)}[plan.family]
    amount, ladder = rng.randint(low, high), []
    growth = Fraction(rng.randint(1035, 1060), 1000)
    for _ in range(plan.steps):
        ladder.append(amount // 100 * 100 if plan.family == "monthly" else amount)
        amount = round_fraction(amount * growth, "half_up")
    return ladder


def _raise(rng: random.Random, primary: dict[str, list[int]], plan: Plan) -> dict[str, list[int]]:
    """The next appendix: exactly a percentage more, or within two cents of it."""
    factor = 1 + Fraction(rng.choice((1, 2, 3, 4, 5, 6, 10)), 200) + (0 if plan.exact else Fraction(37, 100000))
    return {
        code: [round_fraction(a * factor, "half_up") + (0 if plan.exact else rng.randint(-2, 2)) for a in ladder]
        for code, ladder in primary.items()
    }


def _class_rates(
    *,
    document: str,
    appendix: str,
    number: int,
    code: str,
    ladder: list[int],
    plan: Plan,
    names: tuple[str, ...],
    derivations: tuple[Derivation, ...],
    rounding: Literal["half_up", "up"],
) -> Iterable[Rate]:
    """All amounts a class prints in one appendix."""
    for order, amount in enumerate(ladder, 1):
        bonuses = [round_fraction(amount * Fraction(p) / 100, rounding) for p in plan.bonuses]
        printed: list[tuple[Component, str | None, Decimal | None, int]] = [
            ("base", "Regular pay" if names else None, None, amount)
        ]
        printed += [("bonus", n, p, b) for n, p, b in zip(names, plan.bonuses, bonuses, strict=True)]
        printed += [("total", TOTAL, None, amount + sum(bonuses))] if names else []
        for component, label, percent, cents in printed:
            for period, value in _periods(cents, plan, derivations).items():
                yield Rate(
                    document_id=document,
                    period=period,
                    amount=value,
                    amount_orig=f"{value / 100:.2f}",
                    step=str(order),
                    step_order=order,
                    component=component,
                    component_name=label,
                    percent=percent,
                    appendix=appendix,
                    operative_date=date(2018 + number, 7, 1),
                    class_code=code,
                    class_title=f"Class {code}",
                    range_code=str(ladder[0]) if plan.family == "hourly" else None,
                    rate_id=_key(document, appendix, code, label, str(order), period),
                )


def _periods(cents: int, plan: Plan, derivations: tuple[Derivation, ...]) -> dict[Period, int]:
    """The amount in every period the table prints."""
    primary: Period = {"hourly": "HR", "biweekly": "BW", "monthly": "MO"}[plan.family]  # type: ignore[assignment]
    found: dict[Period, int] = {primary: cents}
    for derivation in derivations:
        if derivation.source in found:
            found[derivation.target] = apply(derivation, found[derivation.source])
    return {period: found[period] for period in plan.periods}


def apply(derivation: Derivation, cents: int) -> int:
    """The derived amount in cents."""
    return round_fraction(cents * weight_of(derivation.factor, derivation.divisor), derivation.rounding)


@cache
def weight_of(factor: Decimal, divisor: Decimal) -> Fraction:
    """The number the source is multiplied by."""
    return Fraction(factor) / Fraction(divisor)
