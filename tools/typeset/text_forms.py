"""Agreements as text, in the three forms such text reaches us (see the docstring of each function)."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from random import Random

from tools.typeset.model import Agreement, Appendix, ClassBlock, Component, Line, PayTable, format_cents
from tools.typeset.prose import Article, Grid, Prose, list_headings


def format_date(day: date) -> str:
    """Write a date as agreements do: "July 1, 2012"."""
    return f"{day:%B} {day.day}, {day.year}"


def write_scrambled(agreement: Agreement, prose: Prose, seed: int) -> str:
    """A PDF text layer in the order it was drawn.

    Every page of amounts comes first and row by row with blank lines between; the labels follow in
    another order: pieces of the sequence title, code, range changed places, with the heading of the
    appendix somewhere among them. ``seed`` decides the order.
    """
    rng = Random(seed)
    lines = [*_write_wrapped_prose(prose)]
    for appendix in agreement.appendices:
        lines += ["", "", "", *_scramble_appendix(appendix, prose, rng)]
    return "\n".join(lines) + "\n"


def write_tabbed(agreement: Agreement, prose: Prose, lone_dollar: Sequence[str] = ("C",)) -> str:
    r"""OCR markup with tabs, ``<u>`` headers and escaped ``\$``.

    The appendices of ``lone_dollar`` print the sign in a cell of its own, with trailing empty cells in
    every row.
    """
    lines = [*_write_tabbed_prose(prose)]
    for appendix in agreement.appendices:
        lines += ["", *_tab_appendix(appendix, prose, appendix.letter in lone_dollar)]
    return "\n".join(lines) + "\n"


def write_markup(agreement: Agreement, prose: Prose, seed: int) -> str:
    """OCR markup with ``**headings**``, ``<b>`` labels and ``<hr/>``; label cells shift by a column.

    ``seed`` decides which rows shift, always the whole row, so that its step cells keep their order
    and the last one stays last but for empty cells behind it.
    """
    rng = Random(seed)
    lines = [*_write_markup_prose(prose)]
    for appendix in agreement.appendices:
        for table in split_tables(appendix.tables, 2):
            lines += ["", *_mark_table(appendix, table, prose, rng)]
        lines += [piece for note in appendix.notes for piece in ("", note)]
    return "\n".join(lines) + "\n"


def split_tables(tables: Iterable[PayTable], size: int) -> Iterator[PayTable]:
    """Cut tables into page-sized ones of at most ``size`` classes (three where one would be left alone)."""
    for table in tables:
        blocks = table.blocks
        while blocks:
            count = len(blocks) if len(blocks) <= size + 1 else size
            yield PayTable(table.steps, blocks[:count])
            blocks = blocks[count:]


# --- scrambled -------------------------------------------------------------------------------------


def _write_wrapped_prose(prose: Prose) -> Iterator[str]:
    yield from (prose.title.upper(), "", prose.unit, "", prose.employer, prose.organization, "", prose.term, "")
    yield from (*_list_contents(prose), "")
    for number, section in enumerate(prose.sections, start=1):
        yield from _wrap_article(section.heading, "SECTION")
        for article in section.articles:
            yield from _wrap_article(article, "ARTICLE")
        yield from (str(number), "", prose.footer + " ", "")  # a page ends: number and footer stand between paragraphs


def _wrap_article(article: Article, word: str) -> Iterator[str]:
    yield from textwrap.wrap(f"{word} {article.number} {article.title}", 60)
    yield ""
    for clause in article.clauses:
        yield from (line + " " for line in textwrap.wrap(clause, 84))
        yield " "
    if article.table:
        yield from (article.table_title, *(" ".join(row) for row in article.table), "")


def _list_contents(prose: Prose) -> Iterator[str]:
    yield from ("TABLE OF CONTENTS", "")
    for page, item in enumerate(list_headings(prose), start=1):
        yield f"{item.number} {item.title} {'.' * max(3, 60 - len(item.title))} {page}"


def _scramble_appendix(appendix: Appendix, prose: Prose, rng: Random) -> list[str]:
    lines: list[str] = []
    for table in appendix.tables:
        lines += [" ".join(table.steps), ""]
        for block in table.blocks:
            lines += [piece for line in block.lines for piece in (_dollar_line(line), "")]
    last = len(lines) - 1
    heading = [
        f"APPENDIX {appendix.letter}\n{prose.table_heading}\n\nOperative {format_date(appendix.operative)}\n",
        "SALARY STEP\n",
    ]
    labels = [piece + "\n" for piece in _shuffle_labels(appendix, heading, rng)]
    if rng.random() < 0.6:  # the last amounts run into the first label
        lines[last - 1 :] = [lines[last - 1] + labels[0], *labels[1:]]
        return lines
    return lines + labels


def _dollar_line(line: Line) -> str:
    cells = [f"${format_cents(cents)}" for cents in line.amounts if cents is not None]
    return " ".join((line.period, *cells))


def _shuffle_labels(appendix: Appendix, heading: list[str], rng: Random) -> list[str]:
    """Labels as three runs, the first of them with the heading; one cut goes through a class's label."""
    blocks = [block for table in appendix.tables for block in table.blocks]
    cuts = sorted(rng.sample(range(1, len(blocks)), 2)) if len(blocks) > 2 else [1, len(blocks)]
    runs = [[piece for block in run for piece in _label_pieces(block)] for run in _cut(blocks, cuts)]
    if runs[1]:
        runs[0].append(runs[1].pop(0))
    first, *others = ([*heading, *runs[0]], runs[1], runs[2])
    rng.shuffle(others)
    return [piece for run in (*others, first) for piece in run]


