"""One wrong amount in an agreement, and everything else as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tools.typeset.model import Agreement, ClassBlock, PayTable

Swap = Callable[[int | None], int | None]


def misprint_cents(cents: int, rng: Random) -> int:
    """Another amount of as many digits: one digit changed, or two neighbours swapped."""
    digits = list(str(cents).zfill(3))
    pairs = [i for i in range(len(digits) - 1) if digits[i] != digits[i + 1] and (i > 0 or digits[i + 1] != "0")]
    if pairs and rng.random() < 0.3:
        i = rng.choice(pairs)
        digits[i], digits[i + 1] = digits[i + 1], digits[i]
        return int("".join(digits))
    i = rng.randrange(len(digits))
    lowest = 1 if i == 0 and len(digits) > 3 else 0
    digits[i] = str(rng.choice([digit for digit in range(lowest, 10) if str(digit) != digits[i]]))
    return int("".join(digits))


def replace_amount(agreement: Agreement, place: int, cents: int) -> Agreement:
    """The agreement with its ``place``-th amount (from 0, in the order of ``list_truth``) misprinted."""
    seen = -1

    def swap(amount: int | None) -> int | None:
        nonlocal seen
        seen += amount is not None
        return cents if amount is not None and seen == place else amount

    appendices = tuple(
        replace(appendix, tables=tuple(_swap_table(table, swap) for table in appendix.tables))
        for appendix in agreement.appendices
    )
    return replace(agreement, appendices=appendices)


def _swap_table(table: PayTable, swap: Swap) -> PayTable:
    return replace(table, blocks=tuple(_swap_block(block, swap) for block in table.blocks))


def _swap_block(block: ClassBlock, swap: Swap) -> ClassBlock:
    components = []
    for component in block.components:
        lines = tuple(replace(line, amounts=tuple(swap(cents) for cents in line.amounts)) for line in component.lines)
        components.append(replace(component, lines=lines))
    return replace(block, components=tuple(components))
