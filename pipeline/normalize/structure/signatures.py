"""Where an agreement is signed: names and titles side by side, which are no table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.layouts.structure import CLOSING_WORDS, SIGNER_TITLES
from pipeline.normalize.structure.records import BodyLine
from pipeline.normalize.structure.titles import SIGNATURE

_BLANK = "_" * 6
_SIGNER = re.compile(rf"\b(?:{'|'.join(SIGNER_TITLES)})\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\$|\d\.\d\d\b|%")
_WORDS = re.compile(r"[A-Za-z_/-]")
_FIGURES = re.compile(r"\d+")
_REACH = 6
"""Lines around a line to sign on that belong to it: party, name, title, date."""
_LONGEST = 80
"""Lines after the words that close an agreement."""
_DATE_FIGURES = 6
"""Figures of two dates side by side: a row of a table has more, or an amount."""


def find_signatures(lines: Sequence[BodyLine], taken: frozenset[int]) -> frozenset[int]:
    """Indexes of the lines on which an agreement is signed.

    They follow the words that close it ("IN WITNESS WHEREOF"), or stand around lines to sign on under which titles of
    those who sign are printed.

    Args:
        lines: Lines of the document.
        taken: Indexes that are headings, contents or furniture; a heading ends a block.
    """
    found: set[int] = set()
    for index, item in enumerate(lines):
        if index in taken or index in found:
            continue
        text = item.text
        if text.startswith(CLOSING_WORDS) or ("FOR" in text and SIGNATURE.match(text)):
            found.update(_walk(index, 1, _LONGEST, lines, taken))
        elif _BLANK in text:
            block = {*_walk(index, -1, _REACH, lines, taken), *_walk(index, 1, _REACH, lines, taken)}
            if any(_SIGNER.search(lines[place].text) for place in block):
                found |= block
    return frozenset(found)


def _walk(start: int, step: int, reach: int, lines: Sequence[BodyLine], taken: frozenset[int]) -> list[int]:
    """Lines from one on, until a heading, an amount, or figures alone or as many as no signature has."""
    walked = []
    for index in range(start, start + step * (reach + 1), step):
        if not 0 <= index < len(lines) or index in taken:
            break
        text = lines[index].text
        if not _WORDS.search(text) or _AMOUNT.search(text) or len(_FIGURES.findall(text)) > _DATE_FIGURES:
            break
        walked.append(index)
    return walked
