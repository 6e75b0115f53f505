"""Keys of rates: made of what is printed, so that a reader can say them and a diff can match them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.models import Rate


def key_rates(rates: Iterable[Rate]) -> tuple[Rate, ...]:
    """Fill ``rate_id``: document/appendix/date/class[/range][/unit]/component/step/period.

    What is not printed is ``-``. A second rate of the same key gets ``#2``, in reading order.
    """
    seen: Counter[str] = Counter()
    keyed: list[Rate] = []
    for rate in rates:
        key = rate_key(rate)
        seen[key] += 1
        keyed.append(rate.having(rate_id=key if seen[key] == 1 else f"{key}#{seen[key]}"))
    return tuple(keyed)


def rate_key(rate: Rate) -> str:
    """The key of a rate without a number for repetitions."""
    who = [rate.class_code or rate.class_title or "-"]
    who += [part for part in (rate.range_code, rate.bargaining_unit) if part]
    when = rate.operative_date.isoformat() if rate.operative_date else "-"
    what = rate.component_name or rate.component
    parts = [rate.document_id, rate.appendix or "-", when, *who, what, rate.step, rate.period]
    return "/".join(parts)
