"""What only several documents together tell, and what was accepted of all that was found.

Works on the rows of the whole set just before it is published; nothing here needs a document again,
so a changed waiver costs no reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.cache import Rows
from pipeline.findings import Finding
from pipeline.readback import finding_of, rate_of
from pipeline.rows import finding_rows
from pipeline.validate.waivers import apply_waivers, load_waivers


def bring_together(documents: Mapping[str, Rows]) -> dict[str, Rows]:
    """The rows to publish: those of each document, with findings across documents and waivers applied.

    Args:
        documents: Rows of each document by its id, as they were read.

    Raises:
        WaiverError: ``schemas/waivers.toml`` is malformed.
    """
    across = find_across(documents)
    waivers = load_waivers()
    if not across and not waivers:
        return dict(documents)
    own = [finding_of(row) for rows in documents.values() for row in rows.get("findings", ())]
    hashes = {name: str(rows["documents"][0]["sha256"]) for name, rows in documents.items()}
    by_document: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in apply_waivers([*own, *across], waivers, hashes):
        by_document[finding.document_id].append(finding)
    return {name: {**rows, "findings": finding_rows(by_document[name])} for name, rows in documents.items()}


def find_across(documents: Mapping[str, Rows]) -> list[Finding]:
    """Findings on what several documents say of the same class at the same date."""
    from pipeline.validate.labels import check_documents  # noqa: PLC0415 - most sets have nothing to compare

    shared = _rates_told_twice(documents.values())
    return check_documents([rate_of(row) for row in shared]) if shared else []


def _rates_told_twice(documents: Iterable[Rows]) -> Sequence[Mapping[str, Any]]:
    """Rows of ``salary_rates`` whose class and date stand in more than one document.

    Only these are turned into records: in a set of thousands of agreements nearly every class stands in one.
    """
    tellers: defaultdict[tuple[object, object], set[object]] = defaultdict(set)
    rows = [row for tables in documents for row in tables.get("salary_rates", ()) if row["class_code"]]
    for row in rows:
        tellers[row["class_code"], row["operative_date"]].add(row["document_id"])
    return [row for row in rows if len(tellers[row["class_code"], row["operative_date"]]) > 1]
