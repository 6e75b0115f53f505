"""From a key as a person gives it to the rate or finding it names."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.validate.published import PublishedSet

_SHOWN = 5
_COMPARED = 200
"""Letters are compared with so many keys at most: a large set has a million."""
_ALIKE = 0.75
_TELLING = 3
"""A part of fewer letters ("1", "HR") is in nearly every key by chance."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be explained: a rate, a finding, or a finding about a rate."""

    rate: Rate | None
    finding: Finding | None


def find_subject(published: PublishedSet, key: str) -> Subject:
    """The rate or finding of a key, or of the only key that ends with it.

    Raises:
        UsageError: There is none, or several; the hint names the nearest.
    """
    rates = {rate.rate_id: rate for rate in published.rates()}
    finding_ids = [row["finding_id"] for row in published.whole_rows("findings")]
    findings = dict(zip(finding_ids, published.findings(), strict=True))
    name = choose_key(key, [*rates, *findings], published.directory)
    if name in rates:
        return Subject(rates[name], None)
    return Subject(rates.get(findings[name].key), findings[name])


def choose_key(key: str, keys: Sequence[str], directory: Path | str = "normalized") -> str:
    """The key itself, or the only one that ends with it (letters of any case, whole parts before other endings).

    Raises:
        UsageError: There is none, or there are several; ``directory`` is where the hint says to look.
    """
    wanted = key.strip().casefold()
    if not wanted:
        raise UsageError("no key is given", "give a rate_id or finding_id, or its end")
    folded = [(name.casefold(), name) for name in dict.fromkeys(keys)]
    for found in (
        [name for low, name in folded if low == wanted],
        [name for low, name in folded if low.endswith(("/" + wanted, ":" + wanted))],
        [name for low, name in folded if low.endswith(wanted)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise UsageError(f"{len(found)} keys end with {key!r}", f"give more of it: {_list(found)}")
    near = _find_near(wanted, folded)
    listing = f"mou query --set {shlex.quote(str(directory))} 'SELECT rate_id FROM salary_rates'"
    hint = f"near it: {_list(near)}" if near else f"list them with: {listing} (or finding_id FROM findings)"
    raise UsageError(f"no rate or finding has the key {key!r}", hint)


def _find_near(wanted: str, folded: Sequence[tuple[str, str]]) -> list[str]:
    """The keys most like the wanted one: those that hold most of its parts, else those of nearly its letters."""
    parts = _split(wanted)
    shared = {low: _count_shared(low, parts) for low, _ in folded}
    most = max(shared.values(), default=0)
    if 2 * most > len(parts):
        lows, cutoff = [low for low in shared if shared[low] == most][:_COMPARED], 0.0
    else:
        lows, cutoff = list(shared)[:_COMPARED], _ALIKE
    names = dict(folded)
    return [names[low] for low in difflib.get_close_matches(wanted, lows, n=_SHOWN, cutoff=cutoff)]


def _split(key: str) -> list[str]:
    return [part for part in key.replace(":", "/").split("/") if part]


def _count_shared(key: str, parts: Sequence[str]) -> int:
    """How many of the parts a key has; a longer one may be within one of the key's."""
    own = frozenset(_split(key))
    return sum(part in own or (len(part) >= _TELLING and part in key) for part in parts)


def _list(names: Iterable[str]) -> str:
    listed = list(names)
    more = f", and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + more
