"""What a second look at a recognised page sees where the first saw nothing: a lost label, a lost row.

The rows around a lost label or row may have joined the class before, so their classes are in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.findings import Finding
from pipeline.models import BBox, Page, Rate, Word, from_shown
from pipeline.normalize.salary import tokens

_SURE = 0.7
"""Score from which a word that only the second look sees is no speck."""
_LETTERS = 4
"""Letters of a word that is no rest of a ruled line."""
_MARGIN = 1.5
"""Points around a word that belong to it."""
_ROOM = 2.5
"""Line heights over the first row that hold its label."""
_ROW = 0.6

Placed = tuple[Rate, BBox]


def missed_words(first: Page, second: Page, rates: Sequence[Rate]) -> tuple[Word, ...]:
    """Amounts and label words among and right above the rows of a page that only the second look reads."""
    boxes = [box for _, box in _place(first, rates)]
    if not boxes:
        return ()
    height = max(box.bottom - box.top for box in boxes)
    top, bottom = min(box.top for box in boxes) - _ROOM * height, max(box.bottom for box in boxes)
    return tuple(
        word
        for word in second.words
        if top < (word.top + word.bottom) / 2 < bottom and _says_something(word) and not is_covered(word, first.words)
    )


def beside_missed(first: Page, second: Page, rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates of the classes on the row of a missed word, above it and below it."""
    placed = _place(first, rates)
    for word in missed_words(first, second, rates):
        for rate in _classes_around(placed, (word.top + word.bottom) / 2):
            yield f"a second look reads {word.text} beside it, where the first reads nothing", rate


def beside_unread(
    rates: Sequence[Rate], pages: Mapping[int, Page], unread: Sequence[Finding]
) -> Iterator[tuple[str, Rate]]:
    """Rates of the classes on the row of a number that no row explains, above it and below it."""
    for number, page in pages.items():
        placed = _place(page, rates)
        for finding in unread:
            if finding.page_number == number and finding.bbox:
                box = from_shown(page, finding.bbox)
                for rate in _classes_around(placed, (box.top + box.bottom) / 2):
                    yield f"{finding.printed} beside it belongs to no row", rate


def _classes_around(placed: Sequence[Placed], middle: float) -> Iterator[Rate]:
    """All rates of the classes that have a rate on the row at a height, or on the next row over or under it."""
    classes = {_class(rate) for rate in _around(placed, middle)}
    yield from (rate for rate, _ in placed if _class(rate) in classes)


def _place(page: Page, rates: Sequence[Rate]) -> list[Placed]:
    """The rates of a page with their boxes as it was read, top to bottom."""
    own = [(rate, from_shown(page, rate.bbox)) for rate in rates if rate.page_number == page.page_number and rate.bbox]
    return sorted(own, key=lambda one: one[1].top)


def _around(placed: Sequence[Placed], middle: float) -> Iterator[Rate]:
    """Rates of the row at a height, and of the nearest rows over and under it."""
    rows = [(rate, (box.top + box.bottom) / 2, _ROW * (box.bottom - box.top)) for rate, box in placed]
    above = max((height for _, height, reach in rows if height < middle - reach), default=None)
    below = min((height for _, height, reach in rows if height > middle + reach), default=None)
    for rate, height, reach in rows:
        if any(level is not None and abs(height - level) <= reach for level in (above, middle, below)):
            yield rate


def _class(rate: Rate) -> tuple[object, ...]:
    """A class as one table prints it; the same class of another table stands elsewhere."""
    table = (rate.appendix, rate.operative_date)
    return (*table, rate.class_code, rate.class_title, rate.range_code, rate.bargaining_unit)


def _says_something(word: Word) -> bool:
    letters = sum(char.isalpha() for char in word.text)
    is_name = letters >= _LETTERS and letters * 2 > len(word.text)
    return (word.score or 0.0) >= _SURE and (is_name or tokens.is_amount(word.text) or tokens.is_code(word.text))


def is_covered(word: Word, others: Sequence[Word]) -> bool:
    """Whether another word stands at the middle of a word."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return any(
        other.x0 - _MARGIN < x < other.x1 + _MARGIN and other.top - _MARGIN < y < other.bottom + _MARGIN
        for other in others
    )
