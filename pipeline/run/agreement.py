"""What several documents say of the same class at the same date, and where they contradict each other."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, TypeAlias

from pipeline.findings import Finding
from pipeline.published.blocks import Block, rows_in
from pipeline.published.readback import rate_of

Subject: TypeAlias = "tuple[str, str]"
"""A class by its code, and a date."""


def digest_subjects(rates: Iterable[Mapping[str, Any]]) -> dict[Subject, str]:
    """What a document says of each class and date, in few characters: where they are alike, nothing contradicts.

    Args:
        rates: Rows of ``salary_rates`` of one document; of two amounts for one place the first counts.
    """
    amounts: defaultdict[tuple[str, date], dict[tuple[object, ...], object]] = defaultdict(dict)
    for rate in rates:
        if rate["class_code"] and rate["operative_date"]:
            amounts[rate["class_code"], rate["operative_date"]].setdefault(_place(rate), rate["amount"])
    return {(code, day.isoformat()): _digest(told) for (code, day), told in amounts.items()}


_place = itemgetter("component", "percent", "step_order", "period")
"""What ``check_documents`` compares amounts by, within a class and date."""


def _digest(told: Mapping[tuple[object, ...], object]) -> str:
    return hashlib.sha256("\n".join(sorted(map(repr, told.items()))).encode()).hexdigest()[:16]


def find_across(told: Mapping[str, Mapping[Subject, str]], rates: Mapping[str, Block]) -> list[Finding]:
    """Findings on what several documents say of the same class at the same date.

    Only rates that are told more than once, and not alike, are turned into records: in a set of
    thousands of agreements nearly every class stands in one.

    Args:
        told: What ``digest_subjects`` gives, by ``document_id``.
        rates: The documents' ``salary_rates``.
    """
    differing = _told_differently(told)
    if not differing:
        return []
    from pipeline.validate.shape.labels import check_documents  # noqa: PLC0415 - most sets have nothing to compare

    found = [
        rate_of(row)
        for name, subjects in told.items()
        if not differing.isdisjoint(subjects)
        for row in _rows_on(differing, rates[name])
    ]
    return check_documents(found)


def _told_differently(told: Mapping[str, Mapping[Subject, str]]) -> set[Subject]:
    first: dict[Subject, str] = {}
    return {
        subject
        for subjects in told.values()
        for subject, digest in subjects.items()
        if first.setdefault(subject, digest) != digest
    }


def _rows_on(subjects: set[Subject], rates: Block) -> Sequence[dict[str, Any]]:
    told = rows_in(rates, ("class_code", "operative_date"))
    where = [place for place, row in enumerate(told) if (row["class_code"], str(row["operative_date"])) in subjects]
    return rows_in(rates, where=where)
