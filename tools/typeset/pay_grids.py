"""Pay tables as grids: class blocks, component rows, one row per step, and a range x step matrix."""

from __future__ import annotations

from collections.abc import Sequence

from tools.typeset.grids import Band, Column, Grid, HeaderCell, Label
from tools.typeset.model import ClassBlock, Line, PayTable, format_cents
from tools.typeset.style import PERIOD_NAMES, Style

LONG_TITLE = 20
"""Characters from which a title is wrapped, where titles are."""


def build_blocks(table: PayTable, style: Style) -> Grid:
    """A block per class: label columns, period column, a column per step."""
    has_components = any(block.components[0].name for block in table.blocks)
    widths = _label_headers(table, style, has_components)
    columns = (*(Column("label") for _ in widths), Column("period"), *(_amount(style) for _ in table.steps))
    steps = [style.step_header.format(step) for step in table.steps]
    header = tuple(HeaderCell(text, index, index) for index, text in enumerate((*widths, "", *steps)))
    bands = tuple(_build_band(block, style, widths, has_components) for block in table.blocks)
    return Grid(columns, (header,), bands)


CLASS_COLUMNS = ("Code", "Class Title", "Range")


def _class_columns(table: PayTable) -> tuple[str, ...]:
    """Headers of the class columns the table has something for."""
    used = (any(block.code for block in table.blocks), True, any(block.range_code for block in table.blocks))
    return tuple(name for name, use in zip(CLASS_COLUMNS, used, strict=True) if use)


def _label_headers(table: PayTable, style: Style, has_components: bool) -> tuple[str, ...]:
    headers: dict[str, tuple[str, ...]] = {"columns": _class_columns(table), "one column": ("",), "heading": ()}
    return (*headers[style.labels], *(("",) if has_components else ()))


def _amount(style: Style) -> Column:
    return Column("amount", style.amount_align)


def _build_band(block: ClassBlock, style: Style, headers: tuple[str, ...], has_components: bool) -> Band:
    lines = block.lines
    rows = tuple(
        (*[""] * len(headers), PERIOD_NAMES[style.period_names][line.period], *_cells(line, style, index == 0))
        for index, line in enumerate(lines)
    )
    labels = [*_class_labels(block, style, headers)]
    first = 0
    for component in block.components if has_components else ():
        count = len(component.lines)
        name = _wrap(component.name or "", 18)
        place = "first" if style.place == "spread" else style.place
        labels.append(Label(len(headers) - 1, name, first, count, place))
        first += count
    heading = "   ".join(_label_pieces(block)) if style.labels == "heading" else ""
    return Band(rows, tuple(labels), heading)


def _class_labels(block: ClassBlock, style: Style, headers: tuple[str, ...]) -> list[Label]:
    count = len(block.lines)
    again = f"{block.title} (continued)" if style.continued else ""
    if style.labels == "heading":
        return []
    if style.labels == "columns":
        title = wrap_title(block.title, style)
        code = wrap_code(block.code, style)
        place = "first" if style.place == "spread" else style.place
        texts = {"Code": code, "Class Title": title, "Range": (block.range_code,) if block.range_code else ()}
        return [
            Label(column, texts[name], 0, count, place, again=again if name == "Class Title" else "")
            for column, name in enumerate(headers)
            if texts.get(name)
        ]
    name, *rest = _label_pieces(block)
    return [Label(0, (*wrap_title(name, style), *rest), 0, count, style.place, bold=True, again=again)]


def _label_pieces(block: ClassBlock) -> list[str]:
    coded = f"Class Code {block.code}" if block.components[0].name else block.code
    return [block.title, *([coded] if block.code else []), *([f"Range {block.range_code}"] if block.range_code else [])]


def wrap_title(title: str, style: Style) -> tuple[str, ...]:
    """A long title on two lines, where the style wraps titles: ("Municipal Police", "Captain I")."""
    return _wrap(title, LONG_TITLE) if style.wrap_titles else (title,)


def wrap_code(code: str, style: Style) -> tuple[str, ...]:
    """A code broken after its dash, where the style wraps codes: ("3183-", "1")."""
    stem, dash, grade = code.partition("-")
    if style.wrap_codes and dash:
        return stem + dash, grade
    return (code,) if code else ()


def _wrap(text: str, width: int) -> tuple[str, ...]:
    """Two lines of about equal length, broken at a blank, if the text is longer than ``width``."""
    if len(text) <= width or " " not in text:
        return (text,)
    breaks = [index for index, char in enumerate(text) if char == " "]
    middle = min(breaks, key=lambda index: abs(index - len(text) / 2))
    return text[:middle], text[middle + 1 :]


def _cells(line: Line, style: Style, first_row: bool) -> list[str]:
    return [print_amount(cents, style, first_row) for cents in line.amounts]


def print_amount(cents: int | None, style: Style, first_row: bool = False) -> str:
    """A cell with an amount or a blank, the ``$`` where the style puts it."""
    if cents is None:
        return style.blank
    digits = format_cents(cents, style.thousands)
    signs = {"glued": "$", "spaced": "$ ", "cell": "$\t", "above": "$\n", "first": "$" if first_row else "", "none": ""}
    return signs[style.dollar] + digits


def build_step_rows(table: PayTable, style: Style, order: Sequence[int]) -> Grid:
    """A row per step: title, code, bargaining unit, grade, step, and a column per period in ``order``."""
    names = PERIOD_NAMES[style.period_names]
    periods = [table.blocks[0].lines[index].period for index in order]
    words = [names[period] if len(names[period]) == 2 else f"{names[period]} Rate" for period in periods]
    headers = ("Class Title", "Class Code", "BU", "Grade", "Step", *words)
    columns = (*(Column("label") for _ in range(5)), *(_amount(style) for _ in periods))
    header = tuple(HeaderCell(text, index, index) for index, text in enumerate(headers))
    return Grid(columns, (header,), tuple(_build_step_band(table, block, style, order) for block in table.blocks))


def _build_step_band(table: PayTable, block: ClassBlock, style: Style, order: Sequence[int]) -> Band:
    rows: list[tuple[str, ...]] = []
    for index, step in enumerate(table.steps):
        amounts = [block.lines[line].amounts[index] for line in order]
        if amounts[0] is None:
            continue
        labels = (block.title, block.code, block.bargaining_unit)
        shown = labels if style.row_labels_every or not rows else ("", "", "")
        cells = [print_amount(cents, style, not rows) for cents in amounts]
        rows.append((*shown, block.range_code, step, *cells))
    return Band(tuple(rows))


def build_matrix(table: PayTable, style: Style) -> Grid:
    """A row per range, a pair of columns (biweekly, hourly) per step under two header rows."""
    names = PERIOD_NAMES[style.period_names]
    columns = (Column("label"), *(_amount(style) for _ in range(2 * len(table.steps))))
    top = [HeaderCell("", 0, 0)]
    below = [HeaderCell("Range", 0, 0)]
    for index, step in enumerate(table.steps):
        left = 1 + 2 * index
        top.append(HeaderCell(style.step_header.format(step), left, left + 1))
        below += [HeaderCell(names["BW"], left, left), HeaderCell(names["HR"], left + 1, left + 1)]
    return Grid(columns, (tuple(top), tuple(below)), tuple(_build_matrix_band(block, style) for block in table.blocks))


def _build_matrix_band(block: ClassBlock, style: Style) -> Band:
    by_period = {line.period: line.amounts for line in block.lines}
    pairs = zip(by_period["BW"], by_period["HR"], strict=True)
    cells = [print_amount(cents, style) for pair in pairs for cents in pair]
    return Band(((block.range_code, *cells),))
