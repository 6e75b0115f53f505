"""A reading ladder for tests of the run: a document is a line of orders and a line per amount.

Where the file ``opened`` lies in the folder ``options["note"]``, each reading is noted there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass

import stub_tasks

from pipeline.models import Document, Rate
from pipeline.results import DocumentResult


@dataclass(frozen=True, slots=True)
class Config:
    debug: str | None = None
    ocr_seconds: float = 80.0
    volume_words: int = 0


def read_volumes(
    data: bytes, document_id: str, source_path: str, sha256: str, config: Config
) -> Iterator[DocumentResult]:
    """A result for each part between lines of equals signs."""
    for number, part in enumerate(data.decode().split("\n====\n"), 1):
        name = document_id if number == 1 else f"{document_id}#page={number}"
        yield read_document(part.encode(), name, source_path, sha256)


def read_document(data: bytes, document_id: str, source_path: str, sha256: str) -> DocumentResult:
    orders, _, amounts = data.decode().partition("\n")
    note_reading(document_id)
    for order in orders.split(", "):
        if order.startswith("sleep "):
            time.sleep(float(order.removeprefix("sleep ")))
        stub_tasks.ACTIONS.get(order, lambda: None)()
    status = "empty" if orders == "empty" else "ok"
    document = Document(document_id, source_path, sha256, "text/plain", len(data), text_origin="text", status=status)
    rates = tuple(make_rate(document_id, order, text) for order, text in enumerate(amounts.split(), 1))
    return DocumentResult(document, rates=rates, readers=(("text", 1),))


def note_reading(document_id: str) -> None:
    """Tell the test, across processes, which documents were opened."""
    if note := os.environ.get("STUB_NOTE"):
        with open(note, "a") as stream:
            stream.write(f"{document_id}\n")


def make_rate(document_id: str, order: int, text: str) -> Rate:
    cents = int(text.replace(".", ""))
    return Rate(document_id, "HR", cents, text, str(order), order, rate_id=f"-/{order}/HR")
