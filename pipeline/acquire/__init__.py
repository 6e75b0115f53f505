"""Stage 1: sources become files, files become documents with an identity and a content hash.

``refresh_sources`` brings ``raw/`` in line with ``sources.toml`` (downloads, verifies, reports);
``discover`` finds the documents of files and folders. Neither opens a document to read it.
"""

from __future__ import annotations

from pipeline.acquire.documents import UNKNOWN_SHA256, KnownHash, Source, discover, hash_file

__all__ = ["UNKNOWN_SHA256", "KnownHash", "Source", "discover", "hash_file"]
