"""``pay_history`` over all documents of a set; the rules stand in ``pipeline.history``."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from pipeline.history.lines import Naming, group_documents
from pipeline.history.timeline import Shape, Span, span_shapes
from pipeline.history.told import Line, Told
from pipeline.published.blocks import Block, columns_in, values_in
from pipeline.published.layout import Buffer, days_since_epoch, pack_days, pack_texts
from pipeline.published.message import format_message

_OPEN = -(2**31)
"""Stands for an end that is not known."""
_ROW_BITS = 32
_KEPT = 64
"""Documents whose keys are held at a time: those that govern are few, and come again and again."""


@dataclass(frozen=True, slots=True)
class TellingDocument:
    """One document, as far as the history of others is concerned."""

    told: Told
    history: Block
    """Its rows of ``pay_history``, by itself."""
    load_lines: Callable[[], Sequence[Line]]


@dataclass(frozen=True, slots=True)
class _Changes:
    """Rows of one document whose span other documents have a say in."""

    rows: array[int] = field(default_factory=lambda: array("i"))
    ends: array[int] = field(default_factory=lambda: array("i"))
    governing: array[int] = field(default_factory=lambda: array("q"))
    """Number of the document and of the row that governs instead, in one; -1 where there is none."""


class PayHistory:
    """The history of each document, with what the others have to say of it.

    Args:
        documents: By their id, those that tell any history.
    """

    def __init__(self, documents: Mapping[str, TellingDocument]) -> None:
        groups = _group_classes({name: document.told for name, document in documents.items()})
        sharing = {name for name, _ in groups}
        self._documents = documents
        self._ranked = sorted(sharing, key=lambda name: documents[name].told.rank)
        self._changes: dict[str, _Changes] = {name: _Changes() for name in self._ranked}
        self._span_lines(groups)
        self._keys = lru_cache(maxsize=_KEPT)(self._load_keys)

    def block_of(self, document_id: str) -> Block:
        """The rows of one document."""
        own = self._documents[document_id].history
        if document_id not in self._changes:
            return own
        return replace(own, load=partial(self._load, own, self._changes[document_id]))

    def _span_lines(self, groups: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        numbers: dict[Shape, int] = {}
        known: dict[tuple[int, ...], list[list[Span]]] = {}
        for tellers in self._shared_lines(groups):
            shapes = tuple(numbers.setdefault(line.shape, len(numbers)) for _, line in tellers)
            if shapes not in known:
                known[shapes] = span_shapes([line.shape for _, line in tellers])
            self._note(tellers, known[shapes])

    def _shared_lines(self, groups: Mapping[tuple[str, str], tuple[str, str]]) -> Iterator[list[tuple[int, Line]]]:
        """Each line of classes that several documents tell: number of the document, and what it tells."""
        lines: defaultdict[tuple[tuple[str, str], str], list[tuple[int, Line]]] = defaultdict(list)
        for number, name in enumerate(self._ranked):
            for line in self._documents[name].load_lines():
                subject = groups.get((name, line.subject))
                if subject is not None:
                    lines[subject, line.rest].append((number, line))
        while lines:
            yield lines.popitem()[1]

    def _note(self, tellers: Sequence[tuple[int, Line]], spans: Sequence[Sequence[Span]]) -> None:
        for (number, line), own in zip(tellers, spans, strict=True):
            changes = self._changes[self._ranked[number]]
            changes.rows.extend(line.rows)
            for end, place in own:
                changes.ends.append(_OPEN if end is None else end)
                governing = -1
                if place is not None:
                    later, governs = tellers[place[0]]
                    governing = later << _ROW_BITS | governs.rows[place[1]]
                changes.governing.append(governing)

    def _load(self, own: Block, changes: _Changes) -> Buffer:
        columns = columns_in(own)
        ends: list[int | None] = [None] * own.rows
        if len(changes.rows) < own.rows:
            days = values_in(own, "valid_to")
            ends = [None if day is None else days_since_epoch(day) for day in days]
        governing: list[str | None] = [None] * own.rows
        for row, end, place in zip(changes.rows, changes.ends, changes.governing, strict=True):
            ends[row] = None if end == _OPEN else end
            if place >= 0:
                governing[row] = self._keys(place >> _ROW_BITS)[place & (1 << _ROW_BITS) - 1]
        changed = {"valid_to": pack_days(ends), "superseded_by": pack_texts(governing)}
        return format_message({**columns, **changed}, own.rows)

    def _load_keys(self, number: int) -> Sequence[str]:
        return values_in(self._documents[self._ranked[number]].history, "history_id")


def _group_classes(documents: Mapping[str, Told]) -> dict[tuple[str, str], tuple[str, str]]:
    """For each document and class that another document tells too: the class, named by its first document."""
    namings: defaultdict[str, list[Naming]] = defaultdict(list)
    for document_id, told in documents.items():
        for subject, titles in told.titles.items():
            namings[subject].append(Naming(document_id, told.employer, set(titles)))
    return {
        (document_id, subject): (group[0], subject)
        for subject, found in namings.items()
        if len(found) > 1
        for group in group_documents(found)
        if len(group) > 1
        for document_id in group
    }
