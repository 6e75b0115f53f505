"""Wrong amounts of OCR pages: misread, or misprinted?

An amount that breaks its identities on a recognised page is read again, larger and by every engine.
Where a new reading, or the arithmetic and the shapes of the digits together, give the only value that
fits, the reading was at fault and is repaired; where every reading says the same, the agreement is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.findings import Finding, about_rate
from pipeline.models import BBox, Rate
from pipeline.normalize.ocr_words import mend_number
from pipeline.normalize.salary.tokens import parse_money
from pipeline.validate.arithmetic.telling import OCR_READERS, show_cents

ReadCell = Callable[[int, BBox], Iterable[str]]
"""Page number and box of a cell -> its text as each engine reads it, larger."""

_ALIKE = (set("38"), set("17"), set("06"), set("56"), set("08"), set("58"), set("69"), set("41"), set("27"), set("35"))
"""Digits that engines take for one another."""
_SIGN_LIKE = "58"
"""Figures that engines take a currency sign for."""
_SURE = 0.9
"""Score from which an engine's digits are believed against the arithmetic."""


@dataclass(frozen=True, slots=True)
class SecondReading:
    """What a closer look at wrong amounts gave."""

    rates: tuple[Rate, ...]
    """The misread ones with status ``repaired``, the proved amount and the digits as read in ``amount_orig``."""
    told: tuple[Finding, ...]
    """A finding (info, origin reading) for each repaired amount."""
    printed: frozenset[str]
    """Keys of amounts that every engine reads alike: the agreement is at fault."""


def repair_misreadings(rates: Sequence[Rate], findings: Sequence[Finding], read_cell: ReadCell) -> SecondReading:
    """Look closer at amounts that are wrong, and repair those that were misread.

    Args:
        rates: rates of a document, judged.
        findings: what the checks say of them.
        read_cell: reads a cell of a page again.
    """
    wanted = {
        finding.key: int(finding.proposed * 100)
        for finding in findings
        if finding.proposed is not None and finding.column == "amount"
    }
    seen: list[Rate] = []
    told: list[Finding] = []
    printed: set[str] = set()
    for rate in rates:
        proposed = wanted.get(rate.rate_id)
        again = _read_again(rate, read_cell) if proposed is not None else None
        if proposed is None or again is None:
            seen.append(rate)
        elif proposed in again or _looks_misread(rate, proposed, again):
            seen.append(replace(rate, amount=proposed, status="repaired"))
            told.append(_misreading(rate, proposed))
        else:
            seen.append(rate)
            printed |= {rate.rate_id} if again == {rate.amount} else set()
    return SecondReading(tuple(seen), tuple(told), frozenset(printed))


def blame_print(findings: Iterable[Finding], printed: frozenset[str]) -> tuple[Finding, ...]:
    """The findings; those of amounts that every engine reads alike with origin ``printed``."""
    return tuple(
        replace(finding, origin="printed") if finding.key in printed and finding.column == "amount" else finding
        for finding in findings
    )


def _read_again(rate: Rate, read_cell: ReadCell) -> set[int | None] | None:
    """What the engines read in the cell of a recognised amount at a closer look; ``None`` for other amounts."""
    if rate.reader not in OCR_READERS or rate.page_number is None or rate.bbox is None:
        return None
    return {
        parse_money(mend_number(text)) if len(text) > 3 else None for text in read_cell(rate.page_number, rate.bbox)
    }


def _looks_misread(rate: Rate, proposed: int, again: set[int | None]) -> bool:
    """Whether the engine was not sure, its readings differ, and the digits only look like those proposed."""
    unsure = rate.score is None or rate.score < _SURE
    alike = look_alike(rate.amount, proposed) or reads_sign(rate.amount_orig, proposed)
    return unsure and again != {rate.amount} and alike


def reads_sign(text: str, meant: int) -> bool:
    """Whether an amount as read begins with a figure that may be its sign: "51.89" for $1.89."""
    return text[0] in _SIGN_LIKE and parse_money(text[1:]) == meant


def look_alike(read: int, meant: int) -> bool:
    """Whether two amounts differ only in digits that look alike."""
    pairs = list(zip(str(read), str(meant), strict=False))
    differing = [set(pair) for pair in pairs if pair[0] != pair[1]]
    return len(str(read)) == len(str(meant)) and 0 < len(differing) <= 2 and all(pair in _ALIKE for pair in differing)


def _misreading(rate: Rate, proposed: int) -> Finding:
    told = f"read as {rate.amount_orig}; only {show_cents(proposed)} satisfies every identity, and it was read so "
    return about_rate(
        rate,
        "ocr_misreading",
        "info",
        told + "or looks so: repaired",
        column="amount",
        printed=rate.amount_orig,
        expected=show_cents(proposed),
        origin="reading",
    )
