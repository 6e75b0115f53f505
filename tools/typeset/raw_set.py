"""The documents of ``raw/``: what each is, its bytes, and ``sources.toml`` that says so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.typeset.degrade import scan_page
from tools.typeset.figures import load_agreement
from tools.typeset.model import Agreement
from tools.typeset.pages import Printed, print_agreement
from tools.typeset.pay_grids import build_blocks
from tools.typeset.prose import Prose, load_prose
from tools.typeset.reportlab_pdf import Drawing, draw_pdf
from tools.typeset.style import HEADINGS, Style
from tools.typeset.text_forms import write_markup, write_scrambled, write_tabbed

Make = Callable[[Agreement, Prose], bytes]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One file of ``raw/`` and how it is made."""

    name: str
    mou_number: str
    form: str
    make: Make


@cache
def _load(mou_number: str) -> tuple[Agreement, Prose]:
    prose = load_prose(mou_number)
    return load_agreement(mou_number, prose.notes), prose


RULED = Style(
    dollar="glued",
    place="centre",
    wrap_titles=True,
    size=8.0,
    heading=("APPENDIX {letter}", "MOU 25 - Captain and Above", "Operative {date}"),
)
LANDSCAPE = Style(
    landscape=True, labels="columns", dollar="cell", rules="horizontal", heading=HEADINGS[1], page_per_appendix=False,
)  # fmt: skip
BORDERLESS = Style(
    rules="none", step_header="Step {}", heading=HEADINGS[4], family="Times", split_blocks=True, stretch=False,
)  # fmt: skip
SCANNED = Style(labels="columns", dollar="spaced", rules="none", heading=HEADINGS[1], family="Times", stretch=False)
SCANS = Path(__file__).parent / "scans"
SCAN = SCANS / "mou28-appendix-c.jpg"
"""Kept, not rendered each time: the bytes of a scan hang on the fonts and codecs of a machine."""
SCANNED_APPENDIX = 2


def _make_pdf(style: Style) -> Make:
    def make(agreement: Agreement, prose: Prose) -> bytes:
        return _draw(print_agreement(agreement, prose, style, build_blocks), prose)

    return make


def _draw(printed: Printed, prose: Prose) -> bytes:
    # Not compressed: zlib builds differ, and the files are to come out the same everywhere.
    return draw_pdf(printed.sheets, Drawing(compress=False, title=prose.title))


def _make_scanned(agreement: Agreement, prose: Prose) -> bytes:
    printed = print_agreement(agreement, prose, SCANNED, build_blocks)
    printed.sheets[printed.pay_pages[SCANNED_APPENDIX] - 1].image = SCAN.read_bytes()
    return _draw(printed, prose)


def write_scan() -> Path:
    """Render the page that ``raw/`` holds as a scan: 200 dpi, a slight skew, a little noise."""
    agreement, prose = _load("28")
    printed = print_agreement(agreement, prose, SCANNED, build_blocks)
    page = printed.pay_pages[SCANNED_APPENDIX]
    SCANS.mkdir(exist_ok=True)
    SCAN.write_bytes(scan_page(_draw(printed, prose), page, dpi=200, noise=4.0, skew=0.4, jpeg_quality=50, seed=28))
    return SCAN


RAW_DOCUMENTS = (
    RawDocument(
        "mou25-2019.txt", "25", "a scrambled text layer: the amounts of a page first, the labels after them in another"
        " order", lambda agreement, prose: write_scrambled(agreement, prose, 25).encode(),
    ),
    RawDocument(
        "mou28-2022.txt", "28", "OCR markup with tabs, underlined headers and escaped dollar signs",
        lambda agreement, prose: write_tabbed(agreement, prose).encode(),
    ),
    RawDocument(
        "mou30-2010.txt", "30", "OCR markup with bold headings, component rows and label cells that shift by a column",
        lambda agreement, prose: write_markup(agreement, prose, 30).encode(),
    ),
    RawDocument("mou25-2019.pdf", "25", "a PDF with ruled tables, labels centred on their blocks", _make_pdf(RULED)),
    RawDocument("mou28-2022.pdf", "28", "a landscape PDF with columns Code, Class Title, Range", _make_pdf(LANDSCAPE)),
    RawDocument("mou30-2010.pdf", "30", "a PDF with borderless tables that run over pages", _make_pdf(BORDERLESS)),
    RawDocument("mou28-2022-scan.pdf", "28", "a PDF whose Salary Appendix C is a scan, without text", _make_scanned),
)  # fmt: skip


def make_documents() -> dict[str, bytes]:
    """Every file of ``raw/`` by name, ``sources.toml`` last; the same bytes each time."""
    files = {document.name: document.make(*_load(document.mou_number)) for document in RAW_DOCUMENTS}
    return {**files, "sources.toml": _write_sources(files).encode()}


def write_raw(folder: Path) -> list[Path]:
    """Write the files into ``folder`` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, data in make_documents().items():
        path = folder / name
        path.write_bytes(data)
        paths.append(path)
    return paths


def _write_sources(files: dict[str, bytes]) -> str:
    lines = [
        "# Documents of this folder. Typeset by us from the figures of the agreements named, with short prose of",
        "# our own: `python -m tools.typeset raw` makes every file again, byte for byte. No url: nothing to fetch.",
    ]
    for document in RAW_DOCUMENTS:
        _, prose = _load(document.mou_number)
        lines += [
            "",
            "[[document]]",
            f'id = "{document.name}"',
            f'title = "{prose.title}, {prose.years}"',
            f'employer = "{prose.employer}"',
            f'mou_number = "{document.mou_number}"',
            'url = ""',
            f'sha256 = "{hashlib.sha256(files[document.name]).hexdigest()}"',
            f'note = "Figures of the agreement, prose our own; printed as {document.form}."',
        ]
    return "\n".join(lines) + "\n"
