"""The documents of ``raw/``: what each is, its bytes, and ``sources.toml`` that says so."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.typeset.figures import load_agreement
from tools.typeset.model import Agreement
from tools.typeset.prose import Prose, load_prose
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
