"""Words of pages -> articles, clauses, contents list, facts and the places of tables.

One code for text, PDF and OCR: everything is decided from lines with coordinates.
"""

from __future__ import annotations

from pipeline.normalize.structure.read import read_structure
from pipeline.normalize.structure.records import (
    ContentsEntry,
    Coverage,
    Leftover,
    Paragraph,
    Structure,
    TableRegion,
)

__all__ = ["ContentsEntry", "Coverage", "Leftover", "Paragraph", "Structure", "TableRegion", "read_structure"]
