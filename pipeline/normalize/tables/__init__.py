"""Tables that are no salary tables: cells with spans and typed numbers."""

from pipeline.normalize.tables.reader import read_tables

__all__ = ["read_tables"]
