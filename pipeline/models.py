"""Records that pass from stage to stage.

Coordinates are PDF points with the origin at the top left of the page as it is shown (after
``/Rotate``), ``(x0, top, x1, bottom)``. Money is integer cents, never float; ``Decimal`` where a
number is no money.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from math import cos, radians, sin
from operator import attrgetter
from typing import Any, Literal, NamedTuple

Cents = int
Period = Literal["HR", "BW", "MO", "YR"]
PERIODS: tuple[Period, ...] = ("HR", "BW", "MO", "YR")
Component = Literal["base", "bonus", "total"]
RateStatus = Literal["ok", "unverified", "suspect", "repaired"]
DocumentStatus = Literal["ok", "encrypted", "damaged", "timeout", "out_of_memory", "unsupported", "empty"]
TextOrigin = Literal["text", "text_layer", "ocr", "mixed"]


class BBox(NamedTuple):
    """A box on a page, in points from its top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


class Word(NamedTuple):
    """Characters that stand together on a page. (A tuple: a document has tens of thousands.)"""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    score: float | None = None
    """Confidence of the OCR engine, 0..1; ``None`` where the text is the document's own."""
    bold: bool = False
    as_read: str | None = None
    """What the OCR engine gave, where ``text`` was mended ("5,388,00" to "5,388.00")."""

    @property
    def bbox(self) -> BBox:
        """The word's box."""
        return BBox(self.x0, self.top, self.x1, self.bottom)


class Edge(NamedTuple):
    """A ruled line, horizontal (``top`` ~ ``bottom``) or vertical (``x0`` ~ ``x1``)."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Page:
    """One page as one engine read it. Two pages are the same when they are one object."""

    page_number: int
    """From 1."""
    width: float
    height: float
    words: tuple[Word, ...]
    """In the order the engine gives them, which need not be the reading order."""
    reader: str
    """text, pdfium, pdfplumber, camelot, rapidocr, tesseract; hidden_text: what some recogniser left in a scan."""
    edges: tuple[Edge, ...] = ()
    turn: int = 0
    """Degrees (0, 90, 180, 270) by which the shown page is turned clockwise so that its text reads
    upright. ``width``, ``height``, words and edges are those of the turned page; see ``to_shown``."""
    skew: float = 0.0
    """Degrees by which the lines of the turned page fall clockwise; words and edges are those of the page
    turned straight about its middle, so that a line of text is level."""
    image_cover: float = 0.0
    """Share of the page under images, 0 to 1: a scan has about 1."""
    strays: tuple[Word, ...] = ()
    """Those of the words that do not run the way most of the page's do: sideways, or aslant."""
    garbled: bool = False
    """Whether a recogniser read hardly a word of it that makes sense, though there is ink."""


def to_shown(page: Page, bbox: BBox) -> BBox:
    """Map a box of ``page`` back to the page as a viewer shows it (the same box unless text is sideways or skew)."""
    bbox = _rotate(page, bbox, page.skew) if page.skew else bbox
    if page.turn == 90:
        return BBox(bbox.top, page.width - bbox.x1, bbox.bottom, page.width - bbox.x0)
    if page.turn == 180:
        return BBox(page.width - bbox.x1, page.height - bbox.bottom, page.width - bbox.x0, page.height - bbox.top)
    if page.turn == 270:
        return BBox(page.height - bbox.bottom, bbox.x0, page.height - bbox.top, bbox.x1)
    return bbox


def from_shown(page: Page, bbox: BBox) -> BBox:
    """Map a box of the page as a viewer shows it to the page as it was read: the way back of ``to_shown``."""
    if page.turn == 90:
        bbox = BBox(page.width - bbox.bottom, bbox.x0, page.width - bbox.top, bbox.x1)
    elif page.turn == 180:
        bbox = BBox(page.width - bbox.x1, page.height - bbox.bottom, page.width - bbox.x0, page.height - bbox.top)
    elif page.turn == 270:
        bbox = BBox(bbox.top, page.height - bbox.x1, bbox.bottom, page.height - bbox.x0)
    return _rotate(page, bbox, -page.skew) if page.skew else bbox


