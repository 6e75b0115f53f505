"""Faults of a table's shape: whole rows, columns and labels in the wrong place."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from pipeline.models import Rate

ShapeFault = Callable[[random.Random, list[Rate]], list[Rate] | None]
"""Spoils a document; ``None`` where the document drawn cannot have this fault."""


def _class(rates: list[Rate], one: Rate) -> list[int]:
    """Indices of the rates of one class in one appendix."""
    return [i for i, r in enumerate(rates) if (r.appendix, r.class_code) == (one.appendix, one.class_code)]


def _row(rates: list[Rate], one: Rate) -> list[int]:
    """Indices of one printed row: a class, component and period over all its steps."""
    label = (one.component_name, one.period)
    return [i for i in _class(rates, one) if (rates[i].component_name, rates[i].period) == label]


def drop_row(rng: random.Random, rates: list[Rate]) -> list[Rate] | None:
    """A printed row is lost."""
    gone = set(_row(rates, rng.choice(rates)))
    return [rate for i, rate in enumerate(rates) if i not in gone]


def double_row(rng: random.Random, rates: list[Rate]) -> list[Rate] | None:
    """A printed row is read twice."""
    row = _row(rates, rng.choice(rates))
    return rates + [replace(rates[i], rate_id=rates[i].rate_id + "|2") for i in row]


def swap_columns(rng: random.Random, rates: list[Rate]) -> list[Rate] | None:
    """Two steps of a class stand in each other's column."""
    indices = _class(rates, rng.choice(rates))
    steps = sorted({rates[i].step_order for i in indices})
    if len(steps) < 2:
        return None
    one, two = rng.sample(steps, 2)
    return _moved(rates, indices, {one: two, two: one})


def shift_columns(rng: random.Random, rates: list[Rate]) -> list[Rate] | None:
    """All columns of a class move one step; the last falls off the table."""
    indices = _class(rates, rng.choice(rates))
    steps = sorted({rates[i].step_order for i in indices})
    if len(steps) < 2:
        return None
    by = rng.choice((1, -1))
    moved = dict(zip(steps, [*steps[1:], 0] if by == 1 else [0, *steps[:-1]], strict=True))
    return _moved(rates, indices, moved)


def shift_row(rng: random.Random, rates: list[Rate]) -> list[Rate] | None:
    """The amounts of one printed row move one step."""
    row = sorted(_row(rates, rng.choice(rates)), key=lambda i: rates[i].step_order)
    if len(row) < 2:
        return None
    spoiled = list(rates)
    for i, source in zip(row[1:], row[:-1], strict=True):
        spoiled[i] = replace(rates[i], amount=rates[source].amount, amount_orig=rates[source].amount_orig)
    return [rate for i, rate in enumerate(spoiled) if i != row[0]]


def _moved(rates: list[Rate], indices: list[int], steps: dict[int, int]) -> list[Rate]:
    """The amounts of each step under another step's number; step 0 falls off."""
    at = {(rates[i].component_name, rates[i].period, rates[i].step_order): i for i in indices}
    spoiled: list[Rate | None] = list(rates)
    for i in indices:
        target = steps.get(rates[i].step_order, rates[i].step_order)
        if target != rates[i].step_order:
            spoiled[i] = None
    for (name, period, step), i in at.items():
        home = at.get((name, period, steps.get(step, step)))
        if home is not None:
            spoiled[home] = replace(rates[home], amount=rates[i].amount, amount_orig=rates[i].amount_orig)
    return [rate for rate in spoiled if rate is not None]


def swap_labels(rng: random.Random, rates: list[Rate]) -> list[Rate] | None:
    """Two classes of an appendix stand under each other's code and title."""
    one = rng.choice(rates)
    others = [r for r in rates if r.appendix == one.appendix and r.class_code != one.class_code]
    if not others:
        return None
    two = rng.choice(others)
    labels = {one.class_code: two, two.class_code: one}
    spoiled = [
        replace(rate, class_code=labels[rate.class_code].class_code, class_title=labels[rate.class_code].class_title)
        if rate.appendix == one.appendix and rate.class_code in labels
        else rate
        for rate in rates
    ]
    return None if _facts(spoiled) == _facts(rates) else [_rekeyed(rate) for rate in spoiled]


def swap_titles(rng: random.Random, rates: list[Rate]) -> list[Rate] | None:
    """Two classes of an appendix keep their codes and swap their titles."""
    one = rng.choice(rates)
    others = [r for r in rates if r.appendix == one.appendix and r.class_title != one.class_title]
    if not others:
        return None
    two = rng.choice(others)
    titles = {one.class_code: two.class_title, two.class_code: one.class_title}
    return [
        replace(rate, class_title=titles.get(rate.class_code, rate.class_title))
        if rate.appendix == one.appendix
        else rate
        for rate in rates
    ]


def wrong_range_code(rng: random.Random, rates: list[Rate]) -> list[Rate] | None:
    """A class of an appendix prints another range code."""
    one = rng.choice(rates)
    firsts = [rates[i].amount for i in _class(rates, one) if rates[i].step == "1" and rates[i].period == "HR"]
    if not one.range_code or int(one.range_code) not in firsts:
        return None  # none to spoil, or wrong already as printed
    wrong = str(int(one.range_code) + rng.choice((-90, -9, -1, 1, 9, 90, 100)))
    spoiled = list(rates)
    for i in _class(rates, one):
        spoiled[i] = replace(rates[i], range_code=wrong)
    return spoiled


def _facts(rates: list[Rate]) -> set[tuple[object, ...]]:
    """What the rates say: two classes of equal pay can swap labels without changing anything."""
    return {(r.appendix, r.class_code, r.component_name, r.step, r.period, r.amount, r.range_code) for r in rates}


def _rekeyed(rate: Rate) -> Rate:
    """The key of the rate under its new label."""
    parts = rate.rate_id.split("|")
    parts[2] = rate.class_code or ""
    return replace(rate, rate_id="|".join(parts))


SHAPE_FAULTS: dict[str, ShapeFault] = {
    "dropped row": drop_row,
    "doubled row": double_row,
    "swapped columns": swap_columns,
    "columns shifted": shift_columns,
    "row shifted": shift_row,
    "swapped labels": swap_labels,
    "swapped titles": swap_titles,
    "wrong range code": wrong_range_code,
}