def _cut(blocks: list[ClassBlock], cuts: list[int]) -> list[list[ClassBlock]]:
    bounds = [0, *cuts, len(blocks)]
    return [blocks[start:end] for start, end in pairwise(bounds)]


def _label_pieces(block: ClassBlock) -> list[str]:
    words = block.title.split()
    title = block.title if len(words) < 4 else " ".join(words[:-2]) + "\n\n" + " ".join(words[-2:])
    return [title, block.code, f"Range {block.range_code}"]


# --- tabs ------------------------------------------------------------------------------------------


def _write_tabbed_prose(prose: Prose) -> Iterator[str]:
    yield from (f"{prose.years} {prose.title.upper()}", "", prose.unit, "", prose.employer, "", prose.term, "")
    yield from ("TABLE OF CONTENTS", "", "ARTICLE\tTITLE\tPAGE")
    for page, item in enumerate(list_headings(prose), start=1):
        yield f"{_heading_word(item)} {item.number}\t{item.title}\t{page}"
    yield ""
    for section in prose.sections:
        yield from (f"SECTION {section.heading.number} {section.heading.title}", "")
        for article in section.articles:
            yield from (f"ARTICLE {article.number} {article.title.upper()}", "")
            yield from _tab_article(article)


def _heading_word(item: Article) -> str:
    return "Section" if item.number.endswith(".0") else "Article"


def _tab_article(article: Article) -> Iterator[str]:
    for clause in article.clauses:
        yield from (clause.replace("$", r"\$"), "")
    if article.table:
        header, *rows = article.table
        yield "\t".join(f"<u>{cell}</u>" for cell in header)
        yield from ("\t".join(row) for row in rows)
        yield ""


def _tab_appendix(appendix: Appendix, prose: Prose, lone: bool) -> Iterator[str]:
    yield from (prose.table_heading, f"Salary Appendix {appendix.letter}")
    yield from (f"Operative on {format_date(appendix.operative)}", "")
    for table in appendix.tables:
        yield _tab_header(table, lone)
        yield from (row for block in table.blocks for row in _tab_block(block, lone))
        yield ""
    yield from (piece for note in appendix.notes for piece in (note, ""))


def _tab_header(table: PayTable, lone: bool) -> str:
    labels = [f"<u>{label}</u>" for label in ("Code", "Class Title", "Range")]
    steps = [f"<u>{step}</u>" for step in table.steps]
    return "\t".join([*labels, "", *steps]) + ("\t" * len(table.steps) if lone else "")


def _tab_block(block: ClassBlock, lone: bool) -> Iterator[str]:
    for index, line in enumerate(block.lines):
        labels = (block.code, block.title, block.range_code) if index == 0 else ("", "", "")
        yield "\t".join((*labels, line.period, *(_tab_cell(cents, lone) for cents in line.amounts)))


def _tab_cell(cents: int | None, lone: bool) -> str:
    if cents is None:
        return "\t" if lone else ""
    return (r"\$" + ("\t" if lone else " ")) + format_cents(cents)


# --- markup ----------------------------------------------------------------------------------------


def _write_markup_prose(prose: Prose) -> Iterator[str]:
    yield from (f"**{prose.title.upper()}**", "", f"**{prose.unit}**", "", prose.organization, "", prose.term, "")
    yield from ("## TABLE OF CONTENTS", "")
    for page, item in enumerate(list_headings(prose), start=1):
        yield f"{item.number}\t{item.title.title()} ..... {page}"
    yield ""
    for section in prose.sections:
        for article in (section.heading, *section.articles):
            yield from (f"## **SECTION {article.number}            {article.title}**", "")
            yield from _mark_article(article)


def _mark_article(article: Article) -> Iterator[str]:
    for clause in article.clauses:
        marker = "  - " if clause[:1].isdigit() else "- "
        has_marker = clause[1:3] == ". "
        yield (marker if has_marker else "") + clause.replace("$", r"\$")
    yield ""
    if article.table:
        yield from _mark_grid(article.table_title, article.table)


def _mark_grid(title: str, grid: Grid) -> Iterator[str]:
    header, *rows = grid
    if title:
        yield f"<b>{title}</b>" + "\t" * (len(header) - 1)
    yield "\t".join(f"<b>{cell}</b>" for cell in header)
    yield from ("\t".join(row) for row in rows)
    yield ""


def _mark_table(appendix: Appendix, table: PayTable, prose: Prose, rng: Random) -> Iterator[str]:
    day = format_date(appendix.operative)
    yield from (f"**{prose.table_heading} - APPENDIX {appendix.letter} - SALARIES OPERATIVE {day}**", "")
    yield "\t".join(("", "", "", *(f"Step {step}" for step in table.steps), ""))
    for index, block in enumerate(table.blocks):
        if index and rng.random() < 0.5:
            yield "<hr/>" + "\t" * (len(table.steps) + 3)
        shift = rng.choice((0, 0, 1))
        for number, component in enumerate(block.components):
            if number and rng.random() < 0.3:
                shift = 1 - shift
            yield from _mark_component(block, component, shift, first=number == 0)


def _mark_component(block: ClassBlock, component: Component, shift: int, *, first: bool) -> Iterator[str]:
    label = f"<b>{block.title}</b> Class Code {block.code}"
    for index, line in enumerate(component.lines):
        name = (component.name or "") if index == 0 else ""
        if not first:
            cells = [*[""] * (1 - shift), name, *[""] * shift]
        else:  # the label pushes the whole of its component one column to the right
            cells = [*[""] * shift, label if index == 0 else "", name]
        amounts = ["" if cents is None else format_cents(cents) for cents in line.amounts]
        yield "\t".join((*cells, line.period, *amounts, *([] if len(cells) > 2 else [""])))
