"""General increases stated in prose against the rates of consecutive appendices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pipeline.findings import Finding
from pipeline.models import Period, Rate, Term
from pipeline.validate.arithmetic.identities import round_fraction

_INCREASE = re.compile(r"\b(?:increases?|increased|raises?|raised|cost[\s-]of[\s-]living|COLA)\b", re.IGNORECASE)
_UP = re.compile(r"\b(?:adjust\w*|ris(?:es?|en|ing)|go(?:es)?\s+up|adds?|added|above|higher|more)\b", re.IGNORECASE)
_SALARY = re.compile(
    r"\b(?:salar(?:y|ies)|wages?|(?:base|hourly|biweekly|monthly)\s+(?:pay|rates?)|rates\s+of\s+pay|pay\s+rates?"
    r"|each\s+step|all\s+steps|appendix)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:contribut\w*|subsid\w*|premium|health|dental|allowance|bonus\w*|retire\w*|pension|longevity|differential|incentive"
    r"|overtime|deferred|match\w*|tax\w*|dues)\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\W*[\d.]+\s?(?:%|percent)\s*,?\s*(?:effective|operative|beginning|on)\b", re.IGNORECASE)
_PAY_PERIOD = re.compile(r"\bpay(?:roll)?\s+period\b", re.IGNORECASE)
PAY_PERIOD = 14
"""Days: "the first full pay period after July 1" begins within two of them, "which includes" up to one before."""
EXACT = 0.9
"""Share of rates that follow exactly where an increase is meant to be exact."""
CENTS = 2
"""Where it is not, rates stay within this many cents of the percentage (MOU 25, MOU 28)."""

Amounts = dict[tuple[str | None, int], int]


def check_stated_increases(
    document_id: str, terms: Sequence[Term], rates: Sequence[Rate]
) -> tuple[tuple[Finding, ...], int]:
    """Each percentage the prose calls an increase, with its date, against the appendix of that date.

    Returns:
        Findings, and the number of increases that the rates bear out.
    """
    by_date = _base_amounts(rates)
    days = sorted(by_date)
    stated = [(term, _find_day(term, days[1:])) for term in terms if is_general_increase(term)]
    known = [(term, day) for term, day in stated if day is not None]
    findings: list[Finding] = []
    for term, day in stated:
        if day is not None:
            pairs = _pairs(by_date[days[days.index(day) - 1]], by_date[day])
            same_day = [other.value for other, other_day in known if other_day == day]
            own = _is_of_one_class(term, by_date[days[days.index(day) - 1]], by_date[day])
            finding = None if own or _hold_together(same_day, pairs) else _compare(document_id, term, pairs)
        else:
            finding = _unknown_date(document_id, term, days) if known and len(days) > 1 else None
        findings.extend([finding] if finding else [])
    return tuple(findings), len(known) - sum(finding.column == "value" for finding in findings)


def _find_day(term: Term, days: Sequence[date]) -> date | None:
    """The operative date an increase belongs to: its own, or that of the pay period which holds or follows it."""
    if term.effective_date is None or term.effective_date in days:
        return term.effective_date
    if not _PAY_PERIOD.search(term.sentence):
        return None
    near = [day for day in days if -PAY_PERIOD <= (day - term.effective_date).days <= 2 * PAY_PERIOD]
    return near[0] if len(near) == 1 else None


def is_general_increase(term: Term) -> bool:
    """Whether a percentage with a date is an increase of salaries: said so, or a bare line "2% effective ..."."""
    if term.kind != "percent" or term.effective_date is None:
        return False
    if _BARE.match(term.sentence):
        return True
    said = _INCREASE.search(term.sentence) or (_UP.search(term.sentence) and _SALARY.search(term.sentence))
    return bool(said) and not _OTHER.search(term.sentence)


def _base_amounts(rates: Sequence[Rate]) -> dict[date, Amounts]:
    """For every operative date the base amounts by class and step, in the period the class is paid by.

    Amounts that are told to be wrong bear nothing out.
    """
    sure = [rate for rate in rates if rate.status != "suspect"]
    base = [rate for rate in sure if rate.component == "base" and rate.operative_date is not None]
    hourly = {rate.class_code for rate in base if rate.period == "HR"}
    found: dict[date, Amounts] = {}
    for rate in base:
        primary: Period = "HR" if rate.class_code in hourly else "BW"
        if rate.period == primary and rate.operative_date is not None:
            found.setdefault(rate.operative_date, {})[rate.class_code, rate.step_order] = rate.amount
    return found


def _pairs(before: Amounts, after: Amounts) -> list[tuple[int, int]]:
    return [(before[key], after[key]) for key in before if key in after]


def _is_of_one_class(term: Term, before: Amounts, after: Amounts) -> bool:
    """Whether all steps of some class grow by the percentage: it may be told of that class alone."""
    classes: dict[str | None, Amounts] = {}
    for (code, step), cents in before.items():
        classes.setdefault(code, {})[code, step] = cents
    paired = [_pairs(own, after) for own in classes.values()]
    return len(classes) > 1 and any(pairs and _holds(term.value, pairs) for pairs in paired)


def _hold_together(percents: Sequence[Decimal], pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether several increases of one day hold as one: added, or one upon the other."""
    if len(set(percents)) < 2:
        return False
    product = Fraction(1)
    for percent in percents:
        product *= 1 + Fraction(percent) / 100
    compound = (product - 1) * 100
    return _holds(sum(percents, Decimal(0)), pairs) or _holds(compound, pairs)


