"""Letters that a rewritten PDF names wrongly: the map of its ligatures holds their bytes in the wrong order.

The letters of "ff" become U+6600 U+6600 instead of U+0066 U+0066, and those after the second are added to
it: "ffi" is U+6600 U+CF00, for 0x66 + 0x69 = 0xCF. "Effective" is then no word that any reader knows.
"""

from __future__ import annotations

import re

_WESTERN = re.compile(r"[A-Za-z]")
_LOW_BYTE = 0xFF
_LAST_LETTER = ord("z")
_FIRST = ord("f")
"""All ligatures of three letters begin with "ff"."""


def mend_letters(text: str) -> str:
    """The word with such letters put right; words without Western letters are left as they are."""
    if text.isascii() or _WESTERN.search(text) is None:
        return text
    return "".join(map(_mend, text))


def _mend(char: str) -> str:
    high, low = divmod(ord(char), _LOW_BYTE + 1)
    if low or not high:
        return char
    if high <= _LAST_LETTER:
        return chr(high) if chr(high).isalpha() else char
    return chr(_FIRST) + chr(high - _FIRST) if chr(high - _FIRST).islower() else char
