from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.findings import Finding
from pipeline.ladder import ReadConfig, read_document
from pipeline.ladder.debug import COLORS, SCALE, draw_marks, mark_page
from pipeline.models import BBox, to_shown
from tools.typeset.variants import make_variant

RAW = Path(__file__).resolve().parents[1] / "raw"


def color_at(picture: Image.Image, x: float, y: float) -> str:
    pixel = picture.getpixel((int(x), int(y)))
    assert isinstance(pixel, tuple)
    return "#{:02x}{:02x}{:02x}".format(*pixel[:3])


def test_each_pay_page_and_no_other_is_drawn(tmp_path: Path) -> None:
    data = (RAW / "mou28-2022.pdf").read_bytes()
    result = read_document(data, "a/mou28.pdf", "a/mou28.pdf", "0" * 64, ReadConfig(debug=str(tmp_path)))
    pay_pages = {rate.page_number for rate in result.rates}
    assert {path.name for path in tmp_path.iterdir()} == {f"a_mou28.pdf-p{number:03}.png" for number in pay_pages}
    rate = result.rates[0]
    assert rate.bbox is not None
    with Image.open(tmp_path / f"a_mou28.pdf-p{rate.page_number:03}.png") as picture:
        assert picture.size == (round(792 * SCALE), round(612 * SCALE))
        middle = (rate.bbox.top + rate.bbox.bottom) / 2
        assert color_at(picture, SCALE * rate.bbox.x0 - 2, SCALE * middle) == COLORS["ok"]


def test_words_are_marked_by_what_they_were_taken_for() -> None:
    data = (RAW / "mou30-2010.pdf").read_bytes()
    result = read_document(data, "d", "d", "0" * 64)
    number = min(rate.page_number for rate in result.rates if rate.page_number)
    with open_pdf(data) as pdf:
        page = read_page(pdf, number)
    roles: dict[str, set[str]] = {}
    marks = {mark.bbox: mark.role for mark in mark_page(page, result.rates, result.findings)}
    for word in page.words:
        box = to_shown(page, word.bbox)
        roles.setdefault(word.text, set()).update({marks[box]} if box in marks else ())
    assert roles["3225-1"] == {"code"}
    assert roles["HR"] == roles["BW"] == roles["YR"] == {"unit"}
    assert roles["Officer"] == {"label"}
    assert roles["Airfield"] == {"component"}
    assert roles["Step"] == roles["6"] == {"step"}
    assert roles["APPENDIX"] == {"heading"}
    assert roles["22.99"] == {"ok"}


def test_unread_numbers_are_marked_where_they_stand() -> None:
    box = BBox(10, 10, 40, 20)
    finding = Finding("d", "unread_number", "error", "salary_rates", "k", "7 stands alone", page_number=1, bbox=box)
    blank = BytesIO()
    Image.new("RGB", (200, 100), "white").save(blank, "PNG")
    with open_pdf(make_variant(1, "prose").data) as pdf:
        page = read_page(pdf, 1)
    marks = list(mark_page(page, (), (finding,)))
    assert [(mark.role, mark.bbox) for mark in marks] == [("unread", box)]
    with Image.open(BytesIO(draw_marks(blank.getvalue(), marks))) as picture:
        assert color_at(picture, 10 * SCALE - 2, 15 * SCALE) == COLORS["unread"]


def test_boxes_stand_on_the_page_as_shown_when_it_is_turned(tmp_path: Path) -> None:
    seed = next(n for n in range(60) if "sideways 90" in make_variant(n, "blocks").description)
    variant = make_variant(seed, "blocks")
    result = read_document(variant.data, "v", "v", "0" * 64, ReadConfig(debug=str(tmp_path)))
    rate = next(rate for rate in result.rates if rate.page_number and rate.bbox)
    assert rate.bbox is not None
    with Image.open(tmp_path / f"v-p{rate.page_number:03}.png") as picture:
        x, y = SCALE * (rate.bbox.x0 + rate.bbox.x1) / 2, SCALE * rate.bbox.top - 2
        assert color_at(picture, x, y) == COLORS[rate.status]


@pytest.mark.parametrize("role", COLORS)
def test_every_role_has_a_color_of_its_own(role: str) -> None:
    assert list(COLORS.values()).count(COLORS[role]) == 1  # type: ignore[index]
