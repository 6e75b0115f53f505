"""Labels of recognised pages: an amount proved by arithmetic under a misread class is still wrong.

No identity covers a class code, a step head or a date. So on recognised pages the labels must hold
together (steps count, every class is labelled alike) and must be read alike by a second look: another
engine where there is one, another resolution where there is none. Where they are not, amounts lose
the status ok.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from unicodedata import normalize

from pipeline.findings import Finding
from pipeline.models import BBox, Page, Rate, Word, from_shown, to_shown
from pipeline.normalize.dates import find_dates
from pipeline.normalize.lines import group_lines
from pipeline.normalize.ocr_words import mend_page
from pipeline.normalize.salary import headings, tokens
from pipeline.validate.arithmetic.checks import OCR_READERS

if TYPE_CHECKING:
    from pipeline.extract.pdfium import PdfFile

PROVED = frozenset({"ok", "repaired"})
_TOKEN = re.compile(r"[A-Za-z]*\d+(?:-\d+)*[A-Za-z]?|[A-Za-z]+")
_OTHER_DPI = 220
_BADLY_READ = 0.6
_MOST_CLOSER = 30
"""Words of a page that are looked at closer: a page with more was not read by the second look."""
_LEAST_STEPS = 3
"""Step heads that count up are sure of themselves from so many on."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """What a second reading of a page says."""

    words: Counter[str]
    appendices: frozenset[str]
    dates: frozenset[str]
    page: Page

    @classmethod
    def of(cls, page: Page) -> SecondLook:
        """What a page says, as it was read."""
        lines = group_lines(page.words)
        contexts = [headings.read_context(lines, n, n + 1, headings.TableContext())[0] for n in range(len(lines))]
        return cls(
            Counter(_split(" ".join(word.text for word in page.words))),
            frozenset(context.appendix for context in contexts if context.appendix),
            frozenset(day.isoformat() for line in lines for day, _, _ in find_dates(line.text)),
            page,
        )

    def has_all(self, text: str | None, first: Counter[str]) -> bool:
        """Whether every word of a label stands here as often as in the first reading."""
        return all(self.words[token] >= max(1, first[token]) for token in _split(text or "") if not _is_digit(token))

    def has_some(self, text: str | None) -> bool:
        """Whether every word of a label stands here."""
        return all(self.words[token] for token in _split(text or "") if not _is_digit(token))


def look_again(pdf: PdfFile, pages: Mapping[int, Page], rates: Sequence[Rate], seconds: float) -> dict[int, Page]:
    """Recognised pages read once more, by another engine or else at another resolution, as far as time goes.

    Args:
        pdf: the document.
        pages: its recognised pay pages, mended.
        rates: what was read of them: a label the second reading lacks is looked at closer.
        seconds: time after which no further page is begun.

    Returns:
        The pages by number, mended; words that were looked at closer are added to those of the page.
    """
    from pipeline.extract import ocr  # noqa: PLC0415 (brings OpenCV)
    from pipeline.extract.raster import DPI  # noqa: PLC0415

    end = time.monotonic() + seconds
    again: dict[int, Page] = {}
    for number, page in pages.items():
        if time.monotonic() > end:
            break
        others = [engine for engine in ocr.available_engines() if engine != page.reader]
        engine, dpi = (others[0], DPI) if others else (ocr.available_engines()[0], _OTHER_DPI)
        second = ocr.read_page(pdf, number, engine, dpi)
        names = [_name(rate) for rate in rates if rate.page_number == number]
        closer = [
            word
            for lacking in _lacking(page, mend_page(second), names)
            for word in ocr.read_region(pdf, number, to_shown(page, lacking.bbox), engine=engine)
        ]
        again[number] = mend_page(replace(second, words=(*second.words, *closer)))
    return again


def _lacking(page: Page, second: Page, names: Iterable[str | None]) -> list[Word]:
    """Words of labels that a second reading lacks."""
    known = Counter(_split(" ".join(word.text for word in second.words)))
    first = Counter(_split(" ".join(word.text for word in page.words)))
    wanted = {token for name in names for token in _split(name or "") if known[token] < first[token]}
    return [word for word in page.words if wanted & set(_split(word.text))][:_MOST_CLOSER]


def doubt_labels(
    rates: Sequence[Rate], pages: Mapping[int, Page], seconds: Mapping[int, Page]
) -> tuple[tuple[Rate, ...], tuple[Finding, ...]]:
    """Take the status ok from recognised amounts whose labels are not sure.

    Args:
        rates: rates of a document, judged.
        pages: its recognised pay pages, mended.
        seconds: the same pages read a second time, mended.

    Returns:
        The rates, those of unsure labels unverified, and a warning for each label and page.
    """
    reasons: dict[str, str] = {}
    own = [rate for rate in rates if rate.reader in OCR_READERS and rate.page_number in pages]
    for reason, rate in (*_odd_steps(own), *_odd_shapes(own), *_unconfirmed(own, pages, seconds)):
        reasons.setdefault(rate.rate_id, reason)
    bad = _badly_read(own, reasons)
    for rate in own:
        if rate.page_number in bad:
            reasons.setdefault(rate.rate_id, f"most labels of page {rate.page_number} are not sure")
    doubted = tuple(
        replace(rate, status="unverified") if rate.rate_id in reasons and rate.status in PROVED else rate
        for rate in rates
    )
    told: dict[tuple[int | None, str], Finding] = {}
    for rate in own:
        if rate.rate_id in reasons:
            told.setdefault((rate.page_number, reasons[rate.rate_id]), _finding(rate, reasons[rate.rate_id]))
    return doubted, tuple(told.values())


def _badly_read(rates: Sequence[Rate], reasons: Mapping[str, str]) -> frozenset[int | None]:
    """Pages most of whose amounts stand under labels in doubt: what looks sure there may hang on a lost label."""
    whole = Counter(rate.page_number for rate in rates)
    unsure = Counter(rate.page_number for rate in rates if rate.rate_id in reasons)
    return frozenset(number for number, count in whole.items() if unsure[number] > _BADLY_READ * count)


def disagreements(rates: Sequence[Rate], seconds: Mapping[int, Page]) -> Iterator[Finding]:
    """A warning for each amount that no identity covers and that the second look reads otherwise."""
    for rate in rates:
        page = seconds.get(rate.page_number or 0)
        if rate.status != "unverified" or rate.reader not in OCR_READERS or page is None or rate.bbox is None:
            continue
        other = _amount_at(page, from_shown(page, rate.bbox))
        if other != rate.amount:
            shown = "nothing" if other is None else f"{other // 100:,}.{other % 100:02d}"
            message = f"read as {rate.amount_orig}, and as {shown} at a second look; no identity tells which"
            yield replace(_finding(rate, message), check="ocr_disagreement", column="amount", printed=rate.amount_orig)


def _amount_at(page: Page, box: BBox) -> int | None:
    """The amount that stands in a box of a page."""
    found = [
        word.text
        for word in page.words
        if box.x0 - 2 < (word.x0 + word.x1) / 2 < box.x1 + 2
        and box.top - 2 < (word.top + word.bottom) / 2 < box.bottom + 2
    ]
    return tokens.parse_money("".join(found))


def _odd_steps(rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates whose step is not what their place among the steps says: a misread, lost or added step head."""
    tables: dict[object, list[Rate]] = defaultdict(list)
    for rate in rates:
        tables[rate.page_number, rate.appendix].append(rate)
    for table in tables.values():
        offsets = Counter(_offset(rate) for rate in table)
        usual = offsets.most_common(1)[0][0]
        steps = {rate.step for rate in table}
        for rate in table:
            offset = _offset(rate)
            if offset is not None and (offset != usual or (offset != 0 and len(steps) < _LEAST_STEPS)):
                yield f"step {rate.step} stands where step {rate.step_order} belongs", rate


