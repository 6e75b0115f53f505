"""Scans of growing badness: how much is read, and how much is published as proved and is wrong.

``python -m benchmarks.scans`` prints one line per degree of badness. A silent error is an amount with
status ok or repaired that the agreement does not print under that appendix, date, class, component,
step and period; there must be none, however little is read. The whole series is written to ``docs/scans.md``.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path

import pypdfium2

from benchmarks.bench import ROOT, find_pdfs
from pipeline.extract import tesseract
from pipeline.ladder import read_document
from pipeline.models import Rate
from tools.typeset.degrade import degrade
from tools.typeset.figures import load_agreement
from tools.typeset.model import TruthRow, list_truth
from tools.typeset.variants import make_variant

PROVED = ("ok", "repaired")
_APPENDIX = re.compile(r"(?:appendix|exhibit|schedule)\s+[\"“]?[A-Z1-9]\b", re.IGNORECASE)
_CENTS = re.compile(r"(?<![\d.,])\d[\d,]*\.\d\d(?!\d)")
PAPER = ROOT / "docs" / "scans.md"
_MOST_PAGES = 3
"""Pages of one case: a longer appendix is left out, for the time it takes."""
_HEAD = 400
"""Characters at the top of a page among which an appendix is named."""


@dataclass(frozen=True, slots=True)
class Badness:
    """What a scanner and its user do to a page."""

    dpi: int
    noise: float
    """Standard deviation of grey noise, of 255 levels."""
    skew: float
    """Degrees."""
    jpeg_quality: int


SERIES = (
    Badness(300, 0, 0, 90),
    Badness(300, 8, 0.5, 60),
    Badness(250, 6, -0.4, 50),
    Badness(200, 6, 0.5, 60),
    Badness(200, 14, 1.0, 40),
    Badness(150, 4, 0.3, 60),
    Badness(150, 10, -1.0, 35),
    Badness(120, 6, 0.5, 50),
    Badness(100, 0, 0, 75),
    Badness(100, 5, -0.7, 50),
)


@dataclass(frozen=True, slots=True)
class Case:
    """Pay pages that have a text layer, and what their agreement prints."""

    name: str
    data: bytes
    truth: Mapping[tuple[str, ...], str]
    """Amount by each of ``truth_keys``: of the whole agreement, of which the pages may be a part."""
    amounts: int
    """Amounts that stand on the pages."""
    rows: tuple[TruthRow, ...] = ()
    """The truth about the whole agreement, as it was keyed."""


@dataclass(slots=True)
class Score:
    """What was read of one or more scans."""

    amounts: int = 0
    proved: int = 0
    """Right, with status ok or repaired."""
    right: int = 0
    """Right, whatever the status."""
    doubted: int = 0
    """Published as unverified or suspect."""
    unread: int = 0
    silent: list[str] = field(default_factory=list)
    seconds: float = 0.0
    pages: int = 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where there is a silent error."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scans", description=__doc__)
    parser.add_argument("--cases", type=int, default=6, help="pay tables per degree of badness")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--degrees", type=parse_degrees, default=range(len(SERIES)), metavar="7-10", help="lines of the table, from 1"
    )
    parser.add_argument("--pinned", action="store_true", help="read as where Tesseract is not installed")
    parsed = parser.parse_args(arguments)
    if parsed.pinned:
        tesseract.is_installed = lambda: False
    cases = list(find_cases(range(parsed.seed, parsed.seed + 4)))
    print(f"seed {parsed.seed}, {parsed.cases} of {len(cases)} pay tables for each line")
    print(f"{'dpi':>4}{'noise':>6}{'skew':>6}{'jpeg':>5}{'amounts':>9}{'proved':>8}{'right':>8}{'doubted':>9}"
          f"{'unread':>8}{'silent':>8}{'s/page':>8}")  # fmt: skip
    total = Score()
    scores: list[Score] = []
    for number in parsed.degrees:
        badness = SERIES[number]
        rng = random.Random(f"{parsed.seed} {number}")
        score = Score()
        for case in rng.sample(cases, min(parsed.cases, len(cases))):
            add_score(score, read_scan(case, badness, seed=parsed.seed + number))
        add_score(total, score)
        scores.append(score)
        _print_line(badness, score)
    print(f"silent errors over the series: {len(total.silent)}; proved {total.proved / max(1, total.amounts):.1%}")
    if len(scores) == len(SERIES) and not parsed.pinned:
        PAPER.write_text(write_paper(scores, f"--cases {parsed.cases} --seed {parsed.seed}"), "utf-8")
    return 1 if total.silent else 0


def write_paper(scores: Sequence[Score], options: str) -> str:
    """The page that shows the series; times are left out, they are the machine's."""
    lines = [
        "# Scans of growing badness",
        "",
        f"Written by `python -m benchmarks.scans {options}`: pay tables of",
        "the agreements and random ones, typeset, scanned as each line says, read, and compared with what they print.",
        "",
        "`proved`: right, with status ok or repaired. `right`: right, whatever the status. `silent`: published as ok",
        "or repaired, and wrong: there must be none.",
        "",
        "| dpi | noise | skew | JPEG | amounts | proved | right | doubted | unread | silent |",
        "| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for badness, score in zip(SERIES, scores, strict=True):
        share = [f"{count / max(1, score.amounts):.1%}" for count in (score.proved, score.right)]
        scan = [f"{value:g}" for value in (badness.dpi, badness.noise, badness.skew, badness.jpeg_quality)]
        counts = [score.doubted, score.unread, len(score.silent)]
        lines.append("| " + " | ".join([*scan, str(score.amounts), *share, *map(str, counts)]) + " |")
    return "\n".join([*lines, ""])


def parse_degrees(text: str) -> range:
    """The degrees of the series (indices from 0) that "7-10" or "7" names."""
    first, _, last = text.partition("-")
    return range(int(first) - 1, min(int(last or first), len(SERIES)))


def _print_line(badness: Badness, score: Score) -> None:
    whole = max(1, score.amounts)
    print(f"{badness.dpi:>4}{badness.noise:>6g}{badness.skew:>6g}{badness.jpeg_quality:>5}{score.amounts:>9}"
          f"{score.proved / whole:>8.1%}{score.right / whole:>8.1%}{score.doubted:>9}{score.unread:>8}"
          f"{len(score.silent):>8}{score.seconds / max(1, score.pages):>8.1f}", flush=True)  # fmt: skip
    for told in score.silent:
        print(f"     {told}")


def find_cases(seeds: Iterable[int]) -> Iterator[Case]:
    """Appendices of the agreements (as typeset by us, and of the shared corpus) and of random ones."""
    yield from find_raw_cases()
    yield from _agreement_cases([path for path in find_pdfs() if path.parent != ROOT / "raw"])
    for seed in seeds:
        for kind in ("blocks", "components", "rows", "matrix"):
            variant = make_variant(seed, kind)
            if 0 < len(variant.pay_pages) <= _MOST_PAGES:
                case = make_case(variant.description, variant.data, variant.pay_pages, variant.truth)
                yield replace(case, amounts=len(variant.truth))


def find_raw_cases() -> Iterator[Case]:
    """Appendices of the agreements as we typeset them."""
    yield from _agreement_cases([path for path in sorted((ROOT / "raw").glob("*.pdf")) if "scan" not in path.name])


def _agreement_cases(paths: Iterable[Path]) -> Iterator[Case]:
    for path in paths:
        truth = list_truth(load_agreement(re.sub(r"\D*(\d\d).*", r"\1", path.stem)))
        data = path.read_bytes()
        for pages in _appendix_pages(data):
            yield make_case(f"{path.parent.name}/{path.name} p. {pages[0]}", data, pages, truth)


def make_case(name: str, data: bytes, pages: Sequence[int], truth: Sequence[TruthRow]) -> Case:
    """Some pages (from 1) of a document with the truth about all of it."""
    with pypdfium2.PdfDocument(data) as whole, pypdfium2.PdfDocument.new() as part:
        part.import_pages(whole, [number - 1 for number in pages])
        stream = BytesIO()
        part.save(stream)
        printed = [found for page in part for found in _CENTS.findall(_text(page))]
    known = {row["amount"] for row in truth}
    return Case(
        name,
        stream.getvalue(),
        {key: row["amount"] for row in truth for key in truth_keys(row)},
        sum(text.replace(",", "") in known for text in printed),
        tuple(truth),
    )


def read_scan(case: Case, badness: Badness, seed: int) -> Score:
    """Scan a case, read it, and compare with the truth."""
    data = degrade(case.data, badness.dpi, badness.noise, badness.skew, badness.jpeg_quality, seed)
    begun = time.perf_counter()
    result = read_document(data, "scan.pdf", "scan.pdf", hashlib.sha256(data).hexdigest())
    score = score_rates(result.rates, case)
    score.seconds, score.pages = time.perf_counter() - begun, result.document.page_count or 0
    score.unread = sum(finding.check == "unread_number" for finding in result.findings)
    return score


def score_rates(rates: Iterable[Rate], case: Case) -> Score:
    """Compare rates with the truth."""
    score = Score(case.amounts)
    seen: set[tuple[str, ...]] = set()
    for rate in rates:
        key = _match(rate, case.truth)
        right = key is not None and key not in seen and case.truth[key] == _plain(rate.amount)
        seen |= {key} if key and right else set()
        proved = rate.status in PROVED
        score.proved += proved and right
        score.right += right
        score.doubted += not proved
        if proved and not right:
            score.silent.append(f"{case.name}: {rate.rate_id} is published as {rate.amount_orig}, {rate.status}")
    return score


def add_score(total: Score, other: Score) -> None:
    """Add what was read of another scan."""
    for name in ("amounts", "proved", "right", "doubted", "unread", "seconds", "pages", "silent"):
        setattr(total, name, getattr(total, name) + getattr(other, name))


def truth_keys(row: TruthRow) -> list[tuple[str, ...]]:
    """Where an amount stands: appendix, date, class, component, step, period; a class goes by each of its names."""
    names = (row["class_code"], _fold(row["class_title"]), row["range_code"])
    what = (row["component"], _fold(row["component_name"]), row["step"], row["period"])
    return [(row["appendix"], row["operative_date"], name, *what) for name in names if name]


def _match(rate: Rate, truth: Mapping[tuple[str, ...], str]) -> tuple[str, ...] | None:
    """The key of the truth a rate claims to be; by the first of code, title and range that it has."""
    who = rate.class_code or _fold(rate.class_title or "") or rate.range_code or ""
    when = rate.operative_date.isoformat() if rate.operative_date else ""
    what = (rate.component, _fold(rate.component_name or ""), rate.step, rate.period)
    key = (rate.appendix or "", when, who, *what)
    return key if key in truth else None


def _appendix_pages(data: bytes) -> Iterator[list[int]]:
    """Runs of pay pages (from 1) that begin where an appendix is named."""
    run: list[int] = []
    named = ""
    with pypdfium2.PdfDocument(data) as document:
        texts = [_text(page) for page in document]
    for number, text in enumerate(texts, 1):
        pays = len(_CENTS.findall(text)) > 20
        found = _APPENDIX.search(text[:_HEAD])
        begins = found is not None and found.group() != named
        named = found.group() if found else named
        if run and (begins or not pays):
            if len(run) <= _MOST_PAGES:
                yield run
            run = []
        if pays and (begins or run):
            run.append(number)
    if 0 < len(run) <= _MOST_PAGES:
        yield run


def _text(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_bounded())
    finally:
        textpage.close()


def _fold(text: str) -> str:
    return "".join(char for char in text.lower() if char.isalnum())


def _plain(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


if __name__ == "__main__":
    raise SystemExit(main())
