"""Headings and clauses in the styles of many employers: the agreements are typed here, with their truth."""

from __future__ import annotations

import pytest

from pipeline.models import Page, Word
from pipeline.normalize.structure import Structure, read_structure
from tests.typed_pages import printed_page, text_page

PROSE = "The parties have agreed that this provision applies to all employees of the unit."


def _read(text: str) -> Structure:
    return read_structure("x", [text_page(text)])


def _headings(structure: Structure) -> list[tuple[str, str | None, str]]:
    return [(row.kind, row.number, row.title) for row in structure.articles]


def _paths(structure: Structure) -> list[str]:
    return [clause.path for clause in structure.clauses]


@pytest.mark.parametrize(
    ("listed", "printed", "expected"),
    [
        ("ARTICLE I RECOGNITION .... 2", "ARTICLE I\nRECOGNITION", ("article", "I", "RECOGNITION")),
        ("1. RECOGNITION    2", "1. RECOGNITION", ("section", "1", "RECOGNITION")),
    ],
)
def test_a_contents_list_ends_where_its_first_entry_is_printed_again(
    listed: str, printed: str, expected: tuple[str, str, str]
) -> None:
    names = ("WAGES", "HOURS", "LEAVES")
    numbers = ("II", "III", "IV") if printed.startswith("ARTICLE") else ("2", "3", "4")
    more = [printed.replace("I\n", f"{n}\n").replace("1.", f"{n}.").replace("RECOGNITION", name)
            for n, name in zip(numbers, names, strict=True)]  # fmt: skip
    contents = [listed, *(line.replace("\n", " ") + f" .... {page}" for page, line in enumerate(more, 3))]
    body = [f"{heading}\n\nA. {PROSE}\n" for heading in (printed, *more)]
    structure = _read("TABLE OF CONTENTS\n\n" + "\n".join(contents) + "\n\n" + "\n".join(body))
    assert _headings(structure)[0] == expected
    assert len(structure.articles) == 4
    assert [row.toc_status for row in structure.articles] == ["match"] * 4
    assert _paths(structure) == ["A"] * 4


def test_articles_are_numbered_in_words() -> None:
    parts = (("ONE", "RECOGNITION"), ("TWO", "WAGES"), ("TWENTY-ONE", "LEAVES"))
    structure = _read("\n".join(f"ARTICLE {number}\n{title}\n\n{PROSE}\n" for number, title in parts))
    assert _headings(structure) == [("article", number, title) for number, title in parts]


@pytest.mark.parametrize("mark", ["Section {a}.{n}", "Section {n}.", "Sec. {n}."])
def test_sections_that_are_paragraphs_are_clauses_of_their_article(mark: str) -> None:
    text = ""
    for article, title in enumerate(("WAGES", "HOURS", "LEAVES"), 1):
        text += f"ARTICLE {article}\n{title}\n\n"
        for number in (1, 2):
            label = mark.format(a=article, n=number)
            text += f"{label} Payment. The Rio Verde Water District pays each of the\nemployees as agreed.\n\n"
    structure = _read(text)
    assert _headings(structure) == [("article", str(n), t) for n, t in enumerate(("WAGES", "HOURS", "LEAVES"), 1)]
    decimal = "{a}" in mark
    assert _paths(structure) == [f"Section {a}.{n}" if decimal else f"Section {n}" for a in (1, 2, 3) for n in (1, 2)]


