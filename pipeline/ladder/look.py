"""A second look at recognised pay pages: by another engine, or else at another resolution.

What arithmetic proves is painted over, since reading is what takes time. Words of labels and headings
that the second look lacks in their place are looked at once more, closer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.errors import DocumentError
from pipeline.ladder.second_look import name_of, split_label
from pipeline.ladder.titles import words_apart
from pipeline.models import BBox, Page, Rate, Word, from_shown, to_shown
from pipeline.normalize.lines import group_lines
from pipeline.normalize.ocr_words import mend_page
from pipeline.normalize.salary import headings, notes, tokens

if TYPE_CHECKING:
    from pipeline.extract.ocr import Engine
    from pipeline.extract.pdfium import PdfFile

PROVED = frozenset({"ok", "repaired"})
_OTHER_DPI = 220
_MOST_CLOSER = 40
"""Words of a page that are looked at closer: a page with more was not read by the second look."""


def look_again(pdf: PdfFile, pages: Mapping[int, Page], rates: Sequence[Rate], seconds: float) -> dict[int, Page]:
    """Recognised pages read once more, by another engine or else at another resolution, as far as time goes.

    What arithmetic proves is painted over: reading is what takes time.

    Args:
        pdf: the document.
        pages: its recognised pay pages, mended.
        rates: what was read of them: a label the second reading lacks is looked at closer.
        seconds: time after which no further page is begun; at least one is read.

    Returns:
        The pages by number, mended; words that were looked at closer are added to those of the page.
    """
    from pipeline.extract import ocr  # noqa: PLC0415 (brings OpenCV)
    from pipeline.extract.raster import DPI  # noqa: PLC0415

    end = time.monotonic() + seconds
    again: dict[int, Page] = {}
    for number, page in pages.items():
        if again and time.monotonic() > end:
            break
        others = [engine for engine in ocr.available_engines() if engine != page.reader]
        engine, dpi = (others[0], DPI) if others else (ocr.available_engines()[0], _OTHER_DPI)
        own = [rate for rate in rates if rate.page_number == number]
        with suppress(DocumentError):  # the engine gave up: the page is not read a second time
            second = ocr.read_rest(pdf, page, known_boxes(page, own), engine, dpi)
            again[number] = mend_page(_look_closer(pdf, page, second, own, engine))
    return again


def _look_closer(pdf: PdfFile, page: Page, second: Page, rates: Sequence[Rate], engine: Engine) -> Page:
    """The second reading of a page with the words of labels and headings it lacks as a closer look reads them.

    A word that is now read as by the first look stands for what the second look read in its place.
    """
    from pipeline.extract import ocr  # noqa: PLC0415

    words = list(second.words)
    wanted = _lacking(page, mend_page(second), rates)
    boxes = [to_shown(page, word.bbox) for word in wanted]
    read = ocr.read_regions(pdf, page.page_number, boxes, engine=engine, turn=page.turn)
    for lacking, found in zip(wanted, read, strict=True):
        closer = [word._replace(**from_shown(page, word.bbox)._asdict()) for word in found]
        if not list(words_apart([lacking], mend_page(replace(second, words=tuple(closer))))):
            words = [word for word in words if not _is_inside(word, lacking.bbox)]
        words += closer
    return replace(second, words=tuple(words))


def _is_inside(word: Word, box: BBox) -> bool:
    """Whether the middle of a word lies in a box."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box.x0 < x < box.x1 and box.top < y < box.bottom


def known_boxes(page: Page, rates: Sequence[Rate]) -> list[BBox]:
    """What a second look need not read: amounts that are proved, the names of their rows, sentences beside the table.

    Args:
        page: a recognised page.
        rates: the rates read of it.
    """
    placed = [(rate, from_shown(page, rate.bbox)) for rate in rates if rate.bbox]
    known = [box for rate, box in placed if rate.status in PROVED]
    if not known:
        return []
    top, bottom = min(box.top for _, box in placed), max(box.bottom for _, box in placed)
    for line in group_lines(page.words):
        if any(tokens.is_cents(word.text) for word in line.words) and top <= line.bottom and line.top <= bottom:
            known += [word.bbox for word in line.words if tokens.parse_row_period(word.text) or word.text == "$"]
        elif notes.is_sentence(line) and not headings.names_table(line) and not top < line.top < bottom:
            known += [word.bbox for word in line.words]
    return known


def _lacking(page: Page, second: Page, rates: Sequence[Rate]) -> list[Word]:
    """Words of labels and headings that a second reading lacks where they stand, names of classes first."""
    named = {token for rate in rates for token in split_label(name_of(rate) or "")}
    beside = {
        token
        for rate in rates
        for text in (rate.class_title, rate.range_code, rate.component_name)
        for token in split_label(text or "")
    }
    first = [word for word in page.words if named & set(split_label(word.text))]
    headed = [word for word in _heading_words(page) if word not in first]
    last = [
        word
        for word in page.words
        if (beside - named) & set(split_label(word.text))
        and word not in (*first, *headed)
        and not tokens.is_amount(word.text)
    ]
    return list(words_apart([*first, *headed, *last], second))[:_MOST_CLOSER]


def _heading_words(page: Page) -> Iterator[Word]:
    """Words of the lines that name an appendix or say from when a table holds."""
    lines = group_lines(page.words)
    for index, line in enumerate(lines):
        context, _ = headings.read_context(lines, index, index + 1, headings.TableContext())
        if context.appendix or context.operative_date:
            yield from line.words
