"""Pictures of pay pages with a box around everything that was read, coloured by what it was taken for.

``mou extract --debug DIR`` writes one PNG per pay page: look at it to see which words no one used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pipeline.findings import Finding
from pipeline.models import BBox, Page, Rate, Word, from_shown, to_shown
from pipeline.normalize.lines import TextLine, lines_of
from pipeline.normalize.salary import headings, tokens

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

Role = Literal[
    "ok", "repaired", "unverified", "suspect", "unread", "code", "label", "component", "unit", "step", "heading", "note"
]
COLORS: dict[Role, str] = {
    "ok": "#0a8f3c",
    "repaired": "#00a5a5",
    "unverified": "#e08a00",
    "suspect": "#d4002a",
    "unread": "#ff00c8",
    "code": "#7a2bd1",
    "label": "#1f5fd6",
    "component": "#00a0e0",
    "unit": "#8a5a00",
    "step": "#555555",
    "heading": "#6b7f00",
    "note": "#9a9a9a",
}
SCALE = 2.0
"""Pixels per point: 144 dpi."""
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a page as shown, and what was read in it."""

    role: Role
    bbox: BBox


def draw_pay_pages(
    data: bytes,
    pages: Sequence[Page],
    rates: Sequence[Rate],
    findings: Sequence[Finding],
    *,
    document_id: str,
    folder: str,
) -> list[Path]:
    """Write a PNG of every page of a PDF that holds rates or unread numbers.

    Args:
        data: The PDF.
        pages: Its pages as they were read.
        rates: Its rates, judged.
        findings: What the checks say of them.
        document_id: Part of the file names.
        folder: Where the pictures go; made if it is not there.

    Returns:
        The files, ``<document>-p<page>.png``.

    Raises:
        DocumentError: A page cannot be rendered.
    """
    from pipeline.extract.picture import render_page  # noqa: PLC0415 (loads pdfium)

    Path(folder).mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for page in pages:
        marks = list(mark_page(page, rates, findings))
        if any(mark.role in ("ok", "repaired", "unverified", "suspect", "unread") for mark in marks):
            path = Path(folder) / f"{_UNSAFE.sub('_', document_id).strip('._')}-p{page.page_number:03}.png"
            path.write_bytes(draw_marks(render_page(data, page.page_number, SCALE), marks))
            written.append(path)
    return written


def mark_page(page: Page, rates: Sequence[Rate], findings: Sequence[Finding]) -> Iterator[Mark]:
    """Everything that was read of a page; nothing where it has no rate."""
    own = [rate for rate in rates if rate.page_number == page.page_number and rate.bbox]
    yield from (Mark(rate.status, rate.bbox) for rate in own if rate.bbox)
    for finding in findings:
        if finding.check == "unread_number" and finding.page_number == page.page_number and finding.bbox:
            yield Mark("unread", finding.bbox)
    if own:
        yield from _mark_words(page, own)


def draw_marks(png: bytes, marks: Sequence[Mark]) -> bytes:
    """The picture with the boxes and, in its top left corner, what the colors mean."""
    import io  # noqa: PLC0415

    from PIL import Image, ImageDraw  # noqa: PLC0415 (slow to import, and few want pictures)

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for mark in marks:
        x0, top, x1, bottom = (SCALE * value for value in mark.bbox)
        draw.rectangle((x0 - 2, top - 2, x1 + 2, bottom + 2), outline=COLORS[mark.role], width=2)
    _draw_legend(draw, marks)
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def _draw_legend(draw: ImageDraw, marks: Sequence[Mark]) -> None:
    x = 6.0
    for role, color in COLORS.items():
        count = sum(mark.role == role for mark in marks)
        if count:
            text = f"{role} {count}"
            draw.rectangle((x, 4, x + 10, 14), fill=color)
            draw.text((x + 14, 3), text, fill=color)
            x += 24 + draw.textlength(text)


def _mark_words(page: Page, rates: Sequence[Rate]) -> Iterator[Mark]:
    """Words that are no amount: what they were taken for is seen by where their text went."""
    known = _Known.of(rates)
    taken = [rate.bbox for rate in rates if rate.bbox]
    first = min(from_shown(page, box).top for box in taken)
    for line in lines_of(page):
        role = known.role_of_line(line)
        for word in line.words:
            box = to_shown(page, word.bbox)
            found = role or known.role_of(word, above=word.bottom < first)
            if found and not any(_overlap(box, other) for other in taken):
                yield Mark(found, box)


@dataclass(frozen=True, slots=True)
class _Known:
    """Texts the rates of a page print, folded."""

    codes: frozenset[str]
    labels: frozenset[str]
    components: frozenset[str]
    steps: frozenset[str]
    notes: str

    @classmethod
    def of(cls, rates: Sequence[Rate]) -> _Known:
        """The texts of the rates given."""
        return cls(
            _words(text for rate in rates for text in (rate.class_code, rate.range_code)),
            _words(text for rate in rates for text in (rate.class_title, rate.bargaining_unit)),
            _words(rate.component_name for rate in rates),
            _words(rate.step for rate in rates) | {"step", "steps"},
            " ".join({tokens.fold(rate.condition) for rate in rates if rate.condition}),
        )

    def role_of_line(self, line: TextLine) -> Role | None:
        """What a whole line is: a note or a heading."""
        text = tokens.fold(line.text)
        if len(text) > 12 and text in self.notes:
            return "note"
        return "heading" if headings.names_table(line) else None

    def role_of(self, word: Word, *, above: bool) -> Role | None:
        """What a single word is; over the first amount a 1 is a step and no part of a name."""
        text = tokens.fold(word.text)
        if not text:
            return None
        if tokens.parse_row_period(word.text):
            return "unit"
        if above and text in self.steps:
            return "step"
        roles: tuple[tuple[Role, frozenset[str]], ...] = (
            ("code", self.codes),
            ("component", self.components),
            ("label", self.labels),
            ("step", self.steps),
        )
        return next((role for role, texts in roles if text in texts), None)


def _words(texts: Iterator[str | None]) -> frozenset[str]:
    return frozenset(tokens.fold(word) for text in texts if text for word in text.split())


def _overlap(one: BBox, other: BBox) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return wide > 0.5 * (one.x1 - one.x0) and high > 0.5 * (one.bottom - one.top)
