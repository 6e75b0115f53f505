"""Everything ``mou explain`` says of one key, before it is drawn or written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.explain.crop import Marks, draw_crop, mark_amount, marks_of
from pipeline.explain.evidence import Evidence, gather_evidence
from pipeline.explain.lines import TextPlace, place_rates, text_lines
from pipeline.explain.lookup import Subject, find_subject
from pipeline.explain.sources import SourceFile, default_source, find_source
from pipeline.findings import Finding
from pipeline.models import BBox
from pipeline.validate.arithmetic.identities import Identity
from pipeline.validate.published import PublishedSet


@dataclass(frozen=True, slots=True)
class Explanation:
    """A rate or finding, with its place and everything it was checked against."""

    subject: Subject
    document: dict[str, Any]
    """Its row of ``documents``."""
    source: SourceFile
    evidence: Evidence
    lines: Sequence[str] = ()
    """Of a text document."""
    place: TextPlace | None = None
    """In a text document."""

    @property
    def identities(self) -> Sequence[Identity]:
        """Identities the amount takes part in; those that fail come first, hints last."""
        rate = self.subject.rate
        found = self.evidence.identities_of(rate.rate_id) if rate else ()
        return sorted(found, key=lambda identity: (self.evidence.holds(identity), not identity.hard))

    @property
    def findings(self) -> Sequence[Finding]:
        """The finding asked for, or those about the rate."""
        if self.subject.finding:
            return (self.subject.finding,)
        return self.evidence.findings_of(self.subject.rate.rate_id) if self.subject.rate else ()

    @property
    def page_number(self) -> int | None:
        """Page of the finding, or of the rate."""
        told = self.subject.finding
        rate = self.subject.rate
        return told.page_number if told and told.page_number else rate.page_number if rate else None


def explain(directory: Path, key: str, source: Path | None = None) -> Explanation:
    """Gather everything about a key.

    Args:
        directory: Folder of the published set.
        key: A ``rate_id`` or ``finding_id``, or an end of one that no other has.
        source: Folder of the source documents; by default ``raw`` beside the set.

    Raises:
        PublishedSetError: The set is not whole.
        UsageError: No key is like that, or several.
    """
    from pipeline.validate.published import read_published  # noqa: PLC0415 (loads pyarrow)

    published = read_published(directory)
    subject = find_subject(published, key)
    document = _document_of(published, subject)
    file = find_source(document, source or default_source(directory))
    evidence = gather_evidence(published)
    told = Explanation(subject, document, file, evidence)
    rate = subject.rate
    if rate is None or rate.bbox or not file.data or document["media_type"] != "text/plain":
        return told
    lines = text_lines(file.data)
    own = [other for other in evidence.rates.values() if other.document_id == rate.document_id]
    place = place_rates(lines, own).get(rate.rate_id)
    return Explanation(subject, document, file, evidence, lines, place)


def picture_marks(told: Explanation) -> Marks:
    """Where on its page the amount (or finding) stands.

    Raises:
        UsageError: It has no place on a page, or the document is not there.
    """
    bbox = _bbox_of(told)
    if told.source.data is None:
        raise UsageError(told.source.trouble or "the document is not there", "say where it lies: --source DIR")
    if bbox is None or told.page_number is None:
        raise UsageError(
            f"{told.document['document_id']} gives no place on a page for this key, so there is nothing to picture",
            "text documents have lines: leave --png out to see them",
        )
    from pipeline.extract.picture import page_size  # noqa: PLC0415 (loads pdfium)

    size = page_size(told.source.data, told.page_number)
    rates = told.evidence.rates.values()
    marks = marks_of(told.subject.rate, rates, *size) if told.subject.rate else None
    return marks or mark_amount(bbox, (), *size)


def draw_picture(told: Explanation) -> bytes:
    """The PNG of ``mou explain --png``; raises what ``picture_marks`` raises, and ``DocumentError``."""
    marks = picture_marks(told)
    return draw_crop(told.source, told.page_number or 1, marks)


def _bbox_of(told: Explanation) -> BBox | None:
    finding, rate = told.subject.finding, told.subject.rate
    return (rate.bbox if rate else None) or (finding.bbox if finding else None)


def _document_of(published: PublishedSet, subject: Subject) -> dict[str, Any]:
    name = subject.rate.document_id if subject.rate else subject.finding.document_id if subject.finding else ""
    for row in published.rows("documents"):
        if row["document_id"] == name:
            return row
    raise UsageError(f"the set does not know the document {name}", "publish it again with: mou extract")
