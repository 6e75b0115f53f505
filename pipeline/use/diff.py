"""``mou diff``: which amounts of a published set differ from those of an older one, and why."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pipeline.published.tables import open_tables

Kind = Literal["added", "removed", "changed"]
Cause = Literal["new document", "document gone", "source replaced", "correction", "re-reading"]
"""Why an amount differs: its document came or went; the document's bytes are others; the digits were
read alike but another value was put in their place; or the same bytes were read another way."""

_SHOWN = 20
"""Amounts of one document and cause that the text form lists; the others are counted."""
_COLUMNS = ("rate_id", "document_id", "amount", "amount_orig", "status", "reader")


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that came, went, was renamed, or whose bytes were replaced."""

    document_id: str
    what: Literal["new document", "document gone", "source replaced", "renamed"]
    old: str | None
    """sha256; of a renamed document its old name."""
    new: str | None


@dataclass(frozen=True, slots=True)
class AmountChange:
    """One amount that came, went or changed."""

    kind: Kind
    document_id: str
    """As the newer set names it; as the older where the document is gone."""
    key: str
    """``rate_id`` without the document."""
    old: Decimal | None
    new: Decimal | None
    why: Cause
    detail: str = ""
    """Reader and digits, where they differ."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two published sets."""

    documents: tuple[DocumentChange, ...]
    amounts: tuple[AmountChange, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    document_id: str
    sha256: str
    rates: Mapping[str, Mapping[str, Any]]
    """Rows by key."""


def diff(old: Path | str, new: Path | str) -> Difference:
    """Compare the amounts of two published sets.

    Raises:
        PublishedSetError: One of the folders holds no set, or a damaged one.
    """
    before, after = _read_documents(Path(old)), _read_documents(Path(new))
    documents: list[DocumentChange] = []
    amounts: list[AmountChange] = []
    for earlier, later in _match(before, after):
        documents += _compare_document(earlier, later)
        amounts += _compare_amounts(earlier, later)
    return Difference(tuple(documents), tuple(amounts))


def _read_documents(directory: Path) -> dict[str, _Document]:
    tables = open_tables(directory)
    rates: defaultdict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for row in tables["salary_rates"].to_table(columns=list(_COLUMNS)).to_pylist():
        name = row["document_id"]
        rates[name][row["rate_id"].removeprefix(f"{name}/")] = row
    listed = tables["documents"].to_table(columns=["document_id", "sha256"]).to_pylist()
    return {
        row["document_id"]: _Document(row["document_id"], row["sha256"], rates[row["document_id"]]) for row in listed
    }


def _match(
    before: Mapping[str, _Document], after: Mapping[str, _Document]
) -> Iterator[tuple[_Document | None, _Document | None]]:
    """Documents of one name; those that kept their bytes under another name; the rest."""
    missing = [before[name] for name in sorted(before) if name not in after]
    for name, document in sorted(after.items()):
        earlier = before.get(name)
        if earlier is None:
            earlier = next((other for other in missing if other.sha256 == document.sha256), None)
            missing = [other for other in missing if other is not earlier]
        yield earlier, document
    yield from ((document, None) for document in missing)


def _compare_document(old: _Document | None, new: _Document | None) -> Iterator[DocumentChange]:
    if old is None and new is not None:
        yield DocumentChange(new.document_id, "new document", None, new.sha256)
    elif new is None and old is not None:
        yield DocumentChange(old.document_id, "document gone", old.sha256, None)
    elif old is not None and new is not None:
        if old.document_id != new.document_id:
            yield DocumentChange(new.document_id, "renamed", old.document_id, new.document_id)
        if old.sha256 != new.sha256:
            yield DocumentChange(new.document_id, "source replaced", old.sha256, new.sha256)


def _compare_amounts(old: _Document | None, new: _Document | None) -> Iterator[AmountChange]:
    before: Mapping[str, Mapping[str, Any]] = old.rates if old else {}
    after: Mapping[str, Mapping[str, Any]] = new.rates if new else {}
    name = new.document_id if new else old.document_id if old else ""
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        old_amount, new_amount = _amount(was), _amount(now)
        if old_amount != new_amount:
            kind: Kind = "added" if was is None else "removed" if now is None else "changed"
            why = _explain(old, new, was, now)
            yield AmountChange(kind, name, key, old_amount, new_amount, why, _detail(was, now))


def _amount(row: Mapping[str, Any] | None) -> Decimal | None:
    return None if row is None else row["amount"]


def _explain(
    old: _Document | None, new: _Document | None, was: Mapping[str, Any] | None, now: Mapping[str, Any] | None
) -> Cause:
    if old is None:
        return "new document"
    if new is None:
        return "document gone"
    if old.sha256 != new.sha256:
        return "source replaced"
    same_digits = was is not None and now is not None and was["amount_orig"] == now["amount_orig"]
    return "correction" if same_digits else "re-reading"


def _detail(was: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str:
    """What else differs between the two rows: ``pdfium -> rapidocr, "33.01" -> "38.01"``."""
    if was is None or now is None:
        return ""
    parts = [f"{was['reader']} -> {now['reader']}"] if was["reader"] != now["reader"] else []
    if was["amount_orig"] != now["amount_orig"]:
        parts.append(f'"{was["amount_orig"]}" -> "{now["amount_orig"]}"')
    elif was["status"] != now["status"]:
        parts.append(f"{was['status']} -> {now['status']}")
    return ", ".join(parts)


def format_text(difference: Difference) -> str:
    """Documents, then amounts under their document and cause, then the sum."""
    lines = [_document_line(change) for change in difference.documents]
    groups: defaultdict[tuple[str, str], list[AmountChange]] = defaultdict(list)
    for change in difference.amounts:
        groups[change.document_id, change.why].append(change)
    for (document_id, why), changes in groups.items():
        lines.append(f"{document_id}: {_count(changes)} ({why})")
        if why not in {"new document", "document gone"}:
            lines += [f"  {_amount_line(change)}" for change in changes[:_SHOWN]]
            lines += [f"  ... and {len(changes) - _SHOWN} more"] if len(changes) > _SHOWN else []
    total = _count(difference.amounts) if difference.amounts else "no amount differs"
    return "".join(f"{line}\n" for line in [*lines, f"in all: {total}"])


def _document_line(change: DocumentChange) -> str:
    if change.what == "renamed":
        return f"{change.document_id}: renamed, was {change.old}"
    hashes = " -> ".join(sha256[:12] for sha256 in (change.old, change.new) if sha256)
    return f"{change.document_id}: {change.what}, sha256 {hashes}"


def _amount_line(change: AmountChange) -> str:
    sign = {"added": "+", "removed": "-", "changed": "~"}[change.kind]
    amounts = " -> ".join(f"{amount:,}" for amount in (change.old, change.new) if amount is not None)
    return f"{sign} {change.key}  {amounts}" + (f"  ({change.detail})" if change.detail else "")


def _count(changes: list[AmountChange] | tuple[AmountChange, ...]) -> str:
    counts = Counter(change.kind for change in changes)
    kinds: tuple[Kind, ...] = ("added", "removed", "changed")
    return ", ".join(f"{counts[kind]} {kind}" for kind in kinds if counts[kind])


def format_json(difference: Difference) -> str:
    """``{"documents": [...], "amounts": [...]}``; amounts are text, to keep their digits."""
    return json.dumps(asdict(difference), indent=1, default=str, ensure_ascii=False) + "\n"


FORMATS: dict[str, Callable[[Difference], str]] = {"text": format_text, "json": format_json}
