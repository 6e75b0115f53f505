"""How a document is printed: every choice a typesetter has, drawn at random from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal

from tools.typeset.grids import Align, Place
from tools.typeset.model import Period
from tools.typeset.sheets import FONTS

Rules = Literal["grid", "horizontal", "hairline", "none", "zebra"]
Dollar = Literal["none", "glued", "spaced", "cell", "above", "first"]
Labels = Literal["one column", "columns", "heading"]

PERIOD_NAMES: tuple[dict[Period, str], ...] = (
    {"HR": "HR", "BW": "BW", "MO": "MO", "YR": "YR"},
    {"HR": "Hourly", "BW": "Biweekly", "MO": "Monthly", "YR": "Annual"},
    {"HR": "Hourly", "BW": "Bi-Weekly", "MO": "Monthly", "YR": "Annually"},
    {"HR": "HOURLY", "BW": "BI-WEEKLY", "MO": "MONTHLY", "YR": "ANNUAL"},
)
HEADINGS = (
    ("APPENDIX {letter}", "Operative {date}"),
    ("Salary Appendix {letter}", "Operative on {date}"),
    ("EXHIBIT {number}", "Effective {slashes}"),
    ("Schedule {letter}", "Effective {date}"),
    ("MOU {mou} - APPENDIX {letter} - SALARIES OPERATIVE {date}",),
    ("APPENDIX {letter} - SALARY SCHEDULE", "Effective {slashes}"),
    ("MOU {mou}", "APPENDIX {letter}", "Operative {date}"),
)
PAGE_SIZES = {"letter": (612.0, 792.0), "A4": (595.28, 841.89), "legal": (612.0, 1008.0), "tabloid": (792.0, 1224.0)}
STEP_HEADERS = ("{}", "Step {}", "STEP {}", "{}")


@dataclass(frozen=True, slots=True)
class Style:
    """One way to print pay tables."""

    family: str = "Helvetica"
    size: float = 9.0
    page: str = "letter"
    landscape: bool = False
    rules: Rules = "grid"
    dollar: Dollar = "none"
    thousands: bool = True
    labels: Labels = "one column"
    place: Place = "first"
    wrap_titles: bool = False
    wrap_codes: bool = False
    period_names: int = 0
    step_header: str = "{}"
    blank: str = ""
    heading: tuple[str, ...] = HEADINGS[0]
    split_blocks: bool = False
    continued: bool = False
    frames: int = 1
    """Tables side by side on a page."""
    page_per_appendix: bool = True
    row_labels_every: bool = False
    """Row-per-step tables: the class on every row, not on its first alone."""
    amount_align: Align = "right"
    stretch: bool = True
    leading: float = 1.35
    running_header: bool = True
    run_date: str = ""
    """Printed in the running header beside the page number, as payroll systems do."""
    margin: float = 40.0

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height as read, in points."""
        width, height = PAGE_SIZES[self.page]
        return (height, width) if self.landscape else (width, height)


def pick_style(rng: Random, installed: list[str]) -> Style:
    """A random style; every one of them reads well in print. Only the font hangs on what is installed."""
    dollar: Dollar = rng.choice(("none", "glued", "glued", "spaced", "cell", "above", "first"))
    family = rng.choice(list(FONTS))
    labels: Labels = rng.choice(("one column", "one column", "columns", "columns", "heading"))
    return Style(
        family=family if family in installed else "Helvetica",
        size=rng.choice((6.0, 7.0, 7.5, 8.0, 9.0, 10.0, 11.0)),
        page=rng.choice(("letter", "letter", "A4", "legal")),
        landscape=rng.random() < 0.35,
        rules=rng.choice(("grid", "horizontal", "hairline", "none", "none", "zebra")),
        dollar=dollar,
        thousands=rng.random() < 0.85,
        labels=labels,
        place=rng.choice(("first", "centre", "spread")),
        wrap_titles=rng.random() < 0.3,
        wrap_codes=labels == "columns" and rng.random() < 0.25,
        period_names=rng.randrange(len(PERIOD_NAMES)),
        step_header=rng.choice(STEP_HEADERS),
        blank=rng.choice(("", "", "-", "--", "N/A")),
        heading=rng.choice(HEADINGS),
        split_blocks=rng.random() < 0.5,
        continued=rng.random() < 0.5,
        frames=1,
        page_per_appendix=rng.random() < 0.6,
        row_labels_every=rng.random() < 0.5,
        amount_align=rng.choice(("right", "right", "centre")) if dollar != "cell" else "right",
        stretch=rng.random() < 0.6,
        leading=rng.choice((1.2, 1.35, 1.6, 2.0)),
        running_header=rng.random() < 0.7,
        margin=rng.choice((36.0, 48.0, 60.0)),
        run_date=rng.choice(("", "", "Run Date: 06/25/2010", "Printed 12/1/2019 10:45")),
    )
