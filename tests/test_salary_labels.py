from __future__ import annotations

import pytest

from pipeline.models import Edge
from pipeline.normalize.lines import group_lines
from pipeline.normalize.salary import labels
from pipeline.normalize.salary.label_heads import read_label_heads
from pipeline.normalize.salary.labels import ClassLabel, LabelHead
from tests.words import draw_words


def _label(*rows: str, heads: tuple[LabelHead, ...] = (), hourly: str | None = None) -> ClassLabel:
    cells = [cell for n, row in enumerate(rows) for cell in labels.cut_segments(draw_words(row), n, (), heads)]
    return labels.parse_class_label(cells, heads, hourly)


@pytest.mark.parametrize(
    ("rows", "title", "code", "range_code"),
    [
        (("Park Ranger II", "2244-2", "Range 4512"), "Park Ranger II", "2244-2", "4512"),
        (("Park Ranger II Class Code 2244-2",), "Park Ranger II", "2244-2", None),
        (("Park Ranger (Code: A123)", "Salary Range 12"), "Park Ranger", "A123", "12"),
        (("Fire Captain", "3183-", "1"), "Fire Captain", "3183-1", None),
        (("Fire Captain (continued)",), "Fire Captain", None, None),
        (("Zoo Curator",), "Zoo Curator", None, None),
    ],
)  # fmt: skip
def test_one_cell_holds_title_code_and_range(
    rows: tuple[str, ...], title: str, code: str | None, range_code: str | None
) -> None:
    assert _label(*rows) == ClassLabel(title, code, range_code)


def test_a_bare_number_equal_to_the_hourly_rate_is_the_range() -> None:
    assert _label("Fire Captain 5113", hourly="5113") == ClassLabel("Fire Captain", None, "5113")


def test_heads_say_what_cells_are() -> None:
    heads = read_label_heads(group_lines(draw_words("Code     Class Title       Range")), 400)
    assert [head.role for head in heads] == ["code", "title", "range"]
    assert _label("2251     Harbor Pilot II   4512", heads=heads) == ClassLabel("Harbor Pilot II", "2251", "4512")


def test_cells_nearer_than_a_gap_are_parted_by_their_heads() -> None:
    words = draw_words("9267-1 MEA")
    words = (words[0], words[1]._replace(x0=words[1].x0 - 1))
    heads = (LabelHead("code", 0, 36), LabelHead("unit", 42, 60))
    assert [cell.text for cell in labels.cut_segments(words, 0, (), heads)] == ["9267-1", "MEA"]


def test_a_ruled_line_parts_cells_on_its_own_height_only() -> None:
    words = draw_words("Step I")
    line = Edge(27.0, 0.0, 27.0, 12.0)
    assert len(labels.cut_segments(words, 0, labels.find_verticals([line]))) == 2
    below = Edge(27.0, 20.0, 27.0, 40.0)
    assert len(labels.cut_segments(words, 0, labels.find_verticals([below]))) == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Regular Pay", "base"), ("Basic POST - 3%", "bonus"), ("Regular Pay plus ALL bonuses", "total"), (None, "base"),
     ("Total Compensation", "total"), ("Base Salary", "base")],
)  # fmt: skip
def test_components(name: str | None, kind: str) -> None:
    assert labels.component_kind(name) == kind


def test_labels_of_two_parts_of_a_class_complete_each_other() -> None:
    first, second = ClassLabel("Fire Captain", "3183", "12"), ClassLabel("Fire Captain")
    assert second.agrees_with(first)
    assert second.completed_by(first) == first
    assert not ClassLabel("Zoo Curator").agrees_with(first)
