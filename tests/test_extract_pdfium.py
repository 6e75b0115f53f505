from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.errors import DocumentError
from pipeline.extract import plumber
from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.models import BBox, Page, to_shown

AMOUNT = re.compile(r"\$?\d[\d,]*\.\d\d")
FONT, SIZE = "Helvetica", 10


def draw(*pages: Callable[[Canvas], None], size: tuple[float, float] = (612, 792)) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size)
    for page in pages:
        canvas.setFont(FONT, SIZE)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def read(*pages: Callable[[Canvas], None]) -> Page:
    with open_pdf(draw(*pages)) as pdf:
        return read_page(pdf, 1)


def rotated(data: bytes, rotation: int) -> bytes:
    document = PdfDocument(data)
    document[0].set_rotation(rotation)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def test_equal_texts_and_heights_are_kept_once() -> None:
    """A thousand pages have half a million words; few of their texts and heights differ."""
    page = read(lambda c: c.drawString(100, 700, "overtime and overtime"))
    first, _, last = page.words
    assert first.text is last.text
    assert first.top is last.top
    assert first.bottom is last.bottom


@pytest.mark.parametrize("gap", [0.14, 0.25])
def test_a_kerned_space_between_capitals_parts_words(gap: float) -> None:
    """A browser prints no space between them, and kerning makes the gap of "L A" narrow."""

    def draw_apart(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "NATIONAL")
        canvas.drawString(100 + stringWidth("NATIONAL", FONT, SIZE) + gap * SIZE, 700, "ASSOCIATION")

    assert texts(read(draw_apart)) == ["NATIONAL", "ASSOCIATION"]


def test_words_stand_where_they_are_drawn() -> None:
    page = read(lambda c: c.drawString(100, 700, "Captain 2,640.80"))
    assert texts(page) == ["Captain", "2,640.80"]
    amount = page.words[1]
    left = 100 + stringWidth("Captain ", FONT, SIZE)
    assert amount.x0 == pytest.approx(left, abs=0.1)
    assert amount.x1 == pytest.approx(left + stringWidth("2,640.80", FONT, SIZE), abs=0.1)
    assert amount.top < 792 - 700 < amount.bottom
    assert amount.bottom - amount.top < 1.3 * SIZE


def test_letters_placed_one_by_one_are_one_word() -> None:
    def page(c: Canvas) -> None:
        for text, x, y in (("68,924.88", 100, 700), ("Officer", 200, 700)):
            for index, letter in enumerate(text):
                c.drawString(x + stringWidth(text[:index], FONT, SIZE), y, letter)

    assert texts(read(page)) == ["68,924.88", "Officer"]


def test_letters_drawn_in_any_order_are_one_word() -> None:
    def page(c: Canvas) -> None:
        places = [(100 + stringWidth("140,626.80"[:i], FONT, SIZE), letter) for i, letter in enumerate("140,626.80")]
        for x, letter in reversed(places):
            c.drawString(x, 700, letter)

    assert texts(read(page)) == ["140,626.80"]


@pytest.mark.parametrize("tracking", [0.5, 1.0, 1.4])
def test_spaced_out_figures_stay_one_number(tracking: float) -> None:
    page = read(lambda c: c.drawString(100, 700, "1,839.20", charSpace=tracking))
    assert texts(page) == ["1,839.20"]


def test_steps_of_one_figure_stay_apart() -> None:
    def page(c: Canvas) -> None:
        for step in range(1, 7):
            c.drawString(100 + 12 * step, 700, str(step))

    assert texts(read(page)) == ["1", "2", "3", "4", "5", "6"]


def test_cells_that_nearly_touch_are_two_words() -> None:
    def page(c: Canvas) -> None:
        c.drawRightString(150, 700, "$5,388.00")
        c.drawString(154, 700, "$5,688.80")

    assert texts(read(page)) == ["$5,388.00", "$5,688.80"]


@pytest.mark.parametrize("hairline", [0.05, 0.5])
def test_a_rule_parts_what_stands_closer_than_a_space(hairline: float) -> None:
    def page(c: Canvas) -> None:
        c.drawRightString(149.4, 700, "74.13")
        c.drawString(150.6, 700, "78.26")
        c.setLineWidth(hairline)
        c.line(150, 690, 150, 715)

    read_back = read(page)
    assert texts(read_back) == ["74.13", "78.26"]
    assert [edge.x0 for edge in read_back.edges] == [150.0]


