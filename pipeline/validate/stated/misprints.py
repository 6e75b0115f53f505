"""Amounts of the prose that say no one number: "$10,00" is ten dollars or a thousand. No term reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.findings import Finding
from pipeline.layouts.misprints import ANY_BARE, BARE, SIGNED
from pipeline.models import Clause

_SIGNED, _BARE, _ANY_BARE = re.compile(SIGNED, re.IGNORECASE), re.compile(BARE, re.IGNORECASE), re.compile(ANY_BARE)


def check_misprints(
    document_id: str, clauses: Sequence[Clause], loose: Sequence[tuple[str, int | None]] = ()
) -> tuple[Finding, ...]:
    """Each misprinted amount of the prose, as printed.

    Args:
        document_id: Of the document.
        clauses: The text of its articles.
        loose: Paragraphs that stand in no article, with their page numbers.
    """
    places = [("clauses", clause.clause_id, clause.text, clause.page_number) for clause in clauses]
    places += [("documents", document_id, text, page) for text, page in loose]
    return tuple(finding for place in places for finding in _find(document_id, *place))


def _find(document_id: str, table: str, key: str, text: str, page_number: int | None) -> Iterator[Finding]:
    forms = (_SIGNED, _BARE) if _ANY_BARE.search(text) else (_SIGNED,)
    matches = [match for form in forms for match in form.finditer(text)]
    for match in sorted(matches, key=lambda match: match.start()):
        yield Finding(
            document_id,
            "misprinted_amount",
            "warning",
            table,
            key,
            f"{match.group()} says no one number, so no term states it",
            column="text" if table == "clauses" else None,
            printed=match.group(),
            page_number=page_number,
        )
