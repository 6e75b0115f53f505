"""Ruled lines of a page from its path objects: lines, thin rectangles, borders of boxes."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.extract import native
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
_UNPAINTED = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_FLOATS = (ctypes.c_float * 6)()
_INTS = (ctypes.c_int * 4)()
_FLOATS_AT, _INTS_AT = ctypes.addressof(_FLOATS), ctypes.addressof(_INTS)
"""Where pdfium leaves what it answers, read before it is asked again: it is not used from threads."""


class PageObjects:
    """The objects of a pdfium page, of which only the kind is looked at.

    No more than ``MAX_OBJECTS``: lines help to read a table, but none is needed.
    """

    def __init__(self, page: Any) -> None:
        address = native.address_of(page)
        self._page = ctypes.c_void_p(address)
        count = min(native.count_objects(address), MAX_OBJECTS)
        self._kinds = bytes(map(native.object_type, map(native.get_object, repeat(self._page), range(count))))

    def find(self, wanted: int) -> Iterator[tuple[int, Matrix]]:
        """Objects of one kind, and the matrix of the form they stand in."""
        for match in re.finditer(bytes((ord("["), wanted, pdfium.FPDF_PAGEOBJ_FORM, ord("]"))), self._kinds):
            item = native.get_object(self._page, match.start())
            if self._kinds[match.start()] == wanted:
                yield item, IDENTITY
            else:
                yield from _find_in_form(item, wanted)

    def count_before_image(self, wanted: int) -> int:
        """Objects of one kind that are painted before the first image; those in forms are not counted."""
        return self._kinds.count(wanted, 0, max(0, self._kinds.find(pdfium.FPDF_PAGEOBJ_IMAGE)))


def find_edges(objects: PageObjects, frame: Frame) -> tuple[Edge, ...]:
    """Every horizontal or vertical ruled line of a page, mapped by ``frame``; form XObjects included."""
    edges: dict[Edge, None] = {}
    for path, matrix in objects.find(pdfium.FPDF_PAGEOBJ_PATH):
        for segment in _path_segments(path, matrix):
            edge = Edge(*frame.box(*segment))
            if _rules(edge):
                x0, top, x1, bottom = edge
                edges[Edge(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))] = None
    return tuple(edges)


def image_cover(objects: PageObjects, bounds: Segment) -> float:
    """Share of the visible page (``bounds``, in user space) under images, 0 to 1: scanners cut a page into strips."""
    left, bottom, right, top = bounds
    area = (right - left) * (top - bottom)
    covered = 0.0
    for item, matrix in objects.find(pdfium.FPDF_PAGEOBJ_IMAGE):
        x0, y0, x1, y1 = _bounds(item, matrix)
        width, height = min(right, x1) - max(left, x0), min(top, y1) - max(bottom, y0)
        covered += max(0.0, width) * max(0.0, height)
    return min(1.0, covered / area) if area > 0 else 0.0


def hides_text(objects: PageObjects) -> bool:
    """Whether most text of a page is not painted, or painted before the first image.

    Where images cover the page, that is what a recogniser read there: it can be searched, and was not typeset.
    """
    modes = [native.render_mode(item) for item, _ in objects.find(pdfium.FPDF_PAGEOBJ_TEXT)]
    unseen = sum(mode in _UNPAINTED for mode in modes)
    return max(unseen, objects.count_before_image(pdfium.FPDF_PAGEOBJ_TEXT)) * 2 > len(modes)


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


def _find_in_form(form: int, wanted: int) -> Iterator[tuple[int, Matrix]]:
    """Objects of one kind inside a form XObject, and inside the forms it holds."""
    stack = [(form, IDENTITY, 0)]
    looked_at = 0
    while stack:
        parent, outer, depth = stack.pop()
        matrix = multiply(_object_matrix(parent), outer)
        count = min(native.count_form_objects(parent), MAX_OBJECTS - looked_at)
        looked_at += max(0, count)
        for index in range(count):
            item = native.get_form_object(parent, index)
            kind = native.object_type(item)
            if kind == wanted:
                yield item, matrix
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                stack.append((item, matrix, depth + 1))


def _object_matrix(item: int) -> Matrix:
    if not native.object_matrix(item, _FLOATS_AT):
        return IDENTITY
    a, b, c, d, e, f = _FLOATS
    return (a, b, c, d, e, f)


def _path_segments(path: int, outer: Matrix) -> list[Segment]:
    """Straight segments of a path that is drawn, in user space."""
    if not native.draw_mode(path, _INTS_AT, _INTS_AT + 4):
        return []
    fill, stroke = _INTS[:2]
    if not stroke:
        if not fill or _is_white(path):
            return []
        thin = _thin_box(path, outer)
        if thin:
            return [thin]
    count = native.count_segments(path)
    if not 2 <= count <= MAX_SEGMENTS:
        return []
    return list(_segments(path, count, multiply(_object_matrix(path), outer)))


def _is_white(path: int) -> bool:
    """Filled with white, or not opaque at all: covers something, rules nothing off."""
    if not native.fill_color(path, _INTS_AT, _INTS_AT + 4, _INTS_AT + 8, _INTS_AT + 12):
        return False
    red, green, blue, alpha = _INTS
    return bool(alpha == 0 or min(red, green, blue) >= 250)


def _thin_box(path: int, outer: Matrix) -> Segment | None:
    """The middle line of a filled path that is as thin as a line."""
    x0, y0, x1, y1 = _bounds(path, outer)
    if y1 - y0 <= THIN and x1 - x0 >= SHORT:
        return (x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    if x1 - x0 <= THIN and y1 - y0 >= SHORT:
        return ((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
    return None


def _bounds(item: int, outer: Matrix) -> Segment:
    """Left, bottom, right, top of an object in user space; a point where it has none."""
    ctypes.memset(_FLOATS_AT, 0, 16)
    native.object_bounds(item, _FLOATS_AT, _FLOATS_AT + 4, _FLOATS_AT + 8, _FLOATS_AT + 12)
    left, bottom, right, top = _FLOATS[:4]
    if outer is IDENTITY:
        return left, bottom, right, top
    a, b, c, d, e, f = outer
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return (min(xs), min(ys), max(xs), max(ys))


def _segments(path: int, count: int, matrix: Matrix) -> Iterator[Segment]:
    a, b, c, d, e, f = matrix
    point = (ctypes.c_float * 2)()
    at = ctypes.addressof(point)
    first = last = (0.0, 0.0)
    for index in range(count):
        segment = native.get_segment(path, index)
        if not native.segment_point(segment, at, at + 4):
            continue
        x, y = point
        here = (a * x + c * y + e, b * x + d * y + f)
        kind = native.segment_type(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = here
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield (*last, *here)
        if native.segment_close(segment):
            yield (*here, *first)
        last = here
