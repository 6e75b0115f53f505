"""Grades of one class: "Clerk II" is paid more than "Clerk I", at every step.

In a document of one date nothing else tells that two classes print each other's amounts. It is a hint only: a school
district pays its second grade of one class less.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations

from pipeline.findings import Finding
from pipeline.validate.shape.rosters import ClassTable, Roster, find

_GRADE = re.compile(r"(?P<stem>.*\S)\s+(?P<grade>[IVX]{1,4}|\d)")
_ROMAN = {grade: at for at, grade in enumerate(("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"), 1)}
_RISING = 2
"""For each pair of grades that falls so many must rise; elsewhere 1 may be the highest grade."""
_LEAST_STEPS = 2


def check_grades(roster: Roster) -> list[Finding]:
    """Higher grades that are paid less than lower ones at every step; of classes that one appendix alone prints.

    Where classes stand in several appendices, those tell it.
    """
    counts = Counter(label for tables in roster.tables.values() for label in tables)
    rising, falling = 0, []
    for appendix in roster.appendices:
        tables = [table for label, table in roster.tables[appendix].items() if counts[label] == 1]
        for lower, higher in _pairs(tables):
            steps = lower.primary.keys() & higher.primary.keys()
            more = [higher.primary[step].amount - lower.primary[step].amount for step in steps]
            if len(more) < min(_LEAST_STEPS, len(lower.primary)):
                continue
            rising += all(each > 0 for each in more)
            falling += [(lower, higher)] if all(each < 0 for each in more) else []
    return [_finding(lower, higher) for lower, higher in falling if rising >= _RISING * len(falling)]


def _pairs(tables: list[ClassTable]) -> Iterator[tuple[ClassTable, ClassTable]]:
    """Two grades of one class in one pay period, the lower one first."""
    families: dict[tuple[str, str], dict[int, ClassTable]] = defaultdict(dict)
    for table in tables:
        first = next(iter(table.primary.values()), None)
        match = _GRADE.fullmatch((first.class_title or "").strip()) if first else None
        if first and match:
            grade = _ROMAN.get(match["grade"]) or (int(match["grade"]) if match["grade"].isdigit() else 0)
            families[match["stem"].casefold(), first.period].setdefault(grade, table)
    for family in families.values():
        for one, two in combinations(sorted(family), 2):
            yield family[one], family[two]


def _finding(lower: ClassTable, higher: ClassTable) -> Finding:
    rate, other = next(iter(higher.primary.values())), next(iter(lower.primary.values()))
    message = f"{rate.class_title} is paid less than {other.class_title} at every step: are their amounts exchanged?"
    return find(rate, "class_order", "warning", message, "class_title")
