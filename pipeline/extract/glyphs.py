"""Characters of a pdfium text page in bulk: code, advance box, and the style of each token's text object.

One call per character through ctypes costs about a microsecond; a page has 3,000 of them. So the text
comes in one call, the boxes land in one preallocated array, and everything else is asked once a token.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import repeat
from math import hypot
from typing import Any

import pypdfium2.raw as pdfium

MAX_CHARACTERS = 200_000
"""Per page. The densest printed page holds about 20,000."""

_BOX_FLOATS = ctypes.sizeof(pdfium.FS_RECTF) // ctypes.sizeof(ctypes.c_float)
_BOLD_NAMES = ("bold", "black", "heavy", "demi")


@dataclass(frozen=True, slots=True)
class RawGlyphs:
    """All characters of a page in user space, index by index."""

    text: str
    left: list[float]
    bottom: list[float]
    right: list[float]
    top: list[float]


@dataclass(frozen=True, slots=True)
class Style:
    """What the characters of one text object share."""

    advance: tuple[float, float]
    """Direction in which the text runs, in user space."""
    em: float
    """Height of the font in user space."""
    bold: bool


class TextPage:
    """One text page of pdfium, to be closed: ``with TextPage(page) as text_page``."""

    def __init__(self, page: Any) -> None:
        self._raw = pdfium.FPDFText_LoadPage(page)
        self.count = max(0, pdfium.FPDFText_CountChars(self._raw)) if self._raw else 0
        self._styles: dict[int, Style] = {}
        self._bold_fonts: dict[int, bool] = {}

    def __enter__(self) -> TextPage:
        """The text page itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Free it, before its page."""
        if self._raw:
            pdfium.FPDFText_ClosePage(self._raw)
            self._raw = None

    def text(self) -> str:
        """One character per index; U+FFFD where the font gives none."""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = pdfium.FPDFText_GetText(self._raw, 0, self.count, buffer)
        text = bytes(buffer)[: 2 * self.count].decode("utf-16-le", "replace")
        if written == self.count + 1 and len(text) == self.count:
            return text.replace("\0", "\ufffd")
        codes = map(pdfium.FPDFText_GetUnicode, repeat(self._raw), range(self.count))
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)

    def glyphs(self) -> RawGlyphs:
        """Text and advance boxes of all characters."""
        boxes = (pdfium.FS_RECTF * self.count)()
        for index, box in enumerate(boxes):
            pdfium.FPDFText_GetLooseCharBox(self._raw, index, ctypes.byref(box))
        values = (ctypes.c_float * (_BOX_FLOATS * self.count)).from_buffer(boxes)[:]
        return RawGlyphs(self.text(), values[0::4], values[3::4], values[2::4], values[1::4])

    def is_printed_space(self, index: int) -> bool:
        """Whether a white-space character stands in the document, not only in pdfium's guess."""
        return pdfium.FPDFText_IsGenerated(self._raw, index) == 0

    def origin(self, index: int) -> tuple[float, float]:
        """The point on the baseline where a character starts, in user space."""
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._raw, index, ctypes.byref(x), ctypes.byref(y))
        return x.value, y.value

    def style(self, index: int) -> Style:
        """Direction, size and weight of a character, remembered per text object."""
        item = pdfium.FPDFText_GetTextObject(self._raw, index)
        key = ctypes.addressof(item.contents) if item else 0
        if key not in self._styles:
            self._styles[key] = self._read_style(item, index)
        return self._styles[key]

    def _read_style(self, item: Any, index: int) -> Style:
        matrix = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
        pdfium.FPDFText_GetMatrix(self._raw, index, ctypes.byref(matrix))
        size = abs(pdfium.FPDFText_GetFontSize(self._raw, index)) * hypot(matrix.c, matrix.d)
        return Style((matrix.a, matrix.b), size or 1.0, bool(item) and self._is_bold(item))

    def _is_bold(self, item: Any) -> bool:
        font = pdfium.FPDFTextObj_GetFont(item)
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self._bold_fonts:
            name = ctypes.create_string_buffer(128)
            pdfium.FPDFFont_GetBaseFontName(font, name, 128)
            plain = name.value.decode("latin-1").lower()
            self._bold_fonts[key] = pdfium.FPDFFont_GetWeight(font) >= 600 or any(mark in plain for mark in _BOLD_NAMES)
        stroked = pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
        return self._bold_fonts[key] or stroked
