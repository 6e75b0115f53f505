"""One agreement typed for this test, set as a PDF in ways no shared document is set: the structure stays."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from reportlab.lib.pagesizes import A4, legal, letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.normalize.structure import Structure, read_structure

FILLER = "The parties agree that this provision holds for every employee of the unit during the whole term of it."
AGREEMENT: list[tuple[str, str]] = [
    ("", "SECTION 1.0 GENERAL"),
    ("", "ARTICLE 1.1 RECOGNITION"),
    ("+", f"{FILLER} {FILLER}"),
    ("", "ARTICLE 1.2 CALENDAR OF MEETINGS FOR A SUCCESSOR AGREEMENT AND FOR EVERY AMENDMENT OF ITS APPENDICES"),
    ("A", f"A. {FILLER} {FILLER}"),
    ("A.1", "1. Notices"),
    ("A.1.a", f"a. {FILLER}"),
    ("A.1.b", f"b. {FILLER} {FILLER}"),
    ("A.1.b.(1)", f"(1) {FILLER}"),
    ("A.1.b.(2)", f"(2) {FILLER}"),
    ("A.2", f"2. {FILLER} A longer word is catastrophic, a co-worker is not."),
    ("A.2.Note", f"Note: {FILLER}"),
    ("B", f"B. {FILLER}"),
    ("", "SECTION 2.0 PAY"),
    ("", "ARTICLE 2.1 ALLOWANCES"),
    ("+", f"{FILLER}"),
    *[(str(number), f"{number}. {FILLER}") for number in range(1, 13)],
    ("", "ARTICLE 2.2 OVERTIME"),
    *[(chr(64 + number), f"{chr(64 + number)}. {FILLER} {FILLER}") for number in range(1, 15)],
]
PATHS = [path.strip("+") for path, _ in AGREEMENT if path]
HEADINGS = [
    ("section", "1.0", "GENERAL"),
    ("article", "1.1", "RECOGNITION"),
    ("article", "1.2", AGREEMENT[3][1].removeprefix("ARTICLE 1.2 ")),
    ("section", "2.0", "PAY"),
    ("article", "2.1", "ALLOWANCES"),
    ("article", "2.2", "OVERTIME"),
]


@dataclass(frozen=True)
class Style:
    size: tuple[float, float] = letter
    font: str = "Times-Roman"
    bold: str = "Times-Bold"
    points: float = 11
    leading: float = 1.2
    indent: float = 18
    gap: float = 6
    hanging: bool = True
    header: str = ""
    footer: str = "Page %d"


STYLES = [
    Style(),
    Style(A4, "Helvetica", "Helvetica-Bold", 10, indent=24, header="MEMORANDUM OF UNDERSTANDING NO. 77", footer="%d"),
    Style(legal, "Courier", "Courier", 10, indent=20, gap=10, hanging=False, footer="MOU77-24"),
    Style(letter, "Times-Roman", "Times-Roman", 12, 1.15, indent=0, gap=8, footer="- %d -"),
    Style(letter, "Helvetica", "Helvetica", 9, 2.0, indent=12, gap=0, footer=""),
]


class Typesetter:
    """Sets paragraphs on pages, breaking lines at the right margin."""

    def __init__(self, style: Style) -> None:
        self.style, self.buffer, self.number = style, io.BytesIO(), 1
        self.canvas = Canvas(self.buffer, pagesize=style.size)
        self.y = style.size[1] - 72

    def end_page(self) -> None:
        width, height = self.style.size
        self.canvas.setFont(self.style.font, 8)
        self.canvas.drawString(72, height - 40, self.style.header)
        footer = self.style.footer % self.number if "%d" in self.style.footer else self.style.footer
        self.canvas.drawCentredString(width / 2, 40, footer)
        self.canvas.showPage()
        self.number, self.y = self.number + 1, height - 72

    def line(self, x: float, text: str, font: str) -> None:
        if self.y < 72:
            self.end_page()
        self.canvas.setFont(font, self.style.points)
        self.canvas.drawString(x, self.y, text)
        self.y -= self.style.points * self.style.leading

    def paragraph(self, x: float, text: str, font: str, rest: float) -> None:
        line, left = "", x
        for word in text.split():
            if stringWidth(f"{line} {word}", font, self.style.points) > self.style.size[0] - 72 - left:
                self.line(left, line, font)
                line, left = word, rest
            else:
                line = f"{line} {word}".strip()
        self.line(left, line, font)
        self.y -= self.style.gap


def _typeset(style: Style) -> Structure:
    setter = Typesetter(style)
    for path, text in AGREEMENT:
        depth = 0 if path in ("", "+") else path.count(".")
        x = 72 + style.indent * depth
        hanging = style.indent if style.hanging and path not in ("", "+") else 0
        setter.paragraph(x, text, style.font if path else style.bold, x + hanging)
    setter.end_page()
    setter.canvas.save()
    with open_pdf(setter.buffer.getvalue()) as pdf:
        pages = tuple(read_page(pdf, number) for number in range(1, pdf.page_count + 1))
    return read_structure("typeset", pages)


@pytest.mark.parametrize("style", STYLES, ids=range(len(STYLES)))
def test_structure_of_an_agreement_set_in_another_way(style: Style) -> None:
    structure = _typeset(style)
    assert [(row.kind, row.number, row.title) for row in structure.articles] == HEADINGS
    assert [clause.path for clause in structure.clauses] == PATHS
    texts = [text for path, text in AGREEMENT if path]
    assert [clause.text for clause in structure.clauses] == texts, "no footer inside, no line break kept"
    assert structure.coverage.ratio == 1.0
    assert structure.tables == ()
