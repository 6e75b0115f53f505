"""Columns of labels that print lengths of service, whatever their head is called: they are the steps of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.models import Edge
from pipeline.normalize.lines import TextLine
from pipeline.normalize.salary import tokens
from pipeline.normalize.salary.label_heads import find_label_columns
from pipeline.normalize.salary.labels import LabelHead
from pipeline.normalize.salary.lanes import rises

_LEAST = 2
_LEAST_ROWS = 3
_STEP_WORDS = 3
_MOSTLY = 0.9


def name_service(
    heads: Sequence[LabelHead], rows: Sequence[TextLine], right: float, verticals: Sequence[Edge] = ()
) -> tuple[LabelHead, ...]:
    """Heads of labels, with one of steps over the column beside the amounts where it prints lengths of service.

    It may be headed "Time in Position", "Progression" or not at all.
    """
    if any(head.role == "step" for head in heads):
        return tuple(heads)
    columns = find_label_columns(rows, right, verticals)
    if len(columns) < _LEAST:
        return tuple(heads)
    x0, x1 = columns[-1]
    texts = [
        " ".join(word.text for word in line.words if word.x1 <= right and word.x0 < x1 and x0 < word.x1)
        for line in rows
    ]
    if sum(map(tokens.names_service, texts)) < max(_LEAST, _MOSTLY * sum(map(bool, texts))):
        return tuple(heads)
    return (*(head for head in heads if head.x0 < x0), LabelHead("step", x0, x1))


def print_steps(rows: Sequence[TextLine], left: float) -> bool:
    """Whether rows print nothing but steps before their amounts, which begin at ``left``, each higher than the last."""
    return len(rows) >= _LEAST_ROWS and rises([tokens.parse_step(text) or text for text in _labels_of(rows, left)])


def _labels_of(rows: Sequence[TextLine], left: float) -> Iterator[str]:
    """The words of each row before its amounts; none where there are more than a step has."""
    for line in rows:
        words = [word.text for word in line.words if word.x1 <= left and word.text not in tokens.SIGNS]
        yield " ".join(words) if len(words) <= _STEP_WORDS else ""
