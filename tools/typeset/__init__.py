"""Typeset pay agreements: the documents of ``raw/`` and seeded variants for tests."""
