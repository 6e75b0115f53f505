"""Amounts of recognised pages: misread, or misprinted? The engines are played by the text layer of the same pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import ocr
from pipeline.extract.pdfium import PdfFile, open_pdf
from pipeline.extract.pdfium import read_page as read_text_layer
from pipeline.ladder import read_document
from pipeline.ladder.look import _lacking
from pipeline.ladder.reread import look_alike, reads_sign
from pipeline.models import BBox, Page, Word
from pipeline.normalize.salary import read_salary
from pipeline.results import DocumentResult
from tests.words import draw_page
from tools.typeset.degrade import degrade

STEPS = (2299, 2387, 2522, 2662, 2874)
"""Step 1 to 5, hourly, in cents."""
MISREAD = "2,017.60"
"""Step 3, biweekly: 25.22 x 80."""


def _money(cents: int) -> str:
    return f"{cents // 100:,}.{cents % 100:02d}"


def typeset(misprint: dict[str, str]) -> bytes:
    """A page of two classes, HR x 80 = BW, x 26.1 = YR, with some amounts printed otherwise."""
    import io  # noqa: PLC0415

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 400))
    canvas.setFont("Helvetica", 10)
    canvas.drawString(200, 370, "APPENDIX A")
    canvas.drawString(170, 355, "Operative July 4, 2021")
    for column in range(len(STEPS)):
        canvas.drawRightString(240 + 75 * column, 330, str(column + 1))
    top = 310
    for code, title, raise_ in (("3201-1", "Harbor Pilot", 0), ("3202-1", "Dock Warden", 700)):
        canvas.drawString(40, top, title)
        canvas.drawString(40, top - 14, f"Class Code {code}")
        for row, factor in (("HR", 1), ("BW", 80), ("YR", 2088)):
            canvas.drawString(150, top, row)
            for column, cents in enumerate(STEPS):
                text = _money((cents + raise_) * factor)
                canvas.drawRightString(240 + 75 * column, top, misprint.get(text, text))
            top -= 14
        top -= 10
    canvas.save()
    return buffer.getvalue()


def play_engine(printed: bytes, spoil: dict[str, str]) -> Callable[..., Page]:
    """An engine that reads a scan as its text layer says, but for some words, of which it is not sure."""

    def read(_pdf: PdfFile, page_number: int, engine: ocr.Engine = "rapidocr", _dpi: int = 300) -> Page:
        with open_pdf(printed) as pdf:
            page = read_text_layer(pdf, page_number)
        words = tuple(_spoil(word, spoil) for word in page.words)
        return replace(page, words=words, reader=engine)

    return read


def _spoil(word: Word, spoil: dict[str, str]) -> Word:
    return word._replace(text=spoil.get(word.text, word.text), score=0.7 if word.text in spoil else 0.99)


def play_second_look(read: Callable[..., Page]) -> Callable[..., Page]:
    """A second look that sees the whole page, what is known too."""
    return lambda pdf, page, _known, engine="rapidocr", dpi=300: read(pdf, page.page_number, engine, dpi)


def paint_over(read: Callable[..., Page]) -> Callable[..., Page]:
    """A second look that does not see what is known."""

    def look(pdf: PdfFile, page: Page, known: Sequence[BBox], engine: str = "rapidocr", dpi: int = 300) -> Page:
        again = read(pdf, page.page_number, engine, dpi)
        return replace(again, words=tuple(word for word in again.words if word.bbox not in known))

    return look


def play_closer_look(printed: bytes) -> Callable[..., Sequence[Word]]:
    def read(_pdf: PdfFile, page_number: int, bbox: BBox, **_: object) -> tuple[Word, ...]:
        with open_pdf(printed) as pdf:
            words = read_text_layer(pdf, page_number).words
        return tuple(
            word
            for word in words
            if bbox.x0 - 1 < (word.x0 + word.x1) / 2 < bbox.x1 + 1
            and bbox.top - 1 < (word.top + word.bottom) / 2 < bbox.bottom + 1
        )

    return read


def play_region_reading(monkeypatch: pytest.MonkeyPatch, read: Callable[..., Sequence[Word]]) -> None:
    def read_all(pdf: PdfFile, page_number: int, boxes: Sequence[BBox], **given: object) -> list[Sequence[Word]]:
        return [read(pdf, page_number, bbox, **given) for bbox in boxes]

    monkeypatch.setattr(ocr, "read_region", read)
    monkeypatch.setattr(ocr, "read_regions", read_all)


def read_scan(
    monkeypatch: pytest.MonkeyPatch, *, misprint: dict[str, str] | None = None, spoil: dict[str, str] | None = None
) -> DocumentResult:
    printed = typeset(misprint or {})
    monkeypatch.setattr(ocr, "read_page", play_engine(printed, spoil or {}))
    monkeypatch.setattr(ocr, "read_rest", play_second_look(play_engine(printed, spoil or {})))
    play_region_reading(monkeypatch, play_closer_look(printed))
    return read_document(degrade(printed, dpi=40), "scan.pdf", "scan.pdf", "0" * 64)


def test_a_sound_scan_is_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    result = read_scan(monkeypatch)
    assert [rate.status for rate in result.rates] == ["ok"] * 30
    assert {rate.class_code for rate in result.rates} == {"3201-1", "3202-1"}


@pytest.mark.parametrize("read", ["2,017.80", "2,O17.60", "2.017.60", "2,077.60", "S2,017.60"])
def test_a_misread_amount_is_repaired_and_says_how_it_was_read(monkeypatch: pytest.MonkeyPatch, read: str) -> None:
    result = read_scan(monkeypatch, spoil={MISREAD: read})
    (rate,) = [r for r in result.rates if (r.class_code, r.step, r.period) == ("3201-1", "3", "BW")]
    assert (rate.amount, rate.amount_orig) == (201_760, read)
    assert rate.status == ("ok" if re.sub(r"\D", "", read.replace("O", "0").lstrip("S")) == "201760" else "repaired")
    assert len(result.rates) == 30
    assert all(r.status == "ok" for r in result.rates if r is not rate)
    told = [finding for finding in result.findings if finding.check == "ocr_misreading"]
    assert [(f.severity, f.origin, f.printed) for f in told] == (
        [("info", "reading", read)] if rate.status == "repaired" else []
    )
    assert not [finding for finding in result.findings if finding.severity == "error"]


def test_a_misprint_on_a_scan_is_never_repaired(monkeypatch: pytest.MonkeyPatch) -> None:
    result = read_scan(monkeypatch, misprint={MISREAD: "2,071.60"})
    (rate,) = [r for r in result.rates if (r.class_code, r.step, r.period) == ("3201-1", "3", "BW")]
    assert (rate.amount, rate.amount_orig, rate.status) == (207_160, "2,071.60", "suspect")
    (error,) = [f for f in result.findings if f.severity == "error"]
    assert (error.key, error.check, error.origin) == (rate.rate_id, "period_identity", "printed")
    assert error.proposed == Decimal("2017.60")
    assert error.bbox is not None


def test_an_amount_no_identity_covers_and_engines_read_otherwise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    lone = {_money(cents * factor): "" for cents in STEPS for factor in (80, 2088)}
    lone |= {_money((cents + 700) * factor): "" for cents in STEPS for factor in (80, 2088)}
    printed = typeset(lone)
    engines = {"tesseract": play_engine(printed, {}), "rapidocr": play_engine(printed, {"25.22": "26.22"})}
    monkeypatch.setattr(ocr, "available_engines", lambda: ("tesseract", "rapidocr"))

    def read(pdf: PdfFile, number: int, engine: ocr.Engine = "rapidocr", dpi: int = 300) -> Page:
        return engines[engine](pdf, number, engine, dpi)

    monkeypatch.setattr(ocr, "read_page", read)
    monkeypatch.setattr(ocr, "read_rest", play_second_look(read))
    play_region_reading(monkeypatch, play_closer_look(printed))
    result = read_document(degrade(printed, dpi=40), "scan.pdf", "scan.pdf", "0" * 64)
    assert {rate.status for rate in result.rates} == {"unverified"}
    (told,) = [finding for finding in result.findings if finding.check == "ocr_disagreement"]
    assert (told.severity, told.printed) == ("warning", "26.22")
    assert "25.22" in told.message


def test_a_proved_amount_of_an_unsure_class_is_not_said_to_be_read_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = typeset({})
    first, second = play_engine(printed, {}), play_engine(printed, {"Dock": "Duck"})
    monkeypatch.setattr(ocr, "read_page", first)
    monkeypatch.setattr(ocr, "read_rest", paint_over(second))
    play_region_reading(monkeypatch, lambda *_, **__: ())
    result = read_document(degrade(printed, dpi=40), "scan.pdf", "scan.pdf", "0" * 64)
    unsure = {rate.rate_id for rate in result.rates if rate.status == "unverified"}
    assert unsure
    assert {finding.key for finding in result.findings if finding.check == "ocr_label"} == unsure
    assert not [finding for finding in result.findings if finding.check == "ocr_disagreement"]


def test_headings_and_titles_that_the_second_look_lacks_are_looked_at_closer(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = typeset({})
    second = play_engine(printed, {"APPENDIX": "APPENDD", "Dock": "Duck"})
    monkeypatch.setattr(ocr, "read_page", play_engine(printed, {}))
    monkeypatch.setattr(ocr, "read_rest", paint_over(second))
    play_region_reading(monkeypatch, play_closer_look(printed))
    result = read_document(degrade(printed, dpi=40), "scan.pdf", "scan.pdf", "0" * 64)
    assert {rate.status for rate in result.rates} == {"ok"}


def test_names_of_components_that_the_second_look_lacks_are_looked_at_closer() -> None:
    page = draw_page(
        "APPENDIX A",
        "Operative July 1, 2020",
        "                                      1         2",
        "Pilot        Regular Pay       HR  30.00     31.50",
        "3201-1                         BW 2,400.00  2,520.00",
        "             Night Bonus - 3%  HR   0.90      0.95",
        "                               BW   72.00    76.00",
    )
    second = replace(page, words=tuple(word for word in page.words if word.text not in {"Bonus", "Regular"}))
    assert {word.text for word in _lacking(page, second, read_salary("d", [page]).rates)} == {"Bonus", "Regular"}


def test_a_reading_with_unread_numbers_is_better_than_one_without_amounts(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = typeset({})
    cents = [*STEPS, *(each + 700 for each in STEPS)]
    spoiled = {_money(each * factor): "#" for each in cents for factor in (80, 2088)}
    misread = play_engine(printed, {"Harbor": "77.01", "Dock": "78.02", **spoiled})

    def lose(pdf: PdfFile, number: int, engine: ocr.Engine = "rapidocr", dpi: int = 300) -> Page:
        page = misread(pdf, number, engine, dpi)
        return replace(page, words=tuple(word._replace(text="se") for word in page.words))

    engines = {"rapidocr": misread, "tesseract": lose}
    monkeypatch.setattr(ocr, "available_engines", lambda: ("tesseract", "rapidocr"))
    monkeypatch.setattr(
        ocr, "read_page", lambda pdf, number, engine="rapidocr", dpi=300: engines[engine](pdf, number, engine, dpi)
    )
    monkeypatch.setattr(ocr, "read_rest", play_second_look(misread))
    play_region_reading(monkeypatch, lambda *_, **__: ())
    result = read_document(degrade(printed, dpi=40), "scan.pdf", "scan.pdf", "0" * 64)
    assert result.rates
    assert {finding.check for finding in result.findings} >= {"unread_number"}


@pytest.mark.parametrize(
    ("read", "meant", "alike"),
    [(188_800, 138_800, True), (1924, 9124, False), (100, 1000, False), (3333, 3333, False), (4615, 2615, False)],
)
def test_digits_that_look_alike(read: int, meant: int, alike: bool) -> None:
    assert look_alike(read, meant) is alike


@pytest.mark.parametrize(
    ("read", "meant", "sign"), [("51.89", 189, True), ("54,865.60", 486_560, True), ("61.89", 189, False)]
)
def test_a_figure_that_may_be_a_sign(read: str, meant: int, sign: bool) -> None:
    assert reads_sign(read, meant) is sign
