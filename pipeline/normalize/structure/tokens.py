"""Words of a run of text, with what a search for names asks of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.layouts.parties import UNION_ACRONYMS

_WORD = re.compile(r"\S+")
_BARE = re.compile(r"^[(\[“\"\u2018'*]+|[)\]”\"*,;:.!?]+$|(?<=s)[\u2019']$")
_ENDS = re.compile(r"(?:[.;:!?)\]”\"]|[,;])+$")
_INITIALS = re.compile(r"^(?:[A-Z]\.)+$|^(?:St|Ft|Mt)\.$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed and where it stands in its run."""

    text: str
    start: int
    end: int


class Token(NamedTuple):
    """A word of a run with what the search asks of it."""

    text: str
    start: int
    end: int
    bare: str
    """Without quotes, brackets and final punctuation; initials keep their points."""
    plain: str
    """``bare`` in lower case, for look-ups."""
    is_initials: bool
    """A.B. or St., whose point ends no sentence."""
    closes: bool
    """Whether punctuation after it ends a name."""
    capital: bool
    """Whether it may be a word of a name: it begins with a capital letter."""


@lru_cache(maxsize=1024)
def read_tokens(run: str) -> tuple[Token, ...]:
    """The words of a run, in order."""
    return tuple(_make_token(match.group(), match.start()) for match in _WORD.finditer(run))


def _make_token(text: str, start: int) -> Token:
    if text.isalpha():
        return Token(text, start, start + len(text), text, text.lower(), False, False, text[0].isupper())
    initials = _INITIALS.match(text.rstrip(",;")) is not None
    bare = text.rstrip(",;") if initials else _BARE.sub("", text)
    closes = _ENDS.search(text) is not None and _INITIALS.match(text) is None
    stem, *parents = bare.split("/")
    plain = stem if parents and UNION_ACRONYMS.issuperset(parents) else bare  # Teachers Association/CTA/NEA
    return Token(text, start, start + len(text), bare, plain.lower(), initials, closes, bare[:1].isupper())


def make_name(run: str, words: Sequence[Token]) -> Name:
    """The words as one name, without the punctuation around it."""
    text = run[words[0].start : words[-1].end]
    text = text.rstrip(",;") if words[-1].is_initials else re.sub(r"[)\]”\"*,;:.!?]+$", "", text)
    text = re.sub(r"^[(\[“\"*]+", "", text)
    return Name(" ".join(text.split()), words[0].start, words[-1].end)
