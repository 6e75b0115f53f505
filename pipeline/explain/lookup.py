"""From a key as a person gives it to the rate or finding it names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.validate.published import PublishedSet

_SHOWN = 5


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
    name = choose_key(key, [*rates, *findings])
    if name in rates:
        return Subject(rates[name], None)
    return Subject(rates.get(findings[name].key), findings[name])


def choose_key(key: str, keys: Sequence[str]) -> str:
    """The key itself, or the only one that ends with it (letters of any case, whole parts before other endings).

    Raises:
        UsageError: There is none, or there are several.
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
    raise UsageError(f"no rate or finding has the key {key!r}", _near(wanted, folded))


def _near(wanted: str, folded: Sequence[tuple[str, str]]) -> str:
    """The keys most like the wanted one: those that hold all its parts, or most of them, then by their letters."""
    if not folded:
        return "the set holds neither rates nor findings"
    parts = [part for part in wanted.replace(":", "/").split("/") if part]
    ranked = sorted(folded, key=lambda pair: -sum(part in pair[0] for part in parts))[:200]
    most = sum(part in ranked[0][0] for part in parts)
    best = [pair for pair in ranked if sum(part in pair[0] for part in parts) == most]
    lows = difflib.get_close_matches(wanted, [low for low, _ in best], n=_SHOWN, cutoff=0.0)
    names = dict(best)
    return "near it: " + _list([names[low] for low in lows])


def _list(names: Iterable[str]) -> str:
    listed = list(names)
    more = f", and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + more
