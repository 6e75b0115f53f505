"""The best pairing of two lists (Kuhn 1955, Munkres 1957), for lists of a few dozen."""

from __future__ import annotations

from collections.abc import Sequence


def assign_best(scores: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row the column of the pairing with the highest sum of scores.

    Args:
        scores: rows x columns; of the longer side some stay unpaired (``None``), and so do pairs
            that score nothing.
    """
    if not scores or not scores[0]:
        return [None] * len(scores)
    size = max(len(scores), len(scores[0]))
    cost = [
        [-scores[i][j] if i < len(scores) and j < len(scores[0]) else 0.0 for j in range(size)] for i in range(size)
    ]
    columns = _solve(cost)
    return [
        column if column < len(scores[0]) and scores[row][column] > 0 else None
        for row, column in enumerate(columns[: len(scores)])
    ]


def _solve(cost: Sequence[Sequence[float]]) -> list[int]:
    """Column of each row of a square matrix with the lowest sum, by shortest augmenting paths."""
    size = len(cost)
    row_price, column_price = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of = [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0] = row
        column = 0
        best, back, done = [float("inf")] * (size + 1), [0] * (size + 1), [False] * (size + 1)
        while row_of[column]:
            done[column] = True
            current = row_of[column]
            for other in (other for other in range(1, size + 1) if not done[other]):
                reduced = cost[current - 1][other - 1] - row_price[current] - column_price[other]
                if reduced < best[other]:
                    best[other], back[other] = reduced, column
            following = min((other for other in range(1, size + 1) if not done[other]), key=best.__getitem__)
            step = best[following]
            for other in range(size + 1):
                row_price[row_of[other]] += step if done[other] else 0.0
                column_price[other] -= step if done[other] else 0.0
                best[other] -= 0.0 if done[other] else step
            column = following
        while column:
            row_of[column] = row_of[back[column]]
            column = back[column]
    return [column - 1 for _, column in sorted((row_of[column], column) for column in range(1, size + 1))]
