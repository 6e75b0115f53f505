"""Parts beside the articles: letters of agreement, a cover letter, an ordinance with its sections."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.layouts.structure import LETTER_TITLES, MEMO_LABELS, ORDINANCE_TITLES
from pipeline.normalize.structure.records import BodyLine, Heading
from pipeline.normalize.structure.titles import SIGNATURE, is_capitals, sentence_title, split_capitals

_AGREEMENT = re.compile(
    r"^(?:\d{4}\s*[-\u2013]\s*\d{2,4}\s+)?MEMORANDUM OF UNDERSTANDING(?:\s+(?:NO\.?|\#)\s*\d+)?\s*", re.IGNORECASE
)
_LETTER = re.compile(
    rf"^(?P<name>(?:MEMORANDUM OF UNDERSTANDING\s*[:\u2013\u2014-]\s*)?(?:{'|'.join(LETTER_TITLES)}))"
    r"(?:\s*(?:NO\.?|NUMBER|\#)?\s*(?P<number>\d{1,2})\b)?(?:\s*[:\u2013\u2014-]\s*(?P<title>\S.*))?$",
    re.IGNORECASE,
)
MOST_TITLE_WORDS = 12
_ORDINANCE_SECTION = re.compile(r"^(?:Section|SECTION|Sec\.|SEC\.)\s*(\d{1,3})\.\s+(\S.*)$")
_MEMO = re.compile(r"\b" + r".{1,200}?\b".join(f"{label}:" for label in MEMO_LABELS) + r"\s*", re.DOTALL)


def find_letters(lines: Sequence[BodyLine], skip: frozenset[int]) -> list[Heading]:
    """Letters of agreement. A letter whose heading is printed again over its signatures is one letter."""
    letters: list[Heading] = []
    for index, item in enumerate(lines):
        match = _LETTER.match(item.text.strip("*: ")) if index not in skip else None
        if match is None or not (is_capitals(match["name"]) or item.bold):
            continue
        title = (match["title"] or "").strip()
        if title and title[:1].isupper() and len(title.split()) <= MOST_TITLE_WORDS and not title.endswith((".", ";")):
            letters.append(Heading("letter", match["number"], title, title, index, index, ""))
        elif not title:
            letters.append(_read_letter(index, lines, skip, match["number"]))
    return letters


def _read_letter(index: int, lines: Sequence[BodyLine], skip: frozenset[int], number: str | None) -> Heading:
    """The letter's title: the capitals after the name of the agreement; in a bold heading the bold line below."""
    below = lines[index + 1] if index + 1 < len(lines) and index + 1 not in skip else None
    if below is not None and lines[index].bold and _is_bold_title(below):
        return Heading("letter", number, below.text, below.text, index, index + 1, "")
    title: list[str] = []
    last, rest = index, ""
    while last + 1 < len(lines) and last + 1 not in skip and not rest and len(title) < 3:
        text = _AGREEMENT.sub("", lines[last + 1].text)
        if not text:
            last += 1
            continue
        head, rest = split_capitals(text)
        ahead = f"{text} {lines[last + 2].text}" if last + 2 < len(lines) else text
        sign = SIGNATURE.search(ahead)
        if sign is not None and sign.start() < len(text):
            head, rest = text[: sign.start()].strip(), text[sign.start() :].strip()
        if (
            not is_capitals(head)
            or len(head) < 4
            or SIGNATURE.match(head)
            or (title and lines[last + 1].apart and not rest)
        ):
            rest = ""
            break
        title.append(head)
        last += 1
    joined = " ".join(title)
    return Heading("letter", number, joined, joined, index, last, rest)


def _is_bold_title(item: BodyLine) -> bool:
    short = len(item.text.split()) <= MOST_TITLE_WORDS and not item.text.endswith((".", ":"))
    return item.bold and short and not is_capitals(item.text)


def find_ordinance(lines: Sequence[BodyLine], skip: frozenset[int]) -> list[Heading]:
    """The ordinance and its sections, which run to the end of the document or the next heading."""
    found: list[Heading] = []
    for index, item in enumerate(lines):
        if index in skip:
            continue
        if item.text.upper().startswith(ORDINANCE_TITLES) and is_capitals(item.text.split()[0]):
            words = item.text.split()
            title = " ".join(words[:3])
            found = [Heading("ordinance", None, title, title, index, index, " ".join(words[3:]))]
        elif found and (match := _ORDINANCE_SECTION.match(item.text)):
            number = int(match[1])
            if number == len(found):
                title, rest = sentence_title(match[2])
                found.append(Heading("ordinance", match[1], title, title, index, index, rest))
    return found


def find_memo(lines: Sequence[BodyLine], end: int) -> Heading | None:
    """A cover letter before the body: Date, To, From, Subject. Its title is the subject in capitals.

    Args:
        lines: Lines of the document.
        end: Index of the first line that is no front matter.
    """
    text = "\n".join(item.text for item in lines[:end])
    match = _MEMO.search(text[:2500])
    if match is None:
        return None
    title, _ = split_capitals(text[match.end() :][:400])
    return Heading("letter", None, title, title, 0, -1, "") if title else None