@pytest.mark.parametrize(
    ("markers", "paths"),
    [
        ("(a) (b) (1) (2) (i) (ii) (c)", "(a) (b) (b).(1) (b).(2) (b).(2).(i) (b).(2).(ii) (c)"),
        ("1. A. B. 2. A. B.", "1 1.A 1.B 2 2.A 2.B"),
        ("4.01 A. B. 4.02", "4.01 4.01.A 4.01.B 4.02"),
        ("2.1 1. 2. 2.2 1. 2. 3.1", "2.1 2.1.1 2.1.2 2.2 2.2.1 2.2.2 3.1"),
        ("2.1 2.1.1 2.1.2 2.2 2.2.1", "2.1 2.1.1 2.1.2 2.2 2.2.1"),
        ("1. 1.1 1.2 2. 2.1 2.2", "1 1.1 1.2 2 2.1 2.2"),
        ("(1) (A) (B) (2)", "(1) (1).(A) (1).(B) (2)"),
        ("A. 1. 2. B. 1. a. b.", "A A.1 A.2 B B.1 B.1.a B.1.b"),
    ],
)
def test_lists_nest_in_the_order_in_which_they_begin(markers: str, paths: str) -> None:
    text = "ARTICLE 4\nWAGES\n\n" + "".join(f"{marker} {PROSE}\n\n" for marker in markers.split())
    assert _paths(_read(text)) == paths.split()


def _pages_that_open_with_an_article() -> list[Page]:
    pages = []
    for number in range(1, 7):
        lines = [(260.0, 72.0, f"ARTICLE {number}"), (250.0, 86.0, f"SUBJECT {'ABCDEF'[number - 1]}")]
        lines += [(72.0, 120.0 + 14 * row, PROSE) for row in range(30)]
        pages.append(printed_page(number, lines))
    return pages


def test_headings_at_the_top_of_pages_are_no_running_heads() -> None:
    structure = read_structure("x", _pages_that_open_with_an_article())
    assert [row.number for row in structure.articles] == ["1", "2", "3", "4", "5", "6"]


TITLES = ("Recognition", "Hours of Work", "Overtime", "Sick Leave", "Grievance Procedure", "Term")


@pytest.mark.parametrize("mark", ["{title}", "<b>{plain}</b>", "{letter}. {title}", "{number}. {plain}"])
def test_headings_without_a_heading_word(mark: str) -> None:
    text = "MEMORANDUM OF UNDERSTANDING\nBETWEEN\nCITY OF ALDER BAY\nAND\nALDER BAY EMPLOYEES ASSOCIATION\n\n"
    numbers: list[str | None] = []
    for number, plain in enumerate(TITLES, 1):
        letter = "ABCDEF"[number - 1]
        text += mark.format(title=plain.upper(), plain=plain, letter=letter, number=number) + "\n\n"
        text += f"{PROSE}\n\na. {PROSE}\n\n"
        numbers.append(letter if "letter" in mark else str(number) if "number" in mark else None)
    structure = _read(text)
    titles = TITLES if "plain" in mark else [title.upper() for title in TITLES]
    assert _headings(structure) == [("section", n, title) for n, title in zip(numbers, titles, strict=True)]
    assert _paths(structure) == ["", "a"] * 6
    assert structure.coverage.left == ()


def test_titles_that_the_contents_list_names_are_headings_in_any_dress() -> None:
    contents = "TABLE OF CONTENTS\n" + "".join(f"{title} .... {page}\n" for page, title in enumerate(TITLES, 2))
    structure = _read(contents + "\n" + "".join(f"{title}\n\n{PROSE}\n\n" for title in TITLES))
    assert [row.title for row in structure.articles] == list(TITLES)


def test_a_news_article_in_parts_has_no_headings() -> None:
    parts = "".join(f"WHAT {word} SAID\n\n{PROSE}\n\n{PROSE}\n\n" for word in ("RESIDENTS", "VOTERS", "CRITICS", "ALL"))
    assert _read(parts).articles == ()


def test_sections_of_an_article_are_its_children() -> None:
    text = ""
    for number in (1, 2, 3):
        text += f"ARTICLE {number}\nWAGES\n\n"
        text += "".join(f"SECTION {number}.{part} RATES\n\n{PROSE}\n\n" for part in (1, 2))
    structure = _read(text)
    assert [row.parent_id for row in structure.articles] == [
        parent for n in (1, 2, 3) for parent in (None, f"article-{n}", f"article-{n}")
    ]


def _numbered_page(number: int) -> Page:
    lines = [(100.0, 72.0, f"ARTICLE {number}"), (100.0, 96.0, TITLES[number].upper())]
    lines += [(100.0, 120.0 + 24 * row, PROSE) for row in range(20)]
    lines += [(60.0, 72.0 + 24 * row, f"{row + 1}") for row in range(24)]
    return printed_page(number, lines)


