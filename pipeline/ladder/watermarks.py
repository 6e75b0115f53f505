"""What is printed across the pages of a document rather than on them: "DRAFT", "COPY", where it was downloaded.

The same words stand at the same place on most pages, and not in line with the others: aslant, sideways, or large and
over the text. Left among the words they part rows from their labels and sentences in two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from statistics import median

from pipeline.findings import Finding
from pipeline.models import Page, Word
from pipeline.validate.stated.coverage import shorten

_LEAST_PAGES = 3
"""So many pages, and half of all, must bear the same."""
_PLACE = 4.0
"""Points to which the place of a word is the same."""
_LARGE = 2.5
"""Times the usual height of a word from which one is too large to be of the text."""
_MOST = 50
"""Large words of a page, but for those aslant: more of them are its text."""
_HUGE = 6.0
"""The same of both sides of a word aslant that needs no other page to be known."""
_SAMPLE = 200
"""Words of a page that tell how large its type is."""

Mark = tuple[str, int, int]
"""Text and place of a word."""


def drop_watermarks(pages: Sequence[Page]) -> tuple[list[Page], tuple[str, ...]]:
    """Take what stands across the pages from their words.

    Returns:
        The pages, and the words that were taken, each once.
    """
    apart = [_find_apart(page) for page in pages]
    counts = Counter(mark for words in apart for mark in {_mark(word) for word in words})
    least = max(_LEAST_PAGES, len(pages) / 2)
    marks = {mark for mark, count in counts.items() if count >= least}
    marks |= {_mark(word) for page, words in zip(pages, apart, strict=True) for word in words if _is_huge(word, page)}
    if not marks:
        return list(pages), ()
    texts = dict.fromkeys(word.text for words in apart for word in words if _mark(word) in marks)
    cleared = [
        _clear(page, marks, {word for word in words if word.text in texts})
        for page, words in zip(pages, apart, strict=True)
    ]
    return cleared, tuple(texts)


def tell_watermarks(document_id: str, texts: Sequence[str]) -> Iterator[Finding]:
    """A finding for a document whose pages bear a watermark: it may be no final one."""
    if texts:
        shown = shorten(" ".join(texts))
        yield Finding(
            document_id=document_id,
            check="watermark",
            severity="info",
            table="documents",
            key=document_id,
            message=f"\u201c{shown}\u201d is printed across the pages and left out of their text",
            printed=shown,
        )


def _find_apart(page: Page) -> tuple[Word, ...]:
    """Words that are not in line with the others: those that run another way, and large ones over others."""
    if not page.words or page.words[0].score is not None:
        return ()
    least = _LARGE * _usual_height(page)
    large = [word for word in page.words if word.bottom - word.top > least and word not in page.strays]
    over = [word for word in large if any(_covers(word, other) for other in page.words)] if len(large) <= _MOST else []
    return (*page.strays, *over)


def _usual_height(page: Page) -> float:
    return median([word.bottom - word.top for word in page.words[:_SAMPLE]])


def _is_huge(word: Word, page: Page) -> bool:
    """Whether a word is aslant and large, so that one page tells what it is."""
    return word in page.strays and min(word.x1 - word.x0, word.bottom - word.top) > _HUGE * _usual_height(page)


def _covers(large: Word, word: Word) -> bool:
    middle, level = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return large is not word and large.x0 < middle < large.x1 and large.top < level < large.bottom


def _mark(word: Word) -> Mark:
    return word.text, round(word.x0 / _PLACE), round(word.top / _PLACE)


def _clear(page: Page, marks: Container[Mark], taken: Container[Word]) -> Page:
    """The page without the words that have a mark, or are ``taken``."""
    words = tuple(word for word in page.words if word not in taken and _mark(word) not in marks)
    return page if len(words) == len(page.words) else replace(page, words=words, strays=())
