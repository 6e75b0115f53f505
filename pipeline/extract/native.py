"""pdfium calls that are made once a character or once an object, with plain integers for pointers.

The bindings of pypdfium2 build a pointer object per call, which costs more than the call itself. These
prototypes bind the same functions (found through the bindings, so no library is loaded twice).

Those of a text page are called hundreds of thousands of times in a document. They declare no arguments
at all, so that ctypes converts none: a pointer must then be a ``c_void_p`` of the caller's, made once.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

_POINTER = ctypes.c_void_p


def address_of(pointer: Any) -> int:
    """The integer behind a pointer of the bindings; 0 for a null pointer."""
    return ctypes.cast(pointer, _POINTER).value or 0


def _bind(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments)(address_of(function))


def _bind_unconverted(function: Any, result: Any) -> Any:
    """For pointers given as ``c_void_p`` and integers that fit into a C ``int``."""
    bound: Any = ctypes.CFUNCTYPE(result)(address_of(function))
    bound.argtypes = None
    return bound


count_objects = _bind(pdfium.FPDFPage_CountObjects, ctypes.c_int, _POINTER)
get_object = _bind_unconverted(pdfium.FPDFPage_GetObject, _POINTER)
object_type = _bind(pdfium.FPDFPageObj_GetType, ctypes.c_int, _POINTER)
object_matrix = _bind(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, _POINTER, _POINTER)
object_bounds = _bind(pdfium.FPDFPageObj_GetBounds, ctypes.c_int, _POINTER, *[_POINTER] * 4)
fill_color = _bind(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, _POINTER, *[_POINTER] * 4)
count_form_objects = _bind(pdfium.FPDFFormObj_CountObjects, ctypes.c_int, _POINTER)
get_form_object = _bind(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)
draw_mode = _bind(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, _POINTER, _POINTER, _POINTER)
count_segments = _bind(pdfium.FPDFPath_CountSegments, ctypes.c_int, _POINTER)
get_segment = _bind(pdfium.FPDFPath_GetPathSegment, _POINTER, _POINTER, ctypes.c_int)
segment_type = _bind(pdfium.FPDFPathSegment_GetType, ctypes.c_int, _POINTER)
segment_point = _bind(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, _POINTER, _POINTER, _POINTER)
segment_close = _bind(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, _POINTER)

count_characters = _bind_unconverted(pdfium.FPDFText_CountChars, ctypes.c_int)
character_box = _bind_unconverted(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
character_code = _bind_unconverted(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
character_origin = _bind_unconverted(pdfium.FPDFText_GetCharOrigin, ctypes.c_int)
character_matrix = _bind_unconverted(pdfium.FPDFText_GetMatrix, ctypes.c_int)
character_size = _bind_unconverted(pdfium.FPDFText_GetFontSize, ctypes.c_double)
character_object = _bind_unconverted(pdfium.FPDFText_GetTextObject, _POINTER)
is_generated = _bind_unconverted(pdfium.FPDFText_IsGenerated, ctypes.c_int)
render_mode = _bind(pdfium.FPDFTextObj_GetTextRenderMode, ctypes.c_int, _POINTER)
object_font = _bind(pdfium.FPDFTextObj_GetFont, _POINTER, _POINTER)
font_weight = _bind(pdfium.FPDFFont_GetWeight, ctypes.c_int, _POINTER)
font_name = _bind(pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _POINTER, ctypes.c_char_p, ctypes.c_size_t)
