"""What only several documents together tell, and what was accepted of all that was found.

Works on what is kept of the whole set just before it is published; nothing here needs a document again,
so a changed waiver costs no reading. Only tables that are changed here become rows again; all others go
from the cache to the files as they are, a table at a time: those of thousands of agreements do not fit
into memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pipeline.corrections import Correction, apply_corrections, load_corrections
from pipeline.findings import Finding
from pipeline.history.pay import PayHistory, TellingDocument
from pipeline.published.blocks import Block, build_block, rows_in
from pipeline.published.readback import finding_of
from pipeline.published.rows import finding_rows
from pipeline.run.agreement import find_across
from pipeline.run.kept import Kept
from pipeline.validate.waivers import Waiver, apply_waivers, load_waivers

Row = Mapping[str, Any]
Changed: TypeAlias = "Mapping[str, Sequence[Row]]"
"""Rows of one table, by document, in place of those that are kept."""


@dataclass(frozen=True, slots=True)
class Together:
    """A set as it is to be published."""

    documents: Mapping[str, Kept]
    history: PayHistory
    changed: Mapping[str, Changed]
    """By table."""

    def blocks(self, table: str, documents: Iterable[str] | None = None) -> Iterator[Block]:
        """The blocks of a table, of all documents or those named."""
        changed = self.changed.get(table, {})
        for name in self.documents if documents is None else documents:
            block = self.documents[name].blocks.get(table)
            if changed.get(name):
                yield build_block(table, changed[name])
            elif block is not None:
                yield self.history.block_of(name) if table == "pay_history" else block

    def count_rows(self, table: str) -> int:
        """How many rows a table has."""
        changed = self.changed.get(table, {})
        kept = (
            block.rows
            for name, each in self.documents.items()
            if name not in changed and (block := each.blocks.get(table))
        )
        return sum(kept) + sum(map(len, changed.values()))

    def count_errors(self) -> int:
        """How many findings are errors that are not waived."""
        changed = self.changed.get("findings", {})
        kept = sum(each.facts.errors for name, each in self.documents.items() if name not in changed)
        rows = [row for found in changed.values() for row in found]
        return kept + sum(1 for row in rows if row["severity"] == "error" and not row["waived"])


def bring_together(documents: Mapping[str, Kept]) -> Together:
    """The set that documents make.

    Args:
        documents: What is kept of each document, by its id.

    Raises:
        WaiverError: ``schemas/waivers.toml`` or ``schemas/corrections.toml`` is malformed.
        NothingPublishedError: What is kept is damaged.
    """
    documents = dict(sorted(documents.items()))
    corrections, waivers = load_corrections(), load_waivers()
    rates = {name: each.blocks["salary_rates"] for name, each in documents.items() if "salary_rates" in each.blocks}
    across = find_across({name: documents[name].facts.subjects for name in rates}, rates)
    corrected, unused = _correct(documents, corrections)
    findings = _mark(documents, [*across, *unused], waivers)
    telling = {
        name: TellingDocument(each.facts.told, each.blocks["pay_history"], each.load_lines)
        for name, each in documents.items()
        if each.facts.told
    }
    return Together(documents, PayHistory(telling), {"salary_rates": corrected, "findings": findings})


def _correct(documents: Mapping[str, Kept], corrections: Sequence[Correction]) -> tuple[Changed, list[Finding]]:
    """Rates with accepted amounts beside the printed ones, and corrections that fit no amount.

    Documents of one hash are the volumes of a file, or copies of it: a correction has to fit one of them.
    """
    concerned = {correction.sha256 for correction in corrections}
    changed: dict[str, Sequence[Row]] = {}
    unused: dict[str, dict[tuple[str, str | None], Finding]] = {}
    for name, kept in documents.items():
        sha256 = kept.facts.sha256
        if sha256 in concerned:
            document = {"document_id": name, "sha256": sha256}
            changed[name], told = apply_corrections(_rows(kept, "salary_rates"), document, corrections)
            left = {(finding.key, finding.printed): finding for finding in told}
            before = unused.get(sha256, left)
            unused[sha256] = {key: finding for key, finding in before.items() if key in left}
    return changed, [finding for left in unused.values() for finding in left.values()]


def _mark(documents: Mapping[str, Kept], across: Sequence[Finding], waivers: Sequence[Waiver]) -> Changed:
    """The findings of documents that have waived ones, or some that were found when all were there."""
    waived = {waiver.sha256 for waiver in waivers}
    concerned = {finding.document_id for finding in across}
    concerned |= {name for name, kept in documents.items() if kept.facts.sha256 in waived}
    own = {name: _rows(documents[name], "findings") for name in sorted(concerned)}
    kept = [row for rows in own.values() for row in rows]
    hashes = {name: each.facts.sha256 for name, each in documents.items()}
    marked = apply_waivers([*map(finding_of, kept), *across], waivers, hashes)
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in marked[len(kept) :]:
        found[finding.document_id].append(finding)
    changed: dict[str, list[Row]] = {name: [*finding_rows(findings)] for name, findings in found.items()}
    for row, finding in zip(kept, marked, strict=False):
        told = {"waived": finding.waived, "waiver_reason": finding.waiver_reason}
        changed.setdefault(finding.document_id, []).append({**row, **told})
    return changed


def _rows(kept: Kept, table: str) -> list[dict[str, Any]]:
    return rows_in(kept.blocks[table]) if table in kept.blocks else []
