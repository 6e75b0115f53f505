from __future__ import annotations

import pytest

from pipeline.models import Page, Rate, Word
from pipeline.normalize.ocr_words import agree_names, agree_titles, mend_number, mend_page
from pipeline.normalize.salary.tokens import is_garbled


def line(text: str, top: float = 0) -> list[Word]:
    return [Word(word, 60.0 * n, top, 60.0 * n + 9 * len(word), top + 10, 0.9) for n, word in enumerate(text.split())]


def mended(text: str) -> str:
    return " ".join(word.text for word in mend_page(Page(1, 600, 800, tuple(line(text)), "rapidocr")).words)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Code Range 1 2 3 4 5 6 1", "Code Range 1 2 3 4 5 6 7"),
        ("Step 1 Step 2 Step 3 Step 4 Step S", "Step 1 Step 2 Step 3 Step 4 Step 5"),
        ("Title 01 02 O3 04 05s 06", "Title 01 02 03 04 05 06"),
        ("l 2 3 4", "1 2 3 4"),
        ("Step 1 Step II Step III Step IV", "Step I Step II Step III Step IV"),
        ("Title I Il III IV V VI", "Title I II III IV V VI"),
        ("A 8 C D", "A B C D"),
        ("Title Range & 1 _ 2 3 4", "Title Range 1 2 3 4"),
    ],
)
def test_a_count_of_steps_is_put_right(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "1 2 3 5 6",
        "I II IV V",
        "A C D",
        "A 9 C D",
        "12 13 14 16",
        "2 3 4 5 6",
        "1 2",
        "HR 1 2 4",
        "A B C D E",
        "10 20 3O",
    ],
)
def test_what_is_no_broken_count_stays(text: str) -> None:
    assert mended(text) == text


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("5.388,00", "5,388.00"),
        ("5,388,00", "5,388.00"),
        ("S33.O1", "$33.01"),
        ("SO,OS", "SO,OS"),
        ("1,2O0.5l", "1,200.51"),
    ],
)
def test_numbers_get_their_marks_and_figures_back(read: str, meant: str) -> None:
    assert mend_number(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("HR $ 71.53 S 75.61 s 79.92", "HR $ 71.53 $ 75.61 $ 79.92"),
        ("HR $ 71.53 5 75.61 $ 79.92", "HR $ 71.53 $ 75.61 $ 79.92"),
        ("5 $ 71.53 $ 75.61 $ 79.92", "5 $ 71.53 $ 75.61 $ 79.92"),
        ("HR 71.53 S 75.61 79.92", "HR 71.53 S 75.61 79.92"),
    ],
)
def test_currency_signs_of_their_own_are_signs_among_their_like(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize("text", ["2O,4l3.8", "1,234,.50", "$1,2B4.S", "90.!4", "$57.4I"])
def test_what_is_half_a_number_is_garbled(text: str) -> None:
    assert is_garbled(text)


SIGNED = " ".join(f"${n}.10" for n in range(20, 40))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("54,865.60", "$4,865.60"),
        ("520.93", "$20.93"),
        ("51.89", "$1.89"),
        ("5,388.00", "5,388.00"),
        ("57.41 60.12", "57.41 60.12"),
        ("56", "56"),
    ],
)
def test_a_sign_read_as_a_figure_is_a_sign_where_all_other_amounts_have_one(read: str, meant: str) -> None:
    assert mended(f"{SIGNED} {read}") == f"{SIGNED} {meant}"
    assert mended(f"20.10 21.10 22.10 {read}") == f"20.10 21.10 22.10 {read}"


@pytest.mark.parametrize(
    ("read", "meant"),
    [("OfficerI", "Officer I"), ("AnalystIII", "Analyst III"), ("WorkerII", "Worker II")]
    + [(kept, kept) for kept in ("TITLEI", "McI", "Officer1", "OfficerIV")],
)
def test_a_roman_number_glued_to_its_name_stands_apart(read: str, meant: str) -> None:
    page = mend_page(Page(1, 600, 800, tuple(line(read)), "rapidocr"))
    assert " ".join(word.text for word in page.words) == meant
    assert all(before.x1 < after.x0 for before, after in zip(page.words, page.words[1:], strict=False))


