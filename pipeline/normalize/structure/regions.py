"""Tables inside the text: runs of lines with cells, which are no prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from pipeline.models import BBox, Word
from pipeline.normalize.lines import TextLine
from pipeline.normalize.structure.broken_cells import find_broken_cells
from pipeline.normalize.structure.gutter import move_line
from pipeline.normalize.structure.joining import is_finished
from pipeline.normalize.structure.markers import read_marker
from pipeline.normalize.structure.records import BodyLine, TableRegion
from pipeline.normalize.structure.signatures import find_signatures
from pipeline.normalize.structure.titles import SIGNATURE
from pipeline.normalize.structure.word_lists import find_word_lists

_AMOUNT = re.compile(r"^\(?\$?(?:\d[\d,]*\d|\d)(?:\.\d+)?%?\)?$|^\$$")
_DECIMAL = re.compile(r"^\$?\d[\d,]*\.\d\d$")
_PERIOD = re.compile(r"^(?:HR|BW|MO|YR)$")
_DATE = re.compile(r"\d/\d{1,2}/\d|[A-Z][a-z]+ \d{1,2},? \d{4}")
_FIGURES = re.compile(r"\$?\s*\d[\d,.]*")
_CODE = re.compile(r"^\d{3,5}(?:-\d{1,2})?$")
PAY_AMOUNTS = 40
"""Amounts with cents: a table with more of them is a salary table wherever it stands."""
MOST_HEADS = 4
"""Lines over a table that may be its title and column heads."""
SHORT_ROW = 45
"""Characters of a row of a table typed with single spaces."""
_LEAST_GAP = 9.0
_SENTENCE_GAP = 1.3
"""Times the height of the type: two spaces after a full stop."""
LEAST_SPREAD = 3
"""Spaces of a line that tell whether they are alike."""
_EVEN = 0.2
"""Part of the widest space by which the spaces of a justified line differ: type has bearings."""
_KNOWN = 1 << 13
"""Different words kept with what they are."""
SalaryBox = tuple[int, BBox]
"""``Page.page_number`` and the box of a rate that was read there."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a line looks like to a table."""

    starts: tuple[float, ...]
    """Left edges of its cells."""
    words: int
    amounts: int
    decimals: int
    prose: int
    """Words in lower case, as sentences have."""


def read_row(item: BodyLine) -> Row:
    """Cells are words set apart by more than the width of three spaces; a clause marker is no cell."""
    words = item.line.words
    texts = [word.text for word in words]
    marker = read_marker(" ".join(texts[:3])) if len(words) > 1 else None
    skip = len(marker.text.split()) if marker is not None else 0
    starts = [words[0].x0]
    for left, right in zip(words[skip:], words[skip + 1 :], strict=False):
        gap = right.x0 - left.x1
        if gap > _LEAST_GAP and gap > _cell_gap(left) and not _ends_sentence(left, gap):
            starts.append(right.x0)
    sorts = list(map(_sort_word, texts))
    prose, decimals = sorts.count("prose"), sorts.count("cents")
    amounts = decimals + sorts.count("number")
    if len(starts) > LEAST_SPREAD and 2 * prose >= len(texts) and _is_justified(words[skip:]):
        starts = starts[:1]
    return Row(tuple(starts), len(words), amounts, decimals, prose)


def _is_justified(words: Sequence[Word]) -> bool:
    """Whether a line of prose was spread to the margin: the same white space between all words, but for full stops."""
    gaps = [right.x0 - left.x1 for left, right in pairwise(words) if left.text[-1] not in ".:;?!,"]
    return len(gaps) >= LEAST_SPREAD and max(gaps) - min(gaps) <= max(_EVEN * max(gaps), 1.0)


@lru_cache(maxsize=_KNOWN)
def _sort_word(text: str) -> Literal["prose", "cents", "number", "other"]:
    """Whether a word is in lower case, or a number as tables print them, be it an amount with cents."""
    if text[:1].islower() and len(text) > 1:
        return "prose"
    if not _AMOUNT.match(text):
        return "other"
    return "cents" if _DECIMAL.match(text) else "number"


def _ends_sentence(word: Word, gap: float) -> bool:
    """Whether the white space is that of a typewriter between two sentences."""
    return word.text[-1] in ".:;?!" and gap <= _SENTENCE_GAP * (word.bottom - word.top)


def _cell_gap(word: Word) -> float:
    """The least distance of two cells: a tab's two columns in a text, three spaces on a page."""
    return max(1.1 * (word.bottom - word.top), _LEAST_GAP)