def _offset(rate: Rate) -> int | None:
    """How far a step's number is from its place; ``None`` for a step that is no number."""
    rank = tokens.step_rank(rate.step)
    return None if rank is None else rank - rate.step_order


def _odd_shapes(rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates of classes that go by another kind of name than most: the code of a coded class was lost."""
    classes = {(rate.page_number, _name(rate), rate.bargaining_unit): _kind(rate) for rate in rates}
    kinds = Counter(classes.values())
    if not kinds:
        return
    usual = max(kinds, key=lambda kind: (kinds[kind], kind))
    for rate in rates:
        if _kind(rate) != usual:
            yield f"class {_name(rate) or '-'} is not labelled like the others", rate


def _kind(rate: Rate) -> int:
    """By what a class goes: 3 its code, 2 its title, 1 its range, 0 nothing."""
    names = (rate.range_code, rate.class_title, rate.class_code)
    return max((kind for kind, name in enumerate(names, 1) if name), default=0)


def _unconfirmed(
    rates: Sequence[Rate], pages: Mapping[int, Page], seconds: Mapping[int, Page]
) -> Iterator[tuple[str, Rate]]:
    """Rates with a label that the second look does not read."""
    firsts = {number: Counter(_split(" ".join(word.text for word in page.words))) for number, page in pages.items()}
    looks = {number: SecondLook.of(page) for number, page in seconds.items()}
    codes = {rate.class_code for rate in rates if rate.page_number in looks and _sure(rate, looks, firsts)}
    for rate in rates:
        number = rate.page_number or 0
        look = looks.get(number)
        if look is None:
            yield f"page {number} was not read a second time", rate
        elif not _sure(rate, looks, firsts) and (rate.class_code is None or rate.class_code not in codes):
            yield f"{_name(rate)} is read otherwise at a second look", rate
        elif not look.has_some(rate.component_name):
            yield f"{rate.component_name} is read otherwise at a second look", rate
        elif rate.appendix and look.appendices and rate.appendix not in look.appendices:
            yield f"appendix {rate.appendix} is read otherwise at a second look", rate
        elif rate.operative_date and look.dates and rate.operative_date.isoformat() not in look.dates:
            yield f"the date {rate.operative_date} is read otherwise at a second look", rate


def _sure(rate: Rate, looks: Mapping[int, SecondLook], firsts: Mapping[int, Counter[str]]) -> bool:
    """Whether a second look reads the name the class goes by."""
    number = rate.page_number or 0
    return looks[number].has_all(_name(rate), firsts[number])


def _name(rate: Rate) -> str | None:
    """The code, else the title, else the range."""
    return rate.class_code or rate.class_title or rate.range_code


def _split(text: str) -> list[str]:
    return [token.lower() for token in _TOKEN.findall(normalize("NFKC", text))]


def _is_digit(token: str) -> bool:
    """A lone figure: engines lose them, and the count of steps and the percentages prove them."""
    return len(token) == 1 and token.isdigit()


def _finding(rate: Rate, message: str) -> Finding:
    return Finding(
        document_id=rate.document_id,
        check="ocr_label",
        severity="warning",
        table="salary_rates",
        key=rate.rate_id,
        origin="reading",
        page_number=rate.page_number,
        bbox=rate.bbox,
        message=message,
    )
