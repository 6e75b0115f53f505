from __future__ import annotations

import csv
import io
import math
import re
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pipeline.extract import leftovers, ocr, rapid, tesseract
from pipeline.extract.numerals import count_numeral, is_numeral
from pipeline.extract.pdfium import open_pdf, read_page
from pipeline.extract.raster import (
    MAX_PIXELS,
    Gray,
    find_skew,
    is_blank_page,
    remove_lines,
    render_page,
    rotate,
    whiten,
)
from pipeline.models import BBox, Page, Word, from_shown, to_shown

AMOUNT = re.compile(r"\$?\d[\d,]*\.\d\d")
ROWS = [["HR", "$67.35", "$71.11"], ["BW", "$5,388.00", "$5,688.80"], ["YR", "$140,626.80", "$148,477.68"]]
LEFT, TOP, WIDE, HIGH = 72, 300, 110, 20


def table_pdf() -> bytes:
    """A ruled table with a heading and step numbers of one figure, on a page of 432 x 360 points."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(432, 360))
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(LEFT, 330, "APPENDIX A SALARIES")
    canvas.setFont("Helvetica", 10)
    for row, cells in enumerate([["", "1", "2"], *ROWS]):
        for column, text in enumerate(cells):
            canvas.drawRightString(LEFT + WIDE * (column + 1) - 4, TOP - HIGH * row - 14, text)
    canvas.setLineWidth(0.7)
    canvas.grid([LEFT + WIDE * n for n in range(4)], [TOP - HIGH * n for n in range(5)])
    canvas.save()
    return buffer.getvalue()


@pytest.fixture(scope="module")
def picture() -> Gray:
    with open_pdf(table_pdf()) as pdf:
        return render_page(pdf, 1, 300)


ENGINES = [
    "rapidocr",
    pytest.param(
        "tesseract",
        marks=pytest.mark.skipif("tesseract" not in ocr.available_engines(), reason="no tesseract binary on PATH"),
    ),
]


def assert_reads_the_table(page: Page) -> None:
    words = [word.text for word in page.words]
    printed = [cell for row in ROWS for cell in row]
    assert Counter(words) >= Counter([*printed, "1", "2", "APPENDIX", "A", "SALARIES"])
    assert all(word.score is not None and 0 <= word.score <= 1 for word in page.words)


def grainy(image: Gray, deviation: float) -> Gray:
    noise = np.random.default_rng(1).normal(0, deviation, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("paper", "deviation"), [(255, 0), (250, 8), (225, 25)])
def test_the_back_of_a_page_is_blank_however_grainy(paper: int, deviation: float) -> None:
    back: Gray = np.full((1500, 1800), paper, np.uint8)
    assert is_blank_page(grainy(back, deviation))


def test_a_line_of_small_type_on_grainy_paper_is_no_blank_page() -> None:
    page: Gray = np.full((3300, 2550), 245, np.uint8)
    cv2.putText(page, "15", (1250, 3200), cv2.FONT_HERSHEY_SIMPLEX, 1.0, 60, 3)  # 8 points high
    assert not is_blank_page(grainy(page, 8))


def test_a_page_that_nobody_can_read_is_garbled(picture: Gray) -> None:
    blurred = cv2.GaussianBlur(picture, (0, 0), 9).astype(np.uint8)
    assert ocr.read_page_image(blurred, 432, 360, 1).garbled


def test_a_page_with_a_number_alone_is_not_garbled() -> None:
    page: Gray = np.full((1650, 1275), 255, np.uint8)
    cv2.putText(page, "15", (600, 1600), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 0, 2)
    assert not ocr.read_page_image(page, 612, 792, 1).garbled


@pytest.mark.parametrize("engine", ENGINES)
def test_a_ruled_table_is_read_and_its_boxes_are_where_pdfium_has_them(picture: Gray, engine: ocr.Engine) -> None:
    page = ocr.read_page_image(picture, 432, 360, 1, engine)
    assert not page.garbled
    assert_reads_the_table(page)
    with open_pdf(table_pdf()) as pdf:
        truth = {word.text: word for word in read_page(pdf, 1).words}
    for word in page.words:
        if AMOUNT.fullmatch(word.text):
            assert word.x0 == pytest.approx(truth[word.text].x0, abs=3)  # ink here, advance widths there
            assert word.x1 == pytest.approx(truth[word.text].x1, abs=3)
            assert truth[word.text].top - 1 < word.top < word.bottom < truth[word.text].bottom + 1


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("skew", [-1.0, 0.7])
def test_a_skewed_page_is_read_with_boxes_on_the_page_as_shown(picture: Gray, engine: ocr.Engine, skew: float) -> None:
    page = ocr.read_page_image(rotate(picture, skew), 432, 360, 1, engine)
    assert_reads_the_table(page)
    straight = {word.text: word for word in ocr.read_page_image(picture, 432, 360, 1, engine).words}
    last = next(word for word in page.words if word.text == "$148,477.68")
    assert tuple(last.bbox) == pytest.approx(tuple(straight["$148,477.68"].bbox), abs=3)
    box, turn = straight["$148,477.68"].bbox, math.radians(-skew)
    x, y = (box.x0 + box.x1) / 2 - 216, (box.top + box.bottom) / 2 - 180
    shown = to_shown(page, last.bbox)
    assert (shown.x0 + shown.x1) / 2 == pytest.approx(216 + x * math.cos(turn) - y * math.sin(turn), abs=3)
    assert (shown.top + shown.bottom) / 2 == pytest.approx(180 + x * math.sin(turn) + y * math.cos(turn), abs=3)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_on_its_side_is_turned(picture: Gray, engine: ocr.Engine, turn: int) -> None:
    image = ocr.turn_image(picture, 360 - turn)
    shown = (432.0, 360.0) if turn == 180 else (360.0, 432.0)
    page = ocr.read_page_image(image, *shown, 1, engine)
    assert page.turn == turn
    assert (page.width, page.height) == (432, 360)
    assert_reads_the_table(page)
    box = to_shown(page, next(word for word in page.words if word.text == "$67.35").bbox)
    scale = 300 / 72
    ink = image[int(box.top * scale) : int(box.bottom * scale), int(box.x0 * scale) : int(box.x1 * scale)]
    assert ink.min() < 80
    assert 0 <= box.x0 < box.x1 <= shown[0]
    assert 0 <= box.top < box.bottom <= shown[1]


def test_ruled_lines_come_back_as_edges_and_leave_the_figures(picture: Gray) -> None:
    ruled = remove_lines(picture, 300)
    scale = 72 / 300
    vertical = {round(edge.x0 * scale) for edge in ruled.edges if edge.x0 == edge.x1}
    horizontal = {round(edge.top * scale) for edge in ruled.edges if edge.top == edge.bottom}
    assert vertical == {LEFT + WIDE * n for n in range(4)}
    assert horizontal == {360 - TOP + HIGH * n for n in range(5)}
    row = int((360 - TOP + HIGH) / scale)
    assert ruled.image[row - 2 : row + 3].min() > 200
    assert ruled.image.min() < 60


def test_the_feet_of_figures_are_no_line() -> None:
    image = np.full((200, 900), 255, np.uint8)
    cv2.putText(image, "1 222 222 222 222 222", (20, 120), cv2.FONT_HERSHEY_SIMPLEX, 2, 0, 6)
    ruled = remove_lines(image, 300)
    assert ruled.edges == ()
    assert np.array_equal(ruled.image, image)


@pytest.mark.parametrize("skew", [-3.0, -0.4, 0.0, 0.9, 5.0])
def test_skew_is_measured(picture: Gray, skew: float) -> None:
    assert find_skew(rotate(picture, -skew)) == pytest.approx(skew, abs=0.1)


def test_a_blank_page_has_no_words() -> None:
    assert ocr.read_page_image(np.full((400, 300), 250, np.uint8), 72, 96, 3).words == ()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_cell_can_be_read_again(engine: ocr.Engine) -> None:
    with open_pdf(table_pdf()) as pdf:
        word = next(word for word in read_page(pdf, 1).words if word.text == "$5,688.80")
        (again,) = ocr.read_region(pdf, 1, word.bbox, engine=engine)
    assert again.text == "$5,688.80"
    assert tuple(again.bbox)[::2] == pytest.approx((word.x0, word.x1), abs=3)


@pytest.mark.parametrize("engine", ENGINES)
def test_cells_are_read_together_as_each_is_alone(engine: ocr.Engine) -> None:
    with open_pdf(table_pdf()) as pdf:
        printed = [word for word in read_page(pdf, 1).words if AMOUNT.fullmatch(word.text)]
        boxes = [*(word.bbox for word in printed[:3]), BBox(300, 20, 340, 30), *(word.bbox for word in printed[3:])]
        together = ocr.read_regions(pdf, 1, boxes, engine=engine)
        alone = [ocr.read_region(pdf, 1, box, engine=engine) for box in boxes]
    assert together[3] == ()  # bare paper
    texts = [word.text for words in together for word in words]
    assert texts == [word.text for word in printed]
    for one, other in zip(together, alone, strict=True):
        assert [word.bbox for word in one] == [pytest.approx(word.bbox, abs=1e-3) for word in other]
        assert [word.text for word in one] == [word.text for word in other]


@pytest.mark.skipif("tesseract" not in ocr.available_engines(), reason="no tesseract binary on PATH")
def test_tesseract_reads_short_labels_that_fill_their_picture() -> None:
    printed = ["97", "79", "83", "12", "B", "3188-2", "Y102"]
    crops: list[Gray] = []
    for text in printed:
        image: Gray = np.full((80, 400), 255, np.uint8)
        cv2.putText(image, text, (20, 55), cv2.FONT_HERSHEY_SIMPLEX, 1.3, 0, 3, cv2.LINE_AA)
        rows, columns = np.nonzero(image < 128)
        crops.append(image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1])
    read = tesseract.recognise_lines(crops, 400)
    assert ["".join(word.text for word in words) for words in read] == printed
    for crop, words in zip(crops, read, strict=True):
        assert (words[0].x0, words[0].x1) == pytest.approx((0, crop.shape[1]), abs=4)


def soil(picture: Gray) -> Gray:
    """The picture on uneven grey paper, with noise."""
    shade = np.linspace(0.85, 0.6, picture.shape[1])[None, :]
    noise = np.random.default_rng(1).normal(0, 6, picture.shape)
    return np.clip(picture * shade + noise, 0, 255).astype(np.uint8)


def test_grey_paper_becomes_white_and_ink_stays(picture: Gray) -> None:
    clean = whiten(soil(picture))
    assert (clean[picture > 250] == 255).mean() > 0.99
    assert clean[picture < 5].mean() < 60


@pytest.mark.parametrize("engine", ENGINES)
def test_little_text_left_on_grey_paper_is_read(engine: ocr.Engine, picture: Gray) -> None:
    pressed = Image.fromarray(soil(picture))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(432, 360))
    canvas.drawImage(ImageReader(pressed), 0, 0, 432, 360)
    canvas.save()
    known = BBox(LEFT - 5, 50, LEFT + 3 * WIDE + 5, 200)
    with open_pdf(buffer.getvalue()) as pdf:
        rest = ocr.read_rest(pdf, Page(1, 432, 360, (), engine), [known], engine)
    assert [word.text for word in rest.words] == ["APPENDIX", "A", "SALARIES"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_cell_of_a_page_on_its_side_can_be_read_again(picture: Gray, turn: int) -> None:
    turned = ocr.turn_image(picture, 360 - turn)
    height, width = (size * 72 / 300 for size in turned.shape)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height))
    canvas.drawImage(ImageReader(Image.fromarray(turned)), 0, 0, width, height)
    canvas.save()
    with open_pdf(table_pdf()) as pdf:
        word = next(word for word in read_page(pdf, 1).words if word.text == "$5,688.80")
    page = Page(1, 432, 360, (), "rapidocr", turn=turn)
    with open_pdf(buffer.getvalue()) as pdf:
        (again,) = ocr.read_region(pdf, 1, to_shown(page, word.bbox), turn=turn)
    assert again.text == "$5,688.80"
    assert tuple(from_shown(page, again.bbox)) == pytest.approx(tuple(word.bbox), abs=4)


def two_lines() -> Gray:
    """A cell of two lines of 9-point type, 10 points apart, at 300 dpi."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(120, 40))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(10, 25, "Municipal Police")
    canvas.drawString(10, 15, "Officer I")
    canvas.save()
    with open_pdf(buffer.getvalue()) as pdf:
        return render_page(pdf, 1, 300)


