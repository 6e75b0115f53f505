"""The reading ladder: one document's bytes -> all its rows. The arithmetic chooses the reader.

Every page of a PDF is read by pdfium. A pay page whose numbers are all used and whose identities all
hold is done; another one is read again by the next engine, and the reading that satisfies most
identities and leaves the fewest numbers unread is kept. Pages without a usable text layer begin at
OCR. No engine's own confidence decides.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.errors import DocumentError
from pipeline.extract.glibc import give_back_memory
from pipeline.extract.sniff import sniff_media_type
from pipeline.extract.text import decode_text, make_pages
from pipeline.ladder.confirm import disagreements, doubt_labels
from pipeline.ladder.debug import draw_pay_pages
from pipeline.ladder.engines import engines
from pipeline.ladder.look import look_again
from pipeline.ladder.readings import Reading, climb, find_doubtful, read_pay
from pipeline.ladder.recognise import recognise_pages, tell_lost_pages, tell_spreads
from pipeline.ladder.reread import blame_print, repair_misreadings
from pipeline.ladder.volumes import Volume, part_text, take_volume
from pipeline.ladder.watermarks import drop_watermarks, tell_watermarks
from pipeline.models import BBox, Document, Page, TextOrigin, from_shown
from pipeline.normalize.ocr_words import mend_page
from pipeline.normalize.structure import Structure, read_structure
from pipeline.normalize.tables import read_tables
from pipeline.normalize.terms import read_terms
from pipeline.results import DocumentResult
from pipeline.validate.arithmetic.checks import judge_rates
from pipeline.validate.arithmetic.percent_labels import find_mislabelled, rename
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.arithmetic.telling import OCR_READERS
from pipeline.validate.stated import check_prose
from pipeline.validate.stated.contents import check_contents
from pipeline.validate.stated.contents_pages import check_contents_pages
from pipeline.validate.stated.coverage import tell_coverage
from pipeline.validate.stated.misprints import check_misprints
from pipeline.validate.stated.struck import tell_struck

if TYPE_CHECKING:
    from pipeline.extract.pdfium import PdfFile

_ALL_LOOKS = 1.25
"""Times the time for recognising pages after which none is read again either: less than a document may take."""


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """How documents are read; part of the key under which their rows are kept."""

    ocr: bool = True
    """Whether pages without a text layer are recognised."""
    ocr_seconds: float = 80.0
    """Time for recognising pages of one document; pages left over are findings."""
    debug: str | None = None
    """Folder for a picture of each pay page with boxes drawn."""
    volume_words: int = 950_000
    """Words from which a file is read in volumes, where an amount counts as a dozen more: those of some 1,000 pages
    of agreements, or 200 full of amounts."""


def read_document(
    data: bytes, document_id: str, source_path: str, sha256: str, config: ReadConfig | None = None
) -> DocumentResult:
    """Read a document wholly, however long it is. A pure function of bytes and configuration.

    Trouble with the document (encrypted, damaged, empty, not a document) is its status and message,
    never an exception.
    """
    whole = replace(config or ReadConfig(), volume_words=sys.maxsize)
    return next(read_volumes(data, document_id, source_path, sha256, whole))


def read_volumes(
    data: bytes, document_id: str, source_path: str, sha256: str, config: ReadConfig | None = None
) -> Iterator[DocumentResult]:
    """The same in the memory of one volume: one result, or those of a file too long to be read as one.

    A result whose status is not ok is the last one and stands for the whole file.
    """
    config = config or ReadConfig()
    document = Document(document_id, source_path, sha256, "application/octet-stream", len(data))
    try:
        document = replace(document, media_type=sniff_media_type(data))
        yield from (_read_pdf if document.media_type == "application/pdf" else _read_text)(data, document, config)
    except DocumentError as error:
        hint = f"; {error.hint}" if error.hint else ""
        yield DocumentResult(replace(document, status=error.status, message=f"{error}{hint}"))


def _read_text(data: bytes, document: Document, config: ReadConfig) -> Iterator[DocumentResult]:
    volume: Volume | None = Volume(document.document_id)
    texts = part_text(decode_text(data), config.volume_words)
    while volume:
        text, ends = next(texts)
        volume = replace(volume, ends=ends)
        own = replace(document, document_id=volume.document_id, text_origin="text")
        result = _finish(own, read_pay(own.document_id, make_pages(text)), volume)
        volume = volume.following(result.facts)
        yield result
        del result  # before the next one is read
        if volume:
            give_back_memory()


def _read_pdf(data: bytes, document: Document, config: ReadConfig) -> Iterator[DocumentResult]:
    from pipeline.extract.spreads import part_spreads  # noqa: PLC0415 (its library is loaded in workers only)

    file = _PdfReading(*part_spreads(data), document, config)
    volume: Volume | None = Volume(document.document_id)
    held: list[Page] = []
    while volume:
        result, held, volume = file.read_volume(volume, held)
        yield result
        del result  # before the next one is read
        if volume:
            give_back_memory()


@dataclass(slots=True)
class _PdfReading:
    """The reading of one PDF."""

    data: bytes
    sheets: int
    """How many of its sheets were parted into two pages."""
    document: Document
    config: ReadConfig
    looks_end: float | None = None
    """When recognising its pages must end, by the monotonic clock; begins when the first ones are read."""

    def read_volume(self, volume: Volume, held: Sequence[Page]) -> tuple[DocumentResult, list[Page], Volume | None]:
        """Read pages until they are a volume, which nearly always is the whole file.

        Returns:
            Its rows, the pages read beyond it, and the next volume.
        """
        from pipeline.extract import pdfium  # noqa: PLC0415 (its library is loaded in workers only)

        with pdfium.open_pdf(self.data) as pdf:  # anew for each volume: pdfium keeps every object it has seen
            numbers = range(volume.first_page + len(held), pdf.page_count + 1)
            pages, beyond, ends = take_volume(
                (pdfium.read_page(pdf, number) for number in numbers), held, self.config.volume_words
            )
            volume = replace(volume, ends=ends)
            document = replace(self.document, document_id=volume.document_id, page_count=len(pages))
            pages, marks = drop_watermarks(pages)
            reading = self._read_pay(pdf, document.document_id, pages)
            told = (*tell_spreads(document.document_id, self.sheets), *tell_watermarks(document.document_id, marks))
            reading = replace(reading, findings=(*reading.findings, *told))
        if self.config.debug:
            draw_pay_pages(
                self.data,
                reading.pages,
                reading.rates,
                reading.findings,
                document_id=document.document_id,
                folder=self.config.debug,
            )
        result = _finish(replace(document, text_origin=_text_origin(reading.pages)), reading, volume)
        return result, beyond, volume.following(result.facts)

    def _read_pay(self, pdf: PdfFile, document_id: str, pages: Sequence[Page]) -> Reading:
        """The pay tables of pages, by whichever engine reads each of them best."""
        from pipeline.extract.triage import kind_of, must_recognise  # noqa: PLC0415

        ocr = self.config.ocr
        kinds = {page.page_number: kind_of(page) for page in pages}
        blank = frozenset(page.page_number for page in pages if ocr and must_recognise(page, kinds[page.page_number]))
        if self.looks_end is None:
            self.looks_end = time.monotonic() + _ALL_LOOKS * self.config.ocr_seconds
        end = self.looks_end
        pages, late = recognise_pages(pdf, pages, blank, (end - time.monotonic()) / _ALL_LOOKS)
        reading = read_pay(document_id, pages)
        settled: frozenset[int] = frozenset()
        for reread in engines(self.data, pdf, ocr_until=end if ocr else None):
            doubtful = find_doubtful(reading, kinds) - settled
            if not doubtful:
                break
            reading, agreed = climb(document_id, reading, doubtful, reread)
            settled |= agreed
        if ocr:
            reading = _repair(pdf, reading)
        reading = _confirm(pdf, reading, end - time.monotonic() if ocr else None)
        lost = tell_lost_pages(document_id, reading.pages, late)
        return replace(reading, findings=(*reading.findings, *lost))


def _repair(pdf: PdfFile, reading: Reading) -> Reading:
    """Repair amounts of recognised pages that were misread, and prove the tables again."""
    if not any(rate.status == "suspect" and rate.reader in OCR_READERS for rate in reading.rates):
        return reading
    from pipeline.extract import ocr  # noqa: PLC0415 (brings OpenCV)

    turns = {page.page_number: page.turn for page in reading.pages}

    def read_cell(page_number: int, bbox: BBox) -> list[str]:
        turn = turns[page_number]
        readings = (ocr.read_region(pdf, page_number, bbox, engine=each, turn=turn) for each in ocr.available_engines())
        return ["".join(word.text for word in words) for words in readings]

    closer = repair_misreadings(reading.rates, reading.findings, read_cell)
    if not closer.told:
        return replace(reading, findings=blame_print(reading.findings, closer.printed))
    rules = infer_rules(closer.rates)
    rates, findings = judge_rates(closer.rates, rules)
    unread = tuple(finding for finding in reading.findings if finding.check == "unread_number")
    findings = (*blame_print(findings, closer.printed), *unread, *closer.told)
    return replace(reading, rates=rates, rules=rules, findings=findings)


def _confirm(pdf: PdfFile, reading: Reading, seconds: float | None) -> Reading:
    """Read recognised pay pages a second time: labels must be read alike, and amounts that nothing else proves.

    Where nothing may be recognised (``seconds`` is ``None``) no label of a hidden text is sure.
    """
    holding = {rate.page_number for rate in reading.rates if rate.reader in OCR_READERS}
    pages = {page.page_number: mend_page(page) for page in reading.pages if page.page_number in holding}
    if not pages:
        return reading
    again = {} if seconds is None else look_again(pdf, pages, reading.rates, seconds)
    unread = [finding for finding in reading.findings if finding.check == "unread_number"]
    rates, told = doubt_labels(reading.rates, pages, again, unread)
    return replace(reading, rates=rates, findings=(*reading.findings, *told, *disagreements(reading.rates, again)))


def _text_origin(pages: Sequence[Page]) -> TextOrigin:
    recognised = sum(page.reader in OCR_READERS for page in pages)
    if recognised == 0:
        return "text_layer"
    return "ocr" if recognised == len(pages) else "mixed"


def _finish(document: Document, reading: Reading, volume: Volume) -> DocumentResult:
    """Everything else a document says, and the result without its words."""
    name = document.document_id
    structure = _read_structure(name, reading)
    articles, clauses = structure.articles, structure.clauses
    facts = volume.follow_facts(structure.facts)
    number = facts.mou_number
    rates = tuple(
        replace(rate, mou_number=number) if number and not rate.mou_number else rate for rate in reading.rates
    )
    terms = read_terms(name, articles, clauses, structure.body_text)
    read, unread = _list_amounts(reading)
    tables = read_tables(name, reading.pages, structure.tables, articles, read=read, unread=unread)
    told = any(finding.column == "percent" for finding in reading.findings)
    named = rename(rates, find_mislabelled(rates, reading.rules)) if told else rates
    stated, _ = check_prose(name, articles, terms, tables, named)
    shown = {line.article_id: line.body_title for line in structure.contents if line.article_id and line.body_title}
    loose = [(paragraph.text, paragraph.page_number) for paragraph in structure.body_text]
    misprints = check_misprints(name, clauses, loose)
    listed = (*check_contents(articles, shown), *check_contents_pages(articles), *misprints)
    text = structure.coverage
    left = [(piece.text, piece.source_page) for piece in text.left]
    struck = tell_struck(name, [(page.page_number, page.texts, page.words, page.bbox) for page in structure.struck])
    covered = tell_coverage(name, text.total, text.assigned, left, rates)
    return DocumentResult(
        document=document,
        facts=facts,
        rates=rates,
        pay_rules=reading.rules,
        articles=articles,
        clauses=clauses,
        terms=terms,
        tables=tables,
        findings=(*reading.findings, *listed, *stated, *struck, *covered, *volume.tell()),
        readers=tuple(sorted(Counter(page.reader for page in reading.pages).items())),
    )


def _list_amounts(reading: Reading) -> tuple[frozenset[str], frozenset[str]]:
    """Amounts as printed, without their sign: those that are rates, and those that are told to be none."""
    unread = (finding.printed or "" for finding in reading.findings if finding.check == "unread_number")
    read = (rate.amount_orig for rate in reading.rates)
    return frozenset(text.removeprefix("$") for text in read), frozenset(text.removeprefix("$") for text in unread)


def _read_structure(document_id: str, reading: Reading) -> Structure:
    """Articles and clauses; the lines of the rates that were read are tables."""
    pages = {page.page_number: page for page in reading.pages}
    boxes = [
        (rate.page_number, from_shown(pages[rate.page_number], rate.bbox))
        for rate in reading.rates
        if rate.page_number and rate.bbox
    ]
    return read_structure(document_id, reading.pages, boxes)
