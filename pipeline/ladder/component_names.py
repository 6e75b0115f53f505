"""Names of components that hang together: a lost or misread word makes one that no class prints.

Engines may lose or misread alike, but seldom in every class and appendix: the other names tell.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipeline.models import Rate

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_NUMERAL = re.compile(r"\b(?:\d{1,2}|[IV]+|[Il1|]{1,3})(?![\w%.|])")
_WORD = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?%?")


def unsure_names(rates: Sequence[Rate]) -> Iterator[tuple[str, Rate]]:
    """Rates whose component has no name where others have, or one that is odd beside the others of the document."""
    tables = {_table(rate) for rate in rates if rate.component == "base" and rate.component_name}
    forms = _usual_forms(rates)
    parts = _parts_of_names(rates)
    marks = _notations(rates)
    alone = _lone_ones(rates)
    for rate in rates:
        name = rate.component_name
        if name is None:
            if _table(rate) in tables:
                yield "the name of its component is not read", rate
        elif _form(name) != forms[_letters(name)]:
            yield f"{name} is not written like the others", rate
        elif _lacks_percent(rate):
            yield f"{name} seems to state a percentage that is not read", rate
        elif (own := _notation(name)) and any(other >= marks[_stem(name)][own] for other in _others(marks, name, own)):
            yield f"{name} is numbered unlike the others", rate
        elif name in alone:
            yield f"{name} may end in a Roman I, as other labels do", rate
        elif name in parts:
            yield f"{name} may be a part of {parts[name]}", rate


def _table(rate: Rate) -> tuple[object, ...]:
    return rate.page_number, rate.appendix, rate.operative_date


def _usual_forms(rates: Sequence[Rate]) -> Mapping[str, str]:
    """How names of the same letters write their figures and marks, mostly: "Post - 39/" beside "Post - 3%"."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for rate in rates:
        if rate.component_name:
            forms[_letters(rate.component_name)][_form(rate.component_name)] += 1
    return {letters: found.most_common(1)[0][0] for letters, found in forms.items()}


def _letters(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalpha())


def _form(name: str) -> str:
    """The figures and percent signs of a name, every number as a 0."""
    return "".join(_NUMBER.sub("0", re.sub(r"[^\d.%/]", " ", name)).split())


def _notations(rates: Sequence[Rate]) -> Mapping[str, Counter[str]]:
    """How often names that differ in their number alone have a figure ("Post 1") and a Roman number ("Post II")."""
    marks: dict[str, Counter[str]] = defaultdict(Counter)
    for rate in rates:
        if rate.component_name and (own := _notation(rate.component_name)):
            marks[_stem(rate.component_name)][own] += 1
    return marks


def _lone_ones(rates: Sequence[Rate]) -> frozenset[str]:
    """Names numbered 1 that have no 2 beside them, where other names or titles have Roman numbers: I is read as 1."""
    names = {rate.component_name for rate in rates if rate.component_name}
    titles = {rate.class_title for rate in rates if rate.class_title}
    if not any(_notation(text) == "roman" for text in names | titles):
        return frozenset()
    ones = {name for name in names if (match := _NUMERAL.search(name)) and set(match.group()) == {"1"}}
    numbered = {_stem(name) for name in names - ones if _notation(name) == "figure"}
    return frozenset(name for name in ones if _stem(name) not in numbered)


def _others(marks: Mapping[str, Counter[str]], name: str, own: str) -> list[int]:
    return [count for notation, count in marks[_stem(name)].items() if notation != own]


def _notation(name: str) -> str | None:
    match = _NUMERAL.search(name)
    return None if match is None else "figure" if match.group().isdigit() else "roman"


def _stem(name: str) -> str:
    """The letters of a name without its number."""
    return _letters(_NUMERAL.sub("", name))


def _lacks_percent(rate: Rate) -> bool:
    """Whether the name of a bonus holds a figure and no percentage, or ends in the middle: "3t" is 3%."""
    name = rate.component_name or ""
    if rate.component != "bonus" or rate.percent is not None:
        return False
    return "%" in name or any(char.isdigit() for char in name) or name[-1] in "-(\u2013\u2014:"


def _parts_of_names(rates: Sequence[Rate]) -> dict[str, str]:
    """Names that lack words of another one of the same kind and percentage, which no class prints beside it."""
    classes: dict[str, set[tuple[object, ...]]] = defaultdict(set)
    kinds: dict[str, tuple[object, ...]] = {}
    for rate in rates:
        if rate.component_name:
            classes[rate.component_name].add((*_table(rate), rate.class_code, rate.class_title, rate.range_code))
            kinds[rate.component_name] = (rate.component, rate.percent)
    words = {name: Counter(_WORD.findall(name.lower())) for name in classes}
    return {
        part: whole
        for part in classes
        for whole in classes
        if words[part] < words[whole] and kinds[part] == kinds[whole] and not classes[part] & classes[whole]
    }
