"""Checks of a table's shape: what no identity of a single rate can see.

A table read whole from its neighbour's column, two classes under each other's label or a lost row
break no pay period. The ladder, the increases, the classes' other appendices and the other
documents see some of it. What the agreement may really mean is a warning; an error only where two
printed facts exclude each other.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.findings import Finding
from pipeline.models import PayRule, Rate
from pipeline.validate.shape.grades import check_grades
from pipeline.validate.shape.labels import (
    check_documents,
    check_duplicates,
    check_labels,
    check_run_on_titles,
    mend_codes,
)
from pipeline.validate.shape.ladders import check_ladders, check_order, check_raises
from pipeline.validate.shape.rosters import Roster, call_roll
from pipeline.validate.shape.shapes import check_shapes
from pipeline.validate.shape.step_heads import check_step_heads
from pipeline.validate.shape.strays import check_strays


def check_consistency(
    rates: Sequence[Rate],
    rules: Sequence[PayRule],
    doubted: frozenset[str] = frozenset(),
    apart: frozenset[str] = frozenset(),
) -> tuple[Finding, ...]:
    """All checks of shape over the rates of one or several documents.

    Args:
        rates: rows of ``salary_rates``; amounts in cents.
        rules: the pay rules of their tables; they name the primary period.
        doubted: keys of amounts that are told to be wrong already; no ladder is built on them.
        apart: keys of the amounts of classes that are told to be wrong as a whole; they are compared with nothing.

    Returns:
        Findings of the checks ``duplicate_rate``, ``class_label``, ``document_agreement``,
        ``ladder``, ``class_increase``, ``class_order``, ``step_label``, ``missing_row`` and ``step_set``.
    """
    wrong = check_labels(rates)
    rosters: list[Roster] = call_roll(mend_codes(rates, wrong), rules)
    findings = check_duplicates(rates) + wrong + check_documents(rates) + check_strays(rates)
    findings += check_run_on_titles(rates)
    for roster in rosters:
        right = roster.without(apart)
        findings += check_ladders(right, doubted) + check_raises(right) + check_order(right)
        findings += check_grades(right)
        findings += check_step_heads(roster)
        findings += [found for found in check_shapes(roster) if found.check != "step_set" or found.key not in apart]
    return tuple({finding.finding_id: finding for finding in findings}.values())
