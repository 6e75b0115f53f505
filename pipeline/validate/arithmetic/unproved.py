"""Pay periods that no rule of their table proves: said openly, lest silence pass for proof.

Where too many amounts of a small table are wrong, no factor explains enough of it to accuse the rest
(``believe``), and every amount stays unverified. That the periods disagree is seen all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.models import PayRule, Period, Rate
from pipeline.validate.arithmetic.factors import as_link
from pipeline.validate.arithmetic.rules import find_broken
from pipeline.validate.arithmetic.system import believe
from pipeline.validate.arithmetic.vectors import PayTable, build_tables, build_vectors

LEAST = 3
"""So many rates must print two periods before it says something that no factor joins them."""


def find_unproved(rates: Sequence[Rate], rules: Sequence[PayRule]) -> list[tuple[Rate, str]]:
    """Periods that stand beside others and that the rule of their table does not prove.

    Returns:
        For each table and period, one rate that no rule covers, and why in words.
    """
    believed = believe(rules)
    doubtful = {
        (rule.document_id, rule.table_key): rule
        for rule in rules
        if "#" not in rule.table_key and len(believed[rule.document_id, rule.table_key]) + 1 < len(rule.periods)
    }
    if not doubtful:
        return []
    found: list[tuple[Rate, str]] = []
    for table in build_tables(build_vectors(rates)):
        rule = doubtful.get((table.document_id, table.table_key))
        if rule:
            found += _doubted_links(table, rule, {link.target for link in believed[rule.document_id, rule.table_key]})
            found += _unjoined_periods(table, rule)
    return found


def _doubted_links(table: PayTable, rule: PayRule, proved: set[Period]) -> Iterator[tuple[Rate, str]]:
    """Links that hold for too few amounts to prove the others."""
    for derivation in rule.derivations:
        count = derivation.supporting + derivation.breaking
        if derivation.target not in proved and count >= LEAST:
            broken = find_broken((as_link(derivation),), table.vectors)
            if broken:
                why = (
                    f"{derivation.formula} holds for {derivation.supporting} of {count} amounts of this table, too few"
                )
                yield broken[0].rates[derivation.target], f"{why} to prove the others; this is the first it does not"


def _unjoined_periods(table: PayTable, rule: PayRule) -> Iterator[tuple[Rate, str]]:
    """Periods that follow from no other by any factor."""
    reached = {rule.primary_period or table.periods[0], *(derivation.target for derivation in rule.derivations)}
    for period in table.periods:
        both = [vector for vector in table.vectors if period in vector.rates and len(vector.rates) > 1]
        if period not in reached and len(both) >= LEAST:
            others = " or ".join(sorted(reached))
            yield both[0].rates[period], f"no one factor gives the {period} amounts of this table from {others}"
