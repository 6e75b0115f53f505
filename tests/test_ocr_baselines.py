from __future__ import annotations

import pytest

from pipeline.extract.baselines import level_words
from pipeline.models import Word
from pipeline.normalize.lines import group_lines


def ink(text: str, x0: float, baseline: float, *, up: float = 24, down: float = 0) -> Word:
    """A word as its ink: ``up`` above and ``down`` below the baseline."""
    return Word(text, x0, baseline - up, x0 + 10 * len(text), baseline + down, 0.9)


LINE = [
    ink("APPENDIX", 0, 100),
    ink("-", 100, 90, up=2),
    ink("on", 130, 100, up=17),
    ink("July", 180, 100, down=6),
    ink("1,", 240, 100, down=5),
    ink("2021", 280, 101),
    ink("_", 340, 103, up=2),
]


def test_words_of_one_line_get_one_height_whatever_their_letters() -> None:
    levelled = level_words(LINE)
    assert {(round(word.top), round(word.bottom)) for word in levelled} == {(71, 107)}
    assert [word.text for word in group_lines(levelled)[0].words] == [word.text for word in LINE]


@pytest.mark.parametrize("pitch", [26, 34, 60])
def test_lines_stay_apart(pitch: float) -> None:
    below = [word._replace(top=word.top + pitch, bottom=word.bottom + pitch) for word in LINE]
    lines = group_lines(level_words([*LINE, *below]))
    assert [len(line.words) for line in lines] == [len(LINE)] * 2


def test_a_title_keeps_its_size() -> None:
    (title,) = [word for word in level_words([ink("TITLE", 0, 50, up=48), *LINE]) if word.text == "TITLE"]
    assert title.bottom - title.top == pytest.approx(48 * 1.48)


def test_a_mark_alone_and_a_page_without_letters_stay_as_they_are() -> None:
    lone = ink("-", 0, 500, up=2)
    assert lone in level_words([*LINE, lone])
    assert level_words([lone]) == [lone]


def test_a_word_with_a_rest_of_a_ruled_line_stands_on_the_line_inside_it() -> None:
    row = [ink("5,101.60", 100, 100, down=6), ink("63.77", 200, 100), ink("5,417.60", 300, 100, down=6)]
    below = [ink("5,140.80", 100, 150, down=6), ink("64.26", 200, 150)]
    clung = ink("011", 0, 114, up=50)
    levelled = {word.text: word for word in level_words([*row, *below, clung])}
    assert (levelled["011"].top, levelled["011"].bottom) == (levelled["63.77"].top, levelled["63.77"].bottom)


def test_an_amount_with_a_speck_over_it_stands_on_its_line_though_it_seems_to_reach_deeper() -> None:
    row = [ink("$1.67", 100, 100, down=6), ink("Advanced", 0, 100), ink("$1.76", 200, 100, down=6)]
    specked = ink("$1.59", 300, 100, up=42, down=5)
    levelled = {word.text: word for word in level_words([*row, specked])}
    assert (levelled["$1.59"].top, levelled["$1.59"].bottom) == (levelled["$1.67"].top, levelled["$1.67"].bottom)


def test_a_heading_stays_tall() -> None:
    heading = ink("SALARIES", 0, 60, up=44)
    levelled = {word.text: word for word in level_words([heading, *LINE])}
    assert levelled["SALARIES"].bottom - levelled["SALARIES"].top > 50
