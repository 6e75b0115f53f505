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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.errors import DocumentError
from pipeline.extract.glibc import give_back_memory
from pipeline.extract.sniff import sniff_media_type
from pipeline.extract.text import decode_text, make_pages
from pipeline.findings import Finding
from pipeline.ladder.confirm import disagreements, doubt_labels
from pipeline.ladder.debug import draw_pay_pages
from pipeline.ladder.engines import Reread, engines
from pipeline.ladder.look import look_again
from pipeline.ladder.recognise import recognise_pages, tell_lost_pages
from pipeline.ladder.reread import blame_print, repair_misreadings
from pipeline.ladder.volumes import Volume, part_text, take_volume
from pipeline.models import BBox, Document, Page, PayRule, Rate, TextOrigin, from_shown
from pipeline.normalize.keys import key_rates
from pipeline.normalize.ocr_words import agree_names, agree_titles, mend_page
from pipeline.normalize.salary import read_salary
from pipeline.normalize.salary.promise import names_pay
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

if TYPE_CHECKING:
    from pipeline.extract.pdfium import PdfFile

_ASKS_AGAIN = frozenset(
    {
        "period_identity",
        "bonus_percent",
        "total",
        "general_increase",
        "unread_number",
        "missing_amount",
        "duplicate_rate",
    }
)
"""Checks whose errors another engine might mend; a wrong range code is the same to every one."""
_ALL_LOOKS = 1.25
"""Times the time for recognising pages after which none is read again either: less than a document may take."""
_PROBE = 2
"""Pages on which an engine must show that it reads better."""


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What one choice of readers makes of a document's pay tables."""

    pages: tuple[Page, ...]
    rates: tuple[Rate, ...]
    rules: tuple[PayRule, ...]
    findings: tuple[Finding, ...]
    pay_pages: tuple[int, ...]


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
        result = _finish(own, _read_pay(own.document_id, make_pages(text)), volume)
        volume = volume.following(result.facts)
        yield result
        del result  # before the next one is read
        if volume:
            give_back_memory()


def _read_pay(document_id: str, pages: Sequence[Page]) -> Reading:
    """Normalize and prove the pay tables of pages as they were read."""
    salary = read_salary(document_id, [mend_page(page) if page.reader in OCR_READERS else page for page in pages])
    recognised = any(page.reader in OCR_READERS for page in pages)
    found = key_rates(agree_names(agree_titles(salary.rates))) if recognised else salary.rates
    rules = infer_rules(found)
    rates, findings = judge_rates(found, rules, salary.unread)
    return Reading(tuple(pages), rates, rules, findings, salary.pay_pages)


def _read_pdf(data: bytes, document: Document, config: ReadConfig) -> Iterator[DocumentResult]:
    file = _PdfReading(data, document, config)
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
            reading = self._read_pay(pdf, document.document_id, pages)
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
        reading = _read_pay(document_id, pages)
        settled: frozenset[int] = frozenset()
        for reread in engines(self.data, pdf, ocr_until=end if ocr else None):
            doubtful = _doubtful_pages(reading, kinds) - settled
            if not doubtful:
                break
            reading, agreed = _climb(document_id, reading, doubtful, reread)
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


def _doubtful_pages(reading: Reading, kinds: Mapping[int, str]) -> frozenset[int]:
    """Pay pages on which a number is unread, an identity of amounts broken, or nothing was read at all."""
    wrong = {
        finding.page_number
        for finding in reading.findings
        if finding.severity == "error" and finding.check in _ASKS_AGAIN and finding.page_number
    }
    empty = {number for number, kind in kinds.items() if kind == "pay"} - set(reading.pay_pages)
    promising = {page.page_number for page in reading.pages if page.page_number in empty and names_pay(page)}
    return frozenset(wrong | promising)


def _climb(
    document_id: str, reading: Reading, doubtful: frozenset[int], reread: Reread
) -> tuple[Reading, frozenset[int]]:
    """Read doubtful pages by another engine; each page keeps the reading that scores higher.

    An engine that makes none of the first pages better is not asked for the others.

    Returns:
        The better reading, and the pages on which both engines read the same amounts: there the
        agreement itself is at fault, and no further engine is asked.
    """
    ordered = sorted(doubtful)
    agreed: set[int] = set()
    for batch in (ordered[:_PROBE], ordered[_PROBE:]):
        others = _reread_pages(reading, batch, reread)
        if not others:
            break
        tried = _read_pay(document_id, [others.get(page.page_number, page) for page in reading.pages])
        same = {number for number in others if _amounts(tried, number) == _amounts(reading, number)}
        agreed |= same
        better = {number: page for number, page in others.items() if _is_better(tried, reading, number)}
        if better:
            tried = _read_pay(document_id, [better.get(page.page_number, page) for page in reading.pages])
            reading = tried
        elif not same:
            break
    return reading, frozenset(agreed)


def _amounts(reading: Reading, page_number: int) -> Counter[tuple[object, ...]]:
    """What was read of a page: every rate with its class, component, step, period and cents."""
    return Counter(
        (rate.class_code, rate.class_title, rate.component_name, rate.step, rate.period, rate.amount)
        for rate in reading.rates
        if rate.page_number == page_number
    )


def _reread_pages(reading: Reading, numbers: Sequence[int], reread: Reread) -> dict[int, Page]:
    """The pages another engine can read, as it reads them."""
    others: dict[int, Page] = {}
    for page in reading.pages:
        if page.page_number in numbers:
            try:
                other = reread(page)
            except DocumentError:
                continue
            if other is not page:
                others[page.page_number] = other
    return others


def _is_better(tried: Reading, reading: Reading, page_number: int) -> bool:
    """Whether another reading of a page scores higher, and not because it reads hardly an amount to be wrong."""
    amounts, before = (sum(_amounts(each, page_number).values()) for each in (tried, reading))
    return 2 * amounts >= before and _score(tried, page_number) > _score(reading, page_number)


def _score(reading: Reading, page_number: int) -> int:
    """Amounts of a page that are proved, less the numbers unread and the amounts in doubt."""
    statuses = Counter(rate.status for rate in reading.rates if rate.page_number == page_number)
    errors = sum(f.severity == "error" and f.page_number == page_number for f in reading.findings)
    return statuses["ok"] + statuses["repaired"] - statuses["suspect"] - errors


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
    tables = read_tables(name, reading.pages, structure.tables, articles)
    told = any(finding.column == "percent" for finding in reading.findings)
    named = rename(rates, find_mislabelled(rates, reading.rules)) if told else rates
    stated, _ = check_prose(name, articles, terms, tables, named)
    shown = {line.article_id: line.body_title for line in structure.contents if line.article_id and line.body_title}
    loose = [(paragraph.text, paragraph.page_number) for paragraph in structure.body_text]
    misprints = check_misprints(name, clauses, loose)
    listed = (*check_contents(articles, shown), *check_contents_pages(articles), *misprints)
    text = structure.coverage
    left = [(piece.text, piece.source_page) for piece in text.left]
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
        findings=(*reading.findings, *listed, *stated, *covered, *volume.tell()),
        readers=tuple(sorted(Counter(page.reader for page in reading.pages).items())),
    )


def _read_structure(document_id: str, reading: Reading) -> Structure:
    """Articles and clauses; the lines of the rates that were read are tables."""
    pages = {page.page_number: page for page in reading.pages}
    boxes = [
        (rate.page_number, from_shown(pages[rate.page_number], rate.bbox))
        for rate in reading.rates
        if rate.page_number and rate.bbox
    ]
    return read_structure(document_id, reading.pages, boxes)
