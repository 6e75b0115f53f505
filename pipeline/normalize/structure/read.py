"""The whole reading: furniture, contents, headings, tables, then the text of every article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.layouts.structure import HEADING_KINDS, OPENINGS
from pipeline.models import Article, Clause, Page
from pipeline.normalize.lines import make_line
from pipeline.normalize.structure.articles import Part, find_owners, give_back_tables, make_parts
from pipeline.normalize.structure.body import read_body_lines
from pipeline.normalize.structure.clauses import read_article_text
from pipeline.normalize.structure.contents import find_contents, match_contents
from pipeline.normalize.structure.coverage import measure_coverage
from pipeline.normalize.structure.facts import read_facts, read_signature_dates
from pipeline.normalize.structure.footnotes import mark_footnotes
from pipeline.normalize.structure.furniture import Furniture, find_furniture
from pipeline.normalize.structure.headings import (
    Candidate,
    are_headings,
    choose_headings,
    complete_heading,
    find_candidates,
)
from pipeline.normalize.structure.joining import continues, is_finished, join_texts, read_vocabulary
from pipeline.normalize.structure.numbered import find_numbered_headings
from pipeline.normalize.structure.parts import find_letters, find_memo, find_ordinance
from pipeline.normalize.structure.records import (
    BodyLine,
    ContentsEntry,
    Geometry,
    Heading,
    LineKind,
    Paragraph,
    Structure,
)
from pipeline.normalize.structure.regions import SalaryBox, find_table_lines, make_regions
from pipeline.normalize.structure.runin import find_run_in_headings
from pipeline.normalize.structure.struck import find_struck
from pipeline.normalize.structure.titles import is_capitals
from pipeline.normalize.structure.unnumbered import find_unnumbered_headings

_OPENING = re.compile(rf"\b(?:{'|'.join(OPENINGS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Marked:
    """Lines of a document, each with what it is."""

    lines: tuple[BodyLine, ...]
    kinds: tuple[LineKind, ...]
    owners: tuple[str | None, ...]
    parts: tuple[Part, ...]
    geometry: Geometry
    entries: tuple[ContentsEntry, ...]
    salary: frozenset[int]
    """Indexes of the lines of salary appendices."""
    furniture: Furniture


def read_structure(document_id: str, pages: Sequence[Page], salary_boxes: Sequence[SalaryBox] = ()) -> Structure:
    """Read the structure of a document.

    Args:
        document_id: Of the document.
        pages: Its pages with words; those of a text document have ``reader == "text"``.
        salary_boxes: ``(page_number, bbox)`` of every rate that was read: their lines are tables.
    """
    marked = mark_lines(pages, salary_boxes)
    vocabulary = read_vocabulary(item.text for item in marked.lines)
    articles, clauses, dropped = _read_articles(document_id, marked, vocabulary)
    captions = {part.article_id: part.heading.caption for part in marked.parts}
    entries, articles = match_contents(document_id, marked.entries, articles, captions, clauses)
    tables = frozenset(index for index, kind in enumerate(marked.kinds) if kind == "table")
    regions = make_regions(marked.lines, tables, marked.owners, marked.salary)
    amounts = sum(len(re.findall(r"\d\.\d\d\b", line.text)) for region in regions for line in region.lines)
    text = "\n".join(item.text for item, kind in zip(marked.lines, marked.kinds, strict=True) if kind != "furniture")
    loose = _read_front(marked, vocabulary)
    extra = marked.furniture.glued_characters + marked.geometry.dropped
    return Structure(
        document_id=document_id,
        articles=articles,
        clauses=clauses,
        facts=read_facts(text, _title_lines(marked), [item.text for item in loose], articles, amounts),
        contents=entries,
        tables=regions,
        coverage=measure_coverage(marked.lines, marked.kinds, clauses, dropped, extra),
        body_text=loose,
        signature_dates=read_signature_dates([article.text for article in articles]),
        furniture=len(marked.furniture.indexes) + marked.furniture.glued_pieces,
        struck=find_struck(pages),
    )


def mark_lines(pages: Sequence[Page], salary_boxes: Sequence[SalaryBox] = ()) -> Marked:
    """Lines of all pages, each with its kind and the part of the document it belongs to."""
    raw, geometry = read_body_lines(pages)
    found = find_furniture(raw)
    lines, furniture = start_pages(found.lines, found.indexes), found.indexes
    lines = mark_footnotes(lines, furniture)
    notes = frozenset(index for index, item in enumerate(lines) if item.footnote)
    contents, entries = find_contents(lines, furniture)
    headings = find_headings(lines, furniture | contents | notes, geometry, entries)
    lines, headings, moved = split_headings(lines, headings)
    furniture, contents = (frozenset(moved[index] for index in group) for group in (furniture, contents))
    parts = make_parts(headings)
    owners = find_owners(parts, lines)
    heading_lines = {index for item in headings for index in range(item.first, item.last + 1)}
    taken = furniture | contents | heading_lines | {moved[index] for index in notes}
    salary_parts = {part.article_id for part in parts if part.is_salary}
    salary = frozenset(index for index, owner in enumerate(owners) if owner in salary_parts)
    table = find_table_lines(lines, frozenset(taken), salary, salary_boxes)
    owners = give_back_tables(parts, owners, table)
    known: dict[int, LineKind] = dict.fromkeys(table, "table")
    known.update(dict.fromkeys(heading_lines, "heading"))
    known.update(dict.fromkeys(contents, "contents"))
    known.update(dict.fromkeys(furniture, "furniture"))
    opening = _find_opening(lines, known, owners) if parts else len(lines)
    kinds = tuple(
        known.get(index)
        or ("body" if owners[index] is not None else _sort_front(item, bool(parts), opens=index >= opening))
        for index, item in enumerate(lines)
    )
    return Marked(lines, kinds, owners, parts, geometry, entries, salary, found)


def start_pages(lines: Sequence[BodyLine], furniture: frozenset[int]) -> tuple[BodyLine, ...]:
    """Lines of which the first one under a running head starts its page: the head stands close over some texts."""
    marked = list(lines)
    for index in sorted(furniture):
        below = index + 1
        if marked[index].starts_page and below < len(marked) and marked[below].source_page == marked[index].source_page:
            marked[below] = replace(marked[below], starts_page=True)
    return tuple(marked)


def _find_opening(lines: Sequence[BodyLine], known: Mapping[int, LineKind], owners: Sequence[str | None]) -> int:
    """Index of the line with which an agreement without a heading over it opens: "This Agreement is made between"."""
    for index, item in enumerate(lines):
        if owners[index] is not None:
            break
        if index not in known and _OPENING.search(item.text):
            return index
    return len(lines)


def _sort_front(item: BodyLine, titled: bool, *, opens: bool) -> LineKind:
    """A line before the first heading: part of the title page, or text that belongs to nothing.

    Args:
        item: The line.
        titled: Whether the document has headings; a news article has no title page.
        opens: Whether it is of the paragraphs that say who agrees.
    """
    if opens:
        return "heading"
    short = titled and len(item.line.words) <= 9 and not is_finished(item.text)
    return "heading" if is_capitals(item.text) or item.bold or short else "front"


def find_headings(
    lines: Sequence[BodyLine], skip: frozenset[int], geometry: Geometry, entries: Sequence[ContentsEntry] = ()
) -> tuple[Heading, ...]:
    """All headings in order: articles and appendices, letters, the ordinance, a cover letter."""
    ordinance = find_ordinance(lines, skip)
    skip |= {item.first for item in ordinance}
    headings = _find_numbered_parts(lines, skip, geometry, entries)
    taken = skip | {index for item in headings for index in range(item.first, item.last + 1)}
    headings += [*find_letters(lines, taken), *ordinance]
    headings.sort(key=lambda item: item.first)
    end = min([*skip, *(item.first for item in headings[:1])], default=0)
    memo = find_memo(lines, end)
    return (memo, *headings) if memo is not None else tuple(headings)


def _find_numbered_parts(
    lines: Sequence[BodyLine], skip: frozenset[int], geometry: Geometry, entries: Sequence[ContentsEntry]
) -> list[Heading]:
    """Headings of articles and appendices: with a heading word; else with a number, with neither, on a text's line."""
    chosen = choose_headings(find_candidates(lines, skip))
    appendices = [candidate for candidate in chosen if HEADING_KINDS[candidate.word] == "appendix"]
    if are_headings([candidate for candidate in chosen if HEADING_KINDS[candidate.word] != "appendix"]):
        return _complete_all(chosen, lines, skip, geometry)
    if numbered := find_numbered_headings(lines, skip):
        both = sorted((*appendices, *numbered), key=lambda candidate: candidate.index)
        return _complete_all(both, lines, skip, geometry)
    headings = _complete_all(appendices, lines, skip, geometry)
    taken = skip | {index for item in headings for index in range(item.first, item.last + 1)}
    plain = find_unnumbered_headings(lines, taken, entries) or find_run_in_headings(lines, taken)
    return [*headings, *plain] if plain else _complete_all(chosen, lines, skip, geometry)


