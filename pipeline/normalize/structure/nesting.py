"""Where a marker stands among the clauses that are open: A > 1 > a > (1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.normalize.structure.markers import Marker

RANK: dict[str, int] = {
    "closing": 0, "head": 0, "part": 0, "step": 1, "I.": 2, "A.": 3, "decimal1": 3, "1.": 4, "decimal2": 4, "A)": 4,
    "a.": 5, "decimal3": 5, "(A)": 5, "(1)": 6, "1)": 6, "I)": 6, "decimal4": 6, "(a)": 7, "a)": 7, "decimal5": 7,
    "i.": 8, "(i)": 8, "i)": 8, "(I)": 8, "bullet": 9, "named": 10,
}  # fmt: skip
"""Outer to inner, where the document does not show it by its own nesting."""
INDENT = 3.0
"""Points: a smaller difference of two left edges is none."""
INNER_INDENT = 12.0
"""Points: a list set so much further in stands under the open clause, though its markers look the same."""
SKIPPED = 3
"""Markers that may be missing (lost at a page break) before a list is taken for another one."""


@dataclass(frozen=True, slots=True)
class Level:
    """An open clause."""

    style: str
    value: int
    label: str
    x0: float = 0.0
    """Where its marker stands, in points."""
    full: str = ""
    """The whole number of a decimal marker, and the number of one that decimals may follow: 1.2, 1."""
    sign: str = ""
    """Of a bullet, as printed."""


@dataclass(slots=True)
class Nesting:
    """The open clauses of an article, outermost first."""

    levels: list[Level] = field(default_factory=list)

    def close(self, x0: float | None) -> bool:
        """Close what a paragraph without a marker no longer belongs to.

        A bullet or a note is one paragraph; on a page, a clause ends where the text moves out to the left of
        its marker.

        Args:
            x0: Left edge of the paragraph; ``None`` where indents say nothing (text).

        Returns:
            Whether anything was closed.
        """
        count = len(self.levels)
        while self.levels and RANK[self.levels[-1].style] >= RANK["bullet"]:
            self.levels.pop()
        while x0 is not None and self.levels and self.levels[-1].x0 > x0 + INDENT:
            self.levels.pop()
        return len(self.levels) < count

    def open(self, marker: Marker, sure: bool, x0: float) -> bool:
        """Open the clause of a marker.

        Args:
            marker: The marker.
            sure: White space or a full stop before it says that a clause begins.
            x0: Where the marker stands.

        Returns:
            Whether the marker fits; a number at the start of a line that fits nowhere is text.
        """
        if marker.style in ("closing", "head", "part", "step", "bullet", "named") or marker.style.startswith("decimal"):
            self._open_uncounted(marker, x0)
            return True
        readings = _readings(marker)
        for style, value in readings:
            if (place := self._find_successor(style, value, x0)) is not None:
                self._replace(place, _make_level(style, value, marker.label, x0))
                return True
        style, value = next(((style, value) for style, value in readings if value == 1), readings[0])
        if value != 1 and not (sure and self._may_lack_its_start(style, value)):
            return False
        self._push(_make_level(style, value, marker.label, x0))
        return True

    def _find_successor(self, style: str, value: int, x0: float) -> int | None:
        """The innermost open list that the value continues, exactly if there is one; of several the one at its edge."""
        for slack in range(1, SKIPPED + 1):
            places = [
                place
                for place in range(len(self.levels) - 1, -1, -1)
                if self.levels[place].style == style and value - self.levels[place].value == slack
            ]
            if places:
                return next((place for place in places if abs(self.levels[place].x0 - x0) <= INDENT), places[0])
        return None

    def _may_lack_its_start(self, style: str, value: int) -> bool:
        current = [level.value for level in self.levels if level.style == style]
        return value > max(current) if current else value <= SKIPPED

    def _replace(self, place: int, level: Level) -> None:
        del self.levels[place:]
        self.levels.append(level)

    def _push(self, level: Level) -> None:
        """Under the innermost open clause of a lower rank; a list that starts again replaces the one before."""
        inner = level.value == 1 and bool(self.levels) and level.x0 > self.levels[-1].x0 + INNER_INDENT
        for place, other in enumerate(self.levels):
            if other.style == level.style and not inner:
                self._replace(place, level)
                return
        while self.levels and not _holds(self.levels[-1], level):
            self.levels.pop()
        self.levels.append(level)

    def _open_uncounted(self, marker: Marker, x0: float) -> None:
        """Clauses that are no list, or whose label says the whole path."""
        if marker.style.startswith("decimal"):
            self._close_sibling(marker)
            while self.levels and not _encloses(self.levels[-1], marker.label):
                self.levels.pop()
            outer = self.levels[-1].full if self.levels else ""
            label = marker.label.removeprefix(f"{outer}.") if outer else marker.label
            self.levels.append(Level(marker.style, marker.value, label, x0, marker.label))
            return
        count = 1
        while self.levels and RANK[self.levels[-1].style] >= RANK[marker.style]:
            if marker.style == "bullet" and self._holds_bullet(marker.text, x0):
                break
            count = self.levels[-1].value + 1 if self.levels[-1].style == marker.style else 1
            self.levels.pop()
        label = f"•{count}" if marker.style == "bullet" else marker.label
        sign = marker.text if marker.style == "bullet" else ""
        self.levels.append(Level(marker.style, count, label, x0, sign=sign))

    def _close_sibling(self, marker: Marker) -> None:
        """Close the decimal that this one stands beside: 2.2 follows 2.1, whatever is open under it ("2.1 > 2.")."""
        outer = re.split("[.:-]", marker.label)[:-1]
        for place, level in enumerate(self.levels):
            if level.style == marker.style and re.split("[.:-]", level.full)[:-1] == outer:
                del self.levels[place:]
                return

    def _holds_bullet(self, sign: str, x0: float) -> bool:
        """Whether the innermost bullet has one under it: further in, of another sign than those of open lists.

        One of the same sign is set in by more than a list that runs over two columns or pages is.
        """
        last = self.levels[-1]
        known = any(level.sign == sign for level in self.levels)
        return last.style == "bullet" and x0 > last.x0 + (INNER_INDENT if known else INDENT)


def _make_level(style: str, value: int, label: str, x0: float) -> Level:
    return Level(style, value, label, x0, label if style == "1." else "")


def _encloses(level: Level, label: str) -> bool:
    """Whether a decimal number stands under a level: 1.2 under 1, anything under a part of the article."""
    return RANK[level.style] <= RANK["step"] or bool(level.full and label.startswith(f"{level.full}."))


def _holds(outer: Level, inner: Level) -> bool:
    """Whether a list of another style stands under a level.

    By rank; and whatever the rank, a list that begins under an open clause and not to its left is the clause's:
    agreements print 1. > A. and (a) > (1) as well as A. > 1. and (1) > (a).
    """
    if RANK[outer.style] < RANK[inner.style]:
        return True
    return inner.value == 1 and RANK[outer.style] < RANK["bullet"] and inner.x0 >= outer.x0 - INDENT


def _readings(marker: Marker) -> list[tuple[str, int]]:
    """Style and value of a marker, as a letter first, then as a roman number ("i.", "V.")."""
    readings = [(marker.style, marker.value)]
    kind = marker.style.strip("().")
    if marker.roman is not None and kind in ("A", "a"):
        roman = marker.style.replace(kind, "I" if kind == "A" else "i")
        readings.append((roman, marker.roman))
    return readings
