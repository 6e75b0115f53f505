"""Where the sentences of a clause begin and end."""

from __future__ import annotations

import re

from pipeline.layouts.structure import JOINING_WORDS
from pipeline.layouts.terms import ABBREVIATIONS

_END = re.compile(
    r"[.!?][)\]\"”’']?(?=\s+[\"“(\[]?[A-Z$0-9•-])|\n\s*\n|[;:]\s*\n|\n(?=\s*[•·▪●-]\s)"  # noqa: RUF001
    r"|(?<![,/&\n-])\n(?=[\"“(\[]?[A-Z$0-9])"
)
"""A paragraph ends a sentence that has no stop: a title over text, an item of a list."""
_LAST_WORD = re.compile(r"(?:^|[\s(\[])([A-Za-z][A-Za-z.]*)$")
LONGEST_WORD = 24
"""Characters of an abbreviation, or of a small word, with what stands before it."""


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the sentences of a text, in order; they cover it without gaps."""
    spans = []
    start = 0
    for match in _END.finditer(text):
        word = _LAST_WORD.search(text, max(start, match.start() - LONGEST_WORD), match.start())
        if text[match.start()] == "." and word and _is_abbreviation(word.group(1)):
            continue
        if match.group() == "\n" and word and word.group(1) in JOINING_WORDS:
            continue
        spans.append((start, match.end()))
        start = match.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def _is_abbreviation(word: str) -> bool:
    """Words such as "Sec" and "U.S", and single capitals: a marker "A." or an initial."""
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I")
