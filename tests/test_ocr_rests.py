"""What is left of a ruled line is no figure and no number of a title; both in pixels at 300 dpi."""

from __future__ import annotations

import pytest

from pipeline.extract.rests import drop_rests
from pipeline.models import Edge, Word

RULE = Edge(1200.0, 400.0, 1200.0, 2300.0)
LEVEL = Edge(200.0, 1345.0, 2350.0, 1345.0)


@pytest.mark.parametrize(
    "rest",
    [
        Word("I", 1195, 1725, 1197, 1753, 0.99),  # the soft border of the rule, left of where it was
        Word("I", 1203, 1725, 1205, 1753, 0.6),
        Word("1", 1193, 1740, 1208, 1783, 0.6),  # a rest on both sides
        Word("|", 1199, 1725, 1202, 1760, 0.4),
        Word("\u2014\u2014", 205, 1340, 280, 1343, 0.2),
        Word("__", 1300, 1341, 1340, 1349, 0.7),
    ],
)
def test_a_rest_of_a_rule_is_no_word(rest: Word) -> None:
    assert drop_rests([rest], [RULE, LEVEL], 300) == []


@pytest.mark.parametrize(
    "word",
    [
        Word("I", 1190, 1725, 1196, 1750, 0.6),  # a number right beside the rule has a stem
        Word("1", 1204, 1725, 1211, 1750, 0.6),
        Word("I", 1180, 1725, 1182, 1753, 0.6),  # thin, and farther away
        Word("I", 1195, 2325, 1197, 2353, 0.6),  # the rule ends above it
        Word("24.00", 1190, 1725, 1260, 1750, 0.9),
        Word("--", 1300, 1315, 1320, 1320, 0.8),  # no amount, in the middle of a cell
        Word("-", 1300, 1341, 1310, 1344, 0.8),
    ],
)
def test_figures_and_numbers_beside_a_rule_stay(word: Word) -> None:
    assert drop_rests([word], [RULE, LEVEL, Edge(100.0, 1740.0, 2000.0, 1740.0)], 300) == [word]