def test_overprinted_text_is_read_once_and_stroked_text_is_bold() -> None:
    def page(c: Canvas) -> None:
        for shift in (0, 0.3, 0.6):
            c.drawString(100 + shift, 700, "Total 33.01")
        for letter, x in zip("Pay", (100, 106.67, 112.23), strict=True):
            c.drawString(x, 600, letter)
            c.drawString(x + 0.4, 600, letter)
        c.drawString(100, 500, "stroked", mode=2)
        c.drawString(200, 500, "plain")
        c.setFont("Helvetica-Bold", SIZE)
        c.drawString(300, 500, "bold")

    words = read(page).words
    assert [word.text for word in words] == ["Total", "33.01", "Pay", "stroked", "plain", "bold"]
    assert [word.bold for word in words[3:]] == [True, False, True]


def test_double_letters_are_not_overprints() -> None:
    assert texts(read(lambda c: c.drawString(100, 700, "illicit 1,111.11"))) == ["illicit", "1,111.11"]


def test_superscripts_are_words_of_their_own() -> None:
    def page(c: Canvas) -> None:
        c.drawString(100, 700, "33.01")
        c.setFont(FONT, 6)
        c.drawString(100 + stringWidth("33.01", FONT, SIZE), 704, "2")

    assert texts(read(page)) == ["33.01", "2"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_refer_to_the_page_as_shown(rotation: int) -> None:
    def page(c: Canvas) -> None:
        c.translate(*{0: (0, 0), 90: (612, 0), 180: (612, 792), 270: (0, 792)}[rotation])
        c.rotate(rotation)
        c.drawString(60, 40, "lower 74.13")
        c.line(60, 38, 160, 38)

    with open_pdf(rotated(draw(page), rotation)) as pdf:
        page_read = read_page(pdf, 1)
    shown = (612.0, 792.0) if rotation in {0, 180} else (792.0, 612.0)
    assert (page_read.width, page_read.height, page_read.turn) == (*shown, 0)
    word = page_read.words[1]
    assert word.text == "74.13"
    assert word.x0 == pytest.approx(60 + stringWidth("lower ", FONT, SIZE), abs=0.1)
    assert word.top < shown[1] - 40 < word.bottom
    (edge,) = page_read.edges
    assert tuple(edge) == pytest.approx((60, shown[1] - 38, 160, shown[1] - 38), abs=0.1)


@pytest.mark.parametrize(("angle", "turn"), [(90, 90), (180, 180), (270, 270)])
def test_sideways_text_comes_in_reading_geometry_and_maps_back(angle: int, turn: int) -> None:
    def page(c: Canvas) -> None:
        c.translate(300, 400)
        c.rotate(angle)
        c.drawString(20, 0, "Range 74.13")
        c.line(20, -3, 120, -3)
        c.line(80, -3, 80, 12)

    page_read = read(page)
    assert texts(page_read) == ["Range", "74.13"]
    assert page_read.turn == turn
    first, second = page_read.words
    assert first.x1 < second.x0
    assert first.top == pytest.approx(second.top, abs=0.1)
    assert all(word.x1 - word.x0 > word.bottom - word.top for word in page_read.words)
    assert sum(edge.x1 - edge.x0 > edge.bottom - edge.top for edge in page_read.edges) == 1
    back = to_shown(page_read, first.bbox)
    near, far = 20.0, 20 + stringWidth("Range", FONT, SIZE)
    expected = {
        90: (300.0, 792 - 400 - far, 300.0, 792 - 400 - near),
        180: (300 - far, 392.0, 300 - near, 392.0),
        270: (300.0, 392 + near, 300.0, 392 + far),
    }[angle]
    for index in (0, 2) if angle == 180 else (1, 3):
        assert back[index] == pytest.approx(expected[index], abs=0.1)


@pytest.mark.parametrize("angle", [0, 90, 270])
def test_a_replaced_ligature_is_whole_whichever_way_the_page_is_turned(angle: int) -> None:
    def page(c: Canvas) -> None:
        c.translate(300, 300)
        c.rotate(angle)
        text = c.beginText(0, 0)
        text.textOut("Fire O")
        text._code.append("/Span <</ActualText (ffi)>> BDC")
        text.textOut("m")
        text._code.append("EMC")
        text.textOut("cer II")
        c.drawText(text)
        c.drawString(0, 20, "Zoo Curator, Harbor and River")

    assert {"Fire", "Officer", "II"} <= set(texts(read(page)))


def test_a_crop_box_moves_the_origin() -> None:
    data = draw(lambda c: c.drawString(100, 700, "33.01"))
    document = PdfDocument(data)
    document[0].set_cropbox(50, 50, 500, 750)
    buffer = io.BytesIO()
    document.save(buffer)
    with open_pdf(buffer.getvalue()) as pdf:
        page = read_page(pdf, 1)
    assert (page.width, page.height) == (450, 700)
    assert page.words[0].x0 == pytest.approx(50, abs=0.1)
    assert page.words[0].top < 750 - 700 < page.words[0].bottom


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_what_a_crop_box_hides_is_no_text_of_the_page(rotation: int) -> None:
    """Half of a sheet of two pages that somebody cropped: no viewer shows the other half."""
    document = PdfDocument(draw(lambda c: (c.drawString(50, 400, "left 11.11"), c.drawString(350, 400, "right 22.22"))))
    document[0].set_cropbox(306, 0, 612, 792)
    buffer = io.BytesIO()
    document.save(buffer)
    data = rotated(buffer.getvalue(), rotation)
    with open_pdf(data) as pdf:
        page = read_page(pdf, 1)
    [other] = plumber.read_pages(data, [1])
    assert texts(page) == texts(other) == ["right", "22.22"]
    for one, two in zip(page.words, other.words, strict=True):
        shown = [to_shown(page, one.bbox), to_shown(other, two.bbox)]
        assert shown[0].x0 == pytest.approx(shown[1].x0, abs=3)
        assert shown[0].top == pytest.approx(shown[1].top, abs=3)


def test_what_is_filled_in_is_text_of_the_page() -> None:
    def form(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "Step 1")
        canvas.acroForm.textfield(name="rate", value="$33.01", x=200, y=695, width=80, height=20)
        canvas.linkURL("https://example.org", (100, 690, 150, 710))

    page = read(form)
    assert texts(page) == ["Step", "1", "$33.01"]
    assert page.words[-1].x0 == pytest.approx(200, abs=10)


def annotated(kind: str, drawing: str) -> bytes:
    """A page with the words "Overtime is paid" and an annotation over it, written by hand."""
    text = "BT /F 12 Tf 100 700 Td (Overtime is paid) Tj ET"
    fonts = "/Resources<</Font<</F 4 0 R>>>>"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{fonts}/Contents 5 0 R/Annots[6 0 R]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        f"<</Type/Annot/Subtype/{kind}/F 4/Rect[0 0 612 792]/AP<</N 7 0 R>>>>",
        f"<</Subtype/Form/BBox[0 0 612 792]{fonts}/Length {len(drawing)}>>stream\n{drawing}\nendstream",
    ]
    body, places = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(f"{len(body):010} 00000 n \n")
        body += f"{number} 0 obj\n{content}\nendobj\n"
    end = f"trailer\n<</Root 1 0 R/Size 8>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 8\n0000000000 65535 f \n{''.join(places)}{end}".encode()


