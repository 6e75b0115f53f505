"""Pay agreements (MOUs) in PDF or text as tables whose every number is proved.

The library comes first, the command line is a thin layer on it::

    from pipeline import extract, extract_document, validate

Names are imported when they are first used, so that ``import pipeline`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.run import extract, extract_document, validate

__all__ = ["extract", "extract_document", "validate"]

_HOMES = {"extract": "pipeline.run", "extract_document": "pipeline.run", "validate": "pipeline.run"}


def __getattr__(name: str) -> Any:
    """Import a public name from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
