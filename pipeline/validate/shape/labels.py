"""Class codes and titles must name the same class everywhere, and a rate must be printed once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.findings import Finding, Severity
from pipeline.models import Rate
from pipeline.validate.shape.rosters import find

_CLASS_FIELDS = 8
"""Of what tells one printed rate from another, the first ones tell its class and table."""
_SCHEDULE = 4
"""So many amounts must be printed twice, and so large a share of a class, to be a second schedule."""
_WHOLE = 0.75


def check_duplicates(rates: Sequence[Rate]) -> list[Finding]:
    """A rate printed twice: an error where the amounts differ on one page, else a warning.

    Tables on different pages may be told apart by a title that no column holds. A class that is printed twice as a
    whole is one warning: two schedules, and nothing says which is which.
    """
    groups: dict[tuple[object, ...], list[Rate]] = defaultdict(list)
    for rate in rates:
        groups[_identity(rate)].append(rate)
    if len(groups) == len(rates):
        return []
    findings = []
    classes: dict[tuple[object, ...], list[list[Rate]]] = defaultdict(list)
    for place, group in groups.items():
        classes[place[:_CLASS_FIELDS]].append(group)
    for found in classes.values():
        twice = [group for group in found if len(group) > 1]
        if len(twice) >= _SCHEDULE and _WHOLE * len(found) <= len(twice):
            rate = twice[0][1]
            differ = any(rate.amount != group[0].amount for group in twice for rate in group)
            why = "at other amounts; no title tells the two schedules apart" if differ else "at the same amounts"
            name = rate.class_code or rate.class_title
            message = f"class {name} is printed twice in appendix {rate.appendix or '-'}, {why}"
            findings.append(find(rate, "duplicate_rate", "warning", message, "amount"))
        else:
            findings += _twice(twice)
    return findings


def _twice(groups: Sequence[Sequence[Rate]]) -> list[Finding]:
    """A finding for each amount that has a namesake."""
    findings = []
    for first, *others in groups:
        for rate in others:
            differs = rate.amount != first.amount
            severity: Severity = "error" if differs and rate.page_number == first.page_number else "warning"
            verb = f"with {rate.amount_orig} and with {first.amount_orig}" if differs else "twice"
            message = f"{_describe(rate)} is printed {verb} in appendix {rate.appendix or '-'}"
            findings.append(find(rate, "duplicate_rate", severity, message, "amount"))
    return findings


def check_labels(rates: Sequence[Rate]) -> list[Finding]:
    """A code with two titles, a title with two codes, within a document; the rarer pairing is named."""
    findings = []
    by_document: dict[str, list[Rate]] = defaultdict(list)
    for rate in rates:
        if rate.class_code and rate.class_title:
            by_document[rate.document_id].append(rate)
    for found in by_document.values():
        findings += _conflicts(found) or _renumbered(found)
    return findings


def mend_codes(rates: Sequence[Rate], findings: Sequence[Finding]) -> Sequence[Rate]:
    """The rates, those under a wrong class code with the code they must have: it is told already."""
    keys = {finding.key: finding.expected for finding in findings if finding.column == "class_code"}
    wrong = {_class_of(rate): keys[rate.rate_id] for rate in rates if keys.get(rate.rate_id)}
    if not wrong:
        return rates
    return [replace(rate, class_code=wrong[_class_of(rate)]) if _class_of(rate) in wrong else rate for rate in rates]


def _class_of(rate: Rate) -> tuple[str | None, ...]:
    return rate.document_id, rate.appendix, rate.class_code, _title(rate)


def _renumbered(rates: Sequence[Rate]) -> list[Finding]:
    """Titles whose code differs by one slip from that of the other appendices; one finding per appendix.

    A title that one appendix prints with several codes tells no class, and a code that the usual one's
    appendix prints too is another class.
    """
    codes: dict[str | None, dict[str | None, set[str | None]]] = defaultdict(lambda: defaultdict(set))
    where: dict[str | None, set[str | None]] = defaultdict(set)
    first: dict[tuple[str | None, ...], Rate] = {}
    for rate in rates:
        codes[_title(rate)][rate.appendix].add(rate.class_code)
        where[rate.class_code].add(rate.appendix)
        first.setdefault((_title(rate), rate.appendix), rate)
    findings = []
    for title, by_appendix in codes.items():
        if len(by_appendix) < 2 or any(len(found) > 1 for found in by_appendix.values()):
            continue
        usual = Counter(code for found in by_appendix.values() for code in found).most_common(1)[0][0]
        for appendix, (code,) in by_appendix.items():
            if code != usual and where[code].isdisjoint(where[usual]) and _is_one_slip(code or "", usual or ""):
                rate = first[title, appendix]
                message = f"{rate.class_title} has the class code {code} here, {usual} elsewhere"
                findings.append(replace(find(rate, "class_label", "error", message, "class_code"),
                                        printed=code, expected=usual))  # fmt: skip
    return findings


def _is_one_slip(code: str, other: str) -> bool:
    """Whether one character differs, or two stand in each other's place."""
    if len(code) != len(other):
        return False
    differing = [i for i, (one, two) in enumerate(zip(code, other, strict=True)) if one != two]
    swapped = len(differing) == 2 and sorted(code[i] for i in differing) == sorted(other[i] for i in differing)
    return len(differing) == 1 or swapped


