"""Frames: the four ways a page can be turned, and the maps between them and PDF user space.

A frame holds coordinates in points with the origin at the top left, y down. The *shown* frame is the
page as a viewer shows it; the frame of turn 90 is the shown page turned clockwise by 90 degrees, in
which text that runs up the shown page reads upright.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.models import BBox


@dataclass(frozen=True, slots=True)
class Frame:
    """``x' = a x + c y + e``, ``y' = b x + d y + f`` where either a and d or b and c are zero."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    width: float
    height: float

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        """Map a box; corners come in any order and go out as ``(x0, top, x1, bottom)``."""
        xa, ya = self.a * x0 + self.c * y0 + self.e, self.b * x0 + self.d * y0 + self.f
        xb, yb = self.a * x1 + self.c * y1 + self.e, self.b * x1 + self.d * y1 + self.f
        return BBox(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Map a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def boxes(
        self, lefts: Sequence[float], bottoms: Sequence[float], rights: Sequence[float], tops: Sequence[float]
    ) -> tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]:
        """Map many boxes at once: sequences of x0, top, x1, bottom."""
        xs, xe = (lefts, rights) if self.a else (bottoms, tops)
        ys, ye = (bottoms, tops) if self.d else (lefts, rights)
        x0, x1 = _axis(xs, xe, self.a or self.c, self.e)
        top, bottom = _axis(ys, ye, self.d or self.b, self.f)
        return x0, top, x1, bottom

    def turned(self, turn: int) -> Frame:
        """The frame after this one is turned clockwise by ``turn`` degrees (0, 90, 180, 270)."""
        frame = self
        for _ in range(turn // 90 % 4):
            frame = Frame(
                -frame.b, frame.a, -frame.d, frame.c, frame.height - frame.f, frame.e, frame.height, frame.width
            )
        return frame


def shown_frame(bounds: tuple[float, float, float, float], rotation: int, width: float, height: float) -> Frame:
    """User space -> the page as shown.

    Args:
        bounds: Left, bottom, right, top of the visible page in user space.
        rotation: ``/Rotate``, clockwise.
        width: Width of the page as shown, in points (differs from ``bounds`` by ``/UserUnit``).
        height: Height of the page as shown.
    """
    left, bottom, right, top = bounds
    upright = Frame(1, 0, 0, -1, -left, top, right - left, top - bottom).turned(rotation)
    scale = width / upright.width if upright.width > 0 else 1.0
    return Frame(
        upright.a * scale,
        upright.b * scale,
        upright.c * scale,
        upright.d * scale,
        upright.e * scale,
        upright.f * scale,
        width,
        height,
    )


def turn_box(box: BBox, old: int, new: int, width: float, height: float) -> BBox:
    """Map a box from the frame of turn ``old`` (of that width and height) to the frame of turn ``new``."""
    return Frame(1, 0, 0, 1, 0, 0, width, height).turned((new - old) % 360).box(*box)


def text_turn(frame: Frame, advance_x: float, advance_y: float) -> int | None:
    """The turn that makes text upright which advances along a user-space vector; ``None`` if it is aslant."""
    dx, dy = frame.a * advance_x + frame.c * advance_y, frame.b * advance_x + frame.d * advance_y
    if abs(dy) <= 0.2 * abs(dx):
        return 0 if dx > 0 else 180
    if abs(dx) <= 0.2 * abs(dy):
        return 90 if dy < 0 else 270
    return None


def _axis(
    starts: Sequence[float], ends: Sequence[float], factor: float, offset: float
) -> tuple[Sequence[float], Sequence[float]]:
    low, high = _map(starts, factor, offset), _map(ends, factor, offset)
    return (low, high) if factor > 0 else (high, low)


def _map(values: Sequence[float], factor: float, offset: float) -> Sequence[float]:
    if factor == 1:
        return [value + offset for value in values] if offset else values
    if factor == -1:
        return [offset - value for value in values]
    return [value * factor + offset for value in values]