def test_line_numbers_in_the_margin_are_no_text() -> None:
    structure = read_structure("x", [_numbered_page(number) for number in (1, 2, 3)])
    assert _headings(structure) == [("article", str(n), TITLES[n].upper()) for n in (1, 2, 3)]
    assert {clause.text.replace(PROSE, "").strip() for clause in structure.clauses} == {""}
    assert structure.coverage.ratio == 1


def test_rows_that_count_up_beside_amounts_keep_their_numbers() -> None:
    rows = [(72.0, 72.0 + 14 * row, f"{row + 1} $2{row}.50 $3{row}.75 $4{row}.25") for row in range(20)]
    structure = read_structure("x", [printed_page(1, rows)])
    (region,) = structure.tables
    assert region.lines[0].words[0].text == "1"


def test_two_columns_of_prose_are_read_one_after_the_other() -> None:
    def column(x0: float, number: int) -> list[tuple[float, float, str]]:
        lines = [(x0, 80.0, f"ARTICLE {number}"), (x0, 92.0, "WAGES")]
        return [*lines, *((x0, 110.0 + 12 * row, f"the parties agree that it is so {number}") for row in range(40))]

    page = printed_page(1, [(72.0, 40.0, "Agreement of the parties across the whole page as printed in 2031"),
                            *column(60.0, 1), *column(330.0, 2)])  # fmt: skip
    structure = read_structure("x", [page])
    assert [row.number for row in structure.articles] == ["1", "2"]
    assert [set(row.text.split()) & {"1", "2"} for row in structure.articles] == [{"1"}, {"2"}]


def test_two_spaces_after_a_marker_and_a_full_stop_make_no_table() -> None:
    text = "".join(f"Section 2.{n}.  It is agreed.  The board meets.  Two days.\n\n" for n in (1, 2, 3))
    structure = _read(f"ARTICLE 2\nWAGES\n\n{text}")
    assert structure.tables == ()
    assert _paths(structure) == ["Section 2.1", "Section 2.2", "Section 2.3"]


def test_page_numbers_of_a_text_interrupt_no_sentence() -> None:
    paragraph = "\n".join([PROSE] * 18)
    text = (
        "ARTICLE 1\nWAGES\n\n"
        + f"{paragraph}\nnotice is given within ten\n\n-2-\n\n(10) days.\n{paragraph}\n\n-3-\n\nEnd."
    )
    (article,) = _read(text).articles
    assert "within ten (10) days." in article.text
    assert "-3-" not in article.text


@pytest.mark.parametrize(
    "foot", ["City of Lakeside                Page {n}", "Page {n} of 3", "Page {n} of 3   Lakeside"]
)
def test_a_foot_that_holds_the_page_number_interrupts_no_sentence(foot: str) -> None:
    paragraph = "\n".join([PROSE] * 18)
    text = "".join(f"{paragraph}\nnotice is given within ten\n\n{foot.format(n=n)}\n\n(10) days.\n" for n in (1, 2))
    (article,) = _read(f"ARTICLE 1\nWAGES\n\n{text}").articles
    assert article.text.count("within ten (10) days.") == 2
    assert "Page" not in article.text


def test_bare_page_numbers_of_a_text_interrupt_no_sentence() -> None:
    """They stand alone between blank lines, count up and are a page apart; four at least, and no list of numbers."""
    paragraph = "\n".join([PROSE] * 18)
    pages = [f"{paragraph}\nnotice {name} is given within ten" for name in "abcdef"]
    text = "".join(f"{page}\n\n                    {number}\n\n(10) days.\n" for number, page in enumerate(pages, 2))
    (article,) = _read(f"ARTICLE 1\nWAGES\n\n{text}").articles
    assert article.text.count("is given within ten (10) days.") == 6
    few = _read("ARTICLE 1\nWAGES\n\n" + "".join(f"{PROSE}\n\n{number}\n\n{PROSE}\n" for number in range(1, 7)))
    assert [word for word in few.articles[0].text.split() if word.isdigit()] == list("123456")