def _complete_all(
    chosen: Sequence[Candidate], lines: Sequence[BodyLine], skip: frozenset[int], geometry: Geometry
) -> list[Heading]:
    starts = skip | {candidate.index for candidate in chosen}
    return [complete_heading(candidate, lines, starts - {candidate.index}, geometry) for candidate in chosen]


def split_headings(
    lines: Sequence[BodyLine], headings: Sequence[Heading]
) -> tuple[tuple[BodyLine, ...], tuple[Heading, ...], tuple[int, ...]]:
    """Cut lines on which text follows a heading.

    Returns:
        The lines, the headings with their new indexes, and the new index of every old line.
    """
    rests = {item.last: len(item.rest.split()) for item in headings if item.rest}
    cut: list[BodyLine] = []
    moved: list[int] = []
    for index, item in enumerate(lines):
        moved.append(len(cut))
        count = rests.get(index, 0)
        words = item.line.words
        if 0 < count < len(words):
            cut += [with_words(item, len(words) - count, head=True), with_words(item, len(words) - count, head=False)]
        else:
            cut.append(item)
    shifted = tuple(
        replace(item, first=moved[item.first], last=moved[item.last] if item.last >= 0 else -1) for item in headings
    )
    return tuple(cut), shifted, tuple(moved)


def with_words(item: BodyLine, place: int, *, head: bool) -> BodyLine:
    """The line up to a word, or from it; the second half stands apart, as text under a heading does."""
    line = make_line(item.line.words[:place] if head else item.line.words[place:])
    gap = item.gap if head else 2.0
    return BodyLine(
        item.page_number, item.source_page, line, line.text, gap, item.starts_page and head, item.bold,
        shift=item.shift, column=item.column,
    )  # fmt: skip


