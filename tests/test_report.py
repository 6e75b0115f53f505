"""The report as a file: whole, small, true to the set, and safe whatever the documents say."""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sample_set import sample_results

from pipeline.findings import Finding
from pipeline.report import write_report
from pipeline.report.columns import pack_column
from pipeline.report.listing import format_number
from pipeline.report.pictures import order_pages
from pipeline.run import extract
from pipeline.write import publish

ROOT = Path(__file__).resolve().parents[1]


def data_of(page: Path) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


def unpack(packed: dict, name: str) -> list:
    column = packed["cols"][name]
    return [column["d"][place] for place in column["v"]] if "d" in column else column["v"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    publish(sample_results(), folder / "set")
    return folder


@pytest.fixture(scope="module")
def page(sample: Path) -> Path:
    write_report(sample / "set", sample / "report.html", sample / "nowhere")
    return sample / "report.html"


def test_every_amount_is_in_one_cell_of_its_table(page: Path) -> None:
    data = data_of(page)
    rates = data["rates"]
    cells = [cell for table in data["tables"] for group in table["groups"] for row in group["rows"] for cell in row[2]]
    assert sorted(cells) == list(range(rates["n"]))
    steps, periods = unpack(rates, "step"), unpack(rates, "period")
    for table in data["tables"]:
        for group in table["groups"]:
            for _, label, places in group["rows"]:
                assert [steps[place] for place in places] == table["cols"]
                assert {["HR", "BW", "MO", "YR"][periods[place]] for place in places} == {label}


def test_identities_carry_the_arithmetic(page: Path) -> None:
    """Factors of the sample, keyed here: biweekly pay is 80 hours, a total is base plus bonus."""
    data = data_of(page)
    amounts = unpack(data["rates"], "amount")
    checked = {"period": 0, "total": 0}
    for formula, output, terms, expected, holds, _ in data["ids"]["rows"]:
        text = data["ids"]["formulas"][formula]
        if text == "period_identity|BW = HR x 80":
            assert expected == 80 * amounts[terms[0]]
            assert holds == (amounts[output] == expected)
            checked["period"] += 1
        elif text.startswith("total|"):
            assert expected == sum(amounts[term] for term in terms) == amounts[output]
            checked["total"] += 1
    assert checked["period"] == 2 * 2 * 3 * 4 * 3
    assert checked["total"] == 2 * 2 * 3 * 4


def test_findings_and_terms_are_all_there(page: Path) -> None:
    data = data_of(page)
    assert unpack(data["findings"], "check").count("range_code") == 2
    assert set(unpack(data["findings"], "proposed")) == {"6,735"}
    assert unpack(data["terms"], "value") == ["0.09", "0.09"]
    assert data["terms"]["clauses"] == ["The allowance is nine cents ($.09) per mile."]


def test_missing_documents_are_told_once(sample: Path) -> None:
    """The set was made of several folders: that a file lies in another one is no fault of the document's."""
    told = write_report(sample / "set", sample / "told.html", sample / "nowhere")
    assert told == (f"3 of 3 documents are not under {sample / 'nowhere'}: no pictures (say where with --source)",)
    page = (sample / "told.html").read_text("utf-8")
    markup = re.sub(r"<(style|script|noscript).*?</\1>", "", page, flags=re.DOTALL)
    assert " ".join(markup.split()).count("The files of 3 of 3 documents are not under the folder") == 1
    assert 'class="alert"' not in markup


def test_a_document_that_was_changed_is_an_alert_of_its_own(sample: Path, tmp_path: Path) -> None:
    name = sample_results()[0].document.document_id
    (tmp_path / name).write_bytes(b"another")
    told = write_report(sample / "set", tmp_path / "told.html", tmp_path)
    assert len(told) == 2
    assert "was changed since it was read" in told[0]
    assert told[1].startswith("2 of 3 documents are not under")
    markup = (tmp_path / "told.html").read_text("utf-8").split("<noscript>")[0]
    assert markup.count('<p class="alert">') == 1


def test_page_asks_nothing_of_the_network(page: Path) -> None:
    text = re.sub(r"<script>.*?</script>", "", page.read_text("utf-8"), flags=re.DOTALL)
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text)
    assert not re.findall(r"""url\((?!data:)""", text)
    assert "default-src &#39;none&#39;" in text


