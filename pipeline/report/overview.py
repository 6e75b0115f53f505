"""Documents and their health: what each is, how its pages were read, how much of its pay is proved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.explain.evidence import Evidence
from pipeline.explain.sources import SourceFile
from pipeline.models import Rate
from pipeline.validate.arithmetic.telling import OCR_READERS
from pipeline.validate.published import PublishedSet

STATUSES = ("ok", "unverified", "suspect", "repaired")
_ORIGINS = {"text": "plain text", "text_layer": "text layer", "ocr": "recognised (OCR)", "mixed": "text layer and OCR"}
_KINDS = {
    "mou": "Memorandum of understanding",
    "terms": "Terms of employment",
    "salary_schedule": "Salary schedule",
    "news": "News article",
    "other": "Other document",
}


def build_documents(
    published: PublishedSet, evidence: Evidence, sources: Mapping[str, SourceFile]
) -> list[dict[str, Any]]:
    """One dictionary per document for the template: its row, counts, pages and trouble with its file."""
    rates: dict[str, list[Rate]] = defaultdict(list)
    for rate in evidence.rates.values():
        rates[rate.document_id].append(rate)
    counts = {name: _count(published, name) for name in ("articles", "clauses", "terms", "tables")}
    findings = published.rows("findings")
    documents = []
    for row in published.rows("documents"):
        name = row["document_id"]
        own = [finding for finding in findings if finding["document_id"] == name]
        documents.append(
            dict(row)
            | {
                "heading": _heading(row),
                "kind_label": _KINDS.get(row["kind"], row["kind"]),
                "origin_label": _ORIGINS.get(row["text_origin"], "not read"),
                "trouble": None if sources[name].is_missing else sources[name].trouble,
                "rates": len(rates[name]),
                "statuses": Counter(rate.status for rate in rates[name]),
                "severities": Counter(finding["severity"] for finding in own if not finding["waived"]),
                "unread": sum(finding["check"] == "unread_number" for finding in own),
                "counts": {table: counts[table][name] for table in counts},
                "strip": _strip(row, rates[name], own),
                "readers": _readers(rates[name], row),
            }
        )
    return documents


def build_totals(documents: Iterable[Mapping[str, Any]], evidence: Evidence) -> dict[str, Any]:
    """Figures of the whole set, for the head of the report."""
    listed = list(documents)
    statuses: Counter[str] = sum((document["statuses"] for document in listed), Counter())
    severities: Counter[str] = sum((document["severities"] for document in listed), Counter())
    amounts = sum(statuses.values())
    return {
        "documents": len(listed),
        "failed": sum(document["status"] != "ok" for document in listed),
        "pages": sum(document["pages"] or 0 for document in listed),
        "amounts": amounts,
        "statuses": statuses,
        "severities": severities,
        "share": _share(statuses["ok"] + statuses["repaired"], amounts),
        "identities": sum(identity.hard for identity in evidence.identities),
        "broken": sum(identity.hard and not evidence.holds(identity) for identity in evidence.identities),
        "unread": sum(document["unread"] for document in listed),
    }


def _share(part: int, whole: int) -> str:
    """A percentage that says 100 only of all, 0 only of none."""
    if not whole:
        return "-"
    tenths = part * 1000 // whole
    if part and not tenths:
        tenths = 1
    return "100" if part == whole else f"{tenths // 10}.{tenths % 10}"


def _heading(row: Mapping[str, Any]) -> str:
    number = f"MOU {row['mou_number']}" if row["mou_number"] else None
    unit = row["unit_name"] or (row["title"] if not number else None)
    return " · ".join(part for part in (number, _calm(unit)) if part) or row["document_id"]


def _calm(title: str | None) -> str | None:
    """A title without its capitals, which shout in a list."""
    if title is None or not title.isupper():
        return title
    small = {"and", "of", "the", "for", "to", "in"}
    words = [word if word in small else word.capitalize() for word in title.lower().split()]
    return " ".join([words[0].capitalize(), *words[1:]])


def _count(published: PublishedSet, table: str) -> Counter[str]:
    return Counter(row["document_id"] for row in published.rows(table))


def _readers(rates: Iterable[Rate], row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What read the pay pages: reader and its pages in words."""
    pages: dict[str, set[int]] = defaultdict(set)
    for rate in rates:
        pages[rate.reader].add(rate.page_number or 0)
    if row["pages"] is None:
        return [(reader, "the whole text") for reader in pages]
    return [(reader, _pages_in_words(numbers)) for reader, numbers in sorted(pages.items())]


def _pages_in_words(numbers: Iterable[int]) -> str:
    """``pages 34-38, 41``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    texts = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs]
    return ("page " if len(texts) == 1 and len(runs[0]) == 1 else "pages ") + ", ".join(texts)


def _strip(
    row: Mapping[str, Any], rates: Iterable[Rate], findings: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """One dictionary per page: what stands on it and what read it."""
    readers: dict[int, Counter[str]] = defaultdict(Counter)
    for rate in rates:
        readers[rate.page_number or 0][rate.reader] += 1
    graves = Counter(
        finding["page_number"] for finding in findings if finding["severity"] == "error" and not finding["waived"]
    )
    scanned = row["text_origin"] == "ocr"
    return [
        _tile(number, readers.get(number), graves[number], scanned=scanned)
        for number in range(1, (row["pages"] or 0) + 1)
    ]


def _tile(number: int, readers: Counter[str] | None, errors: int, *, scanned: bool) -> dict[str, Any]:
    kind = "pay" if readers else "prose"
    if scanned or (readers and set(readers) & OCR_READERS):
        kind += " ocr"
    amounts = f"{sum(readers.values())} amounts, read by {', '.join(sorted(readers))}" if readers else "no pay table"
    wrong = f", {errors} error{'s' if errors > 1 else ''}" if errors else ""
    label = f"Page {number}: {amounts}{wrong}"
    return {"number": number, "kind": kind, "errors": errors, "pay": bool(readers), "label": label}
