"""An explanation as text for a terminal, by rich."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.explain.evidence import describe_rate
from pipeline.explain.told import Explanation
from pipeline.findings import Finding
from pipeline.models import Rate
from pipeline.validate.arithmetic.system import RANGE_CODE
from pipeline.validate.arithmetic.telling import show_cents

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

_STYLES = {"ok": "green", "unverified": "dim", "suspect": "bold red", "repaired": "blue"}
_SEVERITIES = {"error": "bold red", "warning": "yellow", "info": "dim"}
_ORIGINS = {
    "printed": "the document itself is inconsistent",
    "reading": "it may have been misread",
    "unknown": "the document or its reading may be wrong",
}
_CONTEXT = 3


def print_explanation(told: Explanation, console: Console) -> None:
    """Write an explanation; every text from a document is plain, never markup."""
    for part in _parts(told):
        console.print(part, soft_wrap=not _is_table(part))


def _is_table(part: object) -> bool:
    return type(part).__name__ == "Table"


def _parts(told: Explanation) -> Iterator[RenderableType]:
    rate = told.subject.rate
    if rate:
        yield from _about_rate(rate)
        if rate.rate_id in told.evidence.accepted:
            cents, reason = told.evidence.accepted[rate.rate_id]
            yield _line("accepts ", f"{show_cents(cents)}: {reason}", "blue")
    yield _line("where  ", _where(told))
    if told.source.trouble:
        yield _line("note   ", told.source.trouble, "yellow")
    if told.place:
        yield ""
        yield from _about_lines(told)
    for finding in told.findings:
        yield ""
        yield from _about_finding(finding)
    if rate:
        yield ""
        yield from _about_identities(told, rate)


def _about_rate(rate: Rate) -> Iterator[Text]:
    head = _line("", rate.amount_orig, "bold")
    yield head.append("  ").append(rate.status, _STYLES[rate.status])
    if rate.status == "repaired":
        yield _line("       ", f"read as {rate.amount_orig}, published as {show_cents(rate.amount)}")
    yield _line("rate   ", describe_rate(rate))
    yield _line("key    ", rate.rate_id)


def _where(told: Explanation) -> str:
    rate = told.subject.rate
    spot = [told.document["document_id"]]
    if told.page_number:
        spot.append(f"page {told.page_number}")
    if told.place:
        spot.append(f"line {told.place.line}")
    if rate:
        spot += [f"appendix {rate.appendix}"] if rate.appendix else []
        spot += [f"operative {rate.operative_date}"] if rate.operative_date else []
        spot += [f"range {rate.range_code}"] if rate.range_code else []
        spot += [f"read by {rate.reader}"]
    return ", ".join(spot)


def _about_lines(told: Explanation) -> Iterator[Text]:
    """The amount's line with its neighbours; the amount stands out."""
    place = told.place
    if place is None:
        return
    last = min(len(told.lines), place.line + _CONTEXT)
    for number in range(max(1, place.line - _CONTEXT), last + 1):
        text = _line(f"{number:>6} ", _plain(told.lines[number - 1]), "" if number == place.line else "dim")
        if number == place.line:
            text.stylize("bold reverse", 7 + place.start, 7 + place.end)
        yield text


def _about_finding(finding: Finding) -> Iterator[Text]:
    head = _line("", finding.severity, _SEVERITIES[finding.severity])
    yield head.append(f"  {finding.check}: {_plain(finding.message)}")
    if finding.printed is not None:
        yield _line("  printed   ", finding.printed)
    if finding.expected is not None:
        yield _line("  expected  ", finding.expected)
    if finding.waived:
        yield _line("  waived    ", finding.waiver_reason or "")
    if finding.severity == "info" and finding.proposed is None:
        return
    proposed = f"{finding.proposed:,f}" if finding.proposed is not None else "nothing: no single value is proved"
    yield _line("  proposed  ", proposed, "bold" if finding.proposed is not None else "")
    yield _line("  origin    ", _ORIGINS[finding.origin])


def _about_identities(told: Explanation, rate: Rate) -> Iterator[RenderableType]:
    if told.identities:
        yield _identity_table(told, rate)
    else:
        yield _line("", "No identity covers this amount: nothing proves or contradicts it.", "dim")


def _identity_table(told: Explanation, rate: Rate) -> Table:
    from rich import box  # noqa: PLC0415 (the command line starts without it)
    from rich.table import Table as RichTable  # noqa: PLC0415
    from rich.text import Text as RichText  # noqa: PLC0415

    table = RichTable(box=box.SIMPLE, pad_edge=False, title="Identities", title_justify="left")
    for name in ("", "identity", "from", "follows", "printed"):
        table.add_column(name, justify="left" if name in {"", "identity"} else "right", overflow="fold")
    for identity in told.identities:
        holds = told.evidence.holds(identity)
        mark = RichText("holds", "green") if holds else RichText("BROKEN" if identity.hard else "hint", "bold red")
        values = " + ".join(_value(told, key, rate) for key, _ in identity.terms)
        follows = told.evidence.show(identity.output, identity.predict(told.evidence.values))
        cells = (_plain(identity.formula), values, follows, _value(told, identity.output, rate))
        table.add_row(mark, *(RichText(cell) for cell in cells))
    return table


def _value(told: Explanation, key: str, rate: Rate) -> str:
    """A value; the explained one is marked."""
    own = key.removesuffix(RANGE_CODE) == rate.rate_id
    return told.evidence.show(key) + ("*" if own else "")


def _line(label: str, text: str, style: str = "") -> Text:
    from rich.text import Text as RichText  # noqa: PLC0415

    return RichText(label, "dim").append(_plain(text), style)


def _plain(text: str) -> str:
    """Without control characters: a document must not drive the terminal."""
    return "".join(char if char.isprintable() or char == "\t" else " " for char in text).replace("\t", " ")
