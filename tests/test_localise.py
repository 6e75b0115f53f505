"""Localisation against amounts keyed from the agreements, and against arithmetic."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.models import Period, Rate
from pipeline.validate.arithmetic.identities import Identity, Rounding, round_fraction
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.arithmetic.system import build_identities
from pipeline.validate.localise import Explanation, locate
from pipeline.validate.localise.misprints import is_misprint, misprints_of
from pipeline.validate.localise.preimage import compile_identity
from pipeline.validate.localise.witnesses import build_hints

HOURS, YEAR, MONTHS = Fraction(80), Fraction("26.1"), Fraction(1, 12)

# MOU 25, appendix A: Captain I (2244-1), step 1.
CAPTAIN = {"HR": 6735, "BW": 538800, "MO": 1171890, "YR": 14062680}
# MOU 30, appendix A: Airport Safety Officer II (3202-2), step 2; its bonuses are rounded up.
OFFICER = {"base": 252080, "basic": 7563, "intermediate": 2521, "advanced": 5042, "ff1": 2521, "ff2": 5042}
PERCENT = {"basic": 3, "intermediate": 1, "advanced": 2, "ff1": 1, "ff2": 2}


def identity(output: str, source: str, weight: Fraction, rounding: Rounding = "half_up", **kinds: object) -> Identity:
    check = str(kinds.get("check", "period_identity"))
    return Identity(check, output, ((source, weight),), f"{output} from {source}", rounding, bool(kinds.get("hard", 1)))


def four_periods() -> list[Identity]:
    return [identity("BW", "HR", HOURS), identity("YR", "BW", YEAR), identity("MO", "YR", MONTHS)]


def officer() -> tuple[dict[str, int], list[Identity]]:
    values = OFFICER | {"total": 274769}
    identities = [
        identity(name, "base", Fraction(percent, 100), "up", check="bonus_percent") for name, percent in PERCENT.items()
    ]
    identities.append(Identity("total", "total", tuple((name, Fraction(1)) for name in OFFICER), "total = sum"))
    for name in list(values):
        values[f"{name} YR"] = round_fraction(values[name] * YEAR, "half_up")
        identities.append(identity(f"{name} YR", name, YEAR))
    return values, identities


def only(explanations: tuple[Explanation, ...]) -> Explanation:
    assert len(explanations) == 1
    return explanations[0]


def proposals(explanation: Explanation) -> dict[str, int | None]:
    return {repair.key: repair.proposed for repair in explanation.suspects}


def test_nothing_is_said_of_a_clean_table() -> None:
    values, identities = officer()
    assert locate(CAPTAIN, four_periods()) == ()
    assert locate(values, identities) == ()


def test_the_officers_yearly_base_is_the_printed_one() -> None:
    values, _ = officer()
    assert (values["base YR"], values["basic YR"], values["intermediate YR"]) == (6579288, 197394, 65798)


@pytest.mark.parametrize("period", sorted(CAPTAIN))
def test_every_misprint_of_one_period_is_named_and_mended(period: str) -> None:
    for wrong in misprints_of(CAPTAIN[period]):
        found = only(locate(CAPTAIN | {period: wrong}, four_periods()))
        suspects = {repair.key: repair.proposed for repair in found.suspects}
        assert set(suspects) == {period} or not found.unique, (period, wrong, found.message)
        assert all(amount in (None, CAPTAIN[key]) for key, amount in suspects.items()), (period, wrong, found.message)


def test_the_hourly_rate_is_blamed_and_not_the_three_that_follow_from_it() -> None:
    found = only(locate(CAPTAIN | {"HR": 6753}, four_periods()))
    assert proposals(found) == {"HR": 6735}
    assert found.unique
    assert found.message == "HR (67.53) must be 67.35"


def test_every_single_misprint_of_a_bonus_table_is_mended() -> None:
    values, identities = officer()
    for key, amount in values.items():
        for wrong in misprints_of(amount)[::7]:
            found = only(locate(values | {key: wrong}, identities))
            assert proposals(found) == {key: amount}, (key, wrong, found.message)


def test_a_yearly_amount_that_no_biweekly_one_gives_is_the_wrong_one() -> None:
    values = {"BW": 264080, "YR": 6892848}
    preimage = compile_identity(identity("YR", "BW", YEAR)).preimage(values, "BW")
    assert preimage[0] > preimage[1]
    found = only(locate(values, [identity("YR", "BW", YEAR)]))
    assert proposals(found) == {"YR": 6892488}


def test_two_periods_alone_that_tell_different_amounts_stay_undecided() -> None:
    values = {"BW": 264080, "YR": 6996105}  # BW = 2,680.50 explains YR as well as YR = 68,924.88 explains BW
    found = only(locate(values, [identity("YR", "BW", YEAR)]))
    assert not found.unique
    assert set(proposals(found).values()) == {None}
    assert {r.key for option in (found.suspects, *found.alternatives) for r in option} == {"BW", "YR"}
    assert "equally possible" in found.message


def test_an_exact_general_increase_decides_between_two_periods() -> None:
    values = {"A BW": 252080, "A YR": 6579288, "B BW": 257212, "B YR": 6710884}  # B BW is 2,571.22 in MOU 30
    identities = [identity(f"{a} YR", f"{a} BW", YEAR) for a in "AB"]
    identities.append(identity("B BW", "A BW", Fraction(102, 100), check="general_increase"))
    assert proposals(only(locate(values, identities))) == {"B BW": 257122}


def test_a_hint_breaks_a_tie_but_is_no_error_by_itself() -> None:
    hint = identity("BW", "before", Fraction(1), hard=False)
    assert locate({"BW": 264080, "YR": 6892488, "before": 1}, [identity("YR", "BW", YEAR), hint]) == ()


def test_lost_thousands_are_a_misprint() -> None:
    assert is_misprint(31360, 5131360)  # 313.60 for 51,313.60
    assert is_misprint(31360, 131360)
    assert not is_misprint(31360, 5131370)
    assert not is_misprint(1360, 5131360)


def test_two_faults_in_one_rate_are_never_mended_wrongly() -> None:
    for hourly in misprints_of(CAPTAIN["HR"])[::9]:
        for yearly in misprints_of(CAPTAIN["YR"])[::13]:
            wrong = CAPTAIN | {"HR": hourly, "YR": yearly}
            for found in locate(wrong, four_periods()):
                for key, amount in proposals(found).items():
                    assert amount in (None, CAPTAIN[key]), (wrong, found.message)


def test_shifted_points_in_two_of_three_periods_are_not_mended_by_shifting_the_third() -> None:
    values = {"HR": 33010, "BW": 2640800, "YR": 6892488}  # 33.01, 2,640.80 and 68,924.88 in MOU 28
    found = only(locate(values, four_periods()[:2]))
    assert 68924880 not in proposals(found).values()


def test_a_rule_that_fails_more_often_than_it_holds_proves_nothing() -> None:
    values, identities = {}, []
    for step in range(6):
        values |= {f"{step} HR": 3301 + step, f"{step} BW": (3301 + step) * 75}
        identities.append(Identity("period_identity", f"{step} BW", ((f"{step} HR", HOURS),), "BW = HR x 80"))
    for found in locate(values, identities):
        assert set(proposals(found).values()) == {None}


def test_a_wrong_range_code_is_named_and_left_as_printed() -> None:
    values = CAPTAIN | {"HR#range_code": 7073}  # MOU 25 prints the codes of appendix B in appendix A
    identities = [*four_periods(), identity("HR#range_code", "HR", Fraction(1), check="range_code")]
    assert proposals(only(locate(values, identities))) == {"HR#range_code": None}


def test_more_faults_than_can_be_searched_are_named_without_proposals() -> None:
    values, identities = officer()
    wrong = values | {key: amount + 1111 for key, amount in values.items() if key.endswith("YR")} | {"base": 11}
    for found in locate(wrong, identities, max_changes=1):
        if found.exhausted:
            assert set(proposals(found).values()) == {None}
            assert found.suspects


@given(
    st.integers(1, 10**7),
    st.fractions(Fraction(1, 200), Fraction(200)).filter(lambda f: f > 0),
    st.sampled_from(["half_up", "up", "down"]),
)
def test_a_preimage_holds_exactly_the_values_that_make_the_identity_hold(
    cents: int, weight: Fraction, rounding: Rounding
) -> None:
    constraint = compile_identity(identity("out", "in", weight, rounding))
    output = round_fraction(cents * weight, rounding)
    low, high = constraint.preimage({"out": output, "in": 0}, "in")
    assert low <= cents <= high
    for value, holds in ((low, True), (high, True), (low - 1, False), (high + 1, False)):
        assert constraint.holds({"out": output, "in": value}) is holds


@given(st.integers(1, 99_999_999))
def test_misprints_are_listed_and_recognised_alike(cents: int) -> None:
    listed = misprints_of(cents)
    assert cents not in listed
    assert all(is_misprint(cents, meant) for meant in listed)


@given(st.integers(100, 99_999_999), st.data())
def test_each_kind_of_slip_is_a_misprint(cents: int, data: st.DataObject) -> None:
    text = str(cents)
    at = data.draw(st.integers(0, len(text) - 1))
    slips = [text[:at] + text[at + 1 :], text[:at] + data.draw(st.sampled_from("0123456789")) + text[at + 1 :]]
    slips += [text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :], text + "0", text[:-1]]
    for slip in slips:
        printed = int(slip)
        if printed not in (0, cents):
            assert is_misprint(printed, cents), (printed, cents)


@settings(deadline=None, max_examples=60)
@given(st.integers(1500, 20000), st.sampled_from(["HR", "BW", "MO", "YR"]), st.data())
def test_one_wrong_amount_of_a_random_rate_is_never_mended_wrongly(
    hourly: int, period: str, data: st.DataObject
) -> None:
    biweekly = hourly * 80
    yearly = round_fraction(biweekly * YEAR, "half_up")
    truth = {"HR": hourly, "BW": biweekly, "YR": yearly, "MO": round_fraction(yearly * MONTHS, "half_up")}
    wrong = data.draw(st.integers(1, 10**8).filter(lambda cents: cents != truth[period]))
    for found in locate(truth | {period: wrong}, four_periods()):
        assert all(amount in (None, truth[key]) for key, amount in proposals(found).items())


@pytest.mark.corpus
def test_five_percent_wrong_cells_of_mou_25_cost_less_than_two_seconds(corpus: Path) -> None:
    values, identities = _mou_25(corpus)
    assert locate(values, identities) == ()
    wrong = dict(values)
    for key in sorted(values)[::20]:
        wrong[key] = misprints_of(values[key])[7]
    start = time.perf_counter()
    found = locate(wrong, identities)
    assert time.perf_counter() - start < 2
    mended = {key: amount for each in found for key, amount in proposals(each).items() if amount is not None}
    assert mended
    assert all(values[key] == amount for key, amount in mended.items())


def _mou_25(corpus: Path) -> tuple[dict[str, int], list[Identity]]:
    values: dict[str, int] = {}
    rates: dict[str, set[str]] = defaultdict(set)
    with (corpus / "truth" / "salary_rates.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            if row["mou_number"] == "25":
                rate = f"{row['appendix']} {row['class_code']} {row['step']}"
                values[f"{rate} {row['period']}"] = int(Decimal(row["amount"]) * 100)
                rates[rate].add(row["period"])
    identities = [
        identity(f"{rate} {target}", f"{rate} {source}", weight)
        for rate in rates
        for source, target, weight in (("HR", "BW", HOURS), ("BW", "YR", YEAR), ("YR", "MO", MONTHS))
    ]
    return values, identities


# MOU 28 prints one step alone of 3183-2 and 3183-3: step-1 hourly rates of appendices A to C.
SERGEANTS = {"3183-2": (3481, 3850, 3962), "3183-3": (3709, 4062, 4179)}


def sergeants() -> list[Rate]:
    found = []
    for code, hourly in SERGEANTS.items():
        for appendix, year, cents in zip("ABC", (2022, 2023, 2024), hourly, strict=True):
            periods: tuple[tuple[Period, int], ...] = (
                ("HR", cents),
                ("BW", cents * 80),
                ("YR", round_fraction(cents * 80 * YEAR, "half_up")),
            )
            for period, amount in periods:
                key = f"{appendix} {code} {period}"
                rate = Rate("d", period, amount, str(amount), "1", 1, appendix=appendix, class_code=code, rate_id=key)
                found.append(replace(rate, operative_date=date(year, 7, 1), range_code=str(cents)))
    return found


@pytest.mark.parametrize("key", ["B 3183-2 HR", "B 3183-2 YR", "C 3183-3 BW"])
def test_a_class_of_one_step_does_not_vouch_for_its_own_shifted_point(key: str) -> None:
    rates = [replace(rate, amount=rate.amount * 10) if rate.rate_id == key else rate for rate in sergeants()]
    rules = infer_rules(rates)
    found = only(locate(*build_identities(rates, rules), hints=lambda: build_hints(rates, rules)))
    assert proposals(found) == {key: next(rate.amount for rate in sergeants() if rate.rate_id == key)}
