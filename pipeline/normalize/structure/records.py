"""Records of the structure of a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from pipeline.models import Article, BBox, Clause
from pipeline.normalize.lines import TextLine
from pipeline.results import DocumentFacts

LineKind = Literal["body", "heading", "contents", "table", "furniture", "front"]
ContentsStatus = Literal["match", "differs", "not_in_contents", "not_in_body"]


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A line of a page with what the structure needs to know of its surroundings."""

    page_number: int | None
    """``None`` where the document has no pages of its own (text)."""
    source_page: int
    """``Page.page_number`` of the page it was read from, also for text."""
    line: TextLine
    text: str
    gap: float
    """Distance from the line above in units of the usual distance of two lines; 0 on a page's first line."""
    starts_page: bool
    bold: bool
    ruled: bool = False
    """Whether it stands in the columns of a ruled table."""
    shift: float = 0.0
    """How far it was moved to the left, from a right column of prose."""
    footnote: bool = False
    """Whether it is of a note at the foot of its page."""
    column: bool = False
    """Whether it stands in one of two columns of prose."""

    @property
    def apart(self) -> bool:
        """Whether white space above sets the line apart from the one before."""
        return self.starts_page or self.gap > 1.25


@dataclass(frozen=True, slots=True)
class Geometry:
    """How the lines of a document are set."""

    wrapped: bool
    """Lines end at a margin; otherwise a line is a whole paragraph (OCR markup)."""
    paged: bool
    """The document has pages of its own (no text file)."""
    right: float
    """Right margin, in points."""
    dropped: int = 0
    """Characters of line numbers in the margin and of marks of footnotes, which are furniture."""
    column_right: float = 0.0
    """Right margin of the left one of two columns; right ones are moved over it."""

    def end_of(self, item: BodyLine) -> float:
        """Right margin at which a line is broken."""
        return self.column_right if item.column else self.right


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the body, one or more lines."""

    keyword: str
    """article, section, appendix, letter, ordinance, ... in lower case."""
    number: str | None
    title: str
    caption: str
    """Everything the heading prints, title or not ("Operative August 1, 2019" included)."""
    first: int
    """Index of its first line."""
    last: int
    """Index of its last line."""
    rest: str = ""
    """Text that follows the title on the same line and belongs to the body."""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents list, and the heading it stands for."""

    kind: str
    number: str | None
    title: str
    page: str | None
    """As printed."""
    word: str = ""
    """Heading word in lower case: article, division, ...; empty where the line has none."""
    article_id: str | None = None
    """The heading with this kind and number in the body; ``None`` where there is none."""
    body_title: str | None = None
    status: ContentsStatus = "not_in_body"


@dataclass(frozen=True, slots=True)
class TableRegion:
    """Lines that are a table: to be read by a table reader, not as prose."""

    source_page: int
    """``Page.page_number`` of the page record."""
    bbox: BBox
    article_id: str | None
    lines: tuple[TextLine, ...] = field(repr=False, default=())
    salary: bool = False
    """A salary table (of an appendix, or one that rates were read from)."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text joined over lines and pages."""

    text: str
    page_number: int | None


@dataclass(frozen=True, slots=True)
class Leftover:
    """A piece of the body that no clause, heading, table or furniture holds."""

    text: str
    source_page: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Characters (without white space) of a document by what they became."""

    total: int
    clauses: int
    headings: int
    contents: int
    tables: int
    furniture: int
    left: tuple[Leftover, ...]

    @property
    def assigned(self) -> int:
        """Characters that belong to something."""
        return self.clauses + self.headings + self.contents + self.tables + self.furniture

    @property
    def ratio(self) -> float:
        """``assigned / total``; 1 for an empty document."""
        return self.assigned / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Struck:
    """What a page strikes through."""

    page_number: int
    texts: tuple[str, ...]
    """Runs of words, those of each line by themselves."""
    words: int
    bbox: BBox
    """Around all of them, on the page as shown."""


@dataclass(frozen=True, slots=True)
class Structure:
    """Everything the text of a document says of its own order."""

    document_id: str
    articles: tuple[Article, ...]
    clauses: tuple[Clause, ...]
    """In the order of the text; those of an article follow one another and never overlap."""
    facts: DocumentFacts
    contents: tuple[ContentsEntry, ...]
    tables: tuple[TableRegion, ...]
    coverage: Coverage
    body_text: tuple[Paragraph, ...]
    """Prose that stands in no article (title page, a news article, a schedule's notes)."""
    signature_dates: tuple[date, ...] = ()
    furniture: int = 0
    """Lines and pieces of lines that were running heads, footers or page numbers."""
    struck: tuple[Struck, ...] = ()
    """Words with a line drawn through them; they stand in the clauses as any others."""
