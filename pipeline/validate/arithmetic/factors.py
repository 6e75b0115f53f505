"""The factor by which one pay period follows from another, found from the amounts themselves.

Every pair of amounts allows an interval of factors; the simplest number in the region that most
intervals share is the factor. Nothing is configured: 80 and 26.1 are found in one agreement, 26 and
2,080 in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from pipeline.models import Derivation, Period
from pipeline.validate.arithmetic.identities import Rounding

Pair = tuple[int, int]
"""(source, target) in cents."""

ROUNDINGS: tuple[Rounding, ...] = ("half_up", "up", "down")
LEAST_PAIRS = 4
"""So many different pairs must agree before a factor that is not a usual one is believed."""
_SAMPLE = 400
_OWN_PAIRS = 8
"""A table must hold so many different pairs to follow another factor than its document."""
_SURE = 0.9
"""A factor that explains this share of the pairs is not searched for any further."""

RANGES: dict[tuple[Period, Period], tuple[Decimal, Decimal]] = {
    ("HR", "BW"): (Decimal(60), Decimal(120)),
    ("BW", "YR"): (Decimal("23.9"), Decimal("27.1")),
    ("MO", "YR"): (Decimal(12), Decimal(12)),
    ("HR", "YR"): (Decimal(1500), Decimal(3200)),
    ("HR", "MO"): (Decimal(125), Decimal(267)),
    ("BW", "MO"): (Decimal("1.9"), Decimal("2.3")),
}
"""Factors that pay periods can have; 112 hours in two weeks are a firefighter's."""

_HOURS_A_YEAR = ("2088", "2080", "1950", "1957.5", "1820", "2912", "2920")
_ONE = Decimal(1)

USUAL: dict[tuple[Period, Period], tuple[tuple[Decimal, Decimal], ...]] = {
    ("HR", "BW"): tuple((Decimal(number), _ONE) for number in ("80", "75", "70", "72", "76", "112")),
    ("BW", "YR"): tuple((Decimal(number), _ONE) for number in ("26.1", "26")),
    ("MO", "YR"): ((Decimal(12), _ONE),),
    ("HR", "YR"): tuple((Decimal(number), _ONE) for number in _HOURS_A_YEAR),
    ("HR", "MO"): (
        *((Decimal(number), Decimal(12)) for number in _HOURS_A_YEAR),
        *((Decimal(number), _ONE) for number in ("174", "173.33", "173.3333", "162.5")),
    ),
    ("BW", "MO"): (
        *((Decimal(number), Decimal(12)) for number in ("26.1", "26")),
        *((Decimal(number), _ONE) for number in ("2.175", "2.1667", "2.16667")),
    ),
}
"""Factors, as (multiplier, divisor), believed even where a table holds few amounts."""


class Link(NamedTuple):
    """``target = round(source x factor / divisor)``."""

    source: Period
    target: Period
    factor: Decimal
    divisor: Decimal
    rounding: Rounding

    @property
    def weight(self) -> Fraction:
        """The number the source is multiplied by."""
        return _quotient(self.factor, self.divisor)

    @property
    def formula(self) -> str:
        """As a person writes it: "BW = HR x 80"."""
        return as_derivation(self, 0, 0).formula


@cache
def _quotient(factor: Decimal, divisor: Decimal) -> Fraction:
    return Fraction(factor) / Fraction(divisor)