def test_words_are_parted_and_boxed_without_the_line_above() -> None:
    foot = round(15 * 300 / 72)  # the baseline of the line above; the crop begins over it
    words = rapid.read_line(two_lines(), (35, foot - 4, 240, 112))
    assert [word.text for word in words] == ["Officer", "I"]
    assert {round(word.bottom - word.top) for word in words} <= {27, 28, 29}
    assert words[1].x0 - words[0].x1 > 5


def test_a_stroke_without_ink_is_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    place = rapid._place_characters
    monkeypatch.setattr(rapid, "_place_characters", lambda *given: [*place(*given), (" ", 0.0, 1.0), ("I", 195.0, 0.9)])
    assert [word.text for word in rapid.read_line(two_lines(), (35, 66, 240, 112))] == ["Officer", "I"]


def test_an_underline_is_none_of_a_word() -> None:
    lined = two_lines()
    lined[:60] = 255
    lined[109:111, 40:172] = 0
    words = rapid.read_line(lined, (35, 68, 240, 116))
    assert [word.text for word in words] == ["Officer", "I"]
    assert {round(word.bottom) for word in words} <= {104, 105}


def test_strokes_that_the_recogniser_passes_over_are_a_number() -> None:
    words = rapid.read_line(two_lines(), (30, 58, 300, 115))  # it sees no I here
    assert [word.text for word in words] == ["Officer", "I"]
    assert words[0].x1 == pytest.approx(151, abs=2)


