"""Quantities in prose: number words, units, bases and dates -> rows of ``terms``."""

from pipeline.normalize.terms.reader import read_terms

__all__ = ["read_terms"]
