"""Clause markers: "A.", "1.", "a)", "(1)", "i.", "Section I", "Step 2", "Note:", bullets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.layouts.structure import CLOSING_WORDS, NAMED_MARKERS

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_NAMED = re.compile(rf"^({'|'.join(NAMED_MARKERS)})\s*(?:\d+\s*)?:(?=\s|$)")
_CLOSING = re.compile(rf"^({'|'.join(CLOSING_WORDS)})\b")
_AFTER = r"(?:\s*[.:\u2013\u2014-](?=\s|$)|(?=\s*$)"
_PART = re.compile(
    rf"^(Section|SECTION|Sec|SEC|Part|PART|§)\.?(?:\s+|(?<=§))(?:([IVX]{{1,5}})\b{_AFTER}|(?=\s+[A-Z“\"]))|(\d{{1,2}})\b{_AFTER})|"
    r"(\d{1,2}\.\d{1,2})\b[.:\u2013\u2014-]?(?=\s+[A-Z“\"]))"
)
_STEP = re.compile(
    rf"^(Step|STEP|Level|LEVEL|Phase|PHASE)\s+(?:(\d{{1,2}})|([IVX]{{1,4}}))\b{_AFTER}|(?=\s+[A-Z]{{2,}}))"
)
_DECIMAL = re.compile(
    r"^(?:(\d{1,2}(?:\.\d{1,2}){1,5})\.?|(\d{1,2}-\d{1,2})\.|([1-9]\d?:\d\d)(?!\s+(?:[AP]\.?M\b|H)))(?=\s+[A-Z(“\"])"
)
""" "12:03" is a clause of Canadian agreements, "7:00 A.M." and "16:00 Hours" are times of day."""
_SIGNED = re.compile(
    r"^(?:(?P<open>\()(?P<inner>[A-Z]|[a-z]|\d{1,3}|[ivx]{2,5}|[IVX]{2,5})\)|(?P<outer>[A-Z]|[a-z]|\d{1,3}|[ivxIVX]{2,5})(?P<end>[.)]))"
    r"(?=\s|$|(?<=\))[A-Z][a-z])"
)
_BULLET = re.compile(
    r"^(\(cid:\d+\)|[•▪◦●○■□▪‣·➢✓\ufffd\uf000-\uf8ff]|\*(?=\s)|[-\u2013\u2014](?=\s)|o(?=\s))\s*(?=\S|$)"
)
_DASH_BEFORE = re.compile(r"^[-\u2013\u2014*•]\s+(?=(?:\(?(?:[A-Z]|[a-z]|\d{1,3}|[ivx]{1,5})[.)])\s)")


@dataclass(frozen=True, slots=True)
class Marker:
    """What opens a clause."""

    text: str
    """As printed."""
    style: str
    """upper., 1., lower., (1), (a), a), 1), roman, part, step, decimal, named, bullet, head."""
    label: str
    """Its piece of the path: "A", "1", "a", "Section I", "Note"."""
    value: int
    """Place in its list, from 1; 0 where the marker does not count."""
    roman: int | None
    """Value as a roman number where it can be read as one."""
    end: int
    """Length of the marker in the text."""


def read_marker(text: str) -> Marker | None:
    """The marker a line begins with, or ``None``. A dash before a marker ("- A. ") is part of it."""
    dash = _DASH_BEFORE.match(text)
    if dash is not None:
        inner = read_marker(text[dash.end() :])
        if inner is not None:
            return Marker(inner.text, inner.style, inner.label, inner.value, inner.roman, dash.end() + inner.end)
    for pattern, style in ((_NAMED, "named"), (_CLOSING, "closing")):
        if match := pattern.match(text):
            label = match[1] if style == "named" else match[1].upper()
            return Marker(match.group(), style, label, 0, None, match.end())
    for pattern, style in ((_PART, "part"), (_STEP, "step")):
        if match := pattern.match(text):
            number = next(filter(None, match.groups()[1:]))
            last = number.rpartition(".")[2]
            value = int(last) if last.isdigit() else roman_of(last)
            word = "Section" if style == "part" and match[1][0] in "S§" else match[1].capitalize()
            return Marker(match.group().rstrip(), style, f"{word} {number}", value or 0, None, match.end())
    return _read_short(text)


def _read_short(text: str) -> Marker | None:
    """Decimal, lettered and numbered markers, and bullets."""
    if match := _DECIMAL.match(text):
        label = match[1] or match[2] or match[3]
        parts = re.split("[.:-]", label)
        return Marker(match.group(), f"decimal{len(parts) - 1}", label, int(parts[-1]), None, match.end())
    if match := _SIGNED.match(text):
        label = match["inner"] or match["outer"]
        kind, value = _kind_of(label)
        style = f"({kind})" if match["open"] else kind + match["end"]
        printed = match.group() if match["open"] else label
        return Marker(match.group(), style, printed, value, roman_of(label), match.end())
    if match := _BULLET.match(text):
        return Marker(match[1], "bullet", "•", 0, None, match.end(1))
    return None


def _kind_of(label: str) -> tuple[str, int]:
    if label.isdigit():
        return "1", int(label)
    if len(label) > 1:
        return ("I" if label.isupper() else "i"), roman_of(label) or 0
    return ("A", ord(label) - 64) if label.isupper() else ("a", ord(label) - 96)


def roman_of(label: str) -> int | None:
    """Value of a roman number in either case, or ``None``."""
    signs = label.lower()
    if not signs or any(sign not in _ROMAN for sign in signs):
        return None
    values = [_ROMAN[sign] for sign in signs]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
