"""Whether a published set is still what was published.

The digest of a table's values finds any one value that was changed. Which row it was is told wherever
two places of the set say the same thing: a key and the columns it is made of, an amount and the same
amount as printed, ``salary_rates`` and ``salary_steps``, a row and the row it points to. A file whose
bytes are not those of the manifest while its values are is a warning: another tool may have written it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pipeline.findings import Finding
from pipeline.published.digest import digest_values
from pipeline.published.rows import rule_row
from pipeline.published.steps import pivot_steps, step_id_of
from pipeline.schemas import TABLE_NAMES, ForeignKey, load_schema
from pipeline.validate.arithmetic.rules import infer_rules
from pipeline.validate.published import PublishedSet
from pipeline.validate.report import HeldCheck

AnyRow = Mapping[str, Any]

_AGAIN = re.compile(r"#\d+$")
_PLAIN_MONEY = re.compile(r"\$?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)")


def check_integrity(published: PublishedSet) -> tuple[list[Finding], list[HeldCheck]]:
    """Every change of a published set since it was published.

    Returns:
        Findings, and the checks that held with the number of rows they looked at. All findings are errors but those
        of files that hold the same values in other bytes.
    """
    findings = list(_find_changed_tables(published))
    changed = {finding.table for finding in findings}
    rows = sum(published.tables[name].num_rows for name in TABLE_NAMES)
    held = [] if changed else [HeldCheck("published_digest", "", rows)]
    other_files = list(_find_other_files(published))
    held += [] if other_files else [HeldCheck("published_file", "", sum(map(len, published.parts.values())))]
    findings += [finding for finding in other_files if finding.table not in changed]
    for check, find in _CHECKS.items():
        searched = find(published) if _WHEN_CHANGED.get(check, "") in {"", *changed} else ()
        found = list(searched)
        findings += found
        if not found:
            held.append(HeldCheck(check, "", rows))
    return findings, held


def _find_changed_tables(published: PublishedSet) -> Iterator[Finding]:
    for name in TABLE_NAMES:
        parts = published.entries[name].parts
        for table, part in zip(published.parts[name], parts, strict=True):
            file = name if len(parts) == 1 else part.path
            if table.num_rows != part.rows:
                message = f"{file} has {table.num_rows} rows, {part.rows} were published"
                yield _finding("published_digest", name, file, message, printed=table.num_rows, expected=part.rows)
            elif digest_values(table, name) != part.values_digest:
                message = f"a value of {file} is not the one that was published"
                yield _finding("published_digest", name, file, message)


def _find_other_files(published: PublishedSet) -> Iterator[Finding]:
    """Files that are not those of the manifest, byte for byte: written anew, or the manifest was changed."""
    for name in TABLE_NAMES:
        parts = published.entries[name].parts
        for part in parts:
            data = (published.directory / part.path).read_bytes()
            same_size = len(data) == part.bytes
            if same_size and hashlib.sha256(data).hexdigest() == part.sha256:
                continue
            sizes: dict[str, Any] = {} if same_size else {"printed": len(data), "expected": part.bytes}
            message = f"{part.path} is not the file that was published (other {'bytes' if same_size else 'size'})"
            key = name if len(parts) == 1 else part.path
            yield replace(_finding("published_file", name, key, message, **sizes), severity="warning")


def _find_doubled_keys(published: PublishedSet) -> Iterator[Finding]:
    for name in TABLE_NAMES:
        key = load_schema(name).primary_key
        counts = Counter(tuple(row[column] for column in key) for row in published.rows(name))
        for values, count in counts.items():
            if count > 1:
                row = dict(zip(key, values, strict=True))
                yield _row_finding("published_key", name, row, f"{count} rows of {name} have this key")


def _find_lost_references(published: PublishedSet) -> Iterator[Finding]:
    for name in TABLE_NAMES:
        for key in load_schema(name).foreign_keys:
            yield from _find_lost(published, name, key)


def _find_lost(published: PublishedSet, name: str, key: ForeignKey) -> Iterator[Finding]:
    known = {tuple(row[column] for column in key.target) for row in published.rows(key.table)}
    for row in published.rows(name):
        values = tuple(row[column] for column in key.fields)
        if None not in values and values not in known:
            message = f"{'/'.join(map(str, values))} is no row of {key.table}"
            yield _row_finding("published_reference", name, row, message, column=key.fields[-1], printed=values[-1])


def _find_untrue_keys(published: PublishedSet) -> Iterator[Finding]:
    """Rows whose key says something else than their columns."""
    for row in published.rows("salary_rates"):
        expected = f"{published_step_key(row)}/{row['period']}"
        yield from _compare_key("salary_rates", "rate_id", row, expected)
    for row in published.rows("salary_steps"):
        yield from _compare_key("salary_steps", "step_id", row, published_step_key(row))
    for row in published.rows("findings"):
        expected = f"{row['check']}:{row['key']}" + (f":{row['column']}" if row["column"] else "")
        yield from _compare_key("findings", "finding_id", row, expected)


def published_step_key(row: AnyRow) -> str:
    """What the key of a rate says before its period; a test holds it to ``pipeline.normalize.keys``."""
    who = [row["class_code"] or row["class_title"] or "-"]
    who += [part for part in (row["range_code"], row["bargaining_unit"]) if part]
    when = row["operative_date"].isoformat() if row["operative_date"] else "-"
    what = row["component_name"] or row["component"]
    return "/".join(map(str, [row["document_id"], row["appendix"] or "-", when, *who, what, row["step"]]))


def _compare_key(table: str, column: str, row: AnyRow, expected: str) -> Iterator[Finding]:
    key = str(row[column])
    if key != expected and _AGAIN.sub("", key) != expected:
        message = f"the key says {key}, its columns say {expected}"
        yield _row_finding("published_key", table, row, message, column=column, printed=key, expected=expected)


def _find_reworded_amounts(published: PublishedSet) -> Iterator[Finding]:
    """Amounts that are not the printed ones; a repaired OCR misreading keeps the digits as read."""
    for row in published.rows("salary_rates"):
        match = _PLAIN_MONEY.fullmatch(re.sub(r"\s", "", row["amount_orig"] or ""))
        if match is None or row["amount"] is None or row["status"] == "repaired":
            continue
        printed = Decimal(match["number"].replace(",", ""))
        if abs(printed - row["amount"]) >= Decimal("0.01"):
            message = f"{row['amount']} is published, {row['amount_orig']} is printed"
            told = {"column": "amount", "printed": row["amount"], "expected": printed}
            yield _row_finding("published_amount", "salary_rates", row, message, **told)


def _find_unequal_steps(published: PublishedSet) -> Iterator[Finding]:
    """Rows of ``salary_steps`` that are not the pivot of ``salary_rates``, with the rates they belong to."""
    pivot = {str(row["step_id"]): row for row in pivot_steps(published.rows("salary_rates"))}
    steps = {str(row["step_id"]): row for row in published.rows("salary_steps")}
    for step_id, row in steps.items():
        if step_id not in pivot:
            yield _row_finding("published_steps", "salary_steps", row, f"no rate belongs to the step {step_id}")
        else:
            yield from _compare_rows("published_steps", "salary_steps", row, pivot[step_id])
    for row in published.rows("salary_rates"):
        if step_id_of(str(row["rate_id"])) not in steps:
            yield _row_finding("published_steps", "salary_rates", row, "no row of salary_steps holds this rate")


def _find_unequal_history(published: PublishedSet) -> Iterator[Finding]:
    """Rows of ``pay_history`` that tell another story than the rate they are made of."""
    rates = {row["rate_id"]: row for row in published.rows("salary_rates")}
    for row in published.rows("pay_history"):
        rate = rates.get(row["history_id"])
        if rate is not None:
            told = {name: rate[name] for name in row if name in rate}
            yield from _compare_rows("published_history", "pay_history", row, told)


def _find_unequal_rules(published: PublishedSet) -> Iterator[Finding]:
    """Rows of ``pay_rules`` that are not what the published rates follow."""
    inferred = {(rule.document_id, rule.table_key): rule_row(rule) for rule in infer_rules(published.rates())}
    for row in published.rows("pay_rules"):
        expected = inferred.get((row["document_id"], row["table_key"]))
        if expected is None:
            yield _row_finding("published_rules", "pay_rules", row, "no rate belongs to this table")
        else:
            parts = [set(str(total["total_of"]).split("; ")) for total in (row, expected)]
            same = {"total_of": row["total_of"]} if parts[0] == parts[1] else {}  # their order is that of the page
            yield from _compare_rows("published_rules", "pay_rules", row, expected | same)


def _compare_rows(check: str, table: str, row: AnyRow, expected: AnyRow) -> Iterator[Finding]:
    for column, value in expected.items():
        if row[column] != value:
            message = f"{column} is {row[column]} in {table}, {value} by salary_rates"
            yield _row_finding(check, table, row, message, column=column, printed=row[column], expected=value)


def _row_finding(check: str, table: str, row: AnyRow, message: str, **told: Any) -> Finding:
    """A finding of one row; ``told`` is column, printed and expected, where there are any."""
    key = load_schema(table).key_of(row)
    return _finding(check, table, key, message, document_id=str(row.get("document_id") or ""), **told)


def _finding(check: str, table: str, key: str, message: str, *, document_id: str = "", **told: Any) -> Finding:
    texts: dict[str, Any] = {name: None if value is None else str(value) for name, value in told.items()}
    return Finding(
        document_id=document_id, check=check, severity="error", table=table, key=key, message=message, **texts
    )


_CHECKS: dict[str, Callable[[PublishedSet], Iterator[Finding]]] = {
    "published_key": _find_untrue_keys,
    "published_unique_key": _find_doubled_keys,
    "published_reference": _find_lost_references,
    "published_amount": _find_reworded_amounts,
    "published_steps": _find_unequal_steps,
    "published_history": _find_unequal_history,
    "published_rules": _find_unequal_rules,
}
_WHEN_CHANGED = {"published_amount": "salary_rates", "published_rules": "pay_rules"}
"""Checks that only name the row once the digest says that their table was changed: a document may well
print an amount in a way we do not expect, and rules may be told apart by a hair."""