@cache
def predictor(link: Link) -> Callable[[int], int]:
    """What gives the target in cents for a source in cents: whole numbers only, for thousands of amounts."""
    num, den = link.weight.as_integer_ratio()
    if link.rounding == "down":
        return lambda source: source * num // den
    if link.rounding == "up":
        return lambda source: -(-source * num // den)
    return lambda source: (2 * source * num + den) // (2 * den)


def count_holding(link: Link, pairs: Iterable[Pair]) -> int:
    """How many pairs the link explains to the cent."""
    return count_rounded(link.weight, link.rounding, pairs)


def count_rounded(weight: Fraction, rounding: Rounding, pairs: Iterable[Pair]) -> int:
    """How many targets are the rounded product of their source and a weight."""
    num, den = weight.as_integer_ratio()
    if rounding == "down":
        return sum([source * num // den == target for source, target in pairs])
    if rounding == "up":
        return sum([-(-source * num // den) == target for source, target in pairs])
    return sum([(2 * source * num + den) // (2 * den) == target for source, target in pairs])


def find_link(source: Period, target: Period, pairs: Sequence[Pair], known: Sequence[Link]) -> Link | None:
    """The link that explains most pairs; ``None`` where no factor is believable.

    Args:
        source: the period multiplied or divided.
        target: the period that follows.
        pairs: amounts of both, in cents.
        known: links most of the document follows; a table needs many pairs to follow another.
    """
    sample = sorted(set(pairs))
    if not sample:
        return None
    sample = sample[:: max(1, len(sample) // _SAMPLE)]
    trusted = max(
        (link for link in known if (link.source, link.target) == (source, target)),
        key=lambda link: count_holding(link, sample),
        default=None,
    )
    best = _best_link(source, target, sample)
    if trusted is None:
        return best if best and count_holding(best, sample) * 2 > len(sample) else None
    held = count_holding(trusted, sample)
    differs = best is not None and len(sample) >= _OWN_PAIRS and count_holding(best, sample) >= _SURE * len(sample)
    return best if differs and held * 2 < len(sample) else trusted


def _best_link(source: Period, target: Period, sample: Sequence[Pair]) -> Link | None:
    """The usual factor that explains most pairs, or the simplest one where none explains nearly all."""
    best = max(_usual(source, target), key=lambda link: count_holding(link, sample), default=None)
    if best is None or count_holding(best, sample) < _SURE * len(sample):
        simplest = _simplest_links(source, target, sample)
        other = max(simplest, key=lambda link: count_holding(link, sample), default=None)
        if other and (best is None or count_holding(other, sample) > count_holding(best, sample) + 1):
            return other  # a factor that explains one amount more is bent to a wrong one
    return best


@cache
def _usual(source: Period, target: Period) -> tuple[Link, ...]:
    """Links with a usual factor, in every rounding; whole factors round nothing."""
    numbers = USUAL.get((source, target)) or tuple((by, times) for times, by in USUAL[target, source])
    links = (Link(source, target, times, by, rounding) for rounding in ROUNDINGS for times, by in numbers)
    return tuple(link for link in links if link.rounding == ROUNDINGS[0] or link.weight.denominator > 1)


def _simplest_links(source: Period, target: Period, sample: Sequence[Pair]) -> list[Link]:
    """Links with the simplest factor that most pairs allow; none where there are too few pairs."""
    divides = (source, target) not in RANGES
    if len(sample) < LEAST_PAIRS:
        return []
    span = RANGES[(target, source) if divides else (source, target)]
    factor = stab_factor([(b, a) if divides else (a, b) for a, b in sample], divides=divides, span=span)
    if factor is None:
        return []
    times, by = (_ONE, factor) if divides else (factor, _ONE)
    return [Link(source, target, times, by, rounding) for rounding in ROUNDINGS]


def stab_factor(pairs: Sequence[Pair], *, divides: bool, span: tuple[Decimal, Decimal]) -> Decimal | None:
    """The simplest factor in the region that most pairs allow, small = round(large / f) or large = round(small x f)."""
    events: list[tuple[float, int]] = []
    for small, large in pairs:
        if small <= 0:
            continue
        if divides:
            low, high = 2 * large / (2 * small + 1), 2 * large / max(1, 2 * small - 1)
        else:
            low, high = (2 * large - 1) / (2 * small), (2 * large + 1) / (2 * small)
        if high >= span[0] and low <= span[1]:
            events += [(low, -1), (high, 1)]
    depth = deepest = 0
    region: tuple[float, float] | None = None
    events.sort()
    for index, (place, change) in enumerate(events):
        depth -= change
        if depth > deepest:
            deepest, region = depth, (place, events[index + 1][0])
    return _simplest(*region, span) if region else None


def _simplest(low: float, high: float, span: tuple[Decimal, Decimal]) -> Decimal | None:
    """The number with fewest decimals between two bounds.

    The bounds are found in floating point; whether the factor holds is proved in whole cents.
    """
    middle = Decimal((low + high) / 2)
    slack = (high - low) * 1e-6
    for places in range(5):
        unit = Decimal(1).scaleb(-places)
        for rounded in (middle.quantize(unit, ROUND_FLOOR), middle.quantize(unit, ROUND_CEILING)):
            if low - slack <= rounded <= high + slack and span[0] <= rounded <= span[1]:
                return rounded
    return None


def is_plain(link: Link) -> bool:
    """Whether a class may be paid by this factor while its table is by another: for other hours, not other arithmetic.

    A yearly row of last year is 26.622 times the biweekly one, at every step; nobody is paid so.
    """
    whole = max(link.weight, 1 / link.weight) * 2
    return is_usual(link) or ("HR" in (link.source, link.target) and whole.denominator == 1)


@cache
def is_usual(link: Link) -> bool:
    """Whether the factor is one that agreements state."""
    return any(link.weight == other.weight for other in _usual(link.source, link.target))


@cache
def reroot(links: tuple[Link, ...], primary: Period) -> tuple[Link, ...]:
    """The same relations with another period as the one that is set: MO = YR / 12 of YR = MO x 12."""
    done = {primary}
    left = list(links)
    rerooted: list[Link] = []
    while left:
        link = next((link for link in left if (link.source in done) != (link.target in done)), None)
        if link is None:
            break
        left.remove(link)
        forward = link.source in done
        rerooted.append(link if forward else Link(link.target, link.source, link.divisor, link.factor, link.rounding))
        done.add(rerooted[-1].target)
    return tuple(rerooted)


def as_derivation(link: Link, supporting: int, breaking: int) -> Derivation:
    """The link as it is published."""
    return Derivation(
        source=link.source,
        target=link.target,
        factor=link.factor,
        divisor=link.divisor,
        rounding=link.rounding,
        supporting=supporting,
        breaking=breaking,
    )


def as_link(derivation: Derivation) -> Link:
    """The link of a published derivation."""
    return Link(derivation.source, derivation.target, derivation.factor, derivation.divisor, derivation.rounding)