def _compare(document_id: str, term: Term, pairs: Sequence[tuple[int, int]]) -> Finding | None:
    """An error where another percentage explains the rates exactly; else a warning: something more was agreed."""
    if not pairs or _holds(term.value, pairs):
        return None
    implied = _implied(pairs)
    exact = implied is not None and _holds(implied, pairs)
    says = f"rates grow by {implied} percent" if implied is not None else "no one percentage explains the rates"
    return Finding(
        document_id,
        "stated_increase",
        "error" if exact else "warning",
        "terms",
        term.term_id,
        f"an increase of {term.value:f} percent is stated for {term.effective_date}; {says} ({len(pairs)} compared)",
        column="value",
        printed=term.value_orig,
        expected=str(implied) if implied is not None else None,
        proposed=implied if exact else None,
        origin="printed",
        page_number=term.page_number,
    )


def _holds(percent: Decimal | Fraction, pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether the rates follow exactly, or all but a few within cents."""
    factor = 1 + Fraction(percent) / 100
    gaps = [abs(round_fraction(old * factor, "half_up") - new) for old, new in pairs]
    return sum(gap == 0 for gap in gaps) >= EXACT * len(gaps) or sum(gap <= CENTS for gap in gaps) >= EXACT * len(gaps)


def _implied(pairs: Sequence[tuple[int, int]]) -> Decimal | None:
    """The percentage most rates grow by, to a twentieth of a percent."""
    ratios = sorted(Fraction(new - old, old) * 100 for old, new in pairs if old)
    if not ratios:
        return None
    middle = ratios[len(ratios) // 2]
    twentieths = round_fraction(middle * 20, "half_up") if middle >= 0 else -round_fraction(-middle * 20, "half_up")
    return (Decimal(twentieths) / 20).normalize() + 0


def _unknown_date(document_id: str, term: Term, days: Sequence[date]) -> Finding:
    """An increase in a series of which the others fit an appendix, and this one does not."""
    listed: Mapping[str, None] = dict.fromkeys(day.isoformat() for day in days[1:])
    return Finding(
        document_id,
        "stated_increase",
        "error",
        "terms",
        term.term_id,
        f"an increase of {term.value:f} percent is stated for {term.effective_date}; "
        f"the appendices are operative {', '.join(listed)}",
        column="effective_date",
        printed=str(term.effective_date),
        origin="printed",
        page_number=term.page_number,
    )