def test_a_line_that_the_recogniser_passes_over_is_neither_number_nor_of_the_word_before() -> None:
    lined = two_lines()
    lined[60:112, 160:190] = 255
    lined[72:108, 174:177] = 0
    (word,) = rapid.read_line(lined, (30, 58, 300, 115))
    assert (word.text, word.x1) == ("Officer", pytest.approx(151, abs=2))


@pytest.mark.parametrize("right", [225, 240])
def test_a_character_placed_behind_its_ink_is_parted_where_the_ink_is(
    monkeypatch: pytest.MonkeyPatch, right: int
) -> None:
    place = rapid._place_characters
    monkeypatch.setattr(rapid, "_place_characters", lambda *given: [*place(*given)[:-1], ("I", right - 35 - 3.0, 0.9)])
    words = rapid.read_line(two_lines(), (35, 66, right, 112))
    assert [word.text for word in words] == ["Officer", "I"]
    assert words[0].x1 == pytest.approx(151, abs=2)


def test_a_number_that_no_recogniser_reads_is_counted_after_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leftovers, "_read_pieces", lambda _, boxes, *__: [[] for _ in boxes])
    words = rapid.read_line(two_lines(), (30, 58, 300, 115))[:1]
    (number,) = [word for word in leftovers.read_leftovers(two_lines(), words, (), 300) if word.top > 60]
    assert (number.text, number.x0 - words[0].x1 > 5) == ("I", True)
    assert not leftovers.read_leftovers(two_lines(), [words[0]._replace(text="3201")], (), 300)


