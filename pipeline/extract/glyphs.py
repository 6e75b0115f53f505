"""Characters of a pdfium text page in bulk: code, advance box, and the style of each token's text object.

One call per character through ctypes costs about a microsecond; a page has 3,000 of them. So the text
comes in one call, the boxes land in one preallocated array, and everything else is asked once a token.
"""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from math import hypot
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.extract import native

MAX_CHARACTERS = 200_000
"""Per page. The densest printed page holds about 20,000."""

_BOX_BYTES = 16
"""FS_RECTF: left, top, right, bottom as four floats."""
_BOLD_NAMES = ("bold", "black", "heavy", "demi")


@dataclass(frozen=True, slots=True)
class RawGlyphs:
    """All characters of a page in user space, index by index."""

    text: str
    left: list[float]
    bottom: list[float]
    right: list[float]
    top: list[float]


class Style(NamedTuple):
    """What the characters of one text object share."""

    advance: tuple[float, float]
    """Direction in which the text runs, in user space."""
    em: float
    """Height of the font in user space."""
    bold: bool


class TextPage:
    """One text page of pdfium, to be closed: ``with TextPage(page) as text_page``."""

    def __init__(self, page: Any) -> None:
        self._handle = pdfium.FPDFText_LoadPage(page)
        self._raw = native.address_of(self._handle)
        self.count = max(0, native.count_characters(self._raw)) if self._raw else 0
        self._styles: dict[int, Style] = {}
        self._sizes: dict[tuple[int, float | None, bool], Style] = {}
        self._bold_fonts: dict[int, bool] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.addressof(self._matrix)
        self._point = (ctypes.c_double * 2)()
        self._point_at = ctypes.addressof(self._point)

    def __enter__(self) -> TextPage:
        """The text page itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Free it, before its page."""
        if self._raw:
            pdfium.FPDFText_ClosePage(self._handle)
            self._raw = self.count = 0

    def text(self) -> str:
        """One character per index; U+FFFD where the font gives none."""
        if not self._raw:
            return ""
        buffer = (ctypes.c_ushort * (self.count + 1))()
        written = pdfium.FPDFText_GetText(self._handle, 0, self.count, buffer)
        text = bytes(buffer)[: 2 * self.count].decode("utf-16-le", "replace")
        if written == self.count + 1 and len(text) == self.count:
            return text.replace("\0", "\ufffd")
        codes = map(native.character_code, repeat(self._raw), range(self.count))
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)

    def glyphs(self, text: str) -> RawGlyphs:
        """Advance boxes of all characters, beside their ``text``."""
        values = (ctypes.c_float * (4 * self.count))()
        start = ctypes.addressof(values)
        places = range(start, start + _BOX_BYTES * self.count, _BOX_BYTES)
        deque(map(native.character_box, repeat(self._raw), range(self.count), places), maxlen=0)
        floats = values[:]
        return RawGlyphs(text, floats[0::4], floats[3::4], floats[2::4], floats[1::4])

    def is_printed_space(self, index: int) -> bool:
        """Whether a white-space character stands in the document, not only in pdfium's guess."""
        return bool(native.is_generated(self._raw, index) == 0)

    def origin(self, index: int) -> tuple[float, float]:
        """The point on the baseline where a character starts, in user space."""
        native.character_origin(self._raw, index, self._point_at, self._point_at + 8)
        return self._point[0], self._point[1]

    def style(self, index: int, height: float | None = None) -> Style:
        """Direction, size and weight of a character.

        Args:
            index: Of the character.
            height: Of its advance box, where the text around it runs to the right: in one font, equal
                heights are equal sizes, so that the matrix need not be asked for.
        """
        item = native.character_object(self._raw, index) or 0
        style = self._styles.get(item)
        if style is None:
            style = self._styles[item] = self._read_style(item, index, height)
        return style

    def _read_style(self, item: int, index: int, height: float | None) -> Style:
        font = (native.object_font(item) or 0) if item else 0
        bold = bool(font) and self._is_bold(item, font)
        key = (font, height, bold)
        style = self._sizes.get(key) if font and height else None
        if style is None:
            style = self._sizes[key] = self._measure(index, bold)
        return style

    def _measure(self, index: int, bold: bool) -> Style:
        matrix = self._matrix
        if not native.character_matrix(self._raw, index, self._matrix_at):
            return Style((1.0, 0.0), 1.0, False)
        size = abs(native.character_size(self._raw, index)) * hypot(matrix.c, matrix.d)
        return Style((matrix.a, matrix.b), size or 1.0, bold)

    def _is_bold(self, item: int, font: int) -> bool:
        if font not in self._bold_fonts:
            self._bold_fonts[font] = _is_bold_font(font)
        return self._bold_fonts[font] or native.render_mode(item) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE


def _is_bold_font(font: int) -> bool:
    name = ctypes.create_string_buffer(128)
    native.font_name(font, name, 128)
    plain = name.value.decode("latin-1").lower()
    return native.font_weight(font) >= 600 or any(mark in plain for mark in _BOLD_NAMES)
