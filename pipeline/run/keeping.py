"""From what was read of a document to what is kept of it.

All that one document alone decides is worked out here, in the worker that read it, so that publishing
thousands of documents moves columns and looks at no value.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.errors import SchemaError
from pipeline.history.alone import tell_history
from pipeline.published.blocks import build_blocks, lay_out
from pipeline.published.rows import Row, fit_rows, plain_rows
from pipeline.results import DocumentResult
from pipeline.run.agreement import digest_subjects
from pipeline.run.kept import Facts, Kept


def keep_result(result: DocumentResult) -> Kept:
    """All that is kept of one document.

    Raises:
        SchemaError: Its rows are not as ``schemas/`` declares.
    """
    rows = plain_rows(result)
    try:
        return _keep_rows(result, rows)
    except SchemaError:  # hardly ever: cheaper than looking at each value beforehand
        return _keep_rows(result, fit_rows(rows))


def _keep_rows(result: DocumentResult, rows: Mapping[str, list[Row]]) -> Kept:
    blocks = build_blocks(rows)
    history = tell_history(rows)
    facts = Facts(
        sha256=result.document.sha256,
        errors=sum(row["severity"] == "error" for row in rows.get("findings", ())),
        subjects=digest_subjects(rows.get("salary_rates", ())),
        told=history.told if history else None,
    )
    if history is None:
        return Kept(facts, blocks, lambda: ())
    pay = lay_out("pay_history", history.pay)
    lines = history.lines
    return Kept(facts, blocks | {pay.table: pay} | build_blocks({"increases": history.increases}), lambda: lines)
