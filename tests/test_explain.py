"""``mou explain``: the right key, the right place on the page, the arithmetic with its values."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat
from rich.console import Console
from sample_set import sample_results
from typer.testing import CliRunner

from pipeline import extract_document
from pipeline.cli import app
from pipeline.errors import UsageError
from pipeline.explain.crop import mark_amount
from pipeline.explain.lines import place_rates, text_lines
from pipeline.explain.lookup import choose_key
from pipeline.explain.sources import find_source
from pipeline.explain.terminal import print_explanation
from pipeline.explain.told import draw_picture, explain, picture_marks
from pipeline.extract.picture import page_size, render_page
from pipeline.models import BBox
from pipeline.run import extract
from pipeline.validate.published import read_published
from pipeline.write import publish

ROOT = Path(__file__).resolve().parents[1]
RAW = ROOT / "raw"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain") / "set"
    extract([RAW / "mou25-2019.pdf", RAW / "mou30-2010.txt", RAW / "mou30-2010.pdf"], folder, jobs=1)
    return folder


def shown(published: Path, key: str, source: Path = RAW) -> str:
    console = Console(file=io.StringIO(), width=120, highlight=False, markup=False, emoji=False)
    print_explanation(explain(published, key, source), console)
    stream = console.file
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


def text_in(page: pypdfium2.PdfPage, box: BBox) -> str:
    """What pdfium reads inside a box given from the top left."""
    height = page.get_height()
    text: str = page.get_textpage().get_text_bounded(box.x0, height - box.bottom, box.x1, height - box.top)
    return text.replace(" ", "")


def check_places(published: Path, source: Path, number: int) -> None:
    """Of random rates of PDFs: the crop shows the amount, its frame nothing else."""
    pdfs = {}
    rates = [rate for rate in read_published(published).rates() if rate.bbox and rate.document_id.endswith(".pdf")]
    told = explain(published, rates[0].rate_id, source)
    for rate in random.Random(7).sample(rates, min(number, len(rates))):
        document = pdfs.setdefault(rate.document_id, pypdfium2.PdfDocument((source / rate.document_id).read_bytes()))
        size = page_size((source / rate.document_id).read_bytes(), rate.page_number or 0)
        others = [
            other.bbox
            for other in rates
            if (other.document_id, other.page_number) == (rate.document_id, rate.page_number)
        ]
        marks = mark_amount(rate.bbox or BBox(0, 0, 0, 0), [box for box in others if box], *size)
        page = document[(rate.page_number or 0) - 1]
        digits = rate.amount_orig.lstrip("$").strip()
        assert digits in text_in(page, marks.region), rate.rate_id
        assert text_in(page, marks.amount).strip("$\r\n") == digits, rate.rate_id
        assert digits in text_in(page, marks.row), rate.rate_id
        assert digits in text_in(page, marks.column), rate.rate_id
    assert told.evidence.rates


def test_crops_of_random_rates_hold_their_amounts(published: Path) -> None:
    check_places(published, RAW, 200)


@pytest.mark.corpus
@pytest.mark.slow
def test_crops_of_random_rates_of_the_agreements(corpus: Path, tmp_path: Path) -> None:
    source = corpus / "raw" / "pdf"
    extract([source / f"mou{number}.pdf" for number in (25, 30)], tmp_path / "set", jobs=1)
    check_places(tmp_path / "set", source, 200)


def test_picture_is_the_crop_with_the_amount_boxed(published: Path) -> None:
    told = explain(published, "mou25-2019.pdf/B/2019-09-01/2244-2/7467/base/6/YR", RAW)
    marks, picture = picture_marks(told), Image.open(io.BytesIO(draw_picture(told))).convert("RGB")
    scale = picture.width / (marks.region.x1 - marks.region.x0)
    y = int(((marks.amount.top + marks.amount.bottom) / 2 - marks.region.top) * scale)
    x = int((marks.amount.x0 - marks.region.x0) * scale)
    red = [picture.getpixel((x + shift, y)) for shift in range(5)]
    assert any(pixel[0] > 160 and pixel[1] < 110 for pixel in red)
    assert picture.height == pytest.approx((marks.region.bottom - marks.region.top) * scale, abs=2)


def test_amount_is_told_with_its_arithmetic(published: Path) -> None:
    """MOU 30: the total 39.31 is 37.09 + 1.11 + 0.37 + 0.74; 39.31 x 80 = 3,144.80."""
    key = "mou30-2010.txt/A/2010-07-01/3225-2/Regular Pay plus ALL POST bonuses/6/HR"
    text = shown(published, key)
    for value in ("39.31", "37.09", "1.11", "0.37", "0.74", "3,144.80", "holds", "line "):
        assert value in text


def test_text_shows_the_line_of_the_amount(published: Path) -> None:
    told = explain(published, "mou30-2010.txt/A/2010-07-01/3225-2/Regular Pay/6/HR", RAW)
    assert told.place is not None
    line = told.lines[told.place.line - 1]
    assert line[told.place.start : told.place.end] == "37.09"
    with pytest.raises(UsageError, match="nothing to picture"):
        draw_picture(told)


def test_lines_hold_whole_rows() -> None:
    """MOU 30 prints the steps of a row on one line, from left to right."""
    data = (RAW / "mou30-2010.txt").read_bytes()
    rates = extract_document(RAW / "mou30-2010.txt").rates
    places = place_rates(text_lines(data), rates)
    assert len(places) == len(rates) == 2676
    rows: dict[tuple[object, ...], list[tuple[int, int, int]]] = {}
    for rate in rates:
        place = places[rate.rate_id]
        key = (rate.appendix, rate.class_code, rate.component_name, rate.period)
        rows.setdefault(key, []).append((rate.step_order, place.line, place.start))
    for key, spots in rows.items():
        ordered = sorted(spots)
        assert len({line for _, line, _ in ordered}) == 1, key
        assert [start for *_, start in ordered] == sorted(start for *_, start in ordered), key
    lines = [(key[0], spots[0][1]) for key, spots in rows.items()]
    assert [appendix for appendix, _ in sorted(lines, key=lambda pair: pair[1])] == sorted(a for a, _ in lines)


def test_finding_is_told_with_what_is_expected(published: Path) -> None:
    text = shown(published, "range_code:mou25-2019.pdf/A/2019-08-01/2251/8787/base/1/HR:range_code")
    assert "8787" in text
    assert "8367" in text
    assert "BROKEN" in text
    assert "page 4" in text


KEYS = [
    "a.pdf/A/2020-01-01/1-1/base/1/HR",
    "a.pdf/B/2021-01-01/1-1/base/1/HR",
    "range_code:a.pdf/A/2020-01-01/1-1/base/1/HR",
]


def test_end_of_a_key_is_enough() -> None:
    assert choose_key("B/2021-01-01/1-1/BASE/1/hr", KEYS) == KEYS[1]
    assert choose_key(KEYS[0], KEYS) == KEYS[0], "a whole key wins over one that ends with it"


@pytest.mark.parametrize(
    ("key", "told"),
    [("base/1/HR", "3 keys end with"), ("a.pdf/B/2021-01-01/1-1/base/9/HR", "no rate or finding"), (" ", "no key")],
)
def test_unclear_keys_are_refused(key: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        choose_key(key, KEYS)
    assert caught.value.hint


def test_near_keys_are_named() -> None:
    with pytest.raises(UsageError) as caught:
        choose_key("a.pdf/B/2021-01-01/1-1/base/9/HR", KEYS)
    assert caught.value.hint.startswith(f"near it: {KEYS[1]}")


@pytest.mark.parametrize("key", ["nokey", "nokey/1", "1/x/y", "zzz:qqq"])
def test_only_near_keys_are_suggested_else_how_to_list_them(key: str) -> None:
    with pytest.raises(UsageError) as caught:
        choose_key(key, KEYS, "sets/new one")
    assert "near it" not in caught.value.hint
    assert "mou query --set 'sets/new one'" in caught.value.hint
    assert "rate_id FROM salary_rates" in caught.value.hint


@pytest.mark.parametrize(
    "key", ["2021-01-01", "b.pdf/B/2021-01-01/1-1/base/1/HR", "B/2021-01-01/1-1/bse/1/YR", "1-1/bas"]
)
def test_a_key_with_a_slip_is_near(key: str) -> None:
    with pytest.raises(UsageError) as caught:
        choose_key(key, KEYS)
    assert caught.value.hint.startswith("near it: ")
    if "2021" in key:
        assert caught.value.hint.startswith(f"near it: {KEYS[1]}")


def test_a_remark_is_told_without_a_fault(published: Path) -> None:
    """A coverage remark says nothing is wrong: nothing is proposed and nobody is to blame."""
    text = shown(published, "coverage:mou30-2010.txt")
    assert "coverage" in text
    assert "proposed" not in text
    assert "origin" not in text


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    publish(sample_results(), tmp_path / "set")
    (tmp_path / "raw" / "sub dir").mkdir(parents=True)
    return tmp_path


def test_source_is_found_and_held_to_its_hash(sources: Path) -> None:
    row = next(row for row in read_published(sources / "set").rows("documents") if "mou92" in row["document_id"])
    assert find_source(row, sources / "raw").data is None
    file = sources / "raw" / "sub dir" / "mou92.pdf"
    file.write_bytes(b"another")
    assert "was changed since it was read" in (find_source(row, sources / "raw").trouble or "")
    file.write_bytes(b"sub dir/mou92.pdf")  # the bytes the sample hashes
    assert find_source(row, sources / "raw").trouble is None


def test_source_outside_the_folder_is_not_opened(sources: Path) -> None:
    (sources / "secret.txt").write_text("secret")
    row = {"document_id": "../secret.txt", "source_path": str(sources / "secret.txt"), "sha256": "0" * 64}
    assert find_source(row, sources / "raw").data is None


def test_missing_document_is_told(sources: Path) -> None:
    key = "mou91.txt/A/2022-06-19/3180-1/3479/base/1/HR"
    assert "is not under" in shown(sources / "set", key, sources / "raw")


def test_part_of_a_page_is_rendered() -> None:
    data = (RAW / "mou25-2019.pdf").read_bytes()
    width, height = page_size(data, 4)
    whole = Image.open(io.BytesIO(render_page(data, 4, 1.0)))
    part = Image.open(io.BytesIO(render_page(data, 4, 2.0, BBox(100, 50, 200, 90))))
    assert whole.size == pytest.approx((width, height), abs=1)
    assert part.size == pytest.approx((200, 80), abs=1)
    for box, number in ((BBox(5000, 5000, 5100, 5100), 4), (None, 99)):
        with pytest.raises(UsageError):
            render_page(data, number, 1.0, box)


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments), env={"COLUMNS": "120"})
    return done.exit_code, done.output


def test_command_writes_text_and_picture(published: Path, tmp_path: Path) -> None:
    key = "A/2019-08-01/2244-1/7073/base/1/HR"
    picture = tmp_path / "place.png"
    code, told = run("explain", key, "--set", str(published), "--source", str(RAW), "--png", str(picture))
    assert code == 0
    assert "7073 is printed" in told
    assert Image.open(picture).width > 1000


def test_command_writes_the_report(published: Path, tmp_path: Path) -> None:
    code, told = run("report", str(published), "--source", str(RAW), "--out", str(tmp_path / "deep" / "report.html"))
    assert code == 0
    assert "MB" in told
    assert (tmp_path / "deep" / "report.html").read_text("utf-8").startswith("<!doctype html>")


def test_command_refuses_what_it_cannot_do(published: Path, tmp_path: Path) -> None:
    for arguments in (["explain", "nothing like it"], ["explain", "5/HR", "--png", str(tmp_path / "no" / "x.png")]):
        done = CliRunner().invoke(app, [*arguments, "--set", str(published), "--source", str(RAW)])
        assert isinstance(done.exception, UsageError)
        assert done.exception.hint


def test_place_is_that_of_the_page_as_shown() -> None:
    """A page turned clockwise by a quarter: what stood at (x, y) is shown at (height - y, x)."""
    data = (RAW / "mou25-2019.pdf").read_bytes()
    document = pypdfium2.PdfDocument(data)
    document[3].set_rotation(90)
    stream = io.BytesIO()
    document.save(stream)
    width, height = page_size(data, 4)
    assert page_size(stream.getvalue(), 4) == pytest.approx((height, width))
    box = BBox(90.0, 60.0, 300.0, 160.0)
    turned = BBox(height - box.bottom, box.x0, height - box.top, box.x1)
    upright = Image.open(io.BytesIO(render_page(data, 4, 2.0, box))).convert("L").rotate(-90, expand=True)
    sideways = Image.open(io.BytesIO(render_page(stream.getvalue(), 4, 2.0, turned))).convert("L")
    difference = ImageChops.difference(upright, sideways.resize(upright.size))
    assert ImageStat.Stat(difference).mean[0] < 6
    assert ImageStat.Stat(upright).stddev[0] > 30, "there is something to compare"
