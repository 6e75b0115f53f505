"""The page itself: template, script, style, font, data and pictures in one file."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.explain.evidence import Evidence, gather_evidence
from pipeline.explain.sources import SourceFile, find_source
from pipeline.report.increases import build_increases
from pipeline.report.overview import build_documents, build_totals
from pipeline.report.payload import build_payload
from pipeline.report.pictures import BUDGET, order_pages, picture_pages
from pipeline.validate.published import PublishedSet

_HERE = Path(__file__).resolve().parent
VENDOR = _HERE / "vendor"
TEMPLATES = _HERE / "templates"
SCRIPTS = ("data.js", "panel.js", "tables.js", "curves.js", "listing.js", "start.js")
"""Our own scripts in the order they are joined."""
LIBRARIES = ("d3.min.js", "plot.umd.min.js")


def build_page(published: PublishedSet, source: Path, out: Path) -> tuple[str, tuple[str, ...]]:
    """The report as HTML.

    Args:
        published: The set.
        source: Folder of the source documents.
        out: Where the page will lie; links are made relative to it.

    Returns:
        The page, and what is to be said of documents that are missing or changed.
    """
    sources = {row["document_id"]: find_source(row, source) for row in published.rows("documents")}
    evidence = gather_evidence(published)
    payload = build_payload(published, evidence, sources)
    documents = build_documents(published, evidence, sources)
    pictures = _take_pictures(published, evidence, sources)
    payload["pages"] = {name: {shot["page"]: shot["size"] for shot in shots} for name, shots in pictures.items()}
    shots = [shot for own in pictures.values() for shot in own]
    for document in documents:
        document["link"] = _link(sources[document["document_id"]].path, out)
    page = _fill_template(
        documents=documents,
        totals=build_totals(documents, evidence),
        increases=build_increases(published),
        data=as_script_data(payload),
        pictures=shots,
        pay_tables=payload["tables"],
        missing=_tell_missing(sources.values()),
        terms=payload["terms"]["n"],
        findings=payload["findings"]["n"],
        second_views=_second_views(published.directory, out),
    )
    return page, _tell_troubles(sources.values(), source)


def _tell_troubles(files: Collection[SourceFile], folder: Path) -> tuple[str, ...]:
    """Each document that was changed, and once how many are not there."""
    changed = [file.trouble for file in files if file.trouble and not file.is_missing]
    if missing := _tell_missing(files):
        changed.append(f"{missing} are not under {folder}: no pictures (say where with --source)")
    return tuple(changed)


def _tell_missing(files: Collection[SourceFile]) -> str | None:
    """How many documents are not where the others are."""
    count = sum(file.is_missing for file in files)
    return f"{count} of {len(files)} documents" if count else None


def _take_pictures(
    published: PublishedSet, evidence: Evidence, sources: Mapping[str, SourceFile]
) -> dict[str, list[dict[str, Any]]]:
    """Pictures by document, as long as the budget lasts; each with an id the script finds it by."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for rate in evidence.rates.values():
        if rate.bbox and rate.page_number:
            counts[rate.document_id][rate.page_number] += 1
    wrong: dict[str, set[int]] = defaultdict(set)
    for row in published.rows("findings"):
        if row["x0"] is not None and row["page_number"] and row["severity"] == "error":
            wrong[row["document_id"]].add(row["page_number"])
    left = BUDGET
    taken: dict[str, list[dict[str, Any]]] = {}
    for number, (name, file) in enumerate(sources.items()):
        pages = order_pages(counts[name], wrong[name])
        shots = []
        for shot in picture_pages(file.data, pages, left) if file.data and pages else ():
            left -= len(shot.data)
            size = [round(shot.width, 1), round(shot.height, 1), f"pic-{number}-{shot.page_number}"]
            shots.append({"page": shot.page_number, "size": size, "id": size[2], "data": shot.data})
        if shots:
            taken[name] = shots
    return taken


def as_script_data(payload: Mapping[str, Any]) -> str:
    """JSON that may stand inside a script element, whatever the documents say."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _fill_template(**context: Any) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 (slow to import)

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    environment.filters["day"] = format_day
    environment.filters["size"] = format_size
    scripts = [*((VENDOR / name).read_text("utf-8") for name in LIBRARIES), _own_script()]
    return environment.get_template("report.html.j2").render(
        style=(TEMPLATES / "report.css").read_text("utf-8"),
        font=base64.b64encode((VENDOR / "inter.woff2").read_bytes()).decode("ascii"),
        scripts=scripts,
        policy=_policy(scripts),
        **context,
    )


def _own_script() -> str:
    parts = [(TEMPLATES / name).read_text("utf-8") for name in SCRIPTS]
    return '"use strict";\n(() => {\n' + "\n".join(parts) + "})();\n"


def _policy(scripts: Iterable[str]) -> str:
    """Content security policy: only our own scripts run, and nothing is fetched from anywhere."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
    )
    sources = f"script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
    return f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'"


def format_day(day: date | None) -> str:
    """A date as a person reads it: 1 July 2010."""
    return f"{day.day} {day:%B %Y}" if day else "no date"


def format_size(number: int) -> str:
    """Bytes as a person reads them: 762 KB, 1.6 MB."""
    return f"{number / 1e6:.1f} MB" if number >= 1_000_000 else f"{max(1, number // 1000)} KB"


def _link(path: Path | None, out: Path) -> str | None:
    """Relative address of a file beside the page; none across drives, where there is no relative path."""
    if path is None:
        return None
    try:
        relative = os.path.relpath(path.resolve(), out.resolve().parent)
    except ValueError:
        return None
    return quote(Path(relative).as_posix())


def _second_views(directory: Path, out: Path) -> list[dict[str, str]]:
    """Other things to look at: the tables' description, and Great Expectations' Data Docs where they were built."""
    views = [(directory / "datapackage.json", "datapackage.json (the tables, with their columns)")]
    views += [
        (path, "Great Expectations Data Docs") for path in sorted(directory.parent.glob("*data_docs/**/index.html"))[:1]
    ]
    return [{"href": link, "label": label} for path, label in views if path.is_file() and (link := _link(path, out))]