def find_table_lines(
    lines: Sequence[BodyLine], taken: frozenset[int], appendix: frozenset[int], boxes: Sequence[SalaryBox]
) -> frozenset[int]:
    """Indexes of the lines that belong to tables.

    Args:
        lines: Lines of the document.
        taken: Indexes that are headings, contents or furniture.
        appendix: Indexes of the lines of salary appendices, where every short line is the table's.
        boxes: Rates that were read; their lines are table lines whatever they look like.
    """
    rows = [read_row(item) for item in lines]
    paid = _lines_of_boxes(lines, boxes) - taken
    taken |= find_signatures(lines, taken) - paid
    core = {index for index in range(len(lines)) if index not in taken and _is_core(index, lines, rows)}
    core |= paid | _same_shapes(lines, taken) | find_word_lists(lines, lambda index: rows[index].starts, taken)
    found = set(core)
    for index in sorted(core):
        found |= _bridge(index, core, lines, rows, taken)
    found |= _tails(found, lines, rows, taken)
    found |= find_broken_cells(frozenset(found), lines, lambda index: rows[index].starts, taken | paid | appendix)
    found |= _heads(found, lines, rows, taken)
    found |= {index for index in sorted(appendix - taken) if _is_appendix_label(index, lines, rows)}
    return frozenset(found)


def _is_appendix_label(index: int, lines: Sequence[BodyLine], rows: Sequence[Row]) -> bool:
    """A short line of a salary appendix that is not the end of a note's sentence."""
    item, before = lines[index], lines[index - 1]
    ends_note = not item.apart and not is_label(rows[index - 1], before) and not is_finished(before.text)
    return is_label(rows[index], item) and not (index and ends_note)


def _heads(found: set[int], lines: Sequence[BodyLine], rows: Sequence[Row], taken: frozenset[int]) -> set[int]:
    """Lines over a table that are its title or column heads: short, no sentence, after a finished one."""
    heads: set[int] = set()
    for first in (index for index in found if index - 1 not in found):
        above: list[int] = []
        for index in range(first - 1, max(first - 1 - MOST_HEADS, -1), -1):
            lined_up = _is_lined_up(index, first, lines, rows)
            if index in taken or not (lined_up or _is_head(rows[index], lines[index], lines[first])):
                break
            above.append(index)
            if lined_up or lines[index].apart or (index and is_finished(lines[index - 1].text)):
                heads.update(above)
    return heads


def _tails(found: set[int], lines: Sequence[BodyLine], rows: Sequence[Row], taken: frozenset[int]) -> set[int]:
    """Rows that follow a table whose first cell is so long that no gap shows ("Distinguished Expert $32.00")."""
    tails: set[int] = set()
    for last in (index for index in found if index + 1 not in found):
        index = last + 1
        while (
            index < len(lines)
            and index not in taken
            and (_CODE.match(lines[index].text) or _is_lined_up(index, last, lines, rows))
        ):
            tails.add(index)
            index += 1
        if index == last + 1 and (over := _over_page(last, lines, rows, taken)) is not None:
            tails.add(over)
    return tails


def _over_page(last: int, lines: Sequence[BodyLine], rows: Sequence[Row], taken: frozenset[int]) -> int | None:
    """The last row of a table that stands alone at the top of the next page, under the cells of the row before it."""
    index = last + 1
    while index < len(lines) and index in taken and lines[index].source_page <= lines[last].source_page + 1:
        index += 1
    if index == len(lines) or lines[index].source_page != lines[last].source_page + 1:
        return None
    starts, before = rows[index].starts, rows[last].starts
    alike = len(starts) == len(before) > 2 and all(abs(a - b) < 2 for a, b in zip(starts, before, strict=True))
    return index if alike and is_label(rows[index], lines[index]) else None


def _is_lined_up(index: int, row: int, lines: Sequence[BodyLine], rows: Sequence[Row]) -> bool:
    """Whether a short line has a word exactly under or over each cell of a row, or most of them."""
    item, cells = lines[index], rows[row].starts[1:]
    if not cells or item.source_page != lines[row].source_page or read_marker(item.text) is not None:
        return False
    if not is_label(rows[index], item) or is_finished(item.text):
        return False
    lefts = [word.x0 for word in item.line.words[1:]]
    hits = sum(any(abs(left - cell) < 2 for left in lefts) for cell in cells)
    return hits >= 0.6 * len(cells)


def _is_head(row: Row, item: BodyLine, first: BodyLine) -> bool:
    short = row.words <= 9 and len(item.text) <= 70 and item.source_page == first.source_page
    begins = item.text[0].isupper() or item.text[0].isdigit() or item.text[0] == "$"
    sentence = is_finished(item.text) or item.text[-1] in ",)" or read_marker(item.text) is not None
    return short and begins and not sentence and row.prose <= 3 and _DATE.search(item.text) is None


