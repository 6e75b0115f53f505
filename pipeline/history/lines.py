"""Which amounts follow each other in time: classes across documents, and lines within a class."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Any

Row = Mapping[str, Any]
Line = tuple[str, ...]

_PERCENT = re.compile(r"\d+(?:\.\d+)?\s*(?:%|percent\b)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_KEPT = 65_536
"""Texts whose folded form is kept: a set of millions of amounts has few different labels."""


def class_of(row: Row) -> str:
    """The class within one employer: its code, or its title where it has none."""
    code = fold(row["class_code"])
    return f"code {code}" if code else f"title {fold(row['class_title'])}"


def line_of(row: Row) -> Line:
    """What tells a line from the others of its class.

    The percentage of a bonus is no part of it, a raised bonus goes on as the same; nor is the name of
    base pay, which one document prints and the next does not.
    """
    name = "" if row["component"] == "base" else _fold_name(row["component_name"])
    return fold(row["bargaining_unit"]), row["component"], name, _fold_step(row["step"]), row["period"]


@lru_cache(maxsize=_KEPT)
def _fold_name(name: str | None) -> str:
    return fold(_PERCENT.sub("", name or ""))


@lru_cache(maxsize=_KEPT)
def _fold_step(step: str) -> str:
    number = _NUMBER.search(step)
    return str(int(number.group())) if number else fold(step)


@lru_cache(maxsize=_KEPT)
def fold(text: str | None) -> str:
    """Without the accidents of typesetting: letter case, spaces, dashes, points."""
    return " ".join("".join(char if char.isalnum() else " " for char in (text or "").casefold()).split())


@dataclass(slots=True)
class Naming:
    """What one document says of one class, as far as it tells whose class it is."""

    document_id: str
    employer: str
    """Folded; empty where the document names none."""
    titles: set[str] = field(default_factory=set)
    """Folded."""


@dataclass(slots=True)
class _Group:
    employer: str
    titles: set[str]
    documents: list[str]

    def holds(self, naming: Naming) -> bool:
        if naming.employer:
            return is_same_employer(self.employer, naming.employer)
        return not self.titles or not naming.titles or not self.titles.isdisjoint(naming.titles)


def is_same_employer(one: str, other: str) -> bool:
    """Whether two folded names mean one employer: up to what follows, "city of x", "city of x department of y".

    Title pages run names together with the next line, so that four words in common are enough.
    """
    words = (one.split(), other.split())
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*words, strict=False)))
    return 0 < common >= min(4, *map(len, words))


def group_documents(namings: Iterable[Naming]) -> list[Sequence[str]]:
    """Documents that mean the same class by one code: of one employer, or of one title where none is named.

    A document that could belong to several employers stands alone.
    """
    groups: list[_Group] = []
    for naming in sorted(namings, key=lambda one: (not one.employer, one.document_id)):
        fitting = [group for group in groups if group.holds(naming)]
        if len(fitting) == 1:
            fitting[0].documents.append(naming.document_id)
            fitting[0].titles |= naming.titles
        else:
            groups.append(_Group(naming.employer, set(naming.titles), [naming.document_id]))
    return [group.documents for group in groups]
