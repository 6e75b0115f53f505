"""Amounts that say no one number: "$10,00", "$10.000", "$1 000", "$1O.50", "3,5%". Data, not code.

Each may be a slip of the pen, a habit of another country, or a letter read for a figure: nobody can say which.
"""

from __future__ import annotations

_SPACE = r"[^\S\n]"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_COMMAS = (
    r"\d{1,3}(?:[.,]\d{3})*,\d{1,2}(?:\.\d{1,9})?(?![\d/]|,\d)",
    rf"\d{{1,3}}(?:,\d{{3}})*,(?!{_YEAR})\d{{4,7}}(?:[.,]\d{{1,9}}){{0,3}}(?![\d/])",
    rf"\d{{4,15}},(?!{_YEAR})\d{{1,9}}(?:\.\d{{1,9}})?(?!\d)",
)
"""The last comma parts no thousands. A year may follow a comma."""
_SMALL = r"[^.;$\n]{0,30}\b(?:hour|hourly|hr|mile|mileage|gallon|minute|meal|unit|page|copy)s?\b"
_LARGE = r"[^.;$\n]{0,30}\b(?:year|yearly|annum|annual|annually|month|monthly|biweekly|bi-weekly|pay\s+period)s?\b"
_POINTS = (
    r"\d{1,3}(?:\.\d{3}){2,5}(?!\d)",
    rf"[1-9]\d{{0,2}}\.\d\d0(?!\d)(?!{_SMALL})",
    rf"[1-9]\d{{0,2}}\.\d{{3}}(?!\d)(?={_LARGE})",
    rf"\d{{1,3}}(?:,\d{{3}}){{1,5}}\.(?:\d|\d{{3}})(?!\d)(?!{_SPACE}?(?:million|billion|thousand|[mk])\b)",
    r"\d[\d,]{0,15}\.\d\d\.\d\d(?!\d)",
)
"""A point that may part thousands: only of an hour, a mile and the like are three decimals told."""
_PLANS = rf"{_SPACE}(?:plan|account|deferred|contribution|match)"
""" "a $100 457 plan": its number is of the tax code."""
_SPACES = (
    rf"\d{{1,3}}(?:,\d{{3}}){{0,4}}(?:{_SPACE}\d{{3}}){{1,4}}(?:\.\d\d?)?(?!\d|[.,]\d|{_SPACE}?[($%]|{_SPACE}\d{{3}}|{_PLANS})",
    r"\d{1,3}(?:['\u2019]\d{3}){1,4}(?!\d)",
    rf"\d{{1,3}},{_SPACE}000(?!\d)",
    rf"\d{{1,3}}{_SPACE},\d{{3}}(?!\d)",
    rf"\d[\d,]{{0,15}}{_SPACE}\.\d\d(?!\d)",
)
_LETTERS = r"(?=[oil.,]{0,9}\d)(?=[\d.,]{0,15}[oil])[\doil]{1,15}(?:[.,][\doil]{1,9}){0,5}(?![a-z])"
"""Letters for figures: a typist's, or those of a text layer that was recognised."""
_ZEROS = rf"\d{{1,3}}(?:{_SPACE}\d{{3}}){{0,3}}{_SPACE}0\d\d(?:{_SPACE}\d{{3}}){{0,3}}(?!\d)"
_UNITS = r"\)?[\s-]{0,3}(?:%|percent\b|per\s+cent\b|cents?\b|¢|dollars?\b|hours?\b)"

SIGNED = rf"\${_SPACE}?(?:{'|'.join((_LETTERS, *_SPACES, *_COMMAS, *_POINTS, ',[0-9]{3}(?![0-9])'))})"
"""Pattern of such an amount after a dollar sign, in any case."""
BARE = (
    r"(?<![\w.,$§#/\x00-])(?<!\$\s)"
    rf"(?:(?:{'|'.join((*_COMMAS, _ZEROS))}){_UNITS}|[1-9]\d{{0,2}}\.\d\d0\s+dollars\b)"
)
"""Pattern of one before its unit."""
ANY_BARE = r"\d[.,\s]\d"
"""What each of those holds; most clauses have none."""