@pytest.mark.parametrize(("kind", "written"), [("FreeText", True), ("Stamp", True), ("Link", False)])
def test_what_is_written_over_a_page_is_its_text(kind: str, written: bool) -> None:
    with open_pdf(annotated(kind, "BT /F 12 Tf 100 600 Td (at 44.02) Tj ET")) as pdf:
        read_once, again = texts(read_page(pdf, 1)), texts(read_page(pdf, 1))
    assert read_once == again == ["Overtime", "is", "paid", *(["at", "44.02"] if written else [])]


def test_what_strikes_words_out_is_a_line_of_the_page() -> None:
    with open_pdf(annotated("StrikeOut", "1 w 100 704 m 190 704 l S")) as pdf:
        [edge] = read_page(pdf, 1).edges
    assert (edge.x0, edge.x1, edge.top) == (100, 190, 88)


def test_thin_boxes_and_borders_are_edges_also_inside_forms() -> None:
    def page(c: Canvas) -> None:
        c.rect(100, 600, 200, 0.7, stroke=0, fill=1)
        c.rect(100, 400, 200, 100, stroke=1, fill=0)
        c.setFillColorRGB(1, 1, 1)
        c.rect(50, 50, 500, 100, stroke=0, fill=1)
        c.beginForm("frame")
        c.line(0, 0, 0, 50)
        c.endForm()
        c.translate(400, 600)
        c.doForm("frame")

    edges = {tuple(round(value) for value in edge) for edge in read(page).edges}
    assert edges == {
        (100, 192, 300, 192),
        (100, 392, 300, 392),
        (100, 292, 300, 292),
        (100, 292, 100, 392),
        (300, 292, 300, 392),
        (400, 142, 400, 192),
    }


