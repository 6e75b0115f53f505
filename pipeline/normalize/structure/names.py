"""Names of employers, unions and units in one run of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.layouts.parties import (
    EMPLOYER_ENDINGS,
    EMPLOYER_HEADS,
    EMPLOYER_PREFIXES,
    GENERIC_WORDS,
    LOCAL_WORDS,
    NAME_STOPS,
    NO_UNION,
    NOT_UNION_AFTER,
    PLACE_STOPS,
    ROLES,
    UNION_ACRONYMS,
    UNION_ENDINGS,
    UNION_SOLE_ENDINGS,
)
from pipeline.normalize.structure.tokens import Name, Token, make_name, read_tokens

_NUMBER = re.compile(r"^#?\d{1,4}(?:-[A-Z]{1,2})?[A-Z]?$")
_LINKS = frozenset({"of", "and", "&"})
_ENDINGS = {
    first: [ending.lower().split() for ending in EMPLOYER_ENDINGS if ending.lower().split()[0] == first]
    for first in {ending.lower().split()[0] for ending in EMPLOYER_ENDINGS}
}
_EMPLOYER = re.compile(
    rf"\b(?:{'|'.join(sorted(EMPLOYER_HEADS))}) of\b|\b(?:{'|'.join(EMPLOYER_ENDINGS)})\b", re.IGNORECASE
)
_EMPLOYER_HINTS = tuple(
    sorted({f"{head} of" for head in EMPLOYER_HEADS} | {ending.split()[-1].lower() for ending in EMPLOYER_ENDINGS})
)
"""One of them stands in every text that names an employer; most name none, and this is cheaper to see."""
_UNION = re.compile(rf"\b(?:{'|'.join(sorted(UNION_ENDINGS | LOCAL_WORDS))}|order of police)\b", re.IGNORECASE)
_UNIT = re.compile(r"\bUNITS?\b|\bUnits?\b")
_DESIGNATION = re.compile(r"\d{1,2}[A-Z]?|[A-Z]")
MOST_DESCRIPTION = 10
"""Words of the description after a unit's number."""
_OPENING = frozenset('([“"')
_PLACE_WORDS = 4
_LEAST = 3
"""Words of an organization without a local's number: "Classified Employees Federation"."""


def _walk_left(words: Sequence[Token], last: int, *, commas: bool = False) -> int:
    """Index of the first word of a name that ends with ``last``.

    Args:
        words: Of the run.
        last: Index of the last word.
        commas: Whether the name may hold commas ("Police Officers, Captain and Above").
    """
    first = last
    while first > 0 and words[first].text[:1] not in _OPENING:
        word = words[first - 1]
        comma = word.text.endswith(",") and word.capital and (commas or _heads_local(words, first))
        if word.plain in NAME_STOPS or (word.closes and not comma):
            break
        if word.text[-1] == "," and not comma:
            break
        if not word.capital and word.plain not in _LINKS:
            break
        first -= 1
    while first < last and (words[first].plain in _LINKS or _is_role(words, first)):
        first += 2 if _is_role(words, first) else 1
    return min(first, last)


def _heads_local(words: Sequence[Token], place: int) -> bool:
    """Whether a local follows the comma after its union: "Teamsters, Local 856", "SEIU, Local 721"."""
    before = words[place - 1]
    named = before.plain in UNION_ENDINGS or before.bare in UNION_ACRONYMS
    return named and _local_at(words, place) is not None


def _is_role(words: Sequence[Token], place: int) -> bool:
    """Whether "President of" stands there, before the name of an association."""
    return words[place].plain in ROLES and place + 1 < len(words) and words[place + 1].plain == "of"


def _cut_at_and(words: Sequence[Token], first: int, last: int) -> int:
    """First word after an "and" that follows a complete name: "City of X and Y Association" -> Y."""
    for place in range(last - 1, first, -1):
        if words[place].plain in ("and", "&") and _is_complete(words[first:place]):
            return place + 1
    return first


def _is_complete(words: Sequence[Token]) -> bool:
    """Whether the words are a party by themselves."""
    run = " ".join(word.text for word in words)
    if words[-1].plain in UNION_ENDINGS - UNION_SOLE_ENDINGS or _local_at(words, len(words) - 2) == len(words) - 1:
        return True
    return any(name.end == len(run) for name in find_employers(run))


def _local_at(words: Sequence[Token], place: int) -> int | None:
    """Index of the number of "Local 145" or "Local No. 145" that begins at ``place``."""
    if not 0 <= place < len(words) or words[place].plain not in LOCAL_WORDS or not words[place].capital:
        return None
    for end in (place + 1, place + 2):
        if end < len(words) and _NUMBER.match(words[end].bare):
            return end
        if end >= len(words) or words[end].plain not in ("no", "no.", "number", "#", "union", "council"):
            return None
    return None