def test_a_contents_list_without_pages_ends_at_the_first_heading() -> None:
    names = [f"{number}. {title}" for number, title in zip(("I", "II", "III", "IV", "V"), TITLES, strict=False)]
    contents = "TABLE OF CONTENTS\n" + "\n".join(names)
    structure = _read(contents + "\n\n" + "".join(f"**{name}**\n\n{PROSE}\n\n" for name in names))
    assert [row.number for row in structure.articles] == ["I", "II", "III", "IV", "V"]


def test_larger_type_makes_a_title() -> None:
    lines: list[tuple[float, float, str]] = []
    for part in range(5):
        lines += [(72.0, 72.0 + part * 120 + 14 * row, PROSE) for row in range(2, 8)]
    (page,) = [printed_page(1, lines)]
    words = list(page.words)
    for part in range(5):
        for place, text in enumerate(TITLES[part].split()):
            words.append(Word(text, 72.0 + 60 * place, 70.0 + part * 120, 120.0 + 60 * place, 85.0 + part * 120))
    structure = read_structure("x", [Page(1, 612.0, 792.0, tuple(words), "pdfium")])
    assert [row.title for row in structure.articles] == list(TITLES[:5])


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("ATTACHMENT A\nTELEWORK", ("appendix", "A", "TELEWORK")),
        ("EXHIBIT \u201cA\u201d\nTELEWORK", ("appendix", "A", "TELEWORK")),
        ('Schedule "2": TELEWORK', ("appendix", "2", "TELEWORK")),
        ("**Attachment 3**\n**Telework of Clerks**", ("appendix", "3", "Telework of Clerks")),
        ("SIDE LETTER: Telework", ("letter", None, "Telework")),
        ("**Side Letter of Agreement No. 2**\n**Take-Home Vehicles**", ("letter", "2", "Take-Home Vehicles")),
        ("MEMORANDUM OF UNDERSTANDING - SIDE LETTER\nSHIFT BIDDING", ("letter", None, "SHIFT BIDDING")),
    ],
)
def test_what_follows_the_articles(heading: str, expected: tuple[str, str | None, str]) -> None:
    body = "".join(f"ARTICLE {number}\nWAGES\n\n{PROSE}\n\n" for number in (1, 2, 3))
    assert _headings(_read(f"{body}{heading}\n\n{PROSE}\n"))[-1] == expected


def test_the_opening_of_an_agreement_belongs_to_its_title_page() -> None:
    opening = "This Agreement is made and entered into this first day of May by the City and the Union, who agree that:"
    body = "".join(f"ARTICLE {number}\nWAGES\n\n{PROSE}\n\n" for number in (1, 2, 3))
    structure = _read(f"AGREEMENT\n\n{opening}\n\n{body}")
    assert structure.coverage.left == ()
    assert opening in [paragraph.text for paragraph in structure.body_text]


NAMES = ("RECOGNITION", "WAGES", "OVERTIME", "HOLIDAYS", "VACATION", "TERM")
NUMBERS = ("1", "2", "3", "4", "5", "6")
ROMAN = ("I", "II", "III", "IV", "V", "VI")


@pytest.mark.parametrize(
    ("mark", "kind", "numbers"),
    [
        ("ARTICLE {n}\n\n{t}", "article", ("1", "2", "2A", "3", "4", "5")),
        ("ARTICLE {n} {t}", "article", ("1", "2", "2-A", "3", "4", "5")),
        ("ARTICLE NO. {n}\n{t}", "article", NUMBERS),
        ("- ARTICLE {n} -\n\n{t}", "article", NUMBERS),
        ("§ {n}. {t}", "section", NUMBERS),
        ("PART {n}\n{t}", "section", ("A", "B", "C", "D", "E", "F")),
        ("ARTICLE {n}-{t}", "article", NUMBERS),
        ("ARTICLE {n} -- {t}", "article", NUMBERS),
        ("ARTICLE {n}. - {t}", "article", NUMBERS),
        ("Article {n} | {t}", "article", NUMBERS),
        ("{n} - {t}", "section", NUMBERS),
        ("ARTICLE {n}.\n\n{t}", "article", ROMAN),
        ("ARTICLE {n}.\n{t}", "article", NUMBERS),
        ("SECTION {n}:\n{t}", "section", NUMBERS),
        ("{n}) {t}", "section", NUMBERS),
    ],
)
def test_numbers_of_headings(mark: str, kind: str, numbers: tuple[str, ...]) -> None:
    parts = [mark.format(n=number, t=name) for number, name in zip(numbers, NAMES, strict=True)]
    structure = _read("\n\n".join(f"{part}\n\n{PROSE}" for part in parts))
    assert _headings(structure) == [(kind, number, name) for number, name in zip(numbers, NAMES, strict=True)]


