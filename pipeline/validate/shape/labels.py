"""Class codes and titles must name the same class everywhere, and a rate must be printed once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.findings import Finding, Severity
from pipeline.models import Rate
from pipeline.validate.shape.rosters import find

Name = Callable[[Rate], str | None]


def check_duplicates(rates: Sequence[Rate]) -> list[Finding]:
    """A rate printed twice: an error where the amounts differ on one page, else a warning.

    Tables on different pages may be told apart by a title that no column holds.
    """
    groups: dict[tuple[object, ...], list[Rate]] = defaultdict(list)
    for rate in rates:
        groups[_identity(rate)].append(rate)
    findings = []
    for group in groups.values():
        first = group[0]
        for rate in group[1:]:
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
        conflicts = _conflicts(found, _code, _title, "class code {} stands with the title {} here, with {} elsewhere")
        findings += conflicts or _renumbered(found)
    return findings


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
        rate.component,
        rate.component_name,
        rate.step,
        rate.period,
        rate.condition,
    )


def _conflicts(rates: Sequence[Rate], one: Name, other: Name, wording: str) -> list[Finding]:
    """Rates whose ``other`` name is not the usual one of their ``one`` name; one finding per table and name."""
    names: dict[str | None, Counter[str | None]] = defaultdict(Counter)
    for rate in rates:
        names[one(rate)][other(rate)] += 1
    findings: dict[tuple[object, ...], Finding] = {}
    for rate in rates:
        counts = names[one(rate)]
        if len(counts) > 1 and other(rate) != (usual := counts.most_common(1)[0][0]):
            message = wording.format(one(rate), other(rate), usual)
            place = (rate.document_id, rate.appendix, one(rate), other(rate))
            findings.setdefault(place, find(rate, "class_label", "error", message, "class_title"))
    return list(findings.values())


def _code(rate: Rate) -> str | None:
    """The code as printed."""
    return rate.class_code


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
