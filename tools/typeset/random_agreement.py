"""Random agreements: employers, classes, steps and pay that is right to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from random import Random

from tools.typeset.model import Agreement, Appendix, ClassBlock, Component, PayTable, Period
from tools.typeset.names import (
    BARGAINING_UNITS,
    BASE_NAMES,
    CODE_STYLES,
    EMPLOYERS,
    TOTAL_NAMES,
    pick_bonuses,
    pick_codes,
    pick_titles,
)
from tools.typeset.pay import PLANS, Ladder, PayPlan, make_component, make_components, make_ladder, raise_ladder
from tools.typeset.prose import Prose
from tools.typeset.random_prose import make_prose
from tools.typeset.text_forms import format_date

NOTES = (
    "FOR ILLUSTRATIVE PURPOSES ONLY. Final rates follow from Article 3.1.",
    "Members at the last step for 12 months may be paid $25.00 per pay period beyond these rates.",
    "* A member hired before July 1, 2009 moves up after 6 months instead of 12.",
    "These rates hold only if the Council adopts them by December 31.",
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(frozen=True, slots=True)
class Shape:
    """What an agreement of one kind may hold."""

    plans: tuple[str, ...]
    most_steps: int = 15
    most_classes: int = 9
    least_classes: int = 1
    components: bool = False
    blanks: bool = True
    """Whether classes may lack the first or last steps of their table."""
    several_tables: bool = True
    numbered_exhibits: bool = False
    periods: tuple[tuple[Period, ...], ...] = ()
    """Sets of periods to choose from; empty for those of the plan."""
    range_code: bool = True
    """Whether range codes (step-1 hourly rate in cents) may be printed."""
    always_coded: bool = False


@dataclass(frozen=True, slots=True)
class ClassPay:
    """A class with its ladder on the primary period, before any general increase."""

    title: str
    code: str
    unit: str
    ladder: Ladder
    bonuses: tuple[tuple[str, str], ...]
    total_name: str
    base_name: str
    grade: str = ""


def make_agreement(rng: Random, shape: Shape, *, rows: bool = False, matrix: bool = False) -> tuple[Agreement, Prose]:
    """Random figures with the prose around them."""
    number = str(rng.randint(1, 99))
    year = rng.randint(2004, 2026)
    groups = _make_groups(rng, shape, rows=rows, matrix=matrix)
    increases = [Fraction(rng.randint(1, 24), 4) for _ in range(rng.randint(0, 3))]
    appendices: list[Appendix] = []
    sentences: list[str] = []
    day = date(year, rng.choice((1, 7)), rng.randint(1, 28))
    for index, percent in enumerate([Fraction(0), *increases]):
        letter = str(index + 1) if shape.numbered_exhibits else "ABCDE"[index]
        groups = [(steps, plan, periods, _raise(classes, percent)) for steps, plan, periods, classes in groups]
        notes = tuple(rng.sample(NOTES, rng.choice((0, 0, 1, 2))))
        tables = tuple(_make_table(shape, *group) for group in groups)
        appendices.append(Appendix(letter, day, tables, notes))
        sentences.append(f"{index + 1}. Appendix {letter} applies from {format_date(day)}" + _say_increase(percent))
        day = date(day.year + 1, rng.choice((1, 4, 7, 10)), rng.randint(1, 28))
    prose = make_prose(rng, number, rng.choice(EMPLOYERS), f"{year}-{day.year}", sentences)
    return Agreement(number, tuple(appendices)), prose


def _say_increase(percent: Fraction) -> str:
    return f" and adds {float(percent):g} percent ({float(percent):g}%)." if percent else "."


Group = tuple[tuple[str, ...], PayPlan, tuple[Period, ...], list[ClassPay]]


def _make_groups(rng: Random, shape: Shape, *, rows: bool, matrix: bool) -> list[Group]:
    """One group per table; tables of one document differ in their periods or classes."""
    count = rng.choice((1, 1, 2)) if shape.several_tables else 1
    least = max(shape.least_classes, count)
    total = max(rng.randint(least, shape.most_classes) for _ in range(rng.choice((1, 2))))
    titles = pick_titles(rng, total)
    codes = pick_codes(rng, titles, rng.choice(CODE_STYLES[: 3 if shape.always_coded else 4]))
    names = list(zip(titles, codes, strict=True))
    unit = rng.choice(BARGAINING_UNITS)
    groups: list[Group] = []
    for index in range(count):
        plan = PLANS[rng.choice(shape.plans)]
        steps = _pick_steps(rng, shape, matrix=matrix, rows=rows)
        periods = rng.choice(shape.periods or plan.subsets)
        part = slice(index * total // count, (index + 1) * total // count)
        classes = _make_classes(rng, shape, plan, steps=len(steps), names=names[part], unit=unit)
        groups.append((steps, plan, periods, classes))
    if matrix or rows:  # a matrix is sorted by range; grades are the table's own numbers
        groups = [(steps, plan, periods, _grade(classes, rng)) for steps, plan, periods, classes in groups]
    return groups


def _pick_steps(rng: Random, shape: Shape, *, matrix: bool, rows: bool) -> tuple[str, ...]:
    low = 2 if matrix or rows else 1
    count = rng.randint(low, rng.choice((6, 8, shape.most_steps)) if shape.most_steps > 8 else shape.most_steps)
    labels = [str(step) for step in range(1, count + 1)]
    style = rng.choice(("number", "number", "padded", "letter", "roman"))
    if style == "padded":
        labels = [label.zfill(2) for label in labels]
    elif style == "letter" and count > 1:
        labels = list("ABCDEFGHIJKLMNO"[:count])
    elif style == "roman" and count > 1:
        labels = list(ROMAN[:count])
    return tuple(labels)


def _make_classes(
    rng: Random, shape: Shape, plan: PayPlan, *, steps: int, names: Sequence[tuple[str, str]], unit: str
) -> list[ClassPay]:
    bonuses = tuple(pick_bonuses(rng, rng.randint(1, 4))) if shape.components else ()
    base_name, total = rng.choice(BASE_NAMES), rng.choice((*TOTAL_NAMES, "")) if bonuses else ""
    ladders: list[Ladder] = []
    while len(ladders) < len(names):
        front = rng.choice((0, 0, 0, 1)) if shape.blanks and steps > 2 and ladders else 0
        back = rng.randint(0, steps - front - 1) if shape.blanks and ladders and rng.random() < 0.35 else 0
        ladder = make_ladder(plan, rng, steps, front, back)
        if ladder[front] not in {cents for other in ladders for cents in other}:
            ladders.append(ladder)
    return [ClassPay(title, code, unit, ladder, bonuses, total, base_name)
            for (title, code), ladder in zip(names, ladders, strict=True)]  # fmt: skip


def _grade(classes: Sequence[ClassPay], rng: Random) -> list[ClassPay]:
    grades = sorted(rng.sample(range(3, 99), len(classes)))
    ordered = sorted(classes, key=lambda one: max(cents or 0 for cents in one.ladder[:1]))
    width = rng.choice((1, 3))
    return [replace(one, bonuses=(), grade=str(grade).zfill(width))
            for one, grade in zip(ordered, grades, strict=True)]  # fmt: skip


def _raise(classes: Sequence[ClassPay], percent: Fraction) -> list[ClassPay]:
    return [replace(one, ladder=raise_ladder(one.ladder, percent)) for one in classes]


def _make_table(shape: Shape, steps: tuple[str, ...], plan: PayPlan, periods: tuple[Period, ...],
                classes: Sequence[ClassPay]) -> PayTable:  # fmt: skip
    return PayTable(steps, tuple(_make_block(shape, plan, periods, one) for one in classes))


def _make_block(shape: Shape, plan: PayPlan, periods: tuple[Period, ...], one: ClassPay) -> ClassBlock:
    components: tuple[Component, ...]
    if one.bonuses:
        components = make_components(
            plan, one.ladder, periods, base_name=one.base_name, bonuses=one.bonuses, total_name=one.total_name
        )
    else:
        components = (make_component(plan, one.ladder, periods),)
    first = components[0].lines[0]
    coded = shape.range_code and first.period == "HR" and plan.primary == "HR" and first.amounts[0] is not None
    range_code = one.grade or (str(first.amounts[0]) if coded and not one.bonuses else "")
    return ClassBlock(one.title, one.code, range_code, components, one.unit if one.grade else "")