@pytest.mark.parametrize(
    ("mark", "kind", "numbers"),
    [
        ("{n}. {t}. ", "section", NUMBERS),
        ("{n}. {t}. ", "section", ROMAN),
        ("SECTION {n}. {t}. ", "section", NUMBERS),
        ("ARTICLE {n}. {t}: ", "article", ROMAN),
        ("{t}. ", "section", (None,) * 6),
    ],
)
def test_headings_on_the_line_of_their_text(mark: str, kind: str, numbers: tuple[str | None, ...]) -> None:
    parts = [mark.format(n=number, t=name) for number, name in zip(numbers, NAMES, strict=True)]
    structure = _read("\n\n".join(f"{part}{PROSE}\n\na. {PROSE}" for part in parts))
    assert _headings(structure) == [(kind, number, name) for number, name in zip(numbers, NAMES, strict=True)]
    assert _paths(structure) == ["", "a"] * 6
    assert {clause.text for clause in structure.clauses} == {PROSE, f"a. {PROSE}"}


def test_a_heading_word_opens_an_article_after_a_list_without_stops() -> None:
    """Its title may hold a bracket."""
    names = [name.title() for name in NAMES]
    names[2] = "Overtime (Patrol)"
    parts = [f"Section {number}. {name}. {PROSE}\n- Easter\n- Labor Day\n" for number, name in enumerate(names, 1)]
    structure = _read("".join(parts))
    assert _headings(structure) == [("section", str(number), name) for number, name in enumerate(names, 1)]


@pytest.mark.parametrize("mark", ["ARTICLE {n} - {t}", "SECTION {n}   {t}", "Part {n}: {t}", "{n}. {t}", "{n}) {t}"])
def test_a_title_may_begin_with_figures(mark: str) -> None:
    titles = ["RECOGNITION", "4/10 WORK SCHEDULES", "457(b) PLAN", "NO STRIKE - NO LOCKOUT", "TERM"]
    if "Part" in mark:
        titles = ["Recognition", "4/10 Work Schedules", "457(B) Plan", "No Strike - No Lockout", "Term"]
    structure = _read("".join(f"{mark.format(n=n, t=t)}\n\nA. {PROSE}\n\n" for n, t in enumerate(titles, 1)))
    assert [(row.number, row.title) for row in structure.articles] == [(str(n), t) for n, t in enumerate(titles, 1)]


def test_titles_of_clauses_numbered_in_decimals_are_no_headings_of_articles() -> None:
    parts = [
        f"{n}. {t}\n\n{n}.1 Rule of Pay for {t.title()}\n{PROSE}\n\n{n}.2 Rule of Rest for {t.title()}\n{PROSE}"
        for n, t in enumerate(NAMES, 1)
    ]
    structure = _read("\n\n".join(parts))
    assert _headings(structure) == [("section", str(n), name) for n, name in enumerate(NAMES, 1)]
    assert _paths(structure) == [f"{n}.{k}" for n in range(1, 7) for k in (1, 2)]


