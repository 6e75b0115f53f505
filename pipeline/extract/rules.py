"""Ruled lines of a page from its path objects: lines, thin rectangles, borders of boxes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.extract.frames import Frame
from pipeline.models import Edge

MAX_OBJECTS = 20_000
"""Objects looked at on one page; a map or a drawing has more, a pay table a few hundred."""
MAX_DEPTH = 6
MAX_SEGMENTS = 400
"""A path with more is a drawing, not a table."""
THIN = 2.5
"""Points: a filled box no thicker than this is a line."""
SHORT = 4.0
"""Points: anything shorter rules nothing off."""
STRAIGHT = 0.8
"""Points a ruled line may deviate from its direction."""

Matrix = tuple[float, float, float, float, float, float]
Segment = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def find_edges(page: Any, frame: Frame) -> tuple[Edge, ...]:
    """Every horizontal or vertical ruled line of a pdfium page, mapped by ``frame``; form XObjects included.

    Looks at no more than ``MAX_OBJECTS`` objects: lines help to read a table, but none is needed.
    """
    edges: dict[Edge, None] = {}
    for path, matrix in _paths(page):
        for segment in _path_segments(path, matrix):
            edge = Edge(*frame.box(*segment))
            if _rules(edge):
                edges[Edge(*(round(value, 2) for value in edge))] = None
    return tuple(edges)


def multiply(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first, then ``outer``."""
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    )


def _rules(edge: Edge) -> bool:
    width, height = edge.x1 - edge.x0, edge.bottom - edge.top
    return max(width, height) >= SHORT and min(width, height) <= STRAIGHT


def _paths(page: Any) -> Iterator[tuple[Any, Matrix]]:
    stack: list[tuple[Any, Matrix, int]] = []
    count = min(pdfium.FPDFPage_CountObjects(page), MAX_OBJECTS)
    top = (pdfium.FPDFPage_GetObject(page, index) for index in range(count))
    looked_at = 0
    for item in top:
        stack.append((item, IDENTITY, 0))
        while stack and looked_at < MAX_OBJECTS:
            looked_at += 1
            current, matrix, depth = stack.pop()
            kind = pdfium.FPDFPageObj_GetType(current)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                yield current, matrix
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                stack.extend(_form_items(current, matrix, depth + 1))


def _form_items(form: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix, int]]:
    inner = multiply(_object_matrix(form), matrix)
    for index in range(min(pdfium.FPDFFormObj_CountObjects(form), MAX_OBJECTS)):
        yield pdfium.FPDFFormObj_GetObject(form, index), inner, depth


def _object_matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix)):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _path_segments(path: Any, outer: Matrix) -> list[Segment]:
    """Straight segments of a path that is drawn, in user space."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke)):
        return []
    if not stroke.value and (not fill.value or _is_white(path)):
        return []
    count = pdfium.FPDFPath_CountSegments(path)
    if not 2 <= count <= MAX_SEGMENTS:
        return []
    matrix = multiply(_object_matrix(path), outer)
    if not stroke.value:
        thin = _thin_box(path, outer)
        if thin:
            return [thin]
    return list(_segments(path, count, matrix))


def _is_white(path: Any) -> bool:
    """Filled with white, or not opaque at all: covers something, rules nothing off."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(path, *(ctypes.byref(part) for part in parts)):
        return False
    red, green, blue, alpha = (part.value for part in parts)
    return alpha == 0 or min(red, green, blue) >= 250


def _thin_box(path: Any, outer: Matrix) -> Segment | None:
    """The middle line of a filled path that is as thin as a line."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    refs = (ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top))
    if not pdfium.FPDFPageObj_GetBounds(path, *refs):
        return None
    a, b, c, d, e, f = outer
    xs = [a * x + c * y + e for x in (left.value, right.value) for y in (bottom.value, top.value)]
    ys = [b * x + d * y + f for x in (left.value, right.value) for y in (bottom.value, top.value)]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= THIN and x1 - x0 >= SHORT:
        return (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    if x1 - x0 <= THIN and y1 - y0 >= SHORT:
        return ((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
    return None


def _segments(path: Any, count: int, matrix: Matrix) -> Iterator[Segment]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        here = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (*last, *here)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield (*here, *first)
        last = here
