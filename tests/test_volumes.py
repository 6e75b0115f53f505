"""Files too long for the memory of a worker are read as several documents; nothing of them is lost or told twice."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from typed_pages import printed_page, text_page

from benchmarks.binders import write_binder
from pipeline.ladder import ReadConfig, read_document, read_volumes
from pipeline.ladder.volumes import Seam, Volume, part_text, take_volume
from pipeline.models import Page, Rate
from pipeline.results import DocumentFacts, DocumentResult

RAW = Path(__file__).resolve().parents[1] / "raw"
WORDS_OF_28 = 1078 + 12 * 161
"""Words, ruled lines and pages of ``mou28-2022.pdf``, which has 7 pages, and its amounts, each of which weighs as
much as a dozen more."""


def bind(folder: Path, *names: str) -> bytes:
    """One PDF of several."""
    path = folder / "binder.pdf"
    with pypdfium2.PdfDocument.new() as made:
        for name in names:
            with pypdfium2.PdfDocument(RAW / name) as part:
                made.import_pages(part)
        made.save(path)
    return path.read_bytes()


def read(data: bytes, name: str, words: int) -> list[DocumentResult]:
    return list(read_volumes(data, name, name, "0" * 64, ReadConfig(ocr=False, volume_words=words)))


def amounts(rates: tuple[Rate, ...]) -> Counter[tuple[object, ...]]:
    return Counter(
        (rate.class_code, rate.component_name, rate.step, rate.period, rate.amount, rate.appendix, rate.operative_date)
        for rate in rates
    )


def test_a_binder_becomes_a_document_for_each_agreement(tmp_path: Path) -> None:
    alone = read_document((RAW / "mou28-2022.pdf").read_bytes(), "a.pdf", "a.pdf", "0" * 64)
    data = bind(tmp_path, *["mou28-2022.pdf"] * 4)
    volumes = read(data, "binder.pdf", int(1.2 * WORDS_OF_28))
    assert [each.document.document_id for each in volumes] == [
        "binder.pdf", "binder.pdf#page=8", "binder.pdf#page=15", "binder.pdf#page=22",
    ]  # fmt: skip
    for number, each in enumerate(volumes):
        assert amounts(each.rates) == amounts(alone.rates)
        assert each.document.page_count == 7
        assert each.facts == alone.facts
        assert [rate.page_number for rate in each.rates] == [
            (rate.page_number or 0) + 7 * number for rate in alone.rates
        ]
        assert {rate.status for rate in each.rates} == {"ok"}
        [told] = [finding for finding in each.findings if finding.check == "volume"]
        assert told.severity == "info"


def test_keys_are_unique_over_the_volumes(tmp_path: Path) -> None:
    volumes = read(bind(tmp_path, *["mou28-2022.pdf"] * 3), "binder.pdf", int(1.2 * WORDS_OF_28))
    keys = [rate.rate_id for each in volumes for rate in each.rates]
    articles = [(row.document_id, row.article_id) for each in volumes for row in each.articles]
    assert len(set(keys)) == len(keys) == 3 * 132
    assert len(set(articles)) == len(articles)


def test_every_page_is_in_one_volume_wherever_the_seams_fall(tmp_path: Path) -> None:
    names = ["mou28-2022.pdf", "mou25-2019.pdf", "mou30-2010.pdf"]
    data = bind(tmp_path, *names)
    whole = read_document(data, "binder.pdf", "binder.pdf", "0" * 64, ReadConfig(ocr=False))
    for words in (900, 5000, 20_000):
        volumes = read(data, "binder.pdf", words)
        assert sum(each.document.page_count or 0 for each in volumes) == 7 + 8 + 15
        assert sum(len(each.rates) for each in volumes) == len(whole.rates)
        begins = [int(each.document.document_id.partition("#page=")[2] or 1) for each in volumes]
        pages = [each.document.page_count for each in volumes]
        assert begins == [1, *(begin + (count or 0) for begin, count in zip(begins, pages, strict=True))][:-1]


def test_a_short_file_is_one_document_and_says_nothing_of_volumes() -> None:
    [result] = read((RAW / "mou28-2022.pdf").read_bytes(), "a.pdf", WORDS_OF_28)
    assert result.document.document_id == "a.pdf"
    assert not [finding for finding in result.findings if finding.check == "volume"]


def test_a_seam_inside_an_agreement_is_a_warning_and_hands_on_what_the_agreement_is(tmp_path: Path) -> None:
    first, second, *_ = read(bind(tmp_path, "mou30-2010.pdf"), "long.pdf", 2500)
    assert first.facts.mou_number == second.facts.mou_number == "30"
    assert second.facts.employer == first.facts.employer
    assert {rate.mou_number for rate in second.rates} == {"30"}
    [told] = [finding for finding in second.findings if finding.check == "volume"]
    assert told.severity == "warning"
    assert second.document.document_id.removeprefix("long.pdf#page=") in told.message


def test_a_damaged_page_far_on_is_told_of_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.errors import DocumentError  # noqa: PLC0415
    from pipeline.extract import pdfium  # noqa: PLC0415

    good = pdfium.read_page

    def read_page(pdf: pdfium.PdfFile, number: int) -> Page:
        if number == 20:
            raise DocumentError("damaged", "page 20 cannot be loaded", "print it again")
        return good(pdf, number)

    monkeypatch.setattr(pdfium, "read_page", read_page)
    *_, last = read(bind(tmp_path, *["mou28-2022.pdf"] * 4), "binder.pdf", int(1.2 * WORDS_OF_28))
    assert (last.document.document_id, last.document.status, last.rates) == ("binder.pdf", "damaged", ())


def test_a_long_text_is_parted_where_an_agreement_begins() -> None:
    agreement = (RAW / "mou28-2022.txt").read_text()
    alone = read_document(agreement.encode(), "a.txt", "a.txt", "0" * 64)
    text = "\n".join([agreement] * 4)
    words = len(agreement) / 6 + 12 * len(re.findall(r"\d\.\d\d\b", agreement))
    volumes = read(text.encode(), "binder.txt", int(1.2 * words))
    lines = agreement.count("\n") + 1
    assert [each.document.document_id for each in volumes] == [
        "binder.txt", *(f"binder.txt#line={number * lines + 1}" for number in (1, 2, 3)),
    ]  # fmt: skip
    assert all(amounts(each.rates) == amounts(alone.rates) for each in volumes)


@pytest.mark.parametrize("gap", ["\n", "\n\n", " ", "", "\f"])
def test_no_character_of_a_text_is_lost(gap: str) -> None:
    text = gap.join(["33.01", "**ARTICLE 5 PAY**", "x" * 40] * 200)
    parts = list(part_text(text, 50))
    assert "".join(part for part, _ in parts) == text
    assert all(len(part) <= 300 for part, _ in parts)
    assert [seam is None for _, seam in parts] == [False] * (len(parts) - 1) + [True]


def test_running_heads_begin_no_agreement() -> None:
    def page(number: int) -> Page:
        head = "MEMORANDUM OF UNDERSTANDING" if number % 2 else "CITY OF ANYTOWN"
        return printed_page(number, [(72.0, 40.0, head), (72.0, 100.0 + number, f"Some words of page {number} follow")])

    volume, _, seam = take_volume(map(page, range(1, 41)), [], 180)
    assert seam is not None
    assert not seam.agreement
    assert len(volume) > 10


def test_one_enormous_page_is_a_volume_at_most_with_another() -> None:
    pages = [text_page(" ".join(["word"] * 5000)) for _ in range(3)]
    volume, held, seam = take_volume(iter(pages), [], 1000)
    assert (len(volume), len(held)) == (1, 1)
    assert seam is not None


def test_facts_of_a_new_agreement_are_its_own() -> None:
    facts = DocumentFacts(kind="mou", mou_number="30", employer="City of Anytown")
    goes_on = Volume("b", ends=Seam("page", 9, agreement=False)).following(facts)
    begins = Volume("b", ends=Seam("page", 9, agreement=True)).following(facts)
    assert goes_on is not None
    assert begins is not None
    assert goes_on.follow_facts(DocumentFacts()) == facts
    assert goes_on.follow_facts(DocumentFacts(kind="mou", mou_number="31")) == DocumentFacts(
        kind="mou", mou_number="31", employer="City of Anytown"
    )
    assert begins.follow_facts(DocumentFacts()) == DocumentFacts()


WORKER = """
import sys
from pathlib import Path
from pipeline.acquire import Source
from pipeline.run.reading import STAGES, Job, read_job
path = Path(sys.argv[1])
source = Source("d.pdf", "d.pdf", path, "0" * 64, path.stat().st_size)
entry = read_job(Job(source, path.with_suffix(".rows"), {"ocr": False, "volume_words": 90_000}, STAGES))
status = Path("/proc/self/status").read_text()
print(entry.volumes, status.partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_memory_of_a_worker_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Twelve thousand amounts and forty thousand: kept, they would take half as much again."""
    volumes, peaks = [], []
    for pages in (36, 120):
        path = tmp_path / f"{pages}.pdf"
        write_binder(pages, path)
        told = subprocess.run([sys.executable, "-c", WORKER, str(path)], check=True, capture_output=True, text=True)
        number, peak = map(int, told.stdout.split())
        volumes.append(number)
        peaks.append(peak)
    assert 1 < volumes[0] < volumes[1]
    assert peaks[1] < 1.2 * peaks[0], peaks
