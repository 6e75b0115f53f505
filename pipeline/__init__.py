"""Pay agreements (MOUs) in PDF or text as tables whose every number is proved.

The library comes first, the command line is a thin layer on it::

    from pipeline import extract, extract_document, load, query, validate

Names are imported when they are first used, so that ``import pipeline`` costs nothing.

``extract`` and ``validate`` are also the packages of two stages, ``load`` and ``query`` modules, and
importing one makes it an attribute of this package. So that the line above means the same before and
after, those four can be called, and do what the function of their name does.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.run import extract, extract_document, validate
    from pipeline.use.load import load
    from pipeline.use.query import query

__all__ = ["extract", "extract_document", "load", "query", "validate"]

_HOMES = {
    "extract": "pipeline.run",
    "extract_document": "pipeline.run",
    "load": "pipeline.use.load",
    "query": "pipeline.use.query",
    "validate": "pipeline.run",
}


def __getattr__(name: str) -> Any:
    """Import a public name from the module it lives in."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


class _CallableStage(ModuleType):
    """A module that is also the library function of its name."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        """Call the function."""
        return __getattr__(self.__name__.rpartition(".")[2])(*args, **options)


class _Library(ModuleType):
    """This package: makes such a module callable when its import makes it an attribute."""

    def __setattr__(self, name: str, value: object) -> None:
        """Set the attribute."""
        if name in _HOMES and isinstance(value, ModuleType):
            value.__class__ = _CallableStage
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Library