def _is_core(index: int, lines: Sequence[BodyLine], rows: Sequence[Row]) -> bool:
    """Several amounts and little else, or cells that stand under the cells of a neighbour."""
    row = rows[index]
    if lines[index].ruled:
        return True
    if (row.decimals >= 2 or row.amounts >= 4) and row.prose <= 2 and row.amounts >= 0.4 * row.words:
        return True
    if len(row.starts) < 2 or SIGNATURE.search(lines[index].text) or row.prose > 8:
        return False
    near = [other for other in range(index - 2, index + 3) if 0 <= other < len(rows) and other != index]
    lined_up = sum(
        any(abs(a - b) < 4 for a in row.starts[1:] for b in rows[other].starts[1:])
        and lines[other].source_page == lines[index].source_page
        and abs(lines[other].line.top - lines[index].line.top) < 5 * lines[index].line.height
        for other in near
    )
    numeric = row.amounts + sum(rows[other].amounts for other in near)
    return lined_up >= 1 and (len(row.starts) >= 3 or numeric >= 2)


def _same_shapes(lines: Sequence[BodyLine], taken: frozenset[int]) -> set[int]:
    """Two or more short lines that follow one another and differ in their figures alone, and rows beside them.

    A table typed with single spaces: years of service and the subsidy for them (MOU 25, article 6.9).
    """
    found: set[int] = set()
    shapes = [_figures_blotted(item.text) if index not in taken else "" for index, item in enumerate(lines)]
    for index in range(1, len(lines)):
        shape = shapes[index]
        if shape and shape == shapes[index - 1] and shape.count("9") >= 2 and _is_short_row(lines[index]):
            found |= {index - 1, index}
    for index in sorted(found):
        for end in range(index + 1, min(index + 5, len(lines))):
            if end in taken or not _is_short_row(lines[end]):
                break
            if end not in found and lines[end].text[-1].isdigit() | (shapes[end][-4:] == shapes[index][-4:]):
                found.update(range(index + 1, end + 1))
    return found


def _is_short_row(item: BodyLine) -> bool:
    return len(item.text) <= SHORT_ROW and read_marker(item.text) is None and item.text[-1] not in ";,.:"


def _figures_blotted(text: str) -> str:
    return "".join(_FIGURES.sub("9", text).split())


def _lines_of_boxes(lines: Sequence[BodyLine], boxes: Sequence[SalaryBox]) -> set[int]:
    """Lines on which a rate stands."""
    heights: dict[int, set[tuple[float, float]]] = {}
    for page, box in boxes:
        heights.setdefault(page, set()).add((box.top, box.bottom))
    return {
        index
        for index, item in enumerate(lines)
        for top, bottom in heights.get(item.source_page, ())
        if top < (item.line.top + item.line.bottom) / 2 < bottom
    }


def _bridge(
    index: int, core: set[int], lines: Sequence[BodyLine], rows: Sequence[Row], taken: frozenset[int]
) -> set[int]:
    """Label lines between this table line and the next one, and a label line before the first."""
    found: set[int] = set()
    for end in range(index + 1, min(index + 5, len(lines))):
        if end in taken or lines[end].source_page != lines[index].source_page:
            break
        if end in core:
            return found
        if not is_label(rows[end], lines[end]):
            break
        found.add(end)
    return set()


def is_label(row: Row, item: BodyLine) -> bool:
    """A short line that is no sentence: a class, a code, a column head, a unit."""
    text = item.text
    if row.words > 14 or len(text) > 110:
        return False
    if text.endswith((".", ";", ":")) and row.words > 5:
        return False
    return row.prose <= max(2, row.words // 3)


def make_regions(
    lines: Sequence[BodyLine], table: frozenset[int], owners: Sequence[str | None], salary: frozenset[int]
) -> tuple[TableRegion, ...]:
    """Runs of table lines of one page and one article.

    Args:
        lines: Lines of the document.
        table: Indexes of the table lines.
        owners: ``article_id`` of every line.
        salary: Indexes of lines that are a salary table's.
    """
    runs: list[list[int]] = []
    for index in sorted(table):
        last = runs[-1][-1] if runs else -2
        joined = last == index - 1 and lines[last].source_page == lines[index].source_page
        joined = joined and lines[last].shift == lines[index].shift
        if joined and owners[last] == owners[index]:
            runs[-1].append(index)
        else:
            runs.append([index])
    regions = []
    for run in runs:
        cents = sum(read_row(lines[index]).decimals for index in run)
        pays = cents >= PAY_AMOUNTS or any(index in salary for index in run)
        regions.append(_make_region([lines[index] for index in run], owners[run[0]], pays))
    return tuple(regions)


def _make_region(items: Sequence[BodyLine], owner: str | None, salary: bool) -> TableRegion:
    text_lines: tuple[TextLine, ...] = tuple(move_line(item.line, -item.shift) for item in items)
    box = BBox(
        min(line.x0 for line in text_lines),
        min(line.top for line in text_lines),
        max(line.x1 for line in text_lines),
        max(line.bottom for line in text_lines),
    )
    return TableRegion(items[0].source_page, box, owner, text_lines, salary)
