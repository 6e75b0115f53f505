"""Characters that no reader of words should see: ligatures, soft and broken hyphens, what prints nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.models import Word

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_HYPHENS = dict.fromkeys((0x02, 0xAD, 0xFFFE), "-")
"""pdfium gives U+0002 or U+FFFE for a hyphen at the end of a line."""
_INVISIBLE = dict.fromkeys(
    code
    for first, end in (
        (0, 2),
        (3, 0x20),
        (0x7F, 0xA0),
        (0x200B, 0x2010),
        (0x202A, 0x202F),
        (0x2060, 0x2065),
        (0xFEFF, 0xFF00),
    )
    for code in range(first, end)
)
_CLEAN = {**_LIGATURES, **_HYPHENS, **_INVISIBLE}
_DIRTY = frozenset(char for char in map(chr, _CLEAN) if not char.isspace())
"""What may stand in a word (between words, white space does)."""


def is_clean(text: str) -> bool:
    """Whether a text holds none of them."""
    return _DIRTY.isdisjoint(text)


def clean_words(words: Iterable[Word]) -> Iterator[Word]:
    """Words without ligatures and invisible characters; words of nothing else are gone."""
    for word in words:
        text = word.text.translate(_CLEAN)
        if text:
            yield word if text == word.text else word._replace(text=text)
