"""Which employer, which union and which unit a document is about: the names it prints vote."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile

from pipeline.layouts.parties import EMPLOYER_HEADS, NAME_STOPS, UNION_ACRONYMS
from pipeline.normalize.structure.names import find_employers, find_unions, find_units
from pipeline.normalize.structure.titlepage import Run
from pipeline.normalize.structure.tokens import Name

Find = Callable[[str], Iterator[Name]]
_BETWEEN = re.compile(r"\bbetween\b", re.IGNORECASE)
_DEFINED = re.compile(r"^[^.]{0,60}?(?:hereinafter|hereafter|was\s+certified|[(\u201c\"]+[A-Z])", re.IGNORECASE)
_RECOGNIZED = re.compile(
    r"\brecogni[sz]e[sd]?\s+(?:the\s+)?$|\b(?:exclusive|majority)\b[^.]{0,80}\brepresentative", re.IGNORECASE
)
_COUNTY = re.compile(r"\b((?:(?!The\b|THE\b)[A-Z][A-Za-z]+ ){1,3}(?:County|COUNTY))(?=$|\s*[,.(]|\s+(?:and|AND)\b)")
_LOWER_UNIT = re.compile(
    r"\b((?:(?!The\b)[A-Z][\w&\u2019'-]*\s+(?:and\s+|of\s+)?){1,7})(?:bargaining|representation)\s+unit\b"
)
TITLE, BETWEEN, DEFINED, RECOGNITION = 60.0, 60.0, 50.0, 20.0
"""Votes of a name on the title page, after "between", where it is defined, and in the recognition article."""
IN_PASSING = 0.1
AFTER_BETWEEN = 200
"""Characters after "between" in which the parties are named."""
MOST_OFTEN = 0.6
"""Part of the mentions of a place that must go on with a word for it to belong to the name."""


@dataclass(slots=True)
class Ballot:
    """Votes for names, whatever letters they are printed in."""

    votes: Counter[str] = field(default_factory=Counter)
    printed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, name: str, weight: float) -> None:
        """Vote for a name."""
        key = _fold(name)
        self.votes[key] += weight  # type: ignore[assignment]
        self.printed[key][name] += weight  # type: ignore[assignment]

    def winner(self) -> str | None:
        """The name with most votes, as it is mostly printed; of equal ones the first."""
        if not self.votes:
            return None
        key = self.votes.most_common(1)[0][0]
        return self.printed[key].most_common(1)[0][0]


def _fold(name: str) -> str:
    return " ".join(re.findall(r"[a-z0-9&]+", re.sub(r"[\u2019']", "", name.lower())))


def vote(find: Find, runs: Sequence[Run], paragraphs: Sequence[str], recognition: frozenset[int]) -> Ballot:
    """Votes of the title page and of the text.

    Args:
        find: Finds the names in a text.
        runs: Of the title page.
        paragraphs: Of the articles and of the text before them.
        recognition: Indexes of paragraphs of the article on recognition.
    """
    ballot = Ballot()
    front = "\n".join(run.text for run in runs)
    between = [match.end() for match in _BETWEEN.finditer(front)]
    offset = 0
    for run in runs:
        for name in find(run.text):
            named = any(0 <= offset + name.start - place <= AFTER_BETWEEN for place in between)
            once = _fold(name.text) not in ballot.votes
            ballot.add(name.text, TITLE * once + BETWEEN * named + 1)
        offset += len(run.text) + 1
    for index, text in enumerate(paragraphs):
        for name in find(text):
            ballot.add(name.text, _weigh(text, name) + RECOGNITION * (index in recognition))
    return ballot


def _weigh(text: str, name: Name) -> float:
    """A mention counts one, and more where the name is defined or recognized."""
    defined = _DEFINED.match(text[name.end : name.end + 120]) or text[name.end - 1 : name.end] == "("
    around = _RECOGNIZED.search(text[max(0, name.start - 120) : name.start])
    after = _RECOGNIZED.search(text[name.end : name.end + 160])
    return 1 + DEFINED * bool(defined) + RECOGNITION * bool(around or after)


def choose_employer(runs: Sequence[Run], paragraphs: Sequence[str], recognition: frozenset[int]) -> str | None:
    """The public employer, in title case.

    "City of Los Angeles" may be followed by other capitals in a sentence, so the beginning of the name
    that most mentions share is taken.
    """
    ballot = vote(find_employers, runs, paragraphs, recognition)
    if not ballot.votes:
        counties = vote(_find_counties, runs, paragraphs[:12], recognition)
        name = counties.winner()
        return title_case(name) if name and max(counties.votes.values()) >= RECOGNITION else None
    shared: Counter[tuple[str, ...]] = Counter()
    for key, count in ballot.votes.items():
        words = key.split()
        least = words.index("of") + 2 if words[0] in EMPLOYER_HEADS and "of" in words else len(words)
        for end in range(least, len(words) + 1):
            shared[tuple(words[:end])] += count
    most = max(shared.values())
    best = max((words for words, count in shared.items() if count >= MOST_OFTEN * most), key=len)
    root = next(words for words, count in shared.items() if count == most)
    if best[: len(root)] != root:
        best = max((w for w, n in shared.items() if n >= MOST_OFTEN * most and w[: len(root)] == root), key=len)
    return _printed_beginning(ballot, best)


def _printed_beginning(ballot: Ballot, words: tuple[str, ...]) -> str:
    """The first words of a name as they are printed most often."""
    forms: Counter[str] = Counter()
    for printed in ballot.printed.values():
        for name, count in printed.items():
            tokens = name.split()
            for end in range(len(tokens), 0, -1):
                if tuple(_fold(" ".join(tokens[:end])).split()) == words:
                    forms[title_case(" ".join(tokens[:end])).rstrip(",.")] += count
                    break
    return forms.most_common(1)[0][0]


def _find_counties(text: str) -> Iterator[Name]:
    for match in _COUNTY.finditer(text):
        words = list(dropwhile(lambda word: word.lower() in NAME_STOPS, match[1].split()))
        if len(words) > 1:
            yield Name(" ".join(words), match.start(), match.end())


def choose_union(runs: Sequence[Run], paragraphs: Sequence[str], recognition: frozenset[int]) -> str | None:
    """The employee organization, in title case."""
    name = vote(find_unions, runs, paragraphs, recognition).winner()
    return title_case(name) if name else None


def choose_unit(runs: Sequence[Run], paragraphs: Sequence[str], recognition: frozenset[int]) -> str | None:
    """Name of the unit, as printed; one that is called a representation or bargaining unit first."""
    ballot = vote(find_units, runs, paragraphs, recognition)
    for key in ballot.votes:
        if {"representation", "bargaining"} & set(key.split()):
            ballot.votes[key] += DEFINED  # type: ignore[assignment]
    if (name := ballot.winner()) is not None and max(ballot.votes.values()) >= 2:
        return name
    lower = Counter(" ".join(match[1].split()) for text in paragraphs for match in _LOWER_UNIT.finditer(text))
    return lower.most_common(1)[0][0] if lower and lower.most_common(1)[0][1] >= 2 else name


def title_case(name: str) -> str:
    """A name printed in capitals in title case: small words stay small, acronyms stay."""
    if not name.isupper():
        return name
    words = [_word_in_title_case(word) for word in name.split()]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def _word_in_title_case(word: str) -> str:
    bare = word.strip("(),/")
    if bare in UNION_ACRONYMS or re.fullmatch(r"(?:[A-Z]\.)+", bare):
        return word
    if word.lower() in ("of", "and", "for", "the", "in"):
        return word.lower()
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
