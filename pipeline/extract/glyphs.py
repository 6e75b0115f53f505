"""Characters of a pdfium text page in bulk: code, advance box, and the style of each token's first character.

One call per character through ctypes costs a third of a microsecond; a page has 3,000 of them. So the text
comes in one call, the boxes land in one array that is kept from page to page, and everything else is
asked once a token.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from math import hypot
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.extract import native

MAX_CHARACTERS = 200_000
"""Per page. The densest printed page holds about 20,000."""

_ROOM = 8192
"""Characters whose boxes find room without making any; a page has 3,000."""
_BOX_BYTES = 16
"""FS_RECTF: left, top, right, bottom as four floats."""
_ON_THE_LEFT = 1e-3
"""Points within which a box begins at its character's origin: boxes of ink begin where its ink does."""
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
    """What characters of one font and size share."""

    advance: tuple[float, float]
    """Direction in which the text runs, in user space."""
    em: float
    """Height of the font in user space."""
    bold: bool
    drop: float | None
    """How far boxes reach below the baseline, in user space; ``None`` where each has to be asked for."""


class TextPage:
    """One text page of pdfium, to be closed: ``with TextPage(page) as text_page``."""

    def __init__(self, page: Any) -> None:
        self._handle = pdfium.FPDFText_LoadPage(page)
        self._raw = ctypes.c_void_p(native.address_of(self._handle))
        self.count = max(0, native.count_characters(self._raw)) if self._raw else 0
        self._styles: dict[tuple[int, float | None, bool], Style] = {}
        self._bold_fonts: dict[int, bool] = {}
        self._matrix = pdfium.FS_MATRIX()
        self._matrix_at = ctypes.c_void_p(ctypes.addressof(self._matrix))
        self._point = (ctypes.c_double * 2)()
        self._x_at, self._y_at = map(ctypes.c_void_p, _addresses(self._point, 2, 8))

    def __enter__(self) -> TextPage:
        """The text page itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Free it, before its page."""
        if self._raw:
            pdfium.FPDFText_ClosePage(self._handle)
            self._raw, self.count = ctypes.c_void_p(), 0

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
        room, places = _find_room(self.count)
        given = list(map(native.character_box, repeat(self._raw), range(self.count), places))
        floats = room[: 4 * self.count]
        for index in [] if all(given) else [index for index, found in enumerate(given) if not found]:
            floats[4 * index : 4 * index + 4] = (0.0, 0.0, 0.0, 0.0)
        return RawGlyphs(text, floats[0::4], floats[3::4], floats[2::4], floats[1::4])

    def is_printed_space(self, index: int) -> bool:
        """Whether a white-space character stands in the document, not only in pdfium's guess."""
        return bool(native.is_generated(self._raw, index) == 0)

    def origin(self, index: int) -> tuple[float, float]:
        """The point on the baseline where a character starts, in user space."""
        native.character_origin(self._raw, index, self._x_at, self._y_at)
        return self._point[0], self._point[1]

    def styles(self, glyphs: RawGlyphs, starts: Sequence[int], heights: Sequence[float | None]) -> list[Style]:
        """Direction, size and weight of characters.

        Args:
            glyphs: Of this page.
            starts: Indices of the characters.
            heights: Of the advance boxes, where the text around runs to the right: in one font, equal heights
                are equal sizes, so that the matrix need not be asked for again.
        """
        objects = list(map(native.character_object, repeat(self._raw), starts))
        fonts = map(native.object_font, objects)
        known, styles = self._styles, []
        for index, height, font, mode in zip(starts, heights, fonts, map(native.render_mode, objects), strict=True):
            key = (font or 0, height, mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE)
            style = known.get(key) if font and height else None
            if style is None:
                style = known[key] = self._measure(glyphs, index, key)
            styles.append(style)
        return styles

    def _measure(self, glyphs: RawGlyphs, index: int, key: tuple[int, float | None, bool]) -> Style:
        font, height, is_stroked = key
        bold = bool(font) and (is_stroked or self._is_bold(font))
        matrix = self._matrix
        if not native.character_matrix(self._raw, index, self._matrix_at):
            return Style((1.0, 0.0), 1.0, False, None)
        size = abs(native.character_size(self._raw, index)) * hypot(matrix.c, matrix.d)
        drop = self._drop(glyphs, index) if height else None
        return Style((matrix.a, matrix.b), size or 1.0, bold, drop)

    def _drop(self, glyphs: RawGlyphs, index: int) -> float | None:
        """How far a box reaches below the baseline, where that is the font's and not that of the letter's ink."""
        x, y = self.origin(index)
        return y - glyphs.bottom[index] if abs(x - glyphs.left[index]) < _ON_THE_LEFT else None

    def _is_bold(self, font: int) -> bool:
        if font not in self._bold_fonts:
            self._bold_fonts[font] = _is_bold_font(font)
        return self._bold_fonts[font]


def _find_room(count: int) -> tuple[Any, list[ctypes.c_void_p]]:
    """Floats for the boxes of ``count`` characters, and where each box goes."""
    return _kept_room() if count <= _ROOM else _make_room(count)


@lru_cache(maxsize=1)
def _kept_room() -> tuple[Any, list[ctypes.c_void_p]]:
    return _make_room(_ROOM)


def _make_room(count: int) -> tuple[Any, list[ctypes.c_void_p]]:
    room = (ctypes.c_float * (4 * count))()
    return room, list(map(ctypes.c_void_p, _addresses(room, count, _BOX_BYTES)))


def _addresses(room: Any, count: int, step: int) -> range:
    start = ctypes.addressof(room)
    return range(start, start + step * count, step)


def _is_bold_font(font: int) -> bool:
    name = ctypes.create_string_buffer(128)
    native.font_name(font, name, 128)
    plain = name.value.decode("latin-1").lower()
    return native.font_weight(font) >= 600 or any(mark in plain for mark in _BOLD_NAMES)
