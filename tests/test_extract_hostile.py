"""Broken, encrypted and odd PDFs of public test suites: pages or a DocumentError, and nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 120
READ_ALL = """
import sys
from pipeline.errors import DocumentError
from pipeline.extract import ocr, plumber
from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.extract.triage import kind_of

data = open(sys.argv[1], "rb").read()
try:
    pdf = open_pdf(data)
except DocumentError as error:
    print("document", error.status)
    sys.exit()
numbers = range(1, pdf.page_count + 1)
for number in numbers:
    try:
        page = read_page(pdf, number)
        kind = kind_of(page)
        if kind == "no_text" and number < 3:
            page = ocr.read_page(pdf, number, ocr.available_engines()[0])
        print("page", kind, page.reader, len(page.words))
    except DocumentError as error:
        print("page", error.status)
try:
    plumber.read_pages(data, numbers[:2])
except DocumentError as error:
    print("pdfplumber", error.status)
"""
PASSWORD_NEEDED = {
    "Test-PDF-Files--encrypted.pdf",
    "pdfminer.six--aes-128-m.pdf",
    "pdfminer.six--aes-256-r6.pdf",
    "pdfminer.six--aes-256.pdf",
    "pypdf--crazyones-encrypted-256.pdf",
    "pypdf--encrypted-file.pdf",
    "pypdf--r2-user-password.pdf",
    "pypdf--r4-user-password.pdf",
    "pypdf--r6-both-passwords.pdf",
}
"""Files that ask for a user password, by their suites' own naming and documentation."""
DAMAGED = {"Test-PDF-Files--corrupted.pdf"}


def read_all(path: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(path)],
        capture_output=True,
        timeout=SECONDS,
        check=False,
        cwd=Path(__file__).resolve().parents[1],
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


@pytest.mark.corpus
@pytest.mark.slow
def test_every_hostile_file_gives_pages_or_a_document_error(corpus: Path) -> None:
    files = sorted((corpus / "hostile").glob("*.pdf"))
    assert len(files) == 80
    lines = {path.name: read_all(path) for path in files}
    assert {name for name, said in lines.items() if said == ["document encrypted"]} == PASSWORD_NEEDED
    assert {name for name, said in lines.items() if said == ["document damaged"]} == DAMAGED
    rest = [said for name, said in lines.items() if name not in PASSWORD_NEEDED | DAMAGED]
    assert all(said and said[0].startswith("page") for said in rest)
