"""Seeded random agreements in random print, with the truth about every amount in them.

The same seed and kind give the same bytes on the same machine (installed fonts and a browser take
part where they are there); the truth depends on the seed and kind alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from tools.typeset.chromium_pdf import draw_with_chromium, find_chromium
from tools.typeset.grids import Grid
from tools.typeset.misprint import misprint_cents, replace_amount
from tools.typeset.model import Agreement, PayTable, TruthRow, format_cents, list_truth
from tools.typeset.pages import BuildGrid, print_agreement
from tools.typeset.pay_grids import build_blocks, build_matrix, build_step_rows
from tools.typeset.prose import Prose
from tools.typeset.random_agreement import Shape, make_agreement
from tools.typeset.reportlab_pdf import Drawing, draw_pdf, list_families
from tools.typeset.style import HEADINGS, Style, pick_style
from tools.typeset.text_forms import write_markup, write_scrambled, write_tabbed

HOURLY = ("80 x 26.1", "80 x 26.1", "75 x 26", "80 x 26")
ALL_PLANS = (*HOURLY, "biweekly", "monthly 2080")
SHAPES = {
    "blocks": Shape(ALL_PLANS),
    "components": Shape((*HOURLY, "biweekly"), most_steps=8, most_classes=4, components=True, several_tables=False),
    "rows": Shape(("monthly 2080", "80 x 26.1", "80 x 26"), most_steps=8, most_classes=14, several_tables=False,
                  periods=(("HR", "BW", "MO", "YR"),), always_coded=True),
    "matrix": Shape(("80 x 26", "80 x 26.1"), most_steps=7, most_classes=12, least_classes=3, blanks=False,
                    several_tables=False, periods=(("HR", "BW"),)),
    "scrambled": Shape(("80 x 26.1",), most_steps=8, most_classes=8, least_classes=4, blanks=False,
                       several_tables=False, always_coded=True),
    "tabbed": Shape(HOURLY, most_steps=9, several_tables=False, always_coded=True),
    "markup": Shape((*HOURLY, "biweekly"), most_steps=8, most_classes=5, components=True, several_tables=False,
                    always_coded=True),
    "prose": Shape(("80 x 26.1",)),
}  # fmt: skip
TEXT_KINDS = ("scrambled", "tabbed", "markup")
PDF_KINDS = ("blocks", "blocks", "blocks", "components", "components", "rows", "matrix")
KINDS = tuple(SHAPES)
BROWSER_SHARE = 0.12
"""Part of the PDFs that a browser prints, where there is one: it takes seconds."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A document made for a test."""

    seed: int
    kind: str
    data: bytes
    """A PDF, or UTF-8 text for the kinds of ``TEXT_KINDS``."""
    truth: list[TruthRow]
    """Columns of ``TRUTH_COLUMNS``, one row per printed amount."""
    description: str
    pay_pages: tuple[int, ...] = ()
    """Pages (from 1) of the appendices; empty for text."""

    @property
    def suffix(self) -> str:
        """File name extension for the data."""
        return ".txt" if self.kind in TEXT_KINDS else ".pdf"


def make_variant(seed: int, kind: str | None = None) -> Variant:
    """A random document of a kind (one of ``KINDS``; by default one of the PDF kinds with pay).

    Raises:
        KeyError: The kind is none of ``KINDS``.
    """
    return _compose(seed, kind or Random(f"kind {seed}").choice(PDF_KINDS), None)


def seed_fault(variant: Variant, seed: int) -> tuple[bytes, dict[str, str]]:
    """The variant with one amount misprinted.

    Returns:
        The document and the row of the truth that is misprinted, with ``printed`` beside ``amount``.

    Raises:
        ValueError: The variant has no amount.
    """
    if not variant.truth:
        raise ValueError("a variant without amounts cannot be misprinted")
    rng = Random(f"fault {seed}")
    place = rng.randrange(len(variant.truth))
    row = variant.truth[place]
    wrong = misprint_cents(int(row["amount"].replace(".", "")), rng)
    data = _compose(variant.seed, variant.kind, (place, wrong)).data
    return data, {**row, "printed": format_cents(wrong, thousands=False)}


