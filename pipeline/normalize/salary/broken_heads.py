"""Heads of columns of labels that a narrow cell breaks inside a word: "Rang" over "e"."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layouts import pay
from pipeline.models import Word
from pipeline.normalize.lines import TextLine, make_line
from pipeline.normalize.salary import tokens

_MOST_PIECES = 5
_KNOWN = dict(pay.COLUMN_HEADS)


def ends_broken_heads(lines: Sequence[TextLine], right: float) -> bool:
    """Whether each word of the last line ends a head that begins in a line above."""
    ended = {word for pieces in _find_broken(lines, right) for word in pieces[1:]}
    return ended.issuperset(lines[-1].words)


def join_broken_heads(lines: Sequence[TextLine], right: float) -> list[TextLine]:
    """The lines of heads with each broken word whole, on the line of its pieces that holds most heads."""
    whole: dict[Word, Word | None] = {}
    sizes = {word: len(line.words) for line in lines for word in line.words}
    for pieces in _find_broken(lines, right):
        place = max(pieces, key=lambda word: sizes[word])
        x0, x1 = min(word.x0 for word in pieces), max(word.x1 for word in pieces)
        whole.update(dict.fromkeys(pieces))
        whole[place] = place._replace(text="".join(word.text for word in pieces), x0=x0, x1=x1)
    if not whole:
        return list(lines)
    joined = [[whole.get(word, word) for word in line.words] for line in lines]
    kept = [[word for word in words if word is not None] for words in joined]
    return [make_line(words) for words in kept if words]


def _find_broken(lines: Sequence[TextLine], right: float) -> list[tuple[Word, ...]]:
    """The pieces of each broken head, top to bottom: together they are a known head, and one of them is no word."""
    found: list[tuple[Word, ...]] = []
    for number, line in enumerate(lines):
        for word in line.words:
            if word.x1 > right or not word.text.isalpha():
                continue
            over = [_over(word, upper) for upper in lines[:number]]
            chain = (*(piece for piece in over if piece is not None), word)[-_MOST_PIECES:]
            starts = (chain[-size:] for size in range(len(chain), 1, -1))
            pieces = next((part for part in starts if _is_broken(part)), None)
            if pieces is not None:
                found = [other for other in found if not set(other) & set(pieces)]
                found.append(pieces)
    return found


def _over(word: Word, line: TextLine) -> Word | None:
    return next((other for other in line.words if other.x0 < word.x1 and word.x0 < other.x1), None)


def _is_broken(pieces: Sequence[Word]) -> bool:
    """Whether words under one another are one known head, broken inside a word of it."""
    texts = [tokens.fold(word.text) for word in pieces]
    if "".join(texts) not in _KNOWN:
        return False
    return any(text not in pay.HEAD_WORDS for text in texts)