@pytest.mark.parametrize("mark", ["{n}. {t}", "{t}", "{n}. {p}. "])
def test_a_line_that_looks_like_a_heading_hides_none(mark: str) -> None:
    """ "Section 4.1 Each department has", and the foot of its page."""
    stray = "Section 4.1 Each department has\nRiverton Community College District          Page 7\na budget of its own."
    parts = [mark.format(n=n, t=name, p=name.title()) for n, name in enumerate(NAMES, 1)]
    gap = " " if mark.endswith(" ") else "\n\n"
    structure = _read("\n\n".join(f"{part}{gap}{PROSE}\n\n{stray if part[0] in '4H' else PROSE}" for part in parts))
    assert [row.title.upper() for row in structure.articles] == list(NAMES)


def test_a_number_and_a_title_close_under_a_sentence_are_a_heading() -> None:
    structure = _read("".join(f"Article {n}\n{name.title()}\n\n{PROSE}\n" for n, name in enumerate(NAMES, 1)))
    assert [row.title.upper() for row in structure.articles] == list(NAMES)


def test_bold_titles_on_the_line_of_their_text() -> None:
    titles = ("Recognition", "Hours of Work", "Overtime", "Holidays", "Sick Leave", "Term")
    structure = _read("\n\n".join(f"**{title}.** {PROSE}\n\n{PROSE}" for title in titles))
    assert _headings(structure) == [("section", None, title) for title in titles]
    assert {article.text for article in structure.articles} == {f"{PROSE}\n{PROSE}"}


def test_a_number_that_ends_a_sentence_is_no_heading() -> None:
    lines = ["ARTICLE 1. WAGES", f"{PROSE} What is not said here is said in", "ARTICLE 2.", PROSE]
    structure = _read("\n".join([*lines, "", "ARTICLE 2. HOURS", PROSE, "", "ARTICLE 3. TERM", PROSE]))
    assert [row.title for row in structure.articles] == ["WAGES", "HOURS", "TERM"]


def test_a_reserved_article_is_an_article() -> None:
    titles = ("WAGES", "[RESERVED]", "TERM")
    structure = _read("".join(f"ARTICLE {n} - {title}\n\n{PROSE}\n\n" for n, title in enumerate(titles, 1)))
    assert [row.title for row in structure.articles] == list(titles)


def test_a_bold_title_over_two_lines() -> None:
    text = "".join(f"**Article {n}. Overtime and**\n**Compensatory Time**\n\n{PROSE}\n\n" for n in (1, 2, 3))
    assert [row.title for row in _read(text).articles] == ["Overtime and Compensatory Time"] * 3


@pytest.mark.parametrize("mark", ["{n}.{k} ", "Section {k}. "])
def test_a_contents_list_may_name_clauses(mark: str) -> None:
    contents, body = "TABLE OF CONTENTS\n\n", ""
    for number, roman in zip(NUMBERS, ROMAN, strict=True):
        heading = f"ARTICLE {number if 'n' in mark[:2] else roman}"
        contents += f"{heading} {NAMES[int(number) - 1]} .... {number}\n"
        body += f"{heading}\n{NAMES[int(number) - 1]}\n\n"
        for part in (1, 2):
            contents += f"{mark.format(n=number, k=part)}Payment .... {number}\n"
            body += f"{mark.format(n=number, k=part)}Payment\n\n{PROSE}\n\n"
    structure = _read(f"{contents}\n\n{body}")
    assert [row.toc_status for row in structure.articles] == ["match"] * 6
    assert len(structure.clauses) == 12


def test_a_list_set_further_in_is_an_inner_one_though_its_markers_are_the_same() -> None:
    marks = [(72.0, "A."), (108.0, "A."), (108.0, "B."), (72.0, "B."), (108.0, "A."), (72.0, "C.")]
    lines = [(72.0, 72.0, "ARTICLE 4 WAGES")]
    lines += [(x0, 100.0 + 24 * row, f"{mark} The parties have agreed to it.") for row, (x0, mark) in enumerate(marks)]
    structure = read_structure("x", [printed_page(1, lines)])
    assert _paths(structure) == ["A", "A.A", "A.B", "B", "B.A", "C"]


