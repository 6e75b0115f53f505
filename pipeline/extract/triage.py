"""What kind of page a text layer promises, from its plain text alone.

A text layer counts by its quality, not by its presence: a font without a character map gives text
that no one can read, and a scan may carry nothing but a stamp.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Literal

from pipeline.extract.pdfium import FULL_PAGE_IMAGE, HIDDEN
from pipeline.models import Page

PageKind = Literal["prose", "pay", "table", "no_text"]

MIN_PAY_NUMBERS = 6
"""A page with this many amounts in cents may hold a pay table."""
MIN_WHOLE_AMOUNTS = 12
"""The same for schedules printed in whole dollars."""
STAMP_LENGTH = 200
"""A scan with fewer characters of text than this carries a stamp or a footer, not its text."""
MIN_LETTERS = 60
"""Fewer letters (in different words) say nothing about their frequencies."""
COMMON_SHARE = 0.4
"""The eight commonest letters make up 60 to 65% of English (and 55% or more of other Latin-script prose);
a text whose codes are shifted or shuffled has 20 to 35%."""

_CENTS = re.compile(r"(?<![\d.,])\d{1,3}(?:,?\d{3})*\.\d{2}(?![\d])")
_WHOLE = re.compile(r"\$\s?\d{1,3}(?:,\d{3})+(?![\d.])|(?<![\d.,])\d{2,3},\d{3}(?![\d.,])")
_MONEY_LIKE = re.compile(r"\d\s?[.,]\s?\d\d")
"""An amount, however badly read."""
_NUMBER = re.compile(r"^[($]*\d[\d,.:/-]*[%)]*$")
_LEADERS = frozenset("._-$,")
_COMMON = b"etaoinsr"
_EVERYWHERE = frozenset({"the", "and", "for", "shall", "with", "that", "this", "from", "may", "not"})
"""Words that no text whose letters stand for others holds several of."""
_ODD = frozenset("!\"#&'*+;<=>?@[\\]^`{|}~")
"""Signs that make up 2% of a text at most; where glyph numbers stand for letters they are a tenth and more."""
ODD_SHARE = 0.05
ODD_KINDS = 5
"""So many different ones: a form or a table drawn with signs has two or three."""
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00\x01\x03-\x1f]")
"""Characters that say nothing. (U+0002 is pdfium's hyphen at the end of a line.)"""


def kind_of(page: Page) -> PageKind:
    """Kind of a page as its words and the cover of its image tell it; see ``classify_page``."""
    return classify_page(" ".join(word.text for word in page.words), page.image_cover)


def must_recognise(page: Page, kind: PageKind) -> bool:
    """Whether a page of a kind must be rendered and recognised: it has no usable text, or amounts some recogniser read.

    Whose reading a hidden text is, and how good, no one knows. It serves for prose; amounts and their labels
    are read from the picture.
    """
    if page.reader != HIDDEN:
        return kind == "no_text"
    text = " ".join(word.text for word in page.words)
    return kind == "no_text" or len(_MONEY_LIKE.findall(text)) >= MIN_PAY_NUMBERS


def classify_page(text: str, image_cover: float = 0.0) -> PageKind:
    """Kind of a page.

    Args:
        text: The text layer in any order, as pdfium gives it.
        image_cover: Share of the page's area under its largest image, 0 to 1.

    Returns:
        ``no_text`` where the text layer cannot be used, so the page must be rendered and recognised;
        ``pay`` where it prints many amounts; ``table`` where it is mostly numbers; else ``prose``.
    """
    if not is_usable_text(text, image_cover):
        return "no_text"
    tokens = join_spaced_out(text)
    plain = " ".join(token for token in tokens if not token.isalpha())
    if len(_CENTS.findall(plain)) >= MIN_PAY_NUMBERS or len(_WHOLE.findall(plain)) >= MIN_WHOLE_AMOUNTS:
        return "pay"
    numbers = sum(1 for token in tokens if _NUMBER.match(token))
    return "table" if numbers >= 12 and numbers * 4 >= len(tokens) else "prose"


def is_usable_text(text: str, image_cover: float = 0.0) -> bool:
    """Whether a text layer says what the page shows, as far as the text alone can tell."""
    printed = "".join(text.split())
    if not printed or (image_cover >= FULL_PAGE_IMAGE and len(printed) < STAMP_LENGTH):
        return False
    counts = Counter(printed)
    unreadable = sum(count for char, count in counts.items() if _UNREADABLE.match(char))
    plain = sum(count for char, count in counts.items() if char.isalnum() or char in _LEADERS)
    odd = [count for char, count in counts.items() if char in _ODD]
    if len(odd) >= ODD_KINDS and sum(odd) > ODD_SHARE * len(printed):
        return False
    return unreadable * 10 <= len(printed) <= plain * 2 and not is_scrambled(text)


def is_scrambled(text: str) -> bool:
    """Whether letters stand for other letters: the frequencies are those of no language."""
    lowered = text.lower()
    if len(_EVERYWHERE.intersection(lowered.split())) > 1:
        return False
    words = {word for word in re.findall(r"[^\W\d_]+", lowered) if len(word) > 2}
    letters = "".join(words).encode("ascii", "ignore")
    if len(letters) < MIN_LETTERS:
        return False
    return sum(map(letters.count, _COMMON)) < COMMON_SHARE * len(letters)


def join_spaced_out(text: str) -> list[str]:
    """Tokens of a text; where most are single characters (letters placed one by one) they are joined by line."""
    tokens = text.split()
    if sum(len(token) == 1 for token in tokens) * 2 < len(tokens):
        return tokens
    return [part for line in text.splitlines() for part in re.sub(r"(?<=\S) (?=\S)", "", line).split()]
