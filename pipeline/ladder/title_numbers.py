"""Numbers of titles that hang together: Clerk I, Clerk II, Clerk III.

Small type makes an I of a III for every engine alike, but the other titles of the table tell: two codes
do not share a numbered title, and a code 3188-2 stands beside II where 3188-1 stands beside I.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from pipeline.models import Rate
from pipeline.normalize.salary import tokens

_NUMBERED = re.compile(r"(.+?)\s*\b([IVX]+|\d{1,2})$")
_GRADE = re.compile(r"-(\d)$")
_LEAST_GRADES = 3
"""Codes that end in the number of their title, from which one that does not is odd."""

_Named = tuple[str, str]
"""A class code and its title."""


def unsure_numbers(rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates beside a numbered title that does not fit the other titles of the document.

    Args:
        rates: recognised rates of a document.
    """
    named = {(rate.class_code, rate.class_title) for rate in rates if rate.class_code and rate.class_title}
    ones = _lone_ones({rate.class_title for rate in rates if rate.class_title})
    shared = _shared_titles(rates)
    odd = _odd_grades(named)
    for rate in rates:
        title = rate.class_title
        if title in ones:
            yield f"the title {title} may end in a Roman I, as others do", rate
        elif (rate.page_number, rate.appendix, title, rate.class_code) in shared:
            yield f"the title {title} stands beside several codes: its number is not sure", rate
        elif (rate.class_code, title) in odd:
            yield f"the number of {title} is not that of its code {rate.class_code}, as of the others", rate


def _lone_ones(titles: set[str]) -> frozenset[str]:
    """Titles numbered 1 where others have Roman numbers and none of the same name is numbered 2."""
    numbers = {title: match.groups() for title in titles if (match := _NUMBERED.match(title))}
    if not any(number.isalpha() for _, number in numbers.values()):
        return frozenset()
    return frozenset(
        title for title, (name, number) in numbers.items() if number == "1" and (name, "2") not in numbers.values()
    )


def _shared_titles(rates: Sequence[Rate]) -> set[tuple[int | None, str | None, str, str]]:
    """Page, appendix, title and code of numbered titles that stand beside several codes there.

    Where the number is the grade of one code alone, it is that code's title.
    """
    codes: dict[tuple[int | None, str | None, str], set[str]] = defaultdict(set)
    for rate in rates:
        if rate.class_code and rate.class_title and _NUMBERED.match(rate.class_title):
            codes[rate.page_number, rate.appendix, rate.class_title].add(rate.class_code)
    shared: set[tuple[int | None, str | None, str, str]] = set()
    for place, beside in codes.items():
        own = {code for code in beside if has_own_number(code, place[2])}
        if len(beside) > 1:
            shared |= {(*place, code) for code in (beside - own if len(own) == 1 else beside)}
    return shared


def has_own_number(code: str, title: str) -> bool | None:
    """Whether the Roman number of a title is the grade in its code: 3188-2 beside II; ``None`` where one lacks it."""
    grade, number = _GRADE.search(code), _NUMBERED.match(title)
    if not grade or not number or not number.group(2).isalpha():
        return None
    return tokens.step_rank(number.group(2)) == int(grade.group(1))


def _odd_grades(named: set[_Named]) -> set[_Named]:
    """Codes and titles whose numbers differ, where those of nearly all others do not."""
    fits = {one: has_own_number(*one) for one in named}
    same, odd = ({one for one in named if fits[one] is wanted} for wanted in (True, False))
    return odd if len(same) >= max(_LEAST_GRADES, 2 * len(odd)) else set()