def _compose(seed: int, kind: str, fault: tuple[int, int] | None) -> Variant:
    """Figures, then print: two streams of chance, so that a misprint changes one amount alone."""
    figures, print_choice = Random(f"figures {kind} {seed}"), Random(f"print {kind} {seed}")
    style = _pick_style(print_choice, kind)
    shape = replace(SHAPES[kind], numbered_exhibits=kind not in TEXT_KINDS and "{number}" in style.heading[0])
    agreement, prose = make_agreement(figures, shape, rows=kind == "rows", matrix=kind == "matrix")
    truth = [] if kind == "prose" else list_truth(agreement)
    if fault is not None:
        agreement = replace_amount(agreement, *fault)
    if kind in TEXT_KINDS:
        return Variant(seed, kind, _write_text(kind, agreement, prose, seed), truth, f"{kind} text, seed {seed}")
    if kind == "prose":
        agreement = replace(agreement, appendices=())
    return _print(seed, kind, (agreement, prose), style, truth)


def _pick_style(rng: Random, kind: str) -> Style:
    style = pick_style(rng, list_families())
    if kind == "blocks" and rng.random() < 0.12:
        style = replace(style, frames=2, split_blocks=False, size=min(style.size, 8.0), landscape=True)
    if kind in ("rows", "matrix"):
        heading = rng.choice(HEADINGS[1:])
        dollar = style.dollar if style.dollar != "above" else "glued"
        style = replace(style, heading=heading, dollar=dollar, leading=min(style.leading, 1.35), labels="columns")
    if kind == "matrix":
        style = replace(style, step_header=rng.choice(("Step {}", "STEP {}")), labels="columns")
    return style


def _write_text(kind: str, agreement: Agreement, prose: Prose, seed: int) -> bytes:
    if kind == "scrambled":
        return write_scrambled(agreement, prose, seed).encode()
    if kind == "tabbed":
        lone = Random(f"lone {seed}").choice(((), ("A",), ("B", "C")))
        return write_tabbed(agreement, prose, lone).encode()
    return write_markup(agreement, prose, seed).encode()


def _print(seed: int, kind: str, contents: tuple[Agreement, Prose], style: Style, truth: list[TruthRow]) -> Variant:
    rng = Random(f"drawing {kind} {seed}")
    printed = print_agreement(*contents, style, _builder(kind, rng))
    drawing = _pick_drawing(rng, seed)
    if rng.random() < BROWSER_SHARE and find_chromium() is not None:
        data, how = draw_with_chromium(printed.sheets), "chromium"
    else:
        data, how = draw_pdf(printed.sheets, drawing), f"reportlab, {_describe_drawing(drawing)}"
    words = f"{kind}, seed {seed}: {_describe(printed.style)}, {how}"
    return Variant(seed, kind, data, truth, words, printed.pay_pages)


def _builder(kind: str, rng: Random) -> BuildGrid:
    if kind == "matrix":
        return build_matrix
    if kind != "rows":
        return build_blocks
    order = rng.choice(((0, 2, 3, 1), (0, 1, 2, 3), (2, 3, 1, 0)))

    def build(table: PayTable, style: Style) -> Grid:
        return build_step_rows(table, style, order)

    return build


def _pick_drawing(rng: Random, seed: int) -> Drawing:
    rotate = rng.choice((0, 0, 0, 0, 90, 180, 270))
    return Drawing(
        rotate=rotate,
        page_rotation=rotate == 180 or rng.random() < 0.7,
        pieces=rng.choice(("whole", "whole", "whole", "words", "chunks", "letters")),
        order=rng.choice(("natural", "natural", "shuffled", "amounts first", "columns")),
        seed=seed,
    )


def _describe(style: Style) -> str:
    side = "landscape" if style.landscape else "portrait"
    parts = [f"{style.family} {style.size:g}", f"{style.page} {side}", f"rules {style.rules}", f"$ {style.dollar}",
             f"labels {style.labels} {style.place}", f"{style.frames} beside each other" if style.frames > 1 else "",
             "blocks split" if style.split_blocks else ""]  # fmt: skip
    return ", ".join(part for part in parts if part)


def _describe_drawing(drawing: Drawing) -> str:
    turned = f"/Rotate {drawing.rotate}" if drawing.page_rotation else f"sideways {drawing.rotate}"
    return f"{turned if drawing.rotate else 'upright'}, text {drawing.pieces}, order {drawing.order}"