def test_cover_of_a_page_s_image() -> None:
    picture = ImageReader(Image.new("L", (20, 20), 200))

    def page(c: Canvas) -> None:
        c.drawImage(picture, 0, 396, 612, 396)
        c.drawString(10, 10, "stamp")

    with open_pdf(draw(page)) as pdf:
        assert read_page(pdf, 1).image_cover == pytest.approx(0.5)


def encrypted(user: str, owner: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(user, owner, canPrint=0, canCopy=0, strength=128))
    canvas.drawString(100, 700, "33.01")
    canvas.save()
    return buffer.getvalue()


def test_a_user_password_is_encrypted_and_an_owner_password_is_read() -> None:
    with pytest.raises(DocumentError) as caught:
        open_pdf(encrypted("secret", "owner"))
    assert caught.value.status == "encrypted"
    assert caught.value.hint
    with open_pdf(encrypted("", "owner")) as pdf:
        assert texts(read_page(pdf, 1)) == ["33.01"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"plain words", "unsupported"),
        (b"PK\x03\x04 a zip", "unsupported"),
        (b"%PDF-1.7\nbroken", "damaged"),
    ],
)
def test_what_is_no_pdf_says_so(data: bytes, status: str) -> None:
    with pytest.raises(DocumentError) as caught:
        open_pdf(data)
    assert caught.value.status == status
    assert str(caught.value)
    assert caught.value.hint


def test_a_pdf_without_pages_is_empty() -> None:
    document = PdfDocument.new()
    buffer = io.BytesIO()
    document.save(buffer)
    with pytest.raises(DocumentError) as caught:
        open_pdf(buffer.getvalue())
    assert caught.value.status == "empty"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_truncated_pdf_is_read_or_damaged_but_never_else(share: float) -> None:
    whole = draw(lambda c: c.drawString(100, 700, "33.01"), lambda c: c.drawString(100, 700, "34.81"))
    try:
        with open_pdf(whole[: int(len(whole) * share)]) as pdf:
            found = [word.text for number in range(1, pdf.page_count + 1) for word in read_page(pdf, number).words]
    except DocumentError as error:
        found = [error.status]
    assert found in (["33.01", "34.81"], ["33.01"], ["damaged"])


@pytest.mark.corpus
@pytest.mark.parametrize("mou", ["25", "28", "30"])
def test_every_printed_amount_is_one_word(corpus: Path, mou: str) -> None:
    with (corpus / "truth" / "salary_rates.csv").open() as file:
        truth = Counter(row["amount"] for row in csv.DictReader(file) if row["mou_number"] == mou)
    with open_pdf((corpus / "raw" / "pdf" / f"mou{mou}.pdf").read_bytes()) as pdf:
        pages = [read_page(pdf, number) for number in range(1, pdf.page_count + 1)]
    printed = Counter(
        word.text.replace("$", "").replace(",", "")
        for page in pages
        for word in page.words
        if AMOUNT.fullmatch(word.text)
    )
    assert not truth - printed


@pytest.mark.corpus
def test_every_rate_of_the_city_schedule_is_a_word_on_its_page(corpus: Path) -> None:
    missing = []
    with (
        (corpus / "truth" / "santa-monica-2009-10.csv").open() as file,
        open_pdf((corpus / "raw" / "other" / "santa-monica-2009-10.pdf").read_bytes()) as pdf,
    ):
        printed: dict[int, Counter[str]] = {}
        for row in csv.DictReader(file):
            number = int(row["page"])
            if number not in printed:
                printed[number] = Counter(
                    word.text.strip("$").replace(",", "") for word in read_page(pdf, number).words
                )
            for period in ("HR", "BW", "MO", "YR"):
                printed[number][row[period]] -= 1
                if printed[number][row[period]] < 0:
                    missing.append((number, row["class_title"], period, row[period]))
    assert missing == []


@pytest.mark.corpus
def test_words_read_back_by_position_are_the_words(corpus: Path) -> None:
    """pdfium's own text inside each word's box says the same figures."""
    with open_pdf((corpus / "raw" / "pdf" / "mou30.pdf").read_bytes()) as pdf:
        page = read_page(pdf, 37)
        document_page = pdf._document[36]
        text_page = document_page.get_textpage()
        for word in page.words:
            if AMOUNT.fullmatch(word.text):
                box = BBox(*to_shown(page, word.bbox))
                inside = text_page.get_text_bounded(box.x0, 792 - box.bottom, box.x1, 792 - box.top)
                assert inside.strip() == word.text
