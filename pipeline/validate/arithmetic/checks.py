"""The arithmetic of salary tables: which amount is wrong, by whose fault, and what it must be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from pipeline.findings import Finding, about_rate
from pipeline.models import PayRule, Rate, UnreadNumber
from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.arithmetic.lost import Lost, find_lost, pair_misread
from pipeline.validate.arithmetic.system import RANGE_CODE, believe, choose_rule
from pipeline.validate.arithmetic.telling import OCR_READERS, origin_of, show_cents
from pipeline.validate.arithmetic.unproved import find_unproved
from pipeline.validate.arithmetic.vectors import build_tables, build_vectors
from pipeline.validate.arithmetic.wholes import set_wholes_apart
from pipeline.validate.localise import Explanation, Repair, locate
from pipeline.validate.localise.preimage import compile_identity, only_value
from pipeline.validate.localise.witnesses import build_hints
from pipeline.validate.shape import check_consistency


def judge_rates(
    rates: Sequence[Rate], rules: Sequence[PayRule], unread: Sequence[UnreadNumber] = ()
) -> tuple[tuple[Rate, ...], tuple[Finding, ...]]:
    """Check every amount in exact cents.

    Returns:
        The rates with their status (ok where an identity covers them and none that does is left
        broken, suspect where one may be wrong, unverified where nothing covers them), and the findings.
    """
    whole = set_wholes_apart(rates, rules)
    values, rules = whole.values, whole.rules
    explanations = locate(values, whole.identities, hints=lambda: build_hints(whole.rates, rules))
    suspects = {key for explanation in explanations for key in _suspect_keys(explanation)} | whole.doubted
    covered = {key for identity in whole.identities if identity.hard for key in identity.keys}
    judged = tuple(_judge(rate, suspects, covered) for rate in rates)
    by_id = {rate.rate_id: rate for rate in judged}
    findings = [finding for explanation in explanations for finding in _explain(explanation, values, by_id)]
    proposed = {r.key: r.proposed for explanation in explanations for r in explanation.suspects}
    mended = [_mend(rate, proposed.get(rate.rate_id)) for rate in whole.rates]
    doubted = frozenset(key for key, amount in proposed.items() if amount is None)
    return judged, (*findings, *whole.findings, *check_tables(mended, rules, unread, doubted, whole.apart))


def _mend(rate: Rate, proposed: int | None) -> Rate:
    """The rate with the amount it must be: what a wrong one brings about is not told beside it."""
    return rate if proposed is None else replace(rate, amount=proposed, amount_orig=show_cents(proposed))


def check_tables(
    rates: Sequence[Rate],
    rules: Sequence[PayRule],
    unread: Sequence[UnreadNumber] = (),
    doubted: frozenset[str] = frozenset(),
    apart: frozenset[str] = frozenset(),
) -> list[Finding]:
    """What is to be said of whole tables: rows off their rule, periods no rule proves, amounts lost, shapes.

    Args:
        rates: of the tables, with the amounts they must have where that is proved.
        rules: of the tables.
        unread: numbers that nothing explains, unless they are what was read of a lost amount.
        doubted: keys of amounts that are told to be wrong, and nobody knows what they must be.
        apart: keys of the amounts of classes that are told to be wrong as a whole.
    """
    unproved = [
        about_rate(rate, "pay_rule", "warning", message, column="amount")
        for rate, message in find_unproved(rates, rules)
    ]
    lost = list(find_lost(rates, rules, doubted))
    misread = pair_misread(lost, [] if _is_recognised(rates) else unread)
    found = [_lost_finding(each, misread.get(at)) for at, each in enumerate(lost)]
    found += [_unread_finding(number) for number in unread if number not in misread.values()]
    whole = [*rates, *(each.rate for each in lost if each.formula)]
    filled = {each.rate.rate_id for each in lost}
    shapes = [finding for finding in check_consistency(whole, rules, doubted, apart) if finding.key not in filled]
    return [*off_rule_findings(rates, rules), *unproved, *found, *shapes]


def _is_recognised(rates: Sequence[Rate]) -> bool:
    return any(rate.reader in OCR_READERS for rate in rates)


def check_rates(
    rates: Sequence[Rate], rules: Sequence[PayRule], unread: Sequence[UnreadNumber] = ()
) -> tuple[Finding, ...]:
    """The findings of ``judge_rates`` alone."""
    return judge_rates(rates, rules, unread)[1]


def _judge(rate: Rate, suspects: set[str], covered: set[str]) -> Rate:
    if rate.rate_id in suspects:
        return rate.having(status="suspect")
    if rate.rate_id not in covered:
        return rate.having(status="unverified")
    return rate if rate.status == "repaired" else rate.having(status="ok")


def _suspect_keys(explanation: Explanation) -> Iterator[str]:
    """Every amount that may be the wrong one; beside a wrong range code the amount itself is none."""
    options = (explanation.suspects, *explanation.alternatives)
    yield from (repair.key for option in options for repair in option if not repair.key.endswith(RANGE_CODE))
    if not explanation.suspects:
        yield from (key for identity in explanation.broken for key in identity.keys)


def _explain(explanation: Explanation, values: Mapping[str, int], rates: Mapping[str, Rate]) -> Iterator[Finding]:
    """One error for each amount that is wrong, which tells what it breaks; where none is named, for each identity."""
    for repair in explanation.suspects:
        yield _suspect_finding(repair, explanation, values, rates)
    for identity in () if explanation.suspects else explanation.broken:
        yield _identity_finding(identity, values, rates)


def _suspect_finding(
    repair: Repair, explanation: Explanation, values: Mapping[str, int], rates: Mapping[str, Rate]
) -> Finding:
    own = [identity for identity in explanation.broken if repair.key in identity.keys] or list(explanation.broken)
    direct = next((identity for identity in own if identity.output == repair.key), None)
    rate = rates[repair.key.removesuffix(RANGE_CODE)]
    is_code = repair.key.endswith(RANGE_CODE)
    expected = direct.predict(values) if direct else repair.proposed
    if expected is None and len(explanation.suspects) == 1:
        expected = only_value([compile_identity(identity) for identity in own], values, repair.key)
    show = str if is_code else show_cents
    return about_rate(
        rate,
        (direct or own[0]).check,
        "error",
        _message(repair, explanation, own, values),
        column="range_code" if is_code else "amount",
        printed=show(repair.printed),
        expected=None if expected is None else show(expected),
        proposed=_proposed(repair, is_code=is_code),
        origin=origin_of(rate),
    )


def _proposed(repair: Repair, *, is_code: bool) -> Decimal | None:
    if repair.proposed is None:
        return None
    return Decimal(repair.proposed) if is_code else Decimal(repair.proposed) / 100


def _message(repair: Repair, explanation: Explanation, broken: Sequence[Identity], values: Mapping[str, int]) -> str:
    is_code = repair.key.endswith(RANGE_CODE)
    show = str if is_code else show_cents
    asks = "; ".join(f"{identity.formula} does not hold" for identity in broken)
    text = f"{show(repair.printed)} is printed, but {asks}"
    if repair.proposed is not None:
        text += f"; only {show(repair.proposed)} satisfies every identity"
    elif explanation.alternatives or not explanation.unique:
        text += f"; equally possible: {explanation.message}"
    return text


def _identity_finding(identity: Identity, values: Mapping[str, int], rates: Mapping[str, Rate]) -> Finding:
    rate = rates[identity.output.removesuffix(RANGE_CODE)]
    is_code = identity.output.endswith(RANGE_CODE)
    show = str if is_code else show_cents
    expected = show(identity.predict(values))
    return about_rate(
        rate,
        identity.check,
        "error",
        f"{identity.formula} does not hold: {expected} expected; no small set of amounts explains it",
        column="range_code" if is_code else "amount",
        printed=show(values[identity.output]),
        expected=expected,
        origin=origin_of(rate),
    )


def off_rule_findings(rates: Sequence[Rate], rules: Sequence[PayRule]) -> list[Finding]:
    """A warning for every row the employer prints off the rule of its table, by a rule of its own."""
    found: list[Finding] = []
    variants = {rule.table_key.partition("#")[0] for rule in rules if "#" in rule.table_key}
    if not variants:
        return found
    believed = believe(rules)
    for table in build_tables(build_vectors(rates)):
        own = [
            rule
            for rule in rules
            if rule.document_id == table.document_id and rule.table_key.partition("#")[0] == table.table_key
        ]
        for vector in table.vectors if len(own) > 1 else ():
            rule = choose_rule(vector, own, believed)
            if "#" in rule.table_key:
                formulas = "; ".join(link.formula for link in believed[rule.document_id, rule.table_key])
                first = min(vector.rates.values(), key=lambda rate: rate.rate_id)
                message = f"this row follows a rule of its own ({formulas}), not that of its table"
                found.append(about_rate(first, "pay_rule", "warning", message, origin="printed"))
    return found


def _lost_finding(lost: Lost, misread: UnreadNumber | None) -> Finding:
    beside, period = lost.beside, lost.rate.period
    must = "" if lost.formula is None else f"; {lost.rate.amount_orig} by {lost.formula}"
    instead = f", where {misread.text} stands" if misread else ""
    return about_rate(
        beside,
        "missing_amount",
        "error",
        f"step {beside.step} has {beside.period} {beside.amount_orig}, but no {period}{instead}{must}",
        column=period,
        printed=misread.text if misread else None,
        expected=None if lost.formula is None else lost.rate.amount_orig,
        origin=origin_of(beside),
    )


def _unread_finding(number: UnreadNumber) -> Finding:
    where = f" at {number.bbox.x0:.0f},{number.bbox.top:.0f}" if number.bbox else ""
    page = number.page_number or 1
    finer = sum(map(str.isdigit, number.text.partition(".")[2])) > 2
    why = "it is finer than cents" if finer else "but no row, label or note explains it"
    return Finding(
        document_id=number.document_id,
        check="unread_number",
        severity="warning" if finer else "error",
        table="salary_rates",
        key=f"{number.document_id}/page {page}{where}/{number.text}",
        message=f"{number.text} stands on a pay page, {why}",
        printed=number.text,
        origin="reading",
        page_number=number.page_number,
        bbox=number.bbox,
    )


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that fail a build: errors that are not waived."""
    return [finding for finding in findings if finding.severity == "error" and not finding.waived]