def write_hostile(tmp_path: Path) -> Path:
    """A set whose documents try to write markup into the page."""
    attack = "</script><script>document.title='taken'</script><img src=x onerror=alert(1)>{{ 7*7 }}"
    first, *rest = sample_results()
    rates = tuple(replace(rate, class_title=attack, condition=attack) for rate in first.rates)
    findings = tuple(replace(finding, message=attack, printed=attack) for finding in first.findings)
    facts = replace(first.facts, title=attack, unit_name=attack, employer=attack)
    publish([replace(first, rates=rates, findings=findings, facts=facts), *rest], tmp_path / "set")
    write_report(tmp_path / "set", tmp_path / "report.html", tmp_path)
    return tmp_path / "report.html"


def test_documents_cannot_write_markup(tmp_path: Path) -> None:
    text = write_hostile(tmp_path).read_text("utf-8")
    assert "<script>document.title" not in text
    assert "<img src=x" not in text
    assert "{{ 7*7 }}" in text


def test_set_without_pay_or_findings(tmp_path: Path) -> None:
    publish(sample_results()[2:], tmp_path / "set")
    write_report(tmp_path / "set", tmp_path / "report.html", tmp_path)
    assert "No pay tables" in (tmp_path / "report.html").read_text("utf-8")


def test_changed_source_is_told(tmp_path: Path) -> None:
    source = tmp_path / "raw"
    source.mkdir()
    data = (ROOT / "raw" / "mou28-2022.txt").read_text("utf-8")
    (source / "mou28.txt").write_text(data, "utf-8")
    extract([source], tmp_path / "set", jobs=1)
    assert write_report(tmp_path / "set", tmp_path / "a.html") == ()
    (source / "mou28.txt").write_text(data + "\n", "utf-8")
    (told,) = write_report(tmp_path / "set", tmp_path / "b.html")
    assert "was changed since it was read" in told


def test_same_set_same_page(sample: Path) -> None:
    for name in ("one.html", "two.html"):
        write_report(sample / "set", sample / name, sample)
    assert (sample / "one.html").read_bytes() == (sample / "two.html").read_bytes()


@pytest.mark.parametrize(
    ("values", "packed"),
    [(["a", "a", "a", None], {"d": ["a", None], "v": [0, 0, 0, 1]}), ([1, 2], {"v": [1, 2]}), ([], {"v": []})],
)
def test_columns_share_their_words(values: list[object], packed: dict[str, object]) -> None:
    assert pack_column(values) == packed


def test_numbers_as_they_are_read() -> None:
    shown = [format_number(Decimal(text)) for text in ("1017.5100", "0.0900", "24.0000", "2.5000", "0.0833")]
    assert shown == ["1,017.51", "0.09", "24", "2.50", "0.0833"]


def test_pages_with_errors_come_first() -> None:
    assert order_pages({3: 10, 1: 200, 2: 20}, [3, 9]) == [3, 9, 1, 2]


@pytest.mark.corpus
@pytest.mark.slow
def test_three_agreements_are_small_and_fast(corpus: Path, tmp_path: Path) -> None:
    documents = [corpus / "raw" / "pdf" / f"mou{number}.pdf" for number in (25, 28, 30)]
    extract(documents, tmp_path / "set", jobs=1)
    begun = time.process_time()
    told = write_report(tmp_path / "set", tmp_path / "report.html", corpus / "raw" / "pdf")
    assert time.process_time() - begun < 10
    assert told == ()
    assert (tmp_path / "report.html").stat().st_size < 5_000_000
    data = data_of(tmp_path / "report.html")
    assert data["rates"]["n"] == 3768
    pay_pages = {
        (doc, page) for doc, page in zip(unpack(data["rates"], "doc"), unpack(data["rates"], "page"), strict=True)
    }
    assert {(doc, int(page)) for doc, pages in data["pages"].items() for page in pages} >= pay_pages


def many_findings(number: int) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            document_id="mou91.txt",
            check=("period_identity", "unread_number", "total")[n % 3],
            severity=("error", "warning", "info")[n % 3],
            table="salary_rates",
            key=f"mou91.txt/page {n % 40}/{n}",
            message=f"{n} stands on a pay page, but nothing explains it",
            printed=f"{n}.00",
            page_number=n % 40 + 1,
        )
        for n in range(number)
    )


def test_what_is_not_ours_is_unchanged_and_licensed() -> None:
    vendor = ROOT / "pipeline" / "report" / "vendor"
    listed = re.findall(r"^\| `(\S+)` \|.*`(\S+\.LICENSE)`.*`([0-9a-f]{64})`", (vendor / "README.md").read_text(), re.M)
    assert {name for name, *_ in listed} == {path.name for path in vendor.iterdir() if path.suffix in {".js", ".woff2"}}
    for name, licence, digest in listed:
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest
        assert (vendor / licence).stat().st_size > 500