@pytest.mark.parametrize("strokes", [1, 2, 3])
def test_strokes_as_tall_as_the_letters_before_them_are_a_number(strokes: int) -> None:
    letters, ink = np.zeros((40, 60), np.uint8), np.zeros((40, 12 * strokes), np.uint8)
    letters[4:36] = 255
    for n in range(strokes):
        ink[5:29, 12 * n + 4 : 12 * n + 7] = 255
    assert is_numeral(ink, letters)
    taller, wider, lower = ink.copy(), ink.copy(), ink.copy()
    taller[:, 4:7] = 255
    wider[25:29] = 255
    lower[:16] = 0
    assert not any(is_numeral(other, letters) for other in (taller, cv2.dilate(wider, np.ones((5, 9))), lower))


@pytest.mark.parametrize(("read", "strokes", "meant"), [("I", 3, "III"), ("\u2162II", 3, "III"), ("II", 2, "II")])
def test_strokes_of_a_roman_number_are_counted(read: str, strokes: int, meant: str) -> None:
    ink = np.zeros((30, 12 * strokes), np.uint8)
    for n in range(strokes):
        ink[2:28, 12 * n + 4 : 12 * n + 8] = 255
        ink[24:28, 12 * n : 12 * n + 11] = 255  # feet
    assert count_numeral(read, ink) == meant
    assert count_numeral("11", ink) == "11"


