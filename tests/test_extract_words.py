"""Tokens of a text layer split by geometry: ligatures share one box, fake bold prints each character twice."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.extract.letters import mend_letters
from pipeline.extract.words import Glyphs, Parting, Piece, Rules, join_pieces, split_token

EM = 10.0


def _glyphs(*boxes: tuple[str, float, float]) -> Glyphs:
    """Characters on one line; a text of several letters is a ligature, whose letters share its box."""
    text = "".join(letters for letters, _, _ in boxes)
    spans = [(x0, x1) for letters, x0, x1 in boxes for _ in letters]
    tops: Sequence[float] = [0.0] * len(text)
    return Glyphs(text, [x0 for x0, _ in spans], tops, [x1 for _, x1 in spans], [EM] * len(text))


def _words(glyphs: Glyphs) -> list[str]:
    return [text for _, _, text in split_token(glyphs, 0, len(glyphs.text), EM, Rules(()))]


@pytest.mark.parametrize("ligature", ["ff", "fi", "fl", "ffi", "ffl", "tt", "ti"])
def test_the_letters_of_a_ligature_all_stay_in_their_word(ligature: str) -> None:
    width = 3.0 * len(ligature)
    assert _words(_glyphs(("O", 0, 7), (ligature, 7, 7 + width), ("n", 7 + width, 12 + width))) == [f"O{ligature}n"]


def test_a_word_printed_twice_to_look_bold_is_one_word() -> None:
    letters = [("O", 0, 7), ("O", 0, 7), ("f", 7, 10), ("f", 7, 10), ("f", 10, 13), ("f", 10, 13)]
    assert _words(_glyphs(*letters)) == ["Off"]


def test_a_figure_printed_twice_in_one_place_is_one_figure() -> None:
    assert _words(_glyphs(("1", 0, 5), ("1", 0, 5), ("7", 5, 10), ("7", 5, 10))) == ["17"]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("E\u6600\u6600ective", "Effective"),
        ("O\u6600\ucf00cer", "Officer"),
        ("Classi\u6600\u6900cation", "Classification"),
        ("a\u6600\u7400er", "after"),
        ("\u6600\u6600", "\u6600\u6600"),
        ("caf\u00e9", "caf\u00e9"),
        ("\u2013", "\u2013"),
        ("a\u0100b", "a\u0100b"),
    ],
)
def test_letters_of_ligatures_whose_bytes_stand_in_the_wrong_order(read: str, printed: str) -> None:
    """As a re-distilled PDF has them; a word in another script stays as it is."""
    assert mend_letters(read) == printed


def test_the_few_spaces_of_a_line_set_letter_by_letter_are_no_tracking() -> None:
    """As a browser prints a short line of a narrow font: the letters touch, a space is a fifth of the size."""
    pieces = []
    x0 = 0.0
    for char in "Buyer I $2 $3 $4":
        if char != " ":
            pieces.append(Piece(char, x0, 0.0, x0 + 4, EM, EM, EM, bold=False, order=len(pieces)))
        x0 += 2.3 if char == " " else 4.0
    joined = join_pieces(pieces, Parting(Rules(()), lambda _: False))
    assert [piece.text for piece in joined] == ["Buyer", "I", "$2", "$3", "$4"]
