"""The lines over a table that head its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.layouts import pay
from pipeline.models import Word
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import columns, headings, labels, tokens
from pipeline.normalize.salary.labels import cut_segments
from pipeline.normalize.salary.periods import parse_period
from pipeline.normalize.salary.untold import is_pay_number

_IN_BRACKETS = re.compile(r"(?:\([^)]*\)\s*){2,}")
_SEVERAL = 2
_LINES = 6
_HOURS = frozenset({"hours", "hrs"})
_WORD_STEP = 24.0
_FIRST_GAP = 6.0
_GAP = 1.6
"""Line heights between the heads and the first row, and between two lines of heads."""


def is_head(line: TextLine, left: float = 0.0) -> bool:
    """Whether a line heads columns: it names two pay periods, or two steps over amounts that begin at ``left``."""
    cells = labels.cut_segments(line.words, 0)
    if len(cells) > 1 and sum(parse_period(cell.text) is not None for cell in cells) > 1:
        return True
    if left and line.x1 <= left - _WORD_STEP:
        return False  # "I B" ends a title
    if len(columns.read_steps(line.words)) > 1:
        return True
    over = [word for word in line.words if word.x1 >= left - _WORD_STEP] if left else []
    if len(columns.read_steps(over)) > 1:
        return True
    return len(columns.read_steps([word for word in line.words if labels.head_role(word.text) in (None, "step")])) > 1


def is_foreign_head(line: TextLine, left: float) -> bool:
    """Whether a line heads the columns of another table: words stand over the amounts, and none is a mark or blank."""
    over = [word for word in line.words if word.x0 >= left - _WORD_STEP and any(char.isalpha() for char in word.text)]
    if not over or len(line.words) == len(over) or tokens.is_blank(over[0].text):
        return False
    if len(over) == 1 and tokens.parse_step(over[0].text):
        return False  # the step of a row, half a line off its amounts
    return len(labels.cut_segments(line.words, 0)) > 1 and not any(map(is_pay_number, (w.text for w in line.words)))


def find_head_lines(
    lines: Sequence[TextLine], first: int, floor: int, left: float = 0.0, *, stepped: bool = False
) -> list[int]:
    """Indices of the lines over line ``first`` that are heads, top to bottom; none above ``floor``.

    Lines that end before the amounts begin at ``left`` may be the first ones of a wrapped label. Over rows that are
    ``stepped`` any names are heads, those of lanes or classes.
    """
    heads = [left] if stepped else []
    taken: list[int] = []
    below = lines[first]
    for index in range(first - 1, max(floor, first - _LINES) - 1, -1):
        line = lines[index]
        limit = _GAP if any(_heads_columns(lines[other], heads) for other in taken) else _FIRST_GAP
        far = below.top - line.bottom > limit * max(line.height, below.height)
        if far or headings.is_heading(line) or _is_row(line):
            break
        if not taken and line.x1 <= left and _is_title(line):
            continue
        if len(line.words) > 40 or _is_title(line) or _prints_code(line):
            break
        taken.insert(0, index)
        below = line
    return taken if any(_heads_columns(lines[index], heads) for index in taken) else []


def _heads_columns(line: TextLine, lanes: Sequence[float]) -> bool:
    """Whether a line names what columns hold, or several things over columns of ``lanes``, that begin there."""
    over = [word for left in lanes for word in line.words if word.x0 >= left - _WORD_STEP]
    return _is_head_line(line) or len(cut_segments(over, 0)) >= _SEVERAL


def _is_row(line: TextLine) -> bool:
    """Whether a line is a row of amounts, be they whole dollars; heads may print the hours of a year."""
    if any(tokens.is_cents(word.text) for word in line.words):
        return True
    return sum(tokens.is_amount(word.text) for word in line.words) > 1 and not _HOURS & {
        tokens.fold(word.text) for word in line.words
    }


def _prints_code(line: TextLine) -> bool:
    """Whether a line is the caption of a class: one cell with a code and a title."""
    codes = [tokens.is_code(word.text.strip("()")) for word in line.words]
    return len(cut_segments(line.words, 0)) == 1 and (codes[0] or codes[-1]) and len(codes) > 1 and not all(codes)


def _is_head_line(line: TextLine) -> bool:
    if len(line.words) > _SEVERAL and tokens.fold(line.words[0].text) in pay.STEP_HEADS:
        return True
    if sum(tokens.fold(word.text) in pay.STEP_HEADS for word in line.words) >= _SEVERAL:
        return True
    cells = [cell.text for cell in cut_segments(line.words, 0)]
    if len(cells) > 1 and any(labels.head_role(cell) == "step" for cell in cells[:_SEVERAL]):
        return True  # "Years of Service" beside lanes
    return any(map(_names_something, cells)) or sum(map(tokens.names_years, cells)) >= _SEVERAL


def _names_something(text: str) -> bool:
    return parse_period(text) is not None or len(columns.read_steps_of(text)) > 0


def _is_title(line: TextLine) -> bool:
    """Whether a line is a title over the table: one cell of several words that names no column."""
    cells = cut_segments(line.words, 0)
    if tokens.fold(line.words[0].text) in pay.STEP_HEADS:
        return False  # heads of narrow columns stand close: "Step A Step B", "Step Column A Column B"
    if _holds_heads_alone(line):
        return False  # "Class Title Code Step 1" in narrow columns
    if _IN_BRACKETS.fullmatch(line.text):
        return False  # "(56 hr) (40 hr)" under two pay periods
    steps = sum(tokens.fold(word.text) in pay.STEP_HEADS for word in line.words)
    if _begins_alike(line):
        return False  # "Class I Class II Class III"
    return len(cells) == 1 and len(line.words) > 3 and steps < _SEVERAL and parse_period(line.text) is None


def _begins_alike(line: TextLine) -> bool:
    """Whether a line is several heads of as many words that begin with the same one."""
    texts = [word.text for word in line.words]
    count = texts.count(texts[0])
    share = len(texts) // count
    return count > 1 < share and texts[::share] == [texts[0]] * count


def _holds_heads_alone(line: TextLine) -> bool:
    """Whether a line is heads of labels and one step, however close they stand."""
    heads = [part for part in columns.split_steps(line.words) if not _names_step(part)]
    return 0 < len(heads) < len(columns.split_steps(line.words)) and all(
        tokens.fold(word.text) in pay.HEAD_WORDS for part in heads for word in part
    )


def _names_step(words: Sequence[Word]) -> bool:
    return len(columns.read_steps_of(" ".join(word.text for word in words))) > 0