def test_a_ragged_edge_is_no_stroke() -> None:
    ink = np.zeros((27, 12), np.uint8)
    ink[:, 3:9] = 255
    ink[8:, 10] = 255
    assert count_numeral("I", ink) == "I"


def test_strokes_that_run_together_are_not_counted() -> None:
    assert count_numeral("III", np.full((30, 20), 255, np.uint8)) == "III"


def test_a_huge_sheet_is_rendered_within_bounds() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(14_400, 14_400))
    canvas.drawString(100, 100, "map")
    canvas.save()
    with open_pdf(buffer.getvalue()) as pdf:
        assert render_page(pdf, 1, 300).size <= MAX_PIXELS * 1.01


def test_a_part_of_a_page_is_rendered_alone(picture: Gray) -> None:
    with open_pdf(table_pdf()) as pdf:
        part = render_page(pdf, 1, 300, BBox(72, 48, 144, 96))
    scale = 300 / 72
    assert part.shape == pytest.approx((200, 300), abs=1)
    whole = picture[int(48 * scale) :, int(72 * scale) :][: part.shape[0], : part.shape[1]]
    assert float(np.abs(part.astype(int) - whole.astype(int)).mean()) < 2


def test_nothing_is_downloaded(picture: Gray, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the recogniser opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    rapid._engine.cache_clear()
    assert_reads_the_table(ocr.read_page_image(picture, 432, 360, 1, "rapidocr"))


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("mou", ["25", "28"])
@pytest.mark.parametrize("engine", ENGINES)
def test_every_amount_of_the_scans_is_read(corpus: Path, mou: str, engine: ocr.Engine) -> None:
    with (corpus / "truth" / "salary_rates.csv").open() as file:
        truth = Counter((r["appendix"], r["amount"]) for r in csv.DictReader(file) if r["mou_number"] == mou)
    read: Counter[tuple[str, str]] = Counter()
    with open_pdf((corpus / "raw" / "pdf" / f"mou{mou}-appendices-scan.pdf").read_bytes()) as pdf:
        for number in range(1, pdf.page_count + 1):
            for word in ocr.read_page(pdf, number, engine).words:
                if AMOUNT.fullmatch(word.text):
                    read["ABCDE"[number - 1], word.text.replace("$", "").replace(",", "")] += 1
    assert read == truth


def test_leaders_that_no_engine_is_sure_of_make_no_nonsense() -> None:
    words = [Word("Recognition", 10, 10, 110, 24, 0.98), Word("." * 60, 115, 20, 500, 24, 0.2)]
    assert not ocr._is_nonsense(words)
    assert ocr._is_nonsense([words[0]._replace(score=0.2), words[1]._replace(score=0.9)])


PEAK = """
import sys
from pathlib import Path
from pipeline.extract import ocr, pdfium
with pdfium.open_pdf(Path(sys.argv[1]).read_bytes()) as pdf:
    for number in (1, 2, 3):
        ocr.read_page(pdf, number, "rapidocr")
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="counts KiB, and what glibc gives back")
def test_recognising_a_page_takes_less_than_400_mib() -> None:
    """600 MiB where the library keeps, and plans, the memory for finding text on a page."""
    scan = Path(__file__).resolve().parents[1] / "raw" / "mou28-2022-scan.pdf"
    told = subprocess.run([sys.executable, "-c", PEAK, str(scan)], check=True, capture_output=True, text=True)
    assert int(told.stdout) < 400 << 10