def _after_ending(words: Sequence[Token], last: int) -> int:
    """Index of the last word of a union whose ending stands at ``last``: "of Teamsters", ", Local 9, AFL-CIO"."""
    if not words[last].closes and last + 2 < len(words) and words[last + 1].plain == "of" and words[last + 2].capital:
        last = _walk_right(words, last + 2)
    while last + 1 < len(words):
        word = words[last + 1]
        if (end := _next_local(words, last)) is not None:
            last = end
        elif (word.bare.strip("()/") in UNION_ACRONYMS and word.text[:1] not in "([") or re.fullmatch(
            r"(?:[A-Z]\.){3,}(?:-(?:[A-Z]\.)+)?", word.bare
        ):
            last += 1
        else:
            break
        if words[last].text[-1] in ".;:)":
            break
    return last


def _next_local(words: Sequence[Token], last: int) -> int | None:
    """Index of the number of the local that follows: ", Local 9", ", Capital City Lodge No. 9"."""
    for place in range(last + 1, min(last + 5, len(words))):
        if (end := _local_at(words, place)) is not None:
            return end
        word = words[place]
        if not word.capital or word.closes or word.plain in NAME_STOPS or word.text[0] in _OPENING:
            return None
    return None


def _lists_on(words: Sequence[Token], last: int) -> bool:
    """Whether a comma stands inside a list: "of Building, Mechanical and Electrical Inspectors"."""
    if not words[last].text.endswith(","):
        return False
    for place in range(last + 1, min(last + 5, len(words) - 1)):
        if words[place].plain in ("and", "&"):
            return place > last + 1 and words[place + 1].capital
        if not words[place].capital or words[place].plain in {*NAME_STOPS, *LOCAL_WORDS, *UNION_ENDINGS}:
            return False
    return False


def _walk_right(words: Sequence[Token], last: int) -> int:
    """On over capitals, "and" and "of" before capitals, to the end of the phrase."""
    while last + 1 < len(words):
        word = words[last + 1]
        if words[last].closes and not _lists_on(words, last):
            break
        linked = word.plain in _LINKS and last + 2 < len(words) and words[last + 2].capital
        if word.plain in NAME_STOPS or (linked and words[last + 2].plain in {*EMPLOYER_HEADS, *NAME_STOPS}):
            break
        if (not (word.capital and word.plain not in _LINKS) and not linked) or word.text[0] in _OPENING:
            break
        if word.plain in LOCAL_WORDS:
            break
        last += 2 if linked else 1
    return last


def find_unions(run: str) -> Iterator[Name]:
    """Employee organizations: a name that ends as unions do, or that has a local's number."""
    if _UNION.search(run) is None:
        return
    words = read_tokens(run)
    done = -1
    for place in range(len(words)):
        if place <= done or not _ends_union(words, place):
            continue
        last = place if _local_at(words, place) is None else _local_at(words, place) or place
        end = _after_ending(words, last)
        later = next((n for n in range(last + 1, min(last + 4, len(words))) if _goes_on(words, last, n)), None)
        if later is not None and end == last:
            continue
        first = _cut_at_and(words, _walk_left(words, place, commas=False), place)
        if _names_union(words, first, end):
            end = _with_parent(words, first, end)
            done = end
            yield make_name(run, words[first : end + 1])


def _with_parent(words: Sequence[Token], first: int, end: int) -> int:
    """Last word of the union a local names after its number: "Local 145, International Association of ..."."""
    if words[first].plain not in LOCAL_WORDS or not words[end].text.endswith(","):
        return end
    for place in range(end + 1, min(end + 6, len(words))):
        if _ends_union(words, place) and _walk_left(words, place) == end + 1:
            return _after_ending(words, place)
    return end


def _goes_on(words: Sequence[Token], last: int, later: int) -> bool:
    """Whether a union's ending is followed by capitals up to another ending: Teachers Union Federation."""
    between = words[last : later + 1]
    return (
        _ends_union(words, later)
        and _local_at(words, later) is None
        and all(word.capital and not word.closes and word.plain not in NAME_STOPS for word in between[:-1])
        and not any(word.text[:1] in _OPENING for word in between[1:])
    )


def _ends_union(words: Sequence[Token], place: int) -> bool:
    word = words[place]
    if not word.capital:
        return False
    if _local_at(words, place) is not None:
        return True
    if word.plain == "police" and [item.plain for item in words[max(place - 2, 0) : place]] == ["order", "of"]:
        return True
    if word.plain not in UNION_ENDINGS or (place and words[place - 1].plain in NO_UNION):
        return False
    after = words[place + 1].plain if place + 1 < len(words) and not word.closes else ""
    if word.plain in UNION_SOLE_ENDINGS and after not in LOCAL_WORDS:
        return False
    return after not in NOT_UNION_AFTER