def check_run_on_titles(rates: Sequence[Rate]) -> list[Finding]:
    """A title with a figure that lacks the range or code the others of its table print: the next cell may be in it.

    As where a long title is printed over the column beside it.
    """
    tables: dict[tuple[object, ...], dict[str, Rate]] = defaultdict(dict)
    for rate in rates:
        if rate.class_title:
            table = (rate.document_id, rate.page_number, rate.appendix, rate.operative_date)
            tables[table].setdefault(rate.class_title, rate)
    findings = []
    for classes in tables.values():
        if not any(map(str.isdigit, "".join(classes))):
            continue
        for column in ("range_code", "class_code"):
            lacking = [rate for rate in classes.values() if getattr(rate, column) is None]
            others = [rate.class_title or "" for rate in classes.values() if getattr(rate, column) is not None]
            if len(others) < max(len(lacking), 2) or any(map(str.isdigit, "".join(others))):
                continue
            name = column.replace("_", " ")
            findings += [
                find(
                    rate,
                    "class_label",
                    "warning",
                    f"{rate.class_title} has no {name}, and a figure in its title",
                    column,
                )
                for rate in lacking
                if any(map(str.isdigit, rate.class_title or ""))
            ]
    return findings


def check_documents(rates: Sequence[Rate]) -> list[Finding]:
    """The same class, date, component, step and period in two documents must have the same amount."""
    groups: dict[tuple[object, ...], dict[str, Rate]] = defaultdict(dict)
    for rate in rates:
        if rate.class_code and rate.operative_date:
            key = (rate.class_code, rate.operative_date, rate.component, rate.percent, rate.step_order, rate.period)
            groups[key].setdefault(rate.document_id, rate)
    findings = []
    for group in groups.values():
        first, *others = group.values()
        for rate in others:
            if rate.amount != first.amount and _titles_agree(rate, first):
                message = f"{_describe(rate)} is {rate.amount_orig} here and {first.amount_orig} in {first.document_id}"
                findings.append(find(rate, "document_agreement", "warning", message, "amount"))
    return findings


def _identity(rate: Rate) -> tuple[object, ...]:
    """All that tells one printed rate from another."""
    return (
        rate.document_id,
        rate.appendix,
        rate.operative_date,
        rate.class_code,
        rate.class_title,
        rate.bargaining_unit,
        rate.range_code,
        rate.condition,
        rate.component,
        rate.component_name,
        rate.step,
        rate.period,
    )


def _conflicts(rates: Sequence[Rate]) -> list[Finding]:
    """Classes whose title is not the usual one of their code; one finding per table, code and title.

    The code is wrong where that of the title elsewhere is wanting in the table, else the title is.
    """
    titles: dict[str | None, Counter[str | None]] = defaultdict(Counter)
    codes: dict[str | None, Counter[str | None]] = defaultdict(Counter)
    there: dict[str | None, set[str | None]] = defaultdict(set)
    shown: dict[str | None, Rate] = {}
    for rate in rates:
        titles[rate.class_code][_title(rate)] += 1
        codes[_title(rate)][rate.class_code] += 1
        there[rate.appendix].add(rate.class_code)
        shown.setdefault(_title(rate), rate)
    findings: dict[tuple[str | None, ...], Finding] = {}
    for rate in rates:
        counts = titles[rate.class_code]
        usual = counts.most_common(1)[0][0]
        place = _class_of(rate)
        if len(counts) == 1 or _title(rate) == usual or place in findings:
            continue
        message = f"class code {rate.class_code} stands with the title {_title(rate)} here, with {usual} elsewhere"
        code = codes[_title(rate)].most_common(1)[0][0]
        column, printed, expected = "class_title", rate.class_title, shown[usual].class_title
        if code != rate.class_code and code not in there[rate.appendix]:
            column, printed, expected = "class_code", rate.class_code, code
            message += f", where it has the code {code}"
        findings[place] = replace(find(rate, "class_label", "error", message, column),
                                  printed=printed, expected=expected)  # fmt: skip
    return list(findings.values())


def _title(rate: Rate) -> str | None:
    """The title without the accidents of typesetting."""
    return _plain(rate.class_title or "")


@lru_cache(maxsize=4096)
def _plain(title: str) -> str:
    """A title without letter case, spaces, dashes, final points; the same few titles stand on thousands of rates."""
    letters = "".join(letter if letter.isalnum() else " " for letter in title.casefold())
    return " ".join(letters.split())


def _titles_agree(rate: Rate, other: Rate) -> bool:
    """Whether two documents mean the same class: another employer can use the same code."""
    return not rate.class_title or not other.class_title or _title(rate) == _title(other)


def _describe(rate: Rate) -> str:
    """The rate in words."""
    name = f" {rate.component_name}" if rate.component_name else ""
    return f"class {rate.class_code or rate.class_title}{name}, step {rate.step}, {rate.period}"
