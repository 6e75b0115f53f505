"""Every amount of a row gets the step it is printed under, and no step two amounts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.models import Word
from pipeline.normalize.salary import columns, tokens
from pipeline.normalize.salary.columns import StepColumn
from pipeline.normalize.salary.placed import PlacedAmount, PlacedRow
from pipeline.normalize.salary.rows import PayRow


def place_rows(rows: Sequence[PayRow], steps: Sequence[StepColumn]) -> list[PlacedRow]:
    """Give every amount the step it stands under.

    Where every row prints an amount for every step, their order decides; otherwise their places do.
    Without step heads the columns are numbered.
    """
    if steps and all(len(row.amounts) == len(steps) for row in rows):
        return [_place(row, [(word, index) for index, word in enumerate(row.amounts)], steps) for row in rows]
    shifts = _shifts(rows, steps)
    extents = [
        [(word.x0 + shift, word.x1 + shift) for word in row.amounts] for row, shift in zip(rows, shifts, strict=True)
    ]
    spans = columns.find_columns(extents)
    if len(steps) < min(2, len(spans)):
        steps = tuple(StepColumn(str(number), span.x0, span.x1) for number, span in enumerate(spans, 1))
    matched = columns.match_columns(spans, steps)
    placed = []
    for row, places in zip(rows, extents, strict=True):
        found = []
        for word, (x0, x1) in zip(row.amounts, places, strict=True):
            middle = (x0 + x1) / 2
            span = min(range(len(spans)), key=lambda index: max(spans[index].x0 - middle, middle - spans[index].x1))
            found.append((word, matched[span]))
        placed.append(_place(row, found, steps))
    return placed


def _place(row: PayRow, found: Sequence[tuple[Word, int | None]], steps: Sequence[StepColumn]) -> PlacedRow:
    """A row with the step of each amount; what has none, or one that is taken, stays unplaced."""
    amounts: dict[int, PlacedAmount] = {}
    unplaced: list[Word] = []
    for word, index in found:
        if index is None or index in amounts:
            unplaced.append(word)
        else:
            amounts[index] = PlacedAmount(word, steps[index].step, index + 1, steps[index].printed)
    return PlacedRow(row.period, tuple(amounts.values()), tuple(unplaced))


def _shifts(rows: Sequence[PayRow], steps: Sequence[StepColumn]) -> list[float]:
    """How far each row must be moved so that its amounts stand under the steps they are paid at.

    In OCR markup the cells of some rows are shifted by one column (MOU 30, Appendix A), sometimes the
    period's name alone (Appendix C). A row is moved by the distance of its period's name from the
    column of these names, where its amounts then stand under steps, and under the same ones as the
    row before. On a page that is straight nothing moves.
    """
    left = [row.label.x0 for row in rows if steps and row.label.x0 < steps[0].x0]
    if not left or len(steps) < 2:
        return [0.0] * len(rows)
    pitch = min(b.x0 - a.x0 for a, b in pairwise(steps))
    shifts: list[float] = []
    before: list[int] = []
    for row in rows:
        if any(tokens.is_code(word.text) for word in row.labels):
            before = []
        off = max(left) - row.label.x0
        options = [off, 0.0] if abs(off) > 0.75 * pitch else [0.0]
        fits = [(shift, places) for shift in options if (places := _steps_under(row, shift, steps, pitch))]
        chosen = next((fit for fit in fits if fit[1] == before), fits[0] if fits else (0.0, []))
        shifts.append(chosen[0])
        before = chosen[1]
    return shifts


def _steps_under(row: PayRow, shift: float, steps: Sequence[StepColumn], pitch: float) -> list[int]:
    """The steps a moved row's amounts stand under; empty where one stands beyond the steps."""
    places = [min(range(len(steps)), key=lambda n: abs(steps[n].x0 - word.x0 - shift)) for word in row.amounts]
    outside = (
        row.amounts[0].x0 + shift < steps[0].x0 - 0.75 * pitch
        or row.amounts[-1].x0 + shift > steps[-1].x0 + 0.75 * pitch
    )
    return [] if outside else places