def _rotate(page: Page, bbox: BBox, degrees: float) -> BBox:
    """The box with its middle turned clockwise about the middle of the page; its size is kept."""
    turn = radians(degrees)
    x, y = (bbox.x0 + bbox.x1 - page.width) / 2, (bbox.top + bbox.bottom - page.height) / 2
    dx, dy = x * (cos(turn) - 1) - y * sin(turn), x * sin(turn) + y * (cos(turn) - 1)
    return BBox(bbox.x0 + dx, bbox.top + dy, bbox.x1 + dx, bbox.bottom + dy)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as received, with what was read of it so far."""

    document_id: str
    """The path relative to the input it was found under, with ``/``; unique in a published set."""
    source_path: str
    """As given, relative."""
    sha256: str
    media_type: str
    """application/pdf or text/plain; what the bytes are, whatever the name says."""
    size: int
    pages: tuple[Page, ...] = ()
    page_count: int | None = None
    """``None`` for text, which has no pages of its own."""
    text_origin: TextOrigin | None = None
    status: DocumentStatus = "ok"
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """One printed amount of a salary table: a row of ``salary_rates``."""

    document_id: str
    period: Period
    amount: Cents
    amount_orig: str
    """The amount as printed, ``$`` and commas kept."""
    step: str
    """As printed: "1", "Step 01"."""
    step_order: int
    """Column or row order of the step inside its table, from 1; a blank step keeps its number."""
    component: Component = "base"
    component_name: str | None = None
    """As printed; ``None`` where the table has no such label."""
    percent: Decimal | None = None
    """The percentage the component's name states: 3 for "Basic POST - 3%"."""
    mou_number: str | None = None
    appendix: str | None = None
    operative_date: date | None = None
    class_code: str | None = None
    class_title: str | None = None
    bargaining_unit: str | None = None
    range_code: str | None = None
    condition: str | None = None
    """The note under the table that limits it ("for illustrative purposes only")."""
    reader: str = "text"
    page_number: int | None = None
    bbox: BBox | None = None
    score: float | None = None
    """Confidence of the OCR engine in the amount, 0..1."""
    period_orig: str | None = None
    """The pay period as printed, where the amounts show that another one is meant."""
    step_orig: str | None = None
    """The step as printed, where the steps beside it show that another one is meant."""
    status: RateStatus = "unverified"
    rate_id: str = ""
    """Filled by ``pipeline.normalize.keys.key_rates``: made of what is printed, unique in a document."""

    def having(self, *, status: RateStatus | None = None, rate_id: str | None = None) -> Rate:
        """The rate with another status or key: as ``replace`` gives it, at a third of the time, for every amount."""
        *read, old_status, old_id = _fields_of_rate(self)
        return Rate(*(*read, status or old_status, rate_id or old_id))


_fields_of_rate: Callable[[Rate], tuple[Any, ...]] = attrgetter(*(each.name for each in fields(Rate)))


@dataclass(frozen=True, slots=True)
class UnreadNumber:
    """A number on a pay page that no rate, label, code, heading or note explains."""

    document_id: str
    text: str
    page_number: int | None
    bbox: BBox | None


@dataclass(frozen=True, slots=True)
class PayRule:
    """How one table (document, appendix, set of printed periods) turns one amount into the others."""

    document_id: str
    table_key: str
    """``appendix/periods``, e.g. "A/HR-BW-YR"; the key within the document."""
    appendix: str | None
    class_codes: tuple[str, ...]
    periods: tuple[Period, ...]
    primary_period: Period | None
    """The period the others follow from; ``None`` where no rule was found."""
    hours_per_biweekly: Decimal | None
    biweekly_per_year: Decimal | None
    derivations: tuple[Derivation, ...]
    bonus_rounding: Literal["half_up", "up", "down"] | None
    """How percent x primary amount becomes the bonus; ``None`` where the table has no bonus."""
    total_of: tuple[str, ...]
    """Names of the components a total adds; empty where the table has no total."""
    supporting: int
    """Identities of the table that hold under the rule."""
    breaking: int
    """Identities that do not."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """``target = round(source x factor / divisor)`` in cents: how one pay period follows from another."""

    source: Period
    target: Period
    factor: Decimal
    divisor: Decimal
    rounding: Literal["half_up", "up", "down"]
    supporting: int
    breaking: int

    @property
    def formula(self) -> str:
        """As a person writes it: "BW = HR x 80", "MO = HR x 2080 / 12"."""
        times = "" if self.factor == 1 else f" x {self.factor.normalize():f}"
        by = "" if self.divisor == 1 else f" / {self.divisor.normalize():f}"
        return f"{self.target} = {self.source}{times}{by}"


@dataclass(frozen=True, slots=True)
class SalaryReading:
    """Everything one engine's words of a document (or of some pages) say about pay."""

    rates: tuple[Rate, ...] = ()
    unread: tuple[UnreadNumber, ...] = ()
    pay_pages: tuple[int, ...] = ()
    """Page numbers on which a pay table stands."""


@dataclass(frozen=True, slots=True)
class Article:
    """A heading with the text under it: a row of ``articles``."""

    document_id: str
    article_id: str
    kind: Literal["section", "article", "appendix", "letter", "ordinance"]
    number: str | None
    title: str
    order: int
    text: str
    parent_id: str | None = None
    page_first: int | None = None
    page_last: int | None = None
    toc_title: str | None = None
    toc_page: str | None = None
    toc_status: Literal["match", "differs", "not_in_contents", "not_in_body"] | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered or bulleted piece of an article: a row of ``clauses``."""

    document_id: str
    clause_id: str
    article_id: str
    path: str
    """ "A.1.b"; empty for the article's text before its first marker."""
    depth: int
    marker: str
    text: str
    page_number: int | None
    char_start: int
    """Offsets into ``Article.text``."""
    char_end: int


@dataclass(frozen=True, slots=True)
class Term:
    """A quantity stated in prose: a row of ``terms``."""

    document_id: str
    term_id: str
    clause_id: str | None
    article_number: str | None
    kind: str
    value: Decimal
    unit: str
    per: str | None
    value_orig: str
    words_value: Decimal | None
    effective_date: date | None
    sentence: str
    page_number: int | None
    char_start: int
    """Offsets into the clause's ``text`` (of the article's ``text`` where there is no clause)."""
    char_end: int


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table that is no salary table: a row of ``table_cells``."""

    table_id: str
    document_id: str
    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    number: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is no salary table: a row of ``tables``, with its cells."""

    document_id: str
    table_id: str
    title: str | None
    article_id: str | None
    page_number: int | None
    header_rows: int
    rows: int
    columns: int
    cells: tuple[TableCell, ...] = field(default=(), repr=False)
