"""Rows of one pay component that stand in each other's place: the amounts of HR beside BW, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from pipeline.models import PERIODS, Rate
from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.arithmetic.vectors import Vector, build_vectors
from pipeline.validate.localise.preimage import Constraint, compile_identity
from pipeline.validate.localise.repairs import group_by_key
from pipeline.validate.localise.rows import WrongLine

_LEAST = 2
"""Steps at which the amounts must be exchanged."""


def find_exchanged(rates: Sequence[Rate], values: Mapping[str, int], identities: Sequence[Identity]) -> list[WrongLine]:
    """Every two rows with which no period fits another at any step, and with each other's amounts all do.

    Args:
        rates: the amounts.
        values: cents by key.
        identities: of the document; those between periods count.
    """
    periods = [compile_identity(identity) for identity in identities if identity.check == "period_identity"]
    broken = {key for constraint in periods if not constraint.holds(values) for key in constraint.keys}
    if not broken:
        return []
    touching = group_by_key(periods)
    blocks: dict[tuple[object, ...], list[Vector]] = defaultdict(list)
    for vector in build_vectors(rates):
        blocks[vector.owner, vector.component, vector.component_name].append(vector)
    found: list[WrongLine] = []
    for vectors in blocks.values():
        whole = [vector for vector in vectors if len(vector.rates) > 1]
        if len(whole) >= _LEAST and all(any(r.rate_id in broken for r in vector.rates.values()) for vector in whole):
            found += _exchange(whole, touching, values)
    return found


def _exchange(
    vectors: Sequence[Vector], touching: Mapping[str, Sequence[Constraint]], values: Mapping[str, int]
) -> list[WrongLine]:
    """The two rows of a block to be exchanged, if there are such."""
    for one, two in combinations(PERIODS, 2):
        if not all(one in vector.rates and two in vector.rates for vector in vectors):
            continue
        rows = [vector.rates[period] for period in (one, two) for vector in vectors]
        others = [vector.rates[period] for period in (two, one) for vector in vectors]
        changes = {rate.rate_id: values[other.rate_id] for rate, other in zip(rows, others, strict=True)}
        around = {id(each): each for key in changes for each in touching.get(key, ())}.values()
        mended = {name: changes.get(name, values[name]) for each in around for name in each.keys}
        if around and all(each.holds(mended) for each in around):
            broken = tuple(each.identity for each in around if not each.holds(values))
            return [WrongLine(tuple(rows), tuple(changes[rate.rate_id] for rate in rows), broken)]
    return []
