from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.extract.sniff import sniff_media_type, text_encoding
from pipeline.extract.triage import classify_page, kind_of

PROSE = "The parties agree that overtime is paid at one and one-half times the hourly rate of the employee. " * 4
PAY = "Captain I 2244-1 HR $67.35 $71.11 $75.07 $79.26 BW $5,388.00 $5,688.80 $6,005.60"


def shift(text: str, by: int) -> str:
    """What a font without a character map gives: every code moved by the same amount."""
    return "".join(chr(ord(char) + by) if char.isalnum() else char for char in text)


def number_glyphs(text: str) -> str:
    """What a font without a character map gives when its glyphs are numbered in the order of ASCII from 3 on."""
    return "".join(chr(ord(char) - 29) if ord(char) - 29 > 32 else "!#&*+<=>?@"[ord(char) % 10] for char in text)


@pytest.mark.parametrize("text", [PAY * 10, PROSE, PROSE + PAY * 5])
def test_numbers_of_glyphs_are_no_text(text: str) -> None:
    assert classify_page(number_glyphs(text)) == "no_text"


def test_marks_of_footnotes_and_addresses_are_text() -> None:
    marked = '* Class #2 & up; see "Note" [1] <payroll@city.example> 5 + 3 = 8? Yes! '
    assert classify_page(PROSE * 3 + marked + PAY * 5) == "pay"
    assert classify_page(PROSE * 3 + marked) == "prose"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "no_text"),
        (" \r\n ", "no_text"),
        (PROSE, "prose"),
        (PAY, "pay"),
        (PAY.replace(",", ""), "pay"),
        ("\n".join(f"{year} {year * 2} {year * 3}" for year in range(1, 21)), "table"),
        (" ".join(f"$ {amount},000" for amount in range(40, 60)), "pay"),
        ("\n".join(" ".join(f"Step {n} {n}9.5{n}") for n in range(1, 9)), "pay"),
        ("\ufffd" * 300 + PROSE, "no_text"),
        ("".join(chr(0xE000 + ord(char)) for char in PAY), "no_text"),
        (shift(PROSE, 3), "no_text"),
        (shift(PROSE, -29), "no_text"),
        ("\"7+%-'", "no_text"),
        ("Article 1.1 Recognition ........................................ 4", "prose"),
    ],
)
def test_kind_of_a_page(text: str, kind: str) -> None:
    assert classify_page(text) == kind


def test_a_stamp_on_a_scan_is_no_text_but_its_text_layer_is() -> None:
    assert classify_page("Page 4 of 12", image_cover=1.0) == "no_text"
    assert classify_page("Page 4 of 12", image_cover=0.2) == "prose"
    assert classify_page(PROSE, image_cover=1.0) == "prose"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.4\n...", "application/pdf"),
        (b"\n" * 900 + b"%PDF-1.7", "application/pdf"),
        (b"\n" * 2000 + b"%PDF-1.7", "text/plain"),
        (PAY.encode(), "text/plain"),
        ("\ufeffRöntgen \u2013 56.5¢".encode(), "text/plain"),
        ("“quoted” \u2013 56.5¢ per mile".encode("cp1252"), "text/plain"),
        (PAY.encode("utf-16"), "text/plain"),
        (PAY.encode("utf-16-le"), "text/plain"),
        (PAY.encode("utf-16-be"), "text/plain"),
        (b"", "application/octet-stream"),
        (bytes(range(256)) * 4, "application/octet-stream"),
        (b"PK\x03\x04\x14\x00", "application/zip"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"<!DOCTYPE html><html><p>404", "text/html"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "application/x-ole-storage"),
    ],
)
def test_media_type_is_what_the_bytes_are(data: bytes, media_type: str) -> None:
    assert sniff_media_type(data) == media_type


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_comes_back_in_the_encoding_found(encoding: str) -> None:
    text = "Section 5.1 \u2013 “Salaries” 56.5¢\n" * 3
    data = text.encode(encoding)
    found = text_encoding(data)
    assert found is not None
    assert data.decode(found) == text


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "pay_pages"),
    [
        ("raw/pdf/mou25.pdf", range(34, 39)),
        ("raw/pdf/mou28.pdf", range(46, 51)),
        ("raw/pdf/mou30.pdf", range(37, 49)),
        ("raw/other/santa-monica-2009-10.pdf", range(2, 117)),
        ("raw/other/ocpll-2021-24.pdf", range(43, 44)),
    ],
)
def test_no_pay_page_is_missed_and_no_text_is_called_scan(corpus: Path, name: str, pay_pages: range) -> None:
    with open_pdf((corpus / name).read_bytes()) as pdf:
        pages = {n: read_page(pdf, n) for n in range(1, pdf.page_count + 1)}
    kinds = {n: kind_of(page) for n, page in pages.items()}
    assert [n for n in pay_pages if kinds[n] != "pay"] == []
    assert [n for n, kind in kinds.items() if kind == "no_text" and pages[n].words] == []


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["mou25-appendices-scan.pdf", "mou28-appendices-scan.pdf"])
def test_scans_have_no_text(corpus: Path, name: str) -> None:
    with open_pdf((corpus / "raw" / "pdf" / name).read_bytes()) as pdf:
        kinds = {kind_of(read_page(pdf, n)) for n in range(1, pdf.page_count + 1)}
    assert kinds == {"no_text"}
