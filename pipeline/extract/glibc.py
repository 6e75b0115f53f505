"""How the C library gives memory back, which by itself keeps most of what was freed.

Only glibc knows these calls; with another C library nothing happens.
"""

from __future__ import annotations

import ctypes
from contextlib import suppress

_M_MMAP_THRESHOLD = -3
"""Of ``<malloc.h>``."""
_LARGE = 1 << 20
"""Bytes."""


def map_large_buffers() -> None:
    """From now on map each large buffer by itself, so that it is given back when it is freed.

    By default only those are that are larger than any freed before: 200 MiB more at the largest, for finding text
    on one page.
    """
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


def give_back_memory() -> None:
    """Give back what is free now."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