@pytest.mark.parametrize("text", ["1,234.50", "$57.41", "3183-1", "Art.5", "2.5%", "7/1/2012", "12:30", "III", "-"])
def test_what_is_a_number_or_a_word_is_not_garbled(text: str) -> None:
    assert not is_garbled(text)


def test_what_was_read_is_kept() -> None:
    (word,) = mend_page(Page(1, 600, 800, tuple(line("5.388,00")), "rapidocr")).words
    assert (word.text, word.as_read) == ("5,388.00", "5.388,00")


def rate(component: str | None = None, title: str | None = None, code: str | None = "1") -> Rate:
    return Rate("d", "HR", 1, "0.01", "1", 1, component_name=component, class_title=title, class_code=code)


def test_roman_numerals_read_as_figures_are_roman_beside_their_like() -> None:
    names = [r.component_name for r in agree_names([rate("Firefighter 1 - 1%"), rate("Firefighter II - 2%")])]
    assert names == ["Firefighter I - 1%", "Firefighter II - 2%"]
    titles = [r.class_title for r in agree_names([rate(title="Officer ll"), rate(title="Officer III")])]
    assert titles == ["Officer II", "Officer III"]


def test_figures_stay_figures() -> None:
    names = ["Level 1", "Level 2", "Tier 1 - 3%", "Airfield - 1%"]
    assert [r.component_name for r in agree_names([rate(name) for name in names])] == names


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Operator IL", "II"),
        ("Operator IIL", "III"),
        ("Operator TI", "II"),
        ("Operator 1l", "II"),
        ("Operator I]", "II"),
    ]
    + [(kept, kept.split()[1]) for kept in ("Manager IT", "Springfield Il.", "Analyst IV", "Officer L", "Step TL")],
)
def test_bars_after_a_name_are_a_roman_number(read: str, meant: str) -> None:
    assert mend_page(Page(1, 600, 800, tuple(line(read)), "rapidocr")).words[-1].text == meant


def test_titles_of_one_code_agree() -> None:
    rates = [rate(title=title) for title in ("Police Officer", "Po1ice Officer", "Police Officer")]
    assert {r.class_title for r in agree_titles(rates)} == {"Police Officer"}


def test_a_figure_one_after_a_name_that_is_numbered_elsewhere_is_roman() -> None:
    assert (
        page_text("Inspector I 20.00", "Inspector 1 21.00", "Clerk 1 22.00")
        == "Inspector I 20.00 Inspector I 21.00 Clerk 1 22.00"
    )
    assert page_text("Step I 20.00", "Unit 1 21.00", "Unit 2 22.00", "Unit I 23.00").count("Unit 1") == 1


def page_text(*rows: str) -> str:
    """Rows as read, words a space apart, mended."""
    words: list[Word] = []
    for number, row in enumerate(rows):
        x = 60.0
        for text in row.split():
            words.append(Word(text, x, 20.0 * number, x + 6 * len(text), 20.0 * number + 10, 0.9))
            x += 6 * len(text) + 5
    return " ".join(word.text for word in mend_page(Page(1, 600, 800, tuple(words), "rapidocr")).words)


def test_a_typewriters_number_stands_near_its_name() -> None:
    name, far = Word("Inspector", 60, 0, 118, 11.4, 0.9), Word("I", 126.9, 0, 131.7, 11.4, 0.9)
    wide = far._replace(x0=140.0, x1=145.0)
    for number, near in ((far, True), (wide, False), (far._replace(text="1"), False)):
        *_, last = mend_page(Page(1, 600, 800, (name, number), "rapidocr")).words
        assert (last.x0 - name.x1 < 0.75 * 11.4) is near
