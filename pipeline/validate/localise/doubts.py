"""When an explanation that fits is not believed: its suspects stay named, nothing is proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.validate.localise.explanations import Explanation
from pipeline.validate.localise.hints import Hints
from pipeline.validate.localise.misprints import is_misprint
from pipeline.validate.localise.preimage import Constraint
from pipeline.validate.localise.repairs import System

MANY = 4
"""So many identities of one formula must fail before the formula is doubted."""
Rule = tuple[str, str]
"""Check and formula."""


def doubt(found: Sequence[Explanation], system: System, hints: Hints, failing: set[Rule]) -> list[Explanation]:
    """The explanations, without the proposals that a failing rule, a neighbour or the hints discredit."""
    suspects = {repair.key for explanation in found for repair in explanation.suspects}
    found = [_doubt_rules(explanation, failing) for explanation in found]
    found = [_doubt_lone_witness(system, explanation) for explanation in found]
    found = [_doubt_neighbours(system, explanation, suspects) for explanation in found]
    return [_doubt_witnesses(system.values, hints, explanation, found) for explanation in found]


def _doubt_lone_witness(system: System, explanation: Explanation) -> Explanation:
    """Propose no amount that is no misprint of the printed one on the word of a single identity.

    A row read from its neighbour's columns can bend the factor of a small table, and then the sound
    rows are the ones that break it.
    """
    lone = any(
        r.proposed is not None and not is_misprint(r.printed, r.proposed) and len(system.touching[r.key]) == 1
        for r in explanation.suspects
    )
    return _unproposed(explanation) if lone else explanation


def _doubt_neighbours(system: System, explanation: Explanation, suspects: set[str]) -> Explanation:
    """Propose nothing where an identity that vouches for an amount holds with the help of another component's suspect.

    Two wrong amounts can agree by chance (a lost digit in the base and one in its bonus), so that
    the broken identities fall into two components and each looks simpler than it is.
    """
    own = {key for identity in explanation.broken for key in identity.keys}
    vouching = (constraint for key in own for constraint in system.touching[key])
    others = suspects - {repair.key for repair in explanation.suspects}
    if not any(key in others for constraint in vouching for key in constraint.keys):
        return explanation
    return _unproposed(explanation)


def failing_rules(hard: Sequence[Constraint], broken: Sequence[Constraint]) -> set[tuple[str, str]]:
    """Checks and formulas that fail more often than they hold: the rule is wrong there, or a whole column."""
    every = Counter((c.identity.check, c.identity.formula) for c in hard)
    failed = Counter((c.identity.check, c.identity.formula) for c in broken)
    return {kind for kind, count in failed.items() if count >= MANY and 2 * count > every[kind]}


def _doubt_rules(explanation: Explanation, broken_rules: set[tuple[str, str]]) -> Explanation:
    """Propose nothing on the word of a rule that does not hold."""
    rests = any((identity.check, identity.formula) in broken_rules for identity in explanation.broken)
    return _unproposed(explanation) if rests else explanation


def _doubt_witnesses(
    values: Mapping[str, int], hints: Hints, explanation: Explanation, found: Sequence[Explanation]
) -> Explanation:
    """Propose nothing where hints still speak against the amounts once everything proposed is put in place.

    A range code that differs from the first step may be right, and the whole column be read from
    its neighbour: all periods of the column agree with each other, but not with the other appendices.
    Misprints need no such witness: a ladder with one steep step would speak against every one of them.
    """
    if all(r.proposed is None or is_misprint(r.printed, r.proposed) for r in explanation.suspects):
        return explanation
    changes = {r.key: r.proposed for each in found for r in each.suspects if r.proposed is not None}
    keys = {key for identity in explanation.broken for key in identity.keys}
    return _unproposed(explanation) if hints.violated(values, changes, keys) else explanation


def _unproposed(explanation: Explanation) -> Explanation:
    """The suspects alone."""
    suspects = tuple(replace(repair, proposed=None) for repair in explanation.suspects)
    return replace(explanation, suspects=suspects)
