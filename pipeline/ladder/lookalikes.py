"""Words of titles that every engine misreads alike, since two of their letters touch: Attomey for Attorney.

A second look says the same, so the words themselves must tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.ladder.second_look import split_label
from pipeline.models import Rate

_TOUCHING = {"m": "rn", "d": "cl"}
"""A letter, and the two that look like it where they touch."""
_WORDS = frozenset(
    [
        "attorney",
        "clerk",
        "clerical",
        "client",
        "climate",
        "clinic",
        "clinical",
        "cleaner",
        "cleaning",
        "closure",
        "cycle",
        "cyclist",
        "eastern",
        "external",
        "furnace",
        "governing",
        "government",
        "governmental",
        "governor",
        "intern",
        "internal",
        "journal",
        "journey",
        "journeyman",
        "journeyworker",
        "learning",
        "northern",
        "recycling",
        "southern",
        "turner",
        "vehicle",
        "western",
    ]
)
"""Words of titles that hold two such letters."""


def misread_words(rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates beside a title with a word that is one of the words above but for two letters read as one.

    Args:
        rates: recognised rates of a document.
    """
    odd = {
        title: word
        for title in {rate.class_title for rate in rates if rate.class_title}
        for word in split_label(title)
        if _is_misread(word)
    }
    for rate in rates:
        if rate.class_title in odd:
            yield f"{odd[rate.class_title]} in the title {rate.class_title} is no word: two letters seem to touch", rate


def _is_misread(word: str) -> bool:
    return any(
        spelled in _WORDS or spelled.removesuffix("s") in _WORDS
        for place, letter in enumerate(word)
        if letter in _TOUCHING
        for spelled in (word[:place] + _TOUCHING[letter] + word[place + 1 :],)
    )
