"""Titles: what is printed in capitals, and where a title ends and the text begins."""

from __future__ import annotations

import re

from pipeline.layouts.structure import SIGNING_PARTIES

_SALARY = re.compile(r"^(?:SALAR(?:Y|IES)\b.*\bOPERATIVE\b|OPERATIVE\b|EFFECTIVE\b)", re.IGNORECASE)
_PROSE = re.compile(r"\d{4},?\s+(?!(?:through|thru|to|until|and|or|pay)\b)[a-z]")
"""A sentence that begins with its date: "Effective July 1, 2022, salaries increase by 3%"."""
_UNIT = re.compile(r"^(?:MOU|M\.O\.U\.|MEMORANDUM OF UNDERSTANDING)\s*(?:NO\.?|\#)?\s*\d+\b(?!.*[.;]$)", re.IGNORECASE)
_PLAN = re.compile(r"^\d{1,3}(?:[/-]\d{1,2}|\([a-zA-Z]\))\s+(?=[A-Z])")
SIGNATURE = re.compile(rf"\s*\bFOR (?:THE (?:{'|'.join(SIGNING_PARTIES)})|[A-Z]{{3,}}):")


def is_capitals(text: str) -> bool:
    """Whether the text has letters and no lower-case one (an ordinal's "st" apart)."""
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    return any(sign.isalpha() for sign in plain) and not any(sign.islower() for sign in plain)


def without_plan(title: str) -> str:
    """The title without the figures it begins with: "4/10 WORK SCHEDULES", "457(b) Plan"."""
    return _PLAN.sub("", title)


def split_capitals(text: str) -> tuple[str, str]:
    """The leading words in capitals, and the rest: "TERM The term of" -> "TERM", "The term of".

    A single "A" or "I" before lower case is the first word of the sentence.
    """
    words = text.split()
    count = 0
    while count < len(words) and not any(sign.islower() for sign in words[count]):
        count += 1
    if count < len(words) and count and words[count - 1] in ("A", "I"):
        count -= 1
    while count and not any(sign.isalnum() for sign in words[count - 1]):
        count -= 1
    return " ".join(words[:count]), " ".join(words[count:])


def caption_title(text: str) -> tuple[str, str, str]:
    """A line under an appendix heading: what it is (salary, unit, title, none), its caption, what follows.

    "salary" names the operative date of a salary table, "unit" the agreement; neither is a title.
    """
    if not text or len(text) > 400:
        return "none", "", text
    if len(text.split()) <= 9 and _SALARY.match(text) and not _PROSE.search(text):
        return "salary", text, ""
    if len(text.split()) <= 9 and _UNIT.match(text):
        return "unit", text, ""
    head, rest = split_capitals(text)
    if len(head.split()) >= 2 and not re.search(r"\d[\d,.]*\d|[.!?;]$", head):
        return "title", head, rest
    return "none", "", text


def sentence_title(text: str) -> tuple[str, str]:
    """A title in title case before a sentence: "Release Time Unit employees shall" -> "Release Time", the rest.

    The sentence begins at the last capital before its first word in lower case; small words of a title
    ("and", "of") do not count. Empty where the text begins with the sentence itself.
    """
    words = text.split()
    small = {"and", "of", "or", "the", "for", "to", "in", "on", "with"}
    place = next((i for i, word in enumerate(words) if word[:1].islower() and word not in small), len(words))
    if place == len(words):
        return text, ""
    start = place - 1
    while start > 0 and not words[start][:1].isupper():
        start -= 1
    if start <= 0 or words[0] in ("The", "A", "An"):
        return "", text
    return " ".join(words[:start]), " ".join(words[start:])
