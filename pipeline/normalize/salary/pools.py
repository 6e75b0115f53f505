"""The labels of tables whose labels stand after all their amounts, and the codes that only one of them prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from pipeline.normalize.salary.headings import TableContext
from pipeline.normalize.salary.placed import SalaryTable


@dataclass(slots=True)
class Pool:
    """The labels of one table in the order they stand."""

    table: SalaryTable
    context: TableContext
    items: list[tuple[str, str]] = field(default_factory=list)
    """(kind, text): title, code, range; "" for a heading between them."""
    last_line: int = 0

    def texts(self, kind: str) -> list[str]:
        """Texts of the items of one kind."""
        return [text for own, text in self.items if own == kind]


def settle_codes(pools: Sequence[Pool]) -> list[dict[str, str]]:
    """Give each code that only one table prints the code its class has in the others.

    The place of a class is found from all tables together; a code misprinted in one of them must not move the
    classes of the others.

    Returns:
        For each table the codes as it prints them, by the code of the class, where they differ.
    """
    size = max(len(pool.table.blocks) for pool in pools)
    counts = Counter(code for pool in pools for code in dict.fromkeys(pool.texts("code")))
    usual = [code for code, _ in counts.most_common(size)]
    printed = [dict(_pair_odd(pool, usual)) for pool in pools]
    for pool, own in zip(pools, printed, strict=True):
        usual_of = {odd: code for code, odd in own.items() if odd not in usual}
        pool.items = [(kind, usual_of.get(text, text) if kind == "code" else text) for kind, text in pool.items]
    return printed


def _pair_odd(pool: Pool, usual: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The codes a table lacks, each with the odd code, or the one printed twice, that is most like it."""
    own = Counter(pool.texts("code"))
    lacking = [code for code in usual if code not in own]
    odd = [code for code in own if code not in usual] or [code for code, count in own.items() if count > 1]
    pairs = sorted((_unlikeness(code, other), code, other) for code in lacking for other in odd)
    done: set[str] = set()
    for _, code, other in pairs:
        if code not in done and other not in done:
            done |= {code, other}
            yield code, other


def _unlikeness(code: str, other: str) -> float:
    return -SequenceMatcher(None, code, other, autojunk=False).ratio()
