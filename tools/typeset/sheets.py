"""A typeset page as a list of marks, in points from the top left corner, before any producer draws it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Font:
    """A family by the names reportlab and a browser know it by."""

    regular: str
    bold: str
    css: str


FONTS = {
    "Helvetica": Font("Helvetica", "Helvetica-Bold", "Liberation Sans, Arial, sans-serif"),
    "Times": Font("Times-Roman", "Times-Bold", "Liberation Serif, Times New Roman, serif"),
    "Courier": Font("Courier", "Courier-Bold", "Liberation Mono, Courier New, monospace"),
    "Liberation Sans": Font("LiberationSans-Regular", "LiberationSans-Bold", "Liberation Sans"),
    "Liberation Serif": Font("LiberationSerif-Regular", "LiberationSerif-Bold", "Liberation Serif"),
    "Liberation Sans Narrow": Font(
        "LiberationSansNarrow-Regular", "LiberationSansNarrow-Bold", "Liberation Sans Narrow"
    ),
    "DejaVu Sans": Font("DejaVuSans", "DejaVuSans-Bold", "DejaVu Sans"),
    "DejaVu Serif": Font("DejaVuSerif", "DejaVuSerif-Bold", "DejaVu Serif"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """Characters on one baseline."""

    x: float
    baseline: float
    """Distance from the top of the page."""
    text: str
    font: str
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruled line."""

    x0: float
    top: float
    x1: float
    bottom: float
    width: float
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Fill:
    """A shaded rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float
    grey: float


@dataclass(slots=True)
class Sheet:
    """One page as it is meant to be read."""

    width: float
    height: float
    fills: list[Fill] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    image: bytes | None = None
    """A JPEG that covers the page instead of its marks: the page is a scan."""
