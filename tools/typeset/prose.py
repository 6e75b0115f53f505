"""The words of an agreement: title page, articles, small tables and notes, kept in ``prose/*.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROSE = Path(__file__).parent / "prose"
Grid = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Article:
    """A heading with clauses ("A. ...", "1. ...") and perhaps a table under it."""

    number: str
    title: str
    clauses: tuple[str, ...] = ()
    table_title: str = ""
    table: Grid = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section; where the agreement has no articles, the section holds the clauses itself."""

    heading: Article
    articles: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """Everything of a document that is not a pay table."""

    number: str
    title: str
    years: str
    unit: str
    employer: str
    organization: str
    term: str
    footer: str
    table_heading: str
    sections: tuple[Section, ...]
    notes: dict[str, tuple[str, ...]]
    """Conditions to print under an appendix, by its letter."""


def load_prose(mou_number: str) -> Prose:
    """Read ``prose/mou<number>.toml``."""
    raw = tomllib.loads((PROSE / f"mou{mou_number}.toml").read_text(encoding="utf-8"))
    sections = tuple(
        Section(_read_article(item), tuple(_read_article(article) for article in item.get("articles", ())))
        for item in raw.pop("sections")
    )
    notes = {letter: tuple(lines) for letter, lines in raw.pop("notes").items()}
    return Prose(sections=sections, notes=notes, **raw)


def _read_article(raw: dict[str, Any]) -> Article:
    return Article(
        raw["number"],
        raw["title"],
        tuple(raw.get("clauses", ())),
        raw.get("table_title", ""),
        tuple(tuple(row) for row in raw.get("table", ())),
    )


def list_headings(prose: Prose) -> list[Article]:
    """Sections and articles in order, as a contents list names them."""
    return [item for section in prose.sections for item in (section.heading, *section.articles)]
