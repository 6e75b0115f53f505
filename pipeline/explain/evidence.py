"""Everything the arithmetic says about the amounts of a published set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.published.readback import cents
from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.arithmetic.system import RANGE_CODE, build_identities
from pipeline.validate.arithmetic.telling import show_cents
from pipeline.validate.published import PublishedSet


@dataclass(frozen=True, slots=True)
class Evidence:
    """Amounts of a set with the identities and findings that concern them."""

    rates: Mapping[str, Rate]
    """By ``rate_id``."""
    values: Mapping[str, int]
    """Cents by key of an identity: a ``rate_id``, or ``rate_id#range_code``."""
    identities: Sequence[Identity]
    of_rate: Mapping[str, Sequence[Identity]]
    """Identities an amount takes part in, by ``rate_id``; those of its range code included."""
    findings: Mapping[str, Sequence[Finding]]
    """Findings by the key of their row."""
    accepted: Mapping[str, tuple[int, str]]
    """Cents and reason of what a person accepted in place of an amount, by ``rate_id``."""

    def identities_of(self, rate_id: str) -> Sequence[Identity]:
        """Identities the amount takes part in."""
        return self.of_rate.get(rate_id, ())

    def findings_of(self, rate_id: str) -> Sequence[Finding]:
        """Findings about the amount."""
        return self.findings.get(rate_id, ())

    def holds(self, identity: Identity) -> bool:
        """Whether the printed amounts satisfy it."""
        return identity.holds(self.values)

    def show(self, key: str, value: int | None = None) -> str:
        """The value of a key (or another value in its place) as it is printed: 1,234.50, or the digits of a code."""
        shown = self.values[key] if value is None else value
        return str(shown) if key.endswith(RANGE_CODE) else show_cents(shown)


def gather_evidence(published: PublishedSet) -> Evidence:
    """Build the identities of a set anew, from its amounts alone, as ``mou validate`` does."""
    rates = published.rates()
    values, identities = build_identities(rates, infer_rules(rates))
    of_rate: dict[str, list[Identity]] = defaultdict(list)
    for identity in identities:
        for rate_id in dict.fromkeys(key.removesuffix(RANGE_CODE) for key in identity.keys):
            of_rate[rate_id].append(identity)
    findings: dict[str, list[Finding]] = defaultdict(list)
    for finding in published.findings():
        findings[finding.key].append(finding)
    by_id = {rate.rate_id: rate for rate in rates}
    return Evidence(by_id, values, identities, of_rate, findings, _read_accepted(published))


def _read_accepted(published: PublishedSet) -> dict[str, tuple[int, str]]:
    return {
        row["rate_id"]: (cents(row["accepted_amount"]), row["accepted_reason"] or "")
        for row in published.whole_rows("salary_rates")
        if row["accepted_amount"] is not None
    }


def describe_rate(rate: Rate) -> str:
    """A rate in words: ``Captain I, 2244-1, Basic POST - 3%, step 1, hourly``."""
    who = [part for part in (rate.class_title, rate.class_code) if part] or ["(class not printed)"]
    what = [rate.component_name] if rate.component_name else []
    return ", ".join([*who, *what, f"step {rate.step}", PERIOD_NAMES[rate.period]])


PERIOD_NAMES = {"HR": "hourly", "BW": "biweekly", "MO": "monthly", "YR": "yearly"}
