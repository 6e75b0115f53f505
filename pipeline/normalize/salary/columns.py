"""Which step an amount belongs to: the one it is printed under, never the next free one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from pipeline.layouts import pay
from pipeline.models import Word
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import tokens

_LEAST_STEPS = 4
"""Of fewer steps none is misprinted for certain."""


class StepColumn(NamedTuple):
    """The head of a column of amounts."""

    step: str
    """As printed, without the word "Step"."""
    x0: float
    x1: float
    printed: str | None = None
    """As printed, where the steps beside it show that another one is meant."""


class StepHead(NamedTuple):
    """A line of step heads."""

    columns: tuple[StepColumn, ...]
    line: int
    """Index of the line on its page."""


class Span(NamedTuple):
    """The horizontal extent of a column of amounts."""

    x0: float
    x1: float


def read_steps(words: Sequence[Word], *, bare: bool = False) -> tuple[StepColumn, ...]:
    """Step heads of a line, where the words given are nothing but step heads in rising order.

    One of several that breaks the order is misprinted and has the number its place asks for.

    Args:
        words: of the line.
        bare: whether numbers without the word "Step" can be nothing else here.
    """
    found = [(read_steps_of(" ".join(word.text for word in part)), part) for part in split_steps(words)]
    if not all(len(names) == 1 for names, _ in found):
        return ()
    steps = tuple(StepColumn(names[0], part[0].x0, part[-1].x1) for names, part in found)
    if _rising([step.step for step in steps]):
        return steps
    return _mend_steps(steps) if bare or all(_is_word_step(part[0]) for _, part in found) else ()


def _mend_steps(steps: tuple[StepColumn, ...]) -> tuple[StepColumn, ...]:
    """Steps of which one is out of its order, with the number that stands in its place; none where that is not so."""
    meant = mend_order([step.step for step in steps])
    return tuple(
        step if step.step == other else step._replace(step=other, printed=step.step)
        for step, other in zip(steps, meant, strict=False)
    )


def mend_order(steps: Sequence[str | None]) -> list[str]:
    """Numbers that follow one another, where all but one do; an empty list where none or more are out of order."""
    firsts = [int(step) - at for at, step in enumerate(steps) if step and step.isdigit()]
    if len(firsts) < max(_LEAST_STEPS, len(steps)):
        return []
    usual = Counter(firsts).most_common(1)[0][0]
    return [str(usual + at) for at in range(len(steps))] if firsts.count(usual) == len(steps) - 1 and usual >= 0 else []


def split_steps(words: Sequence[Word]) -> list[list[Word]]:
    """Part words into step heads: "Step" goes with the number after it.

    A number or letter without the word "Step" is a step only among its like ("1 2 3", but not "Prop G");
    other words stay together.
    """
    bare = all(tokens.parse_step(word.text) or _is_word_step(word) for word in words)
    if not bare and not any(map(_is_word_step, words)):
        return [list(words)]
    parts: list[list[Word]] = []
    for index, word in enumerate(words):
        after_step = index > 0 and _is_word_step(words[index - 1]) and tokens.parse_step(word.text) is not None
        begins = _is_word_step(word) or (bare and not after_step)
        ended = not bare and not after_step and index > 0 and _ends_step(words[:index])
        if not parts or begins or ended:
            parts.append([])
        parts[-1].append(word)
    return parts


def _ends_step(words: Sequence[Word]) -> bool:
    """Whether words end with a step head: with "Step", or with "Step" and its number."""
    if _is_word_step(words[-1]):
        return True
    return len(words) > 1 and _is_word_step(words[-2]) and tokens.parse_step(words[-1].text) is not None


def _is_word_step(word: Word) -> bool:
    return tokens.fold(word.text) in ("step", "steps")


def read_steps_of(text: str) -> tuple[str, ...]:
    """The step a head of a column names, if it names nothing else."""
    step = tokens.parse_step(text)
    return (step,) if step else ()


def _rising(steps: Sequence[str]) -> bool:
    """Whether the steps stand in their order, as numbers, letters or Roman numbers."""
    letters = [ord(step.upper()) if len(step) == 1 and step.isalpha() else None for step in steps]
    ranks = [tokens.step_rank(step) for step in steps]
    return any(all(a is not None and b is not None and a < b for a, b in pairwise(order)) for order in (ranks, letters))


def find_steps(lines: Sequence[TextLine], before: int, zone: Span, most: int, reach: int = 12) -> StepHead | None:
    """The nearest line above line ``before`` whose words inside ``zone`` are step heads.

    Args:
        lines: lines of the page.
        before: index of the first row of amounts.
        zone: where the columns of amounts stand.
        most: amounts in the longest row: a line that is nothing but so many step heads is the one,
            wherever they stand, and a lone step is a head only of a single column.
        reach: lines to look at.
    """
    for index in range(before - 1, max(-1, before - 1 - reach), -1):
        whole = read_steps(lines[index].words)
        inside = [word for word in lines[index].words if zone.x0 <= (word.x0 + word.x1) / 2 <= zone.x1]
        inside = [word for word in inside if tokens.fold(word.text) not in pay.PERIOD_HEADS]
        steps = whole if len(whole) == most > 1 else read_steps(inside, bare=len(inside) == most)
        if len(steps) > 1 or (steps and most == 1):
            return StepHead(steps, index)
    return None


def find_columns(rows: Sequence[Sequence[tuple[float, float]]]) -> list[Span]:
    """Columns of amounts: spans that overlap over the rows. Rows are lists of (x0, x1), left to right.

    Where that throws amounts of one row together, as in text whose columns drift, the rows with most
    amounts tell the columns, in their order.
    """
    spans: list[Span] = []
    for x0, x1 in sorted(extent for row in rows for extent in row):
        inset = min(1.0, (x1 - x0) / 4)
        if spans and x0 + inset < spans[-1].x1:
            spans[-1] = Span(spans[-1].x0, max(spans[-1].x1, x1 - inset))
        else:
            spans.append(Span(x0 + inset, x1 - inset))
    most = max(map(len, rows), default=0)
    return _columns_by_order([row for row in rows if len(row) == most]) if most > len(spans) else spans


def _columns_by_order(rows: Sequence[Sequence[tuple[float, float]]]) -> list[Span]:
    """The middle place of the first, second, third amount of rows that have as many."""
    return [
        Span(median(extent[0] for extent in column), median(extent[1] for extent in column))
        for column in zip(*rows, strict=True)
    ]


def match_columns(spans: Sequence[Span], steps: Sequence[StepColumn]) -> list[int | None]:
    """For each column of amounts the index of the step it stands under, order kept.

    Left edges, middles or right edges are compared, whichever fit best: amounts are set flush right
    under heads that are centred. A column that no step is left for gets ``None``.
    """
    if len(spans) == len(steps):
        return list(range(len(steps)))
    fits = [
        _align(
            [box.x0 + share * (box.x1 - box.x0) for box in spans], [box.x0 + share * (box.x1 - box.x0) for box in steps]
        )
        for share in (0.0, 0.5, 1.0)
    ]
    return min(fits, key=lambda fit: fit[0])[1]


def _align(spans: Sequence[float], steps: Sequence[float]) -> tuple[float, list[int | None]]:
    """The cheapest pairing that keeps the order: (sum of distances, step of each span).

    ``best[i][j]`` is the cheapest pairing of the spans from ``i`` on with the steps from ``j`` on.
    """
    few, many = len(spans), len(steps)
    nothing: tuple[float, list[int | None]] = (0.0, [])
    best = [[nothing] * (many + 1) for _ in range(few + 1)]
    for i in range(few - 1, -1, -1):
        for j in range(many, -1, -1):
            options: list[tuple[float, list[int | None]]] = []
            if j < many:
                cost, rest = best[i + 1][j + 1]
                options.append((cost + abs(spans[i] - steps[j]), [j, *rest]))
                if many - j > few - i:
                    options.append(best[i][j + 1])
            if few - i > many - j:
                cost, rest = best[i + 1][j]
                options.append((cost, [None, *rest]))
            best[i][j] = min(options, key=lambda option: option[0])
    return best[0][0]
