"""The title page as runs of text: a name goes on to the next line only where its line leaves it open."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.layouts.parties import (
    AGREEMENT_TITLES,
    LOCAL_WORDS,
    NAME_STOPS,
    PLACE_PARTICLES,
    SCHEDULE_TITLES,
    TERMS_TITLE,
)
from pipeline.models import Word
from pipeline.normalize.structure.joining import is_finished
from pipeline.normalize.structure.names import find_employers, find_unions, find_units
from pipeline.normalize.structure.records import BodyLine
from pipeline.normalize.structure.titles import is_capitals

_OPEN_ENDS = frozenset(
    {
        "of",
        "the",
        "for",
        "regarding",
        "concerning",
        "covering",
        "between",
        "by",
        "with",
        "to",
        "in",
        "an",
        "&",
        "no.",
        "no",
    }
)  # fmt: skip
_TITLE_ENDS = ("understanding", "agreement", "contract", "employment", "plan", "schedule", "ordinance", "resolution")
_TITLES = re.compile("|".join((*AGREEMENT_TITLES, TERMS_TITLE, *SCHEDULE_TITLES)), re.IGNORECASE)
_BARE_TITLE = re.compile(r"AGREEMENT|Agreement|CONTRACT|Contract")
_CONNECTIVE = re.compile(r"^(?:and|between|by and between|and the|with|&)\b", re.IGNORECASE)
_GOES_ON = re.compile(rf"^,?\s*(?:{'|'.join(sorted(LOCAL_WORDS))}|AFL-CIO)\b", re.IGNORECASE)
MOST_LINES = 80
"""Lines of the front matter in which a document names itself."""
CELL_GAP = 3.0
"""Heights of the type: words farther apart stand in different columns."""
MOST_GAP = 1.75
"""Line distances within one title."""


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that read as one text, and how far down they begin."""

    text: str
    lines: int


def make_runs(items: Sequence[BodyLine]) -> tuple[Run, ...]:
    """Lines of a title page, joined where one leaves a name or phrase open.

    Args:
        items: Lines of the front matter, in order.
    """
    runs: list[Run] = []
    before: BodyLine | None = None
    for item in items[:MOST_LINES]:
        cells = _split_cells(item.line.words)
        if before is not None and len(cells) == 1 and _joins(runs[-1].text, before, item):
            runs[-1] = Run(f"{runs[-1].text} {cells[0]}", runs[-1].lines + 1)
        else:
            runs += [Run(cell, 1) for cell in cells]
        before = item if len(cells) == 1 else None
    return tuple(runs)


def _split_cells(words: Sequence[Word]) -> list[str]:
    """Texts of a line that wide gaps set apart: a running head and its years."""
    cells = [[words[0].text]]
    for left, right in itertools.pairwise(words):
        if right.x0 - left.x1 > CELL_GAP * (left.bottom - left.top):
            cells.append([])
        cells[-1].append(right.text)
    return [" ".join(cell) for cell in cells]


def _joins(text: str, before: BodyLine, item: BodyLine) -> bool:
    """Whether a line goes on with the run above it."""
    if before.source_page != item.source_page:
        return False
    near = item.gap <= MOST_GAP
    last = text.rsplit(maxsplit=1)[-1].lower()
    if _GOES_ON.match(item.text) or (last in LOCAL_WORDS and item.text[:1].isdigit()):
        return near
    if last in _OPEN_ENDS or last in PLACE_PARTICLES:
        return _CONNECTIVE.match(item.text) is None
    if last == "and":
        named = text[: -len(" and")]
        return near and " " in text and not any(name.end == len(named) for name in find_employers(named))
    if not near or _CONNECTIVE.match(item.text) or not item.text[:1].isalpha() or is_closed(text):
        return False
    same_print = is_capitals(before.text) == is_capitals(item.text) and abs(before.line.height - item.line.height) < 1
    return item.text[:1].islower() or same_print


def is_closed(text: str) -> bool:
    """Whether a line says something whole: a title, a date, a number, a party, a sentence."""
    if is_finished(text) or text[-1] in ")]," or any(sign.isdigit() for sign in text.rsplit(maxsplit=1)[-1]):
        return True
    if text.lower().endswith(_TITLE_ENDS) or text.rsplit(maxsplit=1)[-1].lower() in ("and", *NAME_STOPS):
        return True
    return any(name.end == len(text) for find in (find_employers, find_unions, find_units) for name in find(text))


def find_title(runs: Sequence[Run]) -> str | None:
    """The title of an agreement, of terms or of a schedule, as printed: the first run that opens with one.

    "2022-2026 Memorandum of Understanding No. 28", "Memorandum of Understanding regarding the ... Unit".
    """
    for place, run in enumerate(runs):
        if _BARE_TITLE.fullmatch(run.text):
            return run.text
        match = _TITLES.search(run.text)
        if match is None or not _opens_title(run.text[: match.start()], match.group()):
            continue
        years = re.search(r"(?:\d{4}\s*[-/\u2013]\s*\d{2,4}\s+)?$", run.text[: match.start()])
        start = years.start() if years else match.start()
        title = run.text[start : match.end()] + _title_rest(run.text[match.end() :])
        title = re.sub(r"\s+(?:by and )?between\b.*$", "", title, flags=re.IGNORECASE)
        after = runs[place + 1] if place + 1 < len(runs) else None
        if title == run.text[start:] and after is not None and re.match(r"(?:FOR JOINT|REGARDING)\b", after.text):
            unit = next((name for item in runs[place + 1 : place + 3] for name in find_units(item.text)), None)
            title = f"{title} {_up_to_unit(runs[place + 1 : place + 3])}" if unit else title
        return title.strip(" ,*")
    return None


def _up_to_unit(runs: Sequence[Run]) -> str:
    text = " ".join(run.text for run in runs)
    return text[: next(iter(find_units(text))).end]


def _opens_title(before: str, title: str) -> bool:
    """Nothing but years, a place or an article stands before a title; in capitals it may follow other matter."""
    words = [word for word in before.split() if not re.fullmatch(r"[\d/\u2013-]+", word)]
    if not words:
        return True
    if words[-1].lower() in ("this", "the", "a", "said", "of"):
        return len(words) == 1 and words[0].lower() == "the"
    return len(words) <= 8 and all(word[:1].isupper() or word in ("of", "and") for word in words)


def _title_rest(rest: str) -> str:
    """What of the text after a title phrase belongs to it: its number, its years, its unit."""
    match = re.match(
        r"(?:,?\s*(?:MOU\s*)?(?:NO\.?|NUMBER|#)\s*\d+|\s+\d{4}\s*[-/\u2013]\s*\d{2,4}(?:\s+Fiscal Year(?: End)?)?|"
        r",?\s+(?:MOU|M\.O\.U\.)\s*(?:NO\.?|#)?\s*\d+)+",
        rest,
        re.IGNORECASE,
    )
    taken = match.group() if match else ""
    after = rest[len(taken) :]
    if re.match(r"\s+(?:FOR|REGARDING|CONCERNING|COVERING)\b", after, re.IGNORECASE):
        unit = next(iter(find_units(after)), None)
        if unit is not None and len(after[: unit.end].split()) <= 24:
            return taken + after[: unit.end]
    return taken
