"""What only several documents together tell, and what was accepted of all that was found.

Works on the rows of the whole set just before it is published; nothing here needs a document again,
so a changed waiver costs no reading. Rows stream from the cache to the files: those of thousands of
agreements do not fit into memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from pipeline.corrections import Correction, apply_corrections, load_corrections
from pipeline.errors import NothingPublishedError
from pipeline.findings import Finding
from pipeline.history import PayHistory
from pipeline.published.readback import finding_of, rate_of
from pipeline.published.rows import finding_rows
from pipeline.run.cache import Rows, load_rows
from pipeline.validate.waivers import apply_waivers, load_waivers

HELD = 32 << 20
"""Bytes of cache files up to which a set's rows are held in memory, where they take some twenty times that."""


class KeptRows(Mapping[str, Rows]):
    """The rows of each document by its id, from the cache; read again at each access unless they are few.

    Args:
        paths: File of the cache by ``document_id``.
    """

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = dict(sorted(paths.items()))
        self._held: dict[str, Rows] | None = {} if sum(_size(path) for path in paths.values()) <= HELD else None

    def __getitem__(self, document_id: str) -> Rows:
        """Rows of one document.

        Raises:
            NothingPublishedError: They are damaged; the next run reads the document again.
        """
        if self._held is not None and document_id in self._held:
            return self._held[document_id]
        path = self._paths[document_id]
        rows = load_rows(path)
        if rows is None:
            path.unlink(missing_ok=True)
            raise NothingPublishedError(f"the rows kept of {document_id} are damaged", "run again: it is read anew")
        if self._held is not None:
            self._held[document_id] = rows
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def bring_together(documents: Mapping[str, Rows]) -> Iterator[Rows]:
    """The rows to publish: those of each document, and what was found or accepted about all of them.

    Args:
        documents: Rows of each document by its id, as they were read.

    Raises:
        WaiverError: ``schemas/waivers.toml`` or ``schemas/corrections.toml`` is malformed.
    """
    history = PayHistory(documents)
    waivers, corrections = load_waivers(), load_corrections()
    across = find_across(documents)
    if corrections:
        across += [finding for rows in documents.values() for finding in _correct(rows, corrections)[1]]
    if not across and not waivers:
        for name, rows in documents.items():
            yield {**_correct(rows, corrections)[0], **history.rows_of(name, rows)}
        return
    own = [finding_of(row) for rows in documents.values() for row in rows.get("findings", ())]
    hashes = {name: str(rows["documents"][0]["sha256"]) for name, rows in documents.items()}
    by_document: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in apply_waivers([*own, *across], waivers, hashes):
        by_document[finding.document_id].append(finding)
    for name, rows in documents.items():
        corrected, _ = _correct(rows, corrections)
        yield {**corrected, **history.rows_of(name, rows), "findings": finding_rows(by_document[name])}


def _correct(rows: Rows, corrections: Sequence[Correction]) -> tuple[Rows, list[Finding]]:
    """The rows with accepted amounts beside the printed ones, and corrections that fit no amount."""
    if not corrections:
        return rows, []
    rates, unused = apply_corrections(rows.get("salary_rates", ()), rows["documents"][0], corrections)
    return ({**rows, "salary_rates": rates} if rates else rows), unused


def find_across(documents: Mapping[str, Rows]) -> list[Finding]:
    """Findings on what several documents say of the same class at the same date.

    Only rates that are told more than once, and not alike, are turned into records: in a set of
    thousands of agreements nearly every class stands in one.
    """
    shared = _told_more_than_once(documents)
    differing = _told_differently(documents, shared) if shared else frozenset()
    if not differing:
        return []
    from pipeline.validate.shape.labels import check_documents  # noqa: PLC0415 - most sets have nothing to compare

    return check_documents(
        [rate_of(row) for rows in documents.values() for row in _coded_rates(rows) if _place(row) in differing]
    )


def _told_differently(
    documents: Mapping[str, Rows], shared: Set[tuple[object, object]]
) -> frozenset[tuple[object, ...]]:
    """Places in pay tables for which not all amounts are the same."""
    amounts: dict[tuple[object, ...], object] = {}
    differing = set()
    for rows in documents.values():
        for row in _coded_rates(rows):
            if _subject(row) in shared and amounts.setdefault(_place(row), row["amount"]) != row["amount"]:
                differing.add(_place(row))
    return frozenset(differing)


def _told_more_than_once(documents: Mapping[str, Rows]) -> set[tuple[object, object]]:
    """Classes and dates that stand in several documents."""
    first: dict[tuple[object, object], str] = {}
    shared = set()
    for name, rows in documents.items():
        for subject in {_subject(row) for row in _coded_rates(rows)}:
            if first.setdefault(subject, name) != name:
                shared.add(subject)
    return shared


def _coded_rates(rows: Rows) -> Iterator[Mapping[str, Any]]:
    return (row for row in rows.get("salary_rates", ()) if row["class_code"])


def _subject(row: Mapping[str, Any]) -> tuple[object, object]:
    return row["class_code"], row["operative_date"]


def _place(row: Mapping[str, Any]) -> tuple[object, ...]:
    """No finer than what ``check_documents`` compares, so that no contradiction is lost."""
    what = row["component"], row["percent"], row["step_order"], row["period"]
    return row["class_code"], row["operative_date"], *what


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