def _names_union(words: Sequence[Token], first: int, end: int) -> bool:
    """Whether a name says more than "the Employee Association"."""
    plain = [word.plain for word in words[first : end + 1]]
    if NO_UNION & set(plain):
        return False
    if any(_local_at(words, place) is not None for place in range(first, end + 1)):
        return True
    return len(plain) >= _LEAST and any(word not in GENERIC_WORDS for word in plain)


def find_employers(run: str) -> Iterator[Name]:
    """Public employers: "City of X", "X Unified School District", "University of X"."""
    lowered = run.lower()
    if not any(hint in lowered for hint in _EMPLOYER_HINTS) or _EMPLOYER.search(run) is None:
        return
    words = read_tokens(run)
    for place, word in enumerate(words):
        if word.plain == "of" and place and words[place - 1].plain in EMPLOYER_HEADS and words[place - 1].capital:
            last = _place_end(words, place)
            if last > place:
                yield make_name(run, words[_with_prefix(words, place - 1) : last + 1])
        elif (count := _employer_ending(words, place)) and (first := _walk_left(words, place)) < place:
            first = _cut_at_and(words, first, place)
            if any(item.plain not in GENERIC_WORDS for item in words[first:place]):
                yield make_name(run, words[first : place + count])


def _place_end(words: Sequence[Token], place: int) -> int:
    """Index of the last word of the place after "of"."""
    last = place
    while last + 1 < len(words) and last - place < _PLACE_WORDS and not (last > place and words[last].closes):
        word = words[last + 1]
        if not word.capital or word.plain in PLACE_STOPS or word.plain in NAME_STOPS or word.bare in UNION_ACRONYMS:
            break
        last += 1
    return last


def _with_prefix(words: Sequence[Token], place: int) -> int:
    """First word of "City and County of", "Housing Authority of the City of"."""
    if place >= 2 and words[place - 1].plain == "and" and words[place - 2].plain in EMPLOYER_HEADS:
        return place - 2
    for prefix in EMPLOYER_PREFIXES:
        count = len(prefix.split())
        if " ".join(word.text for word in words[max(place - count, 0) : place]).lower() == prefix.lower():
            return place - count
    return place


def _employer_ending(words: Sequence[Token], place: int) -> int:
    """How many words of an employer's ending stand from ``place`` on; 0 where none does."""
    for parts in _ENDINGS.get(words[place].plain, ()):
        if [word.plain for word in words[place : place + len(parts)]] == parts:
            inside = words[place : place + len(parts)]
            follows = words[place + len(parts)].plain if place + len(parts) < len(words) else ""
            joined = inside[0].capital and not any(word.closes for word in inside[:-1])
            if joined and (inside[-1].closes or follows != "of"):
                return len(parts)
    return 0


def find_units(run: str) -> Iterator[Name]:
    """Bargaining units: a name that ends with "Unit", with its number or letter."""
    if _UNIT.search(run) is None:
        return
    words = read_tokens(run)
    for place, word in enumerate(words):
        if word.plain not in ("unit", "units") or not word.capital:
            continue
        first = _walk_left(words, place, commas=True)
        first = max([first, *(at + 1 for at in range(first, place) if _ends_union(words, at))])
        while first < place and words[first].plain in _LINKS:
            first += 1
        last = _designation_end(words, place)
        named = any(item.plain not in GENERIC_WORDS and item.bare not in UNION_ACRONYMS for item in words[first:place])
        if named or (last > place and first == 0):
            yield make_name(run, words[first : last + 1])


def _designation_end(words: Sequence[Token], place: int) -> int:
    """Index of the last word of "Unit 3", "Units 1, 2 and 3", "Unit 16 - Physicians, Dentists"."""
    last = place
    while last + 1 < len(words) and (last == place or words[place].plain == "units"):
        if words[last].closes and words[last].text[-1] != ",":
            break
        step = 2 if words[last + 1].plain in ("and", "&") and last + 2 < len(words) else 1
        if last + step >= len(words) or not _DESIGNATION.fullmatch(words[last + step].bare):
            break
        last += step
    rest = words[last + 1 :]
    described = last > place and 1 < len(rest) <= MOST_DESCRIPTION and rest[0].text in ("-", "\u2013", "\u2014")
    if described and all(word.capital or word.plain in _LINKS for word in rest[1:]):
        return len(words) - 1
    return last
