"""Shape checks: silent on the printed agreements, loud on rows and labels out of place."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.models import Period, Rate
from pipeline.validate.shape import check_consistency

# Step-1 to step-3 hourly rates of MOU 25, appendices A to C.
LADDERS = {
    "A": {"2244-1": (6735, 7111, 7507), "2244-2": (7110, 7506, 7925), "2262-1": (9622, 10158, 10724)},
    "B": {"2244-1": (7073, 7467, 7883), "2244-2": (7467, 7883, 8323), "2262-1": (10102, 10665, 11259)},
    "E": {"2244-1": (7635, 8061, 8510), "2244-2": (8061, 8510, 8984), "2262-1": (10905, 11513, 12155)},
}
DATES = {"A": date(2019, 8, 1), "B": date(2019, 9, 1), "E": date(2023, 1, 1)}
TITLES = {"2244-1": "Captain I", "2244-2": "Captain II", "2262-1": "Deputy Chief I"}


def rate(appendix: str, code: str, step: int, period: Period, amount: int, **more: str) -> Rate:
    known = Rate(
        document_id="d",
        period=period,
        amount=amount,
        amount_orig=f"{amount // 100}.{amount % 100:02d}",
        step=str(step),
        step_order=step,
        appendix=appendix,
        operative_date=DATES[appendix],
        class_code=code,
        class_title=TITLES[code],
        rate_id=f"d/{appendix}/{code}/{step}/{period}",
    )
    return replace(known, **more)  # type: ignore[arg-type]


def clean() -> list[Rate]:
    return [
        rate(appendix, code, step, period, amount * factor)
        for appendix, classes in LADDERS.items()
        for code, ladder in classes.items()
        for step, amount in enumerate(ladder, 1)
        for period, factor in (("HR", 1), ("BW", 80))
    ]


def checks(rates: list[Rate], severity: str | None = None) -> set[str]:
    return {f.check for f in check_consistency(rates, ()) if severity in (None, f.severity)}


def relabel(rates: list[Rate], appendix: str, labels: dict[str, str], *fields: str) -> list[Rate]:
    def one(known: Rate) -> Rate:
        code = labels.get(known.class_code or "")
        if known.appendix != appendix or code is None:
            return known
        new = {"class_code": code, "class_title": TITLES[code]}
        return replace(known, **{name: new[name] for name in fields})  # type: ignore[arg-type]

    return [one(known) for known in rates]


def test_a_clean_table_says_nothing() -> None:
    assert check_consistency(clean(), ()) == ()
    assert check_consistency([], ()) == ()


SWAPPED = {"2244-1": "2244-2", "2244-2": "2244-1"}


@pytest.mark.parametrize("appendix", ["A", "B", "E"])
def test_labels_swapped_between_two_classes_are_seen(appendix: str) -> None:
    found = checks(relabel(clean(), appendix, SWAPPED, "class_code", "class_title"))
    assert "class_order" in found
    assert "class_label" not in found


def test_titles_swapped_between_two_codes_are_errors() -> None:
    assert "class_label" in checks(relabel(clean(), "B", SWAPPED, "class_title"), "error")


def test_a_title_in_capitals_is_no_other_title() -> None:
    rates = [replace(r, class_title=(r.class_title or "").upper()) if r.appendix == "B" else r for r in clean()]
    assert checks(rates) == set()


def test_a_doubled_row_is_a_warning_and_an_error_with_other_amounts() -> None:
    extra = rate("B", "2244-1", 1, "HR", 7073, rate_id="twice")
    assert checks([*clean(), extra], "warning") == {"duplicate_rate"}
    assert "duplicate_rate" in checks([*clean(), replace(extra, amount=7037)], "error")


def drop(keep: Callable[[Rate], bool]) -> list[Rate]:
    return [known for known in clean() if keep(known)]


def test_a_dropped_row_class_and_step_are_seen() -> None:
    row = drop(lambda r: (r.appendix, r.class_code, r.period) != ("B", "2244-2", "BW"))
    assert checks(row) == {"missing_row"}
    assert "missing_row" in checks(drop(lambda r: (r.appendix, r.class_code) != ("B", "2244-2")))
    assert "step_set" in checks(drop(lambda r: (r.appendix, r.class_code, r.step) != ("B", "2244-2", "2")))
    assert "step_set" in checks(drop(lambda r: (r.appendix, r.class_code, r.step) != ("B", "2244-2", "3")))
    assert "step_set" in checks(drop(lambda r: r.rate_id != "d/A/2244-1/2/HR"))


def test_a_step_number_that_one_class_alone_skips_is_told() -> None:
    """Rows of steps are counted, so that a misprinted last step leaves no place blank."""

    def renumber(code: str) -> list[Rate]:
        return [replace(r, step="4") if r.step == "3" and (r.class_code == code or not code) else r for r in clean()]

    steps = sorted({r.step for r in clean() if r.class_code == "2244-2"})
    assert steps[-1] == "3", steps
    assert "step_set" in checks(renumber("2244-2"))
    assert "step_set" not in checks(renumber(""))  # all classes print it so


def test_rows_that_are_each_printed_in_a_period_of_their_own_are_not_missed_in_the_others() -> None:
    """Columns "Base Hourly", "Hourly with add-on", "Biweekly": nothing is printed in two periods."""
    named = {"HR": ("base", "Base Hourly"), "BW": ("total", "Biweekly Rate")}
    rates = [replace(r, component=named[r.period][0], component_name=named[r.period][1]) for r in clean()]  # type: ignore[arg-type]
    assert "missing_row" not in checks(rates)
    added = [replace(r, component="total", component_name="Hourly Rate") for r in rates if r.period == "HR"]
    assert "missing_row" not in checks([*rates, *added])


def test_a_pay_period_that_one_class_alone_lacks_and_prints_elsewhere_is_an_error() -> None:
    lone = drop(lambda r: (r.appendix, r.class_code, r.period) != ("B", "2244-2", "BW"))
    assert checks(lone, "error") == {"missing_row"}
    appendix = drop(lambda r: (r.appendix, r.period) != ("B", "BW"))  # an appendix may print hours alone
    assert checks(appendix, "error") == set()


def test_a_row_without_a_class_among_classes_is_an_error_that_names_its_twin() -> None:
    twice = [replace(r, class_code=None, class_title=None, rate_id=f"{r.rate_id}/twice") for r in clean()
             if (r.appendix, r.class_code, r.period) == ("B", "2244-2", "BW")]  # fmt: skip
    [found] = [f for f in check_consistency([*clean(), *twice], ()) if f.severity == "error"]
    assert (found.check, found.column, found.key) == ("class_label", "class_code", "d/B/2244-2/1/BW/twice")
    assert "repeats that of class 2244-2" in found.message
    assert check_consistency([replace(r, class_code=None, class_title=None) for r in clean()], ()) != ()


def test_a_row_without_a_name_beside_the_named_row_of_its_period_is_an_error() -> None:
    named = [replace(r, component_name="Regular Pay") for r in clean()]
    twice = [replace(r, rate_id=f"{r.rate_id}/twice") for r in clean() if r.rate_id.startswith("d/B/2262-1")]
    found = {(f.check, f.column) for f in check_consistency([*named, *twice[:1]], ()) if f.severity == "error"}
    assert found == {("class_label", "component_name")}


@pytest.mark.parametrize(("wrong", "errors"), [("2263-1", 1), ("2226-1", 1), ("9999-9", 0)])
def test_a_code_one_slip_from_that_of_its_title_elsewhere_is_an_error(wrong: str, errors: int) -> None:
    rates = [replace(r, class_code=wrong) if (r.appendix, r.class_code) == ("B", "2262-1") else r for r in clean()]
    found = [f for f in check_consistency(rates, ()) if f.severity == "error"]
    assert [(f.check, f.printed, f.expected) for f in found] == [("class_label", wrong, "2262-1")] * errors


def test_a_class_whose_steps_fall_where_they_rise_elsewhere_is_an_error() -> None:
    assert checks(with_ladder("B", "2262-1", (10665, 10102, 11259)), "error") == {"ladder"}
    falling = [replace(r, amount=20000 - r.amount) if r.period == "HR" else r for r in clean()]
    assert "ladder" not in checks(falling, "error")


def test_a_step_added_by_a_later_appendix_is_no_finding() -> None:
    assert checks(drop(lambda r: (r.appendix, r.step) != ("A", "3"))) == set()  # MOU 28 adds step 7 in appendix B


def with_ladder(appendix: str, code: str, ladder: tuple[int, ...]) -> list[Rate]:
    def one(known: Rate) -> Rate:
        if (known.appendix, known.class_code) != (appendix, code):
            return known
        return replace(known, amount=ladder[known.step_order - 1] * (80 if known.period == "BW" else 1))

    return [one(known) for known in clean()]


def test_two_columns_of_a_class_swapped_break_the_ladder() -> None:
    assert "ladder" in checks(with_ladder("B", "2262-1", (10665, 10102, 11259)))


def test_a_class_shifted_by_one_step_rises_unlike_the_others() -> None:
    assert "class_increase" in checks(with_ladder("B", "2262-1", (10665, 11259, 11886)))
    assert "class_increase" in checks(with_ladder("E", "2262-1", (10329, 10905, 11513)))


def test_two_documents_that_differ_on_a_class_and_date() -> None:
    other = [replace(r, document_id="e", rate_id="e" + r.rate_id) for r in clean() if r.appendix == "B"]
    assert checks(clean() + other) == set()
    other[0] = replace(other[0], amount=other[0].amount + 10)
    assert "document_agreement" in checks(clean() + other, "warning")


@pytest.mark.corpus
@pytest.mark.parametrize("mou", ["25", "28", "30"])
def test_the_printed_agreements_are_consistent(corpus: Path, mou: str) -> None:
    rates = []
    with (corpus / "truth" / "salary_rates.csv").open(newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            if row["mou_number"] == mou:
                rates.append(_agreement_rate(number, row))
    assert rates
    assert [f.message for f in check_consistency(rates, ())] == []


def _agreement_rate(number: int, row: dict[str, str]) -> Rate:
    return Rate(
        document_id=row["mou_number"],
        period=row["period"],  # type: ignore[arg-type]
        amount=int(Decimal(row["amount"]) * 100),
        amount_orig=row["amount"],
        step=row["step"],
        step_order=int(row["step"]),
        component=row["component"],  # type: ignore[arg-type]
        component_name=row["component_name"] or None,
        appendix=row["appendix"],
        operative_date=date.fromisoformat(row["operative_date"]),
        class_code=row["class_code"],
        class_title=row["class_title"],
        range_code=row["range_code"] or None,
        rate_id=str(number),
    )


@pytest.mark.corpus
def test_a_city_schedule_of_one_date_is_consistent(corpus: Path) -> None:
    rates = []
    periods: tuple[Period, ...] = ("HR", "BW", "MO", "YR")
    with (corpus / "truth" / "santa-monica-2009-10.csv").open(newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines)):
            for period in periods:
                rates.append(
                    Rate(
                        document_id="city",
                        period=period,
                        amount=int(Decimal(row[period]) * 100),
                        amount_orig=row[period],
                        step=row["step"],
                        step_order=int(row["step"]),
                        class_code=row["class_code"],
                        class_title=row["class_title"],
                        bargaining_unit=row["bu"],
                        range_code=row["grade"],
                        rate_id=f"{number}/{period}",
                    )
                )
    assert [f.message for f in check_consistency(rates, ())] == []


def even_class(*steps: int) -> list[Rate]:
    """One class of one date, whose steps are five percent apart, in the order given."""
    ladder = [2000, 2100, 2205, 2315, 2431, 2553]
    return [
        rate("A", "2244-1", place, period, ladder[step - 1] * factor)
        for place, step in enumerate(steps, 1)
        for period, factor in (("HR", 1), ("BW", 80))
    ]


def test_two_exchanged_steps_of_an_even_ladder_are_one_error_without_any_other_appendix() -> None:
    [found] = check_consistency(even_class(1, 2, 4, 3, 5, 6), ())
    assert (found.check, found.severity, found.key) == ("ladder", "error", "d/A/2244-1/4/HR")
    assert (found.printed, found.expected) == ("22.05", "23.15")


def test_a_fall_that_no_exchange_explains_is_a_warning() -> None:
    rates = [replace(r, amount=r.amount // 2) if r.step == "6" else r for r in even_class(1, 2, 3, 4, 5, 6)]
    assert checks(rates, "error") == set()
    assert [f.severity for f in check_consistency(rates, ())] == ["warning"]