def test_a_title_close_under_a_running_head_in_a_text_of_short_paragraphs() -> None:
    pages = []
    for number in range(1, 5):
        lines = [(40.0, 40.0, f"City of Alder Bay - page {number}"), (72.0, 54.0, f"{number}. {TITLES[number]}")]
        for row in range(12):
            lines += [(72.0, 80.0 + 40 * row, f"{PROSE}, whatever else a"), (72.0, 93.0 + 40 * row, "contract says.")]
        pages.append(printed_page(number, lines))
    assert [row.title for row in read_structure("x", pages).articles] == list(TITLES[1:5])


def _marked_page(*, apart: bool) -> Page:
    """Prose with the mark of a footnote in it; ``apart``: so high that it stands on a line of its own."""
    page = printed_page(1, [(72.0, 72.0, "ARTICLE 1 PAY"), (72.0, 100.0, "Each member pays $25.00  per month.")])
    raised = Word("2", 72.0 + 5 * 23, 96.0 if apart else 99.5, 72.0 + 5 * 24, 104.0 if apart else 106.0)
    return Page(1, 612.0, 792.0, (*page.words, raised), "pdfium")


@pytest.mark.parametrize("apart", [True, False])
def test_marks_of_footnotes_are_no_text(apart: bool) -> None:
    (clause,) = read_structure("x", [_marked_page(apart=apart)]).clauses
    assert clause.text == "Each member pays $25.00 per month."


def test_the_numerator_of_a_fraction_is_no_mark() -> None:
    page = printed_page(1, [(72.0, 72.0, "ARTICLE 1 PAY"), (72.0, 100.0, "Paid at 1   the rate.")])
    parts = [Word("1", 117.5, 99.0, 120.0, 105.0), Word("/2", 120.5, 100.0, 126.0, 110.0)]
    structure = read_structure("x", [Page(1, 612.0, 792.0, (*page.words, *parts), "pdfium")])
    assert structure.clauses[0].text.split().count("1") == 2


def test_figures_on_the_base_line_are_text_where_boxes_are_those_of_the_ink() -> None:
    words = [("Answers", 10.0), ("by", 10.0), ("May", 10.0), ("20", 7.5), ("days.", 10.0)]
    row = [Word(text, 72.0 + 40 * place, 100.0, 108.0 + 40 * place, 100.0 + height) for place, (text, height)
           in enumerate(words)]  # fmt: skip
    heading = printed_page(1, [(72.0, 72.0, "ARTICLE 1 PAY")]).words
    structure = read_structure("x", [Page(1, 612.0, 792.0, (*heading, *row), "pdfium")])
    assert structure.clauses[0].text == "Answers by May 20 days."


def test_figures_of_a_table_beside_larger_type_are_no_marks() -> None:
    heading = printed_page(1, [(72.0, 72.0, "ARTICLE 1 PAY")]).words
    row = [Word("Answers", 72.0, 99.0, 112.0, 111.0), Word("come", 290.0, 99.0, 320.0, 111.0),
           Word("0", 330.0, 101.0, 333.0, 108.0), Word("-", 336.0, 101.0, 338.0, 108.0),
           Word("4", 341.0, 101.0, 344.0, 108.0)]  # fmt: skip
    structure = read_structure("x", [Page(1, 612.0, 792.0, (*heading, *row), "pdfium")])
    assert structure.clauses[0].text == "Answers come 0 - 4"


@pytest.mark.parametrize(
    ("mark", "path"), [("§ 4.{n}", "Section 4.{n}"), ("§4.{n}", "Section 4.{n}"), ("4-{n}.", "4-{n}")]
)
def test_clauses_are_numbered_by_a_sign_or_a_dash(mark: str, path: str) -> None:
    text = "ARTICLE 4\nWAGES\n\n" + "".join(f"{mark.format(n=n)} {PROSE}\n\n" for n in (1, 2, 3))
    assert _paths(_read(text)) == [path.format(n=n) for n in (1, 2, 3)]


def test_a_sentence_that_begins_with_its_date_is_text_of_its_appendix() -> None:
    text = (
        f"ARTICLE 1\nWAGES\n\n{PROSE}\n\nAPPENDIX A\nSIDE AGREEMENT\nEffective July 1, 2031, salaries increase by 3%.\n"
    )
    assert _read(text).articles[-1].text == "Effective July 1, 2031, salaries increase by 3%."