def _read_articles(
    document_id: str, marked: Marked, vocabulary: frozenset[str]
) -> tuple[tuple[Article, ...], tuple[Clause, ...], int]:
    """Articles with their text, their clauses, and the characters dropped on the way."""
    bodies: dict[str, list[BodyLine]] = {part.article_id: [] for part in marked.parts}
    pages: dict[str, list[int]] = {part.article_id: [] for part in marked.parts}
    broken = False
    for item, kind, owner in zip(marked.lines, marked.kinds, marked.owners, strict=True):
        if owner is None:
            continue
        if kind == "body":
            bodies[owner].append(replace(item, gap=2.0) if broken else item)
        broken = kind == "table" or (broken and kind != "body")
        if item.page_number is not None and kind not in ("furniture", "contents"):
            pages[owner].append(item.page_number)
    articles: list[Article] = []
    clauses: list[Clause] = []
    dropped = 0
    for order, part in enumerate(marked.parts, 1):
        read = read_article_text(
            document_id,
            part.article_id,
            bodies[part.article_id],
            marked.geometry,
            vocabulary,
            subheadings=part.kind in ("section", "article"),
        )
        articles.append(_make_article(document_id, part, order, read.text, pages[part.article_id]))
        clauses += read.clauses
        dropped += read.dropped
    return tuple(articles), tuple(clauses), dropped


def _make_article(document_id: str, part: Part, order: int, text: str, pages: Sequence[int]) -> Article:
    return Article(
        document_id=document_id,
        article_id=part.article_id,
        kind=part.kind,
        number=part.heading.number,
        title=part.heading.title,
        order=order,
        text=text,
        parent_id=part.parent_id,
        page_first=min(pages, default=None),
        page_last=max(pages, default=None),
    )


def _title_lines(marked: Marked) -> list[BodyLine]:
    """Lines before the first article, the contents list and tables left out; running heads say who the employer is."""
    first = next((part.heading.first for part in marked.parts if part.kind not in ("letter", "ordinance")), None)
    end = len(marked.lines) if first is None else first
    seen: set[str] = set()
    lines: list[BodyLine] = []
    for item, kind in zip(marked.lines[:end], marked.kinds[:end], strict=True):
        if kind in ("contents", "table") or (kind == "furniture" and item.text in seen):
            continue
        seen.add(item.text)
        lines.append(item)
    return lines


def _read_front(marked: Marked, vocabulary: frozenset[str]) -> tuple[Paragraph, ...]:
    """Text that stands in no article, in paragraphs."""
    paragraphs: list[Paragraph] = []
    before: BodyLine | None = None
    for item, kind, owner in zip(marked.lines, marked.kinds, marked.owners, strict=True):
        if owner is not None or kind not in ("front", "heading"):
            continue
        if before is not None and continues(before, item, marked.geometry):
            text, _ = join_texts(paragraphs[-1].text, item.text, vocabulary)
            paragraphs[-1] = Paragraph(text, paragraphs[-1].page_number)
        else:
            paragraphs.append(Paragraph(item.text, item.page_number))
        before = item
    return tuple(paragraphs)
