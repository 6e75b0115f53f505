"""Labels of recognised pages: an amount proved by arithmetic under a misread class is still wrong.

No identity covers a class code, a step head or a date. So on recognised pages the labels must hold
together (steps count, every class is labelled alike) and must be read alike by a second look: another
engine where there is one, another resolution where there is none. Where they are not, amounts lose
the status ok.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.findings import Finding, about_rate
from pipeline.ladder.component_names import unsure_names
from pipeline.ladder.look import PROVED
from pipeline.ladder.lookalikes import misread_words
from pipeline.ladder.missed import beside_missed, beside_unread
from pipeline.ladder.second_look import name_of, unconfirmed
from pipeline.ladder.step_heads import step_doubts
from pipeline.ladder.title_numbers import unsure_numbers
from pipeline.ladder.titles import unsure_titles
from pipeline.layouts import pay
from pipeline.models import BBox, Page, Rate, from_shown
from pipeline.normalize.keys import rate_key
from pipeline.normalize.salary import tokens
from pipeline.validate.arithmetic.telling import OCR_READERS

_HEADS = frozenset(name for name, _ in pay.COLUMN_HEADS)
_REST_OF_AMOUNT = re.compile(r"\$|\d[.,]\s?\d")
_FIGURES = str.maketrans("OoQDIl|iSsBZzGbgqT", "000011115582266997")
_MANY = 3
"""Times as many labels of one form as of another that make the other odd."""
_BADLY_READ = 0.6


def doubt_labels(
    rates: Sequence[Rate],
    pages: Mapping[int, Page],
    seconds: Mapping[int, Page],
    unread: Sequence[Finding] = (),
) -> tuple[tuple[Rate, ...], tuple[Finding, ...]]:
    """Take the status ok from recognised amounts whose labels are not sure.

    Args:
        rates: rates of a document, judged.
        pages: its recognised pay pages, mended.
        seconds: the same pages read a second time, mended.
        unread: findings of numbers no row explains.

    Returns:
        The rates, those of unsure labels unverified, and a warning for each of these.
    """
    reasons: dict[str, str] = {}
    own = [rate for rate in rates if rate.reader in OCR_READERS and rate.page_number in pages]
    for reason, rate in (*_find_doubts(own, pages, seconds), *beside_unread(own, pages, unread)):
        reasons.setdefault(rate.rate_id, reason)
    bad = _badly_read(own, reasons)
    for rate in own:
        if rate.page_number in bad:
            reasons.setdefault(rate.rate_id, f"most labels of page {rate.page_number} are not sure")
    doubted = tuple(
        replace(rate, status="unverified") if rate.rate_id in reasons and rate.status in PROVED else rate
        for rate in rates
    )
    return doubted, tuple(_finding(rate, reasons[rate.rate_id]) for rate in own if rate.rate_id in reasons)


def _find_doubts(
    rates: Sequence[Rate], pages: Mapping[int, Page], seconds: Mapping[int, Page]
) -> Iterator[tuple[str, Rate]]:
    """Why which rates are not sure."""
    yield from step_doubts(rates, pages, seconds)
    yield from _odd_shapes(rates)
    yield from unsure_names(rates)
    yield from unsure_numbers(rates)
    yield from misread_words(rates)
    yield from _odd_labels(rates)
    yield from _odd_letters(rates)
    yield from _repeated(rates)
    yield from unconfirmed(rates, pages, seconds)
    yield from unsure_titles(rates, pages, seconds)
    for number, second in seconds.items():
        yield from beside_missed(pages[number], second, rates)


def _badly_read(rates: Sequence[Rate], reasons: Mapping[str, str]) -> frozenset[int | None]:
    """Pages most of whose amounts stand under labels in doubt: what looks sure there may hang on a lost label."""
    whole = Counter(rate.page_number for rate in rates)
    unsure = Counter(rate.page_number for rate in rates if rate.rate_id in reasons)
    return frozenset(number for number, count in whole.items() if unsure[number] > _BADLY_READ * count)


def disagreements(rates: Sequence[Rate], seconds: Mapping[int, Page]) -> Iterator[Finding]:
    """A warning for each amount that no identity covers and that the second look reads otherwise.

    Args:
        rates: as judged by arithmetic, before labels were doubted: what it proves the second look does not see.
        seconds: pages read a second time, mended.
    """
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


def _odd_shapes(rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates of classes that go by another kind of name than most: the code of a coded class was lost."""
    classes = {(rate.page_number, name_of(rate), rate.bargaining_unit): _kind(rate) for rate in rates}
    kinds = Counter(classes.values())
    if not kinds:
        return
    usual = max(kinds, key=lambda kind: (kinds[kind], kind))
    for rate in rates:
        if _kind(rate) != usual:
            yield f"class {name_of(rate) or '-'} is not labelled like the others", rate


def _kind(rate: Rate) -> int:
    """By what a class goes: 3 its code, 2 its title, 1 its range, 0 nothing."""
    names = (rate.range_code, rate.class_title, rate.class_code)
    return max((kind for kind, name in enumerate(names, 1) if name), default=0)


def _odd_labels(rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates under the codes of two classes (the rows of one were lost), a head of a column, or a rest of an amount."""
    for rate in rates:
        for label in (rate.class_code, rate.range_code):
            if sum(any(char.isdigit() for char in part) for part in (label or "").split()) > 1:
                yield f"{label} are the labels of several classes", rate
        for label in (rate.class_code, rate.range_code, rate.class_title):
            if label and tokens.fold(label) in _HEADS:
                yield f"{label} is the head of a column", rate
        for label in (rate.class_code, rate.class_title):  # a range may be 68.5
            if label and _REST_OF_AMOUNT.search(label):
                yield f"{label} seems to hold the rest of an amount", rate


def _odd_letters(rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates under a code or range that has a letter like a figure where the others have figures: B3 for 83."""
    for labels in ({rate.class_code for rate in rates}, {rate.range_code for rate in rates}):
        shapes = Counter(_shape(label) for label in labels if label)
        odd = {label for label in labels if label and _seems_misread(label, shapes)}
        for rate in rates:
            for label in odd & {rate.class_code, rate.range_code}:
                yield f"{label} is not written like the others", rate


def _seems_misread(label: str, shapes: Mapping[str, int]) -> bool:
    """Whether a label would be formed like most others if its letters were the figures they look like."""
    own, meant = _shape(label), _shape(label.translate(_FIGURES))
    return own != meant and shapes.get(meant, 0) >= _MANY * shapes[own]


def _shape(label: str) -> str:
    """A label with a 0 for each run of figures and an A for each run of letters."""
    return re.sub(r"[A-Za-z|]+", "A", re.sub(r"\d+", "0", label))


def _repeated(rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates of one key: a lost heading, label or step makes two tables, classes or steps one."""
    keys = Counter(rate_key(rate) for rate in rates)
    for rate in rates:
        if keys[rate_key(rate)] > 1:
            yield "the same class, component, step and period is read twice", rate


def _finding(rate: Rate, message: str) -> Finding:
    return about_rate(rate, "ocr_label", "warning", message, origin="reading")
