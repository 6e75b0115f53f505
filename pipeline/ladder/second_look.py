"""Labels that two looks at a recognised page read alike: class, component, appendix and date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from unicodedata import normalize

from pipeline.layouts import pay
from pipeline.models import Page, Rate
from pipeline.normalize.dates import find_dates
from pipeline.normalize.lines import group_lines
from pipeline.normalize.salary import headings, tokens

_TOKEN = re.compile(r"[A-Za-z]*\d+(?:-\d+)*[A-Za-z]?|[A-Za-z]+")
_SIGN = re.compile(r"\$(?=\d)")
_SIGNED_CODE = re.compile(r"\$\d{2,4}")
"""A sign of dollars before figures: in a label it is the S of a code for every look that reads it so."""
BARS = str.maketrans("1l|!I", "iiiii")
"""What a stroke may be read as: a look that reads 1 has seen the I."""
_APPENDIX = re.compile(rf"\b(?:{'|'.join(pay.APPENDIX_WORDS)})\W{{0,3}}([A-Z0-9]{{1,4}})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Look:
    """What one reading of a page says."""

    words: Counter[str]
    """Words and numbers of all but amounts."""
    strokes: Counter[str]
    """The same with every stroke alike: II7 is 117."""
    whole: frozenset[str]
    """Words as they stand between spaces, folded."""
    lines: tuple[str, ...]
    """Lines, folded."""
    appendices: frozenset[str]
    """Named by headings."""
    named: frozenset[str]
    """The same and what else follows the word "appendix", whatever stands around it."""
    operative: frozenset[str]
    """Dates that headings say tables hold from, ISO."""
    dates: frozenset[str]
    """All dates, ISO."""

    @classmethod
    def of(cls, page: Page) -> Look:
        """What a page says, as it was read."""
        lines = group_lines(page.words)
        text = " ".join(line.text for line in lines)
        contexts = [headings.read_context(lines, n, n + 1, headings.TableContext())[0] for n in range(len(lines))]
        appendices = frozenset(context.appendix for context in contexts if context.appendix)
        names = " ".join(word.text for word in page.words if _may_name(word.text))
        return cls(
            Counter(split_label(names)),
            Counter(token.translate(BARS) for token in split_label(names.replace("|", "I"))),
            frozenset(_fold(word.text) for word in page.words),
            tuple(_fold(line.text) for line in lines),
            appendices,
            appendices | {match.group(1).upper() for match in _APPENDIX.finditer(text)},
            frozenset(context.operative_date.isoformat() for context in contexts if context.operative_date),
            frozenset(day.isoformat() for line in lines for day, _, _ in find_dates(line.text)),
        )

    def has_all(self, text: str | None, first: Counter[str]) -> bool:
        """Whether every word of a label stands here as often as in the first reading; the names of rows need not."""
        wanted = {token: 1 if tokens.parse_row_period(token) else max(1, first[token]) for token in _telling(text)}
        return all(self._count(token) >= count for token, count in wanted.items())

    def _count(self, token: str) -> int:
        return max(self.words[token], self.strokes[token.translate(BARS)])

    def has_some(self, text: str | None) -> bool:
        """Whether a label, or every word of one that is broken over lines, stands here."""
        if text is None or any(_fold(text) in line for line in self.lines):
            return True
        return all(_fold(word) in self.whole for word in text.split())


def unconfirmed(
    rates: Sequence[Rate], pages: Mapping[int, Page], seconds: Mapping[int, Page]
) -> Iterator[tuple[str, Rate]]:
    """Rates with a label that the second look does not read.

    Args:
        rates: recognised rates of a document.
        pages: their pages by number, mended.
        seconds: the same pages read a second time, mended.
    """
    firsts = {number: Look.of(page) for number, page in pages.items()}
    looks = {number: Look.of(page) for number, page in seconds.items()}
    codes = {
        rate.class_code
        for rate in rates
        if (number := rate.page_number or 0) in looks and _is_named_alike(rate, firsts[number], looks[number])
    }
    proved = {rate.range_code for rate in rates if rate.period == "HR" and rate.range_code == str(rate.amount)}
    for rate in rates:
        number = rate.page_number or 0
        if number not in looks:
            yield f"page {number} was not read a second time", rate
            continue
        known = rate.class_code is not None and rate.class_code in codes
        label = None if known or _is_named_alike(rate, firsts[number], looks[number]) else name_of(rate) or "the class"
        label = (
            label or _other_label(rate, looks[number], proved) or _other_heading(rate, firsts[number], looks[number])
        )
        if label:
            yield f"{label} is read otherwise at a second look", rate


def _is_named_alike(rate: Rate, first: Look, look: Look) -> bool:
    """Whether a second look reads the name the class goes by."""
    return look.has_all(name_of(rate), first.words)


def _other_label(rate: Rate, look: Look, proved: AbstractSet[str | None]) -> str | None:
    """A label beside the class's name that the second look does not read; a range that is an hourly rate is proved."""
    labels = (rate.component_name, None if rate.range_code in proved else rate.range_code, rate.bargaining_unit)
    return next((label for label in labels if not look.has_some(label)), None)


def _other_heading(rate: Rate, first: Look, look: Look) -> str | None:
    """The appendix or date that the second look does not read, or another heading that the first look missed."""
    day = rate.operative_date.isoformat() if rate.operative_date else None
    if _is_other(rate.appendix, first.appendices, look.appendices, look.named):
        return f"appendix {rate.appendix or '-'}"
    if _is_other(day, first.operative, look.operative, look.dates):
        return f"the date {day or '-'}"
    return None


def _is_other(printed: str | None, first: frozenset[str], second: frozenset[str], confirming: frozenset[str]) -> bool:
    """Whether a heading of the first look is not confirmed, or one that is carried over may be overruled here."""
    return printed not in confirming if printed in first else not second <= first


def _may_name(text: str) -> bool:
    """Whether a word may be a part of a label: an amount is none, but $290 may be a code."""
    return not tokens.is_amount(text) or _SIGNED_CODE.fullmatch(text) is not None


def name_of(rate: Rate) -> str | None:
    """What a class goes by: the code, else the title, else the range."""
    return rate.class_code or rate.class_title or rate.range_code


def split_label(text: str) -> list[str]:
    """The words and numbers of a label, in lower case."""
    return [token.lower() for token in _TOKEN.findall(_SIGN.sub("S", normalize("NFKC", text)))]


def _fold(text: str) -> str:
    """Letters, figures and percent signs of a text, in lower case."""
    return "".join(char for char in normalize("NFKC", text).lower() if char.isalnum() or char == "%")


def _telling(text: str | None) -> list[str]:
    """Words a second look must read; a lone figure beside others need not be among them: engines lose it."""
    found = split_label(text or "")
    return [token for token in found if len(token) > 1 or not token.isdigit()] or found