@pytest.mark.parametrize("page", ["first", "last"])
def test_a_title_that_goes_on_in_the_next_line_of_the_contents_list_is_one(page: str) -> None:
    titles = ("WAGES AND HOURS OF ALL", "LEAVES", "SAFETY")
    first, last = (" ..... 2", "") if page == "first" else ("", " ..... 2")
    contents = f"ARTICLE 1 WAGES AND HOURS OF ALL{first}\nEMPLOYEES{last}\n"
    contents += "ARTICLE 2 LEAVES ..... 3\nARTICLE 3 SAFETY ..... 4\n"
    body = "".join(f"ARTICLE {n} {t}{' EMPLOYEES' if n == 1 else ''}\n\n{PROSE}\n\n" for n, t in enumerate(titles, 1))
    structure = _read(f"TABLE OF CONTENTS\n\n{contents}\n{body}")
    assert [row.toc_status for row in structure.articles] == ["match"] * 3


def test_a_justified_line_is_no_row_of_cells() -> None:
    """Lines spread to the margin: six to eight words with the same wide white space between them."""
    text = [
        "Section 1.1 An employee who disagrees may use the",
        "procedure that the parties have set out below",
        "and no other one may ever be used instead",
        "of this one.",
    ]
    words: list[Word] = []
    for row, line in enumerate(text):
        tokens = line.split()
        gap = 14.0 if row < 3 else 5.0
        x = 72.0
        for token in tokens:
            words.append(Word(token, x, 100.0 + 12 * row, x + 5 * len(token), 110.0 + 12 * row))
            x += 5 * len(token) + gap
    heading = printed_page(1, [(72, 60, "ARTICLE 1"), (72, 72, "WAGES")]).words
    page = Page(1, 612.0, 792.0, (*heading, *words), reader="pdfium")
    structure = read_structure("x", [page])
    assert structure.tables == ()
    assert _paths(structure) == ["Section 1.1"]


def test_the_last_row_of_a_table_may_stand_on_the_next_page() -> None:
    heads = [(72.0, 60.0, "ARTICLE 1"), (72.0, 72.0, "UNIFORMS"), (72.0, 100.0, PROSE)]
    rows = (("Rank", "First", "Later"), ("Officer", "$846", "$684"), ("Clerk", "$793", "$505"))
    cells = [
        (x, 700.0 + 16 * n, text) for n, row in enumerate(rows) for x, text in zip((72, 200, 300), row, strict=True)
    ]
    first = printed_page(1, [*heads, *cells])
    after = [(72.0, 60.0, "Animal Control"), (200.0, 60.0, "$574"), (300.0, 60.0, "$1,123"), (72.0, 90.0, PROSE)]
    structure = read_structure("x", [first, printed_page(2, after)])
    assert [(table.source_page, len(table.lines)) for table in structure.tables] == [(1, 3), (2, 1)]
    assert "574" not in structure.articles[0].text


@pytest.mark.parametrize("leader", [" ..... ", " . . . . ", "               "])
def test_a_wrapped_title_does_not_end_the_contents_list(leader: str) -> None:
    titles = ("WAGES", "LEAVES", "SAFETY", "HOURS AND PAY OF ALL THE REPRESENTED AND CONFIDENTIAL EMPLOYEES", "LAYOFF")
    listed = "".join(f"ARTICLE {n} {title}{leader}{n + 1}\n" for n, title in enumerate(titles, 1))
    listed = listed.replace("REPRESENTED AND", "REPRESENTED\nAND")
    body = "".join(f"ARTICLE {n}\n{title}\n\n{PROSE}\n\n" for n, title in enumerate(titles, 1))
    structure = _read(f"TABLE OF CONTENTS\n\n{listed}\n{body}")
    found = [(row.title, row.toc_page, row.toc_status) for row in structure.articles]
    assert found == [(title, str(n + 1), "match") for n, title in enumerate(titles, 1)]
