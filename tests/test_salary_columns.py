from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.lines import group_lines
from pipeline.normalize.salary import columns, heads
from pipeline.normalize.salary.columns import Span, StepColumn
from pipeline.normalize.salary.placement import place_rows
from pipeline.normalize.salary.rows import find_rows, group_periods
from tests.words import draw_words


def _placed(*rows: str) -> list[list[tuple[str, str]]]:
    head, *lines = group_lines(draw_words(*rows))
    found = place_rows(find_rows(lines), columns.read_steps(head.words))
    return [[(amount.word.text, amount.step) for amount in row.amounts] for row in found]


def test_amounts_stand_under_their_steps() -> None:
    assert _placed("      1       2       3", "HR   10.00   11.00   12.00", "BW  800.00  880.00  960.00")[1] == [
        ("800.00", "1"), ("880.00", "2"), ("960.00", "3")
    ]  # fmt: skip


def test_a_blank_first_step_stays_blank() -> None:
    rows = _placed("      1       2       3", "HR   10.00   11.00   12.00", "HR           21.00   22.00")
    assert rows[1] == [("21.00", "2"), ("22.00", "3")]


def test_a_blank_last_step_stays_blank() -> None:
    rows = _placed("      A       B       C", "HR   10.00   11.00   12.00", "HR   21.00   22.00")
    assert rows[1] == [("21.00", "A"), ("22.00", "B")]


@given(st.integers(2, 15), st.data())
def test_every_subset_of_steps_is_placed_under_itself(count: int, data: st.DataObject) -> None:
    steps = [StepColumn(str(n + 1), 100.0 + 50 * n, 106.0 + 50 * n) for n in range(count)]
    chosen = sorted(data.draw(st.sets(st.integers(0, count - 1), min_size=1)))
    spans = [Span(80.0 + 50 * n, 110.0 + 50 * n) for n in chosen]
    assert columns.match_columns(spans, steps) == chosen


def test_a_line_with_other_words_is_no_line_of_steps() -> None:
    assert columns.read_steps(draw_words("1 2 people")) == ()
    assert columns.read_steps(draw_words("3 2 1")) == ()


def test_step_and_its_number_stay_together() -> None:
    parts = columns.split_steps(draw_words("Step 1 Step 2 Hourly Rate"))
    assert [" ".join(word.text for word in part) for part in parts] == ["Step 1", "Step 2", "Hourly Rate"]


def test_a_page_that_begins_inside_a_class_keeps_the_order_of_periods() -> None:
    rows = find_rows(group_lines(draw_words("YR 20,880.00", "HR 11.00", "YR 22,968.00", "HR 12.00")))
    groups, _ = group_periods(rows, [], ("HR", "YR"))
    assert [[row.period for row in group] for group in groups] == [["YR"], ["HR", "YR"], ["HR"]]


def test_a_table_may_print_its_periods_from_the_year_down() -> None:
    lines = ["YR 20,880.00", "BW 800.00", "HR 10.00"] * 3
    groups, order = group_periods(find_rows(group_lines(draw_words(*lines))), [])
    assert len(groups) == 3
    assert order.index("YR") < order.index("HR")


def test_heads_that_touch_belong_to_the_columns_they_stand_over() -> None:
    line = group_lines(draw_words("Hourly Rate Annual Rate"))
    found = heads.read_columns(line, [Span(0, 60), Span(75, 135)], -10)
    assert [column.period for column in found] == ["HR", "YR"]
